"""Coverage of the units of a level: as JSON, as GeoJSON, or in columns."""

from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from pydantic_core import to_json

from geo.arrays import Int64
from geo.city.categories import check_category
from geo.city.model import City
from geo.coverage.analysis import Coverage, check_level
from geo.coverage.rollup import name_figure
from geo.coverage.scopes import RURAL, name_judgement
from geo.coverage.status import ALL, TALLIES
from geo.files.streams import to_arrow_bytes, to_csv_bytes
from geo.files.writers import to_geojson, to_plain
from geo.texts.notes import describe_notes
from service.answers.paging import cut_page, list_headers
from service.answers.selection import find_below, find_in_box, read_fields, sort_rows
from service.compute.analyses import Analyses
from service.compute.questions import Body
from service.media_types import ARROW, CSV, GEOJSON, JSON
from service.models.coverage import CoverageQuery

#: Forms of an answer; the first where none is asked for.
MEDIA_TYPES: Final = (JSON, GEOJSON, CSV, ARROW)
_UNIT_FIELDS: Final = ("code", "name", "parent", "scope", "residents", "households")
_FIGURES: Final = (*TALLIES, "share")
#: About what a row takes, a cell of it, and a pair of coordinates [bytes].
_ROW_BYTES: Final = 200
_CELL_BYTES: Final = {JSON: 24, GEOJSON: 40, CSV: 12, ARROW: 8}
_PAIR_BYTES: Final = 24


def answer_coverage(analyses: Analyses, asked: tuple[CoverageQuery, str]) -> Body:
    r"""Answer how the units of a level are covered.

    Parameters
    ----------
    analyses
        The city's.
    asked
        The query, and one of :data:`MEDIA_TYPES`.

    Returns
    -------
    Body
        A page of the units.

    Raises
    ------
    InputError
        If the level, the category, the profile, a field, the box, the order or the cursor is wrong.
    NotFoundError
        If no division has the code of the parent.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> query = CoverageQuery(level="city", category="clinic", fields="residents,share")
    >>> answer_coverage(Analyses(build_sample()), (query, CSV)).content
    b'residents,share_clinic\n65.0,0.923077\n'
    """
    query, media_type = asked
    coverage = analyses.coverage(query.minutes, query.profile)
    valid = [*_UNIT_FIELDS, *_FIGURES, *(["geometry"] if media_type in (GEOJSON, ARROW) else [])]
    fields = read_fields(query.fields, valid)
    table = _select(analyses.city, coverage, query)
    categories = [query.category] if query.category else [*coverage.limit_m, ALL]
    cells = sum(len(categories) if name in _FIGURES else 1 for name in fields)
    page = cut_page(query, table, _estimate_bytes(table, media_type, cells))
    rows = table.iloc[page.start : page.stop]
    about = {**_describe(analyses.city, coverage, query), "matched": page.matched, "next": page.next}
    if media_type == JSON:
        content = to_json(to_plain({**about, "items": _list_items(rows, fields, categories)}))
    else:
        content = _write_columns(rows, fields, categories, media_type, about)
    return Body(content, media_type, list_headers(query, page))


def _select(city: City, coverage: Coverage, query: CoverageQuery) -> gpd.GeoDataFrame:
    """Select the units that are asked for, in order."""
    check_level(coverage, query.level)
    if query.category is not None:
        check_category(query.category, coverage.limit_m)
    table = coverage.levels[query.level]
    if query.scope != "all":
        table = table[table["scope"] == query.scope]
    if "households" not in table:
        table = table.assign(households=np.nan)
    table = table.iloc[find_below(table, city.divisions, query.parent)]
    table = table.iloc[find_in_box(table, query.bbox)]
    category = query.category or ALL
    columns = {"code": "code", "name": "name", "residents": "residents"}
    columns |= {figure: name_figure(figure, category) for figure in _FIGURES}
    return table.iloc[sort_rows(table, query.sort, columns)]


def _estimate_bytes(table: gpd.GeoDataFrame, media_type: str, cells: int) -> Int64:
    row_bytes = np.full(len(table), _ROW_BYTES + _CELL_BYTES[media_type] * cells, np.int64)
    if media_type in (GEOJSON, ARROW):
        row_bytes += _PAIR_BYTES * shapely.get_num_coordinates(np.asarray(table.geometry.values))
    return row_bytes


def _describe(city: City, coverage: Coverage, query: CoverageQuery) -> dict[str, Any]:
    return {
        "city": city.name,
        "level": query.level,
        "scope": query.scope,
        "profile": coverage.profile.name,
        "speed_km_h": coverage.profile.speed_km_h,
        "limit_m": coverage.judgements[RURAL].limit_m if query.scope == RURAL else coverage.limit_m,
        "scopes": _describe_scopes(coverage, query),
        "assumptions": describe_notes(city.assumptions),
    }


def _describe_scopes(coverage: Coverage, query: CoverageQuery) -> dict[str, Any]:
    """Say of the city's urban residents, and beside them of those of its villages, who is covered, by what."""
    category = query.category or ALL
    return {
        str(row["scope"]): {
            "residents": row["residents"],
            "covered": row[name_figure("covered", category)],
            "share": row[name_figure("share", category)],
            "judged_by": name_judgement(coverage.judgements[str(row["scope"])]),
        }
        for row in coverage.levels["city"].drop(columns="geometry").to_dict("records")
    }


def _list_items(rows: gpd.GeoDataFrame, fields: list[str], categories: list[str]) -> list[dict[str, Any]]:
    """List units with the figures of each category below it, as JSON has them."""
    units = rows[[name for name in fields if name in _UNIT_FIELDS]].to_dict("records")
    figures = [name for name in fields if name in _FIGURES]
    if figures:
        values = {c: rows[[name_figure(f, c) for f in figures]].to_numpy(float).tolist() for c in categories}
        for row, unit in enumerate(units):
            unit["categories"] = {c: dict(zip(figures, values[c][row], strict=True)) for c in categories}
    return [{str(name): value for name, value in unit.items()} for unit in units]


def _write_columns(
    rows: gpd.GeoDataFrame, fields: list[str], categories: list[str], media_type: str, about: dict[str, Any]
) -> bytes:
    names = [name for name in fields if name in _UNIT_FIELDS]
    names += [name_figure(f, c) for c in categories for f in _FIGURES if f in fields]
    if media_type == CSV:
        return to_csv_bytes(rows[names])
    if media_type == GEOJSON:
        return to_geojson(rows[[*names, "geometry"]], members=about).encode()
    said = {name: to_json(value).decode() for name, value in about.items()}
    return to_arrow_bytes(rows[[*names, "geometry"] if "geometry" in fields else names], metadata=said)
