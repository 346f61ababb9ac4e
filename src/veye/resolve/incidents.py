"""Groups of episodes made into incidents: days, places, tallies, status steps, and a neutral title."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from veye.records import (
    Attack,
    Casualty,
    Claim,
    Count,
    Displacement,
    Document,
    Equipment,
    Evacuation,
    Funding,
    Milestone,
    PlaceMention,
    ReportedValue,
    StatusStep,
    Strength,
    Tally,
    When,
    fold,
)
from veye.records.incident import ReconcileRule
from veye.resolve.counted import adds_up
from veye.resolve.episodes import Episode
from veye.resolve.reconcile import contested, reconcile

OFFICIAL = frozenset({"mission", "police", "government", "un"})
_ACCIDENTS = ("vehicle accident", "aircraft accident")
_MODE_TITLES = {
    "ambush": "Ambush", "armed assault": "Armed attack", "clash": "Clash", "arson": "Arson attack",
    "drone strike": "Drone strike", "kidnapping": "Kidnapping", "prison break": "Prison break",
    "massacre": "Massacre", "other": "Attack",
}  # fmt: skip


def is_official(claim: Claim) -> bool:
    """Whether an authority, the mission or the United Nations is the one who says it."""
    return claim.attribution is not None and claim.attribution.kind in OFFICIAL


def tally_key(claim: Claim) -> tuple[str, str, Count] | None:
    """Outcome or event, group or item class, and the count of a claim; None for what is not tallied."""
    s = claim.statement
    if claim.flags.cumulative or claim.flags.denied or claim.flags.planned:
        return None
    if isinstance(s, Casualty):
        return s.outcome, s.who, s.count
    if isinstance(s, Equipment):
        return s.event, s.item_class, s.count
    if isinstance(s, Evacuation):
        return "evacuated", "people", s.count
    if isinstance(s, Strength) and s.kind in ("arrived", "departed"):
        return s.kind, s.contingent, s.count
    if isinstance(s, Displacement):
        return "displaced", s.kind, s.count
    if isinstance(s, Milestone) and s.votes_for is not None:
        return "voted for", "council", Count.exactly(s.votes_for)
    return None


def _values(claims: Sequence[Claim], docs: Mapping[str, Document], origins: Mapping[str, str]) -> list[ReportedValue]:
    """One value a report where its claims add up, else one a claim."""
    groups: list[list[Claim]] = []
    for claim in claims:
        for group in groups:
            if group[0].doc_id == claim.doc_id and all(adds_up(claim, c) for c in group):
                group.append(claim)
                break
        else:
            groups.append([claim])
    values = []
    for group in groups:
        first, doc = group[0], docs.get(group[0].doc_id)
        keyed = [k[2] for c in group if (k := tally_key(c)) is not None]
        count = keyed[0]
        for more in keyed[1:]:
            count = count + more
        if len(keyed) > 1:
            count = Count(count.low, count.high, " + ".join(c.words or str(c) for c in keyed))
        values.append(
            ReportedValue(
                first.id,
                first.doc_id,
                origins.get(first.doc_id, first.doc_id),
                count,
                first.attribution.words if first.attribution else None,
                is_official(first),
                doc.published if doc else None,
                any(c.flags.hedged for c in group),
            )
        )
    return sorted(values, key=lambda v: (v.published or "", v.doc_id, v.claim_id))


def tallies(
    claims: Sequence[Claim], docs: Mapping[str, Document], origins: Mapping[str, str], rule: ReconcileRule
) -> tuple[Tally, ...]:
    """Low, best and high of every group and outcome over all values; running totals are left out."""
    keyed: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    widest = _widest(claims)
    for claim in sorted(claims, key=lambda c: c.id):
        if (key := tally_key(claim)) is not None:
            keyed[key[0], _of_place(key[1], claim, widest)].append(claim)
    for what, who in [k for k in keyed if k[0] == "lost"]:
        _told_otherwise(keyed, (what, who), ("destroyed", who))
    out = []
    for (what, who), members in sorted(keyed.items()):
        values = _values(members, docs, origins)
        low, best, high = reconcile(values, rule)
        out.append(Tally(what, who, low, best, high, rule, tuple(values), contested(values)))
    return tuple(_moved_on(t, out) if t.what in ("missing", "abducted") else t for t in out)


def _told_otherwise(keyed: dict[tuple[str, str], list[Claim]], vague: tuple[str, str], exact: tuple[str, str]) -> None:
    """Counts what some reports call lost as destroyed, where others say so and none tells of both."""
    if exact in keyed and not {c.doc_id for c in keyed[vague]} & {c.doc_id for c in keyed[exact]}:
        keyed[exact] = sorted([*keyed[exact], *keyed.pop(vague)], key=lambda c: c.id)


def _widest(claims: Sequence[Claim]) -> str | None:
    """The name of the widest place of which displaced people are counted; None where no place is on the map."""
    places = [c.place.place for c in claims if isinstance(c.statement, Displacement) and c.place and c.place.place]
    return min(places, key=lambda p: (-p.radius_km, p.name)).name if places else None


def _of_place(who: str, claim: Claim, widest: str | None) -> str:
    """The group, with the place where people displaced from or in a part are counted beside those of the whole."""
    place = claim.place.place if claim.place else None
    if not isinstance(claim.statement, Displacement) or place is None or place.name == widest:
        return who
    return f"{who}, {place.name}"


def _moved_on(missing: Tally, tallies: Sequence[Tally]) -> Tally:
    """The tally of people missing, less those whom later reports tell of as dead: nobody is counted in two states.

    Only where no report that has them missing also tells of dead of that group: those would be other people. A
    death that is only hedged leaves the best number and opens the range.
    """
    killed = next((t for t in tallies if (t.what, t.who) == ("killed", missing.who)), None)
    if killed is None or missing.best is None:
        return missing
    first = min(v.published or "9999" for v in missing.values)
    sure = [v for v in killed.values if not v.hedged]
    if {v.doc_id for v in sure} & {v.doc_id for v in missing.values}:
        return missing
    found_dead = max((v.count.best or 0 for v in sure if (v.published or "") >= first), default=0)
    best = max(0, missing.best - found_dead)
    low = max(0, (missing.low or 0) - max((v.count.best or 0 for v in killed.values), default=0))
    return msgspec.structs.replace(missing, low=min(low, best), best=best, contested=missing.contested or low < best)


def statuses(claims: Sequence[Claim], docs: Mapping[str, Document]) -> tuple[StatusStep, ...]:
    """The states that casualties of an incident pass through, in the order in which they were told.

    Steps are kept only where a state changes: missing then killed, claimed then denied, hedged then stated.
    """
    steps = []
    for claim in claims:
        if isinstance(claim.statement, Casualty) and not claim.flags.cumulative:
            doc = docs.get(claim.doc_id)
            state = f"denied: {claim.statement.outcome}" if claim.flags.denied else claim.statement.outcome
            at = doc.published if doc else None
            steps.append(StatusStep(f"{state} ({claim.statement.who})", claim.id, at, claim.flags.hedged))
    steps.sort(key=lambda s: (s.at or "9999", s.hedged is False, s.claim_id))
    kept: list[StatusStep] = []
    seen: set[tuple[str, bool]] = set()
    for step in steps:
        if (step.state, step.hedged) not in seen:
            seen.add((step.state, step.hedged))
            kept.append(step)
    return tuple(kept)


def kind_of(claims: Sequence[Claim]) -> str:
    """What sort of happening the claims tell of."""
    s = [c.statement for c in claims if not c.flags.cumulative or c.type != "casualty"]
    if any(isinstance(x, Casualty) and x.cause in _ACCIDENTS for x in s):
        return "accident"
    if any(isinstance(x, Attack | Casualty) for x in s):
        return "attack" if any(_violent(x) for x in s) else "other"
    if any(isinstance(x, Equipment) for x in s):
        return "equipment"
    if any(isinstance(x, Evacuation) for x in s):
        return "evacuation"
    if any(isinstance(x, Strength) and x.kind in ("arrived", "departed") for x in s):
        arrived = any(isinstance(x, Strength) and x.kind == "arrived" for x in s)
        return "arrival" if arrived else "departure"
    if any(isinstance(x, Milestone) and x.what in ("deployment", "withdrawal") for x in s):
        return "arrival" if any(isinstance(x, Milestone) and x.what == "deployment" for x in s) else "departure"
    if any(isinstance(x, Funding) for x in s):
        return "funding"
    if any(isinstance(x, Displacement) for x in s):
        return "displacement"
    return "milestone" if any(isinstance(x, Milestone | Strength) for x in s) else "other"


def _violent(statement: object) -> bool:
    if isinstance(statement, Attack):
        return True
    return isinstance(statement, Casualty) and statement.cause not in ("unknown", *_ACCIDENTS)


def best_when(told: Sequence[Episode], first_told: date | None = None) -> When | None:
    """The days on which it happened: those that most reports give, the sharper where as many give another.

    Days after `first_told`, when the first report of it was published, are none of it.
    """
    stated = [e.when for e in told if e.when is not None and not (first_told and e.when.earliest > first_told)]
    if not stated:
        return None
    sharp = [w for w in stated if w.days <= 3] or stated
    votes = Counter((w.earliest, w.latest) for w in sharp)
    earliest, latest = min(votes, key=lambda k: (-votes[k], (k[1] - k[0]).days, k))
    found = [w for w in sharp if (w.earliest, w.latest) == (earliest, latest)]
    return min(found, key=lambda w: (w.words or "", w.tz or ""))


def best_place(told: Sequence[Episode]) -> PlaceMention | None:
    """The place that most reports give; among equals the narrowest, then the longest words."""
    mentions = [m for e in told for m in e.places]
    if not mentions:
        return None
    votes = Counter(m.place.id if m.place else fold(m.words) for m in mentions)

    def rank(m: PlaceMention) -> tuple[object, ...]:
        key = m.place.id if m.place else fold(m.words)
        wide = m.place is None or m.place.radius_km > 100
        return (wide, -votes[key], m.place.radius_km if m.place else 0, -len(m.words), m.words)

    return min(mentions, key=rank)


def _subject(claims: Sequence[Claim], kind: str) -> str:
    s = [c.statement for c in claims]
    if kind == "attack":
        modes = Counter(x.mode for x in s if isinstance(x, Attack))
        if modes:
            return _MODE_TITLES[min(modes, key=lambda m: (-modes[m], m))]
        outcomes = {x.outcome for x in s if isinstance(x, Casualty)}
        return (
            "Shooting"
            if any(isinstance(x, Casualty) and x.cause == "gunshot" for x in s)
            else ("Abduction" if outcomes == {"abducted"} else "Attack")
        )
    if kind == "accident":
        air = any(isinstance(x, Casualty) and x.cause == "aircraft accident" for x in s)
        return "Aircraft accident" if air else "Vehicle accident"
    if kind == "equipment":
        events = Counter((x.item_class, x.event) for x in s if isinstance(x, Equipment))
        item, event = min(events, key=lambda e: (-events[e], e))
        return f"{item.replace('_', ' ').capitalize()} {event}"
    if kind in ("arrival", "departure"):
        who = sorted({x.contingent for x in s if isinstance(x, Strength)} - {"total"})
        return f"{kind.capitalize()} of personnel" + (f" from {', '.join(who[:3])}" if who else "")
    if kind == "funding":
        kinds = Counter((x.kind, x.donor) for x in s if isinstance(x, Funding))
        what, donor = min(kinds, key=lambda k: (-kinds[k], str(k)))
        return f"Funds {what}" + (f" ({donor})" if donor else "")
    if kind == "milestone":
        whats = Counter(x.what for x in s if isinstance(x, Milestone))
        return min(whats, key=lambda w: (-whats[w], w)).capitalize() if whats else "Authorised strength"
    titles = {"displacement": "Displacement", "evacuation": "Medical evacuation"}
    totals = all(c.flags.cumulative for c in claims)
    return titles.get(kind, "Casualty totals" if totals else "Casualties")


def title_of(claims: Sequence[Claim], kind: str, when: When | None, place: PlaceMention | None) -> str:
    """A short neutral description: what, where, when; never a person's name."""
    where = f" at {place.place.name if place.place else place.words}" if place else ""
    day = f", {when.iso()}" if when and when.iso() else ""
    return f"{_subject(claims, kind)}{where}{day}"
