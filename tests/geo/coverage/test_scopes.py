"""Scopes: urban homes by an urban rule set, villages by a rural one or not at all, never mixed."""

import dataclasses
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest

from geo.city.sample import build_sample, build_sample_rules
from geo.coverage.accessibility import measure_access
from geo.coverage.analysis import analyze_city
from geo.coverage.by_district import analyze_district, merge_districts
from geo.coverage.district_clip import list_districts, survey_districts
from geo.coverage.results import write_results
from geo.coverage.scenarios import change_facilities, prepare_changes
from geo.coverage.scopes import choose_judgements
from geo.coverage.status import TALLIES
from geo.coverage.summary import summarize
from geo.files.writers import to_plain
from geo.grid.divisions import find_scopes
from geo.progress import Progress
from geo.reference import build_reference
from geo.rules.rule_set import parse_rules, read_rules
from geo.walking.nearest import nearest_facilities

STANDARDS = Path("data/standards")


def make_rural_rules(**radius_m):
    """A rule set for villages with a radius for each category named."""
    cited = {"source": "invented", "verified": True}
    rule = {"tier": "village", "departments": ["health"], **cited}
    facilities = {name: {"name": {"zh": name, "en": name}, "radius": {"m": m}, **rule} for name, m in radius_m.items()}
    tiers = {"village": {"name": {"zh": "村", "en": "Village"}, "provider": "city", "minutes": 15} | cited}
    names = {"name": {"zh": "村规则", "en": "Village rules"}, "source": "invented"}
    return parse_rules({"id": "rural", **names, "scope": ["rural"], "tiers": tiers, "facilities": facilities}, file="r")


def judge_sample(*rule_sets, **options):
    return analyze_city(dataclasses.replace(build_sample(), rule_sets=list(rule_sets)), **options)


@pytest.fixture(scope="module")
def reference():
    """A small reference city whose villages have the example rule set beside the urban one."""
    city = build_reference(scale=0.03)
    return dataclasses.replace(city, rule_sets=[*city.rule_sets, read_rules(STANDARDS / "rural-example.toml")])


@pytest.fixture(scope="module")
def judged(reference):
    return analyze_city(reference)


def check_counts(coverage):
    """At every level and in every row the four counts are the residents, and the level is the whole city."""
    residents = coverage.city.homes["residents"].sum()
    for table in coverage.levels.values():
        assert table["residents"].sum() == pytest.approx(residents)
        assert set(table["scope"]) <= {"urban", "rural"}
        assert not table.duplicated(["code", "scope"]).any()
        for category in [*coverage.limit_m, "all"]:
            four = table[[f"{tally}_{category}" for tally in TALLIES]].sum(axis=1)
            assert four.to_numpy() == pytest.approx(table["residents"].to_numpy())


# ---- who is judged by what ----
def test_a_unit_is_rural_where_its_community_is_a_village_and_urban_everywhere_else():
    tree = pd.DataFrame({"code": ["a", "b", "s"], "level": ["community", "village", "street"]})
    communities = pd.Series(["a", "b", "s", "", "nowhere"])
    assert find_scopes(communities, tree).tolist() == ["urban", "rural", "urban", "urban", "urban"]
    assert find_scopes(communities, None).tolist() == ["urban"] * 5


def test_villages_are_not_judged_by_an_urban_rule_set():
    coverage = judge_sample(build_sample_rules())
    # far (40 residents) lies in the village North; the others in South, or in no unit
    assert coverage.homes["scope"].tolist() == ["urban", "urban", "urban", "rural", "urban"]
    assert coverage.homes["status_clinic"].tolist() == ["covered"] * 3 + ["not_judged", "unsnapped"]
    assert coverage.homes["status_all"].tolist()[3] == "not_judged"
    assert coverage.homes["walk_m_school"].tolist()[3] == 600  # measured all the same
    assert coverage.figures["clinic"].covered_share == pytest.approx(60 / 65)
    villages = coverage.rural_figures["clinic"]
    assert (villages.not_judged_population, villages.covered_share, villages.limit_m) == (40, None, None)
    assert "410102001002002" not in ",".join(coverage.gaps["unit_codes"])
    check_counts(coverage)


def test_villages_are_judged_by_their_own_rule_set_in_what_it_speaks_of():
    coverage = judge_sample(build_sample_rules(), make_rural_rules(clinic=1800))
    # far walks 1,800 m to the clinic; of schools the rural set says nothing, and the urban one is not asked
    assert coverage.homes["status_clinic"].tolist()[3] == "covered"
    assert coverage.homes["status_school"].tolist()[3] == "not_judged"
    assert coverage.homes["status_all"].tolist()[3] == "covered"
    assert coverage.figures["clinic"].limit_m == 1000
    assert (coverage.rural_figures["clinic"].limit_m, coverage.rural_figures["clinic"].covered_share) == (1800, 1)
    assert judge_sample(build_sample_rules(), make_rural_rules(clinic=1799)).rural_figures["clinic"].covered_share == 0
    assert judge_sample(make_rural_rules(clinic=1800), build_sample_rules()).figures == coverage.figures
    check_counts(coverage)


