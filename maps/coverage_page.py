"""Pages: the coverage map of a city as one HTML file."""

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd

from geo.city.model import City
from geo.coverage.analysis import Coverage, check_level
from geo.coverage.status import ALL
from geo.files.writers import to_plain
from geo.texts import Lang, translate
from geo.texts.notes import translate_notes
from maps.payload import find_bounds, pack_facilities, pack_gaps, pack_roads, pack_units
from maps.shell import Shell, render_page
from maps.style import list_styles

_SHELL: Final = Shell(name="coverage", prefixes=("map.", "column.", "category.", "profile."), folds=True)
_BODY: Final = """<p id="synthetic"></p><p id="facts"></p><div id="scopes"></div><div id="legend"></div>
<div id="overlays"></div><div id="categories" role="radiogroup"></div>
<details id="about"><summary></summary><div></div></details>"""


def render_coverage_page(
    city: City,
    coverage: Coverage,
    summary: Mapping[str, Any],
    *,
    level: str = "grid_units",
    lang: Lang = "zh",
    tile_url: str | None = None,
    roads: str | None = None,
) -> str:
    """Render the coverage map of a city as one self-contained page.

    Parameters
    ----------
    city, coverage
        The city and what was found; strings from them are shown as they are, whatever they hold.
    summary
        As :func:`geo.coverage.summary.summarize` puts it together.
    level
        Which units are coloured, a key of ``coverage.levels``.
    lang
        Language the page opens in.
    tile_url
        Address of a tile server for a basemap, or None: the roads are the basemap and the page requests nothing.
    roads
        The city's roads as :func:`maps.payload.pack_roads` packs them, where that is done already; None packs them.

    Returns
    -------
    str
        HTML; the same city and figures give the same bytes.

    Raises
    ------
    InputError
        If the city has no such level.

    Examples
    --------
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.coverage.summary import summarize
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> found = analyze_city(city)
    >>> page = render_coverage_page(city, found, summarize(city, found, minutes=None))
    >>> page[:15], "https://" in page
    ('<!DOCTYPE html>', False)
    """
    check_level(coverage, level)
    units = coverage.levels[level]
    units = units[units.geometry.notna()]
    bounds = find_bounds(units.geometry) if len(units) else find_bounds(city.roads.geometry)
    return render_page(
        _SHELL,
        title=f"{city.name} · {translate('map.title', lang)}",
        body=_BODY,
        data={"lang": lang, **_collect_data(city, coverage, units, summary, roads)},
        bounds=bounds,
        tile_url=tile_url,
    )


def _collect_data(
    city: City, coverage: Coverage, units: gpd.GeoDataFrame, summary: Mapping[str, Any], roads: str | None
) -> dict[str, Any]:
    chosen = list(coverage.limit_m)
    return {
        "style": list_styles(),
        "city": city.name,
        "attribution": city.attribution,
        "assumptions": translate_notes(city.assumptions),
        "synthetic": city.synthetic,
        "rules": summary["rules"],
        "profile": {"name": coverage.profile.name, "speed": round(coverage.profile.speed_km_h, 2)},
        "speed_m_per_min": coverage.profile.speed_m_per_min,
        "categories": [_describe_category(city, name, summary) for name in chosen],
        "all": {"key": ALL, **to_plain(summary["all_categories"])},
        "urban": to_plain(summary["urban"]),
        "villages": to_plain(summary["villages"]),
        "units": pack_units(units, [*chosen, ALL]),
        "facilities": pack_facilities(city.facilities, chosen),
        "gaps": pack_gaps(coverage.gaps, chosen),
        "roads": pack_roads(city.roads) if roads is None else roads,
    }


def _describe_category(city: City, name: str, summary: Mapping[str, Any]) -> dict[str, Any]:
    return {"key": name, **city.categories[name], **to_plain(summary["categories"][name])}
