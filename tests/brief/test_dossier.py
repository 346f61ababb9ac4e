"""A dossier gathers what bears on one question, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from veye.brief import render_docx, render_html, render_pdf
from veye.brief.dossier import make_dossier, topics
from veye.errors import InputError


def test_dossier_on_money_holds_the_pledge_and_no_casualties(picture):
    dossier = make_dossier(picture, "What about funding?")
    text = render_html(dossier)
    assert "15 million US dollars" in text
    assert "wounded mission" not in text


def test_dossier_shows_contested_numbers_as_contrary_evidence(picture):
    contrary = make_dossier(picture, "casualties").section("contrary")
    assert "3 (town hall)" in contrary.paragraphs[0][0].text


def test_dossier_finds_words_of_no_topic_in_the_sentences_of_claims(picture):
    dossier = make_dossier(picture, "Zenda")
    assert dossier.reports == 2


def test_dossier_leaves_out_what_is_older(picture):
    with pytest.raises(InputError, match="nothing held here"):
        make_dossier(picture, "casualties", since=date(2026, 1, 1))


def test_dossier_on_nothing_known_names_the_topics(picture):
    with pytest.raises(InputError, match="protection"):
        make_dossier(picture, "weather")


def test_dossier_renders_in_every_form(picture):
    dossier = make_dossier(picture, "casualties")
    assert render_pdf(dossier).startswith(b"%PDF")
    assert render_docx(dossier).startswith(b"PK")


def test_topics_name_only_known_claims_and_measures():
    from typing import get_args

    from veye.measures import MEASURES
    from veye.records.claim import ClaimType

    for name, topic in topics().items():
        assert set(topic.claims) <= set(get_args(ClaimType)), name
        assert set(topic.measures) <= {*MEASURES, "sustainment"}, name
