"""Services of the reference city: as many as published or assumed, dense in the old town and late at the edge."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Float64, Int64, Objects, rank_in_group
from geo.reference.blocks import Ground
from geo.reference.figures import Figures, share_out
from geo.reference.layouts import LAYOUTS, SCHOOL, place_points
from geo.reference.plots import Plots
from geo.reference.settle import Settlement
from geo.reference.streetside import Places
from geo.reference.terrain import PRECISION_M
from geo.reference.territory import Territory
from geo.rules.lookups import name_facilities
from geo.rules.rule_set import RuleSet

#: Assumed: residents of communities a facility, and share of villages that have one.
_CATCHMENT: Final[dict[str, tuple[float, float]]] = {
    "junior_middle_school": (21_000, 0.04),
    "community_health_centre": (45_000, 0.03),
    "cultural_centre": (60_000, 0.0),
    "street_service_centre": (42_000, 0.02),
    "large_sports_ground": (55_000, 0.0),
    "care_home": (30_000, 0.02),
    "primary_school": (9_500, 0.25),
    "market": (11_000, 0.03),
    "medium_sports_ground": (24_000, 0.0),
    "kindergarten": (4_800, 0.3),
    "health_station": (6_500, 0.9),
    "elderly_day_care": (11_000, 0.05),
    "small_sports_ground": (8_500, 0.25),
    "fitness_ground": (4_500, 0.8),
    "cultural_station": (8_000, 0.5),
}
#: Assumed: share of communities with each of the other rooms that they run.
_ROOMS: Final = {"mediation_room": 0.86, "police_room": 0.74, "family_health_room": 0.68}
#: Assumed: places of a facility, from and to.
_CAPACITY: Final = {
    "junior_middle_school": (900, 2_100),
    "primary_school": (600, 1_800),
    "kindergarten": (180, 400),
    "care_home": (60, 240),
    "elderly_day_care": (20, 60),
}
#: How strongly facilities prefer the old town: weight 1.5 there, 0.15 in new estates at the edge.
_OLD, _NEW = 1.5, 1.35
#: Names in both languages of the categories that no rule set names.
ROOM_NAMES: Final = {
    "service_hall": {"zh": "一站式服务大厅", "en": "One-stop service hall"},
    "activity_square": {"zh": "居民活动广场", "en": "Activity square"},
    "mediation_room": {"zh": "司法调解室", "en": "Mediation room"},
    "police_room": {"zh": "警务室", "en": "Police room"},
    "family_health_room": {"zh": "计生卫生室", "en": "Family-health room"},
}


@dataclass(frozen=True)
class Amenities:
    """Facilities and the places they take.

    Parameters
    ----------
    table
        ``category, leaf, floor_area_m2, capacity, tenure, block``; `block` is that of a school's own grounds, else -1.
    xy
        Place of each [m], shape (f, 2).
    place
        Row of the numbered place each takes, -1 for none, shape (f,).
    """

    table: pd.DataFrame
    xy: Float64
    place: Int64


def place_amenities(
    ground: Ground,
    territory: Territory,
    settlement: Settlement,
    plots: Plots,
    places: Places,
    figures: Figures,
    rules: RuleSet,
    rng: np.random.Generator,
) -> Amenities:
    """Decide which community and village has which services, how large, and where.

    Parameters
    ----------
    ground, territory, settlement, plots, places
        The city so far.
    figures
        Published counts.
    rules
        Usual floor areas.
    rng
        Where chance comes from.

    Returns
    -------
    Amenities
        Offices, halls and squares exactly as published.
    """
    leaves = len(territory.leaves)
    people = np.bincount(territory.leaf_of, weights=settlement.residents, minlength=leaves).astype(float)
    age = np.bincount(territory.leaf_of, weights=settlement.residents * settlement.age, minlength=leaves) / people
    parts = [_share_category(name, territory, people, age, rng) for name in _CATCHMENT]
    parts += _furnish_communities(territory, figures, rng)
    table = pd.concat(parts, ignore_index=True)
    table["floor_area_m2"] = _measure_floors(table, rules, rng)
    table["capacity"] = _count_places(table, rng)
    table["block"] = _give_grounds(table, ground, territory, settlement)
    xy, place = _find_places(table, ground, territory, plots, places, rng)
    return Amenities(table, xy, place)


def _share_category(
    name: str, territory: Territory, people: Float64, age: Float64, rng: np.random.Generator
) -> pd.DataFrame:
    catchment, share = _CATCHMENT[name]
    town = territory.is_community
    weight = people * (_OLD - _NEW * age) * rng.lognormal(0, 0.35, len(people))
    count = np.zeros(len(people), np.int64)
    count[town] = share_out(max(1, round(people[town].sum() / catchment)), weight[town])
    chosen = np.flatnonzero(~town)[rng.permutation((~town).sum())[: round(share * (~town).sum())]]
    count[chosen] = 1
    return pd.DataFrame({"category": name, "leaf": np.repeat(np.arange(len(count)), count)})


def _furnish_communities(territory: Territory, figures: Figures, rng: np.random.Generator) -> list[pd.DataFrame]:
    """Give communities their offices, halls, squares and rooms; villages their offices."""
    town, villages = np.flatnonzero(territory.is_community), np.flatnonzero(~territory.is_community)
    order = rng.permutation(town)
    offices = order[: figures.offices]
    large, medium, small = figures.offices_large, figures.offices_medium, figures.offices_small
    area_m2 = rng.permutation(
        np.concatenate([rng.integers(600, 1600, large), rng.integers(300, 600, medium), rng.integers(60, 300, small)])
    )
    tenure = np.array(["owned"] * figures.offices, object)
    tenure[rng.permutation(figures.offices)[: figures.leased_offices]] = "leased"
    station = {"category": "community_service_station"}
    parts = [
        pd.DataFrame({**station, "leaf": offices, "floor_area_m2": area_m2.astype(float), "tenure": tenure}),
        pd.DataFrame({**station, "leaf": villages, "floor_area_m2": rng.integers(80, 400, len(villages)) * 1.0}),
        pd.DataFrame({"category": "service_hall", "leaf": rng.permutation(offices)[: figures.halls]}),
    ]
    wide = rng.integers(1_000, 4_000, figures.squares_large)
    narrow = rng.integers(200, 1_000, figures.squares - figures.squares_large)
    squares = rng.permutation(town)[: figures.squares]
    sizes = rng.permutation(np.concatenate([wide, narrow])).astype(float)
    parts.append(pd.DataFrame({"category": "activity_square", "leaf": squares, "floor_area_m2": sizes}))
    for name, share in _ROOMS.items():
        chosen = rng.permutation(offices)[: round(share * len(town))]
        parts.append(pd.DataFrame({"category": name, "leaf": chosen}))
    return parts


def _measure_floors(table: pd.DataFrame, rules: RuleSet, rng: np.random.Generator) -> Float64:
    """Take the published area, else one round the rule's; a good part of them falls short of it."""
    usual = {
        name: np.ravel(rule.floor_area.m2) for name, rule in rules.facilities.items() if rule.floor_area is not None
    }
    least = table["category"].map({name: area[0] for name, area in usual.items()}).to_numpy(float)
    most = table["category"].map({name: area[-1] for name, area in usual.items()}).to_numpy(float)
    drawn = np.round(least * 0.6 + (most - least * 0.6) * rng.random(len(table)))
    return np.asarray(table["floor_area_m2"].where(table["floor_area_m2"].notna(), drawn), float)


