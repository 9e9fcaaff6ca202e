"""What a review leaves on disk, but for its pages: layers, and the figures that a program reads."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.city.model import describe_city
from geo.files.writers import to_plain, write_gpkg
from geo.grid.units import UNIT_HOUSEHOLDS
from geo.plans.area_records import list_area_records
from geo.plans.cases import CASES, SCENARIOS
from geo.plans.missing import write_missing
from geo.plans.plan_walks import OWN_REACH_M
from geo.plans.planned_roads import JOIN_M
from geo.plans.review import Review
from geo.plans.review_tables.area_figures import FLOOR_AREAS, SIZES
from geo.plans.review_tables.area_report import AreaReport, name_things, tell_faults
from geo.plans.verdict_rollup import to_records
from geo.plans.verdicts import VERDICTS
from geo.rules.amounts import count_norm
from geo.rules.clauses import Clause
from geo.rules.lookups import name_facilities
from geo.rules.rule_set import RuleSet, dump_rules
from geo.texts import LANGS
from geo.texts.messages import translate_message
from geo.texts.notes import describe_notes

#: The file by which a folder is known to hold a review.
MARKER: Final = "review.json"


def summarize_review(review: Review, reports: Sequence[AreaReport], *, version: str) -> dict[str, Any]:
    """Put together what a review found and all that it depends on.

    Parameters
    ----------
    review
        What was found.
    reports
        What it says about each area.
    version
        Of the program.

    Returns
    -------
    dict
        ``city, profile, inputs`` (hashes of the files and of the city), ``parameters, rule_sets, counts, city_norms``
        (what norms counted over the city ask for the whole batch), ``verdicts`` (scenario -> verdict -> number of
        areas, each at its stage), ``data_faults`` (in words), ``groups`` (lying together), ``clauses, categories,
        areas`` (one entry per area, see :mod:`geo.plans.area_records`),
        ``rejected, notes, assumptions``. No date and no time: the same input gives the same bytes.

    Examples
    --------
    >>> from geo.plans.review import review_plans
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.review_tables.area_report import report_areas
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> summarize_review(review, list(report_areas(review)), version="1")["verdicts"]["alone"]["not_assessed"]
    1
    """
    city, batch, names = review.city, review.batch, name_things(review)
    about = json.dumps(to_plain(describe_city(city)), ensure_ascii=False, sort_keys=True)
    return {
        "gridwalk": version,
        "city": city.name,
        "synthetic": city.synthetic,
        "profile": review.profile.name,
        "speed_km_h": review.profile.speed_km_h,
        "inputs": {**batch.hashes, "city": hashlib.sha256(about.encode()).hexdigest()},
        "parameters": {
            "residents_per_household": review.ratios.residents_per_household,
            "residents_per_household_source": review.ratios.source,
            "households_per_dwelling": review.ratios.households_per_dwelling,
            "own_reach_m": OWN_REACH_M,
            "road_join_m": JOIN_M,
            "unit_households": UNIT_HOUSEHOLDS,
            "cases": {name: {"distance": d, "households": h} for name, (d, h) in CASES.items()},
        },
        "rule_sets": [_cite(rules) for rules in review.rule_sets],
        "counts": {
            "areas": len(review.areas),
            "areas_with_data_faults": review.data_faults["plan_id"].nunique(),
            "rejected": len(batch.rejected),
            "households": review.areas["households"].sum(),
            "residents": review.areas["residents"].sum(),
            "community_workers": _count_workers(review),
            "grid_units": len(review.units),
        },
        "city_norms": _count_city_norms(review),
        "verdicts": {scenario: _count_verdicts(review, scenario) for scenario in SCENARIOS},
        "data_faults": [asdict(words) for words in tell_faults(reports)],
        "groups": _list_groups(reports),
        "categories": {name: asdict(words) for name, words in names.categories.items()},
        "clauses": [_describe_clause(clause) for clause in review.clauses],
        "areas": list_area_records(review, reports, names),
        "rejected": [_translate_reason(row) for row in to_records(batch.rejected)],
        "notes": describe_notes(batch.notes),
        "assumptions": describe_notes([*batch.assumptions, *city.assumptions]),
    }


def _count_workers(review: Review) -> float | None:
    """Count the community workers that the residents of the whole batch need, by the strictest norm; not rounded up."""
    norms = [norm for rules in review.rule_sets for norm in rules.norms if norm.measure == "people"]
    needed = [count_norm(norm, review.areas).sum() for norm in norms]
    return round(max(needed), 1) if needed else None


def _count_city_norms(review: Review) -> list[dict[str, Any]]:
    """Count what norms that are counted over the whole city ask for all areas of the batch; not rounded up."""
    names = name_facilities(review.rule_sets)
    stated = [name for name in (*SIZES, *(f"{name}_m2" for name in FLOOR_AREAS)) if name in review.areas]
    batch = pd.DataFrame([review.areas[stated].sum(skipna=False)])
    return [
        {
            "rule_set": rules.id,
            "facility": norm.facility,
            **names.get(norm.facility, {}),
            "measure": norm.measure,
            "amount": round(float(count_norm(norm, batch)[0]), 1),
            "source": norm.source,
            "verified": norm.verified,
        }
        for rules in review.rule_sets
        for norm in rules.norms
        if norm.counted_over == "city"
    ]


def _list_groups(reports: Sequence[AreaReport]) -> list[dict[str, Any]]:
    groups = {report.group.key: report.group for report in reports if report.group is not None}
    return [{"group": key, "plan_ids": list(group.plan_ids), **asdict(group.about)} for key, group in groups.items()]


def _describe_clause(clause: Clause) -> dict[str, Any]:
    stated = {name: getattr(clause, name) for name in _OF_CLAUSE}
    return {**stated, "phase": None if clause.phase is None else clause.phase.model_dump()}


_OF_CLAUSE: Final = (
    "rule_set", "category", "members", "clause_kind", "basis", "verb", "strength", "provider", "departments",
    "counted_over", "supplements", "survey_tolerance", "source", "verified", "valid_from", "valid_to",
)  # fmt: skip


def _translate_reason(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, **{f"reason_{lang}": translate_message(row["reason"], lang) for lang in LANGS}}


def _cite(rules: RuleSet) -> dict[str, Any]:
    content = json.dumps(to_plain(dump_rules(rules)), ensure_ascii=False, sort_keys=True)
    return {
        "id": rules.id,
        "name": dict(rules.name),
        "source": rules.source,
        "valid_from": rules.valid_from,
        "valid_to": rules.valid_to,
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
    }


def _count_verdicts(review: Review, scenario: str) -> dict[str, int]:
    counts = review.areas[f"verdict_{scenario}"].value_counts()
    return {name: int(counts.get(name, 0)) for name in VERDICTS}


def write_layers(path: Path, review: Review) -> None:
    """Write a review as one GeoPackage.

    Parameters
    ----------
    path
        The file.
    review
        What was found; a table without rows is no layer.

    Raises
    ------
    OSError
        If the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> import geopandas as gpd
    >>> from geo.plans.review import review_plans
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_layers(Path(folder) / "a.gpkg", review)
    ...     len(gpd.read_file(Path(folder) / "a.gpkg", layer="requirements"))
    6
    """
    batch = review.batch
    requirements = review.requirements.assign(missing=write_missing(review.requirements["missing"]))
    requirements["facility"] = _name_by_id(review)
    layers: Mapping[str, pd.DataFrame] = {
        "plan_areas": review.areas,
        "grid_units": review.units,
        "gates": batch.gates,
        "facilities": batch.facilities,
        "roads": batch.roads,
        "requirements": requirements.drop(columns="clause"),
        "departments": review.departments,
        "remedies": review.remedies,
        "loads": review.loads,
        "own_loads": review.own_loads,
        "overlaps": review.overlaps,
        "data_faults": review.data_faults,
    }
    write_gpkg(path, {name: _plain(table) for name, table in layers.items() if len(table)})


def _name_by_id(review: Review) -> list[str]:
    """Name the facility of each requirement, in Chinese; "" where there is none."""
    names = name_things(review).facilities
    return [names[key].zh if key in names else "" for key in review.requirements["facility_id"].tolist()]


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Make texts of columns of objects, so that a column without texts has the type of texts too."""
    texts = [name for name in table if table[name].dtype == np.dtype(object) and name != "geometry"]
    return table.astype(dict.fromkeys(texts, str)) if texts else table
