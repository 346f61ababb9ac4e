"""People driven from their homes: how many live displaced, how many newly fled."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.asides import verb_past_aside
from veye.extract.claims.displacement_figures import carried
from veye.extract.claims.displacement_unnumbered import unnumbered
from veye.extract.claims.frames import (
    clause_date,
    countries,
    host_place,
    hosts,
    hub,
    nearest,
    place_near,
    stands_alone,
    story_place,
)
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of, word_set
from veye.extract.words.numbers import NumberMention
from veye.records import Count, Displacement, Flags, When

_LIMIT = 90
_BREAK = re.compile(r"[;:().!?\n«»“”]")
_SUBSET = re.compile(
    r"(?:\bdont|\bincluding|\bamong them|\bentre ellos|\bentre ellas|\bladan yo|\bpami yo|\by compris"
    r"|\bparmi (?:eux|lesquels)|\bde ellos"
    r"|\bde los cuales|\bof whom|\bof them|\bincluid[oa]s|\bmost of them|\bsurtout)\W*$",
    re.IGNORECASE,
)
_FAMILIES = word_set("families")
_NOT_PEOPLE = word_set("people count no sites") | word_set("lives lost")
_PER = re.compile(
    r"^\s*(?:per|a|par|por|pa|chak|each|every|al)\s+(?:day|night|jour|día|jou|hour|heure|hora)", re.IGNORECASE
)
_SINCE = re.compile(
    r"\b(?:since|so far|this year|depuis|cette année|à ce jour|desde|este año|hasta ahora|depi|ane sa a"
    r"|jiska prezan)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:before|earlier|previous(?:ly)?|last (?:month|year|week)|compared|auparavant|précéden\w+|plus tôt"
    r"|contre|antes|anterior\w*|frente a"
    r"|anvan|avan|te deja|yon mwa (?:avan|anvan))\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|de|desde|soti nan|soti|up from)\s*$", re.IGNORECASE)
_PART = re.compile(
    r"\s*(?:of (?:them|whom|these|those|the (?:displaced|people|residents))|d['’]entre eux|des déplacés"
    r"|de (?:ellos|ellas|los desplazados)|ladan yo|nan yo)\b",
    re.IGNORECASE,
)


def find(analysis: Analysis) -> Iterator[Draft]:
    """The displacement claims of a document; subsets, families and people who moved for other reasons are left out."""
    drafts = list(_titles_last(analysis, list(_all(analysis))))
    yield from drafts or unnumbered(analysis)


def _titles_last(analysis: Analysis, drafts: list[Draft]) -> Iterator[Draft]:
    """The drafts without a title's round figure for what the text below counts."""
    below = [d for d in drafts if analysis.sentences[d.sentence].zone != "title"]
    for draft in drafts:
        best = draft.statement.count.best or 0  # type: ignore[union-attr]
        rounded = any(
            abs((d.statement.count.best or 0) - best) <= _ROUNDED * best  # type: ignore[union-attr]
            for d in below
        )
        if draft in below or best >= _NATIONWIDE or not (rounded and best % 100 == 0):
            yield draft


_ROUNDED = 0.12


def _all(analysis: Analysis) -> Iterator[Draft]:
    seen: set[tuple[int | None, int | None]] = set()
    told = -2
    for sentence in analysis.body():
        terms = [t for t in sentence.tagged("stock", "flow") if t.subject == "displacement"]
        terms = sorted([*terms, *_left_place(analysis, sentence)], key=lambda t: t.start)
        if not terms and told >= sentence.index - 1:
            terms = carried(analysis, sentence)
        if not terms:
            continue
        drafts = [(n, d) for n in sentence.numbers if (d := _read(analysis, sentence, n, terms))]
        exact = any(n.kind == "cardinal" for n, _ in drafts)
        told = sentence.index if drafts else told
        for number, draft in drafts:
            if exact and number.kind == "vague":
                continue
            count = draft.statement.count  # type: ignore[union-attr]
            if (count.low, count.high) in seen:
                continue
            seen.add((count.low, count.high))
            yield draft


_LEAVES = re.compile(
    rf"\s(?:\w+\s){{0,3}}?{any_of('leaves a place')}\s(?:the |la |le |l |el )?"
    r"(?:(?:town|city|village|ville|ciudad|vil) (?:of |de )?)?$"
)


def _left_place(analysis: Analysis, sentence: Sentence) -> list[Term]:
    """The verb between people of some number and the place that they left: "31 586 personnes ont quitté Mirebalais"."""
    found = []
    for people in sentence.tagged("people"):
        if people.subject != "displacement":
            continue
        for place in sentence.places:
            gap = analysis.folded[people.end : place.start].replace("\n", " ")
            gap = _ASIDE.sub(" ", gap) if "(" in analysis.text[people.end : place.start] else gap
            if place.kind != "country" and 0 < place.start - people.end <= 60 and _LEAVES.fullmatch(gap):
                found.append(Term(people.end + 1, place.start - 1, "flow", "displacement"))
                break
    return found


