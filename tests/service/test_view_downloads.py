"""What the planner's page shows, as files: each has the figures of /v1/coverage, and says by what it judges."""

import csv
import dataclasses
import io
import os
import re
import sqlite3
import threading
import time

import geopandas as gpd
import numpy as np
import openpyxl
import pytest
from fastapi.testclient import TestClient

from geo import __version__
from geo.city.sample import build_sample, build_sample_rules
from geo.city.walk_context import make_walk_context
from geo.city.walks import walk_from_homes
from geo.coverage.analysis import analyze_city
from geo.reference import build_reference
from maps.planner.view_classes import MEASURES
from service import browser
from service.app import create_app
from service.browser import find_browser, print_page
from service.compute.printing import Printed, PrintWorker
from service.compute.questions import Body, Question
from service.compute.stored import pack_answer
from service.errors import RefusedError
from service.settings import Settings
from tests.service.test_walk_files import put_program, size_of

WAIT = {"Prefer": "wait=100"}
TALLIES = ("covered", "uncovered", "unknown", "not_judged", "share")
NASTY = "<img src=x onerror=alert(1)>"
VIEWS = [
    {"level": "grid_units", "category": "primary_school"},
    {"level": "communities", "category": "primary_school", "scope": "all", "minutes": "7"},
    {"level": "streets", "category": "kindergarten", "scope": "rural", "profile": "elder", "minutes": "12.5"},
    {"level": "districts", "category": "all", "scope": "urban"},
    {"level": "city", "category": "market", "scope": "all", "profile": "brisk"},
]


@pytest.fixture(scope="module")
def city():
    return build_reference(scale=0.02)


@pytest.fixture(scope="module")
def client(city):
    with TestClient(create_app(Settings(), city), headers=WAIT) as client:
        yield client


@pytest.fixture(scope="module")
def toy():
    with TestClient(
        create_app(Settings(), dataclasses.replace(build_sample(), rule_sets=[build_sample_rules()]))
    ) as it:
        it.headers.update(WAIT)
        yield it


def list_api(client, **view):
    """Rows of /v1/coverage -> figures, with the code and scope of each in front."""
    category = view.pop("category")
    asked = {**view, "limit": 10_000} | ({} if category == "all" else {"category": category})
    items = client.get("/v1/coverage", params=asked).json()["items"]
    return {
        (item["code"], item["scope"]): [item["residents"], *(item["categories"][category][name] for name in TALLIES)]
        for item in items
    }


def get(client, ending, **view):
    answer = client.get(f"/page/download/{ending}", params=view)
    assert answer.status_code == 200, answer.text
    return answer


def read_csv(answer):
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


HEADS = ("Residents", "Residents covered", "Residents not covered", "Residents unknown", "Residents not judged",
         "Share covered")  # fmt: skip
SCOPES = {"Urban": "urban", "Villages": "rural"}


def as_figures(cells):
    return [None if cell in ("", None) else float(cell) for cell in cells]


def equals(found, expected):
    return all(
        (a is None and b is None) or a == pytest.approx(b, abs=1e-6) for a, b in zip(found, expected, strict=True)
    )


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: "-".join(view.values()))
def test_every_figure_of_every_file_equals_the_api(client, view, tmp_path):
    expected = list_api(client, **view)
    rows = read_csv(get(client, "csv", lang="en", **view))
    found = {(row["Code"], SCOPES[row["Scope"]]): as_figures(row[head] for head in HEADS) for row in rows}
    assert found.keys() == expected.keys()
    assert all(equals(found[key], expected[key]) for key in expected)

    book = openpyxl.load_workbook(io.BytesIO(get(client, "xlsx", lang="en", **view).content))
    lines = list(book["List"].iter_rows(values_only=True))
    top = next(at for at, line in enumerate(lines) if line[0] == "Rank")
    table = [dict(zip(lines[top], line, strict=True)) for line in lines[top + 1 :]]
    assert table.pop()["Name"] == "Total"
    listed = [(row["Code"] or "", *as_figures(row.get(head, 0) for head in HEADS)) for row in table]
    from_csv = [(code, *figures) for (code, _), figures in found.items()]
    assert len(listed) == len(from_csv)
    assert all(equals(a[1:], b[1:]) and a[0] == b[0] for a, b in zip(listed, from_csv, strict=True))

    path = tmp_path / "view.gpkg"
    path.write_bytes(get(client, "gpkg", **view).content)
    layer = gpd.read_file(path, layer="view")
    told = {
        (row["code"], row["scope"]): as_figures([row["residents"], *(row[name] for name in TALLIES)])
        for row in layer.astype(object).where(layer.notna(), None).to_dict("records")
    }
    assert told.keys() == expected.keys()
    assert all(equals(told[key], expected[key]) for key in expected)


