"""Which side people are on: a mission, the police or army of its host, a gang, or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from veye.extract.analysis import Group
from veye.extract.lexicon import Term
from veye.extract.people import Phrase
from veye.extract.wordlists import word_set

_UNIFORMS = frozenset({"force", "police", "military"})
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
        self._last: str | None = None
        self._usual: str | None = None

    def group(self, text: str, phrase: Phrase) -> Group:
        """The phrase as a Group."""
        who = self._who(phrase)
        told = phrase.number or phrase.country or phrase.mission
        if told and who in ("mission", "police", "military") and phrase.kind in (*_UNIFORMS, "mission"):
            self._last = who
        plural = phrase.plural
        number = phrase.number
        if plural is None:
            plural = bool(number and number.count.low != 1)
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

    def _who(self, phrase: Phrase) -> str:
        kind = phrase.kind
        if kind in ("mission", "gang"):
            return kind
        if kind == "civilian":
            return "mission" if phrase.mission else "civilian"
        if kind == "national":
            country = phrase.head.tag.partition(":")[2]
            if country in _VISITORS:
                return "civilian"
            return "civilian" if country in self._hosts or country in self._parties or country in _HOMES else "mission"
        if kind == "men" and not (phrase.number and phrase.number.kind == "both") and not phrase.pointed:
            return phrase.side or ("mission" if phrase.mission or phrase.country else "civilian")
        if kind in ("other", "peer", "men"):
            return phrase.side or ("mission" if phrase.mission else "same")
        if kind == "people":
            return phrase.side or ("mission" if phrase.mission else "people")
        if phrase.side == "gang":
            return "gang"
        if phrase.mission:
            return "mission"
        if phrase.country:
            at_home = phrase.country in self._hosts or phrase.country in self._parties or phrase.country in _HOMES
            return self._native(phrase) if at_home else "mission"
        if phrase.side in ("police", "military"):
            return phrase.side
        if self._last:
            return self._last
        if self._usual:
            return self._usual
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
        kinds = (*_UNIFORMS, "national", "mission")
        told = {
            self._who(p)
            for p in phrases
            if p.kind in kinds and (p.country or p.mission or p.side or p.kind == "national")
        }
        told &= {"mission", "police", "military"}
        if foreign:
            told.add("mission")
        self._mission_story = self._mission_story or "mission" in told
        self._usual = told.pop() if len(told) == 1 else None

    @staticmethod
    def _native(phrase: Phrase) -> str:
        if phrase.side in ("police", "military"):
            return phrase.side
        return "military" if phrase.kind == "military" else "police"
