"""The encoder beside the grammar: what it adds, that it is the same each time, and what its parts promise."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veye.extract import open_reader
from veye.extract.analyse import analyse
from veye.extract.claims import finders
from veye.extract.lexicon import LANGUAGES
from veye.extract.tagger import EmbeddedReader
from veye.extract.tagger.candidates import WIDTH, find_mentions
from veye.extract.tagger.decode import Limits, combine
from veye.extract.tagger.encoder import load_encoder
from veye.extract.tagger.labels import ALL, FLAGS, MENTION, WHO
from veye.extract.tagger.said import Said
from veye.extract.tagger.standing import stand
from veye.extract.tagger.wider import wider_words
from veye.extract.tagger.windows import LONGEST, Pieces, within
from veye.records import Attack, Casualty, Document, Source


def document(text: str, language: str = "en") -> Document:
    return Document.make(text, key="d", source=Source("Test"), language=language, published="2025-03-05")


REPORT = (
    "Peacekeepers die in Tombo\n"
    "Two soldiers of the UN mission bled to death on Tuesday after gunmen fell upon their patrol near Tombo. "
    "Three others were hit in the leg and were flown abroad for treatment."
)


def test_rarer_words_are_read_by_the_embedded_reader_and_not_by_the_grammar() -> None:
    text = "Gunmen attacked a patrol of the UN mission near Tombo on Monday. A baker was shot in the jaw."

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


def drafts_of(text: str) -> tuple[Any, list[Any], list[Any]]:
    analysis = analyse(document(text))
    return analysis, [d for find in finders().values() for d in find(analysis)], find_mentions(analysis)


def test_without_limits_the_grammar_is_left_as_it_is() -> None:
    analysis, drafts, mentions = drafts_of(REPORT)
    said = load_encoder().judge(analysis, mentions)
    assert combine(analysis, drafts, mentions, said, Limits(), kinds=list(finders())) == drafts


def test_an_encoder_that_is_sure_of_nothing_drops_what_it_may() -> None:
    analysis, drafts, mentions = drafts_of("Two soldiers were killed in an ambush near Tombo.")
    assert {d.statement.__struct_config__.tag for d in drafts} >= {"casualty", "attack"}
    nothing = said_nothing(len(mentions), np.zeros((0, 2)))
    limits = Limits(drop=dict.fromkeys(("casualty", "attack"), 0.5))
    assert combine(analysis, drafts, mentions, nothing, limits, kinds=list(finders())) == []


def said_nothing(mentions: int, offsets: Any) -> Said:
    """An encoder's judgement that holds nothing likely."""
    widths = (len(MENTION), len(WHO), len(ALL), len(FLAGS))
    rows = (mentions, mentions, len(offsets), len(offsets))
    return Said(*(np.zeros((n, width)) for n, width in zip(rows, widths, strict=True)), offsets, 0.0)  # type: ignore[arg-type]


def test_an_encoder_that_is_sure_of_another_mode_puts_it_right() -> None:
    analysis, drafts, mentions = drafts_of("Gunmen ambushed a patrol of the UN mission near Tombo.")
    assert [d.statement.mode for d in drafts if isinstance(d.statement, Attack)] == ["ambush"]
    said = said_nothing(len(mentions), np.array([(0, len(analysis.text))]))
    said.words[0, ALL.index("attack.massacre")] = 0.97

    def modes(limits: Limits) -> list[str]:
        read = combine(analysis, drafts, mentions, said, limits, kinds=list(finders()))
        return [d.statement.mode for d in read if isinstance(d.statement, Attack)]

    assert modes(Limits(rename={"attack": 0.9})) == ["massacre"]
    assert modes(Limits(rename={"attack": 0.98})) == ["ambush"]
    assert modes(Limits()) == ["ambush"]


