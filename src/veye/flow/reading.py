"""Documents into claims, on one core or several, in order and with bounded memory."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import get_args

import msgspec

from veye.errors import InputError, SourceError, did_you_mean
from veye.extract import Reader, identify_language, open_reader
from veye.extract.side_by_side import Reading, SideBySide
from veye.facts import load_gazetteer, load_mission
from veye.records import Claim, Document, Gazetteer, Issue, Mission, flat
from veye.records.incident import ReconcileRule
from veye.resolve.places import Resolver

Read = tuple[Document, list[Claim] | Issue]
"""A document with its claims, or with what kept it from being read."""

_BATCH = 16
_SMALL = 48  # below this many documents, starting processes costs more than it saves


class Kit:
    """What reading needs: the mission profile, the gazetteer, a reader and a place resolver."""

    def __init__(self, mission: Mission, gazetteer: Gazetteer, reader: Reader) -> None:
        self.mission = mission
        self.gazetteer = gazetteer
        self.reader = reader
        self.resolver = Resolver(gazetteer, mission)

    @classmethod
    def load(cls, mission: str, *, reader: str = "grammar") -> Kit:
        """The kit for a mission profile (a shipped name or a path) and a reader's name."""
        profile = load_mission(mission)
        gazetteer = load_gazetteer(profile.area)
        return cls(profile, gazetteer, open_reader(reader, profile, gazetteer))

    def with_rule(self, rule: str) -> Kit:
        """The same kit under another reconciliation rule; InputError for one that is not known."""
        if rule not in get_args(ReconcileRule):
            raise InputError(f"no rule '{rule}'", where="--rule", hint=did_you_mean(rule, get_args(ReconcileRule)))
        return Kit(msgspec.structs.replace(self.mission, rule=rule), self.gazetteer, self.reader)

    def read(self, doc: Document) -> Read:
        """The document with its language known, and its claims with their places resolved.

        An issue instead of claims where an outside service that the reader needs did not give a whole answer. Where
        several readers read side by side, a claim says what another of them read instead.
        """
        if doc.language == "und":
            doc = msgspec.structs.replace(doc, language=identify_language(doc.text))
        try:
            return doc, self.resolver.locate(self._claims(doc))
        except SourceError as error:
            return doc, Issue("not-read", error.what, doc.key, error.hint)

    def _claims(self, doc: Document) -> list[Claim]:
        if not isinstance(self.reader, SideBySide):
            return self.reader.read(doc)
        reading = self.reader.compare(doc)
        return [msgspec.structs.replace(c, disputed=_disputed(reading, c)) for c in reading.claims]


def _disputed(reading: Reading, claim: Claim) -> tuple[str, ...]:
    out = []
    for disagreement in reading.disagreements_on(claim.id):
        for said in disagreement.alternatives:
            told = flat(said.claim)
            parts = (f"{name} {told[name]}" for name in disagreement.fields if name in told)
            out.append(f"{said.reader}: {', '.join(parts) or ', '.join(disagreement.fields)}")
    return tuple(dict.fromkeys(out))


def read_claims(documents: Iterable[Document], kit: Kit, *, spec: tuple[str, str], workers: int = 0) -> Iterator[Read]:
    """Each document with its claims, in the order given.

    Few documents are read in this process with `kit`. More are read by `workers` processes (0: one for each core), each
    of which loads its own kit from `spec` (mission name or path, reader name); a few batches are under way
    at any time, so that memory does not grow with the number of documents.
    """
    stream = iter(documents)
    head = list(islice(stream, _SMALL))
    workers = workers or os.cpu_count() or 1
    if len(head) < _SMALL or workers == 1:
        for doc in (*head, *stream):
            yield kit.read(doc)
        return

    def batches() -> Iterator[list[Document]]:
        pending = deque(head)
        while True:
            batch = [pending.popleft() for _ in range(min(_BATCH, len(pending)))]
            batch += list(islice(stream, _BATCH - len(batch)))
            if not batch:
                return
            yield batch

    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_start, initargs=spec) as pool:
        yield from _in_order(pool, batches(), ahead=workers * 3)


def _in_order(pool: ProcessPoolExecutor, batches: Iterator[list[Document]], *, ahead: int) -> Iterator[Read]:
    under_way: deque[Future[list[Read]]] = deque()
    for batch in batches:
        under_way.append(pool.submit(_read_batch, batch))
        if len(under_way) >= ahead:
            yield from under_way.popleft().result()
    while under_way:
        yield from under_way.popleft().result()


_kit: Kit | None = None


def _start(mission: str, reader: str) -> None:
    global _kit
    _kit = Kit.load(mission, reader=reader)


def _read_batch(batch: list[Document]) -> list[Read]:
    assert _kit is not None
    return [_kit.read(doc) for doc in batch]


Progress = Callable[[str, int], None]
"""Called with a word for what was done and how many more of it."""
