"""The one harness of the planner's page: a city that is served, the page in a browser, all that is wrong with it."""

import json
import re
import socket
import threading
import time
from contextlib import contextmanager

import httpx2 as httpx
import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe

from service.app import create_app
from service.cli.protocol import PromptProtocol
from service.settings import Settings

#: Every screen on which the page is driven [px].
SIZES = ((1366, 768), (1920, 1080), (1024, 768), (390, 844))
DESK, PHONE = SIZES[0], SIZES[3]
LANGS = ("zh", "en")
#: Two of them at once, the others with the heavy tests.
_QUICK = ((DESK, "zh"), (PHONE, "en"))
VIEWS = [
    pytest.param(
        size, lang, id=f"{size[0]}x{size[1]}-{lang}", marks=() if (size, lang) in _QUICK else pytest.mark.heavy
    )
    for size in SIZES
    for lang in LANGS
]
READY_S = 120
#: Texts that are cut without a sign of it, spill over what follows, or stand beyond the window.
_CUT = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode, parent = node.parentElement;
        if (!node.data.trim() || !parent.checkVisibility()) continue;
        if (parent.closest(".unseen, noscript, script, option, .leaflet-map-pane")) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const boxes = [...range.getClientRects()];
        if (!boxes.length) continue;
        const right = Math.max(...boxes.map((box) => box.right)), left = Math.min(...boxes.map((box) => box.left));
        const words = node.data.trim().slice(0, 40);
        let isTold = false, isInline = true;
        for (let at = parent; at; at = at.parentElement) {
            const style = getComputedStyle(at), own = at.getBoundingClientRect();
            const isOut = right > own.right + 1 || left < own.left - 1;
            const hasSign = style.textOverflow === "ellipsis" && style.overflowX !== "visible";
            isTold = hasSign || ["auto", "scroll"].includes(style.overflowX);
            if (isTold) break;
            if (["hidden", "clip"].includes(style.overflowX) && isOut) {
                found.push(`${words} in ${at.id || at.className || at.tagName}`);
                break;
            }
            if (isInline && style.display !== "inline") {
                if (isOut && at.closest("#top, #panels, #legend")) found.push(`${words} spills over ${at.tagName}`);
                isInline = false;
            }
            if (style.position === "fixed") break;
        }
        if (!isTold && right > innerWidth + 1) found.push(`${words} is beyond`);
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
#: What a finger has to hit and may miss: less than 44 px high. A box or a circle to tick is hit by its label.
_SMALL = """() => [...document.querySelectorAll("button, select, summary, label, a.plain, a.main, " +
    "input:not([type=radio], [type=checkbox], [type=file]), .leaflet-bar a")].filter((node) => {
    if (!node.checkVisibility() || node.closest(".unseen, .wide")) return false;
    if (node.matches("label") && !node.querySelector("[type=radio], [type=checkbox]") && !node.htmlFor) return false;
    const { height, width } = node.getBoundingClientRect();
    return width > 1 && height > 1 && height < 43.5;
}).map((node) => `${node.outerHTML.slice(0, 90)} is ${node.getBoundingClientRect().height} px high`)"""
#: A key that stands where a text should, or what a script writes of nothing.
_KEY = re.compile(
    r"\b(?:planner|scenario|circle|circles|tool|status|level|profile|audit|siting|plans|runs|life|download|method"
    r"|address|measure|list)\.[a-z_]+(?:\.[a-z_]+)*\b|\bundefined\b|\bNaN\b|\[object "
)
#: Contexts that nobody uses now, by what screen they are of: the files of the page are in their cache.
_IDLE = {}
#: What was remembered for an address is forgotten when a page is opened; pages that follow in it keep theirs.
_FORGET = """(() => {
    if (sessionStorage.getItem("begun")) return;
    localStorage.clear();
    sessionStorage.setItem("begun", "1");
})()"""


@contextmanager
def serve(city=None, jobs=None, *, bundle=None):
    """Serve a city in memory, or a bundle of one, in this process; `jobs` is the folder of jobs and scenarios."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = create_app(Settings(city=bundle, jobs=jobs), city)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", http=PromptProtocol))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    address, end = f"http://127.0.0.1:{port}/", time.monotonic() + READY_S
    while not _is_ready(server, address):
        assert time.monotonic() < end, "the city is not ready"
        time.sleep(0.05)
    yield address
    server.should_exit = True
    thread.join()


def _is_ready(server, address):
    return server.started and httpx.get(f"{address}readyz").status_code == 200


class Pages:
    """Opens the planner's page of a service; each page has a browser of its own as far as it can tell."""

    def __init__(self, browser, address):
        self.browser, self.address, self.taken = browser, address, []

    def open(self, fragment, size=DESK, *, address=None, remembered=None, routes=(), allowed=()):
        """Open the page at a fragment, and note what it complains of and whom else it asks."""
        address = address or self.address
        page = self._take(size).new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.set_default_timeout(30_000)
        page.complaints, page.foreign, page.allowed, page.size = [], [], allowed, size
        page.on("console", lambda said: page.complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda asked: None if is_own(asked.url, address) else page.foreign.append(asked.url))
        page.add_init_script(_FORGET)
        for key, value in ((json.dumps(key), json.dumps(value)) for key, value in (remembered or {}).items()):
            page.add_init_script(f"localStorage.getItem({key}) ?? localStorage.setItem({key}, {value})")
        for pattern, handler in routes:
            page.route(pattern, handler)
        page.goto(f"{address}#{fragment}")
        return page

    def _take(self, size):
        is_phone = size == PHONE
        idle = _IDLE.setdefault((self.browser, is_phone), [])
        context = idle.pop() if idle else self.browser.new_context(is_mobile=is_phone, has_touch=is_phone)
        self.taken.append((idle, context))
        return context

    def close(self):
        """Close all pages; their contexts, with the files they have loaded, are for the next."""
        for idle, context in self.taken:
            for page in context.pages:
                page.close()
            context.set_offline(False)
            idle.append(context)
        self.taken.clear()


def is_own(url, address):
    return url.startswith((address, "data:", "blob:"))


def list_complaints(page):
    """What the page has complained of, and whom it has asked beside its service."""
    told = [each for each in page.complaints if not any(word in each for word in page.allowed)]
    return told + page.foreign


def list_cut_texts(page):
    """Texts that are cut, and controls that one cannot reach."""
    return page.evaluate(_CUT) + page.evaluate(_COVERED)


def list_wrong(page):
    """All that nobody should see: texts cut, keys for texts, controls out of reach, complaints, requests to others."""
    small = page.evaluate(_SMALL) if page.size == PHONE else []
    return list_cut_texts(page) + small + _KEY.findall(page.inner_text("body")) + list_complaints(page)


def list_axe_faults(page):
    """What axe-core finds that is serious."""
    violations = Axe().run(page).response["violations"]
    serious = [each for each in violations if each["impact"] in ("serious", "critical")]
    return [f"{each['id']} {node['html'][:160]}" for each in serious for node in each["nodes"]]


def raise_sheet(page):
    """On a phone the panels lie in a sheet: raise it whole."""
    while page.size == PHONE and page.evaluate("document.body.dataset.stop") != "full":
        page.click("#sheet-handle")
