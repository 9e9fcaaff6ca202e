"""A kept scenario on the sheets and in the files of the planner's page: its figures are those of POST /v1/scenarios."""

import csv
import io

import geopandas as gpd
import openpyxl
import pytest
from fastapi.testclient import TestClient

from geo.reference import build_reference
from geo.texts import translate
from service.app import create_app
from service.settings import Settings
from tests.service.test_kept_scenarios import draw_id

CATEGORY = "community_health_centre"
TALLIES = {name: translate(f"column.{name}", "en") for name in ("covered", "uncovered", "unknown", "not_judged")}
COVERED, RESIDENTS, SHARE = TALLIES["covered"], translate("column.residents", "en"), translate("column.share", "en")
SEVERAL = ("communities", "streets", "grid_units")


@pytest.fixture(scope="module")
def city():
    return build_reference(scale=0.02)


@pytest.fixture(scope="module")
def client(city, tmp_path_factory):
    settings = Settings(jobs=tmp_path_factory.mktemp("jobs") / "kept")
    with TestClient(create_app(settings, city), headers={"Prefer": "wait=100"}) as client:
        yield client


@pytest.fixture(scope="module")
def content(city):
    """A facility far off, one that goes, a path, a gate and an area with people."""
    west, south, east, north = city.homes.to_crs(4326).total_bounds
    x, y, of = (west + east) / 2, (south + north) / 2, city.facilities
    gone = of.loc[of["category"] == CATEGORY, "facility_id"].iloc[0]
    ring = [[x, y], [x + 0.004, y], [x + 0.004, y + 0.004], [x, y + 0.004]]
    return {
        "add": [{"category": CATEGORY, "lon": x + 0.01, "lat": y + 0.01, "datum": "wgs84", "name": "<b>New</b>"}],
        "remove": [gone],
        "paths": [{"line": [[x, y], [x + 0.006, y + 0.005]], "datum": "wgs84"}],
        "gates": [{"lon": x + 0.002, "lat": y - 0.002, "datum": "wgs84"}],
        "areas": [{"ring": ring, "residents": 3200, "datum": "wgs84", "name": "Field"}],
    }


@pytest.fixture(scope="module")
def kept(client, content):
    saved = client.put(f"/v1/scenarios/{draw_id()}", json={"name": "Plan <7>", "content": content})
    assert saved.status_code == 201, saved.text
    return saved.json()["id"]


def compare(client, content, **asked):
    answer = client.post("/v1/scenarios", json={**content, "categories": [CATEGORY], **asked})
    assert answer.status_code == 200, answer.text
    return answer.json()["categories"][CATEGORY]


def get(client, ending, **view):
    answer = client.get(f"/page/download/{ending}", params={"category": CATEGORY, "lang": "en", **view})
    assert answer.status_code == 200, answer.text
    return answer