def test_a_rule_set_for_villages_alone_leaves_urban_homes_not_judged():
    coverage = judge_sample(rules=make_rural_rules(clinic=1800))
    assert coverage.homes["status_clinic"].tolist() == ["not_judged"] * 3 + ["covered", "not_judged"]
    assert coverage.figures["clinic"].covered_share is None
    assert coverage.levels["city"]["share_clinic"].isna().tolist() == [True, False]
    summary = summarize(coverage.city, coverage, minutes=None)
    assert (summary["rules"], summary["all_categories"]["covered_share"]) == (None, None)
    assert summary["unreachable_population"] == 5  # that somebody is cut off is no judgement
    check_counts(coverage)


def test_a_rule_set_that_is_asked_for_judges_the_scopes_it_names_and_the_city_s_own_the_others():
    rural = make_rural_rules(clinic=1800)
    coverage = judge_sample(build_sample_rules(), rules=rural)
    assert {scope: it.rules.id for scope, it in coverage.judgements.items()} == {"urban": "sample", "rural": "rural"}
    stricter = make_rural_rules(clinic=100)
    coverage = judge_sample(build_sample_rules(), rural, rules=stricter)
    assert coverage.judgements["rural"].limit_m == {"clinic": 100}


@pytest.mark.parametrize("options", [{"minutes": 30}, {}])
def test_minutes_and_a_city_without_rule_sets_judge_everybody_and_count_villages_apart(options):
    coverage = judge_sample(*([build_sample_rules()] if options else []), **options)
    assert "not_judged" not in coverage.homes["status_clinic"].tolist()
    assert coverage.levels["city"]["residents"].tolist() == [65, 40]
    assert coverage.rural_figures["clinic"].covered_population == (40 if options else 0)
    check_counts(coverage)


def test_a_rule_set_without_radii_judges_no_walks():
    zhengzhou = read_rules(STANDARDS / "zhengzhou.toml")
    assert not zhengzhou.limit_m
    found = choose_judgements(build_sample(), ["clinic"], rules=zhengzhou, minutes=None, speed_m_per_min=4000 / 60)
    assert {scope: it.limit_m for scope, it in found.items()} == {"urban": {"clinic": 1000}, "rural": {"clinic": 1000}}


# ---- the reference city by a second way ----
def test_villages_of_the_reference_city_are_judged_by_the_rural_example(reference, judged):
    """Counted by merging tables and comparing walks, without the code under test."""
    homes = judged.homes.merge(reference.grid_units[["unit_code", "community"]], on="unit_code", how="left")
    homes = homes.merge(reference.divisions[["code", "level"]], left_on="community", right_on="code", how="left")
    is_village = (homes["level"] == "village").to_numpy()
    assert 0 < homes["residents"][is_village].sum() < homes["residents"].sum()
    rural = read_rules(STANDARDS / "rural-example.toml").limit_m
    for category in judged.limit_m:
        people, walk_m = homes["residents"][is_village], homes[f"walk_m_{category}"][is_village]
        figures = judged.rural_figures[category]
        if category in rural:
            assert figures.covered_population == pytest.approx(people[walk_m <= rural[category] + 0.001].sum())
            assert (figures.limit_m, figures.not_judged_population) == (rural[category], 0)
        else:
            assert figures.not_judged_population == pytest.approx(people.sum())
        urban, limit_m = homes[~is_village], judged.figures[category].limit_m
        covered = urban["residents"][urban[f"walk_m_{category}"] <= limit_m + 0.001].sum()
        assert judged.figures[category].covered_share == pytest.approx(covered / urban["residents"].sum())
    check_counts(judged)


