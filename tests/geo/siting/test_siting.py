"""Siting in a city: worked out by hand on the toy city, and equal to a new analysis with the sites built."""

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.city.sample import ORIGIN, build_sample
from geo.coverage.analysis import analyze_city
from geo.coverage.status import COVERED, STATUSES, UNKNOWN
from geo.errors import CrsError, InputError, PromiseError
from geo.reference import build_reference
from geo.siting import (
    SiteRequest,
    SolverBudget,
    choose_sites,
    list_homes,
    list_sites,
    prepare_siting,
    propose_sites,
    read_candidates,
    summarize_sites,
    write_sites,
)

CATEGORY = "community_health_centre"


@pytest.fixture(scope="module")
def small():
    return build_reference(scale=0.05)


def place(city, *spots, names=()):
    """Candidates at offsets from the toy city's corner."""
    ids = [f"p{i}" for i in range(len(spots))]
    table = {"site_id": ids, "name": list(names) or [""] * len(ids)}
    return gpd.GeoDataFrame(table, geometry=shapely.points(np.add(spots, ORIGIN)), crs=city.crs)


def build_with(city, sites):
    """The city with the sites among its facilities, as its owner would build it: nothing prepared, nothing shared."""
    new = gpd.GeoDataFrame(
        {"facility_id": sites["facility_id"], "category": sites["category"], "name": sites["name"]},
        geometry=sites.geometry,
        crs=city.crs,
    )
    facilities = gpd.GeoDataFrame(pd.concat([city.facilities, new], ignore_index=True), crs=city.crs)
    return dataclasses.replace(city, facilities=facilities, snap_cache=None)


def test_the_toy_city_by_hand():
    city = build_sample()
    # far stands at (900, 900); from (900, 300) it is 600 m, from (0, 900) 900 m, from (300, 300) 1,200 m
    spots = place(city, (300, 300), (900, 300), (0, 900), (450, 2000))
    siting = prepare_siting(city, SiteRequest(category="clinic", add=1), candidates=spots)
    assert siting.joined.tolist() == [True, True, True, False]
    reached = siting.pairs.is_new
    assert sorted(zip(siting.pairs.candidate[reached], siting.pairs.walk_m[reached].round(1), strict=True)) == [
        (1, 600.0),
        (2, 900.0),
    ]
    assert siting.unreached.tolist() == [False, False, False, False, True]
    found = choose_sites(siting)
    assert found.solution.value == found.solution.bound == 40
    assert found.solution.chosen.tolist() in ([1], [2])
    assert found.newly_covered.tolist() == [False, False, False, True, False]


def test_the_mean_walk_of_the_toy_city_by_hand():
    city = build_sample()
    spots = place(city, (300, 300), (900, 900), (300, 0))
    found = propose_sites(city, SiteRequest(category="clinic", add=1, objective="median"), candidates=spots)
    # now: 0, 300, 160, 1,800 and, without a way, 3,000 m; a clinic at (900, 900) saves 40 people 1,800 m,
    # one at (300, 300) 600 m, one at (300, 0) 20 people 300 m, 40 people 300 m and nobody else anything
    assert found.solution.chosen.tolist() == [1]
    assert found.solution.value == pytest.approx(40 * 1800, abs=1)
    figures = summarize_sites(found, source="hand")["mean_walk_m"]
    before = 20 * 300 + 30 * 160 + 40 * 1800 + 5 * 3000
    assert figures["before"] == pytest.approx(before / 105)
    assert figures["after"] == pytest.approx((before - 72_000) / 105, abs=0.02)


def test_a_capacity_in_the_toy_city_by_hand():
    city = build_sample()
    spots = place(city, (900, 300), (0, 900))
    one = propose_sites(city, SiteRequest(category="clinic", add=1, capacity=25), candidates=spots)
    two = propose_sites(city, SiteRequest(category="clinic", add=2, capacity=25), candidates=spots)
    assert (one.solution.value, two.solution.value) == (25, 40)
    sites = list_sites(two)
    assert sites["served_people"].sum() == 40
    assert sites["served_people"].max() <= 25
    assert sites["newly_covered_residents"].sum() == 40


