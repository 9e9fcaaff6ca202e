"""What the units of a level have of staff, rooms and floor area, beside their residents."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.arrays import Int64
from geo.audit.audit import Audit
from geo.audit.capacities import find_places_per_1000
from geo.audit.tiers import list_tiers
from geo.rules.fields import Area

#: Columns of an audit that are shown as they are, and to how many decimals.
_COLUMNS: Final[Mapping[str, int]] = {
    "workers_per_1000": 2, "workers_per_unit": 2, "service_m2_per_100": 1, "cadres_per_10000": 1,
}  # fmt: skip
#: How many communities have offices of which size, the largest first.
_BANDS: Final = ("large", "medium", "small", "unknown", "none")


def pack_measures(audit: Audit, level: str) -> dict[str, Any]:
    """Pack what the units of a level have beside their residents.

    Parameters
    ----------
    audit
        The audit.
    level
        One of its levels.

    Returns
    -------
    dict
        Columns in the order of ``coverage.levels[level]``, None where a figure is not known or nobody lives:
        ``workers_per_1000, workers_per_unit, service_m2_per_100`` (m2 of rooms per 100 households),
        ``cadres_per_10000``; ``floor_m2_per_1000`` and ``facilities_per_1000`` by tier;
        ``places_per_1000`` by category (:func:`geo.audit.capacities.find_places_per_1000`); ``floor_bands``: tier ->
        the least and the most m2 per 1,000 residents that the rule set asks for (None for no most), and whether
        somebody has compared that with the text; ``office_bands``: size -> how many communities have an office of it.
        A figure that the city's data do not hold, or a level does not have, is None altogether.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> packed = pack_measures(audit_city(analyze_city(build_sample())), "communities")
    >>> packed["workers_per_1000"], packed["floor_m2_per_1000"]
    (None, {})
    """
    table = audit.levels[level]
    row = match_rows(audit.coverage.levels[level], table)
    tiers = list_tiers(audit.tiers)

    def pack(name: str, decimals: int) -> list[float | int | None] | None:
        return _round(table[name], row, decimals) if name in table else None

    return {
        **{name: pack(name, decimals) for name, decimals in _COLUMNS.items()},
        "floor_m2_per_1000": {tier: pack(f"floor_per_1000_{tier}", 0) for tier in tiers},
        "facilities_per_1000": {tier: pack(f"facilities_per_1000_{tier}", 2) for tier in tiers},
        "floor_bands": {
            tier: _describe_band(each.floor_per_1000) for tier, each in tiers.items() if each.floor_per_1000 is not None
        },
        "places_per_1000": {
            category: [None if np.isnan(each) else each for each in column.tolist()]
            for category, column in find_places_per_1000(audit, level).items()
        },
        "office_bands": {band: pack(f"office_{band}", 0) for band in _BANDS},
    }


def _describe_band(area: Area) -> dict[str, Any]:
    most_m2 = float(area.m2[1]) if isinstance(area.m2, tuple) else None
    return {"least": area.least_m2, "most": most_m2, "verified": area.verified}


def match_rows(units: pd.DataFrame, audited: pd.DataFrame) -> Int64:
    """Find the row of an audit's table for each unit of a level.

    Parameters
    ----------
    units
        ``code, scope`` of the units, as a roll-up of coverage has them.
    audited
        ``code, scope`` of the audit's rows; there may be others, in another order.

    Returns
    -------
    ndarray of int64
        Row of `audited` for each row of `units`, -1 where it has none.

    Examples
    --------
    >>> units = pd.DataFrame({"code": ["1", "2"], "scope": ["urban", "rural"]})
    >>> match_rows(units, units.iloc[::-1]).tolist()
    [1, 0]
    """
    keys = pd.MultiIndex.from_frame(audited[["code", "scope"]])
    first = ~keys.duplicated()
    found = keys[first].get_indexer(pd.MultiIndex.from_frame(units[["code", "scope"]]))
    return np.append(np.flatnonzero(first), -1)[found]


def _round(values: "pd.Series[float]", row: Int64, decimals: int) -> list[float | int | None]:
    """Round figures in another order, None where there is none."""
    numbers = np.round(np.append(values.to_numpy(float), np.nan)[row], decimals)
    cells = numbers.tolist() if decimals else np.nan_to_num(numbers).astype(np.int64).tolist()
    return [cell if is_known else None for cell, is_known in zip(cells, np.isfinite(numbers).tolist(), strict=True)]
