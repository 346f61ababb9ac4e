"""Background and objectives: what the mission is, who makes it up, since when."""

from __future__ import annotations

from veye.brief import wording
from veye.brief.desk import Desk, newest
from veye.brief.model import Section, Sentence
from veye.records import Milestone, Strength


def background(desk: Desk) -> Section:
    """Mandate and objectives from the profile, deployment and composition from reports."""
    return Section("background", "Background and objectives", (tuple(_mandate(desk)), tuple(composition(desk))))


def _mandate(desk: Desk) -> list[Sentence]:
    mission = desk.picture.mission
    source = desk.citations.cite_fact(mission.mandate_source, f"mandate from {mission.mandate_start}", mission.id)
    text = f"The {mission.title} was authorised on {wording.day(mission.mandate_start)}"
    if mission.lead:
        text += f" and is led by {mission.lead}"
    out = [desk.fact(f"{text}.", source)]
    if mission.mandate_end:
        ended = "ran" if mission.mandate_end < desk.picture.on else "runs"
        out.append(desk.fact(f"Its mandate {ended} to {wording.day(mission.mandate_end)}.", source))
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