def test_a_share_in_the_toy_city_by_hand():
    city = build_sample()
    spots = place(city, (900, 300), (0, 900))
    found = propose_sites(city, SiteRequest(category="clinic", target=0.95), candidates=spots)
    assert found.solution.value == found.solution.bound == 1
    with pytest.raises(InputError, match=r"0.96 cannot be reached; covered now: 57.14%; with all .*: 95.24%"):
        propose_sites(city, SiteRequest(category="clinic", target=0.96), candidates=place(city, (900, 300)))


@pytest.mark.parametrize(
    ("options", "demand_column"),
    [
        ({"add": 5}, "residents"),
        ({"add": 5}, "residents_60plus"),
        ({"target": 0.7}, "residents"),
        ({"add": 3, "objective": "median", "max_candidates": 300}, "residents"),
        ({"add": 3, "capacity": 5000.0}, "residents"),
    ],
    ids=["cover", "demand column", "share", "median", "capacity"],
)
def test_what_is_promised_is_what_a_new_analysis_finds(small, options, demand_column):
    budget = SolverBudget(0.01, 10)
    found = propose_sites(small, SiteRequest(category=CATEGORY, demand_column=demand_column, budget=budget, **options))
    anew = analyze_city(build_with(small, list_sites(found)), categories=[CATEGORY])
    assert np.array_equal(anew.status[:, 0], found.change.status)
    figures = summarize_sites(found, source="network")
    residents = small.homes["residents"].to_numpy(float) * ~anew.is_rural
    after = residents[anew.status[:, 0] == COVERED].sum()
    assert figures["coverage"]["after"]["covered"] == pytest.approx(after, abs=1e-6)
    assert anew.figures[CATEGORY].covered_population == pytest.approx(after)
    counted = small.homes[demand_column].to_numpy(float) * ~anew.is_rural
    newly = (anew.status[:, 0] == COVERED) & ~found.siting.pairs.covered
    if found.siting.request.chosen_objective == "cover":
        assert counted[newly].sum() == pytest.approx(found.solution.value, abs=1e-6)
        assert found.solution.bound >= found.solution.value
    if "target" in options:
        assert after >= options["target"] * residents.sum() * (1 - 1e-8)
    if "capacity" in options:
        assert found.solution.value <= counted[newly].sum() * (1 + 1e-9)
        assert list_sites(found)["served_people"].max() <= options["capacity"] * (1 + 1e-6)
    if options.get("objective") == "median":
        far_m = found.siting.far_m
        walks = [
            np.minimum(it, far_m) @ residents for it in (found.siting.pairs.existing_m, anew.walks.nearest.walk_m[:, 0])
        ]
        assert walks[0] - walks[1] == pytest.approx(found.solution.value, rel=1e-6)


def test_a_home_near_the_border_counts_once_it_is_covered():
    city = build_sample()
    west, south = ORIGIN
    # the data end 50 m beyond far: whether it has a clinic is unknown
    extent = gpd.GeoDataFrame(geometry=[shapely.box(west - 5000, south - 5000, west + 950, south + 5000)], crs=city.crs)
    city = dataclasses.replace(city, extent=extent)
    found = propose_sites(city, SiteRequest(category="clinic", add=1), candidates=place(city, (900, 300)))
    assert STATUSES[found.siting.coverage.status[3, 0]] == STATUSES[UNKNOWN]
    assert found.solution.value == 40
    whole = summarize_sites(found, source="hand")["coverage"]
    assert (whole["before"]["unknown"], whole["after"]["unknown"]) == (40, 0)
    assert (whole["before"]["covered"], whole["after"]["covered"]) == (60, 100)


def test_gates_of_homes_are_walked_through():
    city = build_sample()
    gates = gpd.GeoDataFrame(
        {"gate_id": ["g"], "place": ["far"]}, geometry=shapely.points(np.add([(900, 600)], ORIGIN)), crs=city.crs
    )
    city = dataclasses.replace(city, gates=gates)
    found = propose_sites(city, SiteRequest(category="clinic", add=1, minutes=5), candidates=place(city, (900, 600)))
    # 300 m from the door to the gate, 0 m along the road
    assert found.siting.pairs.walk_m.round(2).tolist()[-1] == 300
    assert found.newly_covered[3]


