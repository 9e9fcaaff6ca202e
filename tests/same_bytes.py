"""The net under a refactoring: hashes of what the command line writes, before and after.

python -m tests.same_bytes write FILE.json [--keep DIR]
python -m tests.same_bytes compare FILE.json [--renamed RENAMED.toml] [--keep DIR]

RENAMED.toml says which names are meant to be new, in the tables [files] (a path or a part of one), [layers] (of a
GeoPackage, sheets of a workbook), [columns] (of tables, and arrays of .npz) and [keys] (of JSON): old = "new"; names
that end in * are beginnings of names. Names of columns and keys may say where they stand: "requirements/kind" in that
layer or file, "findings/kind" in objects under that key. Left out, for they tell of the run and not of the city:
timings (key and column seconds), built_at, worker and path (of a city of a list), hashes of files that tell these, and
such a run's tasks.log and task.json.
"""

import argparse
import csv
import hashlib
import io
import json
import os
import sqlite3
import sys
import tempfile
import tomllib
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, redirect_stderr, redirect_stdout
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet
import pyogrio

from geo import open_city
from geo.city.pointer import VERSION
from geo.files.manifest import MANIFEST
from geo.files.sealed import SEAL
from tests.mangling import KINDS, PARTS, mangle
from tests.plan_areas import invent_areas, write_batch

ROOT = Path(__file__).resolve().parent.parent
OF_THE_RUN = ("seconds", "built_at", "worker", "path")
SITE = ["site", "reference", "--category", "kindergarten", "--max-candidates", 200, "-o"]
AT = ["--datum", "wgs84"]


def run(folder, name, arguments):
    """Run the command line in the folder, and keep what it prints; names are relative, so that no folder is told."""
    from service.cli import main  # noqa: PLC0415 - once in each process that runs commands: importing takes long

    os.chdir(folder)
    os.environ["COLUMNS"] = "120"
    sys.argv = ["gridwalk", *map(str, arguments)]
    out, err, code = io.StringIO(), io.StringIO(), 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
    if code and arguments[0] != "check":
        raise RuntimeError(f"{name} failed with {code}: {err.getvalue()}")
    Path("printed", f"{name}.{'json' if '--json' in arguments else 'txt'}").write_text(out.getvalue(), encoding="utf-8")
    Path("printed", f"{name}.notes.txt").write_text(f"{code}\n{err.getvalue()}", encoding="utf-8")


def write_inputs(folder, city):
    """Write plan areas, addresses as people write them, points and a list of cities; return what names the areas."""
    (folder / "inputs").mkdir()
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2000-01-01T00:00:00.000Z"})
    plans = write_batch(invent_areas(city, 12, seed=1), folder / "inputs")
    rng = np.random.default_rng(0)
    known = city.addresses[city.addresses["address_kind"] == "building"].iloc[::97]
    roads = tuple(sorted(set(city.addresses["road"]) - {""}))
    rows = known[list(PARTS)].to_dict("records")
    kinds = [(), *((kind,) for kind in KINDS), KINDS[:3], KINDS[3:]]
    texts = [mangle(row, kinds[i % len(kinds)], roads, rng)["text"] for i, row in enumerate(rows)]
    texts += ["", "=1+1", "https://example.org", "nowhere at all"]
    pd.DataFrame({"no": range(len(texts)), "address": texts}).to_csv(folder / "inputs/addresses.csv", index=False)
    homes = city.homes.geometry.iloc[::101].to_crs(4326)
    points = pd.DataFrame({"lon": [*homes.x.round(6), 0.0], "lat": [*homes.y.round(6), 0.0]})
    points.to_csv(folder / "inputs/points.csv", index=False)
    (folder / "cities.csv").write_text("city\nreference\nhelsinki\n", encoding="utf-8")
    return [path.relative_to(folder) if isinstance(path, Path) else path for path in plans], texts[0], points


def make_outputs(folder):
    """Run everything, as much at once as there are processors, by processes that live on."""
    (folder / "printed").mkdir()
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        cities = {"build": ["build", ROOT / "data/helsinki.toml", "-o", "helsinki"]}
        cities["reference"] = ["reference", "--scale", 0.05, "-o", "reference"]
        list(pool.map(partial(run, folder), cities, cities.values()))
        commands = list_commands(folder)
        list(pool.map(partial(run, folder), commands, commands.values()))


