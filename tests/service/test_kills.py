"""The command line is killed at any moment, also while it writes: the old result stands or the new, and the next run
is as if nothing had been."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import open_city
from geo.files.locks import hold_lock
from geo.files.manifest import MANIFEST, check_ours
from tests.bundles import find_files, hash_tree
from tests.service.cities import SOUTH, WEST, lonlat, write_office

ROOT = Path(__file__).parents[2]
#: What tells of the run and not of the result.
OF_THE_RUN = ("seconds", "built_at", "sha256")
#: Rows of what is located; 20,000 are a part of an output on disk.
ROWS = {"csv": 41_000, "gpkg": 20_001, "xlsx": 2_000}


@dataclass
class Output:
    """What a command writes, alone in its folder; and the two ways to ask for it, of which the first is done."""

    place: Path
    commands: tuple[list, list]
    results: list = None
    duration_s: float = 0.0
    changes: int = 0
    turn: int = 0


def start(command, place):
    """Start the command line as an open umask would have it; it is killed with all that it started."""
    return subprocess.Popen(
        [sys.executable, "-m", "service.cli", *map(str, command), "-o", str(place)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, umask=0, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def look(folder):
    """Take in all names and sizes of a folder, as far as they hold still."""
    seen = set()
    for place, _, names in os.walk(folder):
        for name in (".", *names):
            try:
                seen.add((place, name, os.stat(os.path.join(place, name)).st_size))
            except FileNotFoundError:
                seen.add((place, name, -1))
    return seen


def watch(process, folder, *, stop_at=None, until=None):
    """Count how often the folder changes while a process lives, up to a change or a time."""
    changes, seen = 0, look(folder)
    while process.poll() is None and changes != stop_at and (until is None or time.monotonic() < until):
        now = look(folder)
        changes, seen = changes + (now != seen), now
        time.sleep(0.0005)
    return changes


def read_plain(path):
    """Read a file but for what tells of the run."""
    if path.suffix != ".json":
        return path.read_bytes()
    document = json.loads(path.read_text("utf-8"))
    return repr([(key, value) for key, value in document.items() if key not in OF_THE_RUN])


def read_result(place):
    """Read what stands at a place; None where that is nothing, or it is not whole."""
    if place.suffix in (".csv", ".gpkg", ".xlsx"):
        return place.read_bytes() if place.exists() else None
    if not place.exists():
        return None
    if (place / "city.json").exists():
        open_city(place)  # looks at every byte
        return read_plain(place / "city.json"), hash_tree(find_files(place))
    check_ours(place)  # so does this, but at GeoPackages
    assert (place / MANIFEST).is_file()
    names = [name for name in hash_tree(place) if name != MANIFEST]
    return {name: read_plain(place / name) for name in names}


def finish(output, turn):
    """Run a command to its end; return its result, beside which nothing is left."""
    begin = time.monotonic()
    process = start(output.commands[turn], output.place)
    with ThreadPoolExecutor(1) as pool:
        changes = pool.submit(watch, process, output.place.parent)
        _, errors = process.communicate()
    assert process.returncode == 0, errors.decode()
    output.duration_s, output.changes = time.monotonic() - begin, changes.result()
    assert [path.name for path in output.place.parent.iterdir()] == [output.place.name]
    return read_result(output.place)


def kill(output, rng):
    """Kill a run over the old result: at a time of it, or at a change that it makes; return what stands there then."""
    output.turn = 1 - output.turn
    old, new = output.results[1 - output.turn], output.results[output.turn]
    process = start(output.commands[output.turn], output.place)
    if rng.random() < 0.3:
        until = time.monotonic() + rng.uniform(0.2, 1.0) * output.duration_s
        watch(process, output.place.parent, until=until)
    else:
        # every other time at one of the last changes, where the new takes the place of the old
        first = rng.choice([1, max(output.changes - 4, 1)])
        watch(process, output.place.parent, stop_at=rng.randint(first, max(output.changes, 1)))
        time.sleep(rng.choice([0, 0, 0.001, 0.01]))
    with suppress(ProcessLookupError):  # it was done before
        os.killpg(process.pid, signal.SIGKILL)
    printed, _ = process.communicate()
    found = read_result(output.place)
    check_modes(output)
    assert found is not None, f"{output.place.name}: none"
    assert found in (old, new), f"{output.place.name}: a mix"
    if printed:
        assert found == new, f"{output.place.name}: what was told as done is lost"
    return "new" if found == new else "old"


def check_modes(output):
    """Nobody else may read what may tell of persons, finished or half written."""
    if output.place.suffix not in (".csv", ".gpkg", ".xlsx", ".city"):
        return
    for path in output.place.parent.rglob("*"):
        above = [path, *path.parents][: len(path.relative_to(output.place.parent).parts)]
        try:
            modes = [folder.stat().st_mode & 0o077 for folder in above if folder.is_dir()]
            is_empty = path.is_file() and path.stat().st_size == 0
        except FileNotFoundError:
            continue
        if path.is_file() and not is_empty and path.suffix in (".parquet", ".npz", ".json"):
            assert path.stat().st_mode & 0o077 == 0, path
        assert is_empty or 0 in modes or path.stat().st_mode & 0o077 == 0, path


def ask_to_locate(city, folder, rows):
    """Write two files of so many places."""
    x = np.random.default_rng(rows).uniform(0, 1200, rows)
    lon, lat = lonlat(x, x[::-1])
    files = [folder / f"{rows} {name}.csv" for name in "ab"]
    for file in files:
        pd.DataFrame({"lon": lon, "lat": lat, "from": file.name}).to_csv(file, index=False)
    return [["locate", city, "--file", file, "--datum", "wgs84"] for file in files]


def make_outputs(folder):
    """A small city of an office, and all that is made of it."""
    office = write_office(folder / "office")
    source = office.source.read_text("utf-8")
    other = office.folder / "other.toml"
    other.write_text(source.replace("Small City", "Other City"), "utf-8")
    assert start(["build", office.source], folder / "city").communicate()[1] == b""
    corners = [(210, 210), (610, 410)]
    shapes = [shapely.box(WEST + x, SOUTH + y, WEST + x + 150, SOUTH + y + 120) for x, y in corners]
    areas = gpd.GeoDataFrame({"plan_id": ["P-1", "P-2"], "households": [300, 800]}, geometry=shapes, crs=4547)
    areas.to_file(folder / "areas.gpkg")
    rules = ROOT / "data" / "standards" / "gb50180-2018.toml"
    city = folder / "city"
    site = ["site", city, "--category", "clinic"]
    plan = ["plan", city, folder / "areas.gpkg", "--rules", rules]
    commands = {
        "reference.city": (["reference", "--scale", 0.02], ["reference", "--scale", 0.02, "--seed", 1]),
        "build.city": (["build", office.source], ["build", other]),
        "analyze": (["analyze", city], ["analyze", city, "--minutes", 5]),
        "plan": (plan, [*plan, "--profile", "elder"]),
        "site": ([*site, "--add", 1], [*site, "--add", 2]),
        **{f"located.{ending}": ask_to_locate(city, folder, rows) for ending, rows in ROWS.items()},
    }
    outputs = []
    for name, both in commands.items():
        (folder / f"of-{name}").mkdir()
        outputs.append(Output(folder / f"of-{name}" / name, tuple(both)))
    return outputs


def kill_often(output, times, seed):
    """Kill so many runs; after each one a run succeeds and leaves nothing but its result."""
    rng, found = random.Random(f"{output.place.name} {seed}"), Counter()
    output.results = [finish(output, 1), finish(output, 0)][::-1]
    assert output.results[0] != output.results[1]
    output.turn = 0
    for _ in range(times):
        found[kill(output, rng)] += 1
        assert finish(output, output.turn) == output.results[output.turn]
    return found


@pytest.mark.heavy
def test_a_few_kills_leave_the_old_result_or_the_new(tmp_path):
    chosen = [output for output in make_outputs(tmp_path) if output.place.name in ("build.city", "site", "located.csv")]
    with ThreadPoolExecutor(2) as pool:
        found = sum(pool.map(lambda output: kill_often(output, 2, seed=1), chosen), Counter())
    assert found.total() == 6


def test_two_runs_do_not_write_one_output_at_a_time(run, office, tmp_path):
    assert run("build", office.source, "-o", tmp_path / "city")[0] == 0
    homes = office.folder / "homes.csv"
    command = ["locate", tmp_path / "city", "--file", homes, "--datum", "wgs84", "-o", tmp_path / "out.csv"]
    parts = tmp_path / ".out.csv.parts"
    parts.mkdir()
    with hold_lock(parts / ".lock"):
        code, _, message = run(*command)
        assert (code, "out.csv: another process writes it" in message) == (1, True)
    (parts / "task.json").write_text('{"half')
    (parts / "000000.parquet").write_text("of another task")
    assert run(*command)[0] == 0
    assert len(pd.read_csv(tmp_path / "out.csv")) == len(office.homes)
    assert not parts.exists()


@pytest.mark.heavy
def test_sixty_kills_leave_the_old_result_or_the_new(tmp_path):
    outputs = make_outputs(tmp_path)
    times = [8, 8, 8, 8, 7, 7, 7, 7]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda pair: kill_often(pair[0], pair[1], seed=2), zip(outputs, times, strict=True)))
    print({output.place.name: dict(count) for output, count in zip(outputs, found, strict=True)})  # noqa: T201
    assert sum(found, Counter()).total() == 60
