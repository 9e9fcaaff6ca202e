"""Where a facility could be built: places that an office lists, or crossings spread over the homes that lack one."""

from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Float64, Int64, Shapes, group_starts
from geo.city.model import City
from geo.crs.checks import check_axes
from geo.crs.projection import project_coordinates, to_lonlat
from geo.crs.uncertain import Uncertain
from geo.errors import InputError
from geo.files.column_schemas import POSITION, Column, Schema
from geo.files.layers import LayerSource, read_layer
from geo.files.read_limits import ReadLimits
from geo.problems import Problems
from geo.walking.network import WalkNetwork

#: Smallest cell that nodes are spread by [m], and how often it is halved or doubled to find one that fits.
_LEAST_CELL_M: Final = 5.0
_HALVINGS: Final = 40
#: What a file may say of the land of a candidate.
LAND_COLUMNS: Final = ("land_use", "owner", "cost")
_SCHEMA: Final = Schema(
    {
        "id": Column("id", aliases=("site_id", "facility_id", "编号"), bundle="site_id"),
        "name": Column("text", aliases=("名称",)),
        "land_use": Column("text", aliases=("landuse", "用地", "用地性质", "用地类型", "规划用地性质", "土地用途")),
        "owner": Column("text", aliases=("权属", "产权", "权属单位", "产权单位", "产权人", "权利人", "业主")),
        "cost": Column("number", aliases=("费用", "造价", "投资", "成本", "建设费用", "估算投资", "估算造价")),
        **POSITION,
    },
    key="id",
)


def read_candidates(
    path: Path,
    city: City,
    *,
    datum: str | None = None,
    uncertain: Uncertain = "refuse",
    layer: str | None = None,
    limits: ReadLimits | None = None,
) -> gpd.GeoDataFrame:
    r"""Read the places where a facility could be built.

    Parameters
    ----------
    path
        Any point layer or table that a city's layers may come from: ``lon, lat`` or ``x, y`` or a geometry, maybe
        ``id, name, land_use, owner, cost``. Lines stand for a point on them, areas are parcels.
    city
        The city.
    datum
        Datum or CRS of the coordinates; the city's own where lon and lat say nothing.
    uncertain
        ``"accept"`` reads a CRS that is brought into the city's with an error of more than 10 m.
    layer
        Layer or sheet, where the file has several.
    limits
        The most that reading it may take: of a file that a stranger has sent; None sets no limits.

    Returns
    -------
    geopandas.GeoDataFrame
        ``site_id, name``, points in the city's CRS; numbered where there is no id. ``land_use, owner`` ("" where
        unknown) and ``cost`` (NaN) where the file has them; ``parcel`` where it has areas: the area, None of points.

    Raises
    ------
    InputError
        If the file cannot be read, holds no rows, or with everything that is wrong in its rows.

    Examples
    --------
    >>> import tempfile
    >>> from geo.city.sample import build_sample
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "places.csv"
    ...     _ = path.write_text("id,x,y\na,500900,3800600\n")
    ...     read_candidates(path, build_sample(), datum="EPSG:32650").site_id.tolist()
    ['a']
    """
    problems = Problems()
    source = LayerSource(
        table="sites",
        path=path,
        layer=layer,
        datum=datum,
        default_datum=city.datum,
        accepts_uncertain=uncertain == "accept",
        limits=limits,
    )
    frame = read_layer(source, _SCHEMA, crs=city.crs, problems=problems).frame
    problems.raise_if_any()
    check_axes(frame.geometry, city.extent.geometry.iloc[0], file=path.name)
    frame = frame.reset_index(drop=True)  # the rows of the file are of no use any more
    points = frame.geometry.where(frame.geom_type == "Point", frame.representative_point())
    ids = frame["site_id"] if "site_id" in frame else _number(len(frame))
    table = {"site_id": ids, "name": frame.get("name", "")}
    table |= {name: frame[name] for name in LAND_COLUMNS if name in frame}
    is_area = frame.geom_type.isin(["Polygon", "MultiPolygon"]).to_numpy()
    if is_area.any():
        parcels = np.asarray(frame.geometry.values, object).copy()
        parcels[~is_area] = None
        table["parcel"] = parcels
    return gpd.GeoDataFrame(table, geometry=points, crs=city.crs)


