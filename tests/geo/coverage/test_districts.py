"""Districts: cut out, analysed alone and added up, they say of every home what the whole city says."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import build_sample
from geo.city.model import City
from geo.city.report import report_walks
from geo.coverage.analysis import analyze_city
from geo.coverage.by_district import analyze_district, find_halo_m, merge_districts
from geo.coverage.district_clip import cut_district, list_districts, survey_districts
from geo.coverage.status import NOT_JUDGED, STATUSES
from geo.coverage.summary import summarize
from geo.errors import InputError
from geo.files.writers import to_plain
from geo.reference import build_reference
from geo.walking.split import split_lines

CRS = pyproj.CRS.from_epsg(32650)
WEST, SOUTH = 500_000.0, 3_800_000.0
SIDE_M = 2000.0
CATEGORIES = ("clinic", "school", "park")


def build_town(seed):
    """A town of 8 by 8 streets with streets missing, short islands, steps, gates, a wall, districts in patches."""
    random = np.random.default_rng(seed)
    at = np.linspace(0, SIDE_M, 9)
    ways = [((at[i], at[j]), (at[i + 1], at[j])) for i in range(8) for j in range(9)]
    ways += [((at[i], at[j]), (at[i], at[j + 1])) for i in range(9) for j in range(8)]
    ways = [way for way in ways if random.random() > 0.35]
    highway = random.choice(["residential", "steps"], len(ways), p=[0.85, 0.15])
    roads = split_lines(
        gpd.GeoDataFrame({"highway": highway}, geometry=shift(shapely.linestrings(ways)), crs=CRS), None
    )
    homes = gpd.GeoDataFrame(
        {
            "home_id": [f"h{i}" for i in range(80)],
            "residents": random.integers(1, 90, 80).astype(float),
            "households": random.integers(1, 30, 80).astype(float),
        },
        geometry=shift(shapely.points(random.uniform(-150, SIDE_M + 150, (80, 2)))), crs=CRS,
    )  # fmt: skip
    facilities = gpd.GeoDataFrame(
        {"facility_id": [f"f{i}" for i in range(9)], "category": random.choice(CATEGORIES, 9), "name": "x"},
        geometry=shift(shapely.points(random.uniform(0, SIDE_M, (9, 2)))), crs=CRS,
    )  # fmt: skip
    owner = random.choice([*homes["home_id"], *facilities["facility_id"]], 14)
    places = pd.concat([homes.set_index("home_id").geometry, facilities.set_index("facility_id").geometry])
    gates = gpd.GeoDataFrame(
        {"gate_id": [f"g{i}" for i in range(14)], "place": owner},
        geometry=shapely.points(shapely.get_coordinates(places[owner].values) + random.uniform(-400, 400, (14, 2))),
        crs=CRS,
    )
    corners = [(i * 500.0, j * 500.0) for i in range(4) for j in range(4)]
    units = gpd.GeoDataFrame(
        {
            "unit_code": [f"u{i:02d}" for i in range(16)],
            "name": "x",
            "community": random.choice(["A1", "B1", "C1", ""], 16, p=[0.4, 0.3, 0.2, 0.1]),
        },
        geometry=shift(shapely.box(*np.transpose([(x, y, x + 500, y + 500) for x, y in corners]))), crs=CRS,
    )  # fmt: skip
    divisions = pd.DataFrame(
        [(code, code, level, parent) for letter in "ABC" for code, level, parent in (
            (letter, "district", ""), (f"{letter}0", "street", letter), (f"{letter}1", "community", f"{letter}0"),
        )], columns=["code", "name", "level", "parent"],
    )  # fmt: skip
    wall = gpd.GeoDataFrame(geometry=shift([shapely.LineString([(620, 100), (620, 1500)])]), crs=CRS)
    reach_m = float(random.choice([200.0, 3000.0]))
    extent = gpd.GeoDataFrame(
        geometry=shift([shapely.box(-reach_m, -reach_m, SIDE_M + reach_m, SIDE_M + reach_m)]), crs=CRS
    )
    names = {name: {"zh": name, "en": name} for name in CATEGORIES}
    return City(
        name="Town", attribution="invented", crs=CRS, roads=roads, grid_units=units, homes=homes,
        facilities=facilities, extent=extent, gates=gates, barriers=wall,
        divisions=divisions, categories=names, min_component_m=1200.0,
    )  # fmt: skip


def shift(shapes):
    return shapely.transform(np.asarray(shapes, object), lambda xy: xy + np.array([WEST, SOUTH]))


def compare_with_whole(city, *, minutes, profile="adult", more_m=0.0):
    """Analyse every district and the whole; every verdict, every known walk and all totals are equal."""
    full = analyze_city(city, minutes=minutes, profile=profile)
    whole = survey_districts(city, profile=profile)
    halo_m = find_halo_m(full.limit_m, snap_limit_m=city.snap_limit_m) + more_m
    parts, seen = {}, []
    for code in list_districts(city):
        part = analyze_district(whole, code, minutes=minutes, halo_m=halo_m)
        rows = np.flatnonzero(whole.district == code)
        seen += rows.tolist()
        np.testing.assert_array_equal(part.status, full.status[rows])
        walk_m, whole_m = part.walks.nearest.walk_m, full.walks.nearest.walk_m[rows]
        near = whole_m <= halo_m
        np.testing.assert_allclose(walk_m[near], whole_m[near], atol=1e-6)
        assert np.isinf(walk_m[~near]).all()
        parts[code] = to_plain(summarize(part.city, part, minutes=minutes))
    assert sorted(seen) == list(range(len(city.homes)))
    merged = to_plain(merge_districts(city, parts))
    expected = to_plain(summarize(city, full, minutes=minutes))
    for scope in (expected, expected["villages"] or {"categories": {}}):
        for figures in scope["categories"].values():
            figures.update(median_walk_min=None, p95_walk_min=None)
    for key in set(expected) - {"snaps", "gaps", "seconds"}:
        assert merged[key] == expected[key], key
    return full


@pytest.fixture(scope="module")
def reference():
    return build_reference(scale=0.05)


@pytest.mark.heavy
@pytest.mark.parametrize("profile", ["adult", "elder", "wheelchair"])
def test_the_districts_of_the_reference_city_add_up_to_it(reference, profile):
    compare_with_whole(reference, minutes=None, profile=profile)


@pytest.mark.heavy
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 10_000),
    minutes=st.floats(1, 45),
    more_m=st.floats(0, 800),
    profile=st.sampled_from(["adult", "elder", "wheelchair", "brisk"]),
)
def test_verdicts_do_not_depend_on_the_cut(seed, minutes, more_m, profile):
    compare_with_whole(build_town(seed), minutes=minutes, profile=profile, more_m=more_m)


@pytest.mark.heavy
def test_the_towns_of_these_tests_hold_every_verdict():
    met = {int(status) for seed in range(20) for status in np.unique(analyze_city(build_town(seed), minutes=8).status)}
    assert met == set(range(len(STATUSES))) - {NOT_JUDGED}


def test_only_the_border_of_the_data_makes_a_home_unknown():
    city = build_sample()
    cut, snaps = cut_district(survey_districts(city), "410102000000", halo_m=50.0)
    assert len(cut.roads) < len(city.roads)
    assert cut.extent.geometry.iloc[0].equals(city.extent.geometry.iloc[0])
    np.testing.assert_array_equal(snaps.boundary_m, survey_districts(city).context.snaps.boundary_m[:4])


def test_a_piece_that_the_cut_makes_short_still_carries_people():
    """Within the halo of `far` lie 1.2 km of roads, fewer than a piece must have to be walked on at all."""
    city = build_sample()
    units = city.grid_units.assign(community=["410102001001"] * 3 + ["x1"])
    more = pd.DataFrame([("x", "X", "district", ""), ("x1", "X1", "community", "x")], columns=city.divisions.columns)
    city = City(**{**vars_of(city), "grid_units": units, "divisions": pd.concat([city.divisions, more])})
    part = analyze_district(survey_districts(city), "x", minutes=9)
    assert part.city.roads["length_m"].sum() < city.min_component_m + 3000
    assert part.homes["home_id"].tolist() == ["far"]
    assert part.homes["status_school"].tolist() == ["covered"]
    assert part.homes["walk_m_school"].tolist() == [600]
    assert part.homes["status_clinic"].tolist() == ["gap"]  # 1,800 m: known to be there, not how far


def vars_of(city):
    return {name: getattr(city, name) for name in City.__dataclass_fields__}


def test_edges_keep_their_ids_so_that_reports_say_the_same(reference):
    full = report_walks(reference, analyze_city(reference).walks).set_index(["layer", "id"])
    whole = survey_districts(reference)
    part = analyze_district(whole, list_districts(reference)[0])
    mine = part.snap_report.set_index(["layer", "id"]).loc[["homes"]]
    pd.testing.assert_frame_equal(mine, full.loc[mine.index])


def test_a_district_holds_its_own_units_and_divisions_only(reference):
    whole = survey_districts(reference)
    sizes = []
    for code in list_districts(reference):
        city, _ = cut_district(whole, code, halo_m=1000.0)
        assert set(city.divisions.loc[city.divisions["level"] == "district", "code"]) == {code}
        assert city.grid_units["unit_code"].str.startswith(code[:6]).all()
        sizes.append(len(city.grid_units))
    assert sum(sizes) == len(reference.base_units)


def test_a_halo_shorter_than_a_limit_is_refused():
    with pytest.raises(InputError, match="expected at least 1210"):
        analyze_district(survey_districts(build_sample()), "410102000000", minutes=15, halo_m=900.0)


def test_a_district_that_is_not_there_and_a_city_without_any_are_refused():
    city = build_sample()
    with pytest.raises(InputError, match='nobody lives in a district "9"; it has: 410102000000'):
        cut_district(survey_districts(city), "9", halo_m=1.0)
    with pytest.raises(InputError, match="has no districts"):
        list_districts(City(**{**vars_of(city), "divisions": None}))
    with pytest.raises(InputError, match="no district to add up"):
        merge_districts(city, {})
