"""Several readers over one document: what they agree on is surer, what they disagree on is kept and shown.

Confidence is worked out by one simple rule. Each reader has a precision p: how often a claim of its is right (its own
confidence in the claim, where it gives one). Where readers agree, the claim is wrong only if all are: 1 - (1-p)(1-q),
never above 0.99, because readers err on the same hard sentences and are not as independent as that rule assumes. Where
they contradict each other at most one is right, so an alternative has p(1-q) / (1 - pq), or the like for more than two.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import combinations
from math import prod
from typing import Any

import msgspec

from veye.errors import InputError, SourceError
from veye.extract.folding import fold_text
from veye.extract.reader import Reader
from veye.extract.segment import split_sentences
from veye.records import Claim, Count, Document, Flags, Issue, ReadBy

_HIGHEST = 0.99
_PATIENCE = 3  # failures in a row after which a reader is asked no more


class Precision(msgspec.Struct, frozen=True):
    """How often a reader's claims are right, and where the number comes from."""

    value: float
    source: str


PRECISIONS: dict[str, Precision] = {
    "grammar": Precision(
        0.8,
        "0.94 of 190 claims on the 48 development reports that the grammar was built with (24 November 2026); "
        "set lower, since reports that it has not seen are harder",
    ),
    "llm": Precision(0.5, "not measured: it depends on the model; measure yours and pass it"),
    "": Precision(0.5, "not measured: any other reader"),
}
"""By the first word of a reader's label ("llm" for "llm:some-model"); a caller's own numbers go before these."""


class Said(msgspec.Struct, frozen=True):
    """What one reader says: its label and its claim, as that reader made it."""

    reader: str
    claim: Claim


class Agreement(msgspec.Struct, frozen=True):
    """A claim that several readers make: the merged claim, and each reader's own."""

    claim: Claim
    said: tuple[Said, ...]


class Disagreement(msgspec.Struct, frozen=True):
    """What readers say differently of one thing. `fields` names in what, `claim_id` is the claim that was kept.

    In a core field (a count, an outcome) the claim kept is the likelier one and the others are only here. In other
    fields (a place, a flag) the readers agree on the claim, and it carries the value of the surer reader.
    """

    claim_id: str
    fields: tuple[str, ...]
    alternatives: tuple[Said, ...]


