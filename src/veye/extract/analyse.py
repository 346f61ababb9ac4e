"""From a document to its Analysis: the one place where the parts are put together."""

from __future__ import annotations

from veye.extract.analysis import Analysis, Sentence, inside
from veye.extract.folding import fold_text
from veye.extract.language import identify_language
from veye.extract.lexicon import load_lexicon
from veye.extract.people import find_phrases
from veye.extract.places import find_places
from veye.extract.profile import Profile, make_profile
from veye.extract.segment import split_sentences
from veye.extract.topic import topic_of
from veye.extract.whose import Sides
from veye.extract.words.dates import find_dates
from veye.extract.words.numbers import find_numbers
from veye.records import Document, Gazetteer, Mission


def analyse(
    doc: Document,
    mission: Mission | None = None,
    gazetteer: Gazetteer | None = None,
    *,
    profile: Profile | None = None,
) -> Analysis:
    """A document with its sentences and all that was found in them; `profile` saves making it for each document."""
    profile = profile or make_profile(mission, gazetteer)
    language = doc.language if doc.language != "und" else identify_language(doc.text, gazetteer=gazetteer)
    text, folded = doc.text, fold_text(doc.text)
    terms = load_lexicon(language, profile.entries).find(text, folded)
    numbers = find_numbers(text, language)
    named = find_dates(text, language, doc.published)
    dates, floating = [d for d in named if d.when is not None], [d for d in named if d.when is None]
    stretches = split_sentences(text, title=doc.title)
    parts = [(s, inside(terms, s.start, s.end), inside(numbers, s.start, s.end)) for s in stretches]
    places = [find_places(text, folded, own_terms, gazetteer, s.start, s.end) for s, own_terms, _ in parts]
    towns = [p for found in places for p in found if p.kind == "city" and p.country is None]
    topic = topic_of(
        terms,
        mission_hosts=profile.hosts,
        opening=next(iter(folded[:40].split()), ""),
        years_ago=[doc.published_day.year - d.when.latest.year for d in named if d.when] if doc.published_day else (),
        home_places=sum(profile.has(p.words) for p in towns),
        away_places=sum((p.introduced or p.start < stretches[0].end) and not profile.has(p.words) for p in towns),
    )
    sides = Sides(topic.hosts, topic.parties, in_mission_story=topic.mission)
    phrases = [find_phrases(text, own_terms, own_numbers, s.start) for s, own_terms, own_numbers in parts]
    sides.survey([p for found in phrases for p in found], terms)
    sentences = []
    for index, (s, own_terms, own_numbers) in enumerate(parts):
        sides.hear(text, folded, own_terms)
        groups = [sides.group(text, p, own_terms) for p in phrases[index]]
        own_dates, loose = inside(dates, s.start, s.end), inside(floating, s.start, s.end)
        sentences.append(
            Sentence(index, s.start, s.end, s.zone, own_terms, own_numbers, own_dates, places[index], groups, loose)
        )
    return Analysis(
        doc,
        language,
        text,
        folded,
        doc.published_day,
        sentences,
        mission=mission,
        gazetteer=gazetteer,
        hosts=topic.hosts,
        veto=topic.veto,
    )
