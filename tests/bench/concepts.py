"""The pictures of docs/concepts.md, drawn from data: ``python -m tests.bench.concepts REFERENCE HELSINKI``.

REFERENCE is the reference city at scale 0.05, HELSINKI the bundle of data/helsinki.toml.
"""

import dataclasses
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

import geo
from geo.walking.network import build_network

FOLDER = Path(__file__).parents[2] / "docs" / "concepts"
WIDTH = 720
CATEGORY, HOME = "community_health_centre", "B007968"
ROAD, GREY, BLUE, RED, GREEN, AMBER, INK = "#c3c8d0", "#9aa0a8", "#1f6f8b", "#d1495b", "#2a9d63", "#e09f3e", "#222"


class Picture:
    """An SVG of a window of a city; shapes are added in metres."""

    def __init__(self, window, *, foot=0, width=WIDTH):
        self.window, self.width, self.foot = window, width, foot
        west, south, east, north = window
        self.scale = width / (east - west)
        self.height = round((north - south) * self.scale)
        self.parts = []

    def place(self, xy):
        """Pixels of points in metres, shape (n, 2)."""
        west, _, _, north = self.window
        xy = np.asarray(xy, float).reshape(-1, 2)
        return np.column_stack([xy[:, 0] - west, north - xy[:, 1]]) * self.scale

    def draw(self, shapes, **style):
        """Lines or areas that reach into the window."""
        shapes = np.atleast_1d(np.asarray(shapes, object))
        shapes = shapely.intersection(shapes[shapely.intersects(shapes, self.frame)], self.frame)
        paths = "".join(self._path(part) for shape in shapes for part in shapely.get_parts(shape))
        self.parts.append(f'<path d="{paths}"{_style({"fill": "none", **style})}/>')

    @property
    def frame(self):
        """The window as a polygon."""
        return shapely.box(*self.window)

    def _path(self, shape):
        rings = shapely.get_rings(shape) if shapely.get_dimensions(shape) == 2 else [shape]
        end = "Z" if shapely.get_dimensions(shape) == 2 else ""
        lines = (" ".join(f"{x:.1f} {y:.1f}" for x, y in self.place(shapely.get_coordinates(r))) for r in rings)
        return "".join(f"M{line}{end}" for line in lines)

    def dot(self, xy, radius, colour, *, stroke="white"):
        """Round marks, of a radius in pixels."""
        for x, y in self.place(xy):
            if 0 <= x <= self.width and 0 <= y <= self.height:
                self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}" stroke="{stroke}"/>')

    def square(self, xy, side, colour):
        """Square marks: facilities."""
        for x, y in self.place(xy):
            half = side / 2
            self.parts.append(
                f'<rect x="{x - half:.1f}" y="{y - half:.1f}" width="{side}" height="{side}" '
                f'fill="{colour}" stroke="white" stroke-width="1.5"/>'
            )

    def write(self, xy, text, *, dx=0, dy=0, anchor="start", size=15, colour=INK, weight="normal"):
        """A text beside a point in metres, with a white rim so that it can be read on lines."""
        x, y = self.place(xy)[0] + (dx, dy)
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}" '
            f'font-weight="{weight}" paint-order="stroke" stroke="white" stroke-width="4">{text}</text>'
        )

    def save(self, name, legend=(), source=""):
        """Write the picture, with a legend of (colour, text) below."""
        left, y = 12, self.height + 24
        for colour, text in legend:
            self.parts.append(f'<circle cx="{left + 6}" cy="{y - 5}" r="6" fill="{colour}"/>')
            self.parts.append(f'<text x="{left + 18}" y="{y}" font-size="14" fill="{INK}">{text}</text>')
            left += 44 + round(7.6 * len(text))
        if source:
            y += 22 if legend else 0
            self.parts.append(f'<text x="12" y="{y}" font-size="12" fill="#666">{source}</text>')
        height = y + 12 if legend or source else self.height
        inner = "\n".join(self.parts)
        (FOLDER / f"{name}.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {height}" font-family="sans-serif">\n'
            f'<rect width="{self.width}" height="{height}" fill="white"/>\n{inner}\n</svg>\n',
            "utf-8",
        )


def _style(style):
    return "".join(f' {name.replace("_", "-")}="{value}"' for name, value in style.items())


