"""Dated steps of mandate and politics: resolutions, mandates, elections, transitions, deployments, withdrawals."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from veye.extract.analysis import Analysis, Draft, Sentence
from veye.extract.claims.ballots import find_ballot
from veye.extract.claims.frames import about_mission
from veye.extract.claims.milestone_elections import find_elections
from veye.extract.claims.milestone_moves import find_deployments, find_transitions, find_withdrawals
from veye.extract.claims.milestone_power import find_delegations, find_handovers
from veye.extract.claims.milestone_votes import find_mandates, find_resolutions
from veye.records import Milestone, When


def find(analysis: Analysis) -> Iterator[Draft]:
    """The milestones of a story about an international mission or its host's politics, each kind and date once."""
    yield from _finest(list(_all(analysis)), {s.index for s in analysis.body() if s.zone == "title"})


_STEPS = ("milestone.transition", "milestone.resolution")


def _finest(drafts: list[Draft], titles: set[int]) -> Iterator[Draft]:
    """The drafts without those to which another of the same kind gives the day, or a day at all."""
    dates = {(d.rule, d.when.iso()) for d in drafts if d.when}
    dated = {d.rule for d in drafts if d.when}
    below = [d for d in drafts if d.sentence not in titles]
    for draft in drafts:
        if draft.sentence in titles and any(_same_day_of_year(draft, d) for d in below):
            continue  # "30 August" in a title, whose year the text gives
        if draft.when is None and draft.rule in _STEPS and draft.rule in dated:
            continue
        iso = draft.when.iso() if draft.when else ""
        if not (
            iso
            and draft.rule in ("milestone.election", "milestone.mandate")
            and any(r == draft.rule and o != iso and o.startswith(iso) for r, o in dates)
        ):
            yield draft


def _same_day_of_year(a: Draft, b: Draft) -> bool:
    """Whether two drafts of a kind differ in their year alone."""
    if a.rule != b.rule or a.when is None or b.when is None or a.when.precision == "year":
        return False
    return a.when != b.when and a.when.earliest.replace(year=2000) == b.when.earliest.replace(year=2000)


def _of_transition(sentence: Sentence, mandate: Draft) -> Draft:
    """The end of a mandate; of a transitional authority's it is a step of the transition."""
    near = [t for t in sentence.tagged("transition.body") if t.start < mandate.end and mandate.start - t.end <= 60]
    if not near or sentence.has("mission:", "force"):
        return mandate
    statement = mandate.statement
    assert isinstance(statement, Milestone)
    statement = msgspec.structs.replace(statement, what="transition", status="planned")
    return msgspec.structs.replace(mandate, statement=statement, rule="milestone.transition")


def _with_votes(analysis: Analysis, sentence: Sentence, resolution: Draft) -> Draft:
    """The resolution with the votes that are told of it; those of one long past are another's."""
    if resolution.flags.backref:
        return resolution
    ballot = find_ballot(analysis, sentence)
    return msgspec.structs.replace(
        resolution, statement=msgspec.structs.replace(resolution.statement, **ballot._asdict())
    )


def _all(analysis: Analysis) -> Iterator[Draft]:
    mission = about_mission(analysis)
    seen: set[tuple[str, str | None]] = set()
    resolved: When | None = None
    ends: When | None = None
    for sentence in analysis.body():
        terms = [t for t in sentence.terms if t.subject == "politics"]
        if not terms and not sentence.has("arrived") and not sentence.dates:
            continue
        found: list[Draft] = []
        if mission:
            found += [_with_votes(analysis, sentence, d) for d in find_resolutions(analysis, sentence, terms)]
            resolved = next((d.when for d in found if d.when), resolved)
            mandate = [_of_transition(sentence, d) for d in find_mandates(analysis, sentence, terms)]
            ends = mandate[0].when if mandate and mandate[0].rule == "milestone.mandate" else ends
            found += mandate
            found += find_transitions(analysis, sentence, terms, resolved)
            found += find_deployments(analysis, sentence, terms)
            found += find_withdrawals(analysis, sentence, terms, mandate, ends)
            found += find_delegations(analysis, sentence, terms)
        found += find_elections(analysis, sentence, terms)
        found += find_handovers(analysis, sentence, terms)
        for draft in found:
            statement = draft.statement
            assert isinstance(statement, Milestone)
            key = statement.what, draft.when.iso() if draft.when else f"{draft.rule}.{statement.status}"
            undated = statement.what == "resolution" and draft.when is None and any(k[0] == "resolution" for k in seen)
            if key not in seen and not undated:
                seen.add(key)
                yield draft
