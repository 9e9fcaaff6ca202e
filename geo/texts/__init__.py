"""Every text that users see in tables and pages, in Chinese and English, by subject; and notes with values."""

from collections.abc import Mapping
from typing import Any, Final

from geo.texts._audit_page_texts import AUDIT_PAGE
from geo.texts._audit_sheet_texts import AUDIT_SHEET
from geo.texts._audit_texts import AUDIT
from geo.texts._coverage_texts import COVERAGE
from geo.texts._dossier_texts import DOSSIER
from geo.texts._file_note_texts import FILE_NOTES
from geo.texts._filing_texts import FILING
from geo.texts._find_texts import FIND
from geo.texts._gap_texts import GAPS
from geo.texts._grid_page_texts import GRID_PAGE
from geo.texts._grid_texts import GRID
from geo.texts._languages import LANGS, Lang, Translations
from geo.texts._layer_texts import LAYERS
from geo.texts._life_circle_texts import LIFE
from geo.texts._note_texts import NOTES
from geo.texts._oddity_note_texts import ODDITY_NOTES
from geo.texts._page_texts import PAGE
from geo.texts._planner_address_texts import PLANNER_ADDRESS
from geo.texts._planner_audit_texts import PLANNER_AUDIT
from geo.texts._planner_download_texts import PLANNER_DOWNLOAD
from geo.texts._planner_method_texts import PLANNER_METHOD
from geo.texts._planner_runs_texts import PLANNER_RUNS
from geo.texts._planner_scenario_texts import PLANNER_TOOLS
from geo.texts._planner_siting_texts import PLANNER_SITING
from geo.texts._planner_texts import PLANNER
from geo.texts._print_texts import PRINT
from geo.texts._programme_texts import PROGRAMME
from geo.texts._reason_texts import REASONS
from geo.texts._report_texts import REPORT
from geo.texts._review_texts import REVIEW
from geo.texts._rule_texts import RULES
from geo.texts._siting_texts import SITING
from geo.texts._step_texts import STEPS
from geo.texts._template_texts import TEMPLATES
from geo.texts._view_texts import VIEWS
from geo.texts._walk_texts import WALK

__all__ = ["LANGS", "TEXTS", "Lang", "Translations", "fill_languages", "join_languages", "translate"]

#: Key -> the text in each language; the subject is the beginning of the key.
TEXTS: Final[Translations] = {
    **PAGE,
    **FIND,
    **COVERAGE,
    **VIEWS,
    **GAPS,
    **AUDIT,
    **AUDIT_PAGE,
    **AUDIT_SHEET,
    **GRID,
    **GRID_PAGE,
    **LIFE,
    **LAYERS,
    **SITING,
    **PLANNER,
    **PLANNER_AUDIT,
    **PLANNER_RUNS,
    **PLANNER_SITING,
    **PLANNER_ADDRESS,
    **PLANNER_DOWNLOAD,
    **PLANNER_METHOD,
    **PLANNER_TOOLS,
    **WALK,
    **PROGRAMME,
    **REVIEW,
    **REPORT,
    **DOSSIER,
    **FILING,
    **RULES,
    **PRINT,
    **TEMPLATES,
    **STEPS,
    **NOTES,
    **REASONS,
    **FILE_NOTES,
    **ODDITY_NOTES,
}


def translate(key: str, lang: Lang) -> str:
    """Return the text of a key in one language.

    Parameters
    ----------
    key
        A key of :data:`TEXTS`.
    lang
        ``"zh"`` or ``"en"``.

    Returns
    -------
    str
        The text.

    Raises
    ------
    KeyError
        If there is no such text: a fault of the program, not of the data.

    Examples
    --------
    >>> translate("level.city", "en")
    'City'
    """
    return TEXTS[key][lang]


def join_languages(words: Mapping[Any, str], separator: str = " ") -> str:
    """Join the languages of a text, for a table that is read in both.

    Parameters
    ----------
    words
        Language -> text.
    separator
        What stands between.

    Returns
    -------
    str
        Chinese first; what reads the same in both languages stands once.

    Examples
    --------
    >>> join_languages({"zh": "网格", "en": "Units"}), join_languages({"zh": "A1", "en": "A1"})
    ('网格 Units', 'A1')
    """
    return separator.join(dict.fromkeys(words[lang] for lang in LANGS))


def fill_languages(key: str, **values: Any) -> dict[str, str]:
    """Write a text in every language.

    Parameters
    ----------
    key
        A key of :data:`TEXTS`.
    values
        What stands in it; a value that is itself a text by language stands in each language.

    Returns
    -------
    dict
        Language -> text.

    Examples
    --------
    >>> fill_languages("audit.lack.walk", name={"zh": "学校", "en": "School"})
    {'zh': '步行不可达:学校', 'en': 'Beyond the walk: School'}
    """
    return {
        lang: TEXTS[key][lang].format(
            **{name: value[lang] if isinstance(value, Mapping) else value for name, value in values.items()}
        )
        for lang in LANGS
    }
