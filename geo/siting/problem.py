"""What is asked of siting: who could walk to which candidate, and how hard to try; and what is answered."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Bool, Float64, Int64, Integer
from geo.errors import InputError
from geo.siting.matrix import Gains, find_dominated, keep_candidates, make_gains, merge_rows
from geo.walking.limits import TOLERANCE_M

#: People are counted to this share of all: sums are rounded.
ROUNDING: Final = 1e-9


@dataclass(frozen=True)
class Pairs:
    """Who could walk to which candidate, and what there is already.

    Parameters
    ----------
    home, candidate
        Rows of the pairs, each pair once, shape (p,).
    walk_m
        The walk between them [m], shape (p,).
    weight
        People at each home, 0 or more, shape (n,).
    existing_m
        Walk of each home to the nearest facility there is [m], infinite without, shape (n,).
    candidates
        Number of candidates.
    limit_m
        Longest walk that counts as covered [m]; closed, within the tolerance of 1 mm.
    """

    home: Integer
    candidate: Integer
    walk_m: Float64
    weight: Float64
    existing_m: Float64
    candidates: int
    limit_m: float

    @property
    def covered(self) -> Bool:
        """Homes that are covered already, shape (n,)."""
        return np.asarray(self.existing_m <= self.limit_m + TOLERANCE_M)

    @property
    def is_new(self) -> Bool:
        """Pairs by which a home would be newly covered, shape (p,)."""
        return np.asarray((self.walk_m <= self.limit_m + TOLERANCE_M) & ~self.covered[self.home])


@dataclass(frozen=True)
class Effort:
    """How hard to try.

    Parameters
    ----------
    gap
        Stop when the value is proven to be within this share of the best possible.
    time_limit_s
        Stop after about this [s]; the bound proven until then counts.
    """

    gap: float = 0.01
    time_limit_s: float = 60.0

    def check(self) -> None:
        """Raise unless both make sense.

        Raises
        ------
        InputError
            If the gap is not from 0 to below 1, or the time not above 0.
        """
        if not 0 <= self.gap < 1:
            raise InputError(f"gap = {self.gap:g}: expected a share from 0 to below 1, such as 0.01")
        if not (np.isfinite(self.time_limit_s) and self.time_limit_s > 0):
            raise InputError(f"time limit = {self.time_limit_s:g}: expected seconds above 0")


@dataclass(frozen=True)
class Choice:
    """Which candidates to build.

    Parameters
    ----------
    chosen
        Their rows, ascending; fewer than asked for where more would serve nobody.
    value
        People newly covered (cover, capacity: served), number of sites (share), or people times metres saved (median).
    bound
        Proven: no choice has more, or, for share, none has fewer.
    curve
        What a greedy sequence gains with 1, 2, ... sites, each with those before it; shape (c,).
    served
        People that each pair serves under a capacity, shape (p,); empty otherwise.
    """

    chosen: Int64
    value: float
    bound: float
    curve: Float64
    served: Float64

    @property
    def gap(self) -> float:
        """Share of the bound by which the value may be wrong at most, 0 where it is proven best."""
        return abs(self.bound - self.value) / max(abs(self.bound), abs(self.value), 1e-300)


#: Within one in a hundred, for a minute at most.
EFFORT: Final = Effort()


def list_new_pairs(
    pairs: Pairs,
) -> tuple[Integer, Integer, Float64]:
    """List who would be newly covered by which candidate.

    Parameters
    ----------
    pairs
        Who could walk where.

    Returns
    -------
    tuple of ndarray
        Homes, candidates and people of those pairs.
    """
    new = pairs.is_new
    return pairs.home[new], pairs.candidate[new], pairs.weight[pairs.home[new]]


def gain_cover(pairs: Pairs) -> Gains:
    """Say whom every candidate would newly cover.

    Parameters
    ----------
    pairs
        Who could walk where.

    Returns
    -------
    Gains
        In people.
    """
    return make_gains(*list_new_pairs(pairs), pairs.weight, candidates=pairs.candidates)


def gain_median(pairs: Pairs, far_m: float) -> Gains:
    """Say how many metres every candidate would save whom.

    Parameters
    ----------
    pairs
        Who could walk where.
    far_m
        A longer walk counts as this long [m].

    Returns
    -------
    Gains
        In people times metres.
    """
    saved_m = np.minimum(pairs.existing_m, far_m)[pairs.home] - pairs.walk_m
    gain = pairs.weight[pairs.home] * np.where(saved_m > TOLERANCE_M, saved_m, 0.0)
    return make_gains(pairs.home, pairs.candidate, gain, pairs.weight, candidates=pairs.candidates)


def reduce_gains(gains: Gains, *, dominated: bool) -> tuple[Gains, Int64]:
    """Make a model small: homes with the same candidates become one, candidates that serve nobody go.

    Parameters
    ----------
    gains
        What candidates are worth.
    dominated
        Whether candidates go too that another one beats for everybody.

    Returns
    -------
    tuple
        The small model, and the candidate that each of its columns is.
    """
    even = np.array_equal(gains.gain, gains.weight[gains.row])
    small = merge_rows(gains) if even else gains
    used = np.bincount(small.column, minlength=small.candidates) > 0
    if dominated:
        used &= ~find_dominated(small)
    small = keep_candidates(small, used)
    return merge_rows(small) if even else small, np.flatnonzero(used)


def check_request(pairs: Pairs, gains: Gains, *, add: int) -> None:
    """Raise unless so many sites can be chosen.

    Parameters
    ----------
    pairs
        Who could walk where.
    gains
        What that is worth.
    add
        How many sites.

    Raises
    ------
    InputError
        If it is no whole number above 0, more than there are candidates, or nobody would gain.
    """
    if add < 1:
        raise InputError(f"add = {add}: expected at least 1 site")
    if not gains.rows:
        raise InputError(f"nobody gains by any of the {pairs.candidates:,} candidates; {_describe(pairs)}")
    if add > pairs.candidates:
        raise InputError(
            f"add = {add:,}: there are only {pairs.candidates:,} candidates; give more, or add fewer. "
            f"{_describe(pairs)}"
        )


def check_target(pairs: Pairs, gains: Gains, *, target: float) -> float:
    """Raise unless a share can be reached by building.

    Parameters
    ----------
    pairs
        Who could walk where.
    gains
        What that is worth.
    target
        Share of all people.

    Returns
    -------
    float
        People that must be newly covered.

    Raises
    ------
    InputError
        If it is no share, is reached already, or is more than all candidates together can do.
    """
    if not 0 < target <= 1:
        raise InputError(f"target = {target:g}: expected a share above 0 up to 1, such as 0.95")
    total, there = float(pairs.weight.sum()), float(pairs.weight[pairs.covered].sum())
    needed = target * total - there - ROUNDING * total
    if needed <= 0:
        raise InputError(
            f"target = {target:g} is met without building: {there:,.0f} of {total:,.0f} people "
            f"({there / max(total, 1e-300):.2%}) are covered already"
        )
    if float(gains.weight.sum()) < needed:
        raise InputError(f"target = {target:g} cannot be reached; {_describe(pairs)}")
    return needed


def _describe(pairs: Pairs) -> str:
    total, there = max(float(pairs.weight.sum()), 1e-300), float(pairs.weight[pairs.covered].sum())
    best = (there + float(gain_cover(pairs).weight.sum())) / total
    return f"covered now: {there / total:.2%}; with all candidates built: {best:.2%}"
