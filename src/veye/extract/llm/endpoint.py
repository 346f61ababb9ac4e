"""One door to a model: bounded in time, size and cost, patient with busy services, silent about keys."""

from __future__ import annotations

import random
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from veye import __version__
from veye.extract.llm.options import Options, is_loopback
from veye.extract.llm.shapes import Dialect, Fault, body, enforced, first_dialect, headers, next_dialect, parse
from veye.extract.llm.shapes import tokens_taken as tokens_in_answer
from veye.extract.llm.store import Spent, Store

if TYPE_CHECKING:
    import httpx

_RETRIED = frozenset({408, 409, 425, 429})
_LADDER = frozenset({400, 415, 422, 501})
_LONG = re.compile(
    r"context (?:length|window|size)|too (?:long|large|many)|n_ctx|exceed|maximum.{0,40}token", re.IGNORECASE
)
_BYTES_A_TOKEN = 2  # a cautious guess for booking: real text takes three to five
_COMPLAINT = 4_000
_ANSWER_TRIES = 2  # a model that answers nonsense twice will go on so, and each answer is paid for
_BYTES_AT_MOST = 10  # bytes a token stands for on average: a service that counts fewer tokens has cut the question


_NONSENSE = frozenset({"llm-malformed", "llm-shape", "llm-refused"})


class Reply(msgspec.Struct, frozen=True):
    """Status, body and Retry-After of one request."""

    status: int
    content: bytes
    retry_after: str | None


