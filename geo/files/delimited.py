"""Delimited texts: CSV and TSV, in the encoding and with the separator that offices write."""

import re
import warnings
from pathlib import Path
from typing import Final

import pandas as pd

from geo.errors import InputError
from geo.files.delimited_heads import Layout, check_rows, find_layout
from geo.files.encodings import name_encoding, note_encoding
from geo.files.land_texts import read_land_text
from geo.files.read_limits import ReadLimits, check_size
from geo.files.sheets import note_heading
from geo.texts.notes import Note

#: What pandas says of a quote without its end: the row from 0, with all lines above the table.
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
    land = read_land_text(path, encoding, file=file, limits=limits)
    if land is not None:
        return land[0], note_encoding(path.name, land[1], encoding)
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
        if found := _NO_END.search(str(error)):
            row = int(found[1]) + 1 + layout.row_above - layout.lines_above
            raise InputError(
                f"{file}, row {row}: a quote that begins does not end; delete it, or close it behind the text"
            ) from None
        check_rows(path, layout, file=file, is_exact=False)
        raise InputError(f"{file}: its cells cannot be told apart; a quote that begins does not end") from None
    except (ValueError, LookupError):  # of a codec: of the texts, of how they begin, or of its name
        raise InputError(f"{file}: cannot be read as {name_encoding(layout.encoding)}; save it as UTF-8") from None
    frame.index = pd.RangeIndex(layout.row_above + 1, layout.row_above + 1 + len(frame))
    if (frame.iloc[:, layout.heading.named - 1] == "").any():  # pandas does not tell what lacks from what is empty
        check_rows(path, layout, file=file, is_exact=False)
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
            skiprows=layout.rows_above,
            index_col=False,
            skip_blank_lines=False,
        )


def _drop_blank(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out rows of nothing."""
    blank = frame.iloc[:, 0].str.strip() == ""
    if not blank.any():
        return frame
    empty = (frame[blank].apply(lambda column: column.str.strip()) == "").all(axis=1)
    kept: pd.DataFrame = frame.drop(index=empty.index[empty])
    return kept
