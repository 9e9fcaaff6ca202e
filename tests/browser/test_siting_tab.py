"""The tab of siting: sites chosen in the background, with the figures of the command line, shown and downloaded."""

import json

import pytest

from geo.siting import SiteRequest, SolverBudget
from service.runs.siting import run_siting
from tests.browser.served_runs import (
    JOB_MS,
    VIEWS,
    check_clean,
    fetch_result,
    job_of,
    open_tab,
    raise_sheet,
    read_number,
    serve_city,
)

CATEGORY = "community_health_centre"


@pytest.fixture(scope="module")
def served():
    return serve_city()


@pytest.fixture(scope="module")
def expected(served, tmp_path_factory):
    """What the command line says of the same request."""
    request = SiteRequest(category=CATEGORY, add=2, scope="urban", budget=SolverBudget(0.01, 5.0, 5.0))
    folder = tmp_path_factory.mktemp("siting")
    return run_siting(served[1], folder / "out", request)


def run(page, size, add="2"):
    page.wait_for_selector("#siting-run")
    raise_sheet(page, size)
    page.fill("input[name=add]", add)
    page.evaluate("document.querySelector('.more-choices').open = true")
    page.fill("input[name=time_limit]", "5")
    page.click("#siting-run")
    page.wait_for_selector(".gain", timeout=JOB_MS)


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_sites_are_chosen_and_shown_with_the_figures_of_the_command_line(browser, served, expected, size, lang):
    address, _ = served
    page = open_tab(browser, address, "siting", size, lang, f"&category={CATEGORY}")
    run(page, size)
    cells = [read_number(text) for text in page.locator(".gain td").all_inner_texts()]
    figures = expected["coverage"]
    assert cells[:2] == [round(figures[when]["covered"]) for when in ("before", "after")]
    said = page.inner_text(".proof").lower()
    assert expected["proof"]["text"][lang].lower() in said
    assert expected["bound_any_site"]["text"][lang].lower() in said
    people = page.locator("tr[data-rank] td.number:last-child").all_inner_texts()
    assert sum(map(read_number, people)) == round(figures["after"]["covered"] - figures["before"]["covered"])
    document = fetch_result(address, job_of(page, "siting")).json()
    assert document["people"] == json.loads(json.dumps(expected["people"]))
    page.click("tr[data-rank='2']")
    page.wait_for_selector("tr[data-rank='2'].chosen")
    check_clean(page)
    page.context.close()


def test_a_result_is_there_again_after_a_reload_and_is_forgotten_when_deleted(browser, served):
    page = open_tab(browser, served[0], "siting", "desk", "en", f"&category={CATEGORY}")
    run(page, "desk", "1")
    job = job_of(page, "siting")
    assert f"siting_job={job['id']}" in page.url
    page.reload()
    page.wait_for_selector(".gain")
    with page.expect_download() as download:
        page.click(".downloads a[data-ending=csv]")
    assert download.value.suggested_filename == "sites.csv"
    page.click(".runs .clear")
    page.wait_for_selector(".runs", state="detached")
    assert page.evaluate("localStorage.getItem('gridwalk.jobs')") == "[]"
    page.goto(f"{served[0]}/#tab=siting&lang=en&siting_job={job['id']}")
    page.reload()
    page.wait_for_selector("text=This browser has not sent that job")
    check_clean(page)
    page.context.close()


def test_a_run_shows_its_progress_and_is_cancelled(browser, served):
    page = open_tab(browser, served[0], "siting", "desk", "en", f"&category={CATEGORY}")
    page.wait_for_selector("#siting-run")
    page.click("#siting-run")
    page.wait_for_selector("progress")
    page.click("#run-cancel")
    page.wait_for_selector("text=It was cancelled.", timeout=30_000)
    page.click("#run-forget")
    page.wait_for_selector("text=Choose what is built")
    check_clean(page)
    page.context.close()


def test_candidates_of_a_template_are_sited_with(browser, served, tmp_path):
    page = open_tab(browser, served[0], "siting", "desk", "en", f"&category={CATEGORY}&scope=all")
    page.wait_for_selector("#siting-run")
    with page.expect_download() as download:
        page.click(".templates a >> nth=0")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    page.set_input_files("input[name=candidates]", path)
    page.wait_for_selector("select[name=datum]")
    page.click("#siting-run")
    page.wait_for_selector(".status.error", timeout=JOB_MS)  # a datum is asked for, never guessed
    page.select_option("select[name=datum]", "wgs84")
    page.fill("input[name=add]", "1")
    page.click("#siting-run")
    page.wait_for_selector(".gain, .status.error .faults", timeout=JOB_MS)
    assert "datum" not in page.inner_text("#right-body").lower()
    page.context.close()


def test_a_number_that_is_none_is_refused_before_anything_is_sent(browser, served):
    page = open_tab(browser, served[0], "siting", "desk", "zh")
    page.wait_for_selector("#siting-run")
    page.fill("input[name=add]", "0")
    page.click("#siting-run")
    assert "1 至 1000" in page.inner_text(".go .status")
    assert page.evaluate("localStorage.getItem('gridwalk.jobs')") is None
    page.context.close()
