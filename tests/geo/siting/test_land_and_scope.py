"""Candidates by land, owner and cost; parcels by their entrances; homes of towns and of villages."""

import dataclasses
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.city.sample import ORIGIN, build_sample, build_sample_rules
from geo.coverage.analysis import analyze_city
from geo.errors import InputError
from geo.reference import build_reference
from geo.rules.rule_set import parse_rules
from geo.siting import (
    SiteRequest,
    choose_sites,
    filter_candidates,
    list_sites,
    prepare_siting,
    propose_sites,
    read_candidates,
    summarize_sites,
    write_sites,
)
from geo.siting.anywhere import bound_any_sites
from geo.siting.results import list_gates

CATEGORY = "community_health_centre"


@pytest.fixture(scope="module")
def small():
    return build_reference(scale=0.05)


def place(city, *spots, **columns):
    table = {"site_id": [f"p{i}" for i in range(len(spots))], "name": "", **columns}
    return gpd.GeoDataFrame(table, geometry=shapely.points(np.add(spots, ORIGIN)), crs=city.crs)


def write_candidates(folder, heading, rows):
    west, south = ORIGIN
    lines = [f"{ident},{west + x},{south + y},{rest}" for ident, x, y, rest in rows]
    path = folder / "sites.csv"
    path.write_text("\n".join([heading, *lines]) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(
    "names",
    [("land_use", "owner", "cost"), ("用地", "权属", "费用"), ("用地性质", "产权", "造价")],
    ids=["en", "zh", "more"],
)
def test_land_owner_and_cost_are_read_under_the_names_offices_use(tmp_path, names):
    path = write_candidates(tmp_path, f"id,x,y,{','.join(names)}", [("a", 900, 300, "A33,政府,120")])
    read = read_candidates(path, build_sample(), datum="EPSG:32650")
    assert read[["land_use", "owner", "cost"]].values.tolist() == [["A33", "政府", 120.0]]
    assert "parcel" not in read


def test_conditions_on_one_column_are_alternatives_and_on_two_both_hold():
    city = build_sample()
    spots = place(city, *[(0, 0)] * 4, owner=["政府", "企业", "政府", "村"], land_use=["A33", "A33", "R22", "R22"])
    assert filter_candidates(spots, ["owner=政府"])["site_id"].tolist() == ["p0", "p2"]
    assert filter_candidates(spots, ["owner=政府", "owner = 村"])["site_id"].tolist() == ["p0", "p2", "p3"]
    assert filter_candidates(spots, ["owner=政府", "land_use=A33"])["site_id"].tolist() == ["p0"]
    for conditions, message in (
        (["owner=军队"], "no candidate has owner=军队; owner is one of: 企业, 政府, 村"),
        (["owner=村", "land_use=A33"], "no candidate meets all of: owner=村, land_use=A33"),
        (["price=3"], "expected land_use=... or owner=..."),
        (["owner"], "expected land_use=... or owner=..."),
    ):
        with pytest.raises(InputError, match=message):
            filter_candidates(spots, conditions)
    with pytest.raises(InputError, match="no column owner"):
        filter_candidates(spots.drop(columns="owner"), ["owner=村"])


def test_only_the_candidates_of_the_owner_are_proposed_and_counted():
    city = build_sample()
    spots = place(city, (900, 900), (900, 300), owner=["企业", "政府"])
    found = propose_sites(city, SiteRequest(category="clinic", add=1, where=("owner=政府",)), candidates=spots)
    sites = list_sites(found)
    assert (sites["site_id"].tolist(), sites["owner"].tolist()) == (["p1"], ["政府"])
    assert "among the 1 candidates" in sites["proof_en"].iloc[0]
    assert summarize_sites(found, source="x")["request"]["where"] == ["owner=政府"]


def test_what_sites_cost_together_stays_within_the_budget():
    city = build_sample()
    spots = place(city, (900, 900), (0, 900), cost=[90.0, 40.0])
    request = SiteRequest(category="clinic", max_cost=50)
    found = propose_sites(city, request, candidates=spots)
    assert list_sites(found)["site_id"].tolist() == ["p1"]
    figures = summarize_sites(found, source="x")
    assert figures["cost"] == {"total": 40.0, "max_cost": 50}
    assert (figures["objective"], figures["value"]) == ("budget", 40)
    with pytest.raises(InputError, match="1 of 2 candidates have no cost, such as p1"):
        propose_sites(city, request, candidates=spots.assign(cost=[90.0, np.nan]))
    with pytest.raises(InputError, match="max cost needs candidates with a column cost"):
        propose_sites(city, request, candidates=spots.drop(columns="cost"))
    with pytest.raises(InputError, match="crossings have no owner"):
        propose_sites(city, request)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"max_cost": 5.0, "target": 0.9}, "max cost goes with add alone"),
        ({"max_cost": 5.0, "capacity": 9.0}, "max cost goes with add alone"),
        ({"max_cost": -1.0}, "expected a sum above 0"),
        ({"add": 1, "max_cost": 5.0, "objective": "equity"}, "equity takes add alone"),
        ({"add": 1, "objective": "equity", "level": "rooms"}, 'unknown level "rooms"; choose communities or streets'),
        ({"add": 1, "scope": "suburban"}, 'unknown scope "suburban"; choose urban or rural or all'),
    ],
)
def test_requests_that_make_no_sense_are_refused(options, message):
    with pytest.raises(InputError, match=message):
        SiteRequest(category="clinic", **options).check()