def test_a_street_with_communities_and_villages_has_a_row_for_each(judged):
    streets = judged.levels["streets"]
    both = streets[streets.duplicated("code", keep=False)]
    assert len(both) > 0
    assert both["scope"].tolist() == ["urban", "rural"] * (len(both) // 2)
    units = judged.levels["grid_units"]
    assert units["code"].is_unique  # a unit is one or the other
    for scope in ("urban", "rural"):
        sums = [table.loc[table["scope"] == scope, "covered_primary_school"].sum() for table in judged.levels.values()]
        assert sums == pytest.approx([sums[0]] * len(sums))
        assert judged.levels["city"]["scope"].tolist() == ["urban", "rural"]


@pytest.mark.heavy
def test_districts_add_up_to_a_city_whose_villages_have_their_own_limits(reference, judged):
    survey, parts = survey_districts(reference), {}
    for code in list_districts(reference):
        part = analyze_district(survey, code)
        assert np.array_equal(part.status, judged.status[survey.district == code])
        parts[code] = to_plain(summarize(part.city, part, minutes=None))
    merged = to_plain(merge_districts(reference, parts))
    whole = to_plain(summarize(reference, judged, minutes=None))
    for scope in ("urban", "villages"):
        assert merged[scope]["population"] == whole[scope]["population"]
        assert merged[scope]["judged_by"] == whole[scope]["judged_by"]
    for name, figures in whole["villages"]["categories"].items():
        for key in ("limit_m", "covered_population", "not_judged_population", "covered_share"):
            assert merged["villages"]["categories"][name][key] == pytest.approx(figures[key]), (name, key)


def test_a_change_of_facilities_is_judged_by_each_scope_as_a_new_analysis_would(reference, judged):
    category = "primary_school"
    mine = reference.facilities["facility_id"][reference.facilities["category"] == category]
    gone = mine.iloc[::3].tolist()
    change = change_facilities(prepare_changes(judged, category), add=np.empty((0, 2)), remove=gone)
    kept = reference.facilities[~reference.facilities["facility_id"].isin(gone)].reset_index(drop=True)
    anew = analyze_city(dataclasses.replace(reference, facilities=kept, snap_cache=None), categories=[category])
    assert np.array_equal(change.status, anew.status[:, 0])
    for level, table in anew.levels.items():
        assert change.levels[level]["scope"].tolist() == table["scope"].tolist()
        for tally in TALLIES:
            after = change.levels[level][f"{tally}_after"].to_numpy()
            assert after == pytest.approx(table[f"{tally}_{category}"].to_numpy(), abs=1e-6)


def test_what_is_within_reach_is_counted_with_the_limit_of_each_home(judged):
    context, names = judged.walks.context, list(judged.limit_m)
    category = judged.city.facilities["category"].to_numpy()
    each = np.arange(context.facilities.count, dtype=np.int32)
    walk_m = nearest_facilities(context.network, context.homes, context.facilities, each, categories=len(each)).walk_m
    within = measure_access(judged).facilities_within
    for name in ("primary_school", "kindergarten"):  # one that the rural set speaks of, one that it does not
        rural_m = judged.judgements["rural"].limit_m.get(name, judged.limit_m[name])
        limit_m = np.where(judged.is_rural, rural_m, judged.limit_m[name])
        mine = walk_m[:, category == name]
        assert np.array_equal(within[:, names.index(name)], (mine <= limit_m[:, None] + 0.001).sum(axis=1))


# ---- tables ----
def test_the_summary_and_the_workbook_say_by_what_each_row_is_judged(tmp_path):
    coverage = judge_sample(build_sample_rules())
    summary = summarize(coverage.city, coverage, minutes=None)
    assert summary["urban"]["judged_by"] == {"zh": "示例", "en": "Sample"}
    assert (summary["population"], summary["urban"]["population"]) == (105, 65)
    villages = summary["villages"]
    assert (villages["population"], villages["is_judged"], villages["rules"]) == (40, False, None)
    assert villages["judged_by"] == {"zh": "本规则不评价", "en": "not judged by this rule set"}
    write_results(tmp_path, coverage, summary, progress=Progress())
    streets = gpd.read_file(tmp_path / "coverage.gpkg", layer="streets")
    assert streets[["code", "scope", "residents"]].to_numpy().tolist() == [
        ["", "urban", 5],
        ["410102001000", "urban", 60],
        ["410102001000", "rural", 40],
    ]
    book = openpyxl.load_workbook(tmp_path / "coverage.xlsx")
    walkers = [row[:3] + row[5:6] for row in book["步行者对比 Walkers"].iter_rows(values_only=True)]
    assert ("诊所 Clinic", "村 Villages", "成人 Adult", "不评价 not judged") in walkers
    first = [row[0] for row in book["概况 Overview"].iter_rows(min_row=4, max_col=1, values_only=True)]
    assert first[0] == "城镇:65 人,示例 Urban: 65 residents, Sample"
    assert first[-1] == "村:40 人,本规则不评价 Villages: 40 residents, not judged by this rule set"
    sheet = book["街道 Streets"]
    rows = [dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in row], strict=True)) for row in sheet]
    urban, rural = (
        next(row for row in rows[1:] if row["范围\nScope"] == scope) for scope in ("城镇 Urban", "村 Villages")
    )
    mean = "不可达居民(各类平均)\nNot covered (mean of categories)"
    assert (rural[mean], rural["诊所\nClinic"]) == ("不评价 not judged", None)
    assert (rural["居民数\nResidents"], urban["诊所\nClinic"]) == (40, 1)
