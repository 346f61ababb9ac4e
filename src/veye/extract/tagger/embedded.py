"""The embedded reader: the grammar over a wider lexicon, and a small scorer that was trained to judge what it reads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import msgspec
import numpy as np

from veye.extract.analyse import analyse
from veye.extract.analysis import Analysis
from veye.extract.claims import OF_POLITICS, finders
from veye.extract.document import to_claims
from veye.extract.language import identify_language
from veye.extract.lexicon import LANGUAGES, split_forms
from veye.extract.profile import Profile, make_profile
from veye.extract.reader import GrammarReader
from veye.extract.tagger import labels
from veye.extract.tagger.candidates import Mention, find_mentions
from veye.extract.tagger.decode import Limits, Said, combine, type_of
from veye.extract.tagger.pairs import best_scores, features_of, find_pairs
from veye.extract.tagger.sides import Sides
from veye.extract.tagger.trees import Trees, load_trees
from veye.records import Claim, Document, Gazetteer, Mission
from veye.records.claim import Outcome

_FEW = 2
Entries = tuple[tuple[str, str, str], ...]


class Scorer(msgspec.Struct, frozen=True):
    """What training wrote. `curve`: by type of claim, (score, share that was right) in steps, for confidence."""

    pairs: Trees
    sides: Trees
    limits: Limits
    curve: dict[str, list[tuple[float, float]]]

    def judge(self, analysis: Analysis, mentions: Sequence[Mention]) -> Said:
        """What the scorer says of every mention of a document."""
        said = Said(np.full((len(mentions), len(labels.MENTION)), np.nan), np.zeros((len(mentions), len(labels.WHO))))
        pairs = find_pairs(analysis, mentions)
        if not pairs:
            return said
        scores = self.pairs.scores(features_of(analysis, mentions, pairs))
        harmed: dict[int, tuple[float, str, int]] = {}
        for index, label, score, pair in best_scores(pairs, scores.tolist()):
            said.label[index, labels.MENTION.index(label)] = score
            said.pairs[index, label] = pair
            if label.startswith("casualty."):
                harmed[index] = max(harmed.get(index, (0.0, "", 0)), (score, label, pair.sentence))
        if harmed:
            sides = Sides(analysis)
            rows = [
                sides.features(mentions[i], outcome_of(label), analysis.sentences[s])
                for i, (_, label, s) in harmed.items()
            ]
            said.who[list(harmed)] = self.sides.scores(rows)
        return said


def outcome_of(label: str) -> Outcome:
    """The outcome that a label of casualties names."""
    return label.partition(".")[2]  # type: ignore[return-value]


@cache
def load_scorer() -> Scorer:
    """The scorer that ships with Veye."""
    folder = files(__package__) / "weights"
    settings: dict[str, Any] = msgspec.json.decode((folder / "scorer.json").read_bytes())
    with as_file(folder / "scorer.npz") as path, np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    curve = {kind: [(float(a), float(b)) for a, b in steps] for kind, steps in settings["curve"].items()}
    limits = Limits(settings["add"], settings["drop"], settings["side"])
    return Scorer(load_trees(arrays, "pairs"), load_trees(arrays, "sides"), limits, curve)


@cache
def wider_words(language: str) -> Entries:
    """Rarer words of a language, as entries that widen its lexicon; none for a language that has no list."""
    import yaml

    path = files(__package__) / "words" / f"{language}.yaml"
    if language not in LANGUAGES or not path.is_file():
        return ()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table: dict[str, dict[str, str]] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return tuple(
        (subject, tag, form) for subject, tags in table.items() for tag, v in tags.items() for form in split_forms(v)
    )


def widen(profile: Profile, language: str) -> Profile:
    """A profile whose lexicon has the rarer words of a language too."""
    return msgspec.structs.replace(profile, entries=(*profile.entries, *wider_words(language)))


class EmbeddedReader:
    """The default reader: no network, one thread, the same claims for the same text."""

    name = "embedded"
    version = "1"

    def __init__(self, mission: Mission | None, gazetteer: Gazetteer | None) -> None:
        self._mission = mission
        self._gazetteer = gazetteer
        self._profile = make_profile(mission, gazetteer)
        self._wide: dict[str, Profile] = {}
        self._grammar = GrammarReader(mission, gazetteer)

    def read(self, doc: Document, *, any_story: bool = False) -> list[Claim]:
        """The claims that the document states, in order of position, each with its confidence.

        None for stories of sport, crime and the like, unless `any_story` asks for what their words say.
        """
        language = doc.language if doc.language != "und" else identify_language(doc.text, gazetteer=self._gazetteer)
        if language not in self._wide:
            self._wide[language] = widen(self._profile, language)
        analysis = analyse(doc, self._mission, self._gazetteer, profile=self._wide[language])
        if any_story:
            analysis = msgspec.structs.replace(analysis, veto=None)
        kinds = usable_types(analysis)
        if not kinds:
            return []
        scorer = load_scorer()
        drafts = [draft for kind in kinds for draft in finders()[kind](analysis)]
        mentions = find_mentions(analysis)
        said = scorer.judge(analysis, mentions)
        chosen = combine(analysis, drafts, mentions, said, scorer.limits, kinds=kinds)
        claims = to_claims(analysis, chosen, reader=self.name, version=self.version)
        if 0 < len(claims) <= _FEW and not any_story and not self._grammar.read(doc):
            return []  # rarer words alone make no story
        return [msgspec.structs.replace(c, confidence=confidence(c, mentions, said, scorer)) for c in claims]


def usable_types(analysis: Analysis) -> list[str]:
    """The types of claims that a story of its kind may hold: all, those of politics, or none."""
    if analysis.veto not in (None, "other"):
        return []
    return [kind for kind in finders() if analysis.veto is None or kind in OF_POLITICS]


def strength_of(claim: Claim, mentions: Sequence[Mention], said: Said) -> float | None:
    """The scorer's probability for a claim: of the mention in its words that fits best; None where it judges none."""
    span, label = claim.span, _label_of(claim)
    if span is None or label not in labels.MENTION:
        return None
    column = labels.MENTION.index(label)
    near = [i for i, m in enumerate(mentions) if m.start < span.end and span.start < m.end]
    known = [float(said.label[i, column]) for i in near if not np.isnan(said.label[i, column])]
    return max(known, default=None)


def _label_of(claim: Claim) -> str:
    from veye.extract.tagger.decode import label_of

    return label_of(claim.statement)


def confidence(claim: Claim, mentions: Sequence[Mention], said: Said, scorer: Scorer) -> float | None:
    """How likely a claim is right, by what became of claims like it in reports kept aside from training."""
    steps = scorer.curve.get(type_of(claim.statement))
    if not steps:
        return None
    score = strength_of(claim, mentions, said)
    if score is None:
        return round(steps[0][1], 2)
    return round(next((share for edge, share in reversed(steps[1:]) if score >= edge), steps[1][1]), 2)
