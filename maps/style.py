"""Every colour, class break and line width of the maps, decided here and nowhere else."""

from typing import Any, Final

#: Upper ends of the classes of the share covered; the last is closed.
SHARE_BREAKS: Final = (0.2, 0.4, 0.6, 0.8, 1.0)
#: From red (few covered) over sand to blue (all covered): told apart with every kind of colour blindness, for red and
#: blue differ where red and green do not; lightness falls at both ends, so that gaps stand out.
SHARE_COLOURS: Final = ("#c2402e", "#ee9a5b", "#f5d98b", "#8fc0c4", "#2c6f9e")
UNKNOWN_COLOUR: Final = "#a8adb3"
NOBODY_COLOUR: Final = "#ffffff"
ROAD_COLOUR: Final = "#9aa3ad"
GAP_COLOUR: Final = "#7a1f3d"
FACILITY_COLOUR: Final = "#153a52"
#: A proposed site; homes that it newly covers, those still not covered, those that no candidate reaches.
SITE_COLOUR: Final = "#0b8457"
NEW_COLOUR: Final = "#2c6f9e"
OPEN_COLOUR: Final = "#ee9a5b"
UNREACHED_COLOUR: Final = "#7a1f3d"
#: Verdicts on plan areas, on the page and in print: each goes with a word and a sign, never alone.
VERDICT_COLOURS: Final = {
    "met": "#2c6f9e",
    "met_with_conditions": "#5b9aa0",
    "not_assessed": "#7d858d",
    "exceeds": "#d98a2b",
    "not_met": "#b53a2a",
}
VERDICT_SIGNS: Final = {"met": "✓", "met_with_conditions": "◐", "not_assessed": "?", "exceeds": "△", "not_met": "✕"}
#: Backgrounds of the cells of workbooks: of headings, and the verdicts' colours so pale that black is read on them.
SHEET_COLOURS: Final = {
    "heading": "#E8EEF4",
    "met": "#CFE3EF",
    "met_with_conditions": "#E6EFE4",
    "not_assessed": "#E4E6E9",
    "exceeds": "#F8E3BF",
    "not_met": "#F1C4BC",
}
#: Roads on a printed map, the thin ones first [0.1 mm]; kinds that are not here are drawn as residential.
ROAD_WIDTHS: Final = {
    "steps": 2,
    "path": 2,
    "footway": 2,
    "service": 3,
    "residential": 5,
    "tertiary": 8,
    "secondary": 11,
    "primary": 14,
    "trunk": 14,
}


def list_styles() -> dict[str, Any]:
    """List the styles as the page's script reads them.

    Returns
    -------
    dict
        ``breaks`` and ``colours`` of the classes, and one colour each for what stands beside them.

    Examples
    --------
    >>> styles = list_styles()
    >>> len(styles["breaks"]) == len(styles["colours"])
    True
    """
    return {
        "breaks": list(SHARE_BREAKS),
        "colours": list(SHARE_COLOURS),
        "unknown": UNKNOWN_COLOUR,
        "nobody": NOBODY_COLOUR,
        "road": ROAD_COLOUR,
        "gap": GAP_COLOUR,
        "facility": FACILITY_COLOUR,
        "site": SITE_COLOUR,
        "new": NEW_COLOUR,
        "open": OPEN_COLOUR,
        "unreached": UNREACHED_COLOUR,
    }
