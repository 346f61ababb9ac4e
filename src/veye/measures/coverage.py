"""Who reported, from where, and where it fell silent; and how far the parties' own numbers lie apart."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import msgspec

from veye.measures.basis import Basis
from veye.measures.words import number, span
from veye.records import Document, Figure, Place

WEEKS_SHOWN = 12
WINDOW_WEEKS = 26
SILENT_DAYS = 14
USUAL_WEEKS = 4
SHOWN = 10


def figures(basis: Basis) -> list[Figure]:
    """Reports and origins of the last week and by week, places by last report, and divergence between parties."""
    days = {doc.id: day for doc in basis.document.values() if (day := _day(doc)) is not None and day <= basis.on}
    told = _told_of(basis, days)
    return [
        _reports(basis, days),
        _origins(basis, days),
        _silence(basis, told),
        _by_place(basis, told),
        _divergence(basis),
    ]


def _day(doc: Document) -> date | None:
    """The day of publication where the source gives the day itself."""
    return doc.published_day if doc.published and len(doc.published) >= 10 else None


def _week(basis: Basis, day: date) -> int:
    """Weeks before the one that ends on the basis's day."""
    return (basis.on - day).days // 7


def _claims_of(basis: Basis, doc_ids: set[str]) -> list[str]:
    return [c.id for c in basis.claims if c.doc_id in doc_ids]


def _reports(basis: Basis, days: dict[str, date]) -> Figure:
    formula = "documents by day of publication"
    blank = basis.blank("coverage", "reports", "Reports of the last seven days", "reports", formula)
    weeks: dict[int, list[str]] = defaultdict(list)
    for doc_id, day in days.items():
        weeks[_week(basis, day)].append(doc_id)
    rows = []
    for week in range(WEEKS_SHOWN):
        docs = weeks.get(week, [])
        outlets = {basis.document[i].source.name for i in docs}
        end = basis.on - timedelta(days=7 * week)
        rows.append((end.isoformat(), len(docs), len({basis.origin_of[i] for i in docs}), len(outlets)))
    undated = len(basis.document) - len(days)
    note = f"{undated} reports bear no day of publication, or a later one, and are not counted."
    return blank.counted(
        len(weeks.get(0, [])), claims=_claims_of(basis, set(weeks.get(0, []))), notes=(note,) if undated else (),
        columns=("week up to", "reports", "origins", "outlets"), rows=tuple(rows),
    )  # fmt: skip


def _origins(basis: Basis, days: dict[str, date]) -> Figure:
    """Reports per origin: one where every report is independent."""
    label, unit = f"Reports per origin in the last {WEEKS_SHOWN} weeks", "reports per origin"
    blank = basis.blank("coverage", "reports_per_origin", label, unit, "reports / origins")
    recent = [i for i, day in days.items() if _week(basis, day) < WEEKS_SHOWN]
    if not recent:
        return blank.refused("no dated report in that time")
    origins: dict[str, list[str]] = defaultdict(list)
    for doc_id in recent:
        origins[basis.origin_of[doc_id]].append(doc_id)
    label_of = {o.id: o.label for o in basis.origins}
    largest = sorted(origins.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:SHOWN]
    rows = tuple((label_of.get(i) or basis.document[docs[0]].source.name, len(docs)) for i, docs in largest)
    return blank.counted(
        len(recent) / len(origins), shown=f"{len(recent)} / {len(origins)}", claims=_claims_of(basis, set(recent)),
        columns=("origin", "reports"), rows=rows,
    )  # fmt: skip


def division(place: Place) -> str | None:
    """The id of the first-order division that holds the place: the last container before the country."""
    chain = (place.id, *place.parents)
    if place.kind == "country":
        return None
    return chain[-2] if len(chain) > 1 else chain[0]


class Told(msgspec.Struct, frozen=True):
    """One first-order division: its name, the reports that tell of it by weeks before the day, the day of the last."""

    name: str
    weeks: dict[int, set[str]]
    last: date

    def reports(self, weeks: int) -> set[str]:
        """The reports of the last so many weeks."""
        return {doc_id for week, docs in self.weeks.items() if week < weeks for doc_id in docs}


def _told_of(basis: Basis, days: dict[str, date]) -> list[Told]:
    """Every division that a dated report tells of, by id."""
    names: dict[str, str] = {}
    weeks: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    last: dict[str, date] = {}
    for claim in basis.claims:
        place = claim.place.place if claim.place else None
        day = days.get(claim.doc_id)
        if place is None or day is None or (where := division(place)) is None:
            continue
        if place.id == where:
            names[where] = place.name
        weeks[where][_week(basis, day)].add(claim.doc_id)
        last[where] = max(last.get(where, day), day)
    return [Told(names.get(where, where), dict(weeks[where]), last[where]) for where in sorted(last)]


