"""Equipment: vehicles, aircraft, protective gear and weapons, and what befell or reached them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.clauses import Window, negated, only_planned, window_flags, window_place, window_when
from veye.extract.folding import fold_text
from veye.extract.lexicon import Term
from veye.extract.wordlists import any_of
from veye.extract.words.numbers import NumberMention
from veye.records import Count, Equipment
from veye.records.claim import EquipmentEvent, ItemClass

_CLASSES: dict[str, ItemClass] = {
    "armoured_vehicle": "armoured_vehicle",
    "vehicle": "other",
    "aircraft": "aircraft",
    "drone": "drone",
    "helmet": "helmet",
    "body_armour": "body_armour",
    "weapon": "weapon",
    "other": "other",
}
_EVENTS: dict[str, EquipmentEvent] = {
    "grounded": "grounded",
    "failed": "failed",
    "pierced": "failed",
    "destroyed": "destroyed",
    "damaged": "damaged",
    "lost": "lost",
    "delivered": "delivered",
    "refused": "refused",
}
# Which events may befall which items; a helmet is not "lost" because somebody wearing it fell.
_FITS: dict[str, frozenset[str]] = {
    "armoured_vehicle": frozenset(_EVENTS),
    "vehicle": frozenset({"destroyed", "damaged", "delivered", "lost"}),
    "aircraft": frozenset({"grounded", "destroyed", "damaged", "lost", "delivered", "failed"}),
    "drone": frozenset({"lost", "delivered", "destroyed"}),
    "helmet": frozenset({"pierced", "delivered"}),
    "body_armour": frozenset({"pierced", "delivered"}),
    "weapon": frozenset({"delivered", "lost"}),
    "other": frozenset({"delivered", "destroyed", "lost"}),
}
_REACH = 110
_CLOSE = {"delivered": 50, "lost": 70}
_POINTED = re.compile(rf"\b{any_of('pointing')}\s$")
_OWNED = re.compile(rf"\b{any_of('owners')}\b")
_CARRIED = re.compile(rf"\b{any_of('carriers')}\s(?:(?:a|an|un|une|una|the|yon)\s)?$")
_BECAUSE = re.compile(rf"\b{any_of('because')}\b[^.;]{{3,110}}")


_ROTARY = re.compile(r"(?:un )?(?:helico|elikopte|mi \d|chopper|gunship)")


def find(analysis: Analysis) -> Iterator[Draft]:
    """Every statement that equipment failed, was grounded, hit, destroyed, lost, refused or delivered."""
    last: tuple[int, Term] | None = None
    for sentence in analysis.body():
        items = [t for t in sentence.terms if t.subject == "equipment" and t.tag.startswith("item.")]
        events = [t for t in sentence.terms if t.subject == "equipment" and t.tag in _EVENTS]
        for term in sentence.terms:
            if term.tag.startswith("pierced."):  # the words hold both: "through his helmet"
                items.append(Term(term.start, term.end, f"item.{term.tag.partition('.')[2]}", term.subject))
                events.append(Term(term.start, term.end, "pierced", term.subject))
        items = [t for t in items if not _second_noun(analysis, t, items)]
        near = last[1] if last and sentence.index - last[0] <= 5 else None
        if near is not None:
            items = [_as_armoured(analysis, t, near) for t in items]
        if items and events:
            yield from _in_sentence(analysis, sentence, items, events)
        elif near is not None and events:
            yield from _of_last(analysis, sentence, near, events)
        known = [t for t in items if t.tag in ("item.armoured_vehicle", "item.aircraft")]
        last = (sentence.index, known[-1]) if known else last


def _second_noun(analysis: Analysis, item: Term, items: Sequence[Term]) -> bool:
    """Whether a plain vehicle noun only follows a name: the trucks of "MaxxPro trucks"."""
    return item.tag == "item.vehicle" and any(
        t.tag == "item.armoured_vehicle" and 0 <= item.start - t.end <= 1 for t in items
    )


def _as_armoured(analysis: Analysis, item: Term, last: Term) -> Term:
    """ "The vehicle" is the armoured one spoken of before."""
    before = analysis.folded[max(0, item.start - 12) : item.start].replace("\n", " ")
    owned = _OWNED.search(analysis.folded[max(0, item.start - 14) : item.end + 20])
    if item.tag == "item.vehicle" and last.tag == "item.armoured_vehicle" and (_POINTED.search(before) or owned):
        return Term(item.start, item.end, last.tag, item.subject)
    return item


def _of_last(analysis: Analysis, sentence: Sentence, item: Term, events: Sequence[Term]) -> Iterator[Draft]:
    """ "One got stuck; the other broke down": parts of the items named in a sentence before."""
    for event in events:
        if event.tag not in ("failed", "destroyed"):
            continue
        before = [
            t
            for t in sentence.terms
            if (t.tag == "single" or (t.tag == "pronoun.thing" and t.start <= sentence.start + 12))
            and t.end <= event.start
            and event.start - t.end < 40
            and not any(t.end <= g.start < event.start for g in sentence.groups)
        ]
        window = Window(analysis, sentence, sentence.start, event.start, event.end, sentence.end)
        if not before or negated(window) or only_planned(window):
            continue
        yield Draft(
            Equipment(
                analysis.words(item.start, item.end),
                _CLASSES[item.tag.partition(".")[2]],
                _EVENTS[event.tag],
                Count(1, 1),
                None,
            ),
            sentence.index,
            before[-1].start,
            event.end,
            "equipment.part",
            when=window_when(window),
            place=window_place(window),
            flags=window_flags(window),
            about=before[-1].start,
            other=True,
        )


def _in_sentence(
    analysis: Analysis, sentence: Sentence, items: Sequence[Term], events: Sequence[Term]
) -> Iterator[Draft]:
    seen: set[tuple[int, str]] = set()
    for event in events:
        item = _item_for(analysis, sentence, items, event)
        if item is None or (event.tag == "pierced" and any(e.tag == "grounded" for e in events)):
            continue
        kind = item.tag.partition(".")[2]
        name = _EVENTS[event.tag]
        window = Window(analysis, sentence, sentence.start, event.start, event.end, sentence.end)
        parts = [t.start for t in sentence.terms if t.tag == "single" and item.end <= t.start and t.end <= event.start]
        part = parts[-1] if parts and _one_of_them(sentence, item, event) else item.start
        if (part, name) in seen or negated(window) or only_planned(window):
            continue
        seen.add((part, name))
        yield Draft(
            Equipment(
                analysis.words(item.start, item.end),
                _CLASSES[kind],
                name,
                Count(1, 1) if _one_of_them(sentence, item, event) else _count(analysis, sentence, item),
                _reason(analysis, sentence, event),
            ),
            sentence.index,
            min(item.start, event.start),
            max(item.end, event.end),
            f"equipment.{event.tag}",
            when=window_when(window),
            place=window_place(window),
            flags=window_flags(window),
            about=part,
            other=part != item.start,
            score=0.5 if sentence.zone == "title" else 1.0,
        )


def _item_for(analysis: Analysis, sentence: Sentence, items: Sequence[Term], event: Term) -> Term | None:
    """The item nearest to an event in its stretch that the event can befall."""
    best: tuple[int, Term] | None = None
    for item in items:
        kind = item.tag.partition(".")[2]
        overlap = item.start < event.end and event.start < item.end
        if event.tag not in _FITS[kind] or (overlap and event.tag != "pierced"):
            continue
        if _carries(analysis, item) or (event.tag == "delivered" and _not_delivered(analysis, sentence, item, event)):
            continue
        if (
            kind in ("vehicle", "weapon", "other", "drone", "aircraft")
            and not (kind == "aircraft" and _ROTARY.match(analysis.folded[item.start : item.end]))
            and not (_owned(analysis, sentence, item, event) or _with_vehicles(sentence, event))
        ):
            continue
        gap = event.start - item.end if item.end <= event.start else item.start - event.end
        low, high = (item.end, event.start) if item.end <= event.start else (event.end, item.start)
        apart = not _one_of_them(sentence, item, event)  # "one …, the other …" reach back further
        if gap > (_CLOSE.get(event.tag, _REACH) if apart else 2 * _REACH) or (apart and ";" in analysis.text[low:high]):
            continue
        cost = gap + (20 if item.start > event.end else 0) + 25 * analysis.text[low:high].count(",")
        if best is None or cost < best[0]:
            best = (cost, item)
    return best[1] if best else None


def _not_delivered(analysis: Analysis, sentence: Sentence, item: Term, event: Term) -> bool:
    """Whether what was "received" is a bullet, or an aircraft itself brings something."""
    hit = any(t.tag == "cause.gunshot" and 0 <= t.start - event.end <= 26 for t in sentence.terms)
    hit = hit or "," in analysis.text[event.end : item.start]
    return hit or (item.tag == "item.aircraft" and event.start > item.start)


def _with_vehicles(sentence: Sentence, event: Term) -> bool:
    """Whether armoured vehicles are delivered in the same breath."""
    return event.tag == "delivered" and any(t.tag == "item.armoured_vehicle" for t in sentence.terms)


def _carries(analysis: Analysis, item: Term) -> bool:
    """Whether an item is only a means: "by helicopter", "en avion"."""
    before = analysis.folded[max(0, item.start - 14) : item.start]
    return bool(_CARRIED.search(before))


def _owned(analysis: Analysis, sentence: Sentence, item: Term, event: Term) -> bool:
    """Whether a vehicle or weapon belongs to a force: a word of ownership stands close to it."""
    near = analysis.folded[max(sentence.start, item.start - 30) : min(sentence.end, item.end + 36)]
    return bool(_OWNED.search(near))


def _count(analysis: Analysis, sentence: Sentence, item: Term) -> Count:
    """The number before an item; one for a singular, two or more for a bare plural."""
    number = _number_of(analysis, sentence, item)
    words = analysis.folded[item.start : item.end]
    if number is not None:
        return Count(number.count.low, number.count.high)
    if words.endswith(("s", "yo")) and not words.endswith("ss"):
        return Count(2, None)
    return Count(1, 1)


def _one_of_them(sentence: Sentence, item: Term, event: Term) -> bool:
    """Whether "one" or "the other" stands between several items and what befell one of them.

    "Two vehicles, one of the police and one of the mission, were burned" speaks of both.
    """
    found = [
        t
        for t in sentence.terms
        if t.tag == "single" and t.subject == "small" and item.end <= t.start and t.end <= event.start
    ]
    return bool(found) and not (len(found) > 1 and event.start - found[-1].end > 12)


def _number_of(analysis: Analysis, sentence: Sentence, item: Term) -> NumberMention | None:
    for number in reversed(sentence.numbers):
        if number.end <= item.start and number.counts and item.start - number.end < 40:
            between = analysis.text[number.end : item.start]
            if re.fullmatch(
                r"\s(?:of the|of these|of its|of their|des|de los|nan|de ces|de esos)\s(?:\w+\s)?", between
            ):
                return number
            if len(between.split()) <= 3 and not re.search(r"[,;.:]|\b(?:and|et|y|ak|of|in)\b", between):
                return number
            return None
    return None


def _reason(analysis: Analysis, sentence: Sentence, event: Term) -> str | None:
    """The words that say why, where the sentence gives a cause after the event."""
    tail = analysis.text[event.end : min(sentence.end, event.end + 160)]
    match = _BECAUSE.search(fold_text(tail))
    return " ".join(tail[match.start() : match.end()].split()) if match else None
