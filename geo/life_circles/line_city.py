"""A line of communities along one road, whose best life circles can be worked out by hand."""

from dataclasses import replace
from itertools import pairwise
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.city.model import City
from geo.city.sample import ORIGIN, build_sample, place_sample_points
from geo.city.walk_context import make_walk_context
from geo.life_circles.life_plan import LifePlan, plan_life_circles, prepare_life_circles
from geo.rules.rule_set import RuleSet, parse_rules
from geo.walking.split import split_lines

#: Communities, the last behind a river, and a village behind all [m].
_COMMUNITIES: Final = 10
_UNIT_M, _DEPTH_M, _STEP_M = 400, 400, 100
#: Residents of the one home of each unit: before the river, behind it, in the village.
_RESIDENTS: Final = (3000.0, 2000.0, 500.0)


def build_line_city() -> City:
    """Build a line of ten communities and a village, each of two grid units of 400 m, with one home in each unit.

    The road runs through all homes, with a crossing every 100 m. Communities C1 to C9 have 6,000 residents each; behind
    the river at 7,200 m, which the road crosses on a bridge, C10 has 4,000, and the village V 1,000. A junior middle
    school stands at 3,600 m, primary schools at 1,000 and 3,400 m.

    By the bands of table 3.0.4 the 54,000 residents of C1 to C9 are one circle of 15 minutes, and three of 10 minutes,
    which only three communities each can be; at best nine of 5 minutes have two units each, all within 300 m of their
    middle. C10 is too small for a circle of any tier.

    Returns
    -------
    City
        In EPSG:32650.

    Examples
    --------
    >>> city = build_line_city()
    >>> len(city.base_units), float(city.homes["residents"].sum())
    (22, 59000.0)
    """
    sample = build_sample()
    numbers = range(2 * _COMMUNITIES + 2)
    community = [f"4101020010{1 + i // 2:02d}" for i in numbers]
    homes: dict[str, list[object]] = {
        "home_id": [f"h{i}" for i in numbers],
        "residents": [_RESIDENTS[(i >= 2 * _COMMUNITIES - 2) + (i >= 2 * _COMMUNITIES)] for i in numbers],
    }
    boxes = [shapely.box(i * _UNIT_M, 0, (i + 1) * _UNIT_M, _DEPTH_M) for i in numbers]
    units = {"unit_code": [f"{code}00{1 + i % 2}" for i, code in enumerate(community)], "community": community}
    facilities: dict[str, list[object]] = {
        "facility_id": ["m1", "p1", "p2"],
        "category": ["junior_middle_school", "primary_school", "primary_school"],
        "name": ["Middle", "First", "Second"],
    }
    middle = _DEPTH_M / 2
    return replace(
        sample,
        name="Line",
        roads=_draw_road(sample, len(numbers) * _UNIT_M),
        grid_units=gpd.GeoDataFrame({**units, "name": units["unit_code"]}, geometry=_shift(boxes), crs=sample.crs),
        homes=place_sample_points(
            homes,
            [((i + 0.5) * _UNIT_M, middle) for i in numbers],
            sample.crs,
        ),
        facilities=place_sample_points(
            facilities,
            [(3600, middle), (1000, middle), (3400, middle)],
            sample.crs,
        ),
        barriers=_draw_river(sample),
        divisions=_list_divisions(list(dict.fromkeys(community))),
        categories={name: {"zh": name, "en": name} for name in ("junior_middle_school", "primary_school")},
        rule_sets=(build_line_rules(),),
    )


def _shift(shapes: list[shapely.Geometry]) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    return np.asarray(shapely.transform(np.array(shapes, object), lambda xy: xy + ORIGIN), object)


def _draw_road(sample: City, length_m: int) -> gpd.GeoDataFrame:
    at = np.arange(0, length_m + 1, _STEP_M)
    pieces = [shapely.linestrings([(a, _DEPTH_M / 2), (b, _DEPTH_M / 2)]) for a, b in pairwise(at)]
    return split_lines(gpd.GeoDataFrame(geometry=_shift(pieces), crs=sample.crs), None)


def _draw_river(sample: City) -> gpd.GeoDataFrame:
    """Draw a river with a bridge of 20 m."""
    x = (2 * _COMMUNITIES - 2) * _UNIT_M
    banks = [shapely.linestrings([(x, -1000), (x, 190)]), shapely.linestrings([(x, 210), (x, 1400)])]
    return gpd.GeoDataFrame({"barrier_kind": ["river", "river"]}, geometry=_shift(banks), crs=sample.crs)


def _list_divisions(codes: list[str]) -> pd.DataFrame:
    rows = [("410102001000", "Street", "street", "")]
    rows += [(code, f"C{i}", "community", "410102001000") for i, code in enumerate(codes[:-1], start=1)]
    rows.append((codes[-1], "V", "village", "410102001000"))
    return pd.DataFrame(rows, columns=["code", "name", "level", "parent"])


def build_line_rules() -> RuleSet:
    """Build a rule set with the bands and walks of table 3.0.4 and two schools.

    Returns
    -------
    RuleSet
        Invented but for these figures.

    Examples
    --------
    >>> build_line_rules().tiers["5_min"].residents
    (5000, 12000)
    """
    cited = {"source": "invented", "verified": True}
    sizes = {15: ([800, 1000], [50_000, 100_000]), 10: ([500, 500], [15_000, 25_000]), 5: ([300, 300], [5000, 12_000])}
    tiers = {
        f"{minutes}_min": {
            "name": {"zh": f"{minutes}分钟生活圈", "en": f"{minutes}-minute circle"},
            "provider": "city",
            "minutes": minutes,
            "walk_m": walk_m,
            "residents": residents,
            **cited,
        }
        for minutes, (walk_m, residents) in sizes.items()
    }
    schools = {"junior_middle_school": ("初中", "15_min"), "primary_school": ("小学", "10_min")}
    facilities = {
        name: {"name": {"zh": zh, "en": name}, "tier": tier, "departments": ["education"], **cited}
        for name, (zh, tier) in schools.items()
    }
    name = {"zh": "示例", "en": "Line"}
    given = {"id": "line", "name": name, "source": "invented", "scope": ["urban"], "tiers": tiers}
    return parse_rules({**given, "facilities": facilities}, file="line")


def plan_line_city() -> LifePlan:
    """Divide the line into life circles.

    Returns
    -------
    LifePlan
        As :func:`build_line_city` says.

    Examples
    --------
    >>> plan_line_city().layers["10_min"].districts.residents.tolist()
    [18000.0, 18000.0, 18000.0, 4000.0]
    """
    city = build_line_city()
    context = make_walk_context(city)
    return plan_life_circles(prepare_life_circles(city, context), context)
