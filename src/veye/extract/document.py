"""The document as a whole: drafts that tell the same happening become one claim."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from veye.extract.analysis import Analysis, Draft
from veye.extract.attribution import attribution_of
from veye.extract.counted_twice import with_other_counts
from veye.extract.document_attacks import by_neighbours, by_victims, of_mission, settle_attacks
from veye.extract.document_casualties import settle_casualties, with_causes, with_told_causes
from veye.extract.document_moves import settle_moves, with_own_day
from veye.extract.document_scene import OLD, Scene
from veye.extract.implied import implied_attacks
from veye.extract.same import join_drafts, same_number
from veye.extract.struck import without_dead
from veye.extract.together import killed_or_wounded
from veye.extract.wordlists import any_of
from veye.extract.worn import with_gear
from veye.records import Attack, Casualty, Claim, Equipment, Evacuation, PlaceMention, ReadBy


def to_claims(
    analysis: Analysis,
    drafts: list[Draft],
    *,
    reader: str,
    version: str,
    amend: Callable[[Draft], Draft] | None = None,
) -> list[Claim]:
    """The claims of a document from the drafts of all finders, by position; `amend` has the last word on each."""
    kept = settle(analysis, drafts)
    if amend is not None:
        kept = [amend(draft) for draft in kept]
    claims = [_claim(analysis, draft, reader, version) for draft in sorted(kept, key=lambda d: (d.start, d.end))]
    unique: dict[str, Claim] = {}
    for claim in claims:
        unique.setdefault(claim.id, claim)
    return list(unique.values())


def settle(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """Drafts joined, dated and placed by what the document as a whole tells."""
    drafts = with_other_counts(analysis, [d for d in drafts if not d.flags.denied])
    of = {
        kind: [d for d in drafts if isinstance(d.statement, kind)] for kind in (Casualty, Attack, Equipment, Evacuation)
    }
    of[Casualty] = killed_or_wounded(analysis, of[Casualty])
    rest = [d for d in drafts if not isinstance(d.statement, (Casualty, Attack, Equipment, Evacuation))]
    scene = Scene(analysis, [*of[Casualty], *of[Attack], *of[Equipment]])
    joined = [d for block in _blocks(of[Casualty]) for d in settle_casualties(analysis, block)]
    joined = _beside_others(joined)
    totals = {d.sentence for d in joined if d.flags.cumulative}
    completed = [scene.complete(d, apart=_beside_total(d, totals)) for d in joined]
    casualties = with_gear(analysis, without_dead(analysis, with_causes(analysis, completed)))
    undated = {d.start for d in of[Attack] if d.when is None}
    hits = [scene.complete(of_mission(analysis, d)) for d in of[Attack]]
    implied = [of_mission(analysis, d) for d in implied_attacks(analysis, casualties, hits, scene.wide)]
    acts = [by_neighbours(analysis, by_victims(analysis, d, casualties[:_BLOCK])) for d in (*hits, *implied)]
    acts = [msgspec.structs.replace(d, when=None) if d.score < _TITLE and d.start in undated else d for d in acts]
    attacks = [d for block in _blocks(acts) for d in settle_attacks(analysis, block, casualties[:_BLOCK], scene.vague)]
    attacks = [scene.complete(d) for d in attacks]
    equipment = [d for block in _blocks([scene.complete(d) for d in of[Equipment]]) for d in _equipment(block)]
    evacuations = settle_moves([with_own_day(analysis, d, scene.complete(d)) for d in of[Evacuation]])
    casualties = with_told_causes(analysis, casualties)
    told = _recalled(analysis, [*casualties, *attacks, *equipment], scene)
    return [*rest, *_in_retrospect(analysis, told), *evacuations]


def _in_retrospect(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """Where all dated casualties are recalled, of several days, a count of people without a day is a total; where they
    are also months back, what befell equipment without a day is recalled too.
    """
    casualties = [d for d in drafts if isinstance(d.statement, Casualty) and not d.flags.cumulative]
    days = {d.when for d in casualties if d.when is not None}
    if len(days) < 2 or not all(d.flags.backref for d in casualties if d.when is not None):
        return drafts
    host = next(iter(sorted(analysis.hosts)), None)
    last = max(day.latest for day in days)
    long_ago = analysis.published is not None and (analysis.published - last).days > _LONG_AGO
    out = []
    for draft in drafts:
        if draft.when is None and not draft.flags.backref:
            if draft in casualties and _several(draft):
                flags = msgspec.structs.replace(draft.flags, cumulative=True)
                draft = msgspec.structs.replace(draft, flags=flags, place=host)
            elif long_ago and isinstance(draft.statement, Equipment):
                draft = msgspec.structs.replace(draft, flags=msgspec.structs.replace(draft.flags, backref=True))
        out.append(draft)
    return out


def _several(draft: Draft) -> bool:
    return isinstance(draft.statement, Casualty) and (draft.statement.count.low or 0) > 1


def _beside_others(drafts: list[Draft]) -> list[Draft]:
    """Counts told with a running total are totals too: "5,626 killed and 2,213 injured this year; 1,494 kidnapped"."""
    out = []
    total: Draft | None = None
    for draft in sorted(drafts, key=lambda d: d.start):
        size = draft.statement.count.low if isinstance(draft.statement, Casualty) else None
        if draft.flags.cumulative:
            total = draft if (size or 0) >= _MANY else total
        elif total is not None and draft.when is None and (size or 0) >= _least_beside(total, draft):
            flags = msgspec.structs.replace(draft.flags, cumulative=True)
            draft = msgspec.structs.replace(draft, flags=flags, when=total.when)
        out.append(draft)
    return out


_TITLE = 0.6  # what a title tells scores less
_MANY = 100  # a count this large and undated, told next to a total, is one


def _least_beside(total: Draft, draft: Draft) -> float:
    """How large an undated count must be to pass for a total beside another one."""
    apart = draft.sentence - total.sentence
    if apart == 0:
        return 10
    return _MANY if apart <= 3 else float("inf")


def _blocks(drafts: list[Draft]) -> Iterator[list[Draft]]:
    """The drafts in runs that can be compared one with another; all at once but for very long documents."""
    ordered = sorted(drafts, key=lambda d: d.start)
    for first in range(0, len(ordered), _BLOCK):
        yield ordered[first : first + _BLOCK]


_BEFORE = re.compile(rf"\b{any_of('undated before')}\b")
_BLOCK = 200  # drafts of one type that are compared with one another
_LONG_AGO = 31  # days: a report that far from all that it dates looks back over a time


def _equipment(drafts: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.score < 0.6, d.start)):
        item = draft.statement
        assert isinstance(item, Equipment)
        index = next(
            (
                i
                for i, k in enumerate(kept)
                if _same_item(k.statement, item) and not (draft.other and k.about != draft.about and k.score >= 0.6)
            ),
            None,
        )
        if index is None:
            kept.append(draft)
        else:
            kept[index] = join_drafts(kept[index], draft)
    return kept


def _same_item(a: object, b: Equipment) -> bool:
    return (
        isinstance(a, Equipment)
        and a.item_class == b.item_class
        and (a.event == b.event or {a.event, b.event} <= {"destroyed", "lost", "damaged"})
        and same_number(a.count, b.count)
    )


def _recalled(analysis: Analysis, drafts: list[Draft], scene: Scene) -> list[Draft]:
    """Marks what took place well before the report or before its main event, or is told in the pluperfect."""
    totals = {d.sentence for d in drafts if isinstance(d.statement, Casualty) and d.flags.cumulative}
    back = {d.sentence for d in drafts if isinstance(d.statement, Casualty) and d.flags.backref}
    return [
        msgspec.structs.replace(d, flags=msgspec.structs.replace(d.flags, backref=True))
        if not d.flags.cumulative and _looks_back(analysis, d, scene, totals, back)
        else d
        for d in drafts
    ]


def _looks_back(analysis: Analysis, draft: Draft, scene: Scene, totals: set[int], back: set[int]) -> bool:
    day = analysis.published if analysis.doc.published and len(analysis.doc.published) == 10 else None
    if not analysis.doc.published:
        day = scene.last
    if draft.when is not None and day is not None and draft.when.latest < day - OLD:
        return True
    if draft.when is not None and scene.when is not None and draft.when.latest < scene.when.earliest:
        if (scene.when.earliest - draft.when.latest).days > 3 or _is_missing(draft):
            return True
        if _in_pluperfect(analysis, draft):
            return True
    sentence = analysis.sentences[draft.sentence]
    if isinstance(draft.statement, Equipment):  # "after ten vehicles supplied earlier in the summer"
        return draft.when is None and bool(_BEFORE.search(analysis.folded[draft.start : sentence.end]))
    if _beside_total(draft, totals):
        return True
    if draft.when is None and _BEFORE.search(analysis.folded[sentence.start : sentence.end]):
        return True
    told = draft.sentence > 1 and _in_pluperfect(analysis, draft)
    if isinstance(draft.statement, Attack) and draft.sentence in back:
        return True
    return told and not sentence.has("say") and draft.when != scene.when


def _is_missing(draft: Draft) -> bool:
    """Whether somebody is told to be missing: since before the report's event, that is no news of it."""
    return isinstance(draft.statement, Casualty) and draft.statement.outcome == "missing"


def _beside_total(draft: Draft, totals: set[int]) -> bool:
    """Whether somebody missing is named beside a running total: "three killed so far; another remains missing"."""
    one = draft.statement
    return isinstance(one, Casualty) and one.outcome == "missing" and draft.sentence in totals


def _in_pluperfect(analysis: Analysis, draft: Draft) -> bool:
    """Whether the verb of a draft stands in the pluperfect."""
    terms = analysis.sentences[draft.sentence].terms
    return any(t.tag == "pluperfect" and draft.start - 25 <= t.start < draft.end for t in terms)


def _claim(analysis: Analysis, draft: Draft, reader: str, version: str) -> Claim:
    return Claim.make(
        analysis.doc.id,
        draft.statement,
        (analysis.doc.span(draft.start, draft.end),),
        when=draft.when,
        place=PlaceMention(draft.place) if draft.place else None,
        flags=draft.flags,
        attribution=draft.attribution or attribution_of(analysis, analysis.sentences[draft.sentence], draft.start),
        language=analysis.language,
        read_by=ReadBy(reader, version, f"{draft.rule}.{analysis.language}"),
    )
