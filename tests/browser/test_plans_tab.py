"""The tab of plan review: templates, files by button and dropped, the datum, verdicts, departments, dossiers."""

import csv
import io

import numpy as np
import pytest

from geo.city.bundle import open_city
from geo.city.sample import build_sample
from geo.crs.projection import to_lonlat
from service.settings import Settings
from tests.browser.served_runs import (
    JOB_MS,
    VIEWS,
    check_clean,
    fetch_result,
    job_of,
    open_tab,
    raise_sheet,
    run_job,
    serve,
    serve_city,
)

EVIL = "<img src=x onerror='window.pwned=1'>"


@pytest.fixture(scope="module")
def served():
    return serve_city()


@pytest.fixture(scope="module")
def plots(served, tmp_path_factory):
    """Five plots of the city in a sheet, one of them with a hostile name."""
    city = open_city(served[1])
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
    return run_job(served[0], "/v1/plans", {"datum": "wgs84"}, plots.name, **files)


def open_review(browser, address, job, size, lang):
    page = open_tab(browser, address, "plans", size, lang, job=job)
    page.wait_for_selector("tr[data-plan]", timeout=JOB_MS)
    raise_sheet(page, size)
    return page


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_five_plots_of_a_sheet_are_reviewed_and_ranked_as_the_review_says(browser, served, done, size, lang):
    address, job = served[0], done
    page = open_review(browser, address, job, size, lang)
    document = fetch_result(address, job).json()
    areas = sorted(document["areas"], key=lambda area: area["rank"])
    shown = page.locator("tr[data-plan]").evaluate_all("rows => rows.map(row => row.dataset.plan)")
    assert shown == [area["plan_id"] for area in areas]
    view = {area["plan_id"]: area for area in fetch_result(address, job, "view.json").json()["areas"]}
    verdicts = page.locator("tr[data-plan] .verdict").all_inner_texts()
    for area, verdict, row in zip(areas, verdicts, page.locator("tr[data-plan]").all_inner_texts(), strict=True):
        assert verdict[:1] in "✓◐?△✕"
        own = view[area["plan_id"]]
        assert own["verdict_together"] == area["verdict_together"]
        assert f"{round(area['residents']):,}" in row
        owed = [each for each in area["obligations"] if each["verdict_together"] != "met"]
        assert bool(own["reasons"]) == bool(owed)
        assert all(reason["line"][lang] in row for reason in own["reasons"][:4])
    assert page.evaluate("window.pwned") is None
    check_clean(page)
    page.context.close()


def test_an_area_has_its_reasons_with_departments_and_its_dossier(browser, served, done):
    page = open_review(browser, served[0], done, "desk", "en")
    page.click("tr[data-plan='XM-3']")
    page.wait_for_selector("#dossier")
    assert EVIL in page.inner_text(".sheet h2")
    view = fetch_result(served[0], done, "view.json").json()
    (area,) = [area for area in view["areas"] if area["plan_id"] == "XM-3"]
    sheet = page.inner_text(".sheet")
    for reason in area["reasons"]:
        assert reason["text"]["en"] in sheet
        assert all(view["departments"][name]["en"] in sheet for name in reason["departments"])
    assert "plans_area=XM-3" in page.url
    with page.context.expect_page() as opened:
        page.click("#dossier")
    opened.value.wait_for_selector("svg path.plot")
    assert "secret" not in opened.value.url
    assert opened.value.evaluate("window.pwned") is None
    opened.value.close()
    page.go_back()
    page.wait_for_selector("tr[data-plan]")
    check_clean(page)
    page.context.close()


def test_a_department_and_a_verdict_leave_the_areas_that_they_concern(browser, served, done):
    page = open_review(browser, served[0], done, "desk", "zh")
    view = fetch_result(served[0], done, "view.json").json()
    department = next(iter(view["departments"]))
    page.select_option("select[name=plans-department]", department)
    mine = [a["plan_id"] for a in view["areas"] if any(department in reason["departments"] for reason in a["reasons"])]
    page.wait_for_function("count => document.querySelectorAll('tr[data-plan]').length === count", arg=len(mine))
    assert page.locator("tr[data-plan]").evaluate_all("rows => rows.map(row => row.dataset.plan)") == mine
    page.select_option("select[name=plans-verdict]", "met")
    left = [a["plan_id"] for a in view["areas"] if a["plan_id"] in mine and a["verdict_together"] == "met"]
    page.wait_for_function("count => document.querySelectorAll('tr[data-plan]').length === count", arg=len(left))
    check_clean(page)
    page.context.close()


def test_a_sheet_is_handed_in_by_the_page(browser, served, plots):
    page = open_tab(browser, served[0], "plans", "phone", "zh")
    page.wait_for_selector("#plans-run")
    raise_sheet(page, "phone")
    page.set_input_files("input[name=areas]", plots)
    page.select_option("select[name=datum]", "wgs84")
    page.click("#plans-run")
    page.wait_for_selector("tr[data-plan]", timeout=JOB_MS)
    assert job_of(page, "review")["name"] == "五个地块.csv"
    check_clean(page)
    page.context.close()


def test_a_wrong_file_is_answered_with_what_is_wrong_in_the_readers_language(browser, served, tmp_path):
    bad = tmp_path / "坏.csv"
    bad.write_text('plan_id,households,boundary\nA,-5,"113.6,34.7;113.61,34.7;113.61,34.71"\n', "utf-8")
    page = open_tab(browser, served[0], "plans", "desk", "zh")
    page.wait_for_selector("#plans-run")
    page.click("#plans-run")
    assert "请先选择地块文件" in page.inner_text(".go .status")
    page.set_input_files("input[name=areas]", bad)
    page.click("#plans-run")
    assert "请先在“坐标系”中选择" in page.inner_text(".go .status")
    page.select_option("select[name=datum]", "wgs84")
    page.click("#plans-run")
    page.wait_for_selector("#run-forget", timeout=JOB_MS)
    said = page.inner_text(".faults")
    assert "坏.csv 第 2 行" in said
    assert "households" in said
    check_clean(page)
    page.context.close()


def test_a_file_is_dropped_on_its_field(browser, served, plots):
    page = open_tab(browser, served[0], "plans", "desk", "en")
    page.wait_for_selector("#plans-run")
    held = page.evaluate_handle(
        "text => { const data = new DataTransfer(); data.items.add(new File([text], 'dropped.csv')); return data; }",
        plots.read_text("utf-8-sig"),
    )
    page.dispatch_event("[data-file=areas]", "drop", {"dataTransfer": held})
    assert "dropped.csv" in page.inner_text("[data-file=areas]")
    page.click("[data-file=areas] .clear")
    assert "dropped.csv" not in page.inner_text("[data-file=areas]")
    page.context.close()


def test_a_service_without_jobs_says_so(browser):
    address = serve(Settings(), build_sample())
    for tab in ("plans", "siting", "circles"):
        page = open_tab(browser, address, tab, "desk", "zh")
        page.wait_for_selector("text=本服务不保存任务")
        check_clean(page)
        page.context.close()
