"""What the words for a contingent, an owner or an actor mean, by the mission's profile."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from veye.records import Mission, fold


class Names:
    """The profile's names, folded, and what they stand for."""

    def __init__(self, mission: Mission) -> None:
        self.mission = mission
        self._countries_of: dict[str, str | None] = {}
        self._kinds_of: dict[str, str | None] = {}
        self._types_of: dict[tuple[str, str], str | None] = {}

    def contingent(self, words: str | None) -> str | None:
        """The profile's country that the words name ("Kenyan", "Kenya"); the words themselves where it has none."""
        return (self._country(words) or words) if words else None

    def _country(self, words: str) -> str | None:
        if words not in self._countries_of:
            tokens = fold(words).split()
            stems = {c.country: [t for t in fold(c.country).split() if len(t) > 3] for c in self.mission.contingents}
            named = (c for c, parts in stems.items() if any(t.startswith(p) for p in parts for t in tokens))
            self._countries_of[words] = next(named, None)
        return self._countries_of[words]

    @cached_property
    def actor_kinds(self) -> dict[str, str]:
        """Folded name, alias or id of each actor of the profile -> its kind."""
        return {
            fold(name): actor.kind
            for actor in self.mission.actors
            for name in (actor.id, actor.name, *(alias.name for alias in actor.aliases))
            if fold(name)
        }

    @cached_property
    def mission_names(self) -> frozenset[str]:
        """Folded names of the mission, and the word itself."""
        return frozenset({"mission", fold(self.mission.id), *(fold(n.text) for n in self.mission.names)})

    def kind_of(self, words: str) -> str | None:
        """The kind of the actor that the words name, whole or in part; "mission" for the mission itself."""
        if words not in self._kinds_of:
            self._kinds_of[words] = self._kind(words)
        return self._kinds_of[words]

    def _kind(self, words: str) -> str | None:
        folded = fold(words)
        if folded in self.actor_kinds:
            return self.actor_kinds[folded]
        padded = f" {folded} "
        if any(f" {name} " in padded for name in self.mission_names):
            return "mission"
        return next((kind for name, kind in self.actor_kinds.items() if f" {name} " in padded), None)

    def owned_by_mission(self, owner: str | None) -> bool | None:
        """Whether the words for an owner mean the mission or a contingent; None where they do not say."""
        if not owner:
            return None
        kind = self.kind_of(owner)
        if kind is None:
            return True if self._country(owner) else None
        return kind in ("mission", "contingent")

    def equipment_type(self, item: str, item_class: str) -> str | None:
        """The profile's equipment type that the words for an item name; None where they name none."""
        key = item, item_class
        if key not in self._types_of:
            words = f" {fold(item)} "
            fitting = (kit for kit in self.mission.equipment if kit.item_class == item_class)
            self._types_of[key] = next((k.name for k in fitting if _named(words, (k.name, *k.aliases))), None)
        return self._types_of[key]


def _named(words: str, names: Iterable[str]) -> bool:
    return any(f" {fold(name)} " in words or f" {fold(name)}s " in words for name in names)
