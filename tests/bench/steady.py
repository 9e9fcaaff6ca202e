"""Whether one slow question holds up another, and what the service takes in memory: run by ``make bench``."""

import itertools
import json
import multiprocessing
import random
import selectors
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psutil

from geo.city.bundle import open_city
from tests.bench.load import mangle_some
from tests.plan_areas import invent_areas, write_batch

PORT = 8813
CONNECTIONS = 24
CAPACITY_S, LOAD_S, SHARE = 10.0, 60.0, 0.7
LIMITS = 400
#: From the last answer to looking at the memory [s].
PAUSE_S = 1.0
#: Requests of each kind among a hundred.
MIX = {"locate by coordinate": 55, "locate by address": 25, "coverage": 8, "circle": 8, "map": 4}
COVERAGES = [
    "/v1/coverage?level=districts",
    "/v1/coverage?level=streets&category=community_health_centre",
    "/v1/coverage?level=communities&limit=100",
    "/v1/coverage?level=grid_units&limit=100",
]
_CLIENTS = itertools.count()
MAPS = ["/maps/coverage.html", "/maps/coverage.html?lang=en"]


def list_requests(city, count, seed=0):
    """Kinds and addresses of a mixed load, in the order to ask."""
    rng = random.Random(seed)
    points = open_city(city, lazy=True).addresses.to_crs(4326).geometry.sample(2000, random_state=seed)
    texts = [urllib.request.quote(text) for text in mangle_some(city, 2000)]
    places = [f"lon={point.x:.7f}&lat={point.y:.7f}&datum=wgs84" for point in points]
    write = {
        "locate by coordinate": lambda: f"/v1/locate?{rng.choice(places)}",
        "locate by address": lambda: f"/v1/locate?address={rng.choice(texts)}",
        "coverage": lambda: rng.choice(COVERAGES),
        "circle": lambda: f"/v1/circle?{rng.choice(places)}&minutes={rng.choice([5, 10, 15])}",
        "map": lambda: rng.choice(MAPS),
    }
    kinds = rng.choices(list(MIX), weights=list(MIX.values()), k=count)
    return [(kind, write[kind]()) for kind in kinds]


def _connect(chooser):
    # each connection is a client of its own: of one client the service answers fewer questions at once than of all
    client = f"127.0.1.{next(_CLIENTS) % 250 + 1}"
    one = socket.create_connection(("127.0.0.1", PORT), source_address=(client, 0))
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    chooser.register(one, selectors.EVENT_READ)
    return one


def _send(one, path):
    one.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode())


def _receive(one):
    try:
        return one.recv(1 << 18)
    except ConnectionResetError:
        return b""


def _ask(requests, seconds, rate, out):
    """Ask over several connections, as fast as answers come or at a rate; times count from when each was due [s]."""
    chooser, idle, states = selectors.DefaultSelector(), [], {}
    idle += [_connect(chooser) for _ in range(CONNECTIONS)]
    times, bad, count, begin = defaultdict(list), [], 0, time.perf_counter()
    while (now := time.perf_counter()) < begin + seconds or states:
        while idle and now < begin + seconds and (rate is None or count < (now - begin) * rate):
            one, (kind, path) = idle.pop(), requests[count % len(requests)]
            _send(one, path)
            due = begin + count / rate if rate else time.perf_counter()
            states[one] = [kind, path, due, None, b"", None]
            count += 1
        for key, _ in chooser.select(timeout=0.0005 if rate else 1):
            one = key.fileobj
            if one not in states:  # the service closes what was idle for long
                chooser.unregister(one)
                idle.remove(one)
                idle.append(_connect(chooser))
                continue
            state = states[one]
            data = _receive(one)
            if not data:  # closed as idle while the request was under way: asked anew, as browsers do
                assert state[5] is None, f"the connection was closed within an answer: {state[1]}"
                chooser.unregister(one)
                del states[one]
                again = _connect(chooser)
                states[again] = state
                _send(again, state[1])
                continue
            state[3] = state[3] or time.perf_counter()
            if state[5] is None:
                head, _, body = (state[4] + data).partition(b"\r\n\r\n")
                state[5] = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]) - len(body)
                if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 404")):
                    bad.append((state[1], head.split(b"\r\n")[0].decode()))
            else:
                state[5] -= len(data)
            if state[5] <= 0:
                kind, path, due, first, *_ = states.pop(one)
                times[kind].append(first - due if kind == "map" else time.perf_counter() - due)
                idle.append(one)
    out.put((dict(times), bad))


def ask(requests, *, seconds, rate=None):
    """Return times by kind [s], and what went wrong."""
    out = multiprocessing.Queue()
    asker = multiprocessing.Process(target=_ask, args=(requests, seconds, rate, out))
    asker.start()
    found = out.get()
    asker.join()
    return found


