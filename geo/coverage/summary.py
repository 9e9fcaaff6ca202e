"""The summary of an analysis, as summary.json holds it."""

from typing import Any

import numpy as np

from geo.city.model import City, count_city
from geo.coverage.analysis import Coverage
from geo.coverage.status import ALL, UNREACHABLE, UNSNAPPED
from geo.rules.lookups import describe_rules
from geo.texts.notes import describe_notes


def summarize(city: City, coverage: Coverage, *, minutes: float | None) -> dict[str, Any]:
    """Put the figures of an analysis together as summary.json holds them.

    Parameters
    ----------
    city, coverage
        The city and what was found.
    minutes
        The limit that was asked for [min], None for each category's own.

    Returns
    -------
    dict
        The contract's keys; shares are of all residents, those unknown included.

    Examples
    --------
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> summarize(city, analyze_city(city), minutes=None)["unreachable_population"]
    5.0
    """
    total = coverage.levels["city"].drop(columns="geometry").sum(numeric_only=True)
    cut_off = np.isin(coverage.status, [UNREACHABLE, UNSNAPPED]).all(axis=1)
    snapped = coverage.snap_report.assign(snapped=coverage.snap_report["reason"] == "")
    return {
        "city": city.name,
        "profile": coverage.profile.name,
        "speed_km_h": coverage.profile.speed_km_h,
        "minutes": minutes,
        "rules": None if coverage.rules is None else describe_rules(coverage.rules, coverage.limit_m),
        "synthetic": city.synthetic,
        "population": total["residents"],
        "households": total.get("households"),
        "counts": count_city(city),
        "categories": coverage.figures,
        "all_categories": {
            "covered_population": total[f"covered_{ALL}"],
            "covered_share": total[f"covered_{ALL}"] / total["residents"] if total["residents"] else 0.0,
            "uncovered_population": total[f"uncovered_{ALL}"],
            "unknown_population": total[f"unknown_{ALL}"],
        },
        "unreachable_population": float(city.homes["residents"][cut_off].sum()),
        "snaps": {
            layer: {
                "snapped": int(part["snapped"].sum()),
                "unsnapped": int((~part["snapped"]).sum()),
                "median_access_m": part["access_m"].median(),
                "max_access_m": part["access_m"].max(),
            }
            for layer, part in snapped.groupby("layer")
        },
        "assumptions": describe_notes(city.assumptions),
        "notes": describe_notes(city.notes),
    }
