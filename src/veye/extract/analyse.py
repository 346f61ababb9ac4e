"""From a document to its Analysis: the one place where the parts are put together."""

from __future__ import annotations

from veye.extract.analysis import Analysis, Group, PlaceName, Sentence, inside
from veye.extract.folding import fold_text
from veye.extract.language import identify_language
from veye.extract.lexicon import load_lexicon
from veye.extract.segment import split_sentences
from veye.extract.words.dates import find_dates
from veye.extract.words.numbers import find_numbers
from veye.records import Document, Gazetteer, Mission


def analyse(doc: Document, mission: Mission | None = None, gazetteer: Gazetteer | None = None) -> Analysis:
    """A document with its sentences and all that was found in them."""
    language = doc.language if doc.language != "und" else identify_language(doc.text, gazetteer=gazetteer)
    folded = fold_text(doc.text)
    terms = load_lexicon(language).find(folded)
    numbers = find_numbers(doc.text, language)
    dates = find_dates(doc.text, language, doc.published_day)
    places: list[PlaceName] = []
    groups: list[Group] = []
    sentences = [
        Sentence(
            index,
            s.start,
            s.end,
            s.zone,
            inside(terms, s.start, s.end),
            inside(numbers, s.start, s.end),
            inside(dates, s.start, s.end),
            inside(places, s.start, s.end),
            inside(groups, s.start, s.end),
        )
        for index, s in enumerate(split_sentences(doc.text, title=doc.title))
    ]
    return Analysis(doc, language, doc.text, folded, doc.published_day, sentences, mission=mission, gazetteer=gazetteer)
