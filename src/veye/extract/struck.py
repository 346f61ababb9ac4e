"""Those shot or hit, of whom others of the report's words say that they died: who of them was wounded."""

from __future__ import annotations

import re

import msgspec

from veye.extract.analysis import Analysis, Draft
from veye.extract.folding import fold_text
from veye.extract.wordlists import any_of, word_set
from veye.records import Casualty, Count

HIT = "casualty.hit"  # the rule of a draft whose word says that people were hit, and not how it went on for them
_DIES = re.compile(rf"\b{any_of('dies of it')}\b")
_AGE = re.compile(r"\b(\d{1,3})[- ](?:years?|months?|weeks?|days?)[- ]olds?\b|\b(\d{1,3}) (?:ans|años|an)\b")
_MALE = re.compile(rf"\b{any_of('male')}\b")
_FEMALE = re.compile(rf"\b{any_of('female')}\b")


def other_person(a: str, b: str) -> bool:
    """Whether two phrases for one person each cannot mean the same one: by age, or by sex."""
    ages = [m.group(1) or m.group(2) for m in (_AGE.search(a), _AGE.search(b)) if m]
    if len(ages) == 2 and ages[0] != ages[1]:
        return True
    first, second = fold_text(a), fold_text(b)
    return any(
        x.search(p) and y.search(q) and not x.search(q) and not y.search(p)
        for x, y, p, q in ((_MALE, _FEMALE, first, second), (_FEMALE, _MALE, first, second))
    )


def other_name(a: str, b: str) -> bool:
    """Whether two phrases give ranks or end in proper names that have no word in common."""
    ranks = [set(fold_text(x).split()) & _RANKS for x in (a, b)]
    if ranks[0] and ranks[1] and not ranks[0] & ranks[1]:
        return True
    first, second = _NAME.search(a), _NAME.search(b)
    return bool(first and second and not set(first.group().split()[-2:]) & set(second.group().split()[-2:]))


_NAME = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)+$")
_RANKS = word_set("ranks")


def _same_age(a: str, b: str) -> bool:
    """Whether two phrases give the age of a person, and the same one."""
    first, second = _AGE.search(a), _AGE.search(b)
    return bool(first and second and set(first.groups()) == set(second.groups()))


def without_dead(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """The casualties of a report; people hit are counted as wounded only as far as they are not told to have died."""
    out = []
    for draft in drafts:
        left = _left(analysis, draft, drafts)
        if left is not None:
            out.append(left)
    return out


def _left(analysis: Analysis, draft: Draft, drafts: list[Draft]) -> Draft | None:
    """What remains of a draft when the dead among those hit are taken off; None where nobody does."""
    one = draft.statement
    if not isinstance(one, Casualty) or one.outcome != "wounded" or draft.flags.cumulative or draft.other:
        return draft
    hit = draft.rule == HIT
    total = one.count.low or 0
    if total < 1 or _OTHERS.search(fold_text(one.who_detail or "")):
        return draft
    if total > 1 and not hit:
        return _less(draft, sum(_told_of(one.who_detail or "", d) for d in drafts if d.start > draft.start))
    if not hit and one.count.high != 1:
        return draft
    dead = [d for d in drafts if _died(analysis, d, draft)]
    if total == 1 and any(_one_person(analysis, draft, d) for d in dead):
        return None
    if not hit:
        if draft.rule in _COUNTED or len(dead) != 1 or _count(dead[0]) != 1 or dead[0].rule in _COUNTED:
            return draft
        return None if dead[0].start >= draft.start and _dies(analysis, dead[0]) else draft
    hurt = [d for d in drafts if d is not draft and _hurt(d, draft)]
    if any(_count(d) + _count(h) == total for d in dead for h in hurt):
        return None
    of_them = (_count(d) for d in dead if _count(d) == total or (_count(d) < total and d.start > draft.start))
    gone = max(of_them, default=0)
    if gone == total or any(_count(h) == total - gone for h in hurt if gone):
        return None
    return _less(draft, gone)


def _less(draft: Draft, gone: int) -> Draft:
    """A draft with `gone` of its people taken off; the same where it would have none or loses none."""
    one = draft.statement
    assert isinstance(one, Casualty)
    if not 0 < gone < (one.count.low or 0):
        return draft
    high = one.count.high - gone if one.count.high is not None else None
    count = Count((one.count.low or 0) - gone, high)
    return msgspec.structs.replace(draft, statement=msgspec.structs.replace(one, count=count))


def _told_of(words: str, draft: Draft) -> bool:
    """Whether a draft tells of the death of one person who is named among others in `words`."""
    dead = draft.statement
    if not isinstance(dead, Casualty) or dead.outcome != "killed" or draft.flags.cumulative or _count(draft) != 1:
        return False
    return bool(_names(words) & _names(dead.who_detail or ""))


def _names(words: str) -> set[str]:
    return set(_NAME.findall(words))


_NAME = re.compile(r"(?<=[a-z\d.] )[A-ZÀ-Þ][a-zà-ÿ'’-]{2,}\b")  # the words of a name after its first
_ONLY_NAME = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ'’-]+(?: [A-ZÀ-Þ][a-zà-ÿ'’.-]*)*")
_OTHERS = re.compile(rf"\b{any_of('some others')}\b")
_PART = "casualty.part"  # one of the wounded who died: taken off before
_COUNTED = ("casualty.counted", "casualty.toll", "casualty.copular")


