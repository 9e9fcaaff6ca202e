"""The reference city: published figures, cross-sums, tilings, references, walls and bridges, the same bytes."""

import hashlib
import json

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.city.bundle import open_city, write_city
from geo.city.check import inspect_city
from geo.city.model import count_city
from geo.errors import InputError
from geo.progress import Progress
from geo.reference import PUBLISHED, STEPS, build_reference, scale_figures
from geo.texts.notes import translate_notes
from geo.walking.network import build_network
from geo.walking.snap import Snaps, snap_points
from tests.bundles import find_files

SMALL = 0.05


@pytest.fixture(scope="module")
def small():
    return build_reference(scale=SMALL)


def check_figures(city, figures):
    """Every figure of the published table and every cross-sum, counted in the layers."""
    counts = count_city(city)
    assert counts["grid_units"] == figures.grid_units
    assert counts["workers"] == figures.workers
    assert counts["communities"] == figures.communities
    assert counts["villages"] == figures.villages
    divisions = city.divisions
    assert (divisions["level"] == "street").sum() == figures.streets
    sums = divisions.drop(columns="geometry").sum(numeric_only=True)
    for name in (
        "committee_members",
        "specialised_cadres",
        "village_cadres",
        "reference_headcount",
        "in_post",
        "shortfall",
    ):
        assert sums[name] == getattr(figures, name)
    town = divisions[divisions["level"] == "community"]
    assert ((town["in_post"] + town["shortfall"]) == town["reference_headcount"]).all()
    level = city.facilities["community"].map(dict(zip(divisions["code"], divisions["level"], strict=True)))
    facilities = city.facilities[level == "community"]
    offices = facilities[facilities["category"] == "community_service_station"]
    area_m2 = offices["floor_area_m2"]
    assert len(offices) == offices["community"].nunique() == figures.offices
    assert (offices["tenure"] == "leased").sum() == figures.leased_offices
    assert (area_m2 >= 600).sum() == figures.offices_large
    assert ((area_m2 >= 300) & (area_m2 < 600)).sum() == figures.offices_medium
    assert (area_m2 < 300).sum() == figures.offices_small
    assert (facilities["category"] == "service_hall").sum() == figures.halls
    squares = facilities[facilities["category"] == "activity_square"]
    assert len(squares) == squares["community"].nunique() == figures.squares
    assert (squares["floor_area_m2"] >= 1000).sum() == figures.squares_large
    assert city.homes["residents"].sum() == figures.urban_residents + figures.rural_residents


def check_tilings(city):
    """Every level is a coverage of valid polygons, and all levels cover the same ground."""
    divisions, units = city.divisions, city.grid_units
    levels = [divisions[divisions["level"] == level] for level in ("city", "district", "street")]
    levels += [divisions[divisions["level"].isin(["community", "village"])], units]
    for level in levels:
        shapes = level.geometry.to_numpy()
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)
        assert (shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON).all()
        assert shapely.area(shapes).sum() == pytest.approx(shapely.area(levels[0].geometry.iloc[0]), rel=1e-9)
    shape_of = dict(zip(divisions["code"], divisions.geometry, strict=True))
    for table, parent in ((units, units["community"]), *((level, level["parent"]) for level in levels[1:4])):
        above = np.array([shape_of[code] for code in parent], object)
        assert shapely.area(shapely.difference(table.geometry.to_numpy(), above)).max() < 1e-6


def check_references(city):
    """Every code leads somewhere, and identifiers are unique."""
    divisions = city.divisions
    below = divisions[divisions["level"] != "city"]
    assert below["parent"].isin(divisions["code"]).all()
    leaves = divisions[divisions["level"].isin(["community", "village"])]["code"]
    assert city.grid_units["community"].isin(leaves).all()
    assert set(leaves) == set(city.grid_units["community"])
    assert (city.grid_units["unit_code"].str[:12] == city.grid_units["community"]).all()
    assert city.grid_units["unit_code"].str.fullmatch(r"\d{15}").all()
    assert set(city.workers["unit_code"]) == set(city.grid_units["unit_code"])
    assert (city.workers[city.workers["role"] == "lead"]["unit_code"].value_counts() == 1).all()
    assert city.facilities["community"].isin(leaves).all()
    assert city.gates["place"].isin([*city.homes["compound"], *city.facilities["facility_id"]]).all()
    keys = {"grid_units": "unit_code", "homes": "home_id", "facilities": "facility_id", "gates": "gate_id"}
    keys |= {"workers": "worker_id", "addresses": "address_id", "divisions": "code"}
    assert all(getattr(city, layer)[key].is_unique for layer, key in keys.items())


