"""Requests a second of the service beside an empty endpoint of the same framework, and how long one takes."""

import json
import multiprocessing
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import geopandas as gpd
import numpy as np

from tests.mangling import PARTS, mangle

CONNECTIONS = 8
SECONDS = 4.0
_EMPTY = """
from fastapi import FastAPI
app = FastAPI()
@app.get("/empty")
{how} empty(): return {{}}
"""


def _ask(address: tuple[str, int], paths: Sequence[str], seconds: float, rate: float | None, out) -> None:
    """Ask over several connections that stay open, as fast as answers come or at a rate; send times back [s]."""
    chooser = selectors.DefaultSelector()
    requests = [f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode() for path in paths]
    times: list[float] = []
    count, begin = 0, time.perf_counter()
    idle = []
    for _ in range(CONNECTIONS):
        one = socket.create_connection(address)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        chooser.register(one, selectors.EVENT_READ)
        idle.append(one)
    sent: dict[socket.socket, float] = {}
    bad = 0
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


def measure(port: int, paths: Sequence[str], *, rate: float | None = None, seconds: float = SECONDS) -> dict:
    """Return requests a second, and times [ms]."""
    out = multiprocessing.Queue()
    asker = multiprocessing.Process(target=_ask, args=(("127.0.0.1", port), paths, seconds, rate, out))
    asker.start()
    times, bad = out.get()
    asker.join()
    assert not bad, f"{bad} answers were errors"
    p50, p99 = np.percentile(times, [50, 99]) * 1000
    return {"per_s": len(times) / seconds, "p50_ms": float(p50), "p99_ms": float(p99)}


def start(arguments: Sequence[str], port: int) -> subprocess.Popen:
    """Start a server and wait until it listens."""
    server = subprocess.Popen([sys.executable, "-m", *arguments], stdout=subprocess.DEVNULL)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            time.sleep(2)  # the index warms up behind the first answer
            return server
    raise RuntimeError(f"no server on port {port}")


def mangle_some(city: Path, count: int, kinds: int, seed: int = 0) -> list[str]:
    """Return addresses of a city, damaged in some ways at once."""
    table = gpd.read_parquet(city / "addresses.parquet")
    rng = np.random.default_rng(seed)
    roads = tuple(table["road"][table["road"] != ""].unique())
    from tests.mangling import KINDS

    return [
        mangle(
            {part: table[part].iat[row] for part in PARTS}, tuple(rng.choice(KINDS, kinds, replace=False)), roads, rng
        )["text"]
        for row in rng.choice(len(table), count)
    ]


def run(city: Path, folder: Path) -> dict:
    """Measure one city."""
    points = gpd.read_parquet(city / "addresses.parquet").to_crs(4326).geometry
    chosen = points.iloc[np.random.default_rng(0).choice(len(points), 2000)]
    by_place = [f"/v1/locate?lon={p.x:.7f}&lat={p.y:.7f}&datum=wgs84" for p in chosen]
    by_address = [f"/v1/locate?address={quote(text)}" for text in mangle_some(city, 2000, 1)]
    found: dict = {}
    for how in ("async def", "def"):
        (folder / "empty_app.py").write_text(_EMPTY.format(how=how))
        server = start(
            ["uvicorn", "empty_app:app", "--port", "8811", "--log-level", "warning", "--app-dir", str(folder)], 8811
        )
        found[f"empty, {how}"] = measure(8811, ["/empty"])
        server.terminate()
        server.wait()
    for workers in (1, 2):
        server = start(["service.cli", "serve", str(city), "--port", "8812", "--workers", str(workers)], 8812)
        try:
            for name, paths in (("by coordinate", by_place), ("by address", by_address)):
                full = measure(8812, paths)
                half = measure(8812, paths, rate=full["per_s"] / 2)
                found[f"{name}, {workers} worker"] = full | {"half_load_p99_ms": half["p99_ms"]}
        finally:
            server.terminate()
            server.wait()
    return found


if __name__ == "__main__":
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path("build/bench")
    folder.mkdir(parents=True, exist_ok=True)
    print(json.dumps(run(Path(sys.argv[1]), folder), indent=1))
