"""Where each parameter stands in a row of drawn values, under a short name that the compiled code can read."""

from __future__ import annotations

from veye.outlook.scenario.layout import COLUMN

THREAT, FORCE = COLUMN["threat_elasticity"], COLUMN["force_effect"]
CLUSTER, RATE = COLUMN["contact_clustering"], COLUMN["contact_rate"]
SHARE, SIZE, NEED, SORTIES = (COLUMN[n] for n in ("patrol_share", "patrol_size", "patrol_vehicles", "vehicle_sorties"))
MOUNTED, HIT = COLUMN["mounted_share"], COLUMN["vehicle_hit"]
LIGHT, MEDIUM, HEAVY = COLUMN["penetration_light"], COLUMN["penetration_medium"], COLUMN["heavy_over_medium"]
CREW, CREW_HIT, FOOT = COLUMN["crew"], COLUMN["casualty_if_penetrated"], COLUMN["foot_casualties"]
DAMAGE, LOSS = COLUMN["vehicle_damage"], COLUMN["vehicle_loss"]
FATAL, GEAR, ONCE = COLUMN["fatal_share"], COLUMN["gear_fatality"], COLUMN["at_once_share"]
EVAC, EVAC_SD, EVAC_CAP, EVAC_WAIT = (
    COLUMN[n] for n in ("evacuation_minutes", "evacuation_spread", "evacuation_capacity", "evacuation_wait")
)
RESCUE, DOW = COLUMN["rescue_share"], COLUMN["died_of_wounds"]
ABROAD, LEVEL2, BROKEN = COLUMN["abroad_share"], COLUMN["level_two_share"], COLUMN["invalided_share"]
R1, L2, AB, STAY = (COLUMN[n] for n in ("role_one_days", "level_two_days", "abroad_days", "stay_spread"))
ACC, ACC_DIE = COLUMN["accident_deaths"], COLUMN["accident_killed_share"]
LIFE, SHAPE = COLUMN["failure_scale"], COLUMN["failure_shape"]
PARTS, PARTS_SD, REPAIR, REPAIR_SD, BAYS = (
    COLUMN[n] for n in ("parts_days", "parts_spread", "repair_days", "repair_spread", "repair_bays")
)
ORDER, ORDER_HIT, ORDER_SHARE, ORDER_DAYS, ORDER_SD = (
    COLUMN[n]
    for n in ("grounding_rate", "grounding_after_penetration", "grounding_share", "grounding_days", "grounding_spread")
)
CONV, ARRIVE, WAIT_SD, LEAVE = (
    COLUMN[n] for n in ("personnel_conversion", "arrival_days", "arrival_spread", "withdrawal_rate")
)
XPEOPLE, XVEHICLES, DELIVER = COLUMN["extra_personnel"], COLUMN["extra_vehicles"], COLUMN["vehicle_days"]
FUND, FUND_DAYS, XFUND = COLUMN["funds_conversion"], COLUMN["funds_days"], COLUMN["extra_funds"]
COST, COST_REPAIR, PAY = COLUMN["cost_person_day"], COLUMN["cost_repair"], COLUMN["pay_share"]
KIND, STOP, STOP_DAYS = COLUMN["in_kind_share"], COLUMN["in_kind_stops"], COLUMN["in_kind_stop_days"]
UNPAID, UNPAID_PARTS = COLUMN["unpaid_patrols"], COLUMN["unpaid_parts"]
