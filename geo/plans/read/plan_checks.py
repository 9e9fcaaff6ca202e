"""Checks of planned areas: each bad row is reported, with what to do."""

from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Float64, Shapes
from geo.files.columns import MOST_PEOPLE, NOT_A_NUMBER
from geo.plans.read.plan_table import PlanTable

#: Size that a residential area may have [m2]; others are measured in other units, or no area.
SMALLEST_AREA_M2: Final = 100.0


#: See :data:`SMALLEST_AREA_M2` [m2].
LARGEST_AREA_M2: Final = 25_000_000.0


#: Residents per household or per dwelling beyond which a number is in the wrong column.
MOST_RESIDENTS: Final = 15.0


#: First and last year that an area may be built in.
YEARS: Final = (1990, 2100)


#: Distance of a gate from the outline of its area [m].
GATE_REACH_M: Final = 50.0


#: Columns of which at least one says how large an area is.
_SIZES: Final = ("dwellings", "households", "residents")


def check_sizes(read: PlanTable, placed: Shapes) -> None:
    """Report areas whose numbers or whose extent cannot be meant.

    Parameters
    ----------
    read
        The areas' file, with all of the number columns.
    placed
        The areas in a metric CRS, None where bad, shape (n,).

    Examples
    --------
    >>> table = pd.DataFrame({"dwellings": [10.0], "households": np.nan, "residents": 200.0, "year": 2028.0})
    >>> read = PlanTable(file="a.csv", table=table, shapes=np.array([None]), crs=None)
    >>> check_sizes(read, read.shapes)
    >>> print(*read.problems.rows[0])
    a.csv, row 1: 200 residents in 10 dwellings; expected 15 or fewer each: is a number in the wrong column?
    """
    table = read.table
    sizes = table[list(_SIZES)].to_numpy(float)
    # of a row with a number that is none, which is reported already, nothing can be said
    unclear = set(read.problems.kinds.get(NOT_A_NUMBER, ()))
    clear = np.array([unclear.isdisjoint(read.problems.rows.get(row, ())) for row in range(len(table))], bool)
    choices = "dwellings, households or residents"
    nothing = clear & ~(sizes > 0).any(axis=1) & ("missing column" not in read.problems.kinds)
    remedy = "state at least one of them"
    if read.file.lower().endswith(".dxf"):
        remedy = (
            "write it as a text inside the outline, such as P-1 300户 or dwellings=300, or send a table or GeoPackage"
        )
    read.report("no number of homes", nothing, f"none of {choices} is above 0; {remedy}")
    zero = clear & (sizes > 0).any(axis=1) & (sizes == 0).any(axis=1)
    read.report(
        "0 beside another number", zero, f"one of {choices} is 0 and another is not; leave empty what is unknown"
    )
    for name in ("households", "dwellings"):
        people, homes = table["residents"].to_numpy(float), table[name].to_numpy(float)
        crowded = clear & (people / MOST_RESIDENTS > homes) & (homes > 0)
        read.report(
            "too many residents",
            crowded,
            lambda row, people=people, homes=homes, name=name: (  # type: ignore[misc]
                f"{people[row]:g} residents in {homes[row]:g} {name}; expected {MOST_RESIDENTS:g} or fewer each: "
                "is a number in the wrong column?"
            ),
        )
    year = table["year"].to_numpy(float)
    first, last = YEARS
    odd = np.isfinite(year) & (year >= 0) & ~((year >= first) & (year <= last) & (year % 1 == 0))
    read.report(
        "year", odd, lambda row: f"year {year[row]:g}; expected a whole year from {first} to {last}, or nothing"
    )
    area_m2 = shapely.area(placed)
    small, large = area_m2 < SMALLEST_AREA_M2, area_m2 > LARGEST_AREA_M2
    read.report(
        "too small or too large",
        small | large,
        lambda row: (
            f"{area_m2[row]:,.1f} m2; expected {SMALLEST_AREA_M2:,.0f} m2 to {LARGEST_AREA_M2 / 1e6:,.0f} km2: "
            "are its coordinates in the units of the CRS?"
        ),
    )
    _check_room(read, clear & ~small, area_m2)


