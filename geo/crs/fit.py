"""Whether places fit the roads in the datum that is stated for them, in another, in part, or a constant way beside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyproj
import shapely

from geo.arrays import Bool, Float64, Int64, Integer
from geo.crs.datum import from_wgs84, to_wgs84
from geo.crs.projection import WGS84, project_coordinates
from geo.texts.notes import Note, make_note

#: Places that are tested, drawn out of all: every tenth row may be of one kind.
_SAMPLE: Final = 2000
#: Another reading is better where its median distance to a road is below this share, and so much less [m].
_BETTER_SHARE: Final = 0.6
_BETTER_M: Final = 10.0
#: So many places speak for themselves; fewer must fit much better than by chance.
_MANY: Final = 100
_FEW_SHARE: Final = 0.5
#: Shifts as long as that of a datum, in other directions: what chance alone makes fit.
_TURNS: Final = np.radians([60, 120, 180, 240, 300])
#: Fewest places, and least share of all, that a part has; it has half of that more than chance makes, and so many times
#: more than the spread of that.
_FEWEST: Final = 6
_LEAST_SHARE: Final = 0.1
_SIGMAS: Final = 4.0
#: Constant offsets that are tried: as far as old datums are apart, in steps finer than streets [m].
_FARTHEST_M: Final = 150.0
_COARSE_M: Final = 25.0
_FINE_M: Final = 6.25
_OFFSET_SAMPLE: Final = 200
#: Share of the places that must fit after an offset.
_MOST: Final = 0.7
#: Places lie where roads are where their distance is below this share of what chance makes.
_AMID_ROADS: Final = 0.5
#: Where places are many, another datum must bring them this much nearer than chance does.
_BY_CHANCE: Final = 0.75
_FEWEST_FOR_OFFSET: Final = 20
#: Rows that a note names.
_SHOWN: Final = 8
#: Stands before the datum that the roads may be in.
_ROADS: Final = "roads as "
_IF_ROADS: Final = (f"{_ROADS}gcj02", f"{_ROADS}bd09")


@dataclass(frozen=True)
class _Places:
    """Places that are tested: where they lie, their rows, and where each other datum would put them."""

    xy: Float64
    rows: Int64
    moved: Mapping[str, Float64]


def compare_datums(
    xy: Float64,
    roads: shapely.STRtree,
    *,
    crs: pyproj.CRS,
    datum: str,
    stated: str,
    file: str,
    numbers: Integer,
) -> list[Note]:
    """Test whether places fit the roads better in another datum than in the one stated.

    Parameters
    ----------
    xy
        Places in the city's CRS, read as stated, shape (n, 2).
    roads
        Tree of the roads' lines, same CRS.
    crs
        Of the city.
    datum
        The datum of longitude and latitude that they were read in; ``"wgs84"`` for any other CRS.
    stated
        What the file or its source says, for the message.
    file
        Name of the file, for the message.
    numbers
        The number of the file's row that each place belongs to, shape (n,).

    Returns
    -------
    list of Note
        A warning where another datum brings the median distance below six tenths and 10 m less, where it does so for a
        part of the rows and chance does not, or where a constant offset does; else nothing. Nothing without places.

    Examples
    --------
    >>> crs = pyproj.CRS.from_epsg(4547)
    >>> nothing = np.empty((0, 2)), shapely.STRtree([])
    >>> compare_datums(*nothing, crs=crs, datum="wgs84", stated="wgs84", file="a.csv", numbers=np.empty(0, int))
    []
    """
    rows = np.sort(np.random.default_rng(0).permutation(len(xy))[:_SAMPLE])
    rows = rows[np.isfinite(xy[rows]).all(axis=1)]
    if not len(rows) or not len(roads):
        return []
    places = _Places(xy[rows], rows, move_places(xy[rows], crs=crs, datum=datum))
    stated_m = _measure(places.xy, roads)
    tried_m = {name: _measure(moved, roads) for name, moved in places.moved.items()}
    best = min(tried_m, key=lambda name: float(np.median(tried_m[name])), default=None)
    if best is not None and _is_better(tried_m[best], stated_m) and not _is_chance(places, best, tried_m[best], roads):
        return [_doubt(best, tried_m[best], stated_m, stated, file)]
    part = _find_part(places, stated_m, tried_m, roads)
    if part is not None:
        name, wrong = part
        if 3 * _fits_better(stated_m, tried_m[name]).sum() < wrong.sum():  # hardly one is right as stated
            return [_doubt(name, tried_m[name], stated_m, stated, file)]
        found = np.unique(numbers[rows[wrong]])
        shown = ", ".join(map(str, found[:_SHOWN])) + (" …" if len(found) > _SHOWN else "")
        share = float(wrong.mean())
        return [make_note("partly_doubtful_datum", file=file, better=name, datum=stated, share=share, rows=shown)]
    return _find_offset(places.xy, stated_m, roads, file)


def _doubt(better: str, tried_m: Float64, stated_m: Float64, stated: str, file: str) -> Note:
    better_m, datum_m = _median(tried_m), _median(stated_m)
    if better in _IF_ROADS:
        name = better.removeprefix(_ROADS)
        return make_note("doubtful_roads", file=file, better=name, better_m=better_m, datum=stated, datum_m=datum_m)
    return make_note("doubtful_datum", file=file, better=better, better_m=better_m, datum=stated, datum_m=datum_m)


def move_places(xy: Float64, *, crs: pyproj.CRS, datum: str) -> dict[str, Float64]:
    """Move places to where they lie if their numbers are meant in another datum than the one they were read in.

    Parameters
    ----------
    xy
        Places in the city's CRS, shape (n, 2).
    crs
        Of the city.
    datum
        The datum that they were read in.

    Returns
    -------
    dict
        Other datum -> places in the city's CRS, shape (n, 2); behind "roads as ": where they lie beside roads of that
        datum that were read as WGS-84. Without those that move nothing, as abroad.

    Examples
    --------
    >>> x, y = project_coordinates(113.66, 34.75, datum="wgs84", crs=pyproj.CRS.from_epsg(4547))
    >>> list(move_places(np.array([[x, y]]), crs=pyproj.CRS.from_epsg(4547), datum="cgcs2000"))
    ['gcj02', 'bd09', 'roads as gcj02', 'roads as bd09']
    """
    lon, lat = pyproj.Transformer.from_crs(crs, WGS84, always_xy=True).transform(*xy.T)
    given = from_wgs84(lon, lat, datum=datum)
    others = {
        name: np.column_stack(project_coordinates(*to_wgs84(*given, datum=name), datum="wgs84", crs=crs))
        for name in ("wgs84", "gcj02", "bd09")
        if name != datum
    }
    others |= {
        _ROADS + name: np.column_stack(project_coordinates(*from_wgs84(lon, lat, datum=name), datum="wgs84", crs=crs))
        for name in ("gcj02", "bd09")
    }
    return {name: moved for name, moved in others.items() if np.nanmax(np.abs(moved - xy), initial=0.0) > _BETTER_M}


def _measure(xy: Float64, roads: shapely.STRtree) -> Float64:
    """Measure how far places are from the nearest road [m]."""
    _, distance_m = roads.query_nearest(shapely.points(xy), all_matches=False, return_distance=True)
    return np.asarray(distance_m, float)


def _median(distance_m: Float64) -> float:
    return float(np.median(distance_m))


def _is_better(tried_m: Float64, stated_m: Float64) -> bool:
    tried, stated = _median(tried_m), _median(stated_m)
    return tried <= _BETTER_SHARE * stated and tried <= stated - _BETTER_M


def _fits_better(tried_m: Float64, stated_m: Float64) -> Bool:
    """Tell which places another reading brings to a road."""
    return np.asarray((tried_m <= stated_m / 2) & (tried_m <= stated_m - _BETTER_M))


def _is_chance(places: _Places, name: str, tried_m: Float64, roads: shapely.STRtree) -> bool:
    """Tell whether places fit another datum hardly better than shifts as long in other directions."""
    share = _FEW_SHARE if len(places.xy) < _MANY else _BY_CHANCE
    shift = places.moved[name] - places.xy
    by_chance = [_median(_measure(places.xy + _turn(shift, angle), roads)) for angle in _TURNS]
    return _median(tried_m) > share * min(by_chance)


def _find_part(
    places: _Places, stated_m: Float64, tried_m: Mapping[str, Float64], roads: shapely.STRtree
) -> tuple[str, Bool] | None:
    """Find places that another datum brings to the roads, more than shifts in other directions do by chance."""
    found = {name: _fits_better(distance_m, stated_m) for name, distance_m in tried_m.items() if name not in _IF_ROADS}
    for name in sorted(found, key=lambda name: -int(found[name].sum())):
        wrong = found[name]
        if wrong.sum() < max(_FEWEST, _LEAST_SHARE * len(wrong)):
            return None
        shift = places.moved[name] - places.xy
        by_chance = [_fits_better(_measure(places.xy + _turn(shift, angle), roads), stated_m) for angle in _TURNS]
        most = max(int(fits.sum()) for fits in by_chance)
        if wrong.sum() - most >= max(_FEWEST, _LEAST_SHARE * len(wrong) / 2, _SIGMAS * np.sqrt(most)):
            return name, wrong
    return None


def _turn(shift: Float64, angle: float) -> Float64:
    cos, sin = np.cos(angle), np.sin(angle)
    turned: Float64 = shift @ np.array([[cos, sin], [-sin, cos]])
    return turned


def _find_offset(xy: Float64, stated_m: Float64, roads: shapely.STRtree, file: str) -> list[Note]:
    """Find one offset, and only one, that brings places to the roads which lie beside them as if by chance."""
    if len(xy) < _FEWEST_FOR_OFFSET:
        return []
    xy, stated_m = xy[:: len(xy) // _OFFSET_SAMPLE + 1], stated_m[:: len(xy) // _OFFSET_SAMPLE + 1]
    by_chance = [_most(_measure(xy + _turn(np.array([_FARTHEST_M, 0.0]), angle), roads)) for angle in _TURNS]
    if _most(stated_m) < _AMID_ROADS * np.median(by_chance):
        return []  # they lie where roads are
    at = np.arange(-_FARTHEST_M, _FARTHEST_M + 1, _COARSE_M)
    offsets = np.array([(east, north) for east in at for north in at if np.hypot(east, north) <= _FARTHEST_M])
    tried = _try_offsets(xy, offsets, roads)
    coarse = offsets[np.argmin(tried)]
    fine = coarse + np.array([(i, j) for i in range(-4, 5) for j in range(-4, 5)]) * _FINE_M
    tried_fine = _try_offsets(xy, fine, roads)
    offset, best_m = fine[np.argmin(tried_fine)], float(tried_fine.min())
    elsewhere = tried[np.hypot(*(offsets - offset).T) > 3 * _COARSE_M].min()
    share = _BETTER_SHARE if len(xy) >= _MANY else _FEW_SHARE / 2
    if best_m > min(share * elsewhere, elsewhere - _BETTER_M, share * _most(stated_m), _most(stated_m) - _BETTER_M):
        return []
    east, north = -offset  # where the places lie, seen from where they fit
    note = make_note(
        "constant_offset",
        file=file,
        offset_m=float(np.hypot(east, north)),
        east_m=float(east),
        north_m=float(north),
        better_m=best_m,
        stated_m=_most(stated_m),
    )
    return [note]


def _most(distance_m: Float64) -> float:
    """Return the distance that most places are within: half may lie along streets that an offset follows [m]."""
    return float(np.quantile(distance_m, _MOST))


def _try_offsets(xy: Float64, offsets: Float64, roads: shapely.STRtree) -> Float64:
    """Measure how far most places are from a road after each offset [m]."""
    moved = (xy + offsets[:, np.newaxis]).reshape(-1, 2)
    most_m: Float64 = np.quantile(_measure(moved, roads).reshape(len(offsets), len(xy)), _MOST, axis=1)
    return most_m
