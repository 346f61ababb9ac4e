"""Sentences, titles, and matter that states nothing."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from veye.extract.segment import split_sentences


def zones(text: str) -> list[tuple[str, str]]:
    return [(s.zone, text[s.start : s.end]) for s in split_sentences(text)]


def test_a_first_line_without_full_stop_is_the_title() -> None:
    assert zones("Two dead in Bria\nRebels came at dawn. They left at noon.") == [
        ("title", "Two dead in Bria"),
        ("body", "Rebels came at dawn."),
        ("body", "They left at noon."),
    ]


def test_a_single_line_has_no_title() -> None:
    assert zones("Rebels came at dawn.") == [("body", "Rebels came at dawn.")]


def test_links_captions_and_embeds_are_set_aside() -> None:
    text = "Bria\nRebels came.\nRead more: ten killed in Bria\nPhoto: the base\nHome | Register | Next"
    assert [z for z, _ in zones(text)] == ["title", "body", "aside", "aside", "aside"]


def test_abbreviations_do_not_end_sentences() -> None:
    text = "Col. A. Diallo met Dr. Sow at 3 p.m. on Monday. He said nothing."
    assert len(split_sentences(text)) == 2


@given(st.text(max_size=400))
def test_sentences_are_ordered_disjoint_and_leave_only_space_out(text: str) -> None:
    stretches = split_sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(stretches))
    held = "".join(text[s.start : s.end] for s in stretches)
    assert "".join(held.split()) == "".join(text.split())
