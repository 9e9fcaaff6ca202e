"""Why a home is not served, as the files of an analysis say it: a key, and a sentence in each language."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest

from geo.city.sample import build_sample
from geo.city.snaps import cache_snaps, find_snap_cache
from geo.coverage.analysis import analyze_city
from geo.coverage.results import write_results
from geo.coverage.summary import summarize
from geo.progress import Progress
from geo.walking.profiles import find_profile


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("results")
    city = build_sample()
    coverage = analyze_city(city)
    write_results(folder, coverage, summarize(city, coverage, minutes=None), progress=Progress())
    return folder


def test_the_snap_report_has_a_key_and_both_sentences(folder):
    report = pd.read_csv(folder / "snap_report.csv", keep_default_na=False).set_index("id")
    assert report.columns[-3:].tolist() == ["reason", "reason_zh", "reason_en"]
    assert report.loc["field"].tolist()[-3:] == ["no_road", "200 米以内没有道路", "no road within 200 m"]
    assert report.loc["c1"].tolist()[-3:] == ["", "", ""]


def test_the_table_of_homes_has_a_key_and_both_sentences(folder):
    homes = gpd.read_parquet(folder / "homes.parquet").set_index("home_id")
    names = ["snap_reason", "snap_reason_zh", "snap_reason_en"]
    assert homes.loc["field", names].tolist() == ["no_road", "200 米以内没有道路", "no road within 200 m"]
    assert homes.loc["corner", names].tolist() == ["", "", ""]


def test_a_home_without_a_way_names_the_category_in_both_languages(tmp_path):
    city = build_sample()
    nowhere = city.facilities.assign(geometry=city.facilities.geometry.translate(0, 5000))
    coverage = analyze_city(replace(city, facilities=nowhere))
    write_results(tmp_path, coverage, summarize(city, coverage, minutes=None), progress=Progress())
    assert set(coverage.snap_report["reason"]) == {"", "no_road"}  # what was found is not changed by writing it
    report = pd.read_csv(tmp_path / "snap_report.csv", keep_default_na=False).set_index("id")
    assert report.loc["corner"].tolist()[-3:] == [
        "unreachable: clinic, school",
        "步行到不了任何设施:诊所, 学校",
        "no facility can be walked to: Clinic, School",
    ]


def test_reasons_that_a_bundle_keeps_of_before_are_measured_anew(monkeypatch):
    with monkeypatch.context() as before:
        before.setattr("geo.city.snaps._REVISION", 0)
        city = cache_snaps(build_sample())
    city.snap_cache.home_snaps.reason[-1] = "no road within 200 m"
    found = find_snap_cache(city, city.network, find_profile("adult"))
    assert found.home_snaps.reason.tolist() == ["", "", "", "", "no_road"]
