"""Building a city from its source file: every layer read, checked together, and only then kept."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from geo.city import City
from geo.crs import WGS84, check_area_of_use, check_metric, local_utm, parse_crs
from geo.divisions import check_divisions
from geo.errors import InputError, InvalidGeometryError
from geo.grid import check_units, generate_hexagons
from geo.problems import Problems
from geo.readers.layers import check_axes, compare_datums, read_layer
from geo.readers.osm import (
    is_osm_file,
    read_osm_buildings,
    read_osm_extent,
    read_osm_facilities,
    read_osm_ways,
)
from geo.readers.tables import read_table
from geo.roads import build_network, describe_pieces, find_crossings, is_walkable, split_lines
from geo.schema import check_columns
from geo.snap import MIN_COMPONENT_M, SNAP_LIMIT_M
from geo.source import CitySource, LayerSource

Step = Callable[[str], None]

M2_PER_RESIDENT: Final = 40.0
DEFAULT_LEVELS: Final = 2.0


@dataclass
class _Build:
    """What a build gathers on its way."""

    source: CitySource
    crs: pyproj.CRS
    problems: Problems = field(default_factory=Problems)
    notes: list[str] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)

    def layer(self, name: str) -> LayerSource:
        return self.source.layers[name][0]


def build_city(source: CitySource, *, step: Step = lambda _: None) -> City:
    """Read a city from its source file.

    Parameters
    ----------
    source
        The parsed source file.
    step
        Called with the name of each step as it begins.

    Returns
    -------
    City
        Checked: every table keeps its schema, every reference leads somewhere, grid units neither overlap nor are
        broken, places lie where the roads are.

    Raises
    ------
    GeoError
        With all faults of the data in one message.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geo.source import read_source
    >>> build_city(read_source(Path("data/helsinki.toml"))).crs.to_epsg()
    32635
    """
    step("roads")
    build, roads, extent = _build_roads(source)
    extent_shape = extent.geometry.iloc[0]
    tree = shapely.STRtree(roads.geometry.values)
    boundary = _read_area(source.boundary, build.crs)
    step("homes")
    homes = _keep_inside(_build_homes(build), boundary, build)
    step("facilities")
    facilities = _build_facilities(build)
    step("grid units")
    units = _build_units(build, boundary, homes)
    step("checks")
    for table, frame in (("homes", homes), ("facilities", facilities), ("grid_units", units)):
        _check_places(build, table, frame, extent_shape, tree)
    divisions, workers, gates = _build_tables(build)
    _check_references(build, units, homes, facilities, gates, workers, divisions)
    build.problems.raise_if_any()
    roads_source = build.layer("roads").options
    return City(
        name=source.name,
        attribution=source.attribution,
        crs=build.crs,
        datum=build.layer("roads").options["city_datum"],
        roads=roads,
        grid_units=units,
        homes=homes,
        facilities=facilities,
        extent=extent,
        gates=gates,
        workers=workers,
        divisions=divisions,
        assumptions=(*source.assumptions, *build.assumptions),
        notes=tuple(build.notes),
        sources=_list_sources(source),
        categories=_name_categories(source, facilities),
        snap_limit_m=float(roads_source.get("snap_limit_m", SNAP_LIMIT_M)),
        min_component_m=float(roads_source.get("min_component_m", MIN_COMPONENT_M)),
    )


def _build_roads(source: CitySource) -> tuple[_Build, gpd.GeoDataFrame, gpd.GeoDataFrame]:
    build = _Build(source, WGS84)
    wanted = None if source.crs is None else parse_crs(source.crs, where="[city] crs")
    if wanted is not None:
        check_metric(wanted, where="[city] crs")
    layer = build.layer("roads")
    assert layer.path is not None
    vertices: list[np.ndarray] | None = None
    if is_osm_file(layer.path):
        ways, vertices = read_osm_ways(layer.path)
    else:
        ways = _read_lines(replace(build, crs=wanted or WGS84), layer, build.notes)
    walkable = is_walkable(ways) if "highway" in ways else np.ones(len(ways), bool)
    if not walkable.any():
        raise InputError(f"{layer.path}: none of its {len(ways)} roads is open to walkers; check the highway column")
    if not walkable.all():
        build.notes.append(f"{layer.path.name}: {(~walkable).sum():,} of {len(ways):,} roads are closed to walkers")
    ways = ways[walkable].reset_index(drop=True)
    lon, lat = _middle_lonlat(ways)
    build.crs = wanted or local_utm(lon, lat)
    check_area_of_use(lon, lat, build.crs, where="[city] crs")
    if vertices is not None:
        vertices = [ids for ids, keep in zip(vertices, walkable, strict=True) if keep]
    ways = ways.to_crs(build.crs)
    roads = split_lines(ways, vertices, join_crossings=_join_crossings(build, layer, ways, vertices is None))
    least_m = float(layer.options.get("min_component_m", MIN_COMPONENT_M))
    build.notes += describe_pieces(build_network(roads), min_component_m=least_m)
    return build, roads, _find_extent(build, roads)


def _join_crossings(build: _Build, layer: LayerSource, ways: gpd.GeoDataFrame, by_place: bool) -> bool:
    """Decide whether lines that cross without a vertex meet; say how many do not."""
    word = layer.options.get("crossings", "apart")
    if word not in ("apart", "join"):
        raise InputError(f'[roads] crossings = "{word}": expected "apart" or "join"')
    if by_place and word == "apart":
        lines = np.asarray(ways.geometry.values)
        pairs = len(find_crossings(lines, shapely.STRtree(lines))[0])
        if pairs:
            build.notes.append(
                f"roads: {pairs:,} pairs of lines cross without a shared vertex and do not meet there: bridges, or a "
                'layer that was never split at its junctions (then set crossings = "join" in [roads])'
            )
    return bool(word == "join")


def _read_lines(build: _Build, layer: LayerSource, notes: list[str]) -> gpd.GeoDataFrame:
    read = read_layer(layer, crs=build.crs, problems=build.problems)
    notes += read.notes
    assert layer.path is not None
    lines = read.frame.explode(ignore_index=True)
    other = lines.geometry.notna() & (lines.geom_type != "LineString")
    build.problems.add(
        "road that is no line",
        [f"{layer.path.name}: a {kind}; expected lines" for kind in lines.geom_type[other].unique()],
        error=InvalidGeometryError,
    )
    build.problems.raise_if_any()
    return lines


def _middle_lonlat(frame: gpd.GeoDataFrame) -> tuple[float, float]:
    west, south, east, north = frame.total_bounds
    transformer = pyproj.Transformer.from_crs(frame.crs, WGS84, always_xy=True)
    lon, lat = transformer.transform((west + east) / 2, (south + north) / 2)
    return float(lon), float(lat)


def _find_extent(build: _Build, roads: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Find the area that the data cover: as stated, else the box of the extract, else the hull of the roads."""
    stated = _read_area(build.source.extent, build.crs)
    path = build.layer("roads").path
    if stated is not None:
        return gpd.GeoDataFrame({"source": ["stated"]}, geometry=[stated], crs=build.crs)
    box = read_osm_extent(path) if path is not None and is_osm_file(path) else None
    if box is not None:
        shape = gpd.GeoSeries([shapely.segmentize(box, 0.01)], crs=WGS84).to_crs(build.crs)
        return gpd.GeoDataFrame({"source": ["box of the extract"]}, geometry=shape)
    hull = shapely.convex_hull(shapely.multilinestrings(roads.geometry.to_numpy()))
    return gpd.GeoDataFrame({"source": ["convex hull of the roads"]}, geometry=[hull], crs=build.crs)