def test_the_table_can_be_read_back_to_the_same_places(small, tmp_path):
    found = propose_sites(small, SiteRequest(category=CATEGORY, add=4))
    figures = summarize_sites(found, source="network")
    write_sites(tmp_path, found, figures)
    back = read_candidates(tmp_path / "sites.csv", small, datum="wgs84")
    sites = list_sites(found)
    assert back["site_id"].tolist() == sites["facility_id"].tolist()
    assert shapely.equals(back.geometry.to_numpy(), sites.geometry.to_numpy()).all()
    layers = {
        name: gpd.read_file(tmp_path / "sites.gpkg", layer=name) for name in ("sites", "newly_covered", "unreached")
    }
    assert layers["sites"]["rank"].tolist() == [1, 2, 3, 4]
    assert layers["sites"]["newly_covered_residents"].is_monotonic_decreasing
    newly = layers["newly_covered"]
    assert newly["residents"].sum() == pytest.approx(layers["sites"]["newly_covered_residents"].sum())
    assert newly["walk_m"].max() <= figures["limit_m"] + 0.001
    by_site = newly.groupby("facility_id")["residents"].sum()
    assert by_site.to_dict() == pytest.approx(
        dict(zip(layers["sites"]["facility_id"], layers["sites"]["newly_covered_residents"], strict=True))
    )
    assert len(layers["unreached"]) == found.siting.unreached.sum() == len(list_homes(found)["unreached"])


def test_the_same_request_gives_the_same_sites_and_candidates(small):
    one, other = (propose_sites(small, SiteRequest(category=CATEGORY, add=4, max_candidates=200)) for _ in range(2))
    assert list_sites(one).equals(list_sites(other))
    assert len(one.siting.candidates) <= 200
    assert one.siting.joined.all()
    assert one.siting.candidates["site_id"].is_unique


def test_more_sites_and_a_longer_limit_never_cover_fewer(small):
    shared = {"category": CATEGORY, "max_candidates": 300, "minutes": 15, "budget": SolverBudget(0.0, 20)}
    covered = [propose_sites(small, SiteRequest(add=add, **shared)).solution.value for add in (1, 3, 6)]
    assert covered == sorted(covered)
    candidates = prepare_siting(small, SiteRequest(category=CATEGORY, add=3, max_candidates=300)).candidates[
        ["site_id", "name", "geometry"]
    ]
    after = []
    for minutes in (8, 15):
        request = SiteRequest(add=3, **shared | {"minutes": minutes})
        found = propose_sites(small, request, candidates=candidates)
        after.append(summarize_sites(found, source="x")["coverage"]["after"]["covered"])
    assert after[0] <= after[1]


