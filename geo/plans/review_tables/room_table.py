"""The rooms and grounds that are planned with an area: size, floor, entrance, place, who receives them."""

import math
from collections.abc import Collection, Sequence
from typing import Final

import geopandas as gpd
import pandas as pd
import pyproj
import shapely

from geo.plans.community_rooms import is_underground
from geo.plans.review_tables.cells import Cell, Column, Number, Record, Row, Table
from geo.plans.review_tables.requirement_table import Names
from geo.plans.review_tables.words import Words, join_words, phrase, round_figure
from geo.plans.verdict_rollup import to_records

_COLUMNS: Final = (
    Column("facility", "plan.facility"),
    Column("facility_listed", "plan.facility"),
    Column("category", "plan.category"),
    Column("stage", "plan.stage"),
    Column("floor_area_m2", "plan.planned", unit="m2", of="clause.kind.floor_area"),
    Column("land_area_m2", "plan.planned", unit="m2", of="clause.kind.land_area"),
    Column("surveyed_area_m2", "plan.surveyed", unit="m2"),
    Column("floor", "plan.floor"),
    Column("own_entrance", "plan.own_entrance"),
    Column("at_street", "plan.at_street"),
    Column("receiver", "plan.receiver"),
    Column("location", "plan.location"),
)


def list_rooms(facilities: gpd.GeoDataFrame) -> dict[str, list[Record]]:
    """List what is planned with each area.

    Parameters
    ----------
    facilities
        ``PlanBatch.facilities``. Not changed.

    Returns
    -------
    dict
        Area -> its facilities, with ``x, y`` and the ``crs`` that these are in; without areas that plan none, and
        without what the city plans.
    """
    mine = facilities[facilities["plan_id"] != ""]
    xy = shapely.get_coordinates(mine.geometry)
    rows = pd.DataFrame(mine.drop(columns="geometry")).assign(x=xy[:, 0], y=xy[:, 1], crs=name_crs(facilities.crs))
    found: dict[str, list[Record]] = {}
    for record in to_records(rows):
        found.setdefault(record["plan_id"], []).append(record)
    return found


def name_crs(crs: pyproj.CRS) -> str:
    """Name a CRS by its code, or by its name where it has none."""
    code = crs.to_authority()
    return crs.name if code is None else ":".join(code)


def tabulate_rooms(rooms: Sequence[Record], names: Names) -> Table:
    """Tabulate what is planned with an area, and what of it is still to be shown.

    Parameters
    ----------
    rooms
        As :func:`list_rooms` lists those of the area.
    names
        What things are called.

    Returns
    -------
    Table
        One row for each; of a community room the floor, its own entrance and that it lies at the street are to be shown
        where the input does not state them. Without rows where nothing is planned.
    """
    rows = tuple(
        Row(
            {
                "facility": names.facilities[record["facility_id"]],
                "facility_listed": (names.facilities[record["facility_id"]], record["facility_id"]),
                "category": names.categories.get(record["category"], record["category"]),
                "stage": phrase(f"stage.{record['stage']}") if record["stage"] else phrase("plan.not_stated"),
                **{name: Number(record[name], "m2") for name in ("floor_area_m2", "land_area_m2", "surveyed_area_m2")},
                "floor": show_floor(record, names.community),
                "own_entrance": _show_stated(record, "own_entrance", names.community),
                "at_street": _show_stated(record, "at_street", names.community),
                "receiver": record["receiver"] or phrase("plan.not_stated"),
                "location": show_location(record),
            }
        )
        for record in rooms
    )
    return Table("plan.rooms", _COLUMNS, rows)


def is_ground(record: Record) -> bool:
    """Tell whether a planned facility is land, such as a sports ground, and no room."""
    return math.isnan(record["floor_area_m2"]) and math.isfinite(record["land_area_m2"])


def show_floor(record: Record, community: Collection[str]) -> Cell:
    """Show on which floor a room lies.

    Parameters
    ----------
    record
        A planned facility.
    community
        The categories that are community rooms.

    Returns
    -------
    str, Words or None
        As it is stated; of a community room with a warning where that is underground, and to be shown where it is not
        stated.

    Examples
    --------
    >>> room, community = {"category": "nursery"}, {"nursery"}
    >>> show_floor({**room, "floor": "地下一层"}, community).en, show_floor({**room, "floor": ""}, community).en
    ('地下一层: community rooms do not lie underground, it does not count', 'to be shown')
    """
    stated = record["floor"]
    if stated and record["category"] in community and is_underground(stated):
        return phrase("plan.floor_underground", floor=stated)
    return _show_stated(record, "floor", community)


def _show_stated(record: Record, name: str, community: Collection[str]) -> Cell:
    stated: str = record.get(name) or ""
    return phrase("plan.to_be_shown") if not stated and record["category"] in community else stated or None


def show_location(record: Record) -> Words:
    """Show where a planned facility lies, in metres of the CRS that is named."""
    x, y = (f"{round_figure(record[name]):.0f}" for name in ("x", "y"))
    return phrase("plan.coordinates", x=x, y=y, crs=record["crs"])


def describe_room(record: Record, names: Names) -> Words:
    """Describe where a planned facility lies.

    Parameters
    ----------
    record
        A planned facility, with its place.
    names
        What things are called.

    Returns
    -------
    Words
        Its name, floor, entrance and coordinates, and what of a community room is to be shown.

    Examples
    --------
    >>> names = Names(categories={}, facilities={"N1": Words("甲", "A")}, clauses=(), community=frozenset({"nursery"}))
    >>> room = {"facility_id": "N1", "category": "nursery", "x": 5.0, "y": 7.0, "crs": "EPSG:4546"}
    >>> describe_room({**room, "floor": "1F", "own_entrance": ""}, names).en
    'A: Floor: 1F, to be shown: Own entrance, At the street, E 5, N 7 (EPSG:4546)'
    """
    stated = {
        "floor": show_floor(record, names.community),
        "own_entrance": record["own_entrance"],
        "at_street": record.get("at_street", ""),
    }
    parts = [
        phrase("plan.stated_value", what=phrase(f"plan.{name}"), stated=value)
        for name, value in stated.items()
        if record.get(name) and isinstance(value, Words | str)
    ]
    lacking = [phrase(f"plan.{name}") for name in stated if not record.get(name)]
    if lacking and record["category"] in names.community:
        parts.append(phrase("plan.to_be_shown_of", what=join_words(lacking)))
    about = join_words([*parts, show_location(record)], Words(",", ", "))
    return phrase("plan.room_about", facility=names.facilities[record["facility_id"]], about=about)
