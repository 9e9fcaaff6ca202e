"""Why a project, in one line: what is lacking, what is done about it, what it costs, whom it helps."""

import math

from geo.programme.measures import Remedy
from geo.programme.site_choices import SiteChoices
from geo.programme.standing import Standing
from geo.texts import LANGS, TEXTS, Lang


def reason_remedy(standing: Standing, remedy: Remedy) -> dict[str, str]:
    """Say why a remedy, in both languages.

    Parameters
    ----------
    standing
        Where communities stand.
    remedy
        The remedy.

    Returns
    -------
    dict
        Language -> a line.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.standing import find_standing
    >>> standing = find_standing(audit_city(analyze_city(build_sample())))
    >>> hall = Remedy(leaf=0, kind="hall", way="build", amount=1.0, people=60.0, cost_yuan=9000.0)
    >>> reason_remedy(standing, hall)["en"]
    'No one-stop service hall; build one, 9,000 yuan; helps 60 people'
    """
    figures = standing.figures
    values: dict[str, float | str] = {"amount": remedy.amount}
    for name, has, owed in (
        ("space", "service_m2", "service_owed_m2"),
        ("staff", "in_post", "reference_headcount"),
        ("square_size", "square_m2", "square_m2"),
    ):
        if remedy.kind == name:
            values |= {"has": float(figures[has].iloc[remedy.leaf]), "owed": float(figures[owed].iloc[remedy.leaf])}
    lines: dict[str, str] = {}
    for lang in LANGS:
        rooms = _name_rooms(standing, remedy, lang)
        lack = TEXTS[f"programme.lack.{remedy.kind}"][lang].format(**values, names=rooms)
        lines[lang] = _join([lack, _say_way(standing, remedy, lang), _say_people(remedy.people, lang)], lang)
    return lines


def reason_site(sites: SiteChoices, people: float) -> dict[str, str]:
    """Say why a site, in both languages.

    Parameters
    ----------
    sites
        Sites of its category.
    people
        Whom it newly covers.

    Returns
    -------
    dict
        Language -> a line.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.programme_request import ProgrammeRequest
    >>> from geo.programme.site_choices import find_site_choices
    >>> from geo.programme.standing import find_standing
    >>> from geo.progress import Progress
    >>> standing = find_standing(audit_city(analyze_city(build_sample())))
    >>> sites, = find_site_choices(standing, ["clinic"], ProgrammeRequest(projects=3), progress=Progress())
    >>> reason_site(sites, 40.0)["en"]
    'In the city 45 people beyond 1,000 m of: Clinic; one more site; helps 40 people'
    """
    siting = sites.siting
    beyond = float(siting.pairs.demand[~siting.pairs.covered].sum())
    limit_m = float(siting.pairs.home_limit_m[siting.is_served].max())
    lines: dict[str, str] = {}
    for lang in LANGS:
        name = siting.city.categories[sites.category][lang]
        lack = TEXTS["programme.lack.walk"][lang].format(people=beyond, limit_m=limit_m, name=name)
        way = TEXTS["programme.does.site"][lang] + _say_cost(sites.cost_yuan, 0.0, lang)
        lines[lang] = _join([lack, way, _say_people(people, lang)], lang)
    return lines


def _name_rooms(standing: Standing, remedy: Remedy, lang: Lang) -> str:
    """Name the rooms that a community lacks."""
    if remedy.kind != "rooms":
        return ""
    figures, names = standing.figures, standing.room_names
    missing = [room for room in names if f"with_{room}" in figures and figures[f"with_{room}"].iloc[remedy.leaf] == 0]
    return {"zh": "、", "en": ", "}[lang].join(names[room][lang] for room in missing)


def _say_way(standing: Standing, remedy: Remedy, lang: Lang) -> str:
    if remedy.loans:
        partner = standing.leaves.table["name"].iloc[remedy.loans[0].partner]
        return TEXTS["programme.does.share"][lang].format(partner=partner)
    does = TEXTS[f"programme.does.{remedy.kind}.{remedy.way}"][lang].format(amount=remedy.amount)
    return does + _say_cost(remedy.cost_yuan, remedy.cost_yuan_year, lang)


def _say_cost(once: float, yearly: float, lang: Lang) -> str:
    if math.isnan(once) or math.isnan(yearly):
        return ""
    key = "programme.costs.year" if yearly else "programme.costs.once"
    return TEXTS[key][lang].format(cost=yearly or once)


def _say_people(people: float, lang: Lang) -> str:
    return TEXTS["programme.helps"][lang].format(people=people)


def _join(parts: list[str], lang: Lang) -> str:
    return {"zh": ";", "en": "; "}[lang].join(parts)
