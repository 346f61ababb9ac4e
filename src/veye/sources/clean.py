"""Text as it will be kept: one kind of line end, composed letters, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # controls other than tab and line ends
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, fillers
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"  # zero width, direction, variation marks
    "\U000e0000-\U000e0fff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")


def tidy(text: str) -> str:
    """The text with line ends as "\\n", composed (NFC), without controls and zero-width marks, ends trimmed.

    Everything else stays, so that quotes read as they were written. Half a surrogate pair becomes U+FFFD.

    >>> tidy("\\ufeffCite\\u0301 Soleil\\r\\n")
    'Cité Soleil'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _LINE_ENDS.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = _SURROGATES.sub("\ufffd", text)
    return unicodedata.normalize("NFC", text).strip()


def one_line(text: str | None) -> str | None:
    """The tidied text on one line with single spaces; None where nothing is left."""
    return (_SPACE.sub(" ", tidy(text)).strip() or None) if text else None


def bare(text: str) -> str:
    """Letters and digits alone, for comparing a title with a first line."""
    return "".join(c for c in text.casefold() if c.isalnum())


def with_title(text: str, title: str | None) -> str:
    """The text with the title as its first line, put there only where it is not already."""
    if not title or not text:
        return title or text
    first, _, rest = text.partition("\n")
    if bare(first) == bare(title):
        return f"{title}\n{rest}" if rest.strip() else title
    return f"{title}\n{text}"


def headline(text: str) -> str | None:
    """The first line where it reads as a headline over more text; None where it reads as running text.

    A headline is short, does not end like a sentence, and what follows begins like one (so that the first line of
    a text wrapped at a fixed width is not taken for one).
    """
    first, _, rest = text.partition("\n")
    first, rest = first.strip(), rest.strip("\n")
    if not rest or len(first) > 200 or len(first.split()) < 3 or first[-1] in ".!?:;,…":
        return None
    following = rest.lstrip()
    if not following or following[0].islower() or len(following) <= len(first):
        return None
    return _SPACE.sub(" ", first)


def without(text: str, opening: str, closing: str, *, through: str = ">") -> str:
    """The text without every stretch from `opening` to the `through` that ends the next `closing`.

    A stretch that is never closed runs to the end. Case does not matter; the time is linear in the text's length.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow when lowered, and offsets would be off
        lowered = text
    out: list[str] = []
    at = 0
    while (start := lowered.find(opening, at)) >= 0:
        out.append(text[at:start])
        close = lowered.find(closing, start + len(opening))
        end = lowered.find(through, close) if close >= 0 else -1
        if end < 0:
            return "".join(out)
        at = end + len(through)
    out.append(text[at:])
    return "".join(out)
