"""The tables of all cities of a run: one row for each city, as JSON, CSV and a workbook."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geo import __version__
from geo.coverage.workbook import head_column
from geo.files.directories import replace_own_file
from geo.files.excel import neutralize, write_xlsx
from geo.files.writers import write_csv, write_json
from geo.texts.messages import translate_message

#: The tables of all cities, beside their folders.
TABLES: Final = ("cities.json", "cities.csv", "cities.xlsx")


def write_tables(output: Path, rows: Sequence[Mapping[str, Any]], *, kind: str, seconds: float) -> None:
    """Write cities.json, cities.csv and cities.xlsx.

    Parameters
    ----------
    output
        An existing folder.
    rows
        One row for each city.
    kind
        What was run.
    seconds
        How long all took [s].

    Raises
    ------
    InputError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_tables(Path(folder), [{"name": "a", "status": "ok"}], kind="analyze", seconds=1.0)
    ...     (Path(folder) / "cities.csv").read_text("utf-8-sig").splitlines()
    ['name,status', 'a,ok']
    """
    last = ("seconds", "worker")
    names = [name for name in dict.fromkeys(key for row in rows for key in row) if name not in last]
    names += [name for name in last if any(name in row for row in rows)]
    frame = pd.DataFrame(list(rows), columns=names)
    about = {"kind": kind, "version": __version__, "seconds": seconds}
    with replace_own_file(output / "cities.json") as new:
        write_json(new, {**about, "failed": sum(row["status"] == "failed" for row in rows), "cities": list(rows)})
    with replace_own_file(output / "cities.csv") as new:
        write_csv(new, frame)
    with replace_own_file(output / "cities.xlsx") as new:
        _write_sheet(new, frame)


def _write_sheet(path: Path, frame: pd.DataFrame) -> None:
    with write_xlsx(path, by_row=False) as book:
        share = book.add_format({"num_format": "0.0%"})
        heading = book.add_format({"bold": True, "text_wrap": True})
        sheet = book.add_worksheet("cities")
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
        for column, name in enumerate(map(str, frame)):
            sheet.write_string(0, column, neutralize(head_column(name, {})), heading)
            for row, cell in enumerate(frame[name], start=1):
                if isinstance(cell, str):
                    sheet.write_string(row, column, neutralize(_join_languages(cell) if name == "message" else cell))
                elif pd.notna(cell):
                    sheet.write_number(
                        row, column, cell, share if name.startswith(("share_", "villages_share_")) else None
                    )
        sheet.autofit()


def _join_languages(message: str) -> str:
    """Write a message in both languages, as the headings of a workbook are."""
    chinese = translate_message(message, "zh")
    return message if chinese == message else f"{chinese}\n{message}"
