"""An incident and its links in plain text: states, values side by side, the origin tree, and the weights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from veye.records import Claim, Document, Incident, Link, Origin, Tally
from veye.resolve.assemble import ABOUT


def explain_link(tie: Link) -> str:
    """One link as lines: the total in bits, then every feature with both values and its weight."""
    if tie.decided_by is not None:
        return f"{tie.left} + {tie.right}: joined by decision {tie.decided_by}"
    odds = f"odds {2**tie.weight:,.0f} to 1" if 0 <= tie.weight < 40 else ""
    lines = [f"{tie.left} + {tie.right}: {tie.weight:+.1f} bits {odds}".rstrip()]
    for feature in sorted(tie.features, key=lambda f: -abs(f.weight)):
        values = f"  {feature.left or '–'} | {feature.right or '–'}" if feature.left or feature.right else ""
        lines.append(f"  {feature.weight:+5.1f}  {feature.name}{values}")
    return "\n".join(lines)


T = TypeVar("T", Claim, Document, Origin)


def _index(records: Mapping[str, T] | Iterable[T]) -> dict[str, T]:
    return dict(records) if isinstance(records, Mapping) else {r.id: r for r in records}


def _quote(claim: Claim | None) -> str:
    if claim is None:
        return ""
    words = claim.span.quote if claim.span else "; ".join(f"{k} {v}" for k, v in claim.row.cells) if claim.row else ""
    words = " ".join(words.split())
    return f"“{words[:90]}{'…' if len(words) > 90 else ''}”"


def _tally_lines(
    tally: Tally, claims: Mapping[str, Claim], docs: Mapping[str, Document], names: Mapping[str, str]
) -> list[str]:
    best = "no number" if tally.best is None else f"{tally.best:,}"
    ends = f" (low {tally.low}, high {'open' if tally.high is None else tally.high})" if tally.best is not None else ""
    head = f"  {tally.what}, {tally.who}: {best}{ends} by rule {tally.rule}{', contested' if tally.contested else ''}"
    lines = [head]
    for value in tally.values:
        doc = docs.get(value.doc_id)
        said = f", says {value.said_by}" if value.said_by else ""
        marks = f"{' [official]' if value.official else ''}{' [hedged]' if value.hedged else ''}"
        outlet = doc.source.name if doc else value.doc_id
        origin = names.get(value.origin_id, value.origin_id)
        when = value.published or "undated"
        lines.append(
            f"    {value.count!s:>12}  {when}  {outlet} <{origin}>{said}{marks}  {_quote(claims.get(value.claim_id))}"
        )
    return lines


def _origin_lines(incident: Incident, docs: Mapping[str, Document], origins: Mapping[str, Origin]) -> list[str]:
    lines = []
    mine = set(incident.doc_ids)
    for origin_id in incident.origin_ids:
        origin = origins.get(origin_id)
        held = [d for d in (origin.doc_ids if origin else ()) if d in mine]
        lines.append(f"  {origin.label if origin else origin_id} ({len(held)} report{'s' * (len(held) != 1)})")
        if origin is None:
            continue
        hung: set[str] = set()
        for doc_id in held:
            doc = docs.get(doc_id)
            ties = [t for t in origin.ties if t.child == doc_id and t.parent in mine]
            name = f"{doc.key} {doc.source.name}, {doc.published or 'undated'}" if doc else doc_id
            if not ties or doc_id in hung:
                lines.append(f"    {name}")
            for tie in ties[:1]:
                parent = docs.get(tie.parent)
                lines.append(f"    {name} ← {parent.key if parent else tie.parent}: {tie.kind} ({tie.evidence[:110]})")
            hung.add(doc_id)
        rings = ([docs[d].key if d in docs else d for d in (*r, r[0])] for r in origin.circular if mine & set(r))
        lines += [f"    circular: {' cites '.join(ring)}" for ring in rings]
        lines += [f"    garbled: {note}" for note in origin.garbled]
    return lines


def _by_report(tie: Link, claims: Mapping[str, Claim], docs: Mapping[str, Document]) -> Link:
    """The link with the names of the two reports in place of their claims' ids."""

    def name(key: str) -> str:
        doc = docs.get(claims[key].doc_id if key in claims else key)
        return f"{doc.key} ({doc.source.name})" if doc else key

    return msgspec.structs.replace(tie, left=name(tie.left), right=name(tie.right))


def explain_incident(
    incident: Incident,
    claims: Mapping[str, Claim] | Iterable[Claim],
    documents: Mapping[str, Document] | Iterable[Document],
    origins: Mapping[str, Origin] | Iterable[Origin],
) -> str:
    """All that is held on one incident, for a terminal."""
    said, docs, sources = _index(claims), _index(documents), _index(origins)
    names = {o.id: o.label for o in sources.values()}
    when = incident.when.days_told() if incident.when else "not stated"
    lines = [
        f"{incident.id}  {incident.title}",
        f"kind {incident.kind} · when {when} · where {incident.place.words if incident.place else 'not stated'}"
        f" · grade {incident.grade}: {incident.grade_reason}",
    ]
    if incident.actors or incident.targets:
        lines.append(f"actors {', '.join(incident.actors) or '–'} · targets {', '.join(incident.targets) or '–'}")
    if incident.tallies:
        lines += ["", "What is reported, side by side"]
        lines += [line for t in incident.tallies for line in _tally_lines(t, said, docs, names)]
    if len(incident.statuses) > 1:
        lines += ["", "States"]
        for step in incident.statuses:
            unsure = " (unconfirmed)" if step.hedged else ""
            lines.append(f"  {step.at or 'undated'}  {step.state}{unsure}  {_quote(said.get(step.claim_id))}")
    lines += ["", f"Origins: {len(incident.origin_ids)} behind {len(incident.doc_ids)} reports"]
    lines += _origin_lines(incident, docs, sources)
    if incident.recalled_ids:
        recalling = sorted({c.doc_id for i in incident.recalled_ids if (c := said.get(i)) is not None})
        lines += ["", "Recalled later by " + ", ".join(docs[d].key if d in docs else d for d in recalling)]
    ties = [t for t in incident.links if not any(f.name == ABOUT for f in t.features)]
    if ties:
        lines += ["", "Why these reports are one incident"]
        lines += [line for tie in ties for line in explain_link(_by_report(tie, said, docs)).split("\n")]
    return "\n".join(lines)
