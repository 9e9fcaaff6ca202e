"""Tables as results need them: whole numbers as such, no digits that nobody measured, corners to a centimetre."""

from collections.abc import Callable
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.arrays import Shapes

#: How far a corner may move [m].
GRID_M: Final = 0.01
_DECIMALS: Final = 6
_LARGEST: Final = np.iinfo(np.int32).max


def slim_table(table: pd.DataFrame, *, is_count: Callable[[str], bool]) -> pd.DataFrame:
    """Keep of a table what it says: people, metres and shares without digits that are none.

    Parameters
    ----------
    table
        With or without geometry in a metric CRS. Not changed.
    is_count
        Says by its name whether a column counts something.

    Returns
    -------
    pandas.DataFrame or geopandas.GeoDataFrame
        Counts that are whole numbers as int32, with gaps where one is missing or infinite; other floats rounded to
        six decimals, NaN where they are infinite; corners to 1 cm. Without rows the columns stay as they are.

    Examples
    --------
    >>> table = pd.DataFrame({"people": [3.0, np.nan], "share": [0.12345678, np.inf], "name": ["a", "b"]})
    >>> slim = slim_table(table, is_count=lambda name: name == "people")
    >>> slim.people.dtype, slim.people.tolist(), slim.share.tolist()
    (Int32Dtype(), [3, <NA>], [0.123457, nan])
    """
    columns: dict[str, Any] = {
        name: slim_numbers(table[name].to_numpy(), is_count=is_count(name)) if kind == np.float64 else table[name]
        for name, kind in zip(map(str, table), table.dtypes, strict=True)
        if not isinstance(kind, gpd.array.GeometryDtype)
    }
    plain = pd.DataFrame(columns, index=table.index)
    if not isinstance(table, gpd.GeoDataFrame):
        return plain
    # corner by corner: neighbours that share a border move it alike
    shapes = _round_shapes(table.geometry.to_numpy())
    slim: pd.DataFrame = gpd.GeoDataFrame(plain, geometry=gpd.GeoSeries(shapes, index=table.index, crs=table.crs))
    return slim


def _round_shapes(shapes: Shapes) -> Shapes:
    corners = shapely.get_coordinates(shapes)
    if len(corners) == len(shapes) and (shapely.get_type_id(shapes) == shapely.GeometryType.POINT).all():
        return np.asarray(shapely.points(_round_corners(corners)))  # none is empty: made anew faster than moved
    return np.asarray(shapely.transform(shapes, _round_corners))


def _round_corners(corners: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.round(corners / GRID_M) * GRID_M


def slim_numbers(values: npt.NDArray[Any], *, is_count: bool) -> Any:
    """Keep of numbers what they say.

    Parameters
    ----------
    values
        Floats, shape (n,).
    is_count
        Whether they count something.

    Returns
    -------
    ndarray or IntegerArray
        As :func:`slim_table` has them, shape (n,).

    Examples
    --------
    >>> slim_numbers(np.array([2.0, 3.0]), is_count=True).dtype, slim_numbers(np.array([2.0]), is_count=False).dtype
    (dtype('int32'), dtype('float64'))
    """
    is_known = np.isfinite(values)
    known = values[is_known]
    if is_count and len(known) and (np.round(known) == known).all() and np.abs(known).max() <= _LARGEST:
        if is_known.all():
            return values.astype(np.int32)
        return pd.arrays.IntegerArray(np.where(is_known, values, 0).astype(np.int32), ~is_known)
    return np.where(is_known, np.round(values, _DECIMALS), np.nan)
