"""A city as it would be with what somebody plans: its paths laid, its walls opened, its homes built."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd

from geo.changes.laying import PlannedChanges, lay_changes
from geo.city.model import City
from geo.city.walks import measure_walks


def change_ways_and_homes(city: City, changes: PlannedChanges, *, profile: str = "adult") -> City:
    """Lay paths, open gates and build residential areas in a city, as scenarios do.

    Parameters
    ----------
    city
        The city; not changed.
    changes
        What is planned.
    profile
        Who walks.

    Returns
    -------
    City
        Its analysis equals a scenario on what :func:`geo.changes.laying.lay_changes` lays. Planned homes stand behind
        the others; their people are residents, of no group and in no household that is counted. The same city where
        nothing is planned.

    Examples
    --------
    >>> import numpy as np
    >>> import shapely
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> path = shapely.LineString(np.add([(900, 900), (600, 1200), (455, 1300)], ORIGIN))
    >>> area = shapely.box(*np.add([(100, 100), (200, 200)], ORIGIN).ravel())
    >>> changed = change_ways_and_homes(
    ...     build_sample(),
    ...     PlannedChanges(
    ...         paths=np.array([path]), gates=np.empty((0, 2)), areas=np.array([area]), residents=np.array([90.0])
    ...     ),
    ... )
    >>> float(changed.homes["residents"].sum() - build_sample().homes["residents"].sum())
    90.0
    """
    if changes.is_empty:
        return city
    laid = lay_changes(measure_walks(city, profile=profile), changes)
    ground = laid.ground.context.city
    built = laid.ground.residents[len(city.homes) :]
    taken = set(city.homes["home_id"])
    dash = "-"
    while any(f"planned{dash}{number}" in taken for number in range(1, len(built) + 1)):
        dash += "-"
    people = {name: 0.0 for name in city.demand_columns if name != "residents"}
    homes = gpd.GeoDataFrame(
        {"home_id": [f"planned{dash}{number}" for number in range(1, len(built) + 1)], "residents": built, **people},
        geometry=laid.home_points,
        crs=city.crs,
    )
    together = city.homes if homes.empty else pd.concat([city.homes, homes], ignore_index=True)
    return replace(
        city,
        roads=ground.roads.drop(columns="was", errors="ignore"),
        barriers=ground.barriers,
        homes=gpd.GeoDataFrame(together, crs=city.crs),
        snap_cache=None,
    )
