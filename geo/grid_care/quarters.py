"""Quarters: what of a community one can reach without crossing a trunk road, a river or a railway."""

import numpy as np
import scipy.sparse
import scipy.sparse.csgraph

from geo.arrays import Bool, Float64, Int64
from geo.grid_care.atoms import Atoms


def find_passages(atoms: Atoms, group: Int64, *, least: float) -> tuple[Int64, Int64, Float64]:
    """Find across which borders a unit may lie.

    Parameters
    ----------
    atoms
        The atoms.
    group
        Community of each atom, shape (n,).
    least
        Households that a unit should have at least.

    Returns
    -------
    tuple of ndarray
        Pairs of atoms and what a border there costs [m]: those with a border that runs along no severing line. A
        quarter with fewer than `least` households can be no unit of the wanted size; it stays with the quarter of its
        community to which it belongs most today, across the line.

    Examples
    --------
    >>> none = np.empty(0, np.int64)
    >>> pair = Atoms(
    ...     faces=none, atom=none, unit=np.array([0, 0]), households=np.array([400.0, 20.0]), home=none,
    ...     one=np.array([0]), other=np.array([1]), border_m=np.array([9.0]),
    ...     open_m=np.array([0.0]), cost_m=np.array([9.0]),
    ... )
    >>> [len(find_passages(pair, np.zeros(2, int), least=least)[0]) for least in (300, 10)]
    [1, 0]
    """
    inside = group[atoms.one] == group[atoms.other]
    is_open = inside & (atoms.open_m > 0)
    quarter = _join(np.arange(len(group)), atoms.one[is_open], atoms.other[is_open])
    one, other, border_m = _list_bridges(atoms, quarter, inside & ~is_open)
    is_same = atoms.unit[one] == atoms.unit[other]
    order = np.lexsort((-border_m, ~is_same))
    one, other, border_m = one[order], other[order], border_m[order]
    kind = 2 * is_same[order] + (border_m > 0)
    taken = np.zeros(len(one), bool)
    while True:
        is_small = np.bincount(quarter, weights=atoms.households) < least
        chosen = _choose_bridges(quarter[one], quarter[other], is_small, kind)
        if not chosen.any():
            break
        taken |= chosen
        quarter = _join(quarter, one[chosen], other[chosen])
    return (
        np.r_[atoms.one[is_open], one[taken]],
        np.r_[atoms.other[is_open], other[taken]],
        np.r_[atoms.cost_m[is_open], border_m[taken]],
    )


def _join(label: Int64, one: Int64, other: Int64) -> Int64:
    """Join the labels of pairs of rows."""
    size = int(label.max(initial=-1)) + 1
    graph = scipy.sparse.coo_array((np.ones(len(one)), (label[one], label[other])), shape=(size, size))
    _, joined = scipy.sparse.csgraph.connected_components(graph, directed=False)
    return np.asarray(joined, np.int64)[label]


def _list_bridges(atoms: Atoms, quarter: Int64, is_severed: Bool) -> tuple[Int64, Int64, Float64]:
    """List what may hold quarters together: borders along lines, and units that lie in several parts."""
    order = np.lexsort((-atoms.households, quarter, atoms.unit))
    keys = atoms.unit[order], quarter[order]
    starts = np.r_[True, (keys[0][1:] != keys[0][:-1]) | (keys[1][1:] != keys[1][:-1])] if len(order) else order > 0
    heads = order[starts]  # the atom with most households of each unit in each quarter
    heads = heads[np.lexsort((-atoms.households[heads], atoms.unit[heads]))]
    same = np.flatnonzero(atoms.unit[heads[1:]] == atoms.unit[heads[:-1]])
    one = np.r_[atoms.one[is_severed], heads[same]]
    other = np.r_[atoms.other[is_severed], heads[same + 1]]
    return one, other, np.r_[atoms.border_m[is_severed], np.zeros(len(same))]


def _choose_bridges(one: Int64, other: Int64, is_small: Bool, kind: Int64) -> Bool:
    """Choose for each small quarter the first bridge to another, and all between these two that are of its kind."""
    apart = np.flatnonzero(one != other)
    ends = np.concatenate([one[apart], other[apart]])
    rows = np.concatenate([apart, apart])[is_small[ends]]
    ends = ends[is_small[ends]]
    order = np.lexsort((rows, ends))
    _, first = np.unique(ends[order], return_index=True)
    key = np.minimum(one, other) * len(is_small) + np.maximum(one, other)
    wanted = rows[order][first]
    return np.isin(4 * key + kind, 4 * key[wanted] + kind[wanted])