def get(path, data=None, headers=None):
    """Ask once."""
    headers = {"Prefer": "wait=300", **(headers or {})}
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", data, headers)
    with urllib.request.urlopen(request, timeout=300) as answer:
        return answer.read()


@contextmanager
def serving(city):
    """Serve a city with one worker, until it is asked no more."""
    command = [sys.executable, "-m", "service.cli", "serve", str(city), "--port", str(PORT)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        begin = time.perf_counter()
        while True:
            try:
                get("/readyz")
                break
            except OSError:
                assert time.perf_counter() < begin + 120
                time.sleep(0.1)
        yield server.pid, time.perf_counter() - begin
    finally:
        server.terminate()
        server.wait()


def measure_mb(pid):
    """Memory of a process and those below it, what they share counted once [MB]; and of the first alone."""
    first = psutil.Process(pid)
    shares = []
    for process in [first, *first.children(recursive=True)]:
        try:
            shares.append(process.memory_full_info().pss / 1e6)
        except psutil.Error:  # ended meanwhile
            continue
    return {"all_mb": sum(shares), "first_mb": first.memory_info().rss / 1e6}


def summarize(times):
    """Median, 99th percentile and longest [ms]."""
    p50, p99 = np.percentile(times, [50, 99]) * 1000
    return {"asked": len(times), "p50_ms": float(p50), "p99_ms": float(p99), "longest_ms": max(times) * 1000}


def measure_load(city, pid):
    """Ask a mixed load: as fast as it goes, then at a share of that."""
    requests = list_requests(city, 20_000)
    for path in {path for kind, path in requests if kind in ("coverage", "map")}:
        get(path)
    capacity, bad = ask(requests, seconds=CAPACITY_S)
    per_s = sum(map(len, capacity.values())) / CAPACITY_S
    times, more = ask(requests, seconds=LOAD_S, rate=SHARE * per_s)
    time.sleep(PAUSE_S)
    return {
        "capacity_per_s": per_s,
        "errors": len(bad) + len(more),
        "kinds": {kind: summarize(times[kind]) for kind in MIX},
        "memory": measure_mb(pid),
    }


def measure_limits(pid):
    """Ask for the coverage at many different limits."""
    for number in range(LIMITS):
        get(f"/v1/coverage?level=districts&minutes={3 + number * 0.05:.2f}")
    time.sleep(PAUSE_S)
    return {"limits": LIMITS, "memory": measure_mb(pid)}


def measure_beside_slow(city, folder):
    """Ask what is quick while a page, a profile and a job are computed that nobody has asked for before."""
    boundary = b"--------gridwalk"
    areas = write_batch(invent_areas(open_city(city), 300), folder)[0]
    body = b"\r\n".join(
        [
            b"--" + boundary,
            b'Content-Disposition: form-data; name="areas"; filename="areas.gpkg"',
            b"",
            areas.read_bytes(),
            b"--" + boundary + b"--",
            b"",
        ]
    )
    slow = [
        threading.Thread(target=get, args=("/maps/coverage.html?minutes=11.5",)),
        threading.Thread(target=get, args=("/v1/coverage?profile=wheelchair&level=streets",)),
    ]
    job = json.loads(get("/v1/plans", body, {"Content-Type": f"multipart/form-data; boundary={boundary.decode()}"}))
    (_, place), *_ = [each for each in list_requests(city, 200) if each[0] == "locate by coordinate"]
    times = defaultdict(list)
    for thread in slow:
        thread.start()
    while any(thread.is_alive() for thread in slow):
        for name, path in (("healthz", "/healthz"), ("locate", place)):
            begin = time.perf_counter()
            get(path)
            times[name].append(time.perf_counter() - begin)
        time.sleep(0.02)
    # what is measured after this has the machine for itself
    mine = {"X-Job-Secret": job["secret"]}
    while (state := json.loads(get(f"/v1/jobs/{job['id']}", headers=mine))["state"]) in ("waiting", "running"):
        time.sleep(1)
    assert state == "done", state
    return {name: summarize(each) for name, each in times.items()}


def main(city, out=Path("build/bench")):
    """Measure, and write it down."""
    out.mkdir(parents=True, exist_ok=True)
    with serving(city) as (pid, ready_s):
        found = {"ready_s": ready_s, "at_rest": measure_mb(pid)}
        found["beside_slow"] = measure_beside_slow(city, out)
        found["load"] = measure_load(city, pid)
        found["limits"] = measure_limits(pid)
        time.sleep(15)
        found["after"] = measure_mb(pid)
    (out / "steady.json").write_text(json.dumps(found, indent=1), "utf-8")
    sys.stdout.write(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
