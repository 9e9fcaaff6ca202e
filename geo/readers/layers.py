"""From a source's layer to a checked table with geometry in the city's CRS."""

from dataclasses import dataclass
from typing import Final, cast

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
import shapely

from geo.crs import parse_crs, project_coordinates, project_frame, suggest_crs
from geo.datum import DATUMS, from_wgs84, to_wgs84
from geo.errors import CrsError, InvalidGeometryError
from geo.problems import Problems
from geo.readers.tables import find_twin_coordinates, read_table
from geo.schema import POSITION_COLUMNS, check_columns
from geo.source import LayerSource

#: Points tested for swapped axes and false datums.
_SAMPLE: Final = 2000


@dataclass(frozen=True)
class Layer:
    """A layer as read: its table, and notes on what was decided while reading."""

    frame: gpd.GeoDataFrame
    notes: list[str]


def read_layer(source: LayerSource, *, crs: pyproj.CRS, problems: Problems) -> Layer:
    r"""Read a layer with geometry.

    Parameters
    ----------
    source
        The layer's source, with a path.
    crs
        The city's CRS.
    problems
        Where faults of rows go.

    Returns
    -------
    Layer
        Columns by the layer's schema, geometry in `crs`.

    Raises
    ------
    InputError
        If the file as a whole cannot be used: not readable, no CRS or datum, no position.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "homes.csv"
    ...     _ = path.write_text("id,lon,lat,population\na,113.6655,34.7525,3\n")
    ...     source = LayerSource("homes", path, datum="wgs84")
    ...     read_layer(source, crs=pyproj.CRS.from_epsg(4547), problems=Problems()).frame.residents.tolist()
    [3.0]
    """
    assert source.path is not None
    file = source.path.name
    raw, notes = read_table(source.path, layer=source.layer, encoding=source.encoding)
    notes += find_twin_coordinates(raw, file=file)
    checked = check_columns(raw, source.table, source.columns, file=file, problems=problems)
    if isinstance(raw, gpd.GeoDataFrame):
        frame = _place_geometry(
            gpd.GeoDataFrame(checked, geometry="geometry", crs=raw.crs), source, crs, file, problems
        )
    else:
        frame = _place_points(checked, source, crs, file, problems)
    frame = frame.drop(columns=list(POSITION_COLUMNS), errors="ignore")
    return Layer(frame, notes)


def _place_points(
    table: pd.DataFrame, source: LayerSource, crs: pyproj.CRS, file: str, problems: Problems
) -> gpd.GeoDataFrame:
    if {"lon", "lat"} <= set(table):
        names = ("lon", "lat")
    elif {"x", "y"} <= set(table):
        names = ("x", "y")
    else:
        raise CrsError(
            f"{file}: no geometry and no coordinate columns; expected lon and lat, or x and y. "
            'Name them: columns = { lon = "...", lat = "..." }'
        )
    x, y = (table[name].to_numpy(float) for name in names)
    datum = source.datum or (source.options.get("city_datum") if names == ("lon", "lat") else None)
    if datum is None:
        raise CrsError(describe_missing_datum(names, x, y, file))
    check_range(x, y, is_degrees(datum, file), datum, file)
    placed = gpd.points_from_xy(*project_coordinates(x, y, datum=datum, crs=crs))
    frame = gpd.GeoDataFrame(table, geometry=placed, crs=crs)
    lost = np.isfinite(x) & np.isfinite(y) & ~np.isfinite(shapely.get_x(frame.geometry.values))
    _report_lost(lost, datum, file, problems)
    return frame


def describe_missing_datum(names: tuple[str, str], x: np.ndarray, y: np.ndarray, file: str) -> str:
    """Say that coordinates have no datum or CRS, and what they are likely to be.

    Parameters
    ----------
    names
        ``("lon", "lat")`` or ``("x", "y")``.
    x, y
        The coordinates, shape (n,); only typical ones are told.
    file
        Name of the file.

    Returns
    -------
    str
        A message with the choices.

    Examples
    --------
    >>> describe_missing_datum(("lon", "lat"), np.array([113.7]), np.array([34.7]), "a.csv")[:46]
    'a.csv: which datum are lon and lat in? Add dat'
    """
    if names == ("lon", "lat"):
        return (
            f"{file}: which datum are lon and lat in? Add datum = one of {', '.join(DATUMS)} (Amap and Tencent: "
            "gcj02; Baidu: bd09; GPS: wgs84; surveyed: cgcs2000). A wrong one moves every point by 300 to 1,300 m"
        )
    known = np.isfinite(x) & np.isfinite(y)
    hint = suggest_crs(float(np.median(x[known])), float(np.median(y[known]))) if known.any() else "no numbers"
    return f'{file}: x and y without a CRS; {hint}. Name it as datum = "EPSG:..."'


