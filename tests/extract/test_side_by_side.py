"""Several readers over one document: agreement makes surer, disagreement is kept."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veye.errors import InputError, SourceError
from veye.extract import open_reader
from veye.extract.side_by_side import PRECISIONS, SideBySide, _odds
from veye.records import Attack, Casualty, Claim, Count, Document, Flags, PlaceMention, ReadBy, Source, When

TEXT = (
    "Two police officers were killed on 3 March 2024 in Goma. Five civilians were hurt when a shell fell "
    "on the market. The two officers died in Goma on 3 March 2024, their chief said."
)
DOC = Document.make(TEXT, key="d", source=Source("S"), language="en", published="2024-03-05")


class Fixed:
    """A reader that says what it was given."""

    def __init__(self, name, *claims, version="1", error=None):
        self.name, self.version, self._claims, self._error = name, version, claims, error
        self.asked = 0

    def read(self, doc):
        self.asked += 1
        if self._error:
            raise self._error
        return [msgspec.structs.replace(c, read_by=ReadBy(self.name, self.version, "r")) for c in self._claims]


def claim(statement, words, **more):
    start = TEXT.index(words)
    return Claim.make(DOC.id, statement, (DOC.span(start, start + len(words)),), language="en", **more)


def killed(low=2, high="same", who="police", words="Two police officers were killed", **more):
    count = Count(low, low if high == "same" else high)
    return claim(Casualty(more.pop("outcome", "killed"), count, who, cause=more.pop("cause", "unknown")), words, **more)


def hurt(low=5, words="Five civilians were hurt", **more):
    return claim(Casualty("wounded", Count.exactly(low), "civilian"), words, **more)


THIRD = When.from_iso("2024-03-03")
GOMA = PlaceMention("Goma")


def test_agreement_merges_and_raises_confidence():
    pair = SideBySide(
        [Fixed("a", killed(when=THIRD)), Fixed("b", killed(who="unknown", cause="gunshot", place=GOMA))],
        precisions={"a": 0.8, "b": 0.5},
    )
    reading = pair.compare(DOC)
    (one,) = reading.claims
    assert one.confidence == pytest.approx(1 - 0.2 * 0.5)
    assert (one.statement.who, one.statement.cause, one.when, one.place) == ("police", "gunshot", THIRD, GOMA)
    assert reading.said_by[one.id] == ("a", "b")
    assert (one.read_by.reader, one.read_by.version) == ("a+b", "1+1")
    assert [s.reader for s in reading.agreements[0].said] == ["a", "b"]
    assert reading.disagreements == ()
    assert pair.read(DOC) == list(reading.claims)


def test_what_one_reader_alone_says_is_kept_at_its_own_precision():
    reading = SideBySide([Fixed("a", killed()), Fixed("b", hurt())], precisions={"a": 0.8, "b": 0.5}).compare(DOC)
    assert [c.confidence for c in reading.claims] == [0.8, 0.5]
    assert reading.agreements == reading.disagreements == ()


def test_a_readers_own_confidence_goes_before_its_precision():
    sure = msgspec.structs.replace(killed(), confidence=0.95)
    reading = SideBySide([Fixed("a", sure), Fixed("b", killed())], precisions={"a": 0.5, "b": 0.5}).compare(DOC)
    assert reading.claims[0].confidence == pytest.approx(1 - 0.05 * 0.5)


def test_contradicting_counts_leave_the_likelier_claim_and_keep_both():
    readers = [Fixed("a", killed(2)), Fixed("b", killed(3))]
    reading = SideBySide(readers, precisions={"a": 0.6, "b": 0.9}).compare(DOC)
    (one,) = reading.claims
    assert one.statement.count.low == 3
    assert one.confidence == pytest.approx(0.9 * 0.4 / (1 - 0.54))
    (found,) = reading.disagreements_on(one.id)
    assert found.fields == ("count",)
    assert [(s.reader, s.claim.statement.count.low) for s in found.alternatives] == [("a", 2), ("b", 3)]


def test_two_readers_outvote_a_third():
    readers = [Fixed("a", killed(2)), Fixed("b", killed(3)), Fixed("c", killed(3))]
    reading = SideBySide(readers, precisions={"a": 0.8, "b": 0.7, "c": 0.7}).compare(DOC)
    (one,) = reading.claims
    assert one.statement.count.low == 3
    assert reading.said_by[one.id] == ("b", "c")
    assert len(reading.disagreements[0].alternatives) == 3


def test_different_places_and_flags_are_shown_on_the_claim_that_all_make():
    first = killed(place=GOMA, flags=Flags(hedged=True))
    second = killed(place=PlaceMention("the market"))
    reading = SideBySide([Fixed("a", first), Fixed("b", second)], precisions={"a": 0.9, "b": 0.5}).compare(DOC)
    (one,) = reading.claims
    assert (one.place, one.flags.hedged) == (GOMA, True)
    assert reading.disagreements_on(one.id)[0].fields == ("hedged", "place")


def test_two_happenings_of_one_sentence_stay_apart():
    dead = killed(2, words="Two police officers were killed")
    missing = killed(7, words="on 3 March 2024 in Goma", outcome="missing")
    reading = SideBySide([Fixed("a", dead), Fixed("b", missing)]).compare(DOC)
    assert len(reading.claims) == 2
    assert reading.disagreements == ()


def test_one_happening_quoted_from_two_sentences_is_one_claim():
    late = killed(words="The two officers died in Goma", when=THIRD, place=GOMA)
    reading = SideBySide([Fixed("a", killed(when=THIRD)), Fixed("b", late)]).compare(DOC)
    (one,) = reading.claims
    assert len(one.evidence) == 2
    assert one.grounded_in(DOC)


def test_other_days_are_other_happenings_across_sentences():
    late = killed(words="The two officers died in Goma", when=When.from_iso("2024-02-01"))
    reading = SideBySide([Fixed("a", killed(when=THIRD)), Fixed("b", late)]).compare(DOC)
    assert len(reading.claims) == 2


def test_words_for_one_kind_of_fight_do_not_contradict():
    fights = [claim(Attack("gang", None, m), "a shell fell on the market") for m in ("clash", "ambush", "kidnapping")]
    reading = SideBySide([Fixed("a", fights[0]), Fixed("b", fights[1])]).compare(DOC)
    assert len(reading.agreements) == 1
    reading = SideBySide([Fixed("a", fights[0]), Fixed("b", fights[2])]).compare(DOC)
    assert reading.disagreements[0].fields == ("mode",)


def test_a_reader_that_fails_is_left_out_told_and_then_rested():
    broken = Fixed("b", error=SourceError("the model refused to read this part"))
    pair = SideBySide([Fixed("a", killed()), broken])
    for _ in range(5):
        reading = pair.compare(DOC)
        assert len(reading.claims) == 1
        assert len(reading.issues) == 1
    assert broken.asked == 3
    assert [i.code for i in pair.issues] == ["reader-failed"] * 3 + ["reader-rested"] * 2


def test_what_the_user_can_mend_stops_the_reading():
    pair = SideBySide([Fixed("a", killed()), Fixed("b", error=InputError("the service does not accept the key"))])
    with pytest.raises(InputError, match="key"):
        pair.read(DOC)


def test_no_reader_left_is_an_error_and_not_an_empty_reading():
    pair = SideBySide([Fixed("a", error=SourceError("down")), Fixed("b", error=SourceError("down too"))])
    with pytest.raises(SourceError, match="no reader"):
        pair.read(DOC)


def test_readers_that_cannot_stand_side_by_side_are_refused():
    with pytest.raises(InputError, match="two readers"):
        SideBySide([Fixed("a")])
    with pytest.raises(InputError, match="twice"):
        SideBySide([Fixed("a"), Fixed("a")])
    with pytest.raises(InputError, match="between 0 and 1"):
        SideBySide([Fixed("a"), Fixed("b")], precisions={"a": 1.0})
    assert SideBySide([Fixed("llm", version="m"), Fixed("llm", version="n")]).name == "llm:m+llm:n"


def test_every_default_precision_says_where_it_comes_from():
    assert all(p.source and 0 < p.value < 1 for p in PRECISIONS.values())


def test_the_grammar_agrees_with_itself():
    reader = open_reader("grammar")
    alone = reader.read(DOC)
    other = Fixed("b", *alone)
    reading = SideBySide([reader, other]).compare(DOC)
    assert alone
    assert [c.statement for c in reading.claims] == [c.statement for c in alone]
    assert len(reading.agreements) == len(alone)


def test_names_open_readers_with_models_and_side_by_side(monkeypatch):
    monkeypatch.setenv("VEYE_LLM_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("VEYE_LLM_CACHE", "off")
    one = open_reader("llm:qwen2.5:7b")
    assert (one.name, one.version) == ("llm", "qwen2.5:7b")
    both = open_reader("grammar, llm:m-1")
    assert both.name == "grammar+llm:m-1"
    for name in ("grammar,nobody", "grammar:1", "grammar,", "llm:"):
        with pytest.raises(InputError):
            open_reader(name)
    monkeypatch.delenv("VEYE_LLM_URL")
    with pytest.raises(InputError, match="VEYE_LLM_URL"):
        open_reader("llm:m-1")


@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=5))
@settings(max_examples=100, derandomize=True, deadline=None)
def test_odds_of_alternatives_are_a_share_of_one(confidences):
    odds = _odds(confidences)
    assert sum(odds) <= 1 + 1e-9
    assert all(o <= p + 1e-9 for o, p in zip(odds, confidences, strict=True))
    ranked = sorted(zip(confidences, odds, strict=True))
    assert all(first[1] <= second[1] + 1e-9 for first, second in pairwise(ranked))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 4), st.sampled_from([0, 1])), max_size=8, unique=True))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_every_claim_of_every_reader_is_shown_somewhere_once(told):
    words = ("Two police officers were killed", "The two officers died in Goma")
    claims = {name: [killed(n, words=words[w]) for who, n, w in told if who == name] for name in "abc"}
    reading = SideBySide([Fixed(name, *made) for name, made in claims.items()]).compare(DOC)
    shown = [s for d in reading.disagreements if "count" in d.fields for s in d.alternatives]
    contested = {d.claim_id for d in reading.disagreements if "count" in d.fields}
    settled = sum(len(reading.said_by[c.id]) for c in reading.claims if c.id not in contested)
    assert len({c.id for c in reading.claims}) == len(reading.claims)
    assert len(shown) + settled == len(told)
