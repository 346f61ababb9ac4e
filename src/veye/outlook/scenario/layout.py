"""Where each number lies in the arrays that the engine works on. The kernels compile these positions in."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

from veye.outlook.scenario.parameters import load_parameters

ROWS = load_parameters().names
DERIVED = ("contact_rate", "fatal_share", "rescue_share", "failure_scale")
"""Columns that follow from the rows: contacts per fit person and year, wounds that kill untreated, those saved by care
within the hour, and the scale of vehicles' lives in days of use."""
COLUMNS = (*ROWS, *DERIVED)
COLUMN = {name: i for i, name in enumerate(COLUMNS)}

PIPELINE, READY, PARTS, SHOP, GROUNDED, LOST = range(6)
VEHICLE_STATES = ("in pipeline", "ready", "awaiting parts", "in shop", "grounded by order", "lost")
CLASSES = ("light", "medium", "heavy")
LIGHT, MEDIUM, HEAVY = range(3)

SUMMARY = (
    "mean_fit", "end_fit", "mean_ready", "end_ready", "deaths_hostile", "deaths_other", "killed_before_care",
    "died_of_wounds", "wounded", "injured", "evacuations", "contacts", "hits", "penetrations", "breakdowns",
    "vehicles_lost", "groundings", "vehicles_grounded", "days_below", "cash_out_day", "spent", "money_in", "arrived",
    "departed", "in_care", "repairs", "shop_days", "shop_area", "vehicles_arrived", "patrols", "violations",
)  # fmt: skip
OUT = {name: i for i, name in enumerate(SUMMARY)}
SERIES = ("fit", "ready", "patrols", "deaths", "in_care", "cash")
"""Daily paths that are kept for plots, in this order."""

FATE = ("fit again", "invalided")
YEAR, NEVER = 365.25, 1e18
"""Days of a year, and the day of what does not come."""
PLACES = 64
"""Casualties of one contact that have addresses of their own."""
WAVES = 3
TRANCHES = 4

# Streams of random numbers: one a purpose, so that an option changes the draws of nothing but what it touches.
(
    S_CONTACTS, S_WEEK, S_CONTACT, S_CASUALTY, S_ACCIDENT, S_INJURY, S_LIFE, S_PARTS, S_REPAIR, S_ORDER, S_ORDER_SHARE,
    S_ARRIVAL, S_MONEY, S_WITHDRAWAL, S_KIND, S_DELIVERY, S_START,
) = range(17)  # fmt: skip

_COMPILED_FROM = ("kernel", "events", "queue", "chance", "columns", "layout")
MARK = crc32(
    b"".join(Path(__file__).with_name(f"{name}.py").read_bytes() for name in _COMPILED_FROM) + repr(COLUMNS).encode()
)
"""What compiled code was made from. Kept code of another mark is stale: it may look for rows where others stand."""