def check_walking(city):
    """Homes lie in one unit each; nothing walks through a wall, a river or a railway."""
    homes = city.homes.geometry.to_numpy()
    home, unit = city.grid_units.sindex.query(homes, predicate="intersects")
    assert np.array_equal(home, np.arange(len(homes)))
    households = np.bincount(unit, weights=city.homes["households"], minlength=len(city.grid_units))
    assert households.min() > 0
    barriers = shapely.STRtree(city.barriers.geometry.to_numpy())
    assert barriers.query(city.roads.geometry.to_numpy(), predicate="intersects").size == 0
    network = build_network(city.roads)
    assert network.component_length_m.max() > 0.99 * network.component_length_m.sum()
    assert (network.component_length_m > 0).sum() > 1
    snaps = snap_points(network, homes)
    joined = snaps.edge >= 0  # the rest live on true islands
    assert joined.mean() > 0.995
    homes, snaps = (
        homes[joined],
        Snaps(*(part[joined] for part in (snaps.edge, snaps.offset_m, snaps.access_m, snaps.reason))),
    )
    foot = shapely.line_interpolate_point(network.geometry[snaps.edge], snaps.offset_m)
    legs = shapely.linestrings(np.stack([shapely.get_coordinates(homes), shapely.get_coordinates(foot)], axis=1))
    through = np.unique(barriers.query(legs, predicate="crosses")[0])
    assert len(through) < 0.001 * len(homes)


def check_addresses(city):
    """One address a building; shops and public buildings beside; odd and even numbers keep to their sides."""
    addresses = city.addresses
    buildings = addresses[addresses["address_kind"] == "building"]
    assert np.array_equal(shapely.get_coordinates(buildings.geometry), shapely.get_coordinates(city.homes.geometry))
    assert addresses["text"].is_unique
    at_road = addresses[addresses["address_kind"] != "building"]
    assert not at_road[["road", "number"]].duplicated().any()
    assert (addresses["old_road"] != "").any()
    assert {"号楼", "栋", "幢", "#楼"} <= set(buildings["building"].str.replace(r"\d+", "", regex=True))
    odd = at_road["number"].astype(int) % 2 == 1
    across = at_road["road"].str.endswith("路")
    roads = city.roads[city.roads["name"] != ""]
    tree = shapely.STRtree(roads.geometry.to_numpy())
    sample = at_road[across].iloc[:: max(1, across.sum() // 300)]
    for address in sample.itertuples():
        mine = tree.query(address.geometry, predicate="dwithin", distance=7.0)
        lines = [line for line in mine if roads["name"].iloc[line] == address.road]
        assert lines
        foot = roads.geometry.iloc[lines[0]].interpolate(roads.geometry.iloc[lines[0]].project(address.geometry))
        assert (address.geometry.y > foot.y) == odd[address.Index]


def test_a_small_city_has_the_structure_of_the_large_one(small):
    figures = scale_figures(SMALL, districts=15)
    check_figures(small, figures)
    check_tilings(small)
    check_references(small)
    check_walking(small)
    check_addresses(small)
    assert inspect_city(small)["problems"] == {}
    assert small.published == {}
    assert any("0.05" in text for note in translate_notes(small.assumptions) for text in note.values())


def digest(folder):
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(find_files(folder).iterdir())}


@pytest.mark.heavy
def test_one_seed_gives_the_same_bytes_and_two_seeds_do_not(small, tmp_path):
    write_city(small, tmp_path / "a")
    write_city(build_reference(scale=SMALL), tmp_path / "b")
    write_city(build_reference(scale=SMALL, seed=1), tmp_path / "c")
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert (tmp_path / "a" / "city.json").read_bytes() == (tmp_path / "b" / "city.json").read_bytes()
    assert all(digest(tmp_path / "a")[name] != other for name, other in digest(tmp_path / "c").items())


def test_the_city_says_that_it_is_synthetic_and_whose_names_it_borrows(small, tmp_path):
    write_city(small, tmp_path / "city")
    about = json.loads((tmp_path / "city" / "city.json").read_text("utf-8"))
    assert about["synthetic"] is True
    assert about["built_at"] == ""
    assert about["assumptions"][0] == {"key": "reference_invented", "values": {}}
    assert "MIT" in about["attribution"]
    again = open_city(tmp_path / "city")
    assert again.rule_sets == small.rule_sets
    assert again.assumptions == small.assumptions
    said = translate_notes(again.assumptions)[0]
    assert "合成城市" in said["zh"]
    assert "synthetic" in said["en"]
    pd.testing.assert_frame_equal(pd.DataFrame(again.divisions), pd.DataFrame(small.divisions), check_dtype=False)


def test_names_and_numbers_of_people_are_plainly_invented(small):
    assert small.workers["phone"].str.startswith("000-").all()
    assert small.grid_units["contact"].str.startswith("000-").all()
    assert small.workers["name"].str[:2].isin(["虚拟", "示例", "样本", "模型", "假设", "测试"]).all()


@pytest.mark.heavy
def test_the_steps_are_told_in_their_order():
    told = []
    build_reference(scale=0.02, progress=Progress(told.append))
    assert told == list(STEPS)


@pytest.mark.parametrize("scale", [0, 0.001, 1.5, -1, float("nan")])
def test_a_scale_outside_its_range_is_refused(scale):
    with pytest.raises(InputError, match="expected a number from"):
        build_reference(scale=scale)


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(1, 6))
def test_cities_of_other_seeds_keep_the_figures_too(seed):
    city = build_reference(scale=0.02, seed=seed)
    check_figures(city, scale_figures(0.02, districts=15))
    check_references(city)
    check_tilings(city)