_ASIDE = re.compile(r"\s+\d[\d\s]*(?:households|families|menages|familles|hogares|familias|fanmi|kay)\s+")


def _read(analysis: Analysis, sentence: Sentence, number: NumberMention, terms: list[Term]) -> Draft | None:
    if number.kind not in ("cardinal", "vague") or not number.count.stated or (number.count.best or 0) < 10:
        return None
    persons = _phrase_end(analysis, sentence, number) > number.end
    if (number.count.best or 0) >= 1_000_000 and not persons and any(n.kind == "money" for n in sentence.numbers):
        return None
    if any(
        t.subject == "forces" and t.tag == "noun.strong" and t.start - number.end <= 24 and t.start >= number.end
        for t in sentence.terms
    ):
        return None
    at = (number.start, _phrase_end(analysis, sentence, number))
    own = [t for t in terms if t.start >= sentence.start]
    found = nearest(analysis, sentence, at, own, limit=_LIMIT) if own else (0, terms[0])
    overlapping = next((t for t in own if t.start < at[1] and at[0] < t.end), None)
    if overlapping is not None:
        found = (0, overlapping)
    elif past := verb_past_aside(analysis, sentence, at[1], own) if at[1] > number.end else None:
        found = (10, past)
    if found is None or not (
        _counts_people(analysis, sentence, number, found[1], own) if own else _goes_on(analysis, sentence, number)
    ):
        return None
    other = [t for t in sentence.tagged("not") if t.subject == "displacement"]
    other += [t for t in sentence.tagged("killed.", "wounded.", "missing.", "abducted.") if t.subject == "outcomes"]
    rival = nearest(
        analysis, sentence, at, [o for o in other if not any(o.start < t.end and t.start < o.end for t in own)]
    )
    if rival and (rival[0] < found[0] or rival[0] <= 3):
        return None
    if _SUBSET.search(analysis.text, sentence.start, number.core) or _FROM.search(
        analysis.text, sentence.start, number.start
    ):
        return None
    if _PART.match(analysis.text, number.end):
        return None
    if _PER.match(analysis.text, at[1]) or (number.count.high is None and number.count.low is None):
        return None
    kind = found[1].tag
    span = (min(at[0], found[1].start), max(at[1], found[1].end)) if found[0] and own else at
    around = analysis.text[max(sentence.start, number.start - 60) : min(sentence.end, at[1] + 60)]
    stock = kind == "stock"
    return Draft(
        Displacement(Count(number.count.low, number.count.high, number.count.words), "stock" if stock else "flow"),
        sentence.index,
        span[0],
        span[1],
        f"displacement.{kind}",
        when=_day(analysis, sentence, at),
        place=_place(analysis, sentence, at, number, found[1] if own else None, stock=stock),
        flags=Flags(
            cumulative=stock or bool(_SINCE.search(around)), backref=bool(_EARLIER.search(around)) and not stock
        ),
        inherit=False,
    )


_COMPARED = re.compile(rf"\b{any_of('compared with')}\s(?:\w+\s){{0,2}}$")


def _day(analysis: Analysis, sentence: Sentence, at: tuple[int, int]) -> When | None:
    """The nearest day of the sentence that is not that of another number: "1,041,000, against 315,000 in December"."""
    kinds = ("absolute", "relative", "span")
    for other in sentence.numbers:
        before = analysis.folded[max(sentence.start, other.start - 40) : other.start]
        if other.start >= at[1] and other.kind == "cardinal" and _COMPARED.search(before):
            own = [d for d in sentence.dates if d.start < other.start]
            return clause_date(analysis, msgspec.structs.replace(sentence, dates=own), at, kinds)
    return clause_date(analysis, sentence, at, kinds)


_LEFT = re.compile(
    r"\s(?:de\s|from\s|desde\s|the (?:town|village|city) of\s|la (?:ville|localité) de\s)?"
    r"([A-ZÀ-Þ][\w'’-]+(?:[ -][A-ZÀ-Þ][\w'’-]+)*)"
)
_GOES_TO = re.compile(r"\b(?:to|into|towards|a|vers|jusqu a|hasta|hacia|ale|al)$")
_NO_PLACE = ("country:", "demonym:", "seat:", "person.", "body.", "armed:", "mission:")
_CAPITAL = re.compile(r"\b(?:in|from|of|de|dans|en|desde|nan|kite)\s(?:the |la |l )?(?:capital|capitale|kapital)\b")
_REFUGE = re.compile(
    r"refug|shelter|sleep|camp\w* |host|took in|takes in|taken in|taking in|protection|arrived|reached"
    r"|crowded|packed into|huddled|staying|dorm|abri|heberg|accueil|asile|entass"
    r"|duerm|albergan?|acog|aloj|hacin|domi|akeyi|resevwa|loje|refij"
)
_NATIONWIDE = 200_000
_COUNTRY = re.compile(r"\b(?:country|nationwide|nationally|pays|país|peyi)\b", re.IGNORECASE)


