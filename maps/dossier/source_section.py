"""The rules of a dossier with their sources; and at its very end what a second run needs to give the same."""

from geo import __version__
from geo.plans.review import Review
from geo.plans.review_tables.rule_tables import RuleSetCitation, cite_rule_sets, list_assumptions
from geo.plans.review_tables.words import NOTHING
from maps.dossier.bilingual import plain, render, say
from maps.dossier.markup import show_cell, write_section, write_terms

#: Digits of ratios after the point.
_DIGITS = 2


def write_sources(review: Review) -> str:
    """Write the rules with their sources, and what is assumed."""
    rules = "".join(map(_show_rule_set, cite_rule_sets(review)))
    about = [
        *((say(figure.label), show_cell(figure.value)) for figure in list_assumptions(review, digits=_DIGITS)),
        (say("plan.attribution"), plain(review.city.attribution) or NOTHING),
    ]
    return write_section("sources", "plan.sources", f'<ul class="rules">{rules}</ul>{write_terms(about, "sources")}')


def _show_rule_set(cited: RuleSetCitation) -> str:
    clauses = "".join(f"<li>{render(source)} ({render(checked)})</li>" for source, checked in cited.clauses)
    about = f"{render(cited.source)}, {render(cited.days)}"
    return f"<li><b>{render(cited.name)}</b>: {about}<ul>{clauses}</ul></li>"


def write_origin(review: Review) -> str:
    """Write in small print what a second run needs to give the same: the files of the batch, and the version."""
    files = "".join(
        f"<p>{say('plan.files')} {plain(name)}: <code>{digest}</code></p>"
        for name, digest in review.batch.hashes.items()
    )
    return f'<footer id="origin">{files}<p>{say("plan.version")} {__version__}</p></footer>'
