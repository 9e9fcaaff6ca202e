"""The audit: by hand on the toy city; every published figure and all sums on the reference city."""

import dataclasses
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from geo.audit.audit import audit_city
from geo.audit.city_figures import list_city_figures, list_city_shortfalls, list_shortfalls_of
from geo.audit.costs import price_shortfalls
from geo.audit.method import list_method
from geo.audit.results import summarize_audit
from geo.city.sample import build_sample
from geo.coverage.analysis import analyze_city
from geo.reference import PUBLISHED, build_reference, scale_figures
from geo.rules.audit_standard import AuditStandard
from geo.rules.rule_set import read_rules
from geo.rules.unit_costs import UnitCosts
from maps import render_audit_page
from tests.geo.audit.audit_scenes import EAST, NORTH, SOUTH, STANDARDS, build_audited

SMALL = 0.03
#: Figure of the audit -> the published one; those of communities alone, and of the whole city.
OF_COMMUNITIES = {
    "communities": "communities",
    "committee_members": "committee_members",
    "specialised_cadres": "specialised_cadres",
    "with_office": "offices",
    "office_leased": "leased_offices",
    "office_large": "offices_large",
    "office_medium": "offices_medium",
    "office_small": "offices_small",
    "with_hall": "halls",
    "with_square": "squares",
    "square_large": "squares_large",
    "reference_headcount": "reference_headcount",
    "in_post": "in_post",
    "shortfall": "shortfall",
}
OF_ALL = {
    "grid_units": "grid_units",
    "grid_workers": "workers",
    "villages": "villages",
    "village_cadres": "village_cadres",
}


@pytest.fixture(scope="module")
def toy():
    return audit_city(analyze_city(build_audited()))


@pytest.fixture(scope="module")
def small():
    return audit_city(analyze_city(build_reference(scale=SMALL)))


def read_row(audit, level, code, scope="urban"):
    table = audit.levels[level]
    (row,) = table[(table["code"] == code) & (table["scope"] == scope)].to_dict("records")
    return row


# --- by hand


def test_a_shortfall_costs_what_the_city_states_for_its_remedy():
    costs = UnitCosts(
        source="us", enlarge_m2=10, build_m2=100, hall=1000, square_m2=2, room=7, worker_year=50, lease_m2_year=1
    )
    audit = audit_city(analyze_city(dataclasses.replace(build_audited(), costs=costs)))
    row = read_row(audit, "communities", SOUTH)
    # 420 m2 are added to rooms that are there; one hall, 600 m2 of square, four workers, one unit without a worker
    once = {"space": 4200, "hall": 1000, "square_size": 1200, "rooms": 0}
    yearly = {"staff": 200, "unit_worker": 50}
    assert {kind: row[f"cost_{kind}_yuan"] for kind in once} == once
    assert {kind: row[f"cost_{kind}_yuan_year"] for kind in yearly} == yearly
    assert (row["cost_yuan"], row["cost_yuan_year"]) == (6400, 250)
    # what has no unit cost, walks and the sizes of units have no column
    without_cost = ("cost_office", "cost_square_yuan", "cost_walk", "cost_unit_size")
    assert not [name for name in row if name.startswith(without_cost)]
    east = read_row(audit, "communities", EAST)
    assert (east["cost_hall_yuan"], east["cost_rooms_yuan"], east["cost_yuan"]) == (1000, 7, 1007)
    assert np.isnan(read_row(audit, "communities", NORTH, "rural")["cost_yuan"])
    # two hundred households in no community are owed 60 m2, which nobody has built
    assert read_row(audit, "city", "Sample")["cost_yuan"] == 7407 + 60 * 100
    found = list_shortfalls_of(audit).set_index(["code", "kind"])
    assert found.loc[(SOUTH, "staff"), ["cost_yuan", "cost_yuan_year"]].fillna(-1).tolist() == [-1, 200]
    of_city = {
        each["kind"]: (each.get("cost_yuan"), each.get("cost_yuan_year")) for each in list_city_shortfalls(audit)
    }
    assert (of_city["hall"], of_city["staff"], of_city["unit_size"]) == ((2000, None), (None, 200), (None, None))


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"build_m2": 9}, {"cost_space_yuan": [90.0, 180.0]}),
        ({"enlarge_m2": 4, "build_m2": 9}, {"cost_space_yuan": [40.0, 180.0]}),
        ({"lease_m2_year": 3}, {"cost_space_yuan_year": [30.0, 60.0]}),
        ({"hall": 5}, {}),
    ],
)
def test_space_is_enlarged_built_or_leased_by_what_the_city_states(stated, expected):
    figures, short = pd.DataFrame({"service_m2": [100.0, 0.0]}), pd.DataFrame({"short_space": [10.0, 20.0]})
    found = price_shortfalls(figures, short, UnitCosts(source="us", **stated))
    assert found[[name for name in found if "space" in name]].to_dict("list") == expected


