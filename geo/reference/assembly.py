"""From the seed to the city: the steps in their order."""

from dataclasses import dataclass, replace
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Float64, Int64
from geo.city.model import City
from geo.city.snaps import cache_snaps
from geo.errors import InputError
from geo.files.documents import read_toml
from geo.grid.units import BASE_KIND
from geo.progress import Progress
from geo.reference.amenities import name_amenities, place_amenities
from geo.reference.blocks import Ground, cut_blocks
from geo.reference.buildings import raise_buildings
from geo.reference.city_layers import Model, make_city, move_shapes
from geo.reference.connectors import Connectors, connect_plots
from geo.reference.division_tree import choose_divisions, name_places, read_divisions
from geo.reference.figures import Figures, scale_figures
from geo.reference.kinds import add_kinds
from geo.reference.layouts import SCHOOL, WORKS
from geo.reference.people import appoint_cadres, employ_workers
from geo.reference.plots import Plots, choose_plots, find_grounds, measure_grounds
from geo.reference.settle import Settlement, settle_people
from geo.reference.street_addresses import Gazetteer, list_addresses, name_compounds, open_shops
from geo.reference.street_lattice import Lattice, lay_lattice
from geo.reference.street_network import keep_roads, lay_network
from geo.reference.streetside import RoadNames, list_places, name_roads
from geo.reference.terrain import DATA, Terrain, read_terrain
from geo.reference.territory import Territory, link_blocks, settle_territory
from geo.reference.walls import draw_barriers, list_gates
from geo.rules.rule_set import RuleSet, read_rules
from geo.rules.unit_costs import UnitCosts

FOLDER: Final = DATA / "zhengzhou"
STANDARDS: Final = DATA / "standards"
#: What the city is judged by; the first says how large facilities usually are.
_RULE_SETS: Final = ("gb50180-2018", "national-community-service", "zhengzhou")
ALL_KINDS: Final = "all"
#: Steps of the build and their share of its time, measured at full scale [s].
STEPS: Final = {
    "land": 1.5,
    "blocks": 6.2,
    "divisions and people": 1.0,
    "roads": 2.5,
    "services": 0.4,
    "addresses": 1.3,
    "layers": 1.7,
    "snaps": 4.0,
}
#: The share of writing the bundle beside them.
WRITING_SHARE: Final = 0.9


@dataclass(frozen=True)
class _Inputs:
    figures: Figures
    divisions: pd.DataFrame
    terrain: Terrain
    words: dict[str, Any]
    rule_sets: tuple[RuleSet, ...]
    costs: UnitCosts


@dataclass(frozen=True)
class _Land:
    lattice: Lattice
    ground: Ground
    territory: Territory
    settlement: Settlement
    corners: Float64


@dataclass(frozen=True, kw_only=True)
class _Streets:
    plots: Plots
    is_road: Bool
    connectors: Connectors
    names: RoadNames
    network: gpd.GeoDataFrame
    barriers: pd.DataFrame


def build_reference(
    *, seed: int = 0, scale: float = 1.0, kinds: str = BASE_KIND, progress: Progress | None = None
) -> City:
    """Build the reference city.

    Parameters
    ----------
    seed
        The same seed gives the same city, to the last bit.
    scale
        1 for the city of the published figures; less, down to 0.02, for a small one of the same structure.
    kinds
        ``"grid"`` for the published grid units, ``"all"`` for the later kinds beside them.
    progress
        Shows the name of each step, from :data:`STEPS`, as it begins.

    Returns
    -------
    City
        In EPSG:4547, without the time of its build.

    Raises
    ------
    InputError
        If the scale is outside its range or `kinds` is neither.

    Examples
    --------
    >>> city = build_reference(scale=0.02)
    >>> len(city.grid_units), len(city.workers)
    (117, 654)
    """
    progress = progress or Progress()
    if kinds not in (BASE_KIND, ALL_KINDS):
        raise InputError(f'kinds = "{kinds}": expected "{BASE_KIND}" or "{ALL_KINDS}"')
    rng = np.random.default_rng(seed)
    progress.show("land")
    inputs = _read_inputs(scale, rng)
    land = _settle_land(inputs, rng, progress)
    model = _build_up(inputs, land, rng, progress)
    progress.show("layers")
    city = make_city(
        model,
        inputs.terrain,
        inputs.figures,
        inputs.rule_sets,
        inputs.words["aliases"],
        costs=inputs.costs,
        scale=scale,
        seed=seed,
    )
    progress.show("snaps")
    return cache_snaps(_add_kinds(city, model, inputs) if kinds == ALL_KINDS else city)


def _add_kinds(city: City, model: Model, inputs: _Inputs) -> City:
    town = inputs.divisions["code"][inputs.divisions["level"] == "community"]
    is_town = city.grid_units["community"].isin(town).to_numpy()
    fenced = np.isin(model.settlement.use, [SCHOOL, WORKS])
    grounds = move_shapes(model.ground.shapes[fenced], inputs.terrain)
    centre = shapely.Point(inputs.terrain.origin)
    units = add_kinds(city.grid_units, is_town, city.homes, grounds, centre, inputs.figures, inputs.words["kinds"])
    return replace(city, grid_units=units)


