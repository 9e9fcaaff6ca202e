"""Parcels and tables: what a process sends of a table that it read, and what is made of it again."""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow
import shapely

from geo.crs.foreign import read_foreign_crs
from geo.files.parcels import add_shapes, label_table, list_notes, read_about
from geo.texts.notes import Note


def pack_frame(frame: pd.DataFrame, notes: Sequence[Note]) -> pyarrow.Table:
    """Make a parcel of a table.

    Parameters
    ----------
    frame
        A DataFrame or GeoDataFrame, numbered as the file numbers its rows.
    notes
        What was decided while reading.

    Returns
    -------
    pyarrow.Table
        To be opened by :func:`unpack`.

    Examples
    --------
    >>> frame = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(1, 2)], crs=4326, index=[7])
    >>> again, notes = unpack(pack_frame(frame, []))
    >>> again.equals(frame), again.crs == frame.crs, notes
    (True, True, [])
    """
    about: dict[str, Any] = {"notes": list_notes(notes), "rows": frame.index.tolist()}
    if not isinstance(frame, gpd.GeoDataFrame):
        return label_table(pyarrow.Table.from_pandas(frame, preserve_index=False), about)
    name = str(frame.geometry.name)
    about |= {"shapes": name, "crs": None if frame.crs is None else frame.crs.to_json()}
    others = frame.to_wkb().drop(columns=name)
    table = pyarrow.Table.from_pandas(others, preserve_index=False)
    return label_table(add_shapes(table, shapely.to_wkb(np.asarray(frame.geometry.values))), about)


def unpack(parcel: pyarrow.Table) -> tuple[pd.DataFrame, list[Note]]:
    """Open a parcel.

    Parameters
    ----------
    parcel
        As packed by :func:`pack_frame` or :func:`geo.files.parcels.pack_layer`.

    Returns
    -------
    tuple
        The table, with geometry where it has shapes, numbered as the file numbers its rows, from 1 where it does not;
        and notes.

    Raises
    ------
    shapely.errors.GEOSException
        If a shape is none.
    CrsError
        If the CRS is none, or names files.
    """
    about, count = read_about(parcel), parcel.num_rows
    shapes = None
    if "shapes" in about:
        last = parcel.num_columns - 1
        shapes = shapely.from_wkb(parcel.column(last).to_numpy(zero_copy_only=False))
        parcel = parcel.remove_column(last)
    frame = parcel.to_pandas() if parcel.num_columns else pd.DataFrame(index=pd.RangeIndex(count))
    if "names" in about:
        frame.columns = pd.Index(about["names"])
    for at in about.get("times", ()):
        frame.isetitem(at, _parse_times(frame.iloc[:, at]).array)
    frame.index = pd.Index(about["rows"], dtype=int) if "rows" in about else pd.RangeIndex(1, count + 1)
    notes = [Note(key, values) for key, values in about["notes"]]
    if shapes is None:
        return frame, notes
    frame[about["shapes"]] = shapes
    crs = None if about["crs"] is None else read_foreign_crs(about["crs"])
    return gpd.GeoDataFrame(frame, geometry=about["shapes"], crs=crs), notes


def _parse_times(texts: "pd.Series[Any]") -> "pd.Series[Any]":
    """Make times of texts; those of several time zones in UTC, and texts that are no times stay as they are."""
    for in_utc in (False, True):
        try:
            times = pd.to_datetime(texts, format="ISO8601", utc=in_utc)
        except ValueError:
            continue
        if times.dtype.kind == "M":
            return times.dt.as_unit("ms")
    return texts
