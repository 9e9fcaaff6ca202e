"""HiGHS: mixed-integer programmes as sparse matrices, begun from a choice that is known, with the bound it proves."""

from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
import scipy.sparse

from geo.arrays import Bool, Float64, Int64

#: What a value of the solver may differ from a whole number.
_WHOLE: Final = 1e-6


@dataclass(frozen=True)
class Programme:
    """Maximise ``cost @ x`` with ``low <= matrix @ x <= high`` and ``0 <= x <= upper``; the first `sites` are 0 or 1.

    Parameters
    ----------
    cost, upper
        Of each variable, shape (v,).
    matrix
        Rows by variables.
    low, high
        Of each row.
    sites
        How many variables say whether a candidate is chosen.
    """

    cost: Float64
    upper: Float64
    matrix: scipy.sparse.csc_array
    low: Float64
    high: Float64
    sites: int


@dataclass(frozen=True)
class Answer:
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


def solve_programme(programme: Programme, *, start: Int64, forced: Bool, gap: float, time_limit_s: float) -> Answer:
    """Solve a programme with HiGHS.

    Parameters
    ----------
    programme
        What is solved.
    start
        Sites of a choice to begin with; the solver completes it.
    forced
        Sites that must be chosen, shape (sites,).
    gap
        Stop when the value is proven to be within this share of the bound.
    time_limit_s
        Stop after this [s].

    Returns
    -------
    Answer
        The bound is infinite where not even the relaxation was solved in time.

    Examples
    --------
    >>> one = scipy.sparse.csc_array(np.array([[1.0, 1.0]]))
    >>> programme = Programme(np.array([2.0, 3.0]), np.ones(2), one, np.array([-np.inf]), np.array([1.0]), 2)
    >>> found = solve_programme(programme, start=np.array([0]), forced=np.zeros(2, bool), gap=0, time_limit_s=9)
    >>> found.x.tolist(), found.bound
    ([0.0, 1.0], 3.0)
    """
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (
        ("output_flag", False),
        ("mip_rel_gap", gap),
        ("mip_abs_gap", 1e-6),
        ("time_limit", max(time_limit_s, 0.1)),
        ("random_seed", 0),
    ):
        solver.setOptionValue(name, value)
    solver.passModel(_to_model(programme, forced))
    begun = np.zeros(programme.sites)
    begun[start] = 1.0
    solver.setSolution(programme.sites, np.arange(programme.sites, dtype=np.int32), begun)
    solver.run()
    info = solver.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    x = np.array(solver.getSolution().col_value) if found else None
    # without a site that is 0 or 1 it is a linear programme, and its own value is the bound
    whole = programme.sites > 0
    bound = float(info.mip_dual_bound if whole else info.objective_function_value)
    return Answer(x, bound if np.isfinite(bound) and abs(bound) < highspy.kHighsInf else np.inf)


def _to_model(programme: Programme, forced: Bool) -> highspy.HighsLp:
    model, matrix = highspy.HighsLp(), programme.matrix
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_, model.sense_ = programme.cost, highspy.ObjSense.kMaximize
    lower = np.zeros(len(programme.cost))
    lower[: programme.sites] = forced
    model.col_lower_, model.col_upper_ = lower, programme.upper
    model.row_lower_, model.row_upper_ = programme.low, programme.high
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    model.a_matrix_.index_ = matrix.indices.astype(np.int32)
    model.a_matrix_.value_ = matrix.data.astype(float)
    if programme.sites:
        kinds = [highspy.HighsVarType.kInteger] * programme.sites
        model.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * (len(programme.cost) - programme.sites)
    return model


def read_sites(answer: Answer, sites: int) -> Int64:
    """Read which sites a solution chooses.

    Parameters
    ----------
    answer
        With a solution.
    sites
        How many variables say so.

    Returns
    -------
    ndarray
        Columns.

    Examples
    --------
    >>> read_sites(Answer(np.array([0.0, 1.0, 0.4]), 1.0), 2)
    array([1])
    """
    assert answer.x is not None
    return np.flatnonzero(answer.x[:sites] > 1 - 1e3 * _WHOLE)
