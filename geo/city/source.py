"""The source file: a TOML that tells how to read a city from what an office holds."""

import difflib
import importlib.util
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geo.city.schemas import SCHEMAS
from geo.crs.datum import DATUMS
from geo.files.documents import read_toml
from geo.files.layers import LayerSource
from geo.problems import Problems

_TEXT, _NUMBER, _MAPPING, _TEXTS = "text", "a number above 0", "a table of texts", "a list of texts"


_FILE: Final = {"path": _TEXT, "layer": _TEXT, "encoding": _TEXT, "datum": _TEXT, "columns": _MAPPING}


_KEYS: Final[dict[str, dict[str, str]]] = {
    "city": {
        "name": _TEXT,
        "crs": _TEXT,
        "datum": _TEXT,
        "attribution": _TEXT,
        "boundary": _TEXT,
        "extent": _TEXT,
        "rules": _TEXT,
        "aliases": _TEXTS,
        "assumptions": _TEXTS,
    },
    "categories": {},
    "roads": _FILE | {"snap_limit_m": _NUMBER, "min_component_m": _NUMBER, "crossings": _TEXT},
    "grid_units": _FILE | {"generate": _TEXT},
    "homes": _FILE
    | {
        "from": _TEXT,
        "m2_per_resident": _NUMBER,
        "residents_total": _NUMBER,
        "residents_per_household": _NUMBER,
        "default_levels": _NUMBER,
    },
    "facilities": _FILE | {"from": _TEXT, "tags": _MAPPING, "categories": _MAPPING},
    "addresses": _FILE | {"from": _TEXT},
    "gates": _FILE,
    "barriers": _FILE,
    "workers": _FILE,
    "divisions": _FILE,
}


_REQUIRED: Final = ("city", "roads", "grid_units", "homes", "facilities")


@dataclass(frozen=True)
class CitySource:
    """A parsed source file.

    Parameters
    ----------
    path
        The TOML itself.
    name, crs, attribution, boundary, extent, rules, aliases, assumptions
        The keys of ``[city]``; crs None means the local UTM zone.
    categories
        Category -> {"zh": name, "en": name}.
    layers
        One or more sources a layer, by the layer's name.
    """

    path: Path
    name: str
    crs: str | None
    attribution: str
    boundary: Path | None
    extent: Path | None
    rules: Path | None
    aliases: tuple[str, ...]
    assumptions: tuple[str, ...]
    categories: Mapping[str, Mapping[str, str]]
    layers: Mapping[str, tuple[LayerSource, ...]]


def read_source(path: Path) -> CitySource:
    """Read and check a source file.

    Parameters
    ----------
    path
        A TOML file; paths inside it are relative to its folder, and ``package:name/file`` is a data file
        that an installed Python package carries.

    Returns
    -------
    CitySource
        The checked contents.

    Raises
    ------
    InputError
        With every fault of the file at once: missing or unknown tables and keys (with the nearest valid one),
        wrong types, missing files.

    Examples
    --------
    >>> read_source(Path("data/helsinki.toml")).name
    'Helsinki (centre)'
    """
    document = read_toml(path, what="source file")
    problems = Problems()
    problems.add("unknown or wrong key", _check_document(document))
    problems.add("missing table", _missing_tables(document))
    problems.raise_if_any()
    city = document["city"]
    if city.get("datum", "wgs84") not in DATUMS:
        problems.add("unknown datum", [f'[city] datum = "{city["datum"]}": expected one of {", ".join(DATUMS)}'])
    layers = {
        table: tuple(_layer_source(table, entry, city, path.parent, problems) for entry in _entries(entries))
        for table, entries in document.items()
        if table not in ("city", "categories")
    }
    boundary, extent, rules = (
        _resolve(city.get(key), path.parent, f"[city] {key}", problems) for key in ("boundary", "extent", "rules")
    )
    problems.raise_if_any()
    return CitySource(
        path=path,
        name=city.get("name", path.stem),
        crs=city.get("crs"),
        attribution=city.get("attribution", ""),
        boundary=boundary,
        extent=extent,
        rules=rules,
        aliases=tuple(city.get("aliases", ())),
        assumptions=tuple(city.get("assumptions", ())),
        categories={
            name: {"zh": texts.get("zh", name), "en": texts.get("en", name)}
            for name, texts in document.get("categories", {}).items()
        },
        layers=layers,
    )


