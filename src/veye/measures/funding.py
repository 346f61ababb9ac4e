"""What was asked, promised, granted, paid and frozen, in its own currency; who carries it; how far it reaches."""

from __future__ import annotations

from veye.measures import out_of_line
from veye.measures.basis import Basis
from veye.measures.blank import REPORTED
from veye.measures.funding_lines import KINDS, PAST, Line, alike, amount, line_params, lines
from veye.measures.funding_needs import needs_met
from veye.measures.words import number, span
from veye.records import Figure

SAME_TIME = 92  # days that two totals may lie apart and still be compared


def figures(basis: Basis) -> list[Figure]:
    """Per line and currency: amounts by kind, conversion of pledges, concentration; coverage of the need; runway."""
    held = lines(basis)
    if not held:
        blank = basis.blank("funding", "disbursed", "Money paid to the mission", "money", "newest total reported")
        return [blank.refused("no report gives an amount of money for the mission")]
    known = {line.name for line in basis.mission.funding} or {line.name for line in held}
    out: list[Figure] = []
    for line in (x for x in held if x.name in known):
        out += [_amount(basis, line, kind) for kind in KINDS if amount(basis, line, kind)]
        out += [_conversion(basis, line), _concentration(basis, line)]
    others = [line for line in held if line.name not in known]
    return [
        *out,
        *_others(basis, others),
        *needs_met(basis, held),
        *_converted(basis, held),
        *out_of_line.figures(basis),
    ]


def _others(basis: Basis, others: list[Line]) -> list[Figure]:
    """Amounts whose purpose names no line of the profile: in one table, never added up."""
    if not others:
        return []
    formula = "newest amounts by the words for their purpose"
    blank = basis.blank(
        "funding", "other_purposes", "Amounts for purposes that the profile does not name", "amounts", formula
    )
    rows: list[tuple[str, ...]] = []
    used: list[str] = []
    for line in others:
        for kind, total in ((k, t) for k in KINDS if (t := amount(basis, line, k))):
            s, donors = total.spread, ", ".join(total.parts) or "all donors"
            rows.append((line.name, donors, PAST[kind], span(s.low, s.best, s.high), line.currency))
            used += total.claim_ids
    columns = ("purpose", "donors", "what", "amount", "currency")
    return [blank.counted(len(rows), claims=used, columns=columns, rows=tuple(rows))]


def _amount(basis: Basis, line: Line, kind: str) -> Figure:
    total = amount(basis, line, kind)
    assert total is not None
    formula = "newest total reported" if total.stated else "sum of the newest amount of each donor"
    label, params = f"{line.name}: {PAST[kind]}", line_params(line, ("kind", kind))
    named = sum(s.best for s in total.parts.values())
    notes = []
    if not total.stated:
        notes.append("No report gives the total: this is the sum of the newest amount of each donor named.")
    elif named > total.spread.top:
        notes.append(f"Amounts of donors named add up to {number(named)}, more than the total told.")
    donors = line.donors.get(kind, {})
    told = [(o, "all donors") for o in line.totals.get(kind, ())] + [(o, d) for d, seen in donors.items() for o in seen]
    told.sort(key=lambda pair: (pair[0].day, pair[1], pair[0].claim_ids))
    return basis.blank("funding", kind, label, line.currency, formula, params).spread(
        total.spread, claims=total.claim_ids, notes=tuple(notes),
        contested=total.spread.contested or any(s.contested for s in total.parts.values()),
        columns=("as of", "donor", "amount", "who says it"),
        rows=tuple((o.day.isoformat(), donor, span(o.low, o.best, o.high), o.said_by) for o, donor in told),
    )  # fmt: skip


def _conversion(basis: Basis, line: Line) -> Figure:
    label = f"{line.name}: share of pledges paid"
    blank = basis.blank("funding", "conversion", label, "%", "100 · paid / pledged", line_params(line))
    paid, pledged = amount(basis, line, "disbursed"), amount(basis, line, "pledged")
    if paid is None or pledged is None or pledged.spread.low <= 0:
        return blank.refused(f"no report gives what was {'paid' if paid is None else 'pledged'} in {line.currency}")
    both = alike(basis, line, "disbursed", "pledged", within_days=SAME_TIME)
    if both is None:
        reason = f"what was paid and what was pledged are reported of days more than {SAME_TIME} days apart"
        return blank.refused(reason, claims=[*paid.claim_ids, *pledged.claim_ids])
    paid, pledged = both
    got, promised = paid.spread, pledged.spread
    share = 100 * got.best / promised.best
    return blank.filled(
        share, 100 * got.low / promised.top, 100 * got.top / promised.low, interval=f"{REPORTED} amounts",
        shown=f"100 · {number(got.best)} / {number(promised.best)}", contested=got.contested or promised.contested,
        claims=[*got.claim_ids, *promised.claim_ids],
        notes=("More was paid than the pledges held: some pledges are not reported here.",) if share > 100 else (),
    )  # fmt: skip


def _concentration(basis: Basis, line: Line) -> Figure:
    """Herfindahl's H = Σ sᵢ² over donors' shares; the unattributed rest lies between spread thin and one donor."""
    kind = "disbursed" if line.donors.get("disbursed") else "pledged"
    total = amount(basis, line, kind)
    params, unit = line_params(line, ("kind", kind)), "Herfindahl index, 0 to 1"
    blank = basis.blank("funding", "concentration", f"{line.name}: concentration of donors", unit, "Σ share²", params)
    named = sum(s.best for s in total.parts.values()) if total else 0.0
    if total is None or named <= 0:
        return blank.refused("no report names donors with their amounts")
    whole = max(named, total.spread.best)
    shares = sorted(((s.best / whole, donor) for donor, s in total.parts.items()), key=lambda pair: (-pair[0], pair[1]))
    rest = max(0.0, 1 - named / whole)
    low = sum(share * share for share, _ in shares)
    rows = [(donor, number(total.parts[donor].best), round(100 * share, 1)) for share, donor in shares]
    rows += [("not attributed", number(whole - named), round(100 * rest, 1))] if rest > 1e-9 else []
    return blank.filled(
        low, low, min(1.0, low + rest * rest), contested=total.spread.contested, claims=total.claim_ids,
        interval="the rest without a named donor spread thin, to all from one donor",
        shown=" + ".join(f"{share:.3f}²" for share, _ in shares) + f", of {number(whole)} {PAST[kind]}",
        columns=("donor", "amount", "share, %"), rows=tuple(rows),
    )  # fmt: skip


def _converted(basis: Basis, held: list[Line]) -> list[Figure]:
    """Amounts in another currency at rates that the user stated; nothing is converted without one."""
    out = []
    for row in (r for r in basis.rules if str(r.get("id")) == "exchange_rate"):
        rate, target = float(row["value"]), str(row.get("to"))
        formula = f"amount · {rate}, the rate of {row.get('date')} given by {row.get('source')}"
        for line in (x for x in held if x.currency == row.get("from")):
            for kind, total in ((k, t) for k in KINDS if (t := amount(basis, line, k))):
                s, params = total.spread, line_params(line, ("kind", kind), ("to", target), ("rate", str(rate)))
                label = f"{line.name}: {PAST[kind]}, in {target}"
                high = None if s.high is None else s.high * rate
                blank = basis.blank("funding", f"{kind}_converted", label, target, formula, params)
                out.append(
                    blank.filled(
                        s.best * rate, s.low * rate, high, interval=f"{REPORTED}, at one rate", contested=s.contested,
                        shown=f"{number(s.best)} {line.currency} · {rate}", claims=total.claim_ids,
                    )
                )  # fmt: skip
    return out
