"""The last section of a dossier: the rules with their sources, and what a second run needs to give the same."""

from geo import __version__
from geo.plans.review import Review
from geo.plans.review_tables.rule_tables import RuleSetCitation, cite_rule_sets, list_assumptions
from geo.plans.review_tables.words import NOTHING
from maps.dossier.bilingual import plain, render, say
from maps.dossier.markup import show_cell, write_section, write_terms

#: Digits of ratios after the point.
_DIGITS = 2


def write_sources(review: Review) -> str:
    """Write the rules with their sources, what is assumed, and what a second run needs to give the same."""
    rules = "".join(map(_show_rule_set, cite_rule_sets(review)))
    about = [
        *((say(figure.label), show_cell(figure.value)) for figure in list_assumptions(review, digits=_DIGITS)),
        (say("plan.attribution"), plain(review.city.attribution) or NOTHING),
        *((say("plan.files"), f"{plain(name)}: <code>{digest}</code>") for name, digest in review.batch.hashes.items()),
        (say("plan.version"), __version__),
    ]
    return write_section("sources", "plan.sources", f'<ul class="rules">{rules}</ul>{write_terms(about, "sources")}')


def _show_rule_set(cited: RuleSetCitation) -> str:
    clauses = "".join(f"<li>{plain(source)} ({render(checked)})</li>" for source, checked in cited.clauses)
    about = f"{render(cited.name)}: {plain(cited.source)}, {render(cited.days)}"
    return f"<li><b>{plain(cited.rule_set)}</b> {about}<ul>{clauses}</ul></li>"
