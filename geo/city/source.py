"""The source file: a TOML that says how to read a city from what an office has."""

import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from geo.city.source_tables import FileTable, SourceFile, suggest_key
from geo.files.documents import read_toml, suggest_file
from geo.files.layers import LayerSource
from geo.files.validation import Fault, Record, read_record
from geo.problems import Problems

#: Characters of a value that a message repeats.
_MOST_SHOWN: Final = 60
#: Layers that can be made instead of being read -> the key that says so.
_MADE_BY: Final = {"grid_units": "generate", "homes": "from", "facilities": "from", "addresses": "from"}

#: Tables that are no layers.
_STATED: Final = ("city", "categories", "costs", "audit")


@dataclass(frozen=True, kw_only=True)
class CitySource:
    """A checked source file.

    Parameters
    ----------
    path
        The TOML itself.
    name
        The city's name.
    boundary, extent
        Files about the whole city, each None where there is none.
    rules
        Rule sets, in the order in which they are stated.
    categories
        Category -> {"zh": name, "en": name}.
    tables
        Every table as it is written.
    layers
        Layer -> how to read it, in the order of the file; several for facilities.
    """

    path: Path
    name: str
    boundary: Path | None
    extent: Path | None
    rules: tuple[Path, ...]
    categories: Mapping[str, Mapping[str, str]]
    tables: SourceFile
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
    problems = Problems()
    document = _fill_audit(read_toml(path, what="source file"), path.parent, problems)
    problems.raise_if_any()
    tables = _read_tables(document, problems)
    problems.raise_if_any()
    assert tables is not None
    layers = {
        name: tuple(_find_layer(table, tables.city.datum, path.parent, problems) for table in tables.list_files(name))
        for name in document
        if name not in _STATED
    }
    boundary, extent = (
        _resolve(getattr(tables.city, key), path.parent, f"[city] {key}", problems) for key in ("boundary", "extent")
    )
    rules = [_resolve(text, path.parent, "[city] rules", problems) for text in tables.city.rules]
    problems.raise_if_any()
    return CitySource(
        path=path,
        name=path.stem if tables.city.name is None else tables.city.name,
        boundary=boundary,
        extent=extent,
        rules=tuple(file for file in rules if file is not None),
        categories={
            name: {"zh": texts.get("zh", name), "en": texts.get("en", name)}
            for name, texts in tables.categories.items()
        },
        tables=tables,
        layers=layers,
    )


def _fill_audit(document: dict[str, Any], folder: Path, problems: Problems) -> dict[str, Any]:
    """Put the keys of the file that [audit] names into their place."""
    table = document.get("audit")
    if not isinstance(table, dict) or table.keys() != {"path"} or not isinstance(table["path"], str):
        return document
    path = _resolve(table["path"], folder, "[audit] path", problems)
    if path is None or not path.exists():
        return document
    return {**document, "audit": read_toml(path, what="definition of rooms")}


def _read_tables(document: Mapping[str, Any], problems: Problems) -> SourceFile | None:
    tables, faults = read_record(SourceFile, document)
    order = list(document)
    known = [fault for fault in faults if fault.kind != "missing"]
    known.sort(key=lambda fault: order.index(str(fault.place[0])))
    problems.add("unknown or wrong key", dict.fromkeys(_describe_fault(fault, document) for fault in known))
    required = [name for name, field in SourceFile.model_fields.items() if field.is_required()]
    problems.add(
        "missing table",
        [
            f"[{fault.place[0]}] is missing; a city needs {', '.join(required)}"
            for fault in faults
            if fault.kind == "missing" and len(fault.place) == 1
        ],
    )
    problems.add(
        "missing key",
        [
            f"[{fault.place[0]}] needs {fault.place[1]}"
            for fault in faults
            if fault.kind == "missing" and len(fault.place) > 1
        ],
    )
    return tables


def _describe_fault(fault: Fault, document: Mapping[str, Any]) -> str:
    table, *rest = (part for part in fault.place if isinstance(part, str))
    if fault.kind == "rule":
        return fault.text
    if not rest:
        return _describe_table_fault(fault, table, document[table])
    if fault.kind == "unknown":
        return suggest_key(f"key {rest[0]} in [{table}]", rest[0], _list_keys(table))
    if table == "categories":
        return f"[categories] {rest[0]}: expected {fault.text}"
    return f"[{table}] {rest[0]} = {_show(fault.value)}: expected {fault.text}"


def _show(value: Any) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
    except ValueError:  # Python writes no int of more than 4,300 digits
        return "a number of thousands of digits"
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def _describe_table_fault(fault: Fault, table: str, given: Any) -> str:
    if fault.kind == "unknown":
        return suggest_key(f"table [{table}]", table, SourceFile.model_fields)
    if isinstance(given, list) and table != "facilities":
        return f"[[{table}]] is a list; only [[facilities]] may be given several times"
    return f"{table} = {_show(fault.value)}: expected a table [{table}]"


def _list_keys(table: str) -> list[str]:
    """List the keys that a table may have."""
    annotation: Any = SourceFile.model_fields[table].annotation
    record = next(kind for kind in (*get_args(annotation), annotation) if issubclass(kind, Record))
    return [field.alias or name for name, field in record.model_fields.items()]


def _find_layer(table: FileTable, city_datum: str | None, folder: Path, problems: Problems) -> LayerSource:
    name, word = table.table, _MADE_BY.get(table.table)
    if word is not None and table.is_made == (table.path is not None):
        problems.add("missing key", [f"[{name}] needs either path or {word}"])
    elif word is None and table.path is None:
        problems.add("missing key", [f"[{name}] needs path"])
    return LayerSource(
        table=name,
        path=_resolve(table.path, folder, f"[{name}] path", problems),
        layer=table.layer or table.sheet,
        encoding=table.encoding,
        datum=table.datum,
        default_datum=city_datum,
        columns=table.columns,
        accepts_uncertain=table.uncertain == "accept",
    )


def _resolve(text: str | None, folder: Path, where: str, problems: Problems) -> Path | None:
    if text is None:
        return None
    path = _find_package_file(text) if text.startswith("package:") else folder / text
    if path is None or not path.exists():
        near = suggest_file(path) if path else None
        advice = f"; {near}" if near else ""
        problems.add("missing file", [f'{where} = "{text}": no such file{f" ({path})" if path else ""}{advice}'])
    return path


def _find_package_file(text: str) -> Path | None:
    package, _, file = text.removeprefix("package:").partition("/")
    if not package.isidentifier():  # to find a.b, Python would run a
        return None
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin).parent / file if spec and spec.origin else None
