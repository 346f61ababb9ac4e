"""Things of a force told of in a sentence: "a convoy of MINUSCA", "un blindé de la police", "the police station"."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

import msgspec

from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of, word_set

_OF = 30  # characters between a thing and the force whose it is
_LINKS = word_set("among") | word_set("determiners") | word_set("between a thing and whose it is")
_MORE = word_set("what a force has")
_HAS = re.compile(rf"\b{any_of('what a force has')}\b")
_VERBS = word_set("verbs as much as things of a force")
_PATROLS = word_set("patrols, behind a force")
POLICE = re.compile(rf"\b{any_of('of the police')}\b")
_POLICE_POST = re.compile(any_of("held by police"))
_STRANGERS = word_set("countries of travellers") | word_set("countries of missions")
FORCES = ("body.police", "body.military", "body.mission", "mission:", "source.un", "demonym:", "country:")


class Thing(msgspec.Struct, frozen=True):
    """A vehicle, post or column with the side of the force whose it is, and its country where that is told.

    `named` is false for a police station, which needs no name of whose it is.
    """

    start: int
    end: int
    who: str
    country: str | None = None
    named: bool = True


def side_of(term: Term, hosts: Container[str]) -> str | None:
    """The side that a term for a force or a country names; none for a country whose people are no mission here."""
    if term.tag.startswith("body."):
        return term.tag.partition(".")[2]
    if term.tag.startswith(("demonym:", "country:")):
        country = term.tag.partition(":")[2]
        return None if country in hosts or country in _STRANGERS else "mission"
    return "mission"


def things_of_forces(text: str, folded: str, terms: Sequence[Term], hosts: Container[str]) -> list[Thing]:
    """The things of forces in a sentence with such terms, in order of position."""
    if not terms:
        return []
    start, end = terms[0].start, max(t.end for t in terms) + _OF
    forces = [(t, side) for t in terms if t.tag.startswith(FORCES) and (side := side_of(t, hosts)) is not None]
    forces += [(Term(*m.span(), "body.police", "people"), "police") for m in POLICE.finditer(folded, start, end)]
    found = {thing for span in _things(folded, terms, start, end) for thing in _held(text, folded, span, forces)}
    return sorted(found, key=lambda t: (t.start, t.end))


def _held(text: str, folded: str, span: tuple[int, int], forces: Sequence[tuple[Term, str]]) -> Iterator[Thing]:
    """A thing once for each force that stands beside it."""
    start, end = span
    for force, side in forces:
        before, after = start - force.end, force.start - end
        ahead = 0 <= before <= 12 and len(folded[force.end : start].split()) <= 1 and _plain(text, force.end, start)
        ahead = ahead and folded[start:end] not in _PATROLS
        if ahead or (0 <= after <= _OF and _linked(text, folded, end, force.start)):
            of_country = force.tag.startswith(("demonym:", "country:"))
            yield Thing(start, end, side, force.tag.partition(":")[2] if of_country else None)
    if _POLICE_POST.fullmatch(folded[start:end]):
        yield Thing(start, end, "police", named=False)


def _things(folded: str, terms: Sequence[Term], start: int, end: int) -> Iterator[tuple[int, int]]:
    for term in terms:
        if folded[term.start : term.end] in _VERBS:
            continue
        if term.tag == "target" or term.tag == "gear.vehicle" or term.tag.startswith("item."):
            yield term.start, term.end
    for match in _HAS.finditer(folded, start, end):
        yield match.span()


def _linked(text: str, folded: str, start: int, end: int) -> bool:
    return _plain(text, start, end) and all(w in _LINKS or w in _MORE for w in folded[start:end].split())


def _plain(text: str, start: int, end: int) -> bool:
    return not set(text[start:end]) & set(",;:.()")
