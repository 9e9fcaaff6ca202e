"""What one view of coverage lists: the rows of a level in one category, ranked by how many people are not covered."""

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Bool, Float64, Objects
from geo.city.model import City
from geo.coverage.rollup import name_figure
from geo.coverage.status import TALLIES
from geo.grid.divisions import ABOVE_UNIT, LEVELS

#: Columns of the divisions above a row, from the grid unit upwards -> the level of each.
ABOVE: Final[Mapping[str, str]] = {f"{division}_name": level for division, level in ABOVE_UNIT.items()}
#: What a level may hold beside its roll-up, of the chosen category or of all: the walk of the middle resident, where it
#: leads and what would close the gap; how many categories are met and reached; the difference to adults; floor area,
#: places and workers per 1,000 residents.
EXTRAS: Final = (
    "elders_uncovered", "children_uncovered", "median_min", "facility_name", "remedy", "met", "reached", "difference",
    "floor_m2_per_1000", "places_per_1000", "workers_per_1000",
)  # fmt: skip
#: Figures of which a level after a scenario also holds what they were, and the difference: ``<figure>_before`` and
#: ``<figure>_change``.
COMPARED: Final = ("residents", *TALLIES, "share", "elders_uncovered", "children_uncovered")
#: The columns of these.
COMPARISONS: Final = tuple(f"{figure}_{when}" for figure in COMPARED for when in ("before", "change"))
#: What a path and a new site are called in the column ``remedy``; "" where nothing is needed or found.
REMEDIES: Final = ("path", "site")
#: What a view calls a group of residents -> their column.
GROUPS: Final[Mapping[str, str]] = {"elders": "residents_60plus", "children": "residents_children"}
#: What people search in a list: of the names above the two nearest.
_SEARCHED: Final = ("code", "name", "facility_name")
_NUMBERS: Final = ("residents", *TALLIES)


def tabulate_view(
    table: gpd.GeoDataFrame, category: str, city: City, *, ranked_by: str = "uncovered"
) -> gpd.GeoDataFrame:
    """Choose of some rows of a level what a view of one category shows.

    Parameters
    ----------
    table
        Rows of a level of :func:`geo.coverage.rollup.roll_up`, with any of :data:`EXTRAS` and :data:`COMPARISONS`.
    category
        A category, or ``all``.
    city
        The city, for the names of its divisions.
    ranked_by
        ``uncovered``, or the column of :data:`EXTRAS` that counts a group of residents who are not covered.

    Returns
    -------
    geopandas.GeoDataFrame
        ``rank, code, name``, the names of :data:`ABOVE` that lie above the level, ``scope, residents``, ``households``
        and :data:`GROUPS` where they are known, ``covered, uncovered, unknown, not_judged, share``, those of
        :data:`EXTRAS` and :data:`COMPARISONS` that the table has, and the polygons. Rows stand by rank: most people
        not covered first, of equals the first code; what is not judged has no rank and stands last.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> city = build_sample()
    >>> shown = tabulate_view(analyze_city(city).levels["communities"], "clinic", city)
    >>> shown[["rank", "name", "street_name", "uncovered"]].values.tolist()
    [[1.0, 'North', 'Street', 40.0], [2.0, '', '', 5.0], [3.0, 'South', 'Street', 0.0]]
    """
    figures = {tally: table[name_figure(tally, category)].to_numpy(float) for tally in TALLIES}
    known = {"households": "households", **GROUPS}
    groups = {told: table[name].to_numpy(float) for told, name in known.items() if name in table}
    most = figures["uncovered"] if ranked_by == "uncovered" else table[ranked_by].to_numpy(float)
    columns = {
        "rank": _rank(table["code"].to_numpy(object), most, figures["not_judged"] == 0),
        "code": table["code"],
        "name": table["name"],
        **_name_above(table["parent"], city.divisions),
        "scope": table["scope"],
        "residents": table["residents"].to_numpy(float),
        **groups,
        **figures,
        "share": table[name_figure("share", category)].to_numpy(float),
        **{name: table[name] for name in (*EXTRAS, *COMPARISONS) if name in table},
    }
    shown = gpd.GeoDataFrame(pd.DataFrame(columns, index=table.index), geometry=table.geometry)
    return shown.sort_values(["rank", "code"], kind="stable", na_position="last").reset_index(drop=True)


