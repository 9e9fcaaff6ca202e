"""Addresses of the reference city: one a building in the form real ones have, one a shop and public building."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.arrays import Float64, Int64, Texts
from geo.reference.amenities import Amenities
from geo.reference.blocks import Ground
from geo.reference.buildings import Buildings
from geo.reference.connectors import Connectors
from geo.reference.layouts import ESTATE, HAMLET, LANES, TOWERS, YARD
from geo.reference.plots import Plots
from geo.reference.street_lattice import Lattice
from geo.reference.streetside import Places, RoadNames, find_side, number_places, pair_words

#: Assumed: shops for each residential building.
_SHOPS_PER_BUILDING: Final = 0.5


COLUMNS: Final = (
    "address_kind", "text", "district", "street", "community", "road", "number", "compound", "building", "name",
    "old_road",
)  # fmt: skip


@dataclass(frozen=True)
class Gazetteer:
    """Names of the city.

    Parameters
    ----------
    divisions
        ``district, street, community``: names of those that each block belongs to, one row per block.
    words
        What the rest is named with: names.toml.
    """

    divisions: pd.DataFrame
    words: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Compounds:
    """What each plot is called and where its first gate stands.

    Parameters
    ----------
    code, name
        Identifier, and name ("" for lanes), shape (p,).
    road, number
        Name of the road at its gate ("" where that has none) and house number, shape (p,).
    old_road
        Former name of that road, shape (p,).
    form
        How buildings are numbered, such as ``"{n}号楼"``, shape (p,).
    """

    code: Texts
    name: Texts
    road: Texts
    number: Texts
    old_road: Texts
    form: Texts


def name_compounds(
    ground: Ground,
    lattice: Lattice,
    plots: Plots,
    connectors: Connectors,
    roads: RoadNames,
    gazetteer: Gazetteer,
    rng: np.random.Generator,
) -> Compounds:
    """Name the compounds and find their house numbers.

    Parameters
    ----------
    ground, lattice, plots, connectors
        The city so far.
    roads, gazetteer
        Names.
    rng
        Which words.

    Returns
    -------
    Compounds
        In the order of the plots. Old-town lanes are roads of their own; villages are numbered by group.
    """
    n = len(plots.block)
    road, number, old = np.full(n, "", object), np.full(n, "", object), np.full(n, "", object)
    named = np.flatnonzero((connectors.segment >= 0) & (roads.of_segment[connectors.segment] >= 0))
    plot, first = np.unique(connectors.plot[named], return_index=True)
    way = named[first]
    segment = connectors.segment[way]
    at = roads.of_segment[segment]
    _, is_odd = find_side(ground, lattice, segment, plots.block[plot])
    found = number_places(connectors.end[way], at, is_odd, roads, lattice.orientation[ground.segments.line[segment]])
    road[plot], number[plot], old[plot] = roads.name[at], found.astype(str).astype(object), roads.old_name[at]
    name, form = _name_by_use(plots, gazetteer, rng)
    lanes = plots.use == LANES
    road[lanes], number[lanes], old[lanes] = _name_lanes(int(lanes.sum()), gazetteer.words, rng), "", ""
    code = np.array([f"C{plot + 1:05d}" for plot in range(n)], object)
    return Compounds(code=code, name=name, road=road, number=number, old_road=old, form=form)


def _name_by_use(plots: Plots, gazetteer: Gazetteer, rng: np.random.Generator) -> tuple[Texts, Texts]:
    words, forms = gazetteer.words["compounds"], gazetteer.words["buildings"]
    name = np.full(len(plots.block), "", object)
    form = rng.choice(np.array(forms["forms"], object), len(plots.block), p=[0.6, 0.2, 0.1, 0.1])
    for use, suffix in ((ESTATE, "estate_suffix"), (TOWERS, "towers_suffix")):
        mine = np.flatnonzero(plots.use == use)
        all_names = np.array(
            [a + b + c for c in words[suffix] for a in words["first"] for b in words["second"]], object
        )
        drawn = rng.permutation(all_names)
        phase = np.arange(len(mine)) // len(drawn) + 1
        name[mine] = drawn[np.arange(len(mine)) % len(drawn)]
        name[mine] += np.array([words["phase"].format(n=n) if n > 1 else "" for n in phase], object)
    mine = np.flatnonzero(plots.use == YARD)
    kinds = words["yard"]
    name[mine] = [
        words["yard_form"].format(word=kinds[k % len(kinds)], n=k // len(kinds) + 1) for k in range(len(mine))
    ]
    mine = np.flatnonzero(plots.use == HAMLET)
    above = gazetteer.divisions.iloc[plots.block[mine]]
    turn = above.groupby(["street", "community"], sort=False).cumcount()
    name[mine] = above["community"].to_numpy() + np.array([forms["hamlet"].format(n=k + 1) for k in turn], object)
    form[np.isin(plots.use, [HAMLET, LANES])] = forms["house"]
    return name, form


def _name_lanes(count: int, words: Mapping[str, Any], rng: np.random.Generator) -> Texts:
    turned = np.array([pair[::-1] for pair in pair_words(words["roads"])], object)
    return np.asarray(rng.permutation(turned)[:count] + words["roads"]["lane"])


@dataclass(frozen=True)
class Shops:
    """Shops: the rows of the places they take, and their names."""

    place: Int64
    name: Texts


def open_shops(
    places: Places,
    amenities: Amenities,
    age: Float64,
    *,
    buildings: int,
    words: Mapping[str, Any],
    rng: np.random.Generator,
) -> Shops:
    """Open shops at places that no service takes, most of them where the city is old.

    Parameters
    ----------
    places, amenities
        The places, and which are taken.
    age
        Age of each block, 0 for the old town, shape (n,).
    buildings
        Number of residential buildings.
    words
        The table ``shops`` of names.toml.
    rng
        Where, and what they are called.

    Returns
    -------
    Shops
        So many for each building, as far as there are places.
    """
    free = np.ones(len(places.block), bool)
    free[amenities.place[amenities.place >= 0]] = False
    pull = rng.random(len(places.block)) / (1.2 - age[places.block])
    order = np.argsort(np.where(free, pull, np.inf), kind="stable")
    chosen = np.sort(order[: min(int(_SHOPS_PER_BUILDING * buildings), int(free.sum()))])
    name = rng.choice(np.array(list(words["owners"]), object), len(chosen))
    for part in ("marks", "trades"):
        name = name + rng.choice(np.array(words[part], object), len(chosen))
    return Shops(chosen, name)


def list_addresses(
    plots: Plots,
    buildings: Buildings,
    compounds: Compounds,
    roads: RoadNames,
    places: Places,
    amenities: Amenities,
    shops: Shops,
    gazetteer: Gazetteer,
) -> tuple[pd.DataFrame, Float64]:
    """List the addresses of all buildings, services and shops.

    Parameters
    ----------
    plots, buildings, compounds, roads, places, amenities, shops, gazetteer
        The city so far.

    Returns
    -------
    tuple
        Table of :data:`COLUMNS`, and the place of each [m], shape (a, 2). `text` is the whole address.
    """
    plot = buildings.plot
    homes = pd.DataFrame(
        {
            "address_kind": "building",
            "block": plots.block[plot],
            "road": compounds.road[plot],
            "number": compounds.number[plot],
            "compound": compounds.name[plot],
            "building": [f.format(n=n) for f, n in zip(compounds.form[plot], buildings.number, strict=True)],
            "name": "",
            "old_road": compounds.old_road[plot],
        }
    )
    placed = amenities.place >= 0
    names = amenities.table["name"].to_numpy(object)[placed]
    public = _list_at_road("public", amenities.place[placed], names, places, roads)
    open_ = _list_at_road("shop", shops.place, shops.name, places, roads)
    table = pd.concat([homes, public, open_], ignore_index=True)
    xy = np.concatenate([buildings.xy, amenities.xy[placed], places.xy[shops.place]])
    above = gazetteer.divisions.iloc[table["block"].to_numpy()].reset_index(drop=True)
    table = pd.concat([table, above], axis=1)
    table["text"] = _write_texts(table)
    return table[list(COLUMNS)], xy


def _list_at_road(kind: str, at: Int64, name: Texts, places: Places, roads: RoadNames) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "address_kind": kind,
            "block": places.block[at],
            "road": roads.name[places.road[at]],
            "number": places.number[at].astype(str),
            "compound": "",
            "building": "",
            "name": name,
            "old_road": roads.old_name[places.road[at]],
        }
    )


def _write_texts(table: pd.DataFrame) -> Texts:
    """Write an address out: district, street, road, number, compound, building, name."""
    number = table["number"].to_numpy(object)
    written = np.where(number == "", "", number + "号")
    # a functional zone's streets bear its name already
    pairs = zip(table["district"], table["street"], strict=True)
    parts: list[Any] = [np.array(["" if street.startswith(zone) else zone for zone, street in pairs], object)]
    parts += [table[part].to_numpy(object) for part in ("street", "road")]
    parts += [written, *(table[part].to_numpy(object) for part in ("compound", "building", "name"))]
    text = parts[0]
    for part in parts[1:]:
        text = text + part
    return np.asarray(text)