def around(xy, wide, high):
    """A window in metres around a point."""
    return (xy[0] - wide / 2, xy[1] - high / 2, xy[0] + wide / 2, xy[1] + high / 2)


def find_snaps(coverage):
    """Homes that join a road, and the point of the road where each does."""
    homes = coverage.homes
    homes = homes[homes["access_m"].notna()]
    roads = coverage.city.roads.set_index("edge_id").geometry
    lines = roads.loc[homes["edge_id"].astype(roads.index.dtype)].to_numpy()
    points = homes.geometry.to_numpy()
    return homes, shapely.line_interpolate_point(lines, shapely.line_locate_point(lines, points))


def draw_snap(coverage):
    """Homes, their access legs, and where these meet the roads."""
    city = coverage.city
    homes, joins = find_snaps(coverage)
    row = int(np.flatnonzero(homes["home_id"] == HOME)[0])
    centre = shapely.get_coordinates(homes.geometry.iloc[row])[0]
    picture = Picture(around(np.add(centre, (20, 5)), 300, 165))
    picture.draw(city.roads.geometry.to_numpy(), stroke=ROAD, stroke_width=5)
    ends = shapely.get_coordinates(
        np.concatenate([shapely.get_point(city.roads.geometry.to_numpy(), at) for at in (0, -1)])
    )
    picture.dot(np.unique(ends, axis=0), 4.5, "white", stroke=GREY)
    legs = shapely.shortest_line(homes.geometry.to_numpy(), joins)
    picture.draw(legs, stroke=BLUE, stroke_width=1.6, stroke_dasharray="5 3")
    picture.draw(legs[row], stroke=RED, stroke_width=3)
    picture.dot(shapely.get_coordinates(joins), 3.5, BLUE)
    picture.dot(shapely.get_coordinates(homes.geometry.to_numpy()), 6.5, AMBER)
    picture.dot([centre], 8.5, RED)
    join = shapely.get_coordinates(joins[row])
    picture.dot(join, 5, RED)
    middle = (centre + join[0]) / 2
    picture.write(middle, f"access_m = {homes['access_m'].iloc[row]:.1f}", dx=10, dy=0, colour=RED, weight="bold")
    picture.save(
        "snap",
        [(AMBER, "home"), (BLUE, "where it joins the road: the nearest point on the edge"), (GREY, "node")],
        "A block of the reference city. Dashed: access legs. They count as walking.",
    )


def draw_component(city):
    """The network of Helsinki's centre, and the pieces of it that lead nowhere."""
    network = build_network(city.roads)
    stray = network.component_length_m[network.component] < city.min_component_m
    west, south, _, north = city.roads.total_bounds
    picture = Picture((west - 20, south + 0.44 * (north - south), west + 1060, south + 0.8 * (north - south)))
    picture.draw(network.geometry[~stray], stroke=GREY, stroke_width=1)
    picture.draw(network.geometry[stray], stroke=RED, stroke_width=3.5, stroke_linecap="round")
    count = len(np.unique(network.component[stray]))
    legend = [
        (GREY, f"one component of {network.component_length_m.max() / 1000:.0f} km"),
        (RED, f"{count} components of less than 2 km"),
    ]
    picture.save("component", legend, "Central Helsinki. © OpenStreetMap contributors, ODbL")


def invent_town():
    """A town in which each of the five statuses occurs: roads every 300 m, an island, the data's end in the east."""
    sample = geo.build_sample()
    x0, y0 = sample.roads.total_bounds[:2]
    island = [shapely.LineString([(-40, 1080), (260, 1080), (260, 1380), (-40, 1380), (-40, 1080)])]
    east = [shapely.LineString([(900, y), (1500, y)]) for y in (300, 600)]
    more = [shapely.transform(line, lambda xy: np.add(xy, (x0, y0))) for line in (*island, *east)]
    first = int(max(sample.roads["u"].max(), sample.roads["v"].max())) + 1
    frame = sample.roads.iloc[[0] * len(more)].assign(
        geometry=more,
        length_m=[line.length for line in more],
        u=[first, *_nodes_at(sample.roads, [(x0 + 900, y0 + y) for y in (300, 600)])],
        v=[first, first + 1, first + 2],
    )
    roads = gpd.GeoDataFrame(pd.concat([sample.roads, frame], ignore_index=True), crs=sample.crs)
    roads["edge_id"] = range(len(roads))
    names = ["corner", "yard", "north", "field", "isle", "edge"]
    places = [(300, 20), (450, 290), (300, 915), (560, 1290), (110, 1110), (1440, 620)]
    homes = gpd.GeoDataFrame(
        {"home_id": names, "residents": 10.0, "households": 4.0},
        geometry=shapely.points(np.add(places, (x0, y0))),
        crs=sample.crs,
    )
    extent = gpd.GeoDataFrame(geometry=[shapely.box(x0 - 3000, y0 - 3000, x0 + 1520, y0 + 3000)], crs=sample.crs)
    clinic = sample.facilities[sample.facilities["category"] == "clinic"]
    return dataclasses.replace(
        sample, roads=roads, homes=homes, extent=extent, facilities=clinic, min_component_m=1000.0
    )


