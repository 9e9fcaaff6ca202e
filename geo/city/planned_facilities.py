"""A city as it would be with other facilities: some built, some gone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd
import shapely

from geo.city.categories import check_category
from geo.city.model import City
from geo.errors import NotFoundError


@dataclass(frozen=True)
class PlannedFacility:
    """A facility that is to be built: its category, and its place in the city's CRS [m]."""

    category: str
    x: float
    y: float


def plan_facilities(city: City, *, add: Sequence[PlannedFacility] = (), remove: Sequence[str] = ()) -> City:
    """Build facilities in a city and take others away.

    Parameters
    ----------
    city
        The city; not changed.
    add
        What is built.
    remove
        Ids of what is taken away.

    Returns
    -------
    City
        Those that are built stand behind the others, as ``planned-1`` and so on. The same city where nothing changes.

    Raises
    ------
    InputError
        If the city has no such category.
    NotFoundError
        If no facility has an id that is to be taken away.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> planned = plan_facilities(build_sample(), add=[PlannedFacility("clinic", *ORIGIN)], remove=["s1"])
    >>> planned.facilities[["facility_id", "category"]].values.tolist()
    [['c1', 'clinic'], ['planned-1', 'clinic']]
    """
    facilities = city.facilities
    for facility in add:
        check_category(facility.category, city.categories)
    unknown = next((one for one in remove if one not in set(facilities["facility_id"])), None)
    if unknown is not None:
        raise NotFoundError(f'no facility has the id "{unknown[:40]}"')
    if not add and not remove:
        return city
    left = facilities[~facilities["facility_id"].isin(list(remove))]
    ids = _name_planned(len(add), set(facilities["facility_id"]))
    built = gpd.GeoDataFrame(
        {"facility_id": ids, "category": [facility.category for facility in add], "name": ""},
        geometry=shapely.points([(facility.x, facility.y) for facility in add]) if add else [],
        crs=city.crs,
    )
    together = left if built.empty else pd.concat([left, built], ignore_index=True)
    return replace(city, facilities=gpd.GeoDataFrame(together.reset_index(drop=True), crs=city.crs))


def _name_planned(count: int, taken: set[str]) -> list[str]:
    dash = "-"
    while any(f"planned{dash}{number}" in taken for number in range(1, count + 1)):
        dash += "-"
    return [f"planned{dash}{number}" for number in range(1, count + 1)]
