"""The two maps of a dossier, before and after: drawn once, sharp in print, small."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.plans.review import Review
from geo.plans.setting import WATER
from maps.labels import to_html_text
from maps.placing import cover_label, is_free, place_marks
from maps.style import ROAD_WIDTHS

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Shapes = npt.NDArray[np.object_]

#: Width and height of a map in tenths of a millimetre on paper, and what lies round the area [m].
WIDTH: Final = 880
_AROUND_M: Final = 600.0
#: Diameter of a mark, height of labels, in tenths of a millimetre.
_MARK: Final = 36.0
_LABEL: Final = 24.0
#: No more marks than these; other facilities are dots.
_MARKS: Final = 48
_ROAD_NAMES: Final = 6
_BARS_M: Final = (100, 200, 500, 1000, 2000, 5000)
#: Corners that the north arrow and the scale bar take.
_TAKEN: Final = np.concatenate(
    [
        np.array([[WIDTH - 40.0, 50.0, 100.0]]),
        cover_label(150, WIDTH - 30, length=300, height=70),
    ]
)


@dataclass(frozen=True)
class Layer:
    """Shapes, and a tree to find them by."""

    shapes: Shapes
    tree: shapely.STRtree


@dataclass(frozen=True)
class Sheet:
    """What the maps of a review draw, made once for all of them.

    Parameters
    ----------
    roads, road_class, road_name
        The city's, with the row of :data:`maps.style.ROAD_WIDTHS`, and names.
    homes, units, facilities, barriers, is_water
        The city's; facilities of the categories that are asked about.
    areas, plan_id, planned_units, planned_roads, planned_facilities
        The batch.
    number, planned_number
        Number of the category of each facility, from 1.
    facility_id, owner
        Ids of facilities; row of the area of planned ones, -1 for the city's.
    gates, proposed
        Gates, and the rows of proposed grid units with their codes, by row of the area.
    """

    roads: Layer
    road_class: IntArray
    road_name: Shapes
    homes: Layer
    units: Layer
    facilities: Layer
    number: IntArray
    barriers: Layer
    is_water: npt.NDArray[np.bool_]
    areas: Layer
    plan_id: Shapes
    planned_roads: Layer
    planned_facilities: Layer
    planned_number: IntArray
    owner: IntArray
    gates: Mapping[str, Shapes]
    proposed: Mapping[str, tuple[Shapes, Shapes]]


@dataclass(frozen=True)
class MapPair:
    """Two maps as SVG, the categories that are on them, and how many facilities are dots."""

    before: str
    after: str
    numbers: tuple[int, ...]
    dots: int


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
        With trees.

    Examples
    --------
    >>> from tests.plan_areas import review_sample
    >>> len(lay_sheet(review_sample(), ["clinic"]).areas.shapes)
    1
    """
    city, batch = review.city, review.batch
    numbers = {name: i for i, name in enumerate(categories, 1)}
    facilities = city.facilities[city.facilities["category"].isin(categories)]
    planned = batch.facilities[batch.facilities["category"].isin(categories)]
    drawn = None if city.barriers is None else city.barriers[city.barriers["kind"].isin([*WATER, "railway"])]
    widths = list(ROAD_WIDTHS)
    classes = city.roads["highway"].map(lambda kind: widths.index(kind) if kind in widths else len(widths) - 1)
    names = city.roads["name"].to_numpy(object) if "name" in city.roads else np.full(len(city.roads), "", object)
    return Sheet(
        _layer(city.roads),
        classes.to_numpy(np.int64),
        names,
        _layer(city.homes),
        _layer(city.tiling),
        _layer(facilities),
        facilities["category"].map(numbers).to_numpy(np.int64),
        _layer(drawn),
        np.array([]) > 0 if drawn is None else drawn["kind"].isin(WATER).to_numpy(),
        _layer(batch.areas),
        batch.areas["plan_id"].to_numpy(object),
        _layer(batch.roads),
        _layer(planned),
        planned["category"].map(numbers).to_numpy(np.int64),
        pd.Index(batch.areas["plan_id"]).get_indexer(planned["plan_id"]),
        {key: rows.geometry.to_numpy() for key, rows in batch.gates.groupby("plan_id")},
        {
            key: (rows.geometry.to_numpy(), rows["unit_code"].to_numpy(object))
            for key, rows in review.units.groupby("plan_id")
        },
    )