def test_without_stated_costs_there_is_no_yuan_anywhere(toy):
    assert not [name for table in toy.levels.values() for name in table if "yuan" in name]
    assert "yuan" not in str(summarize_audit(toy)).replace("cost_yuan", "yuan")


def test_the_rooms_of_a_city_are_those_that_it_defines():
    own = AuditStandard(
        source="us", verified=True, office=("clinic",), hall=("school",), square=(), rooms=("health_station",),
        office_bands_m2=(50, 80), large_square_m2=500,
    )  # fmt: skip
    row = read_row(
        audit_city(analyze_city(dataclasses.replace(build_audited(), audit_standard=own))), "communities", SOUTH
    )
    expected = {"with_office": 1, "office_large": 1, "office_m2": 80, "with_hall": 0, "with_health_station": 1}
    assert {name: row[name] for name in expected} == expected
    assert not {"with_square", "with_mediation_room"} & set(row)


def test_the_rooms_of_a_community_are_those_it_states_and_those_in_its_units(toy):
    row = read_row(toy, "communities", SOUTH)
    expected = {"with_office": 1, "office_leased": 1, "office_small": 1, "office_large": 0, "office_m2": 200}
    expected |= {"with_hall": 0, "with_square": 1, "square_large": 0, "square_m2": 400, "with_mediation_room": 1}
    # 200 m2 of the station and 100 m2 of the health station; 2,400 households owe 30 m2 for each 100
    expected |= {"service_m2": 300, "service_leased_m2": 200, "service_owned_m2": 100, "service_owed_m2": 720}
    expected |= {"service_m2_per_100": 12.5}
    assert {name: row[name] for name in expected} == expected


def test_each_shortfall_is_in_its_unit_and_in_people(toy):
    row = read_row(toy, "communities", SOUTH)
    short = {"space": 420, "office": 0, "hall": 1, "square": 0, "square_size": 600, "rooms": 0, "staff": 4}
    short |= {"unit_size": 1, "unit_worker": 1, "walk_15_min": 60}
    people = {"space": 60 * 420 / 720, "hall": 60, "square_size": 36, "staff": 24, "unit_size": 60}
    people |= {"walk_15_min": 60}  # nobody lives in the unit without a worker
    assert {kind: row[f"short_{kind}"] for kind in short} == short
    assert {kind: row[f"people_{kind}"] for kind in short} == dict.fromkeys(short, 0) | people
    assert row["helped"] == sum(people.values()) == 275
    assert row["rank"] == 1


def test_the_units_of_a_community_have_its_people_workers_sizes_and_walks(toy):
    table = toy.levels["grid_units"]
    south = table[table["parent"] == SOUTH].set_index("code")
    expected = {
        f"{SOUTH}001": ("above", 60, 2400, 6, 2, 1, 0, 60, 120, 1),
        f"{SOUTH}002": ("empty", 0, 0, 0, 0, 0, 1, 0, 0, np.nan),
    }
    names = ["size", "residents", "households", "residents_60plus", "grid_workers", "workers_lead", "short_unit_worker"]
    names += ["short_walk_15_min", "helped", "rank"]
    found = {code: tuple(row) for code, row in south[names].iterrows()}
    assert found.keys() == expected.keys()
    for code, row in found.items():
        assert pd.Series(row).dropna().tolist() == pd.Series(expected[code]).dropna().tolist()
    outside = table[table["code"] == ""]
    # five residents in no unit; the village's worker also works in another unit, and counts in the first
    assert outside[["parent", "residents", "grid_workers", "size"]].values.tolist() == [["", 5, 0, ""]]


