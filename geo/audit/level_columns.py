"""Which figures of a division people read, in the sheets of the workbook, and which programs get besides."""

from typing import Final

import pandas as pd

from geo.audit.audit import Audit
from geo.audit.tiers import list_tiers

#: Every other figure stands in audit.gpkg. A name that ends in * is of each tier.
_COLUMNS: Final = (
    "rank", "code", "name", "parent_name", "scope", "size", "residents", "households", "residents_60plus",
    "residents_children", "communities", "villages", "with_office", "office_leased", "office_m2", "office_large",
    "office_medium", "office_small", "with_hall", "with_square", "square_large", "service_m2", "service_m2_per_100",
    "short_space", "cadres", "cadres_per_10000", "reference_headcount", "in_post", "shortfall", "village_cadres",
    "grid_units", "units_within", "units_below", "units_above", "grid_workers", "workers_per_unit", "workers_per_1000",
    "floor_per_1000_*", "share_*", "helped", "cost_yuan", "cost_yuan_year",
)  # fmt: skip
#: What programs read besides.
_ANSWERED: Final = ("parent",)
#: What the columns of shortfalls begin with, and those of units that programs read besides.
_LACKS: Final = ("short_", "people_", "cost_")
_OF_UNITS: Final = ("workers_", "units_without_")


def choose_level_columns(audit: Audit, table: pd.DataFrame, level: str) -> list[str]:
    """Choose the columns of a level that readers see, in reading order.

    Parameters
    ----------
    audit
        The audit.
    table
        Of one of its levels.
    level
        Its name.

    Returns
    -------
    list of str
        Those that the table has. How many communities a row is only sums have; how large its office is, only leaves;
        grid units have their size.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> audit = audit_city(analyze_city(build_sample()))
    >>> choose_level_columns(audit, audit.levels["streets"], "streets")[5:9]
    ['residents', 'households', 'communities', 'villages']
    """
    tiers = list(list_tiers(audit.tiers))
    listed = [name.replace("*", tier) for name in _COLUMNS for tier in (tiers if name.endswith("*") else [""])]
    left_out = {"communities", "villages"} if level == "communities" else {"office_m2"}
    if level == "grid_units":  # of one unit the size says it
        listed = [name for name in listed if not name.startswith(("units_", "grid_units", "workers_per_"))]
    return [name for name in listed if name in table and name not in left_out]


def list_answer_columns(audit: Audit, level: str) -> list[str]:
    """List the columns of a level that audit.json and the service give.

    Parameters
    ----------
    audit
        The audit.
    level
        One of its levels.

    Returns
    -------
    list of str
        Those of :func:`choose_level_columns`, ``parent``, and what is short of each kind, with the
        people helped and the cost; of grid units also workers by role.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> list_answer_columns(audit_city(analyze_city(build_sample())), "city")[-3:]
    ['parent', 'short_unit_size', 'people_unit_size']
    """
    table = audit.levels[level]
    columns = [*choose_level_columns(audit, table, level), *_ANSWERED]
    begins = (*_LACKS, *_OF_UNITS) if level == "grid_units" else _LACKS
    return columns + [name for name in map(str, table) if name.startswith(begins) and name not in columns]
