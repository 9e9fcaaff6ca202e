"""The compiled search for better districts: parts move, districts are divided anew, worse passes while it is warm."""

from typing import NamedTuple

import numpy as np

from geo.arrays import Float64, Int64
from geo.life_circles._districts import (
    Parts,
    Scratch,
    cut_tree,
    draw,
    grow_tree,
    label_below,
    list_district,
    measure_district,
)
from geo.walking.compiled import compiled


class Plan(NamedTuple):
    """Districts as the search changes them.

    Parameters
    ----------
    label
        District of each part, shape (n,).
    off, beyond, border_m
        What :func:`geo.life_circles._districts.measure_district` says of each district, shape (n,).
    free, free_count
        Numbers of districts that nobody has, and how many these are, shapes (n,) and (1,).
    """

    label: Int64
    off: Float64
    beyond: Float64
    border_m: Float64
    free: Int64
    free_count: Int64


class Rates(NamedTuple):
    """What a resident off the band and a metre of boundary count against one person beyond the walk."""

    per_off: float
    per_m: float


@compiled
def _price(measured: tuple[float, float, float, int], rates: Rates) -> float:
    return rates.per_off * measured[0] + measured[1] + rates.per_m * measured[2]


@compiled
def _price_district(plan: Plan, district: int, rates: Rates) -> float:
    return float(rates.per_off * plan.off[district] + plan.beyond[district] + rates.per_m * plan.border_m[district])


@compiled
def settle(plan: Plan, district: int, measured: tuple[float, float, float, int]) -> None:
    """Note what a district measures.

    Parameters
    ----------
    plan
        The districts. Changed.
    district
        Which of them.
    measured
        As :func:`geo.life_circles._districts.measure_district` returns it.
    """
    plan.off[district], plan.beyond[district], plan.border_m[district] = measured[0], measured[1], measured[2]


@compiled
def _release(plan: Plan, district: int) -> None:
    settle(plan, district, (0.0, 0.0, 0.0, -1))
    plan.free[plan.free_count[0]] = district
    plan.free_count[0] += 1


@compiled
def _passes(delta: float, warmth: float, scratch: Scratch) -> bool:
    return delta < 0.0 or (warmth > 0.0 and draw(scratch, 1_000_000) < 1_000_000 * np.exp(-delta / warmth))


@compiled
def _move_part(parts: Parts, plan: Plan, part: int, beside: int, warmth: float, rates: Rates, scratch: Scratch) -> bool:
    """Move a part into the district of a neighbour if that is better, or passes; tell whether it was."""
    label, first, second = plan.label, scratch.first, scratch.second
    old, new = label[part], label[beside]
    count_old = list_district(parts, label, part, -1, scratch, first)
    count_new = list_district(parts, label, beside, -1, scratch, second)
    before = _price_district(plan, old, rates) + _price_district(plan, new, rates)
    label[part] = new
    second[count_new] = part
    left = 0
    if count_old > 1:
        left = list_district(parts, label, first[1], -1, scratch, first)
        if left < count_old - 1:
            label[part] = old
            return False
    grown, shrunk = measure_district(parts, label, second[: count_new + 1], scratch), (0.0, 0.0, 0.0, -1)
    if left:
        shrunk = measure_district(parts, label, first[:left], scratch)
    if not _passes(_price(grown, rates) + _price(shrunk, rates) - before, warmth, scratch):
        label[part] = old
        return False
    settle(plan, new, grown)
    settle(plan, old, shrunk)
    if not left:
        _release(plan, old)
    return True


@compiled
def divide(parts: Parts, plan: Plan, start: int, into: int, scratch: Scratch, created: Int64) -> int:
    """Divide a district by cuts of random trees, each near an equal share of what is left.

    Parameters
    ----------
    parts, plan
        The map and the districts. Changed.
    start
        A part of the district, whose parts hang together.
    into
        How many.
    scratch
        Left as found.
    created
        Where to write the districts that are new. Changed.

    Returns
    -------
    int
        How many were created: one less than `into` where there are parts enough.
    """
    made, members = 0, scratch.first
    while made < into - 1 and plan.free_count[0] > 0:
        count = grow_tree(parts, plan.label, start, scratch, members)
        whole, rest = scratch.below[members[0]], into - made - 1
        least, most = max(parts.low, whole - rest * parts.high), min(parts.high, whole - rest * parts.low)
        cut = cut_tree(members[:count], scratch, least, most, whole / (rest + 1))
        if cut < 0:
            break
        plan.free_count[0] -= 1
        created[made] = plan.free[plan.free_count[0]]
        start = members[0]
        label_below(members[:count], scratch, cut, plan.label, created[made])
        made += 1
    return made


