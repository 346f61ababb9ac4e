"""Votes: resolutions of the Council, the end of mandates, elections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.frames import force_mentions, nearest
from veye.extract.claims.milestone_common import date_near, founded, hull, long_ago, make_draft, tagged
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of, word_set
from veye.extract.words.dates import DateMention
from veye.records import When

_DATED = ("absolute", "relative", "span")
ANY = ("absolute", "relative", "span", "until", "deadline", "since")


def find_resolutions(analysis: Analysis, sentence: Sentence, terms: list[Term]) -> Iterator[Draft]:
    """A vote of the Council: its day is the nearest one that does not end or open a stretch."""
    adopts = [t for t in tagged(terms, "adopt") if analysis.text[t.start - 1 : t.start] != "-"]
    adopts = [t for t in adopts if not NEGATED.search(analysis.text, max(sentence.start, t.start - 16), t.start)]
    adopts = [t for t in adopts if not any(d.start <= t.start < d.end for d in sentence.dates)]  # "semèn pase"
    if _IF.search(analysis.folded, sentence.start, max((t.start for t in adopts), default=sentence.start)):
        return
    if not adopts and not tagged(terms, "adopt"):
        adopts = [
            t
            for t in tagged(terms, "extend")
            if _EXTENSION.search(analysis.folded[t.start : t.end])
            and not NEGATED.search(analysis.text, max(sentence.start, t.start - 16), t.start)
        ]
    council, named = tagged(terms, "council"), tagged(terms, "resolution.what")
    council = [t for t in council if not _OF_OTHERS.match(analysis.folded, t.end)]
    for term in named:
        dated = next(
            (d for d in sentence.dates if d.when and d.kind == "absolute" and _beside(analysis, d, term)), None
        )
        if dated is not None and not dated.future:
            span = hull((term.start, term.end), (dated.start, dated.end))
            yield make_draft(
                analysis, sentence, "resolution", "done", span, dated.when, backref=long_ago(analysis, dated.when)
            )
            return
    recalled = _recalled_vote(analysis, sentence, adopts, council)
    if recalled:
        yield recalled
        return
    renewed = tagged(terms, "mandate.what") and any(_EXTENSION.search(analysis.folded[t.start : t.end]) for t in terms)
    if (
        not adopts
        or not (council or named or renewed)
        or (tagged(terms, "talk") and not named and not _old_verb(analysis, adopts))
    ):
        return
    anchor = (named or council or tagged(terms, "mandate.what"))[0]
    near = nearest(analysis, sentence, (anchor.start, anchor.end), adopts, limit=130)
    if near is None:
        return
    spoken = (
        sentence.has("mission:", "force") or tagged(terms, "mandate.what") or _takes_it_up(analysis, sentence, adopts)
    )
    if not named and not spoken:
        return
    verb = near[1]
    mention = date_near(analysis, sentence, (verb.start, verb.end), _DATED, limit=150, past=True)
    when = mention.when if mention else None
    if when is None and not named and (sentence.index > 1 or _VOTE.isdisjoint(_words(analysis, adopts))):
        return
    if when is not None and when.precision == "month" and not named and _for_a_time(analysis, sentence):
        return  # what is recalled then is how long the mandate runs
    span = hull((anchor.start, anchor.end), (verb.start, verb.end))
    yield make_draft(analysis, sentence, "resolution", "done", span, when, backref=long_ago(analysis, when))


_VOTE = word_set("a vote")
_IF = re.compile(rf"\b{any_of('on condition')}\s(?:\w+\s){{0,8}}?$")
_OF_OTHERS = re.compile(rf"\s{any_of('of another union')}\b")


def _words(analysis: Analysis, terms: list[Term]) -> set[str]:
    return {analysis.folded[t.start : t.end] for t in terms}


_IT = re.compile(r"(?:\bl['’]\s?(?:a\s|avait\s|ont\s)?|\b(?:la|lo)\s)$", re.IGNORECASE)
_IT_AFTER = re.compile(r"\s(?:it|li|l)\b", re.IGNORECASE)


def _takes_it_up(analysis: Analysis, sentence: Sentence, adopts: list[Term]) -> bool:
    """Whether the vote is on the force of the sentence before: "El Consejo la autorizó en octubre"."""
    before = analysis.sentences[sentence.index - 1] if sentence.index else None
    return (
        before is not None
        and before.has("mission:", "force")
        and any(
            _IT.search(analysis.text, max(sentence.start, t.start - 10), t.start)
            or _IT_AFTER.match(analysis.text, t.end)
            for t in adopts
        )
    )


def _recalled_vote(analysis: Analysis, sentence: Sentence, adopts: list[Term], council: list[Term]) -> Draft | None:
    """An authorisation long past, told beside the force's name: "la mission autorisée par l'ONU en octobre 2023"."""
    forces = force_mentions(analysis, sentence)
    if any(n.kind == "money" for n in sentence.numbers):
        return None
    for verb in adopts:
        if not _AUTHORISED.match(analysis.folded[verb.start : verb.end]):
            continue
        near = nearest(analysis, sentence, (verb.start, verb.end), forces, limit=60)
        mention = date_near(analysis, sentence, (verb.start, verb.end), ("absolute", "relative"), limit=45)
        if (
            (near or council)
            and mention
            and mention.when
            and not founded(analysis, mention.when)
            and long_ago(analysis, mention.when)
            and mention.start >= verb.end
        ):
            span = hull((verb.start, verb.end), (mention.start, mention.end))
            return make_draft(analysis, sentence, "resolution", "done", span, mention.when, backref=True)
    return None


