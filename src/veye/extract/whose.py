"""Which side people are on: a mission, the police or army of its host, a gang, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from veye.extract.analysis import Group
from veye.extract.folding import fold_text
from veye.extract.lexicon import Term
from veye.extract.owned import Thing, things_of_forces
from veye.extract.people import Phrase
from veye.extract.wordlists import any_of, word_set

_UNIFORMS = frozenset({"force", "police", "military"})
# On which sides a uniform may be: a mission has soldiers and police, no police force has soldiers.
_CAN_BE = {
    "force": frozenset({"mission", "police", "military"}),
    "police": frozenset({"mission", "police"}),
    "military": frozenset({"mission", "military"}),
}
# Nouns that may stand for the same people later on: "the soldier … the officer", but not "the policeman".
_ALIKE = {
    "force": ("force", "police", "military"),
    "police": ("force", "police"),
    "military": ("force", "military"),
    "mission": ("force", "military"),
    "national": ("force", "police", "military"),
}
# Whose people abroad are rather travellers and residents than soldiers of a mission.
_VISITORS = word_set("countries of travellers")
# Where missions serve: soldiers of these countries are at home in the story, whoever else it names.
_HOMES = word_set("countries of missions")


class Sides:
    """Decides whose side uniformed people are on, remembering who was spoken of before."""

    def __init__(self, hosts: Iterable[str], parties: Iterable[str], *, in_mission_story: bool) -> None:
        self._hosts = frozenset(hosts)
        self._parties = frozenset(parties)
        self._mission_story = in_mission_story
        self._last: dict[str, str] = {}
        self._usual: dict[str, str | None] = {}
        self._things: list[Thing] = []
        self._people_told = False
        self._ride: str | None = None
        self._civilian_end = -1

    def hear(self, text: str, folded: str, terms: Sequence[Term]) -> None:
        """Takes up a sentence with such terms: uniforms after it may be of the force whose things were told of last."""
        self._remember(self._things)
        self._things = [t for t in things_of_forces(text, folded, terms, self._home) if t.named]
        self._people_told = False
        self._civilian_end = -1

    def _remember(self, things: Sequence[Thing]) -> None:
        sides = {t.who for t in things}
        self._ride = None if self._people_told else self._ride
        if len(sides) == 1 and not self._people_told:
            (side,) = sides
            self._ride = side
            self._last |= {kind: side for kind in ("force", "military") if side in _CAN_BE[kind]}

    def group(self, text: str, phrase: Phrase, terms: Sequence[Term] = ()) -> Group:
        """The phrase as a Group; `terms` are those of its sentence."""
        who = self._who(phrase, text, terms)
        self._civilian_end = phrase.end if who == "civilian" else -1
        own = phrase.kind == "military" and _OF_AN_ARMY.search(fold_text(text[phrase.start : phrase.end]))
        told = phrase.number or phrase.country or phrase.mission or own
        if told and who in ("mission", "police", "military") and phrase.kind in (*_UNIFORMS, "mission"):
            self._last |= {kind: who for kind in _ALIKE[phrase.kind] if who in _CAN_BE[kind]}
            self._people_told |= not any(phrase.start <= t.start < phrase.end for t in self._things)
        plural = phrase.plural
        number = phrase.number
        if plural is None:
            plural = number.count.low != 1 if number else _uncounted(text, phrase)
        return Group(
            phrase.start,
            phrase.end,
            phrase.head.start,
            who,
            " ".join(text[phrase.start : phrase.end].split()),
            number,
            phrase.country,
            phrase.named,
            plural,
            phrase.kind in ("people", "other", "peer", "men"),
            phrase.ordinal,
        )

    def _who(self, phrase: Phrase, text: str = "", terms: Sequence[Term] = ()) -> str:
        kind = phrase.kind
        if kind in ("mission", "gang"):
            return kind
        if kind in ("civilian", "years"):
            rides = text[phrase.head.start : phrase.head.end].lower() in _RIDERS
            if rides and phrase.side in ("police", "military") and not phrase.mission:
                return phrase.side
            if phrase.mission or (rides and self._abroad(phrase.country)):
                return "mission"
            his = bool(text) and rides and not phrase.country and _the_one(text, phrase)
            return (self._of_thing(phrase, back=True) if his else None) or "civilian"
        if kind == "national":
            country = phrase.head.tag.partition(":")[2]
            if country in _VISITORS:
                return "civilian"
            return "civilian" if country in self._hosts or country in self._parties or country in _HOMES else "mission"
        if kind == "men" and not phrase.side and _owned(text, phrase) and (side := self._owner(text, phrase, terms)):
            return side  # "three wounded among its men"
        if kind == "men" and not (phrase.number and phrase.number.kind == "both") and not phrase.pointed:
            return phrase.side or ("mission" if phrase.mission or phrase.country else "civilian")
        if kind == "peer" and phrase.country and phrase.country not in _VISITORS and not phrase.mission:
            return phrase.side or (self._native(phrase) if self._at_home(phrase.country) else "mission")
        if kind == "other" and self._abroad(phrase.country) and not phrase.side:
            return "mission"  # "lòt Kenyan", "otros tres kenianos"
        if kind in ("other", "peer", "men"):
            return phrase.side or ("mission" if phrase.mission else "same")
        if kind == "people":
            return phrase.side or ("mission" if phrase.mission else "people")
        if phrase.side == "gang":
            return "gang"
        if phrase.mission:
            return "mission"
        if phrase.country:
            return self._native(phrase) if self._at_home(phrase.country) else "mission"
        if phrase.side in _CAN_BE[kind]:
            return phrase.side
        if kind == "military" and _OF_AN_ARMY.search(fold_text(text[phrase.start : phrase.end])):
            return "military"
        if kind == "police" and text and self._beside_civilians(text, phrase):
            return "police"
        told = self._last.get(kind) if text and (phrase.pointed or _the_one(text, phrase)) else None
        speaker = self._speaker(text, phrase, terms) if kind != "police" and not told else None
        known = self._owner(text, phrase, terms) or told or self._of_thing(phrase) or speaker or self._last.get(kind)
        if known:
            return known
        if kind == "force" and not self._mission_story and _CREW.search(fold_text(text[phrase.start : phrase.end])):
            return "civilian"
        if self._usual.get(kind):
            return str(self._usual[kind])
        if kind == "police":
            return "police"
        return "mission" if self._mission_story else self._native(phrase)

    def survey(self, phrases: Iterable[Phrase], terms: Sequence[Term]) -> None:
        """Learns from a whole document on which side its uniforms are, where their phrases say so."""
        forces = [t for t in terms if t.tag in ("body.police", "body.military")]
        abroad = {
            d.end
            for d in terms
            if d.tag.startswith("demonym:") and d.tag.partition(":")[2] not in self._hosts | self._parties | _HOMES
        }
        foreign = any(f.start - 1 in abroad for f in forces)
        named = [p for p in phrases if p.country or p.mission or p.side or p.kind == "national"]
        told: dict[str, set[str]] = {kind: set() for kind in _UNIFORMS}
        for phrase in named:
            for kind in _ALIKE.get(phrase.kind, ()):
                told[kind] |= {self._who(phrase)} & _CAN_BE[kind]
        if foreign or self._mission_story:
            told["force"].add("mission")
            told["military"].add("mission")
        self._mission_story = self._mission_story or any("mission" in sides for sides in told.values())
        self._usual = {kind: next(iter(sides)) if len(sides) == 1 else None for kind, sides in told.items()}

    def _beside_civilians(self, text: str, phrase: Phrase) -> bool:
        """Whether a policeman is joined to civilians, as one of the place: "two journalists and a policeman"."""
        joined = 0 <= self._civilian_end <= phrase.start
        return joined and bool(_JOINED.fullmatch(fold_text(text[self._civilian_end : phrase.start])))

    def _of_thing(self, phrase: Phrase, *, back: bool = False) -> str | None:
        """The side of the force whose thing is told of before people in their sentence; with `back`, or earlier."""
        here = [t.who for t in self._things if t.end <= phrase.start]
        side = here[-1] if here else (self._ride if back else None)
        return side if side in _CAN_BE.get(phrase.kind, _CAN_BE["force"]) else None

    @property
    def _home(self) -> frozenset[str]:
        return self._hosts | self._parties | _HOMES

    def _at_home(self, country: str) -> bool:
        return country in self._home

    def _abroad(self, country: str | None) -> bool:
        return country is not None and country not in self._home | _VISITORS

    def _owner(self, text: str, phrase: Phrase, terms: Sequence[Term]) -> str | None:
        """The side of whoever is named last before a bare noun: "police count three officers dead", "its soldiers"."""
        owned = _owned(text, phrase)
        named = [t for t in terms if t.end <= phrase.start]
        owners = [
            t
            for t in named
            if (owned and t.tag.startswith((*_BODIES, *_OWNERS)))
            or (t.tag in _BODIES and _HEADING.match(text, t.end))
            or (t.tag in _BODIES and _MOURNS.match(fold_text(text[t.end : phrase.start])))
            or (t.tag.startswith("demonym:") and _ON_THE_SIDE.search(text, max(0, t.start - 14), t.start))
        ]
        if not owners:
            return None
        country = next(
            (t.tag.partition(":")[2] for t in reversed(owners) if t.tag.startswith(("demonym:", "country:"))), None
        ) or next(
            (
                t.tag.partition(":")[2]
                for t in terms
                if t.tag.startswith(("demonym:", "country:")) and 0 <= owners[-1].start - t.end <= 3
            ),
            None,
        )
        bodies = [t for t in owners if t.tag in _BODIES]
        if self._abroad(country):
            side = "mission"
        elif bodies and bodies[-1].end >= owners[-1].start - 1:
            side = bodies[-1].tag.partition(".")[2]
        else:
            side = "mission" if country is None else self._native(phrase)
        return side if side in _CAN_BE.get(phrase.kind, _CAN_BE["force"]) else None

    def _speaker(self, text: str, phrase: Phrase, terms: Sequence[Term]) -> str | None:
        """The side of soldiers or officers whom their own force or state counts: "Mali's minister says ten died"."""
        says = [t for t in terms if t.tag == "say"]
        people = {t.start for t in terms if t.tag.startswith("person.")}
        for term in terms:
            body = term.start not in people and term.tag.startswith((*_BODIES, "body.mission", "mission:"))
            ahead = term.end <= phrase.start and any(
                0 <= t.start - term.end <= _SAYS and t.start < phrase.start for t in says
            )
            behind = term.start >= phrase.end and (
                any(0 <= term.start - t.end <= _SAID for t in says)
                or _ACCORDING.search(fold_text(text[max(0, term.start - 20) : term.start]))
            )
            if not (ahead or behind):
                continue
            if term.tag.startswith(("demonym:", "country:")):
                around = fold_text(text[max(0, term.start - 30) : term.end + 30])
                if not _STATE.search(around):
                    continue
                side = "mission" if self._abroad(term.tag.partition(":")[2]) else self._native(phrase)
            elif body:
                lands = [t.tag.partition(":")[2] for t in terms if t.tag.startswith(("demonym:", "country:"))
                         and -_SAID <= t.start - term.end <= 6 and t.end >= term.start - 6]  # fmt: skip
                side = "mission" if any(map(self._abroad, lands)) else term.tag.partition(".")[2] or "mission"
                if side == "police" and _SERVES.match(fold_text(text[phrase.end : phrase.end + 30])):
                    continue  # "the National Police Service announced the death of an officer serving in Haiti"
            else:
                continue
            if side in _CAN_BE[phrase.kind]:
                return side
        return None

    @staticmethod
    def _native(phrase: Phrase) -> str:
        if phrase.side in ("police", "military"):
            return phrase.side
        return "military" if phrase.kind == "military" else "police"


_OF_AN_ARMY = re.compile(rf"\b{any_of('of an army')}\b")
_CREW = re.compile(rf"\b{any_of('crews')}\b")
_RIDERS = word_set("who rides with soldiers")
_BODIES = ("body.police", "body.military")
_MOURNS = re.compile(rf"\s(?:\w+\s){{0,2}}{any_of('mourns its own')}\s(?:{any_of('determiners')}\s)?$")
_HEADING = re.compile(r"\s?(?:[:–—]|count|counts|compte|comptent|cuenta|konte)")
_ON_THE_SIDE = re.compile(r"\b(?:[Cc]ôté|[Ll]ado|[Bb]ò|on the) $")
_OWNERS = ("body.mission", "mission:", "demonym:", "country:")
_OWN = re.compile(rf"\b{any_of('whose people')}\s+(?:\w+\s)?$", re.IGNORECASE)
_OWN_WITHIN = re.compile(rf"(?:of\s)?{any_of('whose people')}\s", re.IGNORECASE)
_SAYS, _SAID = 30, 16  # characters between a force and its verb of saying, and between "said" and the force
_ACCORDING = re.compile(rf"\b{any_of('according to')}\s(?:{any_of('determiners')}\s)?$")
_SERVES = re.compile(rf"\s{any_of('serves abroad')}\s")
_STATE = re.compile(rf"\b{any_of('speaks for a state')}\b")
_JOINED = re.compile(rf",?\s{any_of('coordinators')}\s(?:a\s)?(?:{any_of('determiners')}\s)?")
_OWN_AFTER = re.compile(r"\s(?:pa\s)?(?:li|l)\b")


def _owned(text: str, phrase: Phrase) -> bool:
    """Whether a possessive stands with a noun for people: "its soldiers", "sòlda li yo"."""
    before = _OWN.search(text, max(0, phrase.head.start - 24), phrase.head.start)
    return bool(before or _OWN_WITHIN.match(text, phrase.head.start) or _OWN_AFTER.match(text, phrase.head.end))


def _the_one(text: str, phrase: Phrase) -> bool:
    """Whether one person is spoken of as known: "the driver", "chofè a"."""
    before, after = fold_text(text[max(0, phrase.start - 5) : phrase.start]), fold_text(text[phrase.head.end :][:6])
    return bool(_DEFINITE.search(before) or _POINTED_AT.match(after))


def _uncounted(text: str, phrase: Phrase) -> bool:
    """Whether a Creole noun without a number means several: "gen militè ki blese", "lòt jounalis", "polisye yo"."""
    before, after = fold_text(text[max(0, phrase.start - 12) : phrase.start]), fold_text(text[phrase.end :][:6])
    return bool(_MANY.match(after) or (_SOME.search(before) and not _POINTED_AT.match(after)))


_SOME = re.compile(rf"(?:^|\s){any_of('some of a kind')}\s$")
_DEFINITE = re.compile(r"\b(?:the|le|la|el|l)\s$")
_POINTED_AT = re.compile(rf"\s{any_of('this one')}(?:\s|$)")
_MANY = re.compile(rf"\s{any_of('these many')}(?:\s|$)")
