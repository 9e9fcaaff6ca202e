"""What a review leaves on disk, but for its pages: layers, and the figures that a program reads."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.city import describe_city
from geo.io import to_plain, write_gpkg
from geo.plans.requirements import CASES, SCENARIOS
from geo.plans.review import Review
from geo.plans.roads import JOIN_M
from geo.plans.units import UNIT_HOUSEHOLDS
from geo.plans.verdicts import VERDICTS
from geo.plans.walks import OWN_REACH_M
from geo.schema import STAGES

MARKER: Final = "review.json"


def summarize_review(review: Review, *, version: str) -> dict[str, Any]:
    """Put together what a review found and all that it depends on.

    Parameters
    ----------
    review
        What was found.
    version
        Of the program.

    Returns
    -------
    dict
        ``city, profile, inputs`` (hashes of the files and of the city), ``parameters, rule_sets, counts, verdicts``
        (scenario -> verdict -> number of areas at the plan stage), ``areas`` (one entry each), ``rejected, notes,
        assumptions``. No date and no time: the same input gives the same bytes.
    """
    city, batch = review.city, review.batch
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
            "rejected": len(batch.rejected),
            "households": review.areas["households"].sum(),
            "residents": review.areas["residents"].sum(),
            "grid_units": len(review.units),
        },
        "verdicts": {scenario: _count_verdicts(review, scenario) for scenario in SCENARIOS},
        "areas": _list_areas(review),
        "rejected": batch.rejected.to_dict("records"),
        "notes": list(batch.notes),
        "assumptions": list(city.assumptions),
    }


def _cite(rules: Any) -> dict[str, Any]:
    content = json.dumps(to_plain(rules), ensure_ascii=False, sort_keys=True)
    return {
        "id": rules.id,
        "name": dict(rules.name),
        "source": rules.source,
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
    }


def _count_verdicts(review: Review, scenario: str) -> dict[str, int]:
    counts = review.areas[f"verdict_{scenario}_{STAGES[0]}"].value_counts()
    return {name: int(counts.get(name, 0)) for name in VERDICTS}


def _list_areas(review: Review) -> list[dict[str, Any]]:
    requirements, remedies = review.requirements, review.remedies
    failing = requirements[requirements["strictest"] & ~requirements["verdict_plan"].isin(VERDICTS[:1])]
    columns = ["scenario", "category", "kind", "rule_set", "verdict_plan", "shortfall", "unit", "missing", "turns"]
    findings: dict[Any, Any] = {key: part[columns].to_dict("records") for key, part in failing.groupby("plan_id")}
    offers: dict[Any, Any] = {
        key: part.drop(columns="plan_id").to_dict("records") for key, part in remedies.groupby("plan_id")
    }
    codes = review.units.groupby("plan_id")["unit_code"].agg(list).to_dict()
    rows: list[dict[str, Any]] = pd.DataFrame(review.areas.drop(columns="geometry")).to_dict("records")  # type: ignore[assignment]
    return [
        {
            **row,
            "unit_codes_proposed": codes[row["plan_id"]],
            "findings": findings.get(row["plan_id"], []),
            "remedies": offers.get(row["plan_id"], []),
        }
        for row in rows
    ]


def write_layers(path: Path, review: Review) -> None:
    """Write a review as one GeoPackage.

    Parameters
    ----------
    path
        The file.
    review
        What was found.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    batch = review.batch
    layers: Mapping[str, pd.DataFrame] = {
        "plan_areas": review.areas,
        "grid_units": review.units,
        "gates": batch.gates,
        "facilities": batch.facilities,
        "roads": batch.roads,
        "requirements": review.requirements.drop(columns="clause"),
        "departments": review.departments,
        "remedies": review.remedies,
        "loads": review.loads,
        "own_loads": review.own_loads,
        "overlaps": review.overlaps,
    }
    write_gpkg(path, {name: _plain(table) for name, table in layers.items() if len(table)})


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Make texts of columns of objects, which a table without rows of texts would not be."""
    texts = [name for name in table if table[name].dtype == np.dtype(object) and name != "geometry"]
    return table.astype(dict.fromkeys(texts, str)) if texts else table
