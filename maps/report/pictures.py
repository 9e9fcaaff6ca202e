"""The pictures of a report in one language: maps of its headline categories, bars by district."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from geo.coverage.analysis import Coverage
from geo.texts import Lang
from maps.report.charts import Bars, draw_bars
from maps.report.city_map import draw_city, lay_city
from maps.report.numbers import write_number, write_share
from maps.report.record import ReportFigures
from maps.report.wording import say

#: What an SVG says of its size.
_BOX: Final = re.compile(r'viewBox="([^"]+)"')


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture.

    Parameters
    ----------
    kind
        ``map`` or ``chart``.
    title, note
        What stands above and below it.
    svg
        What is drawn.
    """

    kind: str
    title: str
    note: str
    svg: str

    @property
    def shape(self) -> float:
        """Its height as a share of its width."""
        _, _, width, height = map(float, _BOX.findall(self.svg)[0].split())
        return height / width


def draw_pictures(figures: ReportFigures, coverage: Coverage, lang: Lang) -> list[Picture]:
    """Draw the pictures of a report.

    Parameters
    ----------
    figures
        The figures.
    coverage
        Who is within the walk to what.
    lang
        Language.

    Returns
    -------
    list of Picture
        Maps first; charts only where the city has districts and knows the figures.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from maps.report.figures import ReportRequest, gather_figures
    >>> coverage = analyze_city(build_sample())
    >>> figures = gather_figures(coverage, audit_city(coverage), ReportRequest(year=2026, day="2026-12-31"))
    >>> [picture.kind for picture in draw_pictures(figures, coverage, "en")]
    ['map', 'map', 'map', 'map', 'chart']
    """
    return [*_draw_maps(figures, coverage, lang), *_draw_charts(figures, lang)]


def _draw_maps(figures: ReportFigures, coverage: Coverage, lang: Lang) -> Iterator[Picture]:
    sheets = lay_city(coverage)
    for row in figures.categories:
        if row.category in figures.headline:
            values = {
                "limit": write_number(row.limit_m),
                "covered": write_number(row.covered),
                "share": write_share(row.covered_share),
                "uncovered": write_number(row.uncovered),
            }
            title = say("report.map", lang, name=row.name[lang])
            note = say("report.map_note", lang, **values)
            for number, sheet in enumerate(sheets):
                is_closer = number > 0
                yield Picture(
                    kind="map",
                    title=say("report.map_closer", lang, name=row.name[lang]) if is_closer else title,
                    note="" if is_closer else note,
                    svg=draw_city(sheet, coverage, row.category, lang=lang),
                )


def _draw_charts(figures: ReportFigures, lang: Lang) -> Iterator[Picture]:
    rows = figures.districts
    if not rows:
        return
    mean = Bars(
        names=[row.name for row in rows],
        values=[row.mean_share for row in rows],
        written=[write_share(row.mean_share) for row in rows],
    )
    yield _chart("mean", mean, lang)
    norm = next((row.norm for row in figures.audit if row.key == "service_m2_per_100"), None)
    spaces = sorted((row.service_m2_per_100, row.code, row.name) for row in rows if row.service_m2_per_100 is not None)
    if spaces:
        space = Bars(
            names=[name for _, _, name in spaces],
            values=[value for value, _, _ in spaces],
            written=[write_number(value, digits=1) for value, _, _ in spaces],
            norm=norm,
            norm_text=say("report.chart.norm", lang, norm=write_number(norm)),
        )
        yield _chart("space", space, lang)
    short = sorted((-row.staff_short, row.code, row.name) for row in rows if row.staff_short is not None)
    if short:
        staff = Bars(
            names=[name for _, _, name in short],
            values=[-value for value, _, _ in short],
            written=[write_number(-value) for value, _, _ in short],
        )
        yield _chart("staff", staff, lang)


def _chart(name: str, bars: Bars, lang: Lang) -> Picture:
    return Picture(kind="chart", title=say(f"report.chart.{name}", lang), note="", svg=draw_bars(bars))
