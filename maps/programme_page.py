"""The page of a programme: a map of its projects, districts before and after, the projects in order with reasons."""

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd

from geo.files.writers import to_plain
from geo.programme.programme import Programme
from geo.texts import LANGS, Lang, translate
from maps.bars import BarColumn, draw_changes, pick_columns
from maps.encode import pack_polygons
from maps.payload import find_bounds, pack_roads
from maps.shell import Shell, render_page
from maps.style import list_styles

_SHELL: Final = Shell(name="programme", prefixes=("programme.",))
#: How far outlines of districts and communities may move [m].
_TOLERANCE_M: Final = 15.0
#: Figures that are drawn as bars, beside the people helped.
_FIGURES: Final = 4
#: What a page lists of a project.
_PROJECT: Final = (
    "rank", "code", "name", "district_name", "way", "lack", "people", "price_yuan", "reason_zh", "reason_en",
)  # fmt: skip
_BODY: Final = """<p id="synthetic"></p><p id="headline"></p><p id="cost"></p><p id="proof"></p>
<div id="overlays"></div>
<section id="ways"><h2></h2><div></div></section>
<section id="bars"><h2></h2>{bars}<p></p></section>
<section id="projects"><h2></h2><input id="filter" type="search"><div></div><p></p></section>
<section id="missed"><h2></h2><div></div></section>
<details id="about"><summary></summary><div></div></details>"""


def render_programme_page(programme: Programme, summary: Mapping[str, Any], *, lang: Lang = "zh") -> str:
    """Render the page of a programme, self-contained.

    Parameters
    ----------
    programme
        The programme; strings from the city are shown as they are, whatever they hold.
    summary
        As :func:`geo.programme.results.summarize_programme` puts it together.
    lang
        Language the page opens in.

    Returns
    -------
    str
        HTML; the same programme gives the same bytes.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.programme import plan_programme
    >>> from geo.programme.programme_request import ProgrammeRequest
    >>> from geo.programme.results import summarize_programme
    >>> programme = plan_programme(audit_city(analyze_city(build_sample())), ProgrammeRequest(projects=1))
    >>> page = render_programme_page(programme, summarize_programme(programme))
    >>> page[:15], "https://" in page
    ('<!DOCTYPE html>', False)
    """
    city = programme.standing.audit.city
    bounds = find_bounds(city.base_units.geometry) if len(city.base_units) else find_bounds(city.roads.geometry)
    bars = "".join(f'<div lang="{code}">{draw_before_after(summary, lang=code)}</div>' for code in LANGS)
    return render_page(
        _SHELL,
        title=f"{city.name} · {translate('programme.title', lang)}",
        body=_BODY.format(bars=bars),
        data={"lang": lang, **_collect_data(programme, summary)},
        bounds=bounds,
    )


def draw_before_after(summary: Mapping[str, Any], *, lang: Lang) -> str:
    """Draw districts before and after a programme: people helped, and the figures that change most.

    Parameters
    ----------
    summary
        As :func:`geo.programme.results.summarize_programme` puts it together.
    lang
        Language of the headings.

    Returns
    -------
    str
        An SVG element.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.programme import plan_programme
    >>> from geo.programme.programme_request import ProgrammeRequest
    >>> from geo.programme.results import summarize_programme
    >>> request = ProgrammeRequest(projects=1, sites=("clinic",))
    >>> programme = plan_programme(audit_city(analyze_city(build_sample())), request)
    >>> draw_before_after(summarize_programme(programme), lang="en").count("Within the walk")
    1
    """
    rows = summary["districts"]
    whole = rows[-1]
    figures = [shown for shown in summary["figures"] if shown["kind"] != "people"]

    def measure_change(shown: Mapping[str, Any]) -> float:
        before, after = (whole[when].get(shown["key"], 0.0) for when in ("before", "after"))
        return float(abs(after - before) / max(abs(before), 1e-9))

    chosen = sorted(figures, key=lambda shown: -measure_change(shown))[:_FIGURES]
    kept = [shown for shown in figures if shown in chosen]
    headings = {shown["key"]: shown["name"][lang] for shown in kept}
    shares = {shown["key"]: shown["kind"] == "share" for shown in kept}
    helped = [row["helped"] for row in rows]
    people = BarColumn(translate("programme.column.people", lang), None, helped, False)
    return draw_changes([row["name"] for row in rows], [people, *pick_columns(rows, headings, shares)], lang=lang)


def _collect_data(programme: Programme, summary: Mapping[str, Any]) -> dict[str, Any]:
    city = programme.standing.audit.city
    listed = {name: [_pick(row) for row in summary[name]] for name in ("projects", "missed")}
    kept = ("city", "synthetic", "request", "people", "cost", "proof", "method")
    return {
        "style": list_styles(),
        "summary": to_plain({key: summary[key] for key in kept}),
        "attribution": city.attribution,
        **to_plain(listed),
        "communities": _pack_communities(programme, summary),
        "districts": _pack_outlines(programme),
        "sites": to_plain(_locate_sites(programme)),
        "roads": pack_roads(city.roads),
    }


def _pick(row: Mapping[str, Any]) -> dict[str, Any]:
    rounded = {name: round(row[name]) for name in ("people", "price_yuan") if name in row}
    return {name: rounded.get(name, row[name]) for name in _PROJECT if name in row}


def _pack_communities(programme: Programme, summary: Mapping[str, Any]) -> dict[str, Any]:
    """Pack the outlines of the communities that have projects, with whom these help."""
    helped: dict[str, float] = {}
    for row in summary["projects"]:
        helped[row["code"]] = helped.get(row["code"], 0.0) + row["people"]
    level = programme.standing.audit.levels["communities"]
    mine = level[level["code"].isin(list(helped)) & level.geometry.notna() & (level["code"] != "")]
    return {
        "shape": pack_polygons(gpd.GeoSeries(mine.geometry, crs=level.crs), tolerance_m=_TOLERANCE_M),
        "code": mine["code"].tolist(),
        "name": mine["name"].tolist(),
        "people": [round(helped[code]) for code in mine["code"]],
    }


def _pack_outlines(programme: Programme) -> list[str]:
    level = programme.standing.audit.levels.get("districts")
    if level is None:
        return []
    mine = level[level.geometry.notna()].drop_duplicates("code")
    return pack_polygons(gpd.GeoSeries(mine.geometry, crs=level.crs), tolerance_m=_TOLERANCE_M)


def _locate_sites(programme: Programme) -> list[dict[str, Any]]:
    """Find where the sites lie [degrees, WGS-84]."""
    chosen = []
    for sites, number in zip(programme.sites, programme.built, strict=True):
        if number:
            rows, gains = sites.order_sites(number)
            table = sites.siting.candidates.iloc[rows]
            name = dict(programme.standing.audit.city.categories[sites.category])
            chosen += [
                {"lon": lon, "lat": lat, "people": round(gain), "name": name}
                for lon, lat, gain in zip(table["lon"], table["lat"], gains, strict=True)
            ]
    return chosen