def _rank(code: Objects, uncovered: Float64, is_judged: Bool) -> Float64:
    rank, rows = np.full(len(code), np.nan), np.flatnonzero(is_judged)
    rank[rows[np.lexsort((code[rows], -uncovered[rows]))]] = np.arange(1, len(rows) + 1)
    return rank


def _name_above(parents: "pd.Series[str]", divisions: pd.DataFrame | None) -> dict[str, Any]:
    """Name what lies above each row, of the levels that lie above any."""
    if divisions is None:
        return {}
    by_code = {
        code: (name, level, parent)
        for code, name, level, parent in zip(*(divisions[c] for c in ("code", "name", "level", "parent")), strict=True)
    }
    known = {code: _climb(code, by_code) for code in set(parents)}
    names = {column: [known[code].get(level, "") for code in parents] for column, level in ABOVE.items()}
    return {column: found for column, found in names.items() if any(found)}


def _climb(code: str, by_code: Mapping[str, tuple[str, str, str]]) -> dict[str, str]:
    """Return level -> name of a division and of those above it."""
    found: dict[str, str] = {}
    for _ in LEVELS:  # so that a loop in the file ends too
        if code not in by_code:
            break
        name, level, code = by_code[code]
        found.setdefault(LEVELS[level], name)
    return found


def search_view(shown: gpd.GeoDataFrame, text: str) -> gpd.GeoDataFrame:
    """Keep the rows of a view in which a text stands: in the code, the name, the names above, that of the facility.

    Parameters
    ----------
    shown
        As :func:`tabulate_view` returns it.
    text
        Any text, in capitals or not; "" for all rows.

    Returns
    -------
    geopandas.GeoDataFrame
        In their order, with the ranks they have in the whole view.

    Examples
    --------
    >>> shown = gpd.GeoDataFrame({"code": ["1", "2"], "name": ["North", "South"]}, geometry=[None, None])
    >>> search_view(shown, "sou")["code"].tolist()
    ['2']
    """
    wanted = text.strip().casefold()
    if not wanted:
        return shown
    above = [name for name in ABOVE if name in shown][:2]
    columns = [shown[name].str.casefold() for name in (*_SEARCHED, *above) if name in shown]
    found = [any(wanted in cell for cell in cells) for cells in zip(*columns, strict=True)]
    return shown[np.array(found, bool)]


def sum_view(shown: pd.DataFrame) -> dict[str, float]:
    """Add up the rows of a view.

    Parameters
    ----------
    shown
        As :func:`tabulate_view` returns it.

    Returns
    -------
    dict
        ``residents, covered, uncovered, unknown, not_judged`` and ``share``: covered of those who are judged, NaN where
        nobody is; after a scenario also the :data:`COMPARISONS` that count people.

    Examples
    --------
    >>> columns = {"residents": [60.0, 40.0], "covered": [45.0, 0.0], "uncovered": [15.0, 0.0]}
    >>> sums = sum_view(pd.DataFrame({**columns, "unknown": [0.0, 0.0], "not_judged": [0.0, 40.0]}))
    >>> sums["residents"], sums["share"]
    (100.0, 0.75)
    """
    counted = [name for name in COMPARISONS if name in shown and not name.startswith("share")]
    sums = {name: float(shown[name].sum()) for name in (*_NUMBERS, *counted)}
    judged = sums["residents"] - sums["not_judged"]
    return {**sums, "share": sums["covered"] / judged if judged > 0 else np.nan}
