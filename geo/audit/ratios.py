"""What does not add up: figures per 1,000 residents, per 100 households, per unit, beside what is asked for."""

from collections.abc import Iterable
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Bool, Float64
from geo.audit.found_norms import FoundNorm
from geo.audit.shortfalls import WALK
from geo.audit.tiers import ScopeTiers, list_tiers
from geo.coverage.scopes import URBAN
from geo.rules.amounts import count_norm

#: Tallies of walks of a tier that only whom it judges has.
_JUDGED: Final = ("covered", "uncovered", "unknown")
#: Column -> what it is divided by, and for how many of it.
_RATIOS: Final = {
    "service_m2_per_100": ("service_m2", "households", 100),
    "cadres_per_10000": ("cadres", "residents", 10_000),
    "workers_per_unit": ("grid_workers", "grid_units", 1),
    "workers_per_1000": ("grid_workers", "residents", 1_000),
}


def add_ratios(
    table: gpd.GeoDataFrame,
    staff_norm: FoundNorm | None,
    space_norms: dict[str, FoundNorm | None],
    tiers: dict[str, ScopeTiers],
) -> gpd.GeoDataFrame:
    """Add to the figures of a level what does not add up, and empty what nothing judges.

    Parameters
    ----------
    table
        Of :func:`geo.audit.levels.add_up_leaves`; not changed.
    staff_norm
        The norm for the community workers of the city, at whose level alone it asks for some; None at all others.
    space_norms
        Scope -> the norm for service space, or None.
    tiers
        Scope -> its tiers.

    Returns
    -------
    geopandas.GeoDataFrame
        With ``service_m2_per_100`` households; of urban rows ``cadres_per_10000`` residents and ``cadres_owed``;
        ``workers_per_unit``, ``workers_per_1000``, and both of each role (``workers_per_unit_<role>``); for each tier
        ``facilities_per_1000_<t>``, ``floor_per_1000_<t>``, ``share_<t>`` (who is within the walk, of those judged) and
        ``floor_short_m2_<t>``: what the table of the standard asks more at the least, of rows with as many residents as
        the tier is for. NaN where that is not so, in divisions by 0, and in what a row is not judged by.

    Examples
    --------
    >>> table = gpd.GeoDataFrame({"scope": ["urban"], "residents": [500.0], "cadres": [2.0]}, geometry=[None])
    >>> add_ratios(table, None, {}, {})[["cadres_per_10000"]].values.tolist()
    [[40.0]]
    """
    figures = _blank_not_judged(pd.DataFrame(table.drop(columns="geometry")), space_norms, tiers)
    added: dict[str, Any] = {
        name: _divide(figures, part, whole, each)
        for name, (part, whole, each) in _RATIOS.items()
        if part in figures and whole in figures
    }
    for role in (name.removeprefix("workers_") for name in map(str, figures) if name.startswith("workers_")):
        added[f"workers_per_unit_{role}"] = _divide(figures, f"workers_{role}", "grid_units", 1)
        added[f"workers_per_1000_{role}"] = _divide(figures, f"workers_{role}", "residents", 1_000)
    is_urban = (figures["scope"] == URBAN).to_numpy()
    if "cadres" in figures:
        added["cadres_per_10000"] = np.where(is_urban, added["cadres_per_10000"], np.nan)
        if staff_norm is not None:
            added["cadres_owed"] = np.where(is_urban, count_norm(staff_norm.norm, figures), np.nan)
    for tier in list_tiers(tiers):
        if f"floor_m2_{tier}" in figures:  # units have none
            added[f"facilities_per_1000_{tier}"] = _divide(figures, f"facilities_{tier}", "residents", 1_000)
            added[f"floor_per_1000_{tier}"] = _divide(figures, f"floor_m2_{tier}", "residents", 1_000)
            added[f"floor_short_m2_{tier}"] = _find_floor_short(figures, tier, tiers)
        judged = figures["residents"] - figures[f"not_judged_{tier}"]
        people = pd.DataFrame({"covered": figures[f"covered_{tier}"], "judged": judged})
        added[f"share_{tier}"] = _divide(people, "covered", "judged", 1)
    whole = pd.concat([figures, pd.DataFrame(added, index=table.index)], axis=1)
    return gpd.GeoDataFrame(whole, geometry=table.geometry)


def _blank_not_judged(
    table: pd.DataFrame, space_norms: dict[str, FoundNorm | None], tiers: dict[str, ScopeTiers]
) -> pd.DataFrame:
    """Empty what a row is not held to: villages to what communities have, a scope to norms and tiers it has not."""
    scopes = table["scope"].to_numpy(object)
    found = {str(name): table[name].to_numpy() for name in table}
    shortfalls = [name for name in found if name.startswith(("short_", "people_"))]

    def blank(names: Iterable[str], rows: Bool) -> None:
        for name in names:
            found[name] = np.where(rows, np.nan, found[name])

    for name in shortfalls:
        kind = name.partition("_")[2]
        if not kind.startswith((WALK, "space")):
            blank([name, *_list_costs(table, kind)], scopes != URBAN)
    for scope, norm in space_norms.items():
        if norm is None:
            names = [name for name in ("service_owed_m2", "short_space", "people_space") if name in found]
            blank([*names, *_list_costs(table, "space")], scopes == scope)
    for tier in list_tiers(tiers):
        begins = tuple(f"{name}_{tier}" for name in ("facilities", "floor_m2", "floor_unknown", *_JUDGED))
        begins += (f"short_{WALK}{tier}", f"people_{WALK}{tier}")
        for scope in (scope for scope, of_scope in tiers.items() if tier not in of_scope.tiers):
            blank([name for name in found if name.startswith(begins)], scopes == scope)
    people = [found[name] for name in shortfalls if name.startswith("people_")]
    nothing = np.asarray(np.isnan(people).all(axis=0)) if people else np.ones(len(table), bool)
    blank([name for name in ("helped", "cost_yuan", "cost_yuan_year") if name in found], nothing)
    return pd.DataFrame(found, index=table.index)


def _list_costs(table: pd.DataFrame, kind: str) -> list[str]:
    return [name for name in (f"cost_{kind}_yuan", f"cost_{kind}_yuan_year") if name in table]


def _divide(table: pd.DataFrame, part: str, whole: str, each: int) -> Float64:
    parts, wholes = table[part].to_numpy(float), table[whole].to_numpy(float)
    return np.asarray(np.divide(parts * each, wholes, out=np.full(len(parts), np.nan), where=wholes > 0))


def _find_floor_short(table: pd.DataFrame, tier: str, tiers: dict[str, ScopeTiers]) -> Float64:
    """Find how much floor area of a tier is short of the least that the standard's table asks for."""
    short_m2, residents = np.full(len(table), np.nan), table["residents"].to_numpy(float)
    for scope, found in tiers.items():
        rule = found.tiers.get(tier)
        if rule is None or rule.floor_per_1000 is None:
            continue
        least_m2 = rule.floor_per_1000.least_m2 * residents / 1_000
        fewest = rule.residents[0] if rule.residents is not None else 0
        judged = (table["scope"] == scope).to_numpy() & (residents >= float(fewest)) & (residents > 0)
        lack_m2 = np.maximum(least_m2 - table[f"floor_m2_{tier}"].to_numpy(float), 0.0)
        short_m2 = np.where(judged, lack_m2, short_m2)
    return short_m2
