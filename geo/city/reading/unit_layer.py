"""The grid units of a city: read or generated, mended on request, checked, and what is odd about them noted."""

import unicodedata
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Objects
from geo.city.reading.public_contacts import protect_persons
from geo.city.reading.state import Build
from geo.city.reading.table_faults import UnusableError
from geo.city.schemas import SCHEMAS
from geo.city.source_values import read_hexagon_edge, read_length
from geo.crs.projection import to_point_lonlat
from geo.files.layers import Layer, LayerSource, read_layer
from geo.grid.days import read_days
from geo.grid.generations import find_generation, is_in_force
from geo.grid.hexagons import generate_hexagons
from geo.grid.seams import find_unit_gaps, mend_seams
from geo.grid.units import BASE_KIND, check_units
from geo.texts.notes import make_note

#: Most codes that a note repeats.
_SHOWN: Final = 5
_DAYS: Final = ("valid_from", "valid_to")


def build_units(build: Build, boundary: shapely.Geometry | None, homes: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    """Read the grid units, or generate them.

    Parameters
    ----------
    build
        The build; broken, overlapping and duplicate units, and days that are none, go to its problems; what was mended,
        and gaps, parts and codes that are odd, to its notes.
    boundary
        Area to fill with generated units, or None: then the hull of the homes with one edge's length around it.
    homes
        The city's homes; None where they cannot be read, and no units are generated then.

    Returns
    -------
    geopandas.GeoDataFrame
        ``unit_code, name, community``, maybe ``contact`` and days as ISO 8601; polygons.

    Raises
    ------
    InputError
        If the source cannot be read.
    """
    source, table = build.layer("grid_units"), build.source.tables.grid_units
    if table.generate is not None:
        if homes is None:
            raise UnusableError
        edge_m = read_hexagon_edge(table.generate)
        points = homes.geometry[homes.geometry.notna() & ~homes.geometry.is_empty]
        area = boundary or shapely.buffer(shapely.convex_hull(shapely.multipoints(points.to_numpy())), edge_m)
        build.assumptions.append(make_note("generated_units", edge_m=edge_m))
        return generate_hexagons(area, edge_m=edge_m, crs=build.crs)
    read = read_layer(source, SCHEMAS["grid_units"], crs=build.crs, problems=build.problems)
    build.notes += read.notes
    assert source.path is not None
    file = source.path.name
    units, notes = protect_persons(read.frame, read.headings, named=source.columns.get("contact"), file=file)
    build.notes += notes
    _read_days(build, units, source, read)
    if table.repair is not None:
        units = _mend_units(build, units, file, width=table.repair)
    if "unit_code" in units:
        units["unit_code"] = units["unit_code"].map(_to_narrow)
        check_units(units, file=file, problems=build.problems)
        _note_odd_units(build, units, file)
    for name in ("name", "community"):
        if name not in units:
            units[name] = ""
    return units


def _to_narrow(code: str) -> str:
    """Write digits and letters as wide as a Chinese character as plain ones."""
    return unicodedata.normalize("NFKC", code)


def _read_days(build: Build, units: gpd.GeoDataFrame, source: LayerSource, read: Layer) -> None:
    """Read the days on which units come into force and end."""
    assert source.path is not None
    file = source.path.name
    for name in _DAYS:
        if name not in units:
            continue
        names = (name, *SCHEMAS["grid_units"].columns[name].aliases)
        heading = source.columns.get(name) or next((alias for alias in names if alias in read.headings), name)
        units[name], faults = read_days(units[name])
        build.problems.add(
            "no day", [f"{file}, row {units.index[row]}, column {heading}: {fault}" for row, fault in faults.items()]
        )
    if len(units) and not is_in_force(units, None).any():
        build.problems.add("no unit in force", [f"{file}: none of its grid units is in force today; check their days"])
    if set(_DAYS) <= set(units):
        begin, end = (units[name].to_numpy(object) for name in _DAYS)
        never = np.flatnonzero((begin != "") & (end != "") & (end <= begin))
        build.problems.add(
            "no day in force",
            [
                f"{file}, row {units.index[row]}: ends on {end[row]} and begins on {begin[row]}; exchange them"
                for row in never.tolist()
            ],
        )


def _find_tiles(units: gpd.GeoDataFrame, generation: str | None) -> Bool:
    """Find the units that tile the city on a day and have a polygon to look at."""
    shapes = np.asarray(units.geometry.values)
    whole = shapely.is_valid(shapes) & ~shapely.is_empty(shapes) & (shapely.get_dimensions(shapes) == 2)
    base = units["unit_kind"].isin(["", BASE_KIND]).to_numpy() if "unit_kind" in units else np.ones(len(units), bool)
    return np.asarray(whole & base & is_in_force(units, generation).to_numpy())


def _mend_units(build: Build, units: gpd.GeoDataFrame, file: str, *, width: str) -> gpd.GeoDataFrame:
    """Mend the seams between the units of each generation, the latest first, whose units stay so in those before."""
    shapes = np.asarray(units.geometry.values).astype(object)
    days = {day for name in _DAYS if name in units for day in units[name] if day}
    generations = [find_generation(units, day) for day in sorted({"0001-01-01", *days})]
    overlaps, gaps, overlap_m2, gap_m2 = 0, 0, 0.0, 0.0
    is_mended = np.zeros(len(units), bool)
    for generation in reversed(generations):
        is_tile = _find_tiles(units, generation)
        tiles = np.append(np.flatnonzero(is_tile & is_mended), np.flatnonzero(is_tile & ~is_mended))
        mended = mend_seams(shapes[tiles], width_m=read_length(width), kept=int((is_tile & is_mended).sum()))
        shapes[tiles], is_mended = mended.shapes, is_mended | is_tile
        overlaps, overlap_m2 = overlaps + mended.overlaps, overlap_m2 + mended.overlap_m2
        gaps, gap_m2 = gaps + mended.gaps, gap_m2 + mended.gap_m2
    if overlaps or gaps:
        note = make_note(
            "mended_units",
            file=file,
            width=width,
            overlaps=overlaps,
            overlap_m2=overlap_m2,
            gaps=gaps,
            gap_m2=gap_m2,
        )
        build.notes.append(note)
    return units.set_geometry(gpd.GeoSeries(shapes, index=units.index, crs=units.crs))


def _note_odd_units(build: Build, units: gpd.GeoDataFrame, file: str) -> None:
    tiles = units[_find_tiles(units, None)]
    codes, shapes = tiles["unit_code"].to_numpy(object), np.asarray(tiles.geometry.values)
    if gaps := find_unit_gaps(shapes):
        place = gaps[0].shape.representative_point()
        lon, lat = to_point_lonlat(place.x, place.y, build.crs)
        note = make_note(
            "unit_gaps",
            file=file,
            gaps=len(gaps),
            area_m2=sum(gap.shape.area for gap in gaps),
            largest_m2=gaps[0].shape.area,
            lon=lon,
            lat=lat,
            units=", ".join(codes[list(gaps[0].units[:_SHOWN])]),
        )
        build.notes.append(note)
    several = codes[shapely.get_num_geometries(shapes) > 1]
    if len(several):
        note = make_note("units_in_parts", file=file, units=len(several), codes=_list_some(several))
        build.notes.append(note)
    if "community" in units:
        _note_foreign_codes(build, units, file)


def _note_foreign_codes(build: Build, units: gpd.GeoDataFrame, file: str) -> None:
    """Note codes that do not begin with their community's, where most do: it is this city's way to make codes."""
    codes, communities = units["unit_code"].astype(str), units["community"].map(_to_narrow).astype(str)
    both = codes.str.isdecimal() & communities.str.isdecimal() & (codes.str.len() > communities.str.len())
    begins = pd.Series(
        [code.startswith(community) for code, community in zip(codes, communities, strict=True)], index=units.index
    )
    foreign = np.flatnonzero((both & ~begins).to_numpy())
    if len(foreign) and 2 * len(foreign) <= both.sum():
        shown = [f"{codes.iloc[row]} ({communities.iloc[row]})" for row in foreign]
        note = make_note("foreign_codes", file=file, units=len(foreign), codes=_list_some(np.array(shown, object)))
        build.notes.append(note)


def _list_some(texts: Objects) -> str:
    return ", ".join(texts[:_SHOWN]) + (" …" if len(texts) > _SHOWN else "")
