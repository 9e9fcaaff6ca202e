"""The figures of one category for the units of several levels: at its own limit, and by walking minute."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Float64, Int32, Int64
from geo.coverage.analysis import Coverage
from geo.coverage.by_minute import MinutesOfHomes, count_by_minute, find_middle_homes, find_minutes
from geo.coverage.gaps import REMEDIES
from geo.coverage.scopes import RURAL, URBAN
from geo.coverage.status import ALL, COVERED, NOT_JUDGED
from maps.encode import pack_numbers
from maps.planner.levels import round_people

#: A path, a new site, nothing that was found: a letter each.
_REMEDY_LETTERS: Final = dict(zip(REMEDIES, "ps-", strict=True))

Rows = Mapping[str, Int32]


def pack_category(
    coverage: Coverage, category: str, rows: Rows, levels: Sequence[str], gaps: tuple[gpd.GeoDataFrame, Int64]
) -> dict[str, Any]:
    """Pack the figures of one category.

    Parameters
    ----------
    coverage
        At the category's own limits.
    category
        One of its categories.
    rows
        As :func:`geo.coverage.by_minute.find_rows` finds them.
    levels
        Which levels.
    gaps
        Gap areas of the category, and the one of each home, as :func:`geo.coverage.gaps.find_gaps` finds them.

    Returns
    -------
    dict
        ``limit_m`` (by scope, None where it is not judged), ``speed_m_per_min``, and ``levels``: level -> columns in
        the order of its units. ``covered, uncovered`` at the scope's own limit: what is left of the residents is
        unknown or not judged. ``by_minute`` and ``unknown_by_minute`` as :func:`pack_minutes` writes them.
        ``median_min`` in tenths (None where more than half have no way, or nobody lives), ``facility`` (row among those
        of the category: the one nearest to the middle resident; -1), ``remedy`` (a letter each: p, s or -).

    Raises
    ------
    InputError
        If the category is unknown.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.coverage.by_minute import find_rows
    >>> found = analyze_city(build_sample())
    >>> packed = pack_category(found, "clinic", find_rows(found), ["communities"], found.find_gaps("clinic"))
    >>> packed["levels"]["communities"]["median_min"], packed["levels"]["communities"]["remedy"]
    ([None, 24, 270], '--s')
    """
    minutes = find_minutes(coverage, category)
    helped = _weigh_remedies(minutes, *gaps)
    return {
        **_describe_limits(coverage, category),
        "levels": {
            level: {
                **_pack_own(coverage, category, level),
                **_pack_walks(coverage, category, minutes, rows[level], len(coverage.levels[level])),
                "remedy": _choose_remedies(helped, rows[level], len(coverage.levels[level])),
            }
            for level in levels
        },
    }


def pack_all_categories(coverage: Coverage, rows: Rows, levels: Sequence[str]) -> dict[str, Any]:
    """Pack the figures of all categories at once.

    Parameters
    ----------
    coverage
        At the own limits of each category.
    rows, levels
        As for :func:`pack_category`.

    Returns
    -------
    dict
        As of :func:`pack_category`, but of each level only ``covered, uncovered`` and ``reached``: how many categories
        a resident who is judged has within the limit, on average [hundredths]; None where nobody is.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.coverage.by_minute import find_rows
    >>> found = analyze_city(build_sample())
    >>> pack_all_categories(found, find_rows(found), ["communities"])["levels"]["communities"]["reached"]
    [0, 133, 100]
    """
    residents = coverage.city.homes["residents"].to_numpy(float)
    judged = np.where((coverage.status != NOT_JUDGED).any(axis=1), residents, 0.0)
    within = judged * (coverage.status == COVERED).sum(axis=1)
    levels_packed = {}
    for level in levels:
        size = len(coverage.levels[level])
        total, reached = (np.bincount(rows[level], weights, size) for weights in (judged, within))
        mean = np.divide(100 * reached, total, out=np.full(size, np.nan), where=total > 0)
        levels_packed[level] = {**_pack_own(coverage, ALL, level), "reached": _round_known(mean)}
    return {**_describe_limits(coverage, ALL), "levels": levels_packed}


def _describe_limits(coverage: Coverage, category: str) -> dict[str, Any]:
    limits = {scope: coverage.judgements[scope].limit_m.get(category) for scope in (URBAN, RURAL)}
    return {"limit_m": limits, "speed_m_per_min": coverage.profile.speed_m_per_min}


def _pack_own(coverage: Coverage, category: str, level: str) -> dict[str, Any]:
    table = coverage.levels[level]
    return {tally: round_people(table[f"{tally}_{category}"]) for tally in ("covered", "uncovered")}


def _pack_walks(coverage: Coverage, category: str, minutes: MinutesOfHomes, row: Int32, size: int) -> dict[str, Any]:
    covered, unknown = count_by_minute(minutes, row, rows=size)
    middle = find_middle_homes(minutes, row, rows=size)
    walk_m = np.append(minutes.walk_m, np.inf)[middle]
    median = np.where(np.isfinite(walk_m), 10 * walk_m / coverage.profile.speed_m_per_min, np.nan)
    context = coverage.walks.context
    k = context.categories.index(category)
    number = np.cumsum(context.category == k) - 1
    facility = np.append(coverage.walks.nearest.facility[:, k], -1)[middle]
    return {
        "by_minute": pack_minutes(covered),
        "unknown_by_minute": pack_minutes(unknown, is_signed=True),
        "median_min": _round_known(median),
        "facility": np.where(facility >= 0, np.append(number, -1)[facility], -1).tolist(),
    }


def _round_known(values: Float64) -> list[int | None]:
    return [None if np.isnan(value) else round(value) for value in values.tolist()]


def pack_minutes(people: Float64, *, is_signed: bool = False) -> str:
    """Pack the people of each row within 1, 2, ... minutes.

    Parameters
    ----------
    people
        Shape (rows, minutes); rounded to whole people.
    is_signed
        Whether they may become fewer with more minutes; steps are zig-zag coded then.

    Returns
    -------
    str
        A text per row, joined by ``.``, of numbers as :func:`maps.encode.pack_numbers` writes them: the first minute
        with anybody (from 1), how many they are then, and by how many more they are each minute after that; zeros at
        the end are left out. "" for a row without anybody, and where no row has anybody.

    Examples
    --------
    >>> pack_minutes(np.array([[0.0, 3.0, 3.0, 4.0, 4.0], [0.0] * 5])), pack_minutes(np.zeros((2, 5)))
    ('CDAB.', '')
    """
    steps = np.diff(np.rint(people), axis=1, prepend=0).astype(np.int64)
    row, minute = np.nonzero(steps)
    if not len(row):
        return ""
    first, last = np.full(len(steps), steps.shape[1]), np.full(len(steps), -1)
    np.minimum.at(first, row, minute)
    np.maximum.at(last, row, minute)
    column = np.arange(steps.shape[1])
    written = (column >= first[:, None]) & (column <= last[:, None])
    numbers = np.column_stack([first + 1, (steps << 1) ^ (steps >> 63) if is_signed else steps])
    is_written = np.column_stack([written.any(axis=1), written])
    owner = np.nonzero(is_written)[0]
    texts = np.full(len(steps), "", object)
    texts[written.any(axis=1)] = pack_numbers(numbers[is_written], owner)
    return ".".join(texts.tolist())


def _weigh_remedies(minutes: MinutesOfHomes, gaps: pd.DataFrame, gap_of_home: Int64) -> dict[str, Float64]:
    """Weigh how many residents of each home a path and a new site would help, by letter."""
    share = (gaps["remedy_residents"] / gaps["residents"].where(gaps["residents"] > 0)).fillna(0.0).to_numpy(float)
    lies = gap_of_home >= 0
    weighed = {}
    for remedy in REMEDIES[:-1]:
        helps = np.append(np.where(gaps["remedy"] == remedy, share, 0.0), 0.0)
        weighed[_REMEDY_LETTERS[remedy]] = np.where(lies, minutes.residents * helps[gap_of_home], 0.0)
    return weighed


def _choose_remedies(helped: Mapping[str, Float64], row: Int32, size: int) -> str:
    """Choose for each row what helps most of its residents: the lesser effort where both help as many."""
    people = np.array([np.bincount(row, weights, size) for weights in helped.values()])
    letters = np.array([*helped])[people.argmax(axis=0)]
    return "".join(np.where(people.max(axis=0) > 0, letters, _REMEDY_LETTERS[""]).tolist())