_EXTENSION = re.compile(r"extension|extended|renewal|renewed|prolong|prorog|reconduit|renouvel|prorrog|renov|pwolonj")
_AUTHORISED = re.compile(
    r"(?:authori[sz]ed|approved|mandated|created|established|autorise|approuve|cree|mandate|autorizad|aprobad"
    r"|cread|otorize|kreye)"
)
_LINK = re.compile(
    r"[\W\d]*(?:(?:of|de|du|del|d|nan|adopted|adoptée|adoptada|on|le|el|in|en)\W+)*[\W\d]*", re.IGNORECASE
)


def _beside(analysis: Analysis, mention: DateMention, term: Term) -> bool:
    """Whether the date belongs to the noun: "the September resolution", "la résolution 2699 du 2 octobre"."""
    low, high = min(mention.end, term.end), max(mention.start, term.start)
    return high - low <= 28 and bool(_LINK.fullmatch(analysis.text, low, high))


def _old_verb(analysis: Analysis, adopts: list[Term]) -> bool:
    return any(analysis.folded[t.start : t.end].endswith(("ed", "e", "o", "s")) for t in adopts)


_REACHES = re.compile(rf"\b{any_of('reaches a day')}\s$")


def find_mandates(analysis: Analysis, sentence: Sentence, terms: list[Term]) -> Iterator[Draft]:
    """The day on which a mandate runs out."""
    extends = tagged(terms, "extend")
    extends += _runs_to(analysis, sentence, terms)
    extends += [t for t in tagged(terms, "transition.power") if "manda" in analysis.folded[t.start : t.end]]
    named = tagged(terms, "mandate.what", "council") or any("manda" in analysis.folded[t.start : t.end] for t in terms)
    if not extends or not (named or sentence.has("mission:", "force")):
        return
    if tagged(terms, "election.what") and not named:
        return
    best: tuple[int, tuple[int, int], When] | None = None
    for mention in sentence.dates:
        coming = mention.kind == "relative" and (mention.future or _comes(analysis, mention.when))
        if mention.when is None or not (coming or mention.kind in ("until", "absolute", "deadline")):
            continue
        at = (mention.start, mention.end)
        near = nearest(analysis, sentence, at, extends, limit=60)
        until = mention.kind == "until" or bool(_REACHES.search(analysis.folded, sentence.start, mention.start))
        ahead = analysis.published is None or mention.when.latest >= analysis.published or mention.kind == "until"
        bare = near is not None and not _verb_of_term(analysis, near[1]) and near[1].tag != "extend.to"
        if bare and not named and len(extends) == 1:
            continue
        if near is None or not ahead or not (until or mention.kind == "deadline" or _expires(analysis, near[1])):
            continue
        leaving = nearest(analysis, sentence, at, tagged(terms, "withdraw.what", "withdraw.strong"))
        if leaving and leaving[0] < 12 and not _expires(analysis, near[1]) and not _verb_of_term(analysis, near[1]):
            continue
        price = near[0] + (20 if mention.end <= near[1].start else 0)
        if best is None or price < best[0]:
            best = price, hull((near[1].start, near[1].end), at), mention.when
    if best is not None:
        yield make_draft(analysis, sentence, "mandate", "done", best[1], best[2])
        return
    months = _for_a_time(analysis, sentence) if tagged(terms, "mandate.what") else 0
    renewed = date_near(analysis, sentence, (extends[0].start, extends[0].end), _DATED, limit=150, past=True)
    if months and renewed and renewed.when and renewed.when.precision == "month":
        span = hull((extends[0].start, extends[0].end), (renewed.start, renewed.end))
        yield make_draft(
            analysis,
            sentence,
            "mandate",
            "done",
            span,
            _later(renewed.when, months),
            backref=long_ago(analysis, renewed.when),
        )


