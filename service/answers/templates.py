"""Tables to be filled in for a city: plan areas and candidates, with an example row that lies in it."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

import numpy as np

from geo.arrays import Float64
from geo.city.model import City
from geo.crs.projection import to_lonlat
from geo.files.table_template import TemplateColumn, write_template_csv, write_template_xlsx
from geo.texts import Lang, translate
from service.compute.analyses import Analyses
from service.compute.questions import Body
from service.result_files import MEDIA_TYPES

#: What a table is for.
TemplateName = Literal["plans", "candidates"]
#: How its file ends.
TemplateEnding = Literal["xlsx", "csv"]
#: Side of the area of the example [m].
_SIDE_M: Final = 80.0
_DIGITS: Final = 6
#: Columns that no row can do without.
_NEEDED: Final = {"plan_id", "boundary", "lon", "lat"}
_WIDE: Final = {
    "name": 22,
    "boundary": 40,
    "residential_floor_area": 18,
    "above_ground_floor_area": 18,
    "land_use": 26,
    "owner": 18,
}
_EXAMPLES: Final[Mapping[str, Mapping[str, tuple[str, str] | float]]] = {
    "plans": {
        "plan_id": ("SL-001", "EX-001"),
        "name": ("示例地块", "Example"),
        "group": ("", ""),
        "stage": ("规划", "plan"),
        "year": 2027,
        "dwellings": 300,
        "households": 300,
        "residents": 800,
        "residential_floor_area": 30_000,
        "above_ground_floor_area": 33_000,
        "land_area": 6400,
        "plot_ratio": 5.2,
        "boundary": ("", ""),
    },
    "candidates": {
        "id": ("HX-001", "EX-001"),
        "name": ("示例地点", "Example"),
        "lon": 0.0,
        "lat": 0.0,
        "land_use": ("公共管理与公共服务用地", "public services"),
        "owner": ("区政府", "district government"),
        "cost": 300,
    },
}


def answer_template(analyses: Analyses, query: tuple[TemplateName, TemplateEnding, Lang]) -> Body:
    """Answer with a table to be filled in.

    Parameters
    ----------
    analyses
        The city's.
    query
        What it is for, how its file ends, and the language of headings and explanations.

    Returns
    -------
    Body
        A workbook or CSV whose example row can be read as it is, in WGS-84.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_template(Analyses(build_sample()), ("candidates", "csv", "zh")).content.decode("utf-8-sig")[:11]
    '编号,名称,经度,纬度'
    """
    name, ending, lang = query
    columns = list_template_columns(analyses.city, name, lang)
    title = translate(f"template.{name}", lang)
    headers = (("Content-Disposition", f'attachment; filename="{name}-{lang}.{ending}"'),)
    if ending == "csv":
        return Body(write_template_csv(columns), MEDIA_TYPES["csv"], headers)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_template_xlsx(path, columns, sheet=title, notes=translate(f"template.{name}.notes", lang), lang=lang)
        return Body(path.read_bytes(), MEDIA_TYPES["xlsx"], headers)


def list_template_columns(city: City, name: TemplateName, lang: Lang) -> list[TemplateColumn]:
    """List the columns of a table to be filled in.

    Parameters
    ----------
    city
        The city: the example lies beside its first home.
    name
        What it is for.
    lang
        Language of headings and explanations.

    Returns
    -------
    list of TemplateColumn
        In the order of the table.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> [column.heading for column in list_template_columns(build_sample(), "plans", "en")][:3]
    ['plan_id', 'name', 'group']
    """
    place = _place_example(city)
    lon, lat = (round(float(value), _DIGITS) for value in place[0])
    placed: dict[str, str | float] = {"boundary": ";".join(f"{x:.{_DIGITS}f},{y:.{_DIGITS}f}" for x, y in place)}
    placed |= {"lon": lon, "lat": lat}
    columns = []
    for key, given in _EXAMPLES[name].items():
        example = given if isinstance(given, int | float) else given[lang == "en"]
        columns.append(
            TemplateColumn(
                heading=translate(f"template.{name}.{key}", lang),
                about=translate(f"template.{name}.{key}.about", lang),
                example=placed.get(key, example),
                is_needed=key in _NEEDED,
                width=_WIDE.get(key, 12),
            )
        )
    return columns


def _place_example(city: City) -> Float64:
    """Place the corners of a square beside the first home, in WGS-84 [degrees]."""
    homes = city.homes.geometry
    x, y = homes.iloc[0].coords[0] if len(homes) else city.extent.geometry.iloc[0].representative_point().coords[0]
    square = np.add([(0.0, 0.0), (_SIDE_M, 0.0), (_SIDE_M, _SIDE_M), (0.0, _SIDE_M)], (x, y))
    return np.column_stack(to_lonlat(square, city.crs))
