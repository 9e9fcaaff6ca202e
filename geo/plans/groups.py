"""Plan areas that lie together: their sizes are added up where a standard asks how large a residential area is."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import scipy.sparse
import scipy.sparse.csgraph
import shapely

from geo.arrays import Int32, Objects

#: Areas that state no group lie together where they are as near as this [m]: a street between them. An assumption.
ADJOINING_M: Final = 20.0
#: How it is known that areas lie together: their file says so, or they adjoin; "" for an area that lies alone.
GROUP_SOURCES: Final = ("", "stated", "adjoining")
#: Sizes that add up.
_SIZES: Final = ("dwellings", "households", "residents", "residential_floor_area_m2", "above_ground_floor_area_m2")


@dataclass(frozen=True)
class Groups:
    """Which of n plan areas lie together, in g groups; an area that lies alone is a group of its own.

    Parameters
    ----------
    group
        Row of the group of each area, shape (n,).
    name
        Name of each group: as stated, else the ids of its areas; "" for one area alone; shape (g,).
    source
        One of :data:`GROUP_SOURCES`, shape (g,).
    """

    group: Int32
    name: Objects
    source: Objects

    @property
    def count(self) -> int:
        """Number of groups."""
        return len(self.name)


def find_groups(areas: gpd.GeoDataFrame, *, adjoining: bool = True) -> Groups:
    """Find which plan areas lie together: as their file states, else where they adjoin.

    Parameters
    ----------
    areas
        ``plan_id``, ``group`` ("" where not stated); polygons in a metric CRS. Not changed.
    adjoining
        False for the plots of one project: only those that state one group.

    Returns
    -------
    Groups
        Numbered by their first area. Areas that state a group adjoin no others. Empty for no areas.

    Examples
    --------
    >>> shapes = [shapely.box(0, 0, 100, 100), shapely.box(115, 0, 200, 100), shapely.box(900, 0, 950, 50)]
    >>> three = gpd.GeoDataFrame({"plan_id": ["a", "b", "c"], "group": ""}, geometry=shapes)
    >>> groups = find_groups(three)
    >>> groups.group.tolist(), groups.name.tolist(), groups.source.tolist()
    ([0, 0, 1], ['a, b', ''], ['adjoining', ''])
    """
    n, shapes = len(areas), np.asarray(areas.geometry.to_numpy())
    stated, ids = areas["group"].to_numpy(object), areas["plan_id"].to_numpy(object)
    silent = np.flatnonzero((stated == "") & adjoining)
    one, other = shapely.STRtree(shapes[silent]).query(shapes[silent], predicate="dwithin", distance=ADJOINING_M)
    code = pd.factorize(stated)[0]
    first = pd.Series(np.arange(n)).groupby(code).transform("first").to_numpy()
    same = np.flatnonzero(stated != "")
    row, column = np.concatenate([silent[one], same]), np.concatenate([silent[other], first[same]])
    graph = scipy.sparse.coo_array((np.ones(len(row), np.int8), (row, column)), shape=(n, n))
    label = scipy.sparse.csgraph.connected_components(graph, directed=False)[1] if n else np.zeros(0, np.int32)
    group = pd.factorize(label)[0].astype(np.int32)
    members = [rows.to_numpy() for _, rows in pd.Series(np.arange(n)).groupby(group)]
    sources = ["" if len(rows) == 1 else "stated" if stated[rows[0]] else "adjoining" for rows in members]
    names = [
        (stated[rows[0]] or ", ".join(ids[rows])) if source else ""
        for rows, source in zip(members, sources, strict=True)
    ]
    return Groups(group, np.array(names, object), np.array(sources, object))


def add_sizes(sizes: pd.DataFrame, groups: Groups) -> pd.DataFrame:
    """Add the sizes of plan areas up by group.

    Parameters
    ----------
    sizes
        Sizes of n areas. Not changed.
    groups
        Their groups.

    Returns
    -------
    pandas.DataFrame
        The sizes of the g groups; NaN where one of a group does not state its size.

    Examples
    --------
    >>> groups = Groups(np.array([0, 0], np.int32), np.array(["a, b"]), np.array(["adjoining"]))
    >>> add_sizes(pd.DataFrame({"households": [600.0, 900.0], "residents": [1500.0, np.nan]}), groups).values.tolist()
    [[1500.0, nan]]
    """
    known = [name for name in _SIZES if name in sizes]
    return sizes[known].groupby(groups.group).sum(min_count=0).where(~sizes[known].isna().groupby(groups.group).any())


def describe_groups(sizes: pd.DataFrame, groups: Groups) -> pd.DataFrame:
    """Describe for each plan area which others it lies together with.

    Parameters
    ----------
    sizes
        Sizes of n areas. Not changed.
    groups
        Their groups.

    Returns
    -------
    pandas.DataFrame
        ``group`` (its name, "" for an area that lies alone), ``group_source``, ``group_households, group_residents``;
        n rows.

    Examples
    --------
    >>> groups = Groups(np.array([0, 0], np.int32), np.array(["a, b"]), np.array(["adjoining"]))
    >>> sizes = pd.DataFrame({"households": [600.0, 900.0], "residents": [1500.0, 2500.0]})
    >>> describe_groups(sizes, groups).values.tolist()[0]
    ['a, b', 'adjoining', 1500.0, 4000.0]
    """
    added = add_sizes(sizes, groups).iloc[groups.group]
    return pd.DataFrame(
        {
            "group": groups.name[groups.group],
            "group_source": groups.source[groups.group],
            "group_households": added["households"].to_numpy(),
            "group_residents": added["residents"].to_numpy(),
        },
        index=sizes.index,
    )
