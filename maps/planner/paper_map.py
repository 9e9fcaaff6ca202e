"""The map of a view on paper: units by class, water, roads, borders with names, facilities, scale and north, as SVG."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Shapes
from geo.city.model import City
from geo.coverage.analysis import Coverage
from geo.plans.context import WATER
from geo.texts import Lang, translate
from maps.escape import to_html_text
from maps.paper_paths import TOLERANCE, draw_lines, simplify_shared, write_rings
from maps.planner.paper_frame import PaperFrame, choose_bar
from maps.planner.view_classes import Classes
from maps.style import CSS_COLOURS, FACILITY_COLOUR, INK_COLOUR, PAPER_COLOUR

FONT: Final = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, Segoe UI, sans-serif"
#: Down to which scale roads of a kind are drawn, and how wide [tenths of a millimetre].
_ROADS: Final = {
    "trunk": (600_000, 6.0), "primary": (250_000, 5.0), "secondary": (120_000, 4.0), "tertiary": (50_000, 3.0),
    "residential": (25_000, 2.0),
}  # fmt: skip
#: From here on districts are named instead of streets.
_STREETS_TO: Final = 120_000
#: Heights of names, and of what stands in the trim [tenths of a millimetre].
_NAME, _PALE, _TRIM = 30, 26, 26
#: Up to which scale a facility is drawn how large [tenths of a millimetre].
_DOTS: Final = ((60_000, 16), (200_000, 12), (450_000, 9))
_SMALLEST_DOT: Final = 5


@dataclass(frozen=True, kw_only=True)
class MapContent:
    """What a map of a view draws.

    Parameters
    ----------
    shapes
        Polygons in the city's CRS, None where there is none, shape (n,).
    classes
        Their classes.
    facilities
        Points of the category, shape (m,).
    chosen
        Polygons with a thick border: the unit that somebody chose, or none.
    over
        Parts of an SVG that lie over all but the trim: what a scenario changes.
    """

    shapes: Shapes
    classes: Classes
    facilities: Shapes
    chosen: Shapes
    over: str = ""


def draw_paper_map(coverage: Coverage, content: MapContent, frame: PaperFrame, *, lang: Lang) -> str:
    """Draw the map of a view.

    Parameters
    ----------
    coverage
        What was found, for the ground.
    content
        What is drawn on it.
    frame
        The ground on the paper.
    lang
        The language of its signs.

    Returns
    -------
    str
        An SVG element in tenths of a millimetre; nothing in it is loaded. The same arguments give the same bytes.
    """
    borders, names = _list_borders(coverage, content.shapes, frame)
    dots = shapely.get_coordinates(frame.place(content.facilities)).round().astype(int)
    marks = "".join(f"M{x} {y}h0" for x, y in np.unique(dots, axis=0).tolist())
    dot = next((size for most, size in _DOTS if frame.denominator <= most), _SMALLEST_DOT)
    round_caps = f'fill="none" stroke-linecap="round" stroke="{PAPER_COLOUR}"'
    parts = [
        *_fill_classes(content, frame),
        *_draw_roads(coverage.city, frame),
        draw_lines(_clip(_list_water(coverage.city), frame), CSS_COLOURS["river"], 5.0),
        *borders,
        draw_lines(shapely.boundary(frame.place(content.chosen)), PAPER_COLOUR, 16.0),
        draw_lines(shapely.boundary(frame.place(content.chosen)), INK_COLOUR, 8.0),
        f'<path d="{marks}" {round_caps} stroke-width="{dot + 3}"/>',
        f'<path d="{marks}" {round_caps.replace(PAPER_COLOUR, FACILITY_COLOUR)} stroke-width="{dot}"/>',
        *names,
        content.over,
        _draw_trim(frame, lang),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {frame.height}" role="img" '
        f'font-family="{FONT}" font-size="{_NAME}" fill="{INK_COLOUR}">{"".join(parts)}</svg>'
    )


def write_hatches(classes: Classes) -> str:
    """Write the fillings of classes that have lines over their colour, for the map and its legend.

    Parameters
    ----------
    classes
        The classes.

    Returns
    -------
    str
        An SVG element that shows nothing itself; ``fill-<number of the class>`` names its fillings.

    Examples
    --------
    >>> from maps.planner.view_classes import Look
    >>> from maps.style import NOBODY_COLOUR
    >>> looks = (Look(label="", colour=NOBODY_COLOUR, hatch=(-14.0, 2.0)),)
    >>> 'rotate(-45)' in write_hatches(Classes(title="", looks=looks, of_row=np.array([0])))
    True
    """
    patterns = [
        f'<pattern id="fill-{number}" width="{abs(look.hatch[0]):g}" height="{abs(look.hatch[0]):g}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate({45 if look.hatch[0] > 0 else -45})">'
        f'<rect width="{abs(look.hatch[0]):g}" height="{abs(look.hatch[0]):g}" fill="{look.colour}"/>'
        f'<rect width="{look.hatch[1]:g}" height="{abs(look.hatch[0]):g}" fill="{look.line_colour}"/></pattern>'
        for number, look in enumerate(classes.looks)
        if look.hatch is not None
    ]
    return f'<svg class="hatches" width="0" height="0" aria-hidden="true"><defs>{"".join(patterns)}</defs></svg>'


def fill_class(classes: Classes, number: int) -> str:
    """Return what a class is filled with, as the attribute ``fill`` takes it."""
    look = classes.looks[number]
    return look.colour if look.hatch is None else f"url(#fill-{number})"


def _fill_classes(content: MapContent, frame: PaperFrame) -> list[str]:
    box = shapely.box(*frame.box)
    seen = np.asarray(shapely.intersects(content.shapes, box))  # not where there is no polygon
    shapes = simplify_shared(frame.place(np.where(seen, content.shapes, np.array([None], object))))
    thin = 1.0 if seen.sum() > 1500 else 2.0
    return [
        f'<path d="{write_rings(shapes[rows])}" fill="{fill_class(content.classes, number)}" fill-rule="evenodd" '
        f'stroke="{PAPER_COLOUR}" stroke-width="{thin:g}"/>'
        for number in range(len(content.classes.looks))
        if (rows := seen & (content.classes.of_row == number)).any()
    ]


def _clip(lines: Shapes, frame: PaperFrame) -> Shapes:
    return np.asarray(shapely.simplify(frame.place(shapely.clip_by_rect(lines, *frame.box)), TOLERANCE / 2))


def _draw_roads(city: City, frame: PaperFrame) -> list[str]:
    kinds = city.roads["highway"].to_numpy()
    drawn = []
    for kind, (most, width) in reversed(_ROADS.items()):
        if frame.denominator <= most:
            lines = city.roads.geometry.to_numpy()[kinds == kind]
            found = shapely.line_merge(shapely.union_all(_cut(lines, frame))) if len(lines) else None
            if found is not None and not found.is_empty:
                drawn.append(_fade(draw_lines(_clip(np.array([found]), frame), CSS_COLOURS["soft"], width)))
    return drawn


def _cut(lines: Shapes, frame: PaperFrame) -> Shapes:
    west, south, east, north = frame.box
    bounds = shapely.bounds(lines)
    inside = (bounds[:, 0] < east) & (bounds[:, 2] > west) & (bounds[:, 1] < north) & (bounds[:, 3] > south)
    return np.array([shapely.multilinestrings(lines[inside])]) if inside.any() else lines[:0]


def _fade(path: str) -> str:
    return path.replace("<path ", '<path opacity="0.45" stroke-linecap="round" ')


def _list_water(city: City) -> Shapes:
    if city.barriers is None:
        return np.empty(0, object)
    wet = city.barriers.geometry[city.barriers["barrier_kind"].isin(WATER)].to_numpy()
    return np.asarray(np.where(shapely.get_dimensions(wet) == 2, shapely.boundary(wet), wet))


def _list_borders(coverage: Coverage, drawn: Shapes, frame: PaperFrame) -> tuple[list[str], list[str]]:
    """List the borders of districts and streets, and the names of one of both levels: pale where nothing is drawn."""
    levels = [name for name in ("streets", "districts") if name in coverage.levels]
    named = next((name for name in levels if name == "districts" or frame.denominator <= _STREETS_TO), None)
    borders, names = [], []
    for level in levels:
        table = coverage.levels[level].drop_duplicates("code")
        shapes = table.geometry.to_numpy()
        rows = np.flatnonzero(shapely.intersects(shapes, shapely.box(*frame.box)))
        shown = simplify_shared(frame.place(shapes[rows]))
        strong = level == "districts"
        width, colour = (6.0, INK_COLOUR) if strong else (2.5, CSS_COLOURS["soft"])
        if strong or frame.denominator <= 2 * _STREETS_TO:
            borders.append(draw_lines(shapely.boundary(shown), colour, width))
        if level == named:
            inside = shapely.STRtree(drawn).query(shapely.point_on_surface(shapes[rows]), predicate="intersects")[0]
            names = _write_names(shown, table["name"].to_numpy(object)[rows], frame, strong=set(inside.tolist()))
    return borders, names


def _write_names(shapes: Shapes, texts: Shapes, frame: PaperFrame, *, strong: set[int]) -> list[str]:
    """Write names inside their shapes, the largest first; one that would lie over another is left out."""
    seen = shapely.clip_by_rect(shapes, 0, 0, frame.width, frame.height)
    taken: list[tuple[float, float, float]] = []
    parts = []
    large = shapely.area(seen)
    for at in sorted(range(len(seen)), key=lambda at: (at not in strong, -large[at])):
        spot, text = shapely.point_on_surface(seen[at]), str(texts[at])
        half = 0.5 * _NAME * sum(1.0 if ord(letter) > 0x2E80 else 0.55 for letter in text)
        if spot.is_empty or 2 * half > frame.width:
            continue
        x, y = float(np.clip(spot.x, half, frame.width - half)), float(np.clip(spot.y, _NAME, frame.height - 8))
        if any(abs(x - other) < half + wide and abs(y - high) < 1.15 * _NAME for other, high, wide in taken):
            continue
        taken.append((x, y, half))
        look = 'font-weight="700"' if at in strong else f'font-size="{_PALE}" fill="{CSS_COLOURS["soft"]}"'
        parts.append(
            f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="middle" {look} paint-order="stroke" '
            f'stroke="{PAPER_COLOUR}" stroke-width="7" stroke-linejoin="round">{to_html_text(text)}</text>'
        )
    return parts


def _draw_trim(frame: PaperFrame, lang: Lang) -> str:
    """Draw the scale bar at the left below, and the north arrow at the right above, each on a pale ground."""
    bar_m = choose_bar(frame)
    long, x, y = bar_m * frame.scale, frame.width - 52, frame.height - 26
    said = f"{bar_m} m" if bar_m < 1000 else f"{bar_m // 1000} km"
    pad = f'fill="{CSS_COLOURS["paper"]}" fill-opacity="0.85"'
    return (
        f'<rect x="12" y="{y - 48}" width="{long + 40:.0f}" height="64" rx="6" {pad}/>'
        f'<path d="M32 {y - 12}v12h{long / 2:.0f}v-8v8h{long / 2:.0f}v-12" fill="none" stroke="{INK_COLOUR}" '
        f'stroke-width="4"/><text x="{32 + long / 2:.0f}" y="{y - 18}" font-size="{_TRIM}" text-anchor="middle">'
        f'{said}</text><rect x="{x - 40}" y="10" width="80" height="112" rx="6" {pad}/>'
        f'<path d="M{x} 18l20 58l-20 -14l-20 14z"/><text x="{x}" y="112" font-size="{_TRIM + 4}" font-weight="700" '
        f'text-anchor="middle">{translate("view.north", lang)}</text>'
    )


def select_facilities(facilities: gpd.GeoDataFrame, category: str, frame: PaperFrame) -> Shapes:
    """Select the facilities of a category that lie on a map.

    Parameters
    ----------
    facilities
        ``category`` and points or areas.
    category
        The category; none have ``all``.
    frame
        The ground on the paper.

    Returns
    -------
    ndarray
        Points; empty where there are none.

    Examples
    --------
    >>> spots = gpd.GeoDataFrame({"category": ["a", "b"]}, geometry=[shapely.Point(1, 1), shapely.Point(2, 1)])
    >>> frame = PaperFrame(west=0.0, north=9.0, denominator=1000.0, width=1000, height=1000)
    >>> select_facilities(spots, "b", frame).tolist()
    [<POINT (2 1)>]
    """
    points = shapely.centroid(facilities.geometry[(facilities["category"] == category).to_numpy()].to_numpy())
    return np.asarray(points[shapely.intersects(points, shapely.box(*frame.box))])
