"""What stands above and below the table that is filed: the area, the rule sets in force, who signs."""

from geo.plans.review_tables.area_figures import FLOOR_AREAS, SIZES
from geo.plans.review_tables.area_report import AreaReport
from geo.plans.review_tables.cells import Cell, Figure, Number
from geo.plans.review_tables.rule_tables import RuleSetCitation
from geo.plans.review_tables.words import SEMICOLON, Words, join_words, phrase, show_amount, show_number


def head_filing(report: AreaReport, city: str) -> tuple[Words, ...]:
    """Say which area a table is filed for: faults of its data first, its place, its sizes, its verdict and why.

    Parameters
    ----------
    report
        What the review says about the area.
    city
        Name of the city.

    Returns
    -------
    tuple of Words
        Lines.
    """
    figures = report.figures
    title = phrase("plan.filing_of", area=f"{report.plan_id} {report.name}".strip(), city=city)
    sizes = join_words((say_figure(figures[name]) for name in (*SIZES, *FLOOR_AREAS, "area")), SEMICOLON)
    group = () if report.group is None else (say_figure(figures["group"]),)
    return (title, *report.faults, sizes, *group, *report.explanation)


def say_figure(figure: Figure) -> Words:
    """Say a figure with its label, and how it was derived."""
    value: Words | str = ""
    if figure.words is not None:
        value = figure.words
    elif isinstance(figure.value, Number):
        number = figure.value
        value = show_amount(number.value, number.unit) if number.unit else show_number(number.value)
    said = phrase("plan.stated_value", what=phrase(figure.label), stated=value)
    return phrase("plan.facility_named", name=said, id=figure.note) if isinstance(figure.note, Words) else said


def cite_rule_set(cited: RuleSetCitation) -> Words:
    """Cite a rule set with its source and its days."""
    return phrase("plan.rules_about", name=cited.name, source=cited.source, days=cited.days)


def list_signatories(report: AreaReport) -> list[tuple[Cell, Cell]]:
    """List the departments that judge what an area owes, with their verdicts at the plan stage, all areas built."""
    return [(row.cells["department"], row.cells["plan"]) for row in report.departments.rows]
