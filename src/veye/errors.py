"""What can go wrong, as one tree.

    VeyeError
    ├── InputError      yours: a file, a flag, a profile that you can mend      exit 2
    ├── SourceError     theirs: a source or service that broke its own rules    exit 3
    └── InternalError   ours: a state that should not have been reachable       exit 1

Every error is built from typed facts and says what is wrong, where, and what to do next.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import ClassVar


class VeyeError(Exception):
    """What is wrong, where it is, and what to do next."""

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        self.what = what
        self.where = where
        self.hint = hint
        super().__init__(message(what, where=where, hint=hint))

    def __reduce__(self) -> tuple[object, ...]:  # the keyword-only facts survive a process pool
        return (_remake, (type(self), self.what, self.where, self.hint))


def message(what: str, *, where: str = "", hint: str = "") -> str:
    """One line of the three: what is wrong is a sentence of its own where a hint follows."""
    told = ": ".join(p for p in (where, what) if p)
    if not hint:
        return told
    return f"{told} {hint}" if told.endswith((".", "?", "!", "…")) else f"{told}. {hint}"


def _remake(kind: type[VeyeError], what: str, where: str, hint: str) -> VeyeError:
    error = kind.__new__(kind)
    VeyeError.__init__(error, what, where=where, hint=hint)
    return error


class InputError(VeyeError):
    """Something the user gave that the user can mend."""

    exit_code = 2


class SourceError(VeyeError):
    """Something an outside source did that breaks its own rules."""

    exit_code = 3


class InternalError(VeyeError):
    """A state that Veye should never have reached."""

    exit_code = 1


def did_you_mean(given: str, known: list[str] | tuple[str, ...]) -> str:
    """A sentence that names the closest known word, or lists the known ones where none is close."""
    close = get_close_matches(given, known, n=1)
    if close:
        return f"Did you mean '{close[0]}'?"
    return f"Known: {', '.join(sorted(known))}." if known else ""
