"""Requests as a stranger would send them, by the ten thousand: none may be a fault or take long.

``python -m tests.bench.fuzz CITY [COUNT]``. The seed is fixed: the same requests every time.
"""

import http.client
import json
import random
import string
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlencode

from tests.bench.steady import PORT, serving

COUNT, THREADS = 30_000, 8
LONGEST_S = 5.0

PARAMETERS = {
    "/v1/locate": ["lon", "lat", "datum", "address", "services", "as_of"],
    "/v1/coverage": ["level", "category", "minutes", "profile", "parent", "limit", "next", "fields", "bbox", "sort"],
    "/v1/gaps": ["category", "minutes", "profile", "scope", "limit", "next", "fields", "bbox", "sort"],
    "/v1/circle": ["lon", "lat", "datum", "minutes", "profile", "shape", "tolerance"],
    "/v1/facilities/{id}/circle": ["minutes", "profile", "tolerance"],
    "/v1/homes/{id}/route": ["category", "profile"],
    "/v1/grid-units/{id}": ["as_of"],
    "/v1/grid-units/{id}/surroundings": ["as_of"],
    "/v1/grid-units/{id}/workers": [],
    "/v1/jobs/{id}": ["secret"],
    "/v1/jobs/{id}/result.html": ["secret"],
    "/maps/coverage.html": ["level", "minutes", "profile", "lang"],
    "/find": ["lang"],
    "/healthz": [],
    "/readyz": [],
    "/docs": [],
    "/redoc": [],
    "/openapi.json": [],
    "/": [],
    "/{id}": ["a"],
}
GOOD = {
    "lon": ["113.65", "113.7"], "lat": ["34.76", "34.8"], "datum": ["wgs84", "gcj02", "bd09", "cgcs2000"],
    "address": ["信庄巷29号", "金水区"], "services": ["true"], "as_of": ["2024-07-01"],
    "level": ["districts", "streets", "city"],
    "category": ["community_health_centre", "kindergarten"],
    "minutes": ["15", "10", "5"], "profile": ["adult", "elder"],
    "parent": ["410102000000"], "limit": ["1", "10"], "shape": ["polygon", "lines"], "tolerance": ["0", "5"],
    "lang": ["zh", "en"], "sort": ["residents", "-residents"], "fields": ["code,name"],
    "bbox": ["113.6,34.7,113.7,34.8"],
}  # fmt: skip
BAD = [
    "", " ", "nan", "inf", "-inf", "1e308", "-1", "0", "999999999999999999999", "null", "true", "[]", "{}",
    "../../etc/passwd",
    "%00", "\x00", "'; DROP TABLE jobs;--", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "𝕏" * 50,
    "\u202e\ufeff", "a" * 5000,
    "0x10", "1,5", "१५", "１５", "2024-13-45", "0001-01-01", "9999-12-31", "-0", "1_000", "+15", "POINT(1 2)",
]  # fmt: skip
METHODS = ["GET"] * 12 + ["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE"]


def write_value(name, rng):
    """A value of a parameter: good, bad or noise."""
    draw = rng.random()
    if draw < 0.55 and name in GOOD:
        return rng.choice(GOOD[name])
    if draw < 0.9:
        return rng.choice(BAD)
    return "".join(rng.choices(string.printable, k=rng.randint(1, 60)))


def write_request(rng):
    """Method, address, headers and body of a request."""
    if rng.random() < 0.1:
        return write_post(rng)
    path = rng.choice(list(PARAMETERS))
    names = [name for name in PARAMETERS[path] if rng.random() < 0.6]
    names += rng.choices([*GOOD, "x", "limit", "sort"], k=rng.choice([0, 0, 0, 1, 3]))
    query = urlencode([(name, write_value(name, rng)) for name in names])
    target = path.replace("{id}", quote(write_value("id", rng)[:300], safe=""))
    headers = {}
    if rng.random() < 0.2:
        headers["X-Planner-Key"] = quote(rng.choice(BAD)[:50])
    if rng.random() < 0.2:
        headers["Accept"] = rng.choice(["*/*", "text/csv", "application/json", "image/png", ";;;", "text/*;q=x"])
    if rng.random() < 0.1:
        headers["If-None-Match"] = rng.choice(["*", "W/", '"' * 40, "a,b"])
    return rng.choice(METHODS), f"{target}?{query}" if query else target, headers, None


def write_post(rng):
    """A request with a body."""
    path = rng.choice(["/v1/locate", "/v1/scenarios", "/v1/plans"])
    items = rng.choice(
        [[], [{}], [{"address": rng.choice(BAD)}] * rng.randint(1, 20), [{"lon": 1e308, "lat": "x"}], "x", None]
    )
    added = {"category": "community_health_centre", "lon": rng.uniform(113, 114), "lat": 34.76, "datum": "wgs84"}
    body = rng.choice([
        {"items": items, "datum": rng.choice(["wgs84", "x", None])},
        {"add": [added] * rng.randint(0, 3)},
        {"remove": [rng.choice(BAD)] * rng.randint(0, 5), "minutes": rng.choice([15, -1, 1e9, "x"])},
        [], None, "text", 5, {"items": [[[[[]]]]]},
    ])  # fmt: skip
    text = json.dumps(body) if rng.random() < 0.8 else rng.choice(BAD)
    kind = rng.choice(
        ["application/json"] * 5 + ["text/plain", "multipart/form-data; boundary=x", "multipart/form-data", ""]
    )
    return "POST", path, {"Content-Type": kind}, text.encode("utf-8", "surrogatepass")


def fuzz(requests, statuses, faults):
    """Send requests over one connection, opened anew where the service closed it."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    for method, target, headers, body in requests:
        begin = time.perf_counter()
        try:
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            answer.read()
            statuses[answer.status] += 1
            status = answer.status
        except (http.client.HTTPException, OSError) as error:
            connection.close()
            statuses[type(error).__name__] += 1
            status = 0
        took_s = time.perf_counter() - begin
        # 503 with Retry-After is an answer of a full service, not a fault
        if status in (500, 501, 502, 504) or took_s > LONGEST_S:
            faults.append((status, round(took_s, 2), method, target[:300], headers, str(body)[:300]))
    connection.close()


def main(city, count=COUNT):
    """Send so many requests, and print how they were answered."""
    rng = random.Random(14)
    requests = [write_request(rng) for _ in range(count)]
    statuses, faults = Counter(), []
    with serving(city):
        begin = time.perf_counter()
        threads = [
            threading.Thread(target=fuzz, args=(requests[number::THREADS], statuses, faults))
            for number in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took_s = time.perf_counter() - begin
    sys.stdout.write(f"{count:,} requests in {took_s:.0f} s: {dict(sorted(statuses.items(), key=str))}\n")
    sys.stdout.writelines(f"FAULT {fault}\n" for fault in faults)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else COUNT)
