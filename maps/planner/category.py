"""The figures of one category for the units of several levels: at its own limit, and by walking minute."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np

from geo.arrays import Int32, Int64
from geo.coverage.analysis import Coverage
from geo.coverage.by_minute import (
    MOST_MINUTES,
    MinutesOfHomes,
    count_by_minute,
    find_minutes,
    find_rows_above,
)
from geo.coverage.status import ALL
from geo.coverage.view_table import GROUPS
from geo.rules.fields import SCOPES, Scope
from maps.planner.levels import pack_column, pack_steps, whole_people
from maps.planner.minutes import FEWEST_MINUTES, pack_medians, pack_minutes, pack_own_covered, pack_signed_minutes
from maps.planner.unit_walks import (
    TENTHS,
    Rows,
    choose_remedies,
    count_met,
    count_reached,
    find_middle_walks,
    weigh_remedies,
)

#: A letter for each of :data:`geo.coverage.gaps.REMEDIES`: a path, a new site, nothing that was found.
_REMEDY_LETTERS: Final = "ps-"


def pack_category(
    coverage: Coverage,
    category: str,
    rows: Rows,
    levels: Sequence[str],
    gaps: tuple[gpd.GeoDataFrame, Int64],
    *,
    with_minutes: bool = True,
) -> dict[str, Any]:
    """Pack the figures of one category.

    Parameters
    ----------
    coverage
        At the category's own limits.
    category
        One of its categories.
    rows
        As :func:`geo.coverage.by_minute.find_unit_rows` finds them.
    levels
        Which levels, the finest last.
    gaps
        Gap areas of the category, and the one of each home, as :func:`geo.coverage.gaps.find_gaps` finds them.
    with_minutes
        Whether residents are counted by minute, which takes most of the room; else nobody is, within any, and medians
        are whole minutes.

    Returns
    -------
    dict
        ``limit_m`` (by scope, None where it is not judged), ``judged`` (by scope), ``speed_m_per_min``, and
        ``levels``: level -> columns in the order of its units.

        - ``by_minute``, ``unknown_by_minute``: covered and unknown residents by limit, as
          :func:`maps.planner.minutes.pack_minutes` and :func:`maps.planner.minutes.pack_signed_minutes` write them;
          None where they are the sums of those of the last level;
        - ``covered`` at the scope's own limit, as :func:`maps.planner.minutes.pack_own_covered` writes it, and ``rest``
          (:func:`maps.planner.levels.pack_column`): those neither covered nor uncovered where the scope is judged. So
          the uncovered are residents - covered - rest there, and nobody elsewhere;
        - ``median`` (:func:`maps.planner.minutes.pack_medians`), ``facility``
          (:func:`maps.planner.levels.pack_steps`): row among those of the category of the one nearest to the middle
          resident, -1 for none; ``remedy`` (a letter each): what closes most of its gaps, p for a path, s for a new
          site, - for nothing that was found.

    Raises
    ------
    InputError
        If the category is unknown.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.coverage.by_minute import find_unit_rows
    >>> found = analyze_city(build_sample())
    >>> packed = pack_category(found, "clinic", find_unit_rows(found), ["communities"], found.find_gaps("clinic"))
    >>> packed["levels"]["communities"]["by_minute"], packed["levels"]["communities"]["remedy"]
    ('.HoBA.3B', '--s')
    """
    minutes, unit = find_minutes(coverage, category), coverage.walks.unit
    helped = weigh_remedies(minutes, gaps)
    count = _count if with_minutes else _count_nobody
    counted = {level: count(minutes, rows[level][unit], len(coverage.levels[level])) for level in levels}
    step = 1 if with_minutes else TENTHS
    packed = {}
    for level in levels:
        covered, unknown = counted[level]
        residents = whole_people(coverage.levels[level]["residents"])
        is_sum = with_minutes and level != levels[-1] and _is_sum(counted, level, levels[-1], rows)
        packed[level] = {
            "by_minute": None if is_sum else pack_minutes(covered, residents),
            "unknown_by_minute": None if is_sum else pack_signed_minutes(unknown),
            "covered": _pack_covered(coverage, category, level, covered),
            "rest": _pack_rest(coverage, category, level),
            **_pack_middles(coverage, category, minutes, rows[level][unit], covered, residents, step),
            "remedy": "".join(
                _REMEDY_LETTERS[each] for each in choose_remedies(helped, rows[level][unit], size=len(residents))
            ),
        }
    return {**_describe_limits(coverage, category), "levels": packed}


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
        As of :func:`pack_category`, but of each level only ``covered``, ``reached`` and ``met``,
        as :func:`maps.planner.levels.pack_column` writes them, and ``rest``. ``reached`` is how many categories a
        resident who is judged has within the limit, on average [hundredths]; -1 where nobody is. ``met`` is in how many
        categories at least half of the residents are within the limit (:func:`maps.planner.unit_walks.count_met`).

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.coverage.by_minute import find_unit_rows
    >>> found = analyze_city(build_sample())
    >>> pack_all_categories(found, find_unit_rows(found), ["communities"])["levels"]["communities"]
    {'covered': 'AoBA', 'rest': '', 'reached': 'AqIoG', 'met': 'ACC'}
    """
    packed = {
        level: {
            "covered": pack_column(whole_people(coverage.levels[level][f"covered_{ALL}"])),
            "rest": _pack_rest(coverage, ALL, level),
            "reached": pack_column(whole_people(np.nan_to_num(100 * count_reached(coverage, rows, level), nan=-1.0))),
            "met": pack_column(count_met(coverage, level)[0]),
        }
        for level in levels
    }
    return {**_describe_limits(coverage, ALL), "levels": packed}


