"""Plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from veye.sources.clean import headline, tidy, without
from veye.sources.columns import facts_of
from veye.sources.decoding import decode
from veye.sources.draft import Draft, Found, UnreadableError
from veye.sources.layout import unwrapped
from veye.sources.limits import Limits

_HEAD_LINES = 8
_FRONT = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FENCE = re.compile(r"^\s{0,3}(?:```|~~~)")
_OWN_LINE = re.compile(r"\s*(?:[-*+•]\s|\d{1,3}[.)]\s|>|\||#|(?:[-*_]\s*){3,}$|\s{4,}\S|<)")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"^\s{0,3}(?:[-*_]\s*){3,}$")
_TARGET = r"\([^()\s]{0,2000}(?:\s+\"[^\"()\n]{0,300}\")?\)"
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,300})\]" + _TARGET)
_LINK = re.compile(r"\[([^\[\]\n]{1,1000})\]" + _TARGET)
_STRONG = re.compile(r"(?<![\w*])(\*\*\*|\*\*|\*)(?=\S)([^*\n]{1,2000}?)(?<=\S)\1(?![\w*])")
_UNDER = re.compile(r"(?<!\w)(__|_)(?=\S)([^_\n]{1,2000}?)(?<=\S)\1(?!\w)")


def read_plain(content: bytes, where: str, limits: Limits) -> Iterator[Found]:
    """One draft, paragraphs on one line each; its first line is the title where it reads as a headline.

    Lines such as "Date: 3 November 2025" or "Source: The Desk" above the text give its facts and are no part of it.
    """
    text, issue = decode(content, where)
    if issue:
        yield issue
    given, text = _head(tidy(text))
    text = unwrapped(text)
    yield _draft(text, given, headline(text))


def _draft(text: str, given: dict[str, str], title: str | None) -> Draft:
    """A draft with the facts that its own head gives."""
    names = ("id", "language", "outlet", "published", "url", "origin")
    return Draft(text, title=given.get("title") or title, **{n: given.get(n) for n in names})


def _head(text: str) -> tuple[dict[str, str], str]:
    """The facts in "name: value" lines above an empty line, and the text below; none where a line is anything else."""
    block, gap, below = text.partition("\n\n")
    lines = block.split("\n")
    pairs = [line.partition(":") for line in lines]
    known = [name for name, colon, value in pairs if colon and value.strip() and facts_of({name.strip(): value})]
    if not gap or not below.strip() or len(known) != len(lines) or len(lines) > _HEAD_LINES:
        return {}, text
    return facts_of({name.strip(): value.strip() for name, _, value in pairs}), below.strip("\n")


def read_markdown(content: bytes, where: str, limits: Limits) -> Iterator[Found]:
    """One draft: the words without marks of emphasis, links or headings, paragraphs on one line each.

    Front matter (YAML between "---" lines) gives title, date, outlet, url, language and id where it has them.
    """
    text, issue = decode(content, where)
    if issue:
        yield issue
    text = tidy(text)
    given: dict[str, str] = {}
    if found := _FRONT.match(text):
        text = text[found.end() :]
        try:
            given = _front_matter(found[1])
        except UnreadableError as error:
            yield error.issue(where)
    first_heading = next((h[2] for line in text.split("\n", 40)[:40] if (h := _HEADING.match(line))), None)
    text = unmarked(text)
    title = (unmarked(first_heading) if first_heading else None) or headline(text)
    yield _draft(text, given, title)


def unmarked(text: str) -> str:
    """Markdown's words: headings, emphasis, links and images reduced to their text, wrapped lines joined."""
    text = without(text, "<!--", "--", through="-->")
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    out: list[str] = []
    fenced = joining = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            fenced, joining = not fenced, False
            continue
        if fenced:
            out.append(line)
            continue
        heading = _HEADING.match(line)
        own = bool(heading or _RULE.match(line) or _OWN_LINE.match(line))
        words = heading[2] if heading else "" if _RULE.match(line) else _plain_emphasis(line)
        if joining and words.strip() and not own:
            out[-1] = f"{out[-1].rstrip()} {words.strip()}"
        else:
            out.append(words.rstrip())
        joining = bool(words.strip()) and not heading and not line.endswith(("  ", "\\"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip()


def _plain_emphasis(line: str) -> str:
    return _UNDER.sub(r"\2", _STRONG.sub(r"\2", line)).removesuffix("\\")


def _front_matter(block: str) -> dict[str, str]:
    import yaml

    try:
        loaded: Any = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        hint = "Write it as YAML between two lines of '---'."
        raise UnreadableError("front_matter", "the front matter is not valid YAML", hint=hint) from error
    if not isinstance(loaded, dict):
        return {}
    return facts_of({str(k): v for k, v in loaded.items()})
