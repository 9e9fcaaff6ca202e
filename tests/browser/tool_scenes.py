"""What tests of the planner's tools share: a served city, the page with a tool in hand, and what the page shows."""

import functools
import re
import socket
import threading
import time
from contextlib import contextmanager

import uvicorn
from pyproj import Transformer

from service.app import create_app
from service.settings import Settings

SIZES = [(1366, 768), (390, 844)]
#: A key that stands where a text should.
KEY = re.compile(r"\b(?:planner|scenario|circle|tool|status|level|profile)\.[a-z_]+")


@contextmanager
def serve(city, folder):
    """The address of a service with a city in memory."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(create_app(Settings(jobs=folder), city), port=port, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join()


@functools.cache
def make_transformer(crs):
    return Transformer.from_crs(crs, 4326, always_xy=True)


def find_lonlat(city, x, y):
    return make_transformer(city.crs.srs).transform(x, y)


class Desk:
    """A page with a tool in hand, in a browser of its own."""

    def __init__(self, browser, address, *, size=SIZES[0], lang="en", fragment=""):
        self.address, self.is_phone = address, size[0] < 800
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, has_touch=self.is_phone, is_mobile=self.is_phone
        )
        self.page = self.context.new_page()
        self.complaints, self.foreign = [], []
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._note(request.url))
        self.open(f"lang={lang}&{fragment}")

    def _note(self, url):
        if not url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(url)

    def open(self, fragment):
        """Open an address, as somebody does who was sent it: the page is loaded anew."""
        if self.page.url.startswith(self.address):
            self.page.evaluate("fragment => history.replaceState(null, '', `#${fragment}`)", fragment)
            self.page.reload()
        else:
            self.page.goto(f"{self.address}#{fragment}")
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
        """No text is cut, none stands as its key, and the page has complained of nothing and asked nobody else."""
        shown = self.page.inner_text("#tool-body")
        assert KEY.findall(shown) == []
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        wide = self.page.evaluate(
            "[...document.querySelectorAll('#tool-body *')].filter((e) => e.scrollWidth > e.clientWidth + 1 &&"
            " e.clientWidth > 0 && getComputedStyle(e).display !== 'inline' && !['INPUT', 'SELECT'].includes(e.tagName)"
            " && !e.classList.contains('unseen')).map((e) => e.outerHTML.slice(0, 120))"
        )
        assert wide == []
        if self.is_phone:
            small = self.page.evaluate(
                "[...document.querySelectorAll('#tool-body button, #tool-body select, #tool-body a.plain')]"
                ".filter((e) => e.offsetParent && e.getBoundingClientRect().height < 43.5)"
                ".map((e) => e.outerHTML.slice(0, 90))"
            )
            assert [each for each in small if 'class="sort"' not in each] == []
        self.check_quiet()

    def check_quiet(self):
        assert self.complaints == []
        assert self.foreign == []

    def close(self):
        self.context.close()


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
