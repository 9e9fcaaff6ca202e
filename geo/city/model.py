"""A city in memory: its layers and what was decided when it was built."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from geo.addresses.index import AddressIndex
from geo.addresses.indexing import make_address_index
from geo.arrays import Texts
from geo.city.snap_cache import SnapCache
from geo.files.validation import Record
from geo.grid.generations import is_in_force, may_differ_since
from geo.grid.units import BASE_KIND, assign_units, choose_base_units
from geo.rules.audit_standard import AuditStandard
from geo.rules.rule_set import RuleSet, dump_rules
from geo.rules.unit_costs import UnitCosts
from geo.texts.notes import Note
from geo.walking.network import WalkNetwork, build_network
from geo.walking.snap import MIN_COMPONENT_M, SNAP_LIMIT_M

FORMAT_VERSION: Final = 4


@dataclass(frozen=True, kw_only=True)
class City:
    """A city in memory.

    Parameters
    ----------
    name, attribution
        As the source file says.
    crs
        Metric CRS of every layer.
    datum
        Datum of longitude and latitude that callers may leave out, or None: then they must name it.
    aliases
        Other names of the city, and what lies above it: addresses may begin or end with them.
    assumptions
        What is assumed rather than known; shown wherever figures are.
    notes
        What the build decided or doubts.
    sources
        Layer -> the file it came from.
    categories
        Category -> {"zh": name, "en": name}.
    snap_limit_m, min_component_m
        Longest access leg and shortest usable component of the network [m].
    built_at
        Time of the build, ISO 8601, UTC; "" for a city that is the same whenever it is built.
    rule_sets
        The rule sets that the city is judged by, in its order.
    costs
        What it costs to make shortfalls good, or None where the city states nothing.
    audit_standard
        Its own definition of the rooms that communities run, or None for the one that comes with gridwalk.
    synthetic
        Whether the city is invented.
    snap_cache
        What its walks need and no question changes, or None where it is not measured yet.
    stored_index
        The index of addresses as the bundle holds it, or None where it is not made yet.
    published
        Of a synthetic city, the figures that are exactly those published.
    roads, grid_units, homes, facilities, extent, gates, barriers, addresses, workers, divisions
        The layers; `extent` is one polygon, the area that the data cover; `divisions` may have polygons.
    """

    name: str
    attribution: str
    crs: pyproj.CRS
    roads: gpd.GeoDataFrame
    grid_units: gpd.GeoDataFrame
    homes: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    extent: gpd.GeoDataFrame
    gates: gpd.GeoDataFrame | None = None
    barriers: gpd.GeoDataFrame | None = None
    addresses: gpd.GeoDataFrame | None = None
    workers: pd.DataFrame | None = None
    divisions: pd.DataFrame | None = None
    datum: str | None = None
    aliases: Sequence[str] = ()
    assumptions: Sequence[Note] = ()
    notes: Sequence[Note] = ()
    sources: Mapping[str, Any] = field(default_factory=dict)
    categories: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    snap_limit_m: float = SNAP_LIMIT_M
    min_component_m: float = MIN_COMPONENT_M
    built_at: str = ""
    rule_sets: tuple[RuleSet, ...] = ()
    costs: UnitCosts | None = None
    audit_standard: AuditStandard | None = None
    synthetic: bool = False
    published: Mapping[str, int] = field(default_factory=dict)
    snap_cache: SnapCache | None = field(default=None, repr=False, compare=False)
    stored_index: AddressIndex | None = field(default=None, repr=False, compare=False)

    @cached_property
    def address_index(self) -> AddressIndex | None:
        """What addresses are found by; None where the city has none."""
        texts, stored = self.address_texts, self.stored_index
        if texts is None or (stored is not None and len(stored.xy) == len(texts)):
            if stored is None or not may_differ_since(self.grid_units, self.built_at):
                return stored
            places = (stored.xy, stored.node_xy)
            return stored.move_to(*(assign_units(self.base_units, shapely.points(xy)) for xy in places))
        above = [] if self.divisions is None else self.divisions.loc[self.divisions["level"] == "city", "name"].tolist()
        names = [self.name, *self.aliases, *above]
        return make_address_index(self.addresses, self.base_units, self.divisions, self.roads, city_names=names)

    @cached_property
    def address_texts(self) -> Texts | None:
        """The addresses as they are written, shape (n,); None where the city has none."""
        return None if self.addresses is None else self.addresses["text"].to_numpy(object)

    @cached_property
    def base_units(self) -> gpd.GeoDataFrame:
        """Grid units in force that tile the city: all but those that lie in others or across them."""
        return choose_base_units(self.grid_units[self.in_force])

    @cached_property
    def in_force(self) -> "pd.Series[bool]":
        """Which grid units are in force today: on the day when this was first looked at, so that all figures agree."""
        return is_in_force(self.grid_units, None)

    @cached_property
    def network(self) -> WalkNetwork:
        """The walk network as everybody finds it; see :func:`geo.walking.network.build_network`."""
        return build_network(self.roads)

    @cached_property
    def barrier_tree(self) -> shapely.STRtree | None:
        """Tree of the barriers; None where the city knows none."""
        return None if self.barriers is None else shapely.STRtree(self.barriers.geometry.values)

    @property
    def demand_columns(self) -> list[str]:
        """Columns of `homes` that count people: residents first, then households and groups of residents."""
        names = [name for name in self.homes if name == "households" or name.startswith("residents_")]
        return ["residents", *names]


def count_city(city: City) -> dict[str, int]:
    """Count what a city holds.

    Parameters
    ----------
    city
        Any city.

    Returns
    -------
    dict
        ``grid_units, workers, communities, villages, homes, facilities, nodes, edges``.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> count_city(build_sample())["grid_units"]
    4
    """
    level = city.divisions["level"] if city.divisions is not None else pd.Series(dtype=str)
    return {
        "grid_units": len(city.base_units),
        "workers": 0 if city.workers is None else city.workers["worker_id"].nunique(),
        "communities": int((level == "community").sum()),
        "villages": int((level == "village").sum()),
        "homes": len(city.homes),
        "facilities": len(city.facilities),
        "nodes": int(np.maximum(city.roads["u"].max(), city.roads["v"].max())) + 1,
        "edges": len(city.roads),
    }


def describe_city(city: City) -> dict[str, Any]:
    """Describe a city as city.json does.

    Parameters
    ----------
    city
        Any city.

    Returns
    -------
    dict
        Name, CRS, datum, attribution, sources, assumptions, notes, categories, counts, limits, build time, rule sets,
        costs and rooms as it states them, whether it is synthetic, format.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> describe_city(build_sample())["crs"]
    'EPSG:32650'
    """
    return {
        "format_version": FORMAT_VERSION,
        "name": city.name,
        "crs": city.crs.to_string(),
        "datum": city.datum,
        "attribution": city.attribution,
        "aliases": list(city.aliases),
        "assumptions": [asdict(note) for note in city.assumptions],
        "notes": [asdict(note) for note in city.notes],
        "sources": dict(city.sources),
        "categories": dict(city.categories),
        "counts": count_city(city),
        "unit_kinds": _count_kinds(city.grid_units),
        "snap_limit_m": city.snap_limit_m,
        "min_component_m": city.min_component_m,
        "built_at": city.built_at,
        "rule_sets": [dump_rules(rules) for rules in city.rule_sets],
        "costs": _dump_stated(city.costs),
        "audit_standard": _dump_stated(city.audit_standard),
        "synthetic": city.synthetic,
        "published": dict(city.published),
    }


def _dump_stated(record: Record | None) -> dict[str, Any] | None:
    return None if record is None else record.model_dump(mode="json", exclude_none=True)


def _count_kinds(units: gpd.GeoDataFrame) -> dict[str, int]:
    return units["unit_kind"].value_counts(sort=False).to_dict() if "unit_kind" in units else {BASE_KIND: len(units)}
