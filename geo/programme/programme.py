"""The door to the programme: from an audit and a request to projects, with a proof of how good they are."""

import math
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import scipy.sparse

from geo.arrays import Float64, Int64
from geo.audit.audit import Audit
from geo.errors import InputError
from geo.programme.knapsack import Choice, Options, choose_options
from geo.programme.measures import Remedy, list_remedies
from geo.programme.programme_request import ProgrammeRequest
from geo.programme.resources import Resource, find_resources
from geo.programme.sharing import list_shares
from geo.programme.site_choices import SiteChoices, choose_categories_to_site, find_site_choices, price_site
from geo.programme.standing import Standing, find_standing
from geo.progress import Progress
from geo.rules.unit_costs import UnitCosts

#: Keys of the unit costs that name no sum of money.
_NO_COST: Final = ("source",)


@dataclass(frozen=True, kw_only=True)
class Programme:
    """Which projects first.

    Parameters
    ----------
    request, standing
        What was asked for, and where communities stand.
    remedies
        All remedies that could be chosen.
    sites
        Sites that could be chosen, by category.
    chosen
        Rows of the remedies that are.
    built
        How many sites of each category are, as `sites`.
    value
        Whom they help: people, once for each shortfall that is made good.
    bound
        Proven: no programme of these remedies and of sites among the candidates helps more.
    unpriced
        Kind of a shortfall or category of sites -> remedies left out because nothing says what they cost.
    seconds
        Seconds of each step.
    """

    request: ProgrammeRequest
    standing: Standing
    remedies: list[Remedy]
    sites: list[SiteChoices]
    chosen: Int64
    built: list[int]
    value: float
    bound: float
    unpriced: dict[str, int]
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def gap(self) -> float:
        """How much more another programme may help at most, as a share of what this one does; 0 where it is best."""
        return max(self.bound / self.value - 1.0, 0.0) if self.value > 0 else 0.0

    @property
    def measures(self) -> list[Remedy]:
        """The remedies that are chosen."""
        return [self.remedies[row] for row in self.chosen]


def plan_programme(audit: Audit, request: ProgrammeRequest, *, progress: Progress | None = None) -> Programme:
    """Choose the projects that help most people, for a budget or a number of projects.

    Parameters
    ----------
    audit
        What communities have and lack.
    request
        The budget or the number, and which sites may be built.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    Programme
        With its bound. A project makes one shortfall good, all of it; a site is one project. Without anything to do it
        is empty.

    Raises
    ------
    InputError
        If the request makes no sense, a budget is given to a city that states no costs, it has no communities, or it
        has no category of which sites are asked for.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> audit = audit_city(analyze_city(build_sample()))
    >>> programme = plan_programme(audit, ProgrammeRequest(projects=1, sites=("clinic",)))
    >>> programme.built, programme.value, programme.bound
    ([1], 40.0, 40.0)
    """
    request.check()
    progress = progress or Progress()
    if request.budget is not None:
        _check_costs(audit)
    with progress.step("remedies"):
        standing = find_standing(audit)
        resources = find_resources(standing)
        found = [*list_remedies(standing, resources, years=request.years), *list_shares(standing, resources)]
        remedies = [each for each in found if request.budget is None or not math.isnan(each.price(request.years))]
    categories = choose_categories_to_site(standing, request)
    sites = find_site_choices(standing, categories, request, progress=progress)
    with progress.step("choose projects"):
        built, choice, bound = _choose(standing, resources, remedies, sites, request)
    return Programme(
        request=request,
        standing=standing,
        remedies=remedies,
        sites=sites,
        chosen=choice.chosen[choice.chosen < len(remedies)],
        built=built,
        value=choice.value,
        bound=bound,
        unpriced=_count_unpriced(standing, found, categories, request),
        seconds=progress.seconds,
    )


def _check_costs(audit: Audit) -> None:
    """Raise unless the city states any cost."""
    if audit.city.costs is None:
        keys = ", ".join(name for name in UnitCosts.model_fields if name not in _NO_COST)
        raise InputError(
            f"budget: {audit.city.name} states no unit costs; give a number of projects instead, or add [costs] to the "
            f"source file with {keys}, and build the city again"
        )


