"""The tab of life circles: divided in the background, shown by tier, with the figures of the command line."""

import json

import pytest

from service.runs.life_circles import write_life_circles
from tests.browser.served_runs import (
    JOB_MS,
    VIEWS,
    check_clean,
    fetch_result,
    open_tab,
    raise_sheet,
    run_job,
    serve_city,
)


@pytest.fixture(scope="module")
def served():
    return serve_city()


@pytest.fixture(scope="module")
def expected(served, tmp_path_factory):
    """What the command line says of the same city."""
    folder = tmp_path_factory.mktemp("circles") / "out"
    write_life_circles(served[1], folder)
    return json.loads((folder / "life-circles.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def done(served):
    """The same as a job."""
    return run_job(served[0], "/v1/life-circles", {"sheets": "true"}, "生活圈")


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_every_tier_has_the_figures_of_the_command_line(browser, served, expected, done, size, lang):
    page = open_tab(browser, served[0], "circles", size, lang, job=done)
    page.wait_for_selector("tr[data-code]", timeout=JOB_MS)
    raise_sheet(page, size)
    document = fetch_result(served[0], done).json()
    assert document["circles"] == expected["circles"]
    for k, tier in enumerate(expected["tiers"]):
        page.check(f"input[name=circle-tier][value='{k}']")
        rows = expected["circles"][tier["tier"]]
        page.wait_for_function("code => document.querySelector(`tr[data-code='${code}']`)", arg=rows[0]["code"])
        shown = page.locator("tr[data-code]").evaluate_all("rows => rows.map(row => row.dataset.code)")
        first = sorted(rows, key=lambda row: -round(row["beyond"]))[0]
        assert len(shown) == min(60, len(rows))
        assert round(next(row for row in rows if row["code"] == shown[0])["beyond"]) == round(first["beyond"])
        assert f"{tier['share_within']:.1%}" in page.inner_text("dl.facts")
    check_clean(page)
    page.context.close()


def test_a_circle_has_its_sheet_its_neighbours_and_a_page_to_print(browser, served, expected, done):
    page = open_tab(browser, served[0], "circles", "desk", "en", job=done)
    page.wait_for_selector("tr[data-code]", timeout=JOB_MS)
    code = page.get_attribute("tr[data-code]", "data-code")
    page.click("tr[data-code]")
    page.wait_for_selector("#circle-sheet")
    own = next(row for row in expected["circles"]["15_min"] if row["code"] == code)
    sheet = page.inner_text(".sheet")
    assert own["name_en"] in sheet
    assert f"{round(own['residents']):,}" in sheet
    assert f"circles_code={code}" in page.url
    with page.context.expect_page() as opened:
        page.click("#circle-sheet")
    opened.value.wait_for_load_state()
    assert code in opened.value.title()
    opened.value.close()
    inside = [row["code"] for row in expected["circles"]["10_min"] if row["parent"] == code]
    page.click(f".codes button:text-is('{inside[0]}')")
    page.wait_for_function("location.hash.includes('circles_tier=1')")
    page.reload()
    page.wait_for_selector("#circle-sheet", timeout=JOB_MS)
    assert inside[0] in page.inner_text(".sheet")
    check_clean(page)
    page.context.close()


def test_a_city_is_divided_by_the_page_and_the_last_division_opens_by_itself(browser, served):
    page = open_tab(browser, served[0], "circles", "desk", "zh")
    page.wait_for_selector("text=尚未划定")
    page.evaluate("document.querySelector('.more-choices').open = true")
    page.uncheck("input[name=sheets]")
    page.click("#circles-run")
    page.wait_for_selector("tr[data-code]", timeout=JOB_MS)
    assert "circles_job=" in page.url
    page.goto(f"{served[0]}/#tab=assess&lang=zh")
    page.click("#tab-circles")
    page.wait_for_selector("tr[data-code]", timeout=JOB_MS)
    check_clean(page)
    page.context.close()