@pytest.mark.heavy
def test_the_full_city_has_every_published_figure(tmp_path):
    city = build_reference()
    figures = PUBLISHED
    check_figures(city, figures)
    check_tilings(city)
    check_references(city)
    check_walking(city)
    check_addresses(city)
    # the table of the published text, spelled out
    assert count_city(city) | {"homes": 0, "facilities": 0, "nodes": 0, "edges": 0} == {
        "grid_units": 5856,
        "workers": 32710,
        "communities": 1087,
        "villages": 2074,
        "homes": 0,
        "facilities": 0,
        "nodes": 0,
        "edges": 0,
    }
    assert figures.committee_members + figures.specialised_cadres == 10_144
    assert (figures.committee_members, figures.specialised_cadres) == (7_173, 2_971)
    assert figures.village_cadres == 16_159
    assert (figures.offices, figures.leased_offices, figures.halls) == (1_085, 190, 756)
    assert (figures.squares, figures.squares_large) == (851, 365)
    assert (figures.offices_large, figures.offices_medium, figures.offices_small) == (170, 558, 357)
    assert (figures.reference_headcount, figures.in_post, figures.shortfall) == (3_937, 2_782, 1_155)
    # percentages as printed: of all 1,087 communities, not of those with an office
    percent = {name: 100 * getattr(figures, name) / figures.communities for name in ("offices_large", "squares_large")}
    assert {name: round(value, 1) for name, value in percent.items()} == {"offices_large": 15.6, "squares_large": 33.6}
    whole = [figures.offices_medium, figures.squares, figures.halls]
    assert [round(100 * count / figures.communities) for count in whole] == [51, 78, 70]
    # what the load is made of
    assert city.homes["residents"].sum() == 10_100_000
    assert len(city.homes) >= 200_000
    assert len(city.addresses) >= 300_000
    assert 200_000 <= count_city(city)["nodes"] <= 300_000
    write_city(city, tmp_path / "a")
    assert sum(file.stat().st_size for file in find_files(tmp_path / "a").iterdir()) < 250e6
    write_city(build_reference(), tmp_path / "b")
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert (tmp_path / "a" / "city.json").read_bytes() == (tmp_path / "b" / "city.json").read_bytes()
    write_city(build_reference(seed=1), tmp_path / "c")
    assert all(digest(tmp_path / "a")[name] != other for name, other in digest(tmp_path / "c").items())
