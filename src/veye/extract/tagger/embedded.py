"""The embedded reader: the grammar over a wider lexicon, and a small encoder trained to judge what it reads."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from veye.extract.analyse import analyse
from veye.extract.analysis import Analysis
from veye.extract.claims import OF_POLITICS, finders
from veye.extract.document import to_claims
from veye.extract.language import identify_language
from veye.extract.profile import Profile, make_profile
from veye.extract.tagger import labels
from veye.extract.tagger.build import label_of, type_of
from veye.extract.tagger.candidates import find_mentions
from veye.extract.tagger.decode import Limits, combine
from veye.extract.tagger.encoder import load_encoder
from veye.extract.tagger.said import Said
from veye.extract.tagger.standing import stand
from veye.extract.tagger.wider import widen
from veye.records import Claim, Document, Gazetteer, Mission

Curve = dict[str, list[tuple[float, float]]]


class Tuned(msgspec.Struct, frozen=True):
    """What was found on reports kept aside: `limits`, and `curve`, by type of claim steps of (probability from which,
    share that was right), for confidence.
    """

    limits: Limits
    curve: Curve


@cache
def load_tuned() -> Tuned:
    """The limits and confidence that ship with Veye."""
    return msgspec.json.decode((files(__package__) / "weights" / "tuned.json").read_bytes(), type=Tuned)


class EmbeddedReader:
    """Reads with no network on one thread, the same claims for the same text."""

    name = "embedded"
    version = "2"

    def __init__(self, mission: Mission | None, gazetteer: Gazetteer | None) -> None:
        self._mission = mission
        self._gazetteer = gazetteer
        self._profile = make_profile(mission, gazetteer)
        self._wide: dict[str, Profile] = {}

    def read(self, doc: Document, *, any_story: bool = False) -> list[Claim]:
        """The claims that the document states, in order of position, each with its confidence.

        None for stories of sport, crime and the like, unless `any_story` asks for what their words say.
        """
        language = doc.language if doc.language != "und" else identify_language(doc.text, gazetteer=self._gazetteer)
        if language not in self._wide:
            self._wide[language] = widen(self._profile, language)
        analysis = analyse(doc, self._mission, self._gazetteer, profile=self._wide[language])
        tuned, encoder = load_tuned(), load_encoder()
        if not any_story and vetoed(analysis) and encoder.story(analysis.text) < tuned.limits.story[1]:
            return []
        mentions = find_mentions(analysis)
        said = encoder.judge(analysis, mentions)
        analysis = on_topic(analysis, said, tuned.limits, any_story=any_story)
        kinds = usable_types(analysis)
        if not kinds:
            return []
        drafts = [draft for kind in kinds for draft in finders()[kind](analysis)]
        chosen = combine(analysis, drafts, mentions, said, tuned.limits, kinds=kinds)
        claims = to_claims(
            analysis,
            chosen,
            reader=self.name,
            version=self.version,
            amend=lambda draft: stand(draft, said, tuned.limits.flags),
        )
        return [msgspec.structs.replace(c, confidence=confidence(c, said, tuned.curve)) for c in claims]


def on_topic(analysis: Analysis, said: Said, limits: Limits, *, any_story: bool = False) -> Analysis:
    """The analysis with what encoder and grammar together make of its topic."""
    low, high = limits.story
    veto = analysis.veto
    if any_story or said.story >= high:
        veto = None
    elif said.story < low:
        veto = veto if veto not in (None, "other") else _NO_STORY
    return msgspec.structs.replace(analysis, veto=veto)


_NO_STORY = "no story"


def vetoed(analysis: Analysis) -> bool:
    """Whether the grammar takes a document for a story that holds no claims, of sport or crime for instance."""
    return analysis.veto not in (None, "other")


def usable_types(analysis: Analysis) -> list[str]:
    """The types of claims that a story of its kind may hold: all, those of politics, or none."""
    if vetoed(analysis):
        return []
    return [kind for kind in finders() if analysis.veto is None or kind in OF_POLITICS]


def strength_of(claim: Claim, said: Said) -> float | None:
    """The encoder's probability for a claim, among its words; None for what it cannot say."""
    label = label_of(claim.statement)
    return said.peak(label, claim.span.start, claim.span.end) if claim.span and label in labels.ALL else None


def confidence(claim: Claim, said: Said, curve: Curve) -> float | None:
    """How likely a claim is right, by what became of claims like it in reports kept aside from training."""
    steps, score = curve.get(type_of(claim.statement)), strength_of(claim, said)
    if not steps or score is None:
        return None
    return round(next((share for edge, share in reversed(steps) if score >= edge), steps[0][1]), 2)
