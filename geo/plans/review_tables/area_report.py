"""All that a review says about one plan area, and the overview of all areas: what workbook and dossiers render."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from geo.plans.cases import SCENARIOS
from geo.plans.review import Review
from geo.plans.review_tables.area_figures import DIVISIONS, NEEDS, SIZES, list_figures
from geo.plans.review_tables.area_tables import (
    tabulate_departments,
    tabulate_loads,
    tabulate_remedies,
    tabulate_units,
)
from geo.plans.review_tables.cells import Column, Figure, Number, Record, Row, Table
from geo.plans.review_tables.requirement_table import count_verdicts, tabulate_missing, tabulate_requirements
from geo.plans.review_tables.words import Words
from geo.plans.verdict_rollup import to_records
from geo.plans.verdicts import VERDICTS
from geo.rules.lookups import name_facilities

_SUMMARY: Final = (
    *(Column(name, f"plan.{name}") for name in ("plan_id", "name", "year", *DIVISIONS, *SIZES)),
    Column("area", "plan.area", unit="m2"),
    *(Column(name, "plan.review_verdict", of=f"scenario.{name}") for name in SCENARIOS),
    *(Column(name, f"verdict.{name}") for name in VERDICTS),
    *(Column(name, f"plan.{name}") for name in (*NEEDS, "homes_inside")),
)


@dataclass(frozen=True, kw_only=True)
class AreaReport:
    """All that a review says about one plan area.

    Parameters
    ----------
    plan_id, name
        Of the area.
    figures
        See :func:`geo.plans.review_tables.area_figures.list_figures`.
    counts
        Verdict -> number of requirements that bind, at the plan stage, with all areas built.
    requirements, departments, remedies, loads, units, missing
        The tables; without rows where there is nothing to say.
    """

    plan_id: str
    name: str
    figures: Mapping[str, Figure]
    counts: Mapping[str, int]
    requirements: Table
    departments: Table
    remedies: Table
    loads: Table
    units: Table
    missing: Table


def name_categories(review: Review) -> dict[str, Words]:
    """Name the categories of a review in both languages.

    Parameters
    ----------
    review
        The review.

    Returns
    -------
    dict
        Category -> its name, in the order of the clauses: the city's, else a rule set's, else its key.

    Examples
    --------
    >>> from geo.plans.review import review_plans
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> name_categories(review)["clinic"]
    Words(zh='诊所', en='Clinic')
    """
    known = {**name_facilities(review.rule_sets), **review.city.categories}
    order = dict.fromkeys(name for clause in review.clauses for name in (clause.category, *clause.members))
    return {
        name: Words(str(known[name]["zh"]), str(known[name]["en"])) if name in known else Words(name, name)
        for name in order
    }


def report_areas(review: Review) -> Iterator[AreaReport]:
    """Report what a review says about each plan area.

    Parameters
    ----------
    review
        The review.

    Yields
    ------
    AreaReport
        In the order of the areas; nothing for a review without areas.

    Examples
    --------
    >>> from geo.plans.review import review_plans
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> [(report.plan_id, len(report.requirements.rows)) for report in report_areas(review)]
    [('A', 3)]
    """
    names = name_categories(review)
    loads = {(row["facility_id"], row["measure"]): row for row in to_records(review.loads)}
    requirements, departments, remedies, own_loads, units, overlaps = map(
        _group_records,
        (review.requirements, review.departments, review.remedies, review.own_loads, review.units, review.overlaps),
    )
    for area in to_records(review.areas.drop(columns="geometry")):
        plan_id = area["plan_id"]
        of_area = requirements.get(plan_id, [])
        yield AreaReport(
            plan_id=plan_id,
            name=area["name"],
            figures=list_figures(area, review.ratios, overlaps.get(plan_id, [])),
            counts=count_verdicts(of_area),
            requirements=tabulate_requirements(of_area, names),
            departments=tabulate_departments(departments.get(plan_id, [])),
            remedies=tabulate_remedies(remedies.get(plan_id, []), names),
            loads=tabulate_loads(own_loads.get(plan_id, []), loads, names),
            units=tabulate_units(units.get(plan_id, [])),
            missing=tabulate_missing(of_area, names),
        )


def tabulate_summary(review: Review) -> Table:
    """Tabulate all areas of a review, with the verdict on each and how many requirements have which.

    Parameters
    ----------
    review
        The review.

    Returns
    -------
    Table
        One row per area, in their order; without rows for no areas.
    """
    requirements = _group_records(review.requirements)
    rows = []
    for area in to_records(review.areas.drop(columns="geometry")):
        figures = list_figures(area, review.ratios)
        counts = count_verdicts(requirements.get(area["plan_id"], []))
        cells = {name: figure.value for name, figure in figures.items()}
        rows.append(Row({**cells, **{name: Number(count) for name, count in counts.items()}}))
    return Table("plan.review_title", _SUMMARY, tuple(rows))


def _group_records(table: pd.DataFrame) -> dict[str, list[Record]]:
    """Group the rows of a table by plan area."""
    groups: dict[str, list[Record]] = {}
    for row in to_records(pd.DataFrame(table.drop(columns="geometry", errors="ignore"))):
        groups.setdefault(row["plan_id"], []).append(row)
    return groups
