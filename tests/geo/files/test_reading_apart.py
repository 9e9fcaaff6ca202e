"""Vector files read in a process of their own: the same tables as before, one driver for an ending, nothing else."""

import ctypes
import datetime
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import psutil
import pyogrio
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from geo.errors import InputError
from geo.files.endings import DRIVERS
from geo.files.parcel_frames import unpack
from geo.files.parcels import read_about
from geo.files.plain_parcels import read_plain_parcels
from geo.files.read_limits import UPLOAD_LIMITS, ReadLimits, check_size
from geo.files.rows import count_rows, iter_rows
from geo.files.tables import read_table
from geo.files.vector import read_vector_parcels

ROOT = Path(__file__).parents[3]
FORMATS = ("gpkg", "geojson", "json", "geojsonl", "shp", "fgb", "gml", "gpx", "kml", "mif", "tab", "gdb")


def make_layer(ending):
    day = datetime.date(2026, 5, 1)
    columns = {
        "id": ["001", None, "东风家园"],
        "n": pd.array([1, None, 3], dtype="Int32"),
        "big": [2**40, 5, -1],
        "share": [0.5, np.nan, 3.0],
        "open": [True, False, True],
        "day": [day, None, day],
        "time": pd.to_datetime(["2026-05-01T10:00:00", None, "2026-05-01T12:30:00.250"], format="ISO8601"),
        "empty": pd.array([None] * 3, dtype="string"),
    }
    shapes = [shapely.Point(114.1, 34.7), None, shapely.Point(114.2, 34.8)]
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)
    if ending == "gpx":
        return gpd.GeoDataFrame({"name": ["a", "东"]}, geometry=[shapes[0], shapes[2]], crs=4326)
    if ending in ("fgb", "kml", "gdb", "mif", "tab", "gml"):
        frame = frame.iloc[[0, 2]].reset_index(drop=True)
    return frame


def write_layer(path):
    ending = path.suffix[1:]
    options = {"driver": DRIVERS[path.suffix]}
    if ending == "gpx":
        options["layer"] = "waypoints"
    if ending in ("mif", "tab", "shp"):
        options["encoding"] = "UTF-8"
    pyogrio.write_dataframe(make_layer(ending), path, **options)


def read_here(path, **options):
    """Read a layer in this process, its rows numbered from 1 as in messages."""
    frame = pyogrio.read_dataframe(path, **options)
    return frame.set_axis(pd.RangeIndex(1, len(frame) + 1))