def _read_area(path: Path | None, crs: pyproj.CRS) -> shapely.Geometry | None:
    if path is None:
        return None
    frame, _ = read_table(path)
    if not isinstance(frame, gpd.GeoDataFrame) or frame.crs is None:
        raise InputError(f"{path}: expected polygons with a CRS")
    area = shapely.make_valid(shapely.union_all(frame.to_crs(crs).geometry.values))
    if shapely.get_dimensions(area) != 2:
        raise InvalidGeometryError(f"{path}: expected polygons, found {area.geom_type}")
    return area


def _build_homes(build: _Build) -> gpd.GeoDataFrame:
    source = build.layer("homes")
    homes = _read_buildings(build, source) if "from" in source.options else _read_homes(build, source)
    rate = source.options.get("residents_per_household")
    if rate and "households" not in homes:
        homes["households"] = homes["residents"] / float(rate)
        build.assumptions.append(f"Households are residents divided by {rate:g}.")
    return homes


def _read_homes(build: _Build, source: LayerSource) -> gpd.GeoDataFrame:
    read = read_layer(source, crs=build.crs, problems=build.problems)
    build.notes += read.notes
    homes = read.frame
    homes["geometry"] = _to_points(homes.geometry)
    if "home_id" not in homes:
        width = len(str(len(homes)))
        homes.insert(0, "home_id", [f"{number:0{width}d}" for number in range(1, len(homes) + 1)])
        build.notes.append("homes: no id column; numbered in the order of the file")
    return homes


