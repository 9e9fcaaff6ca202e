"""How a delimited text is laid out: its encoding, its separator, and where its headings stand."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Final

from geo.errors import InputError
from geo.files.encodings import check_stated
from geo.files.endings import SEPARATORS
from geo.files.headings import LOOKED_AT, Heading, find_heading
from geo.files.total_rows import is_no_data
from geo.texts.notes import Note

#: Separators that a .csv or .txt may have: Excel writes ; where the comma is the decimal sign, tabs as "Unicode text".
_CHOICES: Final = (",", ";", "\t")
_QUOTED: Final = re.compile(r'"[^"]*"')
#: How much of a text is looked at [bytes].
_HEAD_BYTES: Final = 1 << 20
#: What Excel may write in front, which it shows nobody.
_SEPARATOR_LINE: Final = "sep="


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a delimited text is laid out.

    Parameters
    ----------
    encoding, separator
        Name of its codec, and the sign between cells.
    heading
        Where its headings are, None for a text of nothing.
    lines_above, rows_above
        Lines of the text up to the first row below the headings, and how many rows they are: cells may have several.
    row_above
        The number that a spreadsheet shows beside the last row of headings.
    notes
        What was decided.
    """

    encoding: str
    separator: str
    heading: Heading | None
    lines_above: int
    rows_above: int
    row_above: int
    notes: tuple[Note, ...] = ()


def find_layout(path: Path, stated: str | None, *, file: str) -> Layout:
    r"""Find how a delimited text is laid out.

    Parameters
    ----------
    path
        The file.
    stated
        Encoding that a person states, or None.
    file
        What to call it in messages.

    Returns
    -------
    Layout
        As a spreadsheet would show it.

    Raises
    ------
    InputError
        If its texts are in no known encoding, or in another than the stated one.
    OSError
        If it cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.csv"
    ...     _ = path.write_text("Homes\nid;lon\na;113,6\nb;113,7\n", encoding="utf-16")
    ...     layout = find_layout(path, None, file="a.csv")
    >>> layout.encoding, layout.separator, layout.heading.names, layout.row_above
    ('utf-16', ';', ('id', 'lon'), 2)
    """
    raw = path.read_bytes()
    encoding = check_stated(raw, stated, file=file)
    text = raw[:_HEAD_BYTES].decode(encoding, "ignore")
    if len(raw) > _HEAD_BYTES:
        text = text[: text.rfind("\n") + 1] or text
    above, first = 0, text.partition("\n")[0].rstrip("\r").strip("\ufeff")
    wanted = SEPARATORS[path.suffix.lower()]
    if first.lower().startswith(_SEPARATOR_LINE) and len(first) == len(_SEPARATOR_LINE) + 1:
        above, wanted, text = 1, first[-1], text.partition("\n")[2]
    elif wanted == ",":
        wanted = _choose_separator(text)
    rows, lines = _split(text, wanted, file)
    heading = find_heading(rows, is_ruled=False)
    end = 0 if heading is None else heading.end
    return Layout(
        encoding=encoding,
        separator=wanted,
        heading=heading,
        lines_above=above + (lines[end - 1] if end else 0),
        rows_above=above + end,
        row_above=end,
    )


def _choose_separator(text: str) -> str:
    """Choose the sign that most rows have most of, outside of quotes; the comma where they have as many."""
    counts = {}
    text = _QUOTED.sub('""', text)  # a quote within a cell is none to the reader, which a wrong sign makes of many
    for sign in _CHOICES:
        rows = _read_rows(text, sign)
        filled = [len(row) - 1 for row in rows if any(row)]
        counts[sign] = (median(filled) if filled else 0, Counter(filled).most_common(1)[0][1] if filled else 0)
    return max(_CHOICES, key=lambda sign: (counts[sign], -_CHOICES.index(sign)))


def _read_rows(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) == LOOKED_AT:
                break
    except csv.Error:
        pass  # of a cell without end; the reader of the whole says where
    return rows


def _split(text: str, separator: str, file: str) -> tuple[Sequence[Sequence[str]], list[int]]:
    """Take the first rows apart, and count the lines up to the end of each."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows, lines = [], []
    try:
        for row in reader:
            rows.append(row)
            lines.append(reader.line_num)
            if len(rows) == LOOKED_AT:
                break
    except csv.Error:
        if not rows:
            raise InputError(f"{file}: its cells cannot be told apart; a quote that begins does not end") from None
    return rows, lines


def check_rows(path: Path, layout: Layout, *, file: str, is_exact: bool) -> None:
    r"""Raise if a row of a delimited text has another number of cells than the table has headings.

    Parameters
    ----------
    path
        The file.
    layout
        Its layout; it has headings.
    file
        What to call it in the message.
    is_exact
        Whether nothing may be left out; else totals, remarks and a cell that stands alone in its row are no fault, and
        columns without a heading at the end may be missing.

    Raises
    ------
    InputError
        With the number that a spreadsheet shows beside the first such row. Rows of nothing are none.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:  # doctest: +ELLIPSIS
    ...     path = Path(folder) / "a.csv"
    ...     _ = path.write_text("id,name\na,x\nb,y,z\n")
    ...     check_rows(path, find_layout(path, None, file="a.csv"), file="a.csv", is_exact=False)
    Traceback (most recent call last):
        ...
    geo.errors.InputError: a.csv, row 3: 3 cells below 2 headings; ...
    """
    assert layout.heading is not None
    most = len(layout.heading.names)
    allowed = {0, most} if is_exact else {0, 1, *range(layout.heading.named, most + 1)}
    with path.open(encoding=layout.encoding, errors="replace", newline="") as text, suppress(csv.Error):
        rows = csv.reader(islice(text, layout.lines_above, None), delimiter=layout.separator)
        for number, cells in enumerate(rows, layout.row_above + 1):
            if len(cells) in allowed:
                continue
            if is_exact or len(cells) > most or not is_no_data([*cells, *[""] * (most - len(cells))]):
                raise InputError(
                    f"{file}, row {number}: {len(cells):,} cells below {most:,} headings; give each column a heading "
                    "and each row a cell for it, and put texts with separators into quotes"
                )
