"""Tables without digits that nobody measured: what they say stays, borders stay shared."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.files.slim import GRID_M, slim_table


@pytest.mark.parametrize(
    ("values", "kind", "kept"),
    [
        ([1.0, 2.0], "int32", [1, 2]),
        ([1.0, np.nan], "Int32", [1, pd.NA]),
        ([1.0, np.inf], "Int32", [1, pd.NA]),
        ([0.5, np.inf], "float64", [0.5, np.nan]),
        ([0.12345678, 3.0], "float64", [0.123457, 3.0]),
        ([3e9, 1.0], "float64", [3e9, 1.0]),
        ([np.nan, np.nan], "float64", [np.nan, np.nan]),
        ([], "float64", []),
    ],
)
def test_numbers_keep_what_they_say(values, kind, kept):
    column = slim_table(pd.DataFrame({"n": np.array(values, float)}), is_count=bool)["n"]
    assert str(column.dtype) == kind
    pd.testing.assert_series_equal(column, pd.Series(kept, dtype=kind, name="n"))


def test_what_counts_nothing_stays_a_float_whatever_it_holds():
    assert slim_table(pd.DataFrame({"walk_m": [1.0, 2.0]}), is_count=lambda _: False)["walk_m"].dtype == float


def test_the_callers_table_stays_as_it_is():
    table = pd.DataFrame({"n": [1.0, 2.0], "name": ["a", "b"]})
    before = table.copy()
    slim_table(table, is_count=bool)
    pd.testing.assert_frame_equal(table, before)


def test_neighbours_move_their_shared_border_alike_and_by_half_a_centimetre_at_most():
    rng = np.random.default_rng(1)
    corners = rng.uniform(0, 1000, (300, 2))
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(corners)))
    slim = slim_table(
        gpd.GeoDataFrame({"n": np.arange(len(cells))}, geometry=cells, crs=32650), is_count=bool
    ).geometry.to_numpy()
    moved = shapely.get_coordinates(slim) - shapely.get_coordinates(cells)
    assert np.abs(moved).max() <= GRID_M / 2 + 1e-9
    assert shapely.coverage_is_valid(slim)
    assert np.allclose(shapely.get_coordinates(slim) * 100, np.round(shapely.get_coordinates(slim) * 100), atol=1e-5)
