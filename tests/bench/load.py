"""Requests a second of the service beside an empty endpoint of the same framework, and how long one takes."""

import multiprocessing
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import numpy as np

from geo.city.bundle import open_city
from tests.mangling import KINDS, PARTS, mangle

CONNECTIONS = 16  # enough that each process gets some
SECONDS = 4.0
#: The first process answers that it is ready before the others are [s].
SETTLE_S = 10.0
_EMPTY = """
from fastapi import FastAPI
app = FastAPI()
@app.get("/empty")
{how} empty(): return {{}}
"""


def _ask(address, paths, seconds, rate, out):
    """Ask over several connections that stay open, as fast as answers come or at a rate; send times back [s]."""
    chooser = selectors.DefaultSelector()
    requests = [f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode() for path in paths]
    times = []
    idle = []
    for _ in range(CONNECTIONS):
        one = socket.create_connection(address)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        chooser.register(one, selectors.EVENT_READ)
        idle.append(one)
        time.sleep(0.01)  # of connections that come at once one process takes all
    sent = {}
    bad = count = 0
    begin = time.perf_counter()
    while (now := time.perf_counter()) < begin + seconds:
        while idle and (rate is None or count < (now - begin) * rate):
            one = idle.pop()
            one.sendall(requests[count % len(requests)])
            sent[one] = begin + count / rate if rate else time.perf_counter()
            count += 1
        for key, _ in chooser.select(timeout=0.0005 if rate else 1):
            one = key.fileobj
            answer = one.recv(1 << 20)
            head, _, body = answer.partition(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            while len(body) < length:
                body += one.recv(1 << 20)
            bad += not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 404"))
            times.append(time.perf_counter() - sent.pop(one))
            idle.append(one)
    out.put((times, bad))


def measure(port, paths, *, rate=None, seconds=SECONDS):
    """Return requests a second, and times [ms]."""
    out = multiprocessing.Queue()
    asker = multiprocessing.Process(target=_ask, args=(("127.0.0.1", port), paths, seconds, rate, out))
    asker.start()
    times, bad = out.get()
    asker.join()
    assert not bad, f"{bad} answers were errors"
    p50, p99 = np.percentile(times, [50, 99]) * 1000
    return {"per_s": len(times) / seconds, "p50_ms": float(p50), "p99_ms": float(p99)}


def _is_ready(url):
    try:
        with urlopen(url, timeout=10) as answer:
            return answer.status == 200
    except OSError:
        return False


@contextmanager
def serving(arguments, port, path):
    """Run a server, ready in all its processes, until it is asked no more."""
    server = subprocess.Popen([sys.executable, "-m", *arguments], stdout=subprocess.DEVNULL)
    try:
        begin = time.perf_counter()
        while not _is_ready(f"http://127.0.0.1:{port}{path}"):
            assert time.perf_counter() < begin + 120
            time.sleep(0.1)
        time.sleep(SETTLE_S)
        yield
    finally:
        server.terminate()
        server.wait()


def mangle_some(city, count):
    """Return addresses of a city, damaged in one way each."""
    table = open_city(city, lazy=True).addresses
    rng = np.random.default_rng(0)
    roads = tuple(table["road"][table["road"] != ""].unique())
    rows = table.iloc[rng.choice(len(table), count)][list(PARTS)].to_dict("records")
    return [mangle(row, (str(rng.choice(KINDS)),), roads, rng)["text"] for row in rows]


def measure_service(city):
    """Ask by coordinate and by address, one process and two; beside an empty endpoint of the same framework."""
    points = open_city(city, lazy=True).addresses.to_crs(4326).geometry
    chosen = points.iloc[np.random.default_rng(0).choice(len(points), 2000)]
    paths = {
        "by coordinate": [f"/v1/locate?lon={p.x:.7f}&lat={p.y:.7f}&datum=wgs84" for p in chosen],
        "by address": [f"/v1/locate?address={quote(text)}" for text in mangle_some(city, 2000)],
    }
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for how in ("async def", "def"):
            (Path(folder) / "empty_app.py").write_text(_EMPTY.format(how=how))
            command = ["uvicorn", "empty_app:app", "--port", "8811", "--log-level", "warning", "--app-dir", folder]
            with serving(command, 8811, "/empty"):
                found[f"empty endpoint, {how}, 1 process"] = measure(8811, ["/empty"])
    for workers in (1, 2):
        command = ["service.cli", "serve", str(city), "--port", "8812", "--workers", str(workers)]
        with serving(command, 8812, "/readyz"):
            for name, asked in paths.items():
                full = measure(8812, asked)
                half = measure(8812, asked, rate=full["per_s"] / 2)
                key = f"{name}, {workers} process{'es' if workers > 1 else ''}"
                found[key] = full | {"half_load_p99_ms": half["p99_ms"]}
    return found