def is_degrees(datum: str, file: str) -> bool:
    """Tell whether a datum or CRS measures in degrees.

    Parameters
    ----------
    datum
        One of :data:`geo.datum.DATUMS`, or a CRS such as ``"EPSG:4526"``.
    file
        Name of the file, for the message.

    Returns
    -------
    bool
        True for every datum, and for geographic CRS.

    Raises
    ------
    CrsError
        If it is neither a datum nor a CRS.

    Examples
    --------
    >>> is_degrees("gcj02", "a.csv"), is_degrees("EPSG:4526", "a.csv")
    (True, False)
    """
    if datum in DATUMS:
        return True
    choices = f"datum: expected one of {', '.join(DATUMS)}, or a CRS"
    return bool(parse_crs(datum, where=f"{file}, {choices}").is_geographic)


def check_range(x: np.ndarray, y: np.ndarray, degrees: bool, name: str, file: str) -> None:
    """Refuse degrees called metres, metres called degrees, latitude called longitude.

    Parameters
    ----------
    x, y
        Coordinates as the file has them, shape (n,); those that are not finite do not count.
    degrees
        Whether they are stated to be degrees.
    name, file
        Name of the datum or CRS, and of the file, for the message.

    Raises
    ------
    CrsError
        With a typical coordinate and what it is likely to be.

    Examples
    --------
    >>> check_range(np.array([113.7]), np.array([34.7]), True, "wgs84", "a.csv")
    """
    x, y = x[np.isfinite(x)], y[np.isfinite(y)]
    if not len(x) or not len(y):
        return
    fits_degrees = np.abs(x).max() <= 180 and np.abs(y).max() <= 90
    typical = f"{np.median(x):g}, {np.median(y):g}"
    if degrees and not fits_degrees:
        if np.abs(y).max() <= 180 and np.abs(x).max() <= 90:
            raise CrsError(
                f"{file}: longitude and latitude are swapped: values like {typical} put latitude first; "
                "expected longitude (x) before latitude (y). Exchange the two columns"
            )
        hint = suggest_crs(float(np.median(x)), float(np.median(y)))
        raise CrsError(f"{file}: coordinates like {typical} are not degrees, as {name} would have them; {hint}")
    if not degrees and fits_degrees:
        raise CrsError(
            f"{file}: coordinates like {typical} are degrees, but {name} measures in metres: the CRS is wrong; "
            f"name the datum as one of {', '.join(DATUMS)}"
        )


def _place_geometry(
    frame: gpd.GeoDataFrame, source: LayerSource, crs: pyproj.CRS, file: str, problems: Problems
) -> gpd.GeoDataFrame:
    bad = frame.geometry.isna() | frame.geometry.is_empty
    problems.add(
        "empty geometry",
        [f"{file}, row {row + 1}: no geometry" for row in np.flatnonzero(bad.to_numpy())],
        error=InvalidGeometryError,
    )
    frame = frame.set_geometry(shapely.force_2d(frame.geometry.values), crs=frame.crs)
    bounds = shapely.bounds(frame.geometry.values[~bad.to_numpy()])
    x, y = bounds[:, [0, 2]].mean(axis=1), bounds[:, [1, 3]].mean(axis=1)
    datum = source.datum
    if datum is None and frame.crs is None:
        hint = suggest_crs(float(np.median(x)), float(np.median(y))) if len(x) else "no coordinates"
        raise CrsError(f'{file}: has no CRS (is the .prj missing?); {hint}. Name it as datum = "EPSG:..."')
    if datum is not None:
        check_range(x, y, is_degrees(datum, file), datum, file)
    else:
        check_range(x, y, frame.crs.is_geographic, frame.crs.to_string(), file)
    placed = project_frame(frame, datum=datum, crs=crs)
    lost = ~bad.to_numpy() & ~np.isfinite(placed.geometry.bounds.to_numpy()).all(axis=1)
    _report_lost(lost, datum or frame.crs.to_string(), file, problems)
    return placed


def _report_lost(lost: np.ndarray, datum: str, file: str, problems: Problems) -> None:
    problems.add(
        "no place in the city's CRS",
        [f"{file}, row {row + 1}: its coordinates in {datum} cannot be projected" for row in np.flatnonzero(lost)],
        error=CrsError,
    )


