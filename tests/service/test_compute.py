"""Answers computed apart: once each, in lanes that hold up no other, by processes that come back when they end."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import wait
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from geo.city.bundle import write_city
from geo.city.pointer import find_version
from geo.city.sample import build_sample
from geo.errors import OutsideCityError
from service.compute.answer_cache import AnswerCache
from service.compute.host_process import Host
from service.compute.lanes import Lane
from service.compute.latest import Latest
from service.compute.questions import Body, Question
from service.compute.stored import PIECE_BYTES, StoredAnswer, pack_answer
from service.compute.workers import ForkedWorker
from service.errors import RefusedError
from service.served_city import ServedCity, open_served_city
from service.settings import Settings
from tests.service import questions

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    path = tmp_path_factory.mktemp("bundle") / "sample"
    write_city(build_sample(), path)
    return path


@pytest.fixture(scope="module")
def served(bundle):
    served = open_served_city(bundle, Settings(answers_mb=1, answers_waiting=3))
    served.warm_up()
    yield served
    served.close()


def quick(answer, query=None):
    return Question(answer, query, lane="quick")


def slow(answer, query=None):
    return Question(answer, query, lane="slow")


@contextmanager
def host_of(bundle, version=None):
    host = Host(bundle, version=version or find_version(bundle))
    try:
        yield host
    finally:
        host.close()


def wait_until(condition):
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def test_another_process_answers_from_the_city(served):
    assert served.ask(quick(questions.name_city, 1)).result().unpack() == b"Sample 1"
    pid = int(served.ask(quick(questions.say_who_answers)).result().unpack().split()[0])
    assert pid != os.getpid()


@pytest.mark.heavy
def test_what_is_slow_holds_up_nothing_quick(served):
    slept = served.ask(slow(questions.sleep, 2.0))
    begin = time.perf_counter()
    served.ask(quick(questions.name_city, 2)).result()
    assert time.perf_counter() - begin < 1
    assert not slept.done()
    slept.result()


def test_who_asks_what_is_being_computed_waits_for_the_same_answer(served, tmp_path):
    question = slow(questions.write_and_sleep, (str(tmp_path / "log"), 0.5))
    answers = [served.ask(question) for _ in range(10)]
    wait(answers)
    assert {answer.result().unpack() for answer in answers} == {b"a" * 5_000}
    assert served.get_answer(question).unpack() == b"a" * 5_000
    assert (tmp_path / "log").read_text("utf-8") == "computed\n"


def test_questions_beyond_a_full_lane_are_refused_with_when_to_ask_again(served):
    answers = [served.ask(slow(questions.sleep, 0.5))]
    wait_until(answers[0].running)
    answers += [served.ask(slow(questions.sleep, 0.01 * number)) for number in (1, 2, 3)]
    with pytest.raises(RefusedError, match="3 questions wait already; ask again") as refusal:
        served.ask(slow(questions.sleep, 0.04))
    assert (refusal.value.status, refusal.value.headers) == (503, {"Retry-After": "5"})
    wait(answers)
    assert served.ask(slow(questions.sleep, 0.0)).result().unpack() == b"slept"


def test_an_error_comes_back_as_it_was_raised(served):
    with pytest.raises(OutsideCityError, match="outside") as error:
        served.ask(quick(questions.lie_outside)).result()
    assert (error.value.nearest_unit_code, error.value.distance_m) == ("1", 2.5)


def test_a_fault_tells_a_client_nothing_of_the_inside(served):
    with pytest.raises(RefusedError, match="a fault of the service, not of the request; its log says more") as error:
        served.ask(quick(questions.divide_by_zero)).result()
    assert error.value.status == 500


def test_a_process_that_ends_is_made_anew(served):
    with pytest.raises(RefusedError, match="ended; ask again") as error:
        served.ask(quick(questions.end_process)).result()
    assert error.value.status == 503
    assert served.ask(quick(questions.name_city, 3)).result().unpack() == b"Sample 3"


def test_a_process_that_has_grown_is_given_up_after_its_answer(served):
    pid = int(served.ask(slow(questions.grow, 400_000_000)).result().unpack())
    other = int(served.ask(slow(questions.say_who_answers, "grown")).result().unpack().split()[0])
    assert other != pid
    wait_until(lambda: not psutil.pid_exists(pid))


@pytest.mark.heavy
def test_processes_do_not_know_the_planners_key(served, monkeypatch):
    monkeypatch.setenv("GRIDWALK_PLANNER_KEY", "secret" * 5)
    fork = int(served.ask(slow(questions.say_who_answers, "key")).result().unpack().split()[0])
    served._host._end()  # the next one is started with this environment
    wait_until(lambda: not psutil.pid_exists(fork))
    names = served.ask(slow(questions.tell_environment)).result().unpack().decode().split()
    assert "PATH" in names
    assert not [name for name in names if name.startswith("GRIDWALK")]


@pytest.mark.heavy
def test_a_question_that_takes_too_long_is_ended(bundle):
    with host_of(bundle) as host:
        worker = ForkedWorker(host, limit_s=0.3)
        with pytest.raises(RefusedError, match=r"not answered within 0\.3 s; ask for less") as error:
            worker.answer(quick(questions.sleep, 60))
        assert error.value.status == 503
        assert worker.answer(quick(questions.name_city, 4)).unpack() == b"Sample 4"
        worker.close()


@pytest.mark.heavy
def test_a_host_that_is_killed_is_started_again(bundle):
    with host_of(bundle) as host:
        worker = ForkedWorker(host, limit_s=30)
        worker.answer(quick(questions.name_city, 5))
        os.kill(host._process.pid, signal.SIGKILL)
        host._process.wait()
        worker.close()
        assert worker.answer(quick(questions.name_city, 6)).unpack() == b"Sample 6"


@pytest.mark.heavy
def test_a_host_without_a_city_refuses_and_says_where_to_look(tmp_path, capfd):
    with (
        host_of(tmp_path / "none", version="1") as host,
        pytest.raises(RefusedError, match="operator finds why in its log"),
    ):
        host.wait_until_ready()
    assert "no city here" in capfd.readouterr().err


def list_group(leader):
    group = []
    for each in psutil.process_iter():
        with suppress(ProcessLookupError):  # processes of others end meanwhile
            if os.getpgid(each.pid) == leader:
                group.append(each)
    return group


@pytest.mark.heavy
def test_a_process_that_began_early_is_taken_over_unless_the_city_was_replaced_meanwhile(bundle):
    early = Host(bundle, version=find_version(bundle))
    served = open_served_city(bundle, Settings(), early)
    assert served._host is early
    assert served.ask(quick(questions.say_who_answers)).result().media_type == "text/plain"
    served.close()
    other = Host(bundle, version="of yesterday")
    served = open_served_city(bundle, Settings(), other)
    assert served._host is not other
    assert other._process.poll() is not None
    served.close()


@pytest.mark.heavy
def test_processes_end_with_the_service_however_it_ends(bundle):
    code = f"""
