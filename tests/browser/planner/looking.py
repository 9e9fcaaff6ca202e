"""What somebody sees on the planner's page, read from it; figures written as each language writes them."""

import re
import time
from decimal import ROUND_HALF_UP, Decimal

from tests.browser.planner_page import PHONE, SIZES, VIEWS, list_axe_faults, list_wrong, raise_sheet
from tests.browser.planner_page import list_cut_texts as find_cut_texts
from tests.browser.tool_scenes import read_people

__all__ = [
    "PHONE", "READY", "SIZES", "VIEWS", "find_cut_texts", "find_on_screen", "get", "list_axe_faults", "list_wrong",
    "raise_sheet", "read_canvases", "read_category", "read_column", "read_legend", "read_list", "round_half_up",
    "say_people", "say_share", "settle", "sort_every_way", "wait_for",
]  # fmt: skip

#: The map, its legend and the list are drawn, and nothing is being computed.
READY = """() => window.gridwalk && !document.body.classList.contains("busy")
    && document.querySelector("#legend li")
    && document.querySelector("#right-body tbody tr, #right-body .status.none, .sheet h2")"""


def wait_for(find, expected, seconds=20):
    """Ask again until what is found is what is expected; the last found stands in the message."""
    end = time.monotonic() + seconds
    while (found := find()) != expected and time.monotonic() < end:
        time.sleep(0.03)
    assert found == expected, f"found {found!r}, expected {expected!r}"


def sort_every_way(page, numbers):
    """Sort a list by each of its columns, up and down; those of numbers stand in their order, and no row is lost."""
    rows = len(read_column(page, page.get_attribute("[data-sort]", "data-sort")))
    for key in page.locator("[data-sort]:visible").evaluate_all("heads => heads.map((head) => head.dataset.sort)"):
        head = page.locator(f"th:has([data-sort='{key}'])")
        for _ in range(2):
            before = head.get_attribute("aria-sort")
            page.click(f"[data-sort='{key}']")
            wait_for(lambda head=head, before=before: head.get_attribute("aria-sort") not in (None, before), True)
            cells = read_column(page, key)
            assert len(cells) == rows
            if key in numbers:
                shown = [read_people(cell) for cell in cells if re.search(r"\d", cell)]
                assert shown == sorted(shown, reverse=head.get_attribute("aria-sort") == "descending"), key


def read_column(page, key):
    """The cells of a list below the heading that sorts by a key."""
    return page.evaluate(
        """key => {
            const table = document.querySelector(`[data-sort="${key}"]`).closest("table");
            const at = [...table.tHead.rows[0].cells].findIndex((head) => head.querySelector(`[data-sort="${key}"]`));
            return [...table.tBodies[0].rows].map((row) => row.cells[at].innerText);
        }""",
        key,
    )


def settle(page):
    """Wait until nothing is drawn any more: what waits for calm has come, and the pictures stay as they are."""
    page.wait_for_timeout(180)
    page.wait_for_function(READY)
    page.wait_for_timeout(120)


def get(page, name):
    return page.evaluate("name => window.gridwalk.state.get(name)", name)


def round_half_up(value, digits):
    return Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def say_people(people, lang):
    if people < 10_000:
        return f"{people:,}"
    by, digits, word = (
        (10_000, 1 if people < 1_000_000 else 0, "万") if lang == "zh" else (1_000, int(people < 100_000), "k")
    )
    return f"{round_half_up(people / by, digits).normalize():,f} {word}"


def say_share(figures, digits=1):
    if not figures["covered"] + figures["uncovered"]:
        return "–"
    share = figures["covered"] / figures["residents"]
    shown = round_half_up(100 * share, digits)
    return f"> {Decimal(100) - Decimal(1).scaleb(-digits)}%" if share < 1 and shown >= 100 else f"{shown}%"


def read_category(page, key):
    """Share and facts of a category in the left panel."""
    box = page.locator(f".category[data-category={key}]")
    return box.locator(".share").inner_text(), box.locator(".facts").inner_text()


def read_legend(page):
    """Heading, line below it, and label -> number of units."""
    rows = page.locator("#legend li").all()
    counts = [row.locator("span").all_text_contents() for row in rows]
    return (
        page.locator("#legend h2").inner_text(),
        page.locator("#legend p").inner_text(),
        {texts[1]: texts[2] for texts in counts if len(texts) > 2},
    )


def read_list(page):
    """Code -> cells of all rows of the list."""
    page.evaluate("() => document.querySelector('.more button')?.click()")
    return dict(
        page.evaluate(
            """() => {
                const read = (cell) => cell.querySelector(".name, span")?.textContent ?? cell.textContent;
                return [...document.querySelectorAll("#right-body tbody tr")]
                    .map((row) => [row.dataset.code, [...row.cells].map(read)]);
            }"""
        )
    )


def read_canvases(page):
    """What is painted, as numbers that differ where the picture does."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".leaflet-pane canvas")].map((canvas) => {
            const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            let sum = 0;
            for (let at = 0; at < data.length; at += 97) sum = (sum * 31 + data[at]) % 1000000007;
            return sum;
        })"""
    )


def find_on_screen(page, lng, lat):
    """Where a place is in the window [px]."""
    return page.evaluate(
        """([lng, lat]) => {
            const box = document.getElementById("map").getBoundingClientRect();
            const point = window.gridwalk.view.map.latLngToContainerPoint([lat, lng]);
            return [box.left + point.x, box.top + point.y];
        }""",
        [lng, lat],
    )