def test_the_printed_table_has_the_figures_of_the_api_worst_first(client):
    view = {"level": "communities", "category": "primary_school", "scope": "urban"}
    expected = list_api(client, **view)
    page = client.get("/page/print", params={**view, "lang": "en", "paper": "a3"}).text
    worst = sorted(expected.items(), key=lambda pair: (-pair[1][2], pair[0][0]))[:20]
    found = re.findall(r'<td class="uncovered">(.*?)</td><td class="share">(.*?)<', page)
    assert found == [(f"{u:,.0f}", f"{s:.1%}" if s is not None else "–") for _, (_, _, u, _, _, s) in worst]
    total = [sum(figures[at] for figures in expected.values()) for at in range(3)]
    assert re.findall(r"<dd>([\d,]+)</dd>", page)[:3] == [f"{each:,.0f}" for each in total]


def test_a_view_of_an_area_holds_it_and_what_is_below_it(client, city):
    street = next(code for code in city.divisions["code"][city.divisions["level"] == "street"])
    above = city.divisions.set_index("code")["parent"].to_dict()
    units = read_csv(get(client, "csv", area=street, category="market", lang="en", scope="all"))
    below = set(city.base_units["unit_code"][[above[each] == street for each in city.base_units["community"]]])
    assert {row["Code"] for row in units} == below
    assert {row["Code"] for row in read_csv(get(client, "csv", area=street, level="streets", lang="en"))} <= {street}
    assert client.get("/page/download/csv", params={"area": "9"}).status_code == 404


def test_the_list_is_in_the_order_and_filtered_as_on_the_page(client):
    rows = read_csv(get(client, "csv", level="communities", category="market", lang="en"))
    ranks = [int(row["Rank"]) for row in rows if row["Rank"]]
    assert ranks == list(range(1, len(ranks) + 1))
    uncovered = [float(row["Residents not covered"]) for row in rows]
    assert uncovered == sorted(uncovered, reverse=True)
    by_walk = read_csv(get(client, "csv", level="communities", category="market", lang="en", sort="-walk"))
    walks = [float(row["Median walk (min)"]) for row in by_walk if row["Median walk (min)"]]
    assert walks == sorted(walks, reverse=True)
    word = rows[3]["Name"][:2]
    some = read_csv(get(client, "csv", level="communities", category="market", lang="en", filter=word))
    assert 0 < len(some) <= len(rows)
    assert all(any(word in cell for cell in row.values()) for row in some)
    assert {row["Rank"] for row in some} <= {row["Rank"] for row in rows}
    refused = client.get("/page/download/csv", params={"sort": "colour"})
    assert (refused.status_code, "sort: unknown" in refused.text) == (400, True)


