"""Districts of a city too large to be analysed at once: each cut out with the roads and facilities around it."""

from dataclasses import dataclass, replace
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Int32, Integer, Objects
from geo.city.model import City
from geo.city.snap_cache import SnapCache
from geo.city.walk_context import WalkContext, make_walk_context
from geo.errors import InputError
from geo.grid.divisions import ROLL_UPS, trace_parents
from geo.grid.units import assign_units, find_home_units
from geo.texts.notes import make_note
from geo.walking.snap import Snaps

_BEYOND: Final = "beyond_halo"


@dataclass(frozen=True)
class DistrictSurvey:
    """A whole city and what its districts take from it: snaps, units and components are decided once, for the whole.

    Parameters
    ----------
    context
        Who walks where in the whole city.
    unit
        Row of the grid unit that each home counts to, -1 outside all, shape (n,).
    unit_parents
        ``communities, streets, districts`` of each grid unit, "" where there is none.
    district
        Code of the district of each home, "" where there is none, shape (n,).
    """

    context: WalkContext
    unit: Int32
    unit_parents: pd.DataFrame
    district: Objects


def survey_districts(city: City, *, profile: str = "adult") -> DistrictSurvey:
    """Prepare a city for the analysis of its districts.

    Parameters
    ----------
    city
        The city.
    profile
        A key of :data:`geo.walking.profiles.PROFILES`.

    Returns
    -------
    DistrictSurvey
        Quick where the bundle holds the snaps.

    Raises
    ------
    InputError
        If the profile is unknown.
    NetworkError
        If nothing is left to walk on.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> survey_districts(build_sample()).district.tolist()
    ['410102000000', '410102000000', '410102000000', '410102000000', '']
    """
    context = make_walk_context(city, profile=profile)
    unit = find_home_units(city.homes, city.base_units, context.snaps.unit)
    parents = trace_parents(city.base_units["community"], city.divisions)
    return DistrictSurvey(context, unit, parents, _find_districts(parents, unit))


def _find_districts(unit_parents: pd.DataFrame, unit: Int32) -> Objects:
    return np.asarray(np.append(unit_parents["districts"], "")[unit], object)


def list_districts(city: City) -> list[str]:
    """List the districts that people live in.

    Parameters
    ----------
    city
        The city.

    Returns
    -------
    list of str
        Their codes, sorted; "" first where homes are in none, so that the parts add up to the city.

    Raises
    ------
    InputError
        If the city has no districts.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> list_districts(build_sample())
    ['', '410102000000']
    """
    inside = assign_units(city.base_units, np.asarray(city.homes.geometry.values))
    unit = find_home_units(city.homes, city.base_units, inside)
    parents = trace_parents(city.base_units["community"], city.divisions)
    found = sorted(set(_find_districts(parents, unit).tolist()))
    if found in ([""], []):
        raise InputError(
            f"{city.name}: has no districts; analyse the whole city, or add [divisions] to its source file"
        )
    return found


def cut_district(survey: DistrictSurvey, district: str, *, halo_m: float) -> tuple[City, SnapCache]:
    """Cut a district out of its city, with the roads, facilities, gates and barriers around its homes.

    Parameters
    ----------
    survey
        The city.
    district
        Code of the district, "" for the homes that are in none.
    halo_m
        How far from the district's homes roads and facilities are kept [m].

    Returns
    -------
    tuple
        The district as a city: its homes and grid units, the whole city's extent (where the cut runs, data do not
        end); and where its places join its roads, taken over from the whole city, so that neither a tie nor a
        component of the network that the cut makes short is decided anew. Edges keep their ids.

    Raises
    ------
    InputError
        If nobody lives in such a district.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city, _ = cut_district(survey_districts(build_sample()), "410102000000", halo_m=100.0)
    >>> city.name, len(city.homes), len(city.roads)  # the six roads at the corners of the homes
    ('Sample District', 4, 6)
    """
    city, snaps = survey.context.city, survey.context.snaps
    homes = np.flatnonzero(survey.district == district)
    if not len(homes):
        raise InputError(f'{city.name}: nobody lives in a district "{district}"; it has: {", ".join(_known(survey))}')
    near = _find_near(city.homes.geometry.values[homes], np.asarray(city.roads.geometry.values), halo_m)
    walked = (
        np.arange(len(near)) if len(survey.context.network.u) == len(near) else np.flatnonzero(~city.roads["steps"])
    )
    near[walked[0]] |= not near[walked].any()  # a network has at least one edge
    number = np.where(near[walked], np.cumsum(near[walked]) - 1, -1)
    facilities = np.flatnonzero(_choose_facilities(survey, homes, number, halo_m))
    gates = _choose_gates(city, homes, facilities)
    tiles = np.flatnonzero(survey.unit_parents["districts"] == district)
    new_unit = np.full(len(city.base_units) + 1, -1, np.int32)
    new_unit[tiles] = np.arange(len(tiles))
    parts = SnapCache(
        home_snaps=_take_snaps(snaps.home_snaps, homes, number),
        facility_snaps=_take_snaps(snaps.facility_snaps, facilities, number),
        gate_snaps=None if snaps.gate_snaps is None or gates is None else _take_snaps(snaps.gate_snaps, gates, number),
        unit=new_unit[survey.unit[homes]],
        boundary_m=snaps.boundary_m[homes],
        fingerprint=snaps.fingerprint,
    )
    cut = replace(
        city,
        name=_name_district(city, district),
        roads=_take_roads(city.roads, near),
        grid_units=_take(city.base_units, tiles),
        homes=_take(city.homes, homes),
        facilities=_take(city.facilities, facilities),
        gates=None if city.gates is None or gates is None else _take(city.gates, gates),
        barriers=_choose_barriers(city, homes, halo_m),
        workers=_choose_workers(city, tiles),
        divisions=_choose_divisions(city, survey.unit_parents.iloc[tiles]),
        notes=(*city.notes, make_note("one_district", halo_m=halo_m)),
        addresses=None,
        stored_index=None,
        snap_cache=None,
    )
    return cut, parts