def test_a_parcel_is_entered_where_roads_touch_it_not_at_a_point_inside(tmp_path):
    city, (west, south) = build_sample(), ORIGIN
    # from x = 600 to 900 between the roads y = 300 and y = 600: its middle is 150 m from each road
    parcel = shapely.box(west + 602, south + 302, west + 898, south + 598)
    gpd.GeoDataFrame({"编号": ["z"]}, geometry=[parcel], crs=city.crs).to_file(tmp_path / "lots.gpkg")
    lots = read_candidates(tmp_path / "lots.gpkg", city)
    siting = prepare_siting(city, SiteRequest(category="clinic", add=1, minutes=5), candidates=lots)
    # far stands at (900, 900): 300 m from the corner (900, 600), which the parcel touches
    walk = siting.pairs.walk_m[siting.pairs.home == 3]
    assert walk.min() == pytest.approx(300, abs=4)
    point = prepare_siting(
        city, SiteRequest(category="clinic", add=1, minutes=20), candidates=lots.drop(columns="parcel")
    )
    assert point.pairs.walk_m[point.pairs.home == 3].min() > 500
    found = choose_sites(siting)
    write_sites(tmp_path, found, summarize_sites(found, source="lots"))
    gates = pd.read_csv(tmp_path / "gates.csv")
    assert set(gates["place"]) == set(list_sites(found)["facility_id"]) == {"new-z"}
    assert gpd.read_file(tmp_path / "sites.gpkg", layer="gates").shape[0] == len(gates) > 10


@pytest.mark.heavy
def test_parcels_are_covered_as_a_new_analysis_with_their_gates_finds(small):
    roads = small.roads.geometry.to_numpy()
    draws = np.random.default_rng(3)
    middle = shapely.get_coordinates(shapely.line_interpolate_point(roads[draws.choice(len(roads), 60)], 20))
    parcels = [shapely.box(x + 2, y + 2, x + 90, y + 90) for x, y in middle]
    lots = gpd.GeoDataFrame(
        {"site_id": [f"z{i}" for i in range(60)], "name": "", "parcel": parcels},
        geometry=[parcel.representative_point() for parcel in parcels],
        crs=small.crs,
    )
    found = propose_sites(small, SiteRequest(category=CATEGORY, add=3), candidates=lots)
    assert found.siting.has_gates
    # a parcel with many gates covers more than any one place: it is among the cells
    assert bound_any_sites(found.siting, add=3, value=0.0) >= found.solution.value
    sites, gates = list_sites(found), list_gates(found)
    new = gpd.GeoDataFrame(sites[["facility_id", "category", "name"]], geometry=sites.geometry, crs=small.crs)
    own = gates[["gate_id", "place", "geometry"]]
    known = [] if small.gates is None else [small.gates[["gate_id", "place", "geometry"]]]
    city = dataclasses.replace(
        small,
        facilities=gpd.GeoDataFrame(pd.concat([small.facilities, new], ignore_index=True), crs=small.crs),
        gates=gpd.GeoDataFrame(pd.concat([*known, own], ignore_index=True), crs=small.crs),
        snap_cache=None,
    )
    anew = analyze_city(city, categories=[CATEGORY])
    assert np.array_equal(anew.status[:, 0], found.change.status)


def judge(*rule_sets):
    return dataclasses.replace(build_sample(), rule_sets=list(rule_sets))


def make_rural_rules(metres):
    given = {
        "id": "rural", "name": {"zh": "村", "en": "Village"}, "source": "invented", "scope": ["rural"],
        "tiers": {"village": {"name": {"zh": "村", "en": "Village"}, "provider": "city", "minutes": 30,
                              "source": "invented", "verified": False}},
        "facilities": {"clinic": {"name": {"zh": "诊所", "en": "Clinic"}, "tier": "village", "departments": ["health"],
                                  "radius": {"m": metres}, "source": "invented", "verified": False}},
    }  # fmt: skip
    return parse_rules(given, file="rural")


