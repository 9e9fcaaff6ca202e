"""Atoms: what is not divided any further, so that units of today, roads, walls and compounds stay whole."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse
import scipy.sparse.csgraph
import shapely

from geo.arrays import Bool, Float64, Int64, Objects
from geo.grid_care.faces import cut_faces, find_borders
from geo.grid_care.home_cells import draw_cell_lines

#: A face with more households is cut between its compounds, a compound with more between its buildings.
FACE_HOUSEHOLDS: Final = 150.0
COMPOUND_HOUSEHOLDS: Final = 500.0
#: A face where nobody lives and that is smaller goes with the one beside it [m2]: verges, middles of crossings.
LEAST_FACE_M2: Final = 1_000.0
#: A border with less that runs along no line is none to walk across [m].
_LEAST_OPEN_M: Final = 1.0


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What atoms are cut from.

    Parameters
    ----------
    outlines
        Polygons of the units of today, shape (n,).
    group
        Community of each, from 0, shape (n,).
    lines
        Lines along which units are divided: roads, walls, rivers, railways.
    severing
        Those of them that no unit lies across.
    points
        Homes, shape (m,).
    households
        Of each home, shape (m,).
    compound
        Compound of each home, from 0, -1 for none, shape (m,).
    unit
        Row of the unit of today that each home counts to, shape (m,).
    """

    outlines: Objects
    group: Int64
    lines: Objects
    severing: Objects
    points: Objects
    households: Float64
    compound: Int64
    unit: Int64


@dataclass(frozen=True, kw_only=True)
class Atoms:
    """Pieces of units of today; together they are the units.

    Parameters
    ----------
    faces
        Polygons, shape (f,).
    atom
        Atom of each face, shape (f,): most atoms are one face.
    unit
        Row of the unit of today that each atom is of, ascending, shape (n,).
    households
        Of each atom, shape (n,).
    home
        Atom of each home, shape (m,).
    one, other
        Neighbours within a community, each pair once, shape (p,).
    border_m, open_m
        Length of their border, and of it what runs along no severing line [m], shape (p,).
    cost_m
        What a border of units there costs: its length, twice where it runs along no road and no wall [m], shape (p,).
    """

    faces: Objects
    atom: Int64
    unit: Int64
    households: Float64
    home: Int64
    one: Int64
    other: Int64
    border_m: Float64
    open_m: Float64
    cost_m: Float64


def make_atoms(ground: Ground, *, is_fine: Bool) -> Atoms:
    """Cut units of today into atoms.

    Parameters
    ----------
    ground
        What they are cut from.
    is_fine
        Whether every building of a community is an atom of its own, shape (communities,): where whole compounds do not
        lead to the wanted sizes.

    Returns
    -------
    Atoms
        Faces between roads and walls; those with many households are cut into what is nearest to each compound.

    Examples
    --------
    >>> square = np.array([shapely.box(0, 0, 100, 100)])
    >>> zero, homes = np.zeros(2, np.int64), shapely.points([[20, 50], [80, 50]])
    >>> ground = Ground(
    ...     outlines=square, group=zero[:1], lines=square[:0], severing=square[:0], points=homes,
    ...     households=np.array([400.0, 300.0]), compound=np.array([0, 1]), unit=zero,
    ... )
    >>> atoms = make_atoms(ground, is_fine=np.array([False]))
    >>> atoms.households.tolist(), [round(float(length)) for length in atoms.open_m]
    ([300.0, 400.0], [100])
    """
    faces, unit = cut_faces(ground.outlines, ground.group, ground.lines)
    home = place_homes(faces, unit, ground)
    cells = _choose_cells(ground, home, len(faces), is_fine)
    wanted = np.flatnonzero(cells >= 0)
    lines = draw_cell_lines(faces, ground.points[wanted], home[wanted], cells[wanted])
    if len(lines):
        faces, unit = cut_faces(ground.outlines, ground.group, np.concatenate([ground.lines, lines]))
        home = place_homes(faces, unit, ground)
    return _join_faces(faces, unit, home, ground)


