"""Money asked for, promised, granted, paid or frozen, with who gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.frames import about_mission, cost, countries, hosts, locative, nearest
from veye.extract.claims.funding_lists import makes_a_total, takes_over, usable_words
from veye.extract.claims.funding_period import months_of
from veye.extract.claims.funding_purpose import purpose_of
from veye.extract.claims.funding_sums import KINDS, OF_SUM, Sum, converted, sums_of
from veye.extract.lexicon import Term
from veye.extract.words.money import MoneyMention, find_money
from veye.records import Flags, Funding
from veye.records.claim import FundingKind

_WORD = "pledged.word"  # a giver only speaks of money
_LIMIT = 110
_LEAST = 5_000
_TIGHT = 12  # so close to its sum a word for giving needs no word for a fund near by
_OF_IT = re.compile(r"^\s*(?:of it|of that|of which|of this|dont|de ellos|de los cuales|ladan)\b", re.IGNORECASE)
_FROM = re.compile(
    r"(?:\bfrom|\bby|\bde la part d[eu]|\bpar|\bde|\bdel|\bd['’]|\bdu|\bdes|\bpor|\bsoti nan men"
    r"|\bnan men)\s+(?:the\s+|la\s+|le\s+|l['’]|les\s+|los\s+)?$",
    re.IGNORECASE,
)


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
    last: FundingKind | None = None
    for sentence in analysis.body():
        before = [m for m in money if m.end <= sentence.end]
        currency = before[-1].currency if before else mark or (money[0].currency if money else None)
        for draft in _in_sentence(analysis, sentence, money, currency, previous, last):
            statement = draft.statement
            assert isinstance(statement, Funding)
            if statement.amount is not None:
                key = (statement.kind, statement.amount)
                if key in seen:
                    continue
                seen.add(key)
            last = statement.kind
            previous = statement.donor if statement.donor != "multiple" else previous
            yield draft
        previous = _payer(analysis, sentence) or previous
    if not seen:
        yield from _without_amount(analysis)


def _payer(analysis: Analysis, sentence: Sentence) -> str | None:
    """Who a sentence without sums says has promised, paid or frozen money; None where it speaks of no payer."""
    if not any(t.subject == "money" for t in sentence.tagged(*KINDS)) or any(
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
    analysis: Analysis,
    sentence: Sentence,
    money: list[MoneyMention],
    currency: str | None,
    previous: str | None,
    last: FundingKind | None,
) -> Iterator[Draft]:
    triggers = usable_words(analysis, sentence, [t for t in sentence.tagged(*KINDS, _WORD) if t.subject == "money"])
    sums = sums_of(analysis, sentence, money, currency, bool(triggers))
    if not sums:
        return
    read = _Read()
    for item in sums:
        at = (item.start, item.end)
        if converted(analysis, item, sums):
            continue
        if ";" in analysis.text[max(read.end, sentence.start) : item.start]:
            read.after = None  # a new clause may put its words on the other side
        stop = nearest(analysis, sentence, at, [t for t in sentence.tagged("not") if t.subject == "money"], limit=60)
        within = next(
            (s for s in sums if s.start > item.end and OF_SUM.fullmatch(analysis.text, item.end, s.start)), None
        )
        usable = [t for t in triggers if within is None or t.end <= within.start]
        kind = _kind(analysis, sentence, item, usable, sums, read.after)
        if within is not None and kind is None:
            kind = "disbursed", 40, False
        if read.kind and takes_over(analysis, sentence, item, read.end, triggers):
            kind = read.kind, 30, bool(read.after)
        brought = _brought_to(analysis, sentence, item) or (last if makes_a_total(analysis, sentence, item) else None)
        if brought is not None:
            kind = brought, 5, False
        if kind is None and read.kind and item.start - read.end < 100:
            kind = read.kind, 60, bool(read.after)
        if kind is None or (stop and stop[0] <= kind[1] + 10):
            continue
        if not _relevant(analysis, sentence, tight=kind[1] <= _TIGHT) or item.amount < _LEAST:
            continue
        if kind[0] == "requested" and sentence.has("body.gang", "armed:", "person.gang.one", "person.gang.many"):
            continue
        if kind[0] == "approved":
            kind = (_let_go(analysis, sentence, item, previous), *kind[1:])
        donor = _donor(analysis, sentence, item, kind[0], read) or previous
        if kind[0] == "requested" or brought is not None:
            donor = "multiple"
        read = _Read(kind[0], kind[2], donor, item.end)
        yield Draft(
            Funding(
                donor or "multiple",
                item.amount,
                item.currency,
                kind[0],
                purpose_of(analysis, sentence, item),
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


_LETS_GO = re.compile(
    r"\b(?:fund|fonds(?: fiduciaire)?|fondo(?: fiduciario)?|fon(?: fidisye)?)(?: la| an)? (?:\w+ )?"
    r"(?:releas|unlock|debloqu|degag|liber|desbloque|deblok|lage|allou|allocat|asign)"
)
_BRINGS_TO = re.compile(
    r"\b(?:bring\w*|brought|tak\w+|took|rais\w+|lift\w*|port\w+|elev\w+|llev\w+|mont\w*|pote|fe|mete) (?:\w+ ){0,8}?"
    r"(?P<what>fund|kitty|pot|account|coffers|contributions|receipts|total|fonds|cagnotte|caisse|compte|fondo|caja|bote"
    r"|cuenta|fon|kes|pledges?|promises|promess?es|promesas|pwomes)\b(?: \w+){0,6}? (?:to|at|a|rive)(?: \w+){0,2} $"
)


_ON_TABLE = re.compile(
    r"\b(?:mis|met|mettent|mettra|puso|pone|ponen|pondra|put|puts|lays?|mete) (?:\w+ ){0,9}?"
    r"(?:sur la table|sobre la mesa|on the table|sou tab)\b"
)


def _brought_to(analysis: Analysis, sentence: Sentence, item: Sum) -> FundingKind | None:
    """What a fund or its promises are brought to by another gift: "brings the kitty for the mission to $85 million"."""
    before = analysis.folded[max(sentence.start, item.start - 110) : item.start].replace("\n", " ").replace("$", " ")
    if _ON_TABLE.search(analysis.folded, sentence.start, min(sentence.end, item.end + 40)):
        return "pledged"
    found = _BRINGS_TO.search(before if before.endswith(" ") else f"{before} ")
    if not found:
        return None
    return "pledged" if found["what"].startswith(("pledge", "prom", "pwom")) else "disbursed"


def _let_go(analysis: Analysis, sentence: Sentence, item: Sum, previous: str | None) -> FundingKind:
    """What granting or letting go tells: a fund pays, a freeze lifted approves, a government grants a pledge."""
    if _LETS_GO.search(analysis.folded, sentence.start, item.start):
        return "disbursed"
    if sentence.has("parliament", "council"):
        return "approved"
    near = [t for t in sentence.tagged("approved") if t.subject == "money"]
    best = min(near, key=lambda t: cost(analysis, sentence, (t.start, t.end), (item.start, item.end)), default=None)
    words = analysis.folded[best.start : best.end] if best else ""
    plain = [t for t in near if not _RELEASES.match(w := analysis.folded[t.start : t.end]) and not _GRANTS.match(w)]
    if any(cost(analysis, sentence, (t.start, t.end), (item.start, item.end)) <= 40 for t in plain):
        return "approved"
    around = analysis.sentences[max(0, sentence.index - 1) : sentence.index + 2]
    frozen = any(t.subject == "money" for s in around for t in s.tagged("frozen"))
    if _RELEASES.match(words) and not frozen:
        return "disbursed"
    foreign = _foreign_payer(analysis, sentence) or (previous is not None and previous not in hosts(analysis))
    return "pledged" if _GRANTS.match(words) and foreign else "approved"


_RELEASES = re.compile(r"(?:\w+ )?(?:releas|unlock|unblock|debloqu|liber|desbloqu|deblok|degag)")
_GRANTS = re.compile(r"(?:\w+ )?(?:grant|allocat|octro|accord|allou|otorg|conced|asign|akod|alwe)")


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


def _kind(
    analysis: Analysis, sentence: Sentence, item: Sum, triggers: list[Term], sums: list[Sum], after: bool | None
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
        beside = not behind and analysis.text[term.end : item.start] == " "
        price += 25 if after is not None and behind != after and not beside else 0
        limit = 170 if term.tag == "requested" and _COSTS.match(analysis.folded, term.start) else _LIMIT
        if price <= limit and (best is None or price < best[0]):
            best = price, "pledged" if term.tag == _WORD else term.tag, behind  # type: ignore[assignment]
    return (best[1], best[0], best[2]) if best else None


_COSTS = re.compile(r"(?:costs?|costed?|couts?|coutera|costos?|coste|koute|budget|presupuesto|bidje)\b")


def _bracketed(analysis: Analysis, sentence: Sentence, item: Sum) -> tuple[int, int]:
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


def _donor(analysis: Analysis, sentence: Sentence, item: Sum, kind: FundingKind, read: _Read) -> str | None:
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
