"""What a review was judged by: clauses with their sources, rule sets, assumptions."""

from dataclasses import dataclass
from typing import Final

from geo.plans.review import Review
from geo.plans.review_tables.cells import Column, Figure, Row, Table
from geo.plans.review_tables.clause_words import STANDARD_NUMBER, read_source, show_checked, show_figure
from geo.plans.review_tables.requirement_table import Names
from geo.plans.review_tables.words import Words, phrase, show_number
from geo.rules.rule_set import RuleSet
from geo.texts.notes import translate_notes

_CLAUSES: Final = (
    Column("rule_set", "plan.rule"),
    Column("category", "plan.category"),
    Column("clause_kind", "plan.requirement"),
    Column("basis", "plan.sheet.basis"),
    Column("figure", "plan.sheet.figure"),
    Column("verb", "plan.sheet.verb"),
    Column("by_whom", "plan.by_whom"),
    Column("phase", "rules.phase"),
    Column("source", "plan.sheet.source"),
    Column("checked", "plan.sheet.checked"),
)


@dataclass(frozen=True)
class RuleSetCitation:
    """A rule set as readers see it: its name, what it cites, its days, and what each of its clauses cites.

    Parameters
    ----------
    name, source
        Of the rule set; what is the name of a standard stands in marks of titles.
    days
        From when to when it is in force, in words.
    clauses
        Source of a clause, and what it rests on, in words; each once.
    """

    name: Words
    source: Words
    days: Words
    clauses: tuple[tuple[Words, Words], ...]


def tabulate_clauses(names: Names) -> Table:
    """Tabulate every clause that was applied, with its source.

    Parameters
    ----------
    names
        What a review calls things, with its clauses.

    Returns
    -------
    Table
        One row per clause, in their order; without rows for no clauses.
    """
    rows = tuple(
        Row(
            {
                "rule_set": words.clause.rule_set,
                "category": names.categories[words.clause.category],
                "clause_kind": words.kind,
                "basis": phrase(f"clause.basis.{words.clause.basis}"),
                "figure": show_figure(words.clause),
                "verb": phrase(f"rules.verb.{words.clause.verb}"),
                "by_whom": words.by_whom,
                "phase": words.phase,
                "source": read_source(words.clause.source),
                "checked": show_checked(words.clause.verified),
            }
        )
        for words in names.clauses
    )
    return Table("plan.sources", _CLAUSES, rows)


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
    >>> [(cited.name.en, len(cited.clauses)) for cited in cite_rule_sets(review)]
    [('Sample', 1)]
    """
    found = []
    for rules in review.rule_sets:
        cited = {(clause.source, clause.verified) for clause in review.clauses if clause.rule_set == rules.id}
        clauses = tuple((read_source(source), show_checked(verified)) for source, verified in sorted(cited))
        found.append(RuleSetCitation(name_rule_set(rules), read_source(rules.source), _show_days(rules), clauses))
    return tuple(found)


def name_rule_set(rules: RuleSet) -> Words:
    """Name a rule set; what is the name of a standard stands in marks of titles, its number behind them."""
    zh = str(rules.name["zh"])
    number = STANDARD_NUMBER.search(zh)
    if number is not None and number.start() > 0 and number.end() == len(zh):
        zh = f"《{zh[: number.start()].strip()}》{number.group()}"
    return Words(zh, str(rules.name["en"]))


def _show_days(rules: RuleSet) -> Words:
    unknown = phrase("rules.days_unknown")
    if rules.valid_from is None and rules.valid_to is None:
        return phrase("plan.in_force", days=unknown)
    days = phrase("rules.days", begin=rules.valid_from or unknown, end=rules.valid_to or phrase("plan.no_end"))
    return phrase("plan.in_force", days=days)


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
