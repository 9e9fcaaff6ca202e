"""Which ways are open to walkers, by their tags."""

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Bool, Float64
from geo.walking.conditional_tags import holds_at_times

#: Ways that one walks along unless their tags say no (OSM wiki, "Tag:highway" and "Access restrictions").
_WALKABLE: Final = frozenset(
    [
        "primary",
        "primary_link",
        "secondary",
        "secondary_link",
        "tertiary",
        "tertiary_link",
        "unclassified",
        "residential",
        "living_street",
        "road",
        "service",
        "track",
        "path",
        "footway",
        "pedestrian",
        "steps",
        "crossing",
        "elevator",
        "platform",
        "pier",
        "square",
    ]
)


#: Ways that one walks along only where their tags say so: expressways without pavements, cycle and bridle ways,
#: busways, corridors. Countries differ: a source file may open any of them (``[roads] walkable``).
OPENED_BY_TAG: Final = ("trunk", "cycleway", "bridleway", "corridor", "busway")


_FOOT_YES: Final = frozenset(["yes", "designated", "permissive", "destination", "customers", "official"])


_CLOSED: Final = frozenset(["no", "use_sidepath", "emergency", "restricted"])


#: Values for who lives or works there: they come and go, and nobody passes through.
_PRIVATE: Final = frozenset(["private", "permit", "residents", "military"])


_SHUT: Final = _CLOSED | _PRIVATE


_SIDEWALK_YES: Final = frozenset(["both", "left", "right", "yes", "separate"])


_SIDES: Final = ("sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right")


#: Barriers that nobody walks through unless a tag says so (OSM wiki, "Key:barrier").
_WALLS: Final = frozenset(["wall", "city_wall", "retaining_wall", "fence", "hedge", "ditch"])


#: Barriers that stop vehicles and let walkers by: what they say of access is said to vehicles.
_LET_WALKERS_BY: Final = frozenset(
    [
        "bollard",
        "block",
        "bus_trap",
        "cattle_grid",
        "chain",
        "cycle_barrier",
        "debris",
        "height_restrictor",
        "jersey_barrier",
        "kerb",
        "log",
        "motorcycle_barrier",
        "planter",
        "rope",
        "sump_buster",
    ]
)


#: Barriers that stop vehicles, locked or not; their tags of access are said to everybody.
_PASSED_IF_LOCKED: Final = _LET_WALKERS_BY | {"lift_gate", "swing_gate"}


def is_walkable(tags: pd.DataFrame, *, kinds: Collection[str] = ()) -> Bool:
    """Judge ways by the foot rules.

    Parameters
    ----------
    tags
        ``highway`` and any of ``foot`` (also ``foot:forward`` and ``foot:backward``), ``access``, ``sidewalk`` (also
        ``sidewalk:both``, ``sidewalk:left`` and ``sidewalk:right``), ``motorroad``, ``foot:conditional`` and
        ``access:conditional``; "" where absent.
    kinds
        Those of :data:`OPENED_BY_TAG` that are open even where no tag says so; trunk roads with their links.

    Returns
    -------
    ndarray of bool
        Shape (n,). Motorways and ``foot=no`` are out; trunk roads and cycleways are in only where a tag says that
        people walk there. Private ways are in (see :func:`is_private`), and so are those that are closed only at some
        times (see :func:`is_closed_at_times`).

    Examples
    --------
    >>> is_walkable(pd.DataFrame({"highway": ["motorway", "steps", "trunk"], "foot": ["yes", "", "yes"]})).tolist()
    [False, True, True]
    """
    kind = tags["highway"].replace("trunk_link", "trunk")
    said = kind.isin(OPENED_BY_TAG) & (_is_stated(tags) | kind.isin(kinds))
    is_road = (tags["highway"].isin(_WALKABLE) | said) & ~((_column(tags, "motorroad") == "yes") & ~_is_stated(tags))
    return np.asarray(is_road, bool) & ~_judge_access(tags)[0]


def is_private(tags: pd.DataFrame) -> Bool:
    """Tell which ways are open only to those who live or work there, and to their guests.

    Parameters
    ----------
    tags
        As for :func:`is_walkable`.

    Returns
    -------
    ndarray of bool
        Shape (n,).

    Examples
    --------
    >>> is_private(pd.DataFrame({"access": ["private", "private", "no"], "foot": ["", "yes", ""]})).tolist()
    [True, False, False]
    """
    return _judge_access(tags)[1]


def is_unsaid(tags: pd.DataFrame, *, kinds: Collection[str] = ()) -> Bool:
    """Tell which ways are closed only because no tag says that people walk there.

    Parameters
    ----------
    tags, kinds
        As for :func:`is_walkable`.

    Returns
    -------
    ndarray of bool
        Shape (n,).

    Examples
    --------
    >>> is_unsaid(pd.DataFrame({"highway": ["trunk", "trunk"], "sidewalk:left": ["", "yes"]})).tolist()
    [True, False]
    """
    opened = is_walkable(tags, kinds=OPENED_BY_TAG)
    return opened & ~is_walkable(tags, kinds=kinds)


