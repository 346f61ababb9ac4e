"""Moves: one force that becomes another, deployments, withdrawals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.frames import cost, force_mentions, nearest
from veye.extract.claims.milestone_common import (
    BEGINS,
    counted_arrival,
    date_near,
    founded,
    hull,
    long_ago,
    make_draft,
    of_conflict,
    since_force,
    tagged,
)
from veye.extract.claims.milestone_votes import NEGATED
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of
from veye.extract.words.dates import DateMention
from veye.records import When


def find_transitions(
    analysis: Analysis, sentence: Sentence, terms: list[Term], resolved: When | None
) -> Iterator[Draft]:
    """One force that turns into, or is followed by, another."""
    verbs, into = tagged(terms, "transition.what"), tagged(terms, "transition.into")
    forces = [t for t in sentence.tagged("mission:", "force") if t.subject in ("missions", "forces")]
    for verb in verbs:
        after = nearest(analysis, sentence, (verb.start, verb.end), [t for t in into if t.start >= verb.end], limit=100)
        target = after or nearest(analysis, sentence, (verb.start, verb.end), into, limit=100)
        target = target or _relieved(analysis, sentence, verb, forces)
        if target is None:
            continue
        others = [f for f in forces if f.end <= target[1].start or f.start >= target[1].end]
        if not others and not _pronoun(analysis, verb):
            continue
        if NEGATED.search(analysis.text, max(sentence.start, verb.start - 30), verb.start):
            continue
        span = hull((verb.start, verb.end), (target[1].start, target[1].end))
        talk = nearest(analysis, sentence, span, tagged(terms, "talk"), limit=90)
        adopted = bool(tagged(terms, "adopt")) or bool(tagged(terms, "resolution.what"))
        mention = date_near(analysis, sentence, span, ("absolute", "relative", "deadline", "since"), limit=130)
        when = mention.when if mention else None
        if mention and mention.future and resolved is None and adopted and not tagged(terms, "ahead"):
            when = None
        if talk and not adopted:
            if not tagged(terms, "council") and when is None:
                continue
            yield make_draft(
                analysis,
                sentence,
                "transition",
                "discussed",
                hull(span, (talk[1].start, talk[1].end)),
                None,
                planned=True,
            )
            continue
        if when is None and (adopted or not tagged(terms, "ahead")):
            when = resolved
        if when is None and not adopted:
            continue
        ahead = bool(when and analysis.published and when.latest > analysis.published)
        yield make_draft(
            analysis,
            sentence,
            "transition",
            "planned" if ahead else "done",
            span,
            when,
            backref=long_ago(analysis, when),
            planned=ahead,
        )


_TAKES_OVER = re.compile(
    r"(?:\w+ )*(?:takes? over|took over|taking over|replac|succeed|pris le relais|prend le relais|prendra le relais"
    r"|remplac|succed|releva|reemplaz|sustitu|pran plas|ranplase)"
)


def _relieved(analysis: Analysis, sentence: Sentence, verb: Term, forces: list[Term]) -> tuple[int, Term] | None:
    """The force that another relieves, where a word for a force stands on either side of the verb."""
    if not _TAKES_OVER.match(analysis.folded, verb.start):
        return None
    before = [f for f in forces if f.end <= verb.start and verb.start - f.end <= 40]
    after = nearest(analysis, sentence, (verb.start, verb.end), [f for f in forces if f.start >= verb.end], limit=60)
    return after if before else None


_IT = re.compile(r"\b(?:it|which|that|qui|la|le|elle|que|lo|ki|l)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)


def _pronoun(analysis: Analysis, verb: Term) -> bool:
    return bool(_IT.search(analysis.text, max(0, verb.start - 24), verb.start))


_STARTS = (
    "began",
    "launch",
    "first",
    "premier",
    "lance",
    "lanc",
    "commenc",
    "comenz",
    "primer",
    "komans",
    "premye",
    "full",
    "plein",
    "started",
)


def find_deployments(analysis: Analysis, sentence: Sentence, terms: list[Term]) -> Iterator[Draft]:
    """The start of a mission on the ground, and planned arrivals of a first group."""
    begins, deploys, since = tagged(terms, "deploy.begin"), tagged(terms, "deploy.what"), tagged(terms, "deploy.since")
    forces = [t for t in force_mentions(analysis, sentence) if "oper" not in analysis.folded[t.start : t.end]]
    if tagged(terms, "mandate.what"):
        return
    first = any(_FIRST_OF.match(analysis.folded[t.start : t.end]) for t in deploys)
    landed = _first_of_a_country(analysis, sentence)
    whose = forces or sentence.has("demonym:", "country:", "unit", "mission:")
    if (
        not forces
        and not since
        and not first
        and not landed
        and not (sentence.has("country:", "demonym:") and deploys)
        and not sentence.has("unit")
    ):
        return
    starts = [
        t
        for t in deploys
        if any(w in analysis.folded[t.start : t.end] for w in _STARTS)
        or nearest(analysis, sentence, (t.start, t.end), begins, limit=40)
    ]
    starts += [
        t for t in deploys if any(d.kind == "since" and d.when and abs(d.start - t.end) < 30 for d in sentence.dates)
    ]
    starts += [t for t in begins if nearest(analysis, sentence, (t.start, t.end), forces, limit=45)]
    starts += [t for t in deploys if _was_deployed(analysis, sentence, t, forces)]
    starts += [t for t in sentence.tagged("arrived") if _force_arrived(analysis, sentence, t, forces)]
    starts += since
    starts += since_force(analysis, sentence)
    starts += landed
    starts = [t for t in starts if not of_conflict(analysis, t)]
    starts = [t for t in starts if not any(d.start <= t.start and t.end <= d.end for d in sentence.dates)]
    for term in sorted(starts, key=lambda t: t.start):
        at = (term.start, term.end)
        mention = date_near(analysis, sentence, at, ("absolute", "relative", "deadline", "since"), limit=70)
        if mention is None or mention.when is None:
            continue
        ahead = mention.future or bool(analysis.published and mention.when.earliest > analysis.published)
        if ahead and analysis.published and mention.when.latest < analysis.published:
            continue
        if mention.end <= term.start and analysis.folded[mention.start : mention.end].split()[-1] in _LATER:
            continue
        if founded(analysis, mention.when) or _DAY_AFTER.search(analysis.folded, sentence.start, term.start):
            continue
        now = mention.when.precision == "day" and not long_ago(analysis, mention.when)
        verb = analysis.folded.rfind(" ", term.start, term.end) + 1 or term.start
        begun = bool(BEGINS.search(analysis.folded, sentence.start, max(verb, term.start)))
        if not ahead and not (now and (first or begun) and whose) and (counted_arrival(sentence, term) or now):
            continue
        span = hull(at, (mention.start, mention.end))
        yield make_draft(
            analysis,
            sentence,
            "deployment",
            "planned" if ahead else "done",
            span,
            mention.when,
            backref=long_ago(analysis, mention.when),
            planned=ahead,
        )
        return


def _force_arrived(analysis: Analysis, sentence: Sentence, verb: Term, forces: list[Term]) -> bool:
    """Whether the force itself is said to have arrived, as such and not so many of its people."""
    subject = [f for f in forces if 0 <= verb.start - f.end <= 14]
    if not subject or not _ARRIVES.match(analysis.folded, verb.start):
        return False
    return not counted_arrival(sentence, verb) and not sentence.has("demonym:", "unit")


_ARRIVES = re.compile(r"(?:\w+ )?(?:arriv|land|deploy|rive|lleg|debarq|debak)")


_DEPLOYED = re.compile(
    r"(?:\w+ )*(?:deployed|operational|deployee?s?|operationnelle?|desplegad[oa]|operativ[oa]|deplwaye)$"
)


def _was_deployed(analysis: Analysis, sentence: Sentence, verb: Term, forces: list[Term]) -> bool:
    """Whether a force is said to have been deployed, or to be ready, and nothing counts its people."""
    if not _DEPLOYED.match(analysis.folded[verb.start : verb.end]) or counted_arrival(sentence, verb):
        return False
    return any(0 <= verb.start - f.end <= 60 or 0 <= f.start - verb.end <= 12 for f in forces)


_DAY_AFTER = re.compile(rf"\b{any_of('a day after')}\s(?:\w+\s){{0,5}}$")
_LATER = frozenset(("after", "later", "apres", "despues", "apre"))  # "five days after the first arrivals"
_FIRST_OF = re.compile(r"(?:first|premi|primer)")
_FIRST_BEFORE = re.compile(
    r"\b(?:first|premiers|premières|primeros|primeras|premye)\s(?:of the |des |de los )?(?:\w+\s)?$", re.IGNORECASE
)


def _first_of_a_country(analysis: Analysis, sentence: Sentence) -> list[Term]:
    """The verb of landing that "the first Kenyans" stand before."""
    return [
        verb
        for people in sentence.tagged("demonym:")
        if _FIRST_BEFORE.search(analysis.text, max(sentence.start, people.start - 28), people.start)
        for verb in sentence.tagged("arrived", "pledged")
        if 0 <= verb.start - people.end <= 40
    ][:1]


_AFTER = re.compile(
    r"\b(?:after|since|following|après|depuis|suite au|tras|después de(?:l)?|desde|apre|depi)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_THAT_DAY = re.compile(
    r"\b(?:th(?:at|is) (?:date|day)|then|cette date|ce jour-là|esa fecha|ese día|entonces|dat sa a|jou sa a)\b",
    re.IGNORECASE,
)


def find_withdrawals(
    analysis: Analysis, sentence: Sentence, terms: list[Term], mandate: list[Draft], ends: When | None
) -> Iterator[Draft]:
    """The end of a mission, or of a contingent's part in it, with its day."""
    yield from _ended(analysis, sentence, terms)
    yield from _begun(analysis, sentence, terms)
    used = [d.when for d in mandate]
    forces = [t for t in sentence.tagged("mission:", "force", "unit") if t.subject in ("missions", "forces")]
    for verb in tagged(terms, "withdraw.what", "withdraw.strong"):
        at = (verb.start, verb.end)
        if _AFTER.search(analysis.text, max(sentence.start, verb.start - 24), verb.start):
            continue
        near = nearest(analysis, sentence, at, forces, limit=80)
        if near is None and sentence.has("country:", "demonym:", "seat:"):
            near = nearest(analysis, sentence, at, sentence.tagged("noun.strong", "noun.weak"), limit=30)
        if near is None and not sentence.has("mission:") and verb.tag != "withdraw.strong":
            continue
        mention = _ahead_date(analysis, sentence, at, used)
        if mention is None:
            if ends and _THAT_DAY.search(analysis.text, verb.end, sentence.end):
                yield make_draft(analysis, sentence, "withdrawal", "planned", at, ends, planned=True)
                return
            continue
        span = hull(at, (mention.start, mention.end))
        yield make_draft(analysis, sentence, "withdrawal", "planned", span, mention.when, planned=True)
        return


