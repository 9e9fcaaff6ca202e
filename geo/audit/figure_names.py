"""What the figures of an audit are called, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from geo.audit.audit import Audit
from geo.audit.shortfalls import UNITS, WALK
from geo.audit.tiers import list_tiers
from geo.rules.lookups import name_facilities
from geo.texts import LANGS, TEXTS, fill_languages

#: What columns begin with -> of what the rest is a name.
_EACH: Final = {
    "facilities_per_1000": "tier",
    "floor_per_1000": "tier",
    "floor_short_m2": "tier",
    "floor_unknown": "tier",
    "floor_m2": "tier",
    "facilities": "tier",
    "not_judged": "tier",
    "uncovered": "tier",
    "covered": "tier",
    "unknown": "tier",
    "share": "tier",
    "short": "lack",
    "people": "lack",
    "workers_per_unit": "role",
    "workers_per_1000": "role",
    "workers": "role",
    "units": "unit_kind",
    "residents": "group",
    "with": "room",
}


def _repeat(name: str) -> dict[str, str]:
    return {str(lang): name for lang in LANGS}


@dataclass(frozen=True, kw_only=True)
class FigureNames:
    """The names of an audit's columns.

    Parameters
    ----------
    tiers
        Tier -> its name in both languages.
    rooms
        Category -> its name in both languages.
    """

    tiers: Mapping[str, Mapping[str, str]]
    rooms: Mapping[str, Mapping[str, str]]

    def name_column(self, column: str) -> dict[str, str]:
        """Name a column in both languages; as it is where nothing names it."""
        for subject in ("audit.figure", "column"):
            if f"{subject}.{column}" in TEXTS:
                return fill_languages(f"{subject}.{column}")
        kind, ending = column.removeprefix("cost_").partition("_yuan")[::2]
        if column.startswith("cost_"):
            return fill_languages(f"audit.each.cost_yuan{ending}", name=self.name_lack(kind))
        for begin, what in _EACH.items():
            if column.startswith(f"{begin}_"):
                return self._name_each(begin, what, column.removeprefix(f"{begin}_"))
        return _repeat(column)

    def name_lack(self, kind: str) -> dict[str, str]:
        """Name a kind of shortfall in both languages."""
        if kind.startswith(WALK):
            return fill_languages("audit.lack.walk", name=self._name_part("tier", kind.removeprefix(WALK)))
        return fill_languages(f"audit.lack.{kind}")

    def name_role(self, role: str) -> Mapping[str, str]:
        """Name a role of grid workers in both languages, without saying whose it is."""
        return self._name_part("role", role)

    def _name_each(self, begin: str, what: str, rest: str) -> dict[str, str]:
        tier = next((tier for tier in self.tiers if what == "tier" and rest.startswith(f"{tier}_residents_")), None)
        if tier is None:
            return fill_languages(f"audit.each.{begin}", name=self._name_part(what, rest))
        figure = fill_languages(f"audit.each.{begin}", name=self._name_part("tier", tier))
        group = self._name_part("group", rest.removeprefix(f"{tier}_residents_"))
        return {lang: TEXTS["audit.of_group"][lang].format(figure=figure[lang], group=group[lang]) for lang in LANGS}

    def _name_part(self, what: str, part: str) -> Mapping[str, str]:
        if what == "lack":
            return self.name_lack(part)
        if what == "tier":
            return self.tiers.get(part, _repeat(part))
        if what == "room":
            return self.rooms.get(part, _repeat(part))
        key = f"map.group_{part}" if what == "group" else f"audit.{what}.{part}"
        return fill_languages(key) if key in TEXTS else _repeat(part)


def find_names(audit: Audit) -> FigureNames:
    """Find how an audit's tiers and rooms are called.

    Parameters
    ----------
    audit
        The audit.

    Returns
    -------
    FigureNames
        Rooms as the city calls them, else as its rule sets do.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> names = find_names(audit_city(analyze_city(build_sample())))
    >>> names.name_column("workers_lead")["en"], names.name_column("residents_60plus")["zh"]
    ('Grid workers: leads', '居民:60 岁以上')
    """
    tiers = {name: dict(tier.name) for name, tier in list_tiers(audit.tiers).items()}
    return FigureNames(tiers=tiers, rooms={**name_facilities(audit.city.rule_sets), **audit.city.categories})


def name_unit(kind: str) -> dict[str, str]:
    """Name the unit of a kind of shortfall in both languages.

    Parameters
    ----------
    kind
        A key of :data:`geo.audit.shortfalls.UNITS`, or ``walk_<tier>``.

    Returns
    -------
    dict
        Language -> unit.

    Examples
    --------
    >>> name_unit("space")["en"], name_unit("walk_5_min")["en"]
    ('m2', 'people')
    """
    return fill_languages(f"audit.unit.{UNITS.get(kind, 'people')}")
