"""What a review was judged by: clauses with their sources, rule sets, assumptions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from geo.plans.review import Review
from geo.plans.review_tables.cells import Column, Figure, Row, Table
from geo.plans.review_tables.words import Words, phrase, show_number
from geo.rules.clauses import Clause
from geo.texts.notes import translate_notes

_CLAUSES: Final = (
    Column("rule_set", "plan.rule"),
    Column("category", "plan.category"),
    Column("clause_kind", "plan.requirement"),
    Column("basis", "plan.sheet.basis"),
    Column("figure", "plan.sheet.figure"),
    Column("source", "plan.sheet.source"),
    Column("checked", "plan.sheet.checked"),
)


@dataclass(frozen=True)
class RuleSetCitation:
    """A rule set as readers see it: its id, its name, what it cites, and what each of its clauses cites.

    Parameters
    ----------
    rule_set, name, source
        Of the rule set.
    clauses
        Source of a clause, and whether it has been compared with the text, in words; each once.
    """

    rule_set: str
    name: Words
    source: str
    clauses: tuple[tuple[str, Words], ...]


def tabulate_clauses(clauses: Sequence[Clause], categories: Mapping[str, Words]) -> Table:
    """Tabulate every clause that was applied, with its source.

    Parameters
    ----------
    clauses
        The clauses.
    categories
        Category -> its name.

    Returns
    -------
    Table
        One row per clause, in their order; without rows for no clauses.
    """
    rows = tuple(
        Row(
            {
                "rule_set": clause.rule_set,
                "category": categories[clause.category],
                "clause_kind": phrase(f"clause.kind.{clause.clause_kind}"),
                "basis": phrase(f"clause.basis.{clause.basis}"),
                "figure": _show_figure(clause),
                "source": clause.source,
                "checked": _show_checked(clause.verified),
            }
        )
        for clause in clauses
    )
    return Table("plan.sources", _CLAUSES, rows)


def _show_checked(verified: bool) -> Words:
    return phrase("plan.verified" if verified else "plan.unverified")


def _show_figure(clause: Clause) -> str:
    unit = " m" if clause.clause_kind == "distance" else "" if clause.clause_kind == "places" else " m²"
    if not clause.steps:
        return f"{clause.figure:g}{unit}"
    return "; ".join(
        (f">= {step.begin:g}: " if len(clause.steps) > 1 else "")
        + f"{step.amount:g}{unit}"
        + (f" / {step.for_each:g}" if step.per else "")
        for step in clause.steps
    )


def cite_rule_sets(review: Review) -> tuple[RuleSetCitation, ...]:
    """Cite the rule sets of a review, with the sources of their clauses.

    Parameters
    ----------
    review
        The review.

    Returns
    -------
    tuple of RuleSetCitation
        In the order of the rule sets; the sources of each in alphabetical order.

    Examples
    --------
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.review import review_plans
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> [(cited.rule_set, len(cited.clauses)) for cited in cite_rule_sets(review)]
    [('sample', 1)]
    """
    found = []
    for rules in review.rule_sets:
        cited = {(clause.source, clause.verified) for clause in review.clauses if clause.rule_set == rules.id}
        clauses = tuple((source, _show_checked(verified)) for source, verified in sorted(cited))
        found.append(RuleSetCitation(rules.id, Words(rules.name["zh"], rules.name["en"]), rules.source, clauses))
    return tuple(found)


def list_assumptions(review: Review, *, digits: int | None = None) -> tuple[Figure, ...]:
    """List what a review assumes: ratios, who walks, where homes stand, and the assumptions about the city.

    Parameters
    ----------
    review
        The review.
    digits
        Of the ratios after the point; None writes as many as they have.

    Returns
    -------
    tuple of Figure
        Three, and one for each assumption about the city.

    Examples
    --------
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.review import review_plans
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> list_assumptions(review)[1].value.en
    'Adult, 4 km/h'
    """

    def show(ratio: float) -> str:
        return f"{ratio:g}" if digits is None else show_number(ratio, digits)

    ratios, assumed = review.ratios, [*review.batch.assumptions, *review.city.assumptions]
    derived_by = phrase(
        "plan.ratios_value",
        residents=show(ratios.residents_per_household),
        households=show(ratios.households_per_dwelling),
        source=phrase(f"plan.ratios_source.{ratios.source}"),
    )
    return (
        Figure("plan.ratios", derived_by),
        Figure("plan.profile", describe_profile(review)),
        Figure("plan.assumptions", phrase("plan.homes_assumed")),
        *(Figure("plan.assumptions", Words(**text)) for text in translate_notes(assumed)),
    )


def describe_profile(review: Review, key: str = "plan.profile_value") -> Words:
    """Describe who walks, and how fast.

    Parameters
    ----------
    review
        The review.
    key
        A key of :data:`geo.texts.TEXTS` with places for the profile and its speed.

    Returns
    -------
    Words
        The text with both in it.
    """
    profile = review.profile
    return phrase(key, profile=phrase(f"profile.{profile.name}"), speed=f"{profile.speed_km_h:g}")
