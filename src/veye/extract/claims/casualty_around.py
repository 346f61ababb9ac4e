"""What stands right around a word of harm and tells whether and where its people stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from veye.extract.analysis import Group
from veye.extract.claims.casualty_counts import listed_after
from veye.extract.claims.casualty_words import Victims
from veye.extract.window import Window
from veye.extract.wordlists import any_of


def falls_dead(window: Window) -> bool:
    """Whether "fell" means died: a day, the end of the clause or words of fighting follow, not whence or whither."""
    if any(0 <= d.start - window.end <= 4 for d in window.sentence.dates):
        return True
    after = window.text_with_commas(window.end, min(window.sentence.end, window.end + 30))
    if not after.strip() or window.analysis.text[window.end : window.end + 1] in ",.;:":
        return True
    if _TRAP.match(after):  # "three men fell in an ambush", but not "the patrol", "the officers"
        return any(window.floor <= g.start < window.start and g.number is not None for g in window.sentence.groups)
    return bool(_FALLS_DEAD.match(after) or _AT_PLACE.match(window.analysis.text, window.end))


def people_fall(window: Window) -> bool:
    """Whether people stand right before or after a verb of falling, and not a column or a town."""
    groups = [g for g in window.sentence.groups if g.number is not None or g.who not in ("people", "same")]
    if any(0 <= g.start - window.end <= _NEXT for g in groups) or any(
        d.start - window.end <= 4 and 0 <= g.start - d.end <= 4
        for d in window.sentence.dates
        for g in groups
        if d.start >= window.end
    ):
        return True
    before = [g for g in groups if window.floor <= g.start and g.end <= window.start]
    if not before:
        return False
    gap = _ASIDE_BEFORE.sub(" ", window.text_with_commas(before[-1].end, window.start))
    return len(gap.split()) <= 3 and "," not in gap


_NEXT = 4  # characters between a verb and its subject after it
_ASIDE_BEFORE = re.compile(r"^,[^,]*,\s")

_TRAP = re.compile(rf"\s{any_of('walks into a trap')}\b")
_FALLS_DEAD = re.compile(rf"\s{any_of('falls dead')}\b")
_AT_PLACE = re.compile(r"\s(?:at|in|near|à|en|nan|bò)\s[A-ZÀ-Þ]")


def counts_harm(window: Window) -> bool:
    """Whether what is lost is a count of dead or wounded, told by their own word: "déplore un mort et deux blessés"."""
    harm = [t for t in window.sentence.terms if t.start == window.ceiling and t.subject == "outcomes"]
    return bool(harm) and any(
        window.end <= n.start and 0 <= window.ceiling - n.end <= 2 and n.start - window.end <= 12
        for n in window.sentence.numbers
    )


FIRST_ONES = re.compile(rf"\s{any_of('its first ones')}\s")


def it_was(window: Window) -> bool:
    """Whether a thing is the subject, right before the verb: "residents swear it was hit"."""
    things = [t for t in window.small if t.tag == "pronoun.thing" and window.floor <= t.start and t.end <= window.start]
    return bool(things) and window.preceded_by("be") and window.words_apart(things[-1].end, window.start) <= 2


def parts_after(window: Window, left: Sequence[Victims]) -> list[Victims]:
    """The parts of "people" that a list after the verb gives: "two people died, an officer and a civilian"."""
    if len(left) != 1 or left[0].who != "people" or window.analysis.text[window.end : window.end + 1] != ",":
        return []
    number = next((n for n in window.sentence.numbers if n.start == left[0].start), None)
    return listed_after(window, window.end, number, window.analysis.language) if number is not None else []


def before_next(window: Window, chain: list[Group]) -> list[Group]:
    """A list without its last, where that is the subject of the next harm: "… y otros siete quedaron heridos"."""
    if len(chain) < 2 or window.ceiling >= window.sentence.end:
        return chain
    gap = window.text(chain[-1].end, window.ceiling)
    small = [t for t in window.small if chain[-1].end <= t.start and t.end <= window.ceiling]
    verb = " ".join(window.text(t.start, t.end) for t in small if t.tag in ("be", "have")).split()
    subject = [
        t for t in window.sentence.terms if t.start == window.ceiling and t.tag.endswith((".subject", ".either"))
    ]
    return chain[:-1] if subject and gap.split() == verb else chain


def closed(window: Window, chain: list[Group]) -> list[Group]:
    """A list up to its "and": what follows a mere comma at its end speaks ("killing 54 troops, the president said")."""
    while len(chain) > 1:
        gap = window.analysis.text[chain[-2].end : chain[-1].start]
        if gap.strip() != "," or window.analysis.text[chain[-1].end : chain[-1].end + 1] == ",":
            break
        chain = chain[:-1]
    return chain


def past_source(window: Window) -> Window:
    """The window with the aside left out that names a source: "murieron, según la policía, once agentes"."""
    aside = _ASIDE.match(window.text_with_commas(window.end, window.ceiling))
    if aside is None:
        return window
    past = window.end + aside.end()
    return Window(window.analysis, window.sentence, window.floor, window.start, past, window.ceiling)


_ASIDE = re.compile(rf",\s{any_of('according to')}\s[^,]{{2,40}},")


def marked_object(window: Window, group: Group) -> bool:
    """Whether Spanish marks people as the object, whatever stands between: "hirió en el muslo al conductor"."""
    between = window.analysis.text[window.end : group.start]
    clause = any(t.tag in ("relative", "conj", "and") and window.end <= t.start < group.start for t in window.small)
    marked = bool(_PERSONAL_A.search(window.text(max(window.end, group.start - 12), group.start)))
    return marked and len(between) <= _ADJUNCTS and not clause and not set(between) & set(",;:.()")


_PERSONAL_A = re.compile(r"\s(?:a|al)\s(?:los |las |un |una |unos )?$")
_ADJUNCTS = 60  # characters of adjuncts that may stand between a verb and its marked object


def no_object(window: Window) -> bool:
    """Whether Creole goes on to a place, a time or the next verb, where an object stands right behind its verb."""
    return window.analysis.language == "ht" and bool(_NO_OBJECT.match(window.text(window.end, window.end + 9)))


_NO_OBJECT = re.compile(rf"\s{any_of('no object of a Creole verb')}\s")


def hits_it(window: Window) -> bool:
    """Whether a Creole pronoun behind the verb is its object: "a bulldozer of the army hit it"."""
    return window.analysis.language == "ht" and bool(_IT.match(window.text(window.end, window.end + 4)))


_IT = re.compile(r"\sl(?:i|\s|$)")


def behind_a_thing(window: Window, group: Group) -> bool:
    """Whether Creole people right behind a thing only tell whose it is: "yon machin blende lapolis pran bal"."""
    things = window.sentence.tagged("item.", "gear.vehicle", "target") if window.analysis.language == "ht" else []
    return any(group.head - t.end == 1 for t in things)


def is_one(window: Window, group: Group) -> bool:
    """Whether people are only the first word of "lòt la", which is one where "lòt" is several."""
    return any(t.start <= group.start and group.end < t.end for t in window.singles())


def agree_together(window: Window, group: Group, last: Group) -> bool:
    """Whether a verb in the plural asks for people before one: "three soldiers of the force and a cook were killed"."""
    if last.plural or (last.number is not None and last.number.count.low != 1):
        return False
    gap = window.text_with_commas(group.end, last.start)
    if _AGED.fullmatch(gap):
        return True
    between = [t for t in window.sentence.terms if group.end <= t.start < last.start]
    told = any(t.subject == "outcomes" or t.tag in _CLAUSE for t in between)
    if told or "," in gap or len(gap) > _OF_FORCE or not _AND_ONE.search(gap):
        return False
    return bool(_WERE.search(window.text(last.end, window.end)))


_CLAUSE = frozenset({"relative", "say", "be", "conj", "by", "subset"})
_OF_FORCE = 40  # characters in which people may be told whose they are
_AND_ONE = re.compile(rf"\s{any_of('coordinators')}\s(?:{any_of('determiners')}\s)?$")
_WERE = re.compile(rf"(?:^|\s)(?:{any_of('several were')}\s|{any_of('several have')}\s|\w+(?:aron|ieron)$)")
_AGED = re.compile(
    rf",?\s(?:{any_of('of an age')}\s)?[\w-]+\s{any_of('years old')},?"
    rf"\s{any_of('coordinators')}\s(?:{any_of('determiners')}\s)?"
)


def told_of_those_before(window: Window, forms: frozenset[str]) -> bool:
    """Whether a French or Spanish participle without "have" tells of people right before it: "un policier tué et deux
    autres blessés".
    """
    if window.analysis.language not in ("es", "fr") or not {"either", "object"} <= forms or _has(window):
        return False
    return any(0 <= window.start - g.end <= 1 and g.who != "gang" for g in window.sentence.groups)


def did_it(window: Window, forms: frozenset[str]) -> bool:
    """Whether French or Spanish tells what those before the verb did: "les assaillants ont exécuté le notable"."""
    if window.analysis.language not in ("es", "fr") or not {"either"} <= forms <= _ACTS or not _has(window):
        return False
    return not _WHOM.search(window.text(window.floor, window.start))  # "les voyageurs que le gang a enlevés"


def _has(window: Window) -> bool:
    return bool(_HAVE.search(window.analysis.text, window.floor, window.start))


_WHOM = re.compile(r"\bqu(?:e|ien|ienes)?\s")
_ACTS = frozenset({"either", "object", "count"})
_HAVE = re.compile(rf"\b(?:{any_of('to have, before a participle')})\s(?:\w+ment\s|\w+mente\s)?\Z", re.IGNORECASE)


def past_relative(window: Window, before: list[Group]) -> list[Group]:
    """People without those inside a clause about the first: "twa ajan ki t ap monte gad la mouri"."""
    closed_by_verb = window.analysis.language == "ht" or window.preceded_by("be") or _has(window)
    for i, group in enumerate(before[:-1]):
        clause = any(t.tag == "relative" and 0 <= t.start - group.end <= 4 for t in window.small)
        if clause and closed_by_verb and "," not in window.analysis.text[group.end : window.start]:
            return before[: i + 1]
    return before


def to_care(window: Window, position: int) -> bool:
    """Whether a hospital follows at once: "sent four people to the hospital"."""
    care = [t for t in window.sentence.terms if t.tag == "care" and 0 < t.start - position <= 40]
    return bool(care) and not _BREAK.search(window.analysis.text, position, care[0].start)


_BREAK = re.compile(r"[;:]")


def owns(window: Window, group: Group) -> bool:
    """Whether a phrase only says whose a thing is: "his parents' bedroom", "Children's Hospital"."""
    return bool(_OWNS.match(window.analysis.text, group.end - 1, group.end + 3))


_OWNS = re.compile(r"(?:\w['’]s|s['’]) ")
