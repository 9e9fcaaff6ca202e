"""Small cities for the care of grids: two units side by side, and a street of blocks."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.affinity import translate

from geo.city.sample import ORIGIN, build_sample
from geo.walking.split import split_lines

COMMUNITY = "410102001001"
WEST, EAST = f"{COMMUNITY}001", f"{COMMUNITY}002"
X, Y = ORIGIN
_CRS = build_sample().crs


def place(shape):
    """Put a shape drawn from (0, 0) to its place in the city."""
    return translate(shape, X, Y)


def draw_units(rows):
    """Grid units of (code, community, shape) or (code, community, shape, more columns)."""
    table = pd.DataFrame(
        [{"unit_code": row[0], "community": row[1], **(row[3] if len(row) > 3 else {})} for row in rows]
    )
    shapes = [place(row[2]) for row in rows]
    return gpd.GeoDataFrame(table.fillna("").assign(name=table["unit_code"]), geometry=shapes, crs=_CRS)


def draw_homes(rows):
    """Homes of (x, y, households) or (x, y, households, more columns); three residents a household."""
    table = pd.DataFrame(
        [
            {
                "home_id": f"h{i}",
                "residents": 3.0 * row[2],
                "households": float(row[2]),
                **(row[3] if len(row) > 3 else {}),
            }
            for i, row in enumerate(rows)
        ]
    )
    points = [shapely.Point(X + row[0], Y + row[1]) for row in rows]
    return gpd.GeoDataFrame(table.fillna(""), geometry=points, crs=_CRS)


def draw_lines(column, rows):
    """Lines of (kind, coordinates), such as barriers (barrier_kind)."""
    kinds = [kind for kind, _ in rows]
    return gpd.GeoDataFrame({column: kinds}, geometry=[place(shapely.LineString(xy)) for _, xy in rows], crs=_CRS)


def draw_roads(rows):
    """Roads of (highway, coordinates), as a city holds them."""
    return split_lines(draw_lines("highway", rows), None)


def draw_divisions(outline, *, level="community"):
    """The divisions of one community with an outline, or without one (None)."""
    table = build_sample().divisions
    table = table[table["code"] != "410102001002"].assign(level=lambda rows: rows["level"].replace("community", level))
    if outline is None:
        return table.reset_index(drop=True)
    shapes = [place(outline) if code == COMMUNITY else None for code in table["code"]]
    return gpd.GeoDataFrame(table.reset_index(drop=True), geometry=shapes, crs=_CRS)


def list_workers(*posts):
    """Workers of (unit code, role)."""
    rows = [
        {"worker_id": f"w{i}", "unit_code": code, "name": "", "role": role, "phone": ""}
        for i, (code, role) in enumerate(posts)
    ]
    return pd.DataFrame(rows)


def build_pair(**layers):
    """Two right units of 200 m side by side, each with 400 households west and east of its middle, and a lead."""
    given = {
        "grid_units": draw_units(
            [(WEST, COMMUNITY, shapely.box(0, 0, 200, 200)), (EAST, COMMUNITY, shapely.box(200, 0, 400, 200))]
        ),
        "homes": draw_homes([(50, 100, 200), (150, 100, 200), (250, 100, 200), (350, 100, 200)]),
        "divisions": draw_divisions(shapely.box(0, 0, 400, 200)),
        "workers": list_workers((WEST, "lead"), (EAST, "lead")),
        "roads": draw_roads([("residential", [(0, -50), (400, -50)])]),
    }
    return replace(build_sample(), **{**given, **layers})


def build_street(units, blocks, *, width=100.0, **layers):
    """A street of blocks divided by roads: units of (code, number of blocks), households or homes of each block.

    A block is a number of households in its middle, or a list of homes (offset along the block, households).
    """
    rows, at = [], 0
    for code, count in units:
        rows.append((code, COMMUNITY, shapely.box(width * at, 0, width * (at + count), 100)))
        at += count
    homes = []
    for number, block in enumerate(blocks):
        one = isinstance(block, int | float)
        for offset, households in [(width / 2, block)] if one else block:
            more = {"compound": f"block {number}"} if one else {"compound": ""}
            homes.append((width * number + offset, 50, households, more))
    ways = [("residential", [(width * i, -20), (width * i, 120)]) for i in range(1, len(blocks))]
    given = {
        "grid_units": draw_units(rows),
        "homes": draw_homes(homes),
        "divisions": draw_divisions(None),
        "roads": draw_roads(ways or [("residential", [(0, -50), (9, -50)])]),
    }
    return replace(build_sample(), **{**given, **layers})


def measure_misfit(shapes, outlines):
    """How far polygons are from tiling others: what is missing, what stands out and what overlaps [m2]."""
    whole, own = shapely.union_all(np.asarray(outlines), grid_size=0.001), np.asarray(shapes)
    covered = shapely.union_all(own, grid_size=0.001)
    apart = shapely.symmetric_difference(whole, covered, grid_size=0.001).area
    return apart + abs(float(shapely.area(own).sum()) - covered.area)