@pytest.mark.heavy
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("ending", FORMATS)
def test_a_layer_is_the_same_as_read_in_this_process(tmp_path, ending):
    path = tmp_path / f"地块.{ending}"
    write_layer(path)
    layer = "waypoints" if ending == "gpx" else None
    here = read_here(path, layer=layer)
    apart, _ = read_table(path, layer=layer)
    assert_geodataframe_equal(apart, here)
    assert list(apart.dtypes) == list(here.dtypes)
    limited, _ = read_table(path, layer=layer, limits=UPLOAD_LIMITS)
    assert_geodataframe_equal(limited, here)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_strangers_table_is_the_same_as_ones_own(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    frame = pd.DataFrame(make_layer("gpkg").drop(columns="geometry")).assign(wkt="POINT (1 2)")
    if ending == "csv":
        frame.to_csv(path, index=False, encoding="gbk")
    elif ending == "xlsx":
        frame.to_excel(path, index=False)
    else:
        frame.to_parquet(path)
    own, own_notes = read_table(path)
    strange, notes = read_table(path, limits=UPLOAD_LIMITS)
    pd.testing.assert_frame_equal(strange, own)
    assert notes == own_notes
    if ending == "xlsx":  # and as pandas reads it
        pd.testing.assert_frame_equal(own.reset_index(drop=True), pd.read_excel(path, dtype=str, keep_default_na=False))


def test_a_strangers_geoparquet_is_the_same_as_ones_own(tmp_path):
    make_layer("gpkg").set_geometry("geometry").rename_geometry("place").to_parquet(tmp_path / "a.parquet")
    own, strange = (read_table(tmp_path / "a.parquet", limits=limits)[0] for limits in (None, UPLOAD_LIMITS))
    assert_geodataframe_equal(strange, own, check_like=True)
    assert strange.geometry.name == "geometry"  # whatever the file calls it


def test_times_of_several_zones_and_columns_without_values(tmp_path):
    rows = [{"t": "2026-05-01T10:00:00+08:00"}, {"t": "2026-05-01T10:00:00+02:00"}, {"t": None}]
    features = [
        {"type": "Feature", "properties": row | {"no": None}, "geometry": {"type": "Point", "coordinates": [1, 2]}}
        for row in rows
    ]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert_geodataframe_equal(read_table(path)[0], read_here(path), check_geom_type=True)


def test_lists_are_the_same_and_objects_stay_the_text_that_they_are(tmp_path):
    point = {"type": "Point", "coordinates": [1, 2]}
    properties = {"numbers": [1, 2], "texts": ["a", "b"], "object": {"a": 1}}
    feature = {"type": "Feature", "properties": properties, "geometry": point}
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    apart, here = read_table(path)[0], read_here(path)
    for name in ("numbers", "texts"):
        assert apart[name].astype("string").tolist() == here[name].astype("string").tolist()
    assert json.loads(apart["object"][1]) == here["object"][1] == {"a": 1}


@pytest.mark.parametrize("limits", [None, UPLOAD_LIMITS])
def test_what_the_other_process_does_with_a_layer(tmp_path, limits):
    """In this process, which knows all drivers: each task of it, and what it refuses."""
    path = tmp_path / "a.gpkg"
    write_layer(path)

    def do(**task):
        request = {"file": "a.gpkg", "layer": None, "encoding": None, "task": "table"} | task
        return list(read_vector_parcels(path, request, limits))

    frame, notes = unpack(*do())
    assert_geodataframe_equal(frame, read_here(path))
    assert notes == []
    assert [unpack(part)[0]["id"].tolist() for part in do(task="rows", rows_at_once=2)][1] == ["东风家园"]
    assert [read_about(part) for part in do(task="count")] == [{"count": 3}]
    with pytest.raises(InputError, match='no layer "b"; the file has: a'):
        do(layer="b")
    pyogrio.write_dataframe(make_layer("gpkg"), path, layer="b", append=True)
    with pytest.raises(InputError, match="several layers"):
        do()


def test_what_the_other_process_does_with_a_table(tmp_path):
    path = tmp_path / "a.parquet"
    frame = make_layer("gpkg").assign(word=pd.Categorical(["a", "b", "a"]))
    frame.to_parquet(path)
    request = {"file": "a.parquet", "layer": None, "encoding": None}
    (parcel,) = read_plain_parcels(path, request, UPLOAD_LIMITS)
    again, _ = unpack(parcel)
    assert again["word"].tolist() == ["a", "b", "a"]
    assert not isinstance(again["word"].dtype, pd.CategoricalDtype)
    assert again.geometry.geom_equals(frame.geometry, align=False).tolist() == [True, False, True]


def test_parts_of_a_layer_are_the_whole_layer(tmp_path):
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame({"n": range(250)}, geometry=[shapely.Point(1, 1)] * 250, crs=4326).to_file(path)
    parts = list(iter_rows(path, rows_at_once=100))
    assert [len(part) for part in parts] == [100, 100, 50]
    assert pd.concat(parts)["n"].tolist() == [str(n) for n in range(250)]
    assert count_rows(path) == 250


@pytest.mark.parametrize("name", ["a.vrt", "a.sqlite", "a.db", "a", "a.gpkg.txt.exe"])
def test_an_ending_of_no_format_is_refused_with_those_that_are_read(tmp_path, name):
    (tmp_path / name).write_text("x")
    with pytest.raises(InputError, match=r'unknown ending ".*"; expected one of \.csv, .*\.gpkg, .*\.tab'):
        read_table(tmp_path / name)


def test_the_ending_alone_decides_the_driver(tmp_path):
    write_layer(tmp_path / "a.gpkg")
    (tmp_path / "a.gpkg").rename(tmp_path / "a.geojson")
    with pytest.raises(InputError, match=r"a\.geojson: is a GeoPackage or another database, not what \.geojson says"):
        read_table(tmp_path / "a.geojson")


def test_geopackages_of_honest_programs_are_read(tmp_path):
    path = tmp_path / "a.gpkg"
    write_layer(path)  # with a spatial index, its triggers, and those that count
    styles = gpd.GeoDataFrame({"styleName": ["x"], "styleQML": ["<qgis/>"]})
    pyogrio.write_dataframe(pd.DataFrame(styles), path, layer="layer_styles", append=True)
    assert len(read_table(path, layer="a")[0]) == 3


def test_a_geopackage_that_another_program_has_open_is_refused(tmp_path):
    write_layer(tmp_path / "a.gpkg")
    (tmp_path / "a.gpkg-wal").write_bytes(b"rows that are not in the file yet")
    with pytest.raises(InputError, match="open in another program"):
        read_table(tmp_path / "a.gpkg")


CONFINED = """
import os, socket, sys, threading
from pathlib import Path
from geo.files.confinement import confine, leave_network
from geo.files.read_limits import ReadLimits
leave_network(keep_rights=False)
confine([Path(sys.argv[1])], ReadLimits(processor_s=2, memory_bytes=300_000_000))
def find(attempt):
    try:
        attempt()
    except (OSError, MemoryError):
        return "refused"
    return "done"
neighbour, parent = Path(sys.argv[1]).with_name("neighbour"), f"/proc/{os.getppid()}"
for name, attempt in {
    "own": lambda: (Path(sys.argv[1]) / "file").read_text(),
    "neighbour": lambda: (neighbour / "file").read_text(),
    "list": lambda: os.listdir(neighbour),
    "environ": lambda: Path("/proc/self/environ").read_text(),
    "parent": lambda: Path(f"{parent}/environ").read_text(),
    "passwd": lambda: Path("/etc/passwd").read_text(),
    "write": lambda: (Path(sys.argv[1]) / "file").write_text("x"),
    "socket": lambda: socket.socket(),
    "kill": lambda: os.kill(os.getppid(), 0),
    "fork": lambda: os._exit(0) if os.fork() == 0 else None,
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "memory": lambda: bytearray(400_000_000),
    "thread": lambda: threading.Thread(target=len, args=("",)).start(),
}.items():
    print(name, find(attempt), flush=True)
while True:
    pass
"""


def has_means():
    """Whether this system has Landlock, and the filter of calls is written for its processor."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return False
    return ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), ctypes.c_uint32(1)) >= 1


@pytest.mark.heavy
@pytest.mark.skipif(not has_means(), reason="this system cannot confine a process")
def test_a_confined_process_reaches_nothing_but_its_folder(tmp_path):
    for name in ("own", "neighbour"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("x")
    ran = subprocess.run(
        [sys.executable, "-c", CONFINED, tmp_path / "own"],
        capture_output=True, text=True, check=False, cwd=ROOT, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    found = dict(line.split() for line in ran.stdout.splitlines())
    assert found.pop("own") == found.pop("thread") == "done", ran.stderr
    assert set(found.values()) == {"refused"}, found
    assert len(found) == 11
    assert ran.returncode == -24  # SIGXCPU


def test_the_process_that_reads_knows_nothing_of_this_one(tmp_path, monkeypatch):
    """GDAL takes options from the environment; a key of this process must not be there either."""
    monkeypatch.setenv("GRIDWALK_PLANNER_KEY", "secret")
    monkeypatch.setenv("OGR_GEOJSON_MAX_OBJ_SIZE", "0.000001")
    write_layer(tmp_path / "a.geojson")
    assert len(read_table(tmp_path / "a.geojson")[0]) == 3


def test_a_process_that_is_killed_or_too_slow_is_an_input_error(tmp_path):
    write_layer(tmp_path / "a.gpkg")
    with pytest.raises(InputError, match=r"^a\.gpkg: takes more than 0\.01 s to read; send it in parts"):
        read_table(tmp_path / "a.gpkg", limits=ReadLimits(wall_s=0.01))
    with pytest.raises(InputError, match=r"^a\.gpkg: takes more than 1 MB of memory to read"):
        read_table(tmp_path / "a.gpkg", limits=ReadLimits(memory_bytes=1_000_000))


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (ReadLimits(rows=2), "more than 2 rows; send it in parts"),
        (ReadLimits(columns=3), "more than 3 columns; leave out"),
        (ReadLimits(cells=20), "more than 20 cells; leave out columns"),
        (ReadLimits(vertices=1), "more than 1 vertices; simplify"),
        (ReadLimits(table_bytes=100), "its table takes more than 0 MB"),
    ],
)
@pytest.mark.parametrize("ending", ["gpkg", "geojson", "parquet", "csv", "xlsx"])
def test_every_limit_holds_for_every_format_and_names_itself(tmp_path, ending, limits, words):
    path, frame = tmp_path / f"a.{ending}", make_layer("gpkg")
    plain = pd.DataFrame(frame.drop(columns="geometry"))
    write = {"parquet": frame.to_parquet, "csv": plain.to_csv, "xlsx": plain.to_excel}
    write.get(ending, lambda _: write_layer(path))(path)
    if "vertices" in words and ending in ("csv", "xlsx"):
        return  # what stands in cells is no shape yet
    with pytest.raises(InputError, match=rf"^a\.{ending}: {words}"):
        read_table(path, limits=limits)


def test_exactly_the_limit_is_allowed(tmp_path):
    write_layer(tmp_path / "a.gpkg")
    limits = ReadLimits(rows=3, columns=8, cells=24, vertices=2)
    assert len(read_table(tmp_path / "a.gpkg", limits=limits)[0]) == 3
    check_size(limits, file="a", rows=3, columns=8)


def test_nothing_is_left_of_a_process_when_reading_stops_half_way(tmp_path):
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame({"n": range(2000)}, geometry=[shapely.Point(1, 1)] * 2000, crs=4326).to_file(path)
    parts = iter_rows(path, rows_at_once=10)
    next(parts)
    parts.close()
    children = [" ".join(child.cmdline()) for child in psutil.Process().children()]
    assert not [command for command in children if "reading_child" in command]


def is_alive(process_id):
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    pytest.fail("waited in vain")


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's means are Linux's")
def test_the_process_that_reads_ends_with_the_one_that_started_it(tmp_path):
    path = tmp_path / "a.csv"
    os.mkfifo(path)  # reading it never ends
    code = "from pathlib import Path; from geo.files.tables import read_table, ReadLimits; "
    code += f"read_table(Path({str(path)!r}), limits=ReadLimits(wall_s=600))"

    def open_other_end():
        try:
            return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads yet
            return None

    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}) as parent:
        end = wait_for(open_other_end)
        (child,) = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
        assert is_alive(child)
        parent.kill()
    wait_for(lambda: not is_alive(child))
    os.close(end)
