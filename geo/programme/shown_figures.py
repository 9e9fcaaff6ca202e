"""Which figures of districts are shown before and after a programme, and what they are called."""

from collections.abc import Iterator
from dataclasses import dataclass

from geo.audit.tiers import list_tiers
from geo.programme.outcome import WITHIN, list_kinds
from geo.programme.programme import Programme
from geo.texts import fill_languages


@dataclass(frozen=True)
class Shown:
    """A figure that is shown before and after.

    Parameters
    ----------
    key
        Its column in :class:`geo.programme.outcome.Outcome`.
    name
        Language -> its name.
    kind
        ``people``, ``number`` or ``share``.
    """

    key: str
    name: dict[str, str]
    kind: str


def find_shown(programme: Programme) -> list[Shown]:
    """Find the figures to show: those that the city's data know.

    Parameters
    ----------
    programme
        The programme.

    Returns
    -------
    list of Shown
        People short first; walks of the categories of sites, and of tiers, last.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.programme import plan_programme
    >>> from geo.programme.programme_request import ProgrammeRequest
    >>> request = ProgrammeRequest(projects=1, sites=("clinic",))
    >>> programme = plan_programme(audit_city(analyze_city(build_sample())), request)
    >>> [shown.key for shown in find_shown(programme)]
    ['people_short', 'share_within_clinic']
    """
    return list(_list_shown(programme))


def _list_shown(programme: Programme) -> Iterator[Shown]:
    figures, audit = programme.standing.figures, programme.standing.audit
    yield Shown("people_short", fill_languages("programme.figure.people_short"), "people")
    kinds = list_kinds(figures)
    known = {
        "service_m2_per_100": "space" in kinds,
        "share_with_hall": "hall" in kinds,
        "share_with_square": "square" in kinds,
        "share_with_rooms": "rooms" in kinds,
        "share_in_post": "staff" in kinds,
    }
    for key in (key for key, is_known in known.items() if is_known):
        yield Shown(key, fill_languages(f"programme.figure.{key}"), "share" if key.startswith("share_") else "number")
    for sites in programme.sites:
        name = audit.city.categories[sites.category]
        yield Shown(
            f"share_{WITHIN}{sites.category}", fill_languages("programme.figure.share_within", name=name), "share"
        )
    if any(programme.built):
        for tier, rule in list_tiers(audit.tiers).items():
            yield Shown(f"share_{tier}", fill_languages("programme.figure.share_tier", name=dict(rule.name)), "share")
