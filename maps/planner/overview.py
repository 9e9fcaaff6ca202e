"""What the page knows of a city before anything is chosen: its rules, its categories, its divisions."""

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.audit.tiers import find_tiers, list_tiers
from geo.city.model import City
from geo.coverage.analysis import Coverage
from geo.coverage.by_minute import MOST_MINUTES
from geo.coverage.scopes import describe_judgement
from geo.rules.fields import SCOPES, Scope
from geo.texts.notes import describe_notes
from geo.walking.profiles import PROFILES
from maps.encode import pack_points
from maps.payload import find_bounds
from maps.planner.levels import pack_people
from maps.planner.minutes import FEWEST_MINUTES
from maps.planner.shapes import has_shape

#: Divisions that are searched, chosen and labelled.
_LISTED: Final = ("districts", "streets")
#: Degrees of boxes are rounded to metres.
_DECIMALS: Final = 5


def pack_overview(coverage: Coverage) -> dict[str, Any]:
    """Pack what the page knows of a city before anything is chosen.

    Parameters
    ----------
    coverage
        Of adults, at the own limits of each category.

    Returns
    -------
    dict
        ``name, date`` (when the data were put together, ISO), ``synthetic, attribution, assumptions``; ``rules`` and
        ``judged_by`` by scope; ``profiles, tiers, categories, levels, minutes, bounds``; ``residents`` by scope;
        ``divisions``: districts and streets with label points and boxes; ``units``: the rows of the city, its districts
        and streets, as :func:`maps.planner.levels.pack_people` has them.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> packed = pack_overview(analyze_city(build_sample()))
    >>> packed["residents"], packed["divisions"]["level"]
    ({'urban': 65, 'rural': 40}, ['districts', 'streets'])
    """
    city, whole = coverage.city, coverage.levels["city"].geometry
    described = {scope: describe_judgement(coverage.judgements[scope]) for scope in SCOPES}
    rules = {scope: each["rules"] for scope, each in described.items()}
    return {
        "name": city.name,
        "date": city.built_at[:10],
        "synthetic": city.synthetic,
        "attribution": city.attribution,
        "assumptions": describe_notes(city.assumptions),
        "rules": {
            scope: each and {key: each[key] for key in ("name", "source", "unverified")}
            for scope, each in rules.items()
        },
        "judged_by": {scope: each["judged_by"] for scope, each in described.items()},
        "profiles": [
            {"key": key, "speed_km_h": round(each.speed_km_h, 2), "speed_m_per_min": each.speed_m_per_min}
            for key, each in PROFILES.items()
        ],
        "tiers": [{"key": key, "name": dict(tier.name)} for key, tier in list_tiers(find_tiers(coverage)).items()],
        "categories": _describe_categories(city, coverage, rules),
        "levels": list(coverage.levels),
        "minutes": [FEWEST_MINUTES, MOST_MINUTES],
        "bounds": find_bounds(whole if has_shape(whole.to_numpy()).all() else city.roads.geometry),
        "residents": {scope: _count_residents(coverage, scope) for scope in SCOPES},
        "divisions": _list_divisions(coverage),
        "units": {level: pack_people(coverage, level) for level in ("city", *_LISTED) if level in coverage.levels},
    }


def _describe_categories(
    city: City, coverage: Coverage, rules: Mapping[Scope, Mapping[str, Any] | None]
) -> list[dict[str, Any]]:
    counts = city.facilities["category"].value_counts()
    judged = [coverage.judgements[scope].rules for scope in SCOPES]
    unverified = {name for each in rules.values() if each is not None for name in each["unverified"]}
    described = []
    for key in coverage.walks.context.categories:
        tiers = [each.facilities[key].tier for each in judged if each is not None and key in each.facilities]
        described.append(
            {
                "key": key,
                "zh": city.categories[key]["zh"],
                "en": city.categories[key]["en"],
                "tier": tiers[0] if tiers else None,
                "limit_m": {scope: coverage.judgements[scope].limit_m.get(key) for scope in SCOPES},
                "verified": key not in unverified,
                "facilities": int(counts.get(key, 0)),
            }
        )
    return described


def _count_residents(coverage: Coverage, scope: Scope) -> int:
    table = coverage.levels["city"]
    return round(float(table.loc[table["scope"] == scope, "residents"].sum()))


def _list_divisions(coverage: Coverage) -> dict[str, Any]:
    """List districts and streets, each once."""
    columns: dict[str, list[Any]] = {key: [] for key in ("code", "name", "parent", "level", "box")}
    points: list[shapely.Point] = []
    for level in _LISTED:
        if level not in coverage.levels:
            continue
        table = coverage.levels[level].drop_duplicates("code")
        table = table[has_shape(table.geometry.to_numpy()) & (table["code"] != "").to_numpy()]
        for key in ("code", "name", "parent"):
            columns[key] += table[key].tolist()
        columns["level"] += [level] * len(table)
        columns["box"] += np.round(table.geometry.to_crs(4326).bounds.to_numpy(), _DECIMALS).tolist()
        points += table.geometry.representative_point().tolist()
    return {**columns, "at": pack_points(gpd.GeoSeries(points, crs=coverage.city.crs))}