def _count(minutes: MinutesOfHomes, row: Int32, size: int) -> tuple[Int64, Int64]:
    """Count covered and unknown people by limit, from the shortest that the page offers."""
    covered, unknown = count_by_minute(minutes, row, rows=size)
    return whole_people(covered[:, FEWEST_MINUTES - 1 :]), whole_people(unknown[:, FEWEST_MINUTES - 1 :])


def _count_nobody(_minutes: MinutesOfHomes, _row: Int32, size: int) -> tuple[Int64, Int64]:
    """Count nobody within any limit: for a page without minutes."""
    nobody = np.zeros((size, MOST_MINUTES - FEWEST_MINUTES + 1), np.int64)
    return nobody, nobody


def _is_sum(counted: Mapping[str, tuple[Int64, Int64]], level: str, finest: str, rows: Rows) -> bool:
    """Tell whether the whole people of a level are the sums of those of the finest; parts of people may round away."""
    above = find_rows_above(rows, finest, level)
    for whole, parts in zip(counted[level], counted[finest], strict=True):
        total = np.zeros_like(whole)
        np.add.at(total, above, parts)
        if not np.array_equal(total, whole):
            return False
    return True


def pack_groups(coverage: Coverage, category: str, level: str) -> dict[str, list[int]]:
    """Pack how many elders and children are not covered.

    Parameters
    ----------
    coverage
        At the own limits of each category.
    category
        One of its categories, or ``all``.
    level
        A key of ``coverage.levels``.

    Returns
    -------
    dict
        ``elders, children``: those not covered, in the order of the level's units; without those that the city does
        not count.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> pack_groups(analyze_city(build_sample()), "clinic", "communities")
    {}
    """
    table = coverage.levels[level]
    columns = {key: f"uncovered_{category}_{name}" for key, name in GROUPS.items()}
    return {key: whole_people(table[name]).tolist() for key, name in columns.items() if name in table}


def _describe_limits(coverage: Coverage, category: str) -> dict[str, Any]:
    limits = {scope: coverage.judgements[scope].limit_m.get(category) for scope in SCOPES}
    judged = {scope: _is_judged(coverage, scope, category) for scope in SCOPES}
    return {"limit_m": limits, "judged": judged, "speed_m_per_min": coverage.profile.speed_m_per_min}


def _pack_covered(coverage: Coverage, category: str, level: str, by_minute: Int64) -> str:
    table, speed = coverage.levels[level], coverage.profile.speed_m_per_min
    limit_m = {scope: coverage.judgements[scope].limit_m.get(category, np.nan) for scope in SCOPES}
    limit_min = table["scope"].map(limit_m).to_numpy(float) / speed
    return pack_own_covered(whole_people(table[f"covered_{category}"]), by_minute, limit_min)


def _pack_rest(coverage: Coverage, category: str, level: str) -> str:
    """Pack who is neither covered nor uncovered of the rows that are judged."""
    table = coverage.levels[level]
    judged = [scope for scope in SCOPES if _is_judged(coverage, scope, category)]
    covered, uncovered = (whole_people(table[f"{tally}_{category}"]) for tally in ("covered", "uncovered"))
    rest = whole_people(table["residents"]) - covered - uncovered
    return pack_column(np.where(table["scope"].isin(judged), rest, 0))


def _is_judged(coverage: Coverage, scope: Scope, category: str) -> bool:
    limit_m = coverage.judgements[scope].limit_m
    return bool(limit_m) if category == ALL else category in limit_m


def _pack_middles(
    coverage: Coverage,
    category: str,
    minutes: MinutesOfHomes,
    row: Int32,
    by_minute: Int64,
    residents: Int64,
    step: int,
) -> dict[str, str]:
    """Pack the walk of the middle resident of each row, in so many tenths of a minute, and the facility it leads to."""
    middle = find_middle_walks(coverage, category, minutes, row, size=len(residents), step=step)
    context = coverage.walks.context
    number = np.append(np.cumsum(context.category == context.categories.index(category)) - 1, -1)
    return {
        "median": pack_medians(middle.median, by_minute, residents),
        "facility": pack_steps(number[middle.facility]),
    }
