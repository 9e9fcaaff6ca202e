"""The problems of siting as mixed-integer models (MILP) for HiGHS, and what a choice of sites is worth.

In all of them x_j is 1 where candidate j is chosen, a_i are the people of row i (a home, or homes with the same
candidates), N_i the candidates in its row of the matrix. The objectives stand with the solvers: :mod:`geo.siting.mclp`,
:mod:`geo.siting.lscp`, :mod:`geo.siting.p_median`.
"""

import numpy as np
import scipy.sparse

from geo.arrays import Float64, Int64
from geo.siting.highs import MilpModel, solve_milp
from geo.siting.matrix import CoverageMatrix, measure_served


def make_mclp_model(matrix: CoverageMatrix, *, add: int) -> MilpModel:
    """Make the model of maximal covering: maximise sum_i a_i y_i with y_i <= sum of x_j over N_i, sum_j x_j <= add.

    Parameters
    ----------
    matrix
        A binary one: every entry of a row is worth the row's people.
    add
        How many sites at most.

    Returns
    -------
    MilpModel
        Variables: x of the sites, then y of the rows (1 where covered). y need not be whole: with whole x it is.

    Examples
    --------
    >>> from geo.siting.matrix import make_matrix
    >>> matrix = make_matrix(np.array([0, 0]), np.array([0, 1]), np.array([5.0, 5.0]), np.array([5.0]), candidates=2)
    >>> model = make_mclp_model(matrix, add=1)
    >>> model.objective.tolist(), model.constraints.toarray().tolist(), model.high.tolist()
    ([0.0, 0.0, 5.0], [[-1.0, -1.0, 1.0], [1.0, 1.0, 0.0]], [0.0, 1.0])
    """
    k, m = matrix.candidates, matrix.rows
    within = scipy.sparse.csr_array((-np.ones(len(matrix.column)), matrix.column, matrix.start), shape=(m, k))
    covered = scipy.sparse.hstack([within, scipy.sparse.eye_array(m)])
    return MilpModel(
        objective=np.r_[np.zeros(k), matrix.demand],
        upper=np.ones(k + m),
        constraints=scipy.sparse.vstack([covered, _count_sites(matrix, m)]).tocsc(),
        low=np.full(m + 1, -np.inf),
        high=np.r_[np.zeros(m), float(add)],
        sites=k,
    )


def make_budgeted_mclp_model(matrix: CoverageMatrix, *, add: int, cost: Float64, max_cost: float) -> MilpModel:
    """Make the model of maximal covering within a budget: that of maximal covering with sum_j c_j x_j <= max_cost.

    Parameters
    ----------
    matrix
        A binary one: every entry of a row is worth the row's people.
    add
        How many sites at most.
    cost
        What each candidate costs, shape (candidates,).
    max_cost
        What the sites may cost together.

    Returns
    -------
    MilpModel
        Variables: x of the sites, then y of the rows (1 where covered).

    Examples
    --------
    >>> from geo.siting.matrix import make_matrix
    >>> matrix = make_matrix(np.array([0, 0]), np.array([0, 1]), np.array([5.0, 5.0]), np.array([5.0]), candidates=2)
    >>> model = make_budgeted_mclp_model(matrix, add=1, cost=np.array([3.0, 4.0]), max_cost=6)
    >>> model.constraints.toarray()[-1].tolist(), model.high.tolist()
    ([3.0, 4.0, 0.0], [0.0, 1.0, 6.0])
    """
    covering = make_mclp_model(matrix, add=add)
    money = scipy.sparse.csc_array(np.r_[cost, np.zeros(matrix.rows)][None, :])
    return MilpModel(
        objective=covering.objective,
        upper=covering.upper,
        constraints=scipy.sparse.vstack([covering.constraints, money]).tocsc(),
        low=np.r_[covering.low, -np.inf],
        high=np.r_[covering.high, max_cost],
        sites=covering.sites,
    )


