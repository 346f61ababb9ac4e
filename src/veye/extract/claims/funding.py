"""Money asked for, promised, granted, paid or frozen, with who gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.frames import about_mission, cost, countries, hosts, locative, nearest, stands_alone
from veye.extract.claims.funding_period import months_of
from veye.extract.lexicon import Term
from veye.extract.words.money import MoneyMention, find_money
from veye.extract.words.numbers import NumberMention
from veye.records import Flags, Funding
from veye.records.claim import FundingKind

_KINDS: tuple[FundingKind, ...] = ("pledged", "disbursed", "frozen", "requested", "approved")
_WORD = "pledged.word"  # a giver only speaks of money
_LIMIT = 110
_MILLION = re.compile(r"\s?(?:m|mn|million\w*|millones|milyon)\b", re.IGNORECASE)
_BILLION = re.compile(r"\s?(?:bn|billion\w*|milliards?|milya)\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_LEAST = 5_000
_TIGHT = 12  # so close to its sum a word for giving needs no word for a fund near by
_OF_A = re.compile(r"\s+(?:of an?|de una?|d['’]une?|sur une?)\s", re.IGNORECASE)
_OF_SUM = re.compile(r"\s+(?:out of|of|sur|de|sou)\s+(?:(?:the|a|total|les|los|un)\s+)*", re.IGNORECASE)
_OF_IT = re.compile(r"^\s*(?:of it|of that|of which|of this|dont|de ellos|de los cuales|ladan)\b", re.IGNORECASE)
_FROM = re.compile(
    r"(?:\bfrom|\bby|\bde la part d[eu]|\bpar|\bde|\bdel|\bd['’]|\bdu|\bdes|\bpor|\bsoti nan men"
    r"|\bnan men)\s+(?:the\s+|la\s+|le\s+|l['’]|les\s+|los\s+)?$",
    re.IGNORECASE,
)
_FOR = {
    "en": re.compile(
        r"\s*(?:,\s*)?(?:\w+\s+){0,3}?(?:for|towards?|to support|to help|to fund|meant for"
        r"|to)\s+(?!$)(.{4,80}?)(?=[.,;:()]|$)"
    ),
    "fr": re.compile(
        r"\s*(?:\w+\s+){0,3}?(?:pour|destinés? à|au profit d[eu]|en faveur d[eu]|à)\s+(.{4,80}?)(?=[.,;:()]|$)"
    ),
    "es": re.compile(r"\s*(?:\w+\s+){0,3}?(?:para|destinad[oa]s? a|a favor de|a)\s+(.{4,80}?)(?=[.,;:()]|$)"),
    "ht": re.compile(r"\s*(?:\w+\s+){0,3}?(?:pou|nan)\s+(.{4,80}?)(?=[.,;:()]|$)"),
}


class _Sum(msgspec.Struct):
    """An amount in a sentence; `currency` may come from an amount before it."""

    start: int
    end: int
    amount: float
    currency: str | None
    high: float | None = None


class _Read(msgspec.Struct):
    """What the sums before one have told: kind and giver go on through a list."""

    kind: FundingKind | None = None
    after: bool | None = None
    donor: str | None = None
    end: int = -1


def find(analysis: Analysis) -> Iterator[Draft]:
    """The funding claims of a story that speaks of a mission, a fund or aid; none elsewhere."""
    if not about_mission(analysis) and not any(s.has("fund:", "many:", "donor:") for s in analysis.sentences):
        return
    money = find_money(analysis.text, analysis.language)
    mark = _currency_mark(analysis)
    seen: set[tuple[str, float]] = set()
    previous: str | None = None
    for sentence in analysis.body():
        before = [m for m in money if m.end <= sentence.end]
        currency = before[-1].currency if before else mark or (money[0].currency if money else None)
        for draft in _in_sentence(analysis, sentence, money, currency, previous):
            statement = draft.statement
            assert isinstance(statement, Funding)
            if statement.amount is not None:
                key = (statement.kind, statement.amount)
                if key in seen:
                    continue
                seen.add(key)
            previous = statement.donor if statement.donor != "multiple" else previous
            yield draft
        previous = _payer(analysis, sentence) or previous
    if not seen:
        yield from _without_amount(analysis)


def _payer(analysis: Analysis, sentence: Sentence) -> str | None:
    """Who a sentence without sums says has promised, paid or frozen money; None where it speaks of no payer."""
    if not any(t.subject == "money" for t in sentence.tagged(*_KINDS)) or any(
        n.kind == "money" for n in sentence.numbers
    ):
        return None
    if not sentence.has("fund", "fund:"):
        return None
    for start, end, name in _givers(analysis, sentence):
        if (
            name not in ("multiple", "United Nations")
            and name not in hosts(analysis)
            and _may_give(analysis, sentence, start, end)
        ):
            return name
    return None


def _currency_mark(analysis: Analysis) -> str | None:
    """The currency that a table's heading gives ("US$"), None where there is none."""
    for mark, code in (("US$", "USD"), ("USD", "USD"), ("C$", "CAD"), ("€", "EUR"), ("£", "GBP"), ("$", "USD")):
        if mark in analysis.text:
            return code
    return None


