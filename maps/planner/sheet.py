"""The sheet of one unit: who lives there, who works there, and the walk of its middle resident to every category."""

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Int32, Int64
from geo.audit.audit import Audit
from geo.audit.figure_names import find_names
from geo.coverage.analysis import Coverage
from geo.coverage.by_minute import find_middle_homes
from geo.coverage.status import STATUSES
from geo.coverage.view_table import GROUPS
from geo.crs.projection import to_point_lonlat
from geo.errors import NotFoundError
from maps.planner.levels import list_people, whole_people
from maps.planner.measures import match_rows

#: Beside which levels a unit stands.
_BESIDE = {"street": "streets", "city": "city"}


def pack_sheet(
    coverage: Coverage, audit: Audit, rows: Mapping[str, Int32], level: str, code: str, scope: str
) -> dict[str, Any]:
    """Pack the sheet of a unit.

    Parameters
    ----------
    coverage
        The coverage.
    audit
        The audit of the city, for its workers.
    rows
        As :func:`geo.coverage.by_minute.find_unit_rows` finds them.
    level, code, scope
        Which unit.

    Returns
    -------
    dict
        ``level, code, name, scope, parents`` (from the community to the city: ``level, code, name``), ``residents,
        households, elders, children`` (None where the city does not count them), ``workers`` (None where it knows
        none; ``all``, ``per_1000``, and ``roles``: ``key, zh, en, count``), ``categories``: ``key, facility``
        (``id, name, lon, lat``; None where the middle resident has no way), ``walk_m, walk_min, limit_m, status,
        covered, uncovered, share, home_id``, and ``beside``: the shares of its street (None for a street and more)
        and of its city (None for the city).

    Raises
    ------
    NotFoundError
        If the level has no such unit.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.coverage.by_minute import find_unit_rows
    >>> found = analyze_city(build_sample())
    >>> sheet = pack_sheet(
    ...     found, audit_city(found), find_unit_rows(found), "communities", "410102001001", "urban"
    ... )
    >>> [(each["key"], each["home_id"], each["walk_m"], each["share"]) for each in sheet["categories"]]
    [('clinic', 'yard', 160.0, 1.0), ('school', 'yard', 1060.0, 0.3333)]
    """
    table = coverage.levels[level]
    row = _find_row(table, code, scope)
    if row < 0:
        raise NotFoundError(f'no unit of the level {level} has the code "{code[:40]}" and the scope {scope}')
    unit = table.iloc[row]
    levels = list(coverage.levels)
    above = {name: _find_above(rows, level, row, name) for name in levels[: levels.index(level) + 1]}
    homes = np.flatnonzero(rows[level][coverage.walks.unit] == row)
    people = {"residents": "residents", "households": "households", **GROUPS}
    return {
        "level": level,
        "code": code,
        "name": unit["name"],
        "scope": scope,
        "parents": _list_parents(coverage, above),
        **{key: list_people(table[name].iloc[[row]])[0] if name in table else None for key, name in people.items()},
        "workers": _count_workers(audit, level, table.iloc[[row]]),
        "categories": [
            _describe_category(coverage, category, homes, level, row, above)
            for category in coverage.walks.context.categories
        ],
    }


def _find_row(table: pd.DataFrame, code: str, scope: str) -> int:
    found = np.flatnonzero((table["code"] == code).to_numpy() & (table["scope"] == scope).to_numpy())
    return int(found[0]) if len(found) and code else -1


def _find_above(rows: Mapping[str, Int32], level: str, row: int, above: str) -> int:
    """Find the row of a level above to which a unit counts."""
    return int(rows[above][np.flatnonzero(rows[level] == row)[0]])


def _list_parents(coverage: Coverage, above: Mapping[str, int]) -> list[dict[str, str]]:
    """List what a unit lies in, the nearest first; itself is the last of `above`."""
    parents = []
    for name in [*above][-2::-1]:
        unit = coverage.levels[name].iloc[above[name]]
        parents.append({"level": name, "code": str(unit["code"]), "name": str(unit["name"])})
    return parents


def _count_workers(audit: Audit, level: str, unit: gpd.GeoDataFrame) -> dict[str, Any] | None:
    """Count the grid workers of a unit by role; nobody is named."""
    table = audit.levels[level]
    at = int(match_rows(unit, table)[0])
    if "grid_workers" not in table or at < 0:
        return None
    names, row = find_names(audit), table.iloc[at]
    counted = [name for name in map(str, table) if name.startswith("workers_") and "_per_" not in name]
    roles = [name.removeprefix("workers_") for name in counted]
    per_1000 = row["workers_per_1000"]
    return {
        "all": int(row["grid_workers"]),
        "per_1000": None if np.isnan(per_1000) else round(float(per_1000), 2),
        "roles": [{"key": role, **names.name_role(role), "count": int(row[f"workers_{role}"])} for role in roles],
    }


def _describe_category(
    coverage: Coverage, category: str, homes: Int64, level: str, row: int, above: Mapping[str, int]
) -> dict[str, Any]:
    table = coverage.levels[level]
    scope = str(table["scope"].iloc[row])
    shares = table[f"share_{category}"].iloc[row]
    beside = {
        key: None if name == level else _find_share(coverage, category, name, above) for key, name in _BESIDE.items()
    }
    return {
        "key": category,
        **_describe_middle(coverage, category, homes),
        "limit_m": coverage.judgements[scope].limit_m.get(category),
        "covered": int(whole_people(table[f"covered_{category}"])[row]),
        "uncovered": int(whole_people(table[f"uncovered_{category}"])[row]),
        "share": _round_share(shares),
        "beside": beside,
    }


def _find_share(coverage: Coverage, category: str, level: str, above: Mapping[str, int]) -> float | None:
    if level not in above:
        return None
    return _round_share(coverage.levels[level][f"share_{category}"].iloc[above[level]])


def _round_share(share: float) -> float | None:
    return None if np.isnan(share) else round(float(share), 4)


def _describe_middle(coverage: Coverage, category: str, homes: Int64) -> dict[str, Any]:
    """Describe the walk of the middle resident of some homes to the nearest facility of a category."""
    context, nearest = coverage.walks.context, coverage.walks.nearest
    city, k = coverage.city, context.categories.index(category)
    residents = city.homes["residents"].to_numpy(float)
    by_walk = homes[np.argsort(nearest.walk_m[homes, k], kind="stable")]
    middle = int(find_middle_homes(by_walk, residents, np.zeros(len(residents), np.int64), rows=1)[0])
    nobody = {"facility": None, "walk_m": None, "walk_min": None, "home_id": None}
    if middle < 0:
        return {**nobody, "status": None}
    status = STATUSES[coverage.status[middle, k]]
    walk_m = float(nearest.walk_m[middle, k])
    if not np.isfinite(walk_m):
        return {**nobody, "status": status}
    facility = city.facilities.iloc[int(nearest.facility[middle, k])]
    point = shapely.point_on_surface(facility.geometry)
    lon, lat = to_point_lonlat(point.x, point.y, city.crs)
    name = facility["name"]
    return {
        "facility": {
            "id": facility["facility_id"],
            "name": name if isinstance(name, str) else "",
            "lon": lon,
            "lat": lat,
        },
        "walk_m": round(walk_m, 1),
        "walk_min": round(walk_m / coverage.profile.speed_m_per_min, 1),
        "home_id": city.homes["home_id"].iloc[middle],
        "status": status,
    }
