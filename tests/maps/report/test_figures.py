"""The figures of a report: by hand on the toy city, and home by home on a small one."""

import dataclasses
from dataclasses import replace

import numpy as np
import pytest

from geo.audit.audit import audit_city
from geo.city.sample import build_sample, build_sample_rules
from geo.coverage.analysis import analyze_city
from geo.errors import InputError
from maps.report.figures import ReportRequest, gather_figures
from maps.report.pictures import draw_pictures
from maps.report.sentences import write_summary
from maps.report.telling import tell_report
from tests.maps.report.scenes import DAY, gather, survey


def report_sample(city, rules=None):
    coverage = analyze_city(city, rules=rules)
    audit = audit_city(coverage, rules=rules)
    return gather_figures(coverage, audit, ReportRequest(year=2026, day=DAY))


def test_the_toy_city_by_hand():
    figures = report_sample(build_sample(), build_sample_rules())
    clinic, school = figures.categories
    # 60 of 65 urban residents reach the clinic in 1,000 m; nobody but those at the corner is near the school in 500 m
    assert (clinic.covered, clinic.uncovered, clinic.covered_share) == (60, 5, 60 / 65)
    assert (school.covered, school.limit_m, school.basis) == (0, 500, "verified")
    assert figures.mean_share == pytest.approx(60 / 65 / 2)
    (district,) = figures.districts
    assert (district.name, district.residents, district.mean_share, district.mean_uncovered) == (
        "District",
        60,
        0.5,
        30,
    )
    assert [(gap.name, gap.residents) for gap in figures.gaps] == [("Street South", 60), ("", 5)]
    assert figures.counts.residents == 105
    assert figures.counts.village_residents == 40


@pytest.mark.heavy
def test_shares_of_districts_are_those_of_their_homes_one_by_one():
    coverage, _ = survey()
    figures = gather()
    homes = coverage.homes
    counted = [row.category for row in figures.categories if row.basis != "default"]
    parent = dict(zip(coverage.city.divisions["code"], coverage.city.divisions["parent"], strict=True))
    unit = dict(zip(coverage.city.base_units["unit_code"], coverage.city.base_units["community"], strict=True))
    district = homes["unit_code"].map(unit).map(parent).map(parent)
    assert len(counted) == 15
    for row in figures.districts:
        mine = homes[(district == row.code) & (homes["scope"] == "urban")]
        shares, beyond = [], []
        for category in counted:
            status = mine[f"status_{category}"]
            shares.append(mine["residents"][status == "covered"].sum() / mine["residents"].sum())
            beyond.append(mine["residents"][status.isin(["gap", "unreachable", "unsnapped"])].sum())
        assert row.residents == mine["residents"].sum()
        assert row.mean_share == pytest.approx(np.mean(shares))
        assert row.mean_uncovered == pytest.approx(np.mean(beyond))
    assert [row.mean_share for row in figures.districts] == sorted(row.mean_share for row in figures.districts)


def test_parts_add_up_to_the_city():
    figures = gather()
    assert sum(row.residents for row in figures.districts) == figures.counts.urban_residents
    for row in figures.categories:
        assert row.covered + row.uncovered + row.unknown == pytest.approx(figures.counts.urban_residents)


def test_a_category_without_a_radius_counts_in_no_mean_and_is_marked():
    figures = gather()
    told = tell_report(figures, "en")["coverage"]
    marks = {row.basis: cells["limit"][-1] for row, cells in zip(figures.categories, told, strict=True)}
    assert marks == {"unverified": "*", "default": "†", "verified": "0"}
    own = [row.covered_share for row in figures.categories if row.basis != "default"]
    assert figures.mean_share == pytest.approx(sum(own) / len(own))
    unverified = tell_report(figures, "zh")["unverified"]
    assert [line[0] for line in unverified] == ["*", "†"]
    assert "养老院" in unverified[1]


def test_maps_show_the_worst_category_of_each_circle_or_those_that_are_asked_for():
    coverage, audit = survey()
    worst = {}
    for tier in audit.tiers["urban"].tiers:
        names = [name for name in audit.tiers["urban"].list_walked(tier) if name in coverage.figures]
        worst[tier] = max(names, key=lambda name: coverage.figures[name].uncovered_population)
    assert set(gather().headline) == set(worst.values())
    assert gather("kindergarten", "market").headline == ("kindergarten", "market")
    with pytest.raises(InputError, match="--category zoo: no such category; the city has: junior_middle_school"):
        gather("zoo")


def test_each_community_has_its_largest_gap_area_only():
    gaps = gather().gaps
    assert len({gap.name for gap in gaps}) == len(gaps) == 20
    assert [gap.residents for gap in gaps] == sorted((gap.residents for gap in gaps), reverse=True)
    coverage, _ = survey()
    listed = coverage.gaps[~coverage.gaps["is_others"] & (coverage.gaps["scope"] == "urban")]
    assert gaps[0].residents == listed["residents"].max()


def test_what_a_city_does_not_know_is_left_out():
    city = dataclasses.replace(build_sample(), divisions=None)
    figures = report_sample(city)
    assert figures.districts == figures.streets == figures.tiers == ()
    assert {row.basis for row in figures.categories} == {"minutes"}
    for lang in ("zh", "en"):
        lines = write_summary(figures, lang)
        assert len(lines) >= 3
        assert "nan" not in " ".join(lines)


@pytest.mark.parametrize(("lang", "words"), [("zh", "个社区中，办公用房"), ("en", "have an office of 600 m2 and more")])
def test_the_summary_speaks_the_language(lang, words):
    lines = write_summary(gather(), lang)
    assert any(words in line for line in lines)
    assert not any("{" in line or "None" in line for line in lines)


def test_a_city_of_villages_alone_has_maps_without_districts():
    sample = build_sample()
    levels = sample.divisions["level"].replace("community", "village")
    coverage = analyze_city(replace(sample, divisions=sample.divisions.assign(level=levels)))
    figures = gather_figures(coverage, audit_city(coverage), ReportRequest(year=2026, day="2026-12-31"))
    assert draw_pictures(figures, coverage, "en")
