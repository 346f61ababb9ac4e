"""What the command line says beside its results: always to standard error, colour only on a terminal."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from veye.records import Issue

if TYPE_CHECKING:
    from veye.flow.reading import Progress


def tell(text: str = "") -> None:
    """One line to standard error."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - this is the one place that talks


_SHOWN = 20  # issues on the terminal where a file holds them all


def say(text: str) -> None:
    """One line to standard output: a result."""
    print(text)  # noqa: T201 - this is the one place that gives results


def tell_issues(issues: Iterable[Issue], *, all_in: Path | None = None) -> None:
    """Each issue on a line; with `all_in`, the first of them, and that file holds them all."""
    listed = list(issues)
    shown = listed[:_SHOWN] if all_in else listed
    for issue in shown:
        tell(f"  ! {issue}")
    if all_in:
        write_whole(all_in, "".join(f"{issue}\n" for issue in listed))
        if len(listed) > len(shown):
            tell(f"  ! … and {len(listed) - len(shown)} more, all in {all_in}")


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content.encode() if isinstance(content, str) else content)
    part.replace(path)


@contextmanager
def reading_progress() -> Iterator[Progress]:
    """A progress line with a rate on a terminal; nothing elsewhere until the end."""
    done: Counter[str] = Counter()
    began = time.monotonic()
    live = sys.stderr.isatty()

    def progress(what: str, more: int) -> None:
        done[what] += more
        if live and what == "read" and (done["read"] % 5 == 0 or done["read"] < 5):
            rate = done["read"] / max(time.monotonic() - began, 1e-6)
            print(f"\r  read {done['read']:,} reports ({rate:,.0f}/s) ", end="", file=sys.stderr, flush=True)  # noqa: T201

    yield progress
    if done["read"]:
        rate = done["read"] / max(time.monotonic() - began, 1e-6)
        tell(("\r" if live else "") + f"  read {done['read']:,} reports ({rate:,.0f}/s)")


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that is told what is done and how much there is in all; on a terminal only, and gone at the end."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
