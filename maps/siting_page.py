"""The page of proposed sites: a map, the curve, the table, in both languages."""

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np

from geo.coverage.status import COVERED
from geo.files.writers import to_plain
from geo.siting import Proposal, list_sites
from geo.texts import LANGS, Lang, translate
from maps.curve import CurveTexts, draw_curve
from maps.encode import pack_points
from maps.payload import find_bounds, pack_facilities, pack_roads
from maps.shell import Shell, render_page
from maps.style import list_styles

_SHELL: Final = Shell(name="siting", prefixes=("site.", "profile.", "level."), folds=True)
_BODY: Final = """<p id="synthetic"></p><p id="model"></p><p id="facts"></p><div id="figures"></div>
<p id="proof"></p><div id="overlays"></div>
<section id="curve"><h2></h2>{curve}<p></p></section>
<section id="table"><h2></h2><div></div></section>
<details id="about"><summary></summary><div></div></details>"""


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
    >>> proposal = propose_sites(build_sample(), SiteRequest(category="clinic", add=1))
    >>> page = render_siting_page(proposal, summarize_sites(proposal, source="network"))
    >>> page[:15], "https://" in page
    ('<!DOCTYPE html>', False)
    """
    city = proposal.siting.city
    bounds = find_bounds(city.base_units.geometry) if len(city.base_units) else find_bounds(city.roads.geometry)
    curve = "".join(f'<div lang="{code}">{draw_siting_curve(summary, lang=code)}</div>' for code in LANGS)
    return render_page(
        _SHELL,
        title=f"{city.name} · {translate('site.title', lang)}",
        body=_BODY.format(curve=curve),
        data={"lang": lang, **_collect_data(proposal, summary)},
        bounds=bounds,
        tile_url=tile_url,
    )


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
    >>> proposal = propose_sites(build_sample(), SiteRequest(category="clinic", add=1))
    >>> figures = summarize_sites(proposal, source="network")
    >>> "people covered" in draw_siting_curve(figures, lang="en")
    True
    """
    kind = next(name for name in ("covered", "served", "mean_walk_m", "smallest_share") if name in summary["curve"])
    people, built = summary["people"], summary["built"]
    reached = {
        "covered": people["covered_after"],
        "served": people["served"],
        "mean_walk_m": summary["mean_walk_m"]["after"],
        "smallest_share": 100 * summary["value"],
    }[kind]
    bound = None
    if summary["objective"] in ("cover", "budget"):
        bound = people["covered_before"] + summary["bound"]
    elif kind == "served":
        bound = summary["bound"]
    elif kind == "smallest_share":
        bound = 100 * summary["bound"]
    texts = CurveTexts(
        *(translate(f"site.curve_{name}", lang) for name in ("across", kind, "greedy", "choice")),
    )
    scale = 100.0 if kind == "smallest_share" else 1.0
    values = [scale * float(value) for value in summary["curve"][kind]]
    return draw_curve(values, chosen=(float(built), float(reached)), bound=bound, texts=texts)


def _collect_data(proposal: Proposal, summary: Mapping[str, Any]) -> dict[str, Any]:
    city = proposal.siting.city
    return {
        "style": list_styles(),
        **pack_siting_view(proposal, summary),
        "attribution": city.attribution,
        "roads": pack_roads(city.roads),
    }


def pack_siting_view(proposal: Proposal, summary: Mapping[str, Any]) -> dict[str, Any]:
    """Pack what a page shows of a proposal beside the map itself.

    Parameters
    ----------
    proposal
        The sites.
    summary
        As :func:`geo.siting.summarize_sites` puts it together.

    Returns
    -------
    dict
        ``summary, category, sites`` (column by column, best first), ``facilities`` there are, and ``homes`` newly
        covered (``new``), still not covered (``open``) and not reached by any candidate, packed.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting import SiteRequest, propose_sites, summarize_sites
    >>> proposal = propose_sites(build_sample(), SiteRequest(category="clinic", add=1))
    >>> pack_siting_view(proposal, summarize_sites(proposal, source="network"))["sites"]["newly_covered_residents"]
    [40]
    """
    siting = proposal.siting
    city, category = siting.city, siting.request.category
    homes, is_lived_in = city.homes.geometry, city.homes["residents"].to_numpy(float) > 0
    is_open = (proposal.change.status != COVERED) & ~siting.unreached & siting.is_served
    groups = {"new": proposal.newly_covered, "open": is_open, "unreached": siting.unreached}
    kept = {key: value for key, value in summary.items() if key not in ("curve", "seconds")}
    return {
        "summary": to_plain(kept),
        "category": dict(city.categories[category]),
        "sites": _pack_sites(list_sites(proposal)),
        "facilities": pack_facilities(city.facilities, [category])[category],
        "homes": {name: pack_points(_sort_along_curve(homes[mask & is_lived_in])) for name, mask in groups.items()},
    }


def _sort_along_curve(points: gpd.GeoSeries) -> gpd.GeoSeries:
    """Sort points along a curve that keeps neighbours together, so that they pack well."""
    return points.iloc[np.argsort(points.hilbert_distance().to_numpy(), kind="stable")] if len(points) else points


def _pack_sites(sites: gpd.GeoDataFrame) -> dict[str, Any]:
    numbers = [name for name in ("newly_covered_residents", "served_people") if name in sites]
    return {
        **{
            name: sites[name].tolist()
            for name in ("rank", "facility_id", "name", "unit_code", "unit_name", "lon", "lat")
        },
        **{name: [round(value) for value in sites[name]] for name in numbers},
    }
