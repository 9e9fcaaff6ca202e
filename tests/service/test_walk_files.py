"""Circles and routes as GeoJSON, pages and pictures, by the ending of the file; and what a browser may do wrong."""

import json
import re
import socket
import struct
import threading
import time

import pytest

from geo.errors import InputError
from service import browser
from service.browser import print_page, shoot_page

PLACE = ("--lon", 117.0, "--lat", 34.3413027, "--datum", "wgs84")
ROUTE = ("--home", "corner", "--category", "school")
COMMANDS = [("circle", PLACE), ("route", ROUTE)]


def read_data(path):
    page = path.read_text("utf-8")
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


def put_program(folder, monkeypatch, script):
    """A program by the name of a browser, the only one on the PATH but for the shell's own."""
    folder.mkdir()
    program = folder / "chromium"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def size_of(png):
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


@pytest.mark.heavy
@pytest.mark.parametrize(("command", "options"), COMMANDS)
def test_the_ending_of_the_file_says_what_is_drawn(run, bundle, tmp_path, command, options):
    for name in ("a.geojson", "a.JSON", "a.html", "a.png"):
        code, text, _ = run(command, bundle, *options, "-o", tmp_path / name)
        assert (code, text.splitlines()[-1]) == (0, str(tmp_path / name))
    assert json.loads((tmp_path / "a.JSON").read_text()) == json.loads((tmp_path / "a.geojson").read_text())
    assert size_of((tmp_path / "a.png").read_bytes()) == (1200, 900)
    assert read_data(tmp_path / "a.html")["picture"] is False


def test_the_page_of_a_circle_has_its_figures(run, bundle, tmp_path):
    code, _, _ = run("circle", bundle, *PLACE, "--minutes", 5, "--minutes", 15, "-o", tmp_path / "a.html")
    data = read_data(tmp_path / "a.html")
    assert code == 0
    assert data["circles"]["residents"] == [60, 60]
    # 300 m to the corner, 150 to the yard; 333 m round the clinic in a straight line
    assert data["circles"]["straight"] == [60, 60]
    assert (data["facilities"]["clinic"]["walk_m"], "school" in data["facilities"]) == ([0], False)
    assert data["place"]["names"] == ["District", "Street", "South", "South-west"]
    assert data["lang"] == "en"
    run("circle", bundle, *PLACE, "-o", tmp_path / "a.html", "--lang", "zh")
    assert read_data(tmp_path / "a.html")["lang"] == "zh"


def test_a_place_that_reaches_nothing_says_why_on_its_page(run, bundle, tmp_path):
    far = ("--lon", 117.004893, "--lat", 34.353027, "--datum", "wgs84")
    code, text, _ = run("circle", bundle, *far, "-o", tmp_path / "a.html")
    assert (code, "no road near enough" in text) == (0, True)
    data = read_data(tmp_path / "a.html")
    assert data["circles"]["shape"] == [""]
    assert data["reason"]["en"]


def test_the_page_of_a_route_has_its_legs_and_the_limit(run, bundle, tmp_path):
    code, _, _ = run("route", bundle, *ROUTE, "-o", tmp_path / "a.html")
    data = read_data(tmp_path / "a.html")
    assert code == 0
    assert (data["length_m"], data["walk_m"]) == (900, 900)
    assert data["legs"]["kind"] == ["road"]
    assert (data["limit_m"], data["is_within"]) == (1000, True)
    assert data["straight_m"] == pytest.approx((300**2 + 600**2) ** 0.5)


def test_another_ending_is_refused_before_the_city_is_opened(run, tmp_path):
    code, _, error = run("circle", tmp_path / "none", *PLACE, "-o", tmp_path / "a.pdf")
    assert code == 1
    assert "a.pdf: cannot be drawn; expected a name that ends in .geojson, .json, .html or .png" in error


def test_lines_are_for_data_only(run, bundle, tmp_path):
    code, _, error = run("circle", bundle, *PLACE, "--lines", "-o", tmp_path / "a.html")
    assert (code, "--lines and --tolerance are for GeoJSON" in error) == (2, True)
    assert not (tmp_path / "a.html").exists()


def test_a_picture_without_a_browser_is_refused_by_what_was_looked_for(run, bundle, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setattr(browser, "_MACOS", ())
    code, _, error = run("circle", bundle, *PLACE, "-o", tmp_path / "a.png")
    assert code == 1
    assert "no browser on this machine (looked for chromium, chromium-browser, google-chrome" in error
    assert "write .html" in error
    code, _, error = run("circle", bundle, *PLACE, "-o", tmp_path / "a.png", "--lang", "zh")
    assert "本机没有浏览器(已查找 chromium" in error
    assert not (tmp_path / "a.png").exists()
    assert run("circle", bundle, *PLACE, "-o", tmp_path / "a.html")[0] == 0


def test_a_browser_that_draws_nothing_leaves_the_old_picture(run, bundle, tmp_path, monkeypatch):
    old = tmp_path / "a.png"
    old.write_bytes(b"old")
    put_program(tmp_path / "bin", monkeypatch, "exit 0")
    code, _, error = run("circle", bundle, *PLACE, "-o", old)
    assert (code, "chromium: drew no page" in error) == (1, True)
    assert old.read_bytes() == b"old"
    assert [path.name for path in tmp_path.glob(".*")] == []


@pytest.mark.heavy
def test_a_browser_that_hangs_is_ended_with_its_children(tmp_path, monkeypatch):
    put_program(tmp_path / "bin", monkeypatch, f"(sleep 3; touch {tmp_path}/late) & sleep 60")
    monkeypatch.setattr(browser, "_TIMEOUTS_S", (0.5, 0.5))
    with pytest.raises(InputError, match="took longer than 0 s"):
        shoot_page("<p>", width=10, height=10)
    time.sleep(3.5)
    assert not (tmp_path / "late").exists()


def test_a_browser_that_hangs_once_is_tried_again(tmp_path, monkeypatch):
    draw = 'for flag; do case "$flag" in --print-to-pdf=*) printf %%PDF > "${flag#*=}";; esac; done'
    put_program(
        tmp_path / "bin", monkeypatch, f"[ -e {tmp_path}/began ] || {{ touch {tmp_path}/began; sleep 60; }}; {draw}"
    )
    monkeypatch.setattr(browser, "_TIMEOUTS_S", (0.5, 20.0))
    assert print_page("<p>") == b"%PDF"


@pytest.mark.heavy
def test_a_page_is_printed_and_shot(tmp_path):
    page = "<!DOCTYPE html><meta charset=utf-8><style>@page { size: A4 }</style><p>社区"
    assert print_page(page).startswith(b"%PDF")
    assert size_of(shoot_page(page, width=300, height=200, scale=2)) == (600, 400)


@pytest.mark.heavy
def test_the_browser_asks_no_network(tmp_path):
    """A page that wants a picture of a server on this machine gets none: the name is not resolved."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(4)

        def listen():
            try:
                server.accept()
                asked.append(1)
            except TimeoutError:
                pass

        watch = threading.Thread(target=listen)
        watch.start()
        port = server.getsockname()[1]
        pictures = [f"<img src='http://{host}:{port}/a.png'>" for host in ("localhost", "127.0.0.1")]
        shoot_page("".join(pictures), width=50, height=50)
        watch.join()
    assert asked == []
