"""What a build gathers on its way, and what all its steps share."""

from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pyproj
import shapely

from geo.city.source import CitySource
from geo.city.source_tables import FileTable
from geo.errors import InputError, InvalidGeometryError
from geo.files.layers import LayerSource
from geo.files.osm_file import is_osm_file
from geo.files.tables import read_table
from geo.problems import Problems
from geo.texts.notes import Note


@dataclass
class Build:
    """What a build gathers on its way."""

    source: CitySource
    crs: pyproj.CRS
    problems: Problems = field(default_factory=Problems)
    notes: list[Note] = field(default_factory=list)
    assumptions: list[Note] = field(default_factory=list)
    #: Hull of the roads in their file's coordinates, and the CRS that these are said to be in; None of OpenStreetMap.
    roads_hull: tuple[shapely.Geometry, pyproj.CRS] | None = None
    #: Whether a layer would fit the roads if these were in another CRS.
    doubts_roads: bool = False
    #: Facilities that are left out, for their category is not used: identifier -> category.
    unused_places: dict[str, str] = field(default_factory=dict)
    #: What is wrong with tables as a whole.
    faults: list[InputError] = field(default_factory=list)

    def layer(self, name: str) -> LayerSource:
        """Return the source of a layer, the first where it has several."""
        return self.source.layers[name][0]


def read_area(path: Path | None, crs: pyproj.CRS) -> shapely.Geometry | None:
    """Read the area that all polygons of a file cover together.

    Parameters
    ----------
    path
        A polygon layer with a CRS, or None.
    crs
        Where to.

    Returns
    -------
    shapely.Geometry or None
        Polygon or MultiPolygon, mended where it was broken; None for None.

    Raises
    ------
    InputError
        If the file holds no polygons or has no CRS.
    """
    if path is None:
        return None
    frame, _ = read_table(path)
    if not isinstance(frame, gpd.GeoDataFrame) or frame.crs is None:
        raise InputError(f"{path}: expected polygons with a CRS")
    area = shapely.make_valid(shapely.union_all(frame.to_crs(crs).geometry.values))
    if shapely.get_dimensions(area) != 2:
        raise InvalidGeometryError(f"{path}: expected polygons, found {area.geom_type}")
    return area


def find_osm_file(build: Build, table: FileTable, *, source: str) -> Path:
    """Return the OSM file that a layer is read from, which is that of the roads.

    Parameters
    ----------
    build
        The build.
    table
        The layer's table of the source file.
    source
        What its ``from`` says.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    InputError
        If the roads come from another kind of file.
    """
    path = build.layer("roads").path
    if path is None or not is_osm_file(path):
        raise InputError(
            f'[{table.table}] from = "{source}" needs [roads] to be an OpenStreetMap file (.osm.pbf, .osm, .osm.gz or '
            ".osm.bz2)"
        )
    return path