def test_how_a_claim_stands_follows_the_words_that_state_it() -> None:
    analysis, drafts, _ = drafts_of("On Tuesday two soldiers of the UN mission were killed in an ambush near Tombo.")
    draft = next(d for d in drafts if isinstance(d.statement, Casualty))
    draft = msgspec.structs.replace(draft, when=analysis.sentences[draft.sentence].dates[0].when)
    middle = (draft.start + draft.end) // 2
    said = said_nothing(0, np.array([(draft.start, middle), (middle, draft.end), (draft.end, len(analysis.text))]))
    said.flags[:, FLAGS.index("hedged")] = 0.9, 0.7, 0.0
    said.flags[:, FLAGS.index("undated")] = 0.8, 0.8, 0.0
    assert stand(draft, said, {}) == draft
    assert stand(draft, said, {"hedged": (0.0, 0.75)}).flags.hedged
    assert not stand(draft, said, {"hedged": (0.0, 0.85)}).flags.hedged
    assert stand(draft, said, {"undated": (0.0, 0.75)}).when is None
    hedged = msgspec.structs.replace(draft, flags=msgspec.structs.replace(draft.flags, hedged=True, backref=True))
    cleared = stand(hedged, said, {"backref": (0.1, 2.0), "hedged": (0.5, 2.0)})
    assert (cleared.flags.backref, cleared.flags.hedged) == (False, True)


def test_a_story_of_another_kind_is_told_from_one_of_a_mission_by_its_lead() -> None:
    sport = "Rovers beat United\nThe striker was injured in the second half of the football match, the club said. "
    encoder = load_encoder()
    assert encoder.story(sport) < 0.3 < 0.7 < encoder.story(REPORT)
    assert (
        EmbeddedReader(None, None).read(document(sport + "Two fans were wounded in a crush at the gate. " * 60)) == []
    )


def test_words_in_a_row_make_one_stretch_and_a_single_gap_is_bridged() -> None:
    offsets = np.array([(i * 5, i * 5 + 4) for i in range(8)])
    words = np.zeros((8, len(ALL)))
    words[[1, 2, 4, 7], ALL.index("control")] = 0.5, 0.9, 0.6, 0.7
    said = msgspec.structs.replace(said_nothing(0, offsets), words=words)
    assert [(r.start, r.end, r.peak) for r in said.runs("control", 0.4)] == [(5, 24, 0.9), (35, 39, 0.7)]
    assert said.peak("control", 0, 4) == 0
    assert said.peak("control", 22, 36) == 0.7


def test_a_long_document_is_seen_whole_in_windows_that_the_encoder_can_hold() -> None:
    text = " ".join(f"On day {i} two soldiers were killed near Tombo." for i in range(200))
    analysis = analyse(document(text))
    pieces = Pieces(load_encoder()._tokenizer, text)
    windows = pieces.windows(analysis.sentences)
    assert len(windows) > 3
    assert all(0 < b - a <= LONGEST for a, b in windows)
    assert [i for a, b in windows for i in range(a, b)] == list(range(len(pieces.ids)))
    starts = {pieces.run(s.start, s.end)[0] for s in analysis.sentences}  # type: ignore[index]
    assert all(a in starts for a, _ in windows)
    assert within((2, 5), (3, 9)) == (1, 3)
    assert within((2, 5), (5, 9)) is None


def test_the_tokenizer_brings_no_network_code_along() -> None:
    code = (
        "import sys; from veye.extract.tagger.encoder import load_encoder; load_encoder(); print(sorted(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "'tokenizers'" in loaded
    assert "'huggingface_hub'" not in loaded
    assert "'httpx'" not in loaded


@settings(max_examples=25, derandomize=True, deadline=None)
@given(st.text(alphabet="abcdé 12,.;'\n-A", max_size=80), st.sampled_from(LANGUAGES))
def test_any_text_is_read_with_rows_of_one_width(text: str, language: str) -> None:
    reader = EmbeddedReader(None, None)
    doc = document(f"Two soldiers killed {text} wounded 3 men", language)
    for claim in reader.read(doc):
        assert claim.grounded_in(doc)
    analysis = analyse(doc)
    mentions = find_mentions(analysis)
    assert {len(m.features) for m in mentions} <= {WIDTH}


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
