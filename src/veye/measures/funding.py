"""What was asked, promised, granted, paid and frozen, in its own currency; how far it reaches; who carries it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec

from veye.measures.basis import Basis, Observation, Spread, newest, number, span
from veye.records import Claim, Figure, Funding, fold

KINDS = ("requested", "pledged", "approved", "disbursed", "frozen")
PAST = {"requested": "requested", "pledged": "pledged", "approved": "approved", "disbursed": "paid", "frozen": "frozen"}
SEVERAL = frozenset({"", "multiple", "several", "various", "donors", "all donors", "total", "international community"})
NO_CURRENCY = "currency not stated"
NUMBERS = {"one": 1, "two": 2, "three": 3, "a": 1, "per": 1}


class Line(msgspec.Struct, frozen=True):
    """One stream of money in one currency: per kind the reported totals and each donor's amounts."""

    name: str
    currency: str
    totals: dict[str, list[Observation]]
    donors: dict[str, dict[str, list[Observation]]]


class Sum(msgspec.Struct, frozen=True):
    """What stands behind one amount: the reported total or the sum over named donors."""

    spread: Spread
    stated: bool
    parts: dict[str, Spread]


def figures(basis: Basis) -> list[Figure]:
    """Per line and currency: amounts by kind, conversion of pledges, concentration; coverage of the need; runway."""
    held = lines(basis)
    if not held:
        return [
            basis.figure(
                "funding",
                "disbursed",
                label="Money paid to the mission",
                unit="money",
                method="latest reported amounts",
                refused="no report gives an amount of money for the mission",
            )
        ]
    out: list[Figure] = []
    for line in held:
        out += [_amount(basis, line, kind) for kind in KINDS if _sum(basis, line, kind)]
        out += [_conversion(basis, line), _concentration(basis, line)]
    return [*out, *_requirements(basis, held), *_converted(basis, held)]


