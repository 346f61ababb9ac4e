"""The word tables of a language, read once from YAML."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

LANGUAGES = ("en", "fr", "es", "ht")


@lru_cache(maxsize=8)
def table(language: str) -> dict[str, Any]:
    """The sections `numbers`, `dates` and `money` of a language; English for a language that has no table."""
    name = language if language in LANGUAGES else "en"
    text = files("veye.extract.words").joinpath("tables", f"{name}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader
    return data
