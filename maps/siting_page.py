"""The page of proposed sites: a map, the curve, the table, in both languages."""

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Float64
from geo.coverage.status import COVERED
from geo.files.writers import to_plain
from geo.siting import Proposal, list_sites
from geo.texts import LANGS, TEXTS, Lang, translate
from maps.curve import CurveTexts, draw_curve
from maps.escape import to_html_text, to_script_json
from maps.leaflet import add_script, make_map, render_stable
from maps.payload import ROAD_TOLERANCE_M, choose_roads, find_bounds, pack_facilities, pack_lines, pack_parts
from maps.style import list_styles

_TEXT_PREFIXES: Final = ("site.", "profile.")


_MARKUP: Final = """<div id="panel" class="open">
<button id="fold" type="button" aria-controls="panel-body"></button>
<div id="panel-head"><h1></h1><button id="lang" type="button"></button></div>
<div id="panel-body"><p id="synthetic"></p><p id="model"></p><p id="facts"></p><div id="figures"></div>
<p id="proof"></p><div id="overlays"></div>
<section id="curve"><h2></h2>{curve}<p></p></section>
<section id="table"><h2></h2><div></div></section>
<details id="about"><summary></summary><div></div></details></div></div>
<noscript>{noscript}</noscript>
<script type="application/json" id="data">{data}</script>"""


def render_siting_page(
    proposal: Proposal, summary: Mapping[str, Any], *, lang: Lang = "zh", tile_url: str | None = None
) -> str:
    """Render the page of a proposal, self-contained.

    Parameters
    ----------
    proposal
        The sites; strings from the city and the candidates are shown as they are, whatever they hold.
    summary
        As :func:`geo.siting.summarize_sites` puts it together.
    lang
        Language the page opens in.
    tile_url
        Address of a tile server for a basemap, or None: the roads are the basemap and the page requests nothing.

    Returns
    -------
    str
        HTML; the same proposal and figures give the same bytes.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting import SiteRequest, propose_sites, summarize_sites
    >>> proposal = propose_sites(build_sample(), SiteRequest("clinic", add=1))
    >>> page = render_siting_page(proposal, summarize_sites(proposal, source="network"))
    >>> page[:15], "https://" in page
    ('<!DOCTYPE html>', False)
    """
    city = proposal.siting.city
    bounds = find_bounds(city.base_units.geometry) if len(city.base_units) else find_bounds(city.roads.geometry)
    data = _collect_data(proposal, summary) | {"lang": lang, "bounds": bounds}
    page = make_map(bounds, title=f"{city.name} · {translate('site.title', lang)}", tile_url=tile_url)
    curve = "".join(f'<div lang="{code}">{draw_siting_curve(summary, lang=code)}</div>' for code in LANGS)
    noscript = " ".join(to_html_text(translate("site.noscript", code)) for code in LANGS)
    markup = _MARKUP.format(noscript=noscript, curve=curve, data=to_script_json(data))
    add_script(page, style="siting.css", markup=markup, script="siting.js", start="startSiting", needs=["unpack.js"])
    return render_stable(page.get_root())


def draw_siting_curve(summary: Mapping[str, Any], *, lang: Lang) -> str:
    """Draw what is reached with how many sites.

    Parameters
    ----------
    summary
        As :func:`geo.siting.summarize_sites` puts it together.
    lang
        Language of its labels.

    Returns
    -------
    str
        An SVG element: the greedy sequence, what was solved for, and above it what is proven impossible to exceed.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting import SiteRequest, propose_sites, summarize_sites
    >>> figures = summarize_sites(propose_sites(build_sample(), SiteRequest("clinic", add=1)), source="network")
    >>> "people covered" in draw_siting_curve(figures, lang="en")
    True
    """
    kind = next(name for name in ("covered", "served", "mean_walk_m") if name in summary["curve"])
    people, built = summary["people"], summary["built"]
    reached = {
        "covered": people["covered_after"],
        "served": people["served"],
        "mean_walk_m": summary["mean_walk_m"]["after"],
    }[kind]
    bound = None
    if summary["model"] == "cover":
        bound = people["covered_before"] + summary["bound"]
    elif kind == "served":
        bound = summary["bound"]
    texts = CurveTexts(
        *(translate(f"site.curve_{name}", lang) for name in ("across", kind, "greedy", "choice")),
    )
    values = [float(value) for value in summary["curve"][kind]]
    return draw_curve(values, chosen=(float(built), float(reached)), bound=bound, texts=texts)


def _collect_data(proposal: Proposal, summary: Mapping[str, Any]) -> dict[str, Any]:
    siting = proposal.siting
    city, category, people = siting.city, siting.request.category, siting.city.homes["residents"].to_numpy(float)
    unreached, newly = siting.unreached, proposal.newly_covered
    lacking = (proposal.change.status != COVERED) & ~unreached
    shown = {"new": newly, "open": lacking, "unreached": unreached}
    kept = {key: value for key, value in summary.items() if key not in ("curve", "seconds")}
    return {
        "texts": {code: {k: t[code] for k, t in TEXTS.items() if k.startswith(_TEXT_PREFIXES)} for code in LANGS},
        "style": list_styles(),
        "summary": to_plain(kept),
        "category": dict(city.categories[category]),
        "attribution": city.attribution,
        "sites": _pack_sites(list_sites(proposal)),
        "facilities": pack_facilities(city.facilities, [category])[category],
        "homes": {name: _pack_points(city.homes.geometry[mask & (people > 0)]) for name, mask in shown.items()},
        "roads": pack_lines(choose_roads(city.roads), tolerance_m=ROAD_TOLERANCE_M),
    }


def _pack_points(points: gpd.GeoSeries) -> str:
    """Pack points as one part, along a curve that keeps neighbours together."""
    if not len(points):
        return ""
    placed = points.iloc[np.argsort(points.hilbert_distance().to_numpy(), kind="stable")].to_crs(4326)
    coordinates: Float64 = shapely.get_coordinates(placed.to_numpy())
    return "".join(pack_parts(coordinates, np.zeros(len(coordinates), np.int64)))


def _pack_sites(sites: gpd.GeoDataFrame) -> dict[str, Any]:
    numbers = [name for name in ("newly_covered_residents", "served_people") if name in sites]
    return {
        **{
            name: sites[name].tolist()
            for name in ("rank", "facility_id", "name", "unit_code", "unit_name", "lon", "lat")
        },
        **{name: [round(value) for value in sites[name]] for name in numbers},
    }
