"""Communities divided anew: first between whole compounds, then where that is not enough between buildings."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely

from geo.arrays import Bool, Float64, Int64, Objects, group_starts
from geo.grid_care.atom_map import SAME_HOUSEHOLDS, Limits, bound_off_size
from geo.grid_care.atoms import Atoms, Ground, make_atoms
from geo.grid_care.grouping import group_atoms

#: Areas of a community that differ by less are the same [m2]; a unit touches what comes as near as this [m].
_SAME_M2: Final = 1e-4
_SPECK_M2: Final = 1e-6
_TOUCH_M: Final = 0.01
#: Times that what came of a proposal is looked at again, as a second proposal would.
_ROUNDS: Final = 6


@dataclass(frozen=True, kw_only=True)
class Redivision:
    """Communities divided into units to be.

    Parameters
    ----------
    shapes
        Polygon of each unit to be, shape (p,).
    group
        Community of each, shape (p,).
    kept
        Row of the unit of today that it is as it was, -1 for one that is new, shape (p,).
    home
        Unit to be of each home, shape (m,).
    """

    shapes: Objects
    group: Int64
    kept: Int64
    home: Int64


def redivide(ground: Ground, limits: Limits) -> Redivision:
    """Divide communities into units of the wanted size.

    Parameters
    ----------
    ground
        Their units of today, homes, roads and walls.
    limits
        Households that a unit should have.

    Returns
    -------
    Redivision
        The units to be of each community tile it exactly as today's do, and every home is in one of them.

    Examples
    --------
    >>> zero, homes = np.zeros(2, np.int64), shapely.points([[20, 50], [80, 50]])
    >>> ground = Ground(
    ...     outlines=np.array([shapely.box(0, 0, 100, 100)]), group=zero[:1], lines=np.empty(0, object),
    ...     severing=np.empty(0, object), points=homes, households=np.array([400.0, 300.0]), compound=np.array([0, 1]),
    ...     unit=zero,
    ... )
    >>> found = redivide(ground, Limits(300.0, 500.0))
    >>> [round(shape.area) for shape in found.shapes], found.home.tolist()
    ([5000, 5000], [1, 0])
    """
    found = _divide_once(ground, limits)
    for _ in range(_ROUNDS):
        is_wanting = _measure_off_size(ground, found, limits) > SAME_HOUSEHOLDS
        _, homes, after = _take_communities(_move_on(ground, found), is_wanting)
        again = _divide_once(after, limits)
        if (again.kept >= 0).all():
            break
        units = np.flatnonzero(is_wanting[found.group])
        kept = np.where(again.kept >= 0, found.kept[units][again.kept], -1)
        found = _put_together(found, replace(again, kept=kept), is_wanting, homes)
    return found


def _move_on(ground: Ground, found: Redivision) -> Ground:
    """Take units to be for those of today: what a second proposal would begin with."""
    return replace(ground, outlines=found.shapes, group=found.group, unit=found.home)


def _divide_once(ground: Ground, limits: Limits) -> Redivision:
    """Divide communities between whole compounds, and those for which that is not enough between buildings."""
    order = np.lexsort((*shapely.bounds(ground.outlines).T, ground.group))  # however the units were numbered
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    ground = replace(ground, outlines=ground.outlines[order], group=ground.group[order], unit=place[ground.unit])
    coarse = make_atoms(ground, is_fine=np.zeros(int(ground.group.max(initial=-1)) + 1, bool))
    part = group_atoms(coarse, ground.group[coarse.unit], limits)
    found = _draw_units(ground, coarse, part)
    is_fine = _measure_off_size(ground, found, limits) > _bound_off_size(ground, limits) + SAME_HOUSEHOLDS
    if is_fine.any():
        units, homes, finer = _take_communities(ground, is_fine)
        atoms = make_atoms(finer, is_fine=np.ones(int(is_fine.sum()), bool))
        begun = _carry_over(atoms, part[coarse.home][homes], coarse, part)
        second = _draw_units(finer, atoms, group_atoms(atoms, finer.group[atoms.unit], limits, start=begun))
        kept = np.where(second.kept >= 0, units[second.kept], -1)
        found = _put_together(found, replace(second, kept=kept), is_fine, homes)
    return replace(found, kept=np.where(found.kept >= 0, order[found.kept], -1))


def _measure_off_size(ground: Ground, found: Redivision, limits: Limits) -> Float64:
    """Add up for each community the households beyond the limits."""
    households = np.bincount(found.home, weights=ground.households, minlength=len(found.group))
    off_size = np.maximum(0.0, np.maximum(limits.least - households, households - limits.most))
    communities = int(ground.group.max(initial=-1)) + 1
    return np.bincount(found.group, weights=off_size, minlength=communities).astype(float)


def _bound_off_size(ground: Ground, limits: Limits) -> Float64:
    """Return what no division of each community can go below."""
    communities = int(ground.group.max(initial=-1)) + 1
    whole = np.bincount(ground.group[ground.unit], weights=ground.households, minlength=communities)
    return np.array([bound_off_size(total, limits) for total in whole])


def _take_communities(ground: Ground, is_taken: Bool) -> tuple[Int64, Int64, Ground]:
    """Take some communities: rows of their units and homes, and their ground."""
    units = np.flatnonzero(is_taken[ground.group])
    homes = np.flatnonzero(is_taken[ground.group[ground.unit]])
    place = np.full(len(ground.group), -1)
    place[units] = np.arange(len(units))
    return (
        units,
        homes,
        replace(
            ground,
            outlines=ground.outlines[units],
            group=(np.cumsum(is_taken) - 1)[ground.group[units]],
            points=ground.points[homes],
            households=ground.households[homes],
            compound=ground.compound[homes],
            unit=place[ground.unit[homes]],
        ),
    )


def _carry_over(atoms: Atoms, home: Int64, coarse: Atoms, part: Int64) -> Int64:
    """Find in which unit to be of coarse atoms each fine one lies: that of its homes, else that of its middle."""
    face = np.unique(atoms.atom, return_index=True)[1]
    middle = shapely.point_on_surface(atoms.faces[face])
    found: Int64 = part[coarse.atom[shapely.STRtree(coarse.faces).nearest(middle)]]
    found[atoms.home] = home
    return found


def _draw_units(ground: Ground, atoms: Atoms, part: Int64) -> Redivision:
    """Unite the faces of each unit to be; one that is a unit of today keeps its polygon."""
    of_face = part[atoms.atom]
    order = np.argsort(of_face, kind="stable")
    faces = np.split(atoms.faces[order], np.flatnonzero(group_starts(of_face[order]))[1:]) if len(order) else []
    kept = _find_kept(atoms.unit, part, len(faces))
    own = zip(faces, kept, strict=True)
    group = np.empty(len(faces), np.int64)
    group[part] = ground.group[atoms.unit]
    shapes = np.array([ground.outlines[unit] if unit >= 0 else _unite(own_faces) for own_faces, unit in own], object)
    _fit_outlines(shapes, group, kept, ground)
    return Redivision(
        shapes=shapes,
        group=group,
        kept=kept,
        home=part[atoms.home],
    )


def _unite(faces: Objects) -> shapely.Geometry:
    return shapely.coverage_union_all(faces) if len(faces) > 1 else faces[0]


def _fit_outlines(shapes: Objects, group: Int64, kept: Int64, ground: Ground) -> None:
    """Give units the outline of their community where lines that nearly run along it moved it by a millimetre."""
    areas = [
        np.bincount(of, weights=shapely.area(each)) for of, each in ((group, shapes), (ground.group, ground.outlines))
    ]
    for community in np.flatnonzero(np.abs(areas[0] - areas[1]) > _SAME_M2):
        rows = np.flatnonzero((group == community) & (kept < 0))
        whole = shapely.union_all(ground.outlines[ground.group == community])
        for shape in shapes[(group == community) & (kept >= 0)]:
            whole = shapely.difference(whole, shape)
        fitted = _fit_outline(shapes[rows], whole)
        if abs(shapely.area(fitted).sum() - whole.area) < abs(shapely.area(shapes[rows]).sum() - whole.area):
            shapes[rows] = fitted


def _fit_outline(shapes: Objects, whole: shapely.Geometry) -> Objects:
    fitted, rest = _keep_polygons(shapely.intersection(shapes, whole)), whole
    for shape in fitted:
        rest = shapely.difference(rest, shape)
    for piece in shapely.get_parts(rest):
        beside = shapely.length(shapely.intersection(shapely.buffer(fitted, _TOUCH_M), piece.boundary))
        nearest = int(np.argmax(beside))
        fitted[nearest] = _keep_polygons(np.array([shapely.union(fitted[nearest], piece)]))[0]
    return fitted


def _keep_polygons(shapes: Objects) -> Objects:
    """Leave out lines, points and specks, which an intersection leaves where outlines touch."""
    parts, row = shapely.get_parts(shapes, return_index=True)
    is_area = shapely.area(parts) > _SPECK_M2
    return np.array([_unite(parts[is_area & (row == at)]) for at in range(len(shapes))], object)


def _find_kept(unit: Int64, part: Int64, parts: int) -> Int64:
    """Find which units to be are one of today as it is, -1 where they are not."""
    pairs = np.unique(np.column_stack([part, unit]), axis=0)
    is_one = (np.bincount(pairs[:, 0], minlength=parts)[pairs[:, 0]] == 1) & (
        np.bincount(pairs[:, 1])[pairs[:, 1]] == 1
    )
    found = np.full(parts, -1, np.int64)
    found[pairs[is_one, 0]] = pairs[is_one, 1]
    return found


def _put_together(first: Redivision, second: Redivision, is_second: Bool, homes: Int64) -> Redivision:
    """Take some communities, whose homes are given, as the second divides them, all others as the first does."""
    left = np.flatnonzero(~is_second[first.group])
    number = np.full(len(first.group), -1, np.int64)
    number[left] = np.arange(len(left))
    home = number[first.home]
    home[homes] = second.home + len(left)
    return Redivision(
        shapes=np.concatenate([first.shapes[left], second.shapes]),
        group=np.r_[first.group[left], np.flatnonzero(is_second)[second.group]],
        kept=np.r_[first.kept[left], second.kept],
        home=home,
    )
