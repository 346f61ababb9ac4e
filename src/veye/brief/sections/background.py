"""Background and objectives: what the mission is, who makes it up, since when."""

from __future__ import annotations

from datetime import date

from veye.brief import wording
from veye.brief.desk import Desk, newest
from veye.brief.model import Section, Sentence
from veye.records import Milestone, Strength, When


def background(desk: Desk) -> Section:
    """Mandate and objectives from the profile, deployment and composition from reports."""
    return Section("background", "Background and objectives", (tuple(_mandate(desk)), tuple(composition(desk))))


def _mandate(desk: Desk) -> list[Sentence]:
    mission = desk.picture.mission
    source = desk.citations.cite_fact(mission.mandate_source, f"mandate from {mission.mandate_start}", mission.id)
    text = f"The {mission.title} was authorised on {wording.day(mission.mandate_start)}"
    if mission.lead and mission.lead_until and mission.lead_until < desk.picture.on:
        text += f" and was led by {mission.lead} until {wording.day(mission.lead_until)}"
    elif mission.lead:
        text += f" and is led by {mission.lead}"
    out = [desk.fact(f"{text}.", source)]
    for end, cited in _mandate_end(desk):
        ended = "ran" if end < desk.picture.on else "runs"
        out.append(desk.fact(f"Its mandate {ended} to {wording.day(end)}.", cited))
    if mission.objectives:
        out.append(desk.fact(f"Its objectives: {wording.listed(mission.objectives)}.", source))
    deployments = [
        c
        for c in desk.of_type("milestone")
        if isinstance(c.statement, Milestone) and c.statement.what == "deployment" and c.when and not c.flags.planned
    ]
    if deployments:
        first = min(deployments, key=lambda c: (c.when.latest if c.when else desk.picture.on, c.id))
        same = [c for c in deployments if c.when and first.when and c.when.overlaps(first.when)]
        out.append(desk.say(f"Deployment began {wording.when(first.when)}.", same))
    return out


def _mandate_end(desk: Desk) -> list[tuple[date, int]]:
    """The end of the mandate in force on the day and its citation, by the profile; none where it states none."""
    mission, on = desk.picture.mission, desk.picture.on
    stated = [s for s in mission.milestones if s.what == "mandate"]
    if not stated and mission.mandate_end:
        source = desk.citations.cite_fact(mission.mandate_source, f"mandate from {mission.mandate_start}", mission.id)
        return [(mission.mandate_end, source)]
    known = [k for s in stated if (k := s.as_known(on)) and (k.planned or k.actual)]
    ends = sorted((When.from_iso(k.actual or k.planned or "").latest, k.name, k) for k in known)
    ahead = [e for e in ends if e[0] >= on] or ends[-1:]
    return [(end, desk.citations.cite_fact(k.source, k.name, mission.id)) for end, _, k in ahead[:1]]


def composition(desk: Desk) -> list[Sentence]:
    out = []
    authorised = desk.picture.mission.authorised_on(desk.picture.on)
    deployed = desk.figure("force", "deployed")
    if deployed and deployed.value is not None:
        text = f"Strength is reported at {wording.span(deployed.low, deployed.value, deployed.high)}"
        numbers = []
        if authorised:
            share = 100 * deployed.value / authorised.personnel
            text += f" of {authorised.personnel:,} authorised ({share:.0f} %)"
            what = f"ceiling of {authorised.personnel:,} from {authorised.since}"
            numbers.append(desk.citations.cite_fact(authorised.source, what, desk.picture.mission.id))
        if any(note.startswith("Neither") for note in deployed.notes):
            text += ", by a report that bears no date"
        out.append(desk.fact(f"{text}.", *numbers, claims=desk.live(deployed.claim_ids)))
    by_country: dict[str, list[str]] = {}
    arrivals: dict[str, int | None] = {}
    for claim in newest(desk.of_type("strength"), desk):
        said = claim.statement
        if isinstance(said, Strength) and said.contingent != "total" and said.kind in ("current", "arrived"):
            by_country.setdefault(said.contingent, []).append(claim.id)
            arrivals.setdefault(said.contingent, said.count.best)
    if by_country:
        names = wording.listed([wording.country(c) for c in sorted(by_country)])
        out.append(
            desk.say(f"Personnel of {names} are reported in it.", [i for ids in by_country.values() for i in ids])
        )
    return out
