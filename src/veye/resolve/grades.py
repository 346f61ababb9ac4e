"""How well an incident is founded: Airwars' five grades, and the two Admiralty axes, by testable definitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from veye.records import Attack, Casualty, Claim, Document, Incident, Source, fold
from veye.records.incident import Grade
from veye.resolve.tables import word_list

Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal["1", "2", "3", "4", "5", "6"]


def grade(
    incident: Incident,
    claims: Sequence[Claim],
    docs: Mapping[str, Document],
    *,
    decided: tuple[str, str] | None = None,
) -> tuple[Grade, str]:
    """The grade of an incident and the reason in one sentence; a person's grade goes before any rule.

    confirmed: a party that answers for it says so (the mission or the police on its own loss or act, the accused
    group claiming it), or two origins and an authority agree. fair: two or more origins. weak: one origin.
    contested: origins name different attackers, or one party denies what another states. discounted: denied by
    all who speak of it.
    """
    if decided is not None and decided[0] in get_args(Grade):
        return decided[0], f"graded by decision {decided[1]}"  # type: ignore[return-value]
    live = [c for c in claims if not c.flags.denied]
    if not live:
        return "discounted", "every claim about it is denied"
    origins = len(incident.origin_ids)
    told = f"{len(incident.doc_ids)} report{'s' * (len(incident.doc_ids) > 1)}, {origins} origin{'s' * (origins > 1)}"
    if len(live) < len(claims):
        return "contested", f"{told}; one party denies what another states"
    if len(rivals := _attackers(live)) > 1:
        return "contested", f"{told}; different attackers are named: {', '.join(rivals)}"
    if (own := _own_account(live)) is not None:
        return "confirmed", f"{told}; {own}"
    if origins >= 2:
        return "fair", f"{told} that do not rest on one another"
    return "weak", f"{told} only"


def _attackers(claims: Sequence[Claim]) -> list[str]:
    """The named attackers; a longer form of a name ("Gran Grif gang") counts as the shorter one."""
    generic = word_list("generic attacker")
    named: dict[frozenset[str], str] = {}
    for claim in claims:
        if isinstance(claim.statement, Attack) and any(c.isupper() for c in claim.statement.actor):
            words = frozenset(fold(claim.statement.actor).split()) - generic
            if words:
                named.setdefault(words, claim.statement.actor)
    return sorted(name for words, name in named.items() if not any(other < words for other in named))


def _own_account(claims: Sequence[Claim]) -> str | None:
    for claim in claims:
        said, s = claim.attribution, claim.statement
        if said is None or claim.flags.hedged:
            continue
        if isinstance(s, Casualty) and said.kind == s.who and said.kind in ("mission", "police", "military"):
            return f"the {said.kind} states its own loss"
        if isinstance(s, Attack) and said.kind == "gang":
            return "the attacker claims it"
    return None


def reliability(source: Source, record: Mapping[str, Reliability] | None = None) -> Reliability:
    """The Admiralty letter of a source: what an analyst recorded for it by name, else F, cannot be judged."""
    return (record or {}).get(source.name, "F")


def credibility(
    claim: Claim, incident: Incident, claims: Mapping[str, Claim], origins: Mapping[str, str]
) -> Credibility:
    """The Admiralty digit of one claim, from what other origins say; the source's reliability plays no part.

    1 another independent origin states the same without hedging; 2 another origin states something compatible;
    3 nobody else speaks of it; 4 hedged, or another origin contradicts it; 5 another origin denies it; 6 the claim
    gives nothing that could be compared.
    """
    from veye.resolve.incidents import tally_key

    key = tally_key(claim)
    if key is None:
        return "6"
    mine = origins.get(claim.doc_id, claim.doc_id)
    others = [
        (c, k)
        for i in (*incident.claim_ids, *incident.recalled_ids)
        if (c := claims.get(i)) is not None
        and origins.get(c.doc_id, c.doc_id) != mine
        and ((k := tally_key(c)) is not None or c.flags.denied)
    ]
    same = [(c, k) for c, k in others if k is not None and k[:2] == key[:2]]
    if any(c.flags.denied for c, _ in others):
        return "5"
    if any(k[2] == key[2] and not c.flags.hedged for c, k in same) and not claim.flags.hedged:
        return "1"
    if any(k[2].stated and key[2].stated and not k[2].overlaps(key[2]) for _, k in same) or claim.flags.hedged:
        return "4"
    return "2" if same else "3"
