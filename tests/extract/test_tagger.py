"""The scorer beside the grammar: what it adds, that it is the same each time, and what its parts promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veye.extract import open_reader
from veye.extract.lexicon import LANGUAGES
from veye.extract.tagger import EmbeddedReader, load_scorer
from veye.extract.tagger.candidates import WIDTH, find_mentions
from veye.extract.tagger.decode import Limits, Said, combine
from veye.extract.tagger.embedded import wider_words
from veye.extract.tagger.labels import MENTION, WHO
from veye.extract.tagger.pairs import features_of, find_pairs
from veye.extract.tagger.trees import Trees
from veye.records import Casualty, Document, Source


def document(text: str, language: str = "en") -> Document:
    return Document.make(text, key="d", source=Source("Test"), language=language, published="2025-03-05")


REPORT = (
    "Peacekeepers die in Tombo\n"
    "Two soldiers of the UN mission bled to death on Tuesday after gunmen fell upon their patrol near Tombo. "
    "Three others were hit in the leg and were flown abroad for treatment."
)


def test_rarer_words_are_read_by_the_embedded_reader_and_not_by_the_grammar() -> None:
    text = "Gunmen attacked the market of Tombo on Monday. A baker was shot in the jaw."

    def casualties(name: str) -> list[tuple[str, int | None, str]]:
        read = [c.statement for c in open_reader(name).read(document(text))]
        return [(s.outcome, s.count.low, s.who) for s in read if isinstance(s, Casualty)]

    assert casualties("embedded") == [("wounded", 1, "civilian")]
    assert not casualties("grammar")


def test_rarer_words_alone_make_no_story() -> None:
    text = "The old boat capsized on the lake and a fishmonger drowned."
    assert open_reader("embedded").read(document(text)) == []


def test_every_claim_carries_a_confidence_and_words_that_stand_in_the_text() -> None:
    doc = document(REPORT)
    claims = open_reader("embedded").read(doc)
    assert {c.type for c in claims} >= {"casualty", "attack"}
    for claim in claims:
        assert claim.confidence is None or 0 <= claim.confidence <= 1
        assert claim.grounded_in(doc)
        assert claim.read_by.reader == "embedded"


def test_the_same_text_gives_the_same_claims_whatever_was_read_before() -> None:
    fresh, used = EmbeddedReader(None, None), EmbeddedReader(None, None)
    for language in LANGUAGES:
        used.read(document("Deux soldats ont été tués. Dos soldados murieron. De sòlda mouri.", language))
    assert fresh.read(document(REPORT)) == used.read(document(REPORT))


def test_stories_of_sport_hold_no_claims_unless_asked_for() -> None:
    text = "Rovers beat United\nThe striker was injured in the second half of the football match, the club said."
    reader = EmbeddedReader(None, None)
    assert reader.read(document(text)) == []
    assert all(c.type == "casualty" for c in reader.read(document(text), any_story=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_rarer_words_use_subjects_and_tags_that_the_lexicon_has(language: str) -> None:
    from veye.extract.lexicon import _entries

    known = {(subject, tag) for one in LANGUAGES for subject, tag, _ in _entries(one)}
    own = wider_words(language)
    assert len(own) > 1000
    assert {(s, t) for s, t, _ in own} <= known


def test_a_language_without_a_list_has_no_rarer_words() -> None:
    assert wider_words("pt") == ()


def test_without_limits_the_grammar_is_left_as_it_is() -> None:
    from veye.extract.analyse import analyse
    from veye.extract.claims import finders

    analysis = analyse(document(REPORT))
    drafts = [d for find in finders().values() for d in find(analysis)]
    mentions = find_mentions(analysis)
    said = load_scorer().judge(analysis, mentions)
    assert combine(analysis, drafts, mentions, said, Limits(), kinds=list(finders())) == drafts


def test_a_scorer_that_is_sure_of_nothing_drops_what_it_may() -> None:
    from veye.extract.analyse import analyse
    from veye.extract.claims import finders

    analysis = analyse(document("Two soldiers were killed in an ambush near Tombo."))
    mentions = find_mentions(analysis)
    drafts = list(finders()["casualty"](analysis))
    assert drafts
    said = Said(np.zeros((len(mentions), len(MENTION))), np.zeros((len(mentions), len(WHO))))
    assert combine(analysis, drafts, mentions, said, Limits(drop={"casualty": 0.5}), kinds=["casualty"]) == []


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.text(alphabet="abcdé 12,.;'\n-A", max_size=80), st.sampled_from(LANGUAGES))
def test_any_text_is_read_with_rows_of_one_width(text: str, language: str) -> None:
    from veye.extract.analyse import analyse

    reader = EmbeddedReader(None, None)
    doc = document(f"Two soldiers killed {text} wounded 3 men", language)
    for claim in reader.read(doc):
        assert claim.grounded_in(doc)
    analysis = analyse(doc)
    mentions = find_mentions(analysis)
    assert {len(m.features) for m in mentions} <= {WIDTH}
    rows = features_of(analysis, mentions, find_pairs(analysis, mentions))
    assert len({len(row) for row in rows}) <= 1


def test_trees_follow_their_thresholds_to_the_leaf() -> None:
    trees = Trees(
        feature=np.array([0, -1, -1], np.int16),
        threshold=np.array([1.0, 0.0, 0.0]),
        left=np.array([1, 1, 2], np.int32),
        right=np.array([2, 1, 2], np.int32),
        value=np.array([0.0, -5.0, 5.0], np.float32),
        roots=np.array([0], np.int32),
        outputs=np.array([0], np.int16),
        base=np.array([0.0]),
        depth=1,
    )
    low, high = trees.scores([[1.0], [1.5]])
    assert low < 0.01
    assert high > 0.99


@pytest.mark.parametrize(
    ("language", "text", "harmed"),
    [
        ("en", "A Kenyan officer of the mission in Haiti is missing. Three officers believe he is dead.", 1),
        ("en", "Three Kenyan officers of the mission in Haiti said a comrade was killed in Savien.", 1),
        ("en", "Six officers of the mission in Haiti carried a policeman who had been shot by a gang.", 1),
        ("fr", "Trois policiers kényans de la mission en Haïti pensent que leur collègue est mort.", 1),
        ("es", "Tres policías kenianos de la misión en Haití creen que su compañero murió.", 1),
    ],
)
def test_those_who_speak_or_tend_are_not_taken_for_the_harmed(language: str, text: str, harmed: int) -> None:
    from veye.facts import load_gazetteer, load_mission

    mission = load_mission("mss-haiti")
    reader = EmbeddedReader(mission, load_gazetteer(mission.area))
    counts = [c.statement.count.low for c in reader.read(document(text, language)) if isinstance(c.statement, Casualty)]
    assert max(counts, default=0) <= harmed


def test_an_article_before_a_thing_is_nobody_harmed() -> None:
    text = "A bullet was fired in Port-au-Prince in a shooting. Two officers of the UN mission in Haiti were wounded."
    read = [c.statement for c in open_reader("embedded").read(document(text)) if isinstance(c.statement, Casualty)]
    assert [(s.outcome, s.count.low) for s in read] == [("wounded", 2)]
