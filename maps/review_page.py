"""The overview of a review: a map and a table of all plan areas, with links to their dossiers."""

import json
from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd

from geo.files.writers import to_geojson, to_plain
from geo.plans.cases import SCENARIOS
from geo.plans.read.plan_schemas import STAGES
from geo.plans.review import Review
from geo.plans.verdicts import VERDICTS
from geo.texts import LANGS, TEXTS
from maps.escape import to_html_text, to_script_json
from maps.leaflet import add_script, make_map, render_stable
from maps.payload import ROAD_TOLERANCE_M, choose_roads, find_bounds, pack_lines
from maps.style import ROAD_COLOUR, VERDICT_COLOURS, VERDICT_SIGNS

_TEXT_PREFIXES: Final = ("plan.", "verdict.", "scenario.")
_MARKUP: Final = """<main id="panel">
<header><h1></h1><button id="lang" type="button"></button></header>
<p id="synthetic"></p><p id="facts"></p><div id="counts"></div>
<div id="tools"><input id="filter" type="search"><select id="scenario"></select></div>
<div id="scroll"><table><thead></thead><tbody></tbody></table></div><p id="rejected"></p><p id="attribution"></p></main>
<noscript>{noscript}</noscript>
<script type="application/json" id="data">{data}</script>"""


def render_review_page(review: Review, summary: Mapping[str, Any]) -> str:
    """Render the overview of a review.

    Parameters
    ----------
    review
        What was found; strings from it are shown as they are, whatever they hold.
    summary
        As :func:`geo.plans.results.summarize_review` puts it together, with ``dossier`` in each of ``areas``: the path
        of its dossier from here.

    Returns
    -------
    str
        HTML with a map and a table that can be sorted and filtered; it requests nothing. The same review gives the same
        bytes.

    Examples
    --------
    >>> from geo.plans.results import summarize_review
    >>> from geo.plans.review import review_plans
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> "startReview" in render_review_page(review, summarize_review(review, version="1"))
    True
    """
    bounds = find_bounds(review.areas.geometry)
    city = review.city
    columns = ["plan_id", "name", "district_name", "street_name", "community_name", "households", "units_needed"]
    verdicts = [f"verdict_{scenario}_{STAGES[0]}" for scenario in SCENARIOS]
    areas = [{name: area[name] for name in (*columns, *verdicts)} for area in summary["areas"]]
    shapes = json.loads(to_geojson(gpd.GeoDataFrame(geometry=review.areas.geometry)))
    data = {
        "texts": {code: {k: t[code] for k, t in TEXTS.items() if k.startswith(_TEXT_PREFIXES)} for code in LANGS},
        "city": city.name,
        "synthetic": city.synthetic,
        "attribution": city.attribution,
        "rules": [dict(rules["name"]) for rules in summary["rule_sets"]],
        "verdicts": [{"key": key, "colour": VERDICT_COLOURS[key], "sign": VERDICT_SIGNS[key]} for key in VERDICTS],
        "scenarios": [{"key": name, "column": column} for name, column in zip(SCENARIOS, verdicts, strict=True)],
        "areas": to_plain(areas),
        "dossiers": [area.get("dossier", "") for area in summary["areas"]],
        "shapes": [feature["geometry"] for feature in shapes["features"]],
        "rejected": [f"{row['file']}, {row['row']}: {row['reason']}" for row in summary["rejected"]],
        "roads": pack_lines(choose_roads(city.roads), tolerance_m=2 * ROAD_TOLERANCE_M),
        "road_colour": ROAD_COLOUR,
        "bounds": bounds,
    }
    page = make_map(bounds, title=f"{city.name} · {TEXTS['plan.review_title']['zh']}")
    noscript = " ".join(to_html_text(TEXTS["plan.review_noscript"][code]) for code in LANGS)
    markup = _MARKUP.format(noscript=noscript, data=to_script_json(data))
    add_script(page, style="review.css", markup=markup, script="review.js", start="startReview", needs=["unpack.js"])
    return render_stable(page.get_root())
