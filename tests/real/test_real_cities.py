"""Las Palmas and Wuhan: exact walks, true datums, sums that add up, figures that stay what they are."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.city.walks import measure_walks
from geo.coverage.analysis import analyze_city
from geo.crs.projection import project_coordinates
from maps import render_coverage_page
from tests.browser.planner.looking import READY, find_on_screen, say_people
from tests.geo.coverage.test_coverage import check_sums
from tests.oracles import nearest_by_category, snap, usable_edges
from tests.real.conftest import DATA

pytestmark = pytest.mark.real
CITIES = ("las_palmas", "wuhan")
#: Categories with more entrances take the oracle minutes.
MOST_DOORS = 1_000
#: 0.1 s of walking at 4 km/h [m].
TENTH_OF_A_SECOND_M = 0.1 / 60 * 4000 / 60


@pytest.fixture(scope="module", params=CITIES)
def city(request, real_city):
    return real_city(request.param)


@pytest.fixture(scope="module")
def sample(city):
    return np.sort(np.random.default_rng(2018).choice(len(city.homes), 300, replace=False))


def list_doors(city):
    """Where facilities are reached, and the category of each: their entrances, or themselves where they have none."""
    doors = city.facilities[["facility_id", "category", "geometry"]]
    if city.gates is None:
        return doors
    gates = city.gates[["place", "geometry"]].merge(
        doors.drop(columns="geometry"), left_on="place", right_on="facility_id"
    )
    return pd.concat([doors[~doors["facility_id"].isin(gates["place"])], gates], ignore_index=True)


def test_walks_of_300_homes_equal_the_oracle_within_a_tenth_of_a_second(city, sample):
    doors = list_doors(city)
    few = [name for name, count in doors["category"].value_counts().items() if count <= MOST_DOORS]
    assert len(few) >= 3
    doors = doors[doors["category"].isin(few)]
    ours = measure_walks(city, categories=few)
    homes = city.homes.geometry.to_numpy()[sample]
    theirs = nearest_by_category(city.roads, homes, doors["geometry"].to_numpy(), doors["category"].tolist())
    for k, name in enumerate(ours.context.categories):
        found, expected = ours.nearest.walk_m[sample, k], theirs[name]
        assert np.array_equal(np.isfinite(found), np.isfinite(expected))
        reached = np.isfinite(expected)
        assert reached.any()
        assert np.abs(found[reached] - expected[reached]).max() < TENTH_OF_A_SECOND_M


def test_snaps_of_300_homes_equal_measuring_to_every_edge(city, sample):
    ours = measure_walks(city, categories=list(city.categories)[:1]).context.snaps.home_snaps
    rows = usable_edges(city.roads, 2000.0)
    for home in sample:
        expected = snap(city.roads, city.homes.geometry.iloc[home], rows, 200.0)
        assert (ours.edge[home] >= 0) == (expected is not None)
        if expected is not None:
            assert ours.access_m[home] == pytest.approx(expected[2], abs=0.001)


def test_every_level_adds_up_and_every_home_is_accounted_for(city):
    coverage = analyze_city(city)
    check_sums(coverage)
    homes = coverage.homes
    unserved = homes[[f"status_{c}" for c in coverage.limit_m]].isin(["unsnapped"]).any(axis=1)
    assert (homes.loc[unserved, "snap_reason"] != "").all()
    report = coverage.snap_report
    expected = {"homes": len(homes), "facilities": len(city.facilities)}
    if city.gates is not None:
        expected["gates"] = len(city.gates)
    assert report["layer"].value_counts().to_dict() == expected
    assert ((report["reason"] == "") == report["edge_id"].notna()).all()


@pytest.mark.parametrize(("name", "most_bytes"), [("las_palmas", 1_500_000), ("wuhan", 2_000_000)])
def test_the_page_is_small_and_opens_and_a_unit_can_be_read(name, most_bytes, real_city, open_page, tmp_path):
    city = real_city(name)
    coverage = analyze_city(city)
    text = render_coverage_page(coverage)
    assert len(text.encode()) < most_bytes
    path = tmp_path / "coverage.html"
    path.write_text(text, "utf-8")
    page = open_page(f"{path.as_uri()}#lang=en&layers=borders&scope=all")
    page.wait_for_function(READY)
    assert page.complaints == []
    assert len(page.requested) == 1
    row = coverage.levels["grid_units"].sort_values("residents", ascending=False).iloc[0]
    spot = city.grid_units.to_crs(4326).set_index("unit_code").geometry[row["code"]].representative_point()
    page.evaluate("at => window.gridwalk.view.map.setView(at, 15, {animate: false})", [spot.y, spot.x])
    page.wait_for_timeout(500)
    page.mouse.click(*find_on_screen(page, spot.x, spot.y))
    page.wait_for_selector(".sheet h2")
    assert row["code"] in page.locator(".sheet .parents").first.inner_text()
    assert page.locator("dl.facts dd").first.inner_text() == say_people(round(row["residents"]), "en")


def test_wuhans_bus_stops_lie_on_the_roads_only_after_conversion():
    roads = gpd.read_parquet(DATA / "wuhan" / "roads.parquet")
    places = pd.read_csv(DATA / "wuhan" / "places_gcj02.csv")
    stops = places[places["category"] == "公交车站"]
    tree = shapely.STRtree(roads.geometry.to_numpy())

    def median_m(datum):
        xy = project_coordinates(stops["lon_gcj02"], stops["lat_gcj02"], datum=datum, crs=roads.crs)
        return np.median(tree.query_nearest(shapely.points(*xy), all_matches=False, return_distance=True)[1])

    assert median_m("gcj02") < 6
    assert median_m("wgs84") > 40


def test_the_assumed_residents_of_las_palmas_add_up_and_are_said_to_be_assumed(real_city):
    city = real_city("las_palmas")
    assert city.homes["residents"].sum() == pytest.approx(380_000)
    assert "spread_residents" in [note.key for note in city.assumptions]
    assert city.facilities["category"].value_counts().to_dict() == {
        "park": 258,
        "school": 158,
        "supermarket": 128,
        "clinic": 88,
        "pharmacy": 82,
        "square": 43,
        "hospital": 27,
        "kindergarten": 23,
        "market": 4,
        "community_centre": 4,
    }


def test_wuhan_counts_adults_and_those_of_60_and_over(real_city):
    city = real_city("wuhan")
    assert city.homes["residents"].sum() == pytest.approx(7.398e6, rel=1e-3)
    assert city.homes["residents_60plus"].sum() == pytest.approx(1.4576e6, rel=1e-3)
    whole = analyze_city(city).levels["city"].iloc[0]
    assert 0 < whole["covered_hospital_residents_60plus"] < whole["residents_60plus"]


GOLDEN = {
    # covered share, median walk [min]: readable at a glance, and changed only with a reason
    "las_palmas": {"clinic": (0.667, 7.4), "pharmacy": (0.848, 4.8), "school": (0.874, 4.0), "market": (0.455, 16.4)},
    "wuhan": {
        "hospital": (0.078, 50.8),
        "middle_school": (0.046, 59.9),
        "library": (0.024, 84.4),
        "park": (0.038, 65.2),
    },
}


@pytest.mark.parametrize("name", CITIES)
def test_the_known_answers_of_the_real_cities_stay(name, real_city):
    figures = analyze_city(real_city(name)).figures
    for category, (share, median_min) in GOLDEN[name].items():
        assert figures[category].covered_share == pytest.approx(share, abs=0.001)
        assert figures[category].median_walk_min == pytest.approx(median_min, abs=0.1)
