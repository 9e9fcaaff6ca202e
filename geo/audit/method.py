"""By what an audit judges, what it counts, and what its city assumes: the last sheet of its workbook."""

from collections.abc import Iterator, Mapping

from geo.audit.audit import Audit
from geo.audit.figure_names import find_names, say
from geo.coverage.scopes import name_judgement
from geo.texts import LANGS, TEXTS
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
    norms = [*audit.space_norms.values(), audit.staff_norm]
    for found in (norm for norm in norms if norm is not None):
        key = "audit.method.norm" if found.norm.verified else "audit.method.unverified"
        yield say(key, source=found.norm.source)
    for tier in audit.tiers["urban"].tiers.values():
        if tier.floor_per_1000 is not None:
            verified = tier.verified if tier.floor_per_1000.verified is None else tier.floor_per_1000.verified
            key = "audit.method.norm" if verified else "audit.method.unverified"
            yield say(key, source=tier.floor_per_1000.source or tier.source)
    yield say("audit.method.standard", source=audit.standard.source)
    for key in ("scope", "helped", "staff", "floor", "tenure"):
        yield say(f"audit.method.{key}")
    if audit.city.costs is not None:
        yield say("audit.method.costs", source=audit.city.costs.source)
    if audit.missing:
        names = find_names(audit)
        named = [names.name_column(column) for column in audit.missing]
        listed = {lang: {"zh": "、", "en": "; "}[lang].join(name[lang] for name in named) for lang in LANGS}
        yield {lang: TEXTS["audit.method.missing"][lang].format(names=listed[lang]) for lang in LANGS}
    if audit.city.built_at:
        yield say("audit.method.built", built_at=audit.city.built_at)
    for note in translate_notes([*audit.city.assumptions, *audit.city.notes]):
        yield {str(lang): text for lang, text in note.items()}
