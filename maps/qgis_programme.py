"""How desktop GIS shows programme.gpkg: projects by remedy, districts by the people helped."""

from collections.abc import Mapping
from typing import Any, Final

from geo.files.geopackage_styles import LayerStyle
from geo.files.qgis_style import StyleRule
from geo.programme.programme import Programme
from geo.programme.shown_figures import find_shown
from geo.texts import fill_languages
from maps.qgis_rules import grade_people, list_heads, mark_each
from maps.style import INK_COLOUR, UNKNOWN_COLOUR, make_category_colours

#: What a shortfall may be made good by.
_WAYS: Final = ("enlarge", "lease", "build", "share", "recruit", "site")


def style_programme(programme: Programme, summary: Mapping[str, Any]) -> dict[str, LayerStyle]:
    """Style the layers of programme.gpkg.

    Parameters
    ----------
    programme
        What was chosen.
    summary
        As :func:`geo.programme.results.summarize_programme` puts it together.

    Returns
    -------
    dict
        Layer -> its style: projects by remedy, those that just missed grey, districts by people helped.
    """
    columns = {**list_heads("programme.column."), **list_heads("qgis.programme.")}
    for shown in find_shown(programme):
        for when in ("before", "after"):
            moment = fill_languages(f"programme.column.{when}")
            columns[f"{shown.key}_{when}"] = {lang: f"{shown.name[lang]} · {moment[lang]}" for lang in moment}
    colours = make_category_colours(len(_WAYS))
    ways = {way: (fill_languages(f"programme.way.{way}"), colour) for way, colour in zip(_WAYS, colours, strict=True)}
    missed = StyleRule(
        label=fill_languages("programme.missed"), where="", colour=UNKNOWN_COLOUR, outline=INK_COLOUR, size_mm=1.8
    )
    rules = {
        "projects": mark_each("way", ways, outline=INK_COLOUR, size_mm=2.6),
        "missed": [missed],
        "districts": grade_people(
            "helped", [row["helped"] for row in summary["districts"][:-1]], unknown="status.not_judged"
        ),
    }
    return {
        layer: LayerStyle(
            name=fill_languages(f"qgis.layer.{layer}"),
            description=fill_languages(f"qgis.about.{layer}"),
            columns=columns,
            rules=rules[layer],
        )
        for layer in rules
    }
