"""Why a figure says what it says: its formula with the numbers filled in, what it rests on, and its weakest claim."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import fill, shorten

from veye.measures.words import number, span
from veye.records import Claim, Document, Figure, Origin

QUOTE = 160
WIDTH = 100


def why(
    figure: Figure,
    claims: Iterable[Claim],
    documents: Iterable[Document],
    origins: Iterable[Origin] = (),
    *,
    most: int = 20,
) -> str:
    """A plain-text account of a figure, at most `most` of its claims in their own words, the weakest marked.

    Claims and documents that the figure does not rest on are passed over; ids that are not among them are counted.
    """
    docs = {d.id: d for d in documents}
    wanted = set(figure.claim_ids)
    used = {c.id: c for c in claims if c.id in wanted}
    origin_of = {doc_id: o.label for o in origins for doc_id in o.doc_ids}
    parts = [_headline(figure), f"How: {figure.method}."]
    parts += [f"Range: {figure.interval}."] if figure.interval and figure.refused is None else []
    parts += [f"With {name}: {value}." for name, value in figure.params]
    parts += list(figure.notes)
    if figure.contested:
        parts.append("Contested: reports disagree. Who says what:" if figure.rows else "Contested: reports disagree.")
    parts += _table(figure)
    parts.append(_inputs(figure, used, docs, origin_of))
    shown = sorted(used.values(), key=lambda c: (c.id != figure.weakest, _published(c, docs), c.id))
    parts += [_claim_line(c, docs, origin_of, weakest=c.id == figure.weakest) for c in shown[:most]]
    if len(shown) > most:
        parts.append(f"… and {len(shown) - most} more.")
    return "\n".join(fill(p, WIDTH, subsequent_indent="  ") if not p.startswith("  ") else p for p in parts)


def _headline(figure: Figure) -> str:
    when = f" on {figure.on}" if figure.on else ""
    if figure.refused is not None:
        return f"{figure.label}{when}: not computed, because {figure.refused}."
    ends = span(figure.low, figure.value, figure.high)
    between = "" if ends == number(figure.value) else f" ({ends})"
    return f"{figure.label}{when}: {number(figure.value)} {figure.unit}{between}."


def _table(figure: Figure) -> list[str]:
    if not figure.rows:
        return []
    cells = [figure.columns, *(tuple(str(cell) for cell in row) for row in figure.rows)]
    widths = [min(28, max(len(row[i]) for row in cells)) for i in range(len(figure.columns))]
    lines = (
        "  ".join(shorten(cell, w, placeholder="…").ljust(w) for cell, w in zip(r, widths, strict=True)) for r in cells
    )
    return [f"  {line.rstrip()}" for line in lines]


def _inputs(figure: Figure, used: dict[str, Claim], docs: dict[str, Document], origin_of: dict[str, str]) -> str:
    if not figure.claim_ids:
        return "Rests on no claim: on the mission profile, or on there being none."
    doc_ids = {c.doc_id for c in used.values()}
    origins = {origin_of.get(d, d) for d in doc_ids}
    missing = len(figure.claim_ids) - len(used)
    gone = f" {missing} of its claims are not in what was given." if missing else ""
    counts = (_many(len(used), "claim"), _many(len(doc_ids), "report"), _many(len(origins), "origin"))
    return f"Rests on {counts[0]} in {counts[1]} of {counts[2]}.{gone}"


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _published(claim: Claim, docs: dict[str, Document]) -> str:
    doc = docs.get(claim.doc_id)
    return (doc.published if doc else None) or "9"


def _claim_line(claim: Claim, docs: dict[str, Document], origin_of: dict[str, str], *, weakest: bool) -> str:
    doc = docs.get(claim.doc_id)
    flags = [f for f in ("cumulative", "backref", "hedged", "denied", "planned") if getattr(claim.flags, f)]
    said = f"says {claim.attribution.words}" if claim.attribution and claim.attribution.words else ""
    where = (
        ", ".join(p for p in (doc.source.name, doc.published or "no date", said) if p) if doc else "report not given"
    )
    origin = origin_of.get(claim.doc_id)
    words = claim.span.quote if claim.span else "; ".join(f"{k} {v}" for k, v in claim.row.cells) if claim.row else ""
    quoted = f"“{shorten(words, QUOTE, placeholder='…')}”"
    marks = "".join(f" [{mark}]" for mark in (*flags, *(("weakest evidence",) if weakest else ())))
    return f"- {quoted} ({where}{f'; origin: {origin}' if origin else ''}){marks} {claim.id}"
