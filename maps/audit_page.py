"""The page of an audit: a map of districts, streets and communities by whom shortfalls concern, and their table."""

import math
from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.audit.audit import Audit
from geo.audit.city_figures import list_city_figures, list_city_shortfalls
from geo.audit.figure_names import FigureNames, find_names, name_unit
from geo.audit.level_columns import choose_level_columns
from geo.audit.levels import KEYS
from geo.audit.method import list_method
from geo.city.model import City
from geo.coverage.scopes import URBAN
from geo.texts import Lang, translate
from maps.encode import pack_polygons
from maps.payload import find_bounds, pack_roads
from maps.shell import Shell, render_page
from maps.style import list_styles

_SHELL: Final = Shell(
    name="audit",
    prefixes=("audit.page.", "level.", "scope."),
    folds=True,
)
_BODY: Final = """<p id="synthetic"></p><p id="facts"></p><div id="levels" role="radiogroup"></div>
<div id="kinds" role="radiogroup"></div><div id="legend"></div><div id="overlays"></div>
<section id="table"><h2></h2><input id="search" type="search"><div></div><p></p></section>
<details id="about"><summary></summary><div></div></details>"""
#: How far outlines of a level may move, the finest level first [m]; what two share stays shared.
_TOLERANCES_M: Final = {"communities": 12.0, "streets": 20.0, "districts": 30.0}
#: Roads that a map of a whole city shows, and how far they may move [m].
_ROADS: Final = ("motorway", "trunk", "primary", "secondary", "tertiary")
_ROAD_TOLERANCE_M: Final = 20.0
#: Edges that a page draws all of; of a larger network only :data:`_ROADS`.
_MOST_ROADS: Final = 20_000
_COSTS: Final = ("cost_yuan", "cost_yuan_year")


def render_audit_page(audit: Audit, *, lang: Lang = "zh", tile_url: str | None = None) -> str:
    """Render the page of an audit, self-contained.

    Parameters
    ----------
    audit
        The audit; strings from the city are shown as they are, whatever they hold.
    lang
        Language the page opens in.
    tile_url
        Address of a tile server for a basemap, or None: the main roads are the basemap and the page requests nothing.

    Returns
    -------
    str
        HTML; the same audit gives the same bytes.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> page = render_audit_page(audit_city(analyze_city(build_sample())))
    >>> page[:15], "https://" in page
    ('<!DOCTYPE html>', False)
    """
    city = audit.city
    units = city.base_units.geometry
    return render_page(
        _SHELL,
        title=f"{city.name} · {translate('audit.page.title', lang)}",
        body=_BODY,
        data={"lang": lang, **_collect_data(audit)},
        bounds=find_bounds(units) if len(units) else find_bounds(city.roads.geometry),
        tile_url=tile_url,
    )


def _collect_data(audit: Audit) -> dict[str, Any]:
    city = audit.city
    levels = [level for level in _TOLERANCES_M if level in audit.levels]
    kinds = [each["kind"] for each in list_city_shortfalls(audit)]
    return {
        "style": list_styles(),
        "city": city.name,
        "attribution": city.attribution,
        "synthetic": city.synthetic,
        **describe_audit(audit),
        "levels": {level: _pack_level(audit, level, kinds) for level in levels},
        "roads": _pack_main_roads(city),
    }


def describe_audit(audit: Audit) -> dict[str, Any]:
    """Describe what an audit found in the whole city, and what its figures are called.

    Parameters
    ----------
    audit
        The audit.

    Returns
    -------
    dict
        ``kinds`` of shortfall, those that help most people first: ``key, name, unit, amount, people, communities`` and
        what they cost; ``costs``, the names of the sums; ``columns``, the figures of a division with name, digits and
        norm; ``of_city``, the city's own; ``method`` in sentences.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> found = describe_audit(audit_city(analyze_city(build_sample())))
    >>> [(kind["key"], kind["people"]) for kind in found["kinds"]]
    [('unit_size', 60)]
    """
    names = find_names(audit)
    return {
        "method": [dict(line) for line in list_method(audit)],
        "kinds": [_describe_kind(each, names) for each in list_city_shortfalls(audit)],
        "costs": {name: names.name_column(name) for name in _COSTS if name in audit.levels["city"]},
        "columns": _describe_columns(audit, names),
        "of_city": _describe_city(audit),
    }


