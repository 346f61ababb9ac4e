"""Names of actors: aliases in four languages, their dates, coalitions, and abstention."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veye.facts import load_mission, mission_names
from veye.records import Actor, Alias, When
from veye.resolve.actors import ActorIndex

HAITI = ActorIndex(load_mission("mss-haiti").actors)
ALL = [(name, actor) for name in mission_names() for actor in load_mission(name).actors]


def actor_id(words: str, on: date | None = None) -> str | None:
    actor = HAITI.resolve(words, on=on).actor
    return actor.id if actor else None


@pytest.mark.parametrize("words", ["MSS", "MMAS", "MMSS", "FMAS", "Misyon Miltinasyonal Sipò Sekirite", "the MSS"])
def test_names_of_the_mission_in_four_languages_are_one_actor(words: str) -> None:
    assert actor_id(words) == "mss"


@pytest.mark.parametrize("words", ["GSF", "FRG", "FSG", "Force de répression des gangs"])
def test_names_of_the_successor_are_another_actor(words: str) -> None:
    assert actor_id(words) == "gsf"


def test_a_name_counts_only_in_the_days_of_its_use() -> None:
    assert actor_id("FRG", date(2025, 10, 5)) == "gsf"
    resolution = HAITI.resolve("FRG", on=date(2024, 10, 5))
    assert resolution.actor is None
    assert [actor.id for actor in resolution.candidates] == ["gsf"]
    assert "not in use then" in resolution.why


def test_a_span_of_days_that_touches_the_use_is_enough() -> None:
    index = ActorIndex([Actor("a", "Alpha", "armed_group", (Alias("Omega", None, date(2025, 3, 10), None),))])
    assert index.resolve("Omega", on=When.month(2025, 3)).actor is not None
    assert index.resolve("Omega", on=When.month(2025, 2)).actor is None


def test_one_acronym_for_two_police_forces_is_not_guessed() -> None:
    index = ActorIndex(
        [Actor("x", "Police X", "police", (Alias("PN"),)), Actor("y", "Police Y", "police", (Alias("PN"),))]
    )
    resolution = index.resolve("PN")
    assert resolution.actor is None
    assert {actor.id for actor in resolution.candidates} == {"x", "y"}


def test_a_coalition_has_members_through_its_coalitions() -> None:
    index = ActorIndex(
        [
            Actor("top", "Top", "coalition", members=("mid",)),
            Actor("mid", "Mid", "coalition", members=("leaf", "top")),
            Actor("leaf", "Leaf", "armed_group"),
            Actor("alone", "Alone", "armed_group"),
        ]
    )
    top, leaf, alone = (index.resolve(name).actor for name in ("Top", "Leaf", "Alone"))
    assert top is not None
    assert leaf is not None
    assert alone is not None
    assert [member.id for member in index.members(top)] == ["mid", "leaf"]
    assert index.related(top, leaf)
    assert not index.related(top, alone)


def test_members_of_viv_ansanm_are_known() -> None:
    coalition = HAITI.resolve("la coalition Viv Ansanm").actor
    assert coalition is not None
    assert {"g9", "g-pep", "400-mawozo"} <= {member.id for member in HAITI.members(coalition)}


def test_words_around_a_group_do_not_hide_it() -> None:
    assert actor_id("des membres du gang Gran Grif") == "gran-grif"
    assert actor_id("the 400 Mawozo gang") == "400-mawozo"
    assert actor_id("police") is None
    assert actor_id("gang") is None


def test_longer_names_win_and_capitals_tell_names_from_words() -> None:
    text = "Cinq secondes plus tard, des tirs de G9 an Fanmi e Alye ont visé la PNH et la police haïtienne."
    assert [actor.id for actor in HAITI.mentioned(text)] == ["g9", "pnh"]
    assert [actor.id for actor in HAITI.mentioned("Le gang des 5 Secondes a attaqué.")] == ["5-segond"]


@settings(max_examples=60, derandomize=True)
@given(st.sampled_from(ALL), st.data())
def test_every_alias_resolves_whatever_its_case(entry: tuple[str, Actor], data: st.DataObject) -> None:
    name, actor = entry
    alias = data.draw(st.sampled_from((Alias(actor.name), *actor.aliases)))
    index = ActorIndex(load_mission(name).actors)
    for words in (alias.name, alias.name.upper(), alias.name.lower()):
        assert index.resolve(words, on=alias.since).actor == actor
