"""Homes and facilities of a city."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Objects
from geo.city.reading.odd_tables import note_alike_facilities, note_odd_homes
from geo.city.reading.repeated_places import merge_repeated
from geo.city.reading.state import Build, find_osm_file
from geo.city.reading.table_faults import UnusableError, attempt
from geo.city.schemas import SCHEMAS
from geo.city.source_tables import MOST_LEVELS, FacilitiesTable, HomesTable
from geo.errors import InputError
from geo.files.layers import LayerSource, read_layer
from geo.files.osm import read_osm_buildings, read_osm_facilities
from geo.texts.notes import Note, make_note

#: Categories of a file that a message lists.
_SHOWN: Final = 20


def build_homes(build: Build) -> gpd.GeoDataFrame:
    """Read the homes, or make them from the residential buildings of the roads' OSM file.

    Parameters
    ----------
    build
        The build; what is assumed of residents and households goes to its assumptions.

    Returns
    -------
    geopandas.GeoDataFrame
        ``home_id, residents``, maybe ``households``, ``residents_<group>`` and ``grid_unit``; points.

    Raises
    ------
    InputError
        If the source cannot be read.
    """
    table = build.source.tables.homes
    homes = _read_buildings(build, table) if table.source else _read_homes(build, build.layer("homes"))
    rate = table.residents_per_household
    if rate and "households" not in homes:
        homes["households"] = homes["residents"] / float(rate)
        build.assumptions.append(make_note("derived_households", residents_per_household=rate))
    for name in homes.columns.drop(["home_id", "residents", "geometry"]):
        if homes[name].dtype == float and homes[name].isna().any():
            build.notes.append(make_note("missing_counts", column=name, missing=int(homes[name].isna().sum())))
            homes[name] = homes[name].fillna(0.0)
    return homes


def _read_homes(build: Build, source: LayerSource) -> gpd.GeoDataFrame:
    read = read_layer(source, SCHEMAS["homes"], crs=build.crs, problems=build.problems)
    build.notes += read.notes
    homes = read.frame
    if build.problems.count and not np.isfinite(shapely.get_coordinates(homes.geometry.values)).any():
        raise UnusableError  # without one home nothing behind can be checked
    homes["geometry"] = _to_points(homes.geometry)
    assert source.path is not None
    build.notes += note_odd_homes(homes, read.raw, file=source.path.name, is_numbered="home_id" not in homes)
    if "home_id" not in homes:
        width = len(str(len(homes)))
        homes.insert(0, "home_id", [f"{number:0{width}d}" for number in range(1, len(homes) + 1)])
        build.notes.append(make_note("numbered_homes"))
    return homes


def _to_points(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Stand lines and polygons at a point inside them; points and what is missing stay."""
    other = shapes.notna() & (shapes.geom_type != "Point")
    return shapes.where(~other, shapes[other].representative_point())


def _read_buildings(build: Build, table: HomesTable) -> gpd.GeoDataFrame:
    assert table.source is not None
    buildings = read_osm_buildings(find_osm_file(build, table, source=table.source)).to_crs(build.crs)
    levels, each_m2 = float(table.default_levels), float(table.m2_per_resident)
    tagged = buildings["levels"].where(buildings["levels"] <= MOST_LEVELS)
    floor_m2 = buildings.area * tagged.fillna(levels)
    homes = gpd.GeoDataFrame(
        {"home_id": buildings["home_id"], "residents": floor_m2 / each_m2},
        geometry=buildings.representative_point(),
    )
    assumption = make_note(
        "spread_residents",
        m2_per_resident=each_m2,
        default_levels=levels,
        share_without_levels=float(tagged.isna().mean()),
        share_of_unstated_use=float(1 - buildings["is_stated"].mean()),
    )
    build.assumptions.append(assumption)
    return homes


def keep_inside(homes: gpd.GeoDataFrame, boundary: shapely.Geometry | None, build: Build) -> gpd.GeoDataFrame:
    """Keep the homes inside the city's boundary, then scale them to the stated total.

    Parameters
    ----------
    homes
        With ``residents``, maybe ``households`` and ``residents_<group>``; points.
    boundary
        Polygon in the same CRS, or None: all are kept.
    build
        The build, for the total and for what is noted.

    Returns
    -------
    geopandas.GeoDataFrame
        Those on or inside the boundary.

    Raises
    ------
    InputError
        If none is.
    """
    if boundary is not None:
        shapely.prepare(boundary)
        inside = shapely.intersects(boundary, homes.geometry.values)
        if not inside.any():
            raise InputError("[city] boundary: no home lies inside it; check its CRS, and that it is of this city")
        if not inside.all():
            build.notes.append(make_note("outside_boundary", homes=len(homes), outside=int((~inside).sum())))
        homes = homes[inside]
    total = build.source.tables.homes.residents_total
    if total:
        counts = [name for name in homes if name == "households" or name.startswith("residents")]
        homes[counts] *= float(total) / homes["residents"].sum()
        build.assumptions.append(make_note("scaled_residents", residents_total=total))
    return homes


@dataclass(frozen=True)
class Facilities:
    """The facilities of all tables.

    Parameters
    ----------
    table
        ``facility_id, category, name``, maybe ``floor_area_m2`` and ``capacity``; points (areas by a point inside).
    outlines
        The area of each, None for points.
    same
        Of those that were mapped more than once: identifier -> that of the row that is kept.
    parts
        For each table where its rows lie, by their numbers.
    """

    table: gpd.GeoDataFrame
    outlines: Objects
    same: dict[str, str]
    parts: list[tuple[LayerSource, gpd.GeoSeries]]