def _silence(basis: Basis, told: list[Told]) -> Figure:
    """Divisions usually reported from (four of the last 26 weeks) with no report for two weeks."""
    formula = f"told of in {USUAL_WEEKS} of {WINDOW_WEEKS} weeks or more, in none of the last {SILENT_DAYS} days"
    blank = basis.blank("coverage", "silence", "Places usually reported from that fell silent", "places", formula)
    if not told:
        return blank.refused("no claim bears a known place")
    rows, used, silent = [], set(), 0
    for one in sorted(told, key=lambda t: (t.last, t.name)):
        usual, without = sum(week < WINDOW_WEEKS for week in one.weeks), (basis.on - one.last).days
        fell = usual >= USUAL_WEEKS and without > SILENT_DAYS
        silent += fell
        used |= one.reports(WINDOW_WEEKS) if fell else set()
        every = sum(len(docs) for docs in one.weeks.values())
        rows.append((one.name, one.last.isoformat(), without, usual, every, "yes" if fell else ""))
    return blank.counted(
        silent, claims=_claims_of(basis, used), rows=tuple(sorted(rows, key=lambda row: not row[-1])),
        columns=("place", "last report", "days without", "weeks with reports", "reports", "silent"),
        notes=("No reports is not the same as no events.",),
    )  # fmt: skip


def _by_place(basis: Basis, told: list[Told]) -> Figure:
    """Reports by division and week: to be read beside every trend."""
    label, formula = f"Places told of in the last {WEEKS_SHOWN} weeks", "reports by place and week"
    blank = basis.blank("coverage", "by_place", label, "places", formula)
    recent = [t for t in told if t.reports(WEEKS_SHOWN)]
    if not recent:
        return blank.refused("no claim of that time bears a known place")
    ends = tuple((basis.on - timedelta(days=7 * week)).isoformat() for week in range(WEEKS_SHOWN))
    rows = [(t.name, *(len(t.weeks.get(week, ())) for week in range(WEEKS_SHOWN))) for t in recent]
    used = {doc_id for t in recent for doc_id in t.reports(WEEKS_SHOWN)}
    return blank.counted(
        len(recent), claims=_claims_of(basis, used), columns=("week up to", *ends), rows=tuple(rows),
        notes=("A week without reports is not a week without events.",),
    )  # fmt: skip


def _divergence(basis: Basis) -> Figure:
    """Share of tallies told by two parties or more on which their numbers cannot all be right."""
    rows, used, incidents, both, apart = [], [], [], 0, 0
    for incident in basis.incidents:
        for tally in incident.tallies:
            parties: dict[str, list[tuple[float, float | None]]] = defaultdict(list)
            for value in tally.values:
                claim = basis.claim.get(value.claim_id)
                if claim is not None and value.count.stated:
                    high = None if value.count.high is None else float(value.count.high)
                    parties[basis.party(claim)].append((float(value.count.low or 0), high))
            if len(parties) < 2:
                continue
            both += 1
            incidents.append(incident.id)
            used += [v.claim_id for v in tally.values]
            lows = [max(low for low, _ in told) for told in parties.values()]
            highs = [min((h for _, h in told if h is not None), default=float("inf")) for told in parties.values()]
            if max(lows) > min(highs):
                apart += 1
                said = "; ".join(f"{p} {_told(t)}" for p, t in sorted(parties.items()))
                rows.append((incident.when.iso() if incident.when else "", tally.what, tally.who, said, incident.id))
    formula = "100 · tallies that differ / tallies told by two parties or more"
    blank = basis.blank("coverage", "divergence", "Tolls on which the parties' numbers differ", "%", formula)
    if not both:
        return blank.refused("no toll is told by more than one party")
    return blank.counted(
        100 * apart / both, shown=f"100 · {apart} / {both}", contested=apart > 0, claims=used, incidents=incidents,
        columns=("date", "what", "who", "each party's number", "incident"), rows=tuple(sorted(rows)),
    )  # fmt: skip


def _told(values: list[tuple[float, float | None]]) -> str:
    low = min(v[0] for v in values)
    highs = [h for _, h in values if h is not None]
    return span(low, low, max(highs)) if highs else f"at least {number(low)}"
