"""Who really tells a story: copies, translations, credits and loops, each tie with its evidence."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from veye.records import Casualty, Claim, Count, Decision, Document, Equipment, Origin, Row, Source, Statement
from veye.resolve import find_origins
from veye.resolve.credits import agency_credits
from veye.resolve.tellers import tellers

WIRE = (
    "Two officers wounded near Savien\nTwo officers of the mission were wounded on Tuesday near Savien when gunmen"
    " fired on their convoy, three colleagues told Reuters. One bullet went through a helmet. Both men were flown out."
)


def report(key: str, text: str, *, day: str = "2025-04-02", outlet: str = "", language: str = "en") -> Document:
    return Document.make(text, key=key, source=Source(outlet or f"The {key} Gazette"), language=language, published=day)


def claim(doc: Document, statement: Statement, n: int = 0) -> Claim:
    return Claim.make(doc.id, statement, (Row("coded", f"{doc.key}-{n}", ()),))


def told(doc: Document, gear_of: str = "wounded") -> list[Claim]:
    hurt = Casualty(gear_of, Count.exactly(2), "mission", gear="helmet pierced")  # type: ignore[arg-type]
    return [claim(doc, hurt), claim(doc, Equipment("vehicles", "armoured_vehicle", "grounded", Count.exactly(20)), 1)]


def together(origins: list[Origin], *docs: Document) -> bool:
    return any({d.id for d in docs} <= set(o.doc_ids) for o in origins)


def test_a_copy_and_a_light_rewrite_rest_on_one_origin() -> None:
    a, b = report("a", WIRE), report("b", WIRE, outlet="Elsewhere Daily", day="2025-04-03")
    c = report("c", WIRE.replace("gunmen", "armed men") + " Subscribe now.", outlet="Third Paper")
    origins = find_origins([a, b, c], [])
    assert together(origins, a, b, c)
    kinds = {t.kind for o in origins for t in o.ties}
    assert "exact copy" in kinds
    assert "near copy" in kinds
    assert all(t.parent == a.id for o in origins for t in o.ties if t.kind == "exact copy")


def test_a_translation_is_tied_by_its_facts_and_teller() -> None:
    a = report("a", WIRE)
    b = report(
        "b",
        "Deux policiers blessés près de Savien\nTrois officiers ont confié à l'agence Reuters que deux agents de la"
        " mission ont été blessés mardi près de Savien. Une balle a traversé un casque.",
        language="fr",
    )
    origins = find_origins([a, b], told(a) + told(b))
    assert together(origins, a, b)
    assert next(o for o in origins if len(o.doc_ids) == 2).label == "Reuters"


def test_an_own_story_without_ties_is_its_own_origin() -> None:
    a = report("a", WIRE)
    b = report("b", "Market reopens in Jacmel\nStalls were back on Monday, our correspondent saw.", outlet="Coast FM")
    assert sorted(len(o.doc_ids) for o in find_origins([a, b], told(a))) == [1, 1]


def test_hints_of_a_data_set_are_not_looked_at_unless_asked_for() -> None:
    docs = [
        Document.make(f"Story {k}\nNothing alike {k * 7}.", key=str(k), source=Source(f"O{k}"), origin_hint="wire-1")
        for k in range(2)
    ]
    assert not together(find_origins(docs, []), *docs)
    assert together(find_origins(docs, [], use_hints=True), *docs)


def test_outlets_that_cite_each_other_are_named_as_a_circle() -> None:
    text = (
        "Two armoured vehicles burned at Savien\nGangs burned two armoured vehicles of the mission at Savien, {} says."
    )
    a = report("a", text.format("Mapou Nouvel"), outlet="Diario del Yaque")
    b = report("b", text.format("Diario del Yaque") + " Nobody was hurt.", outlet="Mapou Nouvel", day="2025-04-03")
    claims = [claim(d, Equipment("vehicles", "armoured_vehicle", "destroyed", Count.exactly(2)), 0) for d in (a, b)] + [
        claim(d, Casualty("wounded", Count.exactly(0), "mission"), 1) for d in (a, b)
    ]
    (origin,) = find_origins([a, b], claims)
    assert {frozenset(ring) for ring in origin.circular} == {frozenset((a.id, b.id))}


def test_a_fact_moved_to_another_person_is_flagged() -> None:
    a, b = report("a", WIRE), report("b", WIRE.replace("wounded", "killed"), outlet="Rewrite Post")
    (origin,) = find_origins([a, b], told(a) + told(b, "killed"))
    assert any("helmet pierced" in note for note in origin.garbled)


def test_decisions_join_and_part_documents() -> None:
    a, b = report("a", WIRE), report("b", WIRE, outlet="Elsewhere Daily")
    at = datetime(2025, 5, 1, tzinfo=UTC)
    apart = Decision.make("not_same_origin", (a.id, b.id), by="analyst", at=at)
    assert not together(find_origins([a, b], [], [apart]), a, b)
    undo = Decision.make("undo", (apart.id,), by="analyst", at=at.replace(day=2))
    assert together(find_origins([a, b], [], [apart, undo]), a, b)


@settings(max_examples=15, derandomize=True, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_no_origin(random) -> None:  # type: ignore[no-untyped-def]
    docs = [report(k, WIRE + f" Edition {k}.", outlet=f"Paper {k}") for k in "abcd"]
    docs += [report("x", "Rice harvest begins\nFarmers in Artibonite began to cut rice.", outlet="Field Radio")]
    claims = [c for d in docs[:4] for c in told(d)]
    expected = find_origins(docs, claims)
    random.shuffle(docs)
    random.shuffle(claims)
    assert find_origins(docs, claims) == expected


def test_credits_are_found_in_four_languages_and_tellers_by_their_words() -> None:
    for text in ("officials told Reuters.", "selon l'AFP, mardi", "dijo a EFE un testigo", "PARIS (AFP) - Texte"):
        assert agency_credits(report("a", text))
    assert tellers("The mission said in a statement that two were hurt.")[0].key == "mission"
    assert tellers("Meri Sen Mak fè konnen 115 moun mouri.")[0].key == "town hall"
    assert tellers("Two trucks collided on the road.") == []
