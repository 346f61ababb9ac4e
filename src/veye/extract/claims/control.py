"""Who holds a place, or what share of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.frames import FAR, cost, host_place, hub, nearest, place_before, place_near, story_place
from veye.extract.lexicon import Term
from veye.extract.wordlists import word_set
from veye.extract.words.numbers import NumberMention
from veye.records import Control, Flags

_SHARE_LIMIT = 90
_PLACE_LIMIT = 45
_ACTORS = ("body.", "armed:", "person.gang.", "person.mission.", "person.police.", "person.military.", "mission:")
_STATE = re.compile(
    r"\b(?:state|government|État|gouvernement|Estado|gobierno|leta|gouvènman|junta|junte)\b", re.IGNORECASE
)
_NO = re.compile(
    r"\b(?:not|never|no longer|failed to|without|deny|denies|denied|want|wants|try|tried|trying|aim|seek|hope"
    r"|plan|could|may|might|would|to"
    r"|ne|pas|nie|dément|veut|veulent|tenté|tente|pourraient|pourrait|pour|afin de|de"
    r"|niega|negó|quiere|intenta|intentan|intentaron|podría|podrían|para"
    r"|pa|pral|vle|eseye|ta|pou)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_GANG = {"en": "gangs", "fr": "gangs", "es": "bandas", "ht": "gang"}


def find(analysis: Analysis) -> Iterator[Draft]:
    """The control claims of a document: shares in per cent, and places that change or stay in somebody's hands.

    A title speaks for itself only where the text below it tells of no place that is held.
    """
    shares: set[float] = set()
    told: set[str] = set()
    titles: list[Draft] = []
    for sentence in analysis.body():
        holds = [t for t in sentence.terms if t.subject == "hold" and t.tag in ("active", "take", "retake", "passive")]
        owns = [t for t in sentence.tagged("active.share") if t.subject == "hold"]
        if not holds and not owns:
            continue
        drafts = [d for n in sentence.numbers if (d := _share(analysis, sentence, n, holds, owns))]
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


def _share(
    analysis: Analysis, sentence: Sentence, number: NumberMention, holds: list[Term], owns: list[Term]
) -> Draft | None:
    """A share of a place in per cent or as a fraction, with who holds it."""
    if number.kind not in ("percent", "fraction") or number.value is None:
        return None
    at = (number.start, number.end)
    near = nearest(analysis, sentence, at, holds, limit=_SHARE_LIMIT) or nearest(analysis, sentence, at, owns, limit=6)
    if near is None or not _of_ground(analysis, sentence, number):
        return None
    percent = (
        round(100 * number.value, 1)
        if number.kind == "fraction"
        else float(number.count.high or number.count.low or number.value)
    )
    if percent > 100:
        return None
    actor, _ = _actor(analysis, sentence, near[1])
    if actor is None and not _passive_gang(analysis, near[1]):
        return None
    place = _ground(analysis, sentence, at)
    start, end = min(number.start, near[1].start), max(number.end, near[1].end)
    return Draft(
        Control(actor or _GANG.get(analysis.language, "gangs"), percent),
        sentence.index,
        start,
        end,
        "control.share",
        place=place,
        inherit=False,
    )


_GROUND = re.compile(
    r"^\W*(?:of|de|d['’]|du|des|del|nan|la|l)?\W*(?:the|la|le|les|el|los|las|l['’])?\s*(?P<next>[^\W\d_][\w'’-]*)?",
    re.IGNORECASE,
)


def _of_ground(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether the share is one of a place, not of people or money."""
    places = [t for t in sentence.tagged("place") if t.subject == "hold"]
    reach = [t for t in places if 0 <= t.start - number.end <= 40 or 0 <= number.start - t.end <= 60]
    names = [p for p in sentence.places if 0 <= p.start - number.end <= 30]
    tail = _GROUND.match(analysis.text, number.end)
    capital = bool(tail and tail["next"] and tail["next"][0].isupper())
    if _MORE.match(analysis.text, number.end):
        return False
    if _OF_IT.match(analysis.text, number.end) and sentence.index:
        return True
    people = any(
        t.subject == "people" and 0 <= t.start - number.end <= 12 and t.tag.startswith("person") for t in sentence.terms
    )
    return (bool(reach) or bool(names) or capital or _short(analysis, sentence, number)) and not people


_MORE = re.compile(r"\s(?:more|less|fewer|higher|lower|de plus|de moins|más|menos|plis|mwens)\b", re.IGNORECASE)
_OF_IT = re.compile(
    r"\s(?:of it|of that|of them|de ella|de ello|de celle-ci|d['’]entre eux|ladan l|ladan)\b", re.IGNORECASE
)


