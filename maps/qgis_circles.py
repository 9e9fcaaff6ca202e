"""How desktop GIS shows life-circles.gpkg: circles by the share within the walk, centres by tier, what lies between."""

from typing import Final

from geo.files.geopackage_styles import LayerStyle
from geo.files.qgis_style import StyleRule
from geo.life_circles.circle_tables import LifeCircles
from geo.texts import fill_languages
from maps.qgis_rules import grade_shares, list_heads, mark_each
from maps.style import GAP_COLOUR, INK_COLOUR, NOBODY_COLOUR, ROAD_COLOUR, make_category_colours

#: Figures of compartments that there are for each tier.
_OF_TIERS: Final = ("fewest", "most", "too_small")


def style_life_circles(circles: LifeCircles) -> dict[str, LayerStyle]:
    """Style the layers of life-circles.gpkg.

    Parameters
    ----------
    circles
        The circles.

    Returns
    -------
    dict
        Layer -> its style, for :func:`geo.files.geopackage_styles.write_styles`: circles as the page colours them.

    Examples
    --------
    >>> from geo.life_circles.circle_tables import describe_life_circles
    >>> from geo.life_circles.line_city import plan_line_city
    >>> styles = style_life_circles(describe_life_circles(plan_line_city()))
    >>> styles["circles_5_min"].name["en"], len(styles["centres"].rules)
    ('Circles of 5 minutes', 3)
    """
    tiers = {key: fill_languages(f"life.sheet.{key}") for key in circles.tables}
    columns = {**list_heads("life.column."), **list_heads("qgis.life.")}
    for key, tier in tiers.items():
        columns[f"circle_{key}"] = tier
        columns |= {f"{name}_{key}": fill_languages(f"qgis.tier.{name}", tier=tier) for name in _OF_TIERS}
    colours = make_category_colours(len(tiers))
    marks = {key: (tier, colour) for (key, tier), colour in zip(tiers.items(), colours, strict=True)}
    rules: dict[str, list[StyleRule]] = {
        **{f"circles_{key}": grade_shares("share_within", unknown="life.no_centre") for key in tiers},
        "centres": mark_each("tier", marks, outline=INK_COLOUR, size_mm=2.4),
        "units": [_outline("life.sheet.units", ROAD_COLOUR, size_mm=0.2)],
        "compartments": [_outline("life.sheet.compartments", INK_COLOUR, size_mm=0.8)],
        "separators": [_outline("life.layer.separators", GAP_COLOUR, size_mm=0.8)],
        "facilities": [],
    }
    names = {f"circles_{key}": fill_languages("qgis.circles", tier=tier) for key, tier in tiers.items()}
    return {
        layer: LayerStyle(
            name=names.get(layer) or fill_languages(f"qgis.layer.{layer}"),
            description=fill_languages("qgis.about.circles" if layer in names else f"qgis.about.{layer}"),
            columns=columns,
            rules=rules[layer],
        )
        for layer in rules
    }


def _outline(label: str, colour: str, *, size_mm: float) -> StyleRule:
    """Draw a line, or the outline of a pale area, through which what lies below is seen."""
    is_line = label == "life.layer.separators"
    return StyleRule(
        label=fill_languages(label),
        where="",
        colour=colour if is_line else NOBODY_COLOUR,
        outline=colour,
        opacity=1.0 if is_line else 0.4,
        size_mm=size_mm,
    )
