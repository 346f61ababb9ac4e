"""Elections with their day, month or year, ahead or behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.frames import cost
from veye.extract.claims.milestone_common import NEAR, hull, make_draft, tagged
from veye.extract.lexicon import Term
from veye.extract.words.dates import DateMention
from veye.records import When


def find_elections(analysis: Analysis, sentence: Sentence, terms: list[Term]) -> Iterator[Draft]:
    """Elections with their day, month or year, ahead or behind: for each word for a vote the date that is nearest."""
    named = tagged(terms, "election.what")
    if tagged(terms, "election.round") and any(s.has("election.what", "election.context") for s in analysis.sentences):
        named = sorted([*named, *tagged(terms, "election.round")], key=lambda t: t.start)
    if round_two := _other_round(analysis, sentence):
        named = [*named, round_two]
    if not named or tagged(terms, "election.not"):
        return
    taken: set[int] = set()
    later = [t for t in tagged(terms, "postpone") if any(d.when and d.start >= t.end for d in sentence.dates)]
    for term in named:
        best: tuple[int, DateMention] | None = None
        for mention in sentence.dates:
            if mention.when is None or mention.kind == "since":
                continue
            at = (mention.start, mention.end)
            price = cost(analysis, sentence, (term.start, term.end), at) + (20 if mention.end <= term.start else 0)
            price += 60 if later and mention.start < later[0].start else 0
            price += 25 * sum(
                1 for t in named if t is not term and min(at[1], term.end) <= t.start < max(at[0], term.start)
            )
            if (
                price <= NEAR
                and not (mention.end <= term.start and _AND.fullmatch(analysis.text, mention.end, term.start))
                and (best is None or price < best[0])
                and _is_its_date(analysis, sentence, mention, term, terms)
            ):
                best = price, mention
        if best is None or best[1].start in taken:
            continue
        mention = best[1]
        when = _in_its_year(analysis, sentence, mention)
        taken.add(mention.start)
        ahead = analysis.published is None or when.latest >= analysis.published
        status = "postponed" if tagged(terms, "postpone") else ("planned" if ahead else "done")
        span = hull((term.start, term.end), (mention.start, mention.end))
        yield make_draft(analysis, sentence, "election", status, span, when, planned=ahead)


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TWO_DAYS_BACK = 2  # sentences before in which a day with its year may stand


def _in_its_year(analysis: Analysis, sentence: Sentence, mention: DateMention) -> When:
    """The day of a vote; one told without a year after one with its year, and still to come, does not lie before it.

    "First round: 30 August 2026. Second round: 6 December."
    """
    assert mention.when is not None
    when, words = mention.when, analysis.text[mention.start : mention.end]
    if when.precision != "day" or mention.kind != "absolute" or _YEAR.search(words):
        return when
    told = [
        d.when.earliest
        for s in analysis.sentences[max(0, sentence.index - _TWO_DAYS_BACK) : sentence.index + 1]
        for d in s.dates
        if d.when
        and d.when.precision == "day"
        and d.end <= mention.start
        and _YEAR.search(analysis.text, d.start, d.end)
    ]
    if not told or analysis.published is None or told[-1] < analysis.published or when.earliest >= told[-1]:
        return when
    for year in (told[-1].year, told[-1].year + 1):
        try:
            day = when.earliest.replace(year=year)
        except ValueError:  # 29 February
            continue
        if day >= told[-1]:
            return When.day(day, words=when.words)
    return when


_ROUND = re.compile(
    r"\W*(?:the|la|le|el)?\s*(?:second|first|third|next|segunda|primera|otra|second|deuxieme|premier|dezyem|premye)"
    r"(?: one| la| lan| an)?\s(?!round|tour|vuelta|tou)"
)


_ROUND_TOO = re.compile(
    r"(?:\b(?:y|and|et|ak|epi) |\s{2})(?:the |la |le |el )?(?:second|segunda|deuxieme|dezyem) (?:one |lan )?"
    r"(?=para|on|for|le|el|set|pou)"
)


def _other_round(analysis: Analysis, sentence: Sentence) -> Term | None:
    """The other round of the vote of the sentence before, named by its number alone: "La segunda sería el 6"."""
    before = analysis.sentences[sentence.index - 1] if sentence.index else None
    found = _ROUND.match(analysis.folded, sentence.start, sentence.end)
    if sentence.has("election.round"):
        again = _ROUND_TOO.search(analysis.folded, sentence.start, sentence.end)
        return Term(again.start(), again.end() - 1, "election.round", "politics") if again else None
    if not found or before is None or not before.has("election.round"):
        return None
    return Term(sentence.start, found.end() - 1, "election.round", "politics")


_AND = re.compile(r",?\s(?:and|et|y|e|ak|epi)\s(?:then\s)?", re.IGNORECASE)
_AT_FIRST = re.compile(
    r"\b(?:initially|originally|first (?:set|planned|scheduled)|previously"
    r"|(?:had|have) been (?:set|planned|scheduled|due)|were (?:to have been|once)|d['’]abord|initialement"
    r"|(?:étaient|était|avaient été) (?:d['’]abord )?(?:prévue?s?|fixée?s?)|inicialmente|originalmente"
    r"|(?:estaban|estaba|habían sido) (?:previst|fijad|programad)[oa]s?|okòmansman|te prevwa)\b"
    r"[^,.;]*$",
    re.IGNORECASE,
)


def _is_its_date(analysis: Analysis, sentence: Sentence, mention: DateMention, term: Term, terms: list[Term]) -> bool:
    """Whether the date is the vote's own, not that of an announcement or a mandate beside it."""
    assert mention.when is not None
    if _AT_FIRST.search(analysis.text, max(sentence.start, mention.start - 40), mention.start):
        return False
    if mention.kind in ("deadline", "until") or mention.future:
        return True
    if analysis.published and mention.when.earliest > analysis.published:
        return True
    ahead = tagged(terms, "ahead")
    if analysis.published and ahead:
        return False
    near = cost(analysis, sentence, (term.start, term.end), (mention.start, mention.end))
    return near <= 30 and not tagged(terms, "adopt", "extend")
