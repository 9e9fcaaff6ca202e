"""The figures of grid units: who lives there, how large each is, who works there, who walks how far."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.audit.leaves import Leaves
from geo.audit.levels import rank_rows
from geo.audit.staff import count_workers, size_units
from geo.audit.tiers import ScopeTiers, tally_tiers
from geo.audit.unit_rows import UnitRows, name_unit_rows
from geo.coverage.analysis import Coverage

#: Whom shortfalls of units concern: of one reading, and no figure of its own.
CONCERNED: Final = ("residents_off_size", "residents_without_worker")
#: Sizes of a unit, of which each has one where households are known.
SIZES: Final = ("within", "below", "above", "empty")


def describe_units(coverage: Coverage, leaves: Leaves, rows: UnitRows, tiers: dict[str, ScopeTiers]) -> pd.DataFrame:
    """Put the figures of grid units together, all of which add up.

    Parameters
    ----------
    coverage, leaves, rows
        The city's coverage, its communities and villages, and its rows of units.
    tiers
        Scope -> its tiers.

    Returns
    -------
    pandas.DataFrame
        One row per row of units: those of :func:`geo.audit.tiers.tally_tiers`, :func:`geo.audit.staff.count_workers`
        and :func:`geo.audit.staff.size_units`, and :data:`CONCERNED`, where they are known.

    Examples
    --------
    >>> from geo.audit.leaves import find_leaves
    >>> from geo.audit.tiers import find_tiers
    >>> from geo.audit.unit_rows import find_unit_rows
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> coverage = analyze_city(build_sample())
    >>> leaves = find_leaves(coverage.city, coverage.walks.unit)
    >>> rows = find_unit_rows(coverage.city, leaves, coverage.walks.unit)
    >>> describe_units(coverage, leaves, rows, find_tiers(coverage))["residents_off_size"].tolist()[:4]
    [60.0, 0.0, 0.0, 40.0]
    """
    city = coverage.city
    people = tally_tiers(coverage, rows.of_home, len(rows.of_leaf), tiers)
    workers, sizes = count_workers(city, leaves, rows), size_units(city, leaves, rows)
    concerned = {}
    if "units_below" in sizes:
        concerned["residents_off_size"] = people["residents"] * (sizes["units_below"] + sizes["units_above"])
    if "units_without_worker" in workers:
        concerned["residents_without_worker"] = people["residents"] * workers["units_without_worker"]
    return pd.concat([people, workers, sizes, pd.DataFrame(concerned)], axis=1)


def tabulate_units(coverage: Coverage, leaves: Leaves, rows: UnitRows, figures: pd.DataFrame) -> gpd.GeoDataFrame:
    """Make the table of the level of grid units.

    Parameters
    ----------
    coverage, leaves, rows
        As for :func:`describe_units`.
    figures
        Its figures, with ``helped``.

    Returns
    -------
    geopandas.GeoDataFrame
        As :func:`geo.audit.levels.add_up_leaves` makes those of other levels, and ``size``: of :data:`SIZES`, "" where
        households are not known and for what lies in no unit.

    Examples
    --------
    >>> from geo.audit.leaves import find_leaves
    >>> from geo.audit.unit_rows import find_unit_rows
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> coverage = analyze_city(build_sample())
    >>> leaves = find_leaves(coverage.city, coverage.walks.unit)
    >>> rows = find_unit_rows(coverage.city, leaves, coverage.walks.unit)
    >>> figures = pd.DataFrame({"helped": [9.0, 0, 0, 5, 0, 0, 0], "units_below": [1.0, 0, 0, 0, 0, 0, 0]})
    >>> tabulate_units(coverage, leaves, rows, figures)[["scope", "rank", "size"]].values.tolist()[:2]
    [['urban', 1.0, 'below'], ['urban', nan, '']]
    """
    named = name_unit_rows(coverage.city, leaves, rows, figures)
    size = np.full(len(named), "", object)
    for each in (each for each in SIZES if f"units_{each}" in named):
        size[named[f"units_{each}"].to_numpy() > 0] = each
    named.insert(5, "rank", rank_rows(named))
    named.insert(6, "size", size)
    return named
