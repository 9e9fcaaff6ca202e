"""The picture in the docs: one service circle over the homes truly within the walk, and the same by a straight buffer.

``python -m tests.bench.picture CITY`` takes, of all facilities, the one whose buffer exaggerates as the median does.
"""

import sys
from pathlib import Path

import numpy as np
import shapely

from geo.circles.circles import draw_facility_circles, make_circles
from geo.city.bundle import open_city
from geo.walking.within import list_pairs, sum_places_around

LIMIT_M, MINUTES = 1000.0, 15.0
_SIDE, _TOP = 560, 64
_INK = {"right": "#1f6f8b", "beyond": "#c9ccd1", "wrong": "#d1495b"}


def choose_facility(maker):
    """Row of the facility whose buffer holds as many times the residents within the walk as the median one's."""
    city, network = maker.context.city, maker.context.network
    people = city.homes["residents"].to_numpy(float)
    walked = sum_places_around(network, maker.context.facilities, maker.targets, people, limits_m=[LIMIT_M])[:, 0]
    tree = shapely.STRtree(city.homes.geometry.to_numpy())
    row, home = tree.query(city.facilities.geometry.to_numpy(), predicate="dwithin", distance=LIMIT_M)
    straight = np.bincount(row, weights=people[home], minlength=len(walked))
    whole = city.extent.geometry.iloc[0].buffer(-2 * LIMIT_M).contains(city.facilities.geometry).to_numpy()
    ratio = np.where((walked > 0) & whole, straight / np.maximum(walked, 1), np.nan)
    chosen = int(np.nanargmin(np.abs(ratio - np.nanmedian(ratio))))
    return chosen, walked[chosen], straight[chosen]


def draw_panel(left, centre, area, homes, reached, roads, title, note):
    """One panel: roads, the area, homes coloured by whether the area tells the truth about them."""
    scale = _SIDE / (2.6 * LIMIT_M)

    def place(xy):
        x = left + _SIDE / 2 + (xy[:, 0] - centre[0]) * scale
        return np.column_stack([x, _TOP + _SIDE / 2 - (xy[:, 1] - centre[1]) * scale])

    def path(shape):
        rings = shapely.get_rings(shapely.get_parts(shape)) if shapely.get_dimensions(shape) == 2 else [shape]
        lines = ("L".join(f"{x:.1f} {y:.1f}" for x, y in place(shapely.get_coordinates(ring))) for ring in rings)
        return "".join(f"M{line}" for line in lines)

    inside = shapely.intersects(area, homes)
    kind = np.where(inside & reached, "right", np.where(inside == reached, "beyond", "wrong"))
    spots = place(shapely.get_coordinates(homes))
    parts = [
        f'<text x="{left + 8}" y="24" font-size="17" font-weight="bold">{title}</text>',
        f'<text x="{left + 8}" y="46">{note}</text>',
        f'<svg x="{left}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" viewBox="{left} {_TOP} {_SIDE} {_SIDE}">',
        f'<rect x="{left}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" fill="#fafafa"/>',
        f'<path d="{"".join(path(road) for road in roads)}" fill="none" stroke="#dadde2" stroke-width="0.8"/>',
        f'<path d="{path(area)}" fill="#1f6f8b" fill-opacity="0.13" fill-rule="evenodd" stroke="#1f6f8b"/>',
    ]
    for name, colour in _INK.items():
        dots = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in spots[kind == name])
        parts.append(f'<path d="{dots}" stroke="{colour}" stroke-width="3.4" stroke-linecap="round" fill="none"/>')
    x, y = place(np.array([centre]))[0]
    parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="#111" stroke="white" stroke-width="2"/></svg>')
    return "\n".join(parts)


def draw(city):
    """Both panels as one SVG."""
    maker = make_circles(city)
    row, walked, straight = choose_facility(maker)
    facility = city.facilities.iloc[row]
    circle = draw_facility_circles(maker, [facility["facility_id"]], minutes=[MINUTES]).geometry.iloc[0]
    pairs = list_pairs(maker.context.network, maker.context.facilities, maker.context.homes, limit_m=LIMIT_M)
    reached = np.zeros(len(city.homes), bool)
    reached[pairs.place[pairs.origin == row]] = True
    centre = shapely.get_coordinates(facility.geometry)[0]
    frame = shapely.box(*(centre - 1.3 * LIMIT_M), *(centre + 1.3 * LIMIT_M))
    shown = np.flatnonzero(shapely.intersects(frame, city.homes.geometry.to_numpy()))
    homes, reached = city.homes.geometry.to_numpy()[shown], reached[shown]
    roads = city.roads.geometry.to_numpy()
    roads = roads[shapely.intersects(frame, roads)]
    width, height = 2 * _SIDE + 24, _TOP + _SIDE + 76
    legend = [
        ("right", "inside, and truly within the walk"),
        ("wrong", "on the wrong side of the line"),
        ("beyond", "outside, and truly beyond it"),
    ]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="14">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        draw_panel(
            0, centre, circle, homes, reached, roads, "Service circle: 15 minutes along the streets (1,000 m)",
            f"{walked:,.0f} residents live within the walk",
        ),
        draw_panel(
            _SIDE + 24, centre, shapely.Point(centre).buffer(LIMIT_M), homes, reached, roads, "A buffer of 1,000 m",
            f"claims {straight:,.0f} residents: {straight / walked - 1:.0%} more than can walk there",
        ),
    ]  # fmt: skip
    for i, (name, text) in enumerate(legend):
        x = 12 + i * 290
        parts.append(f'<circle cx="{x}" cy="{height - 56}" r="5" fill="{_INK[name]}"/>')
        parts.append(f'<text x="{x + 12}" y="{height - 51}">{text}</text>')
    told = f"{city.name}. Each dot is a home. The median of {len(city.facilities):,} facilities: half exaggerate more."
    parts.append(f'<text x="12" y="{height - 28}" fill="#666">{told}</text>')
    parts.append(f'<text x="12" y="{height - 8}" fill="#666">{city.attribution}</text></svg>')
    return "\n".join(parts) + "\n"


def main():
    Path("docs/circle.svg").write_text(draw(open_city(Path(sys.argv[1]))), "utf-8")


if __name__ == "__main__":
    main()
