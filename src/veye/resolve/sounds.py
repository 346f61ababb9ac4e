"""Names as they sound: near spellings of several languages under one key."""

from __future__ import annotations

import re

from veye.records import fold

_SOFT_C = re.compile(r"c(?=[eiy])")
_NEAR_LETTERS = str.maketrans({"y": "i", "k": "c", "q": "c", "w": "u", "z": "s", "h": ""})


def sounds(words: str) -> str:
    """The consonants of folded words as Creole, French and English speakers share them: near spellings agree.

    Vowels, r, h and silent ends are left out, doubles count once, soft c is s, hard c, k and q are one.

    >>> [sounds(w) for w in ("savyen", "savien", "mibale", "mirebalais", "mon ekil", "morne hercule")]
    ['svn', 'svn', 'mbl', 'mbl', 'mncl', 'mncl']
    """
    out = ""
    for word in words.split():
        plain = _SOFT_C.sub("s", word).translate(_NEAR_LETTERS)
        kept = "".join(c for c in plain if c not in "aeioury").rstrip("stdx") or plain[:1]
        out += "".join(c for k, c in enumerate(kept) if k == 0 or kept[k - 1] != c)
    return out


def country_key(words: str) -> str:
    """The sounds of the longest word of a destination: one key for its names in several languages."""
    return max((sounds(w) for w in fold(words).split()), key=lambda k: (len(k), k), default="")
