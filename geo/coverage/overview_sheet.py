"""The first sheet of coverage.xlsx: a city on one page, categories down and figures across."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.coverage.analysis import Coverage
from geo.coverage.category_figures import CategoryFigures
from geo.coverage.level_table import say
from geo.coverage.rollup import name_figure
from geo.coverage.scopes import RURAL, URBAN, name_judgement
from geo.coverage.status import ALL, TALLIES
from geo.texts import LANGS, TEXTS

#: Figures of a category from the left, and how they are shown.
_FIGURES: Final = {
    "facilities": "whole", "limit_m": "whole", "residents": "whole", "covered": "whole", "uncovered": "whole",
    "unknown": "whole", "share": "share", "median_walk_min": "decimal",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class OverviewRow:
    """A line of the page.

    Parameters
    ----------
    name
        What stands on its left, in both languages.
    figures
        From the left, NaN where one is not known; none for the heading of a scope.
    """

    name: str
    figures: tuple[float, ...] = ()


def list_overview_columns(coverage: Coverage) -> tuple[list[str], list[str]]:
    """List what stands across the page.

    Parameters
    ----------
    coverage
        What was found.

    Returns
    -------
    tuple of list of str
        Headings in both languages, one under the other, of the category and of each figure; and how each figure is
        shown: ``whole``, ``share`` or ``decimal``.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> list_overview_columns(analyze_city(build_sample()))[1][-2:]
    ['share', 'decimal']
    """
    groups = _list_groups(coverage)
    named = [say(f"column.{name}", "\n") for name in ("category", *_FIGURES)]
    named += ["\n".join(_name_group(group)) for group in groups]
    return named, [*_FIGURES.values(), *("whole" for _ in groups)]


def _list_groups(coverage: Coverage) -> list[str]:
    return [name for name in coverage.city.demand_columns if name.startswith("residents_")]


def _name_group(column: str) -> Iterator[str]:
    """Name the people of a group who are not covered, in each language; a group without words by its column."""
    group = column.removeprefix("residents_")
    words = TEXTS.get(f"group.{group}", dict.fromkeys(LANGS, group))
    return (TEXTS["column.uncovered_group"][lang].format(group=words[lang]) for lang in LANGS)


def list_overview(coverage: Coverage) -> Iterator[OverviewRow]:
    """List the lines of the page: of each scope by what it is judged, then its categories and all of them together.

    Parameters
    ----------
    coverage
        What was found.

    Yields
    ------
    OverviewRow
        A scope that is not judged has its heading only.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> rows = list(list_overview(analyze_city(build_sample())))
    >>> rows[0].name
    '城镇:65 人,统一 15 分钟 Urban: 65 residents, 15 minutes for all'
    >>> rows[1].name, rows[1].figures[:6]
    ('诊所 Clinic', (1.0, 1000.0, 65.0, 60.0, 5.0, 0.0))
    """
    city = coverage.levels["city"]
    for scope, figures in ((URBAN, coverage.figures), (RURAL, coverage.rural_figures)):
        whole = city[city["scope"] == scope]
        if not len(whole):
            continue
        row, judged = whole.iloc[0], coverage.judgements[scope]
        by = name_judgement(judged)
        told = {
            lang: TEXTS["overview.scope"][lang].format(
                scope=TEXTS[f"scope.{scope}"][lang], residents=row["residents"], judged_by=by[lang]
            )
            for lang in LANGS
        }
        yield OverviewRow(name=" ".join(told[lang] for lang in LANGS))
        if judged.limit_m:
            yield from _list_categories(coverage, row, figures)


def _list_categories(
    coverage: Coverage, row: "pd.Series[Any]", figures: Mapping[str, CategoryFigures]
) -> Iterator[OverviewRow]:
    groups = _list_groups(coverage)
    for category, each in figures.items():
        name = coverage.city.categories[category]
        known = (each.facilities, each.limit_m, row["residents"], *_take_people(row, category), each.median_walk_min)
        yield OverviewRow(name=_join(name), figures=_fill([*known, *_take_groups(row, category, groups)]))
    known = (None, None, row["residents"], *_take_people(row, ALL), None)
    yield OverviewRow(name=say("category.all"), figures=_fill([*known, *_take_groups(row, ALL, groups)]))


def _take_people(row: "pd.Series[Any]", category: str) -> list[float]:
    """Take who is covered, not covered and unknown, and the share covered."""
    return [row[name_figure(kind, category)] for kind in (*list(TALLIES)[:3], "share")]


def _take_groups(row: "pd.Series[Any]", category: str, groups: Sequence[str]) -> list[float]:
    return [row[name_figure("uncovered", category, group)] for group in groups]


def _fill(figures: Sequence[float | None]) -> tuple[float, ...]:
    return tuple(np.nan if figure is None else float(figure) for figure in figures)


def _join(name: Mapping[str, str]) -> str:
    return " ".join(dict.fromkeys(name[lang] for lang in LANGS))
