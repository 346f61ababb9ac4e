"""Words with their meanings: one folder a language, one YAML file a subject; `all/` is shared by every language.

A file maps a tag ("killed.active") to entries, separated by commas or as a list. `{…|…}` spells out variants:
`tu{é|ée|és|ées}`.
Within one file the longest entry at a place wins ("police station" hides "police"); files do not hide each other's
entries, except that whatever `ignore.yaml` lists hides all it covers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import product

import msgspec

from veye.errors import InternalError
from veye.extract.folding import fold_term

LANGUAGES = ("en", "fr", "es", "ht")


class Term(msgspec.Struct, frozen=True):
    """A stretch of text that the lexicon knows: where, as what (`tag`), and from which file (`subject`)."""

    start: int
    end: int
    tag: str
    subject: str


class Lexicon:
    """All entries of one language behind one multi-pattern search."""

    def __init__(self, entries: Iterable[tuple[str, str, str]]) -> None:
        """`entries` are (subject, tag, form) with forms as written.

        A form that begins with a capital stands for text that does too; one of up to four letters that is all
        capitals ("US", "CAR") only for text in capitals.
        """
        import ahocorasick_rs

        by_form: dict[str, list[tuple[str, str, int]]] = {}
        for subject, tag, form in entries:
            folded = fold_term(form)
            if not folded:
                raise InternalError(f"the lexicon entry {form!r} of {subject}/{tag} has no letters")
            values = by_form.setdefault(folded, [])
            value = (subject, tag, _capitals(form))
            if value not in values:
                values.append(value)
        self._values = list(by_form.values())
        self._search = ahocorasick_rs.AhoCorasick([f" {form} " for form in by_form])
        self.size = len(by_form)

    def find(self, text: str, folded: str) -> list[Term]:
        """Every entry that stands in a text as whole words; in one file the longer hides the shorter."""
        hits = self._search.find_matches_as_indexes(f" {folded.replace(chr(10), ' ')} ", overlapping=True)
        hits.sort(key=lambda h: (h[1], -h[2]))
        found: list[Term] = []
        reach: dict[str, tuple[int, int]] = {}
        ignored = -1
        for index, start, past in hits:
            end = past - 2
            if end <= ignored:
                continue
            for subject, tag, capitals in self._values[index]:
                if capitals and not _written(text, start, end, capitals):
                    continue
                if subject == "ignore":
                    ignored = end
                    found = [t for t in found if t.start < start or t.end > end]
                    continue
                widest = reach.get(subject)
                if widest is None or end > widest[1]:
                    if "\n" in folded[start:end]:
                        continue
                    reach[subject] = (start, end)
                elif widest != (start, end):
                    continue
                found.append(Term(start, end, tag, subject))
        return found


def _capitals(form: str) -> int:
    """0: any case will do; 1: must begin with a capital; 2: must be all capitals."""
    letters = [c for c in form if c.isalpha()]
    if 2 <= len(letters) <= 4 and all(c.isupper() for c in letters):
        return 2
    return 1 if letters and letters[0].isupper() else 0


def _written(text: str, start: int, end: int, capitals: int) -> bool:
    written = text[start:end]
    return next((c for c in written if c.isalpha()), "").isupper() if capitals == 1 else written.isupper()


@cache
def load_lexicon(language: str, extra: tuple[tuple[str, str, str], ...] = ()) -> Lexicon:
    """The lexicon of a language, of English for a language that has none; `extra` entries are those of a mission."""
    return Lexicon((*_entries(language if language in LANGUAGES else "en"), *extra))


def _entries(language: str) -> Iterator[tuple[str, str, str]]:
    for folder in ("all", language):
        for subject, table in _tables(folder):
            for tag, value in table.items():
                for form in split_forms(value):
                    yield subject, tag, form


def _tables(folder: str) -> Iterator[tuple[str, dict[str, str | list[str]]]]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in sorted(files(__package__).joinpath(folder).iterdir(), key=lambda p: p.name):
        if path.name.endswith(".yaml"):
            table = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
            yield path.name.removesuffix(".yaml"), table or {}


def split_forms(value: str | list[str]) -> list[str]:
    """Every form that an entry of a lexicon file stands for.

    >>> split_forms("tu{é|ée}, mort")
    ['tué', 'tuée', 'mort']
    """
    texts = [value] if isinstance(value, str) else [str(v) for v in value]
    return [form for text in texts for part in text.split(",") if part.strip() for form in _spell_out(part.strip())]


def _spell_out(form: str) -> list[str]:
    pieces = re.split(r"\{([^{}]*)\}", form)
    choices = [piece.split("|") if i % 2 else [piece] for i, piece in enumerate(pieces)]
    return ["".join(choice) for choice in product(*choices)]