def read_csv(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("level", SEVERAL)
@pytest.mark.parametrize("minutes", [None, 9])
def test_every_unit_has_the_figures_of_the_scenario_before_after_and_their_change(
    client, kept, content, level, minutes
):
    expected = compare(client, content, level=level, **({} if minutes is None else {"minutes": minutes}))
    changed = {(unit["code"], unit["scope"]): unit for unit in expected["units"]}
    view = {"level": level, "scope": "all", **({} if minutes is None else {"minutes": minutes})}
    rows = read_csv(get(client, "csv", scenario=kept, **view))
    plain = {(row["Code"], row["Scope"]): row for row in read_csv(get(client, "csv", **view))}
    found = {}
    for row in rows:
        key = row["Code"], {"Urban": "urban", "Villages": "rural"}[row["Scope"]]
        figures = {name: float(row[f"{head}, after"]) for name, head in TALLIES.items()}
        before = {name: float(row[f"{head}, before"]) for name, head in TALLIES.items()}
        for name, head in TALLIES.items():
            assert float(row[f"{head}, change"]) == pytest.approx(figures[name] - before[name], abs=1e-6)
        if key in changed:
            assert figures == pytest.approx(changed[key]["after"], abs=1e-6)
            assert before == pytest.approx(changed[key]["before"], abs=1e-6)
            found[key] = True
        else:
            assert figures == pytest.approx(before, abs=1e-6)
        if (row["Code"], row["Scope"]) in plain:
            assert before["covered"] == pytest.approx(float(plain[row["Code"], row["Scope"]][COVERED]), abs=1e-6)
    assert len(found) == len(changed) > 0
    assert sum(float(row[f"{RESIDENTS}, change"]) for row in rows) == pytest.approx(3200)


@pytest.mark.parametrize("group", ["elders", "children"])
def test_a_group_of_residents_is_compared_too(client, kept, content, group):
    expected = compare(client, content, level="streets", group=group)
    changed = {unit["code"]: unit for unit in expected["units"]}
    heading = translate(f"view.head.{group}_uncovered", "en")
    rows = read_csv(get(client, "csv", scenario=kept, level="streets", scope="urban", group=group))
    assert changed
    for row in rows:
        before, after = (float(row[f"{heading}, {when}"]) for when in ("before", "after"))
        assert float(row[f"{heading}, change"]) == pytest.approx(after - before, abs=1e-6)
        own = changed.get(row["Code"])
        if own is None:
            assert after == before
        else:
            assert (before, after) == pytest.approx((own["before"]["uncovered"], own["after"]["uncovered"]), abs=1e-6)
    ranked = [float(row[f"{heading}, after"]) for row in rows if row["Rank"]]
    assert ranked == sorted(ranked, reverse=True)


def test_nothing_on_the_way_keeps_what_only_the_link_opens(client, kept):
    for scenario, kept_by in [(kept, "private, no-store"), ("", "no-cache")]:
        view = {"category": CATEGORY, "level": "city", "scenario": scenario}
        for address in ("/page/download/csv", "/page/download/xlsx", "/page/download/gpkg", "/page/print"):
            assert client.get(address, params=view).headers["Cache-Control"] == kept_by


def test_the_workbook_and_the_layer_have_them_too_and_say_that_it_is_a_scenario(client, kept, tmp_path):
    rows = read_csv(get(client, "csv", scenario=kept, level="streets", scope="all"))
    (tmp_path / "a.xlsx").write_bytes(get(client, "xlsx", scenario=kept, level="streets", scope="all").content)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["List"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert any("Scenario, not the present state" in str(row[0]) for row in cells[:6])
    assert any("Plan <7>" in str(row[0]) for row in cells[:6])
    head = next(row for row in cells if "Code" in row)
    at = cells.index(head)
    for name in (*(f"{COVERED}, {when}" for when in ("before", "after", "change")), f"{TALLIES['uncovered']}, change"):
        listed = [row[head.index(name)] for row in cells[at + 1 : at + 1 + len(rows)]]
        assert listed == pytest.approx([float(row[name]) for row in rows], abs=1e-6)
    (tmp_path / "a.gpkg").write_bytes(get(client, "gpkg", scenario=kept, level="streets", scope="all").content)
    layer = gpd.read_file(tmp_path / "a.gpkg", layer="view")
    assert layer["covered_change"].tolist() == pytest.approx(
        [float(row[f"{COVERED}, change"]) for row in rows], abs=0.51
    )
    assert layer["share_before"].tolist() == pytest.approx(
        [float(row[f"{SHARE}, before"] or "nan") for row in rows], abs=1e-3, nan_ok=True
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_sheet_says_that_it_is_a_scenario_with_its_changes_numbered_and_the_city_before_and_after(
    client, kept, content, lang
):
    page = client.get(
        "/page/print", params={"category": CATEGORY, "level": "streets", "scenario": kept, "lang": lang}
    ).text
    city = compare(client, content, level="city")
    assert {"zh": "<b>情景，非现状</b>", "en": "<b>Scenario, not the present state</b>"}[lang] in page
    for when in ("before", "after"):
        for tally in ("covered", "uncovered"):
            assert f">{round(city[when][tally]):,}<" in page
    assert "Plan &lt;7&gt;" in page
    assert "&lt;b&gt;New&lt;/b&gt;" in page
    assert "<b>New</b>" not in page
    assert [
        f'font-weight="700" text-anchor="middle" fill="#fff">{number}</text>' in page for number in range(1, 6)
    ] == [True] * 5
    picture = client.get("/page/print", params={"category": CATEGORY, "level": "streets", "lang": lang}).text
    assert "compared" not in picture.split("</style>")[1]


def test_a_scenario_that_was_saved_again_is_another_answer(client, content):
    here = f"/v1/scenarios/{draw_id()}"
    secret = client.put(here, json={"name": "a", "content": {**content, "areas": []}}).json()["secret"]
    first = get(client, "csv", scenario=here.rpartition("/")[2], level="city", scope="all").content
    client.put(here, json={"name": "a", "content": content}, headers={"X-Scenario-Secret": secret})
    assert get(client, "csv", scenario=here.rpartition("/")[2], level="city", scope="all").content != first


def test_what_cannot_be_shown_of_a_scenario_is_said(client, kept, city):
    for view, status, said in [
        ({"scenario": draw_id()}, 404, "no scenario has this id; its time may have passed, or it was deleted"),
        ({"scenario": kept, "category": "all"}, 400, "category: a scenario is shown in one category"),
        ({"scenario": kept, "measure": "reached"}, 400, "measure: of a scenario the share"),
    ]:
        for address in ("/page/download/csv", "/page/print"):
            answer = client.get(address, params={"category": CATEGORY, **view}, headers={"Accept-Language": "en"})
            assert answer.status_code == status
            assert answer.json()["detail"].startswith(said)
    with TestClient(create_app(Settings(), city)) as without:
        assert without.get("/page/print", params={"scenario": kept, "category": CATEGORY}).status_code == 503


def test_the_list_the_totals_and_the_heading_of_a_sheet_are_of_the_chosen_area(client, city):
    divisions = city.divisions
    street = divisions.loc[divisions["level"] == "street"].iloc[0]
    view = {"category": CATEGORY, "level": "communities", "scope": "all", "area": street["code"], "lang": "en"}
    rows = read_csv(get(client, "csv", **{name: view[name] for name in ("level", "scope", "area")}))
    page = client.get("/page/print", params=view).text
    aside = page.split("<aside>")[1].split("</aside>")[0]
    table = aside.split("<tbody>")[1]
    assert street["name"] in page.split("<header>")[1].split("</header>")[0]
    assert table.count("<tr>") == min(20, len(rows))
    assert {row["Street"] for row in rows} == {street["name"]}
    assert f">{round(sum(float(row['Residents']) for row in rows)):,}<" in aside


def test_the_totals_of_a_sheet_are_those_of_its_rows_where_a_division_is_urban_and_villages(client):
    view = {"category": CATEGORY, "level": "streets", "scope": "all", "lang": "en"}
    rows = read_csv(get(client, "csv", level="streets", scope="all"))
    sums = client.get("/page/print", params=view).text.split('<dl class="sums">')[1].split("</dl>")[0]
    for heading in (RESIDENTS, *TALLIES.values()):
        assert f">{round(sum(float(row[heading]) for row in rows)):,}<" in sums
