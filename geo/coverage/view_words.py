"""What a view of coverage is called and by what it judges, in one language: for its print, workbook and files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from geo.coverage.analysis import Coverage
from geo.coverage.coverage_method import list_rule_lines
from geo.coverage.scopes import RURAL, URBAN, name_judgement
from geo.coverage.status import ALL
from geo.rules.lookups import describe_rules
from geo.texts import TEXTS, Lang, translate
from geo.texts.notes import translate_notes

#: Scopes of a view.
Scope = Literal["urban", "rural", "all"]
#: Scope of a view -> scopes of its rows.
SCOPES: Final[dict[Scope, tuple[str, ...]]] = {"urban": (URBAN,), "rural": (RURAL,), "all": (URBAN, RURAL)}
_Say = Callable[[Coverage, "View", str], str]


@dataclass(frozen=True, kw_only=True)
class View:
    """What is shown of a coverage.

    Parameters
    ----------
    level
        Level of the rows.
    category
        A category, or ``all``.
    scope
        Urban rows, villages, or both.
    measure
        By what the map is coloured.
    group
        Whose people are counted who are not covered: a key of :data:`geo.coverage.view_table.GROUPS`, "" for everybody.
    area
        Code of the division whose units are shown, "" for the whole city.
    search
        What the rows are searched for, "" for nothing.
    day
        The day on which it is made, as ISO writes it.
    lang
        The language.
    scenario
        Name of the scenario that is shown instead of the city as it is, "" for none.
    """

    level: str
    category: str
    scope: Scope
    measure: str
    group: str
    area: str
    search: str
    day: str
    lang: Lang
    scenario: str = ""


@dataclass(frozen=True, kw_only=True)
class ViewWords:
    """The words around a view.

    Parameters
    ----------
    title, about
        What is shown, and of what.
    facts
        Label and value: by what it is judged, who walks, and the days.
    badges
        What nobody may overlook: that a city is invented, a limit not verified.
    source
        Where the data come from.
    method
        What a reader of the figures must know, line by line.
    """

    title: str
    about: str
    facts: tuple[tuple[str, str], ...]
    badges: tuple[str, ...]
    source: str
    method: tuple[str, ...]


def describe_view(coverage: Coverage, view: View) -> ViewWords:
    """Put a view into words.

    Parameters
    ----------
    coverage
        What was found.
    view
        What of it is shown.

    Returns
    -------
    ViewWords
        In the view's language.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> view = View(
    ...     level="streets", category="clinic", scope="urban", measure="share", group="", area="", search="",
    ...     day="2026-01-31", lang="en",
    ... )
    >>> words = describe_view(analyze_city(build_sample()), view)
    >>> words.title, words.about, words.facts[1]
    ('Clinic: share within the walk', 'Sample · urban · by street', ('Limit', '1,000 m (15 min)'))
    """
    city, lang = coverage.city, view.lang
    about = translate("view.about", lang).format(
        area=name_area(coverage, view.area),
        scope=translate(f"view.scope.{view.scope}", lang),
        level=translate(f"view.level.{view.level}", lang),
    )
    return ViewWords(
        title=translate(f"view.title.{view.measure}", lang).format(
            category=name_category(coverage, view), people=translate(f"view.people.{view.group}", lang)
        ),
        about=about,
        facts=tuple((translate(f"view.fact.{key}", lang), value) for key, value in _list_facts(coverage, view)),
        badges=tuple(_list_badges(coverage, view)),
        source=city.attribution or translate("view.source.none", lang),
        method=tuple(_list_method(coverage, lang)),
    )


def name_area(coverage: Coverage, code: str) -> str:
    """Name an area.

    Parameters
    ----------
    coverage
        What was found.
    code
        Code of a division, or "" for the whole city.

    Returns
    -------
    str
        The city, and behind it the division: by its code where the city does not name it.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> name_area(analyze_city(build_sample()), "410102001000")
    'Sample · Street'
    """
    divisions = coverage.city.divisions
    if not code:
        return coverage.city.name
    names = {} if divisions is None else dict(zip(divisions["code"], divisions["name"], strict=True))
    return f"{coverage.city.name} · {names.get(code, code)}"


def name_category(coverage: Coverage, view: View) -> str:
    """Name the category of a view, or all of them together, in its language."""
    if view.category == ALL:
        return translate("category.all", view.lang)
    return coverage.city.categories[view.category][view.lang]


def list_scopes(view: View) -> tuple[str, ...]:
    """List the scopes whose rows a view shows."""
    return SCOPES[view.scope]


def _list_facts(coverage: Coverage, view: View) -> Iterator[tuple[str, str]]:
    profile = coverage.profile
    if view.scenario:
        yield "scenario", view.scenario
    yield "rules", _say_by_scope(coverage, view, _name_rules)
    yield "limit", _say_by_scope(coverage, view, _say_limit)
    walker = translate(f"profile.{profile.name}", view.lang)
    yield "walker", translate("view.walker", view.lang).format(name=walker, speed=round(profile.speed_km_h, 2))
    yield "data", coverage.city.built_at[:10] or translate("view.data.unknown", view.lang)
    yield "made", view.day
    if view.search:
        yield "search", view.search


def _say_by_scope(coverage: Coverage, view: View, say: _Say) -> str:
    """Say something of each scope that is shown and has people, once where it is the same."""
    present = set(coverage.levels["city"]["scope"])
    said = {scope: say(coverage, view, scope) for scope in list_scopes(view) if scope in present}
    if len(set(said.values())) < 2:
        return next(iter(said.values()), translate("view.limit.none", view.lang))
    named = [
        translate("view.rules.of", view.lang).format(scope=TEXTS[f"scope.{scope}"][view.lang], name=text)
        for scope, text in said.items()
    ]
    return translate("view.between", view.lang).join(named)


def _name_rules(coverage: Coverage, view: View, scope: str) -> str:
    return name_judgement(coverage.judgements[scope])[view.lang]


def _say_limit(coverage: Coverage, view: View, scope: str) -> str:
    judged, lang = coverage.judgements[scope], view.lang
    if not judged.limit_m:
        return translate("view.limit.none", lang)
    limits = set(judged.limit_m.values()) if view.category == ALL else {judged.limit_m.get(view.category)}
    metres = next(iter(limits))
    if len(limits) > 1:
        return translate("view.limit.own", lang)
    if metres is None:
        return translate("view.limit.none", lang)
    return translate("view.limit", lang).format(metres=metres, minutes=metres / coverage.profile.speed_m_per_min)


def _list_badges(coverage: Coverage, view: View) -> Iterator[str]:
    if view.scenario:
        yield translate("view.scenario", view.lang)
    if coverage.city.synthetic:
        yield translate("page.synthetic", view.lang)
    for scope in list_scopes(view):
        judged = coverage.judgements[scope]
        unverified = [] if judged.rules is None else describe_rules(judged.rules, judged.limit_m)["unverified"]
        if view.category in unverified or (view.category == ALL and unverified):
            yield translate("view.unverified", view.lang)
            return


def _list_method(coverage: Coverage, lang: Lang) -> Iterator[str]:
    yield from (line[lang] for line in list_rule_lines(coverage))
    for key in ("method.covered", "method.unknown", "view.rank", "view.total"):
        yield translate(key, lang)
    yield from (note[lang] for note in translate_notes([*coverage.city.assumptions, *coverage.city.notes]))
