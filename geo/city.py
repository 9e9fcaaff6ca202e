"""The city bundle: a directory of GeoParquet layers that opens in seconds, written whole or not at all."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow
import pyarrow.parquet
import pyproj
import shapely

from geo.addresses.book import AddressBook, make_book, read_book, write_book
from geo.errors import InputError
from geo.grid import BASE_KIND, choose_tiling, is_in_force
from geo.io import replace_directory, replace_file, write_gpkg, write_json
from geo.prepared import Prepared, read_prepared, write_prepared
from geo.snap import MIN_COMPONENT_M, SNAP_LIMIT_M
from geo.standards import RuleSet, parse_rules

FORMAT_VERSION: Final = 1
MARKER: Final = "city.json"
PREPARED: Final = "prepared.npz"
BOOK: Final = "addresses.npz"
_LAYERS: Final = (
    "roads", "grid_units", "homes", "facilities", "extent", "gates", "barriers", "addresses", "workers", "divisions",
)  # fmt: skip
_OPTIONAL: Final = ("gates", "barriers", "addresses", "workers", "divisions")


@dataclass(frozen=True)
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
        Longest access leg and shortest usable piece of the network [m].
    built_at
        Time of the build, ISO 8601, UTC; "" for a city that is the same whenever it is built.
    rules
        The rule set whose limits the city is judged by, or None.
    synthetic
        Whether the city is invented.
    prepared
        What its walks need and no question changes, or None where it is not measured yet.
    book
        The address book as the bundle holds it, or None where it is not made yet.
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
    assumptions: Sequence[str] = ()
    notes: Sequence[str] = ()
    sources: Mapping[str, Any] = field(default_factory=dict)
    categories: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    snap_limit_m: float = SNAP_LIMIT_M
    min_component_m: float = MIN_COMPONENT_M
    built_at: str = ""
    rules: RuleSet | None = None
    synthetic: bool = False
    published: Mapping[str, int] = field(default_factory=dict)
    prepared: Prepared | None = field(default=None, repr=False, compare=False)
    book: AddressBook | None = field(default=None, repr=False, compare=False)

    @cached_property
    def address_book(self) -> AddressBook | None:
        """What addresses are found by; None where the city has none."""
        if self.addresses is None or (self.book is not None and len(self.book.xy) == len(self.addresses)):
            return self.book
        above = [] if self.divisions is None else self.divisions.loc[self.divisions["level"] == "city", "name"].tolist()
        names = [self.name, *self.aliases, *above]
        return make_book(self.addresses, self.tiling, self.divisions, self.roads, city_names=names)

    @cached_property
    def tiling(self) -> gpd.GeoDataFrame:
        """Grid units in force that tile the city: all but those that lie in others or across them."""
        return choose_tiling(self.grid_units[is_in_force(self.grid_units, None)])

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
    >>> from geo.sample import build_sample
    >>> count_city(build_sample())["grid_units"]
    4
    """
    level = city.divisions["level"] if city.divisions is not None else pd.Series(dtype=str)
    return {
        "grid_units": len(city.tiling),
        "workers": 0 if city.workers is None else len(city.workers),
        "communities": int((level == "community").sum()),
        "villages": int((level == "village").sum()),
        "homes": len(city.homes),
        "facilities": len(city.facilities),
        "nodes": int(np.maximum(city.roads["u"].max(), city.roads["v"].max())) + 1,
        "edges": len(city.roads),
    }


def write_city(city: City, path: Path) -> None:
    """Write a city bundle.

    Parameters
    ----------
    city
        The city.
    path
        The directory; an earlier bundle there is replaced when the new one is whole.

    Raises
    ------
    InputError
        If the place holds something else, cannot be written or is full.

    Examples
    --------
    >>> import tempfile
    >>> from geo.sample import build_sample
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_city(build_sample(), Path(folder) / "city")
    ...     open_city(Path(folder) / "city").name
    'Sample'
    """
    with replace_directory(path, marker=MARKER) as new:
        for name in _LAYERS:
            layer = getattr(city, name)
            if layer is not None:
                layer.to_parquet(new / f"{name}.parquet", index=False)
        if city.address_book is not None:
            write_book(new / BOOK, city.address_book)
        if city.prepared is not None:
            write_prepared(new / PREPARED, city.prepared)
        write_json(new / MARKER, describe_city(city))


