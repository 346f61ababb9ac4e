"""How a language model is reached and how far it may go: one frozen page of options."""

from __future__ import annotations

import os
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

import msgspec

from veye.errors import InputError, did_you_mean

Api = Literal["openai", "anthropic"]
Output = Literal["json_schema", "json_object_schema", "json_object", "text", "tool"]


class Key:
    """A secret. Its text never shows in a repr, a message, a pickle or a record: only `reveal` gives it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        if not text or not text.isascii() or not text.isprintable() or " " in text:
            raise InputError(
                "the key is empty or holds characters that no key has.", where="VEYE_LLM_KEY", hint="Copy it again."
            )
        self._text = text

    def reveal(self) -> str:
        """The secret itself, for the request's headers alone."""
        return self._text

    def __repr__(self) -> str:
        return "Key(…)"

    __str__ = __repr__

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a key is not written anywhere")


class Limits(msgspec.Struct, frozen=True):
    """What bounds a run of the reader. Seconds, characters, bytes and numbers of things.

    `seconds` bounds one request, `document_seconds` one document with all its windows, tries and waits. `overlap` is
    how much of a window the next one repeats. `depth` is how often a window may be halved when its answer is cut off.
    """

    window: int = 12_000
    overlap: int = 1_200
    windows: int = 400
    concurrency: int = 4
    tries: int = 4
    seconds: float = 120.0
    document_seconds: float = 900.0
    longest_wait: float = 60.0
    answer_bytes: int = 2_000_000
    answer_tokens: int = 8_000
    claims: int = 200
    depth: int = 3

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if value <= 0 and name not in ("overlap", "depth"):
                raise InputError(f"the limit '{name}' must be above zero, not {value:g}.", where="language model")
        if not 0 <= self.overlap <= self.window // 2:
            raise InputError("the overlap of windows must lie between 0 and half a window.", where="language model")


class Options(msgspec.Struct, frozen=True):
    """Which model, where, with what key, in which shape, within which limits and budget.

    `url` is the base address ("https://…/v1"). `output` None lets the reader find out what the endpoint can do.
    `tokens` and `money` bound what one run may spend; `price_in` and `price_out` are per million tokens, in whatever
    currency `money` is meant in. `cache` None keeps no answers.
    """

    url: str
    model: str
    api: Api
    key: Key | None = None
    output: Output | None = None
    limits: Limits = Limits()
    tokens: int | None = None
    money: float | None = None
    price_in: float | None = None
    price_out: float | None = None
    cache: Path | None = None

    def __post_init__(self) -> None:
        check_address(self.url, keyed=self.key is not None)
        if self.money is not None and (self.price_in is None or self.price_out is None):
            raise InputError(
                "a budget in money needs the model's prices.",
                where="language model",
                hint="Set VEYE_LLM_PRICE_IN and VEYE_LLM_PRICE_OUT (per million tokens).",
            )

    @property
    def endpoint(self) -> str:
        """The address that requests go to."""
        base = self.url.rstrip("/")
        tail = "/messages" if self.api == "anthropic" else "/chat/completions"
        if base.endswith(tail):
            return base
        return base + tail if urlsplit(base).path.strip("/") else f"{base}/v1{tail}"


def options_from(
    model: str | None = None, *, environ: Mapping[str, str] | None = None, limits: Limits | None = None
) -> Options:
    """The options that VEYE_LLM_* name; `model` wins over VEYE_LLM_MODEL. InputError says what is missing."""
    environ = os.environ if environ is None else environ
    given = {k[9:].lower(): v.strip() for k, v in environ.items() if k.startswith("VEYE_LLM_") and v.strip()}
    unknown = sorted(set(given) - _KNOWN)
    if unknown:
        variable = f"VEYE_LLM_{unknown[0].upper()}"
        raise InputError(
            f"unknown setting {variable}.",
            where="environment",
            hint=did_you_mean(variable, [f"VEYE_LLM_{k.upper()}" for k in sorted(_KNOWN)]),
        )
    url, name = given.get("url"), model or given.get("model")
    if not url:
        raise InputError(
            "the language-model reader needs an address.",
            where="VEYE_LLM_URL",
            hint="Set it to an OpenAI-compatible base address, such as http://localhost:11434/v1.",
        )
    if not name:
        raise InputError(
            "the language-model reader needs a model.", where="VEYE_LLM_MODEL", hint="Or name it: --reader llm:<model>."
        )
    check_address(url, keyed="key" in given)
    return Options(
        url=url,
        model=name,
        api=_api(given.get("api"), url),
        key=Key(given["key"]) if "key" in given else None,
        output=_one_of("VEYE_LLM_OUTPUT", given.get("output"), get_args(Output)),
        limits=limits or _limits(given),
        tokens=_whole("tokens", given),
        money=_number("money", given),
        price_in=_number("price_in", given),
        price_out=_number("price_out", given),
        cache=_cache(given.get("cache"), environ),
    )


