"""The figures of every category for the city, its districts and its streets: what the page says of an area."""

from typing import Any, Final

from geo.coverage.analysis import Coverage
from geo.coverage.status import ALL
from maps.planner.levels import whole_people

#: An area is the city, a district or a street.
AREAS: Final = ("city", "districts", "streets")


def pack_figures(coverage: Coverage) -> dict[str, Any]:
    """Pack the figures of every category for all areas.

    Parameters
    ----------
    coverage
        At the own limits of each category.

    Returns
    -------
    dict
        Level of :data:`AREAS` -> category or ``all`` -> ``covered, uncovered``, in the order of the level's table.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> pack_figures(analyze_city(build_sample()))["city"]["clinic"]
    {'covered': [60, 0], 'uncovered': [5, 40]}
    """
    return {
        level: {
            category: {
                tally: whole_people(coverage.levels[level][f"{tally}_{category}"]).tolist()
                for tally in ("covered", "uncovered")
            }
            for category in [*coverage.walks.context.categories, ALL]
        }
        for level in AREAS
        if level in coverage.levels
    }
