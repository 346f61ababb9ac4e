"""Funding, prospects and options: who pays, who promised, what is proposed."""

from __future__ import annotations

from veye.brief import wording
from veye.brief.desk import Desk, newest
from veye.brief.model import Paragraph, Section, Sentence
from veye.records import Claim, Funding, Milestone

_VERBS = {
    "disbursed": "has paid", "pledged": "has pledged", "approved": "has approved", "frozen": "has frozen",
    "requested": "has asked for",
}  # fmt: skip


def money(desk: Desk) -> Section:
    """Funding by donor and kind, the requirement gap and runway, then what is discussed for the mission's future."""
    paragraphs: list[Paragraph] = [tuple(_funding(desk)), tuple(_figures(desk)), tuple(_options(desk))]
    if not any(paragraphs):
        paragraphs = [(Sentence("No report held here speaks of the mission's money."),)]
    return Section("money", "Funding, prospects and options", tuple(p for p in paragraphs if p))


def _funding(desk: Desk) -> list[Sentence]:
    groups: dict[tuple[str | None, str, float | None, str | None], list[Claim]] = {}
    for claim in newest(desk.of_type("funding"), desk):
        said = claim.statement
        if isinstance(said, Funding):
            groups.setdefault((said.donor, said.kind, said.amount, said.currency), []).append(claim)
    ranked = sorted(groups.items(), key=lambda g: (-len({c.doc_id for c in g[1]}), -(g[0][2] or 0)))
    out = []
    for (donor, kind, amount, currency), claims in ranked[:8]:
        who = donor or "A donor that is not named"
        if amount is None:
            text = f"{who} is named as a financier of the mission; no amount is given."
        elif kind == "requested" and not donor:
            text = f"{wording.money(amount, currency)} were asked for."
        else:
            text = f"{who} {_VERBS[kind]} {wording.money(amount, currency)}."
        out.append(desk.say(text, claims))
    return out


def _figures(desk: Desk) -> list[Sentence]:
    out = []
    for name in ("requirement_gap", "runway", "concentration"):
        for figure in (f for f in desk.picture.figures if (f.measure, f.name) == ("funding", name)):
            if figure.refused and figure.claim_ids:
                out.append(
                    desk.say(
                        f"{figure.label} is not given: {figure.refused}.", desk.live(figure.claim_ids), tone="caution"
                    )
                )
            elif figure.value is not None and figure.claim_ids:
                ends = (
                    ""
                    if figure.low == figure.high
                    else f" ({figure.low:,.3g} to {figure.high:,.3g})"
                    if figure.low and figure.high
                    else ""
                )
                text = f"{figure.label}: {figure.value:,.3g} {figure.unit}{ends}."
                out.append(desk.say(text, desk.live(figure.claim_ids), figure_id=figure.id))
    return out


def _options(desk: Desk) -> list[Sentence]:
    open_steps: dict[str, list[Claim]] = {}
    for claim in desk.of_type("milestone"):
        said = claim.statement
        if isinstance(said, Milestone) and said.what == "transition":
            open_steps.setdefault(said.status, []).append(claim)
    out = []
    for status, claims in open_steps.items():
        named = [
            c.statement.detail
            for c in claims
            if isinstance(c.statement, Milestone) and c.statement.detail and c.language == "en"
        ]
        what = f" (“{named[0]}”)" if named else ""
        verb = {"discussed": "is under discussion", "planned": "is planned", "postponed": "was postponed"}.get(status)
        if verb:
            out.append(desk.say(f"A change of the mission's form {verb}{what}.", claims))
    return out
