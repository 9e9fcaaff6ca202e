"""The layers of a batch: their columns, and the rows of each that are kept."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj

from geo.arrays import Bool, Shapes
from geo.plans.read.batch_columns import NUMBERS, OTHER_COLUMNS
from geo.plans.read.plan_table import PlanLayer, PlanTable
from geo.texts.notes import make_note

#: Most ids that a note repeats.
_SHOWN: Final = 10


def _keep(read: PlanTable, left_out: set[str], areas_file: str) -> Bool:
    """Tell which rows are good and belong to no area that is left out."""
    good = read.is_good
    orphan = good & read.table["plan_id"].isin(left_out).to_numpy()
    if orphan.any():
        names = sorted(set(read.table.loc[orphan, "plan_id"]))
        shown = ", ".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")
        read.notes.append(
            make_note("orphan_rows", file=read.file, rows=int(orphan.sum()), areas_file=areas_file, areas=shown)
        )
    return np.asarray(good & ~orphan)


def to_frame(table: pd.DataFrame, shapes: Shapes, keep: Bool, crs: pyproj.CRS) -> gpd.GeoDataFrame:
    """Make a layer of the rows that are kept, numbered anew."""
    return gpd.GeoDataFrame(table[keep].reset_index(drop=True), geometry=gpd.GeoSeries(shapes[keep], crs=crs))


def to_layer(
    name: PlanLayer,
    read: tuple[PlanTable, Shapes] | None,
    left_out: set[str],
    areas_file: str,
    crs: pyproj.CRS,
) -> gpd.GeoDataFrame:
    """Make a layer of what was read of a file; without rows where there is none.

    Parameters
    ----------
    name
        Which file it is.
    read
        Its table and its shapes in the city's CRS; what is left out with its area is noted there.
    left_out
        The areas that are left out.
    areas_file
        Name of their file.
    crs
        The city's.

    Returns
    -------
    geopandas.GeoDataFrame
        With all columns of the layer.

    Examples
    --------
    >>> to_layer("plan_gates", None, set(), "areas.csv", pyproj.CRS.from_epsg(4547)).columns.tolist()
    ['gate_id', 'plan_id', 'geometry']
    """
    if read is None:
        types = {column: float if column in NUMBERS else object for column in OTHER_COLUMNS[name]}
        return gpd.GeoDataFrame(pd.DataFrame(columns=list(types)).astype(types), geometry=gpd.GeoSeries([], crs=crs))
    return to_frame(read[0].table, read[1], _keep(read[0], left_out, areas_file), crs)