import time
from pathlib import Path
from service.served_city import open_served_city
from service.settings import Settings
from service.compute.questions import Body, Question
from tests.service import questions
served = open_served_city(Path({str(bundle)!r}), Settings())
served.warm_up()
served.ask(Question(questions.sleep, 60, lane="slow"))
fork = served.ask(Question(questions.say_who_answers, None, lane="quick")).result().unpack().split()[0].decode()
time.sleep(0.5)
print(served._host._process.pid, fork, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        host, fork = map(int, process.stdout.readline().split())
        group = list_group(host)
        assert {host, fork} < {each.pid for each in group}
        process.kill()
    _, alive = psutil.wait_procs(group, timeout=5)
    assert not [each for each in alive if each.status() != psutil.STATUS_ZOMBIE]


def test_a_city_in_memory_is_answered_for_in_this_process():
    served = ServedCity(build_sample(), Settings())
    assert int(served.ask(quick(questions.say_who_answers)).result().unpack().split()[0]) == os.getpid()
    served.close()


def test_the_cache_counts_bytes_and_keeps_the_latest():
    cache = AnswerCache(most_bytes=10_000)
    asked = []

    def ask(question):
        asked.append(question.query)
        answer = StoredAnswer(content=b"a" * 3_000, is_compressed=False, media_type="", headers=(), tag="")
        lane_answer = Lane([FixedWorker(answer)], most_waiting=1)
        future = lane_answer.ask(question, client="a")
        future.result()
        lane_answer.close()
        return future

    for query in (1, 2, 1, 3, 1, 2):
        question = quick(questions.name_city, query)
        assert cache.get(question) or cache.find(question, ask).result()
    assert asked == [1, 2, 3, 2]  # of 3,000 bytes and their records two fit


def test_the_cache_counts_what_was_asked_too():
    cache = AnswerCache(most_bytes=50_000)
    answer = StoredAnswer(content=b"a", is_compressed=False, media_type="", headers=(), tag="")

    def ask(question):
        lane = Lane([FixedWorker(answer)], most_waiting=1)
        future = lane.ask(question, client="a")
        future.result()
        lane.close()
        return future

    asked = [quick(questions.name_city, f"{number}" + "x" * 10_000) for number in range(10)]
    for question in asked:
        cache.find(question, ask).result()
    assert [cache.get(question) is not None for question in asked] == [False] * 6 + [True] * 4


class FixedWorker:
    def __init__(self, answer):
        self._answer = answer

    def answer(self, _):
        return self._answer

    def close(self):
        pass


class MeetingWorker(FixedWorker):
    """Answers when somebody else answers too."""

    def __init__(self, answer, meeting):
        super().__init__(answer)
        self._meeting = meeting

    def answer(self, _):
        self._meeting.wait(timeout=20)
        return self._answer


def test_the_workers_of_a_lane_answer_at_once():
    answer = StoredAnswer(content=b"a", is_compressed=False, media_type="", headers=(), tag="")
    meeting = threading.Barrier(2)
    lane = Lane([MeetingWorker(answer, meeting) for _ in range(2)], most_waiting=2)
    asked = [lane.ask(quick(questions.name_city, number), client="a") for number in range(2)]
    assert [each.result(timeout=20) for each in asked] == [answer, answer]
    lane.close()


def test_an_answer_larger_than_the_cache_is_given_and_not_kept():
    cache = AnswerCache(most_bytes=2_000)
    answer = StoredAnswer(content=b"a" * 3_000, is_compressed=False, media_type="", headers=(), tag="")
    asked = []

    def ask(question):
        asked.append(question)
        lane = Lane([FixedWorker(answer)], most_waiting=1)
        future = lane.ask(question, client="a")
        future.result()
        lane.close()
        return future

    assert [cache.find(quick(questions.name_city), ask).result() is answer for _ in range(2)] == [True, True]
    assert len(asked) == 2


def test_a_result_that_failed_is_computed_again():
    latest = Latest(kept=1)
    with pytest.raises(ZeroDivisionError):
        latest.find("a", lambda: 1 // 0)
    assert latest.find("a", lambda: 1) == 1
    assert latest.find("b", lambda: 2) == 2
    assert latest.get("a") is None


def test_an_answer_is_unpacked_piece_by_piece():
    content = b"".join(str(number).encode() for number in range(100_000))
    packed = pack_answer(Body(content, "text/plain"))
    assert packed.is_compressed
    pieces = list(packed.iter_unpacked())
    assert b"".join(pieces) == packed.unpack() == content
    assert max(map(len, pieces)) == PIECE_BYTES
    assert pack_answer(Body(b"", "text/plain")).unpack() == b""