def test_a_worker_of_a_unit_within_another_counts_there():
    city = build_audited()
    inner = city.grid_units.iloc[[0]].assign(unit_code="M1", parent=f"{SOUTH}001", unit_kind="micro")
    units = pd.concat([city.grid_units.assign(unit_kind="", parent=""), inner], ignore_index=True)
    workers = pd.concat([city.workers, pd.DataFrame({"worker_id": ["w9"], "unit_code": ["M1"], "role": ["health"]})])
    audit = audit_city(analyze_city(dataclasses.replace(city, grid_units=units, workers=workers)))
    row = read_row(audit, "grid_units", f"{SOUTH}001")
    # the micro-grid has the same 2,400 households: above 70
    expected = {"grid_workers": 3, "workers_health": 1, "units_micro": 1, "units_micro_above": 1}
    assert {name: row[name] for name in expected} == expected
    assert read_row(audit, "communities", SOUTH)["units_micro_above"] == 1


def test_a_community_without_units_is_audited_and_helps_nobody(toy):
    row = read_row(toy, "communities", EAST)
    assert (row["communities"], row["grid_units"], row["residents"], row["cadres"]) == (1, 0, 0, 7)
    assert (row["office_none"], row["short_hall"], row["short_rooms"], row["helped"]) == (1, 1, 1, 0)
    assert np.isnan(row["rank"])
    assert np.isnan(row["cadres_per_10000"])
    assert row["geometry"] is None


def test_a_village_is_counted_and_not_held_to_what_communities_owe(toy):
    row = read_row(toy, "communities", NORTH, "rural")
    counted = {"villages": 1, "communities": 0, "village_cadres": 8, "with_hall": 1, "units_above": 1, "residents": 40}
    assert {name: row[name] for name in counted} == counted
    empty = ["short_hall", "short_space", "people_staff", "service_owed_m2", "helped", "rank", "share_15_min"]
    assert all(np.isnan(row[name]) for name in empty)


def test_homes_in_no_unit_stand_in_a_row_of_their_own_that_owes_nothing(toy):
    row = read_row(toy, "communities", "")
    assert (row["residents"], row["communities"], row["short_hall"], row["short_walk_15_min"]) == (5, 0, 0, 5)
    assert np.isnan(row["rank"])


def test_a_worker_of_two_units_counts_once(toy):
    row, village = read_row(toy, "communities", SOUTH), read_row(toy, "communities", NORTH, "rural")
    assert (row["grid_workers"], row["workers_lead"], row["workers_police"]) == (2, 1, 1)
    assert (village["grid_workers"], village["workers_lead"]) == (1, 1)
    assert (row["units_without_worker"], village["units_without_worker"]) == (1, 1)
    assert (row["workers_per_unit"], row["workers_per_1000"]) == (1.0, 2 / 60 * 1000)
    assert (row["workers_per_unit_lead"], row["workers_per_1000_police"]) == (0.5, 1 / 60 * 1000)


def test_staff_is_held_to_the_ratio_of_the_whole_city(toy):
    row = read_row(toy, "city", "Sample")
    assert (row["cadres"], row["residents"]) == (17, 65)
    assert row["cadres_owed"] == pytest.approx(65 * 18 / 10_000)
    assert not any("cadres_owed" in table for level, table in toy.levels.items() if level != "city")
    (figure,) = [each for each in list_city_figures(toy) if each.key == "cadres_per_10000"]
    assert (figure.urban, figure.norm) == (pytest.approx(17 / 65 * 10_000), 18)