class Endpoint:
    """Puts questions to one endpoint. Safe to use from several threads. `counts` tells requests, retries and tokens."""

    def __init__(
        self,
        options: Options,
        store: Store,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        rng: random.Random | None = None,
    ) -> None:
        import logging

        import httpx

        logging.getLogger("httpx").setLevel(logging.WARNING)  # neither writes keys, nor need their lines be ours
        logging.getLogger("httpcore").setLevel(logging.WARNING)
        self.options, self.counts = options, Counter[str]()
        self._store, self._sleep, self._clock = store, sleep, clock
        self._rng = rng or random.Random()  # noqa: S311 - spreads waits, guards nothing
        self._lock = Lock()
        self._dialect, self._proven, self._troubled = first_dialect(options), False, 0
        host = urlsplit(options.endpoint).hostname or ""
        self._where = f"{host}{urlsplit(options.endpoint).path}"
        self._client = httpx.Client(
            timeout=options.limits.seconds,
            follow_redirects=False,
            trust_env=not is_loopback(host),
            limits=httpx.Limits(max_connections=options.limits.concurrency),
            headers={"user-agent": f"veye/{__version__}", "accept-encoding": "identity"},
        )

    def __repr__(self) -> str:
        return f"Endpoint({self._where})"

    @property
    def where(self) -> str:
        """Host and path: all of the address that is shown."""
        return self._where

    def close(self) -> None:
        """Closes its connections."""
        self._client.close()

    def ask(self, system: Callable[[bool], str], user: str, *, until: float) -> list[Any]:
        """The raw claims of an answer; Fault where none is to be had before the moment `until`.

        `system` gives the system prompt, with the schema in words where the endpoint does not enforce it.
        """
        attempt = 0
        while True:
            if self._clock() >= until:
                raise Fault("llm-deadline", "the time for this document is over")
            dialect = self._dialect
            asked: float | None = None
            try:
                reply = self._once(dialect, system(not enforced(dialect.output)), user, until)
                if reply.status < 300:
                    claims = parse(self.options, reply.content)
                    self._proven = True
                    return claims
                if self._step_down(dialect, reply):
                    continue
                asked = _seconds(reply.retry_after)
                raise _refusal(reply, proven=self._proven)
            except Fault as fault:
                attempt += 1
                tries = min(self.options.limits.tries, _ANSWER_TRIES if fault.code in _NONSENSE else 10**6)
                if not fault.again or attempt >= tries:
                    self._start_over()
                    raise
                self._wait(fault, attempt, asked, until)

    def _once(self, dialect: Dialect, system: str, user: str, until: float) -> Reply:
        content = msgspec.json.encode(body(self.options, dialect, system, user))
        most = self._price(len(content) // _BYTES_A_TOKEN, self.options.limits.answer_tokens)
        self._book(most)
        spent = most  # what an answer that never came may have cost
        try:
            self._count("requests")
            try:
                reply = self._send(content, min(until, self._clock() + self.options.limits.seconds))
            except _NotSent as failed:
                spent = Spent()
                raise failed.fault from None
            if reply.status >= 300:
                spent = Spent()
            else:
                told_in, told_out = tokens_in_answer(self.options, reply.content)
                taken = (
                    told_in if told_in is not None else len(content) // _BYTES_A_TOKEN,
                    told_out if told_out is not None else len(reply.content) // _BYTES_A_TOKEN,
                )
                spent = self._price(*taken)
                if told_in is not None and told_in * _BYTES_AT_MOST < len(system.encode()) + len(user.encode()):
                    self._count("cut_questions")
                self._count("tokens_in", taken[0])
                self._count("tokens_out", taken[1])
            return reply
        finally:
            self._store.settle(most, spent)

    def _send(self, content: bytes, until: float) -> Reply:
        import httpx

        left = max(0.1, until - self._clock())
        try:
            with self._client.stream(
                "POST", self.options.endpoint, content=content, headers=headers(self.options), timeout=left
            ) as answer:
                limit = self.options.limits.answer_bytes if answer.status_code < 300 else _COMPLAINT
                return Reply(answer.status_code, self._body(answer, limit, until), answer.headers.get("retry-after"))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            hint = "Is the service running, and the address in VEYE_LLM_URL right?"
            raise _NotSent(Fault("llm-unreachable", "no connection", again=True, fatal=True, hint=hint)) from None
        except httpx.TimeoutException:
            raise Fault("llm-timeout", "no answer in time", again=True) from None
        except httpx.HTTPError as error:
            what = f"the connection broke off ({type(error).__name__})"
            raise Fault("llm-broken-off", what, again=True) from None

    def _body(self, answer: httpx.Response, limit: int, until: float) -> bytes:
        """The body up to a size: an answer that is larger is refused, an error text is cut."""
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise Fault("llm-shape", "the answer is compressed, though none was asked for")
        chunks: list[bytes] = []
        size = 0
        for chunk in answer.iter_raw(16_384):
            size += len(chunk)
            chunks.append(chunk)
            if size > limit:
                if answer.status_code >= 300:
                    break
                raise Fault("llm-too-large", f"the answer is larger than {limit:,} bytes", split=True)
            if self._clock() > until:
                raise Fault("llm-timeout", "no answer in time", again=True)
        return b"".join(chunks)[:limit]

    def _step_down(self, dialect: Dialect, reply: Reply) -> bool:
        """Whether another way of asking is worth a try, which the next request then takes."""
        complaint = reply.content.decode("utf-8", "replace").lower()
        with self._lock:
            if self._dialect != dialect:  # another thread has found a better one meanwhile
                return reply.status in _LADDER or (reply.status == 500 and not self._proven)
            if reply.status == 500 and not self._proven:
                self._troubled += 1
                if self._troubled % 2:
                    return False  # once may be chance; twice in a row it may be the form asked for
            elif reply.status not in _LADDER or _too_long(complaint) or _filtered(complaint):
                return False
            fixed = self._proven or self.options.output is not None
            following = next_dialect(dialect, complaint, fixed=fixed)
            if following is None:
                return False
            self._dialect = following
            return True

    def _start_over(self) -> None:
        """Forgets what was tried in vain: a service that was down may take the best form when it is back."""
        with self._lock:
            if not self._proven:
                self._dialect, self._troubled = first_dialect(self.options), 0

    def _wait(self, fault: Fault, attempt: int, asked: float | None, until: float) -> None:
        """Waits before another try; raises the fault where the wait would be longer than it may be."""
        limits = self.options.limits
        if asked is not None:
            seconds = asked + self._rng.uniform(0, 0.25)
        else:
            seconds = min(limits.longest_wait, 2.0 ** (attempt - 1)) * self._rng.uniform(0.5, 1.0)
        if (asked or 0) > limits.longest_wait or self._clock() + seconds >= until:
            raise fault
        self._count("retries")
        self._sleep(seconds)

    def _price(self, tokens_in: int, tokens_out: int) -> Spent:
        price_in, price_out = self.options.price_in or 0.0, self.options.price_out or 0.0
        return Spent(tokens_in + tokens_out, (tokens_in * price_in + tokens_out * price_out) / 1e6)

    def _book(self, most: Spent) -> None:
        try:
            free = self._store.reserve(most, tokens=self.options.tokens, money=self.options.money)
        except sqlite3.Error:
            raise Fault("llm-budget", "the account of what was spent cannot be kept", fatal=True) from None
        if not free:
            hint = "Raise VEYE_LLM_TOKENS or VEYE_LLM_MONEY; answers that are kept cost nothing the next time."
            raise Fault("llm-budget", "the budget of this run is used up", fatal=True, hint=hint)

    def _count(self, name: str, number: int = 1) -> None:
        with self._lock:
            self.counts[name] += number


class _NotSent(Exception):  # noqa: N818 - never leaves this file
    """A request that did not reach the service, so that it cost nothing."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault


def _refusal(reply: Reply, *, proven: bool) -> Fault:
    """What a status that is no success means. The service's own words are looked at but never shown."""
    status, complaint = reply.status, reply.content.decode("utf-8", "replace").lower()
    if status in (401, 403):
        hint = "Check VEYE_LLM_KEY."
        return Fault("llm-key", f"the service does not accept the key ({status})", fatal=True, hint=hint)
    if status == 404:
        hint = "Check VEYE_LLM_URL and the model's name."
        return Fault("llm-model", "the service does not know the address or the model (404)", fatal=True, hint=hint)
    if status == 402 or (status == 429 and "insufficient_quota" in complaint):
        return Fault("llm-quota", f"the account has no credit left ({status})", fatal=True)
    if status in _LADDER and _filtered(complaint):
        return Fault("llm-refused", f"the service refuses to let the model read this part ({status})")
    if status == 413 or (status in _LADDER and _LONG.search(complaint)):
        hint = "Lower VEYE_LLM_WINDOW or VEYE_LLM_ANSWER_TOKENS to what the model can hold."
        return Fault("llm-too-long", f"the question is too long for the model ({status})", split=True, hint=hint)
    if status == 429:
        return Fault("llm-rate-limit", "the service limits how often it answers (429)", again=True)
    if status in _RETRIED or status >= 500:
        return Fault("llm-service", f"the service answered with {status}", again=True)
    if 300 <= status < 400:
        hint = "Give the final address in VEYE_LLM_URL."
        return Fault("llm-redirect", "the service redirects, which is not followed", fatal=True, hint=hint)
    what = f"the service rejects the question ({status})"
    return Fault("llm-rejected", what, fatal=not proven, hint="Check VEYE_LLM_OUTPUT.")


def _filtered(complaint: str) -> bool:
    return "content_filter" in complaint or "content management policy" in complaint


def _too_long(complaint: str) -> bool:
    return "max_completion_tokens" not in complaint and _LONG.search(complaint) is not None


def _seconds(text: str | None) -> float | None:
    """The wait that Retry-After asks for: seconds, or until a date."""
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