def is_closed_at_times(tags: pd.DataFrame) -> Bool:
    """Tell which open ways or gates are closed, or private, at some times: the night, the winter.

    Parameters
    ----------
    tags
        As for :func:`is_walkable`.

    Returns
    -------
    ndarray of bool
        Shape (n,).

    Examples
    --------
    >>> tags = pd.DataFrame({"access": ["no", "no", ""], "access:conditional": ["yes @ (06:00-22:00)", "", ""]})
    >>> is_closed_at_times(tags.assign(**{"foot:conditional": ["", "", "no @ (Nov-Mar)"]})).tolist()
    [True, False, True]
    """
    always = tags.drop(columns=[name for name in tags if str(name).endswith(":conditional")])
    was_shut, is_shut = (np.logical_or(*_judge_access(given)) for given in (always, tags))
    closes = holds_at_times(_column(tags, "foot:conditional"), _SHUT)
    is_foot_said = _read_foot(tags).isin(_FOOT_YES).to_numpy()
    closes |= holds_at_times(_column(tags, "access:conditional"), _SHUT) & ~is_foot_said & _is_for_walkers(tags)
    return np.asarray((was_shut | closes) & ~is_shut, bool)


def judge_barriers(tags: pd.DataFrame) -> tuple[Bool, Bool]:
    """Judge nodes with a barrier by the foot rules.

    Parameters
    ----------
    tags
        ``barrier``, ``foot``, ``access``, ``locked``, and maybe ``foot:conditional`` and ``access:conditional``; ""
        where absent.

    Returns
    -------
    tuple of ndarray of bool
        Which let nobody through, and which only those who live behind them; both of shape (n,).

    Examples
    --------
    >>> nodes = pd.DataFrame({"barrier": ["gate", "gate", "bollard"], "access": ["", "private", "no"]})
    >>> [which.tolist() for which in judge_barriers(nodes.assign(foot="", locked=""))]
    [[False, False, False], [False, True, False]]
    """
    closed, private = _judge_access(tags)
    is_open = _read_foot(tags).isin(_FOOT_YES).to_numpy()
    by_itself = tags["barrier"].isin(_WALLS).to_numpy() & ~_read_access(tags).isin(_FOOT_YES).to_numpy()
    for_walkers = _is_for_walkers(tags)
    locked = (tags["locked"] == "yes").to_numpy() & ~tags["barrier"].isin(_PASSED_IF_LOCKED).to_numpy()
    closed = (closed & for_walkers) | ((by_itself | locked) & ~is_open)
    return closed, private & for_walkers & ~closed


def _is_for_walkers(tags: pd.DataFrame) -> Bool:
    """Tell where access is said to walkers too: everywhere but at barriers that only stop vehicles."""
    let_by = _column(tags, "barrier").isin(_LET_WALKERS_BY)
    return np.asarray(~let_by | (_read_foot(tags) != ""), bool)


def _judge_access(tags: pd.DataFrame) -> tuple[Bool, Bool]:
    """Tell what is closed, and what is open only to those who live there; foot says more than access."""
    foot, access = _read_foot(tags), _read_access(tags)
    said = foot.isin(_FOOT_YES | _CLOSED | _PRIVATE)
    closed = foot.isin(_CLOSED) | (access.isin(_CLOSED) & ~said)
    private = foot.isin(_PRIVATE) | (access.isin(_PRIVATE) & ~said)
    return closed.to_numpy(), private.to_numpy()


def _is_stated(tags: pd.DataFrame) -> pd.Series:
    """Tell where a tag says that people walk: of the way, or of a pavement on any side of it."""
    foot = _read_foot(tags)
    has_pavement = pd.Series(False, index=tags.index)
    for side in _SIDES:
        has_pavement |= _column(tags, side).isin(_SIDEWALK_YES)
    return foot.isin(_FOOT_YES) | (has_pavement & ~foot.isin(_CLOSED))


def _read_foot(tags: pd.DataFrame) -> pd.Series:
    """Read who may walk: where only directions say so, open if one is, closed if both are (walks lead both ways).

    What is open at some times is open.
    """
    forward, backward = _column(tags, "foot:forward"), _column(tags, "foot:backward")
    either = forward.where(forward.isin(_FOOT_YES), backward)
    is_said = either.isin(_FOOT_YES) | (forward == backward)
    foot = _column(tags, "foot")
    foot = foot.where(foot != "", either.where(is_said, ""))
    return foot.mask(holds_at_times(_column(tags, "foot:conditional"), _FOOT_YES), "yes")


def _read_access(tags: pd.DataFrame) -> pd.Series:
    """Read who may go there; what is open at some times is open."""
    return _column(tags, "access").mask(holds_at_times(_column(tags, "access:conditional"), _FOOT_YES), "yes")


def _column(tags: pd.DataFrame, name: str) -> pd.Series:
    return tags[name].fillna("") if name in tags else pd.Series("", index=tags.index)


def count_signals(tags: pd.DataFrame) -> Float64:
    """Count the signalled crossings on ways (OSM wiki, "Tag:highway=crossing": ways drawn from kerb to kerb).

    Parameters
    ----------
    tags
        Any of ``crossing`` and ``crossing:signals``; "" where absent.

    Returns
    -------
    ndarray
        1 for a way that is a signalled crossing, else 0, shape (n,). A crossing that is only a node of the road is not
        counted: who walks along that road passes it too.

    Examples
    --------
    >>> count_signals(pd.DataFrame({"crossing": ["traffic_signals", "zebra"]})).tolist()
    [1.0, 0.0]
    """
    is_stated = np.zeros(len(tags), bool)
    for name, value in (("crossing", "traffic_signals"), ("crossing:signals", "yes")):
        if name in tags:
            is_stated |= (tags[name] == value).to_numpy()
    return is_stated.astype(float)
