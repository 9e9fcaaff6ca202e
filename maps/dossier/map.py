"""The two maps of a dossier, before and after: drawn once, sharp in print, small."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from geo.arrays import Float64, Shapes, group_starts
from maps.dossier.placing import cover_label, is_free, place_marks
from maps.dossier.sheet import Sheet
from maps.escape import to_html_text
from maps.style import ROAD_WIDTHS

#: Width and height of a map in tenths of a millimetre on paper, and what lies round the area [m].
WIDTH: Final = 880


_AROUND_M: Final = 450.0


#: Diameter of a mark, height of labels, in tenths of a millimetre.
_MARK: Final = 36.0


_LABEL: Final = 24.0


#: No more marks than these; other facilities are dots.
_MARKS: Final = 48


_ROAD_NAMES: Final = 6


_NAME_LENGTH: Final = 12


_BARS_M: Final = (100, 200, 500, 1000, 2000, 5000)


#: What the north arrow and the scale bar take.
_TAKEN: Final = np.concatenate(
    [np.array([[WIDTH - 40.0, 50.0, 100.0]]), cover_label(170, WIDTH - 35, length=330, height=70)]
)


@dataclass(frozen=True)
class MapPair:
    """Two maps as SVG, the numbers of the categories that are on them, and how many facilities are dots."""

    before: str
    after: str
    numbers: tuple[int, ...]
    dots: int


@dataclass(frozen=True)
class _Frame:
    """The square of the ground that is drawn: its corner in the north-west and how many tenths a metre takes."""

    west: float
    north: float
    scale: float

    @property
    def box(self) -> shapely.Geometry:
        side_m = WIDTH / self.scale
        return shapely.box(self.west, self.north - side_m, self.west + side_m, self.north)

    def place(self, xy: Float64) -> Float64:
        return np.asarray((xy - [self.west, self.north]) * [self.scale, -self.scale])


def letter(number: int) -> str:
    """Give the letter of a category.

    Parameters
    ----------
    number
        From 1.

    Returns
    -------
    str
        A to Z, then numbers.

    Examples
    --------
    >>> letter(1), letter(27)
    ('A', '27')
    """
    return chr(64 + number) if number <= 26 else str(number)


def draw_maps(sheet: Sheet, row: int) -> MapPair:
    """Draw the surroundings of a plan area today and when all areas are built.

    Parameters
    ----------
    sheet
        What there is to draw.
    row
        Of the area.

    Returns
    -------
    MapPair
        SVG of :data:`WIDTH` units; the second shows what is common by reference to the first.

    Examples
    --------
    >>> from maps.dossier.sheet import lay_sheet
    >>> from geo.plans.review import review_plans
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> draw_maps(lay_sheet(review, ["clinic"]), 0).numbers
    (1,)
    """
    frame = _frame(sheet.areas.shapes[row])
    own = str(sheet.plan_id[row])
    units, codes = sheet.proposed.get(own, (np.empty(0, object), np.empty(0, object)))
    code_at, taken = _place_codes(units, frame)
    marks = _place_facilities(sheet, frame, taken)
    neighbours, names = _draw_neighbours(sheet, row, frame, marks.taken)
    roads = _draw_roads(sheet, frame)
    base = _draw_ground(sheet, frame) + roads
    street_names = _name_roads(sheet, frame, np.concatenate([marks.taken, names[1]]))
    outline = _path(_rings(sheet.areas.shapes[row : row + 1]), frame)
    own_gates = frame.place(shapely.get_coordinates(sheet.gates.get(own, np.empty(0, object))))
    now = _path(_lines_in(sheet.units.shapes[sheet.units.find(frame.box)], frame), frame)
    trim = _draw_trim(frame)
    before = (
        f'<g id="ground">{base}</g><path class="now" d="{now}"/><path class="plot" d="{outline}"/>'
        f'<g id="signs">{street_names}{marks.existing}</g>{trim}'
    )
    after = (
        f'<use href="#ground"/>{neighbours}<path class="plot built" d="{outline}"/>'
        f'<path class="unit" d="{_path(_rings(units), frame)}"/>{_draw_planned_roads(sheet, frame)}'
        f'<path class="plot line" d="{outline}"/><use href="#signs"/>{marks.planned}{names[0]}'
        f"{_draw_gates(own_gates)}{_draw_codes(codes, code_at)}{trim}"
    )
    return MapPair(_wrap(before), _wrap(after), marks.numbers, marks.dots)


def _wrap(content: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {WIDTH}">{content}</svg>'


def _frame(area: shapely.Geometry) -> _Frame:
    west, south, east, north = area.bounds
    side_m = max(east - west, north - south) + 2 * _AROUND_M
    return _Frame((west + east - side_m) / 2, (south + north + side_m) / 2, WIDTH / side_m)


def _path(lines: Shapes, frame: _Frame) -> str:
    """Write lines as a path in whole tenths of a millimetre; rings are closed by their last point."""
    lines = shapely.simplify(lines, 0.5 / frame.scale, preserve_topology=False)
    xy, line = shapely.get_coordinates(lines, return_index=True)
    if not len(xy):
        return ""
    spots = np.rint(frame.place(xy)).astype(int)
    first = group_starts(line)
    still = ~first & (np.r_[True, (spots[1:] == spots[:-1]).all(axis=1)])
    kept, begins = spots[~still].tolist(), first[~still].tolist()
    return "".join(f"{'M' if begin else 'L'}{x} {y}" for (x, y), begin in zip(kept, begins, strict=True))


def _dots(points: Float64) -> str:
    return "".join(f"M{x} {y}h0" for x, y in np.unique(np.rint(points).astype(int), axis=0).tolist())


def _rings(shapes: Shapes) -> Shapes:
    return np.asarray(shapely.get_rings(shapely.get_parts(shapes)))


def _lines_in(shapes: Shapes, frame: _Frame) -> Shapes:
    """Cut lines, or the outlines of polygons, to the frame."""
    flat = shapely.get_dimensions(shapes) == 2
    lines = np.where(flat, shapely.boundary(shapes), shapes)
    cut = shapely.get_parts(shapely.clip_by_rect(lines, *frame.box.bounds))
    return np.asarray(cut[shapely.get_dimensions(cut) == 1])


def _draw_ground(sheet: Sheet, frame: _Frame) -> str:
    rows = sheet.barriers.find(frame.box)
    shapes, wet = sheet.barriers.shapes[rows], sheet.is_water[rows]
    flat = shapely.get_dimensions(shapes) == 2
    lakes = shapely.get_parts(shapely.clip_by_rect(shapes[wet & flat], *frame.box.bounds))
    homes = frame.place(shapely.get_coordinates(sheet.homes.shapes[sheet.homes.find(frame.box)]))
    return (
        f'<path class="lake" d="{_path(_rings(lakes), frame)}"/>'
        f'<path class="river" d="{_path(_lines_in(shapes[wet & ~flat], frame), frame)}"/>'
        f'<path class="rail" d="{_path(_lines_in(shapes[~wet], frame), frame)}"/>'
        f'<path class="homes" d="{_dots(homes)}"/>'
    )


def _draw_roads(sheet: Sheet, frame: _Frame) -> str:
    rows = sheet.roads.find(frame.box)
    parts, kind = [], sheet.road_class[rows]
    for number, width in enumerate(ROAD_WIDTHS.values()):
        lines = sheet.roads.shapes[rows[kind == number]]
        if len(lines):
            path = _path(_lines_in(lines, frame), frame)
            parts.append(f'<path class="road" stroke-width="{width}" d="{path}"/>')
    return "".join(parts)


def _draw_planned_roads(sheet: Sheet, frame: _Frame) -> str:
    lines = sheet.planned_roads.shapes[sheet.planned_roads.find(frame.box)]
    return f'<path class="planned-road" d="{_path(_lines_in(lines, frame), frame)}"/>'


def _draw_neighbours(sheet: Sheet, row: int, frame: _Frame, taken: Float64) -> tuple[str, tuple[str, Float64]]:
    """Draw other areas of the batch, and name those whose name has room."""
    rows = sheet.areas.find(frame.box)
    rows = rows[rows != row]
    shapes = sheet.areas.shapes[rows]
    path = f'<path class="neighbour" d="{_path(_rings(shapes), frame)}"/>'
    spots = frame.place(shapely.get_coordinates(shapely.point_on_surface(shapes)))
    labels, covered = [], [np.empty((0, 3))]
    for plan_id, (x, y) in zip(sheet.plan_id[rows].tolist(), spots.tolist(), strict=True):
        text = plan_id if len(plan_id) <= _NAME_LENGTH else plan_id[: _NAME_LENGTH - 1] + "…"
        circles = cover_label(x, y, length=_measure(text), height=_LABEL)
        if is_free(circles, np.concatenate([taken, *covered]), width=WIDTH):
            covered.append(circles)
            labels.append(f'<text class="other" x="{x:.0f}" y="{y + 8:.0f}">{to_html_text(text)}</text>')
    return path, ("".join(labels), np.concatenate(covered))


def _measure(text: str) -> float:
    """Measure about how long a label is; Chinese characters are as wide as high."""
    return sum(_LABEL if ord(character) > 0x2E7F else _LABEL * 0.6 for character in text)


def _name_roads(sheet: Sheet, frame: _Frame, taken: Float64) -> str:
    """Name the longest roads, along their longest stretch that has room."""
    rows = sheet.roads.find(frame.box)
    rows = rows[sheet.road_name[rows] != ""]
    if not len(rows):
        return ""
    ends = frame.place(shapely.get_coordinates(shapely.get_point(sheet.roads.shapes[rows], [[0], [-1]]).T))
    ends = ends.reshape(-1, 2, 2)
    length = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
    names, which = np.unique(sheet.road_name[rows].astype(str), return_inverse=True)
    total = np.bincount(which, weights=length * (1 + sheet.road_class[rows]))
    labels: list[str] = []
    for name in np.argsort(-total, kind="stable").tolist():
        mine = np.flatnonzero(which == name)
        for edge in mine[np.argsort(-length[mine], kind="stable")][:4].tolist():
            text, circles = _name_road(str(names[name]), ends[edge])
            if is_free(circles, taken, width=WIDTH):
                taken = np.concatenate([taken, circles])
                labels.append(text)
                break
        if len(labels) == _ROAD_NAMES:
            break
    return "".join(labels)


def _name_road(name: str, ends: Float64) -> tuple[str, Float64]:
    (x, y), (dx, dy) = ends.mean(axis=0), ends[1] - ends[0]
    angle = float((np.degrees(np.arctan2(dy, dx)) + 90) % 180 - 90)
    circles = cover_label(x, y, length=_measure(name), height=_LABEL, angle=angle)
    turned = f'transform="translate({x:.0f} {y:.0f})rotate({angle:.0f})"'
    return f'<text class="street" y="8" {turned}>{to_html_text(name)}</text>', circles


def _place_codes(units: Shapes, frame: _Frame) -> tuple[Float64, Float64]:
    spots = frame.place(shapely.get_coordinates(shapely.point_on_surface(units)))
    at = place_marks(spots, _TAKEN, size=52, width=WIDTH)
    seen = at[~np.isnan(at[:, 0])]
    return at, np.concatenate([_TAKEN, np.c_[seen, np.full(len(seen), 52.0)]])


def _draw_codes(codes: Shapes, at: Float64) -> str:
    return "".join(
        f'<text class="code" x="{x:.0f}" y="{y + 10:.0f}">{to_html_text(str(code)[-3:])}</text>'
        for code, (x, y) in zip(codes.tolist(), at.tolist(), strict=True)
        if code and np.isfinite(x)
    )


def _draw_gates(at: Float64) -> str:
    return "".join(f'<path class="gate" d="M{x:.0f} {y - 13:.0f}l12 21h-24z"/>' for x, y in at.tolist())


@dataclass(frozen=True)
class _Marks:
    existing: str
    planned: str
    taken: Float64
    numbers: tuple[int, ...]
    dots: int


def _place_facilities(sheet: Sheet, frame: _Frame, taken: Float64) -> _Marks:
    """Place planned facilities first, then the nearest of each category, then others as far as there is room."""
    planned = sheet.planned_facilities.find(frame.box)
    there = sheet.facilities.find(frame.box)
    number = np.concatenate([sheet.planned_number[planned], sheet.number[there]])
    shapes = np.concatenate([sheet.planned_facilities.shapes[planned], sheet.facilities.shapes[there]])
    spots = frame.place(shapely.get_coordinates(shapes))
    is_planned = np.arange(len(spots)) < len(planned)
    away = np.hypot(*(spots - WIDTH / 2).T)
    nearest = np.zeros(len(spots), bool)
    order = np.lexsort((away, number, is_planned))
    firsts = group_starts(number[order])
    nearest[order[firsts]] = True
    order = np.lexsort((away, ~nearest, ~is_planned))
    at = np.full((len(spots), 2), np.nan)
    at[order[:_MARKS]] = place_marks(spots[order[:_MARKS]], taken, size=_MARK, width=WIDTH)
    shown = ~np.isnan(at[:, 0])
    drawn = [
        f'<path class="dots{name}" d="{_dots(spots[~shown & mine])}"/>'
        + "".join(_draw_mark(spots[i], at[i], int(number[i]), name) for i in np.flatnonzero(shown & mine))
        for mine, name in ((~is_planned, ""), (is_planned, " new"))
    ]
    circles = np.c_[at[shown], np.full(int(shown.sum()), _MARK)]
    numbers = tuple(np.unique(number[shown]).tolist())
    return _Marks(drawn[0], drawn[1], np.concatenate([taken, circles]), numbers, int((~shown).sum()))


def _draw_mark(spot: Float64, at: Float64, number: int, name: str) -> str:
    x, y = (round(value) for value in at.tolist())
    lead = "" if np.hypot(*(spot - at)) < 1 else f'<path class="lead" d="M{x} {y}L{spot[0]:.0f} {spot[1]:.0f}"/>'
    return (
        f'{lead}<circle class="mark{name}" cx="{x}" cy="{y}" r="16"/>'
        f'<text class="sign{name}" x="{x}" y="{y + 8}">{letter(number)}</text>'
    )


def _draw_trim(frame: _Frame) -> str:
    """Draw the north arrow and the scale bar."""
    metres = max((bar for bar in _BARS_M if bar * frame.scale <= WIDTH / 3), default=_BARS_M[0])
    long, y = metres * frame.scale, WIDTH - 22
    text = f"{metres} m"
    x = WIDTH - 40
    north = "".join(f'<text class="north" lang="{lang}" x="{x}" y="92">{sign}</text>' for lang, sign in NORTH)
    return (
        f'<rect class="pad" x="8" y="{y - 44}" width="{long + 24:.0f}" height="58" rx="6"/>'
        f'<path class="bar" d="M20 {y - 10}v10h{long:.0f}v-10"/><text class="scale" x="{20 + long / 2:.0f}" '
        f'y="{y - 12}">{text}</text><path class="arrow" d="M{x} 12l16 46l-16 -10l-16 10z"/>{north}'
    )


NORTH: Final = (("zh", "北"), ("en", "N"))
