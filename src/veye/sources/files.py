"""Which files an input names: folders walked in a fixed order, each file once, nothing followed in circles."""

from __future__ import annotations

import errno
import os
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from veye.records import Issue
from veye.sources.draft import UnreadableError
from veye.sources.limits import Limits

_CHUNK = 1 << 20


def files_under(path: Path, limits: Limits, *, seen: set[str]) -> Iterator[Path | Issue]:
    """The file itself, or the files of the folder: sorted by name, hidden ones left out, each once.

    `seen` holds the real paths already given out, and is added to. Links to folders are followed, but not into a
    folder that contains them.
    """
    try:
        is_folder = path.is_dir()
        if not is_folder and not path.exists() and not path.is_symlink():
            yield Issue("missing", "there is no such file or folder", str(path), "Check the spelling.")
            return
    except (OSError, ValueError) as error:
        yield _os_issue(error, path)
        return
    if is_folder:
        yield from _walk(path, limits, seen)
    else:
        yield from _once(path, seen)


def _walk(top: Path, limits: Limits, seen: set[str]) -> Iterator[Path | Issue]:
    count = 0
    stack: list[tuple[Path, tuple[str, ...]]] = [(top, ())]
    while stack:
        at, above = stack.pop()
        try:
            if not at.is_dir():
                for found in _once(at, seen):
                    count += 1
                    if count > limits.files:
                        what = f"files after the first {limits.files:,} were not read"
                        yield Issue("too_many_files", what, str(top), "Give smaller folders.")
                        return
                    yield found
                continue
            real = os.path.realpath(at)
            if real in above:
                hint = "The link was not followed; remove it."
                yield Issue("cyclic_link", "this link leads back into its own folder", str(at), hint)
                continue
            if at is not top and real in seen:
                continue
            seen.add(real)
            names = sorted((entry.name for entry in at.iterdir()), reverse=True)
        except (OSError, ValueError) as error:
            yield _os_issue(error, at)
            continue
        stack.extend((at / name, (*above, real)) for name in names if not name.startswith((".", "~$")))


def _once(path: Path, seen: set[str]) -> Iterator[Path | Issue]:
    try:
        real = os.path.realpath(path, strict=True)
    except (OSError, ValueError) as error:
        yield _os_issue(error, path)
        return
    if real not in seen:
        seen.add(real)
        yield path


def content_of(path: Path, limits: Limits) -> bytes:
    """The file's bytes; UnreadableError where it is too large (found out unread), no plain file, or closed to us."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableError(
                "not_a_file", "this is a device, pipe or socket", hint="Give a file, or '-' for stdin."
            )
        if about.st_size > limits.file_bytes:
            raise _too_large(about.st_size, limits)
        with path.open("rb") as stream:
            return bounded(stream, limits)
    except (OSError, ValueError) as error:
        issue = _os_issue(error, path)
        raise UnreadableError(issue.code, issue.what, hint=issue.hint) from error


def bounded(stream: BinaryIO, limits: Limits) -> bytes:
    """All bytes of a stream; UnreadableError where there are more than a file may have."""
    chunks: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limits.file_bytes:
            raise _too_large(size, limits)
        chunks.append(chunk)
    return b"".join(chunks)


def unpacked(content: bytes, limits: Limits) -> bytes:
    """What a gz file holds; UnreadableError where it is damaged, cut off or unpacks beyond the limit."""
    out: list[bytes] = []
    size = 0
    rest = content
    while rest.startswith(b"\x1f\x8b"):
        unpacker = zlib.decompressobj(wbits=31)
        try:
            while not unpacker.eof:
                piece = unpacker.decompress(rest, _CHUNK)
                rest = unpacker.unconsumed_tail
                size += len(piece)
                if size > limits.unpacked_bytes:
                    what = f"the file unpacks to more than {limits.unpacked_bytes:,} bytes"
                    raise UnreadableError(
                        "zip_bomb", what, hint="Unpack it yourself and give the parts that you trust."
                    )
                out.append(piece)
                if not piece and not rest and not unpacker.eof:
                    raise UnreadableError("gz_damaged", "the gz file is cut off", hint="Fetch or pack it again.")
        except zlib.error as error:
            raise UnreadableError("gz_damaged", "the gz file is damaged", hint="Fetch or pack it again.") from error
        rest = unpacker.unused_data
    return b"".join(out)


def _too_large(size: int, limits: Limits) -> UnreadableError:
    what = f"the file has {size:,} bytes or more; at most {limits.file_bytes:,} are read"
    return UnreadableError("too_large", what, hint="Split it, or raise the limit (max_file_mb).")


def _os_issue(error: OSError | ValueError, path: Path) -> Issue:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.ELOOP:
        return Issue("cyclic_link", "this link leads in a circle", str(path), "Remove it.")
    if number == errno.ENOENT:
        return Issue("missing", "there is no such file", str(path), "Check the spelling, or the link's target.")
    if number in (errno.EACCES, errno.EPERM):
        return Issue("permission", "this may not be read", str(path), "Ask for the right to read it.")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Issue("cannot_open", f"this cannot be opened ({reason})", str(path), "Check the path and the disk.")
