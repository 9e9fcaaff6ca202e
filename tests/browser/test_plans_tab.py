"""The tab of plan review: templates, files by button and dropped, the datum, verdicts, departments, dossiers."""

import csv
import io
import json

import httpx2 as httpx
import numpy as np
import pytest

from geo.city.bundle import open_city
from geo.city.sample import build_sample
from geo.crs.projection import to_lonlat
from tests.browser.planner.looking import find_on_screen, get, sort_every_way, wait_for
from tests.browser.planner_page import DESK, PHONE, VIEWS, list_axe_faults, list_wrong, raise_sheet, serve
from tests.browser.served_runs import JOB_MS, Runs, fetch_result, job_of, run_job

pytestmark = pytest.mark.heavy

EVIL = "<img src=x onerror='window.pwned=1'>"
FILES = ("areas", "gates", "facilities", "roads", "rules")


@pytest.fixture(scope="module")
def plots(served, tmp_path_factory):
    """Five plots of the city in a sheet, one of them with a hostile name."""
    city = open_city(served.bundle)
    homes = city.homes[city.homes["residents"] > 30].geometry
    rows = [["地块编号", "项目名称", "户数", "用地范围"]]
    for number, home in enumerate(homes.iloc[np.linspace(10, len(homes) - 10, 5).astype(int)], start=1):
        corners = np.add([(0, 0), (110, 0), (110, 90), (0, 90)], (home.x + 30, home.y + 20))
        outline = ";".join(f"{lon:.6f},{lat:.6f}" for lon, lat in zip(*to_lonlat(corners, city.crs), strict=True))
        rows.append([f"XM-{number}", EVIL if number == 3 else f"项目{number}", 400 * number, outline])
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path = tmp_path_factory.mktemp("plots") / "五个地块.csv"
    path.write_text(text.getvalue(), "utf-8-sig")
    return path


@pytest.fixture(scope="module")
def done(served, plots):
    """Their review as a job."""
    files = {"areas": (plots.name, plots.read_bytes())}
    return run_job(served.address, "/v1/plans", {"datum": "wgs84"}, plots.name, **files)


@pytest.fixture(scope="module")
def document(served, done):
    return fetch_result(served.address, done).json()


@pytest.fixture(scope="module")
def view(served, done):
    return fetch_result(served.address, done, "view.json").json()


def open_form(runs, size=DESK, lang="en"):
    page = runs.open("plans", size, lang)
    page.wait_for_selector("#plans-run")
    raise_sheet(page)
    return page


def open_review(runs, job, size=DESK, lang="en"):
    page = runs.open("plans", size, lang, job=job)
    page.wait_for_selector("tr[data-plan]", timeout=JOB_MS)
    raise_sheet(page)
    return page


