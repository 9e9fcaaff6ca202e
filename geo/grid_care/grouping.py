"""Which atoms make which unit: each quarter of each community by itself."""

import numpy as np
import scipy.sparse
import scipy.sparse.csgraph

from geo.arrays import Int64, group_starts
from geo.grid_care.atom_map import Limits, make_atom_map
from geo.grid_care.atoms import Atoms
from geo.grid_care.quarters import find_passages
from geo.grid_care.regrouping import regroup_atoms


def group_atoms(atoms: Atoms, group: Int64, limits: Limits, *, start: Int64 | None = None) -> Int64:
    """Group atoms into units of the wanted size, each community by itself.

    Parameters
    ----------
    atoms
        The atoms.
    group
        Community of each, shape (n,).
    limits
        Households that a unit should have.
    start
        Groups that the search starts from, None for the units of today; shape (n,).

    Returns
    -------
    ndarray of int64
        Unit to be of each atom, numbered from 0 through all communities, shape (n,). What is right already, and beside
        which nothing is wrong, is as it was.

    Examples
    --------
    >>> none = np.empty(0, np.int64)
    >>> pair = Atoms(
    ...     faces=none, atom=none, unit=np.array([0, 0]), households=np.array([400.0, 450.0]), home=none,
    ...     one=np.array([0]), other=np.array([1]), border_m=np.array([9.0]),
    ...     open_m=np.array([9.0]), cost_m=np.array([9.0]),
    ... )
    >>> group_atoms(pair, np.zeros(2, int), Limits(300.0, 500.0)).tolist()
    [0, 1]
    """
    one, other, border_m = find_passages(atoms, group, least=limits.least)
    n, begun = len(group), atoms.unit if start is None else start
    quarter = _label(n, one, other)
    within = begun[one] == begun[other]
    piece = _label(n, one[within], other[within])
    part, count, place = np.empty(n, np.int64), 0, np.empty(n, np.int64)
    order, pair_order = np.argsort(quarter, kind="stable"), np.argsort(quarter[one], kind="stable")
    cuts = np.flatnonzero(group_starts(quarter[order]))[1:]
    pair_cuts = np.searchsorted(quarter[one[pair_order]], np.arange(1, len(cuts) + 1))
    quarters = zip(np.split(order, cuts), np.split(pair_order, pair_cuts), strict=True) if n else ()
    for rows, pairs in quarters:
        place[rows] = np.arange(len(rows))
        old = np.unique(atoms.unit[rows], return_inverse=True)[1]
        own = make_atom_map(place[one[pairs]], place[other[pairs]], border_m[pairs], atoms.households[rows], old)
        found = regroup_atoms(own, np.unique(piece[rows], return_inverse=True)[1], limits)
        part[rows] = found + count
        count += int(found.max()) + 1
    return part


def _label(n: int, one: Int64, other: Int64) -> Int64:
    graph = scipy.sparse.coo_array((np.ones(len(one)), (one, other)), shape=(n, n))
    return np.asarray(scipy.sparse.csgraph.connected_components(graph, directed=False)[1], np.int64)
