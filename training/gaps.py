"""Reading as if a report were new: words that the lexicon may owe to that report alone are hidden from it.

A lexicon that was written with a corpus at hand knows every word of it, which no new report will find. A word that is
met in the reports of one happening only is hidden there with some probability, as a new report's rare words would be.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import veye.extract.analyse as reading
from corpus import Row, cluster_of
from veye.extract.folding import fold_text
from veye.extract.lexicon import Lexicon, Term, load_lexicon

_OPEN = frozenset(
    [
        "outcomes",
        "people",
        "attacks",
        "equipment",
        "evacuation",
        "forces",
        "displacement",
        "money",
        "politics",
        "hold",
        "targets",
    ]
)


class Gaps:
    """The words of each language with the happenings whose reports have them."""

    def __init__(self, rows: Iterable[Row], *, share: float) -> None:
        self.share = share
        self._met: dict[tuple[str, str], set[str]] = {}
        for row, text, _ in rows:
            folded = fold_text(text)
            for term in load_lexicon(row["lang"]).find(text, folded):
                self._met.setdefault((row["lang"], folded[term.start : term.end]), set()).add(cluster_of(row))

    def hides(self, language: str, form: str, cluster: str, salt: str) -> bool:
        """Whether a word is hidden from the reports of a happening; `salt` draws anew."""
        if self._met.get((language, form), set()) != {cluster}:
            return False
        draw = int(hashlib.sha256(f"{salt}/{language}/{form}".encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
        return draw < self.share

    @contextmanager
    def applied(self, cluster: str, salt: str) -> Iterator[None]:
        """While open, documents are read with the words of one happening hidden."""
        whole = reading.load_lexicon
        reading.load_lexicon = lambda language, *more: _Partial(
            self, load_lexicon(language, *more), language, cluster, salt
        )  # type: ignore
        try:
            yield
        finally:
            reading.load_lexicon = whole


class _Partial:
    def __init__(self, gaps: Gaps, lexicon: Lexicon, language: str, cluster: str, salt: str) -> None:
        self._gaps, self._lexicon, self._of = gaps, lexicon, (language, cluster, salt)

    def find(self, text: str, folded: str) -> list[Term]:
        language, cluster, salt = self._of
        hidden: dict[str, bool] = {}
        out: list[Any] = []
        for term in self._lexicon.find(text, folded):
            form = folded[term.start : term.end]
            if term.subject in _OPEN:
                if form not in hidden:
                    hidden[form] = self._gaps.hides(language, form, cluster, salt)
                if hidden[form]:
                    continue
            out.append(term)
        return out