def _read_inputs(scale: float, rng: np.random.Generator) -> _Inputs:
    listed = read_divisions(FOLDER)
    figures = scale_figures(scale, districts=int((listed["level"] == "district").sum()))
    return _Inputs(
        figures,
        choose_divisions(listed, figures, rng),
        read_terrain(FOLDER, scale=scale),
        read_toml(FOLDER / "names.toml", what="list of names"),
        tuple(read_rules(STANDARDS / f"{name}.toml") for name in _RULE_SETS),
        UnitCosts.model_validate(read_toml(FOLDER / "costs.toml", what="list of costs")),
    )


def _settle_land(inputs: _Inputs, rng: np.random.Generator, progress: Progress) -> _Land:
    terrain = inputs.terrain
    lattice = lay_lattice(terrain, _count_communities(terrain, inputs.divisions), rng)
    progress.show("blocks")
    ground = cut_blocks(terrain, lattice)
    progress.show("divisions and people")
    territory = settle_territory(terrain, ground, lattice, inputs.divisions)
    corners = find_grounds(ground, lattice)
    blocks = link_blocks(ground, lattice, shapely.area(ground.shapes))
    room_m2 = measure_grounds(corners)
    settlement = settle_people(terrain, ground, territory, blocks, room_m2, inputs.figures, rng)
    return _Land(lattice, ground, territory, settlement, corners)


def _count_communities(terrain: Terrain, divisions: pd.DataFrame) -> Int64:
    """Count the communities of each district that has a polygon, those of a zone with the district it is cut from."""
    street = divisions.loc[divisions["level"] == "community", "parent"]
    district = street.map(dict(zip(divisions["code"], divisions["parent"], strict=True)))
    cut_from = {zone["code"]: zone["districts"][0] for zone in terrain.zones}
    counted = district.replace(cut_from).value_counts()
    return np.array([counted.get(code, 0) for code in terrain.district_codes], np.int64)


def _lay_streets(inputs: _Inputs, land: _Land, rng: np.random.Generator) -> _Streets:
    ground, lattice, settlement = land.ground, land.lattice, land.settlement
    plots = choose_plots(land.corners, settlement.use, settlement.residents)
    is_road, crossing = keep_roads(ground, lattice, settlement.unit_of, rng)
    connectors = connect_plots(ground, lattice, plots, is_road, rng)
    names = name_roads(inputs.terrain, ground, lattice, inputs.words["roads"], is_road, rng)
    network = lay_network(ground, lattice, plots, connectors, is_road, crossing, names.write_out())
    return _Streets(
        plots=plots,
        is_road=is_road,
        connectors=connectors,
        names=names,
        network=network,
        barriers=draw_barriers(ground, plots, connectors, crossing),
    )


def _build_up(inputs: _Inputs, land: _Land, rng: np.random.Generator, progress: Progress) -> Model:
    """Raise the buildings, open services and shops and give everything an address."""
    ground, territory, settlement = land.ground, land.territory, land.settlement
    progress.show("roads")
    streets = _lay_streets(inputs, land, rng)
    plots = streets.plots
    buildings = raise_buildings(plots, settlement, rng)
    progress.show("services")
    places = list_places(ground, land.lattice, streets.names, settlement.use)
    named = inputs.divisions.set_index("code")["name"]
    leaf_names = name_places(named[list(territory.leaves)]).to_numpy(object)
    amenities = place_amenities(ground, territory, settlement, plots, places, inputs.figures, inputs.rule_sets[0], rng)
    amenities = name_amenities(amenities, leaf_names, inputs.rule_sets[0])
    progress.show("addresses")
    above = pd.DataFrame(
        {
            "district": named[list(territory.districts)].to_numpy(object)[territory.district_of],
            "street": named[list(territory.streets)].to_numpy(object)[territory.street_of],
            "community": leaf_names[territory.leaf_of],
        }
    )
    gazetteer = Gazetteer(above, inputs.words)
    compounds = name_compounds(ground, land.lattice, plots, streets.connectors, streets.names, gazetteer, rng)
    shops = open_shops(
        places, amenities, settlement.age, buildings=len(buildings.plot), words=inputs.words["shops"], rng=rng
    )
    addresses, address_xy = list_addresses(
        plots, buildings, compounds, streets.names, places, amenities, shops, gazetteer
    )
    households = np.bincount(settlement.unit_of, weights=settlement.households).astype(np.int64)
    people = np.bincount(territory.leaf_of, weights=settlement.residents).astype(np.int64)
    return Model(
        divisions=inputs.divisions,
        leaf_names=leaf_names,
        ground=ground,
        territory=territory,
        settlement=settlement,
        plots=plots,
        network=streets.network,
        barriers=streets.barriers,
        gates=list_gates(plots, streets.connectors, ground, amenities, compounds.code, streets.is_road),
        buildings=buildings,
        amenities=amenities,
        compounds=compounds.code,
        addresses=addresses,
        address_xy=address_xy,
        cadres=appoint_cadres(territory, people, inputs.figures, rng),
        workers=employ_workers(households, inputs.figures, inputs.words, rng),
    )