def _describe_kind(found: Mapping[str, Any], names: FigureNames) -> dict[str, Any]:
    kind = found["kind"]
    counted: list[str] = ["amount", "people", "communities", *_COSTS]
    numbers = {name: round(found[name]) for name in counted if name in found}
    return {"key": kind, "name": names.name_lack(kind), "unit": name_unit(kind), **numbers}


def _list_columns(audit: Audit) -> list[str]:
    """List the figures that the sheet of a division shows: all that a reader sees of some level of the page."""
    levels = [level for level in _TOLERANCES_M if level in audit.levels]
    found = [name for level in levels for name in choose_level_columns(audit, audit.levels[level], level)]
    return [name for name in dict.fromkeys(found) if name not in (*KEYS, "rank", "size", "helped", *_COSTS)]


def _describe_columns(audit: Audit, names: FigureNames) -> list[dict[str, Any]]:
    norms = {figure.key: figure.norm for figure in list_city_figures(audit)}
    return [
        {
            "key": name,
            "name": names.name_column(name),
            "digits": _count_digits(name),
            # of the ratio of workers the city falls short, and of floor area divisions as large as its tier
            "binds": name == "service_m2_per_100",
            "norm": _round(norms.get(name, np.nan), _count_digits(name)),
        }
        for name in _list_columns(audit)
    ]


def _count_digits(name: str) -> int:
    """Count the digits behind the point that a figure is shown with; shares are shown as percent."""
    return 3 if name.startswith("share_") else 1 if "_per_" in name else 0


def _describe_city(audit: Audit) -> dict[str, Any]:
    """Give the figures of the city's communities, beside which those of one stand."""
    table = audit.levels["city"]
    row = table[table["scope"] == URBAN].iloc[0]
    return {
        name: _round(float(row[name]), _count_digits(name))
        for name in [*_list_columns(audit), "helped"]
        if name in table
    }


def _pack_level(audit: Audit, level: str, kinds: list[str]) -> Mapping[str, Any]:
    """Pack the rows of a level: what has a polygon, one polygon per division, also where it has two rows."""
    table = audit.levels[level]
    rows = table[table["code"] != ""].sort_values(["rank", "code"], na_position="last")
    codes = rows["code"].unique()
    shapes = gpd.GeoSeries(rows.drop_duplicates("code").set_index("code").geometry.reindex(codes), crs=table.crs)
    drawn = shapes.notna().to_numpy()
    packed = iter(pack_polygons(shapes[drawn], tolerance_m=_TOLERANCES_M[level]))
    columns = [name for name in _list_columns(audit) if name in rows]
    figures = {name: _round_all(rows[name], _count_digits(name)) for name in columns}
    lacks = [f"{begin}_{kind}" for begin in ("short", "people") for kind in kinds if f"{begin}_{kind}" in rows]
    costs = [name for name in rows if str(name).startswith("cost_")]
    return {
        "shape": [next(packed) if is_drawn else "" for is_drawn in drawn],
        "of": pd.Index(codes).get_indexer(pd.Index(rows["code"])).tolist(),
        "scope": "".join(scope[0] for scope in rows["scope"]),
        **{name: rows[name].tolist() for name in ("code", "name", "parent_name")},
        **{name: _round_all(rows[name], 0) for name in ("rank", "helped", *lacks, *costs)},
        "figures": {name: values for name, values in figures.items() if any(value is not None for value in values)},
    }


def _round_all(values: "pd.Series[float]", digits: int) -> list[float | None]:
    numbers = values.to_numpy(float)
    if not digits:  # halves to the even number, as the interpreter rounds
        whole = np.rint(np.nan_to_num(numbers)).astype(np.int64).astype(object)
        whole[~np.isfinite(numbers)] = None
        return list(whole.tolist())
    return [_round(value, digits) for value in numbers.tolist()]


def _round(value: float, digits: int) -> float | None:
    if not math.isfinite(value):
        return None
    return round(value, digits) if digits else round(value)


def _pack_main_roads(city: City) -> str:
    roads = city.roads
    if "highway" in roads and len(roads) > _MOST_ROADS:
        roads = roads[roads["highway"].isin(_ROADS)]
    return pack_roads(roads, tolerance_m=_ROAD_TOLERANCE_M)