def _nodes_at(roads, places):
    """Numbers of the nodes at places."""
    ends = {}
    for at, name in ((0, "u"), (-1, "v")):
        xy = shapely.get_coordinates(shapely.get_point(roads.geometry.to_numpy(), at)).round().astype(int)
        ends |= dict(zip(map(tuple, xy.tolist()), roads[name], strict=True))
    return [ends[round(x), round(y)] for x, y in places]


def draw_status():
    """Every status once, as the analysis gives it."""
    town = invent_town()
    coverage = geo.analyze_city(town, minutes=15)
    homes = coverage.homes
    colours = {"covered": GREEN, "gap": RED, "unreachable": "#7b2d8b", "unsnapped": AMBER, "unknown": GREY}
    x0, y0 = town.roads.total_bounds[:2]
    picture = Picture((x0 - 120, y0 - 90, x0 + 1690, y0 + 1450))
    east = town.extent.total_bounds[2]
    beyond = shapely.box(east, y0 - 90, x0 + 1690, y0 + 1450)
    picture.draw(beyond, fill="#eceef1", stroke="none")
    picture.draw(shapely.LineString([(east, y0 - 90), (east, y0 + 1450)]), stroke=INK, stroke_dasharray="8 5")
    picture.write((east, y0 + 40), "the data end here", dx=-8, anchor="end", size=14)
    picture.draw(town.roads.geometry.to_numpy(), stroke=ROAD, stroke_width=5, stroke_linecap="round")
    joined, joins = find_snaps(coverage)
    legs = shapely.shortest_line(joined.geometry.to_numpy(), joins)
    picture.draw(legs, stroke=INK, stroke_width=1.2)
    for home in homes.itertuples():
        picture.dot([(home.geometry.x, home.geometry.y)], 9, colours[home.status_clinic])
        walk = f": {home.walk_m_clinic:,.0f} m" if np.isfinite(home.walk_m_clinic) else ""
        left = home.home_id == "edge"
        picture.write(
            (home.geometry.x, home.geometry.y), f"{home.status_clinic}{walk}", dx=-13 if left else 13, dy=-9,
            anchor="end" if left else "start", colour=colours[home.status_clinic], weight="bold",
        )  # fmt: skip
    picture.square(shapely.get_coordinates(town.facilities.geometry.to_numpy()), 16, BLUE)
    picture.write((x0, y0), "clinic", dx=-12, dy=22, size=14, colour=BLUE, weight="bold")
    picture.save("status", source="A town of blocks of 300 m. Limit: 15 minutes, 1,000 m.")
    return set(homes["status_clinic"])


