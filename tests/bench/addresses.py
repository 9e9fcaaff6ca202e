"""How many addresses are found in the right grid unit, and how fast: run by ``make bench``.

An answer is right if its unit is. An address that its damage made ambiguous - other addresses of the layer, in other
units, agree with all that is left of it - is right only if it is marked ambiguous and its unit is a candidate.
"""

import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pandas as pd

from geo.addresses.match import match_address
from geo.city.bundle import open_city
from geo.crs.projection import to_lonlat
from tests.bench.load import measure_service
from tests.bench.whole_city import run_command
from tests.mangling import KINDS, PARTS, mangle, write_spanish

EACH = 2000
SURE = 0.9


def is_near(name, written):
    """Whether a name is written with one wrong character at most."""
    return len(name) == len(written) and sum(a != b for a, b in zip(name, written, strict=True)) <= 1


class Judge:
    """Knows whether an answer is right."""

    def __init__(self, table, unit):
        self.unit = unit
        self.texts = {part: table[part].to_numpy(object) for part in PARTS}
        encoded = {part: pd.factorize(self.texts[part]) for part in PARTS}
        self.codes = {part: codes for part, (codes, _) in encoded.items()}
        self.names = {part: np.asarray(names, object) for part, (_, names) in encoded.items()}
        self.code_of = {part: {name: code for code, name in enumerate(names)} for part, names in self.names.items()}

    def list_units(self, damaged):
        """Units of all addresses that agree with what is left, a wrong character forgiven where one was made."""
        fits = np.ones(len(self.unit), bool)
        for part, text in damaged["parts"].items():
            wrong = damaged["wrong"].get(part)
            if wrong is None:
                fits &= self.codes[part] == self.code_of[part][text]
            else:
                near = [is_near(name, wrong) for name in self.names[part]]
                fits &= np.array(near)[self.codes[part]]
        return np.unique(self.unit[fits])

    def is_right(self, row, damaged, match):
        """Whether a match of a damaged address is right."""
        if len(self.list_units(damaged)) == 1:
            return match.unit == self.unit[row]
        return match.status == "ambiguous" and self.unit[row] in match.units


def judge_reference(city, seed=0):
    """Damage addresses in every way, and in three at once; figures by kind."""
    address_index, table = city.address_index, city.addresses
    address_index.warm_up()
    judge, rng = Judge(table, address_index.unit), np.random.default_rng(seed)
    roads = tuple(table["road"][table["road"] != ""].unique())
    rounds = {kind: [(kind,)] * EACH for kind in KINDS}
    rounds["three at once"] = [tuple(rng.choice(KINDS, 3, replace=False)) for _ in range(EACH)]
    found, confused = {}, defaultdict(Counter)
    for name, kinds_of in rounds.items():
        right, sure, sure_right, seconds = 0, 0, 0, 0.0
        for row, kinds in zip(rng.choice(len(table), EACH, replace=False), kinds_of, strict=True):
            damaged = mangle({part: judge.texts[part][row] for part in PARTS}, kinds, roads, rng)
            begin = time.perf_counter()
            match = match_address(address_index, damaged["text"])
            seconds += time.perf_counter() - begin
            good = judge.is_right(row, damaged, match)
            right += good
            sure += match.confidence >= SURE
            sure_right += good and match.confidence >= SURE
            confused[name][f"{match.status}, {'right' if good else 'wrong'}"] += 1
        found[name] = {
            "right": right / EACH,
            "sure": sure / EACH,
            "sure_right": sure_right / max(sure, 1),
            "ms": 1000 * seconds / EACH,
            "answers": dict(confused[name]),
        }
    return found


def judge_spanish(city, count=1000, seed=1):
    """Write house numbers as people in Las Palmas do."""
    address_index, table = city.address_index, city.addresses
    address_index.warm_up()
    rng = np.random.default_rng(seed)
    road, number = table["road"].to_numpy(object), table["number"].to_numpy(object)
    units = pd.Series(address_index.unit).groupby([road, number]).agg(set)
    usable = np.flatnonzero((road != "") & (number != "") & (address_index.unit >= 0))
    rows = rng.permutation(usable)[:count]
    right = sure = sure_right = 0
    answers = Counter()
    for row in rows:
        match = match_address(address_index, write_spanish(road[row], number[row], rng))
        several = len(units[road[row], number[row]]) > 1
        good = address_index.unit[row] in match.units if several else match.unit == address_index.unit[row]
        good = bool(good and (not several or match.status == "ambiguous"))
        right += good
        sure += match.confidence >= SURE
        sure_right += good and match.confidence >= SURE
        answers[f"{match.status}, {'right' if good else 'wrong'}"] += 1
    return {
        "right": right / len(rows),
        "sure": sure / len(rows),
        "sure_right": sure_right / max(sure, 1),
        "answers": dict(answers),
    }


def time_batches(path, city):
    """Locate files: seconds and peak memory [MB] of the whole command."""
    rng = np.random.default_rng(2)
    found = {}
    judge = Judge(city.addresses, city.address_index.unit)
    roads = tuple(city.addresses["road"][city.addresses["road"] != ""].unique())
    with tempfile.TemporaryDirectory() as folder:
        for rows in (250_000, 1_000_000):
            lon, lat = to_lonlat(city.address_index.xy[rng.integers(0, len(judge.unit), rows)], city.crs)
            file = Path(folder) / "places.csv"
            pd.DataFrame({"id": np.arange(rows), "lon": lon, "lat": lat}).to_csv(file, index=False)
            asked = ("locate", path, "--file", file, "-o", Path(folder) / "out.csv", "--datum", "wgs84")
            seconds, memory_mb = run_command(*asked)
            found[f"{rows:,} coordinates"] = {"s": seconds, "mb": memory_mb}
        for rows in (75_000, 300_000):
            texts = [
                mangle({part: judge.texts[part][row] for part in PARTS}, (str(rng.choice(KINDS)),), roads, rng)["text"]
                for row in rng.integers(0, len(judge.unit), rows)
            ]
            file = Path(folder) / "addresses.csv"
            pd.DataFrame({"id": np.arange(rows), "address": texts}).to_csv(file, index=False)
            seconds, memory_mb = run_command("locate", path, "--file", file, "-o", Path(folder) / "out.csv")
            found[f"{rows:,} damaged addresses"] = {"s": seconds, "mb": memory_mb}
    return found


def main():
    """Measure the reference city, and Las Palmas where its bundle is given."""
    path = Path(sys.argv[1])
    city = open_city(path)
    found = {"reference": judge_reference(city), "batches": time_batches(path, city)}
    for other in map(Path, sys.argv[2:]):
        spanish = open_city(other)
        if spanish.addresses is not None and "road" in spanish.addresses:
            found[spanish.name] = judge_spanish(spanish)
    del city
    found["service"] = measure_service(path)
    Path("build/bench").mkdir(parents=True, exist_ok=True)
    Path("build/bench/addresses.json").write_text(json.dumps(found, indent=1, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
