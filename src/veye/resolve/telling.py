"""Whether two reports rest on one telling: the reasons for and against, in bits, and the ties they make."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from veye.records import Document, Tie
from veye.records.origin import TieKind
from veye.resolve.desks import Desk, agreement, conflicts_between, days_apart, in_order
from veye.resolve.similarity import cosine, shared

NEAR_COPY = 0.5
CONTAINED = 0.7
WINDOW_DAYS = 10
PRIOR_BITS = -4.0
OWN = "own correspondent"


def tie_between(a: Document, b: Document, kind: TieKind, evidence: str, strength: float) -> Tie:
    first, second = in_order(a, b)
    return Tie(first.id, second.id, kind, evidence, round(strength, 3))


def _copy_ties(a: Desk, b: Desk) -> list[Tie]:
    if a.doc.text_digest == b.doc.text_digest or (a.print.words == b.print.words and a.print.words):
        return [tie_between(a.doc, b.doc, "exact copy", f"the same {len(a.print.words)} words", 1.0)]
    both = a.print.shingles & b.print.shingles
    union = len(a.print.shingles | b.print.shingles)
    smaller = min(len(a.print.shingles), len(b.print.shingles))
    if union and smaller >= 15 and (len(both) / union >= NEAR_COPY or len(both) / smaller >= CONTAINED):
        strength = max(len(both) / union, len(both) / smaller * 0.95)
        return [
            tie_between(a.doc, b.doc, "near copy", f"{len(both)} of {smaller} three-word runs: {_run(a, b)}", strength)
        ]
    return []


def _run(a: Desk, b: Desk) -> str:
    """The longest run of words that both texts share."""
    best: tuple[int, int] = (0, 0)
    at: dict[str, list[int]] = defaultdict(list)
    for j, word in enumerate(b.print.words):
        at[word].append(j)
    lengths: dict[int, int] = {}
    for i, word in enumerate(a.print.words):
        fresh: dict[int, int] = {}
        for j in at.get(word, ()):
            fresh[j] = lengths.get(j - 1, 0) + 1
            best = max(best, (fresh[j], i))
        lengths = fresh
    length, end = best
    return "“" + " ".join(a.print.words[end - length + 1 : end + 1][:12]) + "”"


class _Reason(msgspec.Struct, frozen=True):
    """One reason for or against a common telling, in bits."""

    bits: float
    kind: TieKind | None
    words: str


def _teller_reason(a: Desk, b: Desk) -> _Reason:
    mine, theirs = {t.key: t for t in a.tellers}, {t.key: t for t in b.tellers}
    if OWN in mine or OWN in theirs:
        return _Reason(-4.0, None, "an own correspondent")
    pairs = [(x, y) for x in mine for y in theirs if x == y or x.startswith(y + ":") or y.startswith(x + ":")]
    if not pairs:
        return _Reason(-2.0 if mine and theirs else 0.0, None, "different tellers")
    first = a.tellers[0].key, b.tellers[0].key
    x, y = first if first in pairs else pairs[0]
    bits = (3.0 if x == y else 2.0) if first in pairs else 1.2
    return _Reason(bits, "same speaker", f"{x}: {mine[x].words} / {theirs[y].words}")


def _speaker_reason(a: Desk, b: Desk) -> _Reason:
    both = sorted(a.speakers.keys() & b.speakers.keys())
    named = [s for s in both if not s.startswith("spokesperson")]
    if named:
        return _Reason(2.0, "same speaker", f"{a.speakers[named[0]]} / {b.speakers[named[0]]}")
    return _Reason(0.5 if both else 0.0, "same speaker" if both else None, a.speakers[both[0]] if both else "")


def _fact_reason(a: Desk, b: Desk) -> _Reason:
    share, facts = agreement(a, b)
    bits = 0.0
    if facts:
        bits = 2.5 if share > 0.99 and len(facts) >= 3 else 2.0 if share >= 0.6 and len(facts) >= 2 else 0.7
        bits += 0.8 if any(_telling(f) for f in facts) else 0.0
    return _Reason(bits - min(3.0, 1.5 * conflicts_between(a, b)), "near copy", ", ".join(facts[:4]))


def _telling(fact: str) -> bool:
    """Whether a fact's number has three figures that are not round: too rare to be met by chance."""
    figures = fact.rsplit(" ", 1)[-1].rstrip("0")
    return figures.isdigit() and len(figures) >= 3


