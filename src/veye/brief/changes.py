"""What has changed since an earlier brief: figures, tolls, incidents that are new or gone."""

from __future__ import annotations

from veye.brief import wording
from veye.brief.desk import OUTCOMES, Desk
from veye.brief.model import Brief, Reading, Section, Sentence, Table
from veye.errors import InputError
from veye.records import Picture

_FIGURES = ("force", "casualties", "readiness", "evacuation", "funding", "displacement", "harm")
_MOST = 30


def readings(picture: Picture) -> tuple[Reading, ...]:
    """The numbers of a picture that a later brief is compared with: figures, and each incident's casualty tallies."""
    out = [
        Reading(f"figure:{f.measure}.{f.name}:{f.label}", f.label, f.value, f.low, f.high, f.unit)
        for f in picture.figures
        if f.measure in _FIGURES and not f.refused and f.value is not None
    ]
    for incident in picture.incidents:
        for tally in incident.tallies:
            if tally.what in OUTCOMES:
                label = f"{incident.title}: {tally.who} {tally.what}"
                key = f"incident:{incident.id}:{tally.who}:{tally.what}"
                out.append(Reading(key, label, tally.best, tally.low, tally.high, "persons"))
    return tuple(out)


def since(previous: Brief, desk: Desk, *, level: str = "internal") -> Section:
    """The section that sets a new brief against an earlier one; it says so where nothing changed.

    InputError where the earlier brief was for a narrower circle than this one: what it held would leave with this one.
    """
    circles = ("internal", "partner", "public")
    if circles.index(previous.level) < circles.index(level):
        what = f"the earlier brief is at {previous.level} level, this one is to be {level}"
        raise InputError(what, where="--since-brief", hint=f"Give the brief.json of an earlier {level} brief.")
    before = {r.key: r for r in previous.readings}
    after = {r.key: r for r in readings(desk.picture)}
    rows, cites = [], []
    for key, new in after.items():
        old = before.get(key)
        if old is None and key.startswith("incident:"):
            rows.append((new.label, "not held", _words(new), "new"))
            cites.append(_cites(key, desk))
        elif old is not None and (old.value, old.low, old.high) != (new.value, new.low, new.high):
            rows.append((new.label, _words(old), _words(new), _change(old, new)))
            cites.append(_cites(key, desk))
    gone = [before[k] for k in before.keys() - after.keys() if k.startswith("incident:")]
    rows += [(old.label, _words(old), "no longer held", "superseded") for old in sorted(gone, key=lambda r: r.label)]
    cites += [()] * len(gone)
    text = f"Compared with the brief of {wording.iso_day(previous.on)} (ledger state {previous.state[:12]}): "
    text += f"{len(rows)} numbers differ." if rows else "no number has changed."
    if len(rows) > _MOST:
        text += f" The first {_MOST} are shown."
    columns = ("what", "then", "now", "change")
    tables = (
        (Table("What this brief corrects or adds", columns, tuple(rows[:_MOST]), tuple(cites[:_MOST])),) if rows else ()
    )
    return Section("since", "Since the last brief", ((Sentence(text, tone="method"),),), tables)


def _words(reading: Reading) -> str:
    value = "not stated" if reading.value is None else f"{reading.value:,.6g}"
    if reading.low != reading.high:
        ends = ["?" if end is None else f"{end:,.6g}" for end in (reading.low, reading.high)]
        value += f" ({ends[0]} to {ends[1]})"
    return value


def _change(old: Reading, new: Reading) -> str:
    if old.value is None or new.value is None:
        return "revised"
    return f"{new.value - old.value:+,.6g}" if new.value != old.value else "range revised"


def _cites(key: str, desk: Desk) -> tuple[int, ...]:
    kind, name, *rest = key.split(":", 2)
    if kind == "figure":
        measure, _, figure_name = name.partition(".")
        label = rest[0]
        figures = (f for f in desk.picture.figures if (f.measure, f.name, f.label) == (measure, figure_name, label))
        figure = next(figures, None)
        return desk.citations.cite(desk.live(figure.claim_ids))[0] if figure else ()
    who, what = rest[0].split(":")
    incident = next(i for i in desk.picture.incidents if i.id == name)
    tally = incident.tally(what, who)
    return desk.citations.cite(desk.tally_claims(tally))[0] if tally else ()
