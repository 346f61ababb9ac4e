"""Sentences with their place in the report: title, body, or matter that states nothing (captions, links, embeds)."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

Zone = Literal["title", "body", "aside"]

_BREAK = re.compile(r"""[.!?…]+["'”’»)\]]*\s+(?=["'“‘«(\[¿¡]?\s?[^\W_a-zß-öø-ÿœ]|["'“‘«(\[¿¡#@])|\s+(?=\#\w+\s)""")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Ste|Gen|Col|Lt|Sgt|Cpl|Capt|Maj|Cmdr|Rev|Prof|Gov|Sen|Rep|Hon|No|Nos|vs|approx|Jr|Sr|Jan|Feb|Mar|Apr|Aug|"
    r"Sept|Sep|Oct|Nov|Dec|MM|Mme|Mlle|Me|Mgr|Sr|Sra|Dra|Gral|Cnel|Tte|Núm|av|art|env)|\b[A-Z]|\b[ap]\.m|\bEE|\bU\.S|\bU\.N)\.$"
)
_ASIDE = re.compile(
    r"^\W*(?:read (?:more|also|next)|also read|related|see also|more on|watch|listen|photo|image|picture|video"
    r"|more(?=:)|related (?:articles?|stor(?:y|ies)|coverage)|previous(?: (?:story|stories|coverage|report))?(?=:)"
    r"|(?:other )?top stories|you may also like|trending(?: now)?|most (?:read|popular)"
    r"|file photo|caption|credit|subscribe|sign up|register|follow us|share this|share|advertisement|tags?|copyright"
    r"|lire (?:aussi|également|plus)|à lire|voir aussi|crédit|légende|abonnez|partager|suivez|inscrivez|publicité"
    r"|lea (?:también|más|además)|leer más|le puede interesar|ver también|foto|imagen|suscr[ií]b\w*|síguenos"
    r"|compart[ea]|publicidad|li tou|pataje|swiv nou)\b"
    r"(?:\s*[:|/–—-]|\s+(?:to|us|our|this|also|more|nous|à|tu|nuestr)|\W*$)",
    re.IGNORECASE,
)
_MAX_SENTENCE = 2000


class Stretch(msgspec.Struct, frozen=True):
    """One sentence: characters `start` up to `end` of the text, its zone, and the line it stands on."""

    start: int
    end: int
    zone: Zone
    line: int


def split_sentences(text: str, *, title: str | None = None) -> list[Stretch]:
    """The sentences of a text in order; together they hold every character that is not white space between them."""
    found: list[Stretch] = []
    offset, number = 0, 0
    lines = text.splitlines(keepends=True)
    body_follows = sum(1 for line in lines if line.strip()) > 1
    for line in lines:
        start, end = offset, offset + len(line)
        offset = end
        if not line.strip():
            continue
        zone: Zone = "body"
        if number == 0 and body_follows and _is_title(line, title):
            zone = "title"
        elif _is_aside(line):
            zone = "aside"
        found.extend(_split_line(text, start, end, zone, number))
        number += 1
    return found


def _is_title(line: str, title: str | None) -> bool:
    stripped = line.strip()
    return stripped == (title or "").strip() or (len(stripped) < 200 and stripped[-1] not in ".;,")


def _is_aside(line: str) -> bool:
    return bool(_ASIDE.match(line)) or line.count(" | ") >= 2


def _split_line(text: str, start: int, end: int, zone: Zone, line: int) -> list[Stretch]:
    found: list[Stretch] = []
    at = start
    for match in _BREAK.finditer(text, start, end):
        if zone == "title" or _ABBREVIATED.search(text, max(at, match.start() - 12), match.start() + 1):
            continue
        found.extend(_bounded(text, at, match.end(), zone, line))
        at = match.end()
    found.extend(_bounded(text, at, end, zone, line))
    return found


def _bounded(text: str, start: int, end: int, zone: Zone, line: int) -> list[Stretch]:
    """The stretch without margins, cut at spaces where it runs far beyond any real sentence."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return []
    if zone == "body" and (text[start] in "#@" or _ASIDE.match(text[start : start + 80])):
        zone = "aside"
    if end - start <= _MAX_SENTENCE:
        return [Stretch(start, end, zone, line)]
    cut = text.rfind(" ", start, start + _MAX_SENTENCE)
    cut = cut if cut > start else start + _MAX_SENTENCE
    return [Stretch(start, cut, zone, line), *_tail(text, cut, end, zone, line)]


def _tail(text: str, start: int, end: int, zone: Zone, line: int) -> list[Stretch]:
    found: list[Stretch] = []
    while start < end:
        cut = min(end, start + _MAX_SENTENCE)
        if cut < end:
            space = text.rfind(" ", start, cut)
            cut = space if space > start else cut
        piece_start, piece_end = start, cut
        while piece_start < piece_end and text[piece_start].isspace():
            piece_start += 1
        if piece_start < piece_end:
            found.append(Stretch(piece_start, piece_end, zone, line))
        start = cut
    return found