def draw_gap(coverage, change, added):
    """Homes by status with the gap areas around them, and the same after a facility is added."""
    city, homes = coverage.city, coverage.homes
    after = change.walk_m <= coverage.limit_m[CATEGORY] + 0.001
    xy = shapely.get_coordinates(homes.geometry.to_numpy())
    colour = {"covered": BLUE, "gap": RED}
    gaps = coverage.gaps[coverage.gaps["category"] == CATEGORY]
    facilities = city.facilities[city.facilities["category"] == CATEGORY]
    window = around(added, 2900, 2100)
    newly = after & ~homes[f"status_{CATEGORY}"].isin(["covered", "not_judged"]).to_numpy()
    for name in ("gap", "scenario"):
        picture = Picture(window)
        picture.draw(shapely.simplify(city.roads.geometry.to_numpy(), 2.0), stroke="#dfe2e7", stroke_width=1)
        if name == "gap":
            picture.draw(gaps.geometry.to_numpy(), fill=RED, fill_opacity=0.15, stroke=RED, stroke_width=1.2)
        for status, ink in colour.items():
            picture.dot(xy[(homes[f"status_{CATEGORY}"] == status) & ~(newly & (name == "scenario"))], 2.4, ink,
                        stroke="none")  # fmt: skip
        if name == "scenario":
            picture.dot(xy[newly], 3.2, GREEN, stroke="none")
        inside = facilities[facilities.intersects(picture.frame)]
        picture.square(shapely.get_coordinates(inside.geometry.to_numpy()), 13, INK)
        legend = [(BLUE, "home, covered"), (RED, "home, not covered"), (INK, "health centre")]
        source = f"The reference city, health centres, limit {coverage.limit_m[CATEGORY]:,.0f} m."
        if name == "gap":
            largest = gaps[gaps.intersects(picture.frame)].sort_values("residents", ascending=False).iloc[0]
            source += f" Shaded: gap areas; the largest holds {largest['residents']:,.0f} residents."
        else:
            picture.square([added], 18, GREEN)
            people = homes["residents"].to_numpy()[newly].sum()
            legend = [legend[0], (GREEN, "newly covered by the added centre"), legend[1]]
            source += f" The added one newly covers {people:,.0f} residents."
        picture.save(name, legend, source)


def draw_units():
    """Base units, what lies in them and across them, and two generations of them: a drawing."""
    picture = Picture((0, 0, 720, 300))

    def flip(x, y, w, h):
        return shapely.box(x, 300 - y - h, x + w, 300 - y)

    tiles = [flip(20, 50, 130, 100), flip(150, 50, 150, 100), flip(20, 150, 150, 100), flip(170, 150, 130, 100)]
    picture.draw(tiles, fill="#e8f1f4", stroke=BLUE, stroke_width=2.5)
    picture.draw([flip(20, 50, 65, 50), flip(85, 50, 65, 50), flip(20, 100, 65, 50), flip(85, 100, 65, 50)],
                 stroke=BLUE, stroke_width=1, stroke_dasharray="4 3")  # fmt: skip
    picture.draw(flip(205, 75, 50, 45), fill=AMBER, fill_opacity=0.4, stroke=AMBER, stroke_width=1.5)
    picture.draw(flip(110, 125, 140, 70), fill=RED, fill_opacity=0.15, stroke=RED, stroke_width=1.8)
    for (x, y), text, ink in (
        ((20, 36), "Base units cover the city without overlap", INK), ((24, 66), "micro-grids", BLUE),
        ((203, 70), "exclusive", "#9a6a14"), ((152, 165), "overlay", RED),
    ):  # fmt: skip
        picture.write((x, 300 - y), text, size=14, colour=ink)
    for left, days, parts in (
        (350, "until 2024-06-30", [(0, 0, 150, 180, "A")]),
        (540, "from 2024-07-01", [(0, 0, 150, 80, "A1"), (0, 80, 150, 100, "A2")]),
    ):
        for x, y, w, h, name in parts:
            picture.draw(flip(left + x, 60 + y, w, h), fill="#e8f1f4", stroke=BLUE, stroke_width=2.5)
            picture.write((left + x + w / 2, 300 - (60 + y + h / 2 + 5)), name, anchor="middle", size=18)
        picture.write((left + 75, 300 - 36), days, anchor="middle", size=14)
        picture.write((left + 75, 300 - 262), "one generation", anchor="middle", size=13, colour="#666")
    picture.write((520, 300 - 155), "→", anchor="middle", size=24)
    picture.save("units")


def main():
    reference, helsinki = (geo.open_city(Path(path)) for path in sys.argv[1:3])
    coverage = geo.analyze_city(reference, categories=[CATEGORY])
    draw_snap(coverage)
    draw_component(helsinki)
    missing = {"covered", "gap", "unreachable", "unsnapped", "unknown"} - draw_status()
    assert not missing, missing
    gaps = coverage.gaps[~coverage.gaps["is_others"]]
    target = gaps.sort_values("residents", ascending=False).geometry.iloc[1]
    homes = coverage.homes[coverage.homes.within(target)]
    added = np.median(shapely.get_coordinates(homes.geometry.to_numpy()), axis=0)
    baseline = geo.prepare_changes(coverage, CATEGORY)
    draw_gap(coverage, geo.change_facilities(baseline, add=added[None]), added)
    draw_units()


if __name__ == "__main__":
    main()
