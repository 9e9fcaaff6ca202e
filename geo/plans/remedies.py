"""What would close each shortfall: a gate, a share of what remains nearby, a larger room, a lease, a new site."""

from collections.abc import Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool
from geo.plans.plan_walks import Plans
from geo.plans.supply import Facilities
from geo.plans.verdict_rollup import to_records
from geo.plans.verdicts import CONDITIONS, EXCEEDS, NOT_MET
from geo.rules.rule_set import RuleSet
from geo.walking.limits import TOLERANCE_M

#: In the order in which they are offered, the least effort first.
REMEDIES: Final = ("shorten", "share", "enlarge", "lease", "new_site")


def list_remedies(
    requirements: pd.DataFrame,
    plans: Plans,
    facilities: Facilities,
    homes: gpd.GeoSeries,
    rule_sets: Sequence[RuleSet],
) -> pd.DataFrame:
    """List what would close each shortfall.

    Parameters
    ----------
    requirements
        As :func:`geo.plans.requirements.judge_clauses` returns it, with ``area`` (row), ``limit_m`` and ``strictest``.
    plans, facilities
        The batch, and all facilities.
    homes
        Homes of the city: a room can be leased where people live already.
    rule_sets
        For the least floor area of a category.

    Returns
    -------
    pandas.DataFrame
        ``plan_id, scenario, category, clause_kind, role, option, remedy, amount, unit, facility_id``: of the strictest
        requirements that are not met outright, in the order of :data:`REMEDIES`. ``shorten`` where every place of the
        area has a facility within the limit in a straight line and only the way there is too long: a gate or a path
        would do. Without rows where nothing is short.
    """
    short = requirements["verdict"].isin([CONDITIONS, EXCEEDS, NOT_MET]) & requirements["strictest"]
    rows = requirements[short]
    if rows.empty:
        return pd.DataFrame(columns=_COLUMNS)
    lived_in = _is_lived_in(rows, plans, homes)
    least = {
        name: rule.floor_area.least_m2
        for rules in rule_sets
        for name, rule in rules.facilities.items()
        if rule.floor_area is not None
    }
    own = _list_own(facilities)
    parts: list[dict[str, Any]] = []
    for row, has_homes in zip(to_records(rows), lived_in, strict=True):
        options = _offer_walk(row, least) if row["clause_kind"] == "distance" else _offer_amount(row, has_homes, own)
        about = {name: row[name] for name in _COLUMNS[:5]}
        parts += [{**about, "option": n, **option} for n, option in enumerate(options, 1)]
    return pd.DataFrame(parts, columns=_COLUMNS)


_COLUMNS: Final = [
    "plan_id", "scenario", "category", "clause_kind", "role", "option", "remedy", "amount", "unit", "facility_id"
]  # fmt: skip


def _offer(remedy: str, amount: float, unit: str, facility_id: str = "") -> dict[str, Any]:
    return {"remedy": remedy, "amount": amount, "unit": unit, "facility_id": facility_id}


def _offer_walk(row: dict[str, Any], least: dict[str, float]) -> list[dict[str, Any]]:
    """Offer a gate where the facility is near enough but for the way, and a site."""
    options = []
    if row["verdict"] == CONDITIONS:
        return [_offer("share", np.nan, "", row["facility_id"])]
    if row["straight_m"] <= row["demand"] + TOLERANCE_M:
        options.append(_offer("shorten", row["walk_m"] - row["demand"], "m", row["facility_id"]))
    area_m2 = least.get(row["category"])
    return [*options, _offer("new_site", area_m2 or np.nan, "m2" if area_m2 else "")]


def _offer_amount(row: dict[str, Any], has_homes: bool, own: dict[tuple[int, str], str]) -> list[dict[str, Any]]:
    """Offer what remains nearby, then more of what is there, then rooms, then a site."""
    short, unit, options = row["shortfall"], row["unit"], []
    if row["clause_kind"] == "size":
        return [_offer("enlarge", short, unit, own.get((row["area"], row["category"]), ""))]
    shared = min(row["remaining"], short) if np.isfinite(row["remaining"]) else 0.0
    if shared > 0:
        options.append(_offer("share", shared, unit, row["facility_id"]))
        short -= shared
    if short <= 0:
        return options
    enlarged = own.get((row["area"], row["category"])) or row["facility_id"]
    if enlarged:
        options.append(_offer("enlarge", short, unit, enlarged))
    if row["clause_kind"] == "floor_area" and has_homes:
        options.append(_offer("lease", short, unit))
    return [*options, _offer("new_site", short, unit)]


def _list_own(facilities: Facilities) -> dict[tuple[int, str], str]:
    """Find the first own facility of each area and category."""
    rows = np.flatnonzero(facilities.area >= 0)[::-1]
    return {
        (int(facilities.area[row]), str(facilities.category_name[row])): str(facilities.facility_id[row])
        for row in rows
    }


def _is_lived_in(rows: pd.DataFrame, plans: Plans, homes: gpd.GeoSeries) -> Bool:
    """Tell for each row whether anybody lives within the limit of each area today, in a straight line."""
    if not len(homes):
        return np.zeros(len(rows), bool)
    shapes = np.asarray(plans.areas.to_numpy())
    _, metres = shapely.STRtree(np.asarray(homes.to_numpy())).query_nearest(
        shapes, all_matches=False, return_distance=True
    )
    return np.asarray(metres[rows["area"].to_numpy()] <= rows["limit_m"].to_numpy())
