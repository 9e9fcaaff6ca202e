"""The pages of the grid's care: what a check found, and a proposal before and after, on a map and as lists."""

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.city.model import City
from geo.files.writers import to_plain
from geo.grid.divisions import find_scopes
from geo.grid_care.before_after import take_after
from geo.grid_care.grid_check import GridCheck
from geo.grid_care.grid_proposal import LIMITS, GridProposal
from geo.grid_care.proposal_results import METHOD
from geo.grid_care.sizes import sum_homes
from geo.texts import Lang, translate
from maps.encode import pack_lines, pack_polygons
from maps.payload import ROAD_TOLERANCE_M, UNIT_TOLERANCE_M, find_bounds, pack_roads
from maps.shell import Shell, render_page
from maps.style import ROAD_COLOUR, UNIT_SIZE_COLOURS

_SHELL: Final = Shell(name="grid", prefixes=("grid.",), folds=True)
_BODY: Final = """<p id="synthetic"></p><p id="facts"></p><div id="views"></div><div id="legend"></div>
<div id="overlays"></div><div id="figures"></div><p id="told"></p>
<section id="distribution"><h2></h2><div></div></section>
<section id="list"><h2></h2><input id="filter" type="search"><p></p><div></div></section>
<details id="about"><summary></summary><div></div></details>"""
#: Findings that are of a whole unit are told by the colour of the unit; these are drawn where they are.
_DRAWN: Final = (
    "gap",
    "overlap",
    "outside",
    "sliver",
    "parts",
    "hole",
    "across_road",
    "across_river",
    "across_railway",
)
#: Findings that a page lists; the workbook has all.
_LISTED: Final = 2_000


def render_check_page(
    check: GridCheck, summary: Mapping[str, Any], *, lang: Lang = "zh", tile_url: str | None = None
) -> str:
    """Render the page of a check, self-contained.

    Parameters
    ----------
    check
        The check; strings from the city are shown as they are, whatever they hold.
    summary
        As :func:`geo.grid_care.check_results.summarize_check` puts it together.
    lang
        Language the page opens in.
    tile_url
        Address of a tile server for a basemap, or None: then the page requests nothing.

    Returns
    -------
    str
        HTML; the same check gives the same bytes.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.grid_care.check_results import summarize_check
    >>> from geo.grid_care.grid_check import check_grid
    >>> check = check_grid(build_sample())
    >>> page = render_check_page(check, summarize_check(check))
    >>> page[:15], "https://" in page
    ('<!DOCTYPE html>', False)
    """
    city = check.city
    units = city.base_units.assign(
        residents=sum_homes(city, check.unit, len(city.base_units), column="residents"),
        households=sum_homes(city, check.unit, len(city.base_units)) if "households" in city.homes else np.nan,
        is_village=find_scopes(city.base_units["community"], city.divisions) == "rural",
    )
    data = {
        "mode": "check",
        "views": [_pack_units(units)],
        "findings": _pack_findings(check.findings),
        "method": ["grid.method.check"],
    }
    return _render(city, city.base_units, summary, data, lang=lang, tile_url=tile_url)


def render_proposal_page(
    proposal: GridProposal, summary: Mapping[str, Any], *, lang: Lang = "zh", tile_url: str | None = None
) -> str:
    """Render the page of a proposal, self-contained.

    Parameters
    ----------
    proposal
        The proposal; strings from the city are shown as they are, whatever they hold.
    summary
        As :func:`geo.grid_care.proposal_results.summarize_proposal` puts it together.
    lang
        Language the page opens in.
    tile_url
        Address of a tile server for a basemap, or None: then the page requests nothing.

    Returns
    -------
    str
        HTML with the units before and after to switch between; the same proposal gives the same bytes.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.grid_care.grid_proposal import propose_grid
    >>> from geo.grid_care.proposal_results import summarize_proposal
    >>> proposal = propose_grid(build_sample(), valid_from="2030-01-01")
    >>> "startGrid" in render_proposal_page(proposal, summarize_proposal(proposal))
    True
    """
    after = gpd.GeoDataFrame(take_after(proposal), geometry="geometry", crs=proposal.city.crs)
    tables = (proposal.units, proposal.new_units)
    names = {
        code: name
        for table in tables
        if "name" in table
        for code, name in zip(table["unit_code"], table["name"], strict=True)
    }
    succeeded = dict(zip(proposal.new_units["unit_code"], proposal.new_units["predecessor"], strict=True))
    after["name"] = [names.get(code, code) for code in after["unit_code"]]
    after["predecessor"] = [succeeded.get(code, "") for code in after["unit_code"]]
    data = {
        "mode": "proposal",
        "views": [_pack_units(proposal.units), _pack_units(after)],
        "boxes": _list_boxes(proposal, summary),
        "method": list(METHOD),
    }
    return _render(proposal.city, proposal.units, summary, data, lang=lang, tile_url=tile_url)


