"""A scenario on paper: what it changes, numbered on the map and in a table, and the city before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import shapely

from geo.coverage.status import TALLIES
from geo.texts import Lang
from maps.escape import to_html_text
from maps.paper_paths import draw_lines
from maps.planner.paper_frame import Paper, PaperFrame
from maps.planner.print_list import say_text, write_part, write_people
from maps.style import FEWER_COLOURS, PAPER_COLOUR, SITE_COLOUR

#: What a scenario changes.
ChangeKind = Literal["add", "remove", "path", "gate", "area"]
#: Radius of a number on the map, and the width of a line [tenths of a millimetre].
_RADIUS, _LINE = 21, 9.0
#: Figures of the city, before and after.
_FIGURES: Final = ("covered", "uncovered", "unknown")
#: Changes in the table beside a map: the page of notes has the others.
_MOST_BESIDE: Final = 6


@dataclass(frozen=True, kw_only=True)
class PrintedChange:
    """One change of a scenario.

    Parameters
    ----------
    kind
        What it is.
    name
        What its planner calls it, or the name of the facility that goes; "" for none.
    category
        Of a facility, in words; "" for what is none.
    size
        Length of a path [m], future residents of an area, else None.
    shape
        Where it is, in the city's CRS.
    """

    kind: ChangeKind
    name: str
    category: str
    size: float | None
    shape: shapely.Geometry


@dataclass(frozen=True, kw_only=True)
class PrintedScenario:
    """A scenario that is printed.

    Parameters
    ----------
    name
        Its name.
    changes
        What it changes; the first has number 1.
    before, after
        Residents of the whole city in the view's scope by tally.
    removed
        Ids of facilities that the map does not show.
    """

    name: str
    changes: Sequence[PrintedChange]
    before: Mapping[str, float]
    after: Mapping[str, float]
    removed: Sequence[str]


def draw_changes(changes: Sequence[PrintedChange], frame: PaperFrame) -> str:
    """Draw what a scenario changes over a map, each with its number.

    Parameters
    ----------
    changes
        What it changes.
    frame
        The ground on the paper; what lies outside is left out.

    Returns
    -------
    str
        Parts of an SVG.

    Examples
    --------
    >>> frame = PaperFrame(west=0.0, north=9.0, denominator=1000.0, width=1000, height=1000)
    >>> gate = PrintedChange(kind="gate", name="", category="", size=None, shape=shapely.Point(1, 8))
    >>> draw_changes([gate], frame).count("<circle"), draw_changes([], frame)
    (1, '')
    """
    box = shapely.box(*frame.box)
    seen = [(number, each) for number, each in enumerate(changes, 1) if shapely.intersects(each.shape, box)]
    lines, numbers = [], []
    for number, change in seen:
        colour = FEWER_COLOURS[-1] if change.kind == "remove" else SITE_COLOUR
        if change.kind in ("path", "area"):
            outline = change.shape if change.kind == "path" else shapely.boundary(change.shape)
            placed = frame.place(np.array([shapely.intersection(outline, box)], object))
            lines += [draw_lines(placed, PAPER_COLOUR, _LINE + 6), draw_lines(placed, colour, _LINE)]
        shown = shapely.intersection(change.shape, box)
        inside = shapely.line_interpolate_point(shown, 0.5, normalized=True) if change.kind == "path" else None
        spot = shapely.point_on_surface(shown) if inside is None or inside.is_empty else inside
        x, y = shapely.get_coordinates(frame.place(np.array([spot], object)))[0].round().astype(int).tolist()
        numbers.append(
            f'<circle cx="{x}" cy="{y}" r="{_RADIUS}" fill="{colour}" stroke="{PAPER_COLOUR}" stroke-width="5"/>'
            f'<text x="{x}" y="{y + 9}" font-size="26" font-weight="700" text-anchor="middle" fill="{PAPER_COLOUR}">'
            f"{number}</text>"
        )
    return "".join([*lines, *numbers])


def write_scenario(scenario: PrintedScenario, lang: Lang, paper: Paper) -> str:
    """Write the city before and after a scenario, and its first changes.

    Parameters
    ----------
    scenario
        The scenario.
    lang
        The language.
    paper
        A picture has no room for the changes.

    Returns
    -------
    str
        HTML, every text in it escaped.
    """
    head = "".join(f"<th>{say_text(f'view.scenario.{when}', lang)}</th>" for when in ("before", "after", "change"))
    before, after = scenario.before, scenario.after
    rows = [
        (
            say_text(f"view.sum.{name}", lang),
            [*map(write_people, (before[name], after[name]))],
            after[name] - before[name],
        )
        for name in _FIGURES
        if before[name] or after[name] or name != "unknown"
    ]
    told = [
        f'<tr><td class="name">{label}</td><td>{figures[0]}</td><td>{figures[1]}</td><td>{_sign(more)}</td></tr>'
        for label, figures, more in rows
    ]
    shares = [_find_share(each) for each in (before, after)]
    told.append(
        f'<tr><td class="name">{say_text("view.sum.share", lang)}</td><td>{write_part(shares[0])}</td>'
        f"<td>{write_part(shares[1])}</td><td></td></tr>"
    )
    city = (
        f'<h2>{say_text("view.scenario.city", lang)}</h2><table class="compared"><thead><tr><th class="name"></th>'
        f"{head}</tr></thead><tbody>{''.join(told)}</tbody></table>"
    )
    if not paper.rows:
        return city
    return city + _write_table(scenario, lang, most=_MOST_BESIDE)


def write_all_changes(scenario: PrintedScenario, lang: Lang) -> str:
    """Write all changes of a scenario where the table beside the map has not all; else "".

    Parameters
    ----------
    scenario
        The scenario.
    lang
        The language.

    Returns
    -------
    str
        HTML, every text in it escaped.
    """
    if len(scenario.changes) <= _MOST_BESIDE:
        return ""
    return f'<section class="changes">{_write_table(scenario, lang, most=len(scenario.changes))}</section>'


def count_rows_beside(scenario: PrintedScenario) -> int:
    """Count the rows of a list for which the tables of a scenario leave no room beside a map."""
    return min(len(scenario.changes), _MOST_BESIDE) + len(_FIGURES) + 5


def _write_table(scenario: PrintedScenario, lang: Lang, *, most: int) -> str:
    count = len(scenario.changes)
    more = say_text("view.table.more", lang, count=count) if count > most else ""
    rows = [
        f'<tr><td class="rank">{number}</td><td class="name">{say_text(f"view.scenario.{each.kind}", lang)}'
        f" <small>{to_html_text(' · '.join(filter(None, (each.category, each.name))))}</small></td>"
        f'<td class="size">{_say_size(each, lang)}</td></tr>'
        for number, each in enumerate(scenario.changes[:most], 1)
    ]
    return (
        f"<h2>{say_text('view.scenario.changes', lang)} <small>{more}</small></h2>"
        f'<table class="compared"><tbody>{"".join(rows)}</tbody></table>'
    )


def _say_size(change: PrintedChange, lang: Lang) -> str:
    return "" if change.size is None else say_text(f"view.scenario.size.{change.kind}", lang, size=change.size)


def _find_share(tallies: Mapping[str, float]) -> float:
    judged = sum(tallies[name] for name in TALLIES) - tallies["not_judged"]
    return tallies["covered"] / judged if judged > 0 else float("nan")


def _sign(more: float) -> str:
    written = write_people(abs(more))
    return written if written == "0" else f"{'+' if more > 0 else '−'}{written}"
