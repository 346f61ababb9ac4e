"""What every room's tests share: where the development material lies, and skipping with a reason without it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def _shared() -> Path | None:
    given = os.environ.get("VEYE_SHARED")
    path = Path(given) if given else Path(__file__).resolve().parents[2] / "shared"
    return path if path.is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development material beside the checkout; skips where it is absent."""
    path = _shared()
    if path is None:
        pytest.skip("the development material (../shared or $VEYE_SHARED) is not here")
    return path
