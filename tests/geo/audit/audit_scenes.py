"""The toy city with rooms, staff and workers, whose audit can be worked out by hand."""

import dataclasses
from pathlib import Path

import pandas as pd

from geo.city.sample import build_sample, build_sample_rules, place_sample_points
from geo.rules.rule_set import read_rules

SOUTH, NORTH, EAST = "410102001001", "410102001002", "410102001003"
STANDARDS = Path(__file__).parents[3] / "data" / "standards"


def build_audited():
    """South has 2,400 households in one unit, an office, a square and a room; the village has a hall; East nobody."""
    city = build_sample()
    rows = [
        # id, category, community, floor area, tenure; the last states no community and lies in South
        ("c1", "clinic", SOUTH, 80.0, ""),
        ("s1", "school", NORTH, None, ""),
        ("o1", "community_service_station", SOUTH, 200.0, "leased"),
        ("h1", "service_hall", NORTH, 90.0, ""),
        ("q1", "activity_square", SOUTH, 400.0, ""),
        ("m1", "mediation_room", SOUTH, 20.0, ""),
        ("e1", "health_station", "", 100.0, "owned"),
    ]
    columns = zip(
        ("facility_id", "category", "community", "floor_area_m2", "tenure"), zip(*rows, strict=True), strict=True
    )
    table = {name: list(values) for name, values in columns}
    places = [(0, 0), (600, 600), *[(0, 0)] * 5]
    facilities = place_sample_points({**table, "name": table["facility_id"]}, places, city.crs)
    east = {"code": EAST, "name": "East", "level": "community", "parent": "410102001000"}
    divisions = pd.concat([city.divisions, pd.DataFrame([east])], ignore_index=True)
    staff = {
        "committee_members": {SOUTH: 7, EAST: 5},
        "specialised_cadres": {SOUTH: 3, EAST: 2},
        "reference_headcount": {SOUTH: 10, EAST: 4},
        "in_post": {SOUTH: 6, EAST: 4},
        "shortfall": {SOUTH: 4, EAST: 0},
        "village_cadres": {NORTH: 8},
    }
    for name, people in staff.items():
        divisions[name] = divisions["code"].map(people).astype("Int64")
    workers = pd.DataFrame(
        {
            "worker_id": ["w1", "w2", "w3", "w1"],
            "unit_code": [f"{SOUTH}001", f"{SOUTH}001", f"{NORTH}001", f"{NORTH}001"],
            "role": ["lead", "police", "lead", "lead"],
        }
    )
    return dataclasses.replace(
        city,
        homes=city.homes.assign(households=city.homes["households"] * 100, residents_60plus=[1.0, 2, 3, 4, 5]),
        facilities=facilities,
        divisions=divisions,
        workers=workers,
        rule_sets=(build_sample_rules(), read_rules(STANDARDS / "national-community-service.toml")),
    )
