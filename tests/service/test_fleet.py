"""Many cities at once: local processes and a real Dask cluster give the same bytes, also when a worker is killed."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely

from geo import build_sample, write_city
from geo.city.sample import ORIGIN
from geo.errors import InputError
from geo.files.manifest import MANIFEST, read_manifest
from geo.plans.read.batch_files import PlanFiles
from geo.reference import build_reference
from service.many_cities import cluster as dask_cluster
from service.many_cities.fleet import run_tasks
from service.many_cities.listing import Entry, read_cities
from service.many_cities.runs import run_cities
from service.many_cities.tasks import LOG, NOTE, Task, hash_inputs, run_task
from service.runs.analysis import AnalysisRequest
from service.runs.review import ReviewRequest
from tests.service.cities import CLINIC_RULES

pytestmark = pytest.mark.heavy

pytest.importorskip("distributed")

ROOT = Path(__file__).parents[2]
NAMES = ("toy", "north", "south", "twin")


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """Four bundles and their list: the toy city thrice under other names, and a small reference city."""
    folder = tmp_path_factory.mktemp("country")
    write_city(build_reference(scale=0.02), folder / "north")
    for name in ("toy", "south", "twin"):
        write_city(build_sample(), folder / name)
    (folder / "cities.csv").write_text("city\n" + "\n".join(NAMES) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def done(country, tmp_path_factory):
    """What local processes make of the list."""
    output = tmp_path_factory.mktemp("local") / "out"
    entries = read_cities(country / "cities.csv")
    rows = run_cities(entries, output, requests=[AnalysisRequest()] * len(entries), processes=2)
    return output, rows


def start(*arguments):
    """Start a module of Dask as its own process."""
    return subprocess.Popen(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def find_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """A scheduler and two workers of one thread each, on the loopback."""

    def __init__(self):
        port = find_port()
        self.address = f"tcp://127.0.0.1:{port}"
        self.scheduler = start(
            "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"
        )
        self.workers = [self.add_worker() for _ in range(2)]

    def add_worker(self):
        options = ("--no-nanny", "--no-dashboard", "--nthreads", 1)
        return start("distributed.cli.dask_worker", self.address, *options)

    def stop(self):
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster():
    cluster = Cluster()
    yield cluster
    cluster.stop()


def read_events(output, event):
    lines = (output / LOG).read_text("utf-8").splitlines()
    return [line for line in map(json.loads, lines) if line["event"] == event]


def read_result(folder):
    """Every byte of a city's results but for times: seconds, the worker, dates inside GeoPackage and workbook."""
    contents = {}
    for file in sorted(folder.rglob("*")):
        if file.name == MANIFEST:
            contents[file.name] = sorted(read_manifest(file.parent))
        elif file.suffix == ".json":
            document = json.loads(file.read_text("utf-8"))
            contents[file.name] = {k: v for k, v in document.items() if k not in ("seconds", "worker")}
        elif file.suffix == ".gpkg":
            with sqlite3.connect(file) as database:
                lines = "\n".join(database.iterdump())
            database.close()
            contents[file.name] = re.sub(r"'\d{4}-\d\d-\d\dT[\d:.]+Z'", "TIME", lines)
        elif file.suffix == ".xlsx":
            with zipfile.ZipFile(file) as book:
                contents[file.name] = {name: book.read(name) for name in book.namelist() if name != "docProps/core.xml"}
        elif file.is_file():
            contents[file.name] = file.read_bytes()
    return contents


def test_a_list_of_cities_gives_the_results_of_each_and_one_table(run, country, done):
    output, rows = done
    assert [row["status"] for row in rows] == ["ok"] * len(NAMES)
    assert run("analyze", country / "toy", "-o", output.parent / "alone")[0] == 0
    alone, together = read_result(output.parent / "alone"), read_result(output / "toy")
    del together[NOTE]
    together[MANIFEST].remove(NOTE)
    assert together == alone
    assert (rows[0]["population"], rows[0]["urban_population"], rows[0]["villages_population"]) == (105, 65, 40)
    assert rows[0]["villages_share_clinic"] == 0
    assert rows[0]["share_clinic"] == pytest.approx(60 / 65, abs=1e-6)
    table = pd.read_csv(output / "cities.csv")
    assert table["name"].tolist() == list(NAMES)
    assert table["share_clinic"].iloc[0] == pytest.approx(60 / 65, abs=1e-6)
    sheet = openpyxl.load_workbook(output / "cities.xlsx").active
    assert [cell.value for cell in next(iter(sheet.columns))][1:] == list(NAMES)
    assert json.loads((output / "cities.json").read_text("utf-8"))["cities"] == rows


