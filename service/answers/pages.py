"""Pages for people."""

from typing import Final

from geo.errors import NotFoundError
from geo.texts import Lang
from maps.coverage_page import render_coverage_page
from maps.find_page import render_find_page
from service.compute.analyses import Analyses
from service.compute.questions import Body
from service.models.pages import CoveragePageQuery

_HTML: Final = "text/html; charset=utf-8"


def answer_coverage_page(analyses: Analyses, query: CoveragePageQuery) -> Body:
    """Answer with the coverage map, one self-contained file.

    Parameters
    ----------
    analyses
        The city's.
    query
        Which coverage, coloured by which level, in which language.

    Returns
    -------
    Body
        HTML.

    Raises
    ------
    InputError
        If the level or the profile is unknown.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_coverage_page(Analyses(build_sample()), CoveragePageQuery()).content[:15]
    b'<!DOCTYPE html>'
    """
    page = render_coverage_page(analyses.coverage(query.minutes, query.profile), level=query.level, lang=query.lang)
    return Body(page.encode(), _HTML)


def answer_find_page(analyses: Analyses, lang: Lang) -> Body:
    """Answer with the page on which somebody finds their grid unit.

    Parameters
    ----------
    analyses
        The city's.
    lang
        The language that the page opens in.

    Returns
    -------
    Body
        HTML.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_find_page(Analyses(build_sample()), "en").content[:15]
    b'<!DOCTYPE html>'
    """
    return Body(render_find_page(analyses.city, lang=lang).encode(), _HTML)


def answer_audit_sheet(analyses: Analyses, code: str) -> Body:
    """Answer with the two pages of a community, village or street in the audit.

    Parameters
    ----------
    analyses
        The city's.
    code
        Its code.

    Returns
    -------
    Body
        HTML in both languages.

    Raises
    ------
    NotFoundError
        If no community, village or street has this code.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_audit_sheet(Analyses(build_sample()), "410102001001").content[:15]
    b'<!DOCTYPE html>'
    """
    from maps.audit_sheet import choose_sheets, render_audit_sheets  # noqa: PLC0415 - takes long, and few ask for it

    audit = analyses.audit()
    if code not in set(audit.levels["communities"]["code"]) | set(audit.levels["streets"]["code"]):
        raise NotFoundError(f'no community, village or street of this city has the code "{code[:40]}"')
    [(_, page)] = render_audit_sheets(audit, choose_sheets(audit, code))
    return Body(page.encode(), _HTML)
