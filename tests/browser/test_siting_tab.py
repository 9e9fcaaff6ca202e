"""The tab of siting: sites chosen in the background, with the figures of the command line, shown and downloaded."""

import json

import httpx2 as httpx
import pytest

from geo.siting import SiteRequest, SolverBudget
from service.runs.siting import run_siting
from tests.browser.planner.looking import find_on_screen, get, sort_every_way, wait_for
from tests.browser.planner_page import DESK, PHONE, VIEWS, list_axe_faults, list_wrong, raise_sheet
from tests.browser.served_runs import JOB_MS, fetch_result, job_of, read_number, run_job

pytestmark = pytest.mark.heavy

CATEGORY = "community_health_centre"


@pytest.fixture(scope="module")
def expected(served, tmp_path_factory):
    """What the command line says of a request."""
    request = SiteRequest(category=CATEGORY, add=2, scope="urban", budget=SolverBudget(0.01, 2.0, 2.0))
    folder = tmp_path_factory.mktemp("siting")
    return run_siting(served.bundle, folder / "out", request)


@pytest.fixture(scope="module")
def done(served):
    """The same request as a job."""
    data = {"category": CATEGORY, "add": "2", "scope": "urban", "time_limit": "2", "bound_time": "2"}
    return run_job(served.address, "/v1/siting", data, "two centres")


def open_siting(runs, size=DESK, lang="en", more=f"&category={CATEGORY}"):
    page = runs.open("siting", size, lang, more)
    page.wait_for_selector("#siting-run")
    raise_sheet(page)
    return page


def open_result(runs, job, size=DESK, lang="en"):
    page = runs.open("siting", size, lang, job=job)
    page.wait_for_selector(".gain", timeout=JOB_MS)
    raise_sheet(page)
    return page