def _text_reason(a: Desk, b: Desk) -> _Reason:
    neutral, translated = cosine(a.neutral, b.neutral), a.doc.language != b.doc.language
    alike = 1.4 * neutral if translated else (neutral + cosine(a.words, b.words)) / 2
    bits = 2.5 if alike >= 0.45 else 1.6 if alike >= 0.3 else 0.8 if alike >= 0.2 else 0.0 if alike >= 0.08 else -0.7
    if translated and bits < 0:
        bits = 0.0 if "ht" in (a.doc.language, b.doc.language) else -0.3
    return _Reason(bits, "translation" if translated else "near copy", ", ".join(shared(a.neutral, b.neutral)))


def _day_reason(a: Desk, b: Desk) -> _Reason:
    days = days_apart(a.doc, b.doc)
    bits = 0.0 if days is None else 0.5 if days <= 1 else -0.5 if days <= 3 else -1.5 if days <= 6 else -2.5
    return _Reason(bits, None, "")


def _credit_reason(a: Desk, b: Desk) -> _Reason:
    both = sorted(a.credits.keys() & b.credits.keys())
    if both:
        words = f"{both[0]}: {a.credits[both[0]].words} / {b.credits[both[0]].words}"
        return _Reason(5.0, "agency credit", words)
    return _Reason(-2.5 if a.credits and b.credits else 0.0, None, "different agencies")


_REASONS = (
    _credit_reason,
    _teller_reason,
    _speaker_reason,
    _fact_reason,
    _text_reason,
    _day_reason,
)


def _telling_ties(a: Desk, b: Desk) -> list[Tie]:
    """The tie between two reports of one story, if the reasons for a common telling outweigh those against."""
    reasons = [reason(a, b) for reason in _REASONS]
    total = PRIOR_BITS + sum(r.bits for r in reasons)
    if total <= 0:
        return []
    why = sorted((r for r in reasons if r.bits > 0 and r.kind), key=lambda r: -r.bits)
    if not why:
        return []
    kind: TieKind = why[0].kind or "near copy"
    if (
        a.doc.language != b.doc.language
        and kind in ("near copy", "same speaker")
        and reasons[3].bits + reasons[4].bits >= 3
    ):
        kind = "translation"
    evidence = "; ".join(f"{r.words} ({r.bits:+.1f})" for r in why[:3] if r.words)
    return [tie_between(a.doc, b.doc, kind, evidence, 1 / (1 + 2**-total))]


def _cite_ties(a: Desk, b: Desk) -> list[Tie]:
    out = []
    for x, y in ((a, b), (b, a)):
        if y.doc.source.name in x.cites:
            out.append(Tie(y.doc.id, x.doc.id, "cites", x.cites[y.doc.source.name].words, 0.85))
    return out


def _quote_ties(a: Desk, b: Desk) -> list[Tie]:
    return [
        tie_between(a.doc, b.doc, "same quote", f"“{q[:80]}”", 0.85)
        for q in sorted(a.print.quotes & b.print.quotes)[:1]
    ]


def _one_story(a: Desk, b: Desk) -> bool:
    """Whether two reports can tell one story at all: by days, shared facts, names and numbers."""
    days = days_apart(a.doc, b.doc)
    if days is not None and days > WINDOW_DAYS:
        return False
    share, facts = agreement(a, b)
    if len(facts) >= 2 or (facts and share >= 0.5):
        return True
    return cosine(a.neutral, b.neutral) * (1.5 if a.doc.language != b.doc.language else 1.0) >= 0.15


def ties_between(a: Desk, b: Desk) -> list[Tie]:
    if copies := _copy_ties(a, b):
        return [*copies, *_cite_ties(a, b)]
    if not _one_story(a, b):
        return []
    return [*_telling_ties(a, b), *_cite_ties(a, b), *_quote_ties(a, b)]
