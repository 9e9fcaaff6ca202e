"""Who is judged by what: urban homes by an urban rule set, villages by a rural one, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from geo.arrays import Bool, Float64, Int32
from geo.city.model import City
from geo.grid.divisions import find_scopes
from geo.rules.fields import SCOPES
from geo.rules.lookups import choose_rules, describe_rules
from geo.rules.rule_set import RuleSet
from geo.texts import LANGS, TEXTS
from geo.walking.limits import DEFAULT_LIMIT_MIN, find_limits

URBAN: Final = "urban"
RURAL: Final = "rural"


@dataclass(frozen=True)
class Judgement:
    """What the homes of one scope are judged by.

    Parameters
    ----------
    rules
        The rule set whose limits count; None where minutes were given for all, there is no rule set, or none is for
        the scope.
    limit_m
        Category -> limit [m] of those that are judged; empty where the scope is not judged.
    minutes
        The limit that all categories have [min] where no rule set counts, or None.
    """

    rules: RuleSet | None
    limit_m: dict[str, float]
    minutes: float | None = None


def choose_judgements(
    city: City,
    categories: Sequence[str],
    *,
    rules: RuleSet | None,
    minutes: float | None,
    speed_m_per_min: float,
) -> dict[str, Judgement]:
    """Choose by what the homes of each scope are judged.

    Parameters
    ----------
    city
        The city; its rule sets count in their order.
    categories
        What is judged.
    rules
        A rule set that goes before the city's for the scopes that it names, or None.
    minutes
        A limit for all [min], whatever the rule sets say; None for theirs.
    speed_m_per_min
        Speed of the profile [m/min].

    Returns
    -------
    dict
        Scope -> its judgement. With `minutes`, and where no rule set holds radii, everybody is judged alike. Otherwise
        a scope without a rule set is not judged; in urban areas a category without a radius gets 15 minutes, in
        villages it is not judged.

    Raises
    ------
    InputError
        If the limit is not a positive number.

    Examples
    --------
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> found = choose_judgements(
    ...     build_sample(), ["clinic", "bank"], rules=build_sample_rules(), minutes=None, speed_m_per_min=4000 / 60
    ... )
    >>> found["urban"].limit_m, found["rural"].limit_m
    ({'clinic': 1000.0, 'bank': 1000.0}, {})
    """
    by_minutes = find_limits(categories, minutes=minutes, speed_m_per_min=speed_m_per_min)
    rule_sets = [*([] if rules is None else [rules]), *city.rule_sets]
    if minutes is not None or not any(each.limit_m for each in rule_sets):
        return dict.fromkeys(SCOPES, Judgement(None, by_minutes, DEFAULT_LIMIT_MIN if minutes is None else minutes))
    urban, rural = (choose_rules(rule_sets, scope) for scope in (URBAN, RURAL))
    own = {} if rural is None else _pick(rural.limit_m, categories)
    return {
        URBAN: Judgement(urban, {} if urban is None else {**by_minutes, **_pick(urban.limit_m, categories)}),
        RURAL: Judgement(rural, own),
    }


def find_headline_limits(
    judgements: Mapping[str, Judgement], categories: Sequence[str], *, speed_m_per_min: float
) -> dict[str, float]:
    """Find one limit of each category for whoever needs a single one: that of urban homes where they are judged.

    Parameters
    ----------
    judgements
        Scope -> its judgement.
    categories
        The categories.
    speed_m_per_min
        Speed of the profile [m/min].

    Returns
    -------
    dict
        Category -> limit [m]: of urban homes; else of villages; else 15 minutes.

    Examples
    --------
    >>> find_headline_limits({"urban": Judgement(None, {}), "rural": Judgement(None, {"a": 9.0})}, ["a", "b"],
    ...                      speed_m_per_min=4000 / 60)
    {'a': 9.0, 'b': 1000.0}
    """
    by_minutes = find_limits(categories, minutes=None, speed_m_per_min=speed_m_per_min)
    return {**by_minutes, **judgements[RURAL].limit_m, **judgements[URBAN].limit_m}


def find_village_homes(city: City, unit: Int32) -> Bool:
    """Find the homes that lie in villages.

    Parameters
    ----------
    city
        The city.
    unit
        Row of the grid unit that holds each home, -1 outside all, shape (n,).

    Returns
    -------
    ndarray of bool
        Shape (n,); a home outside all units is urban.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> find_village_homes(build_sample(), np.array([0, 3, -1], np.int32)).tolist()
    [False, True, False]
    """
    scopes = np.append(find_scopes(city.base_units["community"], city.divisions), URBAN)
    return np.asarray((scopes == RURAL)[unit])


def spread_limits(judgements: Mapping[str, Judgement], categories: Sequence[str], is_rural: Bool) -> Float64:
    """Give every home the limits of its scope.

    Parameters
    ----------
    judgements
        Scope -> its judgement.
    categories
        The categories.
    is_rural
        Whether each home lies in a village, shape (n,).

    Returns
    -------
    ndarray of float64
        Limits [m], NaN where a home is not judged, shape (n, K); shape (1, K) where all homes have the same.

    Examples
    --------
    >>> found = {"urban": Judgement(None, {"a": 500.0}), "rural": Judgement(None, {})}
    >>> spread_limits(found, ["a"], np.array([False, True])).tolist()
    [[500.0], [nan]]
    """
    urban, rural = (
        np.array([[judgements[scope].limit_m.get(name, np.nan) for name in categories]], float).reshape(1, -1)
        for scope in (URBAN, RURAL)
    )
    if np.array_equal(urban, rural, equal_nan=True) or not is_rural.any():
        return urban
    return np.where(is_rural[:, None], rural, urban)


def name_judgement(judgement: Judgement) -> dict[str, str]:
    """Name by what people are judged.

    Parameters
    ----------
    judgement
        Of one scope.

    Returns
    -------
    dict
        Language -> the rule set, the minutes that all have, or that the rule set does not judge them.

    Examples
    --------
    >>> name_judgement(Judgement(None, {"clinic": 1000.0}, 15))["en"], name_judgement(Judgement(None, {}))["zh"]
    ('15 minutes for all', '本规则不评价')
    """
    if judgement.rules is not None:
        return dict(judgement.rules.name)
    if judgement.minutes is None:
        return {lang: TEXTS["status.not_judged"][lang] for lang in LANGS}
    return {lang: TEXTS["judged.minutes"][lang].format(minutes=judgement.minutes) for lang in LANGS}


def describe_judgement(judgement: Judgement) -> dict[str, Any]:
    """Say by what people are judged, as summary.json holds it.

    Parameters
    ----------
    judgement
        Of one scope.

    Returns
    -------
    dict
        ``is_judged``; ``judged_by`` as :func:`name_judgement` names it; ``rules`` as
        :func:`geo.rules.lookups.describe_rules` cites them, or None.

    Examples
    --------
    >>> found = describe_judgement(Judgement(None, {}))
    >>> found["is_judged"], found["judged_by"]["en"], found["rules"]
    (False, 'not judged by this rule set', None)
    """
    return {
        "is_judged": judgement.rules is not None or judgement.minutes is not None,
        "judged_by": name_judgement(judgement),
        "rules": None if judgement.rules is None else describe_rules(judgement.rules, judgement.limit_m),
    }


def _pick(limit_m: Mapping[str, float], categories: Sequence[str]) -> dict[str, float]:
    return {name: limit_m[name] for name in categories if name in limit_m}
