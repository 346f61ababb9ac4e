"""In short: what a reader with one minute must know."""

from __future__ import annotations

from veye.brief import wording
from veye.brief.desk import OUTCOMES, Desk, tolls, two_fates, where
from veye.brief.model import Section, Sentence
from veye.brief.sections.background import composition
from veye.brief.sections.equipment import grounded
from veye.brief.sections.steps import coming
from veye.records import Incident, Tally


def in_short(desk: Desk) -> Section:
    """The latest casualties of the mission, what stands idle, its strength, the next three dated steps."""
    sentences = [*_casualties(desk), *grounded(desk)[-1:], *composition(desk)[:1], *coming(desk)[:3]]
    return Section("in-short", "In short", (tuple(sentences),))


def _casualties(desk: Desk) -> list[Sentence]:
    own = desk.tallies("mission")
    recent = [(i, t) for i, t in own if desk.is_recent(i)]
    period = f"in the {wording.number((desk.picture.on - desk.since).days + 1)} days to {wording.day(desk.picture.on)}"
    if recent:
        by_incident: dict[str, tuple[Incident, list[Tally]]] = {}
        for incident, tally in recent:
            by_incident.setdefault(incident.id, (incident, []))[1].append(tally)
        told = wording.listed(
            [f"{tolls(ts, two_fates=two_fates(i, desk))}{where(i)}" for i, ts in by_incident.values()]
        )
        return [desk.say(f"{period}, {told}.", [c for _, t in recent for c in desk.tally_claims(t)])]
    if not own:
        return [Sentence("No report held here tells of casualties among members of the mission.", tone="caution")]
    incident = next((i for i, _ in reversed(own) if i.when), own[-1][0])
    mine = [t for t in incident.tallies if t.who == "mission" and t.what in OUTCOMES]
    ids = [c for t in mine for c in desk.tally_claims(t)]
    if incident.when is None:
        text = f"no report dates casualties of the mission; told of without a day:{where(incident)}, "
    else:
        last = f"{wording.when(incident.when)}{where(incident)}"
        text = f"no report tells of casualties of the mission {period}; the last that is dated: {last}, "
    return [desk.say(f"{text}{tolls(mine, two_fates=two_fates(incident, desk))}.", ids)]
