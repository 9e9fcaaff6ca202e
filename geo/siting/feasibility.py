"""Whether a request can be met at all; if not, the refusal says the best that can."""

from geo.errors import InputError
from geo.siting.matrix import ROUNDING, CoverageMatrix
from geo.siting.problem import Pairs, make_coverage_matrix


def check_add(pairs: Pairs, matrix: CoverageMatrix, *, add: int) -> None:
    """Raise unless so many sites can be chosen.

    Parameters
    ----------
    pairs
        Who could walk where.
    matrix
        What that is worth.
    add
        How many sites.

    Raises
    ------
    InputError
        If `add` is below 1 or more than there are candidates, or the matrix has no rows: nobody would gain.

    Examples
    --------
    >>> import numpy as np
    >>> pairs = Pairs(
    ...     home=np.array([0]),
    ...     candidate=np.array([0]),
    ...     walk_m=np.array([300.0]),
    ...     demand=np.array([50.0, 30.0]),
    ...     existing_m=np.array([np.inf, 10.0]),
    ...     candidates=1,
    ...     limit_m=500.0,
    ... )
    >>> check_add(pairs, make_coverage_matrix(pairs), add=0)
    Traceback (most recent call last):
    geo.errors.InputError: add = 0: expected at least 1 site
    """
    if add < 1:
        raise InputError(f"add = {add}: expected at least 1 site")
    if not matrix.rows:
        raise InputError(f"nobody gains by any of the {pairs.candidates:,} candidates; {_describe(pairs)}")
    if add > pairs.candidates:
        raise InputError(
            f"add = {add:,}: there are only {pairs.candidates:,} candidates; give more, or add fewer. "
            f"{_describe(pairs)}"
        )


def check_target(pairs: Pairs, matrix: CoverageMatrix, *, target: float) -> float:
    """Raise unless a share can be reached by building.

    Parameters
    ----------
    pairs
        Who could walk where.
    matrix
        What that is worth.
    target
        Share of all people.

    Returns
    -------
    float
        People that must be newly covered.

    Raises
    ------
    InputError
        If the target is not above 0 up to 1, is met already, or is more than all candidates together can do.

    Examples
    --------
    >>> import numpy as np
    >>> pairs = Pairs(
    ...     home=np.array([0]),
    ...     candidate=np.array([0]),
    ...     walk_m=np.array([300.0]),
    ...     demand=np.array([50.0, 30.0]),
    ...     existing_m=np.array([np.inf, 10.0]),
    ...     candidates=1,
    ...     limit_m=500.0,
    ... )
    >>> check_target(pairs, make_coverage_matrix(pairs), target=0.5)
    9.99999992
    >>> check_target(pairs, make_coverage_matrix(pairs), target=0.2)
    Traceback (most recent call last):
    geo.errors.InputError: target = 0.2 is met without building: 30 of 80 people (37.50%) are covered already
    """
    if not 0 < target <= 1:
        raise InputError(f"target = {target:g}: expected a share above 0 up to 1, such as 0.95")
    total, before = float(pairs.demand.sum()), float(pairs.demand[pairs.covered].sum())
    needed = target * total - before - ROUNDING * total
    if needed <= 0:
        raise InputError(
            f"target = {target:g} is met without building: {before:,.0f} of {total:,.0f} people "
            f"({before / max(total, 1e-300):.2%}) are covered already"
        )
    if float(matrix.demand.sum()) < needed:
        raise InputError(f"target = {target:g} cannot be reached; {_describe(pairs)}")
    return needed


def _describe(pairs: Pairs) -> str:
    total, before = max(float(pairs.demand.sum()), 1e-300), float(pairs.demand[pairs.covered].sum())
    best = (before + float(make_coverage_matrix(pairs).demand.sum())) / total
    return f"covered now: {before / total:.2%}; with all candidates built: {best:.2%}"