def _ahead_date(
    analysis: Analysis, sentence: Sentence, at: tuple[int, int], used: list[When | None]
) -> DateMention | None:
    """The nearest date to come that is not the mandate's; dates behind the verb may stand further off."""
    best: tuple[int, DateMention] | None = None
    for mention in sentence.dates:
        if (
            mention.when is None
            or mention.kind not in ("absolute", "relative", "deadline", "until")
            or mention.when in used
        ):
            continue
        ahead = (
            mention.future
            or mention.kind == "deadline"
            or bool(analysis.published and mention.when.earliest > analysis.published)
        )
        price = cost(analysis, sentence, at, (mention.start, mention.end)) - (40 if mention.start >= at[1] else 0)
        if ahead and price <= 90 and (best is None or price < best[0]):
            best = price, mention
    return best[1] if best else None


def _begun(analysis: Analysis, sentence: Sentence, terms: list[Term]) -> Iterator[Draft]:
    """A pull-out that has begun, with its day: "la Samidrc entame son retrait mardi"."""
    forces = [t for t in sentence.tagged("mission:", "force", "unit") if t.subject in ("missions", "forces")]
    for verb in tagged(terms, "withdraw.strong", "withdraw.what"):
        before = analysis.folded[max(sentence.start, verb.start - 40) : verb.start].replace("\n", " ")
        after = analysis.folded[verb.end : min(sentence.end, verb.end + 70)].replace("\n", " ")
        if not forces or not (BEGINS.search(before) or _BEGUN_BEHIND.match(after)):
            continue
        mention = date_near(analysis, sentence, (verb.start, verb.end), ("absolute", "relative"), limit=150, past=True)
        if mention is not None and mention.when is not None:
            span = hull((verb.start, verb.end), (mention.start, mention.end))
            old = long_ago(analysis, mention.when)
            yield make_draft(analysis, sentence, "withdrawal", "done", span, mention.when, backref=old)
            return


