"""The table of gap areas: its columns, the same with rows and without."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.coverage.gap_ground import GapGround

#: What is told of the place of a gap area: names, with the codes of the divisions.
PLACE_COLUMNS: Final = (
    "scope", "community", "community_name", "street", "street_name", "district", "district_name"
)  # fmt: skip
_FIRST_COLUMNS: Final = {
    "gap_id": "object", "rank": "int64", "category": "object", "name": "object",
    **dict.fromkeys(PLACE_COLUMNS, "object"),
}  # fmt: skip
_LAST_COLUMNS: Final = {
    "facility_id": "object", "facility_name": "object", "walk_m": "float64", "shortfall_m": "float64",
    "remedy": "object", "remedy_residents": "float64",
    "path_facility_id": "object", "path_facility_name": "object", "path_residents_at_most": "float64",
    "site_x": "float64", "site_y": "float64", "site_residents": "float64", "site_residents_in_all": "float64",
    "x": "float64", "y": "float64", "area_m2": "float64", "gaps": "int64", "is_others": "bool", "unit_codes": "object",
}  # fmt: skip


def make_empty_gaps(ground: GapGround) -> gpd.GeoDataFrame:
    """Make the table of gap areas where there is none.

    Parameters
    ----------
    ground
        The homes, for their CRS and for what is counted.

    Returns
    -------
    geopandas.GeoDataFrame
        Without rows.

        - ``gap_id``, ``rank`` (within the category, from 1), ``category``, ``name`` (street and community), ``scope``,
          codes and names of ``community``, ``street``, ``district``;
        - ``homes``, ``residents``, ``households`` (NaN where the city has none) and every other column of people;
        - ``facility_id``, ``facility_name``, ``walk_m`` (:func:`geo.coverage.gap_facilities.find_main_facilities`),
          ``shortfall_m`` (how far that walk exceeds the limit, NaN where none can walk to any);
        - ``remedy`` (:data:`geo.coverage.gaps.REMEDIES`), ``remedy_residents`` (how many of the gap area's it helps),
          ``path_facility_id``, ``path_facility_name``, ``path_residents_at_most``
          (:func:`geo.coverage.gap_paths.choose_paths`), ``site_x``, ``site_y`` [m], ``site_residents`` (of the gap
          area), ``site_residents_in_all`` (:func:`geo.coverage.gap_sites.choose_sites`);
        - ``x``, ``y`` (the middle [m]), ``area_m2``, ``gaps`` (how many the row adds up), ``is_others`` (whether it is
          the row for all that do not matter), ``unit_codes`` (joined by a comma), geometry.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> analyze_city(build_sample(), minutes=600).find_category_gaps("clinic").columns[0]
    'gap_id'
    """
    columns = {name: pd.Series(dtype=kind) for name, kind in _list_columns(ground).items()}
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=ground.walks.context.city.crs))


def _list_columns(ground: GapGround) -> dict[str, str]:
    return {
        **_FIRST_COLUMNS,
        "homes": "int64",
        **dict.fromkeys(("residents", "households", *ground.people), "float64"),
        **_LAST_COLUMNS,
    }


def put_together(
    ground: GapGround, category: str, tables: Sequence[Mapping[str, Any]], shapes: Sequence[Any]
) -> gpd.GeoDataFrame:
    """Put rows of gap areas under each other, and rank them in the order in which they stand.

    Parameters
    ----------
    ground
        The homes.
    category
        The category.
    tables
        Columns of :func:`make_empty_gaps`; those that one leaves out are empty in its rows.
    shapes
        The shape of each row, or None.

    Returns
    -------
    geopandas.GeoDataFrame
        With every column, and ``gap_id``: the category and the rank, or its scope and "others".
    """
    size = [len(table["scope"]) for table in tables]
    kinds = _list_columns(ground)
    columns: dict[str, Any] = {name: _stack(tables, size, name, kind) for name, kind in kinds.items()}
    rank = np.arange(1, sum(size) + 1)
    own = zip(rank.tolist(), columns["scope"], columns["is_others"], strict=True)
    names = [f"{category}-{scope}-others" if is_others else f"{category}-{number}" for number, scope, is_others in own]
    columns |= {"rank": rank, "category": [category] * len(rank), "gap_id": names}
    # as they are: objects become neither texts of another kind nor back
    table = {name: pd.Series(columns[name], dtype=kind) for name, kind in kinds.items()}
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, crs=ground.walks.context.city.crs))


def _stack(tables: Sequence[Mapping[str, Any]], size: Sequence[int], name: str, kind: str) -> npt.NDArray[Any]:
    """Put the cells of a column under each other, "" or NaN where a table lacks it."""
    empty = "" if kind == "object" else np.nan
    parts = [table.get(name, [empty] * count) for table, count in zip(tables, size, strict=True)]
    return np.concatenate([np.asarray(part, object if kind == "object" else float) for part in parts])
