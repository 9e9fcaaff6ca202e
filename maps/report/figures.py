"""From a coverage and an audit of one walk to the figures of a yearly report."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.audit.audit import Audit
from geo.audit.city_figures import CityFigure, list_city_figures, list_city_shortfalls
from geo.audit.method import list_method
from geo.audit.results import summarize_audit
from geo.audit.shortfalls import UNITS
from geo.city.model import City, count_city
from geo.coverage.analysis import Coverage
from geo.coverage.scopes import RURAL, URBAN, describe_judgement, name_judgement
from geo.errors import InputError
from geo.texts import LANGS
from maps.report.divisions import list_districts, list_gaps, list_streets
from maps.report.record import (
    AuditRow,
    CategoryRow,
    CityCounts,
    CommunityRow,
    LackRow,
    ReportFigures,
    ShortfallRow,
    TierRow,
    Words,
)

#: Maps of a report, and communities that it lists.
_MAPS: Final = 3
_COMMUNITIES: Final = 10
#: Shortfalls of a community that are named.
_LACKS: Final = 4
#: Figures of the audit that a report has; a name that ends in * stands for all that begin so.
_AUDITED: Final = (
    "communities", "villages", "with_*", "office_leased", "office_large", "office_medium", "office_small",
    "office_none", "square_large", "service_m2", "service_m2_per_100", "cadres", "cadres_per_10000",
    "reference_headcount", "in_post", "shortfall", "village_cadres", "grid_units", "units_within", "units_below",
    "units_above", "units_without_worker", "grid_workers", "workers_per_unit", "workers_per_1000",
    "facilities_per_1000_*", "floor_per_1000_*",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ReportRequest:
    """What a report is asked to be.

    Parameters
    ----------
    year
        The year that it reports on.
    day
        The day on which it is made, ISO 8601.
    headline
        Categories that its maps show; none means of each circle the one with most residents beyond the walk.
    """

    year: int
    day: str
    headline: tuple[str, ...] = ()


def gather_figures(coverage: Coverage, audit: Audit, request: ReportRequest) -> ReportFigures:
    """Gather the figures of a report.

    Parameters
    ----------
    coverage, audit
        Who is within the walk to what, and the audit of the same walk.
    request
        What the report is asked to be.

    Returns
    -------
    ReportFigures
        What the city's data do not know is None, or has no row.

    Raises
    ------
    InputError
        If a headline category is none of the city's.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> coverage = analyze_city(build_sample())
    >>> figures = gather_figures(coverage, audit_city(coverage), ReportRequest(year=2026, day="2026-12-31"))
    >>> figures.counts.urban_residents, [row.covered_share for row in figures.categories][0]
    (65.0, 0.9230769230769231)
    """
    city = coverage.city
    headline = _choose_headline(coverage, audit, request.headline)
    cited = describe_judgement(coverage.judgements[URBAN])["rules"]
    categories = tuple(_list_categories(coverage, cited))
    counted = tuple(row.category for row in categories if row.basis != "default" and row.covered_share is not None)
    shares = [row.covered_share for row in categories if row.category in counted and row.covered_share is not None]
    return ReportFigures(
        city=city.name,
        is_synthetic=city.synthetic,
        year=request.year,
        day=request.day,
        profile=coverage.profile.name,
        speed_km_h=coverage.profile.speed_km_h,
        judged_by={scope: name_judgement(judged) for scope, judged in coverage.judgements.items()},
        counts=_count(coverage),
        categories=categories,
        mean_share=sum(shares) / len(shares) if shares else None,
        tiers=tuple(_list_tiers(audit)),
        headline=headline,
        districts=tuple(list_districts(coverage, audit, counted)),
        streets=tuple(list_streets(coverage, audit, counted)),
        audit=tuple(_keep(figure) for figure in list_city_figures(audit) if _is_reported(figure.key)),
        shortfalls=tuple(ShortfallRow(**found) for found in list_city_shortfalls(audit)),
        communities=tuple(_list_communities(audit)),
        gaps=tuple(list_gaps(coverage)),
        method=tuple(list_method(audit)),
        attribution=city.attribution,
    )


def _choose_headline(coverage: Coverage, audit: Audit, asked: Sequence[str]) -> tuple[str, ...]:
    """Choose the categories of the maps: those asked for; else of each tier that with most residents beyond."""
    known = coverage.figures
    wrong = next((name for name in asked if name not in known), None)
    if wrong is not None:
        raise InputError(f"--category {wrong}: no such category; the city has: {', '.join(known)}")
    if asked:
        return tuple(dict.fromkeys(asked))[:_MAPS]
    worst = sorted(
        (name for name, row in known.items() if row.covered_share is not None),
        key=lambda name: (-known[name].uncovered_population, name),
    )
    scope = audit.tiers[URBAN]
    of_tiers = [[name for name in worst if name in scope.list_walked(tier)][:1] for tier in scope.tiers]
    first = [name for names in of_tiers for name in names][:_MAPS]
    chosen = [*first, *(name for name in worst if name not in first)][:_MAPS]
    return tuple(name for name in known if name in chosen)


def _count(coverage: Coverage) -> CityCounts:
    city, top = coverage.city, coverage.levels["city"].drop(columns="geometry").set_index("scope")
    counts = count_city(city)
    people = {scope: float(top["residents"].get(scope, 0.0)) for scope in (URBAN, RURAL)}
    of_level = {
        level: coverage.levels[level]["code"][coverage.levels[level]["code"] != ""].nunique()
        for level in ("districts", "streets")
        if level in coverage.levels
    }
    return CityCounts(
        districts=of_level.get("districts", 0),
        streets=of_level.get("streets", 0),
        communities=counts["communities"],
        villages=counts["villages"],
        grid_units=counts["grid_units"],
        grid_workers=counts["workers"],
        facilities=counts["facilities"],
        residents=sum(people.values()),
        urban_residents=people[URBAN],
        village_residents=people[RURAL],
        households=float(top["households"].sum()) if "households" in top else None,
    )


def _find_basis(category: str, cited: dict[str, Any] | None) -> str:
    if cited is None:
        return "minutes"
    if category in cited["without_rule"]:
        return "default"
    return "unverified" if category in cited["unverified"] else "verified"


def _list_categories(coverage: Coverage, cited: dict[str, Any] | None) -> list[CategoryRow]:
    city = coverage.city
    return [
        CategoryRow(
            category=name,
            name=_name_category(city, name),
            limit_m=row.limit_m,
            basis=_find_basis(name, cited),
            facilities=row.facilities,
            covered=row.covered_population,
            uncovered=row.uncovered_population,
            unknown=row.unknown_population,
            covered_share=row.covered_share,
            village_share=coverage.rural_figures[name].covered_share if coverage.is_rural.any() else None,
            median_walk_min=row.median_walk_min,
        )
        for name, row in coverage.figures.items()
    ]


def _name_category(city: City, name: str) -> Words:
    return dict(city.categories.get(name) or {str(lang): name for lang in LANGS})


def _list_tiers(audit: Audit) -> list[TierRow]:
    found = {figure.key: figure for figure in list_city_figures(audit)}
    return [
        TierRow(name=dict(tier.name), covered=figure.urban, covered_share=figure.share)
        for name, tier in audit.tiers[URBAN].tiers.items()
        if (figure := found.get(f"covered_{name}")) is not None and math.isfinite(figure.share)
    ]


def _is_reported(key: str) -> bool:
    return any(key.startswith(name[:-1]) if name.endswith("*") else key == name for name in _AUDITED)


def _know(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _keep(figure: CityFigure) -> AuditRow:
    return AuditRow(
        key=figure.key,
        section=figure.section,
        name=figure.name,
        urban=_know(figure.urban),
        share=_know(figure.share),
        village=_know(figure.rural),
        norm=_know(figure.norm),
    )


def _keep_lack(found: dict[str, Any]) -> LackRow:
    is_there = UNITS.get(found["kind"]) == "communities"
    return LackRow(name=found["name"], amount=None if is_there else found["amount"], unit=found["unit"])


def _list_communities(audit: Audit) -> list[CommunityRow]:
    """List the communities whose shortfalls concern most people, with what concerns most in each."""
    return [
        CommunityRow(
            rank=int(found["rank"]),
            name=found["name"],
            parent_name=found["parent_name"],
            people=found["helped"],
            lacks=tuple(_keep_lack(lack) for lack in found["lacks"][:_LACKS]),
        )
        for found in summarize_audit(audit)["worst"][:_COMMUNITIES]
    ]
