"""The tab of life circles: divided in the background, shown by tier, with the figures of the command line."""

import json

import httpx2 as httpx
import pytest

from service.runs.life_circles import write_life_circles
from tests.browser.planner.looking import find_on_screen, get, sort_every_way, wait_for
from tests.browser.planner_page import DESK, PHONE, VIEWS, list_axe_faults, list_wrong, raise_sheet
from tests.browser.served_runs import JOB_MS, fetch_result, job_of, run_job

pytestmark = pytest.mark.heavy

CHECKS = (
    "road-motorway", "road-trunk", "road-primary", "barrier-river", "barrier-railway", "barrier-wall", "sheets",
)  # fmt: skip


@pytest.fixture(scope="module")
def expected(served, tmp_path_factory):
    """What the command line says of the same city."""
    folder = tmp_path_factory.mktemp("circles") / "out"
    write_life_circles(served.bundle, folder)
    return json.loads((folder / "life-circles.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def done(served):
    """The same as a job."""
    return run_job(served.address, "/v1/life-circles", {"sheets": "true"}, "生活圈")


def open_circles(runs, done, size=DESK, lang="en"):
    page = runs.open("circles", size, lang, job=done)
    page.wait_for_selector("tr[data-code]", timeout=JOB_MS)
    raise_sheet(page)
    return page


def list_codes(page):
    return page.locator("tr[data-code]").evaluate_all("rows => rows.map((row) => row.dataset.code)")


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_every_tier_has_the_figures_of_the_command_line(runs, served, expected, done, size, lang):
    page = open_circles(runs, done, size, lang)
    if size in (DESK, PHONE):
        assert list_axe_faults(page) == []
    document = fetch_result(served.address, done).json()
    assert document["circles"] == expected["circles"]
    endings = page.locator(".downloads a").evaluate_all("links => links.map((link) => link.dataset.ending)")
    assert endings == ["xlsx", "gpkg", "html", "json"]
    for k, tier in enumerate(expected["tiers"]):
        page.check(f"input[name=circle-tier][value='{k}']")
        rows = expected["circles"][tier["tier"]]
        wait_for(lambda rows=rows: set(list_codes(page)) <= {row["code"] for row in rows}, True)
        shown = list_codes(page)
        first = max(rows, key=lambda row: round(row["beyond"]))
        assert len(shown) == min(30, len(rows))
        assert round(next(row for row in rows if row["code"] == shown[0])["beyond"]) == round(first["beyond"])
        assert f"{tier['share_within']:.1%}" in page.inner_text("dl.facts")
        assert list_wrong(page) == []
    sort_every_way(page, ("residents", "share", "beyond"))
    page.fill(".filter", first["code"])
    wait_for(lambda: list_codes(page), [first["code"]])
    assert list_wrong(page) == []


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_a_circle_has_its_sheet_and_leads_to_those_inside_around_and_beside_it(runs, expected, done, size, lang):
    page = open_circles(runs, done, size, lang)
    code = list_codes(page)[0]
    page.focus("tr[data-code]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#circle-sheet")
    assert page.evaluate("document.activeElement.id") == "sheet-back"
    if size in (DESK, PHONE):
        assert list_axe_faults(page) == []
    own = next(row for row in expected["circles"]["15_min"] if row["code"] == code)
    sheet = page.inner_text(".sheet")
    assert own[f"name_{lang}"] in sheet
    assert f"{round(own['residents']):,}" in sheet
    assert get(page, "circles_code") == code
    assert list_wrong(page) == []
    inside = [row["code"] for row in expected["circles"]["10_min"] if row["parent"] == code]
    page.click(f".codes button:text-is('{inside[0]}')")
    wait_for(lambda: (get(page, "circles_tier"), get(page, "circles_code")), ("1", inside[0]))
    page.wait_for_selector(f".codes button:text-is('{code}')")
    assert list_wrong(page) == []
    page.click(f".codes button:text-is('{code}')")  # that which it lies in
    wait_for(lambda: (get(page, "circles_tier"), get(page, "circles_code")), ("0", code))
    page.wait_for_selector(f".codes button:text-is('{inside[0]}')")
    beside = page.locator(".codes").last.locator("button").first
    neighbour = beside.inner_text()
    beside.click()
    wait_for(lambda: get(page, "circles_code"), neighbour)
    page.evaluate("() => { window.gridwalk.view.map.setZoom(9, { animate: false }); }")
    page.click("#sheet-zoom")
    wait_for(lambda: page.evaluate("window.gridwalk.view.map.getZoom()") > 9, True)
    page.click("#sheet-back")
    page.wait_for_selector("tr[data-code]")


def test_a_circle_has_a_page_to_print_and_a_link_restores_it(runs, done):
    page = open_circles(runs, done)
    code = list_codes(page)[0]
    page.click("tr[data-code]")
    page.wait_for_selector("#circle-sheet")
    with page.context.expect_page() as opened:
        page.click("#circle-sheet")
    opened.value.wait_for_load_state()
    assert code in opened.value.title()
    opened.value.close()
    page.reload()
    page.wait_for_selector("#circle-sheet", timeout=JOB_MS)
    assert code in page.inner_text(".sheet")
    assert list_wrong(page) == []


def test_a_click_on_the_map_opens_a_circle(runs, done):
    page = open_circles(runs, done)
    page.click("tr[data-code]")
    page.wait_for_selector("#circle-sheet")
    where = page.evaluate("() => { const { lat, lng } = window.gridwalk.view.map.getCenter(); return [lng, lat]; }")
    page.click("#sheet-back")
    page.wait_for_selector("tr[data-code]")
    spot = find_on_screen(page, *where)
    page.mouse.move(*spot)
    page.wait_for_selector(".hint:visible")
    name, code, *_ = page.inner_text(".hint").splitlines()
    page.mouse.click(*spot)
    wait_for(lambda: get(page, "circles_code"), code)
    wait_for(lambda: page.inner_text(".sheet h2"), name)


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_every_field_of_the_form_can_be_filled(runs, size, lang, tmp_path):
    page = runs.open("circles", size, lang)
    page.wait_for_selector("#circles-run")
    raise_sheet(page)
    if size in (DESK, PHONE):
        assert list_axe_faults(page) == []
    page.select_option("select[name=profile]", "elder")
    page.click(".more-choices summary")
    for name in CHECKS:
        box = page.locator(f"input[name={name}]")
        box.set_checked(not box.is_checked())
    page.fill("input[name=bridge_m]", "55")
    rules = tmp_path / "own.toml"
    rules.write_text("", "utf-8")
    page.set_input_files("input[name=rules]", rules)
    assert "own.toml" in page.inner_text("[data-file=rules]")
    assert list_wrong(page) == []
    page.click("[data-file=rules] .clear")
    page.click("#lang")  # what is filled in stays where the language is another
    wait_for(lambda: page.evaluate("document.documentElement.lang"), {"zh": "en", "en": "zh-CN"}[lang])
    wait_for(lambda: page.input_value("input[name=bridge_m]"), "55")
    assert page.is_checked("input[name=barrier-wall]")
    assert not page.is_checked("input[name=sheets]")
    assert "own.toml" not in page.inner_text("[data-file=rules]")


@pytest.mark.parametrize(("size", "lang"), [(DESK, "zh"), (PHONE, "en")])
def test_a_city_is_divided_by_the_page_as_it_was_asked_and_the_last_division_opens_by_itself(runs, served, size, lang):
    page = runs.open("circles", size, lang)
    page.wait_for_selector("#circles-run")
    page.wait_for_selector("#right-body .status.none")
    raise_sheet(page)
    page.click(".more-choices summary")
    page.uncheck("input[name=sheets]")
    page.uncheck("input[name=road-trunk]")
    page.check("input[name=barrier-wall]")
    page.fill("input[name=bridge_m]", "55")
    page.click("#circles-run")
    page.wait_for_selector("tr[data-code]", timeout=JOB_MS)
    job = job_of(page, "circles")
    assert f"circles_job={job['id']}" in page.url
    asked = httpx.get(f"{served.address}v1/jobs/{job['id']}", headers={"X-Job-Secret": job["secret"]}).json()
    assert {name: asked["options"].get(name) for name in ("road", "barrier", "bridge_m", "sheets")} == {
        "road": ["motorway"], "barrier": ["river", "railway", "wall"], "bridge_m": 55.0, "sheets": False,
    }  # fmt: skip
    assert list_wrong(page) == []
    page.goto(f"{served.address}#tab=assess&lang={lang}")
    page.wait_for_selector("#tab-assess[aria-selected=true]")
    page.click("#tab-circles")
    page.wait_for_selector("tr[data-code]", timeout=JOB_MS)
    assert list_wrong(page) == []
