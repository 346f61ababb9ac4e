"""What could not be read or used: kept, shown, never swallowed."""

from __future__ import annotations

import msgspec

from veye.errors import message


class Issue(msgspec.Struct, frozen=True):
    """One thing that went wrong with one file, row or value. `code` is a stable word, `hint` what to do next."""

    code: str
    what: str
    where: str
    hint: str = ""

    def __str__(self) -> str:
        return message(self.what, where=self.where, hint=self.hint)
