"""Outlines of grid units that do not fit: gaps, overlaps, slivers, parts, holes, what lies outside the community."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Int64, Objects
from geo.city.model import City
from geo.grid.seams import LEAST_GAP_M2, find_unit_gaps, measure_width
from geo.grid.units import OVERLAP_TOLERANCE_M2
from geo.grid_care.findings import make_findings

#: A unit is a sliver where no circle of this width fits in [m], or where it fills less of the circle of its perimeter.
SLIVER_M: Final = 15.0
SLIVER_SHARE: Final = 0.08
#: Smaller parts and holes, and less outside the community, are drawing noise [m2].
_NOISE_M2: Final = 1.0
#: Strips no wider are what rounding leaves between outlines [m].
_ROUNDING_M: Final = 0.01
#: Lines that all but coincide are united on a grid: without one, differences of whole communities went wrong [m].
_GRID_M: Final = 0.001


def check_topology(city: City) -> list[pd.DataFrame]:
    """Find base units in force whose outlines do not fit.

    Parameters
    ----------
    city
        Any city. Gaps are sought inside the outlines of communities where its divisions have them, else between units.

    Returns
    -------
    list of pandas.DataFrame
        Findings: gaps and overlaps of more than 1 m2; units outside their community; slivers, which are nowhere
        :data:`SLIVER_M` wide or fill less than :data:`SLIVER_SHARE` of the circle with their perimeter; units in
        several parts and with holes.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> [len(part) for part in check_topology(build_sample())]
    [0, 0, 0, 0, 0, 0]
    """
    units = city.base_units
    outlines = find_outlines(city)
    return [
        _find_gaps(units, outlines),
        _find_overlaps(units),
        _find_outside(units, outlines),
        _find_slivers(units),
        _find_parts(units),
        _find_holes(units),
    ]


def find_outlines(city: City) -> "pd.Series[shapely.Geometry]":
    """Find the outlines of communities and villages.

    Parameters
    ----------
    city
        Any city.

    Returns
    -------
    pandas.Series
        Code -> polygon; empty where the divisions have none.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> len(find_outlines(build_sample()))
    0
    """
    divisions = city.divisions
    if not isinstance(divisions, gpd.GeoDataFrame):
        return pd.Series(dtype=object)
    shapes = np.asarray(divisions.geometry.values)
    drawn = divisions["level"].isin(["community", "village"]) & ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    return pd.Series(shapes[drawn.to_numpy()], index=divisions.loc[drawn, "code"].to_numpy(object), dtype=object)


def _find_gaps(units: gpd.GeoDataFrame, outlines: "pd.Series[shapely.Geometry]") -> pd.DataFrame:
    shapes, codes = np.asarray(units.geometry.values), units["unit_code"].to_numpy(object)
    if not len(outlines):
        gaps = find_unit_gaps(shapes)
        beside = [codes[list(gap.units)] for gap in gaps]
        pieces = np.array([gap.shape for gap in gaps], object)
    else:
        pieces, beside = _find_uncovered(shapes, codes, outlines)
    return make_findings(
        "gap",
        [near[0] if len(near) else "" for near in beside],
        others=[near[1] if len(near) > 1 else "" for near in beside],
        amounts=shapely.area(pieces).tolist(),
        shapes=pieces,
    )


def _find_uncovered(
    shapes: Objects, codes: Objects, outlines: "pd.Series[shapely.Geometry]"
) -> tuple[Objects, list[Objects]]:
    """Find what of communities no unit covers, and which units lie beside it."""
    tree = shapely.STRtree(shapes)
    whole = outlines.to_numpy(object)
    community, unit = tree.query(whole, predicate="intersects")
    covered = np.full(len(whole), shapely.Polygon(), object)
    for row in np.unique(community):
        covered[row] = shapely.union_all(shapes[unit[community == row]], grid_size=_GRID_M)
    pieces = shapely.get_parts(shapely.difference(whole, covered, grid_size=_GRID_M))
    pieces = pieces[shapely.area(pieces) > LEAST_GAP_M2]
    pieces = pieces[~shapely.is_empty(shapely.buffer(pieces, -_ROUNDING_M))]
    return pieces, [codes[np.sort(tree.query(piece, predicate="dwithin", distance=_ROUNDING_M))] for piece in pieces]


def _find_overlaps(units: gpd.GeoDataFrame) -> pd.DataFrame:
    shapes, codes = np.asarray(units.geometry.values), units["unit_code"].to_numpy(object)
    first, second = _list_pairs(shapes)
    shared = shapely.intersection(shapes[first], shapes[second])
    wide = shapely.area(shared) > OVERLAP_TOLERANCE_M2
    first, second, shared = first[wide], second[wide], shared[wide]
    amounts = shapely.area(shared).tolist()
    return make_findings("overlap", codes[first], others=codes[second], amounts=amounts, shapes=shared)


def _list_pairs(shapes: Objects) -> tuple[Int64, Int64]:
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
    return first[once], second[once]


def _find_outside(units: gpd.GeoDataFrame, outlines: "pd.Series[shapely.Geometry]") -> pd.DataFrame:
    known = units[units["community"].isin(outlines.index)]
    own = outlines.reindex(known["community"]).to_numpy(object)
    rest = shapely.difference(np.asarray(known.geometry.values), own)
    rest = np.where(shapely.area(rest) > _NOISE_M2, rest, shapely.Polygon())
    is_out = ~shapely.is_empty(shapely.buffer(rest, -_ROUNDING_M))
    return make_findings(
        "outside",
        known["unit_code"].to_numpy(object)[is_out],
        others=known["community"].to_numpy(object)[is_out],
        amounts=shapely.area(rest[is_out]).tolist(),
        shapes=rest[is_out],
    )


def _find_slivers(units: gpd.GeoDataFrame) -> pd.DataFrame:
    shapes = np.asarray(units.geometry.values)
    share = 4 * np.pi * shapely.area(shapes) / np.maximum(shapely.length(shapes), 1e-9) ** 2
    thin = (share < SLIVER_SHARE) | shapely.is_empty(shapely.buffer(shapes, -SLIVER_M / 2))
    widths = [measure_width(shape) for shape in shapes[thin]]
    return make_findings("sliver", units["unit_code"].to_numpy(object)[thin], amounts=widths, shapes=shapes[thin])


def _find_parts(units: gpd.GeoDataFrame) -> pd.DataFrame:
    parts, unit = shapely.get_parts(np.asarray(units.geometry.values), return_index=True)
    order = np.lexsort((-shapely.area(parts), unit))
    parts, unit = parts[order], unit[order]
    extra = np.flatnonzero((unit[1:] == unit[:-1]) & (shapely.area(parts[1:]) > _NOISE_M2)) + 1
    codes = units["unit_code"].to_numpy(object)[unit[extra]]
    return make_findings("parts", codes, amounts=shapely.area(parts[extra]).tolist(), shapes=parts[extra])


def _find_holes(units: gpd.GeoDataFrame) -> pd.DataFrame:
    parts, unit = shapely.get_parts(np.asarray(units.geometry.values), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    inner = np.flatnonzero(part[1:] == part[:-1]) + 1
    holes = shapely.polygons(rings[inner])
    large = shapely.area(holes) > _NOISE_M2
    codes = units["unit_code"].to_numpy(object)[unit[part[inner[large]]]]
    return make_findings("hole", codes, amounts=shapely.area(holes[large]).tolist(), shapes=holes[large])
