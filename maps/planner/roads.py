"""Roads of the planner's page: the main ones of the whole city, and all of them tile by tile."""

from typing import Final

import geopandas as gpd

from maps.encode import pack_lines

#: Roads that a map of the whole city shows.
_MAIN: Final = ("motorway", "trunk", "primary", "secondary")
#: How far their lines may move [m].
_MAIN_TOLERANCE_M: Final = 10.0
#: Edges of a network that is drawn whole where nobody says which of its roads are main ones.
_ALL_DRAWN: Final = 20_000


def pack_main_roads(roads: gpd.GeoDataFrame) -> str:
    """Pack the main roads of a city.

    Parameters
    ----------
    roads
        The roads layer, with ``highway``.

    Returns
    -------
    str
        As :func:`maps.encode.pack_lines` writes them; empty where there are none.

    Examples
    --------
    >>> pack_main_roads(gpd.GeoDataFrame({"highway": []}, geometry=[], crs="EPSG:32635"))
    ''
    """
    chosen = roads[roads["highway"].isin(_MAIN)] if "highway" in roads else roads[:0]
    if chosen.empty and len(roads) <= _ALL_DRAWN:
        chosen = roads
    return pack_lines(chosen.geometry, tolerance_m=_MAIN_TOLERANCE_M)
