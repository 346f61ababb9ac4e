"""Rarer words, which the embedded reader knows beside those of the grammar."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from veye.extract.lexicon import LANGUAGES, split_forms
from veye.extract.profile import Profile

Entries = tuple[tuple[str, str, str], ...]


@cache
def wider_words(language: str) -> Entries:
    """Rarer words of a language, as entries that widen its lexicon; none for a language that has no list."""
    import yaml

    path = files(__package__) / "words" / f"{language}.yaml"
    if language not in LANGUAGES or not path.is_file():
        return ()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table: dict[str, dict[str, str]] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return tuple(
        (subject, tag, form) for subject, tags in table.items() for tag, v in tags.items() for form in split_forms(v)
    )


def widen(profile: Profile, language: str) -> Profile:
    """A profile whose lexicon has the rarer words of a language too."""
    return msgspec.structs.replace(profile, entries=(*profile.entries, *wider_words(language)))
