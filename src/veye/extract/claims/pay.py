"""Pay of a mission's people: how many months are owed, or that it was given, up to when or in full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from veye.extract.analysis import Analysis, Draft, Group, Sentence, inside
from veye.extract.attribution import attribution_of
from veye.extract.claims.frames import about_mission, cost, countries, hosts, nearest
from veye.extract.lexicon import Term
from veye.extract.wordlists import word_set
from veye.extract.words.dates import DateMention
from veye.extract.words.numbers import NumberMention
from veye.records import Attribution, Count, Flags, Pay, When
from veye.records.claim import PayKind, PayStatus

_Part = Term | NumberMention | DateMention
_NOUNS = ("pay.allowance", "pay.salary", "pay.pay")
_NEAR = 70  # between a noun for pay and the word that says how it stands
_REACH = 60  # between these and a number of months or a month
_BACK = 3  # sentences in which those who are paid may have been named before
_MONTHS = word_set("months")


def find(analysis: Analysis) -> Iterator[Draft]:
    """What a story on a mission says of its people's pay; a lateness without a number only where none has one."""
    if not about_mission(analysis):
        return
    told: dict[tuple[str, Count, str | None], Draft] = {}
    for sentence in (part for whole in analysis.body() for part in _parts(analysis, whole)):
        for draft in _in_sentence(analysis, sentence):
            said = draft.statement
            assert isinstance(said, Pay)
            told.setdefault((said.status, said.count, said.paid_to), draft)
    counted = any(count.stated for _, count, _ in told)
    for (status, count, _), draft in told.items():
        if status == "paid" or count.stated or not counted:
            yield draft


def _parts(analysis: Analysis, whole: Sentence) -> Iterator[Sentence]:
    """A sentence as one for each of the stretches that semicolons part: each may tell of pay by another's word."""
    stops = [m.start() for m in re.finditer(";", analysis.text[whole.start : whole.end])]
    ends = [*(whole.start + at for at in stops), whole.end]
    for start, end in zip([whole.start, *(e + 1 for e in ends)], ends, strict=False):
        cut = {
            name: inside(getattr(whole, name), start, end) for name in ("terms", "numbers", "dates", "places", "groups")
        }
        yield msgspec.structs.replace(whole, start=start, end=end, **cut) if stops else whole


def _in_sentence(analysis: Analysis, sentence: Sentence) -> Iterator[Draft]:
    nouns, unpaid = _free(sentence, *_NOUNS), _free(sentence, "pay.unpaid")
    gave, full = _free(sentence, "pay.made", "pay.got"), _free(sentence, "pay.settled", "pay.full", "pay.all")
    settled = _free(sentence, "pay.settled")
    spoken = nouns or unpaid or (gave and sentence.has("pay.all"))
    spoken = spoken or ((gave or settled) and _spoken_of(analysis, sentence))
    if not spoken:
        return
    if sentence.zone == "title" and "?" in analysis.text[sentence.start : sentence.end + 1]:
        return
    if sentence.has("pay.others") or not _of_mission(analysis, sentence):
        return
    late = unpaid or _late(analysis, sentence, nouns)
    to = _paid_to(analysis, sentence, [*nouns, *gave])
    if late and not to and not full:
        word = late[0]
        if not _open(analysis, sentence, word):
            months = _months(analysis, sentence, [*late, *nouns])
            count = months.count if months else Count()
            parts: list[_Part] = [word, *_next_to(analysis, sentence, word, nouns), *([months] if months else [])]
            yield _draft(analysis, sentence, "late", parts, count=count)
    elif to:
        date, month = to
        yield _draft(
            analysis, sentence, "paid", [date, *_next_to(analysis, sentence, date, [*nouns, *gave])], paid_to=month
        )
    elif full and not _feared(analysis, sentence, full[0]):
        around = _next_to(analysis, sentence, full[0], [*nouns, *gave])
        if around or settled:
            yield _draft(analysis, sentence, "paid", [full[0], *around])


