"""A lattice over the walk network: vertices that know the nearest road, some of them moved onto homes.

Service circles are drawn on it. It is linked to the network once, tile by tile as tiles are needed; then any number of
searches is read off it. A vertex that is moved onto a home has the home's own walk, so that circle and table agree.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import shapely

from geo.arrays import Float32, Float64, Int32, group_starts
from geo.walking.compiled import compiled
from geo.walking.network import WalkNetwork
from geo.walking.snap import MIN_COMPONENT_M, SNAP_LIMIT_M

#: Distance of the lattice's vertices [m].
SPACING_M: Final = 12.0


#: Vertices are moved by at most this share of the spacing, so that no cell folds over.
_MOST_SHIFT: Final = 0.45


#: Side of a tile [m]; tiles overlap by as much as a circle reaches.
_TILE_M: Final = 4_000.0


_TILES_KEPT: Final = 24


#: Share of the longest leg within which most vertices have a road.
_NEAR_SHARE: Final = 0.25


class EdgeSegments(NamedTuple):
    """Straight segments of all edges: their ends [m], the edge, and the way along it where each begins [m]."""

    x0: Float64
    y0: Float64
    x1: Float64
    y1: Float64
    edge: Int32
    begin_m: Float64


class Tile(NamedTuple):
    """A part of the lattice.

    Parameters
    ----------
    west, south, spacing_m
        Place of vertex (0, 0) before it was moved, and the distance of vertices [m].
    x, y
        Places of the vertices [m], shape (columns, rows).
    edge, offset_m, access_m
        Nearest edge, -1 where none is near enough, what the way along it and the leg to it cost [m]; (columns, rows).
    """

    west: float
    south: float
    spacing_m: float
    x: Float64
    y: Float64
    edge: Int32
    offset_m: Float32
    access_m: Float32


@dataclass(kw_only=True)
class Lattice:
    """The lattice of a network, linked where it was needed so far.

    Parameters
    ----------
    network
        The walk network.
    homes
        Places that vertices are moved onto [m], shape (n, 2).
    snap_limit_m, min_component_m
        As for :func:`geo.walking.snap.snap_points`.
    tiles
        Tiles on each side of 4,000 m: few for all facilities of a city, many for single places all over it. The
        vertices are the same whatever it is.
    """

    network: WalkNetwork
    homes: Float64
    snap_limit_m: float = SNAP_LIMIT_M
    min_component_m: float = MIN_COMPONENT_M
    tiles: int = 1
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _tiles: OrderedDict[tuple[int, int, int], Tile] = field(default_factory=OrderedDict)

    @cached_property
    def _segments(self) -> EdgeSegments:
        network = self.network
        usable = np.flatnonzero(network.component_length_m[network.component] >= self.min_component_m)
        xy, line = shapely.get_coordinates(network.geometry[usable], return_index=True)
        inner = line[1:] == line[:-1]
        start, end, edge = xy[:-1][inner], xy[1:][inner], usable[line[:-1][inner]].astype(np.int32)
        length_m = np.hypot(*(end - start).T)
        total_m = np.cumsum(length_m) - length_m
        first = group_starts(edge)
        begin_m = total_m - np.repeat(total_m[first], np.diff(np.r_[np.flatnonzero(first), len(edge)]))
        (x0, y0), (x1, y1) = start.T.copy(), end.T.copy()
        return EdgeSegments(x0, y0, x1, y1, edge, begin_m)

    def tile_of(self, x: float, y: float) -> tuple[int, int]:
        """Return the column and row of the tile that holds a place."""
        side_m = _TILE_M / self.tiles
        return int(np.floor(x / side_m)), int(np.floor(y / side_m))

    def open_tile(self, column: int, row: int, *, reach_m: float) -> Tile:
        """Return a tile with as much around it as a search from inside it can reach.

        Parameters
        ----------
        column, row
            As :meth:`tile_of` has them.
        reach_m
            Longest walk [m].

        Returns
        -------
        Tile
            Linked now, or before.
        """
        margin = int(np.ceil((reach_m + self.snap_limit_m) / SPACING_M)) + 2
        key = (column, row, margin)
        with self._lock:
            tile = self._tiles.get(key)
        if tile is None:
            tile = self._link(column, row, margin)
        with self._lock:
            self._tiles[key] = tile
            self._tiles.move_to_end(key)
            while len(self._tiles) > _TILES_KEPT:
                self._tiles.popitem(last=False)
        return tile

    def _find_begin(self, index: int) -> float:
        """Find where a column or row of tiles begins [m], to a vertex of the undivided tile that it is a part of."""
        whole, part = divmod(index, self.tiles)
        return whole * _TILE_M + SPACING_M * (part * _TILE_M / self.tiles // SPACING_M)

    def _link(self, column: int, row: int, margin: int) -> Tile:
        side = int(_TILE_M / self.tiles / SPACING_M) + 2 * margin + 1
        west, south = (self._find_begin(index) - margin * SPACING_M for index in (column, row))
        x, y = np.meshgrid(west + SPACING_M * np.arange(side), south + SPACING_M * np.arange(side), indexing="ij")
        east, north = west + side * SPACING_M, south + side * SPACING_M
        home_x, home_y = self.homes.T
        inside = (home_x >= west) & (home_x <= east) & (home_y >= south) & (home_y <= north)
        _move_vertices(x, y, self.homes[inside], west, south)
        segments = _take_near(self._segments, west, south, east, north, limit_m=self.snap_limit_m)
        legs = np.zeros(x.shape, np.float32), np.full(x.shape, np.inf, np.float32)
        tile = Tile(west, south, SPACING_M, x, y, np.full(x.shape, -1, np.int32), *legs)
        link_vertices(segments, tile, self.snap_limit_m)
        tile.offset_m[:] *= self.network.cost_factor[tile.edge]
        return tile


def _take_near(
    segments: EdgeSegments, west: float, south: float, east: float, north: float, *, limit_m: float
) -> EdgeSegments:
    """Take the segments whose box comes near a box; comparing all takes a millisecond, and no tree any memory."""
    x0, y0, x1, y1 = segments[:4]
    near = (np.maximum(x0, x1) >= west - limit_m) & (np.minimum(x0, x1) <= east + limit_m)
    near &= (np.maximum(y0, y1) >= south - limit_m) & (np.minimum(y0, y1) <= north + limit_m)
    return EdgeSegments._make(part[near] for part in segments)


def _move_vertices(x: Float64, y: Float64, homes: Float64, west: float, south: float) -> None:
    """Move the nearest vertex onto each home, of homes that share one onto the nearest."""
    if not len(homes):
        return
    at = (homes - (west, south)) / SPACING_M
    vertex = np.round(at).astype(np.int64)
    shift = at - vertex
    fits = (np.abs(shift).max(axis=1) <= _MOST_SHIFT) & (vertex >= 0).all(axis=1) & (vertex < len(x)).all(axis=1)
    away = np.hypot(*shift.T)
    order = np.flatnonzero(fits)[np.argsort(-away[fits], kind="stable")]
    x[vertex[order, 0], vertex[order, 1]] = homes[order, 0]
    y[vertex[order, 0], vertex[order, 1]] = homes[order, 1]


@compiled
def link_vertices(segments: EdgeSegments, tile: Tile, limit_m: float) -> None:
    """Find the nearest point on an edge for every vertex: each segment offers itself to the vertices around it.

    Parameters
    ----------
    segments
        Straight segments of edges.
    tile
        `edge`, `offset_m`, `access_m` are -1, 0 and infinite to begin with. Changed.
    limit_m
        Longest leg [m].
    """
    # most vertices have a road near by: what lies within the near limit is settled before the far one is looked at
    near_m = limit_m * _NEAR_SHARE
    _offer_segments(segments, tile, 0.0, near_m)
    _offer_segments(segments, tile, near_m, limit_m)


@compiled
def _offer_segments(segments: EdgeSegments, tile: Tile, settled_m: float, limit_m: float) -> None:
    """Offer segments to the vertices within a limit, but for those that have a road within what is settled."""
    x0, y0, x1, y1, owner, begin_m = segments
    west, south, spacing_m, x, y, edge, offset_m, access_m = tile
    columns, rows = x.shape
    for k in range(len(owner)):
        low_i = max(0, int((min(x0[k], x1[k]) - limit_m - west) / spacing_m))
        high_i = min(columns - 1, int((max(x0[k], x1[k]) + limit_m - west) / spacing_m) + 1)
        low_j = max(0, int((min(y0[k], y1[k]) - limit_m - south) / spacing_m))
        high_j = min(rows - 1, int((max(y0[k], y1[k]) + limit_m - south) / spacing_m) + 1)
        dx, dy = x1[k] - x0[k], y1[k] - y0[k]
        square = dx * dx + dy * dy
        for i in range(low_i, high_i + 1):
            for j in range(low_j, high_j + 1):
                if access_m[i, j] <= settled_m:
                    continue
                along = ((x[i, j] - x0[k]) * dx + (y[i, j] - y0[k]) * dy) / square if square > 0 else 0.0
                along = min(1.0, max(0.0, along))
                off_x, off_y = x0[k] + along * dx - x[i, j], y0[k] + along * dy - y[i, j]
                away_m = np.sqrt(off_x * off_x + off_y * off_y)
                if away_m <= limit_m and away_m < access_m[i, j]:
                    access_m[i, j] = away_m
                    offset_m[i, j] = begin_m[k] + along * np.sqrt(square)
                    edge[i, j] = owner[k]
