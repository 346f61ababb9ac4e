"""Small closed word lists by name, as pieces of patterns over folded text."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from veye.extract.lexicon import split_forms


@cache
def _lists() -> dict[str, list[str]]:
    import yaml

    text = files("veye.extract.lexicon").joinpath("wordlists.yaml").read_text(encoding="utf-8")
    return {name: split_forms(value) for name, value in yaml.safe_load(text).items() if isinstance(value, str)}


@cache
def word_table(name: str) -> dict[str, list[str]]:
    """A list of lists by name, such as countries with what belongs to each; KeyError where there is none."""
    import yaml

    text = files("veye.extract.lexicon").joinpath("wordlists.yaml").read_text(encoding="utf-8")
    return {key: split_forms(value) for key, value in yaml.safe_load(text)[name].items()}


@cache
def word_set(name: str) -> frozenset[str]:
    """The words of a list; KeyError for a list that does not exist."""
    return frozenset(_lists()[name])


@cache
def any_of(name: str) -> str:
    """A pattern that matches any word of a list, the longest first, without groups of its own."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(word_set(name), key=lambda w: -len(w))) + ")"
