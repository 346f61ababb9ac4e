"""Dated steps of mandate and politics: resolutions, mandates, elections, transitions, deployments, withdrawals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.frames import about_mission, cost, force_mentions, nearest
from veye.extract.lexicon import Term
from veye.extract.words.dates import DateMention
from veye.records import Flags, Milestone, When
from veye.records.claim import MilestoneWhat

_DATED = ("absolute", "relative", "span")
_ANY = ("absolute", "relative", "span", "until", "deadline", "since")
_NEAR = 110


def find(analysis: Analysis) -> Iterator[Draft]:
    """The milestones of a story about an international mission or its host's politics, each kind and date once."""
    yield from _finest(list(_all(analysis)))


def _finest(drafts: list[Draft]) -> Iterator[Draft]:
    """The drafts without those whose month or year another of the same kind gives to the day or month."""
    dates = {(d.rule, d.when.iso()) for d in drafts if d.when}
    for draft in drafts:
        iso = draft.when.iso() if draft.when else ""
        if not (
            iso
            and draft.rule == "milestone.election"
            and any(r == draft.rule and o != iso and o.startswith(iso) for r, o in dates)
        ):
            yield draft


def _all(analysis: Analysis) -> Iterator[Draft]:
    mission = about_mission(analysis)
    seen: set[tuple[str, str | None]] = set()
    resolved: When | None = None
    ends: When | None = None
    for sentence in analysis.body():
        terms = [t for t in sentence.terms if t.subject == "politics"]
        if not terms:
            continue
        found: list[Draft] = []
        if mission:
            found += _resolution(analysis, sentence, terms)
            resolved = next((d.when for d in found if d.when), resolved)
            mandate = list(_mandate(analysis, sentence, terms))
            ends = mandate[0].when if mandate else ends
            found += mandate
            found += _transition(analysis, sentence, terms, resolved)
            found += _deployment(analysis, sentence, terms)
            found += _withdrawal(analysis, sentence, terms, mandate, ends)
            found += _delegation(analysis, sentence, terms)
        found += _elections(analysis, sentence, terms)
        found += _handover(analysis, sentence, terms)
        for draft in found:
            statement = draft.statement
            assert isinstance(statement, Milestone)
            key = statement.what, draft.when.iso() if draft.when else f"{draft.rule}.{statement.status}"
            undated = statement.what == "resolution" and draft.when is None and any(k[0] == "resolution" for k in seen)
            if key not in seen and not undated:
                seen.add(key)
                yield draft


def _of(terms: Sequence[Term], *tags: str) -> list[Term]:
    return [t for t in terms if t.tag in tags]


