"""The compiled steps of districting: what a district costs, moving one part, and dividing districts anew."""

from typing import NamedTuple

import numpy as np

from geo.arrays import Float64, Int64
from geo.walking.compiled import compiled


class Parts(NamedTuple):
    """The parts of a map, which lie side by side, and who in each is within the walk of which places.

    Parameters
    ----------
    weight
        Residents of each part, shape (n,).
    pointer, neighbour, border_m
        Neighbours of part i stand at ``pointer[i]`` to ``pointer[i + 1]``, with the length of the common boundary [m].
    reach_pointer, place, people
        Places that reach part i stand at ``reach_pointer[i]`` to ``reach_pointer[i + 1]``, with how many people of it.
    place_part
        Part that each place lies in, shape (m,).
    low, high
        Residents of a district, at least and at most.
    """

    weight: Float64
    pointer: Int64
    neighbour: Int64
    border_m: Float64
    reach_pointer: Int64
    place: Int64
    people: Float64
    place_part: Int64
    low: float
    high: float


class Scratch(NamedTuple):
    """What the steps need beside the districts; left as found.

    Parameters
    ----------
    reached
        People within the walk of each place, all 0, shape (m,).
    touched
        Room for places, shape (m,).
    first, second
        Room for parts, shape (n,).
    mark
        Stamp of the last listing that found each part, shape (n,).
    stamp
        The last stamp, shape (1,).
    parent
        Room for the part above each in a tree, shape (n,).
    below
        Room for the weight below each part in a tree, shape (n,).
    edge_from, edge_to
        Room for the ends of edges, shape (edges,).
    random
        State of the random numbers, which changes, shape (1,).
    """

    reached: Float64
    touched: Int64
    first: Int64
    second: Int64
    mark: Int64
    stamp: Int64
    parent: Int64
    below: Float64
    edge_from: Int64
    edge_to: Int64
    random: Int64


@compiled
def draw(scratch: Scratch, n: int) -> int:
    """Draw a number from 0 to n - 1, n at most a million (Park and Miller 1988): the same wherever it runs.

    Parameters
    ----------
    scratch
        Its state is changed.
    n
        How many numbers there are.

    Returns
    -------
    int
        One of them.
    """
    scratch.random[0] = scratch.random[0] * 48271 % 2147483647
    return int(scratch.random[0] % n)


@compiled
def list_district(parts: Parts, label: Int64, start: int, other: int, scratch: Scratch, found: Int64) -> int:
    """List the parts of the district of a part that hang together with it.

    Parameters
    ----------
    parts, label
        The map, and the district of each part.
    start
        A part of the district.
    other
        Another district that is listed with it, -1 for none.
    scratch
        Its stamp is changed.
    found
        Where to write them, the start first. Changed.

    Returns
    -------
    int
        How many.
    """
    scratch.stamp[0] += 1
    stamp, mark, own = scratch.stamp[0], scratch.mark, label[start]
    found[0], mark[start], count, at = start, stamp, 1, 0
    while at < count:
        part = found[at]
        at += 1
        for i in range(parts.pointer[part], parts.pointer[part + 1]):
            beside = parts.neighbour[i]
            if mark[beside] != stamp and (label[beside] == own or label[beside] == other):
                mark[beside] = stamp
                found[count] = beside
                count += 1
    return count