def _check_room(read: PlanTable, judged: Bool, area_m2: Float64) -> None:
    """Report areas of more people or homes than there is room for: one for each m2, denser than people live."""
    most = np.fmin(area_m2, MOST_PEOPLE)  # an area without a geometry is held to the most of any row
    for name in _SIZES:
        number = read.table[name].to_numpy(float)
        read.report(
            "more than there is room for",
            judged & (number > most),
            lambda row, number=number, name=name: (  # type: ignore[misc]
                f"{number[row]:,.12g} {name}; expected {most[row]:,.0f} or fewer, one for each m2 and "
                f"{MOST_PEOPLE:,.0f} at most: is a number in the wrong column?"
            ),
        )


def check_references(read: PlanTable, plan_ids: "pd.Series[str]", *, areas_file: str) -> None:
    """Report rows whose plan_id no area has; an empty one refers to nothing.

    Parameters
    ----------
    read
        Gates, facilities or roads.
    plan_ids
        Of all rows of the areas' file, the bad ones too.
    areas_file
        Its name, for the message.

    Examples
    --------
    >>> table = pd.DataFrame({"plan_id": ["P-1", "P-9"]})
    >>> read = PlanTable(file="g.csv", table=table, shapes=np.array([None, None]), crs=None)
    >>> check_references(read, pd.Series(["P-1"]), areas_file="a.csv")
    >>> print(*read.problems.rows[1])
    g.csv, row 2: refers to plan_id "P-9", which a.csv does not have; correct it
    """
    own = read.table["plan_id"]
    lost = (~own.isin(plan_ids) & (own != "")).to_numpy()
    read.report(
        "unknown plan_id",
        lost,
        lambda row: f'refers to plan_id "{own.iloc[row]}", which {areas_file} does not have; correct it',
    )


def check_gates(read: PlanTable, placed: Shapes, areas: gpd.GeoDataFrame) -> None:
    """Report gates that do not stand at the outline of their area.

    Parameters
    ----------
    read, placed
        The gates, and their points in the city's CRS, None where bad.
    areas
        ``plan_id`` and polygons, same CRS; gates of other areas are not judged.

    Examples
    --------
    >>> gates = np.array([shapely.Point(0, 50), shapely.Point(51, 50.5)])
    >>> read = PlanTable(file="g.csv", table=pd.DataFrame({"plan_id": ["P-1", "P-1"]}), shapes=gates, crs=None)
    >>> check_gates(read, gates, gpd.GeoDataFrame({"plan_id": ["P-1"]}, geometry=[shapely.box(0, 0, 102, 101)]))
    >>> print(*read.problems.rows[1])
    g.csv, row 2: 50.5 m from the outline of P-1; expected 50 m or less: put it on the outline, or correct its plan_id
    """
    outline = dict(zip(areas["plan_id"], shapely.boundary(np.asarray(areas.geometry.values)), strict=True))
    plan_id = read.table["plan_id"].tolist()
    apart_m = shapely.distance(placed, np.array([outline.get(name) for name in plan_id], object))
    read.report(
        "gate away from its area",
        apart_m > GATE_REACH_M,
        lambda row: (
            f"{apart_m[row]:.1f} m from the outline of {plan_id[row]}; expected {GATE_REACH_M:g} m or less: "
            "put it on the outline, or correct its plan_id"
        ),
    )


def check_words(read: PlanTable, column: str, known: Sequence[str]) -> None:
    """Report rows whose word in a column is none of those known; an empty one is reported elsewhere, or may be empty.

    Parameters
    ----------
    read
        The file.
    column
        Name of the column.
    known
        The words that it may hold.

    Examples
    --------
    >>> table = pd.DataFrame({"stage": ["plan", "soon", ""]})
    >>> read = PlanTable(file="f.csv", table=table, shapes=np.array([None] * 3), crs=None)
    >>> check_words(read, "stage", ["plan", "build"])
    >>> read.problems.rows
    {1: ['f.csv, row 2: unknown stage "soon"; expected one of: plan, build']}
    """
    words = read.table[column]
    bad = (~words.isin([*known, ""])).to_numpy()
    choices = ", ".join(known) or "none"
    read.report(
        f"unknown {column}", bad, lambda row: f'unknown {column} "{words.iloc[row]}"; expected one of: {choices}'
    )
