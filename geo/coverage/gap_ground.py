"""What gap areas are cut from: homes by community, the names of their places, people; made once for all categories."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Float64, Int8, Int32, Int64, Objects, Shapes
from geo.city.walks import Walks
from geo.coverage.gap_sites import TriedSites, try_sites
from geo.coverage.status import NOT_JUDGED
from geo.grid.divisions import find_scopes, trace_parents

#: What the places above a gap area are called, and the level of each.
_ABOVE: Final = {"community": "communities", "street": "streets", "district": "districts"}


@dataclass(frozen=True, kw_only=True)
class GapGround:
    """The homes of a city, ready to be cut into gap areas of any category.

    Parameters
    ----------
    walks
        Who walks how far.
    is_judged
        Whether each home is judged in any category, shape (n,).
    points, xy
        Where each home is, as points, shape (n,), and as coordinates [m], shape (n, 2).
    people
        Column of :attr:`geo.city.model.City.demand_columns` -> people of each home, shape (n,).
    places
        ``community, street, district`` (codes), the same with ``_name`` behind, ``scope``: one row for each community,
        by code.
    place
        Row of each home's community in `places`, shape (n,).
    by_place
        Rows of the homes, sorted by `place`, shape (n,).
    """

    walks: Walks
    is_judged: Bool
    points: Shapes
    xy: Float64
    people: dict[str, Float64]
    places: pd.DataFrame
    place: Int32
    by_place: Int64

    @cached_property
    def facilities(self) -> tuple[Objects, Objects]:
        """Ids and names of facilities, and behind them "" for none, which is what row -1 finds."""
        table = self.walks.context.city.facilities
        return (
            np.append(table["facility_id"].to_numpy(object), ""),
            np.append(table["name"].fillna("").to_numpy(object), ""),
        )

    @cached_property
    def _sites(self) -> dict[float, TriedSites]:
        return {}

    def find_sites(self, limit_m: float) -> TriedSites:
        """Return whom new facilities would reach within a limit [m]; searched once for all categories that have it."""
        if limit_m not in self._sites:
            # not only where somebody is uncovered: the same sites are tried whichever categories are asked for
            people = np.where(self.is_judged, self.people["residents"], 0.0)
            self._sites[limit_m] = try_sites(self.walks.context, self.is_judged, people, limit_m=limit_m)
        return self._sites[limit_m]


def prepare_gaps(walks: Walks, status: Int8) -> GapGround:
    """Make homes ready to be cut into gap areas.

    Parameters
    ----------
    walks
        Who walks how far.
    status
        Index into :data:`geo.coverage.status.STATUSES`, shape (n, K).

    Returns
    -------
    GapGround
        Homes in no unit, or in one without a community, are of a place without code and name.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walks import measure_walks
    >>> ground = prepare_gaps(measure_walks(build_sample()), np.ones((5, 2), np.int8))
    >>> ground.places[["street_name", "community_name", "scope"]].values.tolist()
    [['', '', 'urban'], ['Street', 'South', 'urban'], ['Street', 'North', 'rural']]
    """
    city = walks.context.city
    codes, row = np.unique(np.append(city.base_units["community"].to_numpy(str), ""), return_inverse=True)
    place = row.astype(np.int32)[walks.unit]
    points = city.homes.geometry.to_numpy()
    return GapGround(
        walks=walks,
        is_judged=np.asarray((status != NOT_JUDGED).any(axis=1)),
        points=points,
        xy=shapely.get_coordinates(points),
        people={name: np.nan_to_num(city.homes[name].to_numpy(float)) for name in city.demand_columns},
        places=_name_places(pd.Series(codes.astype(object)), city.divisions),
        place=place,
        by_place=np.argsort(place, kind="stable"),
    )


def _name_places(codes: "pd.Series[str]", divisions: pd.DataFrame | None) -> pd.DataFrame:
    above = trace_parents(codes, divisions)
    known = {} if divisions is None else dict(zip(divisions["code"], divisions["name"], strict=True))
    columns = {name: above[level] for name, level in _ABOVE.items()}
    # a community that is no division still has its code
    columns["community"] = codes
    names = {f"{key}_name": [known.get(code) or code for code in column] for key, column in columns.items()}
    return pd.DataFrame({**columns, **names, "scope": find_scopes(codes, divisions)})
