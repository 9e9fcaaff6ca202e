"""What is the same of a clause for every plan area, in words: what it cites, who provides, by when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from geo.plans.review import Review
from geo.plans.review_tables.words import Words, join_words, phrase, show_number, show_share
from geo.rules.clauses import UNITS, Clause, ClauseKind

#: Number of a national or trade standard, such as GB 50180-2018.
STANDARD_NUMBER: Final = re.compile(r"[A-Z]+(?:/[A-Z])? [\d.]+-\d{4}")
#: Categories whose places are beds.
BED_CATEGORIES: Final = ("care_home", "nursing_home")


@dataclass(frozen=True, kw_only=True, slots=True)
class ClauseWords:
    """A clause in words.

    Parameters
    ----------
    clause
        The clause.
    kind
        What it measures.
    unit
        Of its figures, as a key of texts has it: places of homes are beds.
    measure
        What it measures, with that unit.
    cited
        The clause that it rests on, its modal verb, and what that rests on.
    until
        The last day on which it is in force; None where nothing says.
    by_whom
        Who provides, and which departments judge.
    phase
        By which share of the dwellings it must stand; None where nothing says.
    supplements
        Name of the category where that does not reach it is asked for; None where it is asked everywhere.
    """

    clause: Clause
    kind: Words
    unit: str
    measure: Words
    cited: Words
    until: Words | None
    by_whom: Words
    phase: Words | None
    supplements: Words | None


def put_clauses(review: Review, categories: Mapping[str, Words]) -> tuple[ClauseWords, ...]:
    """Put the clauses of a review into words.

    Parameters
    ----------
    review
        The review.
    categories
        Category -> its name.

    Returns
    -------
    tuple of ClauseWords
        In the order of ``Review.clauses``.

    Examples
    --------
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.review import review_plans
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> put_clauses(review, {})[0].cited.en
    'invented; “should”; source established'
    """
    return tuple(
        ClauseWords(
            clause=clause,
            kind=phrase(f"clause.kind.{name_kind(clause.clause_kind, clause.category)}"),
            unit=name_unit(clause.clause_kind, clause.category),
            measure=_name_measure(clause),
            cited=phrase(
                "plan.cited",
                source=read_source(clause.source),
                verb=phrase(f"rules.verb.{clause.verb}"),
                checked=show_checked(clause.verified),
            ),
            until=phrase("plan.valid_to", day=clause.valid_to) if clause.valid_to else None,
            by_whom=phrase(
                "plan.by_whom_value",
                provider=phrase(f"rules.provider.{clause.provider}"),
                departments=name_departments(clause.departments),
            ),
            phase=_put_phase(clause),
            supplements=categories.get(clause.supplements),
        )
        for clause in review.clauses
    )


def _name_measure(clause: Clause) -> Words:
    kind, unit = name_kind(clause.clause_kind, clause.category), name_unit(clause.clause_kind, clause.category)
    name = phrase(f"clause.kind.{kind}")
    measure = phrase("plan.kind_unit", kind=name, unit=phrase(f"clause.unit.{unit}"))
    # in English the name of places is their unit
    return Words(measure.zh, name.en) if clause.clause_kind == "places" else measure


def show_checked(verified: bool) -> Words:
    """Say what a clause rests on: a text or a quotation that is named, or memory and derivation."""
    return phrase("plan.verified" if verified else "plan.unverified")


def read_source(source: str) -> Words:
    """Read a source, which is written in Chinese with its English in brackets behind it.

    Parameters
    ----------
    source
        As a rule set states it.

    Returns
    -------
    Words
        Each language; the number of a standard stands in both. A source without English reads the same in both.

    Examples
    --------
    >>> read_source("GB 50180-2018 附录 B、C (appendices B and C)")
    Words(zh='GB 50180-2018 附录 B、C', en='GB 50180-2018, appendices B and C')
    >>> read_source("示例 (an example (invented))").en, read_source("by hand").zh
    ('an example (invented)', 'by hand')
    """
    begin = _find_last_bracket(source)
    if begin <= 1 or source[begin - 1] != " ":
        return Words(source, source)
    zh, en = source[: begin - 1], source[begin + 1 : -1]
    number = STANDARD_NUMBER.match(zh)
    return Words(zh, f"{number.group()}, {en}" if number and number.group() not in en else en)


def _find_last_bracket(text: str) -> int:
    """Find where the bracket opens that closes at the end of a text; -1 where none closes there."""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if depth == 0:
            return place if place < len(text) - 1 else -1
    return -1


def name_kind(clause_kind: str, category: str) -> str:
    """Name what a clause measures: a kind of clauses, or ``"beds"`` for the places of homes."""
    return "beds" if clause_kind == "places" and category in BED_CATEGORIES else clause_kind


def name_unit(clause_kind: ClauseKind, category: str) -> str:
    """Name the unit of a clause: one of clauses, or ``"beds"`` for the places of homes."""
    return "beds" if name_kind(clause_kind, category) == "beds" else UNITS[clause_kind]


def name_departments(departments: Sequence[str]) -> Words:
    """Name departments, one after the other; empty texts for none."""
    return join_words(phrase(f"department.{name}") for name in departments)


def _put_phase(clause: Clause) -> Words | None:
    if clause.phase is None:
        return None
    before = phrase("rules.phase_before", share=show_share(clause.phase.before_share))
    return phrase("rules.phase_first", before=before) if clause.phase.with_first else before


def show_figure(clause: Clause) -> str:
    """Write the figure of a clause, or its steps, as a rule set states them.

    Parameters
    ----------
    clause
        The clause.

    Returns
    -------
    str
        With its unit.
    """
    unit = " m" if clause.clause_kind == "distance" else "" if clause.clause_kind == "places" else " m²"
    if not clause.steps:
        return f"{show_number(clause.figure)}{unit}"
    return "; ".join(
        (f">= {show_number(step.begin)}: " if len(clause.steps) > 1 else "")
        + f"{step.amount:g}{unit}"
        + (f" / {step.for_each:g}" if step.per else "")
        for step in clause.steps
    )
