"""Tables that are read without GDAL: delimited texts, workbooks, Parquet."""

from pathlib import Path

import pandas as pd

from geo.files.delimited import read_delimited
from geo.files.endings import EXCEL, SEPARATORS
from geo.files.parquet import check_parquet, read_parquet
from geo.files.read_limits import ReadLimits
from geo.files.sheets import read_sheet
from geo.files.total_rows import drop_totals
from geo.texts.notes import Note


def read_plain(
    path: Path, *, layer: str | None, encoding: str | None, file: str, limits: ReadLimits | None
) -> tuple[pd.DataFrame, list[Note]]:
    r"""Read a delimited text, a workbook or a Parquet file.

    Parameters
    ----------
    path
        The file.
    layer
        Sheet of a workbook; None means the only one that is shown.
    encoding
        Encoding of a delimited text; found out where None.
    file
        What to call it in messages.
    limits
        The most it may hold.

    Returns
    -------
    tuple
        A GeoDataFrame or DataFrame, perhaps without rows, numbered as the file numbers its rows, and notes.

    Raises
    ------
    InputError
        If it cannot be read or is too large.
    Exception
        Whatever a library raises on damaged bytes.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.csv"
    ...     _ = path.write_text("id\n001\n")
    ...     read_plain(path, layer=None, encoding=None, file="a.csv", limits=None)[0]["id"].tolist()
    ['001']
    """
    ending = path.suffix.lower()
    if ending in (*SEPARATORS, *EXCEL):
        if ending in SEPARATORS:
            frame, notes = read_delimited(path, encoding, file=file, limits=limits)
        else:
            frame, notes = read_sheet(path, layer, file=file, limits=limits)
        frame, more = drop_totals(frame, file=path.name)
        return frame, notes + more
    if limits is not None:
        check_parquet(path, file=file, limits=limits)
    frame = read_parquet(path)
    return frame.set_axis(pd.RangeIndex(1, len(frame) + 1)), []
