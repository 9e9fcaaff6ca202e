"""The pictures in the planner's guide: every tab and tool of the page, in both languages.

``python -m tests.bench.guide`` serves the small reference city of the README and writes into ``docs/planner``.
"""

import csv
import io
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from geo.city.bundle import write_city
from geo.coverage.analysis import analyze_city
from geo.crs.projection import to_lonlat
from geo.reference import build_reference
from tests.browser.planner_page import DESK, PHONE, serve
from tests.browser.served_runs import JOB_MS, Runs, run_job

FOLDER = Path(__file__).parent.parent.parent / "docs" / "planner"
HEALTH = "&category=health_station&level=streets"


def write_plots(city):
    """Five plots beside homes of the city, as somebody fills the template."""
    homes = city.homes[city.homes["residents"] > 60].geometry
    rows = [["地块编号", "项目名称", "户数", "用地范围"]]
    for number, home in enumerate(homes.iloc[np.linspace(10, len(homes) - 10, 5).astype(int)], start=1):
        corners = np.add([(0, 0), (160, 0), (160, 120), (0, 120)], (home.x + 30, home.y + 20))
        outline = ";".join(f"{lon:.6f},{lat:.6f}" for lon, lat in zip(*to_lonlat(corners, city.crs), strict=True))
        rows.append([f"XM-{number}", f"示例项目{number}", 300 * number, outline])
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def take_pictures(runs, city, jobs, lang):
    """Open every tab and tool as the guide tells, and keep what is seen."""
    gap = analyze_city(city, categories=["health_station"]).gaps.iloc[0]  # what a new site would help most
    (lon,), (lat,) = to_lonlat(np.array([[gap["site_x"], gap["site_y"]]]), city.crs)
    at = f"&at={lat:.5f},{lon:.5f},15"

    def take(name, tab, more="", *, job=None, steps=(), wait="", size=DESK):
        page = runs.open(tab, size, lang, more, job)
        page.wait_for_load_state("networkidle")
        for step in steps:
            step(page)
        if wait:
            page.wait_for_selector(wait, timeout=JOB_MS)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(1500)
        page.screenshot(path=FOLDER / f"{name}-{lang}.jpg", type="jpeg", quality=72)
        runs.close()

    def click(selector):
        return lambda page: page.click(selector)

    def click_map(page):
        box = page.locator("#map").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    take("assess", "assess", HEALTH + "&group=elders&layers=roads,borders,facilities,gaps", wait="tr[data-code]")
    take("sheet", "assess", HEALTH, steps=[click("tr[data-code] >> nth=0")], wait=".sheet-table tr[data-category]")
    take("circle", "assess", HEALTH + at, steps=[click("[data-tool=circle]"), click_map])
    drop = [click("[data-tool=scenario]"), click("#mode-add"), click_map]
    take("scenario", "assess", "&category=health_station&level=communities" + at, steps=drop)
    take("audit", "audit", "&level=communities", wait="tr[data-code]")
    take("siting", "siting", job=jobs["siting"], wait="tr[data-rank]")
    take("plans", "plans", job=jobs["plans"], wait="tr[data-plan]")
    take("circles", "circles", job=jobs["circles"], wait="tr[data-code]")
    take("address", "address", at, steps=[click_map], wait="#right-body dl")
    take("download", "download", HEALTH)
    take("method", "method")
    take("phone", "assess", HEALTH, size=PHONE)


def main():
    """Serve the city, run the jobs, take the pictures."""
    os.environ.setdefault("GRIDWALK_ANSWER_WAIT_S", "120")
    FOLDER.mkdir(exist_ok=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        city = build_reference(scale=0.05)
        write_city(city, folder / "city")
        address = stack.enter_context(serve(bundle=folder / "city"))
        request = {"category": "community_health_centre", "add": "5"}
        plots = ("plots.csv", write_plots(city))
        jobs = {
            "siting": run_job(address, "/v1/siting", request, "siting"),
            "plans": run_job(address, "/v1/plans", {"datum": "wgs84"}, "plots.csv", areas=plots),
            "circles": run_job(address, "/v1/life-circles", {"sheets": "false"}, "circles"),
        }
        with sync_playwright() as playwright:
            path = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            for lang in ("zh", "en"):
                take_pictures(Runs(browser, address), city, jobs, lang)
            browser.close()


if __name__ == "__main__":
    main()
