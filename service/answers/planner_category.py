"""Data of the planner's page for a category: its figures, gap areas and facilities; and the sheet of a unit in all."""

from typing import Final

from pydantic_core import to_json

from geo.city.categories import check_category
from geo.coverage.analysis import check_level
from geo.coverage.status import ALL
from maps.payload import pack_facilities
from maps.planner.category import pack_all_categories, pack_category
from maps.planner.gaps import pack_page_gaps
from maps.planner.sheet import pack_sheet
from service.compute.analyses import Analyses
from service.compute.questions import Body
from service.media_types import JSON
from service.models.planner import PageCoverageQuery, PageGapsQuery, PageSheetQuery

#: Levels whose figures come with those of every other.
_ALWAYS: Final = ("city", "districts", "streets")


def answer_category(analyses: Analyses, asked: tuple[str, PageCoverageQuery]) -> Body:
    """Answer with the figures of a category.

    Parameters
    ----------
    analyses
        The city's.
    asked
        The category, or ``all``, and the query.

    Returns
    -------
    Body
        JSON, as :func:`maps.planner.category.pack_category` has it, or
        :func:`maps.planner.category.pack_all_categories`.

    Raises
    ------
    InputError
        If the category, the level or the profile is unknown.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_category(Analyses(build_sample()), ("clinic", PageCoverageQuery(level="streets"))).content[:19]
    b'{"limit_m":{"urban"'
    """
    category, query = asked
    coverage = analyses.coverage(None, query.profile)
    check_level(coverage, query.level)
    levels = [level for level in coverage.levels if level in (*_ALWAYS, query.level)]
    if category == ALL:
        return Body(to_json(pack_all_categories(coverage, analyses.unit_rows, levels)), JSON)
    check_category(category, coverage.limit_m)
    gaps = analyses.gaps(None, query.profile, category)
    return Body(to_json(pack_category(coverage, category, analyses.unit_rows, levels, gaps)), JSON)


def answer_page_gaps(analyses: Analyses, asked: tuple[str, PageGapsQuery]) -> Body:
    """Answer with the gap areas of a category.

    Parameters
    ----------
    analyses
        The city's.
    asked
        The category and the query.

    Returns
    -------
    Body
        JSON, as :func:`maps.planner.gaps.pack_page_gaps` has it.

    Raises
    ------
    InputError
        If the category or the profile is unknown.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_page_gaps(Analyses(build_sample()), ("clinic", PageGapsQuery())).content[:9]
    b'{"shape":'
    """
    category, query = asked
    coverage = analyses.coverage(query.minutes, query.profile)
    check_category(category, coverage.limit_m)
    return Body(
        to_json(pack_page_gaps(coverage, category, analyses.gaps(query.minutes, query.profile, category))), JSON
    )


def answer_facilities(analyses: Analyses, category: str) -> Body:
    """Answer with the facilities of a category.

    Parameters
    ----------
    analyses
        The city's.
    category
        The category.

    Returns
    -------
    Body
        JSON, as :func:`maps.payload.pack_facilities` has it.

    Raises
    ------
    InputError
        If the category is unknown.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_facilities(Analyses(build_sample()), "clinic").content[-30:]
    b'"id":["c1"],"name":["Clinic"]}'
    """
    check_category(category, analyses.city.categories)
    return Body(to_json(pack_facilities(analyses.city.facilities, [category])[category]), JSON)


def answer_sheet(analyses: Analyses, asked: tuple[str, str, PageSheetQuery]) -> Body:
    """Answer with the sheet of a unit.

    Parameters
    ----------
    analyses
        The city's.
    asked
        Level and code of the unit, and the query.

    Returns
    -------
    Body
        JSON, as :func:`maps.planner.sheet.pack_sheet` has it.

    Raises
    ------
    InputError
        If the city has no such level.
    NotFoundError
        If the level has no such unit.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> asked = ("streets", "410102001000", PageSheetQuery(scope="rural"))
    >>> answer_sheet(Analyses(build_sample()), asked).content[:40]
    b'{"level":"streets","code":"410102001000"'
    """
    level, code, query = asked
    coverage = analyses.coverage(query.minutes, query.profile)
    check_level(coverage, level)
    sheet = pack_sheet(coverage, analyses.audit(), analyses.unit_rows, level, code, query.scope)
    return Body(to_json(sheet), JSON)
