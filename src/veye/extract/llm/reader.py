"""The reader that asks a language model, and believes only what stands in the text."""

from __future__ import annotations

import random
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from types import TracebackType
from typing import Any, Self
from weakref import finalize

import msgspec

from veye.errors import InputError, SourceError
from veye.extract.language import identify_language
from veye.extract.llm.checks import Checks, without_repeats
from veye.extract.llm.endpoint import Endpoint
from veye.extract.llm.options import Options, options_from
from veye.extract.llm.prompt import prompt_digest, system_prompt, user_prompt
from veye.extract.llm.schema import answer_schema, read_item
from veye.extract.llm.shapes import Fault
from veye.extract.llm.store import Spent, Store
from veye.extract.llm.windows import Window, cut_windows, halve
from veye.records import Claim, Document, Gazetteer, Issue, Mission, ReadBy, digest


class LLMReading(msgspec.Struct, frozen=True):
    """What came of one document: its claims, what went wrong, and how many items were dropped or trimmed, by reason.

    `complete` is False where some window brought no answer. `fatal` says that no other document would fare better.
    """

    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...] = ()
    dropped: dict[str, int] = {}
    trimmed: dict[str, int] = {}
    complete: bool = True
    fatal: bool = False


class Usage(msgspec.Struct, frozen=True):
    """What a reader has asked and spent so far. Money is in the currency of the prices, 0 where none are given."""

    documents: int
    requests: int
    retries: int
    cached: int
    tokens_in: int
    tokens_out: int
    spent: Spent
    dropped: dict[str, int]


class LLMReader:
    """Reads documents by asking a model. A context manager; safe to use from several threads.

    Nothing is sent before the first document. `sleep`, `clock` and `rng` are how it waits, what time it is, and what
    spreads its waits.
    """

    name = "llm"

    def __init__(
        self,
        options: Options,
        mission: Mission | None = None,
        gazetteer: Gazetteer | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        rng: random.Random | None = None,
    ) -> None:
        self.version = options.model
        self.prompt_hash = prompt_digest(mission)
        self._options, self._mission, self._gazetteer, self._clock = options, mission, gazetteer, clock
        self._store = Store(options.cache)
        self._endpoint = Endpoint(options, self._store, sleep=sleep, clock=clock, rng=rng)
        self._pool = ThreadPoolExecutor(options.limits.concurrency, thread_name_prefix="veye-llm")
        self._end = finalize(self, _end, self._pool, self._endpoint, self._store)
        self._lock = Lock()
        self._counts = Counter[str]()
        self._dropped = Counter[str]()
        self._systems = {shown: system_prompt(mission, with_schema=shown) for shown in (False, True)}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends what is under way, and closes connections and cache."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._end()

    @property
    def usage(self) -> Usage:
        """What was asked and spent so far."""
        with self._lock:
            counts, dropped = self._endpoint.counts, dict(self._dropped)
            numbers = (counts["requests"], counts["retries"], self._counts["cached"])
            tokens = (counts["tokens_in"], counts["tokens_out"])
            return Usage(self._counts["documents"], *numbers, *tokens, self._store.spent(), dropped)

    def read(self, doc: Document) -> list[Claim]:
        """The claims that the document states, in order of position.

        A document half read must not pass for one that says nothing: SourceError where a part of it could not be read,
        InputError where no other would fare better and the user can mend it (address, key, model, budget).
        """
        reading = self.examine(doc)
        if not reading.complete:
            issue = next(i for i in reading.issues if i.code not in _NOT_FAULTS)
            kind = InputError if reading.fatal else SourceError
            raise kind(issue.what, where=issue.where, hint=issue.hint)
        return list(reading.claims)

    def examine(self, doc: Document) -> LLMReading:
        """The claims of a document with what went wrong: never raises for what a service or model did."""
        return self._finish(self._start(doc))

    def examine_all(self, documents: Iterable[Document]) -> Iterator[tuple[Document, LLMReading]]:
        """Each document with its reading, in order; several are asked about at once, few are held at once.

        Ends after the first document that met a fatal fault (key, budget, no connection).
        """
        under_way: deque[_Job] = deque()
        stream = iter(documents)
        ahead = self._options.limits.concurrency * 2
        while True:
            while len(under_way) < ahead and (doc := next(stream, None)) is not None:
                under_way.append(self._start(doc))
            if not under_way:
                return
            job = under_way.popleft()
            reading = self._finish(job)
            yield job.doc, reading
            if reading.fatal:
                for left in under_way:
                    left.cancel()
                return

    def _start(self, doc: Document) -> _Job:
        language = doc.language if doc.language != "und" else identify_language(doc.text, gazetteer=self._gazetteer)
        checks = Checks(doc, language, ReadBy(self.name, self.version, self.prompt_hash))
        limits = self._options.limits
        windows = cut_windows(checks.sentences, size=limits.window, overlap=limits.overlap)
        job = _Job(doc, language, checks, windows, limits.document_seconds, self._clock)
        for number, window in enumerate(windows[: limits.windows], 1):
            job.asked.append(self._pool.submit(self._answers, job, window, number, limits.depth))
        return job

    def _answers(self, job: _Job, window: Window, number: int, depth: int) -> list[_Answer]:
        """The raw claims of a window; of its halves where its own answer was cut off."""
        if job.stopped:
            return [_Answer(window, [], job.stopped)]
        try:
            return [_Answer(window, self._ask(job, window, number))]
        except Fault as fault:
            halves = halve(window, job.checks.sentences) if fault.split and depth > 0 else []
            if halves:
                return [a for half in halves for a in self._answers(job, half, number, depth - 1)]
            if fault.fatal:
                job.stopped = fault
            return [_Answer(window, [], fault)]

    def _ask(self, job: _Job, window: Window, number: int) -> list[Any]:
        text = job.doc.text[window.start : window.end]
        user = user_prompt(job.doc, text, part=number, parts=len(job.windows), language=job.language)
        key = digest(self.version, self.prompt_hash, user, answer_schema())
        kept = self._store.get(key)
        if kept is not None:
            with self._lock:
                self._counts["cached"] += 1
            raw: list[Any] = msgspec.json.decode(kept)
            return raw
        claims = self._endpoint.ask(self._systems.__getitem__, user, until=job.until())
        self._store.put(key, msgspec.json.encode(claims))
        return claims

    def _finish(self, job: _Job) -> LLMReading:
        checks, dropped = job.checks, Counter[str]()
        claims: list[tuple[int, Claim]] = []
        faults: dict[str, Fault] = {}
        for number, answer in enumerate(a for future in job.asked for a in future.result()):
            if answer.fault:
                faults.setdefault(answer.fault.code, answer.fault)
            for index, raw in enumerate(answer.claims):
                try:
                    if index >= self._options.limits.claims:
                        raise ValueError("too many")
                    claims.append((number, checks.claim(read_item(raw), answer.window)))
                except ValueError as reason:
                    dropped[str(reason)] += 1
        kept = without_repeats(claims)
        dropped["told again"] = len(claims) - len(kept)
        dropped = +dropped
        with self._lock:
            self._counts["documents"] += 1
            self._dropped.update(dropped)
        issues = [Issue(f.code, f.what, f"{self._endpoint.where}, {job.doc.key}", f.hint) for f in faults.values()]
        if len(job.windows) > self._options.limits.windows:
            what = f"the report has {len(job.windows)} windows, more than {self._options.limits.windows}"
            issues.append(Issue("llm-too-many-windows", what, job.doc.key, "Split the report."))
        complete = not issues
        issues += _remarks(job.doc, checks, dropped, self._store.issue)
        if self._endpoint.counts["cut_questions"]:
            issues.append(Issue("llm-cut-question", _CUT, self._endpoint.where, _CUT_HINT))
        fatal = any(f.fatal for f in faults.values())
        return LLMReading(tuple(kept), tuple(issues), dict(dropped), dict(checks.notes), complete, fatal)


