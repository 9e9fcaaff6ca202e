"""Building a city from its source file: every layer read, checked together, and only then kept."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.arrays import Objects
from geo.city.model import City
from geo.city.reading.address_layer import build_addresses
from geo.city.reading.entrances import add_entrances
from geo.city.reading.odd_tables import note_category_names
from geo.city.reading.place_checks import (
    check_barriers,
    check_places,
    check_unit_datum,
    explain_roads_elsewhere,
)
from geo.city.reading.places import Facilities, build_facilities, build_homes, keep_inside
from geo.city.reading.references import build_tables, check_references
from geo.city.reading.road_layer import Roads, build_barriers, build_roads, read_city_crs
from geo.city.reading.state import Build, read_area
from geo.city.reading.table_faults import attempt
from geo.city.reading.unit_layer import build_units
from geo.city.snaps import cache_snaps
from geo.city.source import CitySource
from geo.city.source_tables import dump_keys
from geo.crs.projection import WGS84
from geo.progress import Progress
from geo.rules.lookups import name_facilities
from geo.rules.rule_set import RuleSet, read_rules
from geo.texts.notes import state_notes


def build_city(source: CitySource, *, progress: Progress | None = None) -> City:
    """Read a city from its source file.

    Parameters
    ----------
    source
        The parsed source file.
    progress
        Shows the name of each step as it begins.

    Returns
    -------
    City
        Checked: every table keeps its schema, every reference leads somewhere, grid units neither overlap nor are
        broken, places lie where the roads are.

    Raises
    ------
    GeoError
        With all faults of the data in one message.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geo.city.source import read_source
    >>> build_city(read_source(Path("data/helsinki.toml"))).crs.to_epsg()
    32635
    """
    progress = progress or Progress()
    rule_sets = tuple(map(read_rules, source.rules))
    progress.show("roads")
    # layers that are read in degrees would have many faults, none of which is theirs
    build = Build(source, read_city_crs(source) or WGS84)
    found = attempt(build, partial(build_roads, build))
    layers, outlines = _read_layers(build, found, progress)
    layers = replace(layers, gates=_find_entrances(build, layers, outlines))
    names = {**name_facilities(rule_sets), **source.categories}
    build.notes += note_category_names(layers.facilities["category"], names)
    city = _make_city(build, layers, rule_sets)
    progress.show("snaps")
    return cache_snaps(city)


@dataclass(frozen=True, kw_only=True)
class _Layers:
    """The layers of a city, by the names that the city has for them."""

    roads: gpd.GeoDataFrame
    extent: gpd.GeoDataFrame
    homes: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    grid_units: gpd.GeoDataFrame
    gates: gpd.GeoDataFrame | None
    barriers: gpd.GeoDataFrame | None
    addresses: gpd.GeoDataFrame | None
    workers: pd.DataFrame | None
    divisions: pd.DataFrame | None


def _read_layers(build: Build, found: Roads | None, progress: Progress) -> tuple[_Layers, Objects]:
    """Read and check what lies along the roads; return it with the areas of facilities.

    Each table is read, whatever is wrong with the others, so that one run tells the faults of all.
    """
    boundary = attempt(build, lambda: read_area(build.source.boundary, build.crs))
    progress.show("homes")
    homes = attempt(build, lambda: keep_inside(build_homes(build), boundary, build))
    progress.show("facilities")
    facilities = attempt(build, lambda: build_facilities(build))
    progress.show("grid units")
    units = attempt(build, lambda: build_units(build, boundary, homes))
    progress.show("checks")
    divisions, workers, gates = build_tables(build, units)
    barriers = attempt(build, lambda: build_barriers(build, found))
    progress.show("addresses")
    addresses = attempt(build, lambda: build_addresses(build))
    if found is None:
        explain_roads_elsewhere(build, homes)
    else:
        _check_layers(build, found, homes, facilities, units, gates, addresses)
        if barriers is not None:
            attempt(build, lambda: check_barriers(build, barriers, extent=found.ground, tree=found.tree))
    if homes is not None and units is not None:
        check_unit_datum(build, units, homes)
    if gates is not None and facilities is not None and "place" in gates:
        gates["place"] = gates["place"].replace(facilities.same)
    check_references(build, units, homes, None if facilities is None else facilities.table, gates, divisions)
    build.problems.raise_all(build.faults)
    assert found is not None
    assert homes is not None
    assert facilities is not None
    assert units is not None
    layers = _Layers(
        roads=found.roads,
        extent=found.extent,
        homes=homes,
        facilities=facilities.table,
        grid_units=units,
        gates=gates,
        barriers=barriers,
        addresses=addresses,
        workers=workers,
        divisions=divisions,
    )
    return layers, facilities.outlines


def _check_layers(
    build: Build,
    found: Roads,
    homes: gpd.GeoDataFrame | None,
    facilities: Facilities | None,
    units: gpd.GeoDataFrame | None,
    gates: gpd.GeoDataFrame | None,
    addresses: gpd.GeoDataFrame | None,
) -> None:
    """Check that each layer lies where the roads are."""
    layers = {"homes": homes, "grid_units": units, "gates": gates, "addresses": addresses}
    parts = {name: [(build.layer(name), layer.geometry)] for name, layer in layers.items() if layer is not None}
    if facilities is not None:
        parts["facilities"] = facilities.parts
    for each in parts.values():
        attempt(build, partial(check_places, build, each, extent=found.ground, tree=found.tree))


def _find_entrances(build: Build, layers: _Layers, outlines: Objects) -> gpd.GeoDataFrame | None:
    """Add the entrances of facilities with an area to the gates."""
    table = build.source.tables.roads
    gates, notes, assumptions = add_entrances(
        layers.gates,
        layers.facilities,
        outlines,
        layers.roads,
        layers.barriers,
        snap_limit_m=float(table.snap_limit_m),
        min_component_m=float(table.min_component_m),
    )
    build.notes += notes
    build.assumptions += assumptions
    return gates


def _make_city(build: Build, layers: _Layers, rule_sets: tuple[RuleSet, ...]) -> City:
    source, tables = build.source, build.source.tables
    # up to here rows had the numbers of their files, for messages
    numbered: dict[str, Any] = {
        name: None if table is None else table.reset_index(drop=True) for name, table in vars(layers).items()
    }
    return City(
        name=source.name,
        attribution=tables.city.attribution,
        crs=build.crs,
        datum=tables.city.datum,
        aliases=tables.city.aliases,
        assumptions=(*state_notes(tables.city.assumptions), *build.assumptions),
        notes=tuple(build.notes),
        sources=_list_sources(source),
        categories=_name_categories(source, layers.facilities, rule_sets),
        rule_sets=rule_sets,
        costs=tables.costs,
        audit_standard=tables.audit,
        snap_limit_m=float(tables.roads.snap_limit_m),
        min_component_m=float(tables.roads.min_component_m),
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        **numbered,
    )


def _list_sources(source: CitySource) -> dict[str, Any]:
    """Name the file of each layer, or say how it was made."""
    return {
        name: [
            layer.path.name if layer.path else dump_keys(table) | {"city_datum": layer.default_datum}
            for table, layer in zip(source.tables.list_files(name), layers, strict=True)
        ]
        for name, layers in source.layers.items()
    }


def _name_categories(
    source: CitySource, facilities: gpd.GeoDataFrame, rule_sets: tuple[RuleSet, ...]
) -> dict[str, Any]:
    """Categories in the source file's order, then the rest as they come; those unnamed are called as the rules do."""
    found = list(dict.fromkeys(facilities["category"]))
    named = [name for name in source.categories if name in found]
    order = named + [name for name in found if name not in named]
    known = {**name_facilities(rule_sets), **source.categories}
    return {name: known.get(name, {"zh": name, "en": name}) for name in order}
