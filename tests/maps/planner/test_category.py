"""What the page gets of a category, unpacked as the page does: equal to analyses with each limit, row by row."""

import dataclasses

import geopandas as gpd
import numpy as np
import pytest

from geo.city.sample import build_sample, build_sample_rules
from geo.city.walks import measure_walks
from geo.coverage.analysis import evaluate_coverage
from geo.coverage.by_minute import find_unit_rows
from geo.reference import build_reference
from maps.planner.category import pack_all_categories, pack_category
from maps.planner.gaps import pack_page_gaps
from maps.planner.levels import pack_level
from tests.maps.planner.unpacking import read_category, read_column


def shift_people(city, by):
    """The same city with parts of people: sums of whole ones are not what a level has."""
    homes = city.homes.assign(residents=city.homes["residents"] + by)
    return dataclasses.replace(city, homes=homes)


def tighten(city, margin_m):
    extent = gpd.GeoDataFrame(geometry=[city.homes.union_all().envelope.buffer(margin_m)], crs=city.crs)
    return dataclasses.replace(city, extent=extent, snap_cache=None)


CITIES = {
    "toy": build_sample,
    "parts of people": lambda: shift_people(build_sample(), 0.4),
    "near the border": lambda: tighten(build_sample(), 150),
    "reference": lambda: build_reference(scale=0.03),
}


@pytest.fixture(scope="module", params=CITIES)
def scene(request):
    city = CITIES[request.param]()
    walks = measure_walks(city)
    rules = None if request.param == "reference" else build_sample_rules()
    own = evaluate_coverage(city, walks, rules=rules)
    rows = find_unit_rows(own)
    units = {level: pack_level(own, level, rows) for level in own.levels}
    return city, walks, own, rows, units


def round_all(values):
    return np.rint(values.to_numpy(float)).astype(int).tolist()


def test_figures_at_own_limits_and_by_minute_are_those_of_analyses(scene):
    city, walks, own, rows, units = scene
    asked = {limit: evaluate_coverage(city, walks, minutes=limit).levels for limit in (3, 4, 15, 30)}
    for category in list(city.categories)[:3]:
        packed = pack_category(own, category, rows, list(own.levels), own.find_gaps(category))
        found = read_category(packed, units)
        for level, table in own.levels.items():
            figures = found[level]
            assert figures["covered"] == round_all(table[f"covered_{category}"])
            assert figures["uncovered"] == round_all(table[f"uncovered_{category}"])
            for limit, levels in asked.items():
                for key, tally in (("by_minute", "covered"), ("unknown_by_minute", "unknown")):
                    people = [row[limit - 3] for row in figures[key]]
                    assert people == round_all(levels[level][f"{tally}_{category}"])


def test_medians_and_facilities_are_those_of_the_middle_resident(scene):
    city, walks, own, rows, units = scene
    residents = city.homes["residents"].to_numpy()
    category = next(iter(city.categories))
    walk_m, facility = walks.nearest.walk_m[:, 0], walks.nearest.facility[:, 0]
    mine = np.flatnonzero(city.facilities["category"] == category)
    found = read_category(pack_category(own, category, rows, list(own.levels), own.find_gaps(category)), units)
    for level, figures in found.items():
        row = rows[level][walks.unit]
        for number, (median, nearest) in enumerate(zip(figures["median"], figures["facility"], strict=True)):
            homes = np.flatnonzero((row == number) & (residents > 0))
            line = homes[np.argsort(walk_m[homes], kind="stable")]
            held = np.cumsum(residents[line])
            middle = line[np.searchsorted(held, held[-1] / 2 - 1e-9)] if len(line) else None
            if middle is None or np.isinf(walk_m[middle]):
                assert (median, nearest) == (None, -1)
            else:
                assert median == round(10 * walk_m[middle] / own.profile.speed_m_per_min)
                assert mine[nearest] == facility[middle]


def test_sums_are_left_out_only_where_whole_people_add_up():
    for by, is_left_out in ((0.0, True), (0.4, False)):
        city = shift_people(build_sample(), by)
        city = dataclasses.replace(city, divisions=city.divisions.replace("village", "community"))
        own = evaluate_coverage(city, measure_walks(city))
        packed = pack_category(own, "clinic", find_unit_rows(own), list(own.levels), own.find_gaps("clinic"))
        # 61.2 and 40.4 people in two units are 101.6
        assert (packed["levels"]["city"]["by_minute"] is None) == is_left_out
        assert packed["levels"]["grid_units"]["by_minute"] is not None


def test_all_categories_tell_how_many_a_resident_reaches(scene):
    _, walks, own, rows, units = scene
    packed = pack_all_categories(own, rows, ["city"])
    residents = own.city.homes["residents"].to_numpy()
    within = (own.status == 0).sum(axis=1)
    reached = read_column(packed["levels"]["city"]["reached"], len(own.levels["city"]))
    for number, mean in enumerate(reached):
        mine = (rows["city"][walks.unit] == number) & (own.status != 5).any(axis=1)
        if not mine.any():
            assert mean == -1
        else:
            assert mean == pytest.approx(100 * np.average(within[mine], weights=residents[mine]), abs=0.5)
    covered = read_column(packed["levels"]["city"]["covered"], len(own.levels["city"]))
    assert covered == round_all(own.levels["city"]["covered_all"])
    assert units["city"]["residents"] == round_all(own.levels["city"]["residents"])


def test_the_remedy_of_a_unit_is_that_of_its_gap_areas():
    city = build_sample()
    own = evaluate_coverage(city, measure_walks(city))
    packed = pack_category(own, "clinic", find_unit_rows(own), ["city", "grid_units"], own.find_gaps("clinic"))
    assert packed["levels"]["city"]["remedy"] == "-s"
    assert packed["levels"]["grid_units"]["remedy"] == "---s-"
    # then only those without a road are not covered, and a path would do
    longer = evaluate_coverage(city, measure_walks(city), minutes=600)
    packed = pack_category(longer, "school", find_unit_rows(own), ["city"], longer.find_gaps("school"))
    assert packed["levels"]["city"]["remedy"] == "p-"


def test_gap_areas_of_the_page_lie_where_their_people_live(scene):
    city, _, own, _, _ = scene
    category = next(iter(city.categories))
    table, gap_of_home = own.find_gaps(category)
    packed = pack_page_gaps(own, category, (table, gap_of_home))
    assert len(packed["unit"]) == len(packed["shape"])
    codes = np.append(city.base_units["unit_code"].to_numpy(), "")[own.walks.unit]
    for gap, unit in enumerate(packed["unit"]):
        people = city.homes["residents"][gap_of_home == gap].groupby(codes[gap_of_home == gap]).sum()
        assert people[unit] == people.max()
        assert people.sum() == pytest.approx(table["residents"].iloc[gap])
