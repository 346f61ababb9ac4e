"""One module a claim type, each with `find(analysis) -> Iterable[Draft]`; this table is all that joins them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from veye.extract.analysis import Finder

TYPES = (
    "casualty", "attack", "equipment", "evacuation", "strength", "funding", "displacement", "control", "milestone",
    "pay",
)  # fmt: skip

# What a report may state where nobody is attacked: each of these looks for a mission, a fund or a host of its own.
OF_POLITICS = frozenset(("strength", "funding", "displacement", "control", "milestone", "pay", "evacuation"))


@cache
def finders() -> dict[str, Finder]:
    """Claim type -> the function that finds its drafts."""
    present = [t for t in TYPES if find_spec(f"{__package__}.{t}")]
    return {t: import_module(f"{__package__}.{t}").find for t in present}