def _draft(
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


def _date_near(
    analysis: Analysis,
    sentence: Sentence,
    at: tuple[int, int],
    kinds: Sequence[str],
    *,
    limit: int = _NEAR,
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


def _hull(*parts: tuple[int, int]) -> tuple[int, int]:
    return min(p[0] for p in parts), max(p[1] for p in parts)


def _old(analysis: Analysis, when: When | None) -> bool:
    """Whether the date lies so far back that the text recalls it."""
    return when is not None and analysis.published is not None and (analysis.published - when.latest).days > 25


def _resolution(analysis: Analysis, sentence: Sentence, terms: list[Term]) -> Iterator[Draft]:
    """A vote of the Council: its day is the nearest one that does not end or open a stretch."""
    adopts = [t for t in _of(terms, "adopt") if analysis.text[t.start - 1 : t.start] != "-"]
    adopts = [t for t in adopts if not _NEGATED.search(analysis.text, max(sentence.start, t.start - 16), t.start)]
    if not adopts and not _of(terms, "adopt"):
        adopts = [t for t in _of(terms, "extend") if _EXTENSION.search(analysis.folded[t.start : t.end])]
    council, named = _of(terms, "council"), _of(terms, "resolution.what")
    for term in named:
        dated = next(
            (d for d in sentence.dates if d.when and d.kind == "absolute" and _beside(analysis, d, term)), None
        )
        if dated is not None and not dated.future:
            span = _hull((term.start, term.end), (dated.start, dated.end))
            yield _draft(analysis, sentence, "resolution", "done", span, dated.when, backref=_old(analysis, dated.when))
            return
    recalled = _recalled_vote(analysis, sentence, adopts, council)
    if recalled:
        yield recalled
        return
    renewed = _of(terms, "mandate.what") and any(_EXTENSION.search(analysis.folded[t.start : t.end]) for t in terms)
    if (
        not adopts
        or not (council or named or renewed)
        or (_of(terms, "talk") and not named and not _old_verb(analysis, adopts))
    ):
        return
    anchor = (named or council or _of(terms, "mandate.what"))[0]
    near = nearest(analysis, sentence, (anchor.start, anchor.end), adopts, limit=130)
    if near is None:
        return
    if not named and not (sentence.has("mission:", "force") or _of(terms, "mandate.what")):
        return
    verb = near[1]
    mention = _date_near(analysis, sentence, (verb.start, verb.end), _DATED, limit=150, past=True)
    when = mention.when if mention else None
    if when is None and not named:
        return
    span = _hull((anchor.start, anchor.end), (verb.start, verb.end))
    yield _draft(analysis, sentence, "resolution", "done", span, when, backref=_old(analysis, when))


def _recalled_vote(analysis: Analysis, sentence: Sentence, adopts: list[Term], council: list[Term]) -> Draft | None:
    """An authorisation long past, told beside the force's name: "la mission autorisée par l'ONU en octobre 2023"."""
    forces = force_mentions(analysis, sentence)
    if any(n.kind == "money" for n in sentence.numbers):
        return None
    for verb in adopts:
        if not _AUTHORISED.match(analysis.folded[verb.start : verb.end]):
            continue
        near = nearest(analysis, sentence, (verb.start, verb.end), forces, limit=60)
        mention = _date_near(analysis, sentence, (verb.start, verb.end), ("absolute",), limit=45)
        if (
            (near or council)
            and mention
            and mention.when
            and _old(analysis, mention.when)
            and mention.start >= verb.end
        ):
            span = _hull((verb.start, verb.end), (mention.start, mention.end))
            return _draft(analysis, sentence, "resolution", "done", span, mention.when, backref=True)
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


def _mandate(analysis: Analysis, sentence: Sentence, terms: list[Term]) -> Iterator[Draft]:
    """The day on which a mandate runs out."""
    extends = _of(terms, "extend")
    named = _of(terms, "mandate.what", "council") or any("manda" in analysis.folded[t.start : t.end] for t in terms)
    if not extends or not (named or sentence.has("mission:", "force")):
        return
    if _of(terms, "election.what") and not named:
        return
    best: tuple[int, tuple[int, int], When] | None = None
    for mention in sentence.dates:
        if mention.when is None or mention.kind not in ("until", "absolute", "deadline"):
            continue
        at = (mention.start, mention.end)
        near = nearest(analysis, sentence, at, extends, limit=60)
        ahead = analysis.published is None or mention.when.latest >= analysis.published or mention.kind == "until"
        if near is None or not ahead or (mention.kind == "absolute" and not _expires(analysis, near[1])):
            continue
        leaving = nearest(analysis, sentence, at, _of(terms, "withdraw.what", "withdraw.strong"))
        if leaving and leaving[0] < 12 and not _expires(analysis, near[1]) and not _verb_of_term(analysis, near[1]):
            continue
        price = near[0] + (20 if mention.end <= near[1].start else 0)
        if best is None or price < best[0]:
            best = price, _hull((near[1].start, near[1].end), at), mention.when
    if best is not None:
        yield _draft(analysis, sentence, "mandate", "done", best[1], best[2])


_BARE = frozenset(["until", "jusqu au", "jusqu en", "hasta el", "hasta", "jiska", "jis", "through"])


def _verb_of_term(analysis: Analysis, term: Term) -> bool:
    """Whether the term is more than the bare "until"."""
    return " ".join(analysis.folded[term.start : term.end].split()) not in _BARE


_EXPIRES = re.compile(
    r"expir|laps|ends?\b|ending|valid|echeance|prend|prendra|acheve|venc|termin|finaliz|conclu|caduc|ekspire"
    r"|fini|pran fen|bout"
    r"|to\b|through|dejara|extension|prorroga|prolongation|prorogation"
)


def _expires(analysis: Analysis, term: Term) -> bool:
    return bool(_EXPIRES.search(analysis.folded[term.start : term.end]))


def _elections(analysis: Analysis, sentence: Sentence, terms: list[Term]) -> Iterator[Draft]:
    """Elections with their day, month or year, ahead or behind: for each word for a vote the date that is nearest."""
    named = _of(terms, "election.what")
    if _of(terms, "election.round") and any(s.has("election.what", "election.context") for s in analysis.sentences):
        named = sorted([*named, *_of(terms, "election.round")], key=lambda t: t.start)
    if not named or _of(terms, "election.not"):
        return
    taken: set[int] = set()
    later = [t for t in _of(terms, "postpone") if any(d.when and d.start >= t.end for d in sentence.dates)]
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
                price <= _NEAR
                and (best is None or price < best[0])
                and _is_its_date(analysis, sentence, mention, term, terms)
            ):
                best = price, mention
        if best is None or best[1].start in taken:
            continue
        mention = best[1]
        assert mention.when is not None
        taken.add(mention.start)
        ahead = analysis.published is None or mention.when.latest >= analysis.published
        status = "postponed" if _of(terms, "postpone") else ("planned" if ahead else "done")
        span = _hull((term.start, term.end), (mention.start, mention.end))
        yield _draft(analysis, sentence, "election", status, span, mention.when, planned=ahead)


_AT_FIRST = re.compile(
    r"\b(?:initially|originally|first (?:set|planned|scheduled)|previously|d['’]abord|initialement|inicialmente"
    r"|originalmente|okòmansman)\b"
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
    ahead = _of(terms, "ahead")
    if analysis.published and ahead:
        return False
    near = cost(analysis, sentence, (term.start, term.end), (mention.start, mention.end))
    return near <= 30 and not _of(terms, "adopt", "extend")


def _transition(analysis: Analysis, sentence: Sentence, terms: list[Term], resolved: When | None) -> Iterator[Draft]:
    """One force that turns into, or is followed by, another."""
    verbs, into = _of(terms, "transition.what"), _of(terms, "transition.into")
    forces = [t for t in sentence.tagged("mission:", "force") if t.subject in ("missions", "forces")]
    for verb in verbs:
        after = nearest(analysis, sentence, (verb.start, verb.end), [t for t in into if t.start >= verb.end], limit=100)
        target = after or nearest(analysis, sentence, (verb.start, verb.end), into, limit=100)
        if target is None:
            continue
        others = [f for f in forces if f.end <= target[1].start or f.start >= target[1].end]
        if not others and not _pronoun(analysis, verb):
            continue
        if _NEGATED.search(analysis.text, max(sentence.start, verb.start - 30), verb.start):
            continue
        span = _hull((verb.start, verb.end), (target[1].start, target[1].end))
        talk = nearest(analysis, sentence, span, _of(terms, "talk"), limit=90)
        adopted = bool(_of(terms, "adopt")) or bool(_of(terms, "resolution.what"))
        mention = _date_near(analysis, sentence, span, ("absolute", "relative", "deadline", "since"), limit=130)
        when = mention.when if mention else None
        if mention and mention.future and resolved is None and adopted and not _of(terms, "ahead"):
            when = None
        if talk and not adopted:
            if not _of(terms, "council") and when is None:
                continue
            yield _draft(
                analysis,
                sentence,
                "transition",
                "discussed",
                _hull(span, (talk[1].start, talk[1].end)),
                None,
                planned=True,
            )
            continue
        if when is None and (adopted or not _of(terms, "ahead")):
            when = resolved
        if when is None and not adopted:
            continue
        ahead = bool(when and analysis.published and when.latest > analysis.published)
        yield _draft(
            analysis,
            sentence,
            "transition",
            "planned" if ahead else "done",
            span,
            when,
            backref=_old(analysis, when),
            planned=ahead,
        )


_NEGATED = re.compile(r"\b(?:not|never|without|instead of|ne|n['’]|sans|no|sin|pa)\s*(?:\w+\s+){0,2}$", re.IGNORECASE)
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


def _deployment(analysis: Analysis, sentence: Sentence, terms: list[Term]) -> Iterator[Draft]:
    """The start of a mission on the ground, and planned arrivals of a first group."""
    begins, deploys, since = _of(terms, "deploy.begin"), _of(terms, "deploy.what"), _of(terms, "deploy.since")
    forces = [t for t in force_mentions(analysis, sentence) if "oper" not in analysis.folded[t.start : t.end]]
    if _of(terms, "mandate.what"):
        return
    if not forces and not since and not (sentence.has("country:", "demonym:") and deploys) and not sentence.has("unit"):
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
    starts += since
    for term in sorted(starts, key=lambda t: t.start):
        at = (term.start, term.end)
        mention = _date_near(analysis, sentence, at, ("absolute", "relative", "deadline", "since"), limit=70)
        if mention is None or mention.when is None:
            continue
        ahead = mention.future or bool(analysis.published and mention.when.earliest > analysis.published)
        if ahead and analysis.published and mention.when.latest < analysis.published:
            continue
        if not ahead and (
            _counted_arrival(sentence, term) or (mention.when.precision == "day" and not _old(analysis, mention.when))
        ):
            continue
        span = _hull(at, (mention.start, mention.end))
        yield _draft(
            analysis,
            sentence,
            "deployment",
            "planned" if ahead else "done",
            span,
            mention.when,
            backref=_old(analysis, mention.when),
            planned=ahead,
        )
        return


def _counted_arrival(sentence: Sentence, term: Term) -> bool:
    """Whether a number of people right beside the verb makes it an arrival of so many, not the start of the mission."""
    return any(
        n.kind == "cardinal" and (n.count.best or 0) > 1 and min(abs(n.start - term.end), abs(term.start - n.end)) < 30
        for n in sentence.numbers
    )


_AFTER = re.compile(
    r"\b(?:after|since|following|après|depuis|suite au|tras|después de(?:l)?|desde|apre|depi)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_THAT_DAY = re.compile(
    r"\b(?:th(?:at|is) (?:date|day)|then|cette date|ce jour-là|esa fecha|ese día|entonces|dat sa a|jou sa a)\b",
    re.IGNORECASE,
)


def _withdrawal(
    analysis: Analysis, sentence: Sentence, terms: list[Term], mandate: list[Draft], ends: When | None
) -> Iterator[Draft]:
    """The end of a mission, or of a contingent's part in it, with its day."""
    yield from _ended(analysis, sentence, terms)
    used = [d.when for d in mandate]
    forces = [t for t in sentence.tagged("mission:", "force", "unit") if t.subject in ("missions", "forces")]
    for verb in _of(terms, "withdraw.what", "withdraw.strong"):
        at = (verb.start, verb.end)
        if _AFTER.search(analysis.text, max(sentence.start, verb.start - 24), verb.start):
            continue
        near = nearest(analysis, sentence, at, forces, limit=80)
        if near is None and sentence.has("country:", "demonym:", "seat:"):
            near = nearest(analysis, sentence, at, sentence.tagged("noun.strong"), limit=30)
        if near is None and not sentence.has("mission:") and verb.tag != "withdraw.strong":
            continue
        mention = _ahead_date(analysis, sentence, at, used)
        if mention is None:
            if ends and _THAT_DAY.search(analysis.text, verb.end, sentence.end):
                yield _draft(analysis, sentence, "withdrawal", "planned", at, ends, planned=True)
                return
            continue
        span = _hull(at, (mention.start, mention.end))
        yield _draft(analysis, sentence, "withdrawal", "planned", span, mention.when, planned=True)
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


def _ended(analysis: Analysis, sentence: Sentence, terms: list[Term]) -> Iterator[Draft]:
    """A mission that was ended or has left, with the day."""
    for verb in _of(terms, "withdraw.done"):
        mention = _date_near(analysis, sentence, (verb.start, verb.end), ("absolute", "relative"), limit=70)
        if mention is not None and mention.when is not None and not mention.future:
            span = _hull((verb.start, verb.end), (mention.start, mention.end))
            yield _draft(
                analysis, sentence, "withdrawal", "done", span, mention.when, backref=_old(analysis, mention.when)
            )
            return


def _handover(analysis: Analysis, sentence: Sentence, terms: list[Term]) -> Iterator[Draft]:
    """A transitional authority that takes or leaves power, with the day."""
    bodies, powers = _of(terms, "transition.body"), _of(terms, "transition.power")
    for body in bodies:
        near = nearest(analysis, sentence, (body.start, body.end), powers, limit=70)
        if near is None:
            continue
        mention = _date_near(analysis, sentence, (near[1].start, near[1].end), _ANY, limit=60)
        if mention is None or mention.when is None:
            continue
        ahead = mention.future or bool(analysis.published and mention.when.earliest > analysis.published)
        span = _hull((near[1].start, near[1].end), (mention.start, mention.end), (body.start, body.end))
        yield _draft(
            analysis,
            sentence,
            "transition",
            "planned" if ahead else "done",
            span,
            mention.when,
            backref=not ahead and _old(analysis, mention.when),
            planned=ahead,
        )
        return


def _delegation(analysis: Analysis, sentence: Sentence, terms: list[Term]) -> Iterator[Draft]:
    """A delegation of the mission that is scheduled to put its case abroad: a step under discussion."""
    delegates, travels = _of(terms, "delegation"), _of(terms, "travel")
    if not delegates or not travels:
        return
    near = nearest(analysis, sentence, (delegates[0].start, delegates[0].end), travels, limit=60)
    if near is None:
        return
    mention = _date_near(analysis, sentence, (near[1].start, near[1].end), ("absolute", "relative", "deadline"))
    span = _hull((delegates[0].start, delegates[0].end), (near[1].start, near[1].end))
    draft = _draft(
        analysis,
        sentence,
        "transition",
        "discussed",
        (span[0], sentence.end),
        mention.when if mention else None,
        planned=True,
    )
    yield msgspec.structs.replace(draft, rule="milestone.delegation")
