"""One door to the web: bounded in time and size, patient with busy servers, silent about keys."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import msgspec

from veye import __version__
from veye.errors import InputError, SourceError

if TYPE_CHECKING:
    import httpx

_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_REFUSALS = {
    401: "Check the key: the service does not know it.",
    403: "Check the key: it does not give this right.",
    404: "Check the address and the names in the query.",
    429: "Ask later, or for less: the service limits how often it answers.",
}


class WebLimits(msgspec.Struct, frozen=True):
    """How long and how much: seconds to connect and between bytes, bytes of an answer, tries, longest wait, hops."""

    seconds: float = 30.0
    answer_bytes: int = 50_000_000
    tries: int = 4
    longest_wait: float = 60.0
    hops: int = 3


class Door:
    """Fetches answers from one service. Errors name host and path, never query, headers or keys.

    A context manager. `sleep` is how it waits between tries; `transport` replaces the network in tests.
    """

    def __init__(
        self,
        *,
        limits: WebLimits = WebLimits(),  # noqa: B008 - frozen
        sleep: Callable[[float], None] = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        import logging

        import httpx

        logging.getLogger("httpx").setLevel(logging.WARNING)  # it writes whole addresses, and those hold keys
        logging.getLogger("httpcore").setLevel(logging.WARNING)
        self.limits = limits
        self._sleep = sleep
        self._client = httpx.Client(
            timeout=limits.seconds,
            follow_redirects=False,
            transport=transport,
            headers={"user-agent": f"veye/{__version__}", "accept": "application/json"},
            trust_env=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._client.close()

    def fetch_json(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
    ) -> Any:
        """The decoded JSON answer; a POST where there is a `form`. SourceError where none is to be had."""
        content = self.fetch_bytes(url, params=params, headers=headers, form=form)
        try:
            return msgspec.json.decode(content)
        except (msgspec.DecodeError, RecursionError) as error:
            what = "the answer is not valid JSON"
            raise SourceError(what, where=_shown(url), hint="The service may be down or the address wrong.") from error

    def fetch_bytes(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
    ) -> bytes:
        """The answer's body. InputError for an address that would send keys in the clear."""
        _check_address(url)
        where = _shown(url)
        for attempt in range(1, self.limits.tries + 1):
            last = attempt == self.limits.tries
            try:
                status, content, wait = self._once(url, params, headers, form)
            except _Failed as failed:
                if last or not failed.may_pass:
                    raise SourceError(failed.what, where=where, hint=failed.hint) from None
                self._sleep(self._backoff(attempt, None))
                continue
            if status < 300:
                return content
            if last or status not in _RETRIED:
                hint = _REFUSALS.get(status, "Try again later.")
                raise SourceError(f"the service answered with {status}", where=where, hint=hint)
            self._sleep(self._backoff(attempt, wait))
        raise SourceError("the service did not answer", where=where)  # pragma: no cover - tries is at least 1

    def _once(
        self,
        url: str,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        form: Mapping[str, str] | None,
    ) -> tuple[int, bytes, str | None]:
        """Status, body and Retry-After of one try, redirects to the same host followed."""
        import httpx

        at = httpx.URL(url)
        at = at.copy_merge_params(dict(params)) if params else at
        try:
            for _ in range(self.limits.hops + 1):
                method, body = ("POST", dict(form)) if form is not None else ("GET", None)
                with self._client.stream(method, at, headers=dict(headers or {}), data=body) as answer:
                    if answer.is_redirect and "location" in answer.headers:
                        at = self._next(at, answer.headers["location"])
                        continue
                    content = self._body(answer) if answer.status_code < 300 else b""
                    return answer.status_code, content, answer.headers.get("retry-after")
        except httpx.TimeoutException:
            what = f"the service did not answer within {self.limits.seconds:g} seconds"
            raise _Failed(what, "Try again later.", may_pass=True) from None
        except httpx.InvalidURL:
            raise _Failed("the address is not valid", "Check it.", may_pass=False) from None
        except httpx.HTTPError as error:
            what = f"the connection failed ({type(error).__name__})"
            raise _Failed(what, "Check the network and the address.", may_pass=True) from None
        raise _Failed("the service redirects without end", "Check the address.", may_pass=False)

    def _body(self, answer: httpx.Response) -> bytes:
        chunks: list[bytes] = []
        size = 0
        for chunk in answer.iter_bytes():
            size += len(chunk)
            if size > self.limits.answer_bytes:
                what = f"the answer is larger than {self.limits.answer_bytes:,} bytes"
                raise _Failed(what, "Ask for a shorter period or a smaller area.", may_pass=False)
            chunks.append(chunk)
        return b"".join(chunks)

    def _next(self, at: httpx.URL, location: str) -> httpx.URL:
        target = at.join(location)
        if (target.host, target.scheme, target.port) != (at.host, at.scheme, at.port):
            what = "the service redirects to another host, which would get the key"
            raise _Failed(what, "Check the address.", may_pass=False)
        return target

    def _backoff(self, attempt: int, retry_after: str | None) -> float:
        """Seconds to wait: what the service asks for, else 1, 2, 4, …; never longer than the limit."""
        asked = float(retry_after) if retry_after and retry_after.isascii() and retry_after.isdigit() else None
        return min(self.limits.longest_wait, asked if asked is not None else 2.0 ** (attempt - 1))


class _Failed(Exception):  # noqa: N818 - never leaves this file
    """One try that brought no answer."""

    def __init__(self, what: str, hint: str, *, may_pass: bool) -> None:
        self.what, self.hint, self.may_pass = what, hint, may_pass
        super().__init__(what)


def _shown(url: str) -> str:
    """Host and path: all of an address that may be shown."""
    try:
        parts = urlsplit(url)
        return f"{parts.hostname or ''}{parts.path}"
    except ValueError:
        return "the address"


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as error:
        raise InputError("the address is not valid", hint="Give an https address.") from error
    if parts.username or parts.password:
        raise InputError("the address holds a name or password", where=host, hint="Pass keys as keys.")
    if parts.scheme == "https" and host:
        return
    if parts.scheme == "http" and _is_loopback(host):
        return
    raise InputError(
        "only https addresses are fetched", where=host or "the address", hint="Keys never travel in the clear."
    )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
