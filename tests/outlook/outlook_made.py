"""Small starts and tables that the tests of the scenarios share."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType

import msgspec

from veye.outlook.scenario import Amount, Fleet, Fund, Parameters, People, StartState
from veye.outlook.scenario.parameters import read_distribution
from veye.outlook.scenario.start import NONE


def bench(name: str) -> ModuleType:
    """A script of the bench folder, as a module."""
    path = Path(__file__).resolve().parents[2] / "bench" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"bench_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def exactly(value: float) -> Amount:
    return Amount(value, value, value, f"figure {value}")


def start(people=1000, vehicles=60, money=28.0, pledged=1500, promised=25.0, armour="medium") -> StartState:
    funds = (Fund("trust", "USD", exactly(money), exactly(promised)),) if money is not None else ()
    parts = (People("a", exactly(people * 3 // 4)), People("b", exactly(people - people * 3 // 4)))
    coming = (People("pledged", NONE, exactly(pledged)),) if pledged else ()
    fleet = (Fleet("fleet", armour, exactly(vehicles)),)
    return StartState("made-up", date(2026, 1, 31), (*parts, *coming), fleet, funds)


def fixed(table: Parameters, **rows: str) -> Parameters:
    """The table with these rows' distributions replaced, limits lifted."""
    return table.changed(
        [
            msgspec.structs.replace(
                table[n], distribution=read_distribution(d, where=n), least=min(0.0, table[n].least), most=1e9
            )
            for n, d in rows.items()
        ]
    )
