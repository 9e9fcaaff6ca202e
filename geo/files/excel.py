"""What every workbook shares: a fixed date, and texts that no spreadsheet runs."""

import datetime
import io
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError, FileSizeError

#: The date that files carry which are to be the same whenever they are written.
FIXED_DATE: Final = datetime.datetime(2000, 1, 1)

#: A cell that begins with one of these is a formula to a spreadsheet (OWASP, "CSV Injection"), also as wide signs.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: What :func:`neutralize` may change, as a pattern of texts.
UNSAFE: Final = r"^[=+\-@\t\r\n＝＋－＠]|[\x00-\x08\x0b\x0c\x0e-\x1f]"
_UNSAFE: Final = re.compile(UNSAFE)
#: A number in digits is none, whatever its sign.
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*")


#: Papers of a printer, as workbooks number them.
A3: Final = 8
A4: Final = 9
#: Margins of a page, and of its top below a header [inches].
_MARGINS: Final = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}
_TOP_BELOW_HEADER: Final = 0.6
#: Characters of a header, of the 255 that a workbook takes.
_HEADER_LENGTH: Final = 200
#: Size of an archive beyond which it would be of another kind (ZIP64), which not every spreadsheet opens [GiB].
_MOST_GIB: Final = 4

_CONTROL: Final = str.maketrans("", "", "".join(map(chr, [*range(9), 11, 12, *range(14, 32)])))


@contextmanager
def write_xlsx(path: Path, *, by_row: bool = True) -> Iterator[Any]:
    """Write a workbook, with :data:`FIXED_DATE` as its date.

    Parameters
    ----------
    path
        The file.
    by_row
        Whether its sheets are written from the top down, which holds one row in memory at a time.

    Yields
    ------
    xlsxwriter.Workbook
        The file is there when the block ends.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with write_xlsx(Path(folder) / "a.xlsx") as book:
    ...         _ = book.add_worksheet("a").write_string(0, 0, "b")
    ...     (Path(folder) / "a.xlsx").stat().st_size > 0
    True
    """
    with io.BufferedWriter(_UntilFull(path, "wb")) as file:
        # its own files for a while hold the same rows, so they lie where it lies itself
        book = xlsxwriter.Workbook(file, {"constant_memory": by_row, "tmpdir": str(path.parent)})
        book.set_properties({"created": FIXED_DATE})
        try:
            yield book
            book.close()
        except (FileCreateError, FileSizeError) as error:
            cause = error.__context__
            assert cause is not None
            traceback.clear_frames(cause.__traceback__)  # there is the archive, which ends before its file does
            too_large = OSError(f"larger than {_MOST_GIB} GiB, which no .xlsx may be")
            raise cause if isinstance(cause, OSError) else too_large from None


def set_page(
    sheet: Any,
    *,
    paper: int = A4,
    is_landscape: bool = True,
    across: int = 1,
    pages: int = 0,
    repeated: int | None = 0,
    header: str = "",
) -> None:
    """Have a sheet print as wide as a page or a few, with its heading and the number of the page on each.

    Parameters
    ----------
    sheet
        A sheet of :func:`write_xlsx`.
    paper
        :data:`A4` or :data:`A3`.
    is_landscape
        Whether the page lies on its side.
    across
        It prints as wide as so many pages.
    pages
        It prints on so many pages from top to bottom at most; 0 for as many as it takes.
    repeated
        The row that is repeated on top of each page; None where there are no headings.
    header
        What stands above each page, "" for nothing; what does not fit is cut.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, write_xlsx(Path(folder) / "a.xlsx") as book:
    ...     set_page(book.add_worksheet("a"), paper=A3, header="Streets & districts")
    """
    sheet.set_paper(paper)
    if is_landscape:
        sheet.set_landscape()
    sheet.set_margins(**{**_MARGINS, "top": _TOP_BELOW_HEADER} if header else _MARGINS)
    sheet.fit_to_pages(across, pages)
    if repeated is not None:
        sheet.repeat_rows(repeated)
    sheet.set_footer("&L&9&A&R&9&P / &N")
    if header:
        sheet.set_header(f"&L&10{neutralize(header).replace('&', '&&')[:_HEADER_LENGTH]}")


class _UntilFull(io.FileIO):
    """A file that takes what it cannot hold without a word, once it has failed.

    A zip archive that is thrown away half written tries once more to write its end, and the interpreter prints a
    traceback of that.
    """

    _has_failed = False

    def write(self, data: Any, /) -> int:
        """Write bytes."""
        if self._has_failed:
            return len(data)
        try:
            return super().write(data)
        except OSError:
            self._has_failed = True
            raise


def neutralize(text: str) -> str:
    """Make a text from data safe to put into a spreadsheet's cell.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        With an apostrophe in front where a spreadsheet would take it for a formula; a number stays as it is. Control
        characters, which a workbook cannot hold, are dropped.

    Examples
    --------
    >>> neutralize("=HYPERLINK(1)"), neutralize("Clinic"), neutralize("-5.2")
    ("'=HYPERLINK(1)", 'Clinic', '-5.2')
    """
    if not _UNSAFE.search(text):
        return text
    clean = text.translate(_CONTROL)
    return f"'{clean}" if clean.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(clean) else clean


def neutralize_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Make all texts of a table safe to put into a spreadsheet.

    Parameters
    ----------
    table
        Of any columns. Not changed.

    Returns
    -------
    pandas.DataFrame
        The same table with its headings and texts as :func:`neutralize` writes them; numbers stay numbers.

    Examples
    --------
    >>> neutralize_cells(pd.DataFrame({"=n": [-1.5], "name": ["=1+1"]})).to_dict("list")
    {"'=n": [-1.5], 'name': ["'=1+1"]}
    """
    safe = {
        place: column.map(lambda cell: neutralize(cell) if isinstance(cell, str) else cell)
        for place, (_, column) in enumerate(table.items())
        if not pd.api.types.is_numeric_dtype(column)
    }
    columns = [safe.get(place, table.iloc[:, place]) for place in range(table.shape[1])]
    found = pd.concat(columns, axis=1) if columns else table.copy()
    return found.set_axis([neutralize(str(name)) for name in table.columns], axis=1)
