"""Tables and vector layers: CSV, XLSX, GeoPackage, Shapefile, GeoJSON, GeoParquet and more, each by its ending."""

import re
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow

from geo.errors import InputError
from geo.files.beginnings import check_content
from geo.files.endings import DRIVERS, find_ending
from geo.files.plain_tables import read_plain
from geo.files.read_limits import ReadLimits, describe_damage
from geo.files.reading_parent import read_apart
from geo.texts.notes import Note, make_note

_DATUM_WORDS: Final = {
    "gcj02": r"gcj|火星|高德|amap",
    "bd09": r"bd_?09|bd_?lon|bd_?lng|bd_?lat|百度|baidu",
    "wgs84": r"wgs|gps|cgcs|国家2000",
}


def read_table(
    path: Path, *, layer: str | None = None, encoding: str | None = None, limits: ReadLimits | None = None
) -> tuple[pd.DataFrame, list[Note]]:
    r"""Read any table or vector layer.

    What GDAL reads is read in a process of its own, which knows the one driver that belongs to the ending, has no
    network and sees only the file's folder; with `limits` every file is.

    Parameters
    ----------
    path
        The file; its ending tells the format.
    layer
        Layer or sheet, where the file has several.
    encoding
        Encoding of the texts; found out where not given, and checked where it is.
    limits
        The most that reading may take, and the table may hold: of a stranger's file; None sets no limits.

    Returns
    -------
    tuple
        A GeoDataFrame (with its own CRS, possibly None) or DataFrame of texts, and notes on what was decided. Its index
        is the number of each row: in a workbook or a text that which a spreadsheet shows, elsewhere from 1.

    Raises
    ------
    InputError
        If the file cannot be read, has no such layer, holds no rows, or takes more than `limits` allow.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "homes.csv").write_text("编号,人口\n001,3\n", encoding="gbk")
    ...     frame, notes = read_table(Path(folder) / "homes.csv")
    >>> frame["编号"].tolist(), notes
    (['001'], [Note(key='found_encoding', values={'file': 'homes.csv', 'encoding': 'GBK'})])
    """
    file = path.name
    ending = find_ending(path, name=file)
    if ending in DRIVERS or limits is not None:
        check_content(path, file=file)
    if limits is not None or ending in DRIVERS:
        frame, notes = read_apart(path, layer=layer, encoding=encoding, limits=limits)
    else:
        try:
            check_content(path, file=file)
            frame, notes = read_plain(path, layer=layer, encoding=encoding, file=file, limits=None)
        except OSError as error:
            raise InputError(f"{file}: cannot be read: {error.strerror or error}") from None
        except pyarrow.ArrowException:
            raise InputError(describe_damage(ending, file=file)) from None
    if frame.empty:
        where = f', layer "{layer}"' if layer else ""
        raise InputError(f"{file}{where}: holds no rows; expected at least one")
    return frame, notes


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
