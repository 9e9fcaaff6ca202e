"""The projects of a programme in the order in which to do them, and those that just missed it, each with its reason."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import shapely

from geo.arrays import Shapes
from geo.grid.units import assign_units
from geo.programme.measures import Remedy
from geo.programme.programme import Programme
from geo.programme.reasoning import reason_remedy, reason_site
from geo.programme.site_choices import SiteChoices

#: Projects that just missed the programme, at most.
MISSED: Final = 30
#: The kind of shortfall, and the way, of a site.
WALK_KIND: Final = "walk"
SITE: Final = "site"


@dataclass(frozen=True, kw_only=True)
class Project:
    """One project.

    Parameters
    ----------
    code, name, district, district_name
        The community that it is for, or that a site lies in, and code and name of its district; "" where it lies in
        none.
    kind, way, category
        The shortfall, how it is made good, and of a site which facility it is, otherwise "".
    amount
        In the unit of the shortfall; of a site 1.
    people
        Whom it helps; of a site, behind those that are ranked before it.
    cost_yuan, cost_yuan_year, price_yuan
        Once, each year, and for all years that count; NaN where nothing says it.
    partner
        Name of the community that lends, or "".
    reason
        Language -> why, in one line.
    place
        A point in the city's CRS, or None where it is not known.
    """

    code: str
    name: str
    district: str
    district_name: str
    kind: str
    way: str
    category: str
    amount: float
    people: float
    cost_yuan: float
    cost_yuan_year: float
    price_yuan: float
    partner: str
    reason: dict[str, str]
    place: shapely.Point | None

    @property
    def people_per_10k_yuan(self) -> float:
        """People helped for 10,000 yuan; infinite for what costs nothing, NaN where the cost is not known."""
        if math.isnan(self.price_yuan):
            return math.nan
        return self.people * 1e4 / self.price_yuan if self.price_yuan > 0 else math.inf


def list_projects(programme: Programme) -> list[Project]:
    """List the projects of a programme in the order in which to do them.

    Parameters
    ----------
    programme
        The programme.

    Returns
    -------
    list of Project
        Those that help most people for their money first, what costs nothing before all; of equal ones, and where
        costs are not known, those that help most.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.programme import plan_programme
    >>> from geo.programme.programme_request import ProgrammeRequest
    >>> request = ProgrammeRequest(projects=1, sites=("clinic",))
    >>> project, = list_projects(plan_programme(audit_city(analyze_city(build_sample())), request))
    >>> project.way, project.people, project.reason["en"][-30:]
    ('site', 40.0, 'one more site; helps 40 people')
    """
    places = _find_places(programme)
    found = [_make_project(programme, each, places) for each in programme.measures]
    for sites, number in zip(programme.sites, programme.built, strict=True):
        if number:
            rows, gains = sites.order_sites(number)
            found += [
                _make_site(programme, sites, int(row), float(gain)) for row, gain in zip(rows, gains, strict=True)
            ]
    return sorted(found, key=_rank)


def list_missed(programme: Programme) -> list[Project]:
    """List the projects that just missed a programme.

    Parameters
    ----------
    programme
        The programme.

    Returns
    -------
    list of Project
        Of each shortfall of which nothing was chosen the best way, and of each category of sites one more:
        :data:`MISSED` at most, the best first.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.programme import plan_programme
    >>> from geo.programme.programme_request import ProgrammeRequest
    >>> list_missed(plan_programme(audit_city(analyze_city(build_sample())), ProgrammeRequest(projects=1)))
    []
    """
    done = {(each.leaf, each.kind) for each in programme.measures}
    places = _find_places(programme)
    best: dict[tuple[int, str], Project] = {}
    for each in programme.remedies:
        key = (each.leaf, each.kind)
        if key not in done:
            project = _make_project(programme, each, places)
            if key not in best or _rank(project) < _rank(best[key]):
                best[key] = project
    return sorted([*best.values(), *_list_next_sites(programme)], key=_rank)[:MISSED]


def _list_next_sites(programme: Programme) -> Iterator[Project]:
    """Make a project of one more site of each category that more could be built of."""
    for sites, number in zip(programme.sites, programme.built, strict=True):
        if number < len(sites.people):
            gain = float(sites.people[number]) - (float(sites.people[number - 1]) if number else 0.0)
            rows, _ = sites.order_sites(number + 1)
            if gain > 0:
                yield _make_site(programme, sites, int(rows[-1]), gain)


def _rank(project: Project) -> tuple[float, float, str, str]:
    worth = project.people_per_10k_yuan
    return (-worth if not math.isnan(worth) else 0.0, -project.people, project.code, project.kind)


def _find_places(programme: Programme) -> Shapes:
    """Find a point in each leaf, None where it has no polygon, shape (leaves,)."""
    audit, leaves = programme.standing.audit, programme.standing.leaves
    known = audit.levels["communities"].drop_duplicates("code").set_index("code").geometry
    return np.asarray(shapely.point_on_surface(known.reindex(leaves.table["code"]).to_numpy(object)), object)


def _make_project(programme: Programme, remedy: Remedy, places: Shapes) -> Project:
    leaves = programme.standing.leaves.table
    partner = leaves["name"].iloc[remedy.loans[0].partner] if remedy.loans else ""
    return Project(
        code=leaves["code"].iloc[remedy.leaf],
        name=leaves["name"].iloc[remedy.leaf],
        district=programme.standing.district[remedy.leaf],
        district_name=programme.standing.districts[programme.standing.district[remedy.leaf]],
        kind=remedy.kind,
        way=remedy.way,
        category="",
        amount=remedy.amount,
        people=remedy.people,
        cost_yuan=remedy.cost_yuan,
        cost_yuan_year=remedy.cost_yuan_year,
        price_yuan=remedy.price(programme.request.years),
        partner=partner,
        reason=reason_remedy(programme.standing, remedy),
        place=places[remedy.leaf],
    )


def _make_site(programme: Programme, sites: SiteChoices, row: int, people: float) -> Project:
    standing, city = programme.standing, programme.standing.audit.city
    place = sites.siting.candidates.geometry.iloc[row]
    unit = int(assign_units(city.base_units, np.array([place], object))[0])
    leaf = int(standing.leaves.of_unit[unit]) if unit >= 0 else len(standing.leaves.table) - 1
    table = standing.leaves.table
    return Project(
        code=table["code"].iloc[leaf],
        name=table["name"].iloc[leaf],
        district=standing.district[leaf],
        district_name=standing.districts.get(standing.district[leaf], ""),
        kind=WALK_KIND,
        way=SITE,
        category=sites.category,
        amount=1.0,
        people=people,
        cost_yuan=sites.cost_yuan,
        cost_yuan_year=0.0,
        price_yuan=sites.cost_yuan,
        partner="",
        reason=reason_site(sites, people),
        place=place,
    )


def tabulate_projects(projects: list[Project]) -> pd.DataFrame:
    """Put projects into a table, with what they add up to.

    Parameters
    ----------
    projects
        In their order.

    Returns
    -------
    pandas.DataFrame
        ``rank, code, name, district_name, kind, way, category, amount, people, cost_yuan, cost_yuan_year, price_yuan,
        people_per_10k_yuan, partner, people_in_all, price_in_all, reason_zh, reason_en``; empty without projects.

    Examples
    --------
    >>> len(tabulate_projects([]))
    0
    """
    names = (
        "code", "name", "district_name", "kind", "way", "category", "amount", "people", "cost_yuan", "cost_yuan_year",
        "price_yuan", "people_per_10k_yuan", "partner",
    )  # fmt: skip
    table = pd.DataFrame({name: [getattr(each, name) for each in projects] for name in names})
    table.insert(0, "rank", np.arange(1, len(projects) + 1))
    return table.assign(
        people_in_all=table["people"].astype(float).cumsum(),
        price_in_all=table["price_yuan"].astype(float).cumsum(),
        **{f"reason_{lang}": [each.reason[lang] for each in projects] for lang in ("zh", "en")},
    )
