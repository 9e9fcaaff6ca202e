"""Rows of a table that are no data: totals, and remarks below it."""

import re
from typing import Final

import pandas as pd

from geo.files.headings import is_number
from geo.texts.notes import Note, make_note

_WORDS: Final = (
    "合计",
    "总计",
    "小计",
    "共计",
    "总和",
    "合計",
    "總計",
    "小計",
    "本页小计",
    "本页合计",
    "全市合计",
    "全区合计",
)
_WESTERN: Final = ("total", "totals", "subtotal", "grand total", "sum", "total general", "i alt", "samlet")
_SPACED: Final = tuple(
    blank.join(word) for word in _WORDS for blank in ("", " ", "  ", "   ", "\u3000", "\u3000\u3000")
)
#: What the first cell of a total says, in every usual spelling: a set is looked up in, for millions of cells.
_TOTALS: Final = frozenset(
    f"{word}{end}"
    for word in (
        *_SPACED,
        *_WESTERN,
        *map(str.upper, _WESTERN),
        *map(str.capitalize, _WESTERN),
        *map(str.title, _WESTERN),
    )
    for end in ("", ":", "：", " ", " :")
)
#: How a remark begins.
_REMARK: Final = re.compile(
    r"(?:注|备注|说明|数据来源|资料来源|来源|填表|制表|审核|note|notes|source|remark)\w{0,6}\s*[:：]", re.IGNORECASE
)
#: A total stands in one of the first columns, and a remark fills this many cells at most.
_COLUMNS: Final = 4
_REMARK_CELLS: Final = 3
#: Most rows that a note names.
_SHOWN: Final = 5


def drop_totals(frame: pd.DataFrame, *, file: str) -> tuple[pd.DataFrame, list[Note]]:
    """Leave out totals, and remarks below the last row.

    Parameters
    ----------
    frame
        Texts, "" where a cell is empty, numbered as the file numbers its rows.
    file
        Name of the file.

    Returns
    -------
    tuple
        The other rows, and a note that names those left out.

    Examples
    --------
    >>> frame = pd.DataFrame({"id": ["a", "合 计"], "people": ["3", "3"], "lon": ["113.6", ""]}, index=[2, 3])
    >>> kept, notes = drop_totals(frame, file="homes.xlsx")
    >>> kept.id.tolist(), notes[0].values["rows"]
    (['a'], '3')
    """
    if frame.empty or frame.shape[1] < 2:  # a list of texts has no totals
        return frame, []
    dropped = [row for row in _list_totals(frame) if _is_total(frame.iloc[row].tolist())]
    last = len(frame)
    while last and (last - 1 in dropped or _is_remark(frame.iloc[last - 1].tolist())):
        last -= 1
        dropped.append(last)
    rows = sorted(set(dropped))
    if not rows:
        return frame, []
    shown = ", ".join(str(frame.index[row]) for row in rows[:_SHOWN]) + ("…" if len(rows) > _SHOWN else "")
    return frame.drop(index=frame.index[rows]), [make_note("total_rows", file=file, rows=shown)]


def is_no_data(cells: list[str]) -> bool:
    """Tell whether a row holds nothing, names a total, or is a remark.

    Parameters
    ----------
    cells
        The row, "" where a cell is empty or missing.

    Returns
    -------
    bool
        Whether it is no row of data, below the last one at least.

    Examples
    --------
    >>> is_no_data(["合计", "480", ""]), is_no_data(["制表:甲", ""]), is_no_data(["a", "480", ""])
    (True, True, False)
    """
    return not any(map(str.strip, cells)) or _is_total(cells) or _is_remark(cells)


def _list_totals(frame: pd.DataFrame) -> list[int]:
    """List rows in whose first columns a total is named."""
    columns = frame.iloc[:, :_COLUMNS]
    return sorted({row for _, cells in columns.items() for row in cells.isin(_TOTALS).to_numpy().nonzero()[0].tolist()})


def _is_total(cells: list[str]) -> bool:
    """Tell whether the first cell that is filled names a total, and a place or a name is missing beside it."""
    filled = [cell for cell in cells if cell.strip()]
    named = [cell for cell in filled[1:] if not is_number(cell)]
    return filled[0] in _TOTALS and not named and len(filled) < len(cells)


def _is_remark(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) <= min(_REMARK_CELLS, len(cells) - 1) and bool(filled) and bool(_REMARK.match(filled[0].strip()))
