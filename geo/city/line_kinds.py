"""Kinds of roads and barriers as people name them: a kind that no line is of is a slip, and would separate nothing."""

from collections.abc import Collection

import geopandas as gpd

from geo.errors import InputError


def check_line_kinds(
    lines: gpd.GeoDataFrame | None, column: str, kinds: Collection[str], *, usual: Collection[str]
) -> None:
    """Check that a city has lines of the kinds that somebody names.

    Parameters
    ----------
    lines
        Roads or barriers, or None where the city has none.
    column
        Which of their columns is the kind; maybe missing.
    kinds
        The kinds that are named.
    usual
        Kinds that nobody need name: a city may be without them.

    Raises
    ------
    InputError
        At the first kind that no line is of.

    Examples
    --------
    >>> import shapely
    >>> roads = gpd.GeoDataFrame({"highway": ["primary"]}, geometry=[shapely.LineString([(0, 0), (1, 0)])])
    >>> check_line_kinds(roads, "highway", ["primary", "trunk"], usual=["trunk"])
    >>> check_line_kinds(roads, "highway", ["primry"], usual=["trunk"])
    Traceback (most recent call last):
        ...
    geo.errors.InputError: the city has no road or barrier of the kind "primry"; it has: primary
    """
    known = (
        set() if lines is None or column not in lines else {kind for kind in lines[column].dropna().unique() if kind}
    )
    for kind in kinds:
        if kind not in known and kind not in usual:
            has = ", ".join(sorted(known)) or "-"
            raise InputError(f'the city has no road or barrier of the kind "{kind[:40]}"; it has: {has}')
