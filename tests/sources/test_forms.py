"""Forms are valid XLSForms, and what comes back from the field becomes claims without persons or positions."""

from __future__ import annotations

import json

import pytest

from veye.errors import InputError
from veye.records import Claim, Document, Equipment, Evacuation, Issue, Strength
from veye.sources import form_names, read_rows, write_form
from veye.sources.forms.xlsform import LANGUAGES, load_form, load_lists

BASE = {"_uuid": "u1", "_submission_time": "2031-04-03T10:00:00", "_validation_status": {}, "_submitted_by": "someone"}
CASUALTY = {
    **BASE, "day": "2031-04-02", "place": "Sampletown", "pseudonym": "C-01", "who": "mission", "contingent": "Kenya",
    "outcome": "wounded", "cause": "gunshot", "gear": "helmet_pierced", "evacuated": "yes", "destination": "Otherland",
    "care_level": "2", "time_injury": "2031-04-02T10:00:00-04:00", "time_role2": "2031-04-02T11:35:00-04:00",
    "line1_pickup": "GRID 4711", "line2_radio": "Call sign 7",
}  # fmt: skip
VEHICLE = {**BASE, "day": "2031-04-02", "vehicle": "V7", "item": "Example carrier", "item_class": "armoured_vehicle",
           "owner": "mission", "state": "grounded", "reason": "hull pierced"}  # fmt: skip
KIT = {**BASE, "day": "2031-04-02", "item_class": "helmet", "item": "Example shell", "event": "refused", "quantity": 12,
       "owner": "Kenya", "reason": "date passed"}  # fmt: skip
PATROL = {**BASE, "start_time": "2031-04-02T08:00:00-04:00", "end_time": "2031-04-02T12:00:00-04:00",
          "place": "Sampletown", "kind": "vehicle", "people": 20, "vehicles": 4, "contact": "yes", "mode": "ambush",
          "actor": "Example Front", "vehicles_struck": 1}  # fmt: skip
ARRIVAL = {**BASE, "day": "2031-04-02", "movement": "arrived", "contingent": "Kenya", "people": 217, "police": 217}


def submitted(put, form, *submissions):
    """Documents, claims and issues of submissions as the form server's JSON."""
    path = put(f"{form}.json", json.dumps({"count": len(submissions), "results": submissions}))
    found = list(read_rows(path, f"form_{form}"))
    return tuple([f for f in found if isinstance(f, kind)] for kind in (Document, Claim, Issue))


@pytest.mark.parametrize("name", form_names())
def test_each_form_is_a_valid_xlsform_in_four_languages(name, tmp_path):
    from openpyxl import load_workbook
    from pyxform.xls2xform import xls2xform_convert

    path = write_form(name, tmp_path / f"{name}.xlsx")
    warnings = xls2xform_convert(str(path), str(tmp_path / f"{name}.xml"), validate=False)
    assert not warnings
    xml = (tmp_path / f"{name}.xml").read_text(encoding="utf-8")
    assert all(f'lang="{language}"' in xml for language in LANGUAGES.values())
    asked = [row[1].value for row in load_workbook(path)["survey"].iter_rows(min_row=2)]
    assert asked == [q.name for q in load_form(name).questions]


def test_every_question_and_answer_speaks_four_languages():
    for name in form_names():
        for question in load_form(name).questions:
            assert set(question.label) == set(LANGUAGES), (name, question.name)
            assert not question.hint or set(question.hint) == set(LANGUAGES), (name, question.name)
    for list_name, answers in load_lists().items():
        for answer, labels in answers.items():
            assert set(labels) == set(LANGUAGES), (list_name, answer)


def test_an_unknown_form_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="Did you mean 'arrival'"):
        write_form("arival", tmp_path / "a.xlsx")


def test_answers_are_the_words_of_the_records():
    from typing import get_args

    from veye.records.claim import Cause, EquipmentEvent, Gear, ItemClass, Mode, Outcome, Who

    for name, known in (
        ("cause", Cause),
        ("mode", Mode),
        ("item_class", ItemClass),
        ("who", Who),
        ("outcome", Outcome),
    ):
        assert {a.replace("_", " ") if name in ("cause", "mode") else a for a in load_lists()[name]} <= set(
            get_args(known)
        )
    assert {a.replace("_", " ") for a in load_lists()["gear"]} - {"none"} <= set(get_args(Gear))
    events = set(load_lists()["vehicle_state"]) | set(load_lists()["kit_event"])
    assert events - {"serviceable"} <= set(get_args(EquipmentEvent))


def test_a_casualty_gives_its_evacuation_and_time_but_no_position_or_number(put):
    (doc,), claims, issues = submitted(put, "casualty", CASUALTY)
    assert not issues
    wounded, moved = (c.statement for c in claims)
    assert (wounded.gear, wounded.cause, wounded.contingent) == ("helmet pierced", "gunshot", "Kenya")
    assert isinstance(moved, Evacuation)
    assert (moved.minutes, moved.level, moved.destination) == (95, 2, "Otherland")
    for secret in ("GRID 4711", "Call sign 7", "C-01", "someone"):
        assert secret not in doc.text
        assert secret not in repr(claims)


