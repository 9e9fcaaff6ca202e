"""The land of candidates: which are wanted by use and owner, what they cost, and where roads enter a parcel."""

from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Float64
from geo.city.model import City
from geo.city.reading.entrances import add_entrances
from geo.city.snaps import snap_places
from geo.errors import InputError
from geo.siting.candidates import settle_candidates
from geo.walking.access_points import AccessPoints, find_access_points
from geo.walking.network import WalkNetwork

#: Columns by which candidates are chosen.
_CHOSEN_BY: Final = ("land_use", "owner")
#: How many values a message names.
_NAMED: Final = 10


def filter_candidates(candidates: gpd.GeoDataFrame, conditions: Sequence[str]) -> gpd.GeoDataFrame:
    """Keep the candidates that meet conditions.

    Parameters
    ----------
    candidates
        As :func:`geo.siting.candidates.read_candidates` reads them; not changed.
    conditions
        ``land_use=...`` or ``owner=...``, to the letter but for spaces around; several of one column are
        alternatives, those of two columns must both hold.

    Returns
    -------
    geopandas.GeoDataFrame
        Those kept, with an index of their own; all of them without conditions.

    Raises
    ------
    InputError
        If a condition has another form, the file has no such column, or no candidate is left.

    Examples
    --------
    >>> table = gpd.GeoDataFrame({"site_id": ["a", "b"], "owner": ["政府", "企业"]}, geometry=[None, None])
    >>> filter_candidates(table, ["owner=政府"]).site_id.tolist()
    ['a']
    >>> filter_candidates(table, ["owner=村"])
    Traceback (most recent call last):
    geo.errors.InputError: no candidate has owner=村; owner is one of: 企业, 政府
    """
    wanted: dict[str, set[str]] = {}
    for condition in conditions:
        column, _, value = (part.strip() for part in condition.partition("="))
        if column not in _CHOSEN_BY or not value:
            raise InputError(f'where "{condition}": expected land_use=... or owner=..., such as owner=政府')
        wanted.setdefault(column, set()).add(value)
    kept = np.ones(len(candidates), bool)
    for column, values in wanted.items():
        if column not in candidates:
            raise InputError(f"the candidates have no column {column} to choose by; name it so in the file")
        texts = candidates[column].astype(str).str.strip()
        found = texts.isin(values).to_numpy()
        if not found.any():
            named = ", ".join(sorted(set(texts) - {""})[:_NAMED])
            raise InputError(f"no candidate has {column}={', '.join(sorted(values))}; {column} is one of: {named}")
        kept &= found
    if not kept.any():
        raise InputError(f"no candidate meets all of: {', '.join(conditions)}; leave one out")
    return candidates[kept].reset_index(drop=True)


def list_costs(candidates: gpd.GeoDataFrame) -> Float64:
    """List what candidates cost.

    Parameters
    ----------
    candidates
        With ``cost``.

    Returns
    -------
    ndarray
        In the unit of the file, shape (n,).

    Raises
    ------
    InputError
        If there is no such column, or a candidate has no cost.

    Examples
    --------
    >>> list_costs(gpd.GeoDataFrame({"site_id": ["a"], "cost": [120.0]}, geometry=[None])).tolist()
    [120.0]
    """
    if "cost" not in candidates:
        raise InputError("max cost needs candidates with a column cost; give a file that has one")
    cost: Float64 = candidates["cost"].to_numpy(float)
    missing = np.flatnonzero(np.isnan(cost))
    if len(missing):
        shown = ", ".join(candidates["site_id"].iloc[missing[:5]])
        raise InputError(
            f"{len(missing):,} of {len(cost):,} candidates have no cost, such as {shown}; fill it in, or leave them out"
        )
    return cost


def find_entrances(candidates: gpd.GeoDataFrame, city: City) -> gpd.GeoDataFrame | None:
    """Find where roads enter parcels, touch them or pass beside them, as for facilities with an area.

    Parameters
    ----------
    candidates
        ``site_id``, points, maybe ``parcel``.
    city
        The city.

    Returns
    -------
    geopandas.GeoDataFrame or None
        ``gate_id, place`` (the candidate's id), ``lon, lat``, points moved as candidates are; None without parcels or
        where no road is near one.

    Examples
    --------
    >>> import shapely
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> city, park = build_sample(), shapely.box(*np.add([40, 40, 90, 90], ORIGIN * 2))
    >>> table = {"site_id": ["a"], "parcel": [park]}
    >>> lot = gpd.GeoDataFrame(table, geometry=[park.representative_point()], crs=city.crs)
    >>> gates = find_entrances(lot, city)
    >>> gates.place.unique().tolist(), len(gates) > 1
    (['a'], True)
    """
    if "parcel" not in candidates:
        return None
    found = add_entrances(
        None,
        gpd.GeoDataFrame({"facility_id": candidates["site_id"].astype(object)}, geometry=candidates.geometry),
        candidates["parcel"].to_numpy(object),
        city.roads,
        city.barriers,
        snap_limit_m=city.snap_limit_m,
        min_component_m=city.min_component_m,
    )[0]
    if found is None:
        return None
    gates, lon, lat = settle_candidates(found, city)
    return gates.drop(columns="is_derived").assign(lon=lon, lat=lat).reset_index(drop=True)


def join_candidates(
    candidates: gpd.GeoDataFrame, gates: gpd.GeoDataFrame | None, city: City, network: WalkNetwork
) -> AccessPoints:
    """Join candidates to the network, parcels through their entrances.

    Parameters
    ----------
    candidates
        ``site_id``, points.
    gates
        As :func:`find_entrances` finds them.
    city, network
        The city, and the network that somebody walks on.

    Returns
    -------
    AccessPoints
        None of a candidate that no road is near to.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> homes = city.homes.assign(site_id=city.homes.home_id)
    >>> join_candidates(homes, None, city, city.network).count
    5
    """
    snaps = snap_places(city, network, candidates)
    if gates is None:
        return find_access_points(snaps, None, np.empty(0, np.int32), np.empty(0))
    owner = pd.Index(candidates["site_id"]).get_indexer(gates["place"]).astype(np.int32)
    return find_access_points(snaps, snap_places(city, network, gates), owner, np.zeros(len(owner)))
