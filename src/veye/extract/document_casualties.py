"""The casualties of a document: drafts of one happening become one, sums and vaguer repeats are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from veye.extract.analysis import Analysis, Draft
from veye.extract.claims.casualty_draft import cause_told
from veye.extract.document_parts import low_of, of_civilians, parts_of
from veye.extract.same import equal_counts, join_drafts, same_day, same_number, same_place
from veye.extract.struck import other_name, other_person
from veye.extract.wordlists import any_of
from veye.records import Casualty, Count
from veye.records.claim import Cause


def _tells_same(a: Draft, b: Draft) -> bool:
    x, y = a.statement, b.statement
    assert isinstance(x, Casualty)
    assert isinstance(y, Casualty)
    if x.outcome != y.outcome or a.flags.cumulative != b.flags.cumulative:
        return False
    loose = a.score < 0.6 or b.score < 0.6
    if (a.sentence, a.end, a.rule) == (b.sentence, b.end, b.rule) and a.about != b.about and not loose:
        return False  # "a general and a soldier were hurt": one verb, two people
    claimed = a.flags.hedged != b.flags.hedged and x.count.stated != y.count.stated  # "an unknown number"; "claims 173"
    other = x.count.low == x.count.high == 1 and other_person(x.who_detail or "", y.who_detail or "")
    if claimed or other or (x.who_detail and y.who_detail and other_name(x.who_detail, y.who_detail)):
        return False
    who = x.who == y.who or "unknown" in (x.who, y.who) or (loose and "civilian" in (x.who, y.who))
    if not who or not same_number(x.count, y.count):
        return False
    if a.about is not None and a.about == b.about:
        return True
    several = x.count.exact and (x.count.low or 0) > 1 and equal_counts(x.count, y.count)
    if several and a.sentence == b.sentence and None not in (a.about, b.about) and not loose:
        return False  # "a day after two peacekeepers were hurt, two soldiers of the force were"
    if (
        (b.other or a.other)
        and abs(a.sentence - b.sentence) <= 3
        and equal_counts(x.count, y.count)
        and a.about != b.about
    ):
        return False
    if x.gear and y.gear and x.gear != y.gear:
        return False
    return same_day(a.when, b.when) and (same_place(a.place, b.place) or loose)


def with_causes(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """Casualties without a cause of their own take that of the same event, named nearest to them."""
    causes: dict[int, Cause] = {}
    for sentence in analysis.body():
        terms = sentence.tagged("cause.")
        if terms:
            first = min(terms, key=lambda t: (_CAUSE_RANK.get(t.tag, 0), t.start))
            causes[sentence.index] = first.tag.partition(".")[2]  # type: ignore[assignment]
    return _caused(drafts, causes)


def with_told_causes(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """Casualties still without a cause take the one that the nearest word of harm tells: "con un tiro en la cabeza"."""
    told = {sentence.index: cause_told(analysis, sentence) for sentence in analysis.body()}
    return _caused(drafts, {index: cause for index, cause in told.items() if cause is not None})


def _caused(drafts: list[Draft], causes: Mapping[int, Cause]) -> list[Draft]:
    out = []
    for draft in drafts:
        one = draft.statement
        assert isinstance(one, Casualty)
        if one.cause == "unknown" and causes and not draft.flags.cumulative and one.outcome in ("killed", "wounded"):
            near = min(causes, key=lambda i: (abs(i - draft.sentence), i > draft.sentence))
            if abs(near - draft.sentence) <= 2:
                one = msgspec.structs.replace(one, cause=causes[near])
                draft = msgspec.structs.replace(draft, statement=one)
        out.append(draft)
    return out


_CAUSE_RANK = {"cause.gunshot": 1, "cause.other": 2}


def _wholes(drafts: list[Draft]) -> list[Draft]:
    """Parts of one phrase and one side give way to the total that the text states for them."""
    out = list(drafts)
    for whole in drafts:
        total = whole.statement
        assert isinstance(total, Casualty)
        if whole not in out or total.count.low is None or whole.flags.cumulative:
            continue
        by_clause: dict[tuple[int, str], list[Draft]] = {}
        for d in out:
            part = d.statement
            assert isinstance(part, Casualty)
            if (d is not whole and part.outcome == total.outcome and d.rule == whole.rule) or (
                d is not whole and (part.outcome == total.outcome)
            ):
                by_clause.setdefault((d.end, part.who), []).append(d)
        for (_, who), parts in by_clause.items():
            counts = [p.statement.count.low or 0 for p in parts if isinstance(p.statement, Casualty)]
            if len(parts) >= 2 and sum(counts) == total.count.low and total.who in (who, "civilian", "unknown"):
                out = [d for d in out if d not in parts]
                first = parts[0].statement
                assert isinstance(first, Casualty)
                joined = msgspec.structs.replace(
                    parts[0],
                    statement=msgspec.structs.replace(first, count=total.count, who_detail=total.who_detail),
                    start=min(p.start for p in parts),
                )
                out[out.index(whole)] = joined
                break
    return out


def settle_casualties(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """One draft for each happening and group; sums of parts and vaguer repeats are left out."""
    kept: list[Draft] = []
    dead = {d.about: d.rule for d in drafts if d.about is not None and _sure_dead(d)}
    for draft in sorted(_wholes(drafts), key=lambda d: (d.score < 0.6, d.start)):
        index = next((i for i, k in enumerate(kept) if _tells_same(k, draft)), None)
        if index is None:
            kept.append(draft)
        else:
            kept[index] = join_drafts(kept[index], draft)
    kept = [_disputed(analysis, _without_the_dead(d, kept), kept) for d in kept]
    spent: list[tuple[Draft, list[Draft]]] = []
    for draft in sorted(kept, key=low_of):
        parts = parts_of(draft, kept)
        if any(parts == others and not same_day(draft.when, whole.when) for whole, others in spent):
            continue  # the parts of another total: "two were hurt, one … the other …; on Thursday two more were"
        spent += [(draft, parts)] if parts else []
        if parts and of_civilians(draft, *parts):
            kept = [d for d in kept if not any(d is part for part in parts)]
        elif parts:
            kept.remove(draft)
    kept = [d for d in kept if not _told_better(d, kept) and not _some_of_them(d, kept)]
    kept = [d for d in kept if not (_is_hurt(d) and d.about in dead and _LEANS in (d.rule, dead[d.about]))]
    kept = [d for d in kept if not _the_one_left(analysis, d, kept)]
    return [d for d in kept if not _confirmed_dead(analysis, d, kept)]


_LEANS = "casualty.leaning"  # "he died": one and the same person


def _sure_dead(draft: Draft) -> bool:
    return isinstance(draft.statement, Casualty) and draft.statement.outcome == "killed" and not draft.flags.hedged


def _is_hurt(draft: Draft) -> bool:
    return isinstance(draft.statement, Casualty) and draft.statement.outcome == "wounded"


def _disputed(analysis: Analysis, draft: Draft, drafts: Iterable[Draft]) -> Draft:
    """A death as hedged where another side still holds the same person for missing."""
    dead = draft.statement
    assert isinstance(dead, Casualty)
    if dead.outcome != "killed" or draft.flags.hedged or _SETTLED.search(_sentence(analysis, draft)):
        return draft
    for other in drafts:
        gone = other.statement
        assert isinstance(gone, Casualty)
        same = gone.outcome == "missing" and gone.who == dead.who and equal_counts(gone.count, dead.count)
        same = same and (draft.about == other.about or draft.when == other.when is not None)
        open_case = _STILL.search(_sentence(analysis, other)) or _HEARSAY.search(_sentence(analysis, draft))
        if same and other.sentence != draft.sentence and open_case:
            return msgspec.structs.replace(draft, flags=msgspec.structs.replace(draft.flags, hedged=True))
    return draft


def _sentence(analysis: Analysis, draft: Draft) -> str:
    told = analysis.sentences[draft.sentence]
    return analysis.folded[told.start : told.end]


_STILL = re.compile(rf"\b{any_of('still')}\b")
_HEARSAY = re.compile(rf"\b{any_of('hearsay')}\b")
_SETTLED = re.compile(rf"\b{any_of('settled')}\b")


def _without_the_dead(draft: Draft, drafts: Iterable[Draft]) -> Draft:
    """The wounded without those of them who died, where the text says so of a part of them."""
    hurt = draft.statement
    assert isinstance(hurt, Casualty)
    if hurt.outcome != "wounded" or hurt.count.low is None or hurt.count.low < 2 or hurt.count.low != hurt.count.high:
        return draft
    died = sum(
        low_of(d)
        for d in drafts
        if d.rule == "casualty.part" and 0 <= d.sentence - draft.sentence <= 1 and d.start > draft.start
    )
    if not 0 < died < hurt.count.low:
        return draft
    count = Count(hurt.count.low - died, hurt.count.low - died)
    return msgspec.structs.replace(draft, statement=msgspec.structs.replace(hurt, count=count))


def _the_one_left(analysis: Analysis, draft: Draft, drafts: Iterable[Draft]) -> bool:
    """Whether a wounded comrade is who is left of those hurt when one died: "two hit; one died, his colleague …"."""
    one = draft.statement
    assert isinstance(one, Casualty)
    if one.outcome != "wounded" or draft.about is None or not _PEER.match(analysis.folded, draft.about):
        return False
    died = [d for d in drafts if d.rule == "casualty.part" and 0 <= draft.sentence - d.sentence <= 1]
    return any(
        isinstance(d.statement, Casualty)
        and d.statement.outcome == "wounded"
        and d.statement.who == one.who
        and equal_counts(d.statement.count, one.count)
        and any(d.start < part.start < draft.start for part in died)
        for d in drafts
    )


_PEER = re.compile(rf"{any_of('comrades')}\b")


def _some_of_them(draft: Draft, drafts: Iterable[Draft]) -> bool:
    """Whether a smaller count only tells more of people just counted: "three officers dead. Two died on the spot"."""
    part = draft.statement
    assert isinstance(part, Casualty)
    if draft.other or draft.flags.cumulative or draft.score < 0.6 or part.outcome != "killed":
        return False
    if draft.rule not in ("casualty.subject", "casualty.passive"):
        return False
    for whole in drafts:
        total = whole.statement
        assert isinstance(total, Casualty)
        if (
            total.outcome == part.outcome
            and total.who == part.who
            and not whole.flags.cumulative
            and not whole.flags.backref
            and whole.score >= 0.6
            and 0 < draft.sentence - whole.sentence <= 2
            and 1 < (part.count.low or 0) < (total.count.low or 0)
            and part.count.low == part.count.high
            and (draft.when is None or draft.when == whole.when)
            and (draft.place is None or draft.place == whole.place)
        ):
            return True
    return False


def _told_better(draft: Draft, drafts: Iterable[Draft]) -> bool:
    """Whether a title, or a draft without usable number or people, is told in full elsewhere."""
    one = draft.statement
    assert isinstance(one, Casualty)
    others = [
        d.statement
        for d in drafts
        if d is not draft
        and isinstance(d.statement, Casualty)
        and d.statement.outcome == one.outcome
        and d.score > draft.score
        and (d.flags.cumulative == draft.flags.cumulative or same_number(d.statement.count, one.count))
    ]
    if draft.score < 0.6:
        counts = [o.count.low or 0 for o in others]
        total = one.count.low or 0
        if one.who == "civilian" and one.count.exact and total > 1 and counts and sum(counts) < total:
            return False  # "four shot", of whom the body tells three one by one
        return any(
            o.who == one.who or one.who in ("civilian", "unknown") or (o.count.low or 0) == (one.count.low or 0)
            for o in others
        )
    return False


def _confirmed_dead(analysis: Analysis, draft: Draft, drafts: Iterable[Draft]) -> bool:
    """Whether somebody missing is later confirmed dead in the same text."""
    one = draft.statement
    if not isinstance(one, Casualty) or one.outcome not in ("missing", "wounded"):
        return False
    if any(
        isinstance(d.statement, Casualty)
        and d.statement.outcome == "killed"
        and d.about is not None
        and d.about == draft.about
        and not d.flags.hedged
        and (d.start > draft.start or one.outcome == "wounded" or _SETTLED.search(_sentence(analysis, d)))
        for d in drafts
    ):
        return True
    if one.outcome == "wounded":
        return False
    return any(
        isinstance(d.statement, Casualty)
        and d.statement.outcome == "killed"
        and d.statement.who == one.who
        and (d.statement.count.low, d.statement.count.high) == (one.count.low, one.count.high)
        and not d.flags.hedged
        and not d.flags.cumulative
        and d.start > draft.start
        and d.when is not None
        and d.when == draft.when
        for d in drafts
    )