def _render(
    city: City,
    place: gpd.GeoDataFrame,
    summary: Mapping[str, Any],
    data: dict[str, Any],
    *,
    lang: Lang,
    tile_url: str | None,
) -> str:
    """Render a page that opens on some units."""
    kept = {key: value for key, value in summary.items() if key not in ("seconds", "notes")}
    return render_page(
        _SHELL,
        title=f"{city.name} · {translate('grid.title.' + data['mode'], lang)}",
        body=_BODY,
        data={
            "lang": lang,
            "summary": to_plain(kept),
            "limits": [LIMITS.least, LIMITS.most],
            "attribution": city.attribution,
            "colours": UNIT_SIZE_COLOURS,
            "road_colour": ROAD_COLOUR,
            "roads": pack_roads(city.roads, tolerance_m=2 * ROAD_TOLERANCE_M),
            **data,
        },
        bounds=find_bounds(place.geometry if len(place) else city.roads.geometry),
        tile_url=tile_url,
    )


def _pack_units(units: gpd.GeoDataFrame) -> dict[str, Any]:
    """Pack units column by column; flags are 1 and 0."""
    packed: dict[str, Any] = {
        "shape": pack_polygons(units.geometry.reset_index(drop=True), tolerance_m=UNIT_TOLERANCE_M),
        "code": units["unit_code"].tolist(),
        "name": (units["name"] if "name" in units else units["unit_code"]).tolist(),
        "residents": units["residents"].round().astype(int).tolist(),
        "households": [None if np.isnan(value) else round(value) for value in units["households"]],
    }
    packed |= {name: units[name].astype(int).tolist() for name in ("ends", "is_village") if name in units}
    return packed | ({"predecessor": units["predecessor"].tolist()} if "predecessor" in units else {})


def _pack_findings(findings: gpd.GeoDataFrame) -> dict[str, Any]:
    """Pack the findings that are listed, and the places of those that are drawn."""
    listed = findings.head(_LISTED)
    shapes = np.asarray(listed.geometry.values)
    missing = shapely.is_missing(shapes)
    drawn = listed["kind"].isin(_DRAWN).to_numpy() & ~missing
    dimension = shapely.get_dimensions(shapes)
    areas, lines = np.flatnonzero(drawn & (dimension == 2)), np.flatnonzero(drawn & (dimension == 1))
    series = gpd.GeoSeries(shapes, crs=findings.crs)
    packed = [pack_polygons(series.iloc[[row]], tolerance_m=0.0)[0] for row in areas]
    return {
        **{name: listed[name].tolist() for name in ("kind", "severity", "unit_code", "text_zh", "text_en")},
        "boxes": _round_boxes(series),
        "areas": {"row": areas.tolist(), "shape": packed},
        "lines": {"row": lines.tolist(), "shape": [_pack_line(series.iloc[[row]]) for row in lines]},
        "all": len(findings),
    }


def _pack_line(series: gpd.GeoSeries) -> str:
    parts = series.explode(index_parts=False)
    return pack_lines(parts[parts.geom_type == "LineString"], tolerance_m=1.0)


def _round_boxes(series: gpd.GeoSeries) -> list[list[float] | None]:
    """List west, south, east, north of each shape [degrees], None where there is none."""
    boxes = series.to_crs(4326).bounds.round(5).to_numpy(float)
    return [None if np.isnan(box).any() else box.tolist() for box in boxes]


def _list_boxes(proposal: GridProposal, summary: Mapping[str, Any]) -> list[list[float] | None]:
    """List where each community of the summary lies."""
    bounds = proposal.units.to_crs(4326).bounds.groupby(proposal.units["community"])
    low, high = bounds.min(), bounds.max()
    return [
        [*low.loc[each["code"], ["minx", "miny"]].round(5), *high.loc[each["code"], ["maxx", "maxy"]].round(5)]
        for each in summary["communities"]
    ]