def list_ranks(page):
    return page.locator("tr[data-rank]").evaluate_all("rows => rows.map((row) => row.dataset.rank)")


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_sites_are_shown_with_the_figures_of_the_command_line(runs, served, expected, done, size, lang):
    page = open_result(runs, done, size, lang)
    if size in (DESK, PHONE):
        assert list_axe_faults(page) == []
    cells = [read_number(text) for text in page.locator(".gain td").all_inner_texts()]
    figures = expected["coverage"]
    assert cells[:2] == [round(figures[when]["covered"]) for when in ("before", "after")]
    said = page.inner_text(".proof").lower()
    assert expected["proof"]["text"][lang].lower() in said
    people = page.locator("tr[data-rank] td.number:last-child").all_inner_texts()
    assert sum(map(read_number, people)) == round(figures["after"]["covered"] - figures["before"]["covered"])
    assert fetch_result(served.address, done).json()["people"] == json.loads(json.dumps(expected["people"]))
    endings = page.locator(".downloads a").evaluate_all("links => links.map((link) => link.dataset.ending)")
    assert endings == ["xlsx", "csv", "gpkg", "html", "json"]
    sort_every_way(page, ("rank", "people"))
    page.click("tr[data-rank='2']")
    page.wait_for_selector("tr[data-rank='2'].chosen")
    page.focus("tr[data-rank='1']")
    page.keyboard.press("Enter")
    page.wait_for_selector("tr[data-rank='1'].chosen")
    page.fill(".filter", page.inner_text("tr[data-rank='2'] .parents").split(" · ")[-1])
    wait_for(lambda: "2" in list_ranks(page) and get(page, "siting_filter") != "", True)
    page.fill(".filter", "zzzz")
    wait_for(lambda: list_ranks(page), [])
    page.fill(".filter", "")
    wait_for(lambda: sorted(list_ranks(page)), ["1", "2"])
    assert list_wrong(page) == []


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_every_field_of_the_form_can_be_filled(runs, size, lang, tmp_path):
    page = open_siting(runs, size, lang, "&scenario=AAAABBBBCCCCDDDDEEEEfg")
    if size in (DESK, PHONE):
        assert list_axe_faults(page) == []
    page.click("#site-scenario button")
    wait_for(lambda: (get(page, "scenario"), page.locator("#site-scenario").count()), ("", 0))
    page.select_option("select[name=category]", CATEGORY)
    wait_for(lambda: get(page, "category"), CATEGORY)
    notes = set()
    for objective in ("median", "equity", "cover", "share"):
        page.select_option("select[name=objective]", objective)
        notes.add(page.inner_text("label:has(select[name=objective]) .note"))
        asked, absent = ("target", "add") if objective == "share" else ("add", "target")
        page.fill(f"input[name={asked}]", "0")
        assert page.locator(f"input[name={absent}]").count() == 0
        page.click("#siting-run")
        assert page.is_visible(".go .status")
    assert len(notes) == 4
    page.focus("#area-field")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    wait_for(lambda: get(page, "area") != "", True)
    page.click("#area-whole")
    wait_for(lambda: get(page, "area"), "")
    for scope in ("rural", "all", "urban"):
        page.check(f"input[name=siting-scope][value={scope}]")
        wait_for(lambda: get(page, "scope"), scope)
    page.select_option("select[name=profile]", "elder")
    wait_for(lambda: get(page, "profile"), "elder")
    page.fill("input[name=minutes]", "12")
    page.fill("input[name=max_candidates]", "700")
    links = page.locator(".templates a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    assert links == [f"page/templates/candidates.{ending}?lang={lang}" for ending in ("xlsx", "csv")]
    file = tmp_path / "some.csv"
    file.write_text("name,lon,lat\n", "utf-8")
    page.set_input_files("input[name=candidates]", file)
    page.select_option("select[name=datum]", "other")
    page.fill("input[name=datum-other]", "EPSG:4547")
    page.click(".more-choices summary")
    for name in ("capacity", "max_cost", "time_limit"):
        page.fill(f"input[name={name}]", "30")
    page.fill("input[name=where]", "cost<5")
    assert "some.csv" in page.inner_text("[data-file=candidates]")
    assert list_wrong(page) == []
    page.click("[data-file=candidates] .clear")
    page.wait_for_selector("input[name=max_candidates]")
    assert page.input_value("input[name=max_candidates]") == "700"
    assert page.evaluate("localStorage.getItem('gridwalk.jobs')") is None


@pytest.mark.parametrize(("size", "lang"), [(DESK, "zh"), (PHONE, "en")])
def test_a_form_is_sent_as_it_was_filled_shows_its_progress_and_is_cancelled(runs, served, size, lang):
    page = open_siting(runs, size, lang)
    page.select_option("select[name=objective]", "median")
    page.fill("input[name=add]", "3")
    page.check("input[name=siting-scope][value=all]")
    page.select_option("select[name=profile]", "elder")
    page.fill("input[name=minutes]", "12")
    page.fill("input[name=max_candidates]", "700")
    page.click(".more-choices summary")
    page.fill("input[name=capacity]", "9000")
    page.click("#siting-run")
    page.wait_for_selector("progress")
    job = job_of(page, "siting")
    assert f"siting_job={job['id']}" in page.url
    page.wait_for_selector("#run-cancel")
    assert list_wrong(page) == []
    asked = httpx.get(f"{served.address}v1/jobs/{job['id']}", headers={"X-Job-Secret": job["secret"]}).json()
    assert asked["options"] == {
        "category": CATEGORY, "objective": "median", "add": 3, "scope": "all", "profile": "elder", "minutes": 12.0,
        "max_candidates": 700, "capacity": 9000.0,
    }  # fmt: skip
    page.click("#run-cancel")
    page.wait_for_selector("#run-forget")
    assert {"en": "It was cancelled.", "zh": "取消"}[lang] in page.inner_text("#right-body")
    page.click("#run-forget")
    page.wait_for_selector(f"text={ {'en': 'Choose what is built', 'zh': '选'}[lang] }")
    assert list_wrong(page) == []


def test_a_result_is_downloaded_and_forgotten_when_it_is_deleted(runs, served):
    data = {"category": CATEGORY, "add": "1", "bound_time": "0"}
    done = run_job(served.address, "/v1/siting", data, "one centre")
    page = open_result(runs, done)
    with page.expect_download() as download:
        page.click(".downloads a[data-ending=csv]")
    assert download.value.suggested_filename == "sites.csv"
    page.click("#siting-run")
    page.wait_for_selector("#run-cancel")
    page.click("#run-cancel")
    page.wait_for_selector("#run-forget")
    page.click(f".runs [data-job='{done['id']}']")
    page.wait_for_selector(".gain", timeout=JOB_MS)
    assert get(page, "siting_job") == done["id"]
    names = page.locator(".runs .run").evaluate_all("runs => runs.map((run) => run.dataset.job)")
    assert names[1] == done["id"]
    page.locator(".runs .clear").first.click()  # another one than is open
    wait_for(page.locator(".runs .run").count, 1)
    assert page.is_visible(".gain")
    page.click(".runs .clear")
    page.wait_for_selector(".runs", state="detached")
    assert page.evaluate("localStorage.getItem('gridwalk.jobs')") == "[]"
    assert list_wrong(page) == []
    other = runs.open("siting", DESK, "en", f"&siting_job={done['id']}")
    other.wait_for_selector("text=This browser has not sent that job")


def test_a_click_on_the_map_chooses_a_site(runs, done):
    page = open_result(runs, done)
    page.click("tr[data-rank='2']")
    page.wait_for_selector("tr[data-rank='2'].chosen")
    where = page.evaluate("() => { const { lat, lng } = window.gridwalk.view.map.getCenter(); return [lng, lat]; }")
    page.click("tr[data-rank='1']")
    page.wait_for_selector("tr[data-rank='1'].chosen")
    page.evaluate("([lng, lat]) => { window.gridwalk.view.map.setView([lat, lng], 13, { animate: false }); }", where)
    spot = find_on_screen(page, *where)
    page.mouse.move(*spot)
    page.wait_for_selector(".hint:visible")
    assert page.inner_text(".hint").startswith("2 · ")
    page.mouse.click(*spot)
    page.wait_for_selector("tr[data-rank='2'].chosen")


@pytest.mark.parametrize(("size", "lang"), [(DESK, "en"), (PHONE, "zh")])
def test_candidates_of_the_template_are_read_once_their_datum_is_said(runs, size, lang, tmp_path):
    page = open_siting(runs, size, lang, f"&category={CATEGORY}&scope=all")
    with page.expect_download() as download:
        page.click(".templates a >> nth=0")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    page.set_input_files("input[name=candidates]", path)
    page.wait_for_selector("select[name=datum]")
    page.fill("input[name=add]", "1")
    page.click("#siting-run")
    page.wait_for_selector(".faults", timeout=JOB_MS)
    word = {"zh": "坐标系", "en": "datum"}[lang]
    assert word in page.inner_text(".faults")  # it is asked for, never guessed
    page.select_option("select[name=datum]", "wgs84")
    page.click("#siting-run")
    page.wait_for_selector(".faults", state="detached")
    page.wait_for_selector(".gain, .faults", timeout=JOB_MS)
    assert word not in page.inner_text("#right-body").lower()
