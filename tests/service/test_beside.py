"""A task beside others, in a fork: what it returns, raises and leaves behind; results that are the same either way."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geo.city.bundle import open_city, write_city
from geo.errors import InputError
from geo.progress import Progress
from geo.reference.assembly import build_reference
from service.runs import beside
from service.runs.analysis import AnalysisRequest, write_analysis
from service.runs.audit import write_audit
from service.runs.beside import work_beside
from tests.same_bytes import hash_outputs

MANY = 1_000_000
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks are made on Linux only")


@pytest.fixture(autouse=True)
def two_cores(monkeypatch):
    """Also where the tests have but one."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def wait_until_gone(pid):
    until = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.01)
    return not is_running(pid)


def test_a_task_is_done_in_another_process_and_its_seconds_are_told():
    progress = Progress()
    progress.seconds["open"] = 1.0

    def work(own):
        with own.step("layers"):
            time.sleep(0.01)
        return os.getpid()

    with work_beside(work, homes=MANY, progress=progress) as wait_for:
        assert wait_for() != os.getpid()
    assert progress.seconds["open"] == 1.0
    assert progress.seconds["layers"] >= 0.01


def test_steps_of_a_task_beside_are_not_shown():
    shown = []
    with work_beside(lambda own: own.show("layers"), homes=MANY, progress=Progress(shown.append)) as wait_for:
        wait_for()
    assert shown == []


def test_a_small_city_is_not_worth_a_fork():
    with work_beside(lambda _: os.getpid(), homes=10, progress=Progress()) as wait_for:
        assert wait_for() == os.getpid()


def test_a_single_core_is_not_worth_a_fork(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    with work_beside(lambda _: os.getpid(), homes=MANY, progress=Progress()) as wait_for:
        assert wait_for() == os.getpid()


def test_what_a_task_raises_is_raised():
    def work(_):
        raise InputError("a.toml: expected b")

    with work_beside(work, homes=MANY, progress=Progress()) as wait_for, pytest.raises(InputError) as raised:
        wait_for()
    assert str(raised.value) == "a.toml: expected b"


def test_an_error_that_cannot_be_sent_is_told_by_its_words():
    class LocalError(Exception):
        pass

    def work(_):
        raise LocalError("disk on fire")

    with (
        work_beside(work, homes=MANY, progress=Progress()) as wait_for,
        pytest.raises(RuntimeError, match="disk on fire"),
    ):
        wait_for()


def test_a_task_that_is_killed_is_a_lack_of_memory():
    with (
        work_beside(lambda _: os.kill(os.getpid(), signal.SIGKILL), homes=MANY, progress=Progress()) as wait_for,
        pytest.raises(MemoryError),
    ):
        wait_for()


def test_a_task_ends_with_the_block_that_fails(tmp_path):
    def work(_):
        (tmp_path / "pid").write_text(str(os.getpid()))
        (tmp_path / "pid").rename(tmp_path / "begun")
        time.sleep(60)

    def fail():
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
        raise OSError("full")

    with pytest.raises(OSError, match="full"), work_beside(work, homes=MANY, progress=Progress()):
        fail()
    assert not is_running(int((tmp_path / "begun").read_text()))


def test_a_task_ends_with_a_process_that_is_killed():
    code = (
        "import os, time\nfrom geo.progress import Progress\nfrom service.runs import beside\n"
        "os.sched_getaffinity = lambda _: {0, 1}\n"
        "def work(_):\n    print(os.getpid(), flush=True)\n    time.sleep(60)\n"
        f"with beside.work_beside(work, homes={MANY}, progress=Progress()) as wait_for:\n    wait_for()\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        pid = int(process.stdout.readline())
        assert is_running(pid)
        process.kill()
    assert wait_until_gone(pid)


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    path = tmp_path_factory.mktemp("reference") / "city"
    write_city(build_reference(scale=0.03), path)
    return path


@pytest.mark.heavy
@pytest.mark.parametrize(
    "write",
    [lambda path, to: write_analysis(path, to, AnalysisRequest()), lambda path, to: write_audit(open_city(path), to)],
)
def test_results_are_the_same_with_a_fork_and_without(write, city, tmp_path, monkeypatch):
    pids = tmp_path / "pids"
    answer = beside._answer
    monkeypatch.setattr(beside, "_answer", lambda *given: (pids.write_text("forked"), answer(*given)))
    found = {}
    for worth in (MANY, 0):
        monkeypatch.setattr(beside, "_WORTH_HOMES", worth)
        (tmp_path / str(worth)).mkdir()
        summary = write(city, tmp_path / str(worth))
        found[worth] = hash_outputs(tmp_path / str(worth))
        assert {"audit", "audit.html"} <= set(summary["seconds"])
        assert pids.exists() == (worth == 0)
    assert found[0].keys() == found[MANY].keys()
    assert [name for name in found[0] if found[0][name] != found[MANY][name]] == []
