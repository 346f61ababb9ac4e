"""Funding, prospects and options: who pays, who promised, what is proposed."""

from __future__ import annotations

from veye.brief import wording
from veye.brief.desk import Desk, newest, told_on
from veye.brief.model import Paragraph, Section, Sentence
from veye.brief.sections.differing_sums import out_of_line
from veye.brief.sections.pay import pay, pay_table
from veye.records import Claim, Figure, Funding, Milestone

_VERBS = {
    "disbursed": "has paid", "pledged": "has pledged", "approved": "has approved", "frozen": "has frozen",
    "requested": "has asked for",
}  # fmt: skip


def money(desk: Desk) -> Section:
    """Funding by donor and kind, the requirement gap and runway, pay, then what is discussed for the future."""
    paragraphs: list[Paragraph] = [
        tuple(_funds(desk)), tuple(_funding(desk)), tuple(pay(desk)), tuple(_options(desk)),
    ]  # fmt: skip
    if not any(paragraphs):
        paragraphs = [(Sentence("No report held here speaks of the mission's money."),)]
    return Section(
        "money",
        "Funding, prospects and options",
        tuple(p for p in paragraphs if p),
        tuple(t for t in (pay_table(desk),) if t),
    )


def _funding(desk: Desk) -> list[Sentence]:
    """Donors by how much is reported of them; of each the newest first, with the day that its report speaks of."""
    groups: dict[tuple[str | None, str, float | None, str | None], list[Claim]] = {}
    odd = out_of_line(desk)
    for claim in newest(desk.of_type("funding"), desk):
        said = claim.statement
        if isinstance(said, Funding) and claim.id not in odd:
            groups.setdefault((said.donor, said.kind, said.amount, said.currency), []).append(claim)
    reports: dict[str | None, set[str]] = {}
    for (donor, *_), claims in groups.items():
        reports.setdefault(donor, set()).update(c.doc_id for c in claims)
    ranked = sorted(groups.items(), key=lambda g: (-len({c.doc_id for c in g[1]}), -(g[0][2] or 0)))[:8]
    ranked.sort(key=lambda g: (g[0][0] == "multiple", -len(reports[g[0][0]]), str(g[0][0])))
    out = []
    for (donor, kind, amount, currency), claims in ranked:
        named = wording.country(donor) if donor else "a donor that is not named"
        who = "several donors together" if donor == "multiple" else named
        told = told_on(claims, desk)
        if amount is None:
            text = f"{who} is named as a financier of the mission; no amount is given."
        elif kind == "requested" and not donor:
            text = f"{wording.money(amount, currency)} were asked for ({told})."
        else:
            verb = _VERBS[kind].replace("has", "have", 1) if donor == "multiple" else _VERBS[kind]
            text = f"{who} {verb} {wording.money(amount, currency)} ({told})."
        out.append(desk.say(text, claims))
    return out


def _funds(desk: Desk) -> list[Sentence]:
    """For each fund of the profile, what is reported pledged, paid and frozen, and how far that covers the need."""
    out = []
    for line in desk.picture.mission.funding:
        parts, ids = [], []
        for kind in ("requested", "pledged", "approved", "disbursed", "frozen"):
            figure = next((f for f in _of(desk, kind) if f.label.startswith(f"{line.name}:")), None)
            if figure and figure.value:
                amount = wording.money(figure.value, figure.unit)
                claims = [desk.claims[i] for i in desk.live(figure.claim_ids)]
                parts.append(f"{amount} {'paid in' if kind == 'disbursed' else kind} ({told_on(claims, desk)})")
                ids += desk.live(figure.claim_ids)
        if parts:
            out.append(desk.say(f"Of the {line.name}, {wording.listed(parts)} are reported.", ids))
    for figure in _of(desk, "requirement_coverage"):
        if figure.value is not None and figure.claim_ids:
            text = f"What was received is {figure.value:.0f} % of the stated requirement."
            out.append(desk.say(text, desk.live(figure.claim_ids), figure_id=figure.id))
    for figure in _of(desk, "runway"):
        if figure.value is not None and figure.high is not None and figure.claim_ids:
            text = f"At the stated need that lasts {figure.high:.1f} months at most; what was spent is not reported."
            out.append(desk.say(text, desk.live(figure.claim_ids), figure_id=figure.id))
        elif figure.refused and figure.claim_ids:
            text = f"How long the money lasts cannot be said: {figure.refused}."
            out.append(desk.say(text, desk.live(figure.claim_ids), tone="caution"))
    return out


def _of(desk: Desk, name: str) -> list[Figure]:
    return [f for f in desk.picture.figures if (f.measure, f.name) == ("funding", name)]


def _options(desk: Desk) -> list[Sentence]:
    """Changes of the mission's form by how they stand, with what reports call them."""
    open_steps: dict[str, list[Claim]] = {}
    for claim in newest(desk.of_type("milestone"), desk):
        said = claim.statement
        if isinstance(said, Milestone) and said.what == "transition":
            open_steps.setdefault(said.status, []).append(claim)
    out = []
    for status, claims in open_steps.items():
        details = [c.statement.detail for c in claims if isinstance(c.statement, Milestone) and c.language == "en"]
        named = list(dict.fromkeys(d.strip(" .") for d in details if d))[:2]
        what = f" ({'; '.join(f'“{d}”' for d in named)})" if named else ""
        verb = {"discussed": "is under discussion", "planned": "is planned", "postponed": "was postponed"}.get(status)
        if verb:
            out.append(desk.say(f"A change of the mission's form {verb}{what}.", claims))
    return out
