"""Power at home: a transitional authority that takes or leaves it, and delegations that put a case abroad."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.frames import nearest
from veye.extract.claims.milestone_common import date_near, hull, long_ago, make_draft, tagged
from veye.extract.claims.milestone_votes import ANY
from veye.extract.lexicon import Term

_HANDS_OVER = re.compile(r"(?:\w+ )*(?:hand\w* over|handover of|transfer of|remettre|remet|entreg|remet)\b")


def find_handovers(analysis: Analysis, sentence: Sentence, terms: list[Term]) -> Iterator[Draft]:
    """A transitional authority that takes or leaves power, with the day."""
    bodies, powers = tagged(terms, "transition.body"), tagged(terms, "transition.power")
    bodies = bodies or [t for t in powers if _HANDS_OVER.match(analysis.folded, t.start)]
    for body in bodies:
        near = (0, body) if body in powers else nearest(analysis, sentence, (body.start, body.end), powers, limit=70)
        if near is None:
            continue
        mention = date_near(analysis, sentence, (near[1].start, near[1].end), ANY, limit=90)
        if mention is None or mention.when is None:
            continue
        ahead = mention.future or bool(analysis.published and mention.when.earliest > analysis.published)
        span = hull((near[1].start, near[1].end), (mention.start, mention.end), (body.start, body.end))
        yield make_draft(
            analysis,
            sentence,
            "transition",
            "planned" if ahead else "done",
            span,
            mention.when,
            backref=not ahead and long_ago(analysis, mention.when),
            planned=ahead,
        )
        return


def find_delegations(analysis: Analysis, sentence: Sentence, terms: list[Term]) -> Iterator[Draft]:
    """A delegation of the mission that is scheduled to put its case abroad: a step under discussion."""
    delegates, travels = tagged(terms, "delegation"), tagged(terms, "travel")
    if not delegates or not travels:
        return
    near = nearest(analysis, sentence, (delegates[0].start, delegates[0].end), travels, limit=60)
    if near is None:
        return
    mention = date_near(analysis, sentence, (near[1].start, near[1].end), ("absolute", "relative", "deadline"))
    span = hull((delegates[0].start, delegates[0].end), (near[1].start, near[1].end))
    draft = make_draft(
        analysis,
        sentence,
        "transition",
        "discussed",
        (span[0], sentence.end),
        mention.when if mention else None,
        planned=True,
    )
    yield msgspec.structs.replace(draft, rule="milestone.delegation")