def place_homes(faces: Objects, unit: Int64, ground: Ground) -> Int64:
    """Find the face of each home.

    Parameters
    ----------
    faces, unit
        Polygons, and the unit of today that each is of, shape (f,).
    ground
        The homes.

    Returns
    -------
    ndarray of int64
        The first face of the home's own unit that it lies in or on, else the nearest one of that unit, shape (m,).

    Examples
    --------
    See :func:`make_atoms`.
    """
    home, face = shapely.STRtree(faces).query(ground.points, predicate="intersects")
    is_own = unit[face] == ground.unit[home]
    found = np.full(len(ground.points), -1, np.int64)
    rows, first = np.unique(home[is_own], return_index=True)
    found[rows] = face[is_own][first]
    for lost in np.flatnonzero(found < 0):
        own = np.flatnonzero(unit == ground.unit[lost])
        found[lost] = own[np.argmin(shapely.distance(faces[own], ground.points[lost]))]
    return found


def _choose_cells(ground: Ground, face: Int64, faces: int, is_fine: Bool) -> Int64:
    """Choose what stays together where a face is cut, -1 for the homes of faces that are not."""
    fine = is_fine[ground.group[ground.unit]]
    full = np.bincount(face, weights=ground.households, minlength=faces)[face]
    of_compound = np.bincount(ground.compound + 1, weights=ground.households)[ground.compound + 1]
    alone = fine | (ground.compound < 0) | (of_compound > COMPOUND_HOUSEHOLDS)
    cell = np.where(alone, ground.compound.max(initial=-1) + 1 + np.arange(len(face)), ground.compound)
    return np.where((full > FACE_HOUSEHOLDS) | (fine & (full > 0)), cell, -1)


def _join_faces(faces: Objects, unit: Int64, home: Int64, ground: Ground) -> Atoms:
    """Let small faces without homes go with what lies beside them, and find who is whose neighbour."""
    one, other, lengths_m = find_borders(faces, ground.severing, ground.lines)
    households = np.bincount(home, weights=ground.households, minlength=len(faces))
    is_lived_in = np.bincount(home, minlength=len(faces)) > 0
    is_small = ~is_lived_in & (shapely.area(faces) < LEAST_FACE_M2)
    atom = _join_small(is_small, unit, one, other, lengths_m[1])
    one, other = np.minimum(atom[one], atom[other]), np.maximum(atom[one], atom[other])
    apart = one != other
    atoms = int(atom.max(initial=-1)) + 1
    pairs, row = np.unique(one[apart] * atoms + other[apart], return_inverse=True)
    sums = [np.bincount(row, weights=each_m[apart], minlength=len(pairs)).astype(float) for each_m in lengths_m]
    of_atom = np.empty(atoms, np.int64)
    of_atom[atom] = unit
    return Atoms(
        faces=faces,
        atom=atom,
        unit=of_atom,
        households=np.bincount(atom, weights=households, minlength=atoms).astype(float),
        home=atom[home],
        one=pairs // max(atoms, 1),
        other=pairs % max(atoms, 1),
        border_m=sums[0],
        open_m=np.where(sums[1] < _LEAST_OPEN_M, 0.0, sums[1]),
        cost_m=sums[0] + sums[2],
    )


def _join_small(is_small: Bool, unit: Int64, one: Int64, other: Int64, open_m: Float64) -> Int64:
    """Give each face the number of its atom: small ones that of the face of their unit with the longest border."""
    begin, end, length_m = np.r_[one, other], np.r_[other, one], np.r_[open_m, open_m]
    usable = is_small[begin] & (unit[begin] == unit[end]) & (length_m > 0)
    begin, end, length_m = begin[usable], end[usable], length_m[usable]
    order = np.lexsort((end, -length_m, begin))
    begin, end = begin[order], end[order]
    _, first = np.unique(begin, return_index=True)
    graph = scipy.sparse.coo_array((np.ones(len(first)), (begin[first], end[first])), shape=(len(unit), len(unit)))
    _, joined = scipy.sparse.csgraph.connected_components(graph, directed=False)
    _, at, number = np.unique(joined, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(unit[at], kind="stable"), kind="stable")
    return rank[number].astype(np.int64)
