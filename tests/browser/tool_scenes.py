"""What tests of the planner's tools share: the page with a tool in hand, and what the page shows."""

import functools
import re
import time

from pyproj import Transformer

from tests.browser.planner_page import (
    DESK,
    PHONE,
    VIEWS,
    Pages,
    list_complaints,
    list_wrong,
    raise_sheet,
    serve,
)

__all__ = [
    "DESK", "PHONE", "SIZES", "VIEWS", "Desk", "find_lonlat", "is_shown", "make_transformer", "raise_sheet",
    "read_people", "serve",
]  # fmt: skip


#: Where nothing depends on the screens between.
SIZES = (DESK, PHONE)


@functools.cache
def make_transformer(crs):
    return Transformer.from_crs(crs, 4326, always_xy=True)


def find_lonlat(city, x, y):
    return make_transformer(city.crs.srs).transform(x, y)


class Desk:
    """A page with a tool in hand, in a browser of its own."""

    def __init__(self, browser, address, *, size=DESK, lang="en", fragment="", allowed=()):
        self.address, self.is_phone, self.pages = address, size == PHONE, Pages(browser, address)
        self.page = self.pages.open(f"lang={lang}&{fragment}", size, allowed=allowed)
        self.context = self.page.context
        self._wait_for_tool()

    @property
    def complaints(self):
        """What the page has complained of; who expects some of it leaves that out."""
        return self.page.complaints

    @complaints.setter
    def complaints(self, left):
        self.page.complaints = left

    def open(self, fragment):
        """Open an address, as somebody does who was sent it: the page is loaded anew."""
        if self.page.url.startswith(self.address):
            self.page.evaluate("fragment => history.replaceState(null, '', `#${fragment}`)", fragment)
            self.page.reload()
        else:
            self.page.goto(f"{self.address}#{fragment}")
        self._wait_for_tool()

    def _wait_for_tool(self):
        self.wait("window.gridwalk !== undefined")
        self.page.wait_for_selector("#tool-body h2")

    def wait(self, script, arg=None):
        """Wait until a script says yes; playwright's own way to wait is what the page's policy forbids."""
        end = time.monotonic() + 30
        while not self.page.evaluate(script, arg):
            assert time.monotonic() < end, script
            self.page.wait_for_timeout(40)

    def state(self, name):
        return self.page.evaluate("name => gridwalk.state.get(name)", name)

    def spot(self, lon, lat):
        """Where a place is on the screen."""
        at = self.page.evaluate(
            "([lon, lat]) => { const p = gridwalk.view.map.latLngToContainerPoint([lat, lon]);"
            " const b = gridwalk.view.map.getContainer().getBoundingClientRect(); return [p.x + b.x, p.y + b.y]; }",
            [lon, lat],
        )
        return at[0], at[1]

    def click(self, lon, lat):
        spot = self.spot(lon, lat)
        (self.page.touchscreen.tap if self.is_phone else self.page.mouse.click)(*spot)

    def press(self, selector):
        """Click a control, by finger on a phone."""
        control = self.page.locator(selector).first
        (control.tap if self.is_phone else control.click)()

    def read_cells(self, table):
        """Rows of a table as lists of texts."""
        return self.page.evaluate(
            "id => [...document.querySelectorAll(`#${id} tbody tr`)]"
            ".map((row) => [...row.cells].map((cell) => cell.innerText.trim()))",
            table,
        )

    def check_whole(self):
        """Nothing is cut, out of reach or a key, and the page has complained of nothing and asked nobody else."""
        assert list_wrong(self.page) == []

    def check_quiet(self):
        assert list_complaints(self.page) == []

    def close(self):
        self.pages.close()


def read_people(text):
    """The number that a cell shows: 1,234, 12.3 k, 1.2 万, +120, −30."""
    found = re.search(r"([+−-]?)([\d,.]+)\s*(k|万|million)?", text)
    value = float(found[2].replace(",", "")) * {"k": 1e3, "万": 1e4, "million": 1e6, None: 1}[found[3]]
    return -value if found[1] in ("−", "-") else value


def is_shown(cell, value):
    """Whether a cell shows a number, shortened as the page shortens it."""
    shown = read_people(cell)
    return (
        abs(shown - value) <= max(0.5, 0.0051 * abs(value))
        if abs(value) < 10_000
        else abs(shown - value) <= 0.05 * abs(value)
    )
