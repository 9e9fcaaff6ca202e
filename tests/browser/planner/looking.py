"""What somebody sees on the planner's page, read from it; figures written as each language writes them."""

import time
from decimal import ROUND_HALF_UP, Decimal

SIZES = ((1366, 768), (1920, 1080), (1024, 768), (390, 844))
#: The map, its legend and the list are drawn, and nothing is being computed.
READY = """() => window.gridwalk && !document.body.classList.contains("busy")
    && document.querySelector("#legend li")
    && document.querySelector("#right-body tbody tr, #right-body .status.none, .sheet h2")"""
#: Texts that are cut without a sign of it, or stand beyond the window.
_CUT = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode, parent = node.parentElement;
        if (!node.data.trim() || !parent.checkVisibility()) continue;
        if (parent.closest(".unseen, noscript, script, option")) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const boxes = [...range.getClientRects()];
        if (!boxes.length) continue;
        const right = Math.max(...boxes.map((box) => box.right)), left = Math.min(...boxes.map((box) => box.left));
        let isTold = false;
        for (let at = parent; at; at = at.parentElement) {
            const style = getComputedStyle(at), own = at.getBoundingClientRect();
            const hasSign = style.textOverflow === "ellipsis" && style.overflowX !== "visible";
            isTold = hasSign || ["auto", "scroll"].includes(style.overflowX);
            if (isTold) break;
            if (["hidden", "clip"].includes(style.overflowX) && (right > own.right + 1 || left < own.left - 1)) {
                found.push(`${node.data.trim().slice(0, 40)} in ${at.id || at.className || at.tagName}`);
                break;
            }
            if (style.position === "fixed") break;
        }
        if (!isTold && right > innerWidth + 1) found.push(`${node.data.trim().slice(0, 40)} is beyond`);
    }
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) found.push(`the page is ${wide} px wide`);
    return found;
}"""
#: Buttons and fields that one can see but not click: something else lies over their middle.
_COVERED = """() => [...document.querySelectorAll("button, input, select, a[href]")].filter((node) => {
    if (!node.checkVisibility() || node.disabled) return false;
    const box = node.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
    if (!box.width || x < 0 || y < 0 || x > innerWidth || y > innerHeight) return false;
    for (let at = node.parentElement; at; at = at.parentElement) {
        const own = at.getBoundingClientRect(), style = getComputedStyle(at);
        const isIn = y <= own.bottom && y >= own.top && x <= own.right && x >= own.left;
        if (style.overflowY !== "visible" && !isIn) return false;
    }
    const top = document.elementFromPoint(x, y);
    if (!top || node.contains(top) || top.contains(node) || top.closest("label")?.contains(node)) return false;
    return !top.closest("#panels, thead, .panel-head, #sheet-handle");
}).map((node) => `${node.outerHTML.slice(0, 80)} is covered`)"""


def find_cut_texts(page):
    return page.evaluate(_CUT) + page.evaluate(_COVERED)


def wait_for(find, expected, seconds=20):
    """Ask again until what is found is what is expected; the last found stands in the message."""
    end = time.monotonic() + seconds
    while (found := find()) != expected and time.monotonic() < end:
        time.sleep(0.03)
    assert found == expected, f"found {found!r}, expected {expected!r}"


def settle(page):
    """Wait until nothing is drawn any more."""
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
