"""How quick the planner's page is on a bundle, in headless Chromium: run with the path of a bundle.

``python -m tests.bench.page build/reference`` starts the service on it, looks at the page and prints a table of what
the planner's page promises beside what was found. Nothing else should be running.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--enable-precise-memory-info"]
SIZE = {"width": 1366, "height": 768}
DRAWN = """() => window.gridwalk && document.querySelector("#legend li") && !document.body.classList.contains("busy")"""
#: The frame with its skeletons is on the screen.
PAINTED = (
    """() => document.querySelector("#right .skeleton, #tabs button") && performance.getEntriesByType("paint").length"""
)
#: Long tasks and frames are noted from the beginning.
NOTE = """
    window.tasks = [];
    const note = (list) => list.getEntries().forEach((task) => window.tasks.push([task.startTime, task.duration]));
    new PerformanceObserver(note).observe({entryTypes: ["longtask"]});
"""
#: Choose something as a hand does, and wait until the map has been painted with it [ms].
CHOOSE = """async ([values, heading]) => {
    const start = performance.now(), frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    window.gridwalk.state.set(values);
    while (heading && document.querySelector("#legend h2").textContent !== heading) await frame();
    await frame();
    const channel = new MessageChannel();
    await new Promise((resolve) => {
        channel.port1.onmessage = resolve;
        channel.port2.postMessage(0);
    });
    return performance.now() - start;
}"""
FRAMES = """() => {
    window.frames_ = [];
    let last = performance.now();
    const next = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(next); };
    requestAnimationFrame(next);
}"""


def start_service(city):
    """Start the service; its process, its address, and how long it took until it was ready [s]."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = time.perf_counter()
    command = [sys.executable, "-m", "service.cli", "serve", str(city), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/"
    while True:
        try:
            with urllib.request.urlopen(f"{address}readyz", timeout=5):
                return process, address, time.perf_counter() - start
        except OSError:
            time.sleep(0.02)
            if process.poll() is not None or time.perf_counter() - start > 300:
                process.kill()
                raise RuntimeError("the service did not get ready") from None


def open_page(browser, address):
    context = browser.new_context(viewport=SIZE)
    page = context.new_page()
    page.add_init_script(NOTE)
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(PAINTED, polling=10)
    shell_s = time.perf_counter() - start
    page.wait_for_function(DRAWN, polling=10)
    return page, shell_s, time.perf_counter() - start


def sum_bytes(page, pattern=""):
    """Bytes that came over the wire, headers included."""
    return page.evaluate(
        "pattern => performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
        ".filter((entry) => entry.name.includes(pattern)).reduce((sum, entry) => sum + entry.transferSize, 0)",
        pattern,
    )


def find_renderers():
    """Process ids of the browser's renderers that this process started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if b"--type=renderer" in command and is_below(int(entry.name), os.getpid()):
                found.append(int(entry.name))
    return found


def is_below(pid, root):
    while pid > 1:
        if pid == root:
            return True
        try:
            pid = int(re.search(r"PPid:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])
        except OSError:
            return False
    return False


def measure_memory(page):
    """JS heap after collecting, and private bytes of the largest renderer [MB]."""
    page.context.new_cdp_session(page).send("HeapProfiler.collectGarbage")
    page.wait_for_timeout(500)
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    private = []
    for pid in find_renderers():
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        private.append(sum(int(kb) for kb in re.findall(r"Private_(?:Clean|Dirty):\s+(\d+)", text)) / 1e3)
    return heap, max(private, default=float("nan"))


def choose(page, heading=None, **values):
    return page.evaluate(CHOOSE, [values, heading])


def name_category(page, key):
    return page.locator(f".category[data-category={key}] .name").evaluate("node => node.firstChild.textContent")


def zoom_by_wheel(page):
    """The worst frame while somebody zooms in and out by the wheel [ms]."""
    page.evaluate(FRAMES)
    page.mouse.move(640, 320)
    for delta in (-240,) * 6 + (240,) * 6:
        page.mouse.wheel(0, delta)
        page.wait_for_timeout(400)
    return max(page.evaluate("window.frames_"))


def find_longest_task(page, since=0.0):
    return max((duration for start, duration in page.evaluate("window.tasks") if start >= since), default=0.0)


def measure_steps(page, categories):
    """How long each choice takes [ms]."""
    page.wait_for_timeout(1500)
    steps = [choose(page, minutes=str(minutes)) for minutes in range(3, 31)]
    page.wait_for_timeout(300)
    found = {"slider, worst step": max(steps), "slider, middle step": sorted(steps)[len(steps) // 2]}
    choose(page, minutes="")
    found["category, first time"] = choose(page, name_category(page, categories[3]), category=categories[3])
    page.wait_for_timeout(500)
    choose(page, name_category(page, categories[0]), category=categories[0])
    page.wait_for_timeout(500)
    found["category, again"] = choose(page, name_category(page, categories[3]), category=categories[3])
    for name, values in {"measure": {"measure": "uncovered"}, "scope": {"scope": "all"}}.items():
        page.wait_for_timeout(500)
        found[name] = choose(page, **values)
    choose(page, measure="share", scope="urban")
    return found


def interact(page, categories, count):
    """Choose so many things one after another, as somebody who looks round."""
    for at in range(count):
        step = at % 5
        if step == 0:
            choose(page, category=categories[at % len(categories)])
        elif step == 1:
            choose(page, minutes=str(5 + at % 20))
        elif step == 2:
            choose(page, measure=("uncovered", "median", "share")[at % 3])
        elif step == 3:
            choose(page, scope=("all", "urban")[at % 2])
        else:
            page.mouse.move(640, 320)
            page.mouse.wheel(0, (-200, 200)[at // 5 % 2])
        page.wait_for_timeout(120)
    choose(page, category=categories[0], minutes="", measure="share", scope="urban")
    page.wait_for_timeout(1000)


def measure_repeat(page, address):
    """A second visit: how long until the map, and the answer of the service to what is kept already [s, ms, status]."""
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(DRAWN, polling=10)
    usable_s = time.perf_counter() - start
    with urllib.request.urlopen(f"{address}page/levels/grid_units", timeout=60) as answer:
        etag = answer.headers["ETag"]
    begin = time.perf_counter()
    try:
        request = urllib.request.Request(f"{address}page/levels/grid_units", headers={"If-None-Match": etag})
        with urllib.request.urlopen(request, timeout=60) as answer:
            status = answer.status
    except urllib.error.HTTPError as unchanged:
        status = unchanged.code
    return usable_s, (time.perf_counter() - begin) * 1e3, status


def measure(browser, address):
    """Rows of the table: what, found, unit, most."""
    page, shell_s, map_s = open_page(browser, address)
    page.wait_for_timeout(1500)
    rows = [("shell", shell_s, "s", 0.3), ("first choropleth", map_s, "s", 1.5)]
    rows.append(("first view, sent", sum_bytes(page) / 1e3, "kB", 700))
    categories = page.evaluate(
        "[...document.querySelectorAll('.category')].slice(1).map((node) => node.dataset.category)"
    )
    heap, private = measure_memory(page)
    rows += [("JS heap at rest", heap, "MB", None), ("renderer at rest, private", private, "MB", 250)]
    before = sum_bytes(page, "page/coverage")
    steps = measure_steps(page, categories)
    rows.append(("a category, sent", (sum_bytes(page, "page/coverage") - before) / 1e3, "kB", 80))
    rows += [(name, value, "ms", 50 if "slider" in name else 150) for name, value in steps.items()]
    rows.append(("wheel zoom, worst frame", zoom_by_wheel(page), "ms", 100))
    client = page.context.new_cdp_session(page)
    client.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    since = page.evaluate("performance.now()")
    measure_steps(page, categories)
    zoom_by_wheel(page)
    rows.append(("longest task, processor 4x slower", find_longest_task(page, since), "ms", 100))
    client.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    for done in (200, 400):  # the first fill what the page keeps; whether it is steady is what the next ones add
        interact(page, categories, 200)
        heap, private = measure_memory(page)
        rows += [
            (f"JS heap after {done} interactions", heap, "MB", None),
            (f"renderer after {done}, private", private, "MB", 250),
        ]
    usable_s, again_ms, status = measure_repeat(page, address)
    rows += [("repeat visit, usable", usable_s, "s", 0.8), (f"kept already, {status}", again_ms, "ms", 20)]
    page.context.close()
    return rows


def main(city):
    process, address, ready_s = start_service(city)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            rows = [("service ready", ready_s, "s", 6), *measure(browser, address)]
            browser.close()
    finally:
        process.terminate()
        process.wait()
    lines = [f"{'':38} {'found':>9} {'at most':>9}"]
    for name, found, unit, most in rows:
        over = "" if most is None or found <= most else "  over"
        lines.append(f"{name:38} {found:9.2f} {'' if most is None else format(most, 'g'):>9} {unit}{over}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