def _end(pool: ThreadPoolExecutor, endpoint: Endpoint, store: Store) -> None:
    pool.shutdown(wait=False, cancel_futures=True)  # it may be one of the pool's own threads that lets the reader go
    endpoint.close()
    store.close()


class _Answer(msgspec.Struct, frozen=True):
    window: Window
    claims: list[Any]
    fault: Fault | None = None


class _Job:
    """One document under way. Its time begins with its first question, not while it waits for its turn."""

    def __init__(
        self,
        doc: Document,
        language: str,
        checks: Checks,
        windows: list[Window],
        seconds: float,
        clock: Callable[[], float],
    ) -> None:
        self.doc, self.language, self.checks, self.windows = doc, language, checks, windows
        self.asked: list[Future[list[_Answer]]] = []
        self.stopped: Fault | None = None
        self._seconds, self._clock, self._lock = seconds, clock, Lock()
        self._until: float | None = None

    def until(self) -> float:
        """The moment at which the document's time is over."""
        with self._lock:
            if self._until is None:
                self._until = self._clock() + self._seconds
            return self._until

    def cancel(self) -> None:
        """Drops the questions that were not put yet."""
        for future in self.asked:
            future.cancel()


_NOT_FAULTS = frozenset({"llm-dropped", "llm-instructions", "llm-cache", "llm-cut-question"})
_CUT = "the service counts far fewer tokens than the question has: it may cut long questions without a word"
_CUT_HINT = "Raise the model's context length there, or lower VEYE_LLM_WINDOW."


def _remarks(doc: Document, checks: Checks, dropped: Counter[str], cache: Issue | None) -> list[Issue]:
    """Issues that leave the reading whole: items that the text did not bear out, and orders in the text."""
    found = [cache] if cache else []
    invented = {k: n for k, n in dropped.items() if k != "told again"}
    if invented:
        told = ", ".join(f"{n} × {reason}" for reason, n in sorted(invented.items()))
        found.append(Issue("llm-dropped", f"the text does not bear out {told}", doc.key))
    if checks.speaks_to_machines:
        what = "some sentences try to instruct whoever reads them; nothing was read from those"
        found.append(Issue("llm-instructions", what, doc.key, "Look at the report: it may be an attempt to mislead."))
    return found


def open_llm(model: str | None, mission: Mission | None = None, gazetteer: Gazetteer | None = None) -> LLMReader:
    """The reader that the environment describes (VEYE_LLM_URL, …), for a model or for VEYE_LLM_MODEL."""
    return LLMReader(options_from(model), mission, gazetteer)
