"""The names of a report become actors: groups, coalitions, missions, agencies, by the names they bore at the time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

import msgspec

from veye.records import Actor, Alias, When, fold

# Words that stand around a group's name without being part of it, folded: "the … gang", "des éléments du …".
_AROUND = re.compile(
    r"^(?:(?:the|a|an|le|la|les|l|un|une|des|du|de|d|el|los|las|una|yon|members of|member of|elements of|men of|"
    r"membres|membre|elements|hommes|miembros|miembro|hombres|manm|neg|soldats|gunmen of|fighters of|officers of|"
    r"armed|arme|armes|armado|armada|groupe arme|armed group|groupe|group|grupo|gwoup|gang|gangs|bande|bandes|banda|"
    r"bandas|pandilla|pandillas|baz|base|coalition|koalisyon|coalicion|alliance|alianza|federation|gangs de la|"
    r"bandits de|bandi) )+|"
    r"(?: (?:gang|gangs|group|groupe|gwoup|coalition|alliance|federation|gunmen|members|fighters|militants|militia|"
    r"militiamen|rebels|officers|forces|la|yo|an))+$"
)
_WORD = re.compile(r"[^\W_]+")


class ActorResolution(msgspec.Struct, frozen=True):
    """Which actor a name means: one, or None with the candidates that could not be told apart, and why."""

    actor: Actor | None
    candidates: tuple[Actor, ...] = ()
    why: str = ""


class ActorIndex:
    """Actors by every name they bear, in any language, each name only within the days of its use."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._actors = {actor.id: actor for actor in actors}
        self._names: dict[str, list[tuple[Actor, Alias]]] = {}
        for actor in self._actors.values():
            dated = {fold(alias.name) for alias in actor.aliases}
            own = () if fold(actor.name) in dated else (Alias(actor.name),)
            for alias in (*own, *actor.aliases):
                self._names.setdefault(fold(alias.name), []).append((actor, alias))
        self._squashed: dict[str, str] = {}
        for name in self._names:
            self._squashed.setdefault(name.replace(" ", ""), name)

    def __len__(self) -> int:
        return len(self._actors)

    def get(self, actor_id: str) -> Actor | None:
        """The actor of that id; None where there is none."""
        return self._actors.get(actor_id)

    def resolve(self, words: str, *, on: When | date | None = None) -> ActorResolution:
        """The actor that the words name on the given days.

        Case, accents, hyphens and the words around a name ("the … gang") do not matter. Without `on`, a name counts
        whatever its dates. None where no actor, or more than one, bears the name then.
        """
        days = When.day(on) if isinstance(on, date) else on
        bearers = self._bearers(words)
        if not bearers:
            return ActorResolution(None, (), "no actor bears the name")
        valid = [(actor, alias) for actor, alias in bearers if _in_use(alias, days)]
        actors = list({actor.id: actor for actor, _ in valid}.values())
        if len(actors) == 1:
            return ActorResolution(actors[0], (), f"a name of {actors[0].name}{_dates(valid[0][1])}")
        if not actors:
            outside = tuple({actor.id: actor for actor, _ in bearers}.values())
            return ActorResolution(None, outside, f"the name was not in use then{_dates(bearers[0][1])}")
        return ActorResolution(None, tuple(actors), "several actors bear the name")

    def mentioned(self, text: str, *, on: When | date | None = None) -> tuple[Actor, ...]:
        """The actors whose names stand in a text as whole words, in order, none twice.

        A name inside a longer one does not count ("G9" in "G9 an Fanmi e Alye"); a name needs its capitals
        in the text: "5 Secondes" is a group, "5 secondes plus tard" is not.
        """
        written = _words(text)
        tokens, found, i = [fold(word) for word in written], dict[str, Actor](), 0
        longest = max((name.count(" ") + 1 for name in self._names), default=0)
        while i < len(tokens):
            end = next((j for j in range(min(len(tokens), i + longest), i, -1) if self._stands(written[i:j])), i + 1)
            actor = self.resolve(" ".join(tokens[i:end]), on=on).actor if self._stands(written[i:end]) else None
            if actor:
                found.setdefault(actor.id, actor)
            i = end
        return tuple(found.values())

    def _stands(self, words: list[str]) -> bool:
        """Whether the words, as written, are a name: known, and with a capital wherever the name has one."""
        bearers = self._names.get(" ".join(fold(word) for word in words), ())
        return any(
            all(_is_lower(own) or not _is_lower(word) for own, word in zip(_words(alias.name), words, strict=False))
            for _, alias in bearers
        )

    def members(self, actor: Actor) -> tuple[Actor, ...]:
        """The members of a coalition and their members, without itself; empty for any other actor."""
        seen: dict[str, Actor] = {}
        queue = list(actor.members)
        while queue:
            member = self._actors.get(queue.pop(0))
            if member and member.id != actor.id and member.id not in seen:
                seen[member.id] = member
                queue += member.members
        return tuple(seen.values())

    def coalitions(self, actor: Actor) -> tuple[Actor, ...]:
        """The coalitions that an actor belongs to, directly or through another."""
        return tuple(
            other for other in self._actors.values() if any(member.id == actor.id for member in self.members(other))
        )

    def related(self, left: Actor, right: Actor) -> bool:
        """Whether two actors may be the same hand: one and the same, or a coalition and its member."""
        return left.id == right.id or left in self.members(right) or right in self.members(left)

    def _bearers(self, words: str) -> list[tuple[Actor, Alias]]:
        name = fold(words)
        for form in (name, _AROUND.sub("", name), _AROUND.sub("", _AROUND.sub("", name))):
            if form in self._names:
                return self._names[form]
            if form and (same := self._squashed.get(form.replace(" ", ""))):
                return self._names[same]
        return []


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text))


def _is_lower(word: str) -> bool:
    return word == word.lower() and not word.isdigit()


def _in_use(alias: Alias, days: When | None) -> bool:
    """Whether a name was in use on any of the days; yes where no days are asked for."""
    if days is None:
        return True
    return (alias.since is None or alias.since <= days.latest) and (alias.until is None or days.earliest <= alias.until)


def _dates(alias: Alias) -> str:
    since = f" since {alias.since}" if alias.since else ""
    until = f" until {alias.until}" if alias.until else ""
    return f" ({alias.name}:{since}{until})" if since or until else ""
