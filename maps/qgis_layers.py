"""How desktop GIS shows the layers of coverage.gpkg: the colours of our maps, names in both languages."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from geo.coverage.analysis import Coverage
from geo.coverage.workbook import head_column
from geo.files.geopackage_styles import LayerStyle
from geo.files.qgis_style import StyleRule
from geo.texts import LANGS, TEXTS
from maps.qgis_rules import grade_shares, quote_column, quote_text
from maps.style import (
    GAP_COLOUR,
    INK_COLOUR,
    NOBODY_COLOUR,
    ROAD_COLOUR,
    make_category_colours,
)

#: Levels whose units are urban or villages as a whole; one above them may be both, and shows its urban residents.
_OF_ONE_SCOPE: Final = ("communities", "grid_units")
#: Columns of grid units that stand for a figure of each category.
_ACCESS: Final = ("walk_min", "facilities_within", "supply_2sfca")


def style_coverage(coverage: Coverage) -> dict[str, LayerStyle]:
    """Style the layers that :func:`geo.coverage.results.write_results` writes.

    Parameters
    ----------
    coverage
        What was found.

    Returns
    -------
    dict
        Layer -> its style, for :func:`geo.files.geopackage_styles.write_styles`. Levels are coloured by the share
        covered of the category that leaves most residents uncovered.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> styles = style_coverage(analyze_city(build_sample()))
    >>> styles["grid_units"].name["en"], styles["grid_units"].rules[-1].where
    ('Grid units', '"share_clinic" > 0.8 AND "share_clinic" <= 1')
    """
    headline = choose_headline(coverage)
    categories = coverage.city.categories
    columns = _name_columns(coverage)
    styles = {
        level: LayerStyle(
            name=_say(f"level.{level}"),
            description=_say("layer.about_level", categories.get(headline)),
            columns=columns,
            rules=_grade_shares(headline, is_mixed=level not in _OF_ONE_SCOPE) if headline else (),
        )
        for level in coverage.levels
    }
    listed = list(coverage.limit_m)
    gaps = [_mark_gaps(each, categories[each], is_shown=each == headline) for each in listed]
    return {
        **styles,
        "facilities": _style_others("facilities", headline, coverage, columns, _mark_facilities(listed, categories)),
        "gaps": _style_others("gaps", headline, coverage, columns, gaps),
    }


def choose_headline(coverage: Coverage) -> str:
    """Choose the category that a map shows first.

    Parameters
    ----------
    coverage
        What was found.

    Returns
    -------
    str
        The one that leaves most residents uncovered, urban ones and villages together; of equals the first; "" where
        there is none.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> choose_headline(analyze_city(build_sample()))
    'clinic'
    """
    found = (coverage.figures, coverage.rural_figures)
    people = {name: sum(each[name].uncovered_population for each in found) for name in coverage.limit_m}
    return max(people, key=lambda name: people[name], default="")


def _style_others(
    layer: str, headline: str, coverage: Coverage, columns: Mapping[str, Mapping[str, str]], rules: Sequence[StyleRule]
) -> LayerStyle:
    about = _say(f"layer.about_{layer}", coverage.city.categories.get(headline))
    return LayerStyle(name=_say(f"layer.{layer}"), description=about, columns=columns, rules=rules)


def _grade_shares(category: str, *, is_mixed: bool) -> list[StyleRule]:
    """Grade units by the share covered; those that nobody judges, or where nobody lives, are told apart."""
    share, scope = f"share_{category}", "\"scope\" = 'urban'" if is_mixed else ""
    unknown, *classes = grade_shares(share, unknown="status.not_judged", also=scope)
    lived_in, empty = (
        " AND ".join(filter(None, (f"{quote_column(share)} IS NULL", people, scope)))
        for people in ('"residents" > 0', '"residents" = 0')
    )
    nobody = StyleRule(label=_say("map.no_residents"), where=empty, colour=NOBODY_COLOUR, outline=ROAD_COLOUR)
    return [replace(unknown, where=lived_in), nobody, *classes]


def _mark_gaps(category: str, name: Mapping[str, str], *, is_shown: bool) -> StyleRule:
    where = f'"category" = {quote_text(category)}'
    return StyleRule(
        label=name, where=where, colour=GAP_COLOUR, outline=GAP_COLOUR, opacity=0.5, size_mm=0.3, is_shown=is_shown
    )


def _mark_facilities(listed: Sequence[str], categories: Mapping[str, Mapping[str, str]]) -> list[StyleRule]:
    return [
        StyleRule(
            label=categories[category],
            where=f'"category" = {quote_text(category)}',
            colour=colour,
            outline=INK_COLOUR,
            size_mm=1.8,
        )
        for category, colour in zip(listed, make_category_colours(len(listed)), strict=True)
    ]


def _name_columns(coverage: Coverage) -> dict[str, dict[str, str]]:
    """Name every column of the layers in both languages; one that nothing names keeps its own name."""
    categories, figures = coverage.city.categories, dict[str, dict[str, str]]()
    for category in coverage.limit_m:
        zh, en = (categories[category][lang] for lang in LANGS)
        for kind in _ACCESS:
            named = TEXTS[f"column.{kind}"]
            figures[f"{kind}_{category}"] = {"zh": f"{zh} {named['zh']}", "en": f"{en}: {named['en']}"}
    tables = (*coverage.levels.values(), coverage.city.facilities, coverage.gaps)
    for column in dict.fromkeys(str(name) for table in tables for name in table):
        heading = head_column(column, categories).split("\n")
        if len(heading) == len(LANGS):
            figures[column] = dict(zip(map(str, LANGS), heading, strict=True))
    return figures


def _say(key: str, category: Mapping[str, str] | None = None) -> dict[str, str]:
    return {lang: TEXTS[key][lang].format(category="" if category is None else category[lang]) for lang in LANGS}