def check_axes(points: gpd.GeoSeries, extent: shapely.Polygon, *, file: str) -> None:
    """Raise if points fit the city only with their axes swapped, or not at all.

    Parameters
    ----------
    points
        Points or other geometry in the city's CRS.
    extent
        The area the roads cover, same CRS.
    file
        Name of the file, for the message.

    Raises
    ------
    CrsError
        If fewer than half of a sample lie within the extent.

    Examples
    --------
    >>> inside = gpd.GeoSeries([shapely.Point(500000, 3800000)], crs="EPSG:4547")
    >>> check_axes(inside, shapely.box(499000, 3799000, 501000, 3801000), file="homes.csv")
    """
    sample = points.iloc[:: max(1, len(points) // _SAMPLE)].representative_point()
    x, y = sample.x.to_numpy(), sample.y.to_numpy()
    if _share_inside(extent, x, y) >= 0.5:
        return
    crs = cast("pyproj.CRS", points.crs)
    if _share_inside(extent, y, x) >= 0.5:
        raise CrsError(
            f"{file}: x and y are swapped (surveyors write x for north): its places fit the roads only with the two "
            "exchanged; exchange the columns"
        )
    lon, lat = pyproj.Transformer.from_crs(crs, 4326, always_xy=True).transform(x, y)
    if _share_inside(extent, *project_coordinates(lat, lon, datum="wgs84", crs=crs)) >= 0.5:
        raise CrsError(
            f"{file}: longitude and latitude are swapped: its places fit the roads only with the two exchanged; "
            "exchange the columns"
        )
    raise CrsError(
        f"{file}: most of its places lie outside the area of the roads: they are near "
        f"{np.median(lon):.4f}, {np.median(lat):.4f}, the roads near {_middle(extent, crs)}; "
        "check the CRS or datum, and that both files are of one city"
    )


def _share_inside(area: shapely.Polygon, x: np.ndarray, y: np.ndarray) -> float:
    return float(np.mean(shapely.contains_xy(area, x, y)))


def _middle(extent: shapely.Polygon, crs: pyproj.CRS) -> str:
    lon, lat = pyproj.Transformer.from_crs(crs, 4326, always_xy=True).transform(extent.centroid.x, extent.centroid.y)
    return f"{lon:.4f}, {lat:.4f}"


def compare_datums(points: gpd.GeoSeries, roads: shapely.STRtree, *, datum: str, file: str) -> list[str]:
    """Test whether another datum puts points nearer to the roads than the one stated.

    Parameters
    ----------
    points
        Points in the city's CRS, read as `datum`.
    roads
        Tree of the roads' lines, same CRS.
    datum
        The stated datum.
    file
        Name of the file, for the message.

    Returns
    -------
    list of str
        A warning where another datum brings the median distance below six tenths and 10 m less; else nothing.

    Examples
    --------
    >>> compare_datums(gpd.GeoSeries([], crs="EPSG:4547"), shapely.STRtree([]), datum="wgs84", file="a.csv")
    []
    """
    if not len(points) or not len(roads) or datum not in DATUMS:
        return []
    sample = points.iloc[:: max(1, len(points) // _SAMPLE)]
    crs = cast("pyproj.CRS", points.crs)
    lon, lat = pyproj.Transformer.from_crs(crs, 4326, always_xy=True).transform(sample.x, sample.y)
    as_given = from_wgs84(lon, lat, datum=datum)
    stated_m = _median_to_roads(lon, lat, crs, roads)
    tried = {
        other: _median_to_roads(*to_wgs84(*as_given, datum=other), crs, roads)
        for other in ("wgs84", "gcj02", "bd09")
        if other != datum
    }
    best = min(tried, key=lambda name: tried[name])
    if tried[best] > 0.6 * stated_m or tried[best] > stated_m - 10.0:
        return []
    return [
        f"{file}: its points fit the roads better as {best} (median {tried[best]:.1f} m to a road) than as {datum} "
        f"({stated_m:.1f} m), as stated; check the datum"
    ]


def _median_to_roads(lon: npt.ArrayLike, lat: npt.ArrayLike, crs: pyproj.CRS, roads: shapely.STRtree) -> float:
    points = shapely.points(*project_coordinates(lon, lat, datum="wgs84", crs=crs))
    _, distance_m = roads.query_nearest(points, all_matches=False, return_distance=True)
    return float(np.median(distance_m))