def _entries(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _missing_tables(document: Mapping[str, Any]) -> list[str]:
    return [
        f"[{table}] is missing; a city needs {', '.join(_REQUIRED)}" for table in _REQUIRED if table not in document
    ]


def _check_document(document: Mapping[str, Any]) -> list[str]:
    faults = []
    for table, entries in document.items():
        if table not in _KEYS:
            faults.append(_unknown(f"table [{table}]", table, _KEYS))
            continue
        if isinstance(entries, list) and table != "facilities":
            faults.append(f"[[{table}]] is a list; only [[facilities]] may be given several times")
            continue
        for entry in _entries(entries):
            faults += _check_table(table, entry)
    return faults


def _check_table(table: str, entry: Any) -> list[str]:
    if not isinstance(entry, dict):
        return [f"{table} = {entry!r}: expected a table [{table}]"]
    if table == "categories":
        return [
            f'[categories] {name}: expected {{ zh = "...", en = "..." }}'
            for name, texts in entry.items()
            if not _is_kind(texts, _MAPPING)
        ]
    faults = [_unknown(f"key {key} in [{table}]", key, _KEYS[table]) for key in entry if key not in _KEYS[table]]
    faults += [
        f"[{table}] {key} = {value!r}: expected {_KEYS[table][key]}"
        for key, value in entry.items()
        if key in _KEYS[table] and not _is_kind(value, _KEYS[table][key])
    ]
    columns = entry.get("columns", {})
    if isinstance(columns, dict) and table in SCHEMAS:
        faults += [
            _unknown(f"column {name} in [{table}]", name, SCHEMAS[table].columns)
            for name in columns
            if not SCHEMAS[table].knows(name)
        ]
    return faults


def _is_kind(value: Any, kind: str) -> bool:
    if kind == _NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < math.inf
    if kind == _MAPPING:
        return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
    if kind == _TEXTS:
        return isinstance(value, list) and all(isinstance(text, str) for text in value)
    return isinstance(value, str)


def _unknown(what: str, word: str, valid: Mapping[str, Any]) -> str:
    if word == "crs":
        return f'unknown {what}; the CRS of a file is named as datum = "EPSG:4547"'
    near = difflib.get_close_matches(word, valid, n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]}?" if near else f"; valid: {', '.join(valid)}"
    return f"unknown {what}{hint}"


def _layer_source(
    table: str, entry: Mapping[str, Any], city: Mapping[str, Any], folder: Path, problems: Problems
) -> LayerSource:
    other = {key: value for key, value in entry.items() if key not in _FILE}
    made = "from" in entry or "generate" in entry
    if made == ("path" in entry) and table in ("grid_units", "homes", "facilities", "addresses"):
        word = "generate" if table == "grid_units" else "from"
        problems.add("missing key", [f"[{table}] needs either path or {word}"])
    elif not made and "path" not in entry:
        problems.add("missing key", [f"[{table}] needs path"])
    return LayerSource(
        table=table,
        path=_resolve(entry.get("path"), folder, f"[{table}] path", problems),
        layer=entry.get("layer"),
        encoding=entry.get("encoding"),
        datum=entry.get("datum"),
        columns=entry.get("columns", {}),
        options=other | {"city_datum": city.get("datum")},
    )


def _resolve(text: str | None, folder: Path, where: str, problems: Problems) -> Path | None:
    if text is None:
        return None
    path = _package_file(text) if text.startswith("package:") else folder / text
    if path is None or not path.exists():
        problems.add("missing file", [f'{where} = "{text}": no such file{f" ({path})" if path else ""}'])
    return path


def _package_file(text: str) -> Path | None:
    package, _, file = text.removeprefix("package:").partition("/")
    spec = importlib.util.find_spec(package)
    return Path(spec.origin).parent / file if spec and spec.origin else None