def list_commands(folder):
    """List what is asked of the two cities."""
    city = open_city(folder / "reference")
    plans, address, points = write_inputs(folder, city)
    lon, lat = points.iloc[3]
    place, home = ["--lon", lon, "--lat", lat, *AT], city.homes["home_id"].iloc[3]
    commands = {
        "plan": ["plan", "reference", *plans, "-o", "plan"],
        "programme": ["programme", "reference", "-o", "programme", "--budget", 5_000_000],
        "site-add": [*SITE, "site-add", "--add", 3],
        "site-target": [*SITE, "site-target", "--target", 0.45],
        "site-median": [*SITE, "site-median", "--add", 2, "--objective", "median"],
        "locate-address": ["locate", "reference", address, "--services", "--json"],
        "locate-place": ["locate", "reference", *place, "--services", "--json"],
        "locate-told": ["locate", "reference", *place],
        "circle": ["circle", "reference", *place, "--minutes", 5, "--minutes", 15, "-o", "circle.geojson"],
        "lines": ["circle", "reference", *place, "--minutes", 10, "--lines", "-o", "lines.geojson"],
        "route": ["route", "reference", "--home", home, "--category", "market", "-o", "route.geojson"],
        "circles": ["circles", "reference", "--plan", "-o", "circles", "--sheets", "15-001"],
        "grid-check": ["grid", "check", "reference", "-o", "grid-check"],
        "grid-propose": ["grid", "propose", "reference", "-o", "grid-propose", "--from", "2030-01-01"],
        "cities": ["analyze", "cities.csv", "-o", "cities", "--processes", 2, "--json"],
        "districts": ["analyze", "reference", "--by-district", "-o", "districts", "--processes", 1, "--json"],
        "elder": ["analyze", "reference", "-o", "elder", "--profile", "elder", "--category", "market", "--json"],
    }
    for name in ("reference", "helsinki"):
        commands[f"check-{name}"] = ["check", name, "--json"]
        commands[f"export-{name}"] = ["export", name, "-o", f"{name}.gpkg"]
        commands[f"analyze-{name}"] = ["analyze", name, "-o", f"analyze-{name}"]
    for given, datum in (("addresses", []), ("points", AT)):
        for suffix in ("csv", "xlsx", "gpkg"):
            ending = ["--file", f"inputs/{given}.csv", "-o", f"{given}.{suffix}", *datum]
            commands[f"locate-{given}-{suffix}"] = ["locate", "reference", *ending]
    return commands


def digest(data):
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()[:32]


def hash_columns(frames):
    return {
        f"{layer}\t{column}": digest(repr(values))
        for layer, columns in frames.items()
        for column, values in columns
        if column not in OF_THE_RUN
    }


def read_parquet(path):
    table = pyarrow.parquet.read_table(path)
    columns = zip(table.schema, table.columns, strict=True)
    return hash_columns({"": [(field.name, [str(field.type), column.to_pylist()]) for field, column in columns]})


def read_gpkg(path):
    with closing(sqlite3.connect(path)) as base:
        frames = {}
        for (layer,) in base.execute("select table_name from gpkg_contents order by rowid").fetchall():
            found = base.execute(f'select * from "{layer}"')
            rows = found.fetchall()
            frames[layer] = [(about[0], [row[i] for row in rows]) for i, about in enumerate(found.description)]
    return hash_columns(frames)


def read_xlsx(path):
    book = openpyxl.load_workbook(path)
    return hash_columns({sheet.title: head_columns(list(sheet.iter_cols(values_only=True))) for sheet in book})


def read_csv(path):
    rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    return hash_columns({"": head_columns(list(zip(*rows, strict=True)))})


def head_columns(columns):
    """Take the first cell of a column as its name; a second of the name is told apart by its place."""
    heads = [str(column[0]) for column in columns]
    names = [head if head not in heads[:i] else f"{head} #{i}" for i, head in enumerate(heads)]
    return [(name, column[1:]) for name, column in zip(names, columns, strict=True)]


def read_npz(path):
    with np.load(path) as arrays:
        return {f"\t{name}": digest(f"{a.dtype} {a.shape}".encode() + a.tobytes()) for name, a in arrays.items()}


def read_json(path):
    values = defaultdict(list)
    document = json.loads(path.read_text(encoding="utf-8"))
    if path.name == "city.json":  # of all that it says, the time of the build too
        del document[SEAL]
    walk(document, "", values)
    return {name: digest(repr(found)) for name, found in values.items()}


def walk(document, name, values):
    if isinstance(document, dict):
        for key, value in document.items():
            if key not in OF_THE_RUN:
                walk(value, f"{name}\t{key}", values)
    elif isinstance(document, list) and any(isinstance(item, dict | list) for item in document):
        values[name].append(len(document))
        for item in document:
            walk(item, f"{name}\t[]", values)
    else:
        values[name].append(document)


READERS = {".parquet": read_parquet, ".gpkg": read_gpkg, ".xlsx": read_xlsx, ".csv": read_csv, ".npz": read_npz}
READERS |= {".json": read_json, ".geojson": read_json}


