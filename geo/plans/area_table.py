"""The table of plan areas: their sizes, what they lie on, their verdicts, and how many workers they need."""

import math

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.city.model import City
from geo.plans.cases import SCENARIOS
from geo.plans.verdict_rollup import VERDICT_COLUMNS, combine_verdicts, is_owed
from geo.plans.verdicts import MET, VERDICTS


def tabulate_areas(
    city: City,
    areas: gpd.GeoDataFrame,
    requirements: pd.DataFrame,
    units: gpd.GeoDataFrame,
) -> gpd.GeoDataFrame:
    """Put together what a review says about each plan area as a whole.

    Parameters
    ----------
    city
        The city, for its number of workers per grid unit.
    areas
        ``plan_id, residents`` and what else is known about the areas. Not changed.
    requirements
        As :func:`geo.plans.requirements.judge_clauses` returns it, of all scenarios.
    units
        Proposed grid units, with ``plan_id``.

    Returns
    -------
    geopandas.GeoDataFrame
        `areas`, with ``verdict_<scenario>`` at the stage under review and ``verdict_<scenario>_<stage>`` (names; the
        worst of what the area itself owes, met where it owes nothing), ``units_needed`` and ``grid_workers`` (as many
        per unit as the city has), NaN where nothing says how many. Without rows for no areas.
    """
    table = areas.copy()
    owed = combine_verdicts(requirements[is_owed(requirements)], ["plan_id", "scenario"])
    for scenario in SCENARIOS:
        ordered = owed[owed["scenario"] == scenario].set_index("plan_id").reindex(table["plan_id"])
        for column in VERDICT_COLUMNS:
            codes = ordered[column].fillna(MET).to_numpy(int)
            table[column.replace("verdict", f"verdict_{scenario}")] = np.array(VERDICTS, object)[codes]
    table["units_needed"] = units.groupby("plan_id")["unit_code"].size().reindex(table["plan_id"]).to_numpy()
    per_unit = math.nan if city.workers is None else city.workers["worker_id"].nunique() / len(city.base_units)
    table["grid_workers"] = np.ceil(table["units_needed"].to_numpy(float) * per_unit - 1e-9)
    return table
