"""A city whose layers stay in its bundle until they are looked at answers as one that is read at once."""

import dataclasses
import json
import pickle
import shutil
from concurrent.futures import wait

import pandas as pd
import pytest

from geo import build_sample, locate, locate_address, make_unit_index, open_city, write_city
from geo.city.stored import LAYERS
from geo.errors import InputError
from geo.reference import build_reference
from tests.bundles import find_files


@pytest.fixture
def bundle(tmp_path):
    write_city(build_sample(), tmp_path / "city")
    return tmp_path / "city"


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """A small reference city, which has every layer."""
    bundle = tmp_path_factory.mktemp("reference") / "city"
    write_city(build_reference(scale=0.02), bundle)
    return bundle


def list_read(city):
    return sorted(set(vars(city)) & {*LAYERS, "snap_cache", "stored_index"})


def test_nothing_is_read_when_it_is_opened_and_each_layer_once_when_it_is_looked_at(bundle):
    city = open_city(bundle, lazy=True)
    assert list_read(city) == []
    assert city.homes is city.homes
    assert list_read(city) == ["homes"]


@pytest.mark.parametrize("ahead", [(), ("roads", "homes", "snap_cache", "stored_index", "gates")])
def test_it_is_the_city_that_is_read_at_once(reference, ahead):
    lazy, whole = open_city(reference, lazy=True, ahead=ahead), open_city(reference)
    for field in dataclasses.fields(whole):
        one, other = getattr(lazy, field.name), getattr(whole, field.name)
        if isinstance(other, pd.DataFrame):
            pd.testing.assert_frame_equal(one, other)
        elif field.name not in ("snap_cache", "stored_index"):
            assert one == other
    assert lazy.snap_cache.fingerprint == whole.snap_cache.fingerprint
    assert lazy.stored_index.words == whole.stored_index.words
    assert (lazy.address_texts == whole.address_texts).all()


def test_a_place_is_located_by_three_layers_and_an_address_by_the_index_of_addresses_besides(reference):
    city, whole = open_city(reference, lazy=True), open_city(reference)
    point, text = whole.addresses.geometry.iloc[0], whole.addresses["text"].iloc[0]
    found = locate(make_unit_index(city, with_addresses=False), point.x, point.y)
    assert found == locate(make_unit_index(whole), point.x, point.y)
    assert list_read(city) == ["divisions", "grid_units", "workers"]
    assert locate_address(make_unit_index(city), text) == locate_address(make_unit_index(whole), text)
    assert list_read(city) == ["divisions", "grid_units", "stored_index", "workers"]


def test_a_layer_may_be_replaced_in_memory(reference):
    city = open_city(reference, lazy=True)
    one = dataclasses.replace(city, homes=city.homes.iloc[:1], addresses=city.addresses.iloc[:2])
    assert (len(one.homes), len(one.address_texts), len(one.roads)) == (1, 2, len(city.roads))


def test_it_travels_to_another_process(bundle):
    city = pickle.loads(pickle.dumps(open_city(bundle, lazy=True)))
    assert len(city.grid_units) == 4


def test_a_layer_that_is_damaged_or_missing_says_so_when_it_is_looked_at(bundle):
    (find_files(bundle) / "homes.parquet").write_bytes(b"PAR1 nothing")
    (find_files(bundle) / "roads.parquet").unlink()
    city = open_city(bundle, lazy=True)
    assert len(city.grid_units) == 4
    assert city.gates is None
    with pytest.raises(InputError, match=r"homes\.parquet: damaged"):
        _ = city.homes
    with pytest.raises(InputError, match=r"roads\.parquet: missing; build the city again"):
        _ = city.roads


def test_a_layer_that_is_read_ahead_is_read_in_the_background_and_once(bundle):
    city = open_city(bundle, lazy=True, ahead=("homes", "roads"))
    assert list_read(city) == []
    wait(city.ahead.values())
    shutil.rmtree(bundle)
    assert city.homes is city.homes
    assert (len(city.homes), len(city.roads), city.ahead) == (5, 24, {})


def test_what_is_wrong_with_a_layer_that_is_read_ahead_is_told_when_it_is_looked_at(bundle):
    (find_files(bundle) / "homes.parquet").write_bytes(b"PAR1 nothing")
    city = open_city(bundle, lazy=True, ahead=("homes",))
    wait(city.ahead.values())
    with pytest.raises(InputError, match=r"homes\.parquet: damaged"):
        _ = city.homes


def double_residents(city, times):
    return dataclasses.replace(city, homes=city.homes.assign(residents=city.homes["residents"] * 2**times))


def test_who_reads_a_city_that_is_replaced_goes_on_with_it_until_it_is_replaced_again(bundle):
    sample = build_sample()
    city = open_city(bundle, lazy=True)
    _ = city.grid_units
    write_city(double_residents(sample, 1), bundle)
    assert city.homes["residents"].sum() == sample.homes["residents"].sum()
    assert open_city(bundle).homes["residents"].sum() == 2 * sample.homes["residents"].sum()
    write_city(double_residents(sample, 2), bundle)
    with pytest.raises(InputError, match="replaced while it was read; run the same command again"):
        _ = city.roads


def test_a_city_that_is_taken_away_is_not_there_any_more(reference, tmp_path):
    shutil.copytree(reference, tmp_path / "city")
    city = open_city(tmp_path / "city", lazy=True)
    shutil.rmtree(tmp_path / "city")
    with pytest.raises(InputError, match="replaced while it was read"):
        _ = city.address_texts


def test_a_rewrite_of_the_same_city_takes_nothing_from_who_reads_it(bundle):
    city = open_city(bundle, lazy=True)
    for _ in range(3):
        write_city(build_sample(), bundle)
    assert len(city.homes) == 5


@pytest.mark.parametrize(
    "change",
    [
        lambda about: about.pop("crs"),
        lambda about: about.pop("notes"),
        lambda about: about.update(crs="no such system"),
        lambda about: about.update(notes=[{"key": "no_such_note", "values": {}}]),
        lambda about: about.update(notes=7),
        lambda about: about.update(rule_sets=[1]),
    ],
)
def test_a_city_json_that_was_changed_by_hand_is_damaged_not_a_traceback(bundle, change):
    about = json.loads((bundle / "city.json").read_text("utf-8"))
    change(about)
    (bundle / "city.json").write_text(json.dumps(about), "utf-8")
    with pytest.raises(InputError, match=r"city\.json"):
        open_city(bundle)


def test_a_city_json_that_is_a_list_is_damaged(bundle):
    (bundle / "city.json").write_text("[]", "utf-8")
    with pytest.raises(InputError, match=r"city\.json: damaged .*; build the city again"):
        open_city(bundle)
