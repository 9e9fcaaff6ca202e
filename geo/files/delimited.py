"""Delimited texts: CSV and TSV, in the encoding and with the separator that offices write."""

import re
import warnings
from pathlib import Path
from typing import Final

import pandas as pd

from geo.errors import InputError
from geo.files.delimited_heads import Layout, find_layout
from geo.files.encodings import name_encoding, note_encoding
from geo.files.read_limits import ReadLimits, check_size
from geo.files.sheets import note_heading
from geo.texts.notes import Note

#: What pandas says of a line with more cells than the heading has.
_TOO_MANY: Final = re.compile(r"Expected (\d+) fields in line (\d+), saw (\d+)")
#: And of a quote without its end: the row from 0, with all lines above the table.
_NO_END: Final = re.compile(r"EOF inside string starting at row (\d+)")


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
        A table of texts, numbered as a spreadsheet numbers its rows, without those of nothing; empty for an empty
        file. And notes.

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
    ...     _ = path.write_text("id;name\n001;x\n\n002;y\n")
    ...     read_delimited(path, None, file="a.csv", limits=None)[0].to_dict("index")
    {2: {'id': '001', 'name': 'x'}, 4: {'id': '002', 'name': 'y'}}
    """
    layout = find_layout(path, encoding, file=file)
    if layout.heading is None:
        return pd.DataFrame(), []
    names = layout.heading.names
    check_size(limits, file=file, columns=len(names))
    rows = None if limits is None else min(limits.rows, limits.cells // max(len(names), 1)) + 1
    try:
        frame = _read(path, layout, rows)
    except pd.errors.EmptyDataError:
        return pd.DataFrame(columns=list(names)), []
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        raise InputError(explain_cells(str(error), layout, file)) from None
    except (ValueError, LookupError):  # of a codec: of the texts, of how they begin, or of its name
        raise InputError(f"{file}: cannot be read as {name_encoding(layout.encoding)}; save it as UTF-8") from None
    frame.index = pd.RangeIndex(layout.row_above + 1, layout.row_above + 1 + len(frame))
    frame = _drop_blank(frame)
    notes = note_encoding(path.name, layout.encoding, encoding)
    return frame, [*notes, *note_heading(layout.heading, file=path.name)]


def _read(path: Path, layout: Layout, rows: int | None) -> pd.DataFrame:
    assert layout.heading is not None
    with warnings.catch_warnings():
        warnings.simplefilter("error", pd.errors.ParserWarning)
        return pd.read_csv(
            path,
            sep=layout.separator,
            dtype=str,
            encoding=layout.encoding,
            keep_default_na=False,
            nrows=rows,
            header=None,
            names=list(layout.heading.names),
            skiprows=layout.lines_above,
            index_col=False,
            skip_blank_lines=False,
        )


def _drop_blank(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out rows of nothing; what a short row lacks is empty."""
    if frame.isna().any(axis=None):
        frame = frame.fillna("")
    blank = frame.iloc[:, 0].str.strip() == ""
    if not blank.any():
        return frame
    empty = (frame[blank].apply(lambda column: column.str.strip()) == "").all(axis=1)
    kept: pd.DataFrame = frame.drop(index=empty.index[empty])
    return kept


def explain_cells(said: str, layout: Layout, file: str) -> str:
    """Say where the cells of a text cannot be told apart.

    Parameters
    ----------
    said
        What the parser says.
    layout
        Of the text.
    file
        Its name.

    Returns
    -------
    str
        The message.
    """
    if found := _TOO_MANY.search(said):
        expected, line, cells = map(int, found.groups())
        return f"{file}, line {line}: {cells:,} cells; expected {expected:,}; put texts with separators into quotes"
    if found := _NO_END.search(said):
        row = int(found[1]) + 1 + layout.row_above - layout.lines_above
        return f"{file}, row {row}: a quote that begins does not end; delete it, or close it behind the text"
    if "Length of header" in said and layout.heading is not None:
        line = layout.lines_above + 1
        expected = len(layout.heading.names)
        return (
            f"{file}, line {line}: more cells than its {expected:,} headings; "
            "give each column a heading, and put texts with separators into quotes"
        )
    return f"{file}: its cells cannot be told apart; a quote that begins does not end"
