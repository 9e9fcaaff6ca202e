"""Which ways are open to walkers, by their tags."""

from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Bool, Float64

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
        "platform",
    ]
)


#: Ways that one walks along only where their tags say so: expressways without pavements, cycle and bridle ways.
_WALKABLE_IF_SAID: Final = frozenset(["trunk", "trunk_link", "cycleway", "bridleway", "corridor"])


_FOOT_YES: Final = frozenset(["yes", "designated", "permissive", "destination", "customers", "official"])


_FOOT_NO: Final = frozenset(["no", "private", "use_sidepath"])


_ACCESS_NO: Final = frozenset(["no", "private"])


_SIDEWALK_YES: Final = frozenset(["both", "left", "right", "yes", "separate"])


def is_walkable(tags: pd.DataFrame) -> Bool:
    """Judge ways by the foot rules.

    Parameters
    ----------
    tags
        ``highway`` and any of ``foot``, ``access``, ``sidewalk``, ``motorroad``; "" where absent.

    Returns
    -------
    ndarray of bool
        Shape (n,). Motorways, ``foot=no`` and private access are out; trunk roads and cycleways are in only
        where a tag says that people walk there.

    Examples
    --------
    >>> is_walkable(pd.DataFrame({"highway": ["motorway", "steps", "trunk"], "foot": ["yes", "", "yes"]})).tolist()
    [False, True, True]
    """
    empty = pd.Series("", index=tags.index)
    foot, access, sidewalk, motorroad = (
        tags[name].fillna("") if name in tags else empty for name in ("foot", "access", "sidewalk", "motorroad")
    )
    is_stated = foot.isin(_FOOT_YES) | (sidewalk.isin(_SIDEWALK_YES) & ~foot.isin(_FOOT_NO))
    kind = tags["highway"].isin(_WALKABLE) | (tags["highway"].isin(_WALKABLE_IF_SAID) & is_stated)
    closed = foot.isin(_FOOT_NO) | (access.isin(_ACCESS_NO) & ~foot.isin(_FOOT_YES))
    return np.asarray(kind & ~closed & ~((motorroad == "yes") & ~is_stated), bool)


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
