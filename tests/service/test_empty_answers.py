"""Where nobody reaches anything, or nobody lives: 0 %, in every output, and never a crash."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from geo.city.sample import ORIGIN, build_sample, build_sample_rules
from geo.coverage.analysis import analyze_city
from geo.coverage.results import write_results
from geo.coverage.summary import summarize
from geo.plans.filing_workbook import write_filing_workbook
from geo.plans.results import summarize_review, write_layers
from geo.plans.review import review_plans
from geo.plans.review_tables.area_report import report_areas
from geo.plans.sample_batch import build_sample_plans
from geo.plans.workbook import write_review_workbook
from geo.progress import Progress
from geo.siting.proposal import propose_sites
from geo.siting.request import SiteRequest
from maps.coverage_page import render_coverage_page
from maps.review_page import render_review_page
from service.app import create_app
from service.settings import Settings


def _beyond_water():
    """Build the toy city with every facility where no road leads."""
    city = build_sample()
    away = shapely.points([[ORIGIN[0] + 5000.0 + n, ORIGIN[1]] for n in range(len(city.facilities))])
    return replace(city, facilities=city.facilities.set_geometry(away, crs=city.crs), snap_cache=None)


def _on_an_island():
    """Build the toy city with every facility on roads that lead to nobody."""
    city = build_sample()
    island = shapely.transform(city.roads.geometry.to_numpy(), lambda xy: np.add(xy, (5000.0, 0.0)))
    nodes = int(max(city.roads["u"].max(), city.roads["v"].max())) + 1
    roads = city.roads.assign(u=city.roads["u"] + nodes, v=city.roads["v"] + nodes).set_geometry(island, crs=city.crs)
    there = shapely.transform(city.facilities.geometry.to_numpy(), lambda xy: np.add(xy, (5000.0, 0.0)))
    both = gpd.GeoDataFrame(pd.concat([city.roads, roads], ignore_index=True), crs=city.crs)
    both["edge_id"] = range(len(both))
    facilities = city.facilities.set_geometry(there, crs=city.crs)
    return replace(city, roads=both, facilities=facilities, snap_cache=None)


def _deserted():
    """Build the toy city without a resident."""
    city = build_sample()
    counts = dict.fromkeys(city.demand_columns, 0.0)
    return replace(city, homes=city.homes.assign(**counts), snap_cache=None)


CITIES = {"beyond water": _beyond_water, "on an island": _on_an_island, "deserted": _deserted}


@pytest.mark.parametrize("name", CITIES)
@pytest.mark.parametrize("profile", ["adult", "wheelchair"])
def test_an_analysis_writes_all_its_files_and_says_0_percent(tmp_path, name, profile):
    city = CITIES[name]()
    coverage = analyze_city(city, profile=profile)
    summary = summarize(city, coverage, minutes=None)
    write_results(tmp_path, coverage, summary, progress=Progress())
    assert {figures.covered_share for figures in summary["categories"].values()} == {0.0}
    assert summary["all_categories"]["covered_share"] == 0.0
    assert coverage.levels["city"]["share_clinic"].tolist() == [0.0, 0.0]
    sheet = load_workbook(tmp_path / "coverage.xlsx").worksheets[-1]
    assert sheet.max_row > 1
    assert len(render_coverage_page(coverage)) > 10_000


@pytest.mark.parametrize("name", CITIES)
def test_a_review_of_plans_comes_to_its_end(tmp_path, name):
    review = review_plans(CITIES[name](), build_sample_plans(), rule_sets=[build_sample_rules()])
    reports = list(report_areas(review))
    summary = summarize_review(review, reports, version="1")
    write_layers(tmp_path / "plans.gpkg", review)
    write_review_workbook(tmp_path / "plans.xlsx", review, reports)
    write_filing_workbook(tmp_path / "filing.xlsx", review, reports)
    assert len(render_review_page(review, summary)) > 10_000


@pytest.mark.parametrize("name", ["beyond water", "on an island"])
def test_the_first_facility_that_anybody_reaches_is_proposed(name):
    proposal = propose_sites(CITIES[name](), SiteRequest(category="clinic", add=1))
    city = proposal.change.levels["city"]
    assert (city["covered_before"].sum(), city["covered_after"].sum() > 0) == (0.0, True)


@pytest.mark.parametrize("name", CITIES)
def test_the_service_answers(name):
    with TestClient(create_app(Settings(), CITIES[name]())) as client:
        for path in (
            "/v1/coverage?level=city",
            "/v1/coverage?level=grid_units",
            "/v1/gaps?category=clinic",
            "/v1/facilities/c1/circle",
            "/maps/coverage.html",
        ):
            assert client.get(path).status_code == 200, path
        (row,) = client.get("/v1/coverage?level=city&category=clinic").json()["items"]
        assert row["categories"]["clinic"]["share"] == 0.0
