"""A report told in one language: texts and rows of cells, the same for the printed page and for the DOCX."""

from collections.abc import Mapping
from typing import Any, Final

from geo.coverage.scopes import RURAL, URBAN
from geo.rules.listing import DOUBTFUL
from geo.texts import Lang
from maps.report.numbers import write_day, write_number, write_share
from maps.report.record import AuditRow, CommunityRow, DivisionRow, GapRow, LackRow, ReportFigures, ShortfallRow
from maps.report.sentences import write_summary
from maps.report.wording import say, typeset

#: Fields that have a column of a table, in the order of the columns; each is a text of every row.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "coverage": (
        "category", "limit", "facilities", "covered", "share", "uncovered", "unknown", "median", "villages",
    ),
    "districts": ("rank", "district", "residents", "mean", "mean_uncovered", "space", "staff"),
    "streets": ("rank", "street", "district", "residents", "mean", "mean_uncovered", "space", "staff"),
    "audit": ("figure", "urban", "of", "village", "norm"),
    "shortfalls": ("rank", "lack", "amount", "unit", "communities", "people", "cost", "cost_year"),
    "communities": ("rank", "community", "street", "lacks", "people"),
    "gaps": ("rank", "place", "district", "category", "residents", "walk", "remedy", "helped", "categories"),
}  # fmt: skip
#: Columns of words; all others are of numbers.
TEXT_COLUMNS: Final = frozenset(
    ("category", "district", "street", "figure", "lack", "unit", "community", "lacks", "place", "remedy")
)
#: Notes below tables.
NOTED: Final = ("coverage", "divisions", "audit", "people", "gaps")
_HEADINGS: Final = (
    "summary", "coverage", "divisions", "districts", "streets", "audit", "shortfalls", "communities", "gaps", "method",
    "unverified",
)  # fmt: skip
#: Behind limits that nobody has compared with the text, and behind those of 15 minutes for want of a radius.
MARKS: Final = {"unverified": DOUBTFUL, "default": "†"}


def tell_report(figures: ReportFigures, lang: Lang) -> dict[str, Any]:
    """Tell a report in one language.

    Parameters
    ----------
    figures
        The figures.
    lang
        Language.

    Returns
    -------
    dict
        What docs/report.md lists: texts; lists of texts; tables as lists of rows, each with the texts of
        :data:`COLUMNS`; ``columns`` and ``headings`` with their names.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from maps.report.figures import ReportRequest, gather_figures
    >>> coverage = analyze_city(build_sample())
    >>> figures = gather_figures(coverage, audit_city(coverage), ReportRequest(year=2026, day="2026-12-31"))
    >>> tell_report(figures, "en")["coverage"][0]["share"]
    '92.3%'
    """
    return {
        **_tell_title(figures, lang),
        "summary": write_summary(figures, lang),
        "coverage": _tell_categories(figures, lang),
        "districts": [_tell_division(rank, row) for rank, row in enumerate(figures.districts, 1)],
        "streets": [_tell_street(rank, row) for rank, row in enumerate(figures.streets, 1)],
        "audit": [_tell_audited(row, lang) for row in figures.audit],
        "shortfalls": [_tell_shortfall(rank, row, lang) for rank, row in enumerate(figures.shortfalls, 1)],
        "communities": [_tell_community(row, lang) for row in figures.communities],
        "gaps": [_tell_gap(row, lang) for row in figures.gaps],
        "method": [say("report.walked", lang), *dict.fromkeys(typeset(line[lang], lang) for line in figures.method)],
        "unverified": _tell_unverified(figures, lang),
        "source": say("report.source", lang, attribution=figures.attribution),
        "notes": {name: say(f"report.note.{name}", lang) for name in NOTED},
        "headings": {name: say(f"report.heading.{name}", lang) for name in _HEADINGS},
        "columns": {
            table: {name: say(f"report.column.{name}", lang) for name in names} for table, names in COLUMNS.items()
        },
    }


