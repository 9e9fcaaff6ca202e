"""The street side: names of roads, and the numbered places along them where shops and services stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from geo.arrays import Bool, Float64, Int64, Objects
from geo.reference.blocks import Ground
from geo.reference.layouts import FIELDS
from geo.reference.street_lattice import ACROSS, DIAGONAL, UP, Lattice
from geo.reference.terrain import PRECISION_M, Terrain

#: Numbers rise by two, odd on one side and even on the other, every so many metres.
_NUMBER_M: Final = 12.0
_AT: Final = np.array([0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9])
_LEAST_M: Final = 90.0
_OFFSET_M: Final = 6.0
_RENAMED_SHARE: Final = 0.04


@dataclass(frozen=True)
class RoadNames:
    """What roads are called.

    Parameters
    ----------
    of_segment
        Row of the name of each segment, -1 outside the towns, shape (m,).
    name, old_name
        Names; the old one is "" for most.
    beginning
        Where its numbers begin [m], shape (r, 2).
    """

    of_segment: Int64
    name: Objects
    old_name: Objects
    beginning: Float64

    def write_out(self) -> Objects:
        """Return the name of the road of each segment, "" for none, shape (m,)."""
        return np.append(self.name, "")[self.of_segment]


def name_roads(
    terrain: Terrain,
    ground: Ground,
    lattice: Lattice,
    words: Mapping[str, Any],
    is_road: Bool,
    rng: np.random.Generator,
) -> RoadNames:
    """Name the roads of the towns, each within the reach of one centre.

    Parameters
    ----------
    terrain, ground, lattice
        The land.
    words
        The table ``roads`` of names.toml.
    is_road
        Whether each segment is a road, shape (m,).
    rng
        Which words.

    Returns
    -------
    RoadNames
        A long road is called east and west, or north and south, of its centre.
    """
    s = ground.segments
    row = np.flatnonzero(is_road & s.beside(ground.in_town))
    middle = (s.start[row] + s.end[row]) / 2
    centres = np.array([centre["at"] for centre in terrain.centres])
    town = np.hypot(*np.moveaxis(middle[:, None, :] - centres, -1, 0)).argmin(axis=1)
    line = s.line[row]
    orientation, number = lattice.orientation[line], lattice.number[line]
    axis = np.where(orientation == UP, 1, 0)
    beyond = (middle - centres[town])[np.arange(len(row)), axis] >= 0
    is_lane = (number % 2 != 0) & (orientation != DIAGONAL)
    keys = np.column_stack([town, orientation, number, is_lane, np.where(is_lane, False, beyond)])
    roads, of_row = np.unique(keys, axis=0, return_inverse=True)
    _, word = np.unique(roads[:, :3], axis=0, return_inverse=True)
    pairs = pair_words(words)
    drawn = rng.choice(len(pairs), word.max() + 1 + len(roads), replace=False)
    names = np.array([pairs[n] for n in drawn], object)
    name = [_call(names[w], key, words) for w, key in zip(word, roads, strict=True)]
    renamed = rng.random(len(roads)) < _RENAMED_SHARE
    old = [_call(names[word.max() + 1 + n], key, words) if renamed[n] else "" for n, key in enumerate(roads)]
    of_segment = np.full(len(s.kind), -1, np.int64)
    of_segment[row] = of_row.ravel()
    return RoadNames(of_segment, np.array(name, object), np.array(old, object), centres[roads[:, 0]])


def pair_words(words: Mapping[str, Any]) -> list[str]:
    """Pair the first and second characters that roads are named with.

    Parameters
    ----------
    words
        The table ``roads`` of names.toml.

    Returns
    -------
    list of str
        Every pair once.

    Examples
    --------
    >>> pair_words({"first": "金金", "second": "金山水"})
    ['金山', '金水']
    """
    return list(dict.fromkeys(a + b for a in words["first"] for b in words["second"] if a != b))


def _call(word: str, key: Int64, words: Mapping[str, Any]) -> str:
    _, orientation, _, is_lane, beyond = key.tolist()
    if is_lane:
        return f"{word}{words['lane']}"
    sides = ("south", "north") if orientation == UP else ("west", "east")
    return f"{word}{words[sides[beyond]]}{words['up' if orientation == UP else 'across']}"


@dataclass(frozen=True)
class Places:
    """Numbered places along roads.

    Parameters
    ----------
    xy
        Place [m], shape (n, 2).
    block
        Block on whose side of the road it lies, shape (n,).
    road, number
        Row of the road's name and house number, shape (n,).
    """

    xy: Float64
    block: Int64
    road: Int64
    number: Int64

    def take(self, rows: Int64) -> "Places":
        """Return some of the places."""
        return Places(self.xy[rows], self.block[rows], self.road[rows], self.number[rows])


def number_places(xy: Float64, road: Int64, is_odd: Bool, names: RoadNames, orientation: Int64) -> Int64:
    """Find the house numbers of places along their roads.

    Parameters
    ----------
    xy
        Places [m], shape (n, 2).
    road
        Row of the road's name, shape (n,).
    is_odd
        Whether they stand on the side with odd numbers, shape (n,).
    names
        Roads.
    orientation
        Orientation of the road's line, shape (n,).

    Returns
    -------
    ndarray of int64
        House numbers, shape (n,).
    """
    away = np.abs(xy - names.beginning[road])
    along_m = np.select([orientation == ACROSS, orientation == UP], [away[:, 0], away[:, 1]], np.hypot(*away.T))
    return 2 * (along_m // _NUMBER_M).astype(np.int64) + np.where(is_odd, 1, 2)


def find_side(ground: Ground, lattice: Lattice, segment: Int64, block: Int64) -> tuple[Float64, Bool]:
    """Tell on which side of a road a block lies.

    Parameters
    ----------
    ground, lattice
        Blocks and lines.
    segment, block
        Rows of segments and of the blocks beside them, shape (n,).

    Returns
    -------
    tuple of ndarray
        Unit vector towards the block, shape (n, 2), and whether its numbers are odd: north of a road across, else
        east, shape (n,).
    """
    s = ground.segments
    along = s.end[segment] - s.start[segment]
    across = np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(*along.T)[:, None]
    towards = ((ground.xy[block] - s.start[segment]) * across).sum(axis=1)
    across = across * np.where(towards < 0, -1.0, 1.0)[:, None]
    is_across = lattice.orientation[s.line[segment]] == ACROSS
    return across, np.where(is_across, across[:, 1] > 0, across[:, 0] > 0)


def list_places(ground: Ground, lattice: Lattice, names: RoadNames, use: Int64) -> Places:
    """List the places along both sides of the named roads where a shop or a service may stand.

    Parameters
    ----------
    ground, lattice, names
        Blocks, lines, roads.
    use
        What each block is used for; nothing stands beside fields. Shape (n,).

    Returns
    -------
    Places
        Eight a side of a road of 90 m or more, none at its gates.
    """
    s = ground.segments
    fit = np.flatnonzero((names.of_segment >= 0) & (s.length_m >= _LEAST_M))
    segment, block = np.tile(fit, 2), np.concatenate([s.left[fit], s.right[fit]])
    keep = (block >= 0) & (use[block] != FIELDS)
    segment, block = segment[keep], block[keep]
    across, is_odd = find_side(ground, lattice, segment, block)
    n = len(_AT)
    along = (s.end[segment] - s.start[segment])[:, None, :] * _AT[None, :, None]
    xy = (s.start[segment][:, None, :] + along + across[:, None, :] * _OFFSET_M).reshape(-1, 2)
    road = np.repeat(names.of_segment[segment], n)
    orientation = np.repeat(lattice.orientation[s.line[segment]], n)
    number = number_places(xy, road, np.repeat(is_odd, n), names, orientation)
    xy = np.round(xy / PRECISION_M) * PRECISION_M
    places = Places(xy, np.repeat(block, n), road, number)
    _, first = np.unique(np.column_stack([road, number]), axis=0, return_index=True)
    return places.take(np.sort(first))
