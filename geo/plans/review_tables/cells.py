"""What tables for readers are made of: cells by kind, columns with headings, rows, figures; no file and no page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from geo.plans.review_tables.words import Words

#: A row of a table of a review, by column.
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict, by its name in :data:`geo.plans.verdicts.VERDICTS`, and the key of its text where that is another."""

    name: str
    said: str = ""

    @property
    def key(self) -> str:
        """Key of the text that says it."""
        return self.said or f"verdict.{self.name}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number, NaN or infinite where there is none, and its unit: one of clauses, ``"share"``, "" for a count."""

    value: float
    unit: str = ""


#: What a cell holds: words, a verdict, a number, a text from data (an id, a name), a list of those, or nothing.
Cell = Words | Verdict | Number | str | tuple[Words | str, ...] | None


@dataclass(frozen=True)
class Column:
    """A column that has a heading.

    Parameters
    ----------
    key
        Of its cells.
    heading
        A key of :data:`geo.texts.TEXTS`, "" for a column without a heading.
    unit
        Unit of all of its numbers, "" where it differs by row or there is none.
    of
        Key of a text that says what the heading is about, "" where it says so itself.
    """

    key: str
    heading: str
    unit: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Parameters
    ----------
    cells
        Key -> cell; more of them than columns may be shown.
    group
        Rows with equal groups belong together: they are about one category and kind of clause.
    records
        Scenario -> the row of the review's table that the cells are made of.
    """

    cells: Mapping[str, Cell]
    group: tuple[str, ...] = ()
    records: Mapping[str, Record] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A table: key of its title in :data:`geo.texts.TEXTS`, columns, rows."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def choose(self, *keys: str) -> tuple[Column, ...]:
        """Choose columns by their keys, in the order of the keys.

        Raises
        ------
        KeyError
            If there is no such column.
        """
        columns = {column.key: column for column in self.columns}
        return tuple(columns[key] for key in keys)


@dataclass(frozen=True)
class Figure:
    """One fact about a plan area or a review.

    Parameters
    ----------
    label
        A key of :data:`geo.texts.TEXTS`.
    value
        The fact as a cell.
    words
        How it is said in a sentence or where it is lacking, None where the value says it.
    note
        What else there is to say: how a size was derived, the code of a division.
    of
        Key of a text that says what the label is about, "" where it says so itself.
    """

    label: str
    value: Cell
    words: Words | None = None
    note: Words | str | None = None
    of: str = ""
