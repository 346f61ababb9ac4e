"""The places Veye knows, indexed by every name they go by."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from veye.records.place import Place


def fold(text: str) -> str:
    """`text` without case, accents, apostrophes or hyphens: the form in which names are compared.

    >>> fold("L'Estère"), fold("Petite-Rivière")
    ('l estere', 'petite riviere')
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


class Gazetteer:
    """An immutable index of places by folded name and by id.

    `names` maps each name (any spelling, any language) to the ids of all places that bear it.
    """

    def __init__(self, places: Iterable[Place], names: Iterable[tuple[str, str]]) -> None:
        self._places: dict[str, Place] = {p.id: p for p in places}
        self._names: dict[str, tuple[str, ...]] = {}
        self._spellings: set[str] = set()
        for name, place_id in names:
            key = fold(name)
            if key and place_id in self._places:
                self._spellings.add(name)
                ids = self._names.get(key, ())
                if place_id not in ids:
                    self._names[key] = (*ids, place_id)

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places.values())

    def get(self, place_id: str) -> Place | None:
        """The place with that id; None where there is none."""
        return self._places.get(place_id)

    def named(self, name: str) -> tuple[Place, ...]:
        """Every place that bears the name in any spelling; empty where none does."""
        return tuple(self._places[i] for i in self._names.get(fold(name), ()))

    @property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Folded name -> ids of the places that bear it."""
        return self._names

    @property
    def spellings(self) -> frozenset[str]:
        """Every name as written, for readers that look for names in text."""
        return frozenset(self._spellings)
