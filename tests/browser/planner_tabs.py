"""What tests of the planner's tabs share: a city that is served, its page at two sizes, and what is wrong with it."""

import socket
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlencode

import uvicorn

from service.app import create_app
from service.settings import Settings

DESK, PHONE = (1366, 768), (390, 844)
#: Texts that are cut, in the panels; what may be cut says so with an ellipsis, and what is moved sideways is no cut.
_CUT = """() => [...document.querySelectorAll('#left *, #right *, #top button')]
  .filter((node) => node.children.length === 0 && node.textContent.trim() && node.offsetParent !== null
    && !node.closest('.wide, .unseen, #tabs') && getComputedStyle(node).textOverflow !== 'ellipsis'
    && (node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflowX !== 'visible'
      || node.getBoundingClientRect().right > window.innerWidth + 1))
  .map((node) => node.textContent)"""


@contextmanager
def serve(city):
    """Serve a city in this process, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(), city), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join()


class Tabs:
    """Opens the page at a tab, and holds what it asked for and complained of."""

    def __init__(self, browser, address):
        self.browser, self.address, self.contexts = browser, address, []

    def open(self, tab, size=DESK, **state):
        width, height = size
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, is_mobile=size == PHONE, has_touch=size == PHONE,
            accept_downloads=True,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        page.complaints, page.foreign = [], []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on(
            "console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("request", lambda asked: self._note(page, asked.url))
        page.goto(f"{self.address}#{urlencode({'tab': tab, **state})}")
        page.wait_for_selector(f"body[data-tab={tab}]")
        return page

    def _note(self, page, url):
        if not url.startswith((self.address, "blob:", "data:")):
            page.foreign.append(url)

    def close(self):
        for context in self.contexts:
            context.close()


def list_wrong(page):
    """List cut texts, complaints and requests to others."""
    return [*page.evaluate(_CUT), *page.complaints, *page.foreign]