def make_lscp_model(matrix: CoverageMatrix, *, needed: float) -> MilpModel:
    """Make the model of set covering: minimise sum_j x_j with sum_i a_i y_i >= needed, y_i <= sum of x_j over N_i.

    Parameters
    ----------
    matrix
        A binary one: every entry of a row is worth the row's people.
    needed
        People to cover.

    Returns
    -------
    MilpModel
        It maximises minus the number of sites. Variables: x of the sites, then y of the rows.

    Examples
    --------
    >>> from geo.siting.matrix import make_matrix
    >>> matrix = make_matrix(np.array([0, 0]), np.array([0, 1]), np.array([5.0, 5.0]), np.array([5.0]), candidates=2)
    >>> model = make_lscp_model(matrix, needed=5)
    >>> model.objective.tolist(), model.constraints.toarray()[-1].tolist(), model.low.tolist()
    ([-1.0, -1.0, 0.0], [0.0, 0.0, 5.0], [-inf, -inf, 5.0])
    """
    k, m = matrix.candidates, matrix.rows
    covering = make_mclp_model(matrix, add=k)
    people = scipy.sparse.csc_array(np.r_[np.zeros(k), matrix.demand][None, :])
    return MilpModel(
        objective=np.r_[-np.ones(k), np.zeros(m)],
        upper=covering.upper,
        constraints=scipy.sparse.vstack([covering.constraints, people]).tocsc(),
        low=np.r_[covering.low, needed],
        high=np.r_[covering.high, np.inf],
        sites=k,
    )


def make_p_median_model(matrix: CoverageMatrix, *, add: int) -> MilpModel:
    """Make the model of the p-median: maximise sum_ij g_ij z_ij with sum_j z_ij <= 1, z_ij <= x_j, sum_j x_j <= add.

    Parameters
    ----------
    matrix
        g: what a row gains by each candidate.
    add
        How many sites at most.

    Returns
    -------
    MilpModel
        Variables: x of the sites, then z of the entries (1 where the candidate serves the row).

    Examples
    --------
    >>> from geo.siting.matrix import make_matrix
    >>> matrix = make_matrix(np.array([0]), np.array([0]), np.array([700.0]), np.array([5.0]), candidates=1)
    >>> make_p_median_model(matrix, add=1).constraints.toarray().tolist()
    [[0.0, 1.0], [-1.0, 1.0], [1.0, 0.0]]
    """
    k, e, m = matrix.candidates, len(matrix.column), matrix.rows
    constraints = [_sum_rows(matrix), _link_sites(matrix, np.ones(e)), _count_sites(matrix, e)]
    return MilpModel(
        objective=np.r_[np.zeros(k), matrix.gain],
        upper=np.ones(k + e),
        constraints=scipy.sparse.vstack(constraints).tocsc(),
        low=np.full(m + e + 1, -np.inf),
        high=np.r_[np.ones(m), np.zeros(e), float(add)],
        sites=k,
    )


def make_capacitated_mclp_model(matrix: CoverageMatrix, *, add: int, capacity: float) -> MilpModel:
    """Make the model of covering with a capacity C: maximise sum_ij s_ij, the people of home i that site j serves.

    Subject to sum_j s_ij <= a_i, s_ij <= min(a_i, C) x_j, sum_i s_ij <= C x_j and sum_j x_j <= add.

    Parameters
    ----------
    matrix
        A binary one: every entry of a row is worth the row's people.
    add
        How many sites at most.
    capacity
        How many people a site serves at most.

    Returns
    -------
    MilpModel
        Variables: x of the sites, then s of the entries; the people of a home may be shared among sites.

    Examples
    --------
    >>> from geo.siting.matrix import make_matrix
    >>> matrix = make_matrix(np.array([0]), np.array([0]), np.array([5.0]), np.array([5.0]), candidates=1)
    >>> make_capacitated_mclp_model(matrix, add=1, capacity=3).constraints.toarray().tolist()
    [[0.0, 1.0], [-3.0, 1.0], [-3.0, 1.0], [1.0, 0.0]]
    """
    k, e, m = matrix.candidates, len(matrix.column), matrix.rows
    most = np.minimum(matrix.demand[matrix.row], capacity)
    at = np.r_[matrix.column, np.arange(k)], np.r_[k + np.arange(e), np.arange(k)]
    load = scipy.sparse.csr_array((np.r_[np.ones(e), np.full(k, -capacity)], at), shape=(k, k + e))
    constraints = [_sum_rows(matrix), _link_sites(matrix, most), load, _count_sites(matrix, e)]
    return MilpModel(
        objective=np.r_[np.zeros(k), np.ones(e)],
        upper=np.r_[np.ones(k), most],
        constraints=scipy.sparse.vstack(constraints).tocsc(),
        low=np.full(m + e + k + 1, -np.inf),
        high=np.r_[matrix.demand, np.zeros(e + k), float(add)],
        sites=k,
    )