def _tell_title(figures: ReportFigures, lang: Lang) -> dict[str, str]:
    judged = {scope: typeset(figures.judged_by[scope][lang], lang) for scope in (URBAN, RURAL)}
    speed = f"{figures.speed_km_h:g}"
    return {
        "city": figures.city,
        "title": say("report.title", lang),
        "subtitle": say("report.subtitle", lang),
        "year": str(figures.year),
        "period": say("report.year", lang, year=figures.year),
        "day": write_day(figures.day, lang),
        "made": say("report.made", lang, day=write_day(figures.day, lang)),
        "rules": judged[URBAN],
        "judged": say("report.judged", lang, name=judged[URBAN]),
        "villages_judged": (
            say("report.villages_judged", lang, name=judged[RURAL]) if figures.counts.village_residents else ""
        ),
        "walker": say("report.walker", lang, profile=say(f"print.profile.{figures.profile}", lang), speed=speed),
        "synthetic": say("page.synthetic", lang) if figures.is_synthetic else "",
    }


def _tell_categories(figures: ReportFigures, lang: Lang) -> list[dict[str, str]]:
    return [
        {
            "category": typeset(row.name[lang], lang),
            "limit": write_number(row.limit_m) + MARKS.get(row.basis, ""),
            "facilities": write_number(row.facilities),
            "covered": write_number(row.covered),
            "share": write_share(row.covered_share),
            "uncovered": write_number(row.uncovered),
            "unknown": write_number(row.unknown),
            "median": write_number(row.median_walk_min, digits=1),
            "villages": write_share(row.village_share),
        }
        for row in figures.categories
    ]


def _tell_division(rank: int, row: DivisionRow) -> dict[str, str]:
    return {
        "rank": str(rank),
        "district": row.name,
        "residents": write_number(row.residents),
        "mean": write_share(row.mean_share),
        "mean_uncovered": write_number(row.mean_uncovered),
        "space": write_number(row.service_m2_per_100, digits=1),
        "staff": write_number(row.staff_short),
    }


def _tell_street(rank: int, row: DivisionRow) -> dict[str, str]:
    told = {**_tell_division(rank, row), "street": row.name, "district": row.parent_name}
    return {name: told[name] for name in COLUMNS["streets"]}


def _tell_audited(row: AuditRow, lang: Lang) -> dict[str, str]:
    digits = 1 if "_per_" in row.key else 0
    return {
        "figure": typeset(row.name[lang], lang),
        "urban": write_number(row.urban, digits=digits),
        "of": write_share(row.share),
        "village": write_number(row.village, digits=digits),
        "norm": write_number(row.norm, digits=digits),
    }


def _tell_shortfall(rank: int, row: ShortfallRow, lang: Lang) -> dict[str, str]:
    return {
        "rank": str(rank),
        "lack": typeset(row.name[lang], lang),
        "amount": write_number(row.amount),
        "unit": row.unit[lang],
        "communities": write_number(row.communities),
        "people": write_number(row.people),
        "cost": write_number(row.cost_yuan),
        "cost_year": write_number(row.cost_yuan_year),
    }


def _tell_community(row: CommunityRow, lang: Lang) -> dict[str, str]:
    lacks = [_name_lack(lack, lang) for lack in row.lacks]
    return {
        "rank": str(row.rank),
        "community": row.name,
        "street": row.parent_name,
        "lacks": typeset(say("report.between", lang).join(lacks), lang),
        "people": write_number(row.people),
    }


def _name_lack(lack: LackRow, lang: Lang) -> str:
    if lack.amount is None:
        return typeset(lack.name[lang], lang)
    amount = write_number(lack.amount)
    return say("report.lack", lang, name=lack.name[lang], amount=amount, unit=lack.unit[lang])


def _tell_gap(row: GapRow, lang: Lang) -> dict[str, str]:
    return {
        "rank": str(row.rank),
        "place": row.name or say("gap.outside", lang),
        "district": row.district_name,
        "category": typeset(row.category[lang], lang),
        "residents": write_number(row.residents),
        "walk": write_number(row.walk_m),
        "remedy": row.remedy[lang],
        "helped": write_number(row.remedy_residents),
        "categories": str(row.categories),
    }


def _tell_unverified(figures: ReportFigures, lang: Lang) -> list[str]:
    """Tell which limits nobody has compared with the text, and which no rule set gives."""
    listed = {
        basis: say("report.and", lang).join(row.name[lang] for row in figures.categories if row.basis == basis)
        for basis in ("unverified", "default")
    }
    told = [say(f"report.{basis}", lang, names=names) for basis, names in listed.items() if names]
    return told or [say("report.all_verified", lang)]
