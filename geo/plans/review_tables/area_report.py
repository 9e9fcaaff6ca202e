"""All that a review says about one plan area, and the overview of all areas: what workbook and dossiers render."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from geo.plans.cases import ALONE, SCENARIOS, TOGETHER
from geo.plans.community_rooms import list_community_rooms
from geo.plans.review import Review
from geo.plans.review_tables.area_figures import DIVISIONS, NEEDS, SIZES, list_figures
from geo.plans.review_tables.area_tables import (
    tabulate_departments,
    tabulate_loads,
    tabulate_missing,
    tabulate_remedies,
    tabulate_units,
)
from geo.plans.review_tables.cells import Cell, Column, Figure, Number, Record, Row, Table
from geo.plans.review_tables.clause_words import put_clauses
from geo.plans.review_tables.explanations import explain_verdict
from geo.plans.review_tables.facility_names import label_facilities
from geo.plans.review_tables.fault_words import describe_faults, summarize_faults
from geo.plans.review_tables.filing_table import tabulate_filing, tabulate_joint_filing
from geo.plans.review_tables.group_words import GroupWords, put_groups
from geo.plans.review_tables.requirement_table import (
    Names,
    count_verdicts,
    tabulate_amounts,
    tabulate_walks,
)
from geo.plans.review_tables.room_table import list_rooms, tabulate_rooms
from geo.plans.review_tables.words import Words, phrase
from geo.plans.verdict_rollup import to_records
from geo.plans.verdicts import VERDICTS
from geo.rules.lookups import name_facilities

_SUMMARY: Final = (
    Column("rank", "plan.rank"),
    *(Column(name, f"plan.{name}") for name in ("plan_id", "name", "group", "year", "stage", *DIVISIONS, *SIZES)),
    Column("area", "plan.area", unit="m2"),
    *(Column(name, "plan.review_verdict", of=f"scenario.{name}") for name in SCENARIOS),
    *(Column(name, f"verdict.{name}") for name in VERDICTS),
    *(Column(name, f"plan.{name}") for name in ("people_short", *NEEDS, "homes_inside", "faults", "why_heading")),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class AreaReport:
    """All that a review says about one plan area.

    Parameters
    ----------
    plan_id, name
        Of the area.
    stage
        Which of :data:`geo.plans.read.plan_schemas.STAGES` it has reached: verdicts go by it.
    figures
        See :func:`geo.plans.review_tables.area_figures.list_figures`.
    faults
        What is wrong with its data, in words.
    explanation
        Why it has its verdict with all areas built, in one sentence; and another, where its verdict alone is another.
    group
        The plots that lie together with it; None where it lies alone.
    counts
        Verdict -> number of requirements that bind, at that stage, with all areas built.
    obligations, city_findings, walks, recommended
        What it owes, what the city owes, recommended distances, and what else is recommended or as needed.
    filing, joint_filing
        What is filed with it; and what is filed once with the plots that lie together, None but for the first of them.
    departments, rooms, remedies, loads, units, missing
        The other tables; without rows where there is nothing to say.
    """

    plan_id: str
    name: str
    stage: str
    figures: Mapping[str, Figure]
    faults: tuple[Words, ...]
    explanation: tuple[Words, ...]
    group: GroupWords | None
    counts: Mapping[str, int]
    obligations: Table
    city_findings: Table
    walks: Table
    recommended: Table
    filing: Table
    joint_filing: Table | None
    departments: Table
    rooms: Table
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


def name_things(review: Review) -> Names:
    """Name the categories and facilities of a review, and put its clauses into words.

    Parameters
    ----------
    review
        The review.

    Returns
    -------
    Names
        What the tables call things.
    """
    categories = name_categories(review)
    return Names(
        categories=categories,
        facilities=label_facilities(review, categories),
        clauses=put_clauses(review, categories),
        community=list_community_rooms(review.rule_sets),
    )


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
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.review import review_plans
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> [(report.plan_id, len(report.obligations.rows), len(report.walks.rows)) for report in report_areas(review)]
    [('A', 1, 2)]
    """
    names, rooms = name_things(review), list_rooms(review.batch.facilities)
    groups = put_groups(pd.DataFrame(review.areas.drop(columns="geometry")))
    loads = {(row["facility_id"], row["measure"]): row for row in to_records(review.loads)}
    tables = {
        name: group_records(getattr(review, name))
        for name in ("requirements", "departments", "remedies", "own_loads", "units", "overlaps", "data_faults")
    }
    for area in to_records(review.areas.drop(columns="geometry")):
        plan_id = area["plan_id"]
        of_area = {name: found.get(plan_id, []) for name, found in tables.items()}
        asked, group = of_area["requirements"], groups.get(area["group"])
        plan_ids = (plan_id,) if group is None else group.plan_ids
        joint = [room for each in plan_ids for room in rooms.get(each, ())]
        owed = tabulate_amounts(asked, "owed", "clause.role.owed", names, group=group, rooms=joint)
        is_first = group is not None and group.plan_ids[0] == plan_id
        yield AreaReport(
            plan_id=plan_id,
            name=area["name"],
            stage=area["stage"],
            figures=list_figures(area, review.ratios, of_area["overlaps"], group),
            faults=describe_faults(of_area["data_faults"], asked, names.facilities, names.categories),
            explanation=_explain(area, asked, names, group),
            group=group,
            counts=count_verdicts(asked),
            obligations=owed,
            city_findings=tabulate_amounts(asked, "city", "clause.role.city", names, group=group),
            walks=tabulate_walks(asked, names),
            recommended=tabulate_amounts(asked, "recommended", "plan.recommended_title", names, group=group),
            filing=tabulate_filing(owed, rooms.get(plan_id, []), names, group),
            joint_filing=tabulate_joint_filing(owed, joint, names, group) if is_first and group else None,
            departments=tabulate_departments(of_area["departments"], area["stage"]),
            rooms=tabulate_rooms(rooms.get(plan_id, []), names),
            remedies=tabulate_remedies(of_area["remedies"], names),
            loads=tabulate_loads(of_area["own_loads"], loads, names),
            units=tabulate_units(of_area["units"]),
            missing=tabulate_missing(asked, names),
        )


