"""Kinds of grid unit: what nests, what tiles, what is counted and found."""

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.city.check import inspect_city
from geo.city.model import count_city, describe_city
from geo.city.sample import build_sample
from geo.city.schemas import SCHEMAS
from geo.coverage.analysis import analyze_city
from geo.errors import InputError
from geo.files.columns import check_columns
from geo.grid.units import check_units
from geo.locate.unit_index import locate, make_unit_index
from geo.problems import Problems
from geo.reference import build_reference, scale_figures

SMALL = 0.05


@pytest.fixture(scope="module")
def every_kind():
    return build_reference(scale=SMALL, kinds="all")


def check_kinds(city, figures):
    units = city.grid_units
    of_kind = dict(iter(units.groupby("unit_kind")))
    counts = {"grid": figures.grid_units, "micro": figures.micro_grids, "rural": figures.rural_grids}
    counts |= {"exclusive": figures.exclusive_grids, "overlay": 1}
    assert {kind: len(table) for kind, table in of_kind.items()} == counts
    assert units["unit_code"].is_unique
    assert shapely.is_valid(units.geometry.to_numpy()).all()
    shape_of = dict(zip(of_kind["grid"]["unit_code"], of_kind["grid"].geometry, strict=True))
    for kind in ("micro", "rural"):
        table = of_kind[kind]
        shapes = table.geometry.to_numpy()
        assert shapely.coverage_is_valid(shapes)
        held = table.area.groupby(table["parent"].to_numpy()).sum()
        whole = pd.Series({code: shape_of[code].area for code in held.index})
        assert (held - whole).abs().max() < 0.5
    nested = pd.concat([of_kind[kind] for kind in ("micro", "rural", "exclusive")])
    above = np.array([shape_of[code] for code in nested["parent"]], object)
    assert shapely.area(shapely.difference(nested.geometry.to_numpy(), above)).max() < 0.5
    assert (nested["community"] == nested["parent"].str[:12]).all()


def test_the_later_kinds_nest_in_the_units_and_tile_them(every_kind):
    check_kinds(every_kind, scale_figures(SMALL, districts=15))
    assert inspect_city(every_kind)["problems"] == {}


def test_micro_grids_hold_about_as_many_households_as_they_should(every_kind):
    micro = every_kind.grid_units[every_kind.grid_units["unit_kind"] == "micro"]
    home, unit = micro.sindex.query(every_kind.homes.geometry.to_numpy(), predicate="within")
    households = np.bincount(unit, weights=every_kind.homes["households"].to_numpy()[home], minlength=len(micro))
    assert 50 <= np.median(households) <= 70


@pytest.mark.heavy
def test_only_units_that_tile_the_city_are_counted_and_found(every_kind):
    plain = build_reference(scale=SMALL)
    assert count_city(every_kind) == count_city(plain)
    assert describe_city(every_kind)["unit_kinds"]["overlay"] == 1
    levels = [analyze_city(city, categories=["market"]).levels["grid_units"] for city in (plain, every_kind)]
    pd.testing.assert_frame_equal(*(pd.DataFrame(level.drop(columns="geometry")) for level in levels))
    home = every_kind.homes.geometry.iloc[0]
    answers = [locate(make_unit_index(city), home.x, home.y) for city in (every_kind, plain)]
    assert answers[0].unit_code == answers[1].unit_code
    units = every_kind.grid_units
    beside = units[units.intersects(home) & ~units["unit_code"].isin(plain.grid_units["unit_code"])]
    assert [unit.unit_code for unit in answers[0].others] == sorted(beside["unit_code"])
    assert answers[0].others
    assert answers[1].others == ()


def test_units_may_overlap_units_of_another_kind_only():
    units = build_sample().grid_units
    inner = units.iloc[[0]].assign(unit_code="x", unit_kind="micro")
    for kind, found in (("micro", 0), ("grid", 1)):
        problems = Problems()
        both = pd.concat([units.assign(unit_kind="grid"), inner.assign(unit_kind=kind)], ignore_index=True)
        check_units(both, file="units.gpkg", problems=problems)
        assert problems.count == found


def test_an_unknown_kind_is_named_with_the_choices():
    problems = Problems()
    check_units(build_sample().grid_units.assign(unit_kind="nano"), file="units.gpkg", problems=problems)
    assert "expected one of grid, micro, rural" in problems.kinds["unknown kind of grid unit"][0]


@pytest.mark.parametrize("name", ["kind", "unit_kind", "网格类型"])
def test_a_file_may_call_the_kind_of_a_unit_by_its_short_or_its_long_name(name):
    raw = pd.DataFrame({"code": ["1"], name: ["micro"]})
    table = check_columns(raw, SCHEMAS["grid_units"], {}, file="units.csv", problems=Problems())
    assert table["unit_kind"].tolist() == ["micro"]


@pytest.mark.parametrize("layer", ["addresses", "barriers"])
@pytest.mark.parametrize("is_short", [True, False])
def test_a_file_may_call_the_kind_of_an_address_or_barrier_so_too(layer, is_short):
    bundle_name = {"addresses": "address_kind", "barriers": "barrier_kind"}[layer]
    raw = pd.DataFrame({"kind" if is_short else bundle_name: ["wall"]})
    table = check_columns(raw, SCHEMAS[layer], {}, file="file.csv", problems=Problems())
    assert table[bundle_name].tolist() == ["wall"]


def test_only_the_published_and_all_kinds_can_be_built():
    with pytest.raises(InputError, match='kinds = "some"'):
        build_reference(scale=SMALL, kinds="some")


@pytest.mark.heavy
def test_the_full_city_has_seventy_thousand_units():
    city = build_reference(kinds="all")
    check_kinds(city, scale_figures(1.0, districts=15))
    assert len(city.grid_units) == 5_856 + 46_817 + 11_381 + 4_744 + 1
