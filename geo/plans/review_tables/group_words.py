"""The plots that lie together with an area, in words, and how that is known."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from geo.plans.groups import ADJOINING_M
from geo.plans.review_tables.cells import Record
from geo.plans.review_tables.fault_words import name_some
from geo.plans.review_tables.words import Words, phrase, show_number
from geo.plans.verdict_rollup import to_records

#: Plots that a cell names.
_IN_CELL = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupWords:
    """Plots that lie together.

    Parameters
    ----------
    key
        Name of the group, as ``Review.areas.group`` has it.
    is_stated
        Whether the batch states it; else it is assumed of plots that adjoin.
    plan_ids
        Its plots.
    over
        The plots in words, for a cell.
    about
        The plots, how it is known that they lie together, and their households and residents, in a sentence.
    """

    key: str
    is_stated: bool
    plan_ids: tuple[str, ...]
    over: Words
    about: Words


def is_shared(counted_over: str, group: GroupWords | None) -> bool:
    """Tell whether a clause is counted over the plots of a group; over a project only where the batch states it."""
    return group is not None and (counted_over == "group" or (counted_over == "project" and group.is_stated))


def name_over(counted_over: str, group: GroupWords | None) -> Words:
    """Name the plots over which a clause is counted for an area of the group: itself, where it lies alone."""
    return group.over if group is not None and is_shared(counted_over, group) else phrase("plan.over.plot")


def put_groups(areas: pd.DataFrame) -> dict[str, GroupWords]:
    """Put the groups of a review into words.

    Parameters
    ----------
    areas
        ``plan_id, group, group_source, group_households, group_residents``.

    Returns
    -------
    dict
        Name of a group -> the group, in the order of the areas; empty where every area lies alone.

    Examples
    --------
    >>> areas = pd.DataFrame({"plan_id": ["a", "b"], "group": "a, b", "group_source": "adjoining"})
    >>> put_groups(areas.assign(group_households=1500.0, group_residents=4000.0))["a, b"].over.en
    'a, b together'
    """
    joint = areas[areas["group"] != ""]
    members: dict[str, list[Record]] = {}
    for area in to_records(joint):
        members.setdefault(area["group"], []).append(area)
    return {key: _put_group(key, [area["plan_id"] for area in found], found[0]) for key, found in members.items()}


def _put_group(key: str, plan_ids: Sequence[str], area: Record) -> GroupWords:
    plots = name_some(plan_ids)
    how = phrase(f"plan.group.{area['group_source']}", group=key, metres=show_number(ADJOINING_M))
    about = phrase(
        "plan.group_about",
        plots=plots,
        how=how,
        households=show_number(area["group_households"]),
        residents=show_number(area["group_residents"]),
    )
    over = phrase("plan.over.group", plots=name_some(plan_ids, _IN_CELL))
    return GroupWords(
        key=key, is_stated=area["group_source"] == "stated", plan_ids=tuple(plan_ids), over=over, about=about
    )
