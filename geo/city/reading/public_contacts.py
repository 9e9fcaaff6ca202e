"""The public contact of grid units: what may be a person's telephone is no such contact."""

import re
from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import pandas as pd

from geo.city.schemas import SCHEMAS
from geo.files.column_names import find_columns
from geo.personal import has_mobile_number
from geo.texts.notes import Note, make_note

#: The alias that says itself that what it holds is public.
_PUBLIC: Final = "公开电话"
_PERSON: Final = re.compile(
    r"姓名|人$|[负联责]\w人|(?:网格|责任|管理|联系|巡查|协管|信息|专职|兼职)员|员$|[格片组队站所楼院栋段]长|书记|主任|民警|辅警|干部|专干|社工"
)
_FIGURE: Final = re.compile(r"(?:数|数量|率|比例|占比)$")
_BRACKETS: Final = re.compile(r"[(（\[【].*?[)）\]】]|[\d\s_.-]+$")
_PERSON_WORDS: Final = frozenset((
    "captain", "charge", "chief", "coordinator", "firstname", "fullname", "head", "inspector", "lastname", "lead",
    "leader", "manager", "officer", "owner", "person", "responsible", "staff", "steward", "supervisor", "surname",
    "warden", "worker",
))  # fmt: skip
_FIGURE_WORDS: Final = frozenset(("count", "counts", "share", "total"))
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LETTER: Final = re.compile(r"[^\W\d_]")


def protect_persons(
    units: gpd.GeoDataFrame, headings: Sequence[str], *, named: str | None, file: str
) -> tuple[gpd.GeoDataFrame, list[Note]]:
    """Take telephones of persons out of the public contacts of grid units.

    Parameters
    ----------
    units
        Maybe with ``contact``. Not changed.
    headings
        All headings of the file.
    named
        The column that the source file names as contact; None where it was found by its heading.
    file
        Name of the file, for notes.

    Returns
    -------
    tuple
        The units, and notes on what was left out. A contact that nobody named is left out where a column names persons,
        but for one that is called public. Beside such a column a mobile number is a person's, whoever named the
        contact; in a cell with a name it always is. Without ``contact`` nothing changes.

    Examples
    --------
    >>> units = gpd.GeoDataFrame({"contact": ["13800138000"]}, geometry=[None])
    >>> found, notes = protect_persons(units, ["网格员", "联系电话"], named=None, file="a.csv")
    >>> "contact" in found, notes[0].key
    (False, 'contact_left_out')
    """
    if "contact" not in units:
        return units, []
    # whatever its heading is cut to, or has blanks in, it is the column that was read
    read, _ = find_columns(pd.DataFrame(columns=list(headings)), SCHEMAS["grid_units"].columns, {}, file=file)
    column = named or read.get("contact", "contact")
    person = next((heading for heading in headings if names_person(heading)), None)
    if person is not None and named is None and column != _PUBLIC:
        return units.drop(columns="contact"), [make_note("contact_left_out", file=file, column=column, person=person)]
    contacts = units["contact"]
    private = contacts.map(lambda text: has_mobile_number(text) and (person is not None or bool(_LETTER.search(text))))
    if not private.any():
        return units, []
    note = make_note("contact_of_persons", file=file, column=column, numbers=int(private.sum()))
    return units.assign(contact=contacts.mask(private.to_numpy(bool), "")), [note]


def names_person(heading: str) -> bool:
    """Tell whether a column of this heading names persons, or what only a person has.

    Parameters
    ----------
    heading
        In Chinese or English, with whatever stands in brackets or is counted behind it.

    Returns
    -------
    bool
        False for numbers of persons.

    Examples
    --------
    >>> [names_person(text) for text in ("网格员(专职)", "负责人电话", "worker_name", "GridLeader")]
    [True, True, True, True]
    >>> [names_person(text) for text in ("网格员人数", "周长", "name", "community", "人口")]
    [False, False, False, False, False]
    """
    text = _BRACKETS.sub("", heading).strip()
    if _PERSON.search(text):
        return not _FIGURE.search(text)
    words = {word.lower() for word in _WORD.findall(heading)}
    return bool(words & _PERSON_WORDS or {"contact", "name"} <= words) and not words & _FIGURE_WORDS