def build_facilities(build: Build) -> Facilities:
    """Read the facilities of all tables.

    Parameters
    ----------
    build
        The build; identifiers that occur twice and categories that cannot be told apart go to its problems.

    Returns
    -------
    Facilities
        Of all tables.

    Raises
    ------
    UnusableError
        If one of them cannot be used: which and why stands in the faults of the build.
    """
    tables, sources = build.source.tables.facilities, build.source.layers["facilities"]
    read = [attempt(build, partial(_read_facilities, build, *pair)) for pair in zip(tables, sources, strict=True)]
    parts = [part for part in read if part is not None]
    if len(parts) < len(read):
        raise UnusableError
    placed = [(source, _mend_shapes(part.geometry)) for source, part in zip(sources, parts, strict=True)]
    facilities = parts[0] if len(parts) == 1 else gpd.GeoDataFrame(pd.concat(parts, ignore_index=True))
    if len(parts) > 1:
        _report_repeated_ids(build, sources, parts)
    bad = [c for c in facilities["category"].unique() if c.lower() == "all" or re.search(r"[\x00-\x1f]", c)]
    build.problems.add("category name", [f"facilities: category {c!r} cannot be used; rename it" for c in bad])
    folded = facilities["category"].drop_duplicates().groupby(facilities["category"].str.casefold()).agg(list)
    build.problems.add(
        "category name",
        [f"facilities: {', '.join(c)} differ only by case; write them alike" for c in folded if len(c) > 1],
    )
    if "name" not in facilities:
        facilities["name"] = ""
    facilities, same = merge_repeated(facilities)
    if same:
        build.notes.append(make_note("repeated_facilities", repeated=len(same), facilities=len(facilities)))
    shapes = np.asarray(facilities.geometry.values)
    outlines = shapes.copy()
    outlines[shapely.get_dimensions(shapes) != 2] = None
    outlines = shapely.make_valid(outlines)  # half of a bow tie lies outside what is near to it
    facilities["geometry"] = _to_points(facilities.geometry)
    build.notes += note_alike_facilities(facilities)
    return Facilities(facilities, outlines, same, placed)


def _mend_shapes(places: gpd.GeoSeries) -> gpd.GeoSeries:
    """Mend lines and areas; a point without coordinates, which its reader has reported, cannot be mended."""
    shapes = np.array(places.values, object)
    drawn = shapely.get_dimensions(shapes) > 0
    shapes[drawn] = shapely.make_valid(shapes[drawn])
    return gpd.GeoSeries(shapes, index=places.index, crs=places.crs)


def _report_repeated_ids(build: Build, sources: Sequence[LayerSource], parts: Sequence[gpd.GeoDataFrame]) -> None:
    """Report identifiers that stand in several tables of facilities."""
    names = [source.path.name if source.path else "facilities" for source in sources]
    files: dict[str, list[str]] = {}
    for part, name in zip(parts, names, strict=True):
        for facility_id in part["facility_id"].unique():
            files.setdefault(facility_id, []).append(name)
    build.problems.add(
        "duplicate identifier",
        [
            f"facilities: {facility_id} stands in several tables, {', '.join(found)}; put letters in front of those of "
            "one"
            for facility_id, found in files.items()
            if len(found) > 1
        ],
    )


def _note_categories(
    categories: "pd.Series[str]", used: "pd.Series[bool]", wanted: Collection[str], file: str
) -> list[Note]:
    """Note which categories of a table are used, which are not, and which are named and not there."""
    counts = categories[~used].value_counts(sort=False)
    unused = ", ".join(f"{name or '-'} ({count:,})" for name, count in counts.head(_SHOWN).items()) or "-"
    notes = [make_note("used_categories", file=file, places=len(used), used=int(used.sum()), unused=unused)]
    absent = [name for name in wanted if name not in set(categories)]
    if absent and len(counts):
        notes.append(make_note("absent_categories", file=file, absent=", ".join(absent[:_SHOWN]), unused=unused))
    return notes


def _read_facilities(build: Build, table: FacilitiesTable, source: LayerSource) -> gpd.GeoDataFrame:
    if table.source is not None:
        if not table.tags:
            raise InputError('[facilities] from = "osm" needs tags = { "amenity=clinic" = "clinic", ... }')
        return read_osm_facilities(find_osm_file(build, table, source=table.source), table.tags).to_crs(build.crs)
    read = read_layer(source, SCHEMAS["facilities"], crs=build.crs, problems=build.problems)
    build.notes += read.notes
    frame, wanted = read.frame, table.categories
    if wanted and "category" in frame:
        used = frame["category"].isin(list(wanted))
        assert source.path is not None
        if not used.any():
            found = ", ".join(frame["category"].unique()[:_SHOWN])
            raise InputError(
                f"{source.path.name}: none of its categories is named in [facilities] categories; it has: {found}. "
                f"Write "
                f'them on the left: categories = {{ "{frame["category"].iloc[0]}" = "..." }}'
            )
        build.notes += _note_categories(frame["category"], used, wanted, source.path.name)
        build.unused_places |= dict(frame.loc[~used, ["facility_id", "category"]].itertuples(index=False, name=None))
        frame = frame[used].assign(category=lambda kept: kept["category"].map(wanted))
    return frame
