"""What a model is asked to answer with: a JSON schema made from the statement types, and the way back to records.

Every field is required and nullable rather than optional, every object is closed, and nothing but types, enums and
plain structure is used: that is the subset which the stricter services accept.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from veye.records import Count, Flags, Statement

COMMON = ("quote", "date_words", "place_words", "speaker_words", *Flags.__struct_fields__)
"""Fields that every claim has beside those of its statement."""

_WORDS: dict[str, Any] = {"type": ["string", "null"]}


class Item(msgspec.Struct, frozen=True):
    """One claim as a model wrote it: a valid statement, and words that are still to be found in the text."""

    statement: Statement
    quote: str
    date_words: str | None = None
    place_words: str | None = None
    speaker_words: str | None = None
    flags: Flags = Flags()


@cache
def answer_schema() -> dict[str, Any]:
    """The schema of a whole answer: an object with one list of claims, one variant a statement type."""
    variants = [_variant(kind) for kind in get_args(Statement)]
    claims = {"type": "array", "items": {"anyOf": variants}}
    return {"type": "object", "properties": {"claims": claims}, "required": ["claims"], "additionalProperties": False}


def _variant(kind: type[msgspec.Struct]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    properties: dict[str, Any] = {"type": {"type": "string", "enum": [kind.__struct_config__.tag]}}
    properties["quote"] = {"type": "string"}
    properties |= {name: _type_schema(hints[name]) for name in kind.__struct_fields__}
    properties |= {name: dict(_WORDS) for name in ("date_words", "place_words", "speaker_words")}
    properties |= {name: {"type": "boolean"} for name in Flags.__struct_fields__}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def _type_schema(hint: Any) -> dict[str, Any]:
    if hint is Count:
        ends = {"low": {"type": ["integer", "null"]}, "high": {"type": ["integer", "null"]}}
        return {"type": "object", "properties": ends, "required": ["low", "high"], "additionalProperties": False}
    if get_origin(hint) is Literal:
        return {"type": "string", "enum": list(get_args(hint))}
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    parts = [_type_schema(part) for part in get_args(hint)]  # X | None
    enum = next((p["enum"] for p in parts if "enum" in p), None)
    types = [p["type"] for p in parts]
    return {"type": types, "enum": [*enum, None]} if enum else {"type": types}


def read_item(raw: object) -> Item:
    """One claim of an answer as records; ValueError, whose text is a stable reason, where it does not fit.

    Reasons never hold words of the answer: "not an object", "unknown type", "bad field: outcome", "no quote".
    """
    if not isinstance(raw, dict):
        raise ValueError("not an object")
    given: dict[str, Any] = {str(k): v for k, v in raw.items()}
    quote = given.get("quote")
    if not isinstance(quote, str) or not quote.strip():
        raise ValueError("no quote")
    if given.get("type") not in _tags():
        raise ValueError("unknown type")
    try:
        flags = msgspec.convert({k: v for k in Flags.__struct_fields__ if (v := given.get(k)) is not None}, Flags)
        statement = msgspec.convert({k: v for k, v in given.items() if k not in COMMON}, Statement)
        words = [msgspec.convert(given.get(k), str | None) for k in ("date_words", "place_words", "speaker_words")]
    except msgspec.ValidationError as error:
        name = str(error).rpartition("$.")[2].rstrip("`").partition(".")[0]
        raise ValueError(f"bad field: {name}" if name in _fields() else "bad field") from None
    date, place, speaker = ((w.strip() or None) if w else None for w in words)
    return Item(statement, quote, date, place, speaker, flags)


@cache
def _tags() -> frozenset[str]:
    return frozenset(str(kind.__struct_config__.tag) for kind in get_args(Statement))


@cache
def _fields() -> frozenset[str]:
    return frozenset(COMMON) | {f for kind in get_args(Statement) for f in kind.__struct_fields__}
