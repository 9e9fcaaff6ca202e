"""How large plan areas are, where their file does not say it in homes: from floor area, or land area and plot ratio."""

from typing import Final

import numpy as np
import shapely

from geo.arrays import Shapes
from geo.errors import MissingColumnError
from geo.plans.read.plan_table import PlanTable
from geo.texts.notes import make_note

#: Columns of which one says how many live in an area.
SIZES: Final = ("dwellings", "households", "residents")
#: Floor areas of an area that norms may go by [m2].
FLOOR_AREAS: Final = ("residential_floor_area_m2", "above_ground_floor_area_m2")
#: Floor area per dwelling, by which dwellings are derived: an assumption, shown as one [m2].
M2_PER_DWELLING: Final = 100.0
#: Largest plot ratio of a residential area; a larger one is a percentage, or in the wrong column.
_LARGEST_RATIO: Final = 10.0


def check_size_columns(read: PlanTable) -> None:
    """Report a file without a column that says how large its areas are: then no row is good.

    Parameters
    ----------
    read
        The areas' file.
    """
    if {*SIZES, "residential_floor_area_m2", "plot_ratio"} & set(read.table):
        return
    sizes = ", ".join(SIZES)
    if read.file.lower().endswith(".txt"):
        fault = (
            f"{read.file}: no column for {sizes}, and a text has no place for one; make a table of its corners, with "
            "the columns 地块编号, 点号, X, Y and 户数"
        )
    else:
        fault = (
            f"{read.file}: no column for {sizes}, nor for a plot ratio (容积率) to derive them; expected at least one "
            f"of them. The file has: {read.headings}. Name it with --column dwellings=... (in a form: column), or add "
            "such a column"
        )
    read.problems.add("missing column", [fault], error=MissingColumnError, rows=[range(len(read.table))])


def derive_dwellings(read: PlanTable, placed: Shapes) -> None:
    """Derive the dwellings of areas that state neither dwellings nor households nor residents; noted as an assumption.

    Parameters
    ----------
    read
        The areas' file, with all columns of sizes; changed.
    placed
        The areas in a metric CRS, None where bad, shape (n,): their own area counts where no land area is stated.

    Examples
    --------
    >>> import pandas as pd
    >>> columns = dict.fromkeys((*SIZES, "residential_floor_area_m2", "land_area"), [np.nan])
    >>> read = PlanTable(
    ...     file="a.csv", table=pd.DataFrame({**columns, "plot_ratio": [2.5]}), shapes=np.array([None]), crs=None
    ... )
    >>> derive_dwellings(read, np.array([shapely.box(0, 0, 200, 100)]))
    >>> read.table["dwellings"].tolist()
    [500.0]
    """
    table = read.table
    stated = (table[list(SIZES)] > 0).any(axis=1).to_numpy() | (table[list(SIZES)] == 0).any(axis=1).to_numpy()
    ratio = table["plot_ratio"].to_numpy(float)
    odd = ~stated & ~(ratio <= _LARGEST_RATIO) & np.isfinite(ratio)
    read.report(
        "plot ratio", odd, lambda row: f"plot ratio {ratio[row]:g}; expected {_LARGEST_RATIO:g} or less, such as 2.5"
    )
    land_m2 = table["land_area"].where(table["land_area"] > 0, np.asarray(shapely.area(placed), float))
    floor_m2 = table["residential_floor_area_m2"].to_numpy(float)
    floor_m2 = np.where(np.isfinite(floor_m2), floor_m2, np.where(odd, np.nan, ratio * land_m2.to_numpy(float)))
    derived = ~stated & (floor_m2 >= M2_PER_DWELLING)
    table.loc[derived, "dwellings"] = np.floor(floor_m2[derived] / M2_PER_DWELLING)
    if derived.any():
        note = make_note("derived_dwellings", file=read.file, areas=int(derived.sum()), m2_per_dwelling=M2_PER_DWELLING)
        read.assumptions.append(note)


def propose_phases(read: PlanTable) -> None:
    """Say how rows of one plan_id may be told apart: they are often phases of one plot.

    Parameters
    ----------
    read
        The areas' file; messages on identifiers that occur twice get the advice.
    """
    kind = "duplicate identifier"
    advice = {}
    for message in read.problems.kinds.get(kind, ()):
        plan_id, _, rows = message.removeprefix(f"{read.file}: ").partition(" stands in rows ")
        advice[message] = (
            f"{read.file}: {plan_id} stands in rows {rows}; if they are phases of one plot, number them {plan_id}-1, "
            f"{plan_id}-2 and on"
        )
    if advice:
        read.problems.kinds[kind] = list(advice.values())
        read.problems.rows = {
            row: [advice.get(text, text) for text in messages] for row, messages in read.problems.rows.items()
        }
