"""The figures of life circles: who lives in each, how far they walk, what lies in it and beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Float64, Int64, Objects, Texts
from geo.crs.projection import to_lonlat
from geo.life_circles.circle_facilities import count_circle_facilities, measure_tier_floor, place_facilities
from geo.life_circles.circle_names import find_first_units, name_circles, number_circles
from geo.life_circles.circle_walks import measure_walks_to_centres
from geo.life_circles.life_plan import LifeLayer, LifePlan
from geo.life_circles.urban_units import count_beyond
from geo.texts import LANGS

#: What a circle is against the residents of its tier.
BANDS: Final = ("within", "below", "above")
_M2_PER_KM2: Final = 1_000_000


@dataclass(frozen=True, kw_only=True)
class LifeCircles:
    """Life circles with all their figures.

    Parameters
    ----------
    plan
        The circles.
    tables
        Tier -> one row per circle, in the order of their codes, with its polygon.
    facilities
        One row per circle and category: ``code, tier`` and those of
        :func:`geo.life_circles.circle_facilities.count_circle_facilities`.
    units
        The urban units with ``compartment`` and the code of their circle of each tier.
    rural
        ``residents``, ``homes`` and ``units`` of villages, and of homes outside all units: not judged.
    """

    plan: LifePlan
    tables: Mapping[str, gpd.GeoDataFrame]
    facilities: pd.DataFrame
    units: gpd.GeoDataFrame
    rural: Mapping[str, float]


def describe_life_circles(plan: LifePlan) -> LifeCircles:
    """Describe life circles.

    Parameters
    ----------
    plan
        The circles.

    Returns
    -------
    LifeCircles
        Residents of all circles of a tier add up to those of the urban units.

    Examples
    --------
    >>> from geo.life_circles.line_city import plan_line_city
    >>> circles = describe_life_circles(plan_line_city())
    >>> circles.tables["10_min"][["code", "parent", "residents", "band", "beyond"]].values.tolist()[2:]
    [['10-001-03', '15-001', 18000.0, 'within', 9000.0], ['10-002-01', '15-002', 4000.0, 'below', 0.0]]
    """
    ground = plan.ground
    centre_unit = {key: _find_centre_units(layer) for key, layer in plan.layers.items()}
    codes = number_circles(plan, centre_unit)
    facility_unit = place_facilities(plan)
    tables, facilities = {}, []
    units = ground.urban.table.assign(compartment=ground.urban.compartment + 1, residents=ground.residents)
    parent: Texts = np.full(len(units), "", object)
    for key, layer in plan.layers.items():
        counted = count_circle_facilities(plan, layer, facility_unit)
        table = _tabulate(plan, layer, codes[key], parent, centre_unit[key])
        table = table.join(measure_tier_floor(plan, layer, facility_unit))
        if len(counted):
            table["facilities_required"] = counted.groupby("circle")["required"].sum().to_numpy()
            table["facilities_short"] = counted.groupby("circle")["short"].sum().to_numpy()
            named = counted.assign(code=codes[key][counted["circle"]], tier=key).drop(columns="circle")
            facilities.append(named.sort_values(["code", "category"], kind="stable"))
        tables[key] = table.sort_values("code").reset_index(drop=True)
        parent = codes[key][layer.label]
        units[f"circle_{key}"] = parent
    lost = ground.home_unit < 0
    rural = {
        "residents": float(ground.home_residents[lost].sum()),
        "homes": float(lost.sum()),
        "units": float((ground.urban.of_base < 0).sum()),
    }
    found = pd.concat(facilities, ignore_index=True) if facilities else pd.DataFrame()
    return LifeCircles(plan=plan, tables=tables, facilities=found, units=units, rural=rural)


def _find_centre_units(layer: LifeLayer) -> Int64:
    """Find the unit of each circle's centre; of one without a centre its first unit."""
    centre = layer.districts.centre
    return np.where(centre >= 0, layer.reaches.unit[centre], find_first_units(layer.label))


def _tabulate(plan: LifePlan, layer: LifeLayer, codes: Texts, parent: Texts, centre_unit: Int64) -> gpd.GeoDataFrame:
    """Put the figures of the circles of a tier together."""
    ground, districts, tier = plan.ground, layer.districts, layer.tier
    first = find_first_units(layer.label)
    names = name_circles(plan, tier.key, centre_unit)
    shapes = join_shapes(np.asarray(ground.urban.table.geometry.values), layer.label)
    area_m2, around_m = shapely.area(shapes), shapely.length(shapes)
    walks = measure_walks_to_centres(plan, layer)
    compartment = ground.urban.compartment[first]
    too_small = ground.compartment_residents[compartment] < tier.low
    below, above = districts.residents < tier.low, districts.residents > tier.high
    columns: dict[str, Any] = {
        "code": codes,
        **{f"name_{lang}": [name[lang] for name in names] for lang in LANGS},
        "tier": tier.key,
        "parent": parent[first],
        "compartment": compartment + 1,
        "residents": districts.residents,
        "band": np.select([below, above], BANDS[1:], BANDS[0]),
        "off_band": districts.off,
        "compartment_too_small": too_small,
        **_add_up_homes(plan, layer),
        "area_km2": area_m2 / _M2_PER_KM2,
        "compactness": 4 * np.pi * area_m2 / around_m**2,
        "grid_units": np.bincount(layer.label),
        **_count_communities(plan, layer),
        "within": walks["within"],
        "beyond": districts.residents - walks["within"],
        "within_timed": walks["within_timed"],
        "within_straight": walks["within_straight"],
        "share_within": walks["within"] / np.maximum(districts.residents, 1e-9),
        **_describe_centres(plan, layer),
        **_describe_barriers(plan, layer),
        "neighbours": _list_neighbours(plan, layer, codes),
    }
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs=ground.city.crs))


