"""A toy city of nine blocks whose every answer can be worked out by hand."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from geo.city.model import City
from geo.rules.rule_set import RuleSet, parse_rules
from geo.walking.split import split_lines

#: South-west corner [m] in EPSG:32650.
ORIGIN = (500_000.0, 3_800_000.0)


_CRS: Final = pyproj.CRS.from_epsg(32650)


def build_sample() -> City:
    """Build the toy city: 4 by 4 roads every 300 m, four grid units in two communities, five homes.

    Roads run along x and y = 0, 300, 600, 900 m from :data:`ORIGIN` (7.2 km). Offsets below are from there.

    ==========  ==========  =========  ==========  ================================================
    home        place       residents  households  walk to the clinic at (0, 0)
    ==========  ==========  =========  ==========  ================================================
    door        (0, 0)             10           4  0 m
    corner      (300, 0)           20           8  300 m
    yard        (150, 10)          30          12  160 m: 10 m to the road, 150 m along it
    far         (900, 900)         40          16  1,800 m
    field       (450, 1300)         5           2  none: the nearest road is 400 m away
    ==========  ==========  =========  ==========  ================================================

    Units of 650 m tile the square from (-100, -100) to (1200, 1200) towards the north-east; `field` lies in none. The
    data reach 5 km around, so that no verdict is unknown. There is a school at (600, 600), 300 + 300 m from `corner`.

    Returns
    -------
    City
        In EPSG:32650.

    Examples
    --------
    >>> float(build_sample().homes.residents.sum())
    105.0
    """
    homes = place_sample_points(
        {
            "home_id": ["door", "corner", "yard", "far", "field"],
            "residents": [10.0, 20, 30, 40, 5],
            "households": [4.0, 8, 12, 16, 2],
        },
        [(0, 0), (300, 0), (150, 10), (900, 900), (450, 1300)],
        _CRS,
    )
    facilities = place_sample_points(
        {"facility_id": ["c1", "s1"], "category": ["clinic", "school"], "name": ["Clinic", "School"]},
        [(0, 0), (600, 600)],
        _CRS,
    )
    west, south = np.add(ORIGIN, -100)
    extent = gpd.GeoDataFrame(geometry=[shapely.box(west - 5000, south - 5000, west + 6300, south + 6300)], crs=_CRS)
    return City(
        name="Sample",
        attribution="invented",
        crs=_CRS,
        roads=_draw_roads(),
        grid_units=_draw_units(west, south),
        homes=homes,
        facilities=facilities,
        extent=extent,
        divisions=_list_divisions(),
        categories={"clinic": {"zh": "诊所", "en": "Clinic"}, "school": {"zh": "学校", "en": "School"}},
    )


def _draw_roads() -> gpd.GeoDataFrame:
    ways = [[(0, at), (900, at)] for at in range(0, 901, 300)] + [[(at, 0), (at, 900)] for at in range(0, 901, 300)]
    lines = shapely.node(shapely.multilinestrings([shapely.linestrings(np.add(way, ORIGIN)) for way in ways]))
    return split_lines(gpd.GeoDataFrame(geometry=list(lines.geoms), crs=_CRS), None)


def _draw_units(west: float, south: float) -> gpd.GeoDataFrame:
    corners = [(west + 650 * i, south + 650 * j) for j in (0, 1) for i in (0, 1)]
    return gpd.GeoDataFrame(
        {
            "unit_code": [f"41010200100{1 + i // 2}00{1 + i % 2}" for i in range(4)],
            "name": ["South-west", "South-east", "North-west", "North-east"],
            "community": ["410102001001", "410102001001", "410102001002", "410102001002"],
        },
        geometry=[shapely.box(x, y, x + 650, y + 650) for x, y in corners],
        crs=_CRS,
    )


def _list_divisions() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("410100000000", "Sample", "city", ""),
            ("410102000000", "District", "district", "410100000000"),
            ("410102001000", "Street", "street", "410102000000"),
            ("410102001001", "South", "community", "410102001000"),
            ("410102001002", "North", "village", "410102001000"),
        ],
        columns=["code", "name", "level", "parent"],
    )


def build_sample_rules() -> RuleSet:
    """Build a rule set for the toy city: a clinic within 1,000 m, a school within 500 m with 0.07 places a resident.

    Returns
    -------
    RuleSet
        Invented.

    Examples
    --------
    >>> build_sample_rules().limit_m
    {'clinic': 1000.0, 'school': 500.0}
    """
    cited = {"source": "invented", "verified": True}
    tiers = {"15_min": {"name": {"zh": "十五分钟", "en": "15 minutes"}, "provider": "project", "minutes": 15, **cited}}
    clinic = {"name": {"zh": "诊所", "en": "Clinic"}, "departments": ["health"], "radius": {"m": 1000}}
    school = {"name": {"zh": "学校", "en": "School"}, "departments": ["education"], "radius": {"m": 500}}
    places = {"measure": "places", "amount": 70, "per": "residents", "for_each": 1000, "departments": ["education"]}
    given = {
        "id": "sample",
        "name": {"zh": "示例", "en": "Sample"},
        "source": "invented",
        "scope": ["urban"],
        "tiers": tiers,
        "facilities": {
            name: {"tier": "15_min", **rule, **cited} for name, rule in (("clinic", clinic), ("school", school))
        },
        "norms": [{"facility": "school", **places, **cited}],
    }
    return parse_rules(given, file="sample")


def place_sample_points(
    columns: dict[str, list[object]], places: list[tuple[float, float]], crs: pyproj.CRS
) -> gpd.GeoDataFrame:
    """Place rows of a table at metres from the toy city's origin."""
    return gpd.GeoDataFrame(columns, geometry=shapely.points(np.add(places, ORIGIN)), crs=crs)
