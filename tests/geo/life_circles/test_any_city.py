"""What holds in any city: circles tile the urban units, nest, hang together, lose nobody and lie across nothing."""

import dataclasses

import geopandas as gpd
import numpy as np
import pytest
import scipy.sparse
import scipy.sparse.csgraph
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.city.sample import ORIGIN
from geo.city.walk_context import make_walk_context
from geo.life_circles.circle_tables import describe_life_circles
from geo.life_circles.life_plan import plan_life_circles, prepare_life_circles
from geo.life_circles.line_city import build_line_city
from geo.reference import build_reference


@pytest.fixture(scope="module")
def reference():
    return divide(build_reference(scale=0.03))


def divide(city):
    context = make_walk_context(city)
    return describe_life_circles(plan_life_circles(prepare_life_circles(city, context), context))


def check_circles(circles):
    plan, units = circles.plan, circles.units
    ground, urban = plan.ground, plan.ground.urban
    inside = ground.home_unit >= 0
    for key, table in circles.tables.items():
        # nothing is lost, and every unit lies in one circle
        assert set(units[f"circle_{key}"]) == set(table["code"])
        assert table["code"].is_unique
        assert table["residents"].sum() == pytest.approx(ground.home_residents[inside].sum())
        assert table.area.sum() == pytest.approx(units.area.sum(), rel=1e-6)
        assert (table["within"] + table["beyond"]).to_numpy() == pytest.approx(table["residents"].to_numpy())
        assert circles.plan.layers[key].districts.beyond.sum() == pytest.approx(table["beyond"].sum())
        # each hangs together where nothing separates, so in one compartment
        label = plan.layers[key].label
        same = label[urban.one] == label[urban.other]
        links = (np.ones(same.sum()), (urban.one[same], urban.other[same]))
        graph = scipy.sparse.coo_matrix(links, shape=(len(label),) * 2)
        assert scipy.sparse.csgraph.connected_components(graph, directed=False)[0] == len(table)
        assert units.groupby(f"circle_{key}")["compartment"].nunique().max() == 1
        assert plan.layers[key].beyond_least <= table["beyond"].sum() + 1e-6
        assert ground.bands[key].off.sum() <= table["off_band"].sum() + 1e-6
    # a smaller circle lies in one larger
    for small, large in (("5_min", "10_min"), ("10_min", "15_min")):
        assert units.groupby(f"circle_{small}")[f"circle_{large}"].nunique().max() == 1
        parents = circles.tables[small].set_index("code")["parent"]
        assert (units[f"circle_{small}"].map(parents) == units[f"circle_{large}"]).all()
    assert circles.rural["residents"] == pytest.approx(ground.home_residents[~inside].sum())


@pytest.mark.heavy
@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(0, 9000), min_size=22, max_size=22), st.sets(st.integers(1, 79), max_size=3))
def test_circles_of_any_line_of_communities(residents, rivers):
    city = build_line_city()
    lines = [
        shapely.linestrings([(ORIGIN[0] + 100 * x + 37, ORIGIN[1] - 50), (ORIGIN[0] + 100 * x + 37, ORIGIN[1] + 450)])
        for x in sorted(rivers)
    ]
    drawn = gpd.GeoDataFrame({"barrier_kind": ["railway"] * len(lines)}, geometry=lines, crs=city.crs)
    homes = city.homes.assign(residents=np.array(residents, float))
    if sum(residents[:20]) > 0:
        circles = divide(dataclasses.replace(city, homes=homes, barriers=drawn))
        check_circles(circles)
        # one railway more is one compartment more, unless it runs along the end of a unit's side
        assert len(circles.plan.ground.compartment_residents) <= len(lines) + 1


def test_circles_of_a_small_reference_city(reference):
    check_circles(reference)
    table = reference.tables["10_min"]
    # what is off the band lies in compartments that are too small, but for a rest
    assert (table["band"] != "within").sum() <= table["compartment_too_small"].sum() + 2
    # whole communities, but for those that barriers divide
    parts = reference.plan.parts
    split = set(reference.units["community"][parts.is_split | parts.is_large])
    shared = reference.units.groupby("community")["circle_10_min"].nunique()
    assert set(shared.index[shared > 1]) <= split


def test_each_unit_with_a_crossing_has_a_place_that_may_be_a_centre(reference):
    urban, network = reference.plan.ground.urban, reference.plan.ground.city.network
    kept = ~network.private & (
        network.component_length_m[network.component] >= reference.plan.ground.city.min_component_m
    )
    crossings = np.unique(np.concatenate([network.u[kept], network.v[kept]]))
    wanted = set(urban.find_units(network.node_xy[crossings])) - {-1}
    for layer in reference.plan.layers.values():
        assert set(layer.reaches.unit) >= wanted


def test_no_circle_lies_on_both_sides_of_a_separator_but_for_units_that_are_told(reference):
    urban = reference.plan.ground.urban
    label = reference.plan.layers["15_min"].label
    whole = ~urban.is_divided
    core = urban.core[whole]
    assert all(len(set(core[label[whole] == each])) <= 1 for each in range(label.max() + 1))