def _explain(area: Record, asked: Sequence[Record], names: Names, group: GroupWords | None) -> tuple[Words, ...]:
    why = explain_verdict(asked, TOGETHER, names, group=group)
    if area[f"verdict_{ALONE}"] == area[f"verdict_{TOGETHER}"]:
        return (why,)
    return why, phrase("plan.why_alone", why=explain_verdict(asked, ALONE, names, group=group))


def tabulate_summary(reports: Sequence[AreaReport]) -> Table:
    """Tabulate all areas of a review by rank, with the verdict on each and how many requirements have which.

    Parameters
    ----------
    reports
        What the review says about each area.

    Returns
    -------
    Table
        One row per area, the first rank first; without rows for no areas.
    """
    rows = []
    for report in sort_reports(reports):
        cells: dict[str, Cell] = {name: figure.value for name, figure in report.figures.items()}
        counts: dict[str, Cell] = {name: Number(count) for name, count in report.counts.items()}
        more: dict[str, Cell] = {"faults": report.faults, "why_heading": report.explanation[0]}
        rows.append(Row({**cells, **counts, **more, "group": "" if report.group is None else report.group.over}))
    return Table("plan.review_title", _SUMMARY, tuple(rows))


def tell_faults(reports: Sequence[AreaReport]) -> tuple[Words, ...]:
    """Say once what is wrong with the data of each of several areas; empty where nothing is wrong."""
    return summarize_faults({report.plan_id: report.faults for report in reports})


def sort_reports(reports: Sequence[AreaReport]) -> list[AreaReport]:
    """Sort reports by the rank of their areas."""
    return sorted(reports, key=find_rank)


def find_rank(report: AreaReport) -> float:
    """Find the rank of an area: 1 comes first."""
    rank = report.figures["rank"].value
    assert isinstance(rank, Number)
    return rank.value


def group_records(table: pd.DataFrame) -> dict[str, list[Record]]:
    """Group the rows of a table by plan area.

    Parameters
    ----------
    table
        With ``plan_id``. Not changed.

    Returns
    -------
    dict
        Area -> its rows, without their geometry; empty for a table without rows.
    """
    groups: dict[str, list[Record]] = {}
    for row in to_records(pd.DataFrame(table.drop(columns="geometry", errors="ignore"))):
        groups.setdefault(row["plan_id"], []).append(row)
    return groups
