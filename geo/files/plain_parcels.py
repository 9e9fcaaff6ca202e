"""Tables without GDAL as parcels: what the process does that reads a stranger's text, workbook or Parquet file."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow
import shapely

from geo.files.parcel_frames import pack_frame
from geo.files.plain_tables import read_plain
from geo.files.read_limits import ReadLimits, check_size


def read_plain_parcels(path: Path, request: Mapping[str, Any], limits: ReadLimits | None) -> Iterator[pyarrow.Table]:
    """Read a table.

    Parameters
    ----------
    path
        The file.
    request
        As :func:`geo.files.reading_tasks.run_task` takes it.
    limits
        The most it may hold.

    Yields
    ------
    pyarrow.Table
        One parcel.

    Raises
    ------
    InputError
        If it cannot be read or is too large.
    """
    file = request["file"]
    frame, notes = read_plain(path, layer=request["layer"], encoding=request["encoding"], file=file, limits=limits)
    yield pack_frame(_check_frame(frame, file, limits), notes)


def _check_frame(frame: pd.DataFrame, file: str, limits: ReadLimits | None) -> pd.DataFrame:
    """Check the size of a table, and write out what stands in it only once for many rows."""
    check_size(limits, file=file, rows=len(frame), columns=len(frame.columns))
    if isinstance(frame, gpd.GeoDataFrame):
        vertices = int(np.sum(shapely.get_num_coordinates(np.asarray(frame.geometry.values))))
        check_size(limits, file=file, vertices=vertices)
    types = {
        name: dtype.categories.dtype for name, dtype in frame.dtypes.items() if isinstance(dtype, pd.CategoricalDtype)
    }
    return frame.astype(types)
