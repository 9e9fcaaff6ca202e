"""The figures of every category for the city, its districts and its streets: what the page says of an area."""

from typing import Any, Final

from geo.coverage.analysis import Coverage
from geo.coverage.scopes import RURAL
from geo.coverage.status import ALL
from maps.planner.levels import round_people

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
        Level of :data:`AREAS` -> ``code``, ``scope`` (a letter each: u or r), ``residents``, and ``categories``:
        category or ``all`` -> ``covered, uncovered``, in the order of the level's table.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> pack_figures(analyze_city(build_sample()))["city"]["categories"]["clinic"]
    {'covered': [60, 0], 'uncovered': [5, 40]}
    """
    packed: dict[str, Any] = {}
    for level in AREAS:
        if level not in coverage.levels:
            continue
        table = coverage.levels[level]
        packed[level] = {
            "code": table["code"].tolist(),
            "scope": "".join("r" if scope == RURAL else "u" for scope in table["scope"]),
            "residents": round_people(table["residents"]),
            "categories": {
                category: {tally: round_people(table[f"{tally}_{category}"]) for tally in ("covered", "uncovered")}
                for category in [*coverage.walks.context.categories, ALL]
            },
        }
    return packed
