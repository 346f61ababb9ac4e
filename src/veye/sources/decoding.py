"""Bytes to text: the declared or evident encoding first, a guess that says so after it."""

from __future__ import annotations

import codecs
import re

from veye.records import Issue
from veye.sources.draft import UnreadableError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\v\x1b\x1a\x1c\x1d\x1e\x1f\x08")
_GUESSES = ["cp1252", "mac_roman", "cp850", "cp1250"]
_LETTERS = re.compile("[A-Za-zÀ-ÖØ-öø-ÿœŒ’‘“”«»–—…°]")


def is_binary(content: bytes) -> bool:
    """Whether the content is something other than text: control bytes that no text has, and no UTF-16 or 32 mark."""
    head = content[:8192]
    if any(head.startswith(bom) for bom, _ in _BOMS):
        return False
    controls = sum(1 for b in head if b < 32 and b not in _TEXT_CONTROLS)
    return controls > 0 and (b"\x00" in head or controls > len(head) // 50)


def decode(content: bytes, where: str, *, declared: str | None = None) -> tuple[str, Issue | None]:
    """The text and, where the encoding was guessed or letters were lost, an issue that says so.

    Raises UnreadableError("binary") where the content is no text at all.
    """
    for bom, name in _BOMS:
        if content.startswith(bom):
            try:
                return content.decode(name), None
            except UnicodeDecodeError:
                return content.decode(name, "replace"), _lossy(where, name)
    if is_binary(content):
        raise UnreadableError(
            "binary", "this is not text", hint="Give a text, HTML, PDF, DOCX, e-mail, JSON or CSV file."
        )
    for name in filter(None, (_known(declared), "utf-8")):
        try:
            return content.decode(name), None
        except UnicodeDecodeError:
            continue
    return _guess(content, where)


def _known(declared: str | None) -> str | None:
    try:
        name = codecs.lookup(declared).name if declared else None
    except (LookupError, ValueError):
        return None
    return name if name in _TEXT_CODECS else None


_TEXT_CODECS = frozenset(
    codecs.lookup(n).name
    for n in (
        *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "latin-1", "cp1252", "iso8859-15", "mac_roman"),
        *("cp850", "cp1250", "iso8859-2"),
    )
)


def _guess(content: bytes, where: str) -> tuple[str, Issue]:
    """UTF-8 with damage where most of it is sound; else the Western 8-bit encoding that yields most letters."""
    damaged = content.decode("utf-8", "replace")
    lost = damaged.count("\ufffd")
    sound = sum(1 for c in damaged if c > "\x7f") - lost
    if lost and sound >= 4 * lost:
        return damaged, _lossy(where, "utf-8")
    high = bytes(b for b in content if b > 127)[:20_000]
    best = max(_GUESSES, key=lambda name: _plausible(high, name))
    text = content.decode(best, "replace")
    if "\ufffd" in text:
        return text, _lossy(where, best)
    hint = "Check accents and quotation marks, or save the file as UTF-8."
    return text, Issue("encoding_guessed", f"the text is not UTF-8; read as {best}", where, hint)


def _plausible(high: bytes, name: str) -> float:
    return len(_LETTERS.findall(high.decode(name, "replace"))) / max(1, len(high))


def _lossy(where: str, name: str) -> Issue:
    hint = "Those letters stand as \ufffd. Save the file as UTF-8 to keep them."
    return Issue("encoding_lossy", f"some bytes are not valid {name} and could not be read", where, hint)