def list_plans(page):
    return page.locator("tr[data-plan]").evaluate_all("rows => rows.map((row) => row.dataset.plan)")


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_five_plots_of_a_sheet_are_reviewed_and_ranked_as_the_review_says(runs, done, document, view, size, lang):
    page = open_review(runs, done, size, lang)
    if size in (DESK, PHONE):
        assert list_axe_faults(page) == []
    areas = sorted(document["areas"], key=lambda area: area["rank"])
    assert list_plans(page) == [area["plan_id"] for area in areas]
    told = {area["plan_id"]: area for area in view["areas"]}
    verdicts = page.locator("tr[data-plan] .verdict").all_inner_texts()
    for area, verdict, row in zip(areas, verdicts, page.locator("tr[data-plan]").all_inner_texts(), strict=True):
        assert verdict[:1] in "✓◐?△✕"
        own = told[area["plan_id"]]
        assert own["verdict_together"] == area["verdict_together"]
        assert f"{round(area['residents']):,}" in row
        owed = [each for each in area["obligations"] if each["verdict_together"] != "met"]
        assert bool(own["reasons"]) == bool(owed)
        assert all(reason["line"][lang] in row for reason in own["reasons"][:4])
    assert page.evaluate("window.pwned") is None
    endings = page.locator(".downloads a").evaluate_all("links => links.map((link) => link.dataset.ending)")
    assert endings == ["xlsx", "filing.xlsx", "gpkg", "html", "json"]
    sort_every_way(page, ("rank", "residents"))
    page.fill(".filter", "XM-4")
    wait_for(lambda: list_plans(page), ["XM-4"])
    page.fill(".filter", "")
    wait_for(lambda: len(list_plans(page)), 5)
    department = next(iter(view["departments"]))
    page.select_option("select[name=plans-department]", department)
    mine = [a["plan_id"] for a in view["areas"] if any(department in reason["departments"] for reason in a["reasons"])]
    wait_for(lambda: sorted(list_plans(page)), sorted(mine))
    page.select_option("select[name=plans-verdict]", "met")
    left = [a["plan_id"] for a in view["areas"] if a["plan_id"] in mine and a["verdict_together"] == "met"]
    wait_for(lambda: sorted(list_plans(page)), sorted(left))
    assert list_wrong(page) == []


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_an_area_has_its_reasons_with_departments(runs, done, view, size, lang):
    page = open_review(runs, done, size, lang)
    page.focus("tr[data-plan='XM-3']")
    page.keyboard.press("Enter")
    page.wait_for_selector("#dossier")
    if size in (DESK, PHONE):
        assert list_axe_faults(page) == []
    assert EVIL in page.inner_text(".sheet h2")
    (area,) = [area for area in view["areas"] if area["plan_id"] == "XM-3"]
    sheet = page.inner_text(".sheet")
    for reason in area["reasons"]:
        assert reason["text"][lang] in sheet
        assert all(view["departments"][name][lang] in sheet for name in reason["departments"])
    assert get(page, "plans_area") == "XM-3"
    assert page.evaluate("window.pwned") is None
    assert list_wrong(page) == []
    page.evaluate("() => { window.gridwalk.view.map.setZoom(9, { animate: false }); }")
    page.click("#sheet-zoom")
    wait_for(lambda: page.evaluate("window.gridwalk.view.map.getZoom()") > 9, True)
    page.click("#sheet-back")
    wait_for(lambda: len(list_plans(page)), 5)


def test_an_area_leads_to_its_dossier_and_back(runs, done):
    page = open_review(runs, done)
    page.click("tr[data-plan='XM-3']")
    page.wait_for_selector("#dossier")
    assert "plans_area=XM-3" in page.url
    with page.context.expect_page() as opened:
        page.click("#dossier")
    opened.value.wait_for_selector("svg path.plot")
    assert "secret" not in opened.value.url
    assert opened.value.evaluate("window.pwned") is None
    opened.value.close()
    page.go_back()
    wait_for(lambda: len(list_plans(page)), 5)
    with page.expect_download() as download:
        page.click(".downloads a[data-ending='filing.xlsx']")
    assert download.value.suggested_filename.endswith(".xlsx")
    assert list_wrong(page) == []


