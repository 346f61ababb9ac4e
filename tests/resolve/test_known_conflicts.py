"""The record's known conflicts, as the example reports tell them: every value stays in sight, under its own origin.

Claims are the coded ones, so that reading is not tested here (tests/flow/test_known_conflicts_read.py does). The
public record of the first mission is known for fifteen conflicts: first wave 400, then 200 more, yet about 400 in all
(1); fourth contingent 144 or 200 (2); second Guatemalan group 75 or 77 (3); first vehicles 8 or 10 (4); an ambush on
24 or 25 March, its missing officer dead for some, one vehicle of the police and two of the mission (5); an undated
burning vehicle (6); one or two civilians killed in a crash, a false "first death" (7); a massacre of 26 to 170 (8);
3,884 killed in half a year, or killed and wounded together (9); 5,915 or more than 8,100 killed in one year (10); 515
to 600 million over two years, 600 or 800 million a year, and a rewrite's billions (11); pay late by three months, by
one, or not at all (12); a ceiling of 5,500 or 5,550, and 12 or 13 votes for it (13); 80, 85 or 90 per cent of the
capital (14); "only two" evacuated to Level 2 care against more wounded (15).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from veye.facts import load_gazetteer, load_mission
from veye.measures import measure
from veye.records import (
    Casualty,
    Claim,
    Control,
    Document,
    Evacuation,
    Figure,
    Flags,
    Funding,
    Incident,
    Milestone,
    Origin,
    Pay,
    PlaceMention,
    Source,
    Statement,
    Strength,
    When,
)
from veye.resolve import Resolver, check_totals, find_origins, link, main_incident

_PLAIN = {"from": "origin", "to": "destination"}
_FLAGS = ("cumulative", "backref", "hedged")
_OTHER = {"type", "date", "place", "span", "optional", "cumulative", "backref", "hedged", "count_low", "count_high"}


class World(msgspec.Struct, frozen=True):
    docs: dict[str, Document]
    claims: tuple[Claim, ...]
    origins: tuple[Origin, ...]
    incidents: tuple[Incident, ...]
    coded_origin: dict[str, str]

    def key(self, doc_id: str) -> str:
        return next(k for k, d in self.docs.items() if d.id == doc_id)

    def told_by(self, key: str, what: str, who: str) -> Incident:
        """The incident in which a report gives a number of that kind."""
        held = [
            i
            for i in self.incidents
            if (tally := i.tally(what, who)) and self.docs[key].id in {v.doc_id for v in tally.values}
        ]
        assert len(held) == 1, (key, [i.title for i in held])
        return held[0]

    def values(self, incident: Incident, what: str, who: str) -> dict[tuple[int | None, int | None], set[str]]:
        """Every reported pair of lowest and highest number, and the reports that give it."""
        tally = incident.tally(what, who)
        assert tally is not None
        out: dict[tuple[int | None, int | None], set[str]] = {}
        for value in tally.values:
            out.setdefault((value.count.low, value.count.high), set()).add(self.key(value.doc_id))
        return out

    def claims_of(self, kind: type, *keys: str) -> list[tuple[str, Any]]:
        """Report and statement of every claim of a kind, of some reports where they are named."""
        told = [(self.key(c.doc_id), c.statement) for c in self.claims if isinstance(c.statement, kind)]
        return [(key, said) for key, said in told if not keys or key in keys]

    def figures(self, measure_name: str, name: str) -> list[Figure]:
        return [f for f in _figures() if (f.measure, f.name) == (measure_name, name)]

    def told_apart(self, keys: Iterable[str]) -> list[list[str]]:
        """The given reports by the origin that Veye finds."""
        of = {d: o.id for o in self.origins for d in o.doc_ids}
        groups: dict[str, list[str]] = {}
        for key in keys:
            groups.setdefault(of[self.docs[key].id], []).append(key)
        return sorted(groups.values())

    def coded_apart(self, keys: Iterable[str]) -> list[list[str]]:
        """The given reports by the origin that was coded when they were written; own reporting stands alone."""
        groups: dict[str, list[str]] = {}
        for key in keys:
            name = self.coded_origin[key]
            groups.setdefault(key if name == "own" else name, []).append(key)
        return sorted(groups.values())


def _statement(row: dict[str, Any]) -> Statement:
    fields = {_PLAIN.get(k, k): v for k, v in row.items() if k not in _OTHER}
    if row["type"] not in ("attack", "control", "funding", "milestone"):
        fields["count"] = {"low": row.get("count_low"), "high": row.get("count_high")}
    return msgspec.convert({"type": row["type"], **fields}, Statement)  # type: ignore[call-overload,no-any-return]


def _claim(doc: Document, row: dict[str, Any]) -> Claim:
    words = row.get("place") or (row.get("from") if row["type"] == "evacuation" else None)
    return Claim.make(
        doc.id,
        _statement(row),
        (doc.span(*row["span"]),),
        when=When.from_iso(row["date"]) if row.get("date") else None,
        place=PlaceMention(words) if words else None,
        flags=Flags(**{f: bool(row.get(f)) for f in _FLAGS}),
        language=doc.language,
    )


@cache
def world() -> World:
    folder = files("veye") / "examples"

    def lines(name: str) -> list[dict[str, Any]]:
        return [msgspec.json.decode(line) for line in (folder / name).read_text("utf-8").splitlines()]

    articles = {a["id"]: a for a in lines("reports.jsonl")}
    docs = {
        key: Document.make(
            text := (folder / "reports" / f"{key}.txt").read_text("utf-8"),
            key=key,
            source=Source(a["outlet"]),
            language=a["lang"],
            title=text.split("\n", 1)[0],
            published=a["published"],
            url=a["url"],
        )
        for key, a in articles.items()
    }
    mission = load_mission("mss-haiti")
    gazetteer = load_gazetteer(mission.area)
    coded = [_claim(docs[row["id"]], c) for row in lines("gold.jsonl") for c in row["claims"]]
    claims = Resolver(gazetteer, mission).locate(coded)
    origins = find_origins(docs.values(), claims)
    incidents = link(claims, docs.values(), origins, mission=mission, gazetteer=gazetteer)
    label = {key: a["origin"] for key, a in articles.items()}
    return World(docs, tuple(claims), tuple(origins), tuple(incidents), label)


@cache
def _figures() -> tuple[Figure, ...]:
    w = world()
    mission = load_mission("mss-haiti")
    return tuple(measure(w.claims, w.incidents, w.docs.values(), w.origins, mission, on=date(2026, 2, 1)))


def test_first_wave_of_400_and_200_more_stay_two_arrivals_beside_a_strength_of_400() -> None:
    w = world()
    first, second = w.told_by("ex041", "arrived", "Kenya"), w.told_by("ex044", "arrived", "Kenya")
    assert first.id != second.id
    assert w.values(first, "arrived", "Kenya") == {(400, 400): {"ex041", "ex043", "ex035"}, (200, None): {"ex042"}}
    assert w.values(second, "arrived", "Kenya") == {(200, 200): {"ex044"}}
    assert w.told_apart(["ex041", "ex042", "ex043", "ex044"]) == w.coded_apart(["ex041", "ex042", "ex043", "ex044"])
    current = {
        (w.key(c.doc_id), s.count.low)
        for c in w.claims
        if isinstance(s := c.statement, Strength) and (s.contingent, s.kind) == ("Kenya", "current")
    }
    assert {("ex051", 400), ("ex058", 400)} <= current


def test_fourth_contingent_is_144_for_the_ministry_and_200_for_a_wire() -> None:
    w = world()
    found = w.told_by("ex090", "arrived", "Kenya")
    assert w.values(found, "arrived", "Kenya") == {(144, 144): {"ex090", "ex092"}, (200, 200): {"ex091", "ex092"}}
    tally = found.tally("arrived", "Kenya")
    assert tally is not None
    assert (tally.low, tally.high, tally.contested) == (144, 200, True)
    assert w.told_apart(["ex090", "ex091", "ex092"]) == w.coded_apart(["ex090", "ex091", "ex092"])


def test_second_guatemalan_group_is_75_by_one_count_and_77_by_another() -> None:
    w = world()
    values = w.values(w.told_by("ex074", "arrived", "Guatemala"), "arrived", "Guatemala")
    assert values[75, 75] >= {"ex072", "ex074", "ex075"}
    assert values[77, 77] == {"ex074"}
    assert values[150, 150] >= {"ex073"}
    assert w.told_apart(["ex072", "ex073", "ex075"]) == w.coded_apart(["ex072", "ex073", "ex075"])


def test_first_vehicles_are_eight_or_ten_and_july_losses_are_not_added_up() -> None:
    w = world()
    values = w.values(w.told_by("ex045", "delivered", "armoured_vehicle"), "delivered", "armoured_vehicle")
    assert values == {(10, 10): {"ex045"}, (8, 8): {"ex045"}}
    bomb = w.told_by("ex045", "damaged", "armoured_vehicle")
    assert w.told_by("ex047", "damaged", "armoured_vehicle").id == bomb.id
    assert w.told_by("ex047", "failed", "armoured_vehicle").id != bomb.id


def test_an_undated_burning_vehicle_is_taken_for_no_other_loss() -> None:
    w = world()
    video = w.told_by("ex046", "destroyed", "armoured_vehicle")
    assert [w.key(d) for d in video.doc_ids] == ["ex046"]
    tally = video.tally("destroyed", "armoured_vehicle")
    assert tally is not None
    assert tally.values[0].hedged
    burned = w.told_by("ex030", "destroyed", "armoured_vehicle")
    values = w.values(burned, "destroyed", "armoured_vehicle")
    assert values[1, 1] == {"ex030", "ex031"}
    assert values[2, 2] >= {"ex032", "ex034"}
    assert w.told_apart(["ex030", "ex031", "ex032", "ex033", "ex034"]) == [
        ["ex030", "ex031"],
        ["ex032", "ex033", "ex034"],
    ]
    assert any(o.circular for o in w.origins if w.docs["ex032"].id in o.doc_ids)


def test_the_march_ambush_holds_both_days_missing_and_dead_and_each_owners_vehicles() -> None:
    w = world()
    told = ["ex101", "ex102", "ex103", "ex104", "ex105", "ex106", "ex107"]
    found = w.told_by("ex104", "missing", "mission")
    assert {w.docs[k].id for k in told} <= set(found.doc_ids)
    days = {c.when.iso() for c in w.claims if c.id in (*found.claim_ids, *found.recalled_ids) and c.when}
    assert days >= {"2025-03-24", "2025-03-25"}
    missing, dead = w.values(found, "missing", "mission"), w.values(found, "killed", "mission")
    assert missing[1, 1] >= {"ex102", "ex103", "ex104", "ex107"}
    assert dead[1, 1] >= {"ex105", "ex106"}
    assert not {"ex101", "ex102", "ex103"} & dead[1, 1]
    states = [s.state for s in found.statuses]
    assert states.index("missing (mission)") < states.index("killed (mission)")
    vehicles = w.values(found, "failed", "armoured_vehicle")
    assert vehicles[2, 2] >= {"ex101", "ex102", "ex103"}
    assert vehicles[1, 1] >= {"ex101", "ex102", "ex103"}
    assert w.told_apart(told) == w.coded_apart(told)


def test_one_or_two_civilians_killed_in_the_crash_and_the_earlier_death_stays_its_own() -> None:
    w = world()
    told = ["ex013", "ex014", "ex015", "ex016", "ex017", "ex018", "ex178"]
    crash = w.told_by("ex013", "killed", "civilian")
    assert {w.docs[k].id for k in told} <= set(crash.doc_ids)
    values = w.values(crash, "killed", "civilian")
    assert values[2, 2] == {"ex014", "ex015"}
    assert values[1, 1] >= {"ex013", "ex016", "ex017", "ex018", "ex178"}
    tally = crash.tally("killed", "civilian")
    assert tally is not None
    assert (tally.low, tally.high, tally.contested) == (1, 2, True)
    assert w.told_by("ex094", "killed", "mission").id != crash.id
    assert w.told_apart(told) == w.coded_apart(told)


def test_the_massacre_keeps_every_toll_from_26_to_170() -> None:
    w = world()
    told = ["ex021", "ex022", "ex023", "ex024", "ex025", "ex026", "ex027", "ex028", "ex029", "ex177"]
    found = w.told_by("ex021", "killed", "civilian")
    assert {w.docs[k].id for k in told} <= set(found.doc_ids)
    values = w.values(found, "killed", "civilian")
    assert values[26, 26] >= {"ex021"}
    assert values[70, None] >= {"ex022", "ex023", "ex024"}
    assert values[115, 115] >= {"ex025", "ex027"}
    assert values[60, None] == {"ex029"}
    assert values[170, 170] == {"ex029"}
    tally = found.tally("killed", "civilian")
    assert tally is not None
    assert tally.best in {value.count.best for value in tally.values}
    assert (tally.high, tally.contested) == (170, True)
    assert w.told_apart(told) == w.coded_apart(told)


def test_two_totals_of_one_year_stand_side_by_side_and_in_no_event() -> None:
    w = world()
    totals = [g for g in check_totals(w.claims, w.incidents, w.docs.values()) if w.key(g.doc_id) == "ex156"]
    assert {(g.stated.low, g.stated.high) for g in totals} >= {(5915, 5915), (8100, None)}
    counted = {v.count.low for i in w.incidents for t in i.tallies for v in t.values}
    assert not {5915, 8100} & counted


def test_half_a_year_has_3884_killed_for_one_and_killed_or_wounded_for_another() -> None:
    w = world()
    told = {(key, said.outcome) for key, said in w.claims_of(Casualty) if said.count.low == 3884}
    assert told == {("ex183", "killed"), ("ex184", "killed or wounded")}
    quarters = [said.count.low for _, said in w.claims_of(Casualty, "ex184") if said.outcome == "killed or wounded"]
    assert sorted(quarters) == [1379, 2505, 3884]
    assert 1379 + 2505 == 3884  # the two quarters of the office that counts killed and wounded together
    totals = [g for g in check_totals(w.claims, w.incidents, w.docs.values()) if g.stated.low == 3884]
    assert {(w.key(g.doc_id), g.what) for g in totals} == told
    assert 3884 not in {v.count.low for i in w.incidents for t in i.tallies for v in t.values}
    assert w.told_apart(["ex183", "ex184"]) == w.coded_apart(["ex183", "ex184"])


def test_costs_of_a_year_and_of_two_are_kept_as_they_are_stated() -> None:
    w = world()
    asked = {(k, f.amount, f.amount_high, f.months) for k, f in w.claims_of(Funding) if f.kind == "requested"}
    assert asked >= {
        ("ex041", 600_000_000, None, 12), ("ex150", 600_000_000, None, 12), ("ex155", 800_000_000, None, 12),
        ("ex185", 589_000_000, None, 12), ("ex187", 515_000_000, 600_000_000, 24),
        ("ex186", 75_000_000_000, None, 12),
    }  # fmt: skip


def test_billions_of_a_rewrite_are_flagged_and_counted_in_no_sum() -> None:
    w = world()
    (origin,) = [o for o in w.origins if w.docs["ex186"].id in o.doc_ids]
    assert w.docs["ex185"].id in origin.doc_ids
    assert any("75,000,000,000 USD" in finding and "589,000,000 USD" in finding for finding in origin.garbled)
    (flagged,) = w.figures("funding", "out_of_line")
    of = {c.id: c for c in w.claims}
    assert {w.key(of[i].doc_id) for i in flagged.claim_ids} == {"ex186"}
    assert len(flagged.claim_ids) == 3
    counted = {i for f in _figures() if f.measure == "funding" and f.name != "out_of_line" for i in f.claim_ids}
    assert not counted & set(flagged.claim_ids)


def test_pay_is_late_by_three_months_for_some_by_one_or_none_for_others() -> None:
    w = world()
    told = {(k, p.status, p.count.low, p.paid_to) for k, p in w.claims_of(Pay, "ex064", "ex065", "ex188", "ex189")}
    assert told == {
        ("ex064", "late", 3, None), ("ex064", "paid", None, None), ("ex064", "paid", None, "2024-10"),
        ("ex065", "paid", None, None), ("ex065", "paid", None, "2024-10"),
        ("ex188", "late", 3, None), ("ex188", "paid", None, "2024-10"), ("ex189", "paid", None, None),
    }  # fmt: skip
    (owed,) = [f for f in w.figures("sustainment", "pay_owed") if dict(f.params)["what"] == "pay"]
    assert (owed.low, owed.high, owed.contested) == (0, 3, True)
    december = {(row[2], row[3]) for row in owed.rows if str(row[0]).startswith("2024-12")}
    assert december == {("3", "late"), ("1", "paid up to 2024-10"), ("0", "paid in full")}
    assert ("2", "late") in {(row[2], row[3]) for row in owed.rows if str(row[0]).startswith("2024-08")}
    keys = ["ex064", "ex065", "ex188", "ex189"]
    assert w.told_apart(keys) == w.coded_apart(keys)


def test_the_new_ceiling_is_5500_and_5550_in_one_resolution() -> None:
    w = world()
    told = ["ex137", "ex138", "ex139", "ex140", "ex141", "ex179", "ex181"]
    voted = [i for i in w.incidents if {w.docs[k].id for k in told} <= set(i.doc_ids)]
    assert [i.kind for i in voted] == ["milestone"]
    ceilings = {
        (s.count.low, s.count.high)
        for c in w.claims
        if c.doc_id in {w.docs[k].id for k in told}
        and isinstance(s := c.statement, Strength)
        and s.kind == "authorised"
    }
    assert ceilings == {(5550, 5550), (5500, 5500), (None, 5550)}
    assert w.told_apart(told) == w.coded_apart(told)


def test_the_vote_has_twelve_for_and_in_one_report_thirteen() -> None:
    w = world()
    (voted,) = [i for i in w.incidents if i.tally("voted for", "council") and w.docs["ex141"].id in i.doc_ids]
    assert w.values(voted, "voted for", "council") == {
        (12, 12): {"ex137", "ex138", "ex139", "ex140", "ex181"},
        (13, 13): {"ex141"},
    }
    tally = voted.tally("voted for", "council")
    assert tally is not None
    assert (tally.low, tally.high, tally.contested) == (12, 13, True)
    votes = {(k, m.votes_against, m.abstentions) for k, m in w.claims_of(Milestone, "ex137", "ex141") if m.votes_for}
    assert votes == {("ex137", 0, 3), ("ex141", None, 3)}


def test_only_two_evacuated_to_level_2_is_a_total_beside_more_wounded() -> None:
    w = world()
    (only,) = [e for _, e in w.claims_of(Evacuation, "ex191")]
    assert (only.count.low, only.count.high) == (2, 2)
    assert "niveau 2" in (only.destination or "")
    (claim,) = [c for c in w.claims if c.statement == only]
    assert claim.flags.cumulative
    assert not any(claim.id in (*i.claim_ids, *i.recalled_ids) for i in w.incidents)
    (wounded,) = w.figures("casualties", "wounded")
    assert wounded.low is not None
    assert wounded.low > 2
    assert not set(wounded.claim_ids) & {claim.id}


def test_shares_of_the_capital_are_claims_and_belong_to_no_event() -> None:
    w = world()
    shares = {c.id: c.statement.share_percent for c in w.claims if isinstance(c.statement, Control)}
    assert set(shares.values()) >= {80, 85, 90}
    assert not shares.keys() & {c for i in w.incidents for c in (*i.claim_ids, *i.recalled_ids)}


def test_a_garbled_rewrite_is_told_of_where_its_words_say_and_counted_where_its_origin_is() -> None:
    w = world()
    helmet = w.told_by("ex001", "wounded", "mission")
    rewrite = w.docs["ex004"]
    assert rewrite.id in w.told_by("ex004", "failed", "helmet").doc_ids
    found = main_incident(rewrite, w.incidents)
    assert found is not None
    assert found.id == helmet.id
    assert any(o.garbled for o in w.origins if rewrite.id in o.doc_ids)
