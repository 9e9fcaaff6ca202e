"""The rooms and grounds that are planned with an area: size, floor, entrance, place, who receives them."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd
import shapely

from geo.plans.review_tables.cells import Cell, Column, Number, Record, Row, Table
from geo.plans.review_tables.words import Words, join_words, phrase, round_figure
from geo.plans.verdict_rollup import to_records

_COLUMNS: Final = (
    Column("facility", "plan.facility"),
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
#: How offices write that a floor lies underground.
_UNDERGROUND: Final = re.compile(r"地下|负|^\s*[-−]\s*\d|^\s*B\d|basement|underground", re.IGNORECASE)


def list_rooms(facilities: pd.DataFrame) -> dict[str, list[Record]]:
    """List what is planned with each area.

    Parameters
    ----------
    facilities
        ``PlanBatch.facilities``. Not changed.

    Returns
    -------
    dict
        Area -> its facilities, with ``x, y``; without areas that plan none, and without what the city plans.
    """
    mine = facilities[facilities["plan_id"] != ""]
    xy = shapely.get_coordinates(mine.geometry)
    rows = pd.DataFrame(mine.drop(columns="geometry")).assign(x=xy[:, 0], y=xy[:, 1])
    found: dict[str, list[Record]] = {}
    for record in to_records(rows):
        found.setdefault(record["plan_id"], []).append(record)
    return found


def tabulate_rooms(rooms: Sequence[Record], names: Mapping[str, Words], categories: Mapping[str, Words]) -> Table:
    """Tabulate what is planned with an area, and what of it is still to be shown.

    Parameters
    ----------
    rooms
        As :func:`list_rooms` lists those of the area.
    names, categories
        Facility, and category, -> its name.

    Returns
    -------
    Table
        One row for each; of a room the floor, its own entrance and that it lies at the street are to be shown where the
        input does not state them. Without rows where nothing is planned.
    """
    rows = tuple(
        Row(
            {
                "facility": names[record["facility_id"]],
                "category": categories.get(record["category"], record["category"]),
                "stage": phrase(f"stage.{record['stage']}") if record["stage"] else phrase("plan.not_stated"),
                **{name: Number(record[name], "m2") for name in ("floor_area_m2", "land_area_m2", "surveyed_area_m2")},
                "floor": show_floor(record),
                "own_entrance": _show_stated(record, "own_entrance"),
                "at_street": _show_stated(record, "at_street"),
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


def show_floor(record: Record) -> Cell:
    """Show on which floor a room lies.

    Parameters
    ----------
    record
        A planned facility.

    Returns
    -------
    str, Words or None
        As it is stated, with a warning where that is underground; to be shown where it is not; None for a ground.

    Examples
    --------
    >>> room = {"floor_area_m2": 300.0, "land_area_m2": float("nan")}
    >>> show_floor({**room, "floor": "地下一层"}).en, show_floor({**room, "floor": ""}).en
    ('地下一层: rooms for residents do not lie underground', 'to be shown')
    """
    stated = record["floor"]
    if stated and _UNDERGROUND.search(stated):
        return phrase("plan.floor_underground", floor=stated)
    return _show_stated(record, "floor")


def _show_stated(record: Record, name: str) -> Cell:
    if is_ground(record):
        return None
    return record.get(name) or phrase("plan.to_be_shown")


def show_location(record: Record) -> Words:
    """Show where a planned facility lies, in metres of the city's CRS."""
    return phrase("plan.coordinates", x=f"{round_figure(record['x']):.0f}", y=f"{round_figure(record['y']):.0f}")


def describe_room(record: Record, names: Mapping[str, Words]) -> Words:
    """Describe where a planned facility lies.

    Parameters
    ----------
    record
        A planned facility, with its place.
    names
        Facility -> its name.

    Returns
    -------
    Words
        Its name, floor, entrance and coordinates, and what of a room is to be shown.

    Examples
    --------
    >>> room = {"facility_id": "N1", "floor_area_m2": 300.0, "land_area_m2": float("nan"), "x": 5.0, "y": 7.0}
    >>> describe_room({**room, "floor": "1F", "own_entrance": ""}, {"N1": Words("甲", "A")}).en
    'A: Floor: 1F, to be shown: Own entrance, At the street, E 5, N 7'
    """
    parts: list[Words] = []
    if not is_ground(record):
        stated = {"floor": show_floor(record), "own_entrance": record["own_entrance"], "at_street": ""}
        is_open = {name: not record.get(name) for name in stated}
        parts = [
            phrase("plan.stated_value", what=phrase(f"plan.{name}"), stated=value)
            for name, value in stated.items()
            if not is_open[name] and isinstance(value, Words | str)
        ]
        lacking = join_words(phrase(f"plan.{name}") for name in stated if is_open[name])
        parts.append(phrase("plan.to_be_shown_of", what=lacking))
    about = join_words([*parts, show_location(record)], Words(",", ", "))
    return phrase("plan.room_about", facility=names[record["facility_id"]], about=about)