def _known(survey: DistrictSurvey) -> list[str]:
    return sorted({str(code) for code in survey.district} - {""})


def _name_district(city: City, district: str) -> str:
    divisions = city.divisions
    names = [] if divisions is None else divisions.loc[divisions["code"] == district, "name"].tolist()
    return f"{city.name} {(names or [district])[0] or '-'}"


def _find_near(homes: Objects, shapes: Objects, halo_m: float) -> Bool:
    """Tell which shapes come within the halo of any home."""
    near = np.zeros(len(shapes), bool)
    west, south, east, north = shapely.total_bounds(homes) + np.array([-1, -1, 1, 1]) * halo_m
    box = np.flatnonzero(shapely.intersects(shapely.box(west, south, east, north), shapes))
    found = shapely.STRtree(homes).query_nearest(shapes[box], max_distance=halo_m, all_matches=False)[0]
    near[box[found]] = True
    return near


def _choose_facilities(survey: DistrictSurvey, homes: Integer, number: Integer, halo_m: float) -> Bool:
    """Choose the facilities that lie in the halo, or have a way in there: a gate of a park may, and its middle not."""
    city = survey.context.city
    points = np.asarray(city.facilities.geometry.values)
    chosen = _find_near(city.homes.geometry.values[homes], points, halo_m)
    entries = survey.context.facilities
    chosen[entries.place[number[entries.edge] >= 0]] = True
    return chosen


def _choose_gates(city: City, homes: Integer, facilities: Integer) -> Integer | None:
    """Choose all gates of the places that are kept: one that lost its gates would be reached through its wall."""
    if city.gates is None:
        return None
    kept = [city.homes["home_id"].iloc[homes], city.facilities["facility_id"].iloc[facilities]]
    return np.flatnonzero(city.gates["place"].isin(pd.concat(kept)))


def _choose_barriers(city: City, homes: Integer, halo_m: float) -> gpd.GeoDataFrame | None:
    if city.barriers is None:
        return None
    west, south, east, north = city.homes.geometry.iloc[homes].total_bounds
    return city.barriers.cx[west - halo_m : east + halo_m, south - halo_m : north + halo_m].reset_index(drop=True)


def _choose_workers(city: City, tiles: Integer) -> pd.DataFrame | None:
    if city.workers is None:
        return None
    return city.workers[city.workers["unit_code"].isin(city.base_units["unit_code"].iloc[tiles])].reset_index(drop=True)


def _choose_divisions(city: City, parents: pd.DataFrame) -> pd.DataFrame | None:
    """Choose the district and what lies in it; the city's own row would give the district the city's outline."""
    if city.divisions is None:
        return None
    codes = pd.unique(parents[list(ROLL_UPS)].to_numpy().ravel())
    return city.divisions[city.divisions["code"].isin(codes)].reset_index(drop=True)


def _take(layer: gpd.GeoDataFrame, rows: Integer) -> gpd.GeoDataFrame:
    return layer.iloc[rows].reset_index(drop=True)


def _take_roads(roads: gpd.GeoDataFrame, near: Bool) -> gpd.GeoDataFrame:
    """Take some edges; nodes are numbered anew in the same order."""
    kept = roads[near].reset_index(drop=True)
    ends = np.unique(np.concatenate([kept["u"], kept["v"]]), return_inverse=True)[1].astype(np.int32)
    return kept.assign(u=ends[: len(kept)], v=ends[len(kept) :])


def _take_snaps(snaps: Snaps, rows: Integer, number: Integer) -> Snaps:
    """Take the snaps of some places onto edges that have new numbers, -1 where they are left out."""
    old = snaps.edge[rows]
    edge = np.where(old >= 0, number[old], -1).astype(np.int32)
    lost = (edge < 0) & (old >= 0)
    return Snaps(
        edge,
        np.where(edge < 0, np.nan, snaps.offset_m[rows]),
        np.where(edge < 0, np.nan, snaps.access_m[rows]),
        np.where(lost, _BEYOND, snaps.reason[rows]).astype(object),
    )
