"""Text as the lexicon sees it: no case, no accents, no punctuation, and not one character longer or shorter."""

from __future__ import annotations

import unicodedata


class _FoldTable(dict[int, str]):
    """Code point -> one folded character: a letter or digit, a line break, or a space for all else."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_one(chr(code))
        return folded


def _fold_one(char: str) -> str:
    if char == "\n":
        return "\n"
    base = unicodedata.normalize("NFKD", char)[:1].lower()[:1]
    return base if base.isalnum() else " "


_TABLE = _FoldTable()


def fold_text(text: str) -> str:
    """`text` folded character by character: offsets in the result are offsets in the text.

    >>> fold_text("L'Estère, tué")
    'l estere  tue'
    """
    return text.translate(_TABLE)


def fold_term(term: str) -> str:
    """A lexicon entry as it appears in folded text: single spaces, no margins.

    >>> fold_term("Pont-Sondé")
    'pont sonde'
    """
    return " ".join(fold_text(term).split())