@compiled
def _measure_new(
    parts: Parts, label: Int64, districts: Int64, kept: Int64, scratch: Scratch, measured: Float64
) -> None:
    """Measure the districts that some parts were divided into."""
    for k in range(len(districts)):
        start = -1
        for part in kept:
            if label[part] == districts[k]:
                start = part
        size = list_district(parts, label, start, -1, scratch, scratch.first)
        found = measure_district(parts, label, scratch.first[:size], scratch)
        measured[k, 0], measured[k, 1], measured[k, 2] = found[0], found[1], found[2]


@compiled
def _redivide(
    parts: Parts, plan: Plan, part: int, beside: int, into: int, warmth: float, rates: Rates, scratch: Scratch
) -> bool:
    """Divide the districts of two neighbours anew into so many if that is better, or passes; tell whether it was."""
    label = plan.label
    one, other = label[part], label[beside]
    kept = scratch.second[: list_district(parts, label, part, other, scratch, scratch.second)]
    was = label[kept]
    before, free = _price_district(plan, one, rates), plan.free_count[0]
    if other != one:
        before += _price_district(plan, other, rates)
        plan.free[free] = other
        plan.free_count[0] += 1
        label[kept] = one
    districts = np.full(into, one)
    made = divide(parts, plan, part, into, scratch, districts[1:])
    measured = np.zeros((made + 1, 3))
    _measure_new(parts, label, districts[: made + 1], kept, scratch, measured)
    after = rates.per_off * measured[:, 0].sum() + measured[:, 1].sum() + rates.per_m * measured[:, 2].sum()
    if not _passes(after - before, warmth, scratch):
        # those that were taken stand where they stood
        for k in range(made, 0, -1):
            plan.free[plan.free_count[0]] = districts[k]
            plan.free_count[0] += 1
        plan.free_count[0] = free
        label[kept] = was
        return False
    if other != one:
        settle(plan, other, (0.0, 0.0, 0.0, -1))
    for k in range(made + 1):
        settle(plan, districts[k], (measured[k, 0], measured[k, 1], measured[k, 2], -1))
    return True


@compiled
def _harden(per_off: float, done: float) -> float:
    """Return what a resident off the band counts: a twentieth until the last two fifths, then more and more."""
    soft, hardness = min(per_off, 50.0), min(1.0, max(0.0, (done - 0.6) / 0.2))
    return float(soft * (per_off / soft) ** hardness)


@compiled
def search_districts(parts: Parts, plan: Plan, scratch: Scratch, rates: Rates, turns: int, warmth: float) -> int:
    """Search for better districts.

    Parameters
    ----------
    parts
        The map.
    plan
        Districts, each of which hangs together. Changed; they still do.
    scratch
        Left as found, but for its random numbers.
    rates
        What is weighed against one person beyond the walk in the end; at first a resident off the band counts less.
    turns
        How many changes are tried.
    warmth
        What passes at first though it is worse [people]; falls to a thousandth of it, and to nothing in the last fifth.

    Returns
    -------
    int
        How many changes were made.
    """
    changes = 0
    for turn in range(turns):
        done = turn / turns
        warm = warmth * 1000.0 ** (-done / 0.8) if done < 0.8 else 0.0
        # the band binds little by little: what lies between two good divisions is often off it
        now = Rates(_harden(rates.per_off, done), rates.per_m)
        part = draw(scratch, len(parts.weight))
        begin, end = parts.pointer[part], parts.pointer[part + 1]
        if begin == end:
            continue
        beside = parts.neighbour[begin + draw(scratch, end - begin)]
        is_same, chance = plan.label[part] == plan.label[beside], draw(scratch, 100)
        if is_same and chance < 5:
            changes += _redivide(parts, plan, part, beside, 2, warm, now, scratch)
        elif not is_same and chance < 70:
            changes += _move_part(parts, plan, part, beside, warm, now, scratch)
        elif not is_same:
            into = 1 if chance < 75 else 3 if chance < 80 else 2
            changes += _redivide(parts, plan, part, beside, into, warm, now, scratch)
    return changes
