"""`veye mission …`."""

from __future__ import annotations

from pathlib import Path

from veye.cli.talk import say, tell, write_whole
from veye.errors import InputError
from veye.facts import load_mission, mission_names, mission_template


def run_list() -> None:
    """Print each shipped profile's name and title."""
    for name in mission_names():
        say(f"{name:<14} {load_mission(name).title}")


def run_show(name: str) -> None:
    """Print what a valid profile holds, with the address of each fact."""
    mission = load_mission(name)
    say(f"{mission.id}: {mission.title}")
    say(f"names: {', '.join(f'{n.text} ({n.language})' for n in mission.names)}")
    say(f"area: {', '.join(mission.area)}; capital {mission.capital}; time zone {mission.time_zone}")
    end = mission.mandate_end or "not stated"
    say(f"mandate: {mission.mandate_start} to {end}  <{mission.mandate_source.url}>")
    for ceiling in mission.authorised:
        say(f"authorised: {ceiling.personnel:,} from {ceiling.since}  <{ceiling.source.url}>")
    for part in mission.contingents:
        pledged = f"{part.pledged:,} pledged" if part.pledged else "pledge not stated"
        say(f"contingent: {part.country}, {pledged}" + (f"  <{part.source.url}>" if part.source else ""))
    for actor in mission.actors:
        say(f"actor: {actor.name} ({actor.kind}); {', '.join(a.name for a in actor.aliases)}")
    for step in mission.milestones:
        say(f"milestone: {step.what} {step.actual or step.planned or ''} {step.name}  <{step.source.url}>")
    say(f"rule: {mission.rule}; release: {mission.release}")


def run_new(path: Path) -> None:
    """Write the template; InputError where the file is there already."""
    if path.exists():
        raise InputError("this file is there already", where=str(path), hint="Give another name.")
    write_whole(path, mission_template())
    tell(f"wrote {path}; fill it in, then check it with: veye mission show {path}")
