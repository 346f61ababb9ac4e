"""Readers: whatever turns a document into claims. A plain table maps a name to what opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from veye.errors import InputError, did_you_mean
from veye.extract.analyse import analyse
from veye.extract.claims import OF_POLITICS, finders
from veye.extract.document import to_claims
from veye.extract.profile import make_profile
from veye.records import Claim, Document, Gazetteer, Mission


class Reader(Protocol):
    """Reads claims from documents. `name` and `version` are kept on every claim."""

    name: str
    version: str

    def read(self, doc: Document) -> list[Claim]:
        """The claims that the document states, in order of position."""
        ...


class GrammarReader:
    """The fast reader: lexicon tables and small rules, no model, no network."""

    name = "grammar"
    version = "1"

    def __init__(self, mission: Mission | None, gazetteer: Gazetteer | None) -> None:
        self._mission = mission
        self._gazetteer = gazetteer
        self._profile = make_profile(mission, gazetteer)

    def read(self, doc: Document, *, any_story: bool = False) -> list[Claim]:
        """The claims that the document states, in order of position.

        None for stories of sport, crime and the like, unless `any_story` asks for what their words say.
        """
        analysis = analyse(doc, self._mission, self._gazetteer, profile=self._profile)
        if any_story:
            analysis = msgspec.structs.replace(analysis, veto=None)
        if analysis.veto and analysis.veto != "other":
            return []
        usable = (t for t in finders() if not analysis.veto or t in OF_POLITICS)
        drafts = [draft for t in usable for draft in finders()[t](analysis)]
        return to_claims(analysis, drafts, reader=self.name, version=self.version)


def _open_llm(mission: Mission | None, gazetteer: Gazetteer | None, model: str | None = None) -> Reader:
    from veye.extract.llm import open_llm

    return open_llm(model, mission, gazetteer)


def _open_embedded(mission: Mission | None, gazetteer: Gazetteer | None) -> Reader:
    from veye.extract.tagger import EmbeddedReader

    return EmbeddedReader(mission, gazetteer)


READERS: dict[str, Callable[[Mission | None, Gazetteer | None], Reader]] = {
    "embedded": _open_embedded,
    "grammar": GrammarReader,
    "llm": _open_llm,
}


def open_reader(name: str, mission: Mission | None = None, gazetteer: Gazetteer | None = None) -> Reader:
    """The reader of that name, made ready for a mission and its places; InputError for an unknown name.

    "llm:<model>" names a model for the language-model reader; several names with commas between them read side by side.
    """
    if "," in name:
        from veye.extract.side_by_side import SideBySide

        return SideBySide([open_reader(one.strip(), mission, gazetteer) for one in name.split(",")])
    kind, _, model = name.partition(":")
    if kind == "llm" and model:
        return _open_llm(mission, gazetteer, model)
    if name not in READERS:
        raise InputError(f"there is no reader {name!r}.", hint=did_you_mean(name, list(READERS)))
    return READERS[name](mission, gazetteer)
