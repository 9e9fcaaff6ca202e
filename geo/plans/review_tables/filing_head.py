"""What stands above and below the table that is filed: the area, the rule sets in force, who fills in and signs."""

from typing import Final

from geo.plans.cases import TOGETHER
from geo.plans.review import Review
from geo.plans.review_tables.area_figures import FLOOR_AREAS, SIZES
from geo.plans.review_tables.area_report import AreaReport
from geo.plans.review_tables.cells import Cell, Figure, Number, Table, Verdict
from geo.plans.review_tables.group_words import is_shared
from geo.plans.review_tables.room_table import name_crs
from geo.plans.review_tables.rule_tables import RuleSetCitation, cite_rule_sets
from geo.plans.review_tables.words import SEMICOLON, Words, join_words, phrase, show_amount, show_number
from geo.plans.verdicts import VERDICTS

#: What is left blank above the table, to be filled in by hand: keys of texts.
BLANKS: Final = tuple(
    f"plan.blank.{name}" for name in ("developer", "case", "permit", "filled_by", "reviewed_by", "date")
)
#: What is left blank for each department: keys of texts.
SIGNS: Final = tuple(f"plan.sign_{name}" for name in ("opinion", "name", "seal", "date"))


def head_filing(report: AreaReport, review: Review) -> tuple[Words, ...]:
    """Say which area a table is filed for: faults of its data first, its stage, its sizes, its verdict and why.

    Parameters
    ----------
    report
        What the review says about the area.
    review
        The review.

    Returns
    -------
    tuple of Words
        Lines; the last ones cite the rule sets.
    """
    figures = report.figures
    area = f"{report.plan_id} {report.name}".strip()
    sizes = join_words((say_figure(figures[name]) for name in (*SIZES, *FLOOR_AREAS, "area")), SEMICOLON)
    group = () if report.group is None else (say_figure(figures["group"]), *_refer_to_group(report))
    return (
        phrase("plan.filing_of", area=area, city=review.city.name),
        *_tell_synthetic(review),
        *report.faults,
        say_figure(figures["stage"]),
        sizes,
        *group,
        *report.explanation,
        *_end_head(review),
    )


def head_joint_filing(report: AreaReport, review: Review) -> tuple[Words, ...]:
    """Say for which plots a table is filed once; lines as :func:`head_filing` writes them."""
    about = () if report.group is None else (report.group.about,)
    return (*about, *_tell_synthetic(review), say_figure(report.figures["stage"]), *_end_head(review))


def _tell_synthetic(review: Review) -> tuple[Words, ...]:
    return (phrase("page.synthetic"),) if review.city.synthetic else ()


def _end_head(review: Review) -> tuple[Words, ...]:
    crs = review.city.crs
    named = phrase("plan.stated_value", what=phrase("plan.crs"), stated=f"{crs.name} ({name_crs(crs)})")
    return (named, *map(cite_rule_set, cite_rule_sets(review)))


def _refer_to_group(report: AreaReport) -> tuple[Words, ...]:
    """Say that what is counted over the group is filed with it."""
    group = report.group
    shared = [row for row in report.obligations.rows if is_shared(row.records[TOGETHER]["counted_over"], group)]
    if group is None or not shared:
        return ()
    return (phrase("plan.filed_with_group", count=str(len(shared)), group=group.key),)


def say_figure(figure: Figure) -> Words:
    """Say a figure with its label, and how it was derived."""
    value: Words | str = ""
    if figure.words is not None:
        value = figure.words
    elif isinstance(figure.value, Number):
        number = figure.value
        value = show_amount(number.value, number.unit) if number.unit else show_number(number.value)
    elif isinstance(figure.value, Words):
        value = figure.value
    said = phrase("plan.stated_value", what=phrase(figure.label), stated=value)
    return phrase("plan.with_note", said=said, note=figure.note) if isinstance(figure.note, Words) else said


def cite_rule_set(cited: RuleSetCitation) -> Words:
    """Cite a rule set with its source, where its name does not hold that, and its days."""
    source = () if cited.source.zh in cited.name.zh else (cited.source,)
    return phrase("plan.rules_about", about=join_words((cited.name, *source, cited.days), Words(",", ", ")))


def list_signatories(report: AreaReport) -> list[tuple[Cell, Cell]]:
    """List the departments that judge what an area owes, with their verdicts at its stage, all areas built."""
    return [(row.cells["department"], row.cells[report.stage]) for row in report.departments.rows]


def list_joint_signatories(filing: Table) -> list[tuple[Cell, Cell]]:
    """List the departments that judge what plots owe together, with the worst verdict of each."""
    worst: dict[str, int] = {}
    for row in filing.rows:
        record = row.records[TOGETHER]
        for name in record["departments"].split(","):
            worst[name] = max(worst.get(name, 0), VERDICTS.index(record["verdict"]))
    return [(phrase(f"department.{name}"), Verdict(VERDICTS[rank])) for name, rank in worst.items()]
