"""Gap areas: as GeoJSON, or in columns."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from pydantic_core import to_json

from geo.arrays import Int64
from geo.city.categories import check_category
from geo.crs.projection import to_lonlat
from geo.files.streams import to_arrow_bytes, to_csv_bytes
from geo.files.writers import to_geojson
from service.answers.paging import cut_page, list_headers
from service.answers.selection import find_in_box, read_fields, sort_rows
from service.compute.analyses import Analyses
from service.compute.questions import Body
from service.media_types import ARROW, CSV, GEOJSON, JSON
from service.models.coverage import GapsQuery

#: Forms of an answer; the first where none is asked for. Who asks for JSON gets GeoJSON.
MEDIA_TYPES: Final = (GEOJSON, JSON, CSV, ARROW)
#: Places that are answered in degrees: the names of their coordinates in the table, and in the answer.
_PLACES: Final = {("x", "y"): ("lon", "lat"), ("site_x", "site_y"): ("site_lon", "site_lat")}
_SORTED_BY: Final = (
    "gap_id", "rank", "homes", "residents", "households", "area_m2", "walk_m", "shortfall_m", "remedy_residents"
)  # fmt: skip
#: About what a row takes, and a pair of coordinates [bytes].
_ROW_BYTES: Final = 1100
_PAIR_BYTES: Final = 24


def answer_gaps(analyses: Analyses, asked: tuple[GapsQuery, str]) -> Body:
    r"""Answer where the people live who are not covered.

    Parameters
    ----------
    analyses
        The city's.
    asked
        The query, and one of :data:`MEDIA_TYPES`.

    Returns
    -------
    Body
        A page of gap areas, those with most people of each category first where no other order is asked for, and behind
        them one row for all others of the category. That row has no shape, so that it lies in no box.

    Raises
    ------
    InputError
        If the category, the profile, a field, the box, the order or the cursor is wrong.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> query = GapsQuery(category="clinic", fields="name,residents", scope="rural")
    >>> answer_gaps(Analyses(build_sample()), (query, CSV)).content
    b'name,residents\nStreet North,40.0\n'
    """
    query, media_type = asked
    coverage = analyses.coverage(query.minutes, query.profile)
    if query.category is None:
        table = coverage.gaps
    else:
        check_category(query.category, coverage.limit_m)
        table = coverage.find_category_gaps(query.category)
    in_degrees = {name: told for names, both in _PLACES.items() for name, told in zip(names, both, strict=True)}
    valid = [in_degrees.get(str(name), str(name)) for name in table if name != "geometry" or media_type != CSV]
    fields = read_fields(query.fields, valid)
    if query.scope != "all":
        table = table[table["scope"] == query.scope]
    table = table.iloc[find_in_box(table, query.bbox)]
    table = table.iloc[sort_rows(table, query.sort, {name: name for name in _SORTED_BY})]
    page = cut_page(query, table, _estimate_bytes(table, has_shapes=media_type != CSV))
    rows = _tell_degrees(table.iloc[page.start : page.stop])
    about = {"matched": page.matched, "next": page.next}
    if media_type == CSV:
        content = to_csv_bytes(rows[fields])
    elif media_type == ARROW:
        content = to_arrow_bytes(
            rows[fields], metadata={name: to_json(value).decode() for name, value in about.items()}
        )
    else:
        content = to_geojson(rows[[*(f for f in fields if f != "geometry"), "geometry"]], members=about).encode()
    return Body(content, media_type, list_headers(query, page))


def _tell_degrees(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Tell places in degrees (WGS-84) instead of metres; none where there is none."""
    told = table.copy()
    for (x, y), names in _PLACES.items():
        xy = table[[x, y]].to_numpy(float)
        known = np.isfinite(xy[:, 0])
        degrees = np.full_like(xy, np.nan)
        degrees[known] = np.column_stack(to_lonlat(xy[known], table.crs))
        told[[x, y]] = degrees
        told = told.rename(columns=dict(zip((x, y), names, strict=True)))
    return told


def _estimate_bytes(table: gpd.GeoDataFrame, *, has_shapes: bool) -> Int64:
    row_bytes = _ROW_BYTES + table["unit_codes"].str.len().to_numpy(np.int64)
    if has_shapes:
        row_bytes = row_bytes + _PAIR_BYTES * shapely.get_num_coordinates(np.asarray(table.geometry.values))
    return np.asarray(row_bytes, np.int64)
