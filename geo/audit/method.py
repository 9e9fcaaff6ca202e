"""By what an audit judges, what it counts, and what its city assumes: the last sheet of its workbook."""

from collections.abc import Iterator, Mapping

from geo.audit.audit import Audit
from geo.audit.figure_names import find_names
from geo.coverage.scopes import name_judgement
from geo.texts import LANGS, TEXTS, fill_languages
from geo.texts.notes import translate_notes


def list_method(audit: Audit) -> Iterator[Mapping[str, str]]:
    """List what a reader of an audit must know, line by line.

    Parameters
    ----------
    audit
        The audit.

    Yields
    ------
    dict
        Language -> a line: rule sets, norms with what they cite, how things are counted, what is not in the data, what
        is assumed.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> next(list_method(audit_city(analyze_city(build_sample()))))["en"]
    'Urban. Walks and facilities: 15 minutes for all'
    """
    for scope, judged in audit.coverage.judgements.items():
        by = name_judgement(judged)
        line = {lang: TEXTS["audit.method.rules"][lang].format(name=by[lang]) for lang in LANGS}
        between = {"zh": "。", "en": ". "}
        yield {lang: f"{TEXTS[f'scope.{scope}'][lang]}{between[lang]}{line[lang]}" for lang in LANGS}
    yield from _list_norms(audit)
    yield fill_languages("audit.method.standard", source=audit.standard.source)
    for key in ("scope", "helped", "staff", "floor", "tenure"):
        yield fill_languages(f"audit.method.{key}")
    if audit.city.costs is not None:
        yield fill_languages("audit.method.costs", source=audit.city.costs.source)
    if audit.missing:
        names = find_names(audit)
        named = [names.name_column(column) for column in audit.missing]
        listed = {lang: {"zh": "、", "en": "; "}[lang].join(name[lang] for name in named) for lang in LANGS}
        yield {lang: TEXTS["audit.method.missing"][lang].format(names=listed[lang]) for lang in LANGS}
    if audit.city.built_at:
        yield fill_languages("audit.method.built", built_at=audit.city.built_at)
    for note in translate_notes([*audit.city.assumptions, *audit.city.notes]):
        yield {str(lang): text for lang, text in note.items()}


def _list_norms(audit: Audit) -> Iterator[Mapping[str, str]]:
    """List what the norms cite, each source once."""
    found = [norm for norm in (*audit.space_norms.values(), audit.staff_norm) if norm is not None]
    cited = [(norm.norm.source, norm.norm.verified, norm.norm.valid_to or norm.rules.valid_to) for norm in found]
    tiers = [(tier, tier.floor_per_1000) for tier in audit.tiers["urban"].tiers.values()]
    cited += [
        (area.source or tier.source, tier.verified if area.verified is None else area.verified, None)
        for tier, area in tiers
        if area is not None
    ]
    for source, verified, until in dict.fromkeys(cited):
        line = fill_languages("audit.method.norm" if verified else "audit.method.unverified", source=source)
        end = fill_languages("audit.method.until", day=until) if until else dict.fromkeys(LANGS, "")
        yield {lang: line[lang] + end[lang] for lang in LANGS}