def test_sites_get_ids_that_no_facility_has():
    city = build_sample()
    taken = city.facilities.assign(facility_id=["new-p0", "new--p0"])
    city = dataclasses.replace(city, facilities=taken)
    found = propose_sites(city, SiteRequest(category="clinic", add=1), candidates=place(city, (900, 300)))
    assert list_sites(found)["facility_id"].tolist() == ["new---p0"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "give one of: add"),
        ({"add": 1, "target": 0.5}, "give one of: add"),
        ({"add": 1, "objective": "best"}, 'unknown objective "best"; choose cover or median'),
        ({"target": 0.9, "objective": "median"}, "takes add alone"),
        ({"add": 2, "objective": "median", "capacity": 9.0}, "takes add alone"),
        ({"target": 0.9, "capacity": 9.0}, "cannot be joined"),
        ({"add": 1, "demand_column": "dogs"}, 'no column "dogs".*the city has: residents, households'),
        ({"add": 1, "minutes": -1.0}, "minutes = -1.0"),
        ({"add": 1, "profile": "horse"}, 'unknown profile "horse"'),
        ({"add": 1, "max_candidates": 0}, "at least 1 candidate"),
        ({"add": 1, "capacity": -5.0}, "number of people, 1 or more"),
        ({"add": 0}, "at least 1 site"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(options, message):
    with pytest.raises(InputError, match=message):
        propose_sites(build_sample(), SiteRequest(category="clinic", **options))


def test_what_cannot_be_built_is_refused_with_the_reason():
    city = build_sample()
    with pytest.raises(InputError, match='unknown category "zoo"; the city has: clinic, school'):
        propose_sites(city, SiteRequest(category="zoo", add=1))
    with pytest.raises(InputError, match="none of the 1 candidates has a road within 200 m to join"):
        propose_sites(city, SiteRequest(category="clinic", add=1), candidates=place(city, (450, 2000)))
    with pytest.raises(InputError, match="only 1 candidates; give more, or add fewer"):
        propose_sites(city, SiteRequest(category="clinic", add=2), candidates=place(city, (900, 900)))
    with pytest.raises(InputError, match=r"nobody gains by any of the 0 candidates; covered now: 95.24%"):
        propose_sites(city, SiteRequest(category="clinic", add=1, minutes=60))
    with pytest.raises(InputError, match="nobody gains by any of the 1 candidates"):
        propose_sites(city, SiteRequest(category="clinic", add=1), candidates=place(city, (0, 0)))


def test_a_promise_that_does_not_hold_is_never_reported():
    city = build_sample()
    siting = prepare_siting(city, SiteRequest(category="clinic", add=1), candidates=place(city, (900, 300), (0, 300)))
    pairs = siting.pairs
    # walks that are shorter than the streets
    false = dataclasses.replace(siting, pairs=dataclasses.replace(pairs, walk_m=np.zeros(len(pairs.home))))
    assert choose_sites(siting).solution.value == 40
    wrong = dataclasses.replace(false, pairs=dataclasses.replace(false.pairs, candidate=1 - false.pairs.candidate))
    with pytest.raises(PromiseError, match="not covered as promised"):
        choose_sites(wrong)


def write(path, text):
    path.write_text(text, "utf-8")
    return path


def test_candidates_are_read_as_a_citys_layers_are(tmp_path):
    city = build_sample()
    x, y = np.add(ORIGIN, (900, 900))
    spots = place(city, (900, 900), (0, 900), names=["A", "B"])
    area = gpd.GeoDataFrame({"编号": ["z"]}, geometry=[shapely.box(x, y, x + 40, y + 20)], crs=city.crs)
    spots.to_crs(4326).to_file(tmp_path / "a.geojson")
    area.to_file(tmp_path / "b.gpkg")
    read = read_candidates(tmp_path / "a.geojson", city)
    assert read["site_id"].tolist() == ["p0", "p1"]
    assert read["name"].tolist() == ["A", "B"]
    assert read.distance(spots).max() < 0.01
    lot = read_candidates(tmp_path / "b.gpkg", city)
    assert lot["site_id"].tolist() == ["z"]
    assert lot.geometry.iloc[0].equals(shapely.Point(x + 20, y + 10))
    bare = read_candidates(write(tmp_path / "c.csv", f"x,y\n{x},{y}\n"), city, datum="EPSG:32650")
    assert bare["site_id"].tolist() == ["n1"]


def test_candidates_in_an_old_datum_are_refused_unless_accepted(tmp_path):
    city = build_sample()
    path = write(tmp_path / "c.csv", "x,y\n{:.0f},{:.0f}\n".format(*np.add(ORIGIN, 300)))
    with pytest.raises(CrsError, match="only a transformation of unknown accuracy is known"):
        read_candidates(path, city, datum="EPSG:2345")
    assert len(read_candidates(path, city, datum="EPSG:2345", uncertain="accept")) == 1


@pytest.mark.parametrize(
    ("text", "datum", "error", "message"),
    [
        ("id,lon,lat\na,117,34.3\n", None, CrsError, "which datum are lon and lat in"),
        ("id,lon,lat\na,34.3,117\n", "wgs84", CrsError, "swapped"),
        ("id,lon,lat\na,24.9,60.1\n", "wgs84", CrsError, "lie outside the area of the roads"),
        ("id,lon,lat\na,117,34.3\na,117,34.3\n", "wgs84", InputError, "duplicate identifier"),
        ("id,lon,lat\na,east,34.3\n", "wgs84", InputError, "expected decimal degrees"),
        ("id,name\na,b\n", "wgs84", CrsError, "no geometry and no coordinate columns"),
        ("id,lon,lat\n", "wgs84", InputError, "holds no rows"),
    ],
)
def test_candidates_that_cannot_be_placed_are_refused(tmp_path, text, datum, error, message):
    with pytest.raises(error, match=message):
        read_candidates(write(tmp_path / "c.csv", text), build_sample(), datum=datum)
