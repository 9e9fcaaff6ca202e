"""Planned roads: joined to the walk network where they meet it."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import scipy.sparse.csgraph
import shapely

from geo.arrays import Bool, Shapes
from geo.walking.split import number_nodes, split_lines

#: A planned road that ends so near to a road joins it [m]: drawings seldom end on its centre line.
JOIN_M: Final = 10.0


_TOUCH_M: Final = 0.01


def add_roads(roads: gpd.GeoDataFrame, planned: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """Add planned roads to a walk network.

    Parameters
    ----------
    roads
        The roads layer. Not changed.
    planned
        LineStrings in the same CRS. An end within :data:`JOIN_M` of a road is drawn on to it; planned roads meet the
        roads that they cross, and each other.

    Returns
    -------
    geopandas.GeoDataFrame
        A roads layer with the same edges, those that are met cut in two, and the planned ones, all of them walkable;
        without planned roads that lead to no road. ``was`` is the row that an uncut edge had, -1 for the others.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> roads = build_sample().roads
    >>> short_cut = gpd.GeoSeries([shapely.LineString(np.add([(0, 0), (300, 300)], ORIGIN))], crs=roads.crs)
    >>> more = add_roads(roads, short_cut)
    >>> len(more) - len(roads), round(float(more.length_m.sum() - roads.length_m.sum()), 1)
    (1, 424.3)
    """
    lines = np.asarray(roads.geometry.values)
    tree = shapely.STRtree(lines)
    drawn = _reach_out(np.asarray(planned.to_numpy()), lines, tree)
    touched = np.unique(tree.query(drawn, predicate="dwithin", distance=_TOUCH_M)[1])
    cut = _cut_again(roads.iloc[touched], drawn)
    is_touched = np.isin(np.arange(len(roads)), touched)
    rest = roads.assign(was=np.arange(len(roads), dtype=np.int32))[~is_touched]
    local = _name_nodes(cut, roads.iloc[touched], int(max(roads["u"].max(), roads["v"].max())) + 1)
    together = pd.concat([rest.drop(columns="edge_id"), local], ignore_index=True)
    together = gpd.GeoDataFrame(together, crs=roads.crs)
    return number_nodes(together[_leads_somewhere(together)].drop(columns="is_planned").reset_index(drop=True))


def _reach_out(planned: Shapes, lines: Shapes, tree: shapely.STRtree) -> Shapes:
    """Draw planned roads on to the road that each end is near to."""
    out = planned.copy()
    for position in (0, -1):
        ends = shapely.get_point(out, position)
        row, near = tree.query_nearest(ends, max_distance=JOIN_M, all_matches=False)
        on_road = shapely.line_interpolate_point(lines[near], shapely.line_locate_point(lines[near], ends[row]))
        apart = shapely.distance(on_road, ends[row]) > 0
        for i, point in zip(row[apart], on_road[apart], strict=True):
            xy = shapely.get_coordinates(out[i])
            end = shapely.get_coordinates(point)
            out[i] = shapely.linestrings(np.vstack([end, xy] if position == 0 else [xy, end]))
    return out


def _cut_again(touched: gpd.GeoDataFrame, drawn: Shapes) -> gpd.GeoDataFrame:
    """Split touched roads and planned ones where they meet."""
    about = [name for name in ("highway", "name", "signals", "private") if name in touched]
    table = pd.concat(
        [pd.DataFrame(touched[[*about, "steps"]]), pd.DataFrame({"highway": ["planned"] * len(drawn)})],
        ignore_index=True,
    )
    table["highway"] = table["highway"].where(~table["steps"].fillna(False).astype(bool), "steps")
    if "name" in table:
        table["name"] = table["name"].fillna("")
    if "signals" in table:
        table["signals"] = table["signals"].astype(float).fillna(0.0)
    if "private" in table:
        table["private"] = table["private"].fillna(False).astype(bool)  # what is planned is public
    shapes = np.concatenate([np.asarray(touched.geometry.values), drawn])
    lines = gpd.GeoDataFrame(table.drop(columns="steps"), geometry=shapes, crs=touched.crs)
    cut = split_lines(lines, None, join_crossings=True)
    return cut.assign(is_planned=cut["highway"] == "planned")


def _name_nodes(cut: gpd.GeoDataFrame, touched: gpd.GeoDataFrame, first: int) -> gpd.GeoDataFrame:
    """Give the nodes of cut edges the numbers that they have in the whole network, new ones the next free."""
    old_ends = _find_ends(touched)
    old = np.concatenate([touched["u"], touched["v"]])
    ends = _find_ends(cut)
    local = np.concatenate([cut["u"], cut["v"]])
    number = first + np.arange(int(local.max()) + 1)
    if len(old):
        near, known = shapely.STRtree(old_ends).query_nearest(ends, max_distance=_TOUCH_M, all_matches=False)[:2]
        number[local[near]] = old[known]
    u, v = np.split(number[local], 2)
    return cut.drop(columns="edge_id").assign(u=u, v=v, was=np.int32(-1))


def _find_ends(edges: gpd.GeoDataFrame) -> Shapes:
    lines = np.asarray(edges.geometry.values)
    return np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])


def _leads_somewhere(edges: gpd.GeoDataFrame) -> Bool:
    """Tell which edges hang together with a road that is there already."""
    n = int(max(edges["u"].max(), edges["v"].max())) + 1
    graph = scipy.sparse.coo_array((np.ones(len(edges)), (edges["u"], edges["v"])), shape=(n, n))
    _, component = scipy.sparse.csgraph.connected_components(graph, directed=False)
    is_old = edges["is_planned"].to_numpy() != True  # noqa: E712 - NaN, where there was no such column, is old
    has_old = np.zeros(component.max() + 1, bool)
    has_old[component[edges["u"].to_numpy()[is_old]]] = True
    return np.asarray(has_old[component[edges["u"].to_numpy()]])
