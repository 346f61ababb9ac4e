"""The live services behind the row sources: which address, which key, and how the pages follow each other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from veye.errors import InputError, SourceError, did_you_mean
from veye.sources.forms.xlsform import form_names
from veye.sources.web import Door

Keys = Mapping[str, str]
Query = Mapping[str, str]
Rows = Iterator[dict[str, Any]]

_MAX_PAGES = 1_000


class Service(msgspec.Struct, frozen=True):
    """One service: where it stands, which keys it needs, and how its rows are got."""

    base: str
    keys: tuple[str, ...]
    rows: Callable[[Door, str, Keys, Query], Rows]


def fetch_rows(
    source: str,
    to: str | Path,
    *,
    door: Door,
    keys: Keys,
    query: Query,
    base: str | None = None,
) -> Path:
    """Fetches a source's rows into a JSON lines file, which `read_rows` then reads, and gives its path.

    `query` goes to the service in its own words. `base` replaces the service's address. The file appears whole or not
    at all. InputError for an unknown source or a missing key, SourceError where the service fails.
    """
    service = SERVICES.get(source)
    if service is None:
        raise InputError(f"there is no service for '{source}'", hint=did_you_mean(source, sorted(SERVICES)))
    missing = [k for k in service.keys if not keys.get(k)]
    if missing:
        hint = "Set it in the settings or the environment."
        raise InputError(f"{source} needs the key {', '.join(repr(m) for m in missing)}", where=source, hint=hint)
    target = Path(to)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as stream:
            for row in service.rows(door, (base or service.base).rstrip("/"), keys, query):
                stream.write(msgspec.json.encode(row) + b"\n")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return target


def _acled(door: Door, base: str, keys: Keys, query: Query) -> Rows:
    """Pages by number until one is empty; the token comes for e-mail and password."""
    yield from _acled_pages(door, base, keys, query, "acled")


def _acled_deleted(door: Door, base: str, keys: Keys, query: Query) -> Rows:
    """The list of withdrawn events, for `read_rows(…, deleted=…)`."""
    yield from _acled_pages(door, base, keys, query, "deleted")


def _acled_pages(door: Door, base: str, keys: Keys, query: Query, what: str) -> Rows:
    form = {"username": keys["email"], "password": keys["password"], "grant_type": "password", "client_id": "acled"}
    token = _held(door.fetch_json(f"{base}/oauth/token", form=form), "access_token", str, base)
    for page in range(1, _MAX_PAGES + 1):
        params = {"limit": "5000", **query, "page": str(page), "_format": "json"}
        answer = door.fetch_json(f"{base}/api/{what}/read", params=params, headers={"authorization": f"Bearer {token}"})
        rows = _held(answer, "data", list, base)
        yield from _objects(rows)
        if len(rows) < int(params["limit"]):
            return
    raise _endless(base)


def _ucdp(door: Door, base: str, keys: Keys, query: Query) -> Rows:
    """Pages by number up to TotalPages."""
    params = {"pagesize": "1000", **{k: v for k, v in query.items() if k != "version"}}
    version = query.get("version")
    if not version:
        raise InputError("UCDP needs a 'version' in the query", where="ucdp", hint="For example 25.1.")
    for page in range(_MAX_PAGES):
        answer = door.fetch_json(
            f"{base}/api/gedevents/{version}",
            params={**params, "page": str(page)},
            headers={"x-ucdp-access-token": keys["token"]},
        )
        yield from _objects(_held(answer, "Result", list, base))
        if page + 1 >= _held(answer, "TotalPages", int, base):
            return
    raise _endless(base)


def _dtm(door: Door, base: str, keys: Keys, query: Query) -> Rows:
    """One page; `level` in the query is admin0, admin1 or admin2."""
    level = query.get("level", "admin1")
    if level not in ("admin0", "admin1", "admin2"):
        raise InputError(f"level is {level!r}", where="dtm", hint="Known: admin0, admin1, admin2.")
    answer = door.fetch_json(
        f"{base}/v3/displacement/{level}",
        params={k: v for k, v in query.items() if k != "level"},
        headers={"ocp-apim-subscription-key": keys["key"]},
    )
    yield from _objects(_held(answer, "result", list, base))


def _fts(door: Door, base: str, keys: Keys, query: Query) -> Rows:
    """Pages by number until one is short. No key."""
    for page in range(1, _MAX_PAGES + 1):
        params = {"limit": "1000", **query, "page": str(page)}
        answer = door.fetch_json(f"{base}/v1/public/fts/flow", params=params)
        flows = _held(_held(answer, "data", dict, base), "flows", list, base)
        yield from _objects(flows)
        if len(flows) < int(params["limit"]):
            return
    raise _endless(base)


def _kobo(door: Door, base: str, keys: Keys, query: Query) -> Rows:
    """Pages by offset until no next one is named; `asset` in the query is the form's id on the server."""
    asset = query.get("asset", "")
    if not asset.isalnum():
        raise InputError(
            "Kobo needs the form's 'asset' id in the query", where="kobo", hint="It stands in its address."
        )
    rest = {k: v for k, v in query.items() if k != "asset"}
    start = 0
    for _ in range(_MAX_PAGES):
        answer = door.fetch_json(
            f"{base}/api/v2/assets/{asset}/data/",
            params={"format": "json", "limit": "1000", **rest, "start": str(start)},
            headers={"authorization": f"Token {keys['token']}"},
        )
        rows = _held(answer, "results", list, base)
        yield from _objects(rows)
        start += len(rows)
        if not rows or not answer.get("next"):
            return
    raise _endless(base)


def _held(answer: Any, name: str, kind: type, base: str) -> Any:
    """A field of the answer; SourceError where it is not there or of another kind."""
    value = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(value, kind):
        what = f"the answer has no '{name}' of the expected kind"
        raise SourceError(what, where=base.split("//")[-1], hint="The service may have changed its form.")
    return value


def _objects(rows: list[Any]) -> Rows:
    return (row for row in rows if isinstance(row, dict))


def _endless(base: str) -> SourceError:
    hint = "Ask for a shorter period or a smaller area."
    return SourceError(f"there are more than {_MAX_PAGES:,} pages", where=base.split("//")[-1], hint=hint)


_KOBO = Service("https://kf.kobotoolbox.org", ("token",), _kobo)
SERVICES: dict[str, Service] = {
    "acled": Service("https://acleddata.com", ("email", "password"), _acled),
    "acled_deleted": Service("https://acleddata.com", ("email", "password"), _acled_deleted),
    "ucdp": Service("https://ucdpapi.pcr.uu.se", ("token",), _ucdp),
    "dtm": Service("https://dtmapi.iom.int", ("key",), _dtm),
    "fts": Service("https://api.hpc.tools", (), _fts),
    **{f"form_{name}": _KOBO for name in form_names()},
}