def describe_city(city: City) -> dict[str, Any]:
    """Describe a city as city.json does.

    Parameters
    ----------
    city
        Any city.

    Returns
    -------
    dict
        Name, CRS, datum, attribution, sources, assumptions, notes, categories, counts, limits, build time, rule set,
        whether it is synthetic, format.

    Examples
    --------
    >>> from geo.sample import build_sample
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
        "assumptions": list(city.assumptions),
        "notes": list(city.notes),
        "sources": dict(city.sources),
        "categories": dict(city.categories),
        "counts": count_city(city),
        "unit_kinds": _count_kinds(city.grid_units),
        "snap_limit_m": city.snap_limit_m,
        "min_component_m": city.min_component_m,
        "built_at": city.built_at,
        "rules": None if city.rules is None else asdict(city.rules),
        "synthetic": city.synthetic,
        "published": dict(city.published),
    }


def _count_kinds(units: gpd.GeoDataFrame) -> dict[str, int]:
    return units["kind"].value_counts(sort=False).to_dict() if "kind" in units else {BASE_KIND: len(units)}


def open_city(path: Path) -> City:
    """Open a city bundle.

    Parameters
    ----------
    path
        The directory.

    Returns
    -------
    City
        With every layer read.

    Raises
    ------
    InputError
        If it is no bundle, of another format, or lacks a layer.

    Examples
    --------
    >>> open_city(Path("none"))
    Traceback (most recent call last):
        ...
    geo.errors.InputError: none: no city here (no city.json); make one with: gridwalk build SOURCE.toml -o none
    """
    about = _read_about(path)
    layers = {name: _read_layer(path, name) for name in _LAYERS}
    stated = {item.name for item in fields(City)} & about.keys() - {"crs", "rules", "prepared", "book"}
    rules = parse_rules(about["rules"], file=str(path / MARKER)) if about.get("rules") else None
    crs = pyproj.CRS.from_user_input(about["crs"])
    prepared, book = read_prepared(path / PREPARED), read_book(path / BOOK)
    return City(crs=crs, rules=rules, prepared=prepared, book=book, **{key: about[key] for key in stated}, **layers)


def _read_about(path: Path) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads((path / MARKER).read_text(encoding="utf-8"))
    except OSError:
        raise InputError(
            f"{path}: no city here (no {MARKER}); make one with: gridwalk build SOURCE.toml -o {path}"
        ) from None
    except ValueError:
        raise InputError(f"{path / MARKER}: damaged; build the city again") from None
    if about.get("format_version") != FORMAT_VERSION:
        raise InputError(
            f"{path}: format {about.get('format_version')}; this gridwalk reads {FORMAT_VERSION}: build the city again"
        )
    return about


def _read_layer(path: Path, name: str) -> Any:
    file = path / f"{name}.parquet"
    if not file.is_file():
        if name in _OPTIONAL:
            return None
        raise InputError(f"{file}: missing; build the city again")
    try:
        has_shapes = b"geo" in (pyarrow.parquet.read_schema(file).metadata or {})
        return gpd.read_parquet(file) if has_shapes else pd.read_parquet(file)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise InputError(f"{file}: damaged ({error}); build the city again") from None


def export_city(city: City, path: Path) -> None:
    """Write every layer into one GeoPackage for desktop GIS.

    Parameters
    ----------
    city
        The city.
    path
        The file; an earlier one is replaced when the new one is whole. Phones of workers are left out.

    Raises
    ------
    InputError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.sample import build_sample
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export_city(build_sample(), Path(folder) / "city.gpkg")
    ...     len(gpd.read_file(Path(folder) / "city.gpkg", layer="grid_units"))
    4
    """
    if path.suffix.lower() != ".gpkg":
        raise InputError(f"{path}: expected a file that ends in .gpkg")
    layers = {name: getattr(city, name) for name in _LAYERS if isinstance(getattr(city, name), gpd.GeoDataFrame)}
    with replace_file(path) as new:
        write_gpkg(new, layers)
