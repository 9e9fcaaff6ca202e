"""What was snapped how far and onto what, and what was not and why."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import group_starts
from geo.city.model import City
from geo.city.snap_cache import SnapCache
from geo.city.walks import Walks
from geo.walking.network import WalkNetwork
from geo.walking.snap import Snaps, report_snaps


def list_roads(city: City, network: WalkNetwork) -> gpd.GeoDataFrame:
    """List the roads that the edges of a network are.

    Parameters
    ----------
    city, network
        The city, and the network that somebody walks on.

    Returns
    -------
    geopandas.GeoDataFrame
        Rows of the roads layer, in the order of the edges.

    Examples
    --------
    >>> from geo.walking.network import build_network
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> len(list_roads(city, build_network(city.roads)))
    24
    """
    return city.roads if len(network.u) == len(city.roads) else city.roads[~city.roads["steps"]]


def report_walks(city: City, walks: Walks) -> pd.DataFrame:
    """Report how far and onto what every home, facility and gate was snapped, and what was not and why.

    Parameters
    ----------
    city, walks
        The city and its walks.

    Returns
    -------
    pandas.DataFrame
        See :func:`geo.walking.snap.report_snaps`; facilities (one with gates by the gate that is nearest to a road, for
        it is not snapped itself), homes, gates.

    Examples
    --------
    >>> from geo.city.walks import measure_walks
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> report_walks(city, measure_walks(city)).reason.tolist()[-1]
    'no_road'
    """
    roads = list_roads(city, walks.context.network)
    snaps = walks.context.snaps
    parts = [
        report_snaps("facilities", city.facilities["facility_id"], snap_facilities(city, snaps), roads),
        report_snaps("homes", city.homes["home_id"], snaps.home_snaps, roads),
    ]
    if snaps.gate_snaps is not None and city.gates is not None:
        parts.append(report_snaps("gates", city.gates["gate_id"], snaps.gate_snaps, roads))
    return pd.concat(parts, ignore_index=True)


def snap_facilities(city: City, snaps: SnapCache) -> Snaps:
    """Say where facilities meet the network: those with gates at the gate that is nearest to a road.

    Parameters
    ----------
    city, snaps
        The city, and where its places and gates meet the network.

    Returns
    -------
    Snaps
        One row per facility; a facility none of whose gates snapped has the reason of its first gate.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.snaps import cache_snaps
    >>> city = cache_snaps(build_sample())
    >>> snap_facilities(city, city.snap_cache).access_m.tolist()
    [0.0, 0.0]
    """
    own, gates = snaps.facility_snaps, snaps.gate_snaps
    if gates is None or city.gates is None:
        return own
    place = pd.Index(city.facilities["facility_id"]).get_indexer(city.gates["place"])
    gate = np.flatnonzero(place >= 0)
    # unsnapped gates, which have no leg, come last
    gate = gate[np.lexsort((gate, gates.access_m[gate], place[gate]))]
    gate = gate[group_starts(place[gate])]
    shown = Snaps(own.edge.copy(), own.offset_m.copy(), own.access_m.copy(), own.reason.copy())
    for name, values in vars(shown).items():
        values[place[gate]] = getattr(gates, name)[gate]
    return shown