def _place(
    analysis: Analysis,
    sentence: Sentence,
    at: tuple[int, int],
    number: NumberMention,
    term: Term | None,
    *,
    stock: bool,
) -> str | None:
    """Where they live or fled from: as the sentence has it, else the country for a national figure, else the "
    "story's place."""
    goes = term is not None and term.tag == "flow" and not _GOES_TO.search(analysis.folded, term.start, term.end)
    left = _LEFT.match(analysis.text, term.end, sentence.end) if term and goes else None
    if left and not any(t.start < left.end() and left.start(1) < t.end for t in sentence.tagged(*_NO_PLACE)):
        return left.group(1)
    capital = _CAPITAL.search(analysis.folded, sentence.start, sentence.end)
    if capital and "%" not in analysis.text[max(sentence.start, capital.start() - 4) : capital.start()]:
        return hub(analysis)
    refuge = term is not None and bool(_REFUGE.search(analysis.folded, term.start, term.end))
    near = place_near(analysis, sentence, at, leaving=True)
    if refuge and term and not any(p.end <= term.start and p.words == near for p in sentence.places):
        near = None
    national = (number.count.best or 0) >= _NATIONWIDE or bool(
        _COUNTRY.search(analysis.text, sentence.start, sentence.end)
    )
    country = host_place(analysis)
    host = hosts(analysis) or analysis.hosts
    own = any(
        c.kind == "demonym" and c.name in host and at[0] <= c.start <= at[1] for c in countries(analysis, sentence)
    )
    if country and own and near is None:
        return country
    foreign = [p for p in sentence.places if p.kind == "country" and p.introduced and p.country not in host]
    if foreign and near is None and not national:
        return foreign[0].words
    if national and country and (near is None or (number.count.best or 0) >= 2 * _NATIONWIDE):
        return country
    return near or (None if stock and national else story_place(analysis, sentence)) or country


_FROM_OTHER = re.compile(
    rf"\b{any_of('from, of a figure')}\s(?:\w+\s)?\d[\d ]*\s(?:\w+\s)?{any_of('to, of a figure')}\s$"
)
_WITHIN = re.compile(r"\s+(?:within|in|en|dans|nan|more|de plus|más)\b", re.IGNORECASE)


def _goes_on(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether a bare number of some size may repeat what the sentence before counted."""
    if number.kind != "cardinal" or (number.count.best or 0) < 1000:
        return False
    if _phrase_end(analysis, sentence, number) > number.end and _FROM_OTHER.search(
        analysis.folded[max(sentence.start, number.start - 48) : number.start]
    ):
        return True
    return stands_alone(analysis, number) or bool(_WITHIN.match(analysis.text, number.end))


def _phrase_end(analysis: Analysis, sentence: Sentence, number: NumberMention) -> int:
    """Where the noun phrase that the number opens ends: "over 40,000 people"."""
    for term in sentence.tagged("people", "stock"):
        if term.subject != "displacement" or term.start < number.end:
            continue
        gap = analysis.text[number.end : term.start]
        if len(gap) <= 40 and not _BREAK.search(gap) and len(gap.split()) <= 4 and "," not in gap:
            households = _HOUSEHOLDS.match(analysis.text, term.end)
            return households.end() if households else term.end
        break
    return number.end


_HOUSEHOLDS = re.compile(
    r"\s\([^()]{0,24}(?:households|families|ménages|familles|hogares|familias|fanmi)[^()]{0,12}\)", re.IGNORECASE
)
_BY_HUNDREDS = re.compile(r"\s(?:by the|in their|par|por|a|pa)\s\w+$", re.IGNORECASE)


def _counts_people(analysis: Analysis, sentence: Sentence, number: NumberMention, term: Term, own: list[Term]) -> bool:
    """Whether the number counts persons: a noun for people follows, or nothing but the displacement itself."""
    after = analysis.folded[number.end : number.end + 40].split()[:4]
    if any(word in _FAMILIES for word in after[:3]) or (after[:1] and after[0] in _NOT_PEOPLE):
        return False
    if _phrase_end(analysis, sentence, number) > number.end:
        return True
    if number.kind == "vague" and _BY_HUNDREDS.search(analysis.text, term.end, number.end):
        return True
    gap = analysis.text[number.end : term.start] if term.start >= number.end else ""
    if 0 <= term.start - number.end <= 24 and not _BREAK.search(gap) and len(gap.split()) <= 3:
        return True
    if any(t.start - number.end in (1, 2, 3) and t.subject in ("people", "equipment", "gear") for t in sentence.terms):
        return False
    if sentence.has("rise") and (number.count.best or 0) >= 100:
        return True
    return (number.count.best or 0) >= 500 and stands_alone(analysis, number)
