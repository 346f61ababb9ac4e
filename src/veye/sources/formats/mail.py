"""E-mail: the text of a message, its subject and date, and its attachments as files of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime

from veye.records import Issue
from veye.sources.clean import one_line, tidy
from veye.sources.decoding import decode
from veye.sources.draft import Draft, Found, Part, UnreadableError
from veye.sources.formats.html import read_html
from veye.sources.layout import unwrapped
from veye.sources.limits import Limits

_FROM_LINE = re.compile(rb"^From \S[^\n]*\n", re.M)


def read_eml(content: bytes, where: str, limits: Limits) -> Iterator[Found]:
    """One draft for the message and one part an attachment."""
    yield from _message(content, where, limits, part=None)


def read_mbox(content: bytes, where: str, limits: Limits) -> Iterator[Found]:
    """One draft a message (`part` is its number in the box) and one part an attachment."""
    starts = [m.start() for m in _FROM_LINE.finditer(content)]
    if not starts:
        raise UnreadableError("mail_damaged", "the mail box holds no message", hint="Messages begin with 'From '.")
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(content)], strict=True), start=1):
        if number > limits.rows:
            yield Issue("too_many_rows", f"messages after the first {limits.rows:,} were not read", where)
            return
        body = content[content.index(b"\n", start) + 1 : end]
        message_where = f"{where}#{number}"
        try:
            yield from _message(re.sub(rb"(?m)^>From ", b"From ", body), message_where, limits, part=str(number))
        except UnreadableError as error:
            yield error.issue(message_where)


def _message(content: bytes, where: str, limits: Limits, *, part: str | None) -> Iterator[Found]:
    try:
        message = BytesParser(policy=policy.default).parsebytes(content)
        bodies, attachments = _sorted_parts(message)
    except UnreadableError:
        raise
    except Exception as error:  # the parser of headers raises anything on hostile bytes
        what = f"the message is damaged ({type(error).__name__})"
        raise UnreadableError("mail_damaged", what, hint="Save it again from the mail program.") from error
    subject, host = one_line(_header(message, "subject")), _host(message)
    text = ""
    for body in bodies:
        for found in _body_text(body, where, limits):
            if isinstance(found, Draft):
                text = found.text
            elif isinstance(found, Issue):
                yield found
        if text:
            break
    if text:
        yield Draft(text, title=subject, outlet=host, published=_day(message), part=part)
    elif not attachments:
        raise UnreadableError("no_text", "the message has no text", hint="It may hold only images.")
    for number, attachment in enumerate(attachments, start=1):
        if number > limits.parts:
            what = f"attachments after the first {limits.parts} were not read"
            yield Issue("too_many_parts", what, where, "Save them as files of their own.")
            return
        name = _file_name(attachment) or f"part{number}"
        try:
            yield Part(f"{part}/{name}" if part else name, _bytes_of(attachment))
        except Exception as error:  # as above
            yield Issue("mail_damaged", f"attachment '{name}' is damaged ({type(error).__name__})", where)


def _sorted_parts(message: Message) -> tuple[list[Message], list[Message]]:
    """The bodies (plain text first, then pages) and the attachments. Images shown inside a page are left out."""
    plain: list[Message] = []
    pages: list[Message] = []
    attachments: list[Message] = []
    stack: list[Message] = [message]
    while stack:
        at = stack.pop()
        kind, how = at.get_content_type(), at.get_content_disposition()
        if kind == "message/rfc822" and at is not message:
            attachments.append(at)
        elif at.is_multipart():
            stack.extend(p for p in reversed(_inside(at)) if isinstance(p, Message))
        elif how == "attachment" or (_file_name(at) and kind not in ("text/plain", "text/html")):
            if not (kind.startswith("image/") and how != "attachment"):
                attachments.append(at)
        elif kind == "text/plain":
            plain.append(at)
        elif kind == "text/html":
            pages.append(at)
        elif not kind.startswith("image/"):
            attachments.append(at)
    return plain + pages, attachments


def _inside(message: Message) -> list[object]:
    payload = message.get_payload()
    return list(payload) if isinstance(payload, list) else []


def _body_text(body: Message, where: str, limits: Limits) -> Iterator[Found]:
    content = _bytes_of(body)
    if body.get_content_type() == "text/html":
        try:
            yield from read_html(content, where, limits)
        except UnreadableError as error:
            if error.code != "no_text":
                yield error.issue(where)
        return
    try:
        charset = body.get_content_charset()
    except Exception:  # a charset that cannot be read is one that is not declared
        charset = None
    if not content.strip():
        return
    try:
        text, issue = decode(content, where, declared=charset)
    except UnreadableError as error:
        yield error.issue(where)
        return
    if issue:
        yield issue
    if cleaned := tidy(text):
        yield Draft(unwrapped(cleaned))


def _bytes_of(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        return inner[0].as_bytes() if isinstance(inner, list) and isinstance(inner[0], Message) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _header(message: Message, name: str) -> str | None:
    try:
        value = message[name]
        return str(value) if value is not None else None
    except Exception:  # known to raise on some malformed headers
        return None


def _file_name(part: Message) -> str | None:
    try:
        name = part.get_filename()
    except Exception:  # as above
        return None
    if not name:
        return "forwarded.eml" if part.get_content_type() == "message/rfc822" else None
    return one_line(name.replace("\\", "/").rsplit("/", 1)[-1])


def _host(message: Message) -> str | None:
    """The sender's domain. Never the sender's name: it is a person's."""
    address = parseaddr(_header(message, "from") or "")[1]
    return address.rpartition("@")[2].lower() or None if "@" in address else None


def _day(message: Message) -> str | None:
    """The day on the sender's clock."""
    try:
        return parsedate_to_datetime(_header(message, "date") or "").date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
