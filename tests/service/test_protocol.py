"""Clients that send or take slowly, too many of them, what is no HTTP: cut off with an answer, the others served."""

import select
import socket
import threading
import time
from contextlib import ExitStack, closing

import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse

from service.cli import protocol
from service.errors import add_error_handlers
from service.http_rules import add_http_rules
from service.settings import Settings

LARGE = b"x" * 30_000_000


def make_app():
    app = FastAPI()
    add_error_handlers(app)
    add_http_rules(app, Settings())

    @app.get("/")
    async def answer():
        return PlainTextResponse("well")

    @app.get("/large")
    async def answer_much():
        return PlainTextResponse(LARGE)

    @app.post("/")
    async def take(request: Request):
        return PlainTextResponse(str(len(await request.body())))

    return app


@pytest.fixture
def proxies():
    """Whose connections are those of many clients."""
    return "127.0.0.1"


@pytest.fixture
def connect(monkeypatch, proxies):
    """Connect to a server that is less patient than the real one, and answers four connections at once."""
    for name, value in (("HEADERS_S", 1.0), ("BODY_S", 1.0), ("ANSWER_S", 1.0), ("_LOOK_S", 0.1)):
        monkeypatch.setattr(protocol, name, value)
    config = uvicorn.Config(
        make_app(),
        port=0,
        log_level="error",
        http=protocol.PromptProtocol,
        limit_concurrency=4,
        timeout_keep_alive=2,
        forwarded_allow_ips=proxies,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    with ExitStack() as stack:

        def connect_(host="127.0.0.1"):
            place = ("127.0.0.1", port)
            return stack.enter_context(closing(socket.create_connection(place, timeout=10, source_address=(host, 0))))

        yield connect_
    server.should_exit = True
    thread.join()


def read_all(connection):
    """What comes until the other side ends."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


def trickle(connection, pieces):
    """Send piece after piece until an answer comes; return it."""
    for piece in pieces:
        if select.select([connection], [], [], 0.1)[0]:
            return read_all(connection)
        connection.sendall(piece)
    pytest.fail("no answer to so slow a request")


def ask(connection):
    connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    return read_all(connection)


def check_problem(answer, status):
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    for line in (b"content-type: application/problem+json", b"x-content-type-options: nosniff", b"connection: close"):
        assert line in head.lower()
    assert b'"status":%d' % status in body


def test_headers_that_trickle_are_cut_off_with_408(connect):
    begin = time.monotonic()
    answer = trickle(connect(), [b"GET / HTTP/1.1\r\n", *[b"X-%d: 1\r\n" % n for n in range(50)]])
    assert time.monotonic() - begin < 3
    check_problem(answer, 408)


def test_who_asks_nothing_is_cut_off_without_an_answer(connect):
    assert read_all(connect()) == b""


@pytest.mark.parametrize("piece", [b"", b"x"])
def test_a_body_that_stalls_or_trickles_is_cut_off_with_408(connect, piece, caplog):
    connection, begin = connect(), time.monotonic()
    connection.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nx")
    check_problem(trickle(connection, [piece] * 50), 408)
    assert time.monotonic() - begin < 3
    assert "Traceback" not in caplog.text
    assert ask(connect()).endswith(b"well")


@pytest.mark.heavy
def test_a_large_body_that_keeps_coming_is_taken_however_long_it_takes(connect):
    connection, piece = connect(), b"x" * 30_000
    connection.sendall(
        b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % (10 * len(piece))
    )
    for _ in range(10):
        connection.sendall(piece)
        time.sleep(0.25)
    assert read_all(connection).endswith(b"300000")


@pytest.mark.heavy
def test_a_second_request_may_come_late_and_one_that_stays_out_ends_the_connection(connect):
    connection = connect()
    for _ in range(2):
        time.sleep(0.8)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        answer = b""
        while not answer.endswith(b"well"):
            answer += connection.recv(65536)
        assert answer.startswith(b"HTTP/1.1 200")
    begin = time.monotonic()
    assert read_all(connection) == b""
    assert time.monotonic() - begin < 3


@pytest.mark.heavy
def test_who_takes_nothing_of_an_answer_is_cut_off(connect):
    connection = connect()
    connection.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
    time.sleep(2.5)
    assert len(read_all(connection)) < len(LARGE)


def test_more_connections_than_allowed_are_refused_with_a_problem_and_many_more_at_once(connect):
    held = [connect() for _ in range(4)]
    time.sleep(0.2)
    answer = ask(connect())
    check_problem(answer, 503)
    assert b"retry-after: 5" in answer.lower()
    more = [connect() for _ in range(6)]
    time.sleep(0.2)
    assert more[-1].recv(100) == b""
    for connection in (*held, *more):
        connection.close()
    time.sleep(0.2)
    assert ask(connect()).endswith(b"well")


@pytest.mark.parametrize("proxies", [""])
def test_one_client_has_half_of_the_connections_at_most(connect):
    held = [connect() for _ in range(2)]
    time.sleep(0.2)
    check_problem(ask(connect()), 503)
    assert ask(connect("127.0.0.2")).endswith(b"well")
    for connection in held:
        connection.close()
    time.sleep(0.2)
    assert ask(connect()).endswith(b"well")


def test_what_is_no_http_is_told_so_with_a_problem(connect):
    connection = connect()
    connection.sendall(b"\x16\x03\x01 hello\r\n\r\n")
    check_problem(read_all(connection), 400)
