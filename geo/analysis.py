"""The door to coverage: from a city to walks, verdicts, roll-ups and gap areas."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.city import City, count_city
from geo.coverage import (
    ALL,
    STATUSES,
    UNREACHABLE,
    UNSNAPPED,
    CategoryFigures,
    add_shares,
    combine_statuses,
    find_limits,
    judge_homes,
    summarize_category,
    tally_homes,
)
from geo.divisions import ROLL_UPS, trace_parents
from geo.errors import InputError
from geo.gaps import find_gaps
from geo.grid import assign_units
from geo.roads import WalkNetwork, build_network, without_steps
from geo.snap import AccessPoints, Snaps, find_access_points, report_snaps, snap_points
from geo.walking import NearestWalks, Profile, find_profile, nearest_facilities

Step = Callable[[str], None]
FloatArray = npt.NDArray[np.float64]

#: Levels of the roll-up from the top, as layers and sheets are named.
LEVELS: Final = ("city", "districts", "streets", "communities", "grid_units")


@dataclass(frozen=True)
class Walks:
    """What does not depend on the limit: who joins the network where, and every walk to the nearest facility.

    Parameters
    ----------
    profile
        The walker.
    categories
        Names of the K categories.
    home_snaps, facility_snaps
        Where homes and facilities meet the network.
    nearest
        Walks of every home, shape (n, K).
    unit
        Row of the grid unit that holds each home, -1 outside all, shape (n,).
    border_m
        Straight distance of each home to the border of the data [m], 0 outside it, shape (n,).
    snap_report
        How far, onto what, and what not and why: homes, facilities and gates.
    """

    profile: Profile
    categories: tuple[str, ...]
    home_snaps: Snaps
    facility_snaps: Snaps
    nearest: NearestWalks
    unit: npt.NDArray[np.int32]
    border_m: FloatArray
    snap_report: pd.DataFrame


@dataclass(frozen=True)
class Coverage:
    """What ``gridwalk analyze`` finds.

    Parameters
    ----------
    profile
        The walker that the minutes belong to.
    limit_m
        Category -> limit [m].
    homes
        The city's homes with ``unit_code``, ``access_m``, ``edge_id``, ``snap_reason`` and, for each category,
        ``walk_m_<c>`` (infinite where there is no way), ``walk_min_<c>``, ``facility_<c>``, ``status_<c>``;
        ``status_all``.
    levels
        Level -> table of its units: ``code, name, parent, homes, residents, ...`` as
        :func:`geo.coverage.tally_homes` has them, ``share_<c>``, and their polygons. Homes in no grid unit stand in a
        row with code "" so that every level adds up to the city.
    gaps
        Areas of uncovered homes of all categories.
    figures
        Category -> its figures.
    snap_report
        See :class:`Walks`.
    """

    profile: Profile
    limit_m: dict[str, float]
    homes: gpd.GeoDataFrame
    levels: dict[str, gpd.GeoDataFrame]
    gaps: gpd.GeoDataFrame
    figures: dict[str, CategoryFigures]
    snap_report: pd.DataFrame


@contextmanager
def timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    """Add the time that a block takes to a table of seconds.

    Parameters
    ----------
    seconds
        The table.
    name
        The step's name.

    Examples
    --------
    >>> seconds: dict[str, float] = {}
    >>> with timed(seconds, "rest"):
    ...     pass
    >>> list(seconds)
    ['rest']
    """
    start = time.perf_counter()
    yield
    seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - start


def measure_walks(
    city: City,
    *,
    profile: str = "adult",
    categories: Sequence[str] = (),
    seconds: dict[str, float] | None = None,
    step: Step = lambda _: None,
) -> Walks:
    """Walk from every home to the nearest facility of every category.

    Parameters
    ----------
    city
        The city.
    profile
        A key of :data:`geo.walking.PROFILES`.
    categories
        Which categories; none means all that the city has.
    seconds
        Where the time of each step goes.
    step
        Called with the name of each step as it begins.

    Returns
    -------
    Walks
        Exact to the accuracy of float64.

    Raises
    ------
    InputError
        If the profile or a category is unknown.
    NetworkError
        If nothing is left to walk on.

    Examples
    --------
    >>> from geo.sample import build_sample
    >>> measure_walks(build_sample(), categories=["clinic"]).nearest.walk_m.ravel().tolist()
    [0.0, 300.0, 160.0, 1800.0, inf]
    """
    seconds = {} if seconds is None else seconds
    walker = find_profile(profile)
    chosen = _choose_categories(city, categories)
    step("snap")
    with timed(seconds, "snap"):
        network = build_network(city.roads)
        network = network if walker.uses_steps else without_steps(network)
        limits = {"limit_m": city.snap_limit_m, "min_component_m": city.min_component_m}
        home_points, facility_points = (np.asarray(f.geometry.values) for f in (city.homes, city.facilities))
        home_snaps, facility_snaps = (snap_points(network, p, **limits) for p in (home_points, facility_points))
        gate_snaps = None if city.gates is None else snap_points(network, city.gates.geometry.values, **limits)
        origins, targets = _join_places(city, home_snaps, facility_snaps, gate_snaps)
    step("walk")
    with timed(seconds, "walk"):
        code = pd.Index(chosen).get_indexer(city.facilities["category"]).astype(np.int32)
        nearest = nearest_facilities(network, origins, targets, code, categories=len(chosen))
    with timed(seconds, "units and border"):
        unit = _assign_homes(city, home_points)
        border_m = _measure_border(city.extent.geometry.iloc[0], home_points)
    with timed(seconds, "snap report"):
        report = _report(city, network, home_snaps, facility_snaps, gate_snaps)
    return Walks(walker, chosen, home_snaps, facility_snaps, nearest, unit, border_m, report)


def _choose_categories(city: City, categories: Sequence[str]) -> tuple[str, ...]:
    unknown = [name for name in categories if name not in city.categories]
    if unknown:
        raise InputError(f'unknown category "{unknown[0]}"; the city has: {", ".join(city.categories)}')
    return tuple(dict.fromkeys(categories)) or tuple(city.categories)


def _join_places(city: City, homes: Snaps, facilities: Snaps, gates: Snaps | None) -> tuple[AccessPoints, AccessPoints]:
    """Join homes and facilities to the network, through their gates where they have any.

    From a home to its gate one walks; a facility (a park, a hospital's grounds) is reached at its gate.
    """
    if gates is None or city.gates is None:
        none = (None, np.empty(0, np.int32), np.empty(0))
        return find_access_points(homes, *none), find_access_points(facilities, *none)
    of_home = pd.Index(city.homes["home_id"]).get_indexer(city.gates["place"]).astype(np.int32)
    of_facility = pd.Index(city.facilities["facility_id"]).get_indexer(city.gates["place"]).astype(np.int32)
    leg_m = city.gates.distance(city.homes.geometry.iloc[of_home], align=False).to_numpy()
    return (
        find_access_points(homes, gates, of_home, leg_m),
        find_access_points(facilities, gates, of_facility, np.zeros(len(of_facility))),
    )


def _assign_homes(city: City, points: npt.NDArray[np.object_]) -> npt.NDArray[np.int32]:
    unit = assign_units(city.grid_units, points)
    if "grid_unit" in city.homes:
        stated = pd.Index(city.grid_units["unit_code"]).get_indexer(city.homes["grid_unit"]).astype(np.int32)
        unit = np.where(stated >= 0, stated, unit)
    return unit


def _measure_border(extent: shapely.Geometry, points: npt.NDArray[np.object_]) -> FloatArray:
    shapely.prepare(extent)
    border = shapely.boundary(extent)
    shapely.prepare(border)
    inside = shapely.intersects(extent, points)
    return np.where(inside, shapely.distance(border, points), 0.0)


def _report(city: City, network: WalkNetwork, homes: Snaps, facilities: Snaps, gates: Snaps | None) -> pd.DataFrame:
    roads = city.roads if len(network.u) == len(city.roads) else city.roads[~city.roads["steps"]]
    parts = [
        report_snaps("facilities", city.facilities["facility_id"], facilities, roads),
        report_snaps("homes", city.homes["home_id"], homes, roads),
    ]
    if gates is not None and city.gates is not None:
        parts.append(report_snaps("gates", city.gates["gate_id"], gates, roads))
    return pd.concat(parts, ignore_index=True)


def analyze_city(
    city: City,
    *,
    minutes: float | None = None,
    profile: str = "adult",
    categories: Sequence[str] = (),
    seconds: dict[str, float] | None = None,
    step: Step = lambda _: None,
) -> Coverage:
    """Find who is within the walk to which service.

    Parameters
    ----------
    city
        The city.
    minutes
        A limit for all categories [min], or None for 15.
    profile
        A key of :data:`geo.walking.PROFILES`.
    categories
        Which categories; none means all that the city has.
    seconds
        Where the time of each step goes.
    step
        Called with the name of each step as it begins.

    Returns
    -------
    Coverage
        Verdicts of homes, roll-ups, gap areas, figures.

    Raises
    ------
    InputError
        If the profile, a category or the limit is wrong.

    Examples
    --------
    >>> from geo.sample import build_sample
    >>> analyze_city(build_sample(), minutes=15).homes.status_clinic.tolist()
    ['covered', 'covered', 'covered', 'gap', 'unsnapped']
    """
    seconds = {} if seconds is None else seconds
    walks = measure_walks(city, profile=profile, categories=categories, seconds=seconds, step=step)
    return judge_walks(city, walks, minutes=minutes, seconds=seconds, step=step)


def judge_walks(
    city: City,
    walks: Walks,
    *,
    minutes: float | None = None,
    seconds: dict[str, float] | None = None,
    step: Step = lambda _: None,
) -> Coverage:
    """Judge walks that are already measured: the part that depends on the limit.

    Parameters
    ----------
    city, walks
        The city and its walks.
    minutes
        A limit for all categories [min], or None for 15.
    seconds, step
        As for :func:`analyze_city`.

    Returns
    -------
    Coverage
        Verdicts of homes, roll-ups, gap areas, figures.

    Raises
    ------
    InputError
        If the limit is not a positive number.

    Examples
    --------
    >>> from geo.sample import build_sample
    >>> city = build_sample()
    >>> judge_walks(city, measure_walks(city), minutes=27).figures["clinic"].covered_population
    100.0
    """
    seconds = {} if seconds is None else seconds
    speed = walks.profile.speed_m_per_min
    limit_m = find_limits(walks.categories, minutes=minutes, speed_m_per_min=speed)
    step("judge")
    with timed(seconds, "judge"):
        status = judge_homes(
            walks.nearest.walk_m,
            snapped=_can_leave(walks),
            border_m=walks.border_m,
            limit_m=np.array(list(limit_m.values())),
            snap_limit_m=city.snap_limit_m,
        )
        homes = _tabulate_homes(city, walks, status)
    step("roll up")
    with timed(seconds, "roll up"):
        levels = _roll_up(city, walks, status)
    step("gap areas")
    with timed(seconds, "gap areas"):
        gaps = _find_all_gaps(homes, limit_m)
    residents = city.homes["residents"].to_numpy(float)
    figures = {
        category: summarize_category(
            status[:, k],
            walks.nearest.walk_m[:, k],
            residents,
            facilities=int((city.facilities["category"] == category).sum()),
            limit_m=limit_m[category],
            speed_m_per_min=speed,
        )
        for k, category in enumerate(walks.categories)
    }
    return Coverage(walks.profile, limit_m, homes, levels, gaps, figures, walks.snap_report)


def _can_leave(walks: Walks) -> npt.NDArray[np.bool_]:
    """Homes that join the network; one that has a way somewhere does so at least through a gate."""
    return (walks.home_snaps.edge >= 0) | np.isfinite(walks.nearest.walk_m).any(axis=1)


def _tabulate_homes(city: City, walks: Walks, status: npt.NDArray[np.int8]) -> gpd.GeoDataFrame:
    codes = np.append(city.grid_units["unit_code"].to_numpy(), "")
    columns: dict[str, Any] = {
        "unit_code": codes[walks.unit],
        "access_m": walks.home_snaps.access_m,
        "edge_id": np.where(walks.home_snaps.edge >= 0, walks.home_snaps.edge, -1),
        "snap_reason": walks.home_snaps.reason,
    }
    names, ids = np.array(STATUSES, object), np.append(city.facilities["facility_id"].to_numpy(), "")
    for k, category in enumerate(walks.categories):
        walk_m = walks.nearest.walk_m[:, k]
        columns[f"walk_m_{category}"] = walk_m
        columns[f"walk_min_{category}"] = walk_m / walks.profile.speed_m_per_min
        columns[f"facility_{category}"] = ids[walks.nearest.facility[:, k]]
        columns[f"status_{category}"] = names[status[:, k]]
    columns[f"status_{ALL}"] = names[combine_statuses(status)]
    homes = city.homes.drop(columns="grid_unit", errors="ignore")
    return gpd.GeoDataFrame(
        pd.concat([homes.drop(columns="geometry"), pd.DataFrame(columns, index=homes.index)], axis=1),
        geometry=homes.geometry,
    )


def _roll_up(city: City, walks: Walks, status: npt.NDArray[np.int8]) -> dict[str, gpd.GeoDataFrame]:
    """Count homes by grid unit, then add units up level by level."""
    units, categories = city.grid_units, walks.categories
    group = np.where(walks.unit >= 0, walks.unit, len(units))
    counts = tally_homes(status, city.homes[city.demand_columns], group, groups=len(units) + 1, categories=categories)
    outside = counts.iloc[len(units)]["homes"] > 0
    used = len(units) + int(outside)
    counts = counts.iloc[:used]
    parents = trace_parents(units["community"], city.divisions)
    above = pd.concat([parents, pd.DataFrame("", index=[-1], columns=parents.columns)])[:used].reset_index(drop=True)
    shapes = np.append(np.asarray(units.geometry.values), np.array([None]))[:used]
    names = {} if city.divisions is None else dict(zip(city.divisions["code"], city.divisions["name"], strict=True))
    parent_of = (
        {} if city.divisions is None else dict(zip(city.divisions["code"], city.divisions["parent"], strict=True))
    )
    codes, titles = (np.append(units[name].to_numpy(), "")[:used] for name in ("unit_code", "name"))
    whole = _level(counts, pd.Series(city.name, index=counts.index), shapes, categories, city)
    tables = {"city": whole.assign(name=city.name, parent="")}
    for level in reversed(ROLL_UPS):
        if (above[level] != "").any():
            table = _level(counts, above[level], shapes, categories, city)
            tables[level] = table.assign(
                name=table["code"].map(names).fillna(table["code"]),
                parent=table["code"].map(parent_of).fillna(""),
            )
    lowest = gpd.GeoDataFrame(
        counts.assign(code=codes, name=titles, parent=above["communities"]), geometry=shapes, crs=city.crs
    )
    tables["grid_units"] = gpd.GeoDataFrame(add_shares(lowest, categories))
    return {level: _order_columns(tables[level]) for level in LEVELS if level in tables}


def _level(
    counts: pd.DataFrame,
    code: "pd.Series[str]",
    shapes: npt.NDArray[np.object_],
    categories: Sequence[str],
    city: City,
) -> gpd.GeoDataFrame:
    sums = counts.groupby(code.to_numpy(), sort=True).sum()
    areas = pd.Series(shapes).groupby(code.to_numpy(), sort=True).agg(_join_shapes)
    table = gpd.GeoDataFrame(sums.rename_axis("code").reset_index(), geometry=areas.to_numpy(), crs=city.crs)
    return gpd.GeoDataFrame(add_shares(table, categories))


def _join_shapes(shapes: "pd.Series[Any]") -> Any:
    known = shapes.dropna().to_numpy()
    return shapely.union_all(known) if len(known) else None


def _order_columns(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    first = ["code", "name", "parent"]
    return table[[*first, *(name for name in table if name not in (*first, "geometry")), "geometry"]]


def check_level(coverage: Coverage, level: str) -> None:
    """Raise unless a level is one of those that the city has.

    Parameters
    ----------
    coverage
        What was found.
    level
        A name.

    Raises
    ------
    InputError
        With the choices.

    Examples
    --------
    >>> from geo.sample import build_sample
    >>> check_level(analyze_city(build_sample()), "districts")
    """
    if level not in coverage.levels:
        raise InputError(f'unknown level "{level}"; the city has: {", ".join(coverage.levels)}')


def _find_all_gaps(homes: gpd.GeoDataFrame, limit_m: dict[str, float]) -> gpd.GeoDataFrame:
    parts = [find_gaps(homes, category, limit_m=limit) for category, limit in limit_m.items()]
    filled = [part for part in parts if len(part)]
    return gpd.GeoDataFrame(pd.concat(filled, ignore_index=True), crs=homes.crs) if filled else parts[0]


def summarize(city: City, coverage: Coverage, *, minutes: float | None, seconds: dict[str, float]) -> dict[str, Any]:
    """Put the figures of an analysis together as summary.json holds them.

    Parameters
    ----------
    city, coverage
        The city and what was found.
    minutes
        The limit that was asked for [min], None for each category's own.
    seconds
        Seconds of each step.

    Returns
    -------
    dict
        The contract's keys; shares are of all residents, those unknown included.

    Examples
    --------
    >>> from geo.sample import build_sample
    >>> city = build_sample()
    >>> summarize(city, analyze_city(city), minutes=None, seconds={})["unreachable_population"]
    5.0
    """
    total = coverage.levels["city"].drop(columns="geometry").sum(numeric_only=True)
    statuses = coverage.homes[[f"status_{category}" for category in coverage.limit_m]].to_numpy()
    cut_off = np.isin(statuses, [STATUSES[UNREACHABLE], STATUSES[UNSNAPPED]]).all(axis=1)
    snapped = coverage.snap_report.assign(snapped=coverage.snap_report["reason"] == "")
    return {
        "city": city.name,
        "profile": coverage.profile.name,
        "speed_km_h": coverage.profile.speed_km_h,
        "minutes": minutes,
        "population": total["residents"],
        "households": total.get("households"),
        "counts": count_city(city),
        "categories": coverage.figures,
        "all_categories": {
            "covered_population": total[f"covered_{ALL}"],
            "covered_share": total[f"covered_{ALL}"] / total["residents"] if total["residents"] else None,
            "uncovered_population": total[f"uncovered_{ALL}"],
            "unknown_population": total[f"unknown_{ALL}"],
        },
        "unreachable_population": float(coverage.homes["residents"][cut_off].sum()),
        "snaps": {
            layer: {
                "snapped": int(part["snapped"].sum()),
                "unsnapped": int((~part["snapped"]).sum()),
                "median_access_m": part["access_m"].median(),
                "max_access_m": part["access_m"].max(),
            }
            for layer, part in snapped.groupby("layer")
        },
        "assumptions": list(city.assumptions),
        "notes": list(city.notes),
        "seconds": seconds,
    }
