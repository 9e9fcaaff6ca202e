"""What is odd about tables and may still be meant: told in notes, with counts."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Objects
from geo.files.column_names import fold_name
from geo.texts.notes import Note, make_note
from geo.walking.footways import OPENED_BY_TAG, is_walkable

#: Fewer residents per home than people live in [residents].
_LEAST_EACH: Final = 0.1
#: A home is far larger than the others from so many times the median on, and from so many residents.
_FAR_TIMES: Final = 100.0
_FAR_LARGE: Final = 1000.0
#: Headings under which figures of residents stand.
_PEOPLE: Final = re.compile(r"人口|人数|居民|常住|户籍|popul|resid|people|person", re.IGNORECASE)
#: Classes of roads as Chinese offices write them, by how they end.
_CLASSES: Final = re.compile(
    r"(?:高速|快速|干路|干道|支路|公路|国道|省道|县道|乡道|村道|步行街|小区路|巷道?|匝道)\w{0,2}"
)
#: Words of ``highway`` that are known and closed to walkers.
_CLOSED: Final = frozenset((
    *OPENED_BY_TAG, "trunk_link", "motorway", "motorway_link", "construction", "proposed", "raceway", "rest_area",
    "services", "bus_guideway", "escape", "abandoned", "razed", "planned", "no", "disused", "yes", "via_ferrata",
    "bus_stop", "ladder", "emergency_bay", "emergency_access_point", "dismantled", "demolished", "historic",
    "passing_place", "turning_circle", "unknown",
))  # fmt: skip
#: Share of a column's words that are classes of roads.
_MOSTLY: Final = 0.5
#: Places nearer than this are one [m].
_SAME_M: Final = 1.0
#: Rows or words that a note names.
_SHOWN: Final = 5


def note_odd_homes(homes: gpd.GeoDataFrame, raw: pd.DataFrame, *, file: str, is_numbered: bool) -> list[Note]:
    """Note figures of residents that can hardly be meant, and rows that stand twice.

    Parameters
    ----------
    homes
        ``residents``, maybe ``households``; points, by the numbers of the rows.
    raw
        The table as the file has it.
    file
        Its name.
    is_numbered
        Whether the file has no identifiers: then rows that are alike may be one home.

    Returns
    -------
    list of Note
        Empty where nothing is odd.

    Examples
    --------
    >>> homes = gpd.GeoDataFrame({"residents": [0.0, 0.0]}, geometry=gpd.points_from_xy([0, 9], [0, 9]))
    >>> raw = pd.DataFrame({"population": ["0", "0"], "常住人口": ["3", "4"]})
    >>> [note.key for note in note_odd_homes(homes, raw, file="homes.csv", is_numbered=False)]
    ['no_residents_but']
    """
    residents, notes = homes["residents"].to_numpy(float), []
    total, n = float(np.nansum(residents)), len(homes)
    if n and total == 0:
        other = next((name for name in map(str, raw.columns) if _holds_people(name, raw[name])), None)
        notes.append(
            make_note("no_residents_but", file=file, column=other) if other else make_note("no_residents", file=file)
        )
    elif n and total < _LEAST_EACH * n:
        notes.append(make_note("few_residents", file=file, homes=n, residents=total))
    known = residents[residents > 0]
    limit = max(_FAR_LARGE, _FAR_TIMES * float(np.median(known))) if len(known) else np.inf
    large = np.flatnonzero(residents >= limit)
    if len(large):
        rows = _list_rows(homes.index[large])
        notes.append(make_note("large_homes", file=file, homes=len(large), rows=rows, median=float(np.median(known))))
    if "households" in homes and total >= _LEAST_EACH * n > 0 and homes["households"].sum() > 2 * total:
        households = float(homes["households"].sum())
        notes.append(make_note("more_households", file=file, households=households, residents=total))
    if is_numbered:
        notes += _note_twice(homes, file)
    return notes


def _holds_people(name: str, cells: "pd.Series[Any]") -> bool:
    return bool(_PEOPLE.search(name)) and bool((pd.to_numeric(cells, errors="coerce") > 0).mean() > _MOSTLY)


def _note_twice(homes: gpd.GeoDataFrame, file: str) -> list[Note]:
    rows = pd.DataFrame(homes.drop(columns="geometry")).assign(place=shapely.to_wkb(homes.geometry.values))
    again = rows.duplicated().to_numpy() & homes.geometry.notna().to_numpy()
    if not again.any():
        return []
    return [make_note("homes_twice", file=file, homes=int(again.sum()), rows=_list_rows(homes.index[again]))]


def note_alike_facilities(facilities: gpd.GeoDataFrame) -> list[Note]:
    """Note facilities of one category and name at one place that have several identifiers.

    Parameters
    ----------
    facilities
        ``facility_id, category, name``; points in a metric CRS.

    Returns
    -------
    list of Note
        Empty where there are none; those without a name are not compared.

    Examples
    --------
    >>> table = {"facility_id": ["a", "b"], "category": "clinic", "name": "North"}
    >>> note_alike_facilities(gpd.GeoDataFrame(table, geometry=gpd.points_from_xy([0, 0.1], [0, 0])))[0].values["pairs"]
    'a = b'
    """
    named = facilities[(facilities["name"].fillna("") != "") & facilities.geometry.notna()]
    key = [
        named["category"],
        named["name"],
        *(np.round(axis / _SAME_M) for axis in (named.geometry.x, named.geometry.y)),
    ]
    groups = named["facility_id"].groupby(key, sort=False).agg(list)
    alike = [ids for ids in groups if len(ids) > 1]
    if not alike:
        return []
    pairs = ", ".join(" = ".join(ids[:3]) for ids in alike[:_SHOWN]) + (", …" if len(alike) > _SHOWN else "")
    return [make_note("alike_facilities", again=sum(map(len, alike)) - len(alike), pairs=pairs)]


def note_category_names(categories: Collection[str], names: Mapping[str, Mapping[str, str]]) -> list[Note]:
    """Note categories that are only another word for one that rules or the source file name.

    Parameters
    ----------
    categories
        Those of the facilities, one for each facility.
    names
        Category -> its names by language.

    Returns
    -------
    list of Note
        One for each such category.

    Examples
    --------
    >>> note_category_names(["Clinic", "诊所"], {"clinic": {"zh": "诊所", "en": "Clinic"}})[1].values["known"]
    'clinic'
    """
    known = {fold_name(word): name for name, texts in names.items() for word in (*texts.values(), name)}
    counts = Counter(categories)
    return [
        make_note("category_by_name", category=category, places=count, known=known[fold_name(category)])
        for category, count in counts.items()
        if category not in names and fold_name(category) in known
    ]


def note_roads(ways: pd.DataFrame, raw: pd.DataFrame, *, file: str) -> list[Note]:
    """Note words of ``highway`` that nobody knows; and without that column, one that holds classes of roads.

    Parameters
    ----------
    ways
        Maybe with ``highway``.
    raw
        The table as the file has it.
    file
        Its name.

    Returns
    -------
    list of Note
        Empty where all words are known.

    Examples
    --------
    >>> raw = pd.DataFrame({"道路等级": ["主干路", "高速公路"]})
    >>> note_roads(raw, raw, file="roads.shp")[0].values["column"]
    '道路等级'
    """
    if "highway" in ways:
        words = list_unknown_words(ways["highway"])
        return [make_note("unknown_highways", file=file, roads=words[1], words=words[0])] if words[1] else []
    for name in raw.columns:
        cells = raw[name]
        if name == "geometry" or pd.api.types.is_numeric_dtype(cells):
            continue
        texts = cells.dropna().astype(str).str.strip()
        texts = texts[texts != ""]
        if len(texts) and np.mean([_is_class(text) for text in texts.unique()]) > _MOSTLY:
            return [make_note("unread_classes", file=file, column=str(name), words=_list_words(texts.tolist()))]
    return []


def _is_class(text: str) -> bool:
    return _is_known(text) or (bool(_CLASSES.search(text)) and len(text) <= 8)


@cache
def _is_known(word: str) -> bool:
    return word in _CLOSED or bool(is_walkable(pd.DataFrame({"highway": [word]}))[0])


def list_unknown_words(highway: Iterable[str]) -> tuple[str, int]:
    """List words that are no kinds of roads, with how often each stands; and how many there are in all.

    Examples
    --------
    >>> list_unknown_words(["residential", "支路", "支路", ""])
    ('支路 (2)', 2)
    """
    unknown = [word for word in highway if word and not _is_known(word)]
    return _list_words(unknown), len(unknown)


def _list_words(words: list[str]) -> str:
    counts = pd.Series(words, dtype=object).value_counts()
    shown = [f"{word} ({count:,})" for word, count in counts.head(_SHOWN).items()]
    return ", ".join(shown) + (", …" if len(counts) > _SHOWN else "")


def _list_rows(rows: "pd.Index[int] | Objects") -> str:
    return ", ".join(map(str, rows[:_SHOWN])) + (", …" if len(rows) > _SHOWN else "")
