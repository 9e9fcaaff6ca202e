"""How desktop GIS shows grid-check.gpkg and grid-proposal.gpkg: findings by kind, units by their households."""

from collections.abc import Mapping
from typing import Final

from geo.files.geopackage_styles import LayerStyle
from geo.files.qgis_style import StyleRule
from geo.grid_care.atom_map import Limits
from geo.grid_care.findings import KINDS
from geo.texts import fill_languages
from maps.qgis_rules import list_heads
from maps.style import FINDING_COLOURS, ROAD_COLOUR, UNIT_SIZE_COLOURS

#: Lines are drawn so wide, and areas outlined, which may be of a few square metres [mm].
_LINE_MM: Final = 0.8
_RIM_MM: Final = 0.5
#: Above so many times the upper limit a unit is far too large, as on the page.
_FAR: Final = 1.5


def style_grid_check() -> dict[str, LayerStyle]:
    """Style the layers of grid-check.gpkg.

    Returns
    -------
    dict
        Layer -> its style, for :func:`geo.files.geopackage_styles.write_styles`: a rule for each kind of finding, in
        the colour of its severity.

    Examples
    --------
    >>> style_grid_check()["findings"].rules[0].label["en"]
    'Gaps'
    """
    return {
        "findings": _style_layer("findings", _mark_kinds(size_mm=_RIM_MM, opacity=0.6)),
        "lines_across": _style_layer("lines_across", _mark_kinds(size_mm=_LINE_MM, opacity=1.0)),
        "without_place": _style_layer("without_place", []),
    }


def _mark_kinds(*, size_mm: float, opacity: float) -> list[StyleRule]:
    return [
        StyleRule(
            label=fill_languages(f"grid.kind.{kind}"),
            where=f"\"kind\" = '{kind}'",
            colour=FINDING_COLOURS[severity],
            outline=FINDING_COLOURS[severity],
            size_mm=size_mm,
            opacity=opacity,
        )
        for kind, (severity, _) in KINDS.items()
    ]


def style_grid_proposal(limits: Limits) -> dict[str, LayerStyle]:
    """Style the layers of grid-proposal.gpkg.

    Parameters
    ----------
    limits
        Households that a unit should have.

    Returns
    -------
    dict
        Layer -> its style: units before and after in the same classes of households.

    Examples
    --------
    >>> from geo.grid_care.grid_proposal import LIMITS
    >>> [rule.where for rule in style_grid_proposal(LIMITS)["units_after"].rules][2]
    '"households" >= 300 AND "households" <= 500'
    """
    rules = _grade_households(limits)
    return {
        "units_before": _style_layer("units_before", rules),
        "units_after": _style_layer("units_after", rules),
        "successions": _style_layer("successions", []),
    }


def _grade_households(limits: Limits) -> list[StyleRule]:
    least, most = limits.least, limits.most
    households, far = '"households"', _FAR * most
    classes: Mapping[str, str] = {
        "empty": f"{households} <= 0",
        "below": f"{households} > 0 AND {households} < {least:g}",
        "within": f"{households} >= {least:g} AND {households} <= {most:g}",
        "above": f"{households} > {most:g} AND {households} <= {far:g}",
        "far_above": f"{households} > {far:g}",
    }
    return [
        StyleRule(
            label=fill_languages(f"grid.class.{name}"), where=where, colour=UNIT_SIZE_COLOURS[name], outline=ROAD_COLOUR
        )
        for name, where in classes.items()
    ]


def _style_layer(layer: str, rules: list[StyleRule]) -> LayerStyle:
    return LayerStyle(
        name=fill_languages(f"qgis.layer.{layer}"),
        description=fill_languages(f"qgis.about.{layer}"),
        columns={**list_heads("grid.head."), **list_heads("qgis.grid.")},
        rules=rules,
    )