def test_equipment_arrivals_and_patrols_become_claims(put):
    _, (grounded,), _ = submitted(put, "vehicle_state", VEHICLE)
    assert isinstance(grounded.statement, Equipment)
    assert (grounded.statement.event, grounded.statement.reason) == ("grounded", "hull pierced")
    _, (back,), _ = submitted(put, "vehicle_state", {**VEHICLE, "state": "returned"})
    assert back.statement.event == "returned"
    _, (refused,), _ = submitted(put, "kit_issue", KIT)
    assert (refused.statement.event, refused.statement.count.low) == ("refused", 12)
    _, (attack, struck), _ = submitted(put, "patrol_exposure", PATROL)
    assert (attack.statement.mode, attack.statement.actor, struck.statement.count.low) == ("ambush", "Example Front", 1)
    _, (arrived,), _ = submitted(put, "arrival", ARRIVAL)
    assert isinstance(arrived.statement, Strength)
    assert (arrived.statement.contingent, arrived.statement.kind, arrived.statement.count.low) == (
        "Kenya",
        "arrived",
        217,
    )


def test_what_states_no_event_makes_no_claim(put):
    for form, row in (
        ("vehicle_state", {**VEHICLE, "state": "serviceable"}),
        ("kit_issue", {**KIT, "event": "returned"}),
        ("patrol_exposure", {**PATROL, "contact": "no"}),
    ):
        docs, claims, issues = submitted(put, form, row)
        assert not docs
        assert not claims
        assert not issues


def test_edited_rejected_and_doubtful_submissions_are_told_apart(put):
    edited = {**ARRIVAL, "_uuid": "u2", "meta/instanceID": "uuid:u2", "meta/deprecatedID": "u1", "people": 218}
    rejected = {**ARRIVAL, "_uuid": "u3", "_validation_status": {"uid": "validation_status_not_approved"}}
    doubtful = {**ARRIVAL, "_uuid": "u4", "people": 30, "_validation_status": {"uid": "validation_status_on_hold"}}
    strange = {**ARRIVAL, "_uuid": "u5", "_validation_status": {"uid": "validation_status_perhaps"}}
    _, claims, issues = submitted(put, "arrival", ARRIVAL, edited, rejected, doubtful, strange)
    assert [(c.statement.count.low, c.flags.hedged) for c in claims] == [(218, False), (30, True)]
    assert [i.code for i in issues] == ["not_approved", "unknown_category"]


def test_care_before_the_injury_is_refused(put):
    _, claims, issues = submitted(put, "casualty", {**CASUALTY, "time_role2": "2031-04-02T09:00:00-04:00"})
    assert not claims
    assert [i.code for i in issues] == ["row_not_used"]


def test_csv_of_both_servers_reads_like_their_json(put):
    expected = [c.statement for c in submitted(put, "arrival", ARRIVAL)[1]]
    kobo = '"start";"day";"grp/movement";"grp/contingent";"people";"_uuid";"_id"\n'
    kobo += '"x";"2031-04-02";"arrived";"Kenya";217;"u1";7\n'
    odk = "SubmissionDate,grp-day,movement,contingent,people,meta-instanceID,KEY,SubmitterName,ReviewState\n" + (
        "2031-04-03T10:00:00Z,2031-04-02,arrived,Kenya,217,uuid:u1,uuid:u1,Somebody,approved\n"
    )
    for name, text in (("kobo.csv", kobo), ("odk.csv", odk.replace("grp-day", "day"))):
        found = list(read_rows(put(name, text), "form_arrival"))
        assert [f.statement for f in found if isinstance(f, Claim)] == expected, name
        assert not [f for f in found if isinstance(f, Issue)]


INCIDENT = {"day": "2031-04-02", "place": "Sampletown", "mode": "clash", "actor": "Example Front", "known_how": "seen"}


@pytest.mark.parametrize(
    "point",
    [
        {"point": "1.5 2.5 0 4"},
        {"point": "POINT (2.5 1.5 0)"},
        {"point": {"type": "Point", "coordinates": [2.5, 1.5, 0], "properties": {"accuracy": 4}}},
        {"point-Latitude": "1.5", "point-Longitude": "2.5", "point-Altitude": "0", "point-Accuracy": "4"},
    ],
)
def test_points_are_read_as_either_server_writes_them(put, point):
    system = {"submissionDate": "2031-04-03T10:00:00Z", "submitterName": "Somebody", "reviewState": None, "edits": 0}
    row = {"__id": "uuid:u1", "__system": system, "meta": {"instanceID": "uuid:u1"}, "grp": {**INCIDENT, **point}}
    path = put("odk.json", json.dumps({"value": [row], "@odata.context": "x"}))
    found = list(read_rows(path, "form_incident"))
    (claim,) = [f for f in found if isinstance(f, Claim)]
    assert claim.place is not None
    assert claim.place.place is not None
    assert (claim.place.place.lat, claim.place.place.lon) == (1.5, 2.5)
    assert not [f for f in found if isinstance(f, Issue)]


def test_columns_of_single_answers_are_left_to_their_question(put):
    row = {**CASUALTY, "line4_equipment": "hoist ventilator", "line4_equipment/hoist": "1", "line4_equipment/none": "0"}
    _, claims, issues = submitted(put, "casualty", row)
    assert len(claims) == 2
    assert not issues


def test_an_unknown_question_is_said(put):
    _, claims, issues = submitted(put, "arrival", {**ARRIVAL, "shoe_size": "44"})
    assert len(claims) == 1
    assert [i.code for i in issues] == ["unknown_column"]
