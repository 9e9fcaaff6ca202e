"""The columns of numbers of one table, read in the way in which the table as a whole writes its numbers."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from geo.arrays import Bool
from geo.files.numbers import Style, find_style, is_misread, parse_number


class NumberColumns:
    """Columns of numbers of a table.

    Parameters
    ----------
    columns
        Name -> cells as read: texts or numbers.
    units
        Name -> unit, as :class:`geo.files.column_schemas.Column` states it.
    is_sheet
        Whether the table is a sheet of a workbook.

    Examples
    --------
    >>> lon, people = pd.Series(["14,505", "14,51"]), pd.Series(["1.234", "7"])
    >>> columns = NumberColumns({"lon": lon, "people": people}, {"lon": "degrees", "people": "people"}, is_sheet=False)
    >>> columns.read("people", is_coordinate=False)[1].tolist()
    [1234.0, 7.0]
    """

    def __init__(self, columns: Mapping[str, pd.Series], units: Mapping[str, str], *, is_sheet: bool) -> None:
        self._columns = {name: _clean(values) for name, values in columns.items()}
        self._units, self._is_sheet = units, is_sheet
        self._plain = {
            name: pd.to_numeric(values, errors="coerce").astype(float) for name, values in self._columns.items()
        }

    @cached_property
    def _style(self) -> Style:
        """How the table writes numbers; as programs do where all cells are plain numbers."""
        if all((values.notna() == self._plain[name].notna()).all() for name, values in self._columns.items()):
            return "point"
        return find_style(
            str(text)
            for values in self._columns.values()
            if not pd.api.types.is_numeric_dtype(values)
            for text in values.dropna()
        )

    def read(self, name: str, *, is_coordinate: bool) -> tuple[pd.Series, pd.Series, Bool]:
        """Read a column.

        Parameters
        ----------
        name
            The column.
        is_coordinate
            Whether it is one of coordinates.

        Returns
        -------
        tuple
            The cells without blanks, missing where empty; the numbers, NaN where a cell is none; and which of them were
            written otherwise than as plain numbers.
        """
        values, numbers = self._columns[name], self._plain[name]
        is_read = np.zeros(len(values), bool)
        if pd.api.types.is_numeric_dtype(values):
            return values, numbers, is_read
        odd = (values.notna() & numbers.isna()).to_numpy(bool)
        if self._style == "comma":
            odd = odd | values.map(lambda text: isinstance(text, str) and is_misread(text)).to_numpy(bool)
        numbers = numbers.copy()
        for row in np.flatnonzero(odd).tolist():
            number = parse_number(
                str(values.iloc[row]),
                unit=self._units.get(name, ""),
                style=self._style,
                is_coordinate=is_coordinate,
                is_sheet=self._is_sheet,
            )
            is_read[row] = number is not None and number != numbers.iloc[row]
            numbers.iloc[row] = np.nan if number is None else number
        return values, numbers, is_read


def list_degrees(frame: pd.DataFrame, names: Sequence[str]) -> list[list[object]]:
    """List the cells of columns of longitude and latitude.

    Parameters
    ----------
    frame
        Texts.
    names
        Its columns.

    Returns
    -------
    list of list
        For each column its cells: as numbers where they have a decimal comma or wide digits, else as they
        are.

    Examples
    --------
    >>> list_degrees(pd.DataFrame({"lon": ["113,6", "113.7", "east"]}), ["lon"])
    [[113.6, '113.7', 'east']]
    """
    columns = NumberColumns({name: frame[name] for name in names}, dict.fromkeys(names, "degrees"), is_sheet=False)
    listed = []
    for name in names:
        values, numbers, is_read = columns.read(name, is_coordinate=True)
        listed.append(values.astype(object).where(~is_read, numbers.astype(object)).fillna("").tolist())
    return listed


def _clean(values: pd.Series) -> pd.Series:
    """Take the blanks off texts; what is empty is missing."""
    if pd.api.types.is_numeric_dtype(values):
        return values
    texts = values.astype("string").str.strip()
    return texts.mask(texts == "")