def tells_of_the_run(path):
    """Whether a file tells of the run, so that its bytes cannot be the same twice."""
    if path.suffix == ".xlsx":
        return path.name == "cities.xlsx"
    if path.suffix not in (".csv", ".json"):
        return False
    names = [f'"{name}":' for name in OF_THE_RUN] if path.suffix == ".json" else [",seconds"]
    return any(name in path.read_text(encoding="utf-8") for name in names)


def hash_outputs(folder):
    """Hash every file: its bytes, and its content by name; the dossiers of a folder are one output."""
    outputs = {}
    for path in sorted(folder.rglob("*")):
        # a version is called after what it holds
        name = "/".join("files" if VERSION.fullmatch(part) else part for part in path.relative_to(folder).parts)
        if path.is_dir() or path.name in ("tasks.log", "task.json", MANIFEST):
            continue
        if path.parent.name == "dossiers":
            entry = outputs.setdefault(f"{path.parent.relative_to(folder).as_posix()}/*", {"bytes": "", "content": {}})
            entry["content"][f"\t{path.name}"] = digest(path.read_bytes())
            entry["bytes"] = digest(repr(entry["content"]))
            continue
        content = READERS[path.suffix](path) if path.suffix in READERS else {}
        bytes_ = digest(repr(content)) if tells_of_the_run(path) else digest(path.read_bytes())
        outputs[name] = {"bytes": bytes_, "content": content}
    return outputs


def rename(name, table):
    for old, new in table.items():
        if old.endswith("*") and name.startswith(old[:-1]):
            return new[:-1] + name[len(old) - 1 :]
    return table.get(name, name)


def rename_content(output, content, renamed):
    if output.endswith("json"):
        keys = renamed.get("keys", {})
        return {rename_path(name, keys): content[name] for name in content}
    layers, columns = renamed.get("layers", {}), renamed.get("columns", {})
    parts = [(*name.split("\t", 1), hashed) for name, hashed in content.items()]
    file = Path(output).stem  # a file of one table is its own layer
    return {
        f"{rename(layer, layers)}\t{rename_within(layer or file, column, columns)}": hashed
        for layer, column, hashed in parts
    }


def rename_path(path, keys):
    """Rename the keys of a path through JSON; what a key stands in is the key before it, but for lists."""
    parts, around, out = path.split("\t"), "", []
    for key in parts:
        out.append(rename_within(around, key, keys))
        around = around if key == "[]" else key
    return "\t".join(out)


def rename_within(around, name, table):
    return table.get(f"{around}/{name}", rename(name, table))


def compare(before, after, renamed):
    """Compare outputs: what differs, a line each; how many are the same; how many are but for new names."""
    lines, same, same_renamed = [], 0, 0
    files = renamed.get("files", {})
    mapped = {"/".join(rename(part, files) for part in rename(name, files).split("/")): name for name in before}
    for name in sorted(mapped.keys() | after.keys()):
        if name not in mapped or name not in after:
            lines.append(f"{name}: {'is new' if name in after else 'is gone'}")
            continue
        old, new = before[mapped[name]], after[name]
        content = rename_content(name, old["content"], renamed)
        if old["bytes"] == new["bytes"]:
            same += 1
        elif list(content.items()) == list(new["content"].items()) and list(content) != list(old["content"]):
            same_renamed += 1
        else:
            lines.append(f"{name}: {tell_difference(content, new['content'])}")
    return lines, same, same_renamed


def tell_difference(old, new):
    told = {
        "gone": old.keys() - new.keys(),
        "new": new.keys() - old.keys(),
        "other values": {name for name in old.keys() & new.keys() if old[name] != new[name]},
    }
    found = [f"{what}: {', '.join(sorted(names))}".replace("\t", "/") for what, names in told.items() if names]
    return "; ".join(found) or ("the bytes differ" if list(old) == list(new) else "the names are in another order")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["write", "compare"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--renamed", type=Path)
    parser.add_argument("--keep", type=Path, help="a new folder that the outputs are left in")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary) / "outputs"
        folder.mkdir(parents=True)
        make_outputs(folder.resolve())
        outputs = hash_outputs(folder)
    if given.what == "write":
        given.file.write_text(json.dumps(outputs, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{len(outputs)} outputs")  # noqa: T201
        return
    renamed = tomllib.loads(given.renamed.read_text(encoding="utf-8")) if given.renamed else {}
    lines, same, same_renamed = compare(json.loads(given.file.read_text(encoding="utf-8")), outputs, renamed)
    lines.append(f"{same} outputs have the same bytes, {same_renamed} differ in new names only, {len(lines)} differ")
    print(*lines, sep="\n")  # noqa: T201
    sys.exit(len(lines) > 1)


if __name__ == "__main__":
    main()