def test_the_walk_of_the_middle_resident_is_the_median_by_people(client, city):
    """By repeating each home as often as it has people."""
    walks = walk_from_homes(make_walk_context(city, profile="elder"))
    k = walks.context.categories.index("primary_school")
    walk_m, nearest = walks.nearest.walk_m[:, k], walks.nearest.facility[:, k]
    unit = np.append(city.base_units["unit_code"], "")[walks.unit]
    names = city.facilities["name"].to_numpy(object)
    people = city.homes["residents"].to_numpy(int)
    view = {"level": "grid_units", "category": "primary_school", "scope": "all", "lang": "en", "profile": "elder"}
    rows = read_csv(get(client, "csv", **view))
    assert len(rows) > 50
    for row in rows:
        homes = np.flatnonzero((unit == row["Code"]) & (people > 0))
        each = np.sort(np.repeat(walk_m[homes], people[homes]))
        if not len(each) or not np.isfinite(each[(len(each) - 1) // 2]):
            assert row["Median walk (min)"] == ""
            continue
        middle_m = each[(len(each) - 1) // 2]
        assert float(row["Median walk (min)"]) == pytest.approx(middle_m / 48, abs=0.0501)
        assert row["Nearest to the middle resident"] in {
            names[nearest[home]] for home in homes[walk_m[homes] == middle_m]
        }


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_of_the_page_is_printed(client, measure):
    view = {"level": "communities", "category": "primary_school", "measure": measure, "lang": "en"}
    page = client.get("/page/print", params=view)
    assert page.status_code == 200
    assert page.text.count('<svg class="key"') >= 3
    assert f'<td class="{MEASURES[measure].column}">' in page.text
    rows = read_csv(get(client, "csv", **view))
    assert rows
    if measure in ("supply", "workers"):
        told = client.get("/page/measures/communities").json()
        units = client.get("/page/levels/communities").json()
        column = told["workers_per_1000"] if measure == "workers" else told["floor_m2_per_1000"]["10_min"]
        heading = "Grid workers per 1,000 residents" if measure == "workers" else "Floor area per 1,000 residents (m2)"
        expected = dict(zip(zip(units["code"], units["scope"], strict=True), column, strict=True))
        for row in rows:
            assert as_figures([row[heading]])[0] == pytest.approx(expected[row["Code"], "u"])


def test_a_median_of_all_categories_is_refused_in_words(client):
    answer = client.get("/page/download/csv", params={"measure": "median", "category": "all"})
    assert (answer.status_code, "name one in category" in answer.json()["detail"]) == (400, True)


def test_elders_beyond_the_walk_rank_the_list_and_colour_the_map_where_they_are_asked_for(client, city):
    view = {"level": "streets", "category": "health_station", "lang": "en"}
    rows = read_csv(get(client, "csv", group="elders", **view))
    counted = [float(row["Residents aged 60+ not covered"]) for row in rows]
    assert counted == sorted(counted, reverse=True)
    table = analyze_city(city).levels["streets"]
    table = table[table["scope"] == "urban"]
    expected = dict(zip(table["code"], table["uncovered_health_station_residents_60plus"], strict=True))
    assert all(value == pytest.approx(expected[row["Code"]]) for row, value in zip(rows, counted, strict=True))
    page = client.get("/page/print", params={**view, "group": "elders", "measure": "uncovered", "paper": "a3"}).text
    assert ": residents aged 60+ beyond the walk</h1>" in page
    assert re.search(r'<td class="elders_uncovered">([\d,]+)<', page)[1] == f"{counted[0]:,.0f}"
    refused = client.get("/page/print", params={**view, "group": "men"})
    assert refused.status_code == 422


def test_the_layer_has_a_style_in_both_languages_with_the_colours_of_the_legend(client, tmp_path):
    view = {"level": "communities", "category": "primary_school", "scope": "all"}
    path = tmp_path / "view.gpkg"
    path.write_bytes(get(client, "gpkg", **view).content)
    with sqlite3.connect(path) as database:
        styles = dict(database.execute("SELECT styleName, styleQML FROM layer_styles"))
        columns = dict(database.execute("SELECT column_name, name || title || description FROM gpkg_data_columns"))
    assert set(styles) == {"中文", "English"}
    assert "不可达居民" in columns["uncovered"]
    layer = gpd.read_file(path, layer="view")
    page = client.get("/page/print", params={**view, "lang": "en"}).text
    labels = re.findall(r'<rule [^>]*label="(.*?)" filter="&quot;class&quot; = (\d+)"', styles["English"])
    labels = labels or re.findall(r"<rule [^>]*label=\"(.*?)\" filter='\"class\" = (\d+)'", styles["English"])
    assert {label for label, _ in labels} <= set(re.findall(r"</svg>([^<]+)</li>", page))
    assert set(layer["class"]) <= {int(number) for _, number in labels}


def test_texts_from_data_are_texts_in_every_file(tmp_path):
    city = build_sample()
    units = city.grid_units.assign(name=[f'=HYPERLINK("x"){NASTY}'] * len(city.grid_units))
    facilities = city.facilities.assign(name=NASTY)
    nasty = dataclasses.replace(city, name=NASTY, grid_units=units, facilities=facilities, attribution=NASTY)
    with TestClient(create_app(Settings(), nasty), headers=WAIT) as client:
        assert "'=HYPERLINK" in get(client, "csv", category="clinic").content.decode()
        book = openpyxl.load_workbook(io.BytesIO(get(client, "xlsx", category="clinic").content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
        answer = client.get("/page/print", params={"category": "clinic"})
        assert "<img" not in answer.text
        assert "&lt;img src=x" in answer.text
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_the_printed_page_says_by_what_it_judges(client, toy):
    page = client.get("/page/print", params={"category": "community_health_centre", "lang": "zh"}).text
    for words in (
        "评价依据",
        "GB 50180-2018",
        "1,000米",
        "成人",
        "比例尺",
        "合成城市，非真实数据",
        "限值未核实",
        "数据来源",
    ):
        assert words in page
    assert re.search(r"1:[\d,]+", page)
    page = toy.get("/page/print", params={"category": "clinic", "lang": "en", "minutes": 9, "profile": "elder"}).text
    for words in ("9 minutes for all", "432 m (9 min)", "Elder, 2.88 km/h", "Sample · urban · by grid unit"):
        assert words in page
    assert "not verified" not in page


def test_the_same_view_is_kept_and_is_not_sent_twice(client):
    first = get(client, "csv", level="streets", category="market")
    again = client.get(
        "/page/download/csv",
        params={"level": "streets", "category": "market"},
        headers={"If-None-Match": first.headers["etag"]},
    )
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["content-disposition"] == "attachment; filename*=UTF-8''market-streets-urban.csv"


def test_a_view_that_nobody_can_show_is_refused_in_words(client):
    for params, status, words in (
        ({"levl": "city"}, 400, "did you mean level?"),
        ({"level": "blocks"}, 400, 'unknown level "blocks"'),
        ({"category": "moon"}, 400, "moon"),
        ({"measure": "beauty"}, 422, "measure"),
        ({"paper": "a0"}, 422, "paper"),
        ({"bounds": "1,2"}, 400, "four numbers"),
    ):
        answer = client.get("/page/print", params=params)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert words in answer.json()["detail"]


# --- drawn by a browser


@pytest.mark.heavy
@pytest.mark.parametrize(("paper", "width_mm", "height_mm"), [("a4", 297, 210), ("a3", 420, 297)])
def test_a_pdf_is_on_its_paper_lying_on_its_side(toy, paper, width_mm, height_mm):
    content = get(toy, "pdf", category="clinic", paper=paper).content
    assert content.startswith(b"%PDF")
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert len(boxes) == 2
    for box in boxes:
        assert [float(side) / 72 * 25.4 for side in box] == pytest.approx([width_mm, height_mm], abs=0.6)


@pytest.mark.heavy
def test_a_picture_is_sharp(toy):
    answer = get(toy, "png", category="clinic", lang="en")
    assert answer.headers["content-type"] == "image/png"
    assert size_of(answer.content) == (2268, 1512)


def test_without_a_browser_tables_are_written_and_the_page_is_printed_by_its_reader(toy, monkeypatch):
    assert toy.get("/page/about").json() == {"version": __version__, "browser": True}
    monkeypatch.setattr(browser, "_list_browsers", lambda: iter(()))
    assert toy.get("/page/about").json()["browser"] is False
    for ending in ("png", "pdf"):
        answer = toy.get(f"/page/download/{ending}", headers={"Accept-Language": "zh"})
        assert answer.status_code == 501
        assert "/page/print" in answer.json()["detail"]
        assert answer.json()["title"] == "没有浏览器"
    assert toy.get("/page/download/csv").status_code == 200
    assert toy.get("/page/print").status_code == 200


def test_a_browser_that_draws_nothing_is_a_fault_that_names_no_path(toy, tmp_path, monkeypatch):
    put_program(tmp_path / "bin", monkeypatch, "exit 0")
    answer = toy.get("/page/download/pdf", params={"category": "school"})
    assert (answer.status_code, answer.json()["title"]) == (503, "Not printed")
    assert str(tmp_path) not in answer.text
    assert answer.headers["retry-after"]


def test_the_browser_knows_no_setting_of_the_service(tmp_path, monkeypatch):
    draw = f'env > {tmp_path}/env; for f; do case "$f" in --print-to-pdf=*) printf %%PDF > "${{f#*=}}";; esac; done'
    put_program(tmp_path / "bin", monkeypatch, draw)
    monkeypatch.setenv(Settings.variable("planner_key"), "a-long-secret-of-the-planner")
    assert print_page("<p>") == b"%PDF"
    assert "secret" not in (tmp_path / "env").read_text()
    assert find_browser().parent == tmp_path / "bin"


def test_pages_are_printed_one_at_a_time_and_a_stop_ends_the_browser_at_once(tmp_path, monkeypatch):
    put_program(tmp_path / "bin", monkeypatch, f"touch {tmp_path}/began; sleep 60")

    class Asked:
        def result(self):
            return pack_answer(Body(b"<p>", "text/html"))

    worker = PrintWorker(lambda _: Asked())
    question = Question(len, Printed((), None), lane="print")
    raised = []

    def ask():
        with pytest.raises(RefusedError) as error:
            worker.answer(question)
        raised.append(error.value.status)

    asking = threading.Thread(target=ask)
    asking.start()
    end_s = time.monotonic() + 20
    while not (tmp_path / "began").exists() and time.monotonic() < end_s:
        time.sleep(0.02)
    begin_s = time.monotonic()
    worker.stop()
    asking.join(10)
    assert raised == [503]
    assert time.monotonic() - begin_s < 3
    assert not [name for name in os.listdir("/proc") if name.isdigit() and is_sleeping_in(name, tmp_path)]


def is_sleeping_in(pid, path):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return str(path).encode() in file.read()
    except OSError:
        return False
