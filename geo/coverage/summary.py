"""The summary of an analysis, as summary.json holds it."""

from collections.abc import Hashable, Mapping
from typing import Any

from geo.city.model import City, count_city
from geo.coverage.analysis import Coverage
from geo.coverage.scopes import RURAL, URBAN, describe_judgement
from geo.coverage.status import ALL, TALLIES
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
        The contract's keys. ``categories``, ``all_categories`` and ``rules`` are of urban residents, those unknown
        included; ``villages`` has the same of the residents of villages, None where the city has none. ``population``
        and ``households`` are of all.

    Examples
    --------
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> summary = summarize(city, analyze_city(city), minutes=None)
    >>> summary["urban"]["population"], summary["villages"]["population"]
    (65.0, 40.0)
    """
    scopes = _describe_scopes(coverage)
    urban, villages = scopes[URBAN], scopes.get(RURAL)
    total = coverage.levels["city"].drop(columns="geometry").sum(numeric_only=True)
    snapped = coverage.snap_report.assign(snapped=coverage.snap_report["reason"] == "")
    return {
        "city": city.name,
        "profile": coverage.profile.name,
        "speed_km_h": coverage.profile.speed_km_h,
        "minutes": minutes,
        "rules": urban["rules"],
        "synthetic": city.synthetic,
        "population": total["residents"],
        "households": total.get("households"),
        "counts": count_city(city),
        "urban": {key: urban[key] for key in ("population", "households", "is_judged", "judged_by")},
        "categories": coverage.figures,
        "all_categories": urban["all_categories"],
        "villages": None if villages is None else {**villages, "categories": coverage.rural_figures},
        "unreachable_population": float(city.homes["residents"][coverage.is_cut_off].sum()),
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


def _describe_scopes(coverage: Coverage) -> dict[str, dict[str, Any]]:
    """Say who lives in each scope that the city has, by what they are judged, and who has all categories."""
    scopes = {}
    for row in coverage.levels["city"].drop(columns="geometry").to_dict("records"):
        judged = describe_judgement(coverage.judgements[row["scope"]])
        scopes[str(row["scope"])] = {
            "population": row["residents"],
            "households": row.get("households"),
            **judged,
            "all_categories": _describe_all(row, is_judged=judged["is_judged"]),
        }
    return scopes


def _describe_all(row: Mapping[Hashable, Any], *, is_judged: bool) -> dict[str, Any]:
    people = {f"{tally}_population": row[f"{tally}_{ALL}"] for tally in TALLIES}
    return {**people, "covered_share": row[f"share_{ALL}"] if is_judged else None}
