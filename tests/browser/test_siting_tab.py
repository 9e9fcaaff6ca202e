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
    run_job,
    serve_city,
)

CATEGORY = "community_health_centre"


@pytest.fixture(scope="module")
def served():
    return serve_city()


@pytest.fixture(scope="module")
def expected(served, tmp_path_factory):
    """What the command line says of a request."""
    request = SiteRequest(category=CATEGORY, add=2, scope="urban", budget=SolverBudget(0.01, 2.0, 2.0))
    folder = tmp_path_factory.mktemp("siting")
    return run_siting(served[1], folder / "out", request)


@pytest.fixture(scope="module")
def done(served):
    """The same request as a job."""
    data = {"category": CATEGORY, "add": "2", "scope": "urban", "time_limit": "2", "bound_time": "2"}
    return run_job(served[0], "/v1/siting", data, "two centres")


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_sites_are_shown_with_the_figures_of_the_command_line(browser, served, expected, done, size, lang):
    page = open_tab(browser, served[0], "siting", size, lang, job=done)
    page.wait_for_selector(".gain", timeout=JOB_MS)
    raise_sheet(page, size)
    cells = [read_number(text) for text in page.locator(".gain td").all_inner_texts()]
    figures = expected["coverage"]
    assert cells[:2] == [round(figures[when]["covered"]) for when in ("before", "after")]
    said = page.inner_text(".proof").lower()
    assert expected["proof"]["text"][lang].lower() in said
    people = page.locator("tr[data-rank] td.number:last-child").all_inner_texts()
    assert sum(map(read_number, people)) == round(figures["after"]["covered"] - figures["before"]["covered"])
    assert fetch_result(served[0], done).json()["people"] == json.loads(json.dumps(expected["people"]))
    page.click("tr[data-rank='2']")
    page.wait_for_selector("tr[data-rank='2'].chosen")
    check_clean(page)
    page.context.close()


def test_a_form_is_sent_shows_its_progress_and_is_cancelled(browser, served):
    page = open_tab(browser, served[0], "siting", "desk", "en", f"&category={CATEGORY}")
    page.wait_for_selector("#siting-run")
    page.fill("input[name=add]", "3")
    page.click("#siting-run")
    page.wait_for_selector("progress")
    job = job_of(page, "siting")
    assert f"siting_job={job['id']}" in page.url
    page.wait_for_selector("#run-cancel")
    page.click("#run-cancel")
    page.wait_for_selector("#run-forget")
    assert "It was cancelled." in page.inner_text("#right-body")
    page.click("#run-forget")
    page.wait_for_selector("text=Choose what is built")
    check_clean(page)
    page.context.close()


def test_a_result_is_downloaded_and_forgotten_when_it_is_deleted(browser, served):
    done = run_job(served[0], "/v1/siting", {"category": CATEGORY, "add": "1", "bound_time": "0"}, "one centre")
    page = open_tab(browser, served[0], "siting", "desk", "en", job=done)
    page.wait_for_selector(".gain", timeout=JOB_MS)
    with page.expect_download() as download:
        page.click(".downloads a[data-ending=csv]")
    assert download.value.suggested_filename == "sites.csv"
    page.click(".runs .clear")
    page.wait_for_selector(".runs", state="detached")
    assert page.evaluate("localStorage.getItem('gridwalk.jobs')") == "[]"
    check_clean(page)
    page.context.close()
    other = open_tab(browser, served[0], "siting", "desk", "en", f"&siting_job={done['id']}")
    other.wait_for_selector("text=This browser has not sent that job")
    other.context.close()


def test_candidates_of_the_template_are_read_once_their_datum_is_said(browser, served, tmp_path):
    page = open_tab(browser, served[0], "siting", "desk", "en", f"&category={CATEGORY}&scope=all")
    page.wait_for_selector("#siting-run")
    with page.expect_download() as download:
        page.click(".templates a >> nth=0")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    page.set_input_files("input[name=candidates]", path)
    page.wait_for_selector("select[name=datum]")
    page.click("#siting-run")
    page.wait_for_selector(".faults", timeout=JOB_MS)
    assert "datum" in page.inner_text(".faults")  # it is asked for, never guessed
    page.select_option("select[name=datum]", "wgs84")
    page.fill("input[name=add]", "1")
    page.click("#siting-run")
    page.wait_for_selector(".faults", state="detached")
    page.wait_for_selector(".gain, .faults", timeout=JOB_MS)
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
