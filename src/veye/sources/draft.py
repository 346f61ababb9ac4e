"""What a format reader hands over: a report before its text is tidied and its metadata joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from veye.errors import InputError
from veye.records import Issue
from veye.sources.limits import Limits


class UnreadableError(InputError):
    """One file, part or row that cannot be read; becomes an Issue with the same facts and a stable code."""

    def __init__(self, code: str, what: str, *, where: str = "", hint: str = "") -> None:
        self.code = code
        super().__init__(what, where=where, hint=hint)

    def __reduce__(self) -> tuple[object, ...]:
        return (_remake, (self.code, self.what, self.where, self.hint))

    def issue(self, where: str) -> Issue:
        """The issue that a reader of the report sees; `where` names the file or row unless the error knows better."""
        return Issue(self.code, self.what, self.where or where, self.hint)


def _remake(code: str, what: str, where: str, hint: str) -> UnreadableError:
    return UnreadableError(code, what, where=where, hint=hint)


class Draft(msgspec.Struct, frozen=True):
    """One report as its file gives it. All fields but `text` are the file's own words, None where it has none.

    `part` tells it from the other reports of the same file: a row number, an attachment's name; None where the
    file is one report.
    """

    text: str
    id: str | None = None
    title: str | None = None
    language: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    origin: str | None = None
    part: str | None = None


class Part(msgspec.Struct, frozen=True):
    """A file inside a file (an attachment): its name and its bytes, to be read like any other."""

    name: str
    content: bytes


Found = Draft | Part | Issue
Reader = Callable[[bytes, str, Limits], Iterator[Found]]
"""A format: (content, where, limits) → drafts, parts and issues. Raises UnreadableError where nothing can be read."""
