"""Claims to incidents: what joins, what stays apart, and what the order of arrival must not change."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from veye.records import (
    Attack,
    Casualty,
    Claim,
    Count,
    Decision,
    Document,
    Flags,
    Milestone,
    PlaceMention,
    Row,
    Source,
    Statement,
    Strength,
    When,
)
from veye.resolve import find_origins, link, main_incident


def report(key: str, text: str, *, published: str = "2025-03-02", outlet: str = "", language: str = "en") -> Document:
    return Document.make(
        text, key=key, source=Source(outlet or f"Outlet {key}"), language=language, published=published
    )


def claim(doc: Document, statement: Statement, n: int = 0, *, day: str | None = "2025-03-01", place: str | None = "Savien", flags: Flags = Flags()) -> Claim:  # fmt: skip  # noqa: B008, E501
    return Claim.make(
        doc.id,
        statement,
        (Row("coded", f"{doc.key}-{n}", (("type", "x"),)),),
        when=When.from_iso(day) if day else None,
        place=PlaceMention(place) if place else None,
        flags=flags,
    )


def killed(number: int, who: str = "civilian") -> Casualty:
    return Casualty("killed", Count.exactly(number), who, cause="gunshot")  # type: ignore[arg-type]


AMBUSH = Attack("gang", "patrol", "ambush")


def small_world() -> tuple[list[Document], list[Claim]]:
    a = report("a", "Twelve killed in ambush near Savien, police say. The convoy was hit on Saturday.")
    b = report("b", "Ambush near Savien kills twelve\nTwelve people died on Saturday, residents said.")
    c = report("c", "Deux morts dans une attaque à Mirebalais lundi", published="2025-04-15", language="fr")
    claims = [
        claim(a, killed(12)),
        claim(a, AMBUSH, 1),
        claim(b, killed(12)),
        claim(b, AMBUSH, 1),
        claim(c, killed(2), day="2025-04-14", place="Mirebalais"),
    ]
    return [a, b, c], claims


def incidents_of(docs: list[Document], claims: list[Claim], decisions: tuple[Decision, ...] = ()):  # type: ignore[no-untyped-def]
    return link(claims, docs, find_origins(docs, claims), decisions)


def test_two_reports_of_one_ambush_make_one_incident_and_another_attack_its_own() -> None:
    docs, claims = small_world()
    found = incidents_of(docs, claims)
    assert sorted(len(i.doc_ids) for i in found) == [1, 2]
    both = next(i for i in found if len(i.doc_ids) == 2)
    tally = both.tally("killed", "civilian")
    assert tally is not None
    assert (tally.low, tally.best, tally.high, len(tally.values)) == (12, 12, 12, 2)
    assert any(feature.name == "date: same day" for tie in both.links for feature in tie.features)


@settings(max_examples=25, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_the_order_of_claims_and_documents_changes_nothing(random) -> None:  # type: ignore[no-untyped-def]
    docs, claims = small_world()
    expected = incidents_of(docs, claims)
    random.shuffle(docs)
    random.shuffle(claims)
    assert incidents_of(docs, claims) == expected


def test_running_totals_and_current_strength_join_no_event() -> None:
    doc = report("a", "Two killed near Savien. The mission has 1,000 officers. More than 4,000 died since it began.")
    event = claim(doc, killed(2))
    total = claim(doc, killed(4000), 1, flags=Flags(cumulative=True), day=None)
    strength = claim(doc, Strength("total", Count.exactly(1000), "current"), 2, day=None)
    (incident,) = incidents_of([doc], [event, total, strength])
    assert incident.claim_ids == (event.id,)
    assert [t.high for t in incident.tallies] == [2]


def test_a_report_of_totals_alone_is_a_happening_without_tallies() -> None:
    doc = report("a", "More than 4,000 people were killed since the mission began.")
    total = claim(doc, killed(4000), flags=Flags(cumulative=True), day=None)
    (incident,) = incidents_of([doc], [total])
    assert (incident.kind, incident.tallies) == ("other", ())


def test_a_recalled_event_attaches_to_the_incident_it_recalls() -> None:
    docs, claims = small_world()
    later = report("d", "Police chief resigns\nHe was criticised after an ambush killed twelve near Savien.", published="2025-03-20")  # fmt: skip  # noqa: E501
    recall = claim(later, killed(12), flags=Flags(backref=True))
    found = incidents_of([*docs, later], [*claims, recall])
    holder = next(i for i in found if recall.id in i.recalled_ids)
    assert recall.id not in holder.claim_ids
    assert len(holder.claim_ids) == 4


def test_history_with_a_year_lends_no_date_to_news_without_one() -> None:
    text = "Gangs have spread since the president was killed in 2021. Two officers of the mission were shot."
    doc = Document.make(text, key="s", source=Source("unknown"), language="en", published=None)
    history = claim(doc, killed(1), day="2021", place="Capital", flags=Flags(backref=True))
    news = claim(doc, Casualty("wounded", Count.exactly(2), "mission", cause="gunshot"), 1, day=None, place="Capital")
    when = {c: i.when for i in incidents_of([doc], [history, news]) for c in i.claim_ids}
    assert (when[news.id], when[history.id]) == (None, When.from_iso("2021"))


def test_rows_of_a_data_set_of_events_are_never_one_incident_but_a_report_may_be_one_of_them() -> None:
    def row(key: str, day: str) -> tuple[Document, Claim]:
        doc = report(key, f"On {day} gang members killed twelve civilians near Savien.", outlet="Data set")
        cells = (("event_id", key),)
        when, place = When.from_iso(day), PlaceMention("Savien")
        return doc, Claim.make(doc.id, killed(12), (Row("acled:file", key, cells),), when=when, place=place)

    (a, first), (b, second) = row("HTI1", "2025-03-01"), row("HTI2", "2025-03-02")
    news = report("n", "Twelve killed in ambush near Savien on Saturday, police say.")
    told = claim(news, killed(12))
    found = {c: i.id for i in incidents_of([a, b, news], [first, second, told]) for c in i.claim_ids}
    assert found[first.id] != found[second.id]
    assert found[told.id] == found[first.id]


def test_harm_happened_no_later_than_it_was_first_told_but_plans_may_lie_ahead() -> None:
    first = report("a", "Twelve killed in ambush near Savien, police say.", published="2025-03-02")
    later = report("b", "Sunday read: the ambush near Savien that killed twelve.", published="2025-03-09")
    claims = [claim(first, killed(12), day=None), claim(later, killed(12), day="2025-03-09")]
    merged = Decision.make(
        "merge",
        tuple(sorted({i.id for i in incidents_of([first, later], claims)})),
        by="ana",
        at=datetime(2025, 5, 1, tzinfo=UTC),
    )
    decisions = (merged,) if len(merged.subjects) > 1 else ()
    (one,) = incidents_of([first, later], claims, decisions)
    assert one.when is None
    plan = claim(first, Milestone("election", "planned"), day="2026-02-01", place=None, flags=Flags(planned=True))
    assert [i.when for i in incidents_of([first], [plan])] == [When.from_iso("2026-02-01")]


def test_merge_and_split_decisions_hold_and_can_be_undone() -> None:
    docs, claims = small_world()
    at = datetime(2025, 5, 1, tzinfo=UTC)
    before = incidents_of(docs, claims)
    merge = Decision.make("merge", tuple(i.id for i in before), by="analyst", at=at)
    assert len(incidents_of(docs, claims, (merge,))) == 1
    both = next(i for i in before if len(i.doc_ids) == 2)
    moved = [c.id for c in claims if c.doc_id == docs[1].id]
    split = Decision.make("split", (both.id,), by="analyst", at=at, value={"claim_ids": moved})
    assert len(incidents_of(docs, claims, (split,))) == 3
    undo = Decision.make("undo", (split.id,), by="analyst", at=at.replace(day=2))
    assert incidents_of(docs, claims, (split, undo)) == before


def test_the_main_incident_is_what_the_report_opens_with() -> None:
    doc = report("a", "x")
    first = claim(doc, killed(3, "mission"), 0, day="2025-03-01")
    old = claim(doc, killed(1, "mission"), 1, day="2025-02-01", flags=Flags(backref=True))
    found = incidents_of([doc], [first, old])
    main = main_incident(doc, found)
    assert main is not None
    assert first.id in main.claim_ids
    assert main.when is not None
    assert main.when.earliest == date(2025, 3, 1)


def test_a_missing_person_later_told_dead_is_counted_in_one_state_only() -> None:
    a = report("a", "An officer is missing after an ambush near Savien.", published="2025-03-02")
    b = report("b", "The officer missing since the ambush near Savien is dead.", published="2025-03-05")
    missing = claim(a, Casualty("missing", Count.exactly(1), "mission"))
    dead = claim(b, killed(1, "mission"))
    hedged = claim(b, killed(1, "mission"), flags=Flags(hedged=True))
    (sure,) = incidents_of([a, b], [missing, claim(a, AMBUSH, 1), dead, claim(b, AMBUSH, 1)])
    tally = sure.tally("missing", "mission")
    assert tally is not None
    assert (tally.best, len(tally.values)) == (0, 1)
    assert [s.state for s in sure.statuses] == ["missing (mission)", "killed (mission)"]
    (unsure,) = incidents_of([a, b], [missing, claim(a, AMBUSH, 1), hedged, claim(b, AMBUSH, 1)])
    tally = unsure.tally("missing", "mission")
    assert tally is not None
    assert (tally.low, tally.best, tally.contested) == (0, 1, True)


def test_a_denial_speaks_of_an_incident_but_never_makes_one() -> None:
    a = report("a", "Seven officers killed near Savien, posts say.")
    b = report("b", "Police: no officer has died near Savien", published="2025-03-03")
    rumour = claim(a, killed(7, "mission"), flags=Flags(hedged=True))
    denial = claim(b, killed(7, "mission"), flags=Flags(denied=True))
    assert incidents_of([b], [denial]) == []
    (incident,) = incidents_of([a, b], [rumour, denial])
    assert incident.recalled_ids == (denial.id,)
    assert incident.grade == "contested"
    assert [s.state for s in incident.statuses] == ["killed (mission)", "denied: killed (mission)"]
    tally = incident.tally("killed", "mission")
    assert tally is not None
    assert len(tally.values) == 1


def test_rejected_corrected_and_withdrawn_claims_count_as_people_decided() -> None:
    docs, claims = small_world()
    at = datetime(2025, 5, 1, tzinfo=UTC)

    def tally_of(*decisions: Decision):  # type: ignore[no-untyped-def]
        found = incidents_of(docs, claims, decisions)
        incident = next(i for i in found if claims[0].id in i.claim_ids or claims[2].id in i.claim_ids)
        return incident.tally("killed", "civilian")

    corrected = tally_of(Decision.make("correct", (claims[0].id,), by="analyst", at=at, value={"count_low": 11}))
    assert (corrected.low, corrected.high) == (11, 12)
    rejected = tally_of(Decision.make("reject", (claims[0].id,), by="analyst", at=at))
    assert [v.claim_id for v in rejected.values] == [claims[2].id]
    withdrawn = tally_of(Decision.make("withdraw", (docs[0].source.name,), by="analyst", at=at))
    assert [v.claim_id for v in withdrawn.values] == [claims[2].id]


def test_ids_are_kept_from_the_incidents_that_exist_and_a_bridge_is_recorded() -> None:
    docs, claims = small_world()
    apart = [*link(claims[:2], docs[:1], []), *link(claims[2:4], docs[1:2], [])]
    assert len({i.id for i in apart}) == 2
    (joined, _) = sorted(link(claims, docs, [], existing=apart), key=lambda i: -len(i.doc_ids))
    assert joined.id == apart[0].id
    assert any(tie.left == apart[1].id and tie.right == joined.id for tie in joined.links)
