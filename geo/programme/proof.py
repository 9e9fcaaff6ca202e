"""What was proven of a programme and how it is counted, in words: the same in its files, on its page and in print."""

from collections.abc import Iterator, Mapping

from geo.audit.figure_names import find_names
from geo.programme.knapsack import PROVEN
from geo.programme.programme import Programme
from geo.programme.sharing import REACHED
from geo.programme.site_choices import MOST_SITES
from geo.texts import LANGS, fill_languages
from geo.texts.notes import translate_notes


def state_bound(programme: Programme) -> dict[str, str]:
    """Say how good a programme is proven to be.

    Parameters
    ----------
    programme
        The programme.

    Returns
    -------
    dict
        Language -> a sentence.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.programme import plan_programme
    >>> from geo.programme.programme_request import ProgrammeRequest
    >>> request = ProgrammeRequest(projects=1, sites=("clinic",))
    >>> state_bound(plan_programme(audit_city(analyze_city(build_sample())), request))["en"]
    'Proven best: no programme of 1 projects helps more than 40 people'
    """
    request, kind = programme.request, "within" if programme.gap > PROVEN else "best"
    limit = "projects" if request.budget is None else "budget"
    values = {"budget": request.budget, "projects": request.projects}
    key = f"programme.proof.{limit}.{kind}"
    return fill_languages(key, **values, bound=programme.bound, gap=programme.gap)


def list_terms(programme: Programme) -> Iterator[Mapping[str, str]]:
    """List what a reader of a programme must know, line by line.

    Parameters
    ----------
    programme
        The programme.

    Yields
    ------
    dict
        Language -> a line: what is proven among what, how people and costs are counted, what may be shared, which
        sites, what was left out, what the city's data assume.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.programme import plan_programme
    >>> from geo.programme.programme_request import ProgrammeRequest
    >>> terms = list(list_terms(plan_programme(audit_city(analyze_city(build_sample())), ProgrammeRequest(projects=1))))
    >>> terms[-1]["en"]
    'The city states no unit costs; nothing is priced.'
    """
    request, city = programme.request, programme.standing.audit.city
    yield fill_languages("programme.method.among", most=MOST_SITES)
    yield fill_languages("programme.method.people")
    yield fill_languages("programme.method.scope")
    yield fill_languages(f"programme.method.{'order' if city.costs is not None else 'order_people'}")
    yield fill_languages("programme.method.share", share=REACHED)
    if programme.sites:
        names = [city.categories[each.category] for each in programme.sites]
        yield _list_names("site", names)
    if request.is_fair:
        yield fill_languages("programme.method.fair")
    if programme.unpriced:
        yield _list_unpriced(programme)
    if city.costs is None:
        yield fill_languages("programme.method.no_cost")
    else:
        yield fill_languages("programme.method.cost", years=request.years, source=city.costs.source)
    for note in translate_notes(city.assumptions):
        yield {str(lang): text for lang, text in note.items()}


def _list_unpriced(programme: Programme) -> Mapping[str, str]:
    """List what was left out for want of a cost, with how many of each."""
    named: list[Mapping[str, str]] = []
    for name, count in programme.unpriced.items():
        words = name_lack(programme, name)
        named.append({str(lang): f"{words[lang]} ({count:,})" for lang in LANGS})
    return _list_names("unpriced", named, key="listed")


def name_lack(programme: Programme, name: str) -> Mapping[str, str]:
    """Name a kind of shortfall, or the category of a site.

    Parameters
    ----------
    programme
        The programme.
    name
        The kind or the category.

    Returns
    -------
    Mapping
        Language -> its name.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.programme import plan_programme
    >>> from geo.programme.programme_request import ProgrammeRequest
    >>> programme = plan_programme(audit_city(analyze_city(build_sample())), ProgrammeRequest(projects=1))
    >>> name_lack(programme, "clinic")["en"], name_lack(programme, "hall")["en"]
    ('Clinic', 'No one-stop service hall')
    """
    categories = programme.standing.audit.city.categories
    return categories[name] if name in categories else find_names(programme.standing.audit).name_lack(name)


def _list_names(method: str, names: list[Mapping[str, str]], *, key: str = "names") -> dict[str, str]:
    listed = {lang: {"zh": "、", "en": ", "}[lang].join(name[lang] for name in names) for lang in LANGS}
    return fill_languages(f"programme.method.{method}", **{key: listed})
