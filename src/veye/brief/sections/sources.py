"""Sources and method: what was read, how independent it is, by which rule numbers were reconciled."""

from __future__ import annotations

from collections import Counter

from veye.brief import wording
from veye.brief.desk import Desk
from veye.brief.model import Section, Sentence

_RULES = {
    "conservative": "the lowest credible value is shown as best",
    "latest_official": "the latest value by an official source is shown as best",
    "majority_of_origins": "the value that most independent origins give is shown as best",
    "hierarchy": "the value of the source that ranks highest is shown as best",
    "pooled": "the values of independent origins are pooled",
}
_LANGUAGES = {"en": "English", "fr": "French", "es": "Spanish", "ht": "Haitian Creole", "und": "unknown language"}


def sources(desk: Desk) -> Section:
    """Counts of reports, origins and languages, what was set aside or not readable, rule and state."""
    picture = desk.picture
    languages = Counter(_LANGUAGES[d.language] for d in picture.documents)
    spoken = wording.listed([f"{n} in {name}" for name, n in languages.most_common()])
    out = [
        Sentence(
            f"{len(picture.documents)} reports about the mission were read ({spoken}); they rest on "
            f"{len(picture.origins)} independent origins.",
            tone="method",
        )
    ]
    if picture.set_aside:
        out.append(Sentence(f"{len(picture.set_aside)} were set aside as not about the mission.", tone="method"))
    if picture.issues:
        out.append(Sentence(f"{len(picture.issues)} could not be read.", tone="method"))
    largest = max(picture.origins, key=lambda o: len(o.doc_ids), default=None)
    if largest and len(largest.doc_ids) > 2:
        text = f"The largest origin, {largest.label}, stands behind {len(largest.doc_ids)} reports and counts once."
        out.append(Sentence(text, tone="method"))
    rule = picture.mission.rule
    out.append(Sentence(f"Reconciliation rule: {rule.replace('_', ' ')} ({_RULES[rule]}).", tone="method"))
    moment = f" --as-of {picture.as_of.isoformat()}" if picture.as_of else ""
    remade = f"Ledger state {picture.state[:12]}; this brief can be remade with `veye brief --on {picture.on}{moment}`."
    out.append(Sentence(remade, tone="method"))
    return Section("method", "Sources and method", (tuple(out),))