def _count_places(table: pd.DataFrame, rng: np.random.Generator) -> Float64:
    least, most = (table["category"].map({k: v[i] for k, v in _CAPACITY.items()}).to_numpy(float) for i in (0, 1))
    return np.asarray(np.round((least + (most - least) * rng.random(len(table))) / 10) * 10)


def _give_grounds(table: pd.DataFrame, ground: Ground, territory: Territory, settlement: Settlement) -> Int64:
    """Give schools the grounds that their community or village has, one each."""
    block = np.flatnonzero((settlement.use == SCHOOL) & (ground.span == 1))
    leaf = territory.leaf_of[block]
    order = np.argsort(leaf, kind="stable")
    block, leaf = block[order], leaf[order]
    school = np.flatnonzero(table["category"].isin(["junior_middle_school", "primary_school"]))
    school = school[np.argsort(table["leaf"].to_numpy()[school], kind="stable")]
    of_school = table["leaf"].to_numpy()[school]
    turn = rank_in_group(of_school)
    at = np.searchsorted(leaf, of_school) + turn
    fits = at < np.searchsorted(leaf, of_school, side="right")
    given = np.full(len(table), -1, np.int64)
    given[school[fits]] = block[at[fits]]
    return given


def _find_places(
    table: pd.DataFrame, ground: Ground, territory: Territory, plots: Plots, places: Places, rng: np.random.Generator
) -> tuple[Float64, Int64]:
    """Put each facility at a place of its own on a road of its community, else beside a path where people live."""
    leaf, xy = table["leaf"].to_numpy(), np.full((len(table), 2), np.nan)
    own = table["block"].to_numpy() >= 0
    xy[own] = ground.xy[table["block"].to_numpy()[own]]
    place = np.full(len(table), -1, np.int64)
    wanting = np.flatnonzero(~own)
    choice = _draw(leaf[wanting], territory.leaf_of[places.block], rng)
    found = choice >= 0
    place[wanting[found]] = choice[found]
    xy[wanting[found]] = places.xy[choice[found]]
    wanting = wanting[~found]
    beside, of_block = _list_path_sides(plots)
    choice = _draw(leaf[wanting], territory.leaf_of[of_block], rng)
    assert (choice >= 0).all()
    xy[wanting] = beside[choice]
    return xy, place