def _one_person(analysis: Analysis, hurt: Draft, dead: Draft) -> bool:
    """Whether the one hurt is the one dead: by name or age, or as "the boy" after or before "a boy died"."""
    one, other = hurt.statement, dead.statement
    assert isinstance(one, Casualty)
    assert isinstance(other, Casualty)
    told, died = one.who_detail or "", other.who_detail or ""
    if _count(hurt) != 1 or one.count.high != 1 or _count(dead) != 1 or {hurt.rule, dead.rule} & set(_COUNTED):
        return False
    if "(" in told or "(" in died:  # "one (of two officers)" names the others
        return False
    if _same_age(told, died) or _names(told) & _names(died):
        return True
    words = fold_text(told).split()
    if _ONLY_NAME.fullmatch(told) and not _names(died) and analysis.text.startswith(told, hurt.start):
        return True  # "Felder was shot": whom the text called a student before
    if len(words) != 1:
        return False
    definite = _THE.search(analysis.folded, max(0, hurt.start - 5), hurt.start)
    return words[0] in fold_text(died).split() or bool(definite and _ANYBODY.fullmatch(words[0]))


_THE = re.compile(r"\b(?:the|le|la|el)\s$")
_ANYBODY = re.compile(any_of("a person told of before"))


def _died(analysis: Analysis, dead: Draft, hit: Draft) -> bool:
    """Whether a draft may tell of the death of some of those hit."""
    one, other = dead.statement, hit.statement
    if not isinstance(one, Casualty) or not isinstance(other, Casualty) or one.outcome != "killed":
        return False
    if dead.flags.cumulative or dead.other or dead.rule == _PART or one.who != other.who:
        return False
    if _count(hit) == _count(dead) == 1 and other_person(one.who_detail or "", other.who_detail or ""):
        return False
    if _one_person(analysis, hit, dead):
        return True
    if dead.flags.backref != hit.flags.backref:
        return False
    return dead.when is None or hit.when is None or dead.when.overlaps(hit.when)


def _hurt(hurt: Draft, hit: Draft) -> bool:
    """Whether a draft tells of those of the people hit who lived."""
    one, other = hurt.statement, hit.statement
    return (
        isinstance(one, Casualty)
        and isinstance(other, Casualty)
        and one.outcome == "wounded"
        and hurt.rule != HIT
        and not hurt.flags.cumulative
        and one.who == other.who
        and _count(hurt) < _count(hit)
    )


def _count(draft: Draft) -> int:
    assert isinstance(draft.statement, Casualty)
    return draft.statement.count.low or 0


def _dies(analysis: Analysis, draft: Draft) -> bool:
    """Whether the words of a draft tell of dying, as the hurt do."""
    return bool(_DIES.search(analysis.folded[draft.start : draft.end].replace("\n", " ")))
