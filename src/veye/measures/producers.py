"""Who produces a published number: series of two producers are never merged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from veye.records import Claim, Document, Mission, Span, fold

NOT_NAMED = "producer not named"
ANY_UN = re.compile(r"\bUN\b|United Nations|\bONU\b|Nations [Uu]nies|Naciones Unidas|Nasyonzini|Nasyon Zini")
PLAIN_WORD = re.compile(r"[a-z0-9]+")
ENDS = (". ", "? ", "! ", "\n")
KNOWN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("UN Secretary-General", ("secretary general", "secretaire general", "secretario general", "sekrete jeneral")),
    ("OHCHR", ("ohchr", "un human rights office", "hcdh", "acnudh", "haut commissariat aux droits de l homme")),
    ("IOM", ("iom", "oim", "international organization for migration", "international organisation for migration")),
    ("UNHCR", ("unhcr", "hcr", "acnur", "un refugee agency")),
    ("OCHA", ("ocha", "unocha")),
    ("UNICEF", ("unicef",)),
    ("UNODC", ("unodc", "onudc")),
    ("WFP", ("wfp", "world food programme", "programme alimentaire mondial", "programa mundial de alimentos")),
    ("IDMC", ("idmc", "internal displacement monitoring centre")),
    ("ACLED", ("acled",)),
    ("UCDP", ("ucdp", "uppsala conflict data program")),
)
KINDS = {
    "un": "UN, office not named",
    "government": "government",
    "police": "police",
    "mission": "the mission",
    "ngo": "non-governmental, not named",
    "gang": "armed groups",
}


def _folded(words: str) -> str:
    """`fold` of the words, the quick way where they hold no accents."""
    return " ".join(PLAIN_WORD.findall(words.lower())) if words.isascii() else fold(words)


class Producers:
    """Finds the producer of a claim's number: a known one by name in any language, else the kind of voice."""

    def __init__(self, mission: Mission, documents: Mapping[str, Document]) -> None:
        self.mission = mission
        self._documents = documents
        self._by_doc: dict[str, frozenset[str]] = {}
        self._by_words: dict[str, str | None] = {}
        self._by_claim: dict[str, str] = {}

    @cached_property
    def _names(self) -> dict[str, str]:
        names = {name: label for label, spelled in KNOWN for name in spelled}
        for actor in self.mission.actors:
            if actor.kind in ("un", "agency", "ngo"):
                spelled = (actor.id, actor.name, *(alias.name for alias in actor.aliases))
                names |= {fold(name): actor.name for name in spelled if fold(name)}
        return names

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest = sorted(self._names, key=len, reverse=True)
        return re.compile(r"\b(?:" + "|".join(map(re.escape, longest)) + r")\b")

    def named_in(self, words: str) -> str | None:
        """The first producer whose name stands in the words; None where none does."""
        if words not in self._by_words:
            match = self._pattern.search(_folded(words))
            self._by_words[words] = self._names[match.group()] if match else None
        return self._by_words[words]

    def of(self, claim: Claim) -> str:
        """The producer's name: by attribution, row or quoted words, by the words around, then by the kind of voice."""
        if claim.id not in self._by_claim:
            self._by_claim[claim.id] = self._producer(claim)
        return self._by_claim[claim.id]

    def _producer(self, claim: Claim) -> str:
        said = claim.attribution
        for words in (said.words, said.via) if said else ():
            if words and (name := self.named_in(words)):
                return name
        for evidence in claim.evidence:
            words = evidence.quote if isinstance(evidence, Span) else " ".join(v for _, v in evidence.cells)
            if name := self.named_in(words):
                return name
        return self._around(claim) or (KINDS.get(said.kind, NOT_NAMED) if said else NOT_NAMED)

    def _around(self, claim: Claim) -> str | None:
        """The producer named in the claim's sentence; else in the one before, or the only one that its report names.

        A sentence that says only "the UN" means the profile's office where the report names one, else one not named.
        """
        doc = self._documents.get(claim.doc_id)
        if doc is None or claim.span is None:
            return None
        text, start, end = doc.text, claim.span.start, claim.span.end
        here = max((text.rfind(mark, 0, start) for mark in ENDS), default=-1) + 1
        before = max((text.rfind(mark, 0, max(0, here - 2)) for mark in ENDS), default=-1) + 1
        stops = [i for mark in ENDS if (i := text.find(mark, end)) >= 0]
        sentence = text[here : min(stops, default=len(text))]
        if name := self.named_in(sentence):
            return name
        named = self._named_by(doc)
        if ANY_UN.search(sentence):
            offices = named & self._offices
            return next(iter(offices)) if len(offices) == 1 else KINDS["un"]
        if name := self.named_in(text[before:here]):
            return name
        if len(named) == 1:
            return next(iter(named))
        return KINDS["un"] if ANY_UN.search(text[before:here]) else None

    def _named_by(self, doc: Document) -> frozenset[str]:
        """Every producer that the report names."""
        if doc.id not in self._by_doc:
            self._by_doc[doc.id] = frozenset(self._names[m.group()] for m in self._pattern.finditer(_folded(doc.text)))
        return self._by_doc[doc.id]

    @cached_property
    def _offices(self) -> frozenset[str]:
        """The offices that the mission profile names."""
        return frozenset(a.name for a in self.mission.actors if a.kind == "un")
