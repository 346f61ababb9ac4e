"""What every section of a brief is written from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from veye.brief import wording
from veye.brief.cite import Citations, say
from veye.brief.gist import GROUPS
from veye.brief.model import Sentence
from veye.records import Casualty, Claim, Document, Figure, Incident, Picture, PlaceMention, ReportedValue, Span, Tally

OUTCOMES = {
    "killed": "killed", "wounded": "wounded", "missing": "missing", "abducted": "abducted",
    "killed or wounded": "killed or wounded",
}  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """The picture, its citations, and the window that counts as recent (`since` to the picture's day)."""

    picture: Picture
    citations: Citations
    since: date
    claims: dict[str, Claim] = field(default_factory=dict)

    @classmethod
    def of(cls, picture: Picture, citations: Citations, *, days: int = 30) -> Desk:
        """A desk whose recent window are the last `days` days of the picture."""
        claims = {c.id: c for c in picture.claims}
        return cls(picture, citations, picture.on - timedelta(days=days - 1), claims)

    def say(self, text: str, claims: Iterable[Claim | str] = (), **rest: object) -> Sentence:
        """A sentence cited by the claims."""
        return say(wording.capitalised(text), self.citations.cite(claims), **rest)

    def fact(self, text: str, *numbers: int, claims: Iterable[Claim | str] = ()) -> Sentence:
        """A sentence cited by numbers given before (facts of the profile, a claim of its own), then by the claims."""
        cited, more = self.citations.cite(claims)
        return Sentence(wording.capitalised(text), tuple(dict.fromkeys((*numbers, *cited))), more)

    def figure(self, measure: str, name: str) -> Figure | None:
        """That figure where it was worked out; None where it is missing or refused."""
        figure = self.picture.figure(measure, name)
        return figure if figure and not figure.refused else None

    def of_type(self, kind: str) -> list[Claim]:
        """Claims of one type that are neither denied nor recalled in passing, newest report first."""
        return list(self._told.get(kind, ()))

    @cached_property
    def _told(self) -> dict[str, list[Claim]]:
        told: dict[str, list[Claim]] = {}
        for claim in self.picture.claims:
            if not claim.flags.denied:
                told.setdefault(claim.type, []).append(claim)
        return told

    def live(self, ids: Iterable[str]) -> list[str]:
        """Those of the claim ids that are live in this picture."""
        return [i for i in ids if i in self.claims]

    def is_recent(self, incident: Incident) -> bool:
        """Whether the incident lies wholly in the recent window."""
        return bool(incident.when and incident.when.earliest >= self.since and incident.when.latest <= self.picture.on)

    def tallies(self, who: str | None = None) -> list[tuple[Incident, Tally]]:
        """Casualty tallies of incidents, undated ones first, then oldest first, of one group where it is named."""
        return [(i, t) for i, t in self._tolls if who is None or t.who == who]

    @cached_property
    def _tolls(self) -> list[tuple[Incident, Tally]]:
        found = [(i, t) for i in self.picture.incidents for t in i.tallies if t.what in OUTCOMES]
        return sorted(found, key=lambda it: it[0].when.earliest if it[0].when else date.min)

    @cached_property
    def told_again(self) -> set[tuple[str, str]]:
        """Incident and outcome of the mission's tolls that only tell of another incident again."""
        return told_again(self.picture)

    def documents(self) -> dict[str, Document]:
        """Every report the ledger holds by id, those set aside too: an incident may rest on some of them."""
        return self._documents

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {d.id: d for d in (*self.picture.documents, *self.picture.set_aside)}

    def tally_claims(self, tally: Tally) -> list[str]:
        """The live claims behind a tally."""
        return self.live(v.claim_id for v in tally.values)


def place_name(mention: PlaceMention) -> str:
    """The gazetteer's name of a place, so that one place reads the same in every language; else its words."""
    return mention.place.name if mention.place else mention.words


def where(incident: Incident) -> str:
    """Where an incident happened, as " in X" or " near X"; empty where nothing states it."""
    if incident.place is None:
        return ""
    words = place_name(incident.place)
    return (
        f" near {words}"
        if incident.place.words.lower().startswith(("near", "près", "cerca", "toupre"))
        else f" in {words}"
    )


def told_again(picture: Picture) -> set[tuple[str, str]]:
    """Incident and outcome of the tolls of the mission that the measures do not count: another's, told in recall."""
    figures = [(o, f) for o in OUTCOMES if (f := picture.figure("casualties", o)) and "counted" in f.columns]
    return {
        (str(row[f.columns.index("incident")]), outcome)
        for outcome, f in figures
        for row in f.rows
        if row[f.columns.index("counted")] != "yes"
    }


_VERBS = OUTCOMES | {"missing": "reported missing"}


def toll(tally: Tally) -> str:
    """A tally in words: "two members of the mission were wounded", "70 to 115 civilians were killed"."""
    return tolls([tally])


def tolls(tallies: Iterable[Tally], *, two_fates: Iterable[str] = ()) -> str:
    """Tallies in words, one clause a group: "one member of the mission was killed and eight wounded, and …".

    Of the groups of `two_fates` the missing are those whom other reports call killed: they are told once.
    """
    groups: dict[str, list[Tally]] = {}
    for tally in tallies:
        groups.setdefault(tally.who, []).append(tally)
    return wording.listed([_clause(who, parts, who in two_fates) for who, parts in groups.items()])


def two_fates(incident: Incident, desk: Desk) -> frozenset[str]:
    """Groups of an incident whose missing are, by some reports, its dead: first missing, later killed, as many.

    Some report must say both in the same words ("the missing officer had been killed"), or none may say both.
    """
    found = set()
    for missing in (t for t in incident.tallies if t.what == "missing" and t.best):
        killed = incident.tally("killed", missing.who)
        if killed is None or killed.best != missing.best or _first(missing) >= _first(killed):
            continue
        said = [desk.claims[i] for i in desk.tally_claims(missing)]
        dead = [desk.claims[i] for i in desk.tally_claims(killed)]
        both = [(a, b) for a in said for b in dead if a.doc_id == b.doc_id]
        if not both or any(_share_words(a, b) for a, b in both):
            found.add(missing.who)
    return frozenset(found)


def _first(tally: Tally) -> str:
    return min((v.published or "9999" for v in tally.values), default="9999")


def _share_words(a: Claim, b: Claim) -> bool:
    spans = [(x, y) for x in a.evidence for y in b.evidence if isinstance(x, Span) and isinstance(y, Span)]
    return any(x.start < y.end and y.start < x.end for x, y in spans)


def _clause(who: str, parts: list[Tally], one_fate_of_two: bool) -> str:
    if one_fate_of_two and {"killed", "missing"} <= {t.what for t in parts}:
        lost = next(t for t in parts if t.what == "killed")
        rest = [t for t in parts if t.what not in ("killed", "missing")]
        one, noun = _noun(lost)
        head = f"{wording.span(lost.low, lost.best, lost.high)} {noun} {'is' if one else 'are'} reported dead by some "
        said = [f"{head}and missing by others"]
        return wording.listed([*said, _clause(who, rest, False)] if rest else said)
    first, *rest = parts
    one, noun = _noun(first)
    amount = wording.span(first.low, first.best, first.high)
    said = [f"{amount} {noun} {'was' if one else 'were'} {_VERBS[first.what]}"]
    said += [f"{wording.span(t.low, t.best, t.high)} {_VERBS[t.what]}" for t in rest]
    return wording.listed(said)


def _noun(tally: Tally) -> tuple[bool, str]:
    """Whether a tally counts one person, and what those of its group are called."""
    one = tally.low == 1 and tally.high in (1, None)
    return one, GROUPS[tally.who if tally.who in GROUPS else "unknown"][0 if one else 1]


_NAMED = re.compile(r"(?!\d|which|who|while|according|as |when|that )[\w'’.-]+(?: [\w'’.-]+){0,5}", re.IGNORECASE)


_ARTICLE = re.compile(r"^(?:A|An|The)(?= )")


def speaker(value: ReportedValue, desk: Desk) -> str:
    """Who gives a value: the speaker where the report names one in a few plain English words, else the outlet."""
    claim = desk.claims.get(value.claim_id)
    return _teller(value.said_by, claim, desk) if claim else "a report"


def teller(claim: Claim, desk: Desk) -> str:
    """Who gives a claim: its speaker where named in a few plain English words, persons masked; else the outlet."""
    return _teller(claim.attribution.words if claim.attribution else None, claim, desk)


def _teller(words: str | None, claim: Claim, desk: Desk) -> str:
    doc = desk.documents().get(claim.doc_id)
    if doc is None:
        return "a report"
    plain = words and claim.language == "en" and _NAMED.fullmatch(words)
    return desk.citations.mask(_ARTICLE.sub(lambda m: m[0].lower(), words), doc) if words and plain else doc.source.name


def said_by(tally: Tally, desk: Desk) -> str:
    """Who says what, for a contested tally: "70 (The Desk), 115 (town hall)"; one phrase a value, earliest first."""
    seen: dict[str, list[str]] = {}
    for value in sorted(tally.values, key=lambda v: v.published or "9999"):
        names = seen.setdefault(str(value.count), [])
        who = speaker(value, desk)
        if who not in names and len(names) < 2:
            names.append(who)
    return "; ".join(f"{amount} ({wording.listed(names)})" for amount, names in seen.items())


def newest(claims: Sequence[Claim], desk: Desk) -> list[Claim]:
    """Claims ordered by what they speak of or when they were published, newest first."""
    documents = desk.documents()

    def key(claim: Claim) -> str:
        doc = documents.get(claim.doc_id)
        return claim.when.latest.isoformat() if claim.when else (doc.published or "" if doc else "")

    return sorted(claims, key=key, reverse=True)


def told_on(claims: Sequence[Claim], desk: Desk) -> str:
    """The day that the newest of the claims speaks of, else the day of its report: "as of 3 May 2025", "reported …"."""
    if not claims:
        return "not dated"
    first, documents = newest(claims, desk)[0], desk.documents()
    if first.when:
        return f"as of {wording.when(first.when, preposition=False).split(' to ')[-1]}"
    doc = documents.get(first.doc_id)
    return f"reported {wording.iso_day(doc.published)}" if doc and doc.published else "not dated"


def casualty_claims(desk: Desk, *, cumulative: bool) -> list[Claim]:
    """Casualty claims that are, or are not, running totals."""
    return [
        c for c in desk.of_type("casualty") if isinstance(c.statement, Casualty) and c.flags.cumulative == cumulative
    ]