def _spoken_of(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether the sentences right before speak of the pay of a mission's people."""
    before = analysis.sentences[max(0, sentence.index - _BACK) : sentence.index]
    return any(s.has(*_NOUNS, "pay.unpaid") for s in before)


def _draft(
    analysis: Analysis,
    sentence: Sentence,
    status: PayStatus,
    parts: Sequence[_Part],
    *,
    count: Count = Count(),  # noqa: B008 - frozen
    paid_to: str | None = None,
) -> Draft:
    start, end = min(p.start for p in parts), max(p.end for p in parts)
    when = _recalled(analysis, sentence, (start, end))
    return Draft(
        Pay(_contingent(analysis, sentence), status, _kind(sentence, start, end), count, paid_to),
        sentence.index,
        start,
        end,
        f"pay.{status}",
        when=when,
        flags=Flags(backref=when is not None, hedged=sentence.has("hedge")),
        attribution=attribution_of(analysis, sentence, start) or _leader(sentence, start),
        inherit=False,
    )


def _leader(sentence: Sentence, start: int) -> Attribution | None:
    """A single member of the mission who is said to say it: "the commander … said everyone had been paid"."""
    says = [t for t in sentence.tagged("say") if t.end <= start]
    one = [g for g in sentence.groups if says and g.who == "mission" and not g.plural and g.end <= says[-1].start]
    return Attribution(one[0].words, "mission") if one else None


def _free(sentence: Sentence, *tags: str) -> list[Term]:
    """The terms with one of the tags that no longer, unrelated wording covers ("pay tribute", "late on Friday")."""
    other = [t for t in sentence.terms if t.tag == "pay.not"]
    return [t for t in sentence.tagged(*tags) if not any(o.start < t.end and t.start < o.end for o in other)]


def _late(analysis: Analysis, sentence: Sentence, nouns: Sequence[Term]) -> list[Term]:
    """The words that make a noun for pay near them late, the nearest first: "allowances … three months behind"."""
    found = _free(sentence, "pay.late")
    found += [t for t in _free(sentence, "pay.got") if _negated(analysis, sentence, t)]
    reach = [(near[0], t) for t in found if (near := nearest(analysis, sentence, _at(t), nouns, limit=_NEAR))]
    return [t for _, t in sorted(reach, key=lambda pair: (pair[0], pair[1].start))]


def _negated(analysis: Analysis, sentence: Sentence, term: Term) -> bool:
    """Whether a word of negation stands within three words before the term."""
    return any(
        t.end <= term.start and len(analysis.folded[t.end : term.start].split()) <= 3
        for t in sentence.tagged("negation")
    )


def _open(analysis: Analysis, sentence: Sentence, term: Term) -> bool:
    """Whether lateness is denied or no more than feared: "denied that pay is late", "could go unpaid"."""
    if sentence.zone == "title" and sentence.has("deny"):
        return True
    denied = [t for t in sentence.tagged("deny") if t.end <= term.start]
    return bool(nearest(analysis, sentence, _at(term), denied, limit=90)) or _feared(analysis, sentence, term)


def _feared(analysis: Analysis, sentence: Sentence, term: Term) -> bool:
    """Whether a word for what is planned, possible or believed stands close before the term."""
    before = [t for t in sentence.tagged("plan", "believe") if t.end <= term.start]
    return bool(nearest(analysis, sentence, _at(term), before, limit=20))


def _months(analysis: Analysis, sentence: Sentence, terms: Sequence[Term]) -> NumberMention | None:
    """The number of months that stands nearest to the terms."""
    best: tuple[int, NumberMention] | None = None
    for number in sentence.numbers:
        if number.kind != "duration" or not _MONTHS & set(analysis.folded[number.start : number.end].split()):
            continue
        price = min(cost(analysis, sentence, _at(number), _at(t)) for t in terms)
        if price <= _REACH and (best is None or price < best[0]):
            best = price, number
    return best[1] if best else None


def _paid_to(analysis: Analysis, sentence: Sentence, terms: Sequence[Term]) -> tuple[DateMention, str] | None:
    """The month up to which pay was given, as YYYY-MM; a month that names no year is the last one that has ended."""
    for date in sentence.dates:
        if date.kind != "until" or date.when is None or not terms:
            continue
        if min(cost(analysis, sentence, _at(date), _at(t)) for t in terms) > _REACH:
            continue
        last = date.when.latest
        if analysis.published and last > analysis.published:
            last = last.replace(year=last.year - 1, day=min(last.day, 28))
        if analysis.published is None or last <= analysis.published:
            return date, f"{last:%Y-%m}"
    return None


def _next_to(analysis: Analysis, sentence: Sentence, part: Term | DateMention, terms: Sequence[Term]) -> list[Term]:
    near = nearest(analysis, sentence, _at(part), terms, limit=_REACH)
    return [near[1]] if near else []


def _of_mission(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether those paid are a mission's people: named here, or last before where this sentence names nobody."""
    for index in range(sentence.index, max(-1, sentence.index - _BACK - 1), -1):
        other = analysis.sentences[index]
        if any(g.who == "mission" for g in other.groups) or other.has("mission:", "body.mission"):
            return True
        if any(g.who in ("police", "military", "gang") or (g.who == "civilian" and g.plural) for g in other.groups):
            return False
    return False


def _contingent(analysis: Analysis, sentence: Sentence) -> str | None:
    """The country of those paid: of the sentence's people, else the only contributor that the text names."""
    own = _of(sentence.groups, hosts(analysis))
    named = own or {c.name for c in countries(analysis, sentence)} - hosts(analysis) - analysis.hosts
    if len(named) == 1:
        return next(iter(named))
    everywhere = {c for s in analysis.body() for c in _of(s.groups, hosts(analysis) | analysis.hosts)}
    return next(iter(everywhere)) if not named and len(everywhere) == 1 else None


def _of(groups: Sequence[Group], where: frozenset[str]) -> set[str]:
    return {g.country for g in groups if g.who == "mission" and g.country} - where


def _kind(sentence: Sentence, start: int, end: int) -> PayKind:
    """What is paid, by the nearest noun of the sentence that says more than "pay"."""
    nouns = [t for t in _free(sentence, "pay.allowance", "pay.salary") if max(t.start - end, start - t.end) <= _NEAR]
    if not nouns or (any(t.start >= end for t in nouns) and len({t.tag for t in nouns}) > 1):
        return "pay"  # "all their money, salaries and bonuses"
    near = min(nouns, key=lambda t: max(t.start - end, start - t.end, 0))
    return "allowance" if near.tag == "pay.allowance" else "salary"


def _recalled(analysis: Analysis, sentence: Sentence, at: tuple[int, int]) -> When | None:
    """A day well before the report on which pay stood so; None where the report speaks of its own time."""
    for date in sentence.dates:
        if date.kind != "absolute" or date.when is None or date.future or analysis.published is None:
            continue
        if (analysis.published - date.when.latest).days > 45 and cost(analysis, sentence, at, _at(date)) <= 30:
            return date.when
    return None


def _at(item: Term | NumberMention | DateMention) -> tuple[int, int]:
    return item.start, item.end
