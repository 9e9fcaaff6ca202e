"""Points that are one: those within a tolerance of one another, wherever they lie."""

from typing import Any, Final

import numpy as np

from geo.arrays import Bool, Float64, Int64

#: A chain of points, each within the tolerance of the next, is one point while it is no wider than so many tolerances.
_WIDEST_CHAIN: Final = 5.0


def cluster_points(xy: Float64, tolerance_m: float, *, is_first: Bool | None = None) -> Int64:
    """Find which points are one.

    Points within the tolerance of one another are one, wherever they lie: coordinates are not rounded, since two
    points that are as near as can be may lie on either side of a line of rounding. A chain of near points is one while
    it is no wider than five tolerances. A wider chain is divided: one point after the other, those that go first before
    the rest, takes what is left within the tolerance of it.

    Parameters
    ----------
    xy
        Coordinates [m], finite, shape (n, 2).
    tolerance_m
        Points as far from each other as this are one still [m].
    is_first
        Which points go first where a chain is divided, shape (n,); None where none does.

    Returns
    -------
    ndarray of int64
        Number of the cluster of each point, in the order in which their first points come, shape (n,); empty for none.

    Examples
    --------
    >>> cluster_points(np.array([(0.0, 0.0), (9.0, 0.0), (0.008, 0.0), (0.016, 0.0)]), 0.01).tolist()
    [0, 1, 0, 0]
    """
    if not len(xy):
        return np.empty(0, np.int64)
    # both take long to import, and a lookup of a place joins nothing
    import scipy.sparse.csgraph  # noqa: PLC0415
    import scipy.spatial  # noqa: PLC0415

    # pairs of numbers are sorted faster as complex ones
    places, place = np.unique(xy[:, 0] + 1j * xy[:, 1], return_inverse=True)
    places = np.column_stack([places.real, places.imag])
    tree = scipy.spatial.cKDTree(places)
    near = tree.query_pairs(tolerance_m, output_type="ndarray")
    links = scipy.sparse.coo_matrix((np.ones(len(near), np.int8), near.T), shape=(len(places), len(places)))
    chain = scipy.sparse.csgraph.connected_components(links, directed=False)[1].astype(np.int64)
    wide = _find_wide(places, chain, _WIDEST_CHAIN * tolerance_m)
    if wide.any():
        rank = np.full(len(places), 2 * len(xy))
        np.minimum.at(rank, place, np.arange(len(xy)) + (0 if is_first is None else np.where(is_first, 0, len(xy))))
        chain[wide] = len(places) + _divide(tree, np.flatnonzero(wide), rank, tolerance_m)
    _, first, number = np.unique(chain[place], return_index=True, return_inverse=True)
    order = np.empty(len(first), np.int64)
    order[np.argsort(first)] = np.arange(len(first))
    return order[number]


def _find_wide(places: Float64, chain: Int64, most_m: float) -> Bool:
    """Tell which places belong to a chain that is too wide to be one point."""
    low, high = (np.full((chain.max() + 1, 2), limit) for limit in (np.inf, -np.inf))
    np.minimum.at(low, chain, places)
    np.maximum.at(high, chain, places)
    return np.asarray((np.hypot(*(high - low).T) > most_m)[chain])


def _divide(tree: Any, rows: Int64, rank: Int64, tolerance_m: float) -> Int64:
    """Divide wide chains: in the order of their ranks places take those left within the tolerance of them."""
    owner = np.full(tree.n, -1, np.int64)
    is_wide = np.zeros(tree.n, bool)
    is_wide[rows] = True
    for row in rows[np.argsort(rank[rows], kind="stable")]:
        if owner[row] < 0:
            around = np.asarray(tree.query_ball_point(tree.data[row], tolerance_m))
            owner[around[is_wide[around] & (owner[around] < 0)]] = row
    return owner[rows]
