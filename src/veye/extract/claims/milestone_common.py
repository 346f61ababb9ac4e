"""What the finders of dated steps share: drafts, nearest dates, stretches of text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.frames import cost
from veye.extract.lexicon import Term
from veye.extract.words.dates import DateMention
from veye.records import Flags, Milestone, When
from veye.records.claim import MilestoneWhat

NEAR = 110


def tagged(terms: Sequence[Term], *tags: str) -> list[Term]:
    return [t for t in terms if t.tag in tags]


def make_draft(
    analysis: Analysis,
    sentence: Sentence,
    what: MilestoneWhat,
    status: str,
    span: tuple[int, int],
    when: When | None,
    *,
    backref: bool = False,
    planned: bool = False,
) -> Draft:
    return Draft(
        Milestone(what, status, analysis.words(*span)),  # type: ignore[arg-type]
        sentence.index,
        span[0],
        span[1],
        f"milestone.{what}",
        when=when,
        flags=Flags(backref=backref, planned=planned),
        inherit=False,
    )


def date_near(
    analysis: Analysis,
    sentence: Sentence,
    at: tuple[int, int],
    kinds: Sequence[str],
    *,
    limit: int = NEAR,
    past: bool = False,
) -> DateMention | None:
    """The resolved date of some kinds that lies nearest to `at`; with `past`, only one that does not lie ahead."""
    best: tuple[int, DateMention] | None = None
    for mention in sentence.dates:
        if mention.when is None or mention.kind not in kinds:
            continue
        if past and (mention.future or (analysis.published and mention.when.earliest > analysis.published)):
            continue
        price = cost(analysis, sentence, at, (mention.start, mention.end))
        if price <= limit and (best is None or price < best[0]):
            best = price, mention
    return best[1] if best else None


def hull(*parts: tuple[int, int]) -> tuple[int, int]:
    return min(p[0] for p in parts), max(p[1] for p in parts)


def long_ago(analysis: Analysis, when: When | None) -> bool:
    """Whether the date lies so far back that the text recalls it."""
    return when is not None and analysis.published is not None and (analysis.published - when.latest).days > 25


def founded(analysis: Analysis, when: When | None) -> bool:
    """Whether only a year long past is given, in which a mission was founded: "since it began in 2013"."""
    if when is None or when.precision != "year" or analysis.published is None:
        return False
    return analysis.published.year - when.latest.year >= _OLD_YEARS


_OLD_YEARS = 5
_STRIFE = (
    r"(?:war|conflict|fighting|crisis|offensive|uprising|siege|attacks?|violence|guerre|conflit|combats|crise|attaques?"
    r"|guerra|conflicto|combates|ofensiva|ataques?|violencia|lage|konfli|kriz|vyolans|atak)"
)
_CONFLICT = re.compile(rf"\s(?:the |la |le |el |l |un |una |une |an? )?(?:\w+ )?{_STRIFE}\b")
_CONFLICT_BEFORE = re.compile(rf"\b{_STRIFE} (?:a |la |an |te )?$")


def of_conflict(analysis: Analysis, term: Term) -> bool:
    """Whether what begins is a war or a crisis, no mission: "desde que empezó la guerra", "since the war began"."""
    before = analysis.folded[max(0, term.start - 24) : term.start].replace("\n", " ")
    return bool(_CONFLICT.match(analysis.folded, term.end) or _CONFLICT_BEFORE.search(before))


BEGINS = re.compile(
    r"\b(?:beg[iau]n\w*|start\w*|set about|entam\w+|commenc\w+|debut\w+|amorc\w+|comenz\w+|comienz\w+|empez\w+"
    r"|empiez\w+|inici\w+|komans\w+|derape|tanmen) (?:\w+ ){0,3}$"
)
_SINCE_FORCE = re.compile(
    r"\b(?:since|depuis que|desde que|depi) (?:the |la |le |el |l )?"
    r"(?:force|mission|fuerza|mision|misyon|fos|operation)\w* (?:\w+ ){0,2}?"
    r"(?:deployed|arrived|landed|began|started|came|went in|desplego|llego|empezo|comenzo|inicio|debarque|arrivee?"
    r"|deployee?|lancee?|commence|debute|debake|rive|komanse)\b"
)


def since_force(analysis: Analysis, sentence: Sentence) -> list[Term]:
    """Since when the force is there: "desde que la fuerza se desplegó en junio"."""
    text = analysis.folded[sentence.start : sentence.end].replace("\n", " ")
    return [
        Term(sentence.start + m.start(), sentence.start + m.end(), "deploy.since", "politics")
        for m in _SINCE_FORCE.finditer(text)
    ]


def counted_arrival(sentence: Sentence, term: Term) -> bool:
    """Whether a number of people right beside the verb makes it an arrival of so many, not the start of the mission."""
    return any(
        n.kind == "cardinal" and (n.count.best or 0) > 1 and min(abs(n.start - term.end), abs(term.start - n.end)) < 30
        for n in sentence.numbers
    )
