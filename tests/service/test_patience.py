"""Whoever asks what takes long is told to ask again, and finds it then; nobody's questions fill the lanes."""

import asyncio
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient
from starlette.requests import Request

from geo.city.sample import build_sample
from geo.errors import OutsideCityError
from maps.policy import find_policy
from service.app import create_app
from service.asking import Asking, BeingComputedError, ask
from service.compute.questions import Question
from service.errors import RefusedError
from service.routers import pages
from service.served_city import ServedCity
from service.settings import Settings
from tests.service import questions


@pytest.fixture
def served():
    served = ServedCity(build_sample(), Settings())
    yield served
    served.close()


def request_of(served, *, client="192.0.2.1", prefer=None, **settings):
    state = SimpleNamespace(served=served, settings=Settings(**settings), asking=Asking(Counter))
    headers = [] if prefer is None else [(b"prefer", prefer.encode())]
    return Request({"type": "http", "client": (client, 1), "headers": headers, "app": SimpleNamespace(state=state)})


def run_apart(coroutine):
    """Run in a thread of its own: the browser of other tests leaves a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def sleep(seconds):
    return Question(questions.sleep, seconds, lane="slow")


def test_an_answer_that_takes_longer_than_its_client_waits_is_there_later(served):
    async def ask_twice():
        request = request_of(served, answer_wait_s=0.1)
        with pytest.raises(BeingComputedError) as told:
            await ask(request, sleep(0.5))
        await asyncio.sleep(0.7)
        return told.value, await ask(request, sleep(0.5)), request

    told, answer, request = run_apart(ask_twice())
    assert (told.status, told.headers) == (503, {"Retry-After": "2"})
    assert "within 0.1 s" in told.detail
    assert "Prefer: wait=60" in told.detail
    assert answer.unpack() == b"slept"
    assert not request.app.state.asking


@pytest.mark.parametrize("prefer", ["wait=5", "respond-async, wait=5", "Wait = 5; x", "wait=99999999"])
def test_a_client_waits_as_long_as_it_prefers(served, prefer):
    answer = run_apart(ask(request_of(served, answer_wait_s=0.1, prefer=prefer), sleep(0.4)))
    assert answer.unpack() == b"slept"


@pytest.mark.parametrize("prefer", ["wait=0", "wait=-5", "wait=", "await=5", "wait=1e3", "wait=٣", "\x00"])
def test_a_preference_that_is_none_changes_nothing(served, prefer):
    begin = time.perf_counter()
    with pytest.raises(BeingComputedError):
        run_apart(ask(request_of(served, answer_wait_s=0.1, prefer=prefer), sleep(1.0)))
    assert time.perf_counter() - begin < 0.9


@pytest.mark.heavy
def test_questions_that_a_client_no_longer_waits_for_count_until_they_are_answered(served):
    async def ask_many():
        request = request_of(served, answer_wait_s=0.01, answers_per_client=3)
        for number in (1, 2, 3, 3):  # the same again is no other question
            with pytest.raises(BeingComputedError):
                await ask(request, sleep(0.2 + number / 100))
        with pytest.raises(RefusedError, match="3 of your questions") as refusal:
            await ask(request, sleep(0.3))
        other = request_of(served, client="192.0.2.2", prefer="wait=9")
        other.app.state.asking = request.app.state.asking
        await ask(other, sleep(0.31))  # in its turn, before the last of the first client
        await asyncio.sleep(0.5)
        return refusal.value.status, request.app.state.asking

    status, asking = run_apart(ask_many())
    assert status == 429
    assert not asking


def test_what_failed_after_its_client_had_left_is_told_to_who_asks_again():
    served = ServedCity(build_sample(), Settings(answer_wait_s=0.1))

    async def ask_thrice(question):
        request = request_of(served, answer_wait_s=0.1)
        with pytest.raises(BeingComputedError):
            await ask(request, question)
        await asyncio.sleep(0.4)
        with pytest.raises(OutsideCityError, match="outside"):
            await ask(request, question)
        with pytest.raises(BeingComputedError):  # told once: then it is tried again
            await ask(request, question)

    run_apart(ask_thrice(Question(questions.sleep_and_fail, 0.3, lane="slow")))
    served.close()


def test_an_answer_that_is_not_kept_is_given_to_who_asks_again():
    served = ServedCity(build_sample(), Settings(answer_wait_s=0.1, answers_mb=0))

    async def ask_twice():
        request = request_of(served, answer_wait_s=0.1)
        with pytest.raises(BeingComputedError):
            await ask(request, sleep(0.3))
        await asyncio.sleep(0.4)
        return await ask(request, sleep(0.3))

    assert run_apart(ask_twice()).unpack() == b"slept"
    served.close()


def test_many_requests_for_one_answer_do_not_all_wait_for_it(served):
    async def ask_many():
        request = request_of(served, prefer="wait=9", answers_per_client=3)
        begin = time.perf_counter()
        asked = [asyncio.create_task(ask(request, sleep(1.0))) for _ in range(10)]
        _, waiting = await asyncio.wait(asked, timeout=0.5)
        took_s = time.perf_counter() - begin
        results = await asyncio.gather(*asked, return_exceptions=True)
        return took_s, len(waiting), results, request.app.state.asking

    took_s, waiting, results, asking = run_apart(ask_many())
    assert took_s < 0.9
    assert waiting == 3
    assert sum(isinstance(result, BeingComputedError) for result in results) == 7
    assert not asking


def test_clients_take_turns_whoever_asks_most():
    served, order = ServedCity(build_sample(), Settings()), []
    first = served.ask(sleep(0.3), client="a")
    greedy = [served.ask(sleep(0.01 + number / 1e4), client="a") for number in range(10)]
    modest = served.ask(sleep(0.02), client="b")
    for name, future in [*((f"a{n}", each) for n, each in enumerate(greedy)), ("b", modest)]:
        future.add_done_callback(lambda _, name=name: order.append(name))
    wait([first, *greedy, modest])
    served.close()
    assert order.index("b") <= 1
    assert [name for name in order if name != "b"] == [f"a{n}" for n in range(10)]


@pytest.mark.parametrize(("lang", "title"), [("zh", "正在计算"), ("en", "Being computed")])
def test_a_browser_sees_that_a_page_is_computed_and_asks_again(monkeypatch, lang, title):
    monkeypatch.setattr(pages, "answer_coverage_page", lambda *_: questions.sleep(None, 0.5))
    with TestClient(create_app(Settings(answer_wait_s=0.1), build_sample())) as client:
        told = client.get(f"/maps/coverage.html?lang={lang}")
        assert (told.status_code, told.headers["Retry-After"]) == (503, "2")
        assert told.headers["Content-Type"].startswith("text/html")
        assert f"<title>{title}</title>" in told.text
        assert '<meta http-equiv="refresh" content="2">' in told.text
        assert find_policy(told.content)
        time.sleep(0.6)
        assert client.get(f"/maps/coverage.html?lang={lang}").text == "slept"
