"""Shipped facts and their loaders: mission profiles, the gazetteer, standards and rules, each fact with its source."""

from veye.facts.gazetteer import load_gazetteer
from veye.facts.missions import load_mission, mission_names, mission_template
from veye.facts.tables import load_table, table_names, values

__all__ = [
    "load_gazetteer",
    "load_mission",
    "load_table",
    "mission_names",
    "mission_template",
    "table_names",
    "values",
]