def _count_unpriced(
    standing: Standing, found: list[Remedy], categories: list[str], request: ProgrammeRequest
) -> dict[str, int]:
    """Count what is left out under a budget because nothing says what it costs."""
    if request.budget is None:
        return {}
    left = [each.kind for each in found if math.isnan(each.price(request.years))]
    left += [name for name in categories if math.isnan(price_site(standing, name))]
    return {name: left.count(name) for name in dict.fromkeys(left)}


def _choose(
    standing: Standing,
    resources: dict[str, Resource],
    remedies: list[Remedy],
    sites: list[SiteChoices],
    request: ProgrammeRequest,
) -> tuple[list[int], Choice, float]:
    """Choose remedies and sites; and bound what any sites of these candidates could add."""
    numbers = [(row, number) for row, each in enumerate(sites) for number in range(1, len(each.people) + 1)]
    is_budget = request.budget is not None
    most = float(request.projects or 0) if request.budget is None else request.budget
    weight = [each.price(request.years) if is_budget else 1.0 for each in remedies]
    weight += [number * (sites[row].cost_yuan if is_budget else 1.0) for row, number in numbers]
    names = {(each.leaf, each.kind): 0 for each in remedies}
    group_of = {name: at for at, name in enumerate(names)}
    group = [group_of[each.leaf, each.kind] for each in remedies] + [len(names) + row for row, _ in numbers]
    uses, spare, balance = _list_limits(standing, resources, remedies, len(numbers), request)
    options = Options(
        people=_list_people(remedies, [sites[row].people[number - 1] for row, number in numbers]),
        weight=np.array(weight, float),
        group=np.array(group, np.int64),
        uses=uses,
        spare=spare,
        balance=balance,
    )
    limits: dict[str, Any] = {"most": most, "mip_gap": request.mip_gap, "time_limit_s": request.time_limit_s}
    choice = choose_options(options, **limits)
    bound = choice.bound
    if numbers:
        most_people = _list_people(remedies, [sites[row].bound[number - 1] for row, number in numbers])
        relaxed = Options(**{**vars(options), "people": most_people})
        bound = max(choice.value, choose_options(relaxed, **limits).bound)
    built = [0] * len(sites)
    for at in choice.chosen[choice.chosen >= len(remedies)]:
        row, number = numbers[int(at) - len(remedies)]
        built[row] = number
    return built, choice, bound


def _list_people(remedies: list[Remedy], of_sites: list[Any]) -> Float64:
    return np.array([*(each.people for each in remedies), *of_sites], float)


def _list_limits(
    standing: Standing,
    resources: dict[str, Resource],
    remedies: list[Remedy],
    more: int,
    request: ProgrammeRequest,
) -> tuple[scipy.sparse.csc_array, Float64, scipy.sparse.csc_array]:
    """List what remedies use of what partners can spare, and what they add to and take from each district.

    Parameters
    ----------
    more
        How many options stand behind the remedies, which use, add and take nothing.
    """
    loans = [(row, loan) for row, each in enumerate(remedies) for loan in each.loans]
    lenders = {(loan.partner, loan.resource): 0 for _, loan in loans}
    at_lender = {key: at for at, key in enumerate(lenders)}
    spare = np.array([resources[name].spare_m2[partner] for partner, name in lenders], float)
    used = [(at_lender[loan.partner, loan.resource], row, loan.m2) for row, loan in loans]
    district = standing.district
    moved: list[tuple[Any, int, float]] = [
        ((district[each.leaf], name), row, m2) for row, each in enumerate(remedies) for name, m2 in each.adds_m2.items()
    ]
    moved += [((district[loan.partner], loan.resource), row, -loan.m2) for row, loan in loans]
    # only a district that lends could be worse off
    lending = {(district[partner], name): 0 for partner, name in lenders} if request.is_fair else {}
    at_district = {key: at for at, key in enumerate(lending)}
    kept = [(at_district[key], row, m2) for key, row, m2 in moved if key in at_district]
    size = len(remedies) + more
    return _make_rows(used, len(lenders), size), spare, _make_rows(kept, len(lending), size)


def _make_rows(entries: list[tuple[int, int, float]], rows: int, size: int) -> scipy.sparse.csc_array:
    row, column, value = (np.array(part) for part in zip(*entries, strict=True)) if entries else (np.empty(0),) * 3
    at = row.astype(np.int64), column.astype(np.int64)
    return scipy.sparse.csc_array((value.astype(float), at), shape=(rows, size))
