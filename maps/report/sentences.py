"""The summary of a report: sentences with its figures, those left out that the city's data do not know."""

from collections.abc import Iterator

from geo.audit.shortfalls import WALK
from geo.coverage.scopes import URBAN
from geo.texts import Lang
from maps.report.numbers import write_day, write_number, write_share
from maps.report.record import AuditRow, ReportFigures
from maps.report.wording import say


def write_summary(figures: ReportFigures, lang: Lang) -> list[str]:
    """Write the summary.

    Parameters
    ----------
    figures
        The figures.
    lang
        Language.

    Returns
    -------
    list of str
        Paragraphs, at least the one on the city.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from maps.report.figures import ReportRequest, gather_figures
    >>> coverage = analyze_city(build_sample())
    >>> figures = gather_figures(coverage, audit_city(coverage), ReportRequest(year=2026, day="2026-12-31"))
    >>> write_summary(figures, "en")[1][:60]
    'By 15 minutes for all, 2 categories with 2 facilities were j'
    """
    return [
        {"zh": "", "en": " "}[lang].join(_describe_city(figures, lang)),
        *_describe_coverage(figures, lang),
        *_describe_rooms(figures, lang),
        *_describe_people(figures, lang),
        *_describe_worst(figures, lang),
    ]


def _say(key: str, lang: Lang, **values: str) -> str:
    return say(f"report.summary.{key}", lang, **values)


def _describe_city(figures: ReportFigures, lang: Lang) -> Iterator[str]:
    counts = figures.counts
    numbers = {
        name: write_number(getattr(counts, name))
        for name in (
            "districts",
            "streets",
            "communities",
            "villages",
            "grid_units",
            "grid_workers",
            "residents",
            "facilities",
        )
    }
    yield _say(
        "city",
        lang,
        day=write_day(figures.day, lang),
        city=figures.city,
        urban=write_number(counts.urban_residents),
        rural=write_number(counts.village_residents),
        **numbers,
    )
    if counts.households is not None:
        yield _say("households", lang, households=write_number(counts.households))


def _describe_coverage(figures: ReportFigures, lang: Lang) -> Iterator[str]:
    judged = [row for row in figures.categories if row.covered_share is not None and row.basis != "default"]
    if not judged:
        return
    ranked = sorted(judged, key=lambda row: (row.covered_share, row.category))
    worst, best = ranked[0], ranked[-1]
    yield _say(
        "coverage",
        lang,
        rules=figures.judged_by[URBAN][lang],
        categories=write_number(len(judged)),
        facilities=write_number(sum(row.facilities for row in judged)),
        mean=write_share(figures.mean_share),
        best=best.name[lang],
        best_share=write_share(best.covered_share),
        worst=worst.name[lang],
        worst_share=write_share(worst.covered_share),
    )
    most = max(judged, key=lambda row: row.uncovered)
    if most.uncovered > 0:
        people, limit = write_number(most.uncovered), write_number(most.limit_m)
        yield _say("most", lang, name=most.name[lang], people=people, limit=limit)
    if figures.tiers:
        told = [
            _say(
                "tier",
                lang,
                name=tier.name[lang],
                people=write_number(tier.covered),
                share=write_share(tier.covered_share),
            )
            for tier in figures.tiers
        ]
        yield _say("tiers", lang, tiers=say("report.and", lang).join(told))


def _find_audited(figures: ReportFigures, names: dict[str, str]) -> dict[str, AuditRow] | None:
    """Find rows of the audit by the names that a sentence has for them; None unless all are known."""
    rows = {row.key: row for row in figures.audit if row.urban is not None}
    return {name: rows[key] for name, key in names.items()} if set(names.values()) <= set(rows) else None


def _write_rows(rows: dict[str, AuditRow], *, digits: int = 0) -> dict[str, str]:
    """Write each figure under its name, and its share under the name with ``_share`` behind it."""
    numbers = {name: write_number(row.urban, digits=digits) for name, row in rows.items()}
    return numbers | {f"{name}_share": write_share(row.share) for name, row in rows.items()}


def _describe_rooms(figures: ReportFigures, lang: Lang) -> Iterator[str]:
    offices = {"communities": "communities", **{size: f"office_{size}" for size in ("large", "medium", "small")}}
    for key, names in (
        ("offices", offices),
        ("halls", {"hall": "with_hall", "square": "with_square"}),
    ):
        rows = _find_audited(figures, names)
        if rows is not None:
            yield _say(key, lang, **_write_rows(rows))
    space = _find_audited(figures, {"space": "service_m2_per_100"})
    if space is not None and space["space"].norm is not None:
        yield _say("space", lang, norm=write_number(space["space"].norm), **_write_rows(space, digits=1))


def _describe_people(figures: ReportFigures, lang: Lang) -> Iterator[str]:
    staff = _find_audited(figures, {"reference": "reference_headcount", "in_post": "in_post", "short": "shortfall"})
    if staff is not None:
        yield _say("staff", lang, **_write_rows(staff))
    cadres = _find_audited(figures, {"cadres": "cadres_per_10000"})
    if cadres is not None and cadres["cadres"].norm is not None:
        yield _say("cadres", lang, norm=write_number(cadres["cadres"].norm), **_write_rows(cadres, digits=1))
    units = _find_audited(figures, {"units": "grid_units", "within": "units_within", "above": "units_above"})
    if units is not None:
        yield _say("units", lang, **_write_rows(units))


def _describe_worst(figures: ReportFigures, lang: Lang) -> Iterator[str]:
    # walks were told before
    first = next((row for row in figures.shortfalls if not row.kind.startswith(WALK)), None)
    if first is not None:
        yield _say(
            "shortfall",
            lang,
            name=first.name[lang],
            amount=write_number(first.amount),
            unit=first.unit[lang],
            communities=write_number(first.communities),
            people=write_number(first.people),
        )
    if figures.gaps:
        gap = figures.gaps[0]
        people = write_number(gap.residents)
        yield _say("gap", lang, district=gap.district_name, name=gap.name, people=people, category=gap.category[lang])
