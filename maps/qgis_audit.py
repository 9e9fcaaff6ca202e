"""How desktop GIS shows audit.gpkg: by the people whom shortfalls concern, as the page does."""

from typing import Final

import pandas as pd

from geo.audit.audit import Audit
from geo.audit.figure_names import find_names
from geo.coverage.scopes import URBAN
from geo.files.geopackage_styles import LayerStyle
from geo.files.qgis_style import StyleRule
from geo.texts import fill_languages
from maps.qgis_rules import grade_people

#: Levels whose units are urban or villages as a whole; one above them may be both, and shows its urban residents.
_OF_ONE_SCOPE: Final = ("communities", "grid_units")


def style_audit(audit: Audit) -> dict[str, LayerStyle]:
    """Style the layers of audit.gpkg.

    Parameters
    ----------
    audit
        What was found.

    Returns
    -------
    dict
        Level -> its style, for :func:`geo.files.geopackage_styles.write_styles`: graded by the people whom shortfalls
        concern, as the page is.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> styles = style_audit(audit_city(analyze_city(build_sample())))
    >>> styles["grid_units"].name["en"], styles["grid_units"].columns["parent_name"]["en"]
    ('Grid units', 'Parent')
    """
    names = find_names(audit)
    columns = {str(column): names.name_column(str(column)) for table in audit.levels.values() for column in table}
    return {
        level: LayerStyle(
            name=fill_languages(f"level.{level}"),
            description=fill_languages("qgis.about.audit"),
            columns=columns,
            rules=_grade_level(level, table),
        )
        for level, table in audit.levels.items()
    }


def _grade_level(level: str, table: pd.DataFrame) -> list[StyleRule]:
    is_mixed = level not in _OF_ONE_SCOPE
    shown = table[table["scope"] == URBAN] if is_mixed else table
    also = f"\"scope\" = '{URBAN}'" if is_mixed else ""
    return grade_people("helped", shown["helped"], unknown="status.not_judged", also=also)