def join_shapes(shapes: Objects, label: Int64) -> Objects:
    """Join shapes that have one label.

    Parameters
    ----------
    shapes
        Polygons, shape (n,).
    label
        Of each, shape (n,): whole numbers without a gap from 0.

    Returns
    -------
    ndarray of object
        A shape per label.

    Examples
    --------
    >>> boxes = shapely.box([0, 5, 1], 0, [1, 6, 2], 1)
    >>> shapely.area(join_shapes(boxes, np.array([0, 1, 0]))).tolist()
    [2.0, 1.0]
    """
    order = np.argsort(label, kind="stable")
    groups = np.split(shapes[order], np.flatnonzero(np.diff(label[order])) + 1)
    return np.array([shapely.union_all(group) for group in groups], object)


def _add_up_homes(plan: LifePlan, layer: LifeLayer) -> dict[str, Float64]:
    """Add up homes, households and the groups of residents by circle."""
    ground = plan.ground
    inside = ground.home_unit >= 0
    circle, count = layer.label[ground.home_unit[inside]], len(layer.districts.off)
    sums = {"homes": np.bincount(circle, minlength=count).astype(float)}
    for name in ground.city.demand_columns[1:]:
        people = ground.city.homes[name].fillna(0).to_numpy(float)[inside]
        sums[name] = np.bincount(circle, weights=people, minlength=count).astype(float)
    return sums


def _count_communities(plan: LifePlan, layer: LifeLayer) -> dict[str, Int64]:
    """Count the communities of each circle, and those of them that other circles share."""
    table = pd.DataFrame({"circle": layer.label, "community": plan.ground.urban.table["community"]})
    table = table[table["community"] != ""].drop_duplicates()
    circles = table.groupby("community")["circle"].transform("nunique")
    count = len(layer.districts.off)
    return {
        "communities": np.bincount(table["circle"], minlength=count).astype(np.int64),
        "shared_communities": np.bincount(table["circle"][circles > 1], minlength=count).astype(np.int64),
    }


def _describe_centres(plan: LifePlan, layer: LifeLayer) -> dict[str, Any]:
    """Say which facility or crossing the centre of each circle is, and where."""
    facilities, centre = plan.ground.city.facilities, layer.districts.centre
    has = centre >= 0
    facility = np.where(has, layer.reaches.facility[centre], -1)
    xy = np.where(has[:, None], layer.reaches.xy[centre], np.nan)
    found = facilities.iloc[np.maximum(facility, 0)] if len(facilities) else None
    texts = {
        name: np.where(facility >= 0, "" if found is None else found[column].to_numpy(object), "")
        for name, column in (
            ("centre_category", "category"), ("centre_facility_id", "facility_id"), ("centre_name", "name"),
        )
    }  # fmt: skip
    lonlat = np.full((len(centre), 2), np.nan)
    lonlat[has] = np.column_stack(to_lonlat(xy[has], plan.ground.city.crs))
    return {**texts, "centre_x": xy[:, 0], "centre_y": xy[:, 1], "lon": lonlat[:, 0], "lat": lonlat[:, 1]}


def _describe_barriers(plan: LifePlan, layer: LifeLayer) -> dict[str, Any]:
    """Count the units that a separator runs through, and who lives beyond it, by circle."""
    ground, count = plan.ground, len(layer.districts.off)
    homes = np.asarray(ground.city.homes.geometry.values)
    across = count_beyond(ground.urban, homes, ground.home_unit, ground.home_residents)
    return {
        "divided_units": np.bincount(layer.label, weights=ground.urban.is_divided, minlength=count),
        "residents_across": np.bincount(layer.label, weights=across, minlength=count),
    }


def _list_neighbours(plan: LifePlan, layer: LifeLayer, codes: Texts) -> Texts:
    """List the codes of the circles beside each, with nothing between that separates them."""
    urban = plan.ground.urban
    one, other = layer.label[urban.one], layer.label[urban.other]
    pairs = np.unique(np.column_stack([np.r_[one, other], np.r_[other, one]])[np.tile(one != other, 2)], axis=0)
    beside: list[list[str]] = [[] for _ in codes]
    for circle, neighbour in pairs:
        beside[circle].append(codes[neighbour])
    return np.array([" ".join(sorted(each)) for each in beside], object)
