"""The page of life circles: a map by tier, each circle with its figures and facilities, in both languages."""

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from geo.files.writers import to_plain
from geo.life_circles.circle_tables import LifeCircles
from geo.rules.lookups import name_facilities
from geo.texts import Lang, translate
from maps.encode import pack_lines, pack_polygons
from maps.payload import ROAD_TOLERANCE_M, UNIT_TOLERANCE_M, find_bounds, pack_roads
from maps.shell import Shell, render_page
from maps.style import list_styles

_SHELL: Final = Shell(name="life", prefixes=("life.", "profile."), folds=True)
_BODY: Final = """<p id="synthetic"></p><p id="facts"></p><div id="tiers"></div><div id="figures"></div>
<div id="legend"></div><div id="overlays"></div>
<section id="chosen"></section>
<section id="list"><h2></h2><input id="find" type="search"><div></div></section>
<details id="about"><summary></summary><div></div></details>"""
#: What the page shows of a circle, where its city knows it.
_COLUMNS: Final = (
    "code", "name_zh", "name_en", "parent", "compartment", "residents", "band", "compartment_too_small",
    "residents_60plus", "residents_children", "households", "area_km2", "grid_units", "communities",
    "shared_communities", "within", "beyond", "share_within", "within_timed", "within_straight", "centre_category",
    "centre_facility_id", "centre_name", "lon", "lat", "divided_units", "residents_across", "neighbours",
)  # fmt: skip
_WHOLE: Final = ("residents", "within", "households")


def render_life_circles_page(circles: LifeCircles, summary: Mapping[str, Any], *, lang: Lang = "zh") -> str:
    """Render the page of life circles, self-contained.

    Parameters
    ----------
    circles
        The circles; strings from the city are shown as they are, whatever they hold.
    summary
        As :func:`geo.life_circles.life_summary.summarize_circles` puts it together.
    lang
        Language the page opens in.

    Returns
    -------
    str
        HTML that requests nothing; the same circles give the same bytes.

    Examples
    --------
    >>> from geo.life_circles.circle_tables import describe_life_circles
    >>> from geo.life_circles.life_summary import summarize_circles
    >>> from geo.life_circles.line_city import plan_line_city
    >>> circles = describe_life_circles(plan_line_city())
    >>> page = render_life_circles_page(circles, summarize_circles(circles))
    >>> page[:15], "15-001" in page, "https://" in page
    ('<!DOCTYPE html>', True, False)
    """
    return render_page(
        _SHELL,
        title=translate("life.title", lang).format(city=summary["city"]),
        body=_BODY,
        data={"lang": lang, **_collect_data(circles, summary)},
        bounds=find_bounds(circles.units.geometry),
    )


def _collect_data(circles: LifeCircles, summary: Mapping[str, Any]) -> dict[str, Any]:
    city = circles.plan.ground.city
    return {
        "style": list_styles(),
        **pack_circles_view(circles, summary),
        "attribution": city.attribution,
        "roads": pack_roads(city.roads, tolerance_m=2 * ROAD_TOLERANCE_M),
    }


def pack_circles_view(circles: LifeCircles, summary: Mapping[str, Any]) -> dict[str, Any]:
    """Pack what a page shows of life circles beside the map itself.

    Parameters
    ----------
    circles
        The circles.
    summary
        As :func:`geo.life_circles.life_summary.summarize_circles` puts it together.

    Returns
    -------
    dict
        ``summary, tiers`` (of each its circles column by column, with packed shapes), ``facilities`` by circle,
        ``facility_names``, packed ``separators``.

    Examples
    --------
    >>> from geo.life_circles.circle_tables import describe_life_circles
    >>> from geo.life_circles.life_summary import summarize_circles
    >>> from geo.life_circles.line_city import plan_line_city
    >>> circles = describe_life_circles(plan_line_city())
    >>> pack_circles_view(circles, summarize_circles(circles))["tiers"][0]["code"]
    ['15-001', '15-002']
    """
    ground = circles.plan.ground
    city = ground.city
    lines = gpd.GeoSeries(list(ground.urban.separators), crs=city.crs).explode(ignore_index=True)
    lines = lines[lines.geom_type == "LineString"]
    kept = {key: value for key, value in summary.items() if key not in ("compartments", "divided")}
    return {
        "summary": to_plain({**kept, "compartments": len(summary["compartments"])}),
        "tiers": [_pack_tier(table) for table in circles.tables.values()],
        "facilities": _pack_facilities(circles.facilities),
        "facility_names": name_facilities([ground.tiers[0].rules]),
        "separators": pack_lines(lines, tolerance_m=ROAD_TOLERANCE_M) if len(lines) else "",
    }


def _pack_tier(table: gpd.GeoDataFrame) -> dict[str, Any]:
    columns = [name for name in _COLUMNS if name in table]
    packed = {name: to_plain(table[name].to_list()) for name in columns}
    people = [name for name in columns if name.startswith(_WHOLE) or name == "beyond"]
    packed |= {name: [round(float(value)) for value in table[name]] for name in people}
    return {**packed, "shape": pack_polygons(table.geometry, tolerance_m=UNIT_TOLERANCE_M)}


def _pack_facilities(facilities: pd.DataFrame) -> dict[str, Any]:
    """Pack what each circle has of the facilities of its tier: code -> category, strength and figures of each."""
    if not len(facilities):
        return {}
    columns = ["category", "strength", "there", "required", "floor_m2", "floor_unknown", "floor_least_m2"]
    rows = zip(*(to_plain(facilities[name].to_list()) for name in columns), strict=True)
    packed: dict[str, Any] = {}
    for code, row in zip(facilities["code"], rows, strict=True):
        packed.setdefault(code, []).append(list(row))
    return packed
