"""Which of the four languages a text is written in."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from veye.extract.folding import fold_text
from veye.records.document import Language

if TYPE_CHECKING:
    from veye.records import Gazetteer

_SAMPLE = 4000
_CAPITALISED = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-ZÀ-Þ][\w'’-]*")
_WORD = re.compile(r"[^\W\d_]+")
# Small words that one language uses all the time and the other three (nearly) never do.
_CUES: dict[Language, str] = {
    "en": "the and of was were has have been with that from by which at an who their said it its",
    "fr": "le les des du et une dans est ont sur qui aux par pour selon avec ete cette ces leur plus ses au",
    "es": "el los las del y una en con fueron por para segun que su sus ha han fue al como mas tras este",
    "ht": "yo nan ki ap te pou sou moun ak yon gen li pa nou fe anba depi kont ladan epi lapolis bandi peyi a",
}
_CUE_SETS = {language: frozenset(words.split()) for language, words in _CUES.items()}


def identify_language(text: str, *, gazetteer: Gazetteer | None = None) -> Language:
    """The language of a text: en, fr, es or ht; "und" where it holds too few words to tell.

    Names of places and persons are left out: "Carrefour-Feuilles" must not make an English sentence French.
    """
    sample = text[:_SAMPLE]
    words = [fold_text(w) for w in _WORD.findall(sample)]
    if len(words) < 3:
        return "und"
    hits = {language: sum(w in cues for w in words) for language, cues in _CUE_SETS.items()}
    ranked = sorted(hits, key=lambda k: -hits[k])
    if hits[ranked[0]] >= 2 and hits[ranked[0]] >= 1.5 * hits[ranked[1]] + 1:
        return ranked[0]
    masked = _CAPITALISED.sub(" ", sample)
    guess: Language = _classifier().classify(masked if len(masked.split()) >= 3 else sample)[0]
    return guess


@cache
def _classifier() -> Any:
    """py3langid kept to the four languages."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(_CUES))
    return identifier
