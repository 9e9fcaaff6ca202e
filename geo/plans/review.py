"""The review of a batch of plan areas: the door from a city and a batch to verdicts, loads, remedies and grid units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Int32
from geo.city.model import City
from geo.city.walk_context import make_walk_context, walk_to
from geo.errors import InputError
from geo.plans.area_stages import find_area_stages
from geo.plans.area_table import tabulate_areas
from geo.plans.context import describe_setting, list_overlaps
from geo.plans.data_faults import list_data_faults
from geo.plans.demand import Ratios, complete_sizes, find_ratios
from geo.plans.groups import Groups, describe_groups, find_groups
from geo.plans.measured_plans import MeasuredPlans, measure_plans, number_plans
from geo.plans.new_units import propose_units
from geo.plans.plan_walks import Plans
from geo.plans.priorities import mark_deciding, rank_areas
from geo.plans.read.batch_files import PlanBatch
from geo.plans.read.plan_schemas import STAGES
from geo.plans.read.plan_sizes import FLOOR_AREAS
from geo.plans.remedies import list_remedies
from geo.plans.requirements import judge_clauses, keep_asked
from geo.plans.verdict_rollup import is_owed, judge_departments, mark_strictest, name_verdicts
from geo.progress import Progress
from geo.rules.clauses import Clause, list_clauses
from geo.rules.rule_set import RuleSet
from geo.walking.profiles import Profile, find_profile


@dataclass(frozen=True, kw_only=True)
class Review:
    """What ``gridwalk plan`` finds.

    Parameters
    ----------
    city, batch, rule_sets, profile, ratios
        What was judged, by what.
    clauses
        Every clause of the rule sets; ``requirements.clause`` is its row.
    areas
        One row per plan area: sizes (``derived`` names those not stated), what it lies on (see
        :func:`geo.plans.context.describe_setting`), its verdicts and what it needs (see
        :func:`geo.plans.area_table.tabulate_areas`); polygons.
    requirements
        See :func:`geo.plans.requirements.judge_clauses`; verdicts by name, and ``strictest`` and ``deciding`` (see
        :mod:`geo.plans.verdict_rollup` and :mod:`geo.plans.priorities`).
    departments
        See :func:`geo.plans.verdict_rollup.judge_departments`; verdicts by name.
    remedies
        See :func:`geo.plans.remedies.list_remedies`.
    loads
        Facilities that plan areas use, before and after all is built; see :func:`geo.plans.loads.tabulate_loads`.
    own_loads
        For each area alone; see :func:`geo.plans.loads.tabulate_own_loads`.
    units
        Proposed grid units: ``plan_id, unit_code, households, residents, fits``; polygons.
    overlaps
        See :func:`geo.plans.context.list_overlaps`.
    data_faults
        See :func:`geo.plans.data_faults.list_data_faults`.
    """

    city: City
    batch: PlanBatch
    rule_sets: tuple[RuleSet, ...]
    profile: Profile
    ratios: Ratios
    clauses: tuple[Clause, ...]
    areas: gpd.GeoDataFrame
    requirements: pd.DataFrame
    departments: pd.DataFrame
    remedies: pd.DataFrame
    loads: pd.DataFrame
    own_loads: pd.DataFrame
    units: gpd.GeoDataFrame
    overlaps: pd.DataFrame
    data_faults: pd.DataFrame


def review_plans(
    city: City,
    batch: PlanBatch,
    *,
    rule_sets: Sequence[RuleSet] = (),
    profile: str = "adult",
    progress: Progress | None = None,
) -> Review:
    """Judge planned residential areas before they are built: each alone, and all together.

    Parameters
    ----------
    city
        The city as it is.
    batch
        The plan areas.
    rule_sets
        Whose clauses count; none means the city's own.
    profile
        A key of :data:`geo.walking.profiles.PROFILES`.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    Review
        The same city, batch and rule sets give the same tables. A table is without rows where there is nothing to say.

    Raises
    ------
    InputError
        If neither the caller nor the city has a rule set, the rule sets have neither categories nor norms, or there is
        no such profile.

    Examples
    --------
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> alone = review.requirements[review.requirements.scenario == "alone"]
    >>> alone[["category", "clause_kind", "verdict_plan"]].values.tolist()  # the school does not state its places
    [['clinic', 'distance', 'met'], ['school', 'distance', 'exceeds'], ['school', 'places', 'not_assessed']]
    """
    progress = progress or Progress()
    walked_by = find_profile(profile)
    chosen = _choose_rule_sets(city, rule_sets)
    clauses = list_clauses(chosen, speed_m_per_min=walked_by.speed_m_per_min)
    categories = list(dict.fromkeys(name for clause in clauses for name in clause.members))
    if not categories:
        raise InputError("the rule sets ask for nothing that could be judged: no facilities and no norms")
    ratios = find_ratios(city, chosen)
    sizes = complete_sizes(batch.areas, ratios)
    with progress.step("network"):
        plans = number_plans(city, batch, categories, chosen)
        context = walk_to(make_walk_context(city, profile=profile), categories)
    with progress.step("walks"):
        known = pd.concat([batch.areas[["plan_id", *FLOOR_AREAS]], sizes], axis=1)
        measured = measure_plans(context, plans, clauses, known)
    with progress.step("verdicts"):
        groups = find_groups(batch.areas)
        stage = find_area_stages(batch.areas["stage"].to_numpy(object), plans.facilities, groups)
        together = {"group": groups, "project": find_groups(batch.areas, adjoining=False)}
        requirements = _judge(measured, clauses, together, stage)
        remedies = _find_remedies(requirements, measured, plans, city, chosen, clauses)
    with progress.step("grid units"):
        setting = describe_setting(city, batch.areas.geometry)
        ranks = rank_areas(known, requirements)
        about = [known.drop(columns="plan_id"), describe_groups(known, groups), setting, ranks]
        areas = batch.areas[["plan_id", "name", "year", "geometry"]].assign(stage=np.array(STAGES, object)[stage])
        areas = gpd.GeoDataFrame(pd.concat([areas, *about], axis=1), crs=batch.areas.crs)
        units = propose_units(city, areas, measured.built.city.roads.geometry)
    overlaps = list_overlaps(batch.areas.geometry, batch.areas["plan_id"].tolist())
    return Review(
        city=city,
        batch=batch,
        rule_sets=chosen,
        profile=walked_by,
        ratios=ratios,
        clauses=tuple(clauses),
        areas=tabulate_areas(city, areas, requirements, units),
        requirements=name_verdicts(requirements),
        departments=name_verdicts(judge_departments(requirements[is_owed(requirements)])),
        remedies=remedies,
        loads=measured.loads,
        own_loads=measured.own_loads,
        units=units,
        overlaps=overlaps,
        data_faults=list_data_faults(areas["plan_id"].tolist(), measured.gates_source, overlaps, requirements),
    )


def _choose_rule_sets(city: City, rule_sets: Sequence[RuleSet]) -> tuple[RuleSet, ...]:
    """Choose what plan areas are judged by: they are urban, whatever they lie in today."""
    named = tuple(rule_sets) or city.rule_sets
    if not named:
        raise InputError("no rule set to review by: the city has none of its own; name one with --rules RULES.toml")
    # a set for villages alone counts only where nothing else is named
    return tuple(rules for rules in named if "urban" in rules.scope) or named


def _judge(
    measured: MeasuredPlans, clauses: Sequence[Clause], groups: Mapping[str, Groups], stage: Int32
) -> pd.DataFrame:
    """Judge every clause in both scenarios, and mark which requirement binds and which decides."""
    found = [judge_clauses(measured.batch, scenario, clauses, groups, stage) for scenario in measured.scenarios]
    requirements = keep_asked(pd.concat(found, ignore_index=True))
    requirements["strictest"] = mark_strictest(requirements)
    requirements["deciding"] = mark_deciding(requirements)
    return requirements


def _find_remedies(
    requirements: pd.DataFrame,
    measured: MeasuredPlans,
    plans: Plans,
    city: City,
    rule_sets: Sequence[RuleSet],
    clauses: Sequence[Clause],
) -> pd.DataFrame:
    index = pd.Index(measured.batch.sizes["plan_id"])
    limit_m = np.array([clause.limit_m for clause in clauses])[requirements["clause"].to_numpy(int)]
    rows = requirements.assign(area=index.get_indexer(requirements["plan_id"]), limit_m=limit_m)
    return list_remedies(rows, plans, measured.batch.facilities, city.homes.geometry, rule_sets)
