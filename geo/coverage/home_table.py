"""The table of homes: where each joins the roads, how far it walks to what, and its statuses."""

from collections.abc import Iterator, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Bool, Int8, Int32, Int64, Integer, Objects
from geo.city.walks import Walks
from geo.coverage.scopes import RURAL, URBAN
from geo.coverage.status import ALL, STATUSES, combine_statuses


def tabulate_homes(walks: Walks, status: Int8, is_rural: Bool, edge_id: Int64) -> gpd.GeoDataFrame:
    """Put beside every home of a city what was found of it.

    Parameters
    ----------
    walks, status, is_rural, edge_id
        As for :func:`list_home_columns`.

    Returns
    -------
    geopandas.GeoDataFrame
        The city's homes with the columns of :func:`list_home_columns` beside.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walks import measure_walks
    >>> walks = measure_walks(build_sample(), categories=["clinic"])
    >>> tabulate_homes(walks, np.zeros((5, 1), np.int8), np.zeros(5, bool), np.zeros(5, int)).status_all.tolist()[:2]
    ['covered', 'covered']
    """
    homes = walks.context.city.homes
    columns = dict(list_home_columns(walks, status, is_rural, edge_id))
    return gpd.GeoDataFrame(pd.DataFrame(columns, index=homes.index), geometry=homes.geometry)


def list_home_columns(walks: Walks, status: Int8, is_rural: Bool, edge_id: Int64) -> Iterator[tuple[str, Any]]:
    """List what is known of homes, one column at a time: all of them together are large.

    Parameters
    ----------
    walks
        The walks of the city's homes.
    status
        Index into :data:`geo.coverage.status.STATUSES`, shape (n, K).
    is_rural
        Whether each home lies in a village, shape (n,).
    edge_id
        The road that each home joins, shape (n,).

    Yields
    ------
    tuple
        Names and values: columns of the city's homes but their points; ``unit_code``, ``scope`` ("urban" or
        "rural"), ``access_m``, ``edge_id``, ``snap_reason`` and, for each category, ``walk_m_<c>`` (infinite where
        there is no way), ``walk_min_<c>``, ``facility_<c>``, ``status_<c>``; ``status_all``. Texts that many homes
        share are categorical.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walks import measure_walks
    >>> walks = measure_walks(build_sample(), categories=["clinic"])
    >>> columns = dict(list_home_columns(walks, np.zeros((5, 1), np.int8), np.zeros(5, bool), np.zeros(5, int)))
    >>> columns["walk_m_clinic"].tolist()
    [0.0, 300.0, 160.0, 1800.0, inf]
    """
    city, snaps = walks.context.city, walks.context.snaps.home_snaps
    for name in map(str, city.homes):
        if name not in ("grid_unit", "geometry"):
            yield name, city.homes[name]
    yield "unit_code", _share_texts(city.base_units["unit_code"].to_numpy(object), walks.unit)
    yield "scope", _take([URBAN, RURAL], is_rural.astype(np.int8))
    yield "access_m", snaps.access_m
    yield "edge_id", edge_id
    yield "snap_reason", pd.Categorical(snaps.reason)
    ids = city.facilities["facility_id"].to_numpy(object)
    for k, category in enumerate(walks.context.categories):
        walk_m = walks.nearest.walk_m[:, k]
        yield f"walk_m_{category}", walk_m
        yield f"walk_min_{category}", walk_m / walks.context.profile.speed_m_per_min
        yield f"facility_{category}", _share_texts(ids, walks.nearest.facility[:, k])
        yield f"status_{category}", _take(STATUSES, status[:, k])
    yield f"status_{ALL}", _take(STATUSES, combine_statuses(status))


def _share_texts(texts: Objects, row: Int32) -> "pd.Categorical[Any]":
    """Take texts by row, -1 for "", each kept once however many homes have it."""
    used = np.zeros(len(texts) + 1, bool)
    used[row] = True
    place = np.cumsum(used) - 1
    known, of_text = np.unique(np.append(texts, "")[used].astype(str), return_inverse=True)
    return _take(known.astype(object), of_text[place[row]])


def _take(texts: Sequence[str] | Objects, code: Integer) -> "pd.Categorical[Any]":
    return pd.Categorical.from_codes(np.asarray(code), pd.Index(texts, dtype=object))