_BEGUN_BEHIND = re.compile(
    rf"(?: (?:of|de|du|de la|del|des|d|nan) (?:\w+ ){{0,4}}?\w+)? +(?:\w+ )?{any_of('begun, of a move')}\b"
)

_QUITS = re.compile(
    r"(?:has |a |se |s est |s |te )?(?:left|quit|walked|pulled|has left|quitte|claque|retir|abandon|dejo|desvincul"
    r"|dio un|kite|soti|desengage)"
)


def _ended(analysis: Analysis, sentence: Sentence, terms: list[Term]) -> Iterator[Draft]:
    """A mission that was ended or has left, with the day."""
    for verb in tagged(terms, "withdraw.done"):
        if _QUITS.match(analysis.folded[verb.start : verb.end]) and not any(
            t.start < verb.start for t in sentence.tagged("country:", "demonym:", "seat:", "mission:")
        ):
            continue
        mention = date_near(analysis, sentence, (verb.start, verb.end), ("absolute", "relative"), limit=70)
        if mention is None and sentence.zone == "title" and sentence.index + 1 < len(analysis.sentences):
            told = [
                d for d in analysis.sentences[sentence.index + 1].dates if d.when and d.kind in ("absolute", "relative")
            ]
            if told and told[0].when and not told[0].future:
                span = verb.start, verb.end
                yield make_draft(analysis, sentence, "withdrawal", "done", span, told[0].when)
                return
        if mention is not None and mention.when is not None and not mention.future:
            span = hull((verb.start, verb.end), (mention.start, mention.end))
            yield make_draft(
                analysis, sentence, "withdrawal", "done", span, mention.when, backref=long_ago(analysis, mention.when)
            )
            return