def test_elders_are_counted_by_tier(toy):
    row = read_row(toy, "communities", SOUTH)
    assert row["uncovered_15_min_residents_60plus"] == 6
    (figure,) = [each for each in list_city_figures(toy) if each.key == "covered_15_min_residents_60plus"]
    assert (figure.urban, figure.share, figure.share_of) == (0, 0, "residents_60plus")


def test_shortfalls_are_listed_by_the_people_they_help(toy):
    found = list_shortfalls_of(toy)
    assert found[["code", "kind", "people"]].values.tolist()[:4] == [
        [SOUTH, "hall", 60.0],
        [SOUTH, "unit_size", 60.0],
        [SOUTH, "walk_15_min", 60.0],
        [SOUTH, "square_size", 36.0],
    ]
    assert "" not in set(found["code"])
    halls = next(each for each in list_city_shortfalls(toy) if each["kind"] == "hall")
    assert (halls["amount"], halls["people"], halls["communities"], halls["unit"]["zh"]) == (2, 60, 2, "个社区")


def test_what_the_data_do_not_know_is_named_and_left_out():
    audit = audit_city(analyze_city(build_sample()))
    assert {"with_office", "with_hall", "committee_members", "cadres", "grid_workers"} <= set(audit.missing)
    assert not {"with_hall", "short_hall", "cadres", "grid_workers"} & set(audit.levels["communities"])


def test_the_method_says_until_when_a_norm_is_planned_for(small):
    lines = [line["en"] for line in list_method(small)]
    assert any("30 m2 per 100 households" in line and "until 2025-12-31" in line for line in lines)
    assert not any("18 per 10,000" in line and "until" in line for line in lines)


@pytest.mark.parametrize(("area_m2", "band"), [(299.99, "small"), (300, "medium"), (599.99, "medium"), (600, "large")])
def test_a_band_begins_at_its_limit(area_m2, band):
    city = build_audited()
    is_office = city.facilities["category"] == "community_service_station"
    area = city.facilities["floor_area_m2"].mask(is_office, area_m2)
    audit = audit_city(analyze_city(dataclasses.replace(city, facilities=city.facilities.assign(floor_area_m2=area))))
    row = read_row(audit, "communities", SOUTH)
    bands = ("large", "medium", "small", "unknown", "none")
    assert [row[f"office_{each}"] for each in bands] == [float(each == band) for each in bands]


def test_an_office_of_unknown_size_is_in_no_band():
    city = build_audited()
    audit = audit_city(
        analyze_city(dataclasses.replace(city, facilities=city.facilities.drop(columns="floor_area_m2")))
    )
    row = read_row(audit, "communities", SOUTH)
    assert (row["office_unknown"], row["office_small"], row["with_office"]) == (1, 0, 1)
    assert (row["service_unknown"], row["service_m2"]) == (2, 0)


def test_a_city_without_divisions_has_communities_and_itself():
    audit = audit_city(analyze_city(dataclasses.replace(build_audited(), divisions=None)))
    assert list(audit.levels) == ["city", "communities", "grid_units"]
    assert audit.levels["city"]["scope"].tolist() == ["urban"]
    assert audit.levels["communities"].geometry.notna().tolist() == [False, True, True]


# --- the reference city


def check_published(audit, figures):
    """Every figure of the published table, as the audit prints it."""
    printed = {each.key: each for each in list_city_figures(audit)}
    assert {name: printed[name].urban for name in OF_COMMUNITIES} == {
        name: getattr(figures, published) for name, published in OF_COMMUNITIES.items()
    }
    assert {name: printed[name].total for name in OF_ALL} == {
        name: getattr(figures, published) for name, published in OF_ALL.items()
    }
    assert printed["cadres"].total == figures.committee_members + figures.specialised_cadres
    for name in ("with_hall", "with_square", "square_large", "office_large", "office_medium"):
        assert printed[name].share_of == "communities"
        assert printed[name].share == printed[name].urban / figures.communities
    assert printed["shortfall"].share == figures.shortfall / figures.reference_headcount
    return printed


