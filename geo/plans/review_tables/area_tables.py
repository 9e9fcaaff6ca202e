"""The tables of a plan area besides its requirements: departments, remedies, loads, new grid units, missing data."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from geo.grid.units import UNIT_HOUSEHOLDS
from geo.plans.cases import TOGETHER
from geo.plans.missing import Missing, describe_missing
from geo.plans.read.plan_schemas import STAGES
from geo.plans.review_tables.cells import Cell, Column, Number, Record, Row, Table, Verdict
from geo.plans.review_tables.clause_words import BED_CATEGORIES, name_kind, name_unit
from geo.plans.review_tables.requirement_table import Names
from geo.plans.review_tables.requirement_words import show_shortfall
from geo.plans.review_tables.words import Words, phrase, show_amount, show_number
from geo.rules.clauses import ROLES, ClauseKind, Role

_DEPARTMENTS: Final = (
    Column("department", "plan.department"),
    *(Column(stage, f"stage.{stage}") for stage in STAGES),
)


_REMEDIES: Final = (
    Column("category", "plan.category"),
    Column("clause_kind", "plan.requirement"),
    Column("role", "clause.role"),
    Column("options", "plan.remedies"),
)


_LOADS: Final = (
    Column("category", "plan.category"),
    Column("facility", "plan.facility"),
    Column("facility_listed", "plan.facility"),
    Column("measure", "plan.requirement"),
    Column("unit", "plan.sheet.unit"),
    Column("capacity", "plan.capacity"),
    Column("used_before", "plan.used_before"),
    Column("added", "plan.added"),
    Column("remaining_after", "plan.remaining_after"),
    Column("used_after", "plan.used_after"),
    Column("remaining_after_all", "plan.remaining_after_all"),
)


_UNITS: Final = (
    Column("unit_code", "plan.unit_code"),
    Column("households", "plan.households"),
    Column("residents", "plan.residents"),
)


def tabulate_departments(departments: Sequence[Record], reached: str) -> Table:
    """Tabulate the verdicts of departments on a plan area with all areas built, stage by stage.

    Parameters
    ----------
    departments
        The rows of ``Review.departments`` that are about the area.
    reached
        The stage that the area has reached: later ones have no verdict yet.

    Returns
    -------
    Table
        One row per department that judges what the area owes, in their order; without rows where it owes nothing.
    """
    begun = STAGES[: STAGES.index(reached) + 1]
    rows = tuple(
        Row(
            {
                "department": phrase(f"department.{record['department']}"),
                **{stage: Verdict(record[f"verdict_{stage}"]) if stage in begun else None for stage in STAGES},
            },
        )
        for record in departments
        if record["scenario"] == TOGETHER
    )
    return Table("plan.departments", _DEPARTMENTS, rows)


def tabulate_remedies(remedies: Sequence[Record], names: Names) -> Table:
    """Tabulate what would close each shortfall of a plan area with all areas built.

    Parameters
    ----------
    remedies
        The rows of ``Review.remedies`` that are about the area.
    names
        What things are called.

    Returns
    -------
    Table
        One row for each shortfall, of what is owed first, with its options, the least effort first, and
        besides its columns ``provider``; without rows where
        nothing is short.
    """
    groups: dict[tuple[Role, str, ClauseKind], list[Record]] = {}
    for record in remedies:
        if record["scenario"] == TOGETHER:
            groups.setdefault((record["role"], record["category"], record["clause_kind"]), []).append(record)
    by_project = {words.clause.category for words in names.clauses if words.clause.provider == "project"}
    by_city = {words.clause.category for words in names.clauses} - by_project
    rows = tuple(
        Row(
            {
                "category": names.categories[category],
                "clause_kind": phrase(f"clause.kind.{name_kind(clause_kind, category)}"),
                "role": phrase(f"clause.role.{role}"),
                "provider": phrase(f"rules.provider.{'city' if role == 'city' or category in by_city else 'project'}"),
                "options": tuple(dict.fromkeys(describe_remedy(record, names.facilities) for record in group)),
            },
            group=(role, category, clause_kind),
        )
        for (role, category, clause_kind), group in sorted(groups.items(), key=lambda item: ROLES.index(item[0][0]))
    )
    return Table("plan.remedies", _REMEDIES, rows)


def describe_remedy(record: Record, facilities: Mapping[str, Words]) -> Words:
    """Describe an option of what would close a shortfall.

    Parameters
    ----------
    record
        A row of ``Review.remedies``.
    facilities
        Facility -> its name.

    Returns
    -------
    Words
        Without an amount where it is not known.

    Examples
    --------
    >>> share = {"remedy": "share", "amount": 40.0, "unit": "places", "facility_id": "s1", "category": "school"}
    >>> describe_remedy(share, {}).en
    'agree to share 40 places of s1'
    >>> describe_remedy({**share, "remedy": "new_site", "amount": float("nan"), "unit": ""}, {}).en
    'find a new site within the walk'
    """
    remedy, is_beds = record["remedy"], record["unit"] == "places" and record["category"] in BED_CATEGORIES
    unit = "beds" if is_beds else record["unit"]
    facility = facilities.get(record["facility_id"], record["facility_id"] or phrase("plan.a_facility"))
    if not math.isfinite(record["amount"]) or unit == "":
        if remedy == "new_site":
            return phrase("plan.remedy.new_site_any")
        if remedy == "share":
            return phrase("plan.remedy.share_walk", facility=facility)
    # a text that names no facility leaves it out
    amount = show_amount(show_shortfall(record["amount"], unit).value, unit)
    return phrase(f"plan.remedy.{remedy}", amount=amount, facility=facility)


def tabulate_loads(own_loads: Sequence[Record], loads: Mapping[tuple[str, str], Record], names: Names) -> Table:
    """Tabulate how much of the facilities that a plan area uses is in use, before and after.

    Parameters
    ----------
    own_loads
        The rows of ``Review.own_loads`` that are about the area.
    loads
        Facility and measure -> the row of ``Review.loads``, with all areas built.
    names
        What things are called.

    Returns
    -------
    Table
        One row per facility and measure, in their order; without rows where the area uses nothing.
    """
    rows = []
    for record in own_loads:
        category, measure = record["category"], record["measure"]
        unit, all_built = name_unit(measure, category), loads.get((record["facility_id"], record["measure"]), {})
        numbers: dict[str, Cell] = {
            name: Number(record[name], unit) for name in ("capacity", "used_before", "added", "remaining_after")
        }
        cells: dict[str, Cell] = {
            "category": names.categories[category],
            "facility": names.facilities[record["facility_id"]],
            "facility_listed": (names.facilities[record["facility_id"]], record["facility_id"]),
            "measure": phrase(f"clause.kind.{name_kind(measure, category)}"),
            "unit": phrase(f"clause.unit.{unit}"),
            "used_after": Number(all_built.get("used_after", math.nan), unit),
            "remaining_after_all": Number(all_built.get("remaining_after", math.nan), unit),
        }
        rows.append(Row(cells | numbers))
    return Table("plan.loads", _LOADS, tuple(rows))


def tabulate_units(units: Sequence[Record]) -> Table:
    """Tabulate the grid units that are proposed for a plan area.

    Parameters
    ----------
    units
        The rows of ``Review.units`` that are about the area.

    Returns
    -------
    Table
        One row per unit, at least one. Besides its columns: ``code`` (words where no code is free), ``size``
        (households in words), ``note`` (where these are fewer than a grid unit has).
    """
    least = UNIT_HOUSEHOLDS[0]
    small = phrase("plan.unit_small", least=show_number(least))
    rows = tuple(
        Row(
            {
                "unit_code": record["unit_code"],
                "households": Number(record["households"]),
                "residents": Number(record["residents"]),
                "code": record["unit_code"] or phrase("plan.no_code"),
                "size": phrase("plan.households_value", count=show_number(record["households"])),
                "note": small if record["households"] < least - 1e-6 else None,
            }
        )
        for record in units
    )
    return Table("plan.units_needed", _UNITS, rows)


def tabulate_missing(requirements: Sequence[Record], names: Names) -> Table:
    """Tabulate what is missing, with the categories that are open for want of it.

    Parameters
    ----------
    requirements
        The rows of ``Review.requirements`` that are about an area.
    names
        What things are called.

    Returns
    -------
    Table
        One row for each thing that is missing, of what is owed first; without rows where nothing is.
    """
    found: dict[Missing, dict[str, Words]] = {}
    for role in ROLES:
        for record in requirements:
            if record["missing"] is not None and record["role"] == role:
                found.setdefault(record["missing"], {})[record["category"]] = names.categories[record["category"]]
    rows = tuple(
        Row({"missing": describe_missing(missing, names.facilities), "categories": tuple(about.values())})
        for missing, about in found.items()
    )
    return Table("plan.missing", (Column("missing", "plan.missing"), Column("categories", "plan.category")), rows)
