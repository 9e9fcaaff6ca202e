"""HiGHS, the solver: a mixed-integer model goes in as sparse arrays, the best solution and a proven bound come out."""

from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
import scipy.sparse

from geo.arrays import Bool, Float64, Int64

#: From this value on a variable that is 0 or 1 counts as 1: the solver's whole numbers are not exact.
_NEARLY_ONE: Final = 0.999


@dataclass(frozen=True, kw_only=True)
class MilpModel:
    """A mixed-integer linear model.

    Maximise ``objective @ x`` subject to ``low <= constraints @ x <= high`` and ``0 <= x <= upper``, where the first
    `sites` variables are 0 or 1.

    Parameters
    ----------
    objective, upper
        Coefficient and upper bound of each variable, shape (v,).
    constraints
        Constraints by variables, shape (c, v).
    low, high
        Bounds of each constraint, maybe infinite, shape (c,).
    sites
        How many variables say whether a candidate is chosen; with none it is a linear model.
    """

    objective: Float64
    upper: Float64
    constraints: scipy.sparse.csc_array
    low: Float64
    high: Float64
    sites: int


@dataclass(frozen=True)
class MilpResult:
    """What the solver found.

    Parameters
    ----------
    x
        The best solution, None where it found none in time, shape (v,).
    bound
        Proven: no solution is better.
    """

    x: Float64 | None
    bound: float


def solve_milp(model: MilpModel, *, start: Int64, forced: Bool, mip_gap: float, time_limit_s: float) -> MilpResult:
    """Solve a model with HiGHS.

    Parameters
    ----------
    model
        What is solved.
    start
        Sites of a solution to begin with; the solver completes it. May be empty.
    forced
        Sites that must be chosen, shape (sites,).
    mip_gap
        Stop when the value is proven to be within this share of the bound.
    time_limit_s
        Stop after this [s].

    Returns
    -------
    MilpResult
        Without a solution where the time ran out before the first; the bound is infinite where not even the relaxation
        was solved in time.

    Examples
    --------
    >>> model = MilpModel(
    ...     objective=np.array([2.0, 3.0]),
    ...     upper=np.ones(2),
    ...     constraints=scipy.sparse.csc_array(np.array([[1.0, 1.0]])),
    ...     low=np.array([-np.inf]),
    ...     high=np.array([1.0]),
    ...     sites=2,
    ... )
    >>> result = solve_milp(model, start=np.array([0]), forced=np.zeros(2, bool), mip_gap=0, time_limit_s=9)
    >>> result.x.tolist(), result.bound
    ([0.0, 1.0], 3.0)
    """
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (
        ("output_flag", False),
        ("mip_rel_gap", mip_gap),
        ("mip_abs_gap", 1e-6),
        ("time_limit", max(time_limit_s, 0.1)),
        ("random_seed", 0),
    ):
        solver.setOptionValue(name, value)
    solver.passModel(_to_highs(model, forced))
    known = np.zeros(model.sites)
    known[start] = 1.0
    solver.setSolution(model.sites, np.arange(model.sites, dtype=np.int32), known)
    solver.run()
    info = solver.getInfo()
    is_feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    x = np.array(solver.getSolution().col_value) if is_feasible else None
    # a linear model has no bound but its own value
    bound = float(info.mip_dual_bound if model.sites else info.objective_function_value)
    return MilpResult(x, bound if np.isfinite(bound) and abs(bound) < highspy.kHighsInf else np.inf)


def _to_highs(model: MilpModel, forced: Bool) -> highspy.HighsLp:
    highs, constraints = highspy.HighsLp(), model.constraints
    highs.num_row_, highs.num_col_ = constraints.shape
    highs.col_cost_, highs.sense_ = model.objective, highspy.ObjSense.kMaximize
    lower = np.zeros(len(model.objective))
    lower[: model.sites] = forced
    highs.col_lower_, highs.col_upper_ = lower, model.upper
    highs.row_lower_, highs.row_upper_ = model.low, model.high
    highs.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    highs.a_matrix_.start_ = constraints.indptr.astype(np.int32)
    highs.a_matrix_.index_ = constraints.indices.astype(np.int32)
    highs.a_matrix_.value_ = constraints.data.astype(float)
    if model.sites:
        integer, continuous = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        highs.integrality_ = [integer] * model.sites + [continuous] * (len(model.objective) - model.sites)
    return highs


def read_sites(result: MilpResult, sites: int) -> Int64:
    """Read which sites a solution chooses.

    Parameters
    ----------
    result
        With a solution.
    sites
        How many variables say whether a candidate is chosen.

    Returns
    -------
    ndarray
        Columns, ascending; empty where none is chosen.

    Examples
    --------
    >>> read_sites(MilpResult(np.array([0.0, 1.0, 0.4]), 1.0), 2)
    array([1])
    """
    assert result.x is not None
    return np.flatnonzero(result.x[:sites] > _NEARLY_ONE)
