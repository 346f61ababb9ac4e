"""The table of parameters: each with its distribution, its source, and whether it is evidence or an assumption."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from veye.errors import InputError, did_you_mean

TABLE = Path(__file__).parent / "tables" / "parameters.csv"
ARGUMENTS = {
    "fixed": 1,
    "normal": 2,
    "lognormal": 3,
    "beta": 2,
    "gamma": 2,
    "uniform": 2,
    "triangular": 3,
}
"""Forms of distribution and how many numbers each takes."""
STATUS = ("evidence", "assumption")
_FORM = re.compile(r"^\s*([a-z]+)\s*\(([^()]*)\)\s*$")
Array = NDArray[np.float64]


class Distribution(msgspec.Struct, frozen=True):
    """How unsure a parameter is: a form and its numbers, as `read_distribution` reads them."""

    form: str
    numbers: tuple[float, ...]

    def quantile(self, p: ArrayLike) -> Array:
        """The values below which the shares `p` of the draws lie."""
        from scipy import stats

        u, n = np.asarray(p, dtype=float), self.numbers
        match self.form:
            case "fixed":
                out = np.full_like(u, n[0])
            case "normal":
                out = stats.norm.ppf(u, n[0], n[1])
            case "lognormal":
                out = n[0] * np.exp(stats.norm.ppf(u) * np.log(n[2] / n[1]) / (2 * stats.norm.ppf(0.975)))
            case "beta":
                out = stats.beta.ppf(u, *n)
            case "gamma":
                out = stats.gamma.ppf(u, n[0], scale=n[1])
            case "uniform":
                out = n[0] + u * (n[1] - n[0])
            case _:
                out = stats.triang.ppf(u, (n[1] - n[0]) / (n[2] - n[0]), n[0], n[2] - n[0])
        return np.asarray(out, dtype=float)

    @property
    def fixed(self) -> bool:
        """Whether it has no doubt."""
        return self.form == "fixed"

    def __str__(self) -> str:
        return f"{self.form}({', '.join(f'{n:g}' for n in self.numbers)})"


class Parameter(msgspec.Struct, frozen=True):
    """One row. `value` is the median; `least` and `most` are limits that no draw passes."""

    name: str
    distribution: Distribution
    least: float
    most: float
    unit: str
    status: str
    date: str
    source: str
    label: str
    note: str = ""

    @property
    def value(self) -> float:
        """The median."""
        return float(np.clip(self.distribution.quantile(0.5), self.least, self.most))

    def draw(self, p: ArrayLike) -> Array:
        """The values at the shares `p`, kept within the limits."""
        return np.clip(self.distribution.quantile(p), self.least, self.most)


def read_distribution(text: str, *, where: str) -> Distribution:
    """A distribution from words like "lognormal(0.62, 0.49, 0.785)"; InputError that says what is wrong."""
    known = ", ".join(f"{form} of {count}" for form, count in ARGUMENTS.items())
    match = _FORM.match(str(text))
    if not match:
        raise InputError(f"'{text}' is not a distribution", where=where, hint=f"Write a form and its numbers: {known}.")
    form = match[1]
    if form not in ARGUMENTS:
        raise InputError(f"no distribution '{form}'", where=where, hint=did_you_mean(form, tuple(ARGUMENTS)))
    try:
        numbers = tuple(float(n) for n in match[2].split(","))
    except ValueError as error:
        raise InputError(f"'{match[2]}' are not numbers", where=where, hint="Write points, not commas.") from error
    if len(numbers) != ARGUMENTS[form]:
        wanted = f"{form} takes {ARGUMENTS[form]} numbers, not {len(numbers)}"
        raise InputError(wanted, where=where, hint=f"Known: {known}.")
    wrong = _wrong(form, numbers)
    if wrong:
        raise InputError(f"{text}: {wrong}", where=where, hint="Check the order of the numbers.")
    return Distribution(form, numbers)


def _wrong(form: str, n: Sequence[float]) -> str | None:
    if not all(np.isfinite(n)):
        return "numbers must be finite"
    if form == "normal" and n[1] <= 0:
        return "the standard deviation must be above 0"
    if form == "lognormal" and not 0 < n[1] < n[0] < n[2]:
        return "needs the median, then the lower and the upper end around it, all above 0"
    if form in ("beta", "gamma") and min(n) <= 0:
        return "both numbers must be above 0"
    if form == "uniform" and not n[0] < n[1]:
        return "the first must be below the second"
    if form == "triangular" and not (n[0] <= n[1] <= n[2] and n[0] < n[2]):
        return "needs low, mode, high in order"
    return None


class Parameters(msgspec.Struct, frozen=True):
    """The rows, in the order in which columns of drawn values lie."""

    rows: tuple[Parameter, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(r.name for r in self.rows)

    def __getitem__(self, name: str) -> Parameter:
        for row in self.rows:
            if row.name == name:
                return row
        raise InputError(f"no parameter '{name}'", hint=did_you_mean(name, self.names))

    def changed(self, rows: Sequence[Parameter]) -> Parameters:
        """The table with these rows in place of those of the same names."""
        new = {r.name: r for r in rows}
        for name in new:
            self[name]
        return Parameters(tuple(new.get(r.name, r) for r in self.rows))

    def draw(self, p: ArrayLike) -> Array:
        """Values of shape (replicates, rows) at shares `p` of the same shape."""
        shares = np.asarray(p, dtype=float)
        return np.stack([row.draw(shares[:, i]) for i, row in enumerate(self.rows)], axis=1)


@cache
def parameter_table() -> str:
    """The shipped table as it is written, comments and all: to copy and change."""
    return TABLE.read_text(encoding="utf-8")


def load_parameters(path: Path | None = None) -> Parameters:
    """The shipped table, or one of the same columns at `path`; InputError names file and row."""
    path = path or TABLE
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("the table of parameters cannot be read", where=str(path)) from error
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    rows = []
    for number, row in enumerate(csv.DictReader(lines), start=1):
        rows.append(read_parameter(row, where=f"{path.name}, row {number}"))
    shipped = load_parameters() if path != TABLE else None
    if shipped and (missing := [n for n in shipped.names if n not in {r.name for r in rows}]):
        raise InputError(f"the table lacks {', '.join(missing)}", where=str(path), hint="Start from a copy.")
    by_name = {r.name: r for r in rows}
    order = shipped.names if shipped else tuple(by_name)
    if shipped:
        for name in by_name:
            shipped[name]
    return Parameters(tuple(by_name[n] for n in order))


def read_parameter(row: dict[str, str], *, where: str) -> Parameter:
    """One row of a table; InputError where a cell is missing or wrong."""
    for column in ("name", "distribution", "least", "most", "unit", "status", "label"):
        if not row.get(column):
            raise InputError(f"the cell '{column}' is empty", where=where)
    where = f"{where} ({row['name']})"
    status = row["status"]
    if status not in STATUS:
        raise InputError(f"status '{status}' is not known", where=where, hint=did_you_mean(status, STATUS))
    if status == "evidence" and not row.get("source"):
        raise InputError("evidence needs the address of its source", where=where, hint="Or call it an assumption.")
    try:
        least, most = float(row["least"]), float(row["most"])
    except ValueError as error:
        raise InputError("least and most must be numbers", where=where) from error
    return Parameter(
        row["name"], read_distribution(row["distribution"], where=where), least, most, row["unit"], status,
        row.get("date") or "", row.get("source") or "", row["label"], row.get("note") or "",
    )  # fmt: skip
