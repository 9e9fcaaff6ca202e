"""What the maps of dossiers draw, with the trees to find it by: made once for a review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Int64, Shapes
from geo.city.model import City
from geo.plans.context import WATER
from geo.plans.review import Review
from maps.style import ROAD_WIDTHS

#: Barriers that are drawn besides water; walls are too many and too short.
_DRAWN: Final = ("railway", "motorway")


@dataclass(frozen=True)
class Layer:
    """Shapes, and a tree to find them by."""

    shapes: Shapes
    tree: shapely.STRtree

    def find(self, box: shapely.Geometry) -> Int64:
        """Find the rows of what lies in a box, in their order."""
        return np.sort(self.tree.query(box)).astype(np.int64)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What the maps of a review draw.

    Parameters
    ----------
    roads, road_class, road_name
        The city's, with the row of :data:`maps.style.ROAD_WIDTHS`, and names.
    homes, units, facilities, barriers, is_water
        The city's; facilities of the categories of the rule sets.
    number
        Number of the category of each facility, from 1.
    areas, plan_id
        The batch.
    planned_roads, planned_facilities, planned_number
        What it plans.
    gates, proposed
        Gates, and proposed grid units with their codes, by ``plan_id``.
    """

    roads: Layer
    road_class: Int64
    road_name: Shapes
    homes: Layer
    units: Layer
    facilities: Layer
    number: Int64
    barriers: Layer
    is_water: Bool
    areas: Layer
    plan_id: Shapes
    planned_roads: Layer
    planned_facilities: Layer
    planned_number: Int64
    gates: Mapping[str, Shapes]
    proposed: Mapping[str, tuple[Shapes, Shapes]]


def lay_sheet(review: Review, categories: Sequence[str]) -> Sheet:
    """Get ready what the maps of a review draw.

    Parameters
    ----------
    review
        The review.
    categories
        Those whose facilities are drawn, in the order of their numbers.

    Returns
    -------
    Sheet
        With a tree per layer; layers without shapes are empty.

    Examples
    --------
    >>> from geo.plans.review import review_plans
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> len(lay_sheet(review, ["clinic"]).areas.shapes)
    1
    """
    batch = review.batch
    planned = batch.facilities[batch.facilities["category"].isin(categories)]
    number = pd.Series(np.arange(1, len(categories) + 1), index=list(categories))
    return replace(
        lay_city(review.city, categories),
        areas=_layer(batch.areas.geometry),
        plan_id=batch.areas["plan_id"].to_numpy(object),
        planned_roads=_layer(batch.roads.geometry),
        planned_facilities=_layer(planned.geometry),
        planned_number=planned["category"].map(number).to_numpy(np.int64),
        gates={str(key): np.asarray(rows.geometry.values) for key, rows in batch.gates.groupby("plan_id")},
        proposed={
            str(key): (np.asarray(rows.geometry.values), rows["unit_code"].to_numpy(object))
            for key, rows in review.units.groupby("plan_id")
        },
    )


def lay_city(city: City, categories: Sequence[str]) -> Sheet:
    """Get ready what maps of a city draw where nothing is planned.

    Parameters
    ----------
    city
        The city.
    categories
        Those whose facilities are drawn, in the order of their numbers.

    Returns
    -------
    Sheet
        With a tree per layer, and nothing planned.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> sheet = lay_city(build_sample(), ["clinic"])
    >>> len(sheet.facilities.shapes), len(sheet.areas.shapes)
    (1, 0)
    """
    facilities = city.facilities[city.facilities["category"].isin(categories)]
    barriers, is_water = _choose_barriers(city.barriers)
    number = pd.Series(np.arange(1, len(categories) + 1), index=list(categories))
    nothing = np.empty(0, object)
    none = Layer(nothing, shapely.STRtree(nothing))
    return Sheet(
        roads=_layer(city.roads.geometry),
        road_class=_classify_roads(city.roads),
        road_name=city.roads.get("name", pd.Series("", index=city.roads.index)).fillna("").to_numpy(object),
        homes=_layer(city.homes.geometry),
        units=_layer(city.base_units.geometry),
        facilities=_layer(facilities.geometry),
        number=facilities["category"].map(number).to_numpy(np.int64),
        barriers=barriers,
        is_water=is_water,
        areas=none,
        plan_id=nothing,
        planned_roads=none,
        planned_facilities=none,
        planned_number=np.zeros(0, np.int64),
        gates={},
        proposed={},
    )


def _classify_roads(roads: gpd.GeoDataFrame) -> Int64:
    """Find the row of :data:`maps.style.ROAD_WIDTHS` of each road."""
    classes = list(ROAD_WIDTHS)
    found = pd.Index(classes).get_indexer(roads["highway"].str.removesuffix("_link"))
    return np.where(found < 0, classes.index("residential"), found)


def _choose_barriers(barriers: gpd.GeoDataFrame | None) -> tuple[Layer, Bool]:
    if barriers is None or "barrier_kind" not in barriers:
        return Layer(np.empty(0, object), shapely.STRtree([])), np.zeros(0, bool)
    chosen = barriers[barriers["barrier_kind"].isin([*WATER, *_DRAWN])]
    return _layer(chosen.geometry), chosen["barrier_kind"].isin(WATER).to_numpy(bool)


def _layer(shapes: gpd.GeoSeries) -> Layer:
    array = np.asarray(shapes.values)
    return Layer(array, shapely.STRtree(array))
