"""Delimited texts: CSV and TSV, in UTF-8 or GBK."""

import re
from pathlib import Path
from typing import Final

import pandas as pd

from geo.errors import InputError
from geo.files.encodings import find_encoding, note_encoding
from geo.files.endings import SEPARATORS
from geo.files.read_limits import ReadLimits, check_size
from geo.texts.notes import Note

#: What pandas says of a line with more cells than the heading has.
_TOO_MANY: Final = re.compile(r"Expected (\d+) fields in line (\d+), saw (\d+)")


def read_delimited(
    path: Path, encoding: str | None, *, file: str, limits: ReadLimits | None
) -> tuple[pd.DataFrame, list[Note]]:
    r"""Read a delimited text.

    Parameters
    ----------
    path
        The file.
    encoding
        Encoding of its texts; found out where None.
    file
        What to call it in messages.
    limits
        The most it may hold.

    Returns
    -------
    tuple
        A table of texts, empty for an empty file, and notes.

    Raises
    ------
    InputError
        If its texts are in no known encoding, its cells cannot be told apart, or it is too large.
    OSError
        If it cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.csv"
    ...     _ = path.write_text("id;name\n001;x\n")
    ...     read_delimited(path, None, file="a.csv", limits=None)[0].to_dict("list")
    {'id': ['001'], 'name': ['x']}
    """
    raw = path.read_bytes()
    found = encoding or find_encoding(raw, file=file)
    heading = raw.split(b"\n", 1)[0]
    del raw
    separator = SEPARATORS[path.suffix.lower()]
    if separator == "," and b"," not in heading and b";" in heading:
        separator = ";"  # what Excel writes where the comma is the decimal sign
    check_size(limits, file=file, columns=heading.count(separator.encode()))
    try:
        rows = None if limits is None else _count_allowed(path, found, separator, file, limits)
        frame = pd.read_csv(path, sep=separator, dtype=str, encoding=found, keep_default_na=False, nrows=rows)
    except pd.errors.EmptyDataError:
        return pd.DataFrame(), []
    except pd.errors.ParserError as error:
        raise InputError(_explain(str(error), file)) from None
    except InputError:
        raise
    except (ValueError, LookupError):  # of a codec: of the texts, of how they begin, or of its name
        raise InputError(f"{file}: cannot be read as {found}; leave encoding out to have it found") from None
    frame.columns = frame.columns.str.strip()
    return frame, note_encoding(path, found, encoding)


def _count_allowed(path: Path, encoding: str, separator: str, file: str, limits: ReadLimits) -> int:
    """Count the rows to be read: one more than there may be, so that too many are seen as such."""
    columns = len(pd.read_csv(path, sep=separator, dtype=str, encoding=encoding, nrows=0).columns)
    check_size(limits, file=file, columns=columns)
    return min(limits.rows, limits.cells // max(columns, 1)) + 1


def _explain(said: str, file: str) -> str:
    """Say where the cells of a text cannot be told apart."""
    if found := _TOO_MANY.search(said):
        expected, line, cells = map(int, found.groups())
        return f"{file}, line {line}: {cells:,} cells; expected {expected:,}; put texts with separators into quotes"
    return f"{file}: its cells cannot be told apart; a quote that begins does not end"