def _in_sentence(
    analysis: Analysis, sentence: Sentence, money: list[MoneyMention], currency: str | None, previous: str | None
) -> Iterator[Draft]:
    triggers = [t for t in sentence.tagged(*_KINDS, _WORD) if t.subject == "money"]
    sums = _sums(analysis, sentence, money, currency, bool(triggers))
    if not sums:
        return
    read = _Read()
    for item in sums:
        at = (item.start, item.end)
        stop = nearest(analysis, sentence, at, [t for t in sentence.tagged("not") if t.subject == "money"], limit=60)
        within = next(
            (s for s in sums if s.start > item.end and _OF_SUM.fullmatch(analysis.text, item.end, s.start)), None
        )
        usable = [t for t in triggers if within is None or t.end <= within.start]
        kind = _kind(analysis, sentence, item, usable, sums, read.after)
        if within is not None and kind is None:
            kind = "disbursed", 40, False
        if kind is None and read.kind and item.start - read.end < 60:
            kind = read.kind, 60, bool(read.after)
        if kind is None or (stop and stop[0] <= kind[1] + 10):
            continue
        if not _relevant(analysis, sentence, tight=kind[1] <= _TIGHT) or item.amount < _LEAST:
            continue
        if kind[0] == "requested" and sentence.has("body.gang", "armed:", "person.gang.one", "person.gang.many"):
            continue
        donor = _donor(analysis, sentence, item, kind[0], read) or previous
        if kind[0] == "requested":
            donor = "multiple"
        read = _Read(kind[0], kind[2], donor, item.end)
        yield Draft(
            Funding(
                donor or "multiple",
                item.amount,
                item.currency,
                kind[0],
                _purpose(analysis, sentence, item),
                item.high,
                months_of(analysis, sentence, (item.start, item.end)),
            ),
            sentence.index,
            item.start,
            item.end,
            f"funding.{kind[0]}",
            flags=Flags(),
            inherit=False,
        )


def _relevant(analysis: Analysis, sentence: Sentence, *, tight: bool) -> bool:
    """Whether the sentences around speak of a force, its host or a fund, and of money given or needed."""
    around = analysis.sentences[max(0, sentence.index - 4) : sentence.index + 3]
    where = hosts(analysis) or analysis.hosts
    local = any(s.has("mission:", "fund:", "many:", "force", "body.mission") for s in around) or any(
        c.name in where for s in around for c in countries(analysis, s)
    )
    if not local:
        return False
    if tight and about_mission(analysis) and _foreign_payer(analysis, sentence):
        return True
    near = analysis.sentences[max(0, sentence.index - 2) : sentence.index + 2]
    if any(s.has("fund:", "many:", "fund", "mission:", "donor:") for s in near):
        return True
    return any(s.has("fund:", "many:") for s in analysis.sentences)


