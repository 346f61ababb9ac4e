"""Score the forecast models on the VIEWS 2023/24 country-month task, 2018 to 2021, by the competition's protocol.

usage: forecast.py DIR     (the folder with cm_actuals_*.parquet, cm_features_to_oct*.parquet and organisers/)

Windows are calendar years, data end in October of the year before (leads 3 to 14), 1,000 draws a cell. The scorer is
checked first on the organisers' own files (20.04 and 13.70). Prints a table, then one JSON object on the last line.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from veye.outlook.models import DEFAULT, MODELS
from veye.outlook.score import crps, relative_skill, scores

LEADS = list(range(3, 15))


def grid(path: Path, column: str) -> tuple[list[int], list[int], np.ndarray]:
    """Months, countries and values (countries, months) of a long table."""
    table = pq.read_table(path).to_pydict()
    months, countries = sorted(set(table["month_id"])), sorted(set(table["country_id"]))
    values = np.full((len(countries), len(months)), np.nan)
    rows, columns = {c: i for i, c in enumerate(countries)}, {m: i for i, m in enumerate(months)}
    for month, country, value in zip(table["month_id"], table["country_id"], table[column], strict=True):
        values[rows[country], columns[month]] = value
    return months, countries, values


def load_history(folder: Path) -> dict[int, np.ndarray]:
    """Deaths per country by month id. Months before the features follow exactly from their rolling 24-month sums."""
    seen: dict[int, np.ndarray] = {}
    sums: dict[int, np.ndarray] = {}
    for path in sorted(folder.glob("cm_features_to_oct*.parquet")):
        for target, column in ((seen, "ged_sb"), (sums, "ged_sb_tsum_24")):
            months, _, values = grid(path, column)
            target.update({m: values[:, i] for i, m in enumerate(months)})
    for month in sorted(sums):
        if month - 1 in sums and month - 24 not in seen:
            seen[month - 24] = seen[month] - (sums[month] - sums[month - 1])
    return seen


def check_scorer(folder: Path) -> dict[str, float]:
    """CRPS of the organisers' benchmark files: 20.04 for 2018 and 13.70 for 2020 where the scorer is right."""
    out = {}
    for path in sorted((folder / "organisers").glob("*.parquet")):
        year = path.stem[-4:]
        table = pq.read_table(path)
        draws = table["outcome"].to_numpy().reshape(-1, 1000)
        index = list(zip(table["month_id"].to_pylist()[::1000], table["country_id"].to_pylist()[::1000], strict=True))
        months, countries, truth = grid(folder / f"cm_actuals_{year}.parquet", "ged_sb")
        y = np.array([truth[countries.index(c), months.index(m)] for m, c in index])
        out[year] = round(float(crps(draws, y).mean()), 2)
    return out


def main() -> None:
    """Run every model on every window and print the figures."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    checked = check_scorer(folder)
    print("scorer check (20.04, 13.70):", checked)
    history = load_history(folder)
    cells: dict[str, list[np.ndarray]] = {}
    table: dict[str, list] = {}
    seconds: dict[str, float] = {}
    for year in (2018, 2019, 2020, 2021):
        last = (year - 1 - 1980) * 12 + 10
        counts = np.stack([history[m] for m in sorted(history) if m <= last], axis=1)
        _, _, truth = grid(folder / f"cm_actuals_{year}.parquet", "ged_sb")
        for name, model in MODELS.items():
            began = time.perf_counter()
            draws = model(counts, LEADS, np.random.default_rng((1, year)), 1000)
            seconds[name] = max(seconds.get(name, 0.0), time.perf_counter() - began)
            table.setdefault(name, []).append(scores(draws, truth))
            cells.setdefault(name, []).append(crps(draws, truth))
    print(
        f"{'model':26}{'2018':>7}{'2019':>7}{'2020':>7}{'2021':>7}{'CRPS':>8}{'log1p':>7}{'log':>7}{'MIS':>7}{'cov>0':>7}{'s':>6}"
    )
    for name, rows in table.items():
        mean = np.mean([list(r) for r in rows], axis=0)
        years = "".join(f"{r.crps:7.2f}" for r in rows)
        print(
            f"{name:26}{years}{mean[0]:8.3f}{mean[1]:7.3f}{mean[2]:7.3f}{mean[3]:7.1f}{mean[5]:7.3f}{seconds[name]:6.2f}"
        )
    stacked = {name: np.concatenate(parts, axis=1) for name, parts in cells.items()}
    skill, low, high = relative_skill(stacked[DEFAULT], stacked["conflictology"], np.random.default_rng(0))
    ours = np.mean([list(r) for r in table[DEFAULT]], axis=0)
    print(
        json.dumps(
            {
                "model": DEFAULT,
                "crps": round(float(ours[0]), 3),
                "log1p_crps": round(float(ours[1]), 4),
                "log_score": round(float(ours[2]), 4),
                "interval_score": round(float(ours[3]), 1),
                "cover_nonzero": round(float(ours[5]), 3),
                "conflictology_crps": round(float(np.mean([r.crps for r in table["conflictology"]])), 3),
                "skill_vs_conflictology": [round(skill, 4), round(low, 4), round(high, 4)],
                "seconds_per_window": round(seconds[DEFAULT], 2),
                "scorer_check": checked,
            }
        )
    )


if __name__ == "__main__":
    main()
