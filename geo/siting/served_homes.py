"""Whose homes count when sites are chosen: those of a scope and an area, as far as a rule set judges them."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from geo.arrays import Bool
from geo.coverage.analysis import Coverage
from geo.coverage.scopes import RURAL, URBAN
from geo.coverage.status import ALL
from geo.errors import InputError
from geo.grid.divisions import ROLL_UPS, trace_parents
from geo.siting.request import SiteRequest


def find_served(coverage: Coverage, request: SiteRequest) -> tuple[str, Bool]:
    """Find the homes that count: those of the scope and the area, as far as their scope is judged.

    Parameters
    ----------
    coverage
        What was found.
    request
        What is asked for.

    Returns
    -------
    tuple
        The scope, and whether each home counts, shape (n,).

    Raises
    ------
    InputError
        If no home counts, or no division has the code of the area.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> coverage = analyze_city(build_sample(), categories=["clinic"])
    >>> find_served(coverage, SiteRequest(category="clinic", add=1, scope="rural"))[1].tolist()
    [False, False, False, True, False]
    """
    scope = request.scope or _choose_scope(coverage)
    is_judged = ~np.isnan(coverage.spread_limit_m(request.category))
    is_wanted = np.ones(len(is_judged), bool) if scope == ALL else coverage.is_rural == (scope == RURAL)
    if not is_wanted.any():
        raise InputError("the city has no homes of that scope; choose another scope")
    if request.area is not None:
        is_wanted = is_wanted & find_inside(coverage, request.area)
        if not is_wanted.any():
            raise InputError("the area has no homes of that scope; choose another scope, or another area")
    if not (is_wanted & is_judged).any():
        raise InputError("no rule set judges homes of that scope; give minutes, or a rule set for it")
    return scope, is_wanted & is_judged


def find_inside(coverage: Coverage, area: str) -> Bool:
    """Find the homes inside a division.

    Parameters
    ----------
    coverage
        What was found.
    area
        Code of a district, street, community or village.

    Returns
    -------
    ndarray of bool
        Shape (n,).

    Raises
    ------
    InputError
        If no division has this code.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> find_inside(analyze_city(build_sample(), categories=["clinic"]), "410102001001").tolist()
    [True, True, True, False, False]
    """
    parents = trace_parents(coverage.city.base_units["community"], coverage.city.divisions)
    is_inside = (parents == area).any(axis=1).to_numpy()
    if not area or not is_inside.any():
        raise InputError(f'area: no district, street, community or village has the code "{area[:40]}"')
    return np.append(is_inside, False)[coverage.walks.unit]


def _choose_scope(coverage: Coverage) -> str:
    return ALL if coverage.judgements[URBAN].rules is None else URBAN


def find_area_rows(levels: Mapping[str, pd.DataFrame], area: str | None) -> pd.DataFrame:
    """Find the rows of an area in the tables of a coverage or a change.

    Parameters
    ----------
    levels
        Level -> table with ``code``.
    area
        Code of a district, street, community or village; None for the whole city.

    Returns
    -------
    pandas.DataFrame
        Its rows: one for each scope.

    Examples
    --------
    >>> table = pd.DataFrame({"code": ["1", "2"]})
    >>> find_area_rows({"city": table[:1], "streets": table}, "2")["code"].tolist()
    ['2']
    """
    if area is None:
        return levels["city"]
    found = [levels[level][levels[level]["code"] == area] for level in ROLL_UPS if level in levels]
    return next(rows for rows in found if len(rows))


def name_area(coverage: Coverage, area: str) -> str:
    """Name a division.

    Parameters
    ----------
    coverage
        What was found.
    area
        Code of a district, street, community or village that has homes.

    Returns
    -------
    str
        Its name, or its code where it has none.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> name_area(analyze_city(build_sample(), categories=["clinic"]), "410102001001")
    'South'
    """
    return str(find_area_rows(coverage.levels, area)["name"].iloc[0]) or area