def _list_path_sides(plots: Plots) -> tuple[Float64, Int64]:
    """List places close to the paths of every plot."""
    xy, block = [], []
    for use, layout in LAYOUTS.items():
        mine = plots.use == use
        ends = layout.nodes[layout.paths]
        sides = np.concatenate([0.35 * ends[:, 0] + 0.65 * ends[:, 1], 0.65 * ends[:, 0] + 0.35 * ends[:, 1]]) + 0.01
        xy.append(place_points(plots.corners[mine], sides).reshape(-1, 2))
        block.append(np.repeat(plots.block[mine], len(sides)))
    return np.round(np.concatenate(xy) / PRECISION_M) * PRECISION_M, np.concatenate(block)


def _draw(wanted: Int64, offered: Int64, rng: np.random.Generator) -> Int64:
    """Give everyone who wants something of a group a different one of it, -1 where the group has no more."""
    order = np.lexsort((rng.random(len(offered)), offered))
    ranked = np.argsort(wanted, kind="stable")
    group = wanted[ranked]
    at = np.searchsorted(offered[order], group) + rank_in_group(group)
    fits = at < np.searchsorted(offered[order], group, side="right")
    choice = np.full(len(wanted), -1, np.int64)
    choice[ranked[fits]] = order[at[fits]]
    return choice


def name_amenities(amenities: Amenities, leaf_names: Objects, rules: RuleSet) -> Amenities:
    """Call every facility by its community or village and what it is.

    Parameters
    ----------
    amenities
        The facilities; not changed.
    leaf_names
        Names of communities and villages, shape (leaves,).
    rules
        Names of the categories.

    Returns
    -------
    Amenities
        With a column ``name``; a community's second facility of a category is numbered.
    """
    chinese = {name: texts["zh"] for name, texts in (name_facilities([rules]) | ROOM_NAMES).items()}
    table = amenities.table
    turn = table.groupby(["leaf", "category"]).cumcount().to_numpy() + 1
    again = np.where(turn > 1, np.char.add("第", np.char.add(turn.astype(str), "")), "").astype(object)
    name = leaf_names[table["leaf"].to_numpy()] + again + table["category"].map(chinese).to_numpy(object)
    return Amenities(table.assign(name=name), amenities.xy, amenities.place)