_BOUNDS = {"window", "overlap", "concurrency", "tries", "seconds", "document_seconds", "answer_bytes", "answer_tokens"}
_KNOWN = {"url", "model", "key", "api", "output", "tokens", "money", "price_in", "price_out", "cache"} | _BOUNDS


def _limits(given: Mapping[str, str]) -> Limits:
    values: dict[str, float] = {}
    for name in sorted(_BOUNDS & set(given)):
        number = _number(name, given) if name.endswith("seconds") else _whole(name, given)
        assert number is not None
        values[name] = number
    return Limits(**values)  # type: ignore[arg-type]


def _whole(name: str, given: Mapping[str, str]) -> int | None:
    number = _number(name, given)
    if number is not None and not number.is_integer():
        raise InputError("a whole number is needed.", where=f"VEYE_LLM_{name.upper()}")
    return None if number is None else int(number)


def _number(name: str, given: Mapping[str, str]) -> float | None:
    text = given.get(name)
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not 0 <= number < 1e15:
        raise InputError("a number of zero or more is needed.", where=f"VEYE_LLM_{name.upper()}")
    return number


def _one_of(where: str, text: str | None, known: tuple[Output, ...]) -> Output | None:
    if text is None or text == "auto":
        return None
    for name in known:
        if name == text:
            return name
    raise InputError(f"there is no output form '{text}'.", where=where, hint=did_you_mean(text, ("auto", *known)))


def _api(text: str | None, url: str) -> Api:
    if text in (None, "auto"):
        parts = urlsplit(url)
        host = parts.hostname or ""
        return "anthropic" if host.endswith("anthropic.com") or parts.path.endswith("/messages") else "openai"
    if text == "openai":
        return "openai"
    if text == "anthropic":
        return "anthropic"
    raise InputError(
        f"there is no API '{text}'.", where="VEYE_LLM_API", hint="Known: openai (and compatible), anthropic."
    )


def _cache(text: str | None, environ: Mapping[str, str]) -> Path | None:
    if text in ("off", "none", "0"):
        return None
    if text:
        return Path(text).expanduser()
    base = Path(environ["XDG_CACHE_HOME"]) if environ.get("XDG_CACHE_HOME") else Path.home() / ".cache"
    return base / "veye" / "llm.sqlite"


def check_address(url: str, *, keyed: bool) -> None:
    """InputError for an address that is none, that holds a password, or that would carry reports or keys in the clear.

    Plain http is for this machine, and without a key for addresses of the local network.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise InputError("this is not a valid address.", where="VEYE_LLM_URL") from None
    if parts.username or parts.password or parts.query or parts.fragment:
        raise InputError(
            "the address may hold no name, password, query or fragment.",
            where="VEYE_LLM_URL",
            hint="Give the key in VEYE_LLM_KEY.",
        )
    if parts.scheme not in ("http", "https") or not host:
        raise InputError("an http or https address is needed.", where="VEYE_LLM_URL")
    if parts.scheme == "https" or is_loopback(host) or (not keyed and _is_local(host)):
        return
    raise InputError(
        "plain http would send reports in the clear.",
        where="VEYE_LLM_URL",
        hint="Use https; plain http is for this machine, or for a private address without a key.",
    )


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return False
