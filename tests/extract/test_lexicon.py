"""Lexicon tables: spelling out, capitals, and which entry wins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veye.errors import InternalError
from veye.extract.folding import fold_term, fold_text
from veye.extract.lexicon import LANGUAGES, Lexicon, load_lexicon, split_forms


def tags(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    return [(text[t.start : t.end], t.tag) for t in lexicon.find(text, fold_text(text))]


def test_braces_spell_out_every_variant() -> None:
    assert split_forms("bless{é|ée|és}, mort{|s}") == ["blessé", "blessée", "blessés", "mort", "morts"]


def test_within_a_file_the_longer_entry_wins_and_files_do_not_hide_each_other() -> None:
    lexicon = Lexicon([("a", "long", "police station"), ("a", "short", "police"), ("b", "other", "police")])
    assert tags(lexicon, "The police station burned.") == [("police station", "long"), ("police", "other")]


def test_whatever_is_ignored_hides_all_it_covers() -> None:
    lexicon = Lexicon([("a", "x", "shot"), ("ignore", "-", "long shot")])
    assert tags(lexicon, "A long shot, then a shot.") == [("shot", "x")]


def test_capitals_in_the_table_ask_for_capitals_in_the_text() -> None:
    lexicon = Lexicon([("a", "country", "US"), ("a", "place", "Sake")])
    assert tags(lexicon, "Tell us, for peace's sake: the US left Sake.") == [("US", "country"), ("Sake", "place")]


def test_entries_match_whole_words_across_accents_and_hyphens() -> None:
    lexicon = Lexicon([("a", "p", "Pont-Sondé"), ("a", "k", "tué")])
    assert tags(lexicon, "tué à Pont Sonde, pas habitué") == [("tué", "k"), ("Pont Sonde", "p")]


def test_an_entry_without_letters_is_an_error() -> None:
    with pytest.raises(InternalError):
        Lexicon([("a", "x", "…")])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_tables_load(language: str) -> None:
    assert load_lexicon(language).size > 1000


@given(st.text(max_size=200))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold_text(text)) == len(text)
    assert fold_term(fold_term(text)) == fold_term(text)
