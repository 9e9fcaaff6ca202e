"""What was snapped how far and onto what, and what was not and why."""

import geopandas as gpd
import pandas as pd

from geo.city.model import City
from geo.city.walks import Walks
from geo.walking.network import WalkNetwork
from geo.walking.snap import report_snaps


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
        See :func:`geo.walking.snap.report_snaps`; facilities, homes, gates.

    Examples
    --------
    >>> from geo.city.walks import measure_walks
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> report_walks(city, measure_walks(city)).reason.tolist()[-1]
    'no road within 200 m'
    """
    roads = list_roads(city, walks.context.network)
    snaps = walks.context.snaps
    parts = [
        report_snaps("facilities", city.facilities["facility_id"], snaps.facility_snaps, roads),
        report_snaps("homes", city.homes["home_id"], snaps.home_snaps, roads),
    ]
    if snaps.gate_snaps is not None and city.gates is not None:
        parts.append(report_snaps("gates", city.gates["gate_id"], snaps.gate_snaps, roads))
    return pd.concat(parts, ignore_index=True)
