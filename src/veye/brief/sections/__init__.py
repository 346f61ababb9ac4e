"""The sections of a brief, in order; each turns what the desk holds into sentences."""

from __future__ import annotations

from collections.abc import Callable

from veye.brief.desk import Desk
from veye.brief.model import Section
from veye.brief.sections.background import background
from veye.brief.sections.casualties import casualties
from veye.brief.sections.differences import differences
from veye.brief.sections.equipment import equipment
from veye.brief.sections.in_short import in_short
from veye.brief.sections.money import money
from veye.brief.sections.not_known import not_known
from veye.brief.sections.road_ahead import road_ahead
from veye.brief.sections.scorecard import scorecard
from veye.brief.sections.security import security
from veye.brief.sections.sources import sources

SECTIONS: tuple[Callable[[Desk], Section], ...] = (
    in_short,
    scorecard,
    background,
    casualties,
    equipment,
    security,
    money,
    road_ahead,
    differences,
    not_known,
    sources,
)
