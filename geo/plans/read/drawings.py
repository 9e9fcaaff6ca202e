"""A drawing (DXF) as a table: closed lines are areas, the texts inside them say what they are."""

import re
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Float64, Objects
from geo.errors import InputError
from geo.plans.read.closing import close_outlines
from geo.plans.read.plan_schemas import PLAN_SCHEMAS
from geo.texts.notes import Note, make_note
from geo.walking.clusters import cluster_points

#: The layer that every drawing has, whose name says nothing.
_DEFAULT_LAYER: Final = "0"


#: Outlines whose corners agree to this are one outline drawn twice (a line and its hatching) [m].
_SAME_M: Final = 0.001


_UNITS: Final = {"户": "households", "套": "dwellings", "人": "residents", "年": "year"} | dict.fromkeys(
    ("m2", "㎡", "平方米", "平米"), "residential_floor_area"
)


# each word is looked at once, not from each of its characters: strangers write long ones
_NUMBER_WITH_UNIT: Final = re.compile(rf"(?<![\d.])([\d.]++)\s*+({'|'.join(_UNITS)})(?![^\s,，;；])")


#: Characters of the longest word in a drawing's text, and how often a text may lie in areas that lie in one another: to
#: read what is longer, or nested deeper, takes time by the square.
_LONGEST_WORD: Final = 256
_MOST_PAIRS: Final = 1_000_000
_TEXTS_AT_ONCE: Final = 100


_KEY_AND_VALUE: Final = re.compile(r"([^\W\d]\w{0,40}+)\s*+[=＝:：]\s*+([^\s,，;；]+)")


def to_plan_table(drawing: gpd.GeoDataFrame, *, layer: str | None, file: str) -> tuple[gpd.GeoDataFrame, list[Note]]:
    """Make a table of plan areas of a drawing.

    Every closed line, hatching and face is an area, and an open line a row without one. Texts that lie inside an area
    (inside the smallest, where areas lie in one another) describe it: ``name=value`` or ``name: value`` under any
    name a table's column may have; numbers with 户, 套, 人, 年, m2 or ㎡ behind them; the first other word is the
    plan_id, and what follows the name. Where no text gives a plan_id, the CAD layer does if it holds this area only.

    Parameters
    ----------
    drawing
        As GDAL reads a DXF: ``Layer``, ``Text`` and geometry. Not changed.
    layer
        CAD layer of the areas; None takes all. Texts may stand on any.
    file
        Name of the file, for messages.

    Returns
    -------
    tuple
        Texts under the names of the schema ``plan_areas``, with geometry, in the drawing's order; and notes.

    Raises
    ------
    InputError
        If the drawing has no lines or areas (on that layer), with the layers there are.

    Examples
    --------
    >>> square = shapely.LineString([(0, 0), (90, 0), (90, 90), (0, 90), (0, 0)])
    >>> drawing = gpd.GeoDataFrame(
    ...     {"Layer": ["plots", "texts"], "Text": [None, "P-12 300户"]}, geometry=[square, shapely.Point(9, 9)]
    ... )
    >>> table, notes = to_plan_table(drawing, layer=None, file="plots.dxf")
    >>> table[["plan_id", "households"]].values.tolist(), table.geometry[0].area
    ([['P-12', '300']], 8100.0)
    """
    notes: list[Note] = []
    if "PaperSpace" in drawing:  # frames and title blocks of the printed sheet
        drawing = drawing[~drawing["PaperSpace"].fillna(0).astype(bool).to_numpy()]
    kinds = drawing.geom_type
    outlines = drawing[kinds.isin(["LineString", "MultiLineString", "Polygon", "MultiPolygon"]).to_numpy()]
    if layer is not None:
        outlines = outlines[(outlines["Layer"] == layer).to_numpy()]
    if outlines.empty:
        where = f' on layer "{layer}"' if layer is not None else ""
        have = ", ".join(sorted(set(drawing["Layer"].dropna().astype(str)))[:20])
        raise InputError(f"{file}: no lines or areas{where}; expected closed polylines. The drawing's layers: {have}")
    texts = drawing[((kinds == "Point") & drawing["Text"].notna()).to_numpy()]
    others = len(drawing) - int(kinds.isin(["LineString", "MultiLineString", "Polygon", "MultiPolygon", "Point"]).sum())
    if others:
        notes.append(make_note("ignored_entities", file=file, entities=others))
    shapes = np.asarray(outlines.geometry.values)
    if np.nan_to_num(shapely.get_coordinates(shapes, include_z=True)[:, 2]).any():
        notes.append(make_note("flattened_outlines", file=file))
    shapes, closed = close_outlines(shapely.force_2d(shapes))
    if closed:
        notes.append(make_note("closed_outlines", file=file, outlines=closed))
    first = _find_first_drawn(shapes)
    if not first.all():
        notes.append(make_note("repeated_outlines", file=file, outlines=int((~first).sum())))
    shapes, layers = shapes[first], outlines["Layer"].fillna("").astype(str).to_numpy()[first]
    labels = _gather_texts(shapes, texts, file)
    return _tabulate(labels, layers, shapes, file, notes), notes


def _find_first_drawn(shapes: Objects) -> Bool:
    is_area = shapely.get_dimensions(shapes) == 2
    key = pd.Series(shapely.to_wkb(shapely.normalize(shapely.transform(shapes, _join_near))))
    return np.asarray(~(key.duplicated().to_numpy() & is_area))