def test_a_cluster_gives_the_same_bytes_also_when_a_worker_is_killed(run, country, done, cluster, tmp_path):
    output = tmp_path / "out"
    victims = []

    def kill_one():
        """Kill the worker that computes the reference city while it does."""
        pids = {process.pid: process for process in cluster.workers}
        while not victims:
            events = read_events(output, "begun") if (output / LOG).exists() else []
            for line in events:
                pid = int(line["worker"].rpartition(":")[2])
                if line["task"] == "north" and pid in pids:
                    time.sleep(0.3)
                    os.kill(pid, signal.SIGKILL)
                    victims.append(pid)
            time.sleep(0.02)

    killer = threading.Thread(target=kill_one, daemon=True)
    killer.start()
    code, _, notes = run("analyze", country / "cities.csv", "-o", output, "--scheduler", cluster.address)
    killer.join(5)
    assert code == 0, notes
    assert [process.wait(5) for process in cluster.workers if process.pid in victims] == [-signal.SIGKILL]
    for name in NAMES:
        assert read_result(output / name) == read_result(done[0] / name)
    assert Counter(line["task"] for line in read_events(output, "done")) == dict.fromkeys(NAMES, 1)
    begun = Counter(line["task"] for line in read_events(output, "begun"))
    assert begun == {**dict.fromkeys(NAMES, 1), "north": 2}
    assert [path.name for path in output.glob(".*")] == [MANIFEST]  # what the killed worker had half written is gone


RULES = f"""id = "own"
name = {{ zh = "甲", en = "Own" }}
source = "us"{CLINIC_RULES}"""


def test_plans_of_many_cities_are_the_same_on_a_cluster_as_in_processes(run, country, cluster, tmp_path):
    """Each city's areas are told by the list; one of them is bad and fails its row alone."""
    (tmp_path / "rules.toml").write_text(RULES, "utf-8")
    west, south = ORIGIN
    box = shapely.box(west + 320, south + 320, west + 580, south + 580)
    for name, households in (("toy", 900), ("south", 120), ("twin", -1)):
        areas = gpd.GeoDataFrame({"plan_id": [name], "households": [households]}, geometry=[box], crs=32650)
        areas.to_file(tmp_path / f"{name}.gpkg")
    rows = "\n".join(f"{country / name},{name}.gpkg" for name in ("toy", "south", "twin"))
    (tmp_path / "plans.csv").write_text(f"city,areas\n{rows}\n", "utf-8")
    command = ["plan", tmp_path / "plans.csv", "--rules", tmp_path / "rules.toml"]
    code, _, errors = run(*command, "-o", tmp_path / "local", "--processes", 2)
    assert (code, "twin.gpkg, row 1" in errors) == (1, True)
    assert run(*command, "-o", tmp_path / "cluster", "--scheduler", cluster.address)[0] == 1
    for name in ("toy", "south"):
        assert read_result(tmp_path / "cluster" / name) == read_result(tmp_path / "local" / name)
        assert (tmp_path / "local" / name / "review.xlsx").is_file()
    table = json.loads((tmp_path / "local" / "cities.json").read_text("utf-8"))["cities"]
    assert [row["status"] for row in table] == ["ok", "ok", "failed"]
    assert [row.get("grid_units") for row in table] == [2, 1, None]
    assert run("plan", tmp_path / "plans.csv", tmp_path / "toy.gpkg", "-o", tmp_path / "no")[0] == 2


def test_cities_are_analysed_by_a_rule_set_of_the_request(run, country, tmp_path):
    (tmp_path / "rules.toml").write_text(RULES, "utf-8")
    (tmp_path / "cities.csv").write_text(f"city\n{country / 'toy'}\n", "utf-8")
    command = ["analyze", tmp_path / "cities.csv", "--rules", tmp_path / "rules.toml", "-o", tmp_path / "out"]
    code, _, errors = run(*command, "--processes", 1)
    assert code == 0, errors
    assert run(*command, "--processes", 1)[0] == 0
    assert len(read_events(tmp_path / "out", "done")) == 1
    (tmp_path / "rules.toml").write_text(RULES.replace("m = 1000", "m = 900"), "utf-8")
    assert run(*command, "--processes", 1)[0] == 0
    assert len(read_events(tmp_path / "out", "done")) == 2


