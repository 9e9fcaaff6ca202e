"""Files of strangers reach nothing: each of them ends within its limits, reads no other file and opens no socket."""

import resource
import socket
import threading
import time

import pyproj
import pytest
import shapely

from geo.errors import InputError
from geo.files.read_limits import UPLOAD_LIMITS
from geo.files.tables import read_table
from geo.plans.read.batch_files import PlanFiles, read_plans
from service.jobs.job import JobRequest
from service.jobs.work import to_review_request
from tests.service.hostile import HOSTILE, SECRET, SLOW, collection, feature

CRS = pyproj.CRS.from_epsg(4547)
EXTENT = shapely.box(469_000, 3_846_000, 474_000, 3_851_000)

NAMED_CRS = '"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4547"}},'


@pytest.fixture(scope="module")
def listener():
    """A port of this machine, and who has called it."""
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen():
            while True:
                try:
                    calls.append(server.accept()[1])
                except OSError:
                    return

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], calls


def read_as_upload(path):
    """Read a file as a job does; return all that a client could see of it."""
    try:
        if path.suffix in (".gml", ".kml"):  # no ending of plan areas; a source file may name one
            frame, notes = read_table(path, limits=UPLOAD_LIMITS)
            return f"{frame.to_csv()} {notes}", False
        files = PlanFiles(areas=path, datum="EPSG:4547" if path.suffix == ".dxf" else None)
        batch = read_plans(files, crs=CRS, extent=EXTENT, categories=[], skip_bad=True, limits=UPLOAD_LIMITS)
    except InputError as error:
        return str(error), True
    return f"{batch.areas.to_csv()} {batch.rejected.to_csv()} {batch.notes}", False


@pytest.mark.heavy
@pytest.mark.parametrize("case", [pytest.param(case, marks=[pytest.mark.heavy] * (case in SLOW)) for case in HOSTILE])
def test_a_hostile_file_ends_within_its_limits_and_reaches_nothing(tmp_path, listener, case):
    port, calls = listener
    write, word = HOSTILE[case]
    secret = tmp_path / "secret.csv"
    secret.write_text(f"plan_id,n\n{SECRET},1\n")
    folder = tmp_path / "upload"
    folder.mkdir()
    path = write(folder, secret, port)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    said, is_refused = read_as_upload(path)
    took_s = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert word in said
    assert not word or is_refused
    assert SECRET not in said
    assert "root:" not in said
    assert str(tmp_path) not in said
    assert "/" not in said.replace("lon/lat", "") or not is_refused
    assert calls == []
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 10
    assert took_s < UPLOAD_LIMITS.wall_s + 5
    assert sorted(p.name for p in tmp_path.iterdir()) == ["secret.csv", "upload"]


def test_a_job_reads_its_files_within_the_limits_of_uploads(tmp_path):
    request = to_review_request(JobRequest(files={"areas": "areas.csv"}), tmp_path)
    assert request.limits == UPLOAD_LIMITS
    assert request.files.areas == tmp_path / "areas.csv"


@pytest.mark.heavy
def test_a_process_that_was_ended_leaves_the_next_file_readable(tmp_path, listener):
    write, _ = HOSTILE["one cell at XFD1048576"]
    assert "columns" in read_as_upload(write(tmp_path, "", 0))[0]
    path = tmp_path / "areas.geojson"
    path.write_text(collection([feature('{"plan_id":"P","dwellings":9}')], NAMED_CRS))
    said, is_refused = read_as_upload(path)
    assert not is_refused, said
    assert ",P," in said
