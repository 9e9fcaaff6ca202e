"""A style as QGIS writes it (QML): rules with a filter, a label and a symbol each; names of columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

#: The version whose form this is.
_VERSION: Final = "3.22.0"
#: What QGIS calls the geometries of the GeoPackage standard: number and kind of symbol.
_KINDS: Final = {
    "POINT": (0, "marker"), "MULTIPOINT": (0, "marker"), "LINESTRING": (1, "line"), "MULTILINESTRING": (1, "line"),
    "POLYGON": (2, "fill"), "MULTIPOLYGON": (2, "fill"),
}  # fmt: skip
#: What says of a rule that it is switched off.
_OFF: Final = ' checkstate="0"'
_CLASSES: Final = {"marker": "SimpleMarker", "line": "SimpleLine", "fill": "SimpleFill"}


@dataclass(frozen=True, kw_only=True)
class StyleRule:
    """Which features are drawn in which colour.

    Parameters
    ----------
    label
        Language -> what the legend says.
    where
        Which features, as an expression of QGIS, which is SQL; "" for all.
    colour, outline
        ``#rrggbb`` of the area or mark, and of its outline.
    is_hatched
        Whether an area is hatched in its colour instead of filled.
    opacity
        0 to 1, of an area or mark.
    size_mm
        Diameter of a mark, width of a line or of an outline [mm].
    is_shown
        Whether it is switched on when the layer is opened; the reader can switch it.
    """

    label: Mapping[str, str]
    where: str
    colour: str
    outline: str
    is_hatched: bool = False
    opacity: float = 1.0
    size_mm: float = 0.1
    is_shown: bool = True


def write_qml(rules: Sequence[StyleRule], aliases: Mapping[str, str], *, geometry: str, lang: str) -> str:
    """Write a style.

    Parameters
    ----------
    rules
        How features are drawn; none for a style that only names columns.
    aliases
        Column -> what it is called, in the order of the layer; "" for one that keeps its name.
    geometry
        Kind of the layer's geometry, as the GeoPackage standard calls it.
    lang
        Language of the labels.

    Returns
    -------
    str
        XML.

    Examples
    --------
    >>> rule = StyleRule(label={"en": "few"}, where='"n" < 5', colour="#ff0000", outline="#000000")
    >>> qml = write_qml([rule], {"n": "Number"}, geometry="POINT", lang="en")
    >>> 'label="few"' in qml, 'name="Number"' in qml
    (True, True)
    """
    number, kind = _KINDS[geometry.upper()]
    named = "".join(
        f'<alias index="{at}" field={quoteattr(column)} name={quoteattr(alias)}/>'
        for at, (column, alias) in enumerate(aliases.items())
    )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        f'<qgis version="{_VERSION}" styleCategories="Symbology|Fields" labelsEnabled="0">'
        f"{_write_renderer(rules, kind, lang) if rules else ''}<aliases>{named}</aliases>"
        f"<layerGeometryType>{number}</layerGeometryType></qgis>\n"
    )


def _write_renderer(rules: Sequence[StyleRule], kind: str, lang: str) -> str:
    listed = "".join(
        f'<rule key="{{{_make_key(at + 1)}}}" symbol="{at}" label={quoteattr(rule.label[lang])}'
        f" filter={quoteattr(rule.where)}{'' if rule.is_shown else _OFF}/>"
        for at, rule in enumerate(rules)
    )
    symbols = "".join(
        f'<symbol type="{kind}" name="{at}" alpha="{rule.opacity:g}" clip_to_extent="1" force_rhr="0">'
        f'<layer class="{_CLASSES[kind]}" enabled="1" locked="0" pass="0">{_write_options(rule, kind)}</layer></symbol>'
        for at, rule in enumerate(rules)
    )
    return (
        '<renderer-v2 type="RuleRenderer" forceraster="0" symbollevels="0" enableorderby="0">'
        f'<rules key="{{{_make_key(0)}}}">{listed}</rules><symbols>{symbols}</symbols></renderer-v2>'
    )


def _make_key(at: int) -> str:
    """Make the key of a rule, which QGIS would invent at random."""
    return f"00000000-0000-4000-8000-{at:012d}"


def _write_options(rule: StyleRule, kind: str) -> str:
    size = f"{rule.size_mm:g}"
    colour, outline = _spell(rule.colour), _spell(rule.outline)
    options = {
        "fill": {
            "color": colour, "style": "b_diagonal" if rule.is_hatched else "solid", "outline_color": outline,
            "outline_style": "solid", "outline_width": size, "outline_width_unit": "MM", "joinstyle": "bevel",
        },
        "line": {"line_color": colour, "line_width": size, "line_width_unit": "MM", "line_style": "solid"},
        "marker": {
            "name": "circle", "color": colour, "size": size, "size_unit": "MM", "outline_color": outline,
            "outline_style": "solid", "outline_width": "0.2", "outline_width_unit": "MM",
        },
    }[kind]  # fmt: skip
    # properties twice: as releases before 3.22 read them, and as those since do
    mapped = "".join(f'<Option type="QString" name="{name}" value="{value}"/>' for name, value in options.items())
    plain = "".join(f'<prop k="{name}" v="{value}"/>' for name, value in options.items())
    return f'<Option type="Map">{mapped}</Option>{plain}'


def _spell(colour: str) -> str:
    """Spell a colour as QGIS does.

    Examples
    --------
    >>> _spell("#ff8000")
    '255,128,0,255'
    """
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + ",255"
