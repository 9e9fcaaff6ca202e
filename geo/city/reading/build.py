"""Building a city from its source file: every layer read, checked together, and only then kept."""

from datetime import UTC, datetime
from typing import Any

import geopandas as gpd
import shapely

from geo.city.model import City
from geo.city.reading.address_layer import build_addresses
from geo.city.reading.places import build_facilities, build_homes, build_units, keep_inside
from geo.city.reading.references import build_tables, check_places, check_references
from geo.city.reading.road_layer import build_barriers, build_roads
from geo.city.reading.state import read_area
from geo.city.snaps import cache_snaps
from geo.city.source import CitySource
from geo.progress import Progress
from geo.rules.rule_set import RuleSet, read_rules
from geo.walking.snap import MIN_COMPONENT_M, SNAP_LIMIT_M


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
    rules = None if source.rules is None else read_rules(source.rules)
    progress.show("roads")
    build, roads, extent = build_roads(source)
    extent_shape = extent.geometry.iloc[0]
    tree = shapely.STRtree(roads.geometry.values)
    boundary = read_area(source.boundary, build.crs)
    progress.show("homes")
    homes = keep_inside(build_homes(build), boundary, build)
    progress.show("facilities")
    facilities = build_facilities(build)
    progress.show("grid units")
    units = build_units(build, boundary, homes)
    progress.show("checks")
    for table, frame in (("homes", homes), ("facilities", facilities), ("grid_units", units)):
        check_places(build, table, frame, extent_shape, tree)
    divisions, workers, gates = build_tables(build)
    barriers = build_barriers(build, roads)
    progress.show("addresses")
    addresses = build_addresses(build, divisions)
    if addresses is not None:
        check_places(build, "addresses", addresses, extent_shape, tree)
    check_references(build, units, homes, facilities, gates, workers, divisions)
    build.problems.raise_if_any()
    roads_source = build.layer("roads").options
    city = City(
        name=source.name,
        attribution=source.attribution,
        crs=build.crs,
        datum=build.layer("roads").options["city_datum"],
        roads=roads,
        grid_units=units,
        homes=homes,
        facilities=facilities,
        extent=extent,
        gates=gates,
        barriers=barriers,
        addresses=addresses,
        workers=workers,
        divisions=divisions,
        aliases=source.aliases,
        assumptions=(*source.assumptions, *build.assumptions),
        notes=tuple(build.notes),
        sources=_list_sources(source),
        categories=_name_categories(source, facilities, rules),
        rules=rules,
        snap_limit_m=float(roads_source.get("snap_limit_m", SNAP_LIMIT_M)),
        min_component_m=float(roads_source.get("min_component_m", MIN_COMPONENT_M)),
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    progress.show("snaps")
    return cache_snaps(city)


def _list_sources(source: CitySource) -> dict[str, Any]:
    return {
        name: [layer.path.name if layer.path else dict(layer.options) for layer in layers]
        for name, layers in source.layers.items()
    }


def _name_categories(source: CitySource, facilities: gpd.GeoDataFrame, rules: RuleSet | None) -> dict[str, Any]:
    """Categories in the source file's order, then the rest as they come; those unnamed are called as the rules do."""
    found = list(dict.fromkeys(facilities["category"]))
    named = [name for name in source.categories if name in found]
    order = named + [name for name in found if name not in named]
    named_by_rules = {} if rules is None else {name: dict(rule["name"]) for name, rule in rules.categories.items()}
    known = {**named_by_rules, **source.categories}
    return {name: known.get(name, {"zh": name, "en": name}) for name in order}
