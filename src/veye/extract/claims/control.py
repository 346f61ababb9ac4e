"""Who holds a place, or what share of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.control_actors import ACTORS, BEEN, BEHIND, actor_of, holder, unnamed
from veye.extract.claims.control_shares import share
from veye.extract.claims.frames import (
    cost,
    hub,
    place_near,
    story_place,
)
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of, word_set
from veye.records import Control, Flags

_PLACE_LIMIT = 45
_HOLDS = ("active", "take", "retake", *BEHIND)
_NO = re.compile(
    r"\b(?:not|never|no longer|failed to|without|deny|denies|denied|want|wants|try|tried|trying|aim|seek|hope"
    r"|plan|could|may|might|would|to"
    r"|ne|pas|nie|dément|veut|veulent|tenté|tente|pourraient|pourrait|pour|afin de|de"
    r"|niega|negó|quiere|intenta|intentan|intentaron|podría|podrían|para"
    r"|pa|pral|vle|eseye|ta|pou)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)


def find(analysis: Analysis) -> Iterator[Draft]:
    """The control claims of a document: shares in per cent, and places that change or stay in somebody's hands.

    A title speaks for itself only where the text below it tells of no place that is held.
    """
    shares: set[float] = set()
    told: set[str] = set()
    titles: list[Draft] = []
    for sentence in analysis.body():
        holds = [t for t in sentence.terms if t.subject == "hold" and t.tag in _HOLDS]
        back = [t.end for t in holds if t.tag == "retake"]  # "reprann komisarya a nan men bandi"
        holds = [t for t in holds if not (_out_of_hands(analysis, t) and any(0 <= t.start - e <= _BACK for e in back))]
        owns = [t for t in sentence.tagged("active.share") if t.subject == "hold"]
        if not holds and not owns:
            continue
        drafts = [d for n in sentence.numbers if (d := share(analysis, sentence, n, holds, owns))]
        for draft in drafts:
            percent = draft.statement.share_percent or 0.0  # type: ignore[union-attr]
            if percent not in shares:
                shares.add(percent)
                yield draft
        free = [t for t in holds if not any(d.start < t.end and t.start < d.end for d in drafts)]
        if drafts and not any(a.end <= t.start or t.end <= a.start for t in free for a in drafts):
            continue
        places = [d for t in free if (d := _held(analysis, sentence, t))]
        if sentence.zone == "title":
            titles += places
            continue
        for draft in places:
            if (draft.place or "") not in told:
                told.add(draft.place or "")
                yield draft
    if not told and not shares:
        yield from titles[:1]


_BACK = 60  # characters between "retakes" and "from the hands of"


def _out_of_hands(analysis: Analysis, term: Term) -> bool:
    return term.tag == "passive" and analysis.folded[term.start : term.end].startswith("nan men")


_MAY = re.compile(
    r"\b(?:could|may|might|would|risks?|feared?|pou(?:vait|rrait|rraient)|risqu\w+|crain\w+|podr[íi]an?|puede"
    r"|teme\w*|ka|ta|riske)\b",
    re.IGNORECASE,
)
_VERBAL = re.compile(
    r"\b(?:fell|fallen|falls|tomb\w+|échapp\w+|cayó|escapan?|tonbe|sigue\w*|continúa\w*|permanece\w*|quedó"
    r"|quedaron|está\w*|remains?|still|lies|is|demeure\w*|reste\w*|toujours|est|rete|toujou)\b",
    re.IGNORECASE,
)


def _predicated(analysis: Analysis, sentence: Sentence, term: Term, place: tuple[int, int]) -> bool:
    """Whether the text says that the place is held, not just which place it means ("in streets held by gangs")."""
    gap = analysis.text[place[1] : term.start] if place[1] <= term.start else " is "
    if _MAY.search(gap) or ";" in gap:
        return False
    if analysis.language == "ht" and (sentence.has("most") or place[0] == sentence.start):
        return True
    return bool(gap.strip()) or bool(_VERBAL.search(analysis.text, term.start, term.end))


def _held(analysis: Analysis, sentence: Sentence, term: Term) -> Draft | None:
    """A place without a share: "M23 seized Goma", "la police a repris Solino"; None where nobody holds one."""
    blocked = [t for t in sentence.terms if t.subject == "hold" and t.tag == "not"]
    if any(t.start < term.end and term.start < t.end for t in blocked):
        return None
    if term.tag not in BEHIND and analysis.text[term.start].isupper() and term.start > sentence.start:
        return None
    no = _NO.search(analysis.text, max(sentence.start, term.start - 30), term.start)
    if no and term.tag not in BEHIND and not _CLAIMS_TO.search(analysis.text, sentence.start, term.start):
        return None
    fronted = _fronted(analysis, sentence, term)
    adjective = _named_behind(analysis, sentence, term)
    if (
        fronted is None
        and term.tag == "active"
        and _WHO.search(analysis.text, max(sentence.start, term.start - 16), term.start)
        and not sentence.has("most")
        and not _CLEFT.search(analysis.folded, sentence.start, term.start)
    ):
        return None
    actor, reach = actor_of(analysis, sentence, term)
    if fronted is not None:
        actor, reach = holder(analysis, sentence, term, fronted[1])
    if actor is None or reach > 70:
        actor = unnamed(analysis, sentence, term)
    if actor is None:
        return None
    passive = term.tag in BEHIND or bool(BEEN.search(analysis.folded, term.start, term.end))
    place = adjective or fronted or _object(analysis, sentence, term, passive=passive)
    if place is None:
        return None
    if term.tag in ("take", "active") and analysis.folded[place[0] : place[1]] in _POSTS:
        army = any(t.end <= term.start for t in sentence.tagged("body.military", "body.police"))
        if not army and not _OF_NAME.match(analysis.text, place[1]):
            return None  # a camp that raiders overrun is no ground that they hold
    if term.tag == "belongs" and not _its_subject(analysis, sentence, term, place):
        return None
    if term.tag == "passive" and adjective is None and not _predicated(analysis, sentence, term, place):
        return None
    start, end = min(term.start, place[0]), max(term.end, place[1])
    return Draft(
        Control(actor, None),
        sentence.index,
        start,
        end,
        f"control.{term.tag}",
        place=_known(analysis, sentence, place),
        flags=Flags(hedged=_one_sided(analysis, sentence, term)),
        inherit=False,
    )


_OF_NAME = re.compile(r"\s(?:of|at|de|d['’])?\s?[A-ZÀ-Þ]")
_CLAIMS_TO = re.compile(
    r"\b(?:claim\w*|sa(?:y|ys|id)|assert\w*|affirm\w*|assur\w*|dit|disent|prétend\w*|asegur\w*|afirm\w*|dicen?|dijo)\s(?:to|de)?\s?"
    r"(?:have|avoir|haber)?\s?$",
    re.IGNORECASE,
)
_THAT = re.compile(
    r"(?:,\s(?:a|an|the|une?|la|le|una?|yon)\s(?:\w+\s){0,2}?\w+)?,?\s(?:that|which|que|ke)\s(?:[^,;.]{0,40}\s)?",
    re.IGNORECASE,
)


def _its_subject(analysis: Analysis, sentence: Sentence, term: Term, place: tuple[int, int]) -> bool:
    """Whether a place is what belongs to somebody: no people and no measure of it, with nothing of weight between."""
    between = analysis.text[place[1] : term.start]
    people = any(place[0] <= g.start < term.start for g in sentence.groups)
    led = any(p.introduced and p.start == place[0] for p in sentence.places)
    kind = any(t.subject == "hold" and t.tag == "place" and 0 <= place[0] - t.end <= _IN for t in sentence.terms)
    if led and not kind:
        return False  # "the house in Boda belongs to …"
    measured = any(
        n.kind in ("measure", "fraction", "percent") and 0 <= place[0] - n.end <= 12 for n in sentence.numbers
    )
    return not people and not measured and len(between) <= _SUBJECT and not set(between) & set(",;:.?!")


_IN = 6  # characters between a kind of place and its name
_SUBJECT = 40  # characters between a place and what says whose it is


def _named_behind(analysis: Analysis, sentence: Sentence, term: Term) -> tuple[int, int] | None:
    """A place by name right behind an adjective: "rebel-held Goma"."""
    if term.tag != "passive" or not _ADJECTIVE.search(analysis.folded, term.start, term.end):
        return None
    found = _NAME_HERE.match(analysis.text, term.end, sentence.end)
    return found.span("name") if found else None


_NAME_HERE = re.compile(r"\s(?P<name>[A-ZÀ-Þ][\w'’-]+(?:[ -][A-ZÀ-Þ][\w'’-]+)*)")
_ADJECTIVE = re.compile(rf"\w\s{any_of('held, before a name')}$")
_CLEFT = re.compile(rf"\b{any_of('it is they who')}\s(?:\w+\s){{1,4}}{any_of('who, that')}\s(?:\w+\s){{0,2}}$")


def _fronted(analysis: Analysis, sentence: Sentence, term: Term) -> tuple[int, int] | None:
    """A place named before holder and verb: "Cité Soleil, que tient Viv Ansanm", "Martissant, that gangs hold"."""
    if term.tag in BEHIND or BEEN.search(analysis.folded, term.start, term.end):
        return None
    for place in reversed(sentence.places):
        if place.kind == "country" or not 0 < term.start - place.end <= 70:
            continue
        if _THAT.fullmatch(analysis.text, place.end, term.start):
            return place.start, place.end
        return None
    return None


_WHO = re.compile(
    r"\b(?:who|that|which|qui|que|ki)\s+(?:have\s+|has\s+|ont\s+|ya\s+|deja\s+|te\s+|ap\s+)?$", re.IGNORECASE
)
_NOT_OBJECT = re.compile(
    r"\d|\b(?:to|towards?|them|eux|vers|hacia|near|in|at|from|with|during|after|before|on|dans|près|avec|en|lors|cerca|con|durante|tras|nan|ak"
    r"|apre|sur|against|contre)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\s\d+\s$")  # "controls 23 communes"
_NAME_AFTER = re.compile(
    r"(?:\s+d['’]|\s+(?:de\s+|du\s+)?)(?:the\s+|la\s+|le\s+|el\s+)?(?:(?:town|city|village|ville|ciudad|vil|base|camp)\s+(?:of\s+"
    r"|de\s+)?)?(?P<name>[A-ZÀ-Þ][\w'’-]+(?:[ -][A-ZÀ-Þ][\w'’-]+)*)"
)
_NAME_FIRST = re.compile(
    r"[\W\d]*(?P<name>[A-ZÀ-Þ][\w'’-]+(?:[ -][A-ZÀ-Þ][\w'’-]+)*(?:\s(?:et|and|y|ak|e)\s[A-ZÀ-Þ][\w'’-]+)*)\b"
)


def _unlisted(analysis: Analysis, sentence: Sentence, term: Term) -> tuple[int, int] | None:
    """A capitalised name where the held place should stand, for places that no gazetteer knows."""
    if term.tag in BEHIND:
        found = _NAME_FIRST.match(analysis.text, sentence.start, term.start)
    else:
        found = _NAME_AFTER.match(analysis.text, term.end, sentence.end)
    if not found:
        return None
    start, end = found.span("name")
    if term.tag == "belongs" and " " not in analysis.text[start:end]:
        return None  # any noun may open a sentence with a capital: "Cars belong to …"
    if term.tag in BEHIND and term.start - end > 30:
        return None
    taken = sentence.tagged(*ACTORS, "country:", "demonym:", "seat:", "person.")
    other = [(t.start, t.end) for t in taken] + [(d.start, d.end) for d in sentence.dates]
    held = [*other, *((n.start, n.end) for n in sentence.numbers)]
    if any(a < end and start < b for a, b in held):
        return None
    if term.tag in BEHIND and analysis.folded[start:end].split()[0] in _NO_NAME:
        return None
    return start, end


_NO_NAME = word_set("never a name")
_POSTS = word_set("camps that raiders overrun")
_CLAIMED = re.compile(
    r"\b(?:claim\w*|sa(?:y|ys|id)|according|affirm\w*|assur\w*|selon|dit|déclar\w*|asegur\w*|afirm\w*|según|di"
    r"|deklare|dapre|anons\w*)\b",
    re.IGNORECASE,
)


def _one_sided(analysis: Analysis, sentence: Sentence, term: Term) -> bool:
    """Whether a change of hands is only told by the side that gained."""
    return term.tag == "retake" and bool(_CLAIMED.search(analysis.text, sentence.start, sentence.end))


def _object(analysis: Analysis, sentence: Sentence, term: Term, *, passive: bool) -> tuple[int, int] | None:
    """The place that is held: after an active verb, before a passive one."""
    named = _unlisted(analysis, sentence, term) if not passive else None
    if named:
        return named
    nouns = [(t.start, t.end, 0) for t in sentence.terms if t.subject == "hold" and t.tag == "place"]
    names = [(p.start, p.end, -10) for p in sentence.places if p.kind != "country"]
    best: tuple[int, int, int] | None = None
    for start, end, bonus in [*nouns, *names]:
        ahead = start >= term.end
        price = cost(analysis, sentence, (start, end), (term.start, term.end)) + bonus
        if passive:
            if ahead:
                continue
        elif (
            not ahead
            or _NOT_OBJECT.search(_COUNTED.sub(" ", analysis.text[term.end : start]))
            or _holds_else(analysis, sentence, term, start)
        ):
            continue
        if price <= _PLACE_LIMIT + (55 if passive else 0) and (best is None or price < best[0]):
            best = price, start, end
    return (best[1], best[2]) if best else _unlisted(analysis, sentence, term)


def _holds_else(analysis: Analysis, sentence: Sentence, term: Term, place: int) -> bool:
    """Whether a verb has another object before a place, or none: "holding the attackers short of the town"."""
    return analysis.text[term.end] == "," or any(term.end <= g.start < place for g in sentence.groups)


def _known(analysis: Analysis, sentence: Sentence, span: tuple[int, int]) -> str:
    """The held place by name: "the town" and "the capital" go back to what the text named before."""
    words = analysis.words(*span)
    if words[:1].isupper():
        return words
    if set(analysis.folded[span[0] : span[1]].split()) & {"capital", "capitale", "kapital"}:
        return hub(analysis) or words
    named = place_near(analysis, sentence, span) or story_place(analysis, sentence)
    return f"{words}, {named}" if named else words
