"""The lie of the land: districts, where people live, rivers and railways, as far as they are given."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pyproj
import scipy.interpolate
import shapely

from geo.arrays import Float64, Shapes
from geo.crs.projection import project_coordinates
from geo.files.documents import read_toml
from geo.files.tables import read_table

DATA: Final = Path(__file__).parents[2] / "data"


#: Coordinates are whole centimetres, so that borders drawn twice are drawn alike.
PRECISION_M: Final = 0.01


_STRETCH_M: Final = 150.0


@dataclass(frozen=True, kw_only=True)
class Terrain:
    """What is given; coordinates in metres east and north of the centre, shrunk for a small city.

    Parameters
    ----------
    crs
        CRS in which `origin` lies.
    origin
        The centre [m] in `crs`.
    shrink
        Lengths of the land in the model for one of the real land: the root of the scale.
    district_codes, districts
        The administrative districts and their polygons, a coverage.
    centres
        ``name, at, weight, reach_m``; `at` in the model's metres.
    zones
        ``code, at, area_m2, districts`` of the functional zones.
    rivers, railways
        Name -> line.
    """

    crs: pyproj.CRS
    origin: tuple[float, float]
    shrink: float
    district_codes: tuple[str, ...]
    districts: Shapes
    centres: tuple[Mapping[str, Any], ...]
    zones: tuple[Mapping[str, Any], ...]
    rivers: Mapping[str, shapely.LineString]
    railways: Mapping[str, shapely.LineString]

    @property
    def area(self) -> shapely.Geometry:
        """The whole city, with what its districts leave out inside it."""
        whole = shapely.get_parts(shapely.coverage_union_all(self.districts))
        return shapely.union_all(shapely.polygons(shapely.get_exterior_ring(whole)))


def read_terrain(folder: Path, *, scale: float) -> Terrain:
    """Read ``terrain.toml`` and ``districts.geojson``.

    Parameters
    ----------
    folder
        Where they lie.
    scale
        Area of the model city for one of the real city.

    Returns
    -------
    Terrain
        In the model's metres.

    Examples
    --------
    >>> land = read_terrain(DATA / "zhengzhou", scale=1.0)
    >>> len(land.districts), round(land.area.area / 1e6)
    (12, 7572)
    """
    given = read_toml(folder / "terrain.toml", what="terrain")
    crs = pyproj.CRS.from_user_input(given["crs"])
    shrink = float(np.sqrt(scale))
    origin = _project(given["centre"], crs)

    def place(lonlat: Any) -> Float64:
        return np.asarray((_project(lonlat, crs) - origin) * shrink)

    read, _ = read_table(folder / "districts.geojson")
    assert isinstance(read, gpd.GeoDataFrame)
    shapes = shapely.transform(
        read.geometry.to_numpy(), lambda lonlat: np.round(place(lonlat) / PRECISION_M) * PRECISION_M
    )
    return Terrain(
        crs=crs,
        origin=(float(origin[0]), float(origin[1])),
        shrink=shrink,
        district_codes=tuple(read["code"].astype(str)),
        districts=shapes,
        centres=tuple({**c, "at": place(c["at"]), "reach_m": c["reach_m"] * shrink} for c in given["centres"]),
        zones=tuple({**z, "at": place(z["at"]), "area_m2": z["area_km2"] * 1e6 * scale} for z in given["zones"]),
        rivers={r["name"]: _smooth(place(r["through"]), sway=0.06) for r in given["rivers"]},
        railways={r["name"]: _smooth(place(r["through"]), sway=0.0) for r in given["railways"]},
    )


def _project(lonlat: Any, crs: pyproj.CRS) -> Float64:
    lon, lat = np.asarray(lonlat, float).T
    return np.stack(project_coordinates(lon, lat, datum="wgs84", crs=crs), axis=-1)


def _smooth(points: Float64, *, sway: float) -> shapely.LineString:
    """Lead a curve through points; a river sways to and fro by a share of the way between them."""
    step_m = np.hypot(*np.diff(points, axis=0).T)
    along_m = np.r_[0.0, np.cumsum(step_m)]
    curve = scipy.interpolate.CubicSpline(along_m, points)
    at_m = np.linspace(0, along_m[-1], max(2, int(along_m[-1] / _STRETCH_M)))
    xy, heading = curve(at_m), curve(at_m, 1)
    across = np.column_stack([-heading[:, 1], heading[:, 0]]) / np.hypot(*heading.T)[:, None]
    wave_m = step_m.mean() * 0.35
    xy = xy + across * (sway * wave_m * np.sin(2 * np.pi * at_m / wave_m))[:, None]
    return shapely.LineString(np.round(xy / PRECISION_M) * PRECISION_M)


def measure_density(terrain: Terrain, xy: Float64) -> Float64:
    """Measure how densely people live at places, from the distance to each centre.

    Parameters
    ----------
    terrain
        The land.
    xy
        Places in the model's metres, shape (n, 2).

    Returns
    -------
    ndarray
        0 to about 1, shape (n,).

    Examples
    --------
    >>> land = read_terrain(DATA / "zhengzhou", scale=1.0)
    >>> bool(measure_density(land, np.zeros((1, 2)))[0] > measure_density(land, np.full((1, 2), 2e4))[0])
    True
    """
    away_m = np.stack([np.hypot(*(xy - centre["at"]).T) / centre["reach_m"] for centre in terrain.centres])
    weight = np.array([centre["weight"] for centre in terrain.centres])
    return np.asarray((weight[:, None] * np.exp(-away_m)).max(axis=0))


def round_places(xy: Float64) -> Float64:
    """Round places to the precision of the city [m]."""
    return np.asarray(np.round(xy / PRECISION_M) * PRECISION_M)