def lines(basis: Basis) -> list[Line]:
    """All streams of money that claims name, those of the profile first; amounts in two currencies are two lines."""
    totals: dict[tuple[str, str], dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    donors: dict[tuple[str, str], dict[str, dict[str, list[Claim]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for claim in basis.of(Funding, planned=True):
        said = claim.statement
        assert isinstance(said, Funding)
        if said.amount is None or (claim.flags.planned and said.kind in ("disbursed", "frozen")):
            continue
        key = line_of(basis, said.purpose), said.currency or NO_CURRENCY
        if fold(said.donor or "") in SEVERAL:
            totals[key][said.kind].append(claim)
        else:
            donors[key][said.kind][said.donor or ""].append(claim)
    out = []
    for name, currency in {*totals, *donors}:
        seen = {k: v for k, c in totals[name, currency].items() if (v := basis.observations(c, _ends))}
        given = {
            kind: {d: v for d, c in by_donor.items() if (v := basis.observations(c, _ends))}
            for kind, by_donor in donors[name, currency].items()
        }
        if seen or any(given.values()):
            out.append(Line(name, currency, seen, given))
    rank = {line.name: i for i, line in enumerate(basis.mission.funding)}
    return sorted(out, key=lambda line: (rank.get(line.name, len(rank)), line.name, line.currency))


def line_of(basis: Basis, purpose: str | None) -> str:
    """The profile's funding line that the words for a purpose name, else the words, else "purpose not stated"."""
    if not purpose:
        return "purpose not stated"
    words = f" {fold(purpose)} "
    for line in basis.mission.funding:
        if any(f" {fold(name)} " in words for name in (line.name, *line.aliases)):
            return line.name
    return purpose


def _ends(claim: Claim) -> tuple[float | None, float | None]:
    said = claim.statement
    assert isinstance(said, Funding)
    return said.amount, said.amount


def _sum(basis: Basis, line: Line, kind: str) -> Sum | None:
    """The newest reported total, else the sum of the newest amount of each donor; None without either."""
    parts = {donor: basis.spread(newest(seen)) for donor, seen in sorted(line.donors.get(kind, {}).items())}
    if kind in line.totals:
        return Sum(basis.spread(newest(line.totals[kind])), True, parts)
    if not parts:
        return None
    ids = tuple(sorted({i for s in parts.values() for i in s.claim_ids}))
    low, best = sum(s.low for s in parts.values()), sum(s.best for s in parts.values())
    return Sum(
        Spread(low, best, sum(s.top for s in parts.values()), any(s.contested for s in parts.values()), ids),
        False,
        parts,
    )


def _used(total: Sum) -> tuple[str, ...]:
    return tuple(sorted({*total.spread.claim_ids, *(i for s in total.parts.values() for i in s.claim_ids)}))


def _params(line: Line, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("line", line.name), ("currency", line.currency), *more)


def _amount(basis: Basis, line: Line, kind: str) -> Figure:
    total = _sum(basis, line, kind)
    assert total is not None
    spread = total.spread
    notes: tuple[str, ...] = ()
    named = sum(s.best for s in total.parts.values())
    if not total.stated:
        notes += ("No report gives the total: this is the sum of the newest amount of each donor named.",)
    elif named > spread.top:
        notes += (f"Amounts of donors named add up to {number(named)}, more than the total told.",)
    history = [*line.totals.get(kind, ()), *(o for seen in line.donors.get(kind, {}).values() for o in seen)]
    donor_of = {i: d for d, seen in line.donors.get(kind, {}).items() for o in seen for i in o.claim_ids}
    return basis.figure(
        "funding",
        kind,
        label=f"{line.name}: {PAST[kind]}",
        unit=line.currency,
        method="newest total reported" if total.stated else "sum of the newest amount of each donor",
        value=spread.best,
        low=spread.low,
        high=spread.high,
        interval="lowest and highest reported",
        contested=spread.contested or any(s.contested for s in total.parts.values()),
        claims=_used(total),
        params=_params(line, ("kind", kind)),
        notes=notes,
        columns=("as of", "donor", "amount", "who says it"),
        rows=tuple(
            (o.day.isoformat(), donor_of.get(o.claim_ids[0], "all donors"), span(o.low, o.best, o.high), o.said_by)
            for o in sorted(history, key=lambda o: (o.day, o.claim_ids))
        ),
    )


def _conversion(basis: Basis, line: Line) -> Figure:
    paid, pledged = _sum(basis, line, "disbursed"), _sum(basis, line, "pledged")
    common: dict[str, Any] = {"label": f"{line.name}: share of pledges paid", "unit": "%", "params": _params(line)}
    formula = "100 · paid / pledged"
    if paid is None or pledged is None or pledged.spread.best <= 0:
        missing = "paid" if paid is None else "pledged"
        return basis.figure(
            "funding",
            "conversion",
            **common,
            method=formula,
            refused=f"no report gives what was {missing} in {line.currency}",
        )
    share = 100 * paid.spread.best / pledged.spread.best
    notes: tuple[str, ...] = (
        ("More was paid than the pledges held: some pledges are not reported here.",) if share > 100 else ()
    )
    return basis.figure(
        "funding",
        "conversion",
        **common,
        method=f"{formula} = 100 · {number(paid.spread.best)} / {number(pledged.spread.best)}",
        value=share,
        low=100 * paid.spread.low / max(pledged.spread.top, 1),
        high=100 * paid.spread.top / max(pledged.spread.low, 1),
        interval="lowest and highest reported amounts",
        contested=paid.spread.contested or pledged.spread.contested,
        claims=[*paid.spread.claim_ids, *pledged.spread.claim_ids],
        notes=notes,
    )


def _concentration(basis: Basis, line: Line) -> Figure:
    """Herfindahl's H = Σ sᵢ² over donors' shares; the unattributed rest lies between spread thin and one donor."""
    kind = "disbursed" if line.donors.get("disbursed") else "pledged"
    total = _sum(basis, line, kind)
    common: dict[str, Any] = {
        "label": f"{line.name}: concentration of donors",
        "unit": "Herfindahl index, 0 to 1",
        "params": _params(line, ("kind", kind)),
    }
    if total is None or not total.parts:
        return basis.figure(
            "funding", "concentration", **common, method="Σ share²", refused="no report names donors with their amounts"
        )
    named = sum(s.best for s in total.parts.values())
    whole = max(named, total.spread.best)
    if whole <= 0:
        return basis.figure(
            "funding", "concentration", **common, method="Σ share²", refused="the amounts named are nought"
        )
    shares = {donor: s.best / whole for donor, s in total.parts.items()}
    rest = 1 - named / whole
    low = sum(s * s for s in shares.values())
    return basis.figure(
        "funding",
        "concentration",
        **common,
        method=f"Σ share² over {len(shares)} donors named, of {number(whole)} {PAST[kind]}",
        value=low,
        low=low,
        high=min(1.0, low + rest * rest),
        interval="the rest without a named donor spread thin, to all from one donor",
        contested=total.spread.contested,
        claims=_used(total),
        columns=("donor", "amount", "share, %"),
        rows=tuple(
            (donor, number(total.parts[donor].best), round(100 * s, 1))
            for donor, s in sorted(shares.items(), key=lambda p: -p[1])
        )
        + ((("not attributed", number(whole - named), round(100 * rest, 1)),) if rest > 1e-9 else ()),
    )


# ---------------------------------------------------------------------- need


class Need(msgspec.Struct, frozen=True):
    """A stated requirement: of what, how much, over how many months where stated, and the claims that state it."""

    name: str
    currency: str
    spread: Spread
    months: float | None
    source: str


def needs(basis: Basis, held: Sequence[Line]) -> list[Need]:
    """Requirements of the profile's lines, else the newest amounts requested."""
    profile = [
        Need(
            line.name,
            line.currency,
            Spread(line.requirement, line.requirement, line.requirement, False, ()),
            months_of(line.period),
            line.source.url if line.source else "mission profile",
        )
        for line in basis.mission.funding
        if line.requirement and line.currency
    ]
    if profile:
        return profile
    asked = [(line, total) for line in held if (total := _sum(basis, line, "requested"))]
    return [
        Need(line.name, line.currency, total.spread, months_of(line.name), "reports")
        for line, total in asked
        if total.spread.best > 0
    ]


def months_of(period: str | None) -> float | None:
    """Months in the words for a period; None where they do not say.

    >>> months_of("a year"), months_of("24 months"), months_of("two years"), months_of("2026"), months_of(None)
    (12.0, 24.0, 24.0, 12.0, None)
    """
    words = fold(period or "")
    if match := re.search(r"(\d+)\s*months?\b", words):
        return float(match.group(1))
    if match := re.search(r"\b(\d{1,2}|one|two|three)\s*years?\b", words):
        return 12.0 * (int(match.group(1)) if match.group(1).isdigit() else NUMBERS[match.group(1)])
    if re.search(r"\b(year|yearly|annual|annually|per annum)\b", words) or re.fullmatch(r"\d{4}", words):
        return 12.0
    return 1.0 if re.search(r"\b(month|monthly)\b", words) else None


def _requirements(basis: Basis, held: Sequence[Line]) -> list[Figure]:
    out: list[Figure] = []
    for need in needs(basis, held):
        paying = [line for line in held if line.currency == need.currency and _sum(basis, line, "disbursed")]
        own = [line for line in paying if line.name == need.name]
        for line in own or paying:
            out += [_coverage(basis, line, need), _runway(basis, line, need)]
    if out:
        return out
    reason = "no report or profile gives the requirement in the currency of the money paid"
    return [
        basis.figure(
            "funding",
            "requirement_coverage",
            label="Share of the requirement received",
            unit="%",
            method="100 · received / requirement",
            refused=reason,
        ),
        basis.figure(
            "funding",
            "runway",
            label="Months the money received pays for",
            unit="months",
            method="received / monthly requirement",
            refused="no report states the monthly cost",
        ),
    ]


def _coverage(basis: Basis, line: Line, need: Need) -> Figure:
    paid = _sum(basis, line, "disbursed")
    assert paid is not None
    got, asked = paid.spread, need.spread
    gap = asked.best - got.best
    return basis.figure(
        "funding",
        "requirement_coverage",
        label=f"Share of the requirement ({need.name}) received by {line.name}",
        unit="%",
        method=f"100 · received / requirement = 100 · {number(got.best)} / {number(asked.best)}",
        value=100 * got.best / asked.best,
        low=100 * got.low / asked.top,
        high=100 * got.top / max(asked.low, 1),
        interval="lowest and highest reported amounts",
        contested=got.contested or asked.contested,
        claims=[*got.claim_ids, *asked.claim_ids],
        params=_params(line, ("requirement", need.name)),
        notes=(f"The gap is {number(gap)} {need.currency}. The requirement: {need.source}.",),
        columns=("received", "requirement", "gap"),
        rows=((number(got.best), number(asked.best), number(gap)),),
    )


def _runway(basis: Basis, line: Line, need: Need) -> Figure:
    """Months of stated need that the money received could pay: from 0 (all spent) to all of it unspent and unfrozen."""
    common: dict[str, Any] = {
        "label": f"Months of the requirement ({need.name}) that {line.name} could still pay",
        "unit": "months",
        "params": _params(line, ("requirement", need.name), ("of", "runway")),
    }
    paid, frozen = _sum(basis, line, "disbursed"), _sum(basis, line, "frozen")
    assert paid is not None
    if need.months is None:
        return basis.figure(
            "funding",
            "runway",
            **common,
            method="received / monthly requirement",
            refused="no report states the monthly cost, nor the period of the requirement",
        )
    monthly = need.spread.best / need.months
    months = paid.spread.best / monthly
    notes: tuple[str, ...] = ("What has been spent is not reported: the true number lies between none and this.",)
    if frozen:
        notes += (
            f"{number(frozen.spread.best)} {line.currency} are reported frozen and may be part of what was received.",
        )
    return basis.figure(
        "funding",
        "runway",
        **common,
        method=f"received / monthly requirement = {number(paid.spread.best)} / {number(monthly)}",
        value=months,
        low=0.0,
        high=max(months, paid.spread.top / (need.spread.low / need.months)),
        interval="all spent, to nothing spent yet",
        contested=paid.spread.contested,
        notes=notes,
        claims=[*paid.spread.claim_ids, *need.spread.claim_ids, *(frozen.spread.claim_ids if frozen else ())],
    )


# ---------------------------------------------------------------------- a stated rate


def _converted(basis: Basis, held: Sequence[Line]) -> list[Figure]:
    """Amounts in another currency at rates that the user stated; nothing is converted without one."""
    rates = {(str(r.get("from")), str(r.get("to"))): r for r in basis.rules if str(r.get("id")) == "exchange_rate"}
    out = []
    for (source, target), rate in sorted(rates.items()):
        value = float(rate["value"])
        for line in (x for x in held if x.currency == source):
            for kind in KINDS:
                total = _sum(basis, line, kind)
                if total:
                    out.append(
                        _at_rate(basis, line, kind, total, target, value, f"{rate.get('date')}, {rate.get('source')}")
                    )
    return out


def _at_rate(basis: Basis, line: Line, kind: str, total: Sum, target: str, rate: float, given: str) -> Figure:
    s = total.spread
    return basis.figure(
        "funding",
        f"{kind}_converted",
        label=f"{line.name}: {PAST[kind]}, in {target}",
        unit=target,
        method=f"{number(s.best)} {line.currency} · {rate} ({given})",
        value=s.best * rate,
        low=s.low * rate,
        high=None if s.high is None else s.high * rate,
        interval="lowest and highest reported, at one rate",
        contested=s.contested,
        claims=s.claim_ids,
        params=_params(line, ("kind", kind), ("to", target), ("rate", str(rate))),
    )
