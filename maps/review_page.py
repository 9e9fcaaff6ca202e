"""The overview of a review: a map and a table of all plan areas, with links to their dossiers."""

import json
from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd

from geo.files.writers import to_geojson, to_plain
from geo.plans.cases import SCENARIOS
from geo.plans.review import Review
from geo.plans.verdicts import VERDICTS
from geo.texts import LANGS, Lang, translate
from maps.payload import ROAD_TOLERANCE_M, find_bounds, pack_roads
from maps.shell import Shell, render_page
from maps.style import ROAD_COLOUR, VERDICT_COLOURS, VERDICT_SIGNS

_SHELL: Final = Shell(name="review", prefixes=("plan.", "verdict.", "scenario."))
_AREA_COLUMNS: Final = (
    "rank", "plan_id", "name", "group", "district_name", "street_name", "community_name", "households", "people_short",
    "explanation",
)  # fmt: skip
_BODY: Final = """<p id="synthetic"></p><p id="facts"></p><div id="faults"></div>
<div id="counts"></div>
<div id="tools"><input id="filter" type="search"><select id="scenario"></select></div>
<div id="scroll"><table><thead></thead><tbody></tbody></table></div><p id="rejected"></p><p id="attribution"></p>"""
#: Rows that were left out, and faults of the data, which the page lists; the workbook and the dossiers have all.
_SHOWN_REJECTED: Final = 20
_SHOWN_FAULTS: Final = 12


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
        HTML with faults of the data first, a map, and a table by rank that can be sorted and filtered; it requests
        nothing. The same review gives the same bytes.

    Examples
    --------
    >>> from geo.plans.results import summarize_review
    >>> from geo.plans.review import review_plans
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.review_tables.area_report import report_areas
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> summary = summarize_review(review, list(report_areas(review)), version="1")
    >>> "startReview" in render_review_page(review, summary)
    True
    """
    return render_page(
        _SHELL,
        title=f"{review.city.name} · {translate('plan.review_title', 'zh')}",
        body=_BODY,
        data=_collect_data(review, summary),
        bounds=find_bounds(review.areas.geometry),
    )


def _describe_rejected(row: Mapping[str, Any]) -> dict[Lang, str]:
    return {lang: f"{row['file']}, {row['row']}: {row[f'reason_{lang}']}" for lang in LANGS}


def _collect_data(review: Review, summary: Mapping[str, Any]) -> dict[str, Any]:
    city = review.city
    verdicts = [f"verdict_{scenario}" for scenario in SCENARIOS]
    ranked = sorted(summary["areas"], key=lambda area: int(area["rank"]))
    areas = [{name: area[name] for name in (*_AREA_COLUMNS, *verdicts)} for area in ranked]
    by_rank = review.areas.geometry.iloc[review.areas["rank"].argsort(kind="stable")]
    shapes = json.loads(to_geojson(gpd.GeoDataFrame(geometry=by_rank)))
    faults = summary["data_faults"]
    return {
        "city": city.name,
        "synthetic": city.synthetic,
        "attribution": city.attribution,
        "rules": [dict(rules["name"]) for rules in summary["rule_sets"]],
        "verdicts": [{"key": key, "colour": VERDICT_COLOURS[key], "sign": VERDICT_SIGNS[key]} for key in VERDICTS],
        "scenarios": [{"key": name, "column": column} for name, column in zip(SCENARIOS, verdicts, strict=True)],
        "areas": to_plain(areas),
        "dossiers": [area.get("dossier", "") for area in ranked],
        "shapes": [feature["geometry"] for feature in shapes["features"]],
        "faults": faults[:_SHOWN_FAULTS],
        "more_faults": len(faults) - min(len(faults), _SHOWN_FAULTS),
        "rejected": [_describe_rejected(row) for row in summary["rejected"][:_SHOWN_REJECTED]],
        "roads": pack_roads(city.roads, tolerance_m=2 * ROAD_TOLERANCE_M),
        "road_colour": ROAD_COLOUR,
    }