def test_a_rerun_computes_nothing_and_other_inputs_compute_again(country, tmp_path):
    entries = [Entry(country / name, {}) for name in ("toy", "south")]
    request = [AnalysisRequest(categories=("clinic",))] * 2
    first = run_cities(entries, tmp_path / "out", requests=request, processes=1)
    inode = (tmp_path / "out/toy/coverage.gpkg").stat().st_ino
    assert run_cities(entries, tmp_path / "out", requests=request, processes=1) == first
    assert run_cities(entries, tmp_path / "out", requests=request, scheduler="tcp://127.0.0.1:1") == first
    assert (tmp_path / "out/toy/coverage.gpkg").stat().st_ino == inode
    assert len(read_events(tmp_path / "out", "begun")) == 2
    other = run_cities(entries[:1], tmp_path / "out", requests=[AnalysisRequest(minutes=60)], processes=1)
    assert other[0]["share_clinic"] == pytest.approx(60 / 65, abs=1e-6)
    assert len(read_events(tmp_path / "out", "done")) == 3


@pytest.mark.parametrize("name", ["areas.gpkg", "areas [1].gpkg"])
def test_other_contents_of_a_file_are_other_inputs(country, tmp_path, name):
    (tmp_path / "areas.d").mkdir()
    request = ReviewRequest(PlanFiles(areas=tmp_path / name))
    hashes = set()
    for text in ("a", "b", "b"):
        (tmp_path / name).write_text(text, "utf-8")
        hashes.add(hash_inputs(Task("plan", "toy", country / "toy", tmp_path, request)))
    assert len(hashes) == 2


@dataclass(frozen=True)
class Deadly:
    """A request that kills the process which looks at it, but for the one that asks."""

    asker: int

    @property
    def minutes(self):
        if os.getpid() != self.asker:
            os.kill(os.getpid(), signal.SIGKILL)


def test_a_city_that_kills_its_process_every_time_fails_alone(country, tmp_path):
    requests = [AnalysisRequest(), Deadly(os.getpid()), AnalysisRequest()]
    entries = [Entry(country / name, {}) for name in ("toy", "south", "twin")]
    rows = run_cities(entries, tmp_path / "out", requests=requests, processes=2)
    assert [row["status"] for row in rows] == ["ok", "failed", "ok"]
    assert "its process was killed 3 times" in rows[1]["message"]
    assert Counter(line["task"] for line in read_events(tmp_path / "out", "done")) == {"toy": 1, "twin": 1}


@dataclass(frozen=True)
class Replacing:
    """A request during which somebody builds the city again."""

    city: str
    profile: str = "adult"
    categories: tuple = ()
    rules: None = None

    @property
    def minutes(self):
        sample = build_sample()
        write_city(replace(sample, name="Other", homes=sample.homes.assign(residents=1)), Path(self.city))


def test_a_city_that_is_replaced_while_it_is_analysed_is_not_told_as_the_new_one(tmp_path):
    write_city(build_sample(), tmp_path / "toy")
    task = Task("analyze", "toy", tmp_path / "toy", tmp_path / "out", Replacing(str(tmp_path / "toy")))
    task.output.mkdir()
    assert "replaced while they were read; run it again" in run_task(task).message
    assert not task.folder.exists()
    assert run_task(replace(task, request=AnalysisRequest())).figures["city"] == "Other"


def test_a_bad_city_fails_its_row_and_not_the_run(run, country, tmp_path):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/city.json").write_text("{", "utf-8")
    (tmp_path / "cities.csv").write_text(f"city\nbroken\n{country / 'toy'}\nnone\n", "utf-8")
    code, text, notes = run("analyze", tmp_path / "cities.csv", "-o", tmp_path / "out", "--category", "clinic")
    assert code == 1
    assert "toy: ok" in text
    assert "failed: none:" in notes
    table = json.loads((tmp_path / "out/cities.json").read_text("utf-8"))
    assert [row["status"] for row in table["cities"]] == ["failed", "ok", "failed"]
    assert "damaged" in table["cities"][0]["message"]
    assert table["failed"] == 2
    assert not (tmp_path / "out/broken").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("city\na/kaifeng\nb/Kaifeng\n", "both called Kaifeng"),
        ("bundle\na\n", 'no column "city"'),
        ("city,x\na,1\n ,2\n", "row 3: city is empty"),
        ("city\n", "holds no rows"),
        ("city\ntasks.log\n", "cannot be called tasks.log"),
    ],
)
def test_a_wrong_list_is_refused_before_anything_starts(run, tmp_path, text, message):
    (tmp_path / "cities.csv").write_text(text, "utf-8")
    code, _, notes = run("analyze", tmp_path / "cities.csv", "-o", tmp_path / "out")
    assert code == 1
    assert message in notes
    assert not (tmp_path / "out").exists()