def _short(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether the sentence names a place before a bare share: "In the capital, where 85% is under gang rule"."""
    return any(t.end <= number.start for t in sentence.tagged("place") if t.subject == "hold") or any(
        p.end <= number.start for p in sentence.places
    )


def _passive_gang(analysis: Analysis, term: Term) -> bool:
    words = analysis.folded[term.start : term.end]
    return (
        "gang" in words
        or "band" in words
        or "rebel" in words
        or "etat" in words
        or "estado" in words
        or "state" in words
    )


def _actor(analysis: Analysis, sentence: Sentence, term: Term) -> tuple[str | None, int]:
    """Who holds, in the words of the text, with the cost of reaching it; None where nobody is named."""
    if _ESCAPES.search(analysis.folded, term.start, term.end):
        return _GANG.get(analysis.language, "gangs"), 0
    found: tuple[int, str] | None = None
    for candidate in sentence.tagged(*_ACTORS):
        if candidate.start < term.end and term.start < candidate.end:
            return _name(analysis, candidate), 0
        after = candidate.start >= term.end
        price = cost(analysis, sentence, (candidate.start, candidate.end), (term.start, term.end))
        if term.tag == "passive":
            price += 0 if after else 80
        else:
            price += 80 if after and not _BY.search(analysis.text, max(0, candidate.start - 12), candidate.start) else 0
        if found is None or price < found[0]:
            found = price, _name(analysis, candidate)
    state = _STATE.search(analysis.text, sentence.start, term.end + 40)
    if state and (found is None or found[0] > abs(state.start() - term.start)):
        return state.group(), abs(state.start() - term.start)
    return (found[1], found[0]) if found else (None, FAR)


# Words for ground that the state has lost: those who hold it are not named.
_ESCAPES = re.compile(
    r"\b(?:echapp\w+|escapan?|chape|beyond|outside|out of|hors|fuera|perdu|perdid\w+|leta pedi|no go)\b"
)
_BEEN = re.compile(r"\b(?:been|was|were|ete|fue|fueron|sido)\b")
_OCCUPIED = re.compile(r"\b(?:occupied|occupation|occupee?s?|ocupad\w+|ocupacion|okipasyon)\b")


def _unnamed(analysis: Analysis, sentence: Sentence, term: Term) -> str | None:
    """Who holds where the clause names nobody: the gangs that the text speaks of, or the force that came back."""
    before = analysis.sentences[max(0, sentence.index - 4) : sentence.index + 1]
    if _BEEN.search(analysis.folded, term.start, term.end):
        forces = [t for s in before for t in s.tagged("mission:", "body.police", "body.military")]
        return analysis.words(forces[-1].start, forces[-1].end) if forces else None
    armed = any(s.has("body.gang", "armed:", "person.gang.") for s in before)
    if armed and (term.tag == "active" or _OCCUPIED.search(analysis.folded, term.start, term.end)):
        other = sentence.has("body.", "person.", "mission:", "country:", "seat:")
        return None if other else _GANG.get(analysis.language, "gangs")
    return None


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
    if analysis.language == "ht" and sentence.has("most"):
        return True
    return bool(gap.strip()) or bool(_VERBAL.search(analysis.text, term.start, term.end))


_BY = re.compile(r"\b(?:by|par|por|pa)\s+(?:the\s+|les?\s+|la\s+|las\s+|los\s+|l['’])?$", re.IGNORECASE)


def _name(analysis: Analysis, term: Term) -> str:
    if term.tag.startswith("armed:") and term.tag != "armed:gang":
        return term.tag.partition(":")[2]
    if term.tag.startswith(("body.gang", "person.gang", "armed:gang")):
        return _GANG.get(analysis.language, "gangs")
    return analysis.words(term.start, term.end)


def _held(analysis: Analysis, sentence: Sentence, term: Term) -> Draft | None:
    """A place without a share: "M23 seized Goma", "la police a repris Solino"; None where nobody holds one."""
    blocked = [t for t in sentence.terms if t.subject == "hold" and t.tag == "not"]
    if any(t.start < term.end and term.start < t.end for t in blocked):
        return None
    if term.tag != "passive" and analysis.text[term.start].isupper() and term.start > sentence.start:
        return None
    if _NO.search(analysis.text, max(sentence.start, term.start - 30), term.start) and term.tag != "passive":
        return None
    if (
        term.tag == "active"
        and _WHO.search(analysis.text, max(sentence.start, term.start - 16), term.start)
        and not sentence.has("most")
    ):
        return None
    actor, reach = _actor(analysis, sentence, term)
    if actor is None or reach > 70:
        actor = _unnamed(analysis, sentence, term)
    if actor is None:
        return None
    passive = term.tag == "passive" or bool(_BEEN.search(analysis.folded, term.start, term.end))
    place = _object(analysis, sentence, term, passive=passive)
    if place is None:
        return None
    if term.tag == "passive" and not _predicated(analysis, sentence, term, place):
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


_WHO = re.compile(
    r"\b(?:who|that|which|qui|que|ki)\s+(?:have\s+|has\s+|ont\s+|ya\s+|deja\s+|te\s+|ap\s+)?$", re.IGNORECASE
)
_NOT_OBJECT = re.compile(
    r"\d|\b(?:to|vers|hacia|near|in|at|from|with|during|after|before|on|dans|près|avec|en|lors|cerca|con|durante|tras|nan|ak"
    r"|apre|sur|against|contre)\b",
    re.IGNORECASE,
)
_NAME_AFTER = re.compile(
    r"(?:\s+d['’]|\s+(?:de\s+|du\s+)?)(?:the\s+|la\s+|le\s+|el\s+)?(?:(?:town|city|village|ville|ciudad|vil|base|camp)\s+(?:of\s+"
    r"|de\s+)?)?(?P<name>[A-ZÀ-Þ][\w'’-]+(?:[ -][A-ZÀ-Þ][\w'’-]+)*)"
)
_NAME_FIRST = re.compile(
    r"[\W\d]*(?P<name>[A-ZÀ-Þ][\w'’-]+(?:[ -][A-ZÀ-Þ][\w'’-]+)*(?:\s(?:et|and|y|ak|e)\s[A-ZÀ-Þ][\w'’-]+)*)\b"
)


def _unlisted(analysis: Analysis, sentence: Sentence, term: Term) -> tuple[int, int] | None:
    """A capitalised name where the held place should stand, for places that no gazetteer knows."""
    if term.tag == "passive":
        found = _NAME_FIRST.match(analysis.text, sentence.start, term.start)
    else:
        found = _NAME_AFTER.match(analysis.text, term.end, sentence.end)
    if not found:
        return None
    start, end = found.span("name")
    if term.tag == "passive" and term.start - end > 60:
        return None
    taken = sentence.tagged(*_ACTORS, "country:", "demonym:", "seat:", "person.")
    if any(t.start < end and start < t.end for t in taken) or any(
        d.start < end and start < d.end for d in sentence.dates
    ):
        return None
    if term.tag == "passive" and analysis.folded[start:end].split()[0] in _NO_NAME:
        return None
    return start, end


_NO_NAME = word_set("never a name")


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
        elif not ahead or _NOT_OBJECT.search(analysis.text, term.end, start):
            continue
        if price <= _PLACE_LIMIT + (55 if passive else 0) and (best is None or price < best[0]):
            best = price, start, end
    return (best[1], best[2]) if best else _unlisted(analysis, sentence, term)


_CAPITAL = word_set("words for the capital")


def _ground(analysis: Analysis, sentence: Sentence, at: tuple[int, int]) -> str | None:
    """What the share is one of: a place named right there, "the capital" by its name, else that of the story."""
    nouns = [t for t in sentence.tagged("place") if t.subject == "hold"]
    near = nearest(analysis, sentence, at, nouns, limit=45)
    named = place_near(analysis, sentence, at)
    if near is not None and set(analysis.folded[near[1].start : near[1].end].split()) & _CAPITAL:
        return hub(analysis) or named or analysis.words(near[1].start, near[1].end)
    if near is not None and analysis.folded[near[1].start : near[1].end].split()[0] in (
        "country",
        "pays",
        "pais",
        "peyi",
        "territory",
        "territoire",
        "territorio",
    ):
        return host_place(analysis) or named
    return (
        named
        or (analysis.words(near[1].start, near[1].end) if near else None)
        or place_before(analysis, sentence)
        or host_place(analysis)
    )


def _known(analysis: Analysis, sentence: Sentence, span: tuple[int, int]) -> str:
    """The held place by name: "the town" and "the capital" go back to what the text named before."""
    words = analysis.words(*span)
    if words[:1].isupper():
        return words
    if set(analysis.folded[span[0] : span[1]].split()) & {"capital", "capitale", "kapital"}:
        return hub(analysis) or words
    named = place_near(analysis, sentence, span) or story_place(analysis, sentence)
    return f"{words}, {named}" if named else words
