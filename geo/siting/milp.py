"""The models as programmes for HiGHS, and what a choice of sites is worth."""

import numpy as np
import scipy.sparse

from geo.arrays import Float64, Int64
from geo.siting.highs import Programme, solve_programme
from geo.siting.matrix import Gains, measure_served


def _count_row(gains: Gains, others: int) -> scipy.sparse.csr_array:
    """Make the row that counts the sites."""
    return scipy.sparse.csr_array(np.r_[np.ones(gains.candidates), np.zeros(others)][None, :])


def make_cover(gains: Gains, *, add: int) -> Programme:
    """Make the programme of maximal covering: a row counts when one of its candidates is chosen.

    Parameters
    ----------
    gains
        Every entry of a row is worth the row's people.
    add
        How many sites at most.

    Returns
    -------
    Programme
        Variables: sites, then rows.
    """
    k, m = gains.candidates, gains.rows
    reach = scipy.sparse.csr_array((-np.ones(len(gains.column)), gains.column, gains.start), shape=(m, k))
    matrix = scipy.sparse.vstack([scipy.sparse.hstack([reach, scipy.sparse.eye_array(m)]), _count_row(gains, m)])
    return Programme(
        np.r_[np.zeros(k), gains.weight],
        np.ones(k + m),
        matrix.tocsc(),
        np.full(m + 1, -np.inf),
        np.r_[np.zeros(m), float(add)],
        k,
    )


def make_share(gains: Gains, *, needed: float) -> Programme:
    """Make the programme of set covering: the fewest sites that reach enough people.

    Parameters
    ----------
    gains
        Every entry of a row is worth the row's people.
    needed
        People to reach.

    Returns
    -------
    Programme
        It maximises minus the number of sites. Variables: sites, then rows.
    """
    k, m = gains.candidates, gains.rows
    cover = make_cover(gains, add=k)
    people = scipy.sparse.csc_array(np.r_[np.zeros(k), gains.weight][None, :])
    matrix = scipy.sparse.vstack([cover.matrix, people]).tocsc()
    cost = np.r_[-np.ones(k), np.zeros(m)]
    return Programme(cost, cover.upper, matrix, np.r_[cover.low, needed], np.r_[cover.high, np.inf], k)


def make_median(gains: Gains, *, add: int) -> Programme:
    """Make the programme of the median: every row is served by one of its candidates, if chosen.

    Parameters
    ----------
    gains
        What a row gains by each candidate.
    add
        How many sites at most.

    Returns
    -------
    Programme
        Variables: sites, then entries.
    """
    k, e, m = gains.candidates, len(gains.column), gains.rows
    entry = np.arange(e)
    one_each = scipy.sparse.csr_array((np.ones(e), (gains.row, k + entry)), shape=(m, k + e))
    linked = scipy.sparse.csr_array(
        (np.r_[np.ones(e), -np.ones(e)], (np.r_[entry, entry], np.r_[k + entry, gains.column])), shape=(e, k + e)
    )
    matrix = scipy.sparse.vstack([one_each, linked, _count_row(gains, e)]).tocsc()
    high = np.r_[np.ones(m), np.zeros(e), float(add)]
    return Programme(np.r_[np.zeros(k), gains.gain], np.ones(k + e), matrix, np.full(m + e + 1, -np.inf), high, k)


def make_capacity(gains: Gains, *, add: int, capacity: float) -> Programme:
    """Make the programme of maximal covering with sites that serve so many people: rows may be shared out.

    Parameters
    ----------
    gains
        Every entry of a row is worth the row's people.
    add
        How many sites at most.
    capacity
        How many people a site serves at most.

    Returns
    -------
    Programme
        Variables: sites, then the people of each entry.
    """
    k, e, m = gains.candidates, len(gains.column), gains.rows
    entry = np.arange(e)
    people = gains.weight[gains.row]
    most = np.minimum(people, capacity)
    shared = scipy.sparse.csr_array((np.ones(e), (gains.row, k + entry)), shape=(m, k + e))
    linked = scipy.sparse.csr_array(
        (np.r_[np.ones(e), -most], (np.r_[entry, entry], np.r_[k + entry, gains.column])), shape=(e, k + e)
    )
    load = scipy.sparse.csr_array(
        (
            np.r_[np.ones(e), np.full(k, -capacity)],
            (np.r_[gains.column, np.arange(k)], np.r_[k + entry, np.arange(k)]),
        ),
        shape=(k, k + e),
    )
    matrix = scipy.sparse.vstack([shared, linked, load, _count_row(gains, e)]).tocsc()
    high = np.r_[gains.weight, np.zeros(e + k), float(add)]
    low = np.full(m + e + k + 1, -np.inf)
    return Programme(np.r_[np.zeros(k), np.ones(e)], np.r_[np.ones(k), most], matrix, low, high, k)


def share_out(gains: Gains, chosen: Int64, *, capacity: float) -> Float64:
    """Share people out among chosen sites so that most are served.

    Parameters
    ----------
    gains
        Every entry of a row is worth the row's people.
    chosen
        Columns; one may stand there once only.
    capacity
        How many people a site serves at most.

    Returns
    -------
    ndarray
        People served at each entry, shape (e,).

    Examples
    --------
    >>> from geo.siting.matrix import make_gains
    >>> pairs = np.array([0, 0, 1]), np.array([0, 1, 1])
    >>> made = make_gains(*pairs, np.array([5.0, 5.0, 4.0]), np.array([5.0, 4.0]), candidates=2)
    >>> share_out(made, np.array([0, 1]), capacity=4.5).sum()
    np.float64(9.0)
    """
    served = np.zeros(len(gains.column))
    entry = np.flatnonzero(np.isin(gains.column, chosen))
    if not len(entry):
        return served
    rows, row = np.unique(gains.row[entry], return_inverse=True)
    columns, column = np.unique(gains.column[entry], return_inverse=True)
    at = np.arange(len(entry))
    size = len(rows) + len(columns)
    matrix = scipy.sparse.csc_array(
        (np.ones(2 * len(entry)), (np.r_[row, len(rows) + column], np.r_[at, at])), shape=(size, len(entry))
    )
    high = np.r_[gains.weight[rows], np.full(len(columns), capacity)]
    most = gains.weight[gains.row[entry]]
    programme = Programme(np.ones(len(entry)), most, matrix, np.full(size, -np.inf), high, 0)
    answer = solve_programme(programme, start=np.empty(0, np.int64), forced=np.empty(0, bool), gap=0, time_limit_s=60)
    if answer.x is not None:
        served[entry] = np.clip(answer.x, 0.0, most)
    return served


def measure_value(gains: Gains, chosen: Int64, *, capacity: float = np.inf) -> float:
    """Measure what a choice gains.

    Parameters
    ----------
    gains
        What candidates are worth.
    chosen
        Columns.
    capacity
        How many people a site serves at most.

    Returns
    -------
    float
        People, or people times metres.

    Examples
    --------
    >>> from geo.siting.matrix import make_gains
    >>> made = make_gains(np.array([0, 0]), np.array([0, 1]), np.array([5.0, 5.0]), np.array([5.0]), candidates=2)
    >>> measure_value(made, np.array([0])), measure_value(made, np.array([0, 1]), capacity=2)
    (5.0, 4.0)
    """
    if capacity < np.inf:
        return float(share_out(gains, chosen, capacity=capacity).sum())
    return float(measure_served(gains, chosen).sum())
