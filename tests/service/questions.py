"""Questions that only tests ask: found by their names in the processes that compute."""

import os
import time

from geo.errors import OutsideCityError
from service.compute.questions import Body


def name_city(analyses, query):
    return Body(f"{analyses.city.name} {query}".encode(), "text/plain")


def say_who_answers(_, query):
    return Body(f"{os.getpid()} {query}".encode(), "text/plain")


def sleep(_, query):
    time.sleep(query)
    return Body(b"slept", "text/plain")


def write_and_sleep(_, query):
    path, seconds = query
    with open(path, "a", encoding="utf-8") as file:
        file.write("computed\n")
    time.sleep(seconds)
    return Body(b"a" * 5_000, "text/plain")


def sleep_and_fail(_, query):
    time.sleep(query)
    lie_outside(_, query)


def grow(_, query):
    kept.append(bytearray(os.urandom(1)) * query)
    return Body(str(os.getpid()).encode(), "text/plain")


kept = []


def end_process(_, __):
    os._exit(3)


def divide_by_zero(_, __):
    return 1 // 0


def lie_outside(_, __):
    raise OutsideCityError("outside", nearest_unit_code="1", distance_m=2.5)


def tell_environment(_, __):
    return Body("\n".join(sorted(os.environ)).encode(), "text/plain")