def _join_near(xy: Float64) -> Float64:
    cluster = cluster_points(xy, _SAME_M)
    return np.asarray(xy[np.unique(cluster, return_index=True)[1][cluster]])


def _gather_texts(shapes: Objects, texts: gpd.GeoDataFrame, file: str) -> list[str]:
    """Join the texts inside each area, in the drawing's order."""
    area = np.where(shapely.get_dimensions(shapes) == 2, shapely.area(shapes), np.inf)
    points = shapely.force_2d(np.asarray(texts.geometry.values))
    candidates = shapes.copy()
    candidates[~np.isfinite(area)] = None
    text, shape = _find_inside(candidates, points, file)
    pairs = pd.DataFrame({"text": text, "shape": shape, "area": area[shape]})
    smallest = pairs.sort_values(["text", "area", "shape"]).drop_duplicates("text")
    values = texts["Text"].to_numpy()
    words: list[list[str]] = [[] for _ in shapes]
    for text, shape in zip(smallest["text"], smallest["shape"], strict=True):
        words[shape].append(values[text])
    labels = [" ".join(filter(None, (word.strip() for word in row))) for row in words]
    if any(len(word) > _LONGEST_WORD for label in labels for word in label.split()):
        raise InputError(f"{file}: a text with a word of more than {_LONGEST_WORD} characters; shorten it")
    return labels


def _find_inside(shapes: Objects, points: Objects, file: str) -> tuple[np.ndarray, np.ndarray]:
    """Find which point lies in or on which area: rows of points, rows of areas."""
    outlines = shapely.boundary(shapes)
    shapely.prepare(shapes)
    shapely.prepare(outlines)
    tree, found, count = shapely.STRtree(shapes), [np.empty((2, 0), int)], 0
    for begin in range(0, len(points), _TEXTS_AT_ONCE):
        part = points[begin : begin + _TEXTS_AT_ONCE]
        point, shape = tree.query(part)
        count += len(point)
        if count > _MOST_PAIRS:
            raise InputError(f"{file}: its texts lie in too many areas within areas; name the layer of the areas")
        inside = shapely.intersects(outlines[shape], part[point]) | shapely.contains_xy(
            shapes[shape], shapely.get_coordinates(part[point])
        )
        found.append(np.stack([point[inside] + begin, shape[inside]]))
    point, shape = np.concatenate(found, axis=1)
    return point, shape


def parse_label(text: str) -> dict[str, str]:
    """Take a text of a drawing apart.

    Parameters
    ----------
    text
        All that is written inside an area.

    Returns
    -------
    dict
        By the names of the schema ``plan_areas``; what the text does not say is left out; empty for an empty text.

    Examples
    --------
    >>> parse_label("P-12 东风家园 dwellings=300, 2028年")
    {'dwellings': '300', 'year': '2028', 'plan_id': 'P-12', 'name': '东风家园'}
    """
    names = {
        alias.lower(): name
        for name, column in PLAN_SCHEMAS["plan_areas"].columns.items()
        for alias in (name, *column.aliases)
        if name != "boundary"
    }
    found: dict[str, str] = {}

    def move(name: str | None, value: str, whole: str) -> str:
        if name is None or name in found:
            return whole
        found[name] = value
        return " "

    text = " ".join(text.split())  # the patterns below would try each character of a word over a whole run of blanks
    text = _KEY_AND_VALUE.sub(lambda hit: move(names.get(hit[1].lower()), hit[2], hit[0]), text)
    text = _NUMBER_WITH_UNIT.sub(lambda hit: move(_UNITS[hit[2]], hit[1], hit[0]), text)
    words = [word for word in re.split(r"[\s,，;；]+", text) if word]
    if words and "plan_id" not in found:
        found["plan_id"] = words.pop(0)
    if words and "name" not in found:
        found["name"] = " ".join(words)
    # a value may carry its unit: 户数=300户
    numbers = {name: re.sub(rf"({'|'.join(_UNITS)})$", "", value) for name, value in found.items()}
    return {name: value if name in ("plan_id", "name") else numbers[name] for name, value in found.items()}


def _tabulate(labels: list[str], layers: Objects, shapes: Objects, file: str, notes: list[Note]) -> gpd.GeoDataFrame:
    rows = [parse_label(label) for label in labels]
    alone = ~pd.Series(layers).duplicated(keep=False).to_numpy() & (layers != _DEFAULT_LAYER) & (layers != "")
    named = 0
    for row, layer, is_alone in zip(rows, layers, alone, strict=True):
        if "plan_id" not in row and is_alone:
            row["plan_id"], named = str(layer), named + 1
    if named:
        notes.append(make_note("named_by_layer", file=file, areas=named))
    names = [name for name in PLAN_SCHEMAS["plan_areas"].columns if name != "boundary"]
    table = pd.DataFrame([{name: row.get(name, "") for name in names} for row in rows], dtype=object)
    empty = [name for name in ("plan_id", "name", "year") if (table[name] == "").all()]
    return gpd.GeoDataFrame(table.drop(columns=empty), geometry=shapes)


def refuse_dwg(path: Path) -> None:
    """Raise for a DWG, which only its maker's software reads.

    Raises
    ------
    InputError
        If the file ends in .dwg: with what to do.

    Examples
    --------
    >>> refuse_dwg(Path("plots.dwg"))
    Traceback (most recent call last):
    geo.errors.InputError: plots.dwg: a DWG drawing cannot be read; export as DXF
    """
    if path.suffix.lower() == ".dwg":
        raise InputError(f"{path.name}: a DWG drawing cannot be read; export as DXF")
