"""Which remedies first: a knapsack in which the remedies of one shortfall exclude each other, as a MILP.

With x_r = 1 where remedy r is carried out, p_r the people whom it helps, c_r its cost (or the number of its projects),
G the remedies of one shortfall (so many sites of one category are one choice of many, too), and u_rq what r uses of
what partner and resource q have to spare, s_q::

    maximise    sum_r p_r x_r
    subject to  sum of x_r over G <= 1           for every shortfall
                sum_r c_r x_r <= budget          (or the number of projects)
                sum_r u_rq x_r <= s_q            for every partner and resource
                x_r in {0, 1}

People count once for each shortfall that they have: who gets a hall and a square counts twice, who could get the same
hall in two ways once.

Fair programmes: no district may be worse off than today. A remedy never makes a shortfall, for partners lend only what
they have beyond their own norm: so the share of people short falls in every district, or stays, with or without the
constraint. What a programme can take from a district is what its communities have beyond the norm, by lending it across
its border. So for every district d and every resource, what its communities have at their disposal must not fall::

    sum over r in d of adds_r x_r - sum over r with a partner in d of u_r x_r >= 0

A room that a district lends must be made good within it, by rooms that are added or borrowed. It binds where the
cheapest help is a neighbour across the border.

The multiple-choice knapsack: Sinha, P., Zoltners, A. (1979): The multiple-choice knapsack problem. Operations Research
27, 503-515.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse

from geo.arrays import Float64, Int64
from geo.siting.highs import MilpModel, read_sites, solve_milp
from geo.siting.matrix import ROUNDING

#: A bound this near to the value proves it best: the solver's own tolerance.
PROVEN: Final = 1e-7
#: Floor area is no more exact than this [m2].
_TOLERANCE_M2: Final = 1e-6


@dataclass(frozen=True, kw_only=True)
class Options:
    """What may be chosen.

    Parameters
    ----------
    people
        Whom each option helps, shape (n,).
    weight
        What each costs, or how many projects it is, shape (n,).
    group
        Options of one group exclude each other, shape (n,).
    uses
        What each uses of what each partner can spare, partners and resources by options.
    spare
        What each partner can spare of each resource, shape (q,).
    balance
        What each adds to what a district has of a resource, less what it takes; no rows where districts may be worse
        off than today.
    """

    people: Float64
    weight: Float64
    group: Int64
    uses: scipy.sparse.csc_array
    spare: Float64
    balance: scipy.sparse.csc_array


@dataclass(frozen=True)
class Choice:
    """What was chosen.

    Parameters
    ----------
    chosen
        Rows of the options, ascending.
    value
        Whom they help.
    bound
        Proven: no choice helps more.
    """

    chosen: Int64
    value: float
    bound: float


def choose_options(options: Options, *, most: float, mip_gap: float, time_limit_s: float) -> Choice:
    """Choose the options that help most people.

    Parameters
    ----------
    options
        What may be chosen.
    most
        What all may weigh together: a budget, or a number of projects.
    mip_gap
        Stop when the value is proven to be within this share of the bound.
    time_limit_s
        Stop after this [s].

    Returns
    -------
    Choice
        Nothing, with the bound 0, where there are no options.

    Examples
    --------
    >>> none = scipy.sparse.csc_array((0, 3))
    >>> options = Options(people=np.array([60.0, 100.0, 120.0]), weight=np.array([10.0, 20.0, 30.0]),
    ...                   group=np.array([0, 1, 2]), uses=none, spare=np.empty(0), balance=none)
    >>> choice = choose_options(options, most=50.0, mip_gap=0.0, time_limit_s=9.0)
    >>> choice.chosen.tolist(), choice.value, choice.bound
    ([1, 2], 220.0, 220.0)
    """
    size = len(options.people)
    if not size:
        return Choice(np.empty(0, np.int64), 0.0, 0.0)
    start = _choose_greedily(options, most)
    result = solve_milp(
        _make_model(options, most), start=start, forced=np.zeros(size, bool), mip_gap=mip_gap, time_limit_s=time_limit_s
    )
    chosen = start
    if result.x is not None:
        solved = read_sites(result, size)
        if _is_allowed(options, solved, most) and options.people[solved].sum() > options.people[start].sum():
            chosen = solved
    value = float(options.people[chosen].sum())
    bound = min(result.bound * (1 + ROUNDING), _bound_alone(options))
    return Choice(chosen, value, bound if bound > value * (1 + PROVEN) else value)


def _make_model(options: Options, most: float) -> MilpModel:
    size, groups = len(options.people), int(options.group.max()) + 1
    once = scipy.sparse.csc_array((np.ones(size), (options.group, np.arange(size))), shape=(groups, size))
    rows = [once, scipy.sparse.csc_array(options.weight[None, :]), options.uses, options.balance]
    fair = options.balance.shape[0]
    return MilpModel(
        objective=options.people,
        upper=np.ones(size),
        constraints=scipy.sparse.csc_array(scipy.sparse.vstack(rows, format="csc")),
        low=np.r_[np.full(groups + 1 + len(options.spare), -np.inf), np.zeros(fair)],
        high=np.r_[np.ones(groups), most, options.spare, np.full(fair, np.inf)],
        sites=size,
    )


def _choose_greedily(options: Options, most: float) -> Int64:
    """Choose by people for each weight, as long as there is room; nothing that a partner or a district gives."""
    alone = (np.asarray(options.uses.sum(axis=0)).ravel() == 0) & ~(options.balance < 0).toarray().any(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = np.where(options.people > 0, options.people / options.weight, 0.0)
    chosen, taken, left = list[int](), set[int](), most
    for row in np.argsort(-worth, kind="stable"):
        if alone[row] and options.weight[row] <= left and int(options.group[row]) not in taken and worth[row] > 0:
            chosen.append(int(row))
            taken.add(int(options.group[row]))
            left -= float(options.weight[row])
    return np.sort(np.array(chosen, np.int64))


def _is_allowed(options: Options, chosen: Int64, most: float) -> bool:
    """Tell whether a choice keeps to all limits: the solver's whole numbers are not exact."""
    picked = np.zeros(len(options.people))
    picked[chosen] = 1.0
    is_payable = float(options.weight @ picked) <= most * (1 + ROUNDING)
    is_lent = bool((options.uses @ picked <= options.spare + _TOLERANCE_M2).all())
    return is_payable and is_lent and bool((options.balance @ picked >= -_TOLERANCE_M2).all())


def _bound_alone(options: Options) -> float:
    """Bound the value by the best of each group, as if all could be paid for."""
    best = np.zeros(int(options.group.max()) + 1)
    np.maximum.at(best, options.group, options.people)
    return float(best.sum())