def test_every_published_figure_is_printed(small):
    check_published(small, scale_figures(SMALL, districts=15))


@pytest.mark.heavy
def test_the_full_city_prints_every_published_figure_and_share():
    audit = audit_city(analyze_city(build_reference()))
    printed = check_published(audit, PUBLISHED)
    shares = {"office_large": 15.6, "square_large": 33.6, "shortfall": 29.3}
    assert {name: round(100 * printed[name].share, 1) for name in shares} == shares
    whole = {"office_medium": 51, "with_square": 78, "with_hall": 70}
    assert {name: round(100 * printed[name].share) for name in whole} == whole
    assert printed["cadres"].total == 10_144
    units = audit.levels["grid_units"]
    assert (len(units), units["residents"].sum()) == (PUBLISHED.grid_units, audit.city.homes["residents"].sum())
    assert len(render_audit_page(audit).encode()) < 3_000_000


#: Sums over all kinds of shortfall, of which units have only their own.
OVER_ALL = {"helped", "cost_yuan", "cost_yuan_year"}


def list_added(table):
    """Columns that add up: all numbers but ranks, ratios and what is asked of a whole."""
    ratios = ("share_", "floor_short_m2_")
    return [
        name
        for name in table.select_dtypes("number")
        if name != "rank" and "_per_" not in name and not name.startswith(ratios)
    ]


@pytest.mark.parametrize("level", ["grid_units", "communities", "streets", "districts"])
@pytest.mark.parametrize("scope", ["urban", "rural"])
def test_every_level_adds_up_to_the_city(small, toy, level, scope):
    for audit in (small, toy):
        table, city = audit.levels[level], audit.levels["city"].set_index("scope")
        mine = table[table["scope"] == scope]
        names = [name for name in list_added(table) if level != "grid_units" or name not in OVER_ALL]
        for name in names:
            assert mine[name].sum() == pytest.approx(np.nan_to_num(city[name][scope]), rel=1e-12), name


def test_every_row_adds_up_to_its_parent(small):
    for below, above in (("grid_units", "communities"), ("communities", "streets"), ("streets", "districts")):
        lower = small.levels[below].drop(columns="geometry")
        names = [name for name in list_added(lower) if below != "grid_units" or name not in OVER_ALL]
        sums = lower.groupby(["parent", "scope"])[names].sum()
        upper = small.levels[above].drop(columns="geometry").set_index(["code", "scope"])[names].fillna(0)
        pd.testing.assert_frame_equal(sums, upper.loc[sums.index], check_names=False)
        assert len(sums) == len(upper)


def test_counts_are_those_of_a_second_program(small):
    """The codes say where units, workers and facilities belong: counted one by one."""
    city, leaves = small.city, small.levels["communities"].set_index("code")
    units = Counter(code[:12] for code in city.base_units["unit_code"])
    workers = Counter(code[:12] for code in city.workers["unit_code"])
    halls = {row.community for row in city.facilities.itertuples() if row.category == "service_hall"}
    rooms = {"community_service_station", "cultural_station", "health_station", "elderly_day_care"}
    space = Counter()
    for row in city.facilities.itertuples():
        if row.category in rooms and row.floor_area_m2 == row.floor_area_m2:
            space[row.community] += row.floor_area_m2
    staff = city.divisions.set_index("code")["committee_members"].fillna(0)
    for code, row in leaves.iterrows():
        assert row["grid_units"] == units[code]
        assert row["grid_workers"] == workers[code]
        assert row["with_hall"] == (code in halls)
        assert row["service_m2"] == space[code]
        assert row["committee_members"] == staff[code]


def test_units_by_size_add_up_to_all(small, toy):
    for audit in (small, toy):
        for table in audit.levels.values():
            sizes = table[["units_within", "units_below", "units_above", "units_empty"]].sum(axis=1)
            assert (sizes == table["grid_units"]).all()


