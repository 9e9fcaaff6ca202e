"""The table of plan areas: their sizes, what they lie on, their verdicts, and how many workers they need."""

import math
from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.city.model import City
from geo.plans.read.plan_schemas import STAGES
from geo.plans.verdict_rollup import combine_verdicts, name_verdicts
from geo.rules.rule_set import RuleSet


def tabulate_areas(
    city: City,
    areas: gpd.GeoDataFrame,
    requirements: pd.DataFrame,
    units: gpd.GeoDataFrame,
    rule_sets: Sequence[RuleSet],
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
    rule_sets
        For their norms in people.

    Returns
    -------
    geopandas.GeoDataFrame
        `areas`, with ``verdict_<scenario>_<stage>`` (names; the worst of the area's requirements), ``units_needed``,
        ``community_workers`` (by the strictest norm) and ``grid_workers`` (as many per unit as the city has), NaN where
        nothing says how many. Without rows for no areas.
    """
    table = areas.copy()
    verdicts = name_verdicts(combine_verdicts(requirements, ["plan_id", "scenario"]))
    for scenario, part in verdicts.groupby("scenario", sort=False):
        ordered = part.set_index("plan_id").reindex(table["plan_id"])
        for stage in STAGES:
            table[f"verdict_{scenario}_{stage}"] = ordered[f"verdict_{stage}"].to_numpy(object)
    table["units_needed"] = units.groupby("plan_id")["unit_code"].size().reindex(table["plan_id"]).to_numpy()
    norms = [norm.people for rules in rule_sets for norm in rules.norms if norm.people is not None]
    per_resident = max(norms, default=math.nan)
    per_unit = math.nan if city.workers is None else city.workers["worker_id"].nunique() / len(city.base_units)
    table["community_workers"] = np.ceil(table["residents"].to_numpy(float) * per_resident - 1e-9)
    table["grid_workers"] = np.ceil(table["units_needed"].to_numpy(float) * per_unit - 1e-9)
    return table