class Reading(msgspec.Struct, frozen=True):
    """A document as several readers see it. `said_by` tells for each claim which readers make it."""

    claims: tuple[Claim, ...]
    agreements: tuple[Agreement, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    said_by: dict[str, tuple[str, ...]] = {}
    issues: tuple[Issue, ...] = ()

    def disagreements_on(self, claim_id: str) -> list[Disagreement]:
        """What readers say differently of a claim."""
        return [d for d in self.disagreements if d.claim_id == claim_id]


class SideBySide:
    """Reads with several readers. `issues` holds the latest thousand things that went wrong with one of them.

    A reader that cannot read a document is left out of it; after three such in a row it is asked no more. What the user
    can mend (a key, an address, a budget) stops the reading: it must not pass unseen that one reader is missing.
    """

    def __init__(self, readers: Sequence[Reader], *, precisions: Mapping[str, float] | None = None) -> None:
        if len(readers) < 2:
            raise InputError("reading side by side takes two readers or more.", where="--reader")
        self._readers = {label_of(reader): reader for reader in readers}
        if len(self._readers) < len(readers):
            raise InputError("the same reader is named twice.", where="--reader")
        self.name = "+".join(self._readers)
        self.version = "+".join(r.version for r in readers)
        self.issues: deque[Issue] = deque(maxlen=1000)
        self._failures = dict.fromkeys(self._readers, 0)
        self._precisions = {label: _precision(label, precisions or {}) for label in self._readers}

    def read(self, doc: Document) -> list[Claim]:
        """The claims of the document, in order of position, contradictions settled for the likelier alternative."""
        return list(self.compare(doc).claims)

    def compare(self, doc: Document) -> Reading:
        """The claims with what the readers agree and disagree on; SourceError where all of them fail."""
        said: list[Said] = []
        issues: list[Issue] = []
        for label, reader in self._readers.items():
            if self._failures[label] >= _PATIENCE:
                issues.append(Issue("reader-rested", f"{label} was not asked: it failed too often", doc.key))
                continue
            try:
                said += [Said(label, claim) for claim in reader.read(doc)]
                self._failures[label] = 0
            except SourceError as error:
                self._failures[label] += 1
                issues.append(Issue("reader-failed", f"{label}: {error.what}", doc.key, error.hint))
        self.issues.extend(issues)
        if len(issues) == len(self._readers):
            raise SourceError(f"no reader could read it: {issues[0].what}", where=doc.key, hint=issues[0].hint)
        return msgspec.structs.replace(align(doc, said, self._precisions), issues=tuple(issues))


def label_of(reader: Reader) -> str:
    """What a reader is called beside others: its name, with the model where it is a language model."""
    return f"{reader.name}:{reader.version}" if reader.name == "llm" else reader.name


def _precision(label: str, given: Mapping[str, float]) -> float:
    kind = label.partition(":")[0]
    value = given.get(label, given.get(kind, PRECISIONS.get(kind, PRECISIONS[""]).value))
    if not 0 < value < 1:
        raise InputError(f"a reader's precision lies between 0 and 1, not at {value:g}.", where=label)
    return value


class _Group:
    """Claims of different readers that say the same."""

    def __init__(self, said: list[Said], precisions: Mapping[str, float]) -> None:
        self.said = said
        self._precisions = precisions

    @property
    def readers(self) -> set[str]:
        return {s.reader for s in self.said}

    def sure(self, said: Said) -> float:
        """How likely a reader's claim is right by itself."""
        own = said.claim.confidence
        return own if own is not None else self._precisions[said.reader]

    @property
    def confidence(self) -> float:
        if len(self.said) == 1:
            return self.sure(self.said[0])
        return min(_HIGHEST, 1 - prod(1 - self.sure(s) for s in self.said))

    def ranked(self) -> list[Said]:
        """The readers' claims, the surer first; among equals in the order of the readers."""
        return sorted(self.said, key=lambda s: -self.sure(s))


def align(doc: Document, said: Sequence[Said], precisions: Mapping[str, float]) -> Reading:
    """What several readers say of a document, put side by side. `precisions` by reader label."""
    near = _nearness(doc)
    groups = [_Group([s], precisions) for s in said]
    groups = _join(groups, near)
    agreements: list[Agreement] = []
    disagreements: list[Disagreement] = []
    claims: list[Claim] = []
    said_by: dict[str, tuple[str, ...]] = {}
    for rivals in _contradictions(groups, near):
        odds = _odds([g.confidence for g in rivals])
        best = max(range(len(rivals)), key=lambda i: rivals[i].confidence)
        kept = _merged(rivals[best], odds[best] if len(rivals) > 1 else rivals[best].confidence)
        claims.append(kept)
        said_by[kept.id] = tuple(s.reader for s in rivals[best].said)
        if len(rivals[best].said) > 1:
            agreements.append(Agreement(kept, tuple(rivals[best].said)))
            differing = _differing([s.claim for s in rivals[best].said])
            if differing:
                disagreements.append(Disagreement(kept.id, differing, tuple(rivals[best].said)))
        if len(rivals) > 1:
            firsts = [g.ranked()[0].claim for g in rivals]
            fields = sorted({f for a, b in combinations(firsts, 2) for f in _conflicts(a, b)})
            disagreements.append(Disagreement(kept.id, tuple(fields), tuple(s for g in rivals for s in g.said)))
    claims.sort(key=lambda c: (c.span.start, c.span.end) if c.span else (len(doc.text), 0))
    return Reading(tuple(claims), tuple(agreements), tuple(disagreements), said_by)


Near = Callable[[Claim, Claim], int]
"""2 where the spans of two claims overlap, 1 where they stand in one sentence, 0 where neither."""


def _nearness(doc: Document) -> Near:
    sentences = split_sentences(doc.text, title=doc.title)

    @cache
    def within(start: int, end: int) -> frozenset[int]:
        return frozenset(s.start for s in sentences if s.start < end and start < s.end)

    def near(a: Claim, b: Claim) -> int:
        first, second = a.span, b.span
        if first is None or second is None:
            return 0
        if first.start < second.end and second.start < first.end:
            return 2
        return 1 if within(first.start, first.end) & within(second.start, second.end) else 0

    return near


def _join(groups: list[_Group], near: Near) -> list[_Group]:
    """Groups joined pair by pair, the best matches first; a group holds at most one claim of a reader."""
    pairs = []
    for i, j in combinations(range(len(groups)), 2):
        a, b = groups[i].said[0], groups[j].said[0]
        if a.reader == b.reader or a.claim.type != b.claim.type or _conflicts(a.claim, b.claim):
            continue
        close = near(a.claim, b.claim)
        if close or _told_elsewhere(a.claim, b.claim):
            pairs.append((-close, len(_differing([a.claim, b.claim])), i, j))
    home = list(range(len(groups)))
    members = {i: [i] for i in home}
    for _, _, i, j in sorted(pairs):
        first, second = home[i], home[j]
        if first == second:
            continue
        both = [groups[k].said[0] for k in members[first] + members[second]]
        agree = not any(_conflicts(a.claim, b.claim) for a, b in combinations(both, 2))
        if agree and len({s.reader for s in both}) == len(both):
            for k in members[second]:
                home[k] = first
            members[first] += members.pop(second)
    return [_Group([s for k in sorted(m) for s in groups[k].said], groups[m[0]]._precisions) for m in members.values()]


def _told_elsewhere(a: Claim, b: Claim) -> bool:
    """Whether two claims say the same of one day and place in different sentences."""
    if a.when is None or b.when is None or not a.when.overlaps(b.when) or a.flags.cumulative != b.flags.cumulative:
        return False
    count, other = getattr(a.statement, "count", None), getattr(b.statement, "count", None)
    if not isinstance(count, Count) or not isinstance(other, Count):
        return False
    if not count.stated or (count.low, count.high) != (other.low, other.high):
        return False
    return a.place is None or b.place is None or _same_words(a.place.words, b.place.words)


def _contradictions(groups: list[_Group], near: Near) -> list[list[_Group]]:
    """Each group with those that contradict it: made by other readers, of the same words, apart in one core field."""
    left = list(groups)
    found: list[list[_Group]] = []
    while left:
        rivals = [left.pop(0)]
        for other in list(left):
            if all(_contradict(g, other, near) for g in rivals):
                rivals.append(other)
                left.remove(other)
        found.append(rivals)
    return found


def _contradict(a: _Group, b: _Group, near: Near) -> bool:
    if a.readers & b.readers:
        return False
    first, second = a.said[0].claim, b.said[0].claim
    if first.type != second.type or first.flags.cumulative != second.flags.cumulative:
        return False
    fields = _conflicts(first, second)
    if len(fields) != 1:
        return False
    close = max(near(s.claim, t.claim) for s in a.said for t in b.said)
    return close == 2 or (close == 1 and fields == ["count"])


def _odds(confidences: Sequence[float]) -> list[float]:
    """How likely each alternative is, given that at most one is right."""
    alone = [p * prod(1 - q for j, q in enumerate(confidences) if j != i) for i, p in enumerate(confidences)]
    whole = sum(alone) + prod(1 - p for p in confidences)
    return [a / whole if whole else 1 / len(confidences) for a in alone]


_CORE: dict[str, tuple[str, ...]] = {
    "casualty": ("outcome", "count", "who"),
    "equipment": ("item_class", "event", "count"),
    "evacuation": ("count",),
    "strength": ("contingent", "kind", "count"),
    "attack": ("mode",),
    "displacement": ("kind", "count"),
    "funding": ("kind", "amount"),
    "control": ("share_percent",),
    "milestone": ("what",),
    "pay": ("status", "count"),
}
_ALIKE: tuple[frozenset[object], ...] = (
    frozenset({"ambush", "armed assault", "clash", "arson"}),
    frozenset({"destroyed", "lost", "damaged"}),
)
"""Words for one thing that readers may choose differently without contradicting each other."""
_OPEN = (None, "unknown", "other")


def _conflicts(a: Claim, b: Claim) -> list[str]:
    """The core fields in which two claims of one type cannot both be right."""
    return [
        name
        for name in _CORE[a.type]
        if not _compatible(getattr(a.statement, name), getattr(b.statement, name), strict=name == "count")
    ]


def _compatible(a: Any, b: Any, *, strict: bool = False) -> bool:
    if isinstance(a, Count) and isinstance(b, Count):
        if not a.stated or not b.stated:
            return a.stated == b.stated
        return a.overlaps(b) and (a.low == b.low or ((a.low or 0) >= 100 and _close(a.low, b.low)))
    if isinstance(a, int | float) and isinstance(b, int | float):
        return _close(a, b)
    if a == b or (not strict and (a in ("unknown", None) or b in ("unknown", None))):
        return True
    if any({a, b} <= alike for alike in _ALIKE):
        return True
    return isinstance(a, str) and isinstance(b, str) and a.casefold() == b.casefold()


def _close(a: float | None, b: float | None) -> bool:
    return a is not None and b is not None and abs(a - b) <= 0.01 * max(abs(a), abs(b))


def _differing(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Fields beside the core that several claims state, and state differently."""
    found = set()
    for a, b in combinations(claims, 2):
        if a.when and b.when and not a.when.overlaps(b.when):
            found.add("when")
        if a.place and b.place and not _same_words(a.place.words, b.place.words):
            found.add("place")
        found |= {f for f in Flags.__struct_fields__ if getattr(a.flags, f) != getattr(b.flags, f)}
        for name in ("cause", "gear", "contingent", "donor", "currency", "status", "level", "minutes"):
            x, y = getattr(a.statement, name, None), getattr(b.statement, name, None)
            if x not in _OPEN and y not in _OPEN and x != y:
                found.add(name)
    return tuple(sorted(found))


def _same_words(a: str, b: str) -> bool:
    first, second = set(fold_text(a).split()), set(fold_text(b).split())
    return first <= second or second <= first


def _merged(group: _Group, confidence: float) -> Claim:
    """One claim of a group: that of the surest reader, filled up from the others where it states nothing."""
    ranked = group.ranked()
    claim = ranked[0].claim
    if len(ranked) == 1:
        return msgspec.structs.replace(claim, confidence=confidence)
    others = [s.claim for s in ranked[1:]]
    statement: Any = claim.statement
    filled: dict[str, Any] = {}
    for name in statement.__struct_fields__:
        if getattr(statement, name) in (None, "unknown"):
            values = [getattr(o.statement, name) for o in others]
            filled[name] = next((v for v in values if v not in (None, "unknown")), getattr(statement, name))
    evidence = list(claim.evidence)
    evidence += [e for o in others for e in o.evidence if e not in evidence]
    readers = [s.claim.read_by for s in group.said]
    return Claim.make(
        claim.doc_id,
        msgspec.structs.replace(statement, **filled),
        tuple(evidence),
        when=claim.when or next((o.when for o in others if o.when), None),
        place=claim.place or next((o.place for o in others if o.place), None),
        flags=claim.flags,
        attribution=claim.attribution or next((o.attribution for o in others if o.attribution), None),
        language=claim.language,
        read_by=ReadBy(
            "+".join(r.reader for r in readers), "+".join(r.version for r in readers), "+".join(r.rule for r in readers)
        ),
        confidence=confidence,
    )