@compiled
def measure_district(parts: Parts, label: Int64, members: Int64, scratch: Scratch) -> tuple[float, float, float, int]:
    """Measure a district.

    Parameters
    ----------
    parts, label
        The map, and the district of each part.
    members
        Its parts, at least one.
    scratch
        Left as found.

    Returns
    -------
    tuple
        By how many residents it is below or above the band, how many are beyond the walk of its best centre, the length
        of its boundary to other districts [m], and that centre, -1 where no place in it is within the walk of anybody.
    """
    district, total, border_m, touched = label[members[0]], 0.0, 0.0, 0
    reached = scratch.reached
    for part in members:
        total += parts.weight[part]
        for i in range(parts.pointer[part], parts.pointer[part + 1]):
            if label[parts.neighbour[i]] != district:
                border_m += parts.border_m[i]
        for i in range(parts.reach_pointer[part], parts.reach_pointer[part + 1]):
            place = parts.place[i]
            if label[parts.place_part[place]] == district:
                if reached[place] == 0.0:
                    scratch.touched[touched] = place
                    touched += 1
                reached[place] += parts.people[i]
    best, centre = 0.0, -1
    for k in range(touched):
        place = scratch.touched[k]
        if reached[place] > best or (reached[place] == best and place < centre):
            best, centre = reached[place], place
        reached[place] = 0.0
    # where nobody lives nobody is missing
    off = max(parts.low - total, total - parts.high, 0.0) if total > 0.0 else 0.0
    return off, max(total - best, 0.0), border_m, centre


@compiled
def grow_tree(parts: Parts, label: Int64, start: int, scratch: Scratch, members: Int64) -> int:
    """Grow a random tree over a district, and add up the weight below each part.

    Parameters
    ----------
    parts, label
        The map, and the district of each part.
    start
        A part of the district.
    scratch
        ``parent`` and ``below`` of its parts are written.
    members
        Where to write its parts in the order in which the tree reaches them. Changed.

    Returns
    -------
    int
        How many parts the tree reaches.
    """
    size = list_district(parts, label, start, -1, scratch, members)
    scratch.stamp[0] += 1
    stamp, mark, own = scratch.stamp[0], scratch.mark, label[start]
    waiting, count = 0, 0
    next_part, above = members[draw(scratch, size)], -1
    while True:
        if mark[next_part] != stamp:
            mark[next_part] = stamp
            scratch.parent[next_part], scratch.below[next_part] = above, parts.weight[next_part]
            members[count] = next_part
            count += 1
            for i in range(parts.pointer[next_part], parts.pointer[next_part + 1]):
                beside = parts.neighbour[i]
                if label[beside] == own and mark[beside] != stamp:
                    scratch.edge_from[waiting], scratch.edge_to[waiting] = next_part, beside
                    waiting += 1
        if waiting == 0:
            break
        pick = draw(scratch, waiting)
        above, next_part = scratch.edge_from[pick], scratch.edge_to[pick]
        waiting -= 1
        scratch.edge_from[pick], scratch.edge_to[pick] = scratch.edge_from[waiting], scratch.edge_to[waiting]
    for at in range(count - 1, 0, -1):
        scratch.below[scratch.parent[members[at]]] += scratch.below[members[at]]
    return count


@compiled
def cut_tree(members: Int64, scratch: Scratch, least: float, most: float, wanted: float) -> int:
    """Choose where to cut a tree in two.

    Parameters
    ----------
    members, scratch
        As :func:`grow_tree` leaves them.
    least, most
        Between them the weight of the part that is cut off is as good as any.
    wanted
        Elsewhere the nearer to it, the better.

    Returns
    -------
    int
        The part below which the tree is cut; -1 for a tree of one part.
    """
    chosen, best, good = -1, np.inf, 0
    for at in range(1, len(members)):
        part = members[at]
        weight = scratch.below[part]
        if least <= weight <= most:
            good += 1
            if draw(scratch, good) == 0:
                chosen, best = part, -1.0
        elif abs(weight - wanted) < best:
            chosen, best = part, abs(weight - wanted)
    return chosen


@compiled
def label_below(members: Int64, scratch: Scratch, cut: int, label: Int64, district: int) -> None:
    """Give a district that nobody has to all parts of a tree below a cut.

    Parameters
    ----------
    members, scratch
        As :func:`grow_tree` leaves them.
    cut
        The part below which the tree is cut.
    label
        District of each part. Changed.
    district
        The new one.
    """
    label[cut] = district
    for part in members:
        above = scratch.parent[part]
        if above >= 0 and label[above] == district:
            label[part] = district
