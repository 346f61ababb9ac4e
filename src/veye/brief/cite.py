"""Citations: every sentence with a number or a date stands on live claims, or it is not issued."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import msgspec

from veye.brief.model import Citation, Paragraph, Section, Sentence
from veye.brief.wording import MONTHS
from veye.errors import InternalError
from veye.records import Claim, Document, Fact, Picture, Row

Mask = Callable[[str, Document], str]
"""Text and its document in, text as it may be shown out."""

_SHOWN = 4  # citations shown behind one sentence; the rest are counted
_BREAK = re.compile(r"(?<=[.!?…»”\"])\s+(?=[\"“«A-ZÀ-ÖØ-Þ0-9])|\n+")
_CHECKED = re.compile(rf"\d|\b(?:{'|'.join(MONTHS)})\b")
_NUMBER_WORDS = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds|thousands)\b", re.IGNORECASE
)


def sentence_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around characters `start` to `end` begins and ends, at most 400 characters either way."""
    left = max(0, start - 400)
    begin = left
    for mark in _BREAK.finditer(text, left, start):
        begin = mark.end()
    after = _BREAK.search(text, end, min(len(text), end + 400))
    return begin, after.start() if after else min(len(text), end + 400)


class Citations:
    """Numbers source passages in order of first use. One for each brief."""

    def __init__(self, picture: Picture, *, mask: Mask | None = None) -> None:
        self.mask = mask or (lambda text, _doc: text)
        self._withheld = frozenset(picture.withheld)
        self._claims = {c.id: c for c in picture.claims}
        self._documents = {d.id: d for d in (*picture.documents, *picture.set_aside)}
        self._origin_of = {doc_id: o for o in picture.origins for doc_id in o.doc_ids}
        self._made: dict[tuple[str, ...], Citation] = {}

    def cite(self, claims: Iterable[Claim | str]) -> tuple[tuple[int, ...], int]:
        """Citation numbers for the claims, earliest document of each origin first, and how many more there are.

        InternalError for a claim that is not live in the picture.
        """
        by_origin: dict[str, list[Claim]] = {}
        for item in claims:
            claim_id = item if isinstance(item, str) else item.id
            claim = self._claims.get(claim_id)
            if claim is None:
                raise InternalError(f"claim {claim_id} is cited but not live in this picture")
            origin = self._origin_of.get(claim.doc_id)
            by_origin.setdefault(origin.id if origin else claim.doc_id, []).append(claim)
        earliest = {key: min(group, key=self._order) for key, group in by_origin.items()}
        ranked = sorted(by_origin, key=lambda key: self._order(earliest[key]))
        shown = [sorted(by_origin[key], key=self._order) for key in ranked[:_SHOWN]]
        return tuple(dict.fromkeys(self._number(group) for group in shown)), max(0, len(ranked) - _SHOWN)

    def cite_fact(self, fact: Fact, what: str, profile: str) -> int:
        """The number of a citation of the mission profile, which gives the address of the fact."""
        note = "" if fact.verified else " (not verified)"
        return self._keep(
            ("fact", fact.url, what), f"profile {profile}", None, "mission profile" + note, what, fact.url
        )

    def all(self) -> tuple[Citation, ...]:
        """Every citation made so far, by number."""
        return tuple(sorted(self._made.values(), key=lambda c: c.number))

    def _order(self, claim: Claim) -> tuple[str, str]:
        doc = self._documents[claim.doc_id]
        return (doc.published or "9999", doc.key)

    def _keep(
        self, key: tuple[str, ...], outlet: str, published: str | None, origin: str, quote: str, url: str | None
    ) -> int:
        if key not in self._made:
            made = Citation(len(self._made) + 1, outlet, published, origin, "", quote, "", "en", url)
            self._made[key] = made
        return self._made[key].number

    def _number(self, group: Sequence[Claim]) -> int:
        claim = group[0]
        doc = self._documents[claim.doc_id]
        begin, end = self._passage(claim, doc)
        key = (doc.id, str(begin))
        known = self._made.get(key)
        outlets = {self._documents[c.doc_id].source.name for c in group[1:]} - {doc.source.name}
        ids = tuple(dict.fromkeys((*(known.claim_ids if known else ()), *(c.id for c in group))))
        also = tuple(sorted(set(known.also if known else ()) | outlets))
        number = known.number if known else len(self._made) + 1
        self._made[key] = self._citation(number, claim, doc, (begin, end), also, ids)
        return number

    def _passage(self, claim: Claim, doc: Document) -> tuple[int, int]:
        span = claim.span
        if span is None or claim.id in self._withheld:
            return (0, 0)
        return sentence_bounds(doc.text, span.start, span.end)

    def _citation(
        self,
        number: int,
        claim: Claim,
        doc: Document,
        bounds: tuple[int, int],
        also: tuple[str, ...],
        ids: tuple[str, ...],
    ) -> Citation:
        origin = self._origin_of.get(doc.id)
        label = self.mask(origin.label, doc) if origin else doc.source.name
        span = claim.span
        if claim.id in self._withheld:
            before, quote, after = "", "[words withheld at this release level]", ""
        elif span is None:
            before, quote, after = "", _row_words(claim.row), ""
        else:
            begin, end = bounds
            before, quote, after = doc.text[begin : span.start], span.quote, doc.text[span.end : end]
        before, quote, after = (self.mask(text, doc) for text in (before, quote, after))
        return Citation(
            number=number,
            outlet=doc.source.name,
            published=doc.published,
            origin=label,
            before=before,
            quote=quote,
            after=after,
            language=doc.language,
            url=doc.url,
            doc_key=doc.key,
            also=also,
            claim_ids=ids,
        )


def _row_words(row: Row | None) -> str:
    return "; ".join(f"{name}: {value}" for name, value in row.cells if value) if row else ""


def needs_citation(text: str) -> bool:
    """Whether a sentence states a number or a date, in figures or in words, and so must stand on claims."""
    return bool(_CHECKED.search(text) or _NUMBER_WORDS.search(text))


def issuable(section: Section) -> Section:
    """The section without sentences that state a number or a date and have no source: they are not issued."""
    paragraphs = (tuple(s for s in p if not _uncited(s)) for p in section.paragraphs)
    return msgspec.structs.replace(section, paragraphs=tuple(p for p in paragraphs if p))


def _uncited(sentence: Sentence) -> bool:
    return sentence.tone != "method" and needs_citation(sentence.text) and not sentence.cites


def gate(sections: Sequence[Section], citations: Sequence[Citation], picture: Picture) -> None:
    """Nothing where every sentence that needs it is cited by live claims; InternalError naming the first that is not.

    Sentences about the reading itself (tone "method") state counts of reports, not of happenings: they are the only
    ones let through without.
    """
    live = {c.id for c in picture.claims}
    numbers = {c.number for c in citations if c.url or set(c.claim_ids) & live}
    for section in sections:
        for paragraph in section.paragraphs:
            _gate_paragraph(section.key, paragraph, numbers)


def _gate_paragraph(section: str, paragraph: Paragraph, numbers: set[int]) -> None:
    for sentence in paragraph:
        if _uncited(sentence):
            raise InternalError(f"a sentence states a number without a citation: {sentence.text!r}", where=section)
        if not set(sentence.cites) <= numbers:
            raise InternalError(f"a sentence cites what is not live: {sentence.text!r}", where=section)


def say(text: str, cited: tuple[tuple[int, ...], int] = ((), 0), **rest: object) -> Sentence:
    """A sentence with its citations."""
    return Sentence(text, cited[0], cited[1], **rest)  # type: ignore[arg-type]
