"""Tables and vector layers: CSV, XLSX, GeoPackage, Shapefile, GeoJSON, GeoParquet and what else GDAL reads."""

import re
import zipfile
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow.parquet
import pyogrio

from geo.errors import InputError
from geo.files.encodings import find_encoding, find_shapefile_encoding, note_encoding
from geo.files.endings import EXCEL, SEPARATORS
from geo.files.parquet import read_parquet
from geo.texts.notes import Note, make_note

_DATUM_WORDS: Final = {
    "gcj02": r"gcj|火星|高德|amap",
    "bd09": r"bd_?09|bd_?lon|bd_?lng|bd_?lat|百度|baidu",
    "wgs84": r"wgs|gps|cgcs|国家2000",
}


def read_table(path: Path, *, layer: str | None = None, encoding: str | None = None) -> tuple[pd.DataFrame, list[Note]]:
    r"""Read any table or vector layer.

    Parameters
    ----------
    path
        The file; its ending tells the format.
    layer
        Layer or sheet, where the file has several.
    encoding
        Encoding of the texts; found out where not given.

    Returns
    -------
    tuple
        A GeoDataFrame (with its own CRS, possibly None) or DataFrame of texts, and notes on what was decided.

    Raises
    ------
    InputError
        If the file cannot be read, has no such layer, or holds no rows.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "homes.csv").write_text("编号,人口\n001,3\n", encoding="gbk")
    ...     frame, notes = read_table(Path(folder) / "homes.csv")
    >>> frame["编号"].tolist(), notes
    (['001'], [Note(key='gbk_texts', values={'file': 'homes.csv'})])
    """
    ending = path.suffix.lower()
    try:
        if ending in SEPARATORS:
            frame, notes = _read_delimited(path, encoding, SEPARATORS[ending])
        elif ending in EXCEL:
            frame, notes = _read_excel(path, layer), []
        elif ending == ".parquet":
            frame, notes = read_parquet(path), []
        else:
            frame, notes = _read_vector(path, layer, encoding)
    except (OSError, pyogrio.errors.DataSourceError, pyarrow.ArrowException, pd.errors.ParserError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from None
    if frame.empty:
        where = f', layer "{layer}"' if layer else ""
        raise InputError(f"{path}{where}: holds no rows; expected at least one")
    return frame.reset_index(drop=True), notes


def read_beginning(path: Path, *, length: int) -> bytes:
    """Read the first bytes of a file.

    Parameters
    ----------
    path
        The file.
    length
        How many at most.

    Returns
    -------
    bytes
        Fewer where the file is shorter.

    Raises
    ------
    InputError
        If it cannot be read.

    Examples
    --------
    >>> read_beginning(Path("none.csv"), length=4)
    Traceback (most recent call last):
        ...
    geo.errors.InputError: none.csv: cannot be read: No such file or directory
    """
    try:
        with path.open("rb") as file:
            return file.read(length)
    except OSError as error:
        raise InputError(f"{path.name}: cannot be read: {error.strerror}") from None


def find_twin_coordinates(frame: pd.DataFrame, *, file: str) -> list[Note]:
    """Find coordinate columns that are labelled with different datums and hold the same numbers.

    Parameters
    ----------
    frame
        A table as read.
    file
        Name of the file, for the message.

    Returns
    -------
    list of Note
        A warning for each pair, nothing without one; one of the two labels must be false, and only the file's maker
        knows which.

    Examples
    --------
    >>> frame = pd.DataFrame({"lng_wgs84": ["113.66", "113.67"], "lng_gcj02": ["113.66", "113.67"]})
    >>> found = find_twin_coordinates(frame, file="a.csv")[0].values
    >>> found["column"], found["other"]
    ('lng_gcj02', 'lng_wgs84')
    """
    labelled = {
        column: datum
        for column in map(str, frame.columns)
        for datum, words in _DATUM_WORDS.items()
        if re.search(words, column, re.IGNORECASE)
    }
    numbers = {column: pd.to_numeric(frame[column], errors="coerce") for column in labelled}
    return [
        make_note(
            "twin_coordinates",
            file=file,
            column=column,
            datum=labelled[column],
            other=other,
            other_datum=labelled[other],
        )
        for column in labelled
        for other in labelled
        if column < other
        and labelled[column] != labelled[other]
        and numbers[column].notna().any()
        and numbers[column].equals(numbers[other])
    ]


def _read_delimited(path: Path, encoding: str | None, separator: str) -> tuple[pd.DataFrame, list[Note]]:
    found = encoding or find_encoding(path.read_bytes(), file=str(path))
    heading = path.read_bytes().split(b"\n", 1)[0]
    if separator == "," and b"," not in heading and b";" in heading:
        separator = ";"  # what Excel writes where the comma is the decimal sign
    try:
        frame = pd.read_csv(path, sep=separator, dtype=str, encoding=found, keep_default_na=False)
    except pd.errors.EmptyDataError:
        return pd.DataFrame(), []
    except (UnicodeDecodeError, LookupError):
        raise InputError(f"{path}: cannot be read as {found}; leave encoding out to have it found") from None
    frame.columns = frame.columns.str.strip()
    return frame, note_encoding(path, found, encoding)


def _read_excel(path: Path, layer: str | None) -> pd.DataFrame:
    try:
        return pd.read_excel(path, sheet_name=layer or 0, dtype=str, keep_default_na=False)
    except (zipfile.BadZipFile, KeyError):
        raise InputError(f"{path}: not an Excel workbook (.xlsx), or damaged") from None
    except ValueError as error:
        raise InputError(f"{path}: {error}") from None


def _read_vector(path: Path, layer: str | None, encoding: str | None) -> tuple[pd.DataFrame, list[Note]]:
    layers = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
    if layer is not None and layer not in layers:
        raise InputError(f'{path}: no layer "{layer}"; the file has: {", ".join(layers)}')
    if layer is None and len(layers) > 1:
        raise InputError(f'{path}: has several layers; name one as layer = "...": {", ".join(layers)}')
    found = encoding or find_shapefile_encoding(path)
    try:
        frame = pyogrio.read_dataframe(path, layer=layer, encoding=found)
    except UnicodeDecodeError:
        raise InputError(
            f'{path}: its texts are not {found or "UTF-8"}; name the encoding, for example "GBK"'
        ) from None
    return frame, note_encoding(path, found or "utf-8-sig", encoding)
