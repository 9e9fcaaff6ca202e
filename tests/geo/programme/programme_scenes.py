"""The toy city with costs, and with a neighbour whose rooms could be shared: all worked out by hand."""

import dataclasses

import pandas as pd
import shapely

from geo.audit.audit import audit_city, list_audited
from geo.coverage.analysis import analyze_city
from geo.rules.rule_set import dump_rules, parse_rules
from geo.rules.unit_costs import UnitCosts
from tests.geo.audit.audit_scenes import NORTH, SOUTH, build_audited

#: South: 420 m2 of space leased for 2,100 a year or enlarged for 4,200, a hall for 3,000, 600 m2 of square for 3,000,
#: four workers for 4,000 a year. Nobody lives in its unit without a grid worker.
COSTS = UnitCosts(source="invented", enlarge_m2=10, build_m2=20, lease_m2_year=5, hall=3000, square_m2=5,
                  worker_year=1000)  # fmt: skip
EAST_DISTRICT = "410103000000"


def build_priced(costs=COSTS):
    return dataclasses.replace(build_audited(), costs=costs)


def audit(city):
    return audit_city(analyze_city(city, categories=list_audited(city)))


def build_neighbours(*, station_m2=1000.0, hall_m2=90.0, is_same_district=True, costs=COSTS):
    """South has 300 of 720 m2 and no hall; North, now a community, owes 480 m2 and has a station and a hall.

    Both stand at (300, 300): 300 m from `corner` (20 people), 460 m from `yard` (30), 600 m from `door` (10). One walks
    500 m to either, and a hall has 50 m2 for each community.
    """
    city = build_audited()
    given = dump_rules(city.rule_sets[0])
    cited = {"tier": "15_min", "source": "invented", "verified": True, "radius": {"m": 500}}
    name = {"zh": "甲", "en": "A"}
    given["facilities"] |= {
        "health_station": {"name": name, **cited},
        "cultural_station": {"name": name, **cited},
        "service_hall": {"name": name, **cited, "floor_area": {"m2": 50}},
    }
    divisions = city.divisions.copy()
    divisions.loc[divisions["code"] == NORTH, "level"] = "community"
    if not is_same_district:
        street = {"code": "410103001000", "name": "Other street", "level": "street", "parent": EAST_DISTRICT}
        district = {"code": EAST_DISTRICT, "name": "East district", "level": "district", "parent": "410100000000"}
        divisions = pd.concat([divisions, pd.DataFrame([street, district])], ignore_index=True)
        divisions.loc[divisions["code"] == NORTH, "parent"] = "410103001000"
    facilities = city.facilities.copy()
    station = facilities.iloc[[6]].assign(
        facility_id="n1", category="cultural_station", community=NORTH, floor_area_m2=station_m2
    )
    facilities = pd.concat([facilities, station], ignore_index=True)
    is_hall = facilities["category"] == "service_hall"
    facilities["floor_area_m2"] = facilities["floor_area_m2"].mask(is_hall, hall_m2)
    middle = shapely.Point(500_300.0, 3_800_300.0)
    facilities.loc[is_hall | (facilities["facility_id"] == "n1"), "geometry"] = middle
    rule_sets = (parse_rules(given, file="toy"), city.rule_sets[1])
    categories = {**city.categories, **{name: {"zh": name, "en": name} for name in set(facilities["category"])}}
    return dataclasses.replace(
        city, divisions=divisions, facilities=facilities, rule_sets=rule_sets, costs=costs, categories=categories
    )


def find_measure(programme, kind, code=SOUTH):
    codes = programme.standing.leaves.table["code"]
    return next((each for each in programme.measures if each.kind == kind and codes[each.leaf] == code), None)