def _count_sites(matrix: CoverageMatrix, others: int) -> scipy.sparse.csr_array:
    """Make the constraint that counts the sites; `others` are the variables behind them."""
    return scipy.sparse.csr_array(np.r_[np.ones(matrix.candidates), np.zeros(others)][None, :])


def _sum_rows(matrix: CoverageMatrix) -> scipy.sparse.csr_array:
    """Make the constraints that sum the variables of each row's entries."""
    k, e = matrix.candidates, len(matrix.column)
    return scipy.sparse.csr_array((np.ones(e), (matrix.row, k + np.arange(e))), shape=(matrix.rows, k + e))


def _link_sites(matrix: CoverageMatrix, most: Float64) -> scipy.sparse.csr_array:
    """Make the constraints that an entry is used only where its site is chosen, and at most so much."""
    k, e = matrix.candidates, len(matrix.column)
    entry = np.arange(e)
    at = np.r_[entry, entry], np.r_[k + entry, matrix.column]
    return scipy.sparse.csr_array((np.r_[np.ones(e), -most], at), shape=(e, k + e))


def allocate_demand(matrix: CoverageMatrix, chosen: Int64, *, capacity: float) -> Float64:
    """Allocate people to chosen sites so that most are served.

    Parameters
    ----------
    matrix
        A binary one: every entry of a row is worth the row's people.
    chosen
        Columns, each only once.
    capacity
        How many people a site serves at most.

    Returns
    -------
    ndarray
        People served at each entry, 0 where no site is chosen, shape (e,).

    Examples
    --------
    >>> from geo.siting.matrix import make_matrix
    >>> home, candidate, people = np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([5.0, 4.0])
    >>> matrix = make_matrix(home, candidate, people[home], people, candidates=2)
    >>> allocate_demand(matrix, np.array([0, 1]), capacity=4.5).sum()
    np.float64(9.0)
    """
    served = np.zeros(len(matrix.column))
    entry = np.flatnonzero(np.isin(matrix.column, chosen))
    if not len(entry):
        return served
    rows, row = np.unique(matrix.row[entry], return_inverse=True)
    columns, column = np.unique(matrix.column[entry], return_inverse=True)
    variable = np.arange(len(entry))
    size = len(rows) + len(columns)
    at = np.r_[row, len(rows) + column], np.r_[variable, variable]
    most = matrix.demand[matrix.row[entry]]
    model = MilpModel(
        objective=np.ones(len(entry)),
        upper=most,
        constraints=scipy.sparse.csc_array((np.ones(2 * len(entry)), at), shape=(size, len(entry))),
        low=np.full(size, -np.inf),
        high=np.r_[matrix.demand[rows], np.full(len(columns), capacity)],
        sites=0,
    )
    result = solve_milp(model, start=np.empty(0, np.int64), forced=np.empty(0, bool), mip_gap=0, time_limit_s=60)
    if result.x is not None:
        served[entry] = np.clip(result.x, 0.0, most)
    return served


def measure_value(matrix: CoverageMatrix, chosen: Int64, *, capacity: float = np.inf) -> float:
    """Measure what a choice of sites gains.

    Parameters
    ----------
    matrix
        What candidates are worth.
    chosen
        Columns.
    capacity
        How many people a site serves at most.

    Returns
    -------
    float
        People, or people times metres; 0 for no sites.

    Examples
    --------
    >>> from geo.siting.matrix import make_matrix
    >>> matrix = make_matrix(np.array([0, 0]), np.array([0, 1]), np.array([5.0, 5.0]), np.array([5.0]), candidates=2)
    >>> measure_value(matrix, np.array([0])), measure_value(matrix, np.array([0, 1]), capacity=2)
    (5.0, 4.0)
    """
    if capacity < np.inf:
        return float(allocate_demand(matrix, chosen, capacity=capacity).sum())
    return float(measure_served(matrix, chosen).sum())
