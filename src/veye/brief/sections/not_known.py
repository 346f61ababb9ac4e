"""What is not known: said as plainly as what is."""

from __future__ import annotations

from veye.brief.desk import Desk
from veye.brief.model import Section, Sentence
from veye.brief.wording import capitalised


def not_known(desk: Desk) -> Section:
    """Each figure that was refused, with its reason; the claims of one side alone are no part of it."""
    reasons: dict[str, list[str]] = {}
    for figure in desk.picture.figures:
        if figure.refused:
            reasons.setdefault(figure.refused, []).append(figure.label.lower())
    sentences = []
    for reason, labels in reasons.items():
        names = "; ".join(dict.fromkeys(labels))
        sentences.append(Sentence(f"{capitalised(names)}: {reason}.", tone="method"))
    if not sentences:
        sentences = [
            Sentence("Every measure that applies could be worked out from the reports held here.", tone="method")
        ]
    return Section("not-known", "What is not known", (tuple(sentences),))