def test_villages_do_not_count_where_the_rule_set_is_urban_and_that_is_said():
    # far, with 40 people, lies in a village: the urban rule set is not for it
    city = judge(build_sample_rules())
    spots = place(city, (900, 300), (450, 900))
    with pytest.raises(InputError, match="nobody gains by any of the 2 candidates"):
        propose_sites(city, SiteRequest(category="clinic", add=1), candidates=spots)
    with pytest.raises(InputError, match="no rule set judges homes of that scope"):
        propose_sites(city, SiteRequest(category="clinic", add=1, scope="rural"), candidates=spots)
    found = propose_sites(city, SiteRequest(category="clinic", add=1, minutes=15, scope="all"), candidates=spots)
    assert found.solution.value == 40
    siting = prepare_siting(city, SiteRequest(category="clinic", add=1), candidates=spots)
    assert siting.scope == "urban"
    assert siting.is_served.tolist() == [True, True, True, False, True]


def test_villages_have_the_limit_of_their_own_rule_set():
    city = judge(build_sample_rules(), make_rural_rules(1300))
    # from (300, 300) far walks 1,200 m: within the limit of villages, beyond that of towns
    spots = place(city, (300, 300))
    found = propose_sites(city, SiteRequest(category="clinic", add=1, scope="rural"), candidates=spots)
    figures = summarize_sites(found, source="x")
    assert (found.solution.value, figures["coverage"]["before"]["covered"]) == (40, 0)
    assert figures["coverage"]["after"] == {"covered": 40, "uncovered": 0, "unknown": 0, "not_judged": 0, "share": 1}
    assert figures["scope"]["limit_m"] == {"rural": 1300}
    assert figures["scope"]["text"]["zh"] == "按村内居民选址;城镇居民 65 人不计"
    both = propose_sites(city, SiteRequest(category="clinic", add=1, scope="all"), candidates=spots)
    assert summarize_sites(both, source="x")["scope"]["limit_m"] == {"urban": 1000, "rural": 1300}
    assert both.newly_covered.tolist() == [False, False, False, True, False]
    near = judge(build_sample_rules(), make_rural_rules(1100))
    with pytest.raises(InputError, match="nobody gains"):
        propose_sites(near, SiteRequest(category="clinic", add=1, scope="all"), candidates=spots)


def test_urban_homes_alone_count_in_the_reference_city(small):
    found = propose_sites(small, SiteRequest(category=CATEGORY, add=2, max_candidates=200))
    newly = found.newly_covered
    assert newly.any()
    assert not (newly & found.siting.coverage.is_rural).any()
    figures = summarize_sites(found, source="network")
    urban = small.homes["residents"].to_numpy(float)[~found.siting.coverage.is_rural]
    before = figures["coverage"]["before"]
    assert before["covered"] + before["uncovered"] + before["unknown"] == pytest.approx(urban.sum())
    assert figures["people"]["total"] == pytest.approx(urban.sum())


@pytest.mark.heavy
def test_the_least_covered_street_comes_first_in_equity(small):
    request = SiteRequest(category=CATEGORY, add=4, max_candidates=150, level="streets", objective="equity")
    fair = propose_sites(small, request)
    figures = summarize_sites(fair, source="network")
    equity = figures["equity"]
    most = propose_sites(small, SiteRequest(category=CATEGORY, add=4, max_candidates=150))
    anew = {row["code"]: row["share_after"] for row in equity["divisions"]}
    assert equity["smallest_after"] == pytest.approx(min(anew.values())) == pytest.approx(figures["value"])
    assert equity["smallest_before"] <= equity["smallest_after"] <= figures["bound"]
    assert figures["people"]["covered_after"] <= summarize_sites(most, source="network")["people"]["covered_after"]
    # counted again from the levels of the change: urban residents of each street
    street = fair.change.levels["streets"]
    mine = street[(street["scope"] == "urban") & (street["residents"] > 0)].set_index("code")
    for code, share in anew.items():
        assert share == pytest.approx(mine.loc[code, "covered_after"] / mine.loc[code, "residents"], abs=1e-9)


def test_the_tables_say_what_was_proved(small, tmp_path):
    found = propose_sites(small, SiteRequest(category=CATEGORY, add=2, max_candidates=100))
    figures = summarize_sites(found, source="network")
    write_sites(tmp_path, found, figures)
    told = json.loads((tmp_path / "site.json").read_text("utf-8"))["proof"]["text"]
    assert told["zh"].startswith("已证明")
    table = pd.read_csv(tmp_path / "sites.csv", encoding="utf-8-sig")
    layer = gpd.read_file(tmp_path / "sites.gpkg", layer="sites")
    for rows in (table, layer):
        assert set(rows["proof_zh"]) == {told["zh"]}
        assert set(rows["proof_en"]) == {told["en"]}