def test_a_click_on_the_map_opens_an_area(runs, done):
    page = open_review(runs, done)
    page.click("tr[data-plan='XM-2']")
    page.wait_for_selector("#dossier")
    where = page.evaluate("() => { const { lat, lng } = window.gridwalk.view.map.getCenter(); return [lng, lat]; }")
    page.click("#sheet-back")
    wait_for(lambda: len(list_plans(page)), 5)
    spot = find_on_screen(page, *where)
    page.mouse.move(*spot)
    page.wait_for_selector(".hint:visible")
    assert "项目2" in page.inner_text(".hint")
    page.mouse.click(*spot)
    wait_for(lambda: get(page, "plans_area"), "XM-2")


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_every_field_of_the_form_can_be_filled(runs, size, lang, tmp_path):
    page = open_form(runs, size, lang)
    if size in (DESK, PHONE):
        assert list_axe_faults(page) == []
    page.click("#plans-run")
    assert {"zh": "请先选择地块文件", "en": "first"}[lang] in page.inner_text(".go .status")
    links = page.locator(".templates a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    assert links == [f"page/templates/plans.{ending}?lang={lang}" for ending in ("xlsx", "csv")]
    page.click("#plan-more summary")
    for name in FILES:
        file = tmp_path / f"{name}.{'toml' if name == 'rules' else 'csv'}"
        file.write_text("plan_id\n", "utf-8")
        page.set_input_files(f"input[name={name}]", file)
        assert file.name in page.inner_text(f"[data-file={name}]")
    page.click("#plans-run")
    assert {"zh": "请先在“坐标系”中选择", "en": "first"}[lang] in page.inner_text(".go .status")
    for datum in ("wgs84", "gcj02", "bd09", "cgcs2000", "other"):
        page.select_option("select[name=datum]", datum)
    page.fill("input[name=datum-other]", "EPSG:4549")
    page.check("input[name=uncertain]")
    page.check("input[name=skip_bad]")
    page.select_option("select[name=profile]", "elder")
    page.fill("input[name=sheet]", "地块")
    assert list_wrong(page) == []
    page.click("#lang")  # what is filled in stays where the language is another
    wait_for(lambda: page.evaluate("document.documentElement.lang"), {"zh": "en", "en": "zh-CN"}[lang])
    assert page.input_value("input[name=datum-other]") == "EPSG:4549"
    assert page.is_checked("input[name=uncertain]")
    page.click("#plan-more summary")
    for name in FILES:
        page.click(f"[data-file={name}] .clear")
        assert f"{name}." not in page.inner_text(f"[data-file={name}] .file-name")
    assert list_wrong(page) == []
    assert page.evaluate("localStorage.getItem('gridwalk.jobs')") is None


@pytest.mark.parametrize(("size", "lang"), [(DESK, "en"), (PHONE, "zh")])
def test_a_sheet_is_handed_in_by_the_page(runs, served, plots, size, lang):
    page = open_form(runs, size, lang)
    page.set_input_files("input[name=areas]", plots)
    page.select_option("select[name=datum]", "wgs84")
    page.check("input[name=skip_bad]")
    page.select_option("select[name=profile]", "elder")
    page.click("#plans-run")
    page.wait_for_selector("tr[data-plan]", timeout=JOB_MS)
    job = job_of(page, "review")
    assert job["name"] == "五个地块.csv"
    asked = httpx.get(f"{served.address}v1/jobs/{job['id']}", headers={"X-Job-Secret": job["secret"]}).json()
    assert {name: asked["options"].get(name) for name in ("datum", "profile", "skip_bad")} == {
        "datum": "wgs84", "profile": "elder", "skip_bad": True,
    }  # fmt: skip
    assert list_wrong(page) == []


@pytest.mark.parametrize(("size", "lang"), [(DESK, "zh"), (PHONE, "en")])
def test_a_wrong_file_is_answered_with_what_is_wrong_in_the_readers_language(runs, size, lang, tmp_path):
    bad = tmp_path / "坏.csv"
    bad.write_text('plan_id,households,boundary\nA,-5,"113.6,34.7;113.61,34.7;113.61,34.71"\n', "utf-8")
    page = open_form(runs, size, lang)
    page.set_input_files("input[name=areas]", bad)
    page.select_option("select[name=datum]", "wgs84")
    page.click("#plans-run")
    page.wait_for_selector("#run-forget", timeout=JOB_MS)
    said = page.inner_text(".faults")
    assert {"zh": "坏.csv 第 2 行", "en": "坏.csv"}[lang] in said
    assert "households" in said
    assert list_wrong(page) == []


def test_a_file_is_dropped_on_its_field(runs, plots):
    page = open_form(runs)
    held = page.evaluate_handle(
        "text => { const data = new DataTransfer(); data.items.add(new File([text], 'dropped.csv')); return data; }",
        plots.read_text("utf-8-sig"),
    )
    page.dispatch_event("[data-file=areas]", "dragenter", {"dataTransfer": held})
    page.wait_for_selector("[data-file=areas].over")
    page.dispatch_event("[data-file=areas]", "drop", {"dataTransfer": held})
    assert "dropped.csv" in page.inner_text("[data-file=areas]")
    page.wait_for_selector("[data-file=areas]:not(.over)")
    with page.expect_file_chooser():
        page.click("[data-file=areas] .pick")
    page.click("[data-file=areas] .clear")
    assert "dropped.csv" not in page.inner_text("[data-file=areas]")


def test_the_command_line_has_the_same_verdicts(run, served, plots, document, tmp_path):
    assert run("plan", served.bundle, plots, "-o", tmp_path / "out", "--datum", "wgs84")[0] == 0
    told = json.loads((tmp_path / "out" / "review.json").read_text("utf-8"))
    own = ("plan_id", "rank", "verdict_together", "residents", "obligations")
    assert [[area[key] for key in own] for area in told["areas"]] == [
        [area[key] for key in own] for area in document["areas"]
    ]


def test_a_service_without_jobs_says_so(browser):
    with serve(build_sample()) as address:
        runs = Runs(browser, address)
        for tab in ("plans", "siting", "circles"):
            page = runs.open(tab, DESK, "zh")
            page.wait_for_selector("text=本服务不保存任务")
            assert list_wrong(page) == []
        runs.close()
