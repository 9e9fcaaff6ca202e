"""Maps of a report: how many residents of each community are within the walk, as SVG for paper."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Shapes
from geo.coverage.analysis import Coverage
from geo.coverage.category_figures import weighted_quantiles
from geo.coverage.rollup import LEVELS
from geo.plans.context import WATER
from geo.texts import Lang
from maps.escape import to_html_text
from maps.paper_paths import TOLERANCE, draw_lines, simplify_shared, write_rings
from maps.report.wording import say
from maps.style import CSS_COLOURS, HATCH_COLOUR, INK_COLOUR, NOBODY_COLOUR, PAPER_COLOUR, SHARE_BREAKS, SHARE_COLOURS

#: Width of a map, and room below it for the legend [tenths of a millimetre].
WIDTH: Final = 1700
LEGEND: Final = 100
FONT: Final = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, Segoe UI, sans-serif"
_BARS_KM: Final = (1, 2, 5, 10, 20, 50)
_EDGE: Final = 10.0
#: The closer view holds this share of urban residents, is so many times as wide as high, and is drawn where it is
#: narrower than this share of the city.
_HELD, _ASPECT, _CLOSER = 0.62, 1.6, 0.5


@dataclass(frozen=True, kw_only=True)
class CitySheet:
    """A part of a city as all maps of a report draw it; shapes in tenths of a millimetre on paper.

    Parameters
    ----------
    level
        The level of the shapes: communities, or the lowest above grid units that the city has.
    shapes
        One for each row of that level in the coverage, None where it has none, or lies outside the part.
    districts, names
        Outlines of districts, and their names.
    water
        Rivers and shores.
    height
        Of the map without its legend.
    scale
        Tenths of a millimetre per metre.
    """

    level: str
    shapes: Shapes
    districts: Shapes
    names: list[str]
    water: Shapes
    height: float
    scale: float


def lay_city(coverage: Coverage) -> list[CitySheet]:
    """Lay a city on paper, once for all maps: the whole, and where most people live closer together.

    Parameters
    ----------
    coverage
        Who is within the walk to what.

    Returns
    -------
    list of CitySheet
        Communities where the city knows them. Without the closer view where most of the city is in it anyway.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> [sheet.level for sheet in lay_city(analyze_city(build_sample()))]
    ['communities', 'communities']
    """
    level = next(level for level in reversed(LEVELS) if level in coverage.levels and level != "grid_units")
    west, south, east, north = map(float, coverage.levels[level].total_bounds)
    whole, close = (west, south, east, north), _find_centre(coverage)
    boxes = [whole, *([close] if close[2] - close[0] < _CLOSER * (east - west) else [])]
    return [_lay_part(coverage, level, box) for box in boxes]


def _find_centre(coverage: Coverage) -> tuple[float, float, float, float]:
    """Find the box, wider than high, round the middle of urban residents that holds most of them."""
    homes = coverage.city.homes
    residents = np.where(coverage.is_rural, 0.0, homes["residents"].to_numpy(float))
    xy = shapely.get_coordinates(homes.geometry.values)
    middle = [weighted_quantiles(xy[:, axis], residents, (0.5,))[0] or 0.0 for axis in (0, 1)]
    away_m = np.max(np.abs(xy - middle) / [_ASPECT, 1.0], axis=1)
    half_m = weighted_quantiles(away_m, residents, (_HELD,))[0] or 1.0
    x, y = middle
    return x - _ASPECT * half_m, y - half_m, x + _ASPECT * half_m, y + half_m


def _lay_part(coverage: Coverage, level: str, box: tuple[float, float, float, float]) -> CitySheet:
    west, south, east, north = box
    scale = (WIDTH - 2 * _EDGE) / max(east - west, 1.0)

    def place(shapes: Shapes) -> Shapes:
        return np.asarray(shapely.transform(shapes, lambda xy: (xy - [west, north]) * [scale, -scale] + _EDGE))

    seen = shapely.box(*box)
    table = coverage.levels[level].geometry.to_numpy()
    districts = coverage.levels.get("districts", coverage.levels["city"])
    districts = districts[districts.geometry.intersects(seen)].drop_duplicates("code")
    return CitySheet(
        level=level,
        shapes=simplify_shared(place(np.asarray(np.where(shapely.intersects(table, seen), table, None)))),
        districts=place(shapely.clip_by_rect(simplify_shared(districts.geometry.to_numpy(), 1 / scale), *box)),
        names=districts["name"].tolist() if "districts" in coverage.levels else [],
        water=shapely.simplify(place(shapely.clip_by_rect(_list_water(coverage), *box)), TOLERANCE / 2),
        height=(north - south) * scale + 2 * _EDGE,
        scale=scale,
    )


def _list_water(coverage: Coverage) -> Shapes:
    barriers = coverage.city.barriers
    if barriers is None:
        return np.empty(0, object)
    wet = barriers.geometry[barriers["barrier_kind"].isin(WATER)].to_numpy()
    return np.asarray(np.where(shapely.get_dimensions(wet) == 2, shapely.boundary(wet), wet))


def draw_city(sheet: CitySheet, coverage: Coverage, category: str, *, lang: Lang) -> str:
    """Draw who is within the walk to one category.

    Parameters
    ----------
    sheet
        The city on paper.
    coverage
        Who is within the walk to what, the same that the sheet was laid for.
    category
        The category.
    lang
        Language of the legend.

    Returns
    -------
    str
        An SVG element, :data:`WIDTH` wide; nothing in it is loaded. The same arguments give the same bytes.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> coverage = analyze_city(build_sample())
    >>> draw_city(lay_city(coverage)[0], coverage, "clinic", lang="en")[:4]
    '<svg'
    """
    table = coverage.levels[sheet.level]
    height = sheet.height + LEGEND
    ground = [
        *_fill_shapes(sheet, table, category),
        draw_lines(sheet.water, CSS_COLOURS["river"], 4.0),
        draw_lines(shapely.boundary(sheet.districts), INK_COLOUR, 3.0),
        *_name_districts(sheet),
    ]
    parts = [
        f'<svg width="{WIDTH}" height="{sheet.height:.0f}">{"".join(ground)}</svg>',
        *_draw_legend(sheet, lang, has_villages=bool((table[f"not_judged_{category}"] > 0).any())),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img" '
        f'font-family="{FONT}" font-size="26" fill="{INK_COLOUR}">'
        f'<defs><pattern id="hatch" width="10" height="10" patternUnits="userSpaceOnUse">'
        f'<path d="M0 10L10 0" stroke="{HATCH_COLOUR}" stroke-width="1.2"/></pattern></defs>{"".join(parts)}</svg>'
    )


def _fill_shapes(sheet: CitySheet, table: gpd.GeoDataFrame, category: str) -> list[str]:
    """Fill the shapes class by class: those nobody lives in, those not judged, then shares from low to high."""
    share = table[f"share_{category}"].to_numpy(float)
    known = np.array([shape is not None for shape in sheet.shapes])
    lived = table["residents"].to_numpy(float) > 0
    kind = np.where(np.isnan(share), -2, np.searchsorted(SHARE_BREAKS, share - 1e-9))
    kind[~lived] = -1
    looks = [(-1, NOBODY_COLOUR), (-2, "url(#hatch)"), *enumerate(SHARE_COLOURS)]
    return [
        f'<path d="{write_rings(sheet.shapes[known & (kind == number)])}" fill="{look}" fill-rule="evenodd" '
        f'stroke="{PAPER_COLOUR}" stroke-width="1"/>'
        for number, look in looks
        if (known & (kind == number)).any()
    ]


def _name_districts(sheet: CitySheet) -> list[str]:
    """Write the names of districts inside them, the largest first; one that would lie over another is left out."""
    if not sheet.names:
        return []
    taken: list[tuple[float, float, float]] = []
    parts = []
    spots = shapely.get_coordinates(shapely.point_on_surface(sheet.districts))
    for i in np.argsort(-shapely.area(sheet.districts), kind="stable").tolist():
        name, half = sheet.names[i], 14.0 * len(sheet.names[i])
        x, y = float(np.clip(spots[i][0], half + _EDGE, WIDTH - half - _EDGE)), float(spots[i][1])
        if any(abs(x - other) < half + wide and abs(y - high) < 34 for other, high, wide in taken):
            continue
        taken.append((x, y, half))
        parts.append(
            f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="middle" font-weight="700" paint-order="stroke" '
            f'stroke="{PAPER_COLOUR}" stroke-width="6">{to_html_text(name)}</text>'
        )
    return parts


def _draw_legend(sheet: CitySheet, lang: Lang, *, has_villages: bool) -> list[str]:
    """Draw the classes, and a scale bar at the right."""
    y, x, parts, low = sheet.height + 50, 20, [], 0
    for high, colour in zip(SHARE_BREAKS, SHARE_COLOURS, strict=True):
        parts.append(_draw_key(x, y, colour, f"{low}–{high:.0%}"))
        x, low = x + 175, round(100 * high)
    if has_villages:
        parts.append(_draw_key(x, y, "url(#hatch)", say("report.map.village", lang)))
        x += 250 if lang == "zh" else 330
    km = max((bar for bar in _BARS_KM if bar * 1000 * sheet.scale <= WIDTH / 5), default=_BARS_KM[0])
    long = km * 1000 * sheet.scale
    right = WIDTH - 30
    return [
        *parts,
        f'<path d="M{right - long:.0f} {y - 10:.0f}v12h{long:.0f}v-12" fill="none" stroke="{INK_COLOUR}" '
        f'stroke-width="3"/><text x="{right - long / 2:.0f}" y="{y - 16:.0f}" text-anchor="middle">{km} km</text>',
    ]


def _draw_key(x: float, y: float, look: str, text: str) -> str:
    return (
        f'<rect x="{x:.0f}" y="{y - 22:.0f}" width="34" height="24" fill="{look}" stroke="{INK_COLOUR}" '
        f'stroke-width="1"/><text x="{x + 44:.0f}" y="{y:.0f}">{to_html_text(text)}</text>'
    )
