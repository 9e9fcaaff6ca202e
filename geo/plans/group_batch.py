"""A batch by groups: areas that lie together as one, for what is counted over them."""

from dataclasses import replace

import numpy as np

from geo.arrays import group_starts
from geo.plans.cases import Batch, Scenario
from geo.plans.groups import Groups, add_sizes
from geo.plans.supply import list_own_supply
from geo.walking.within import Pairs


def group_batch(batch: Batch, groups: Groups) -> Batch:
    """Take the areas of each group as one area.

    Parameters
    ----------
    batch
        Of n areas.
    groups
        Their g groups.

    Returns
    -------
    Batch
        Of g areas: sizes and what they bring are added up. Homes stay those of the n areas: walks are not for groups.
    """
    facilities = replace(batch.facilities, area=np.append(groups.group, np.int32(-1))[batch.facilities.area])
    own, own_surveyed = list_own_supply(facilities, groups.count, len(batch.categories))
    return replace(
        batch, sizes=add_sizes(batch.sizes, groups), facilities=facilities, own=own, own_surveyed=own_surveyed
    )


def group_scenario(scenario: Scenario, groups: Groups) -> Scenario:
    """Take what is near to any area of a group as near to the group, and add their needs up.

    Parameters
    ----------
    scenario
        Of n areas.
    groups
        Their g groups.

    Returns
    -------
    Scenario
        The nearest walk of each group and facility counts.
    """
    walks = scenario.ways.walks
    near = walks.near
    origin = groups.group[near.origin]
    order = np.lexsort((near.walk_m, near.place, origin))
    first = order[group_starts(origin[order], near.place[order])]
    grouped = Pairs(origin[first], near.place[first], near.walk_m[first])
    need = {
        measure: np.bincount(groups.group, weights=each, minlength=groups.count).astype(float)
        for measure, each in scenario.need.items()
    }
    return replace(scenario, ways=replace(scenario.ways, walks=replace(walks, near=grouped)), need=need)
