"""A rule set as tables that people read: tiers, facilities, rooms counted together, norms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.rules.facility_rules import FacilityRule
from geo.rules.fields import Area, PartlyCited, Phase
from geo.rules.lookups import name_facilities
from geo.rules.rule_set import RuleSet
from geo.rules.wording import describe_amount
from geo.texts import Lang, translate

#: Behind what nobody has compared with the text.
DOUBTFUL: Final = "*"


@dataclass(frozen=True)
class RuleTable:
    """One table of a rule set, in one language.

    Parameters
    ----------
    title, headings, rows
        Texts; every row is as long as the headings.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def describe_scope(rules: RuleSet, lang: Lang) -> tuple[tuple[str, str], ...]:
    """Describe what a rule set judges, since when, and what it cites.

    Parameters
    ----------
    rules
        The rule set.
    lang
        Language.

    Returns
    -------
    tuple
        Heading and text of each line.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geo.rules.rule_set import read_rules
    >>> describe_scope(read_rules(Path("data/standards/gb50180-2018.toml")), "en")[:2]
    (('For', 'urban communities'), ('In force', '2018-12-01 to …'))
    """
    days = translate("rules.days_unknown", lang)
    if rules.valid_from or rules.valid_to:
        days = translate("rules.days", lang).format(begin=rules.valid_from or "…", end=rules.valid_to or "…")
    scope = _list([translate(f"rules.scope.{each}", lang) for each in rules.scope], lang)
    return (
        (translate("rules.scope", lang), scope),
        (translate("rules.in_force", lang), days),
        (translate("rules.cited", lang), rules.source),
    )


def tabulate_rules(rules: RuleSet, lang: Lang) -> tuple[RuleTable, ...]:
    """Tabulate a rule set.

    Parameters
    ----------
    rules
        The rule set.
    lang
        Language.

    Returns
    -------
    tuple of RuleTable
        Tiers, facilities, rooms counted together, norms; those without rows are left out. :data:`DOUBTFUL` stands
        behind each figure that nobody has compared with the text.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geo.rules.rule_set import read_rules
    >>> tables = tabulate_rules(read_rules(Path("data/standards/zhengzhou.toml")), "en")
    >>> [(table.title, len(table.rows)) for table in tables]
    [('Rooms that are counted together', 1), ('Norms', 2)]
    >>> tables[1].rows[1][1]
    '200 places per 200,000 residents'
    """
    tables = (_tabulate_tiers(rules, lang), _tabulate_facilities(rules, lang), _tabulate_composites(rules, lang))
    return tuple(table for table in (*tables, _tabulate_norms(rules, lang)) if table.rows)


def count_doubtful(rules: RuleSet) -> int:
    """Count the entries and figures of a rule set that nobody has compared with the text.

    Parameters
    ----------
    rules
        The rule set.

    Returns
    -------
    int
        0 where all are verified.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geo.rules.rule_set import read_rules
    >>> count_doubtful(read_rules(Path("data/standards/xixian.toml")))
    0
    """
    entries = [*rules.tiers.values(), *rules.facilities.values(), *rules.composites.values(), *rules.norms]
    parts = [
        part
        for rule in rules.facilities.values()
        for part in (rule.radius, rule.floor_area, rule.land_area)
        if part is not None and part.verified is False
    ]
    parts += [
        part
        for tier in rules.tiers.values()
        for part in (tier.floor_per_1000, tier.land_per_1000)
        if part is not None and part.verified is False
    ]
    return sum(not entry.verified for entry in entries) + len(parts)


def _tabulate_tiers(rules: RuleSet, lang: Lang) -> RuleTable:
    keys = ("rules.tier", "rules.walk", "rules.residents", "rules.dwellings", "rules.provider", "rules.entry")
    rows = tuple(
        (
            tier.name[lang],
            _show_range(tier.walk_m),
            _show_range(tier.residents),
            _show_range(tier.dwellings),
            translate(f"rules.provider.{tier.provider}", lang),
            tier.source + _mark(tier.verified),
        )
        for tier in rules.tiers.values()
    )
    return RuleTable(translate("rules.tiers", lang), _head(keys, lang), rows)