def test_a_folder_of_somebody_else_is_left_alone(run, country, tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters/a.txt").write_text("a", "utf-8")
    code, _, notes = run("analyze", country / "cities.csv", "-o", tmp_path / "letters")
    assert code == 1
    assert "was not made by gridwalk" in notes
    assert [file.name for file in (tmp_path / "letters").iterdir()] == ["a.txt"]


def test_scheduler_and_processes_need_a_list(run, country, tmp_path):
    assert run("analyze", country / "toy", "-o", tmp_path / "out", "--processes", 2)[0] == 2


def test_an_address_without_a_scheduler_is_named(run, country, tmp_path, monkeypatch):
    monkeypatch.setattr(dask_cluster, "CONNECT_S", 1)
    address = f"tcp://127.0.0.1:{find_port()}"
    code, _, notes = run("analyze", country / "cities.csv", "-o", tmp_path / "out", "--scheduler", address)
    assert code == 1
    assert f"{address}: no Dask scheduler answers" in notes


def test_districts_add_up_to_the_city_on_disk(run, country, done, tmp_path):
    code, _, notes = run("analyze", country / "toy", "-o", tmp_path / "out", "--by-district", "--processes", 1)
    assert code == 0, notes
    folders = sorted(path.name for path in (tmp_path / "out/toy").iterdir())
    assert folders == [".gridwalk.json", "410102000000", "outside", "summary.json"]
    merged = json.loads((tmp_path / "out/toy/summary.json").read_text("utf-8"))
    whole = json.loads((done[0] / "toy/summary.json").read_text("utf-8"))
    for key in ("population", "counts", "all_categories", "unreachable_population"):
        assert merged[key] == whole[key]
    assert run("analyze", country / "toy", "-o", tmp_path / "out", "--by-district", "--processes", 1)[0] == 0
    assert len(read_events(tmp_path / "out", "done")) == 2


def test_the_two_ways_of_a_city_do_not_mix_in_one_folder(country, tmp_path):
    entry, request = [Entry(country / "toy", {})], [AnalysisRequest(categories=("clinic",))]
    for by_district, there in ((True, "outside"), (False, "coverage.gpkg"), (True, "outside")):
        rows = run_cities(entry, tmp_path / "out", requests=request, by_district=by_district, processes=1)
        assert rows[0]["status"] == "ok"
        names = {path.name for path in (tmp_path / "out/toy").iterdir()}
        assert there in names
        assert {"outside", "coverage.gpkg"} - {there} - names


def test_a_process_that_is_killed_is_replaced_and_its_task_run_again(country, tmp_path):
    (tmp_path / LOG).touch()
    tasks = [Task("analyze", name, country / name, tmp_path, AnalysisRequest()) for name in ("toy", "north", "south")]
    victims = []

    def watch():
        """Kill whichever process has the reference city, once."""
        while not victims:
            for line in read_events(tmp_path, "begun"):
                if line["task"] == "north":
                    time.sleep(0.3)
                    victims.append(int(line["worker"].rpartition(":")[2]))
                    os.kill(victims[0], signal.SIGKILL)
                    break
            time.sleep(0.02)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    outcomes = run_tasks(tasks, processes=2)
    watcher.join(5)
    assert [outcome.message for outcome in outcomes] == ["", "", ""]
    assert len(victims) == 1
    assert Counter(line["task"] for line in read_events(tmp_path, "done")) == dict.fromkeys(
        ("toy", "north", "south"), 1
    )


def test_a_scheduler_that_is_lost_ends_the_run_with_what_to_do(country, cluster, tmp_path):
    (tmp_path / LOG).touch()
    task = Task("analyze", "north", country / "north", tmp_path, AnalysisRequest())

    def lose(state):
        if state.running:
            cluster.scheduler.kill()

    with pytest.raises(InputError, match="the scheduler was lost"):
        run_tasks([task], scheduler=cluster.address, report=lose)