def _foreign_payer(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether a government, its people or its parliament stands in the sentence as one that may pay."""
    host = hosts(analysis)
    return sentence.has("parliament") or any(
        name not in host and name != "multiple" and _may_give(analysis, sentence, start, end)
        for start, end, name in _givers(analysis, sentence)
    )


def _sums(
    analysis: Analysis, sentence: Sentence, money: list[MoneyMention], currency: str | None, triggered: bool
) -> list[_Sum]:
    """The amounts of the sentence: those with a currency, and bare ones where money is spoken of."""
    sums = [
        _Sum(m.start, m.end, m.amount, m.currency, m.high)
        for m in money
        if sentence.start <= m.start and m.end <= sentence.end
    ]
    taken = [(s.start, s.end) for s in sums]
    if triggered:
        for number in sentence.numbers:
            if any(a < number.end and number.start < b for a, b in taken):
                continue
            amount, end = _bare_amount(analysis, sentence, number, bool(sums))
            if amount is not None:
                sums.append(_Sum(number.start, end, amount, _of_people(sentence, end) or currency))
    return sorted(sums, key=lambda s: s.start)


_PEOPLES = {"United States": "USD", "Canada": "CAD", "United Kingdom": "GBP", "Australia": "AUD", "Switzerland": "CHF"}


def _of_people(sentence: Sentence, end: int) -> str | None:
    """The currency of the people named right after a bare amount: "13 millions américains"."""
    found = (t.tag.partition(":")[2] for t in sentence.tagged("demonym:") if t.start - end == 1)
    return next((_PEOPLES[name] for name in found if name in _PEOPLES), None)


def _bare_amount(
    analysis: Analysis, sentence: Sentence, number: NumberMention, beside: bool
) -> tuple[float | None, int]:
    """The amount that a number without a currency states: "63 million", "1,7" beside "15 millones de dólares"."""
    value = number.value or 0.0
    digits = _DIGITS.match(analysis.text, number.core)
    suffix = digits and (_MILLION.match(analysis.text, digits.end()) or _BILLION.match(analysis.text, digits.end()))
    if digits and suffix and number.kind in ("cardinal", "decimal", "measure") and 0 < value < 10_000:
        return value * (1e9 if _BILLION.match(analysis.text, digits.end()) else 1e6), suffix.end()
    scaled = (
        "milli" in analysis.folded[number.core : number.end]
        or "milyon" in analysis.folded[number.core : number.end]
        or "millon" in analysis.folded[number.core : number.end]
    )
    if value >= 100_000 and scaled and number.kind == "cardinal":
        named = analysis.text[number.end : number.end + 2].strip()[:1].isupper()
        named = named or any(t.start - number.end == 1 for t in sentence.tagged("demonym:"))
        named = named or bool(_OF_A.match(analysis.text, number.end))
        free = named or stands_alone(analysis, number, [t for t in sentence.tagged(*_KINDS) if t.subject == "money"])
        return (value if free else None), number.end
    if number.kind in ("cardinal", "decimal") and 0 < value < 1000 and _after_millions(analysis, sentence, number):
        return value * 1e6, number.end
    return None, number.end


def _after_millions(analysis: Analysis, sentence: Sentence, number: NumberMention) -> bool:
    """Whether a small number goes on a list that began in millions, with a word for money right beside it."""
    before = analysis.folded[max(sentence.start, number.start - 90) : number.start]
    if not re.search(r"milli|millon|milyon", before):
        return False
    triggers = [t for t in sentence.tagged(*_KINDS) if t.subject == "money"]
    close = any(0 <= t.start - number.end <= 14 or 0 <= number.start - t.end <= 6 for t in triggers)
    after = analysis.folded[number.end : number.end + 12].split()
    counted = any(t.start in (number.end + 1, number.end + 2) and t.subject == "people" for t in sentence.terms)
    return close and not counted and not (after and after[0] in ("mois", "months", "meses", "mwa", "ans", "years"))


def _kind(
    analysis: Analysis, sentence: Sentence, item: _Sum, triggers: list[Term], sums: list[_Sum], after: bool | None
) -> tuple[FundingKind, int, bool] | None:
    """The kind that the nearest trigger gives, its cost, and whether it stands after the sum.

    In a list the triggers stand on one side of their sums ("110 million promised, 21 paid"): `after` is that side.
    """
    best: tuple[int, FundingKind, bool] | None = None
    at = _bracketed(analysis, sentence, item)
    for term in triggers:
        if term.tag == _WORD and not _speaks(analysis, sentence, term):
            continue
        behind = term.start >= item.end
        price = cost(analysis, sentence, at, (term.start, term.end))
        price += 15 * analysis.text[min(item.end, term.end) : max(item.start, term.start)].count(",")
        low, high = min(item.end, term.end), max(item.start, term.start)
        price += 25 * sum(1 for s in sums if s is not item and low <= s.start and s.end <= high)
        price += 6 if behind else 0
        price += 25 if after is not None and behind != after else 0
        if price <= _LIMIT and (best is None or price < best[0]):
            best = price, "pledged" if term.tag == _WORD else term.tag, behind  # type: ignore[assignment]
    return (best[1], best[0], best[2]) if best else None


def _bracketed(analysis: Analysis, sentence: Sentence, item: _Sum) -> tuple[int, int]:
    """The stretch of a sum with the brackets and the giver around it: "Canada (40 million) and Panama (2 million)"."""
    opened = analysis.text.rfind("(", sentence.start, item.start)
    closed = analysis.text.find(")", item.end, sentence.end)
    if opened < 0 or closed < 0 or ")" in analysis.text[opened : item.start] or "(" in analysis.text[item.end : closed]:
        return item.start, item.end
    while more := _NEXT_BRACKET.match(analysis.text, closed + 1, sentence.end):
        closed = more.end() - 1
    return opened, closed + 1


_NEXT_BRACKET = re.compile(r"\s*(?:,|and|et|y|e|ak)?\s*(?:and |et |y |ak )?[A-ZÀ-Þ][^().;]{1,40}\([^()]{1,60}\)")


def _speaks(analysis: Analysis, sentence: Sentence, term: Term) -> bool:
    """Whether a giver is the subject of a verb that only speaks of money: "Washington parle de 100 millions"."""
    return any(0 <= term.start - end <= 8 and name != "multiple" for _, end, name in _givers(analysis, sentence))


def _givers(analysis: Analysis, sentence: Sentence) -> list[tuple[int, int, str]]:
    """Everybody in the sentence who may give: countries, governments by their seat, organisations, donors at large."""
    found = [(c.start, c.end, c.name) for c in countries(analysis, sentence)]
    for term in sentence.tagged("donor:"):
        if analysis.text[term.start].isupper() or " " in analysis.text[term.start : term.end]:
            found.append((term.start, term.end, term.tag.partition(":")[2]))
    found += [(t.start, t.end, "multiple") for t in sentence.tagged("fund:", "many:")]
    return sorted(found)


def _donor(analysis: Analysis, sentence: Sentence, item: _Sum, kind: FundingKind, read: _Read) -> str | None:
    """Who gives: named right after the sum, else the nearest before it that is no place or recipient."""
    host = hosts(analysis)
    givers = _givers(analysis, sentence)
    for start, end, name in givers:
        gap = analysis.text[item.end : start] if start >= item.end else ""
        if gap and len(gap) < 30 and _MAINLY.search(gap):
            return "multiple"
        if (
            gap
            and len(gap) < 30
            and (_OF_IT.match(gap) or (_FROM.search(gap) and len(gap.split()) <= 4 and name != "multiple"))
        ):
            return name
        if gap and _THAT.fullmatch(gap) and name != "multiple":
            return name
        if end <= item.start and _POSSESSIVE.fullmatch(analysis.text, end, item.start):
            return name
    received = _RECEIVED.search(analysis.folded, sentence.start, item.start) if kind == "disbursed" else None
    if received and not any(received.end() <= g[0] < item.start and g[2] != "multiple" for g in givers):
        return "multiple"
    best: tuple[int, str] | None = None
    for start, end, name in givers:
        if end > item.start or name in ("United Nations", "multiple") or not _may_give(analysis, sentence, start, end):
            continue
        price = cost(analysis, sentence, (start, end), (item.start, item.end)) + (60 if name in host else 0)
        if best is None or price < best[0]:
            best = price, name
    many = [g for g in givers if g[2] == "multiple" and g[1] <= item.start and not locative(analysis, g[0])]
    if many and kind == "disbursed":
        price = cost(analysis, sentence, (many[-1][0], many[-1][1]), (item.start, item.end))
        if best is None or price < best[0]:
            return "multiple"
    if best is not None:
        return best[1]
    if kind in ("disbursed", "pledged") and _FUND.search(analysis.folded, sentence.start, item.start):
        return "multiple"
    if any(g[2] == "multiple" for g in givers):
        return "multiple"
    return read.donor


_THAT = re.compile(r"\s+(?:that |which |que |qu['’]|ke )?", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?\s+(?:\w+\s+)?", re.IGNORECASE)
_MAINLY = re.compile(
    r"\b(?:mainly|mostly|chiefly|largely|notably|surtout|principalement|notamment|sobre todo|principalmente|sitou)\b",
    re.IGNORECASE,
)
_FUND = re.compile(r"\b(?:fund|fonds|fondo|fon)\b")
_RECEIVED = re.compile(
    r"\b(?:fund|fonds|fondo|fon|account|compte|cuenta)\b.*\b(?:received|raised|taken|collected|holds|got|recu"
    r"|recolte|collecte|percu|recueilli"
    r"|recibido|recibio|recaudado|recaudo|reunido|resevwa|ranmase|kolekte)\b"
)


def _may_give(analysis: Analysis, sentence: Sentence, start: int, end: int) -> bool:
    """Whether the one named at `start` is no mere place: no locative word stands before it, or it is an adjective."""
    demonym = any(t.start == start and t.end == end for t in sentence.tagged("demonym:"))
    by = _FROM.search(analysis.text[max(0, start - 14) : start])
    return demonym or bool(by) or not locative(analysis, start)


def _purpose(analysis: Analysis, sentence: Sentence, item: _Sum) -> str | None:
    """What the money is for, in the words of the text; None where it does not say."""
    found = _FOR.get(analysis.language, _FOR["en"]).match(analysis.text, item.end, sentence.end)
    if found:
        return " ".join(found.group(1).split()[:9])
    terms = sentence.tagged("fund:")
    if terms:
        return analysis.words(terms[0].start, terms[0].end)
    force = sentence.tagged("mission:")
    return analysis.words(force[0].start, force[0].end) if force else None


def _without_amount(analysis: Analysis) -> Iterator[Draft]:
    """ "The United States, a primary financier of the mission": a payer without an amount."""
    for sentence in analysis.body():
        terms = [t for t in sentence.tagged("without") if t.subject == "money"]
        for term in terms[:1]:
            named = [c for c in countries(analysis, sentence) if c.name not in hosts(analysis)]
            sums = [n for n in sentence.numbers if n.kind == "money"]
            if not named or sums:
                continue
            giver = min(named, key=lambda c: cost(analysis, sentence, (c.start, c.end), (term.start, term.end)))
            start, end = min(giver.start, term.start), max(giver.end, term.end)
            yield Draft(
                Funding(giver.name, None, None, "disbursed", None),
                sentence.index,
                start,
                end,
                "funding.payer",
                inherit=False,
            )
