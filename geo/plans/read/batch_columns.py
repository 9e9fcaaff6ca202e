"""The columns that the tables of a batch have, whatever their files have."""

from typing import Final

from geo.plans.read.plan_sizes import FLOOR_AREAS, SIZES
from geo.plans.read.plan_table import PlanLayer

#: Columns of the areas, and those that sizes are derived from.
AREA_COLUMNS: Final = ("plan_id", "name", "group", "stage", "year", *SIZES, *FLOOR_AREAS)
DERIVED_FROM: Final = ("land_area", "plot_ratio")

#: How large a planned facility is [m2].
_FACILITY_AREAS: Final = ("floor_area_m2", "land_area_m2", "surveyed_area_m2")

#: Columns of planned facilities.
FACILITY_COLUMNS: Final = (
    "facility_id",
    "plan_id",
    "category",
    "name",
    *_FACILITY_AREAS,
    "capacity",
    "stage",
    "floor",
    "own_entrance",
    "receiver",
)
#: Columns of the other files.
OTHER_COLUMNS: Final[dict[PlanLayer, tuple[str, ...]]] = {
    "plan_gates": ("gate_id", "plan_id"),
    "plan_facilities": FACILITY_COLUMNS,
    "plan_roads": ("plan_id", "highway"),
}

#: Columns that are numbers, NaN where the file has none; the others are texts.
NUMBERS: Final = ("year", *SIZES, *FLOOR_AREAS, *DERIVED_FROM, *_FACILITY_AREAS, "capacity")