def _tabulate_facilities(rules: RuleSet, lang: Lang) -> RuleTable:
    keys = (
        "rules.facility",
        "rules.tier",
        "rules.strength",
        "rules.radius",
        "rules.floor",
        "rules.land",
        "rules.provider",
        "rules.departments",
        "rules.entry",
    )
    rows = tuple(
        (
            rule.name[lang],
            rules.tiers[rule.tier].name[lang],
            _describe_strength(rules, rule, lang),
            _show_part(rule, rule.radius, "" if rule.radius is None else f"{rule.radius.m:,}", lang),
            _show_part(rule, rule.floor_area, _show_area(rule.floor_area), lang),
            _show_part(rule, rule.land_area, _show_area(rule.land_area), lang),
            translate(f"rules.provider.{rules.find_provider(name)}", lang),
            _list([translate(f"department.{each}", lang) for each in rule.departments], lang),
            rule.source + _mark(rule.verified),
        )
        for name, rule in rules.facilities.items()
    )
    return RuleTable(translate("rules.facilities", lang), _head(keys, lang), rows)


def _tabulate_composites(rules: RuleSet, lang: Lang) -> RuleTable:
    names = name_facilities([rules])
    rows = tuple(
        (
            composite.name[lang],
            _list([names[member][lang] for member in composite.members], lang),
            composite.source + _mark(composite.verified),
        )
        for composite in rules.composites.values()
    )
    return RuleTable(
        translate("rules.composites", lang), _head(("rules.facility", "rules.members", "rules.entry"), lang), rows
    )


def _tabulate_norms(rules: RuleSet, lang: Lang) -> RuleTable:
    names = name_facilities([rules])
    keys = (
        "rules.facility",
        "rules.amount",
        "rules.strength",
        "rules.counted_over",
        "rules.stock",
        "rules.provider",
        "rules.departments",
        "rules.phase",
        "rules.entry",
    )
    rows = tuple(
        (
            names[norm.facility][lang],
            describe_amount(norm, lang),
            translate(f"rules.verb.{norm.verb}", lang),
            translate(f"rules.counted_over.{norm.counted_over}", lang),
            translate(f"rules.stock.{norm.stock}", lang),
            translate(f"rules.provider.{norm.provider}", lang),
            _list([translate(f"department.{each}", lang) for each in norm.departments], lang),
            _describe_phase(norm.phase, lang),
            norm.source + _mark(norm.verified),
        )
        for norm in rules.norms
    )
    return RuleTable(translate("rules.norms", lang), _head(keys, lang), rows)


def _describe_strength(rules: RuleSet, rule: FacilityRule, lang: Lang) -> str:
    if rule.supplements is not None:
        name = rules.facilities[rule.supplements].name[lang]
        return translate("rules.strength.supplements", lang).format(facility=name.lower() if lang == "en" else name)
    return translate(f"rules.strength.{rule.strength}", lang)


def _describe_phase(phase: Phase | None, lang: Lang) -> str:
    if phase is None:
        return ""
    before = translate("rules.phase_before", lang).format(share=f"{phase.before_share:.0%}")
    return translate("rules.phase_first", lang).format(before=before) if phase.with_first else before


def _show_part(rule: FacilityRule, part: PartlyCited | None, figure: str, lang: Lang) -> str:
    if part is None:
        return ""
    verified = rule.verified if part.verified is None else part.verified
    verb = getattr(part, "verb", "should")
    return f"{translate(f'rules.verb.{verb}', lang)} {figure}{_mark(verified)}"


def _show_area(area: Area | None) -> str:
    if area is None:
        return ""
    return _show_range(area.m2) if isinstance(area.m2, tuple) else f"{area.m2:,}"


def _show_range(pair: Sequence[float] | None) -> str:
    if pair is None:
        return ""
    return "–".join(f"{value:,}" for value in dict.fromkeys(pair))


def _mark(verified: bool) -> str:
    return "" if verified else f" {DOUBTFUL}"


def _head(keys: Sequence[str], lang: Lang) -> tuple[str, ...]:
    return tuple(translate(key, lang) for key in keys)


def _list(texts: Sequence[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(texts)
