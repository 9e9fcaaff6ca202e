"""What is the same of a clause for every plan area, in words: what it cites, who provides, by when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.plans.review import Review
from geo.plans.review_tables.words import Words, join_words, phrase, show_number, show_share
from geo.rules.clauses import Clause


@dataclass(frozen=True, kw_only=True, slots=True)
class ClauseWords:
    """A clause in words.

    Parameters
    ----------
    clause
        The clause.
    kind
        What it measures.
    cited, rule
        Its rule set by its name, and by its id; its modal verb, and whether it has been compared with the text.
    by_whom
        Who provides, and which departments judge.
    phase
        By which share of the dwellings it must stand; None where nothing says.
    supplements
        Name of the category where that does not reach it is asked for; None where it is asked everywhere.
    """

    clause: Clause
    kind: Words
    cited: Words
    rule: Words
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
    'Sample, should, compared with the text'
    """
    sets = {rules.id: Words(rules.name["zh"], rules.name["en"]) for rules in review.rule_sets}

    def cite(clause: Clause, key: str, rules: Words | str, checked: Words) -> Words:
        return phrase(key, rules=rules, verb=phrase(f"rules.verb.{clause.verb}"), checked=checked)

    return tuple(
        ClauseWords(
            clause=clause,
            kind=phrase(f"clause.kind.{clause.clause_kind}"),
            cited=cite(clause, "plan.cited", sets[clause.rule_set], show_checked(clause.verified)),
            rule=cite(clause, "plan.cited_short", clause.rule_set, _check_shortly(clause.verified)),
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


def show_checked(verified: bool) -> Words:
    """Say whether a clause has been compared with the text that it cites."""
    return phrase("plan.verified" if verified else "plan.unverified")


def _check_shortly(verified: bool) -> Words:
    return phrase("plan.checked" if verified else "plan.unchecked")


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