def spread_candidates(
    city: City, network: WalkNetwork, homes: Shapes, people: Float64, *, max_candidates: int
) -> gpd.GeoDataFrame:
    """Spread candidates over homes: crossings and ends of roads, in every cell the one nearest to most people.

    Parameters
    ----------
    city, network
        The city, and the network of the profile that walks.
    homes
        Points that lack a facility, shape (n,).
    people
        How many live there, shape (n,).
    max_candidates
        How many candidates at most. Cells are made as small as that allows.

    Returns
    -------
    geopandas.GeoDataFrame
        ``site_id, name`` (empty), points in the city's CRS; the same city gives the same ones. Empty without homes.

    Raises
    ------
    InputError
        If `max_candidates` is not above 0.

    Examples
    --------
    >>> from geo.walking.network import build_network
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> homes, people, network = city.homes.geometry.to_numpy()[3:4], np.array([40.0]), build_network(city.roads)
    >>> spread_candidates(city, network, homes, people, max_candidates=9).site_id.tolist()
    ['n1']
    """
    if max_candidates < 1:
        raise InputError(f"max candidates = {max_candidates}: expected at least 1 candidate")
    usable = network.list_usable(city.min_component_m)[0]
    usable = usable[~network.private[usable]]  # nobody builds for all where only some may go
    nodes = np.unique(np.concatenate([network.u[usable], network.v[usable]]))
    xy: Float64 = np.empty((0, 2))
    near_people: Float64 = np.empty(0)
    if len(nodes) and len(homes):
        near = shapely.STRtree(shapely.points(network.node_xy[nodes])).query_nearest(homes, all_matches=False)[1]
        near_people = np.bincount(near, weights=people, minlength=len(nodes)).astype(float)
        xy = network.node_xy[nodes[near_people > 0]]
        near_people = near_people[near_people > 0]
    chosen = xy[_spread(xy, near_people, max_candidates)]
    return gpd.GeoDataFrame(
        {"site_id": _number(len(chosen)), "name": ""}, geometry=shapely.points(chosen), crs=city.crs
    )


def _spread(xy: Float64, people: Float64, count: int) -> Int64:
    """Choose the place with most people of every cell; cells are as small as `count` places allow."""
    if len(xy) <= count:
        return np.arange(len(xy))
    low, high = _LEAST_CELL_M, float(np.ptp(xy, axis=0).max()) * 2 + _LEAST_CELL_M
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if len(_best_of_cells(xy, people, middle)) <= count else (middle, high)
    return np.sort(_best_of_cells(xy, people, high))


def _best_of_cells(xy: Float64, people: Float64, cell_m: float) -> Int64:
    cell = np.floor((xy - xy.min(axis=0)) / cell_m).astype(np.int64)
    key = cell[:, 0] * (cell[:, 1].max() + 1) + cell[:, 1]
    order = np.lexsort((-people, key))
    return order[group_starts(key[order])]


def _number(count: int) -> list[str]:
    width = len(str(count))
    return [f"n{number:0{width}d}" for number in range(1, count + 1)]


def settle_candidates(candidates: gpd.GeoDataFrame, city: City) -> tuple[gpd.GeoDataFrame, Float64, Float64]:
    """Move candidates to where a table of longitudes and latitudes can say that they stand, by 1 cm at most.

    What is promised then holds exactly when the table is read back.

    Parameters
    ----------
    candidates
        With points in the city's CRS; not changed.
    city
        The city.

    Returns
    -------
    tuple
        The candidates moved, their longitudes and their latitudes [degrees, WGS-84], shape (n,); all empty for none.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> moved, lon, lat = settle_candidates(city.homes, city)
    >>> bool(moved.distance(city.homes).max() < 0.01), len(lon)
    (True, 5)
    """
    lon, lat = to_lonlat(shapely.get_coordinates(candidates.geometry.to_numpy()), city.crs)
    x, y = project_coordinates(lon, lat, datum="wgs84", crs=city.crs)
    return (
        candidates.set_geometry(gpd.GeoSeries(gpd.points_from_xy(x, y), index=candidates.index, crs=city.crs)),
        lon,
        lat,
    )


def name_sites(candidates: pd.Series, taken: pd.Series) -> list[str]:
    """Give sites ids that no facility has.

    Parameters
    ----------
    candidates
        Their ids, each once.
    taken
        Ids of the city's facilities.

    Returns
    -------
    list of str
        ``new-<id>``, with as many more dashes as it takes; empty for no candidates.

    Examples
    --------
    >>> name_sites(pd.Series(["a"]), pd.Series(["new-a"]))
    ['new--a']
    """
    known, dash = set(taken), "-"
    while known & {f"new{dash}{site}" for site in candidates}:
        dash += "-"
    return [f"new{dash}{site}" for site in candidates]
