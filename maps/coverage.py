"""The coverage page of a city: from what was found to the page's arguments."""

from collections.abc import Mapping
from typing import Any

from maps.pages import render_coverage_page

from geo.analysis import Coverage
from geo.city import City
from geo.texts import Lang


def draw_coverage(
    city: City,
    coverage: Coverage,
    summary: Mapping[str, Any],
    *,
    level: str = "grid_units",
    lang: Lang = "zh",
    tile_url: str | None = None,
) -> str:
    """Draw what was found as one self-contained page.

    Parameters
    ----------
    city, coverage
        The city and what was found.
    summary
        As :func:`geo.analysis.summarize` puts it together.
    level
        Which units are coloured, a key of ``coverage.levels``.
    lang
        Language the page opens in.
    tile_url
        Address of a tile server for a basemap, or None: the roads are the basemap and nothing is requested.

    Returns
    -------
    str
        HTML; the same city and figures give the same bytes.

    Examples
    --------
    >>> from geo.analysis import analyze_city, summarize
    >>> from geo.sample import build_sample
    >>> city = build_sample()
    >>> coverage = analyze_city(city)
    >>> draw_coverage(city, coverage, summarize(city, coverage, minutes=None, seconds={}))[:15]
    '<!DOCTYPE html>'
    """
    units = coverage.levels[level]
    return render_coverage_page(
        city_name=city.name,
        attribution=city.attribution,
        assumptions=list(city.assumptions),
        profile=coverage.profile.name,
        speed_km_h=coverage.profile.speed_km_h,
        limits_m=coverage.limit_m,
        categories={name: city.categories[name] for name in coverage.limit_m},
        units=units[units.geometry.notna()],
        facilities=city.facilities[city.facilities["category"].isin(list(coverage.limit_m))],
        gaps=coverage.gaps,
        roads=city.roads.geometry,
        summary=summary,
        lang=lang,
        tile_url=tile_url,
    )