def test_bands_and_those_without_an_office_are_all_communities(small):
    table = small.levels["communities"]
    bands = table[["office_large", "office_medium", "office_small", "office_unknown", "office_none"]].sum(axis=1)
    assert (bands == 1).all()


def test_walks_by_tier_are_those_of_all_its_categories(small):
    coverage = small.coverage
    rules, categories = coverage.rules, coverage.walks.context.categories
    walked = [name for name in categories if name in rules.limit_m and rules.facilities[name].tier == "5_min"]
    columns = [list(categories).index(name) for name in walked]
    inside = (coverage.status[:, columns] == 0).all(axis=1) & ~coverage.is_rural
    city = small.levels["city"].set_index("scope")
    assert city["covered_5_min"]["urban"] == small.city.homes["residents"][inside].sum()


def test_floor_area_by_tier_is_held_to_the_table_of_the_standard(small):
    rules = small.coverage.rules
    rooms = {name for name, rule in rules.facilities.items() if rule.tier == "5_min" and rule.floor_area is not None}
    assert "fitness_ground" not in rooms  # land
    urban = set(small.city.divisions.loc[small.city.divisions["level"] == "community", "code"])
    facilities = small.city.facilities
    mine = facilities[facilities["category"].isin(rooms) & facilities["community"].isin(urban)]
    row = small.levels["city"].set_index("scope").loc["urban"]
    assert row["floor_m2_5_min"] == mine["floor_area_m2"].sum()
    assert row["floor_per_1000_5_min"] == pytest.approx(row["floor_m2_5_min"] / row["residents"] * 1000)
    assert row["floor_short_m2_5_min"] == pytest.approx(max(0, 1.07 * row["residents"] - row["floor_m2_5_min"]))
    leaves = small.levels["communities"]
    assert (
        leaves["floor_short_m2_5_min"].notna() == ((leaves["scope"] == "urban") & (leaves["residents"] >= 5000))
    ).all()


def test_facilities_that_state_no_community_belong_to_the_one_they_lie_in(small):
    unstated = dataclasses.replace(small.city, facilities=small.city.facilities.drop(columns="community"))
    found = audit_city(analyze_city(unstated)).levels["communities"].set_index("code")
    stated = small.levels["communities"].set_index("code")
    for name in ("with_hall", "with_square", "office_m2", "service_m2"):
        assert (found[name] == stated[name]).mean() > 0.98, name


@pytest.mark.heavy
def test_other_kinds_of_unit_are_counted_beside_the_base_units():
    city = build_reference(scale=0.02, kinds="all")
    row = audit_city(analyze_city(city)).levels["city"].drop(columns="geometry").sum(numeric_only=True)
    kinds = city.grid_units["unit_kind"].value_counts()
    assert {kind: row[f"units_{kind}"] for kind in ("micro", "rural", "exclusive", "overlay")} == {
        kind: kinds[kind] for kind in ("micro", "rural", "exclusive", "overlay")
    }
    assert row["grid_units"] == kinds["grid"]


@pytest.mark.parametrize("layer", ["homes", "facilities"])
def test_a_city_without_homes_or_facilities_is_audited(layer):
    city = build_audited()
    audit = audit_city(analyze_city(dataclasses.replace(city, **{layer: getattr(city, layer).iloc[:0]})))
    row = audit.levels["city"].set_index("scope").loc["urban"]
    assert (row["communities"], row["cadres"], row["grid_workers"]) == (2, 17, 2)
    assert ("with_office" in audit.missing) == (layer == "facilities")


def test_villages_are_judged_by_a_rule_set_for_them(small):
    rules = read_rules(STANDARDS / "rural-example.toml")
    audit = audit_city(analyze_city(small.city, rules=rules), rules=rules)
    city = audit.levels["city"].set_index("scope")
    assert city["share_village"]["rural"] > 0
    assert np.isnan(city["share_village"]["urban"])
    assert city["facilities_5_min"]["urban"] == small.levels["city"].set_index("scope")["facilities_5_min"]["urban"]
