"""What is not known: said as plainly as what is."""

from __future__ import annotations

from veye.brief.desk import Desk
from veye.brief.model import Section, Sentence
from veye.brief.sections.equipment import said_of_class
from veye.brief.wording import capitalised
from veye.records import Figure


def not_known(desk: Desk) -> Section:
    """Each figure that was refused, with its reason; the claims of one side alone are no part of it."""
    reasons: dict[str, list[str]] = {}
    for figure in desk.picture.figures:
        if figure.refused and _matters(figure, desk):
            reasons.setdefault(figure.refused, []).append(figure.label[:1].lower() + figure.label[1:])
    sentences = []
    for reason, labels in reasons.items():
        names = "; ".join(dict.fromkeys(labels))
        sentences.append(Sentence(f"{capitalised(names)}: {reason}.", tone="method"))
    if not sentences:
        sentences = [
            Sentence("Every measure that applies could be worked out from the reports held here.", tone="method")
        ]
    return Section("not-known", "What is not known", tuple((s,) for s in sentences[:10]))


def _matters(figure: Figure, desk: Desk) -> bool:
    """Whether a reader would miss the figure: details of funds outside the profile are left out."""
    if figure.measure == "funding":
        return any(line.name in figure.label for line in desk.picture.mission.funding)
    return figure.measure != "scorecard" and not said_of_class(figure, desk)
