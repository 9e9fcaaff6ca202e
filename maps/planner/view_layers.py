"""A view as a layer for desktop GIS: its units with the figures shown, in the colours of its map."""

from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np

from geo.coverage.view_workbook import head_columns
from geo.files.geopackage_styles import LayerStyle, write_styles
from geo.files.qgis_style import StyleRule
from geo.files.writers import write_gpkg
from geo.texts import LANGS, TEXTS
from maps.planner.view_classes import Look, MeasureName, classify_rows
from maps.style import NOBODY_COLOUR

LAYER: Final = "view"
#: The column that says which class a unit is drawn in, from 1.
_CLASS: Final = "class"


def write_view_layer(
    path: Path, shown: gpd.GeoDataFrame, measure: MeasureName, *, about: str, categories: int, group: str = ""
) -> None:
    """Write the units of a view with a style that QGIS opens by itself, in both languages.

    Parameters
    ----------
    path
        A file that is not there yet.
    shown
        As :func:`geo.coverage.view_table.tabulate_view` returns it.
    measure
        By what they are coloured.
    about
        What the layer holds.
    categories
        How many categories a resident can reach.
    group
        Whose people are counted who are not covered, "" for everybody.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.coverage.view_table import tabulate_view
    >>> coverage = analyze_city(build_sample())
    >>> shown = tabulate_view(coverage.levels["streets"], "clinic", coverage.city)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_view_layer(Path(folder) / "a.gpkg", shown, "share", about="", categories=1)
    ...     gpd.read_file(Path(folder) / "a.gpkg", layer="view")["class"].tolist()
    [1, 1, 5]
    """
    found = {lang: classify_rows(shown, measure, lang, categories=categories, group=group) for lang in LANGS}
    layer = shown.assign(**{_CLASS: found[LANGS[0]].of_row.astype(np.int32) + 1})
    headings = {str(lang): head_columns(shown, lang) for lang in LANGS}
    columns = {name: {lang: headings[lang][name] for lang in headings} for name in headings[LANGS[0]]}
    style = LayerStyle(
        name={lang: TEXTS["view.layer"][lang] for lang in LANGS},
        description=dict.fromkeys(LANGS, about),
        columns={**columns, _CLASS: {lang: found[lang].title for lang in LANGS}},
        rules=[
            _write_rule(number + 1, {lang: found[lang].looks[number] for lang in LANGS})
            for number in range(len(found[LANGS[0]].looks))
        ],
    )
    write_gpkg(path, {LAYER: layer})
    write_styles(path, {LAYER: style})


def _write_rule(number: int, looks: dict[str, Look]) -> StyleRule:
    look = next(iter(looks.values()))
    is_hatched = look.hatch is not None
    colour = look.line_colour if is_hatched else look.colour
    return StyleRule(
        label={lang: each.label for lang, each in looks.items()},
        where=f'"{_CLASS}" = {number}',
        colour=colour,
        outline=NOBODY_COLOUR if not is_hatched else look.line_colour,
        is_hatched=is_hatched,
    )
