"""From what was found to what the API answers."""

import math

from geo.city.model import City
from geo.city.walk_context import check_category
from geo.coverage.analysis import Coverage, check_level
from geo.coverage.status import ALL
from geo.files.writers import to_geojson
from service.models import CategoryCoverage, CoverageAnswer, UnitCoverage


def list_units(
    city: City, coverage: Coverage, *, level: str, category: str | None = None, parent: str | None = None
) -> CoverageAnswer:
    """List the units of a level.

    Parameters
    ----------
    city, coverage
        The city and what was found.
    level
        A key of ``coverage.levels``.
    category
        Only this category, or None for all of them and ``all`` at once.
    parent
        Only units directly below this code.

    Returns
    -------
    CoverageAnswer
        In the order of the table.

    Raises
    ------
    InputError
        If the level or the category is unknown.

    Examples
    --------
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> list_units(city, analyze_city(city), level="city").items[0].residents
    105.0
    """
    check_level(coverage, level)
    if category is not None:
        check_category(category, coverage.limit_m)
    table = coverage.levels[level].drop(columns="geometry")
    if parent is not None:
        table = table[table["parent"] == parent]
    categories = [category] if category else [*coverage.limit_m, ALL]
    return CoverageAnswer(
        city=city.name,
        level=level,
        profile=coverage.profile.name,
        speed_km_h=coverage.profile.speed_km_h,
        limit_m=coverage.limit_m,
        assumptions=list(city.assumptions),
        items=[_describe_unit(row, categories) for row in table.to_dict("records")],
    )


def _describe_unit(row: "dict[str, object]", categories: list[str]) -> UnitCoverage:
    return UnitCoverage.model_validate(
        {
            **{name: row[name] for name in ("code", "name", "parent", "residents")},
            "households": row.get("households"),
            "categories": {
                name: CategoryCoverage.model_validate(
                    {
                        **{tally: row[f"{tally}_{name}"] for tally in ("covered", "uncovered", "unknown")},
                        "share": None if math.isnan(float(str(row[f"share_{name}"]))) else row[f"share_{name}"],
                    }
                )
                for name in categories
            },
        }
    )


def list_gaps(coverage: Coverage, *, category: str | None = None) -> str:
    """List gap areas as GeoJSON.

    Parameters
    ----------
    coverage
        What was found.
    category
        Only this category, or None for all.

    Returns
    -------
    str
        A FeatureCollection in WGS-84.

    Raises
    ------
    InputError
        If the category is unknown.

    Examples
    --------
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.city.sample import build_sample
    >>> list_gaps(analyze_city(build_sample()), category="clinic")[:30]
    '{"type": "FeatureCollection", '
    """
    if category is not None:
        check_category(category, coverage.limit_m)
    gaps = coverage.gaps if category is None else coverage.gaps[coverage.gaps["category"] == category]
    return to_geojson(gaps)
