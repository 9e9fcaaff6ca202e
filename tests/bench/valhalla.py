"""One 15-minute circle of ours beside Valhalla's isochrone, on the same OpenStreetMap extract: run by ``make bench``.

Valhalla's wheel needs Python 3.12 or newer: it runs in an environment and a process of its own.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import shapely

from geo.circles.circles import make_circles
from geo.circles.trace import trace_circles
from geo.city.reading.build import build_city
from geo.city.source import read_source
from geo.walking.access_points import take_places

FOLDER = Path("build/bench/valhalla")
PEER = """
import json, sys, time
from valhalla import Actor
actor = Actor(sys.argv[1])
walker = {"walking_speed": 4.0}
times = []
for turn in range(2):
    times, failed = [], 0
    for lon, lat in json.load(open(sys.argv[2])):
        start = time.perf_counter()
        try:
            actor.isochrone({"locations": [{"lon": lon, "lat": lat}], "costing": "pedestrian",
                             "costing_options": {"pedestrian": walker}, "contours": [{"time": 15}], "polygons": True})
        except Exception:
            failed += 1
        times.append(time.perf_counter() - start)
print(json.dumps({"ms": sorted(times)[len(times) // 2] * 1e3, "failed": failed}))
"""


def runs(python):
    """Tell whether a Python is there and starts."""
    found = python and shutil.which(python)
    return bool(found) and subprocess.run([found, "-c", ""], check=False, capture_output=True).returncode == 0


def prepare_peer(extract):
    """Install Valhalla and build its tiles: its Python, its configuration, seconds of the tiles; None without 3.12."""
    python = next(filter(runs, [os.environ.get("PYTHON312"), "python3.13", "python3.12"]), None)
    if python is None:
        return None
    peer = FOLDER / "venv/bin/python"
    if not peer.exists():
        subprocess.run([python, "-m", "venv", FOLDER / "venv"], check=True)
        subprocess.run([peer, "-m", "pip", "install", "--quiet", "pyvalhalla"], check=True)
    config, tiles = FOLDER / "valhalla.json", FOLDER / "tiles"
    tiles.mkdir(exist_ok=True)
    write = "import json, sys; from valhalla import get_config; "
    write += "json.dump(get_config(tile_extract='', tile_dir=sys.argv[1]), open(sys.argv[2], 'w'))"
    subprocess.run([peer, "-c", write, tiles.resolve(), config], check=True)
    start = time.perf_counter()
    # the script of that name on the path looks for the program where it was called from
    where = "import pathlib, valhalla; print(pathlib.Path(valhalla.__file__).parent / 'bin/valhalla_build_tiles')"
    program = subprocess.check_output([peer, "-c", where], text=True).strip()
    command = [program, "-c", config, extract]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return peer, config, time.perf_counter() - start


def time_ours(city, rows):
    """Median of one circle at a time [ms], once what is around is linked, as the peer's tiles are."""
    maker = make_circles(city)
    spots = shapely.get_coordinates(city.homes.geometry.iloc[rows].to_numpy())
    points = [take_places(maker.context.homes, rows[[i]]) for i in range(len(rows))]
    for _ in range(2):
        times = []
        for point, spot in zip(points, spots, strict=True):
            start = time.perf_counter()
            trace_circles(maker.lattice, point, spot[None], limits_m=[1000.0])
            times.append(time.perf_counter() - start)
    return float(np.median(times)) * 1e3


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    source = read_source(Path(sys.argv[1]))
    extract = source.layers["roads"][0].path.resolve()
    city = build_city(source)
    rows = np.sort(np.random.default_rng(0).choice(len(city.homes), min(300, len(city.homes)), replace=False))
    homes = city.homes.iloc[rows]
    results = {"city": city.name, "circles": len(homes), "cores": os.cpu_count(), "ours_ms": time_ours(city, rows)}
    peer = prepare_peer(extract)
    if peer is None:
        sys.stdout.write("valhalla: not run, for there is no Python 3.12 or 3.13 here; name one in PYTHON312\n")
    else:
        python, config, results["tiles_s"] = peer
        (FOLDER / "points.json").write_text(json.dumps(shapely.get_coordinates(homes.to_crs(4326).geometry).tolist()))
        answer = subprocess.check_output([python, "-c", PEER, config, FOLDER / "points.json"])
        told = json.loads(answer.splitlines()[-1])
        results |= {"valhalla_ms": told["ms"], "failed": told["failed"], "times": told["ms"] / results["ours_ms"]}
    sys.stdout.write(f"one circle: {json.dumps(results)}\n")
    (FOLDER.parent / "valhalla.json").write_text(json.dumps(results, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
