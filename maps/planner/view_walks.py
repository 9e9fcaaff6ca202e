"""What the planner's page shows of walks beside a roll-up, as columns of a table: for the files of a view."""

from collections.abc import Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np

from geo.arrays import Float64, Int64
from geo.audit.audit import Audit
from geo.coverage.analysis import Coverage
from geo.coverage.by_minute import find_minutes
from geo.coverage.view_table import REMEDIES
from maps.planner.measures import pack_measures
from maps.planner.unit_walks import TENTHS, Rows, choose_remedies, find_middle_walks, weigh_remedies

#: What a table says of each remedy of a gap area, and of none.
_REMEDIES: Final = (*REMEDIES, "")


def find_view_walks(
    coverage: Coverage, category: str, rows: Rows, level: str, gaps: tuple[gpd.GeoDataFrame, Int64]
) -> dict[str, Any]:
    """Find the walk of the middle resident of each unit, where it leads, and what closes most of its gaps.

    Parameters
    ----------
    coverage, category, rows, gaps
        As for :func:`maps.planner.category.pack_category`.
    level
        The level.

    Returns
    -------
    dict
        ``median_min`` in whole tenths, NaN where more than half have no way; ``facility_name``, its id where it has no
        name, "" for none; ``remedy``, one of :data:`geo.coverage.view_table.REMEDIES` or "". In the order of the level.

    Raises
    ------
    InputError
        If the category is unknown.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.coverage.by_minute import find_unit_rows
    >>> found = analyze_city(build_sample())
    >>> walks = find_view_walks(found, "clinic", find_unit_rows(found), "communities", found.find_gaps("clinic"))
    >>> walks["median_min"].tolist(), walks["facility_name"].tolist(), walks["remedy"]
    ([nan, 2.4, 27.0], ['', 'Clinic', 'Clinic'], ['', '', 'site'])
    """
    minutes = find_minutes(coverage, category)
    row, size = rows[level][coverage.walks.unit], len(coverage.levels[level])
    middle = find_middle_walks(coverage, category, minutes, row, size=size)
    known = coverage.city.facilities
    names = known["name"].fillna("").where(known["name"].fillna("") != "", known["facility_id"])
    remedies = choose_remedies(weigh_remedies(minutes, gaps), row, size=size)
    return {
        "median_min": middle.median / TENTHS,
        "facility_name": np.append(names.to_numpy(object), "")[middle.facility],
        "remedy": [_REMEDIES[remedy] for remedy in remedies],
    }


def list_view_measures(audit: Audit, category: str, level: str) -> dict[str, Any]:
    """List what the units have beside their residents: floor area, places and workers per 1,000 of these.

    Parameters
    ----------
    audit
        The audit.
    category
        The places are its own; the floor area is of its tier, and of all tiers together where no rule set puts it into
        one, and for ``all``.
    level
        The level.

    Returns
    -------
    dict
        ``floor_m2_per_1000``, ``places_per_1000`` and ``workers_per_1000``, NaN where they are not known; in the
        order of the level.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> list_view_measures(audit_city(analyze_city(build_sample())), "clinic", "city")["workers_per_1000"].tolist()
    [nan, nan]
    """
    packed, size = pack_measures(audit, level), len(audit.coverage.levels[level])
    floors = {tier: _to_floats(column, size) for tier, column in packed["floor_m2_per_1000"].items()}
    tiers = [
        found.rules.facilities[category].tier
        for found in audit.tiers.values()
        if found.rules is not None and category in found.rules.facilities
    ]
    chosen = [floors[tier] for tier in tiers[:1] if tier in floors] or list(floors.values())
    known = [np.isfinite(each) for each in chosen]
    total = np.sum([np.nan_to_num(each) for each in chosen], axis=0) if chosen else np.full(size, np.nan)
    return {
        "floor_m2_per_1000": np.where(np.any(known, axis=0), total, np.nan) if chosen else total,
        "places_per_1000": _to_floats(packed["places_per_1000"].get(category), size),
        "workers_per_1000": _to_floats(packed["workers_per_1000"], size),
    }


def _to_floats(column: Sequence[float | None] | None, size: int) -> Float64:
    return np.full(size, np.nan) if column is None else np.array(column, float)