def _to_points(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Stand lines and polygons at a point inside them; points and what is missing stay."""
    other = shapes.notna() & (shapes.geom_type != "Point")
    return shapes.where(~other, shapes[other].representative_point())


def _read_buildings(build: _Build, source: LayerSource) -> gpd.GeoDataFrame:
    buildings = read_osm_buildings(_osm_path(build, source, "osm-buildings")).to_crs(build.crs)
    levels = float(source.options.get("default_levels", DEFAULT_LEVELS))
    each_m2 = float(source.options.get("m2_per_resident", M2_PER_RESIDENT))
    floor_m2 = buildings.area * buildings["levels"].fillna(levels)
    homes = gpd.GeoDataFrame(
        {"home_id": buildings["home_id"], "residents": floor_m2 / each_m2},
        geometry=buildings.representative_point(),
    )
    guessed, untagged = 1 - buildings["is_stated"].mean(), buildings["levels"].isna().mean()
    build.assumptions.append(
        f"Residents are not counted but spread over buildings by floor area, {each_m2:g} m2 each; storeys are assumed "
        f"to be {levels:g} where OpenStreetMap has none ({untagged:.0%} of the buildings), and "
        f"buildings of unstated use ({guessed:.0%}) to be lived in."
    )
    return homes


def _keep_inside(homes: gpd.GeoDataFrame, boundary: shapely.Geometry | None, build: _Build) -> gpd.GeoDataFrame:
    """Keep the homes inside the city's boundary, then scale them to the stated total."""
    if boundary is not None:
        shapely.prepare(boundary)
        inside = shapely.intersects(boundary, homes.geometry.values)
        if not inside.any():
            raise InputError("[city] boundary: no home lies inside it; check its CRS, and that it is of this city")
        if not inside.all():
            build.notes.append(
                f"homes: {(~inside).sum():,} of {len(homes):,} lie outside the boundary and are left out"
            )
        homes = homes[inside].reset_index(drop=True)
    total = build.layer("homes").options.get("residents_total")
    if total:
        counts = [name for name in homes if name == "households" or name.startswith("residents")]
        homes[counts] *= float(total) / homes["residents"].sum()
        build.assumptions.append(f"Residents are scaled to {total:,.0f} in all.")
    return homes


def _osm_path(build: _Build, source: LayerSource, word: str) -> Path:
    path = build.layer("roads").path
    if source.options["from"] != word:
        raise InputError(f'[{source.table}] from = "{source.options["from"]}": expected "{word}"')
    if path is None or not is_osm_file(path):
        raise InputError(
            f'[{source.table}] from = "{word}" needs [roads] to be an OpenStreetMap file (.osm.pbf or .osm)'
        )
    return path


def _build_facilities(build: _Build) -> gpd.GeoDataFrame:
    parts = [_read_facilities(build, source) for source in build.source.layers["facilities"]]
    facilities = pd.concat(parts, ignore_index=True)
    again = facilities["facility_id"][facilities["facility_id"].duplicated()]
    if len(parts) > 1:
        build.problems.add(
            "duplicate identifier", [f"facilities: {i} stands in several tables" for i in again.unique()]
        )
    bad = [c for c in facilities["category"].unique() if c.lower() == "all" or re.search(r"[\x00-\x1f]", c)]
    build.problems.add("category name", [f"facilities: category {c!r} cannot be used; rename it" for c in bad])
    folded = facilities["category"].drop_duplicates().groupby(facilities["category"].str.casefold()).agg(list)
    build.problems.add(
        "category name", [f"facilities: {', '.join(c)} differ only by case" for c in folded if len(c) > 1]
    )
    if "name" not in facilities:
        facilities["name"] = ""
    return facilities


def _read_facilities(build: _Build, source: LayerSource) -> gpd.GeoDataFrame:
    if "from" in source.options:
        tags = source.options.get("tags")
        if not tags:
            raise InputError('[facilities] from = "osm" needs tags = { "amenity=clinic" = "clinic", ... }')
        return read_osm_facilities(_osm_path(build, source, "osm"), tags).to_crs(build.crs)
    read = read_layer(source, crs=build.crs, problems=build.problems)
    build.notes += read.notes
    frame, wanted = read.frame, source.options.get("categories")
    frame["geometry"] = _to_points(frame.geometry)
    if wanted and "category" in frame:
        used = frame["category"].isin(list(wanted))
        assert source.path is not None
        if not used.any():
            raise InputError(f"{source.path.name}: none of its categories is named in [facilities] categories")
        build.notes.append(f"{source.path.name}: {used.sum():,} of {len(frame):,} places have a category that is used")
        frame = frame[used].assign(category=lambda kept: kept["category"].map(wanted)).reset_index(drop=True)
    return frame


def _build_units(build: _Build, boundary: shapely.Geometry | None, homes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    source = build.layer("grid_units")
    if "generate" in source.options:
        edge_m = _hexagon_edge(source.options["generate"])
        points = homes.geometry[homes.geometry.notna() & ~homes.geometry.is_empty]
        area = boundary or shapely.buffer(shapely.convex_hull(shapely.multipoints(points.to_numpy())), edge_m)
        build.assumptions.append(f"Grid units are generated hexagons with an edge of {edge_m:g} m, not the city's own.")
        return generate_hexagons(area, edge_m=edge_m, crs=build.crs)
    read = read_layer(source, crs=build.crs, problems=build.problems)
    build.notes += read.notes
    units = read.frame
    assert source.path is not None
    if "unit_code" in units:
        check_units(units, file=source.path.name, problems=build.problems)
    for name in ("name", "community"):
        if name not in units:
            units[name] = ""
    return units


def _hexagon_edge(text: str) -> float:
    kind, _, edge = text.partition(":")
    try:
        edge_m = float(edge)
    except ValueError:
        edge_m = np.nan
    if kind != "hexagon" or not edge_m > 0:
        raise InputError(f'[grid_units] generate = "{text}": expected "hexagon:250", the edge in metres')
    return edge_m


def _check_places(
    build: _Build, table: str, frame: gpd.GeoDataFrame, extent: shapely.Geometry, tree: shapely.STRtree
) -> None:
    placed = frame.geometry[frame.geometry.notna() & ~frame.geometry.is_empty & np.isfinite(frame.bounds).all(axis=1)]
    for source in build.source.layers[table]:
        if source.path is None or not len(placed):
            continue
        check_axes(placed, extent, file=source.path.name)
        datum = source.datum or source.options.get("city_datum")
        if datum and (placed.geom_type == "Point").all():
            build.notes += compare_datums(placed, tree, datum=datum, file=source.path.name)


def _build_tables(
    build: _Build,
) -> tuple[pd.DataFrame | None, pd.DataFrame | None, gpd.GeoDataFrame | None]:
    divisions, workers = (_read_plain(build, name) for name in ("divisions", "workers"))
    gates = None
    if "gates" in build.source.layers:
        read = read_layer(build.layer("gates"), crs=build.crs, problems=build.problems)
        build.notes += read.notes
        gates = read.frame
    if divisions is not None and {"code", "level", "parent"} <= set(divisions):
        path = build.layer("divisions").path
        check_divisions(divisions, file=path.name if path else "divisions", problems=build.problems)
    return divisions, workers, gates


def _read_plain(build: _Build, name: str) -> pd.DataFrame | None:
    if name not in build.source.layers:
        return None
    source = build.layer(name)
    assert source.path is not None
    raw, notes = read_table(source.path, layer=source.layer, encoding=source.encoding)
    build.notes += notes
    table = check_columns(raw, name, source.columns, file=source.path.name, problems=build.problems)
    return pd.DataFrame(table.drop(columns="geometry", errors="ignore"))


def _check_references(
    build: _Build,
    units: gpd.GeoDataFrame,
    homes: gpd.GeoDataFrame,
    facilities: gpd.GeoDataFrame,
    gates: gpd.GeoDataFrame | None,
    workers: pd.DataFrame | None,
    divisions: pd.DataFrame | None,
) -> None:
    if "unit_code" not in units:
        return
    codes, check = units["unit_code"], partial(_check_reference, build)
    if workers is not None:
        check("workers", workers, "unit_code", "worker_id", codes, "grid unit")
    if "grid_unit" in homes:
        check("homes", homes, "grid_unit", "home_id", codes, "grid unit")
    if divisions is not None and "code" in divisions:
        check("grid_units", units, "community", "unit_code", divisions["code"], "division")
    if gates is not None:
        places = pd.concat([facilities["facility_id"], homes["home_id"]])
        check("gates", gates, "place", "gate_id", places, "facility or home")


def _check_reference(
    build: _Build, table: str, frame: pd.DataFrame, column: str, key: str, valid: "pd.Series[str]", what: str
) -> None:
    if column not in frame or key not in frame:
        return
    path = build.layer(table).path
    lost = np.flatnonzero((~frame[column].isin(valid) & (frame[column] != "")).to_numpy())
    build.problems.add(
        f"reference to nothing in {table}",
        [
            f"{path.name if path else table}, row {row + 1}: {frame[key].iloc[row]} refers to {what} "
            f'"{frame[column].iloc[row]}", which does not exist'
            for row in lost
        ],
    )


def _list_sources(source: CitySource) -> dict[str, Any]:
    return {
        name: [layer.path.name if layer.path else dict(layer.options) for layer in layers]
        for name, layers in source.layers.items()
    }


def _name_categories(source: CitySource, facilities: gpd.GeoDataFrame) -> dict[str, Any]:
    """Categories in the source file's order, then the rest as they come."""
    found = list(dict.fromkeys(facilities["category"]))
    named = [name for name in source.categories if name in found]
    order = named + [name for name in found if name not in named]
    return {name: source.categories.get(name, {"zh": name, "en": name}) for name in order}
