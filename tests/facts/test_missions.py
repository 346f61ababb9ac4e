"""Mission profiles: the shipped ones hold together, a new one can be made, and mistakes are named by line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from veye.errors import InputError
from veye.facts import load_mission, mission_names, mission_template

FILLED = {
    "id:": "id: test-mission",
    "title:": "title: A mission for the test",
    "  - {text: , language: en}": "  - {text: Test Mission, language: en}",
    "area: []": "area: [MLI]",
    "time_zone:": "time_zone: Africa/Bamako",
    "capital:": "capital: Bamako",
    "mandate_start:": "mandate_start: 2024-01-01",
    "  url:": "  url: https://example.org/mandate",
}


def filled_template() -> str:
    return "\n".join(FILLED.get(line, line) for line in mission_template().splitlines())


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "profile.yml"
    path.write_text(text, encoding="utf-8")
    return path


def error_of(tmp_path: Path, text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        load_mission(written(tmp_path, text))
    return caught.value


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if words in line)


@pytest.mark.parametrize("name", mission_names())
def test_shipped_profiles_load_and_every_fact_has_an_address(name: str) -> None:
    mission = load_mission(name)
    assert mission.id == name
    facts = [mission.mandate_source, *(a.source for a in mission.authorised), *(m.source for m in mission.milestones)]
    facts += [item.source for group in (mission.contingents, mission.funding) for item in group if item.source]
    assert all(fact.url.startswith("http") for fact in facts)
    assert {"en", "fr", "es", "ht"} <= {known.language for known in mission.names}
    assert mission.milestones
    assert mission.actors


def test_three_missions_are_shipped_of_three_kinds() -> None:
    assert {load_mission(name).kind for name in mission_names()} == {"multinational", "un", "african_union"}


def test_the_ceiling_in_haiti_changes_with_the_resolution() -> None:
    mission = load_mission("mss-haiti")
    before, after = mission.authorised_on(date(2025, 9, 29)), mission.authorised_on(date(2025, 9, 30))
    assert before is not None
    assert after is not None
    assert (before.personnel, after.personnel) == (2500, 5550)
    assert mission.authorised_on(date(2023, 1, 1)) is None


def test_the_template_loads_once_it_is_filled_in(tmp_path: Path) -> None:
    mission = load_mission(written(tmp_path, filled_template()))
    assert (mission.id, mission.area, mission.rule) == ("test-mission", ("MLI",), "conservative")
    assert mission.release.public_minimum_cell == 5


def test_the_template_as_it_is_says_which_line_to_fill_in(tmp_path: Path) -> None:
    error = error_of(tmp_path, mission_template())
    assert error.where.endswith(f"profile.yml:{line_of(mission_template(), 'id:')}")
    assert "Fill it in" in error.hint


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ("rule: conservative", "rulle: conservative", "rulle", "Did you mean 'rule'?"),
        ("rule: conservative", "rule: mean", "rule: mean", "'mean'"),
        ("area: [MLI]", "area: [MLX]", "area: [MLX]", "MLX"),
        ("capital: Bamako", "capital: [Bamako]", "capital: [Bamako]", "expected str"),
        ("time_zone: Africa/Bamako", "time_zone: Africa/Bamakko", "Bamakko", "Africa/Bamako"),
        ("mandate_start: 2024-01-01", "mandate_start: 1 May 2024", "1 May", "1 May 2024"),
        ("  embargo_hours: 72", "  embargo_hours: three days", "three days", "three days"),
        ("  embargo_hours: 72", "  embargo_ours: 72", "embargo_ours", "Did you mean 'embargo_hours'?"),
        ("hub_places: []", "hub_places: []\nlead: Atlantis", "lead:", "no contingent"),
        (
            "authorised: []",
            "authorised:\n  - personnel: 5000\n    since: 2024-01-01\n    source: {url: x, verifid: true}",
            "verifid",
            "Did you mean 'verified'?",
        ),
        (
            "milestones: []",
            "milestones:\n  - what: election\n    name: Vote\n    planned: soon\n    source: {url: x}",
            "planned: soon",
            "'soon' is not an ISO day",
        ),
        (
            "milestones: []",
            "milestones:\n  - what: election\n    name: Vote\n    planned: 2026\n    source: {url: x}",
            "planned: 2026",
            "quotes",
        ),
        (
            "actors: []",
            "actors:\n  - {id: a, name: A, kind: armed_group}\n  - {id: b, name: B, kind: coalition, members: [aa]}",
            "members: [aa]",
            "Did you mean 'a'?",
        ),
        ("rule: conservative", "rule: conservative\nrule: pooled", "rule: pooled", "stands twice"),
    ],
)
def test_a_mistake_names_its_line_and_what_to_do(tmp_path: Path, old: str, new: str, at: str, says: str) -> None:
    text = filled_template()
    assert old in text
    text = text.replace(old, new, 1)
    error = error_of(tmp_path, text)
    assert error.where.endswith(f"profile.yml:{line_of(text, at)}"), str(error)
    assert says in str(error)


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    text = re.sub(r"^capital:.*$", "", filled_template(), flags=re.MULTILINE)
    assert "'capital' is missing" in str(error_of(tmp_path, text))


def test_an_unknown_mission_suggests_a_known_one() -> None:
    with pytest.raises(InputError, match="Did you mean 'mss-haiti'"):
        load_mission("mss-haitii")


def test_broken_files_are_named_not_crashed_on(tmp_path: Path) -> None:
    assert "not valid YAML" in str(error_of(tmp_path, "id: [a\nb: c"))
    assert "list of 'key: value'" in str(error_of(tmp_path, "- a\n- b"))
    assert "list of 'key: value'" in str(error_of(tmp_path, ""))
    path = tmp_path / "latin.yml"
    path.write_bytes("title: Haïti".encode("latin-1"))
    with pytest.raises(InputError, match="UTF-8"):
        load_mission(path)
