"""By what coverage judges, what its figures mean, and what its city assumes: the last sheet of coverage.xlsx."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from geo.coverage.analysis import Coverage
from geo.coverage.scopes import name_judgement
from geo.rules.lookups import describe_rules
from geo.texts import LANGS, TEXTS, fill_languages
from geo.texts.notes import translate_notes

#: What lies between names that are listed.
_BETWEEN: Final = {"zh": "、", "en": "; "}


def list_coverage_method(coverage: Coverage) -> Iterator[Mapping[str, str]]:
    """List what a reader of the figures must know, line by line.

    Parameters
    ----------
    coverage
        What was found.

    Yields
    ------
    dict
        Language -> a line: rule sets with what they cite and what is not confirmed, what the figures mean, when the
        city was built, what is assumed.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> next(list_coverage_method(analyze_city(build_sample())))["en"]
    'Urban: judged by 15 minutes for all.'
    """
    yield from list_rule_lines(coverage)
    for key in ("covered", "unknown", "mean", "more"):
        yield fill_languages(f"method.{key}")
    if coverage.city.built_at:
        yield fill_languages("method.built", built_at=coverage.city.built_at)
    for note in translate_notes([*coverage.city.assumptions, *coverage.city.notes]):
        yield {str(lang): text for lang, text in note.items()}


def list_rule_lines(coverage: Coverage) -> Iterator[Mapping[str, str]]:
    """List by what each scope is judged, what its rule set cites, and what of it is not confirmed.

    Parameters
    ----------
    coverage
        What was found.

    Yields
    ------
    dict
        Language -> a line.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> [line["en"] for line in list_rule_lines(analyze_city(build_sample()))][-1]
    'Villages: judged by 15 minutes for all.'
    """
    for scope, judged in coverage.judgements.items():
        key = "method.rules" if judged.limit_m else "method.not_judged"
        yield fill_languages(key, scope=TEXTS[f"scope.{scope}"], name=name_judgement(judged))
        if judged.rules is not None:
            told = describe_rules(judged.rules, judged.limit_m)
            yield fill_languages("method.source", source=told["source"])
            for key in ("unverified", "without_rule"):
                if told[key]:
                    yield _name_categories(coverage, f"method.{key}", told[key])


def _name_categories(coverage: Coverage, key: str, categories: Sequence[str]) -> dict[str, str]:
    known = coverage.city.categories
    return {
        lang: TEXTS[key][lang].format(
            names=_BETWEEN[lang].join(known[name][lang] for name in categories if name in known)
        )
        for lang in LANGS
    }
