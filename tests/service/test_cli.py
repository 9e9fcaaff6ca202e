"""The command line on the toy city and on central Helsinki: what it prints, writes and exits with."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
from pyproj import Transformer

from geo import __version__, build_sample, write_city
from geo.city.sample import ORIGIN
from service.cli.output import print_notice
from service.cli.progress import show_steps

ROOT = Path(__file__).parents[2]
COMMANDS = (
    "build", "reference", "check", "analyze", "locate", "circle", "route", "plan", "rules", "site", "export", "serve"
)  # fmt: skip


@pytest.fixture
def city(tmp_path):
    write_city(build_sample(), tmp_path / "city")
    return tmp_path / "city"


@pytest.mark.heavy
def test_the_sample_of_the_readme_is_built_analysed_and_exported(run, tmp_path):
    city, out = tmp_path / "helsinki", tmp_path / "coverage"
    code, text, notes = run("build", "data/helsinki.toml", "-o", city)
    assert code == 0
    assert "Helsinki (centre)" in text
    assert "assumed: Residents are not counted" in notes
    assert run("analyze", city, "-o", out)[0] == 0
    assert sorted(path.name for path in out.iterdir()) == [
        ".gridwalk.json",
        "coverage.gpkg",
        "coverage.html",
        "coverage.xlsx",
        "homes.parquet",
        "snap_report.csv",
        "summary.json",
    ]
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    for figures in summary["categories"].values():
        parts = [figures[f"{tally}_population"] for tally in ("covered", "uncovered", "unknown")]
        assert sum(parts) == pytest.approx(summary["population"])
    assert run("export", city, "-o", tmp_path / "city.gpkg")[0] == 0
    assert len(gpd.read_file(tmp_path / "city.gpkg", layer="homes")) == summary["counts"]["homes"]


def test_analyze_writes_what_the_contract_names(run, city, tmp_path):
    code, text, _ = run("analyze", city, "-o", tmp_path / "out", "--json")
    assert code == 0
    summary = json.loads(text)
    assert summary["population"] == 105
    assert summary["categories"]["clinic"]["covered_population"] == 60
    assert summary["all_categories"]["covered_population"] == 20
    assert summary["unreachable_population"] == 5
    assert {"city", "profile", "minutes", "counts", "seconds"} <= set(summary)
    layers = {name: gpd.read_file(tmp_path / "out/coverage.gpkg", layer=name) for name in ("grid_units", "gaps")}
    homes = gpd.read_parquet(tmp_path / "out/homes.parquet")
    assert homes["walk_m_clinic"].tolist() == [0.0, 300.0, 160.0, 1800.0, pytest.approx(float("nan"), nan_ok=True)]
    assert homes["status_clinic"].tolist() == ["covered", "covered", "covered", "gap", "unsnapped"]
    assert homes["residents"].tolist() == [10, 20, 30, 40, 5]
    listed = set(gpd.list_layers(tmp_path / "out/coverage.gpkg")["name"])
    assert listed == {"city", "districts", "streets", "communities", "grid_units", "facilities", "gaps", "layer_styles"}
    assert {"residents", "covered_clinic", "share_clinic"} <= set(layers["grid_units"])
    assert layers["gaps"]["residents"].sum() == 45 + 45
    assert openpyxl.load_workbook(tmp_path / "out/coverage.xlsx").sheetnames[0] == "概况 Overview"


def test_limit_profile_and_category_can_be_chosen(run, city, tmp_path):
    arguments = ("--minutes", 25, "--profile", "elder", "--category", "school", "--json")
    summary = json.loads(run("analyze", city, "-o", tmp_path / "out", *arguments)[1])
    assert (summary["profile"], summary["minutes"]) == ("elder", 25)
    assert list(summary["categories"]) == ["school"]
    assert summary["categories"]["school"]["limit_m"] == 1200
    assert summary["categories"]["school"]["covered_population"] == 60
    assert summary["villages"]["categories"]["school"]["covered_population"] == 40


def test_a_second_analysis_replaces_the_first(run, city, tmp_path):
    run("analyze", city, "-o", tmp_path / "out")
    assert run("analyze", city, "-o", tmp_path / "out", "--minutes", 60)[0] == 0
    assert json.loads((tmp_path / "out/summary.json").read_text("utf-8"))["minutes"] == 60


@pytest.mark.heavy
def test_two_analyses_give_the_same_bytes_whenever_they_are_made(run, city, tmp_path):
    written = []
    for name in ("first", "second"):
        assert run("analyze", city, "-o", tmp_path / name)[0] == 0
        files = ("coverage.xlsx", "coverage.gpkg", "coverage.html", "homes.parquet", "snap_report.csv")
        written.append({file: (tmp_path / name / file).read_bytes() for file in files})
        time.sleep(1.1)  # a workbook's time of creation is told to the second
    assert [file for file in written[0] if written[0][file] != written[1][file]] == []


def test_the_summary_is_printed_as_a_table(run, city, tmp_path):
    _, text, _ = run("analyze", city, "-o", tmp_path / "out")
    assert "clinic" in text
    assert "92.3%" in text
    urban, villages = text.splitlines()[:2]
    assert urban.startswith("urban: 65 residents, judged by 15 minutes for all")
    assert villages.startswith("villages: 40 residents, judged by 15 minutes for all")


def test_check_reports_units_network_and_snaps(run, city):
    code, text, _ = run("check", city, "--json")
    report = json.loads(text)
    assert code == 0
    assert report["network"]["components"] == 1
    assert report["homes"] == {"snapped": 4, "no_road": 1, "outside grid units": 1}
    assert report["units"] == {"300 to 500 households": 0, "fewer": 2, "more": 0, "none": 2}
    assert "no road within 200 m" in run("check", city)[1]


def test_check_fails_where_units_overlap(run, tmp_path):
    sample = build_sample()
    sample.grid_units.loc[1, "geometry"] = sample.grid_units.geometry[0].buffer(5)
    write_city(sample, tmp_path / "bad")
    code, text, _ = run("check", tmp_path / "bad")
    assert code == 1
    assert "410102001001001 and 410102001001002" in text


@pytest.mark.parametrize("style", [(), ("--json",)])
def test_locate_answers_with_the_unit_and_what_lies_above_it(run, city, style):
    _, text, _ = run("locate", city, "--lon", 117.0016, "--lat", 34.3407, "--datum", "wgs84", *style)
    assert "410102001001001" in text
    assert "South" in text


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--lon", 117.0016, "--lat", 34.3407), "wgs84, cgcs2000, gcj02, bd09"),
        (("--lon", 34.3407, "--lat", 117.0016, "--datum", "wgs84"), "swapped"),
        (("--lon", 110, "--lat", 34, "--datum", "wgs84"), "the nearest is"),
        (("--lon", 117, "--lat", 34, "--datum", "amap"), "unknown datum"),
    ],
)
def test_a_wrong_place_is_one_message_and_exit_code_one(run, city, arguments, word):
    code, text, message = run("locate", city, *arguments)
    assert (code, text) == (1, "")
    assert message.startswith("error: ")
    assert word in message.replace("\n", " ")


def test_a_wrong_use_is_exit_code_two(run):
    assert run("analyze")[0] == 2
    assert run("fly")[0] == 2


def test_the_version_is_printed(run):
    assert run("--version")[1] == f"gridwalk {__version__}\n"


#: What takes long to import. (Not pydantic, which typer itself reads arguments with.)
HEAVY = ("numpy", "pandas", "geopandas", "shapely", "pyarrow", "scipy", "numba", "fastapi", "uvicorn", "folium")
LIST_HEAVY = f"print('imported:', *[name for name in {HEAVY} if name in sys.modules])"


def list_imported(*arguments):
    """Run a command in a process of its own, and return which of the heavy libraries it imports."""
    code = f"import atexit, sys; atexit.register(lambda: {LIST_HEAVY}); from service.cli import main; main()"
    line = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].removeprefix("imported:").split())


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), *((name, "--help") for name in COMMANDS)])
def test_the_version_and_help_import_nothing_that_takes_long(arguments):
    assert list_imported(*arguments) == set()


def test_help_lists_every_command(run):
    text = run("--help")[1]
    assert [name for name in COMMANDS if f" {name} " not in text] == []


def test_locating_imports_neither_the_walking_nor_the_web(city):
    place = ("--lon", 117.0016, "--lat", 34.3407, "--datum", "wgs84")
    assert not list_imported("locate", city, *place) & {"scipy", "numba", "fastapi", "uvicorn", "folium"}


def test_steps_are_shown_on_a_terminal_and_nowhere_else(capsys, monkeypatch):
    with show_steps("locating") as progress:
        progress.show("open the city")
    assert capsys.readouterr() == ("", "")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with show_steps("locating") as progress:
        progress.show("open the city")
        time.sleep(0.3)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "locating: opening the city" in shown.err


def test_serving_on_a_port_in_use_says_so(run, city):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, message = run("serve", city, "--port", taken.getsockname()[1])
    assert code == 1
    assert "choose another with --port" in message


@pytest.mark.heavy
def test_the_reference_city_is_built_judged_by_its_rules_and_says_that_it_is_synthetic(run, tmp_path):
    city, out = tmp_path / "reference", tmp_path / "out"
    code, text, notes = run("reference", "-o", city, "--scale", 0.02)
    assert code == 0
    assert "117 grid units, 654 workers" in text
    assert "assumed: A synthetic city" in notes
    code, text, _ = run("analyze", city, "-o", out, "--json")
    assert code == 0
    summary = json.loads(text)
    assert summary["synthetic"] is True
    assert summary["rules"]["id"] == "gb50180-2018"
    assert summary["categories"]["kindergarten"]["limit_m"] == 300
    assert summary["categories"]["service_hall"]["limit_m"] == 1000
    assert "service_hall" in summary["rules"]["without_rule"]
    assert "合成城市" in (out / "coverage.html").read_text("utf-8")
    assert run("check", city)[0] == 0
    assert run("export", city, "-o", tmp_path / "city.gpkg")[0] == 0
    names = set(gpd.list_layers(tmp_path / "city.gpkg")["name"])
    assert {"divisions", "grid_units", "addresses", "barriers", "gates", "roads", "homes", "facilities"} <= names


def test_rules_can_be_replaced_and_minutes_override_them(run, city, tmp_path):
    rules = tmp_path / "rules.toml"
    rules.write_text(
        'id = "ours"\nname = { zh = "本市", en = "Ours" }\nsource = "us"\nscope = ["urban"]\n'
        '[tiers.near]\nname = { zh = "近", en = "Near" }\nprovider = "city"\nsource = "us"\nverified = true\n'
        '[facilities.clinic]\nname = { zh = "诊所", en = "Clinic" }\ntier = "near"\nradius = { m = 160 }\n'
        'source = "us"\nverified = true\n'
    )
    _, text, _ = run("analyze", city, "-o", tmp_path / "a", "--rules", rules, "--json")
    summary = json.loads(text)
    # the yard's walk is exactly 160 m: the limit is closed
    assert summary["categories"]["clinic"]["covered_population"] == 10 + 30
    assert summary["categories"]["school"]["limit_m"] == 1000
    assert summary["rules"]["unverified"] == []
    _, text, _ = run("analyze", city, "-o", tmp_path / "b", "--rules", rules, "--minutes", 15, "--json")
    assert json.loads(text)["categories"]["clinic"]["covered_population"] == 60
    assert json.loads(text)["rules"] is None


def test_a_wrong_rule_set_or_scale_is_refused_and_nothing_is_written(run, city, tmp_path):
    code, _, error = run("analyze", city, "-o", tmp_path / "a", "--rules", tmp_path / "none.toml")
    assert (code, "no such rule set" in error) == (1, True)
    code, _, error = run("reference", "-o", tmp_path / "b", "--scale", 7)
    assert (code, "expected a number from 0.02 to 1" in error) == (1, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["city"]


@pytest.mark.heavy
def test_a_city_may_name_its_rules_in_its_source_file(run, office, tmp_path):
    rules = office.folder / "rules.toml"
    rules.write_text(
        'id = "ours"\nname = { zh = "本市", en = "Ours" }\nsource = "us"\nscope = ["urban"]\n'
        '[tiers.near]\nname = { zh = "近", en = "Near" }\nprovider = "city"\nsource = "us"\nverified = true\n'
        '[facilities.clinic]\nname = { zh = "诊所", en = "Clinic" }\ntier = "near"\nradius = { m = 300 }\n'
        'source = "us"\nverified = false\n'
    )
    office.edit('name = "Small City"', 'name = "Small City"\nrules = "rules.toml"')
    assert run("build", office.source, "-o", tmp_path / "small")[0] == 0
    _, text, _ = run("analyze", tmp_path / "small", "-o", tmp_path / "out", "--json")
    summary = json.loads(text)
    assert summary["categories"]["clinic"]["limit_m"] == 300
    assert summary["rules"]["unverified"] == ["clinic"]
    rules.unlink()
    code, _, error = run("build", office.source, "-o", tmp_path / "other")
    assert code == 1
    assert "[city] rules" in error


def test_a_circle_is_drawn_and_told(run, city, tmp_path):
    lon, lat = Transformer.from_crs(32650, 4326, always_xy=True).transform(*ORIGIN)
    place = ("--lon", lon, "--lat", lat, "--datum", "wgs84")
    out = tmp_path / "circle.geojson"
    code, text, _ = run("circle", city, *place, "--minutes", 15, "--minutes", 5, "-o", out)
    assert code == 0
    assert "5 min (333 m)" in text
    shapes = gpd.read_file(out)
    assert shapes["limit_m"].round().tolist() == [333, 1000]
    assert shapes.geometry.iloc[1].contains(shapes.geometry.iloc[0])
    code, text, _ = run("circle", city, "--lon", 118, "--lat", 34.3388, "--datum", "wgs84", "-o", out)
    assert (code, "no road near enough" in text) == (0, True)
    code, _, error = run("circle", city, *place, "--minutes", 0, "-o", tmp_path / "none.geojson")
    assert (code, "expected numbers above 0" in error) == (1, True)
    assert not (tmp_path / "none.geojson").exists()


def test_a_circle_may_be_lines_or_simpler_on_the_command_line(run, city, tmp_path):
    lon, lat = Transformer.from_crs(32650, 4326, always_xy=True).transform(*ORIGIN)
    place = ("--lon", lon, "--lat", lat, "--datum", "wgs84", "-o", tmp_path / "circle.geojson")
    assert run("circle", city, *place, "--lines")[0] == 0
    assert set(gpd.read_file(tmp_path / "circle.geojson").geom_type) == {"LineString"}
    assert run("circle", city, *place, "--tolerance", 20)[0] == 0
    assert len(gpd.read_file(tmp_path / "circle.geojson").geometry.get_coordinates()) < 60
    code, _, error = run("circle", city, *place, "--tolerance", -1)
    assert (code, "expected 0 or more" in error) == (1, True)


def test_a_route_is_drawn_and_told(run, city, tmp_path):
    out = tmp_path / "route.geojson"
    code, text, _ = run("route", city, "--home", "corner", "--category", "school", "-o", out)
    assert (code, text.splitlines()[0]) == (0, "corner to s1: 900 m, 13.5 min")
    assert gpd.read_file(out)["facility_id"].tolist() == ["s1"]
    code, _, error = run("route", city, "--home", "nobody", "--category", "school", "-o", tmp_path / "no.geojson")
    assert (code, "no home has the id" in error) == (1, True)
    assert not (tmp_path / "no.geojson").exists()


@pytest.mark.parametrize("text", ["lane [2]", r"C:\[old]\city", "[bold]", "trailing \\"])
def test_a_text_is_printed_as_it_is_whatever_brackets_it_has(capsys, text):
    print_notice("note", text)
    assert capsys.readouterr().err == f"note: {text}\n"


def test_a_rule_set_is_shown_as_tables_in_both_languages(run):
    standards = ROOT / "data" / "standards"
    code, text, _ = run("rules", standards / "zhengzhou.toml", "--lang", "en")
    assert code == 0
    assert "Community office and welfare rooms" in text
    code, text, _ = run("rules", standards / "gb50180-2018.toml", "--lang", "zh")
    assert (code, "幼儿园" in text, "▲ 应配建" in text, "* 未与条文核对" in text) == (0, True, True, True)
    code, text, _ = run("rules", standards / "gb50180-2018.toml", "--json")
    assert json.loads(text)["facilities"]["kindergarten"]["radius"]["m"] == 300


def test_a_rule_set_with_faults_is_refused_with_all_of_them(run, tmp_path):
    file = tmp_path / "ours.toml"
    file.write_text('id = "ours"\nname = { zh = "本市", en = "Ours" }\n[facilities.clinic]\ntier = "near"\n')
    code, text, error = run("rules", file)
    assert (code, text) == (1, "")
    assert "ours.toml: no source" in error
    assert "ours.toml, facility clinic: no name" in error