_YEAR, _HALF = re.compile(rf"\b{any_of('for a year')}\b"), re.compile(rf"\b{any_of('for half a year')}\b")


def _for_a_time(analysis: Analysis, sentence: Sentence) -> int:
    """For how many months a mandate is renewed; 0 where that is not told."""
    at = sentence.start, sentence.end
    return 12 if _YEAR.search(analysis.folded, *at) else 6 if _HALF.search(analysis.folded, *at) else 0


def _later(when: When, months: int) -> When:
    """The month that lies so many after another."""
    year, month = divmod(when.earliest.year * 12 + when.earliest.month - 1 + months, 12)
    return When.month(year, month + 1, words=when.words)


_TO = re.compile(
    r"\s(?:\w+\s){0,4}?(?:to|until|through|up to|jusqu au|jusqu en|au|hasta|al|rive|jis|jiska)\s(?:the |le |el )?$"
)


def _runs_to(analysis: Analysis, sentence: Sentence, terms: list[Term]) -> list[Term]:
    """Between a mandate and a day, the words that carry it there: "voye manda BINUH a rive 15 jiyè"."""
    found = []
    for noun in tagged(terms, "mandate.what"):
        for mention in sentence.dates:
            gap = analysis.folded[noun.end : mention.start].replace("\n", " ")
            if 0 < mention.start - noun.end <= 40 and _TO.fullmatch(gap):
                found.append(Term(noun.end + 1, mention.start - 1, "extend.to", "politics"))
    return found


def _comes(analysis: Analysis, when: When | None) -> bool:
    """Whether a day lies after the report's."""
    return when is not None and analysis.published is not None and when.earliest > analysis.published


_BARE = frozenset(["until", "jusqu au", "jusqu en", "hasta el", "hasta", "jiska", "jis", "through"])


def _verb_of_term(analysis: Analysis, term: Term) -> bool:
    """Whether the term is more than the bare "until"."""
    return " ".join(analysis.folded[term.start : term.end].split()) not in _BARE


_EXPIRES = re.compile(
    r"expir|laps|ends?\b|ending|valid|echeance|prend|prendra|acheve|venc|termin|finaliz|conclu|caduc|ekspire"
    r"|fini|pran fen|bout|run\w* out|ran out|is up|comes? to|comes to an end|kaba|tonbe|culmin|acab|eteint|terme"
    r"|dur|last|good"
    r"|to\b|through|dejara|extension|prorroga|prolongation|prorogation"
)


def _expires(analysis: Analysis, term: Term) -> bool:
    return term.tag == "extend.to" or bool(_EXPIRES.search(analysis.folded[term.start : term.end]))


NEGATED = re.compile(r"\b(?:not|never|without|instead of|ne|n['’]|sans|no|sin|pa)\s*(?:\w+\s+){0,2}$", re.IGNORECASE)
