"""Sites as a multiple choice: the best 1, 2, ... sites of a category, and what no others of the candidates exceed."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Float64, Int64
from geo.coverage.scopes import URBAN
from geo.programme.programme_request import ProgrammeRequest
from geo.programme.standing import Standing
from geo.progress import Progress
from geo.siting.bounds import Stop, solve_lagrangian_dual
from geo.siting.greedy import add_greedily
from geo.siting.local_search import interchange_sites
from geo.siting.matrix import CoverageMatrix, keep_candidates, measure_served
from geo.siting.preparation import Siting, prepare_siting
from geo.siting.problem import make_coverage_matrix, reduce_matrix
from geo.siting.refinement import measure_reach
from geo.siting.request import SiteRequest

#: Sites of one category at most, and categories where none are named.
MOST_SITES: Final = 60
MOST_CATEGORIES: Final = 3
#: For so many numbers of sites, spread evenly, greedy sites are interchanged, and bounds are sought of their own.
_SOLVED: Final = 12
#: Iterations of the multipliers for each of them.
_ITERATIONS: Final = 300


@dataclass(frozen=True, kw_only=True)
class SiteChoices:
    """The best 1, 2, ... sites of one category.

    Parameters
    ----------
    siting
        Candidates, and who could walk to them.
    chosen
        For each number of sites, from 1 on, rows of the candidates.
    people
        Whom each choice newly covers, shape (K,).
    bound
        What no choice of so many candidates exceeds, shape (K,).
    cost_yuan
        What one site costs; NaN where that is not known.
    """

    siting: Siting
    chosen: list[Int64]
    people: Float64
    bound: Float64
    cost_yuan: float

    @property
    def category(self) -> str:
        """Which facilities are built."""
        return self.siting.request.category

    def order_sites(self, count: int) -> tuple[Int64, Float64]:
        """Order so many sites by what each newly covers behind those before it: candidates and people, shape (count,).

        Parameters
        ----------
        count
            How many sites.
        """
        sites, matrix = self.chosen[count - 1], make_coverage_matrix(self.siting.pairs)
        is_chosen = np.zeros(matrix.candidates, bool)
        is_chosen[sites] = True
        order, totals = add_greedily(keep_candidates(matrix, is_chosen), add=count)
        ordered = np.flatnonzero(is_chosen)[order]
        rest = np.setdiff1d(sites, ordered)
        return np.r_[ordered, rest], np.r_[np.diff(np.r_[0.0, totals]), np.zeros(len(rest))]


def choose_categories_to_site(standing: Standing, request: ProgrammeRequest) -> list[str]:
    """Choose the categories of which sites may be built.

    Parameters
    ----------
    standing
        Where communities stand.
    request
        What is asked for.

    Returns
    -------
    list of str
        Those asked for; else those of the tiers that the audit judges of which most urban residents are beyond the
        walk, :data:`MOST_CATEGORIES` at most: under a budget only such as have a cost.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.standing import find_standing
    >>> choose_categories_to_site(find_standing(audit_city(analyze_city(build_sample()))), ProgrammeRequest(projects=1))
    []
    """
    if request.sites:
        return list(dict.fromkeys(request.sites))
    beyond = count_beyond(standing)
    if request.budget is not None:
        beyond = {name: people for name, people in beyond.items() if not math.isnan(price_site(standing, name))}
    return sorted(beyond, key=lambda name: -beyond[name])[:MOST_CATEGORIES]


def count_beyond(standing: Standing) -> dict[str, float]:
    """Count the urban residents who are beyond the walk to each category of a tier that the audit judges.

    Parameters
    ----------
    standing
        Where communities stand.

    Returns
    -------
    dict
        Category -> people, where there are any; empty where no rule set judges walks.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.standing import find_standing
    >>> coverage = analyze_city(build_sample(), rules=build_sample_rules())
    >>> count_beyond(find_standing(audit_city(coverage)))
    {'clinic': 5.0, 'school': 65.0}
    """
    audit = standing.audit
    walked = {name for tier in audit.tiers[URBAN].tiers for name in audit.tiers[URBAN].list_walked(tier)}
    figures = {name: audit.coverage.figures[name] for name in audit.coverage.figures if name in walked}
    beyond = {name: float(figure.uncovered_population) for name, figure in figures.items()}
    return {name: people for name, people in beyond.items() if people > 0}


def price_site(standing: Standing, category: str) -> float:
    """Price one site of a category: its least floor area by a rule set, built anew.

    Parameters
    ----------
    standing
        Where communities stand.
    category
        Which facilities are built.

    Returns
    -------
    float
        Yuan; NaN where the city states no cost of building, or no rule set a floor area.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.standing import find_standing
    >>> price_site(find_standing(audit_city(analyze_city(build_sample()))), "clinic")
    nan
    """
    costs = standing.audit.city.costs
    if costs is None or costs.build_m2 is None:
        return math.nan
    for rules in standing.audit.city.rule_sets:
        rule = rules.facilities.get(category)
        if URBAN in rules.scope and rule is not None and rule.floor_area is not None:
            return rule.floor_area.least_m2 * float(costs.build_m2)
    return math.nan


def find_site_choices(
    standing: Standing, categories: Iterable[str], request: ProgrammeRequest, *, progress: Progress
) -> list[SiteChoices]:
    """Find the best sites of some categories, for each number of sites.

    Parameters
    ----------
    standing
        Where communities stand.
    categories
        Which facilities are built.
    request
        What is asked for: how many sites can be paid for.
    progress
        Shows and times the steps.

    Returns
    -------
    list of SiteChoices
        None of a category of which no site can be paid for or helps anybody.

    Raises
    ------
    InputError
        If the city has no such category.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.standing import find_standing
    >>> standing = find_standing(audit_city(analyze_city(build_sample())))
    >>> found = find_site_choices(standing, ["clinic"], ProgrammeRequest(projects=3), progress=Progress())
    >>> [(each.people.tolist(), each.bound.tolist()) for each in found]
    [([40.0], [40.0])]
    """
    found = []
    for category in categories:
        cost = price_site(standing, category)
        most = request.projects if request.budget is None else _count_payable(request.budget, cost)
        siting = prepare_siting(
            standing.audit.city, SiteRequest(category=category, add=1, scope=_choose_scope(standing)), progress=progress
        )
        with progress.step("choose sites"):
            matrix, candidate = reduce_matrix(make_coverage_matrix(siting.pairs), dominated=True)
            most = min(int(most or 0), MOST_SITES, matrix.candidates)
            if most < 1 or not matrix.rows:
                continue
            chosen, people = _choose_for_each_number(matrix, most)
            bound = _bound_each_number(matrix, chosen, people)
        rows = [candidate[each] for each in chosen]
        found.append(SiteChoices(siting=siting, chosen=rows, people=people, bound=bound, cost_yuan=cost))
    return found


def _choose_scope(standing: Standing) -> str | None:
    """Count urban homes where rule sets judge them; None for all of a city that nothing judges."""
    return None if standing.audit.coverage.rules is None else URBAN


def _count_payable(budget: float, cost: float) -> int:
    return 0 if math.isnan(cost) else int(budget // cost)


def _list_solved(most: int) -> list[int]:
    return sorted({int(number) for number in np.linspace(1, most, min(most, _SOLVED)).round()})


def _choose_for_each_number(matrix: CoverageMatrix, most: int) -> tuple[list[Int64], Float64]:
    """Choose 1, 2, ... sites: greedily, from the best choice below by one more site, and by interchange."""
    greedy = add_greedily(matrix, add=most)[0]
    solved = {number: interchange_sites(matrix, greedy[:number]) for number in _list_solved(len(greedy))}
    chosen: list[Int64] = []
    people: list[float] = []
    for number in range(1, len(greedy) + 1):
        options = [greedy[:number], *([solved[number]] if number in solved else [])]
        if chosen:
            options.append(np.r_[chosen[-1], add_greedily(matrix, add=1, kept=chosen[-1])[0]])
        worth = [float(measure_served(matrix, each).sum()) for each in options]
        best = int(np.argmax(worth))
        chosen.append(options[best])
        people.append(worth[best])
    return chosen, np.array(people)


def _bound_each_number(matrix: CoverageMatrix, chosen: list[Int64], people: Float64) -> Float64:
    """Bound what so many candidates newly cover: multipliers for one number bound every other number too."""
    bound = np.full(len(people), float(matrix.demand.sum()))
    for number in _list_solved(len(people)):
        stop = Stop(iterations=_ITERATIONS)
        multipliers = solve_lagrangian_dual(matrix, add=number, chosen=chosen[number - 1], stop=stop)
        bound = np.minimum(bound, measure_reach(multipliers, 0.0, len(people)))
    return np.asarray(np.maximum(bound, people))
