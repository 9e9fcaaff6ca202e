"""Every colour, class break and line width of the maps, decided here and nowhere else."""

import colorsys
from typing import Any, Final

#: Upper ends of the classes of the share covered; the last is closed.
SHARE_BREAKS: Final = (0.2, 0.4, 0.6, 0.8, 1.0)
#: From dark red (few covered) over sand to a pale blue (all covered): each class is lighter than the one before, told
#: apart in a black-and-white print and with every kind of colour blindness; gaps stand out.
SHARE_COLOURS: Final = ("#7f1d2d", "#c0492f", "#e98a4d", "#f4c277", "#d8eef3")
#: How many people shortfalls concern, from few to many: one hue that darkens, told apart without colours too.
HELPED_COLOURS: Final = ("#fdeed7", "#f6c98f", "#ee9a5b", "#d0613c", "#8c2b2b")
UNKNOWN_COLOUR: Final = "#a8adb3"
NOBODY_COLOUR: Final = "#ffffff"
#: Lines over what no rule set judges: hatched, so that it is no class of the share.
HATCH_COLOUR: Final = "#a9b2ba"
ROAD_COLOUR: Final = "#9aa3ad"
GAP_COLOUR: Final = "#7a1f3d"
#: What is written, and what it is written on: also the rims of marks.
INK_COLOUR: Final = "#1d2a35"
PAPER_COLOUR: Final = "#fff"
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
#: Grid units by households: the right size is pale blue, what is too large goes to red; each class has a word too.
UNIT_SIZE_COLOURS: Final = {
    "empty": NOBODY_COLOUR,
    "below": "#f5d98b",
    "within": "#8fc0c4",
    "above": "#ee9a5b",
    "far_above": "#c2402e",
    "village": "#e3e7ea",
}
#: How many more people are covered than before, and how many fewer, from few to many: two hues that darken; fewer are
#: hatched too.
MORE_COLOURS: Final = ("#c6dcec", "#7fb0d2", "#2c6f9e")
FEWER_COLOURS: Final = ("#f6d3a8", "#e39355", "#b9502f")
#: Over a map on which only changes count.
VEIL_COLOUR: Final = "rgba(255, 255, 255, .9)"
#: Findings of a check of the grid, by severity.
FINDING_COLOURS: Final = {"error": "#c2402e", "hint": "#ee9a5b"}
#: Everything else that style sheets and scripts paint, by the name of its CSS variable (``--ink``).
CSS_COLOURS: Final = {
    "ink": INK_COLOUR,
    "soft": "#5c6b78",
    "line": "#dde3e8",
    "paper": PAPER_COLOUR,
    "accent": "#2c6f9e",
    "warn": "#a4471c",
    "ground": "#f4f6f7",
    "field": "#9fb0bd",
    "tint": "#eef4f8",
    "shadow": "rgba(29, 42, 53, .18)",
    "mark-shadow": "rgba(29, 42, 53, .5)",
    "hatch": HATCH_COLOUR,
    "unknown": UNKNOWN_COLOUR,
    "gap": GAP_COLOUR,
    # the map on which somebody finds their unit
    "outline": "#9fb0bd",
    "street": "#c9d2d9",
    "unit-beside": "#8a9aa8",
    "service": "#d9822b",
    # a dossier: its tables, then its maps
    "rule": "#ccd5dc",
    "sensitive": "#8a4b08",
    "under": "#a4271c",
    "map-paper": "#fbfbf9",
    "lake": "#cfe2ef",
    "river": "#9cc3dd",
    "rail": "#9b9b9b",
    "homes": "#b9a58f",
    "road": "#b4bcc4",
    "unit-now": "#8d98a2",
    "plot": "#b53a2a",
    "plot-fill": "#b53a2a1f",
    "unit-planned": "#7d3fa0",
    "unit-code": "#5f2a80",
    "area-beside": "#c98a2b",
    "area-beside-fill": "#d98a2b22",
    "area-name": "#7a4f10",
    "street-name": "#4d5963",
    "pad": "#ffffffcc",
    # the sheet of an audit: units of fewer and of more households than they should have
    "unit-small": "#d7e6f2",
    "unit-large": "#f7e3c8",
    # the grid: bars of units before and after, and findings
    "bar-before": "#ee9a5b",
    "bar-after": "#2c6f9e",
    "existing": FACILITY_COLOUR,
    "site": SITE_COLOUR,
    "planned": SITE_COLOUR,
}
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


def make_category_colours(count: int) -> list[str]:
    """Make colours for so many categories, as far apart round the wheel as can be; neighbours differ in lightness too.

    Parameters
    ----------
    count
        How many.

    Returns
    -------
    list of str
        ``#rrggbb``; none for 0.

    Examples
    --------
    >>> make_category_colours(2)
    ['#bf3636', '#67cbcb']
    """
    made = []
    for at in range(count):
        parts = colorsys.hls_to_rgb(at / count, (0.48, 0.6)[at % 2], (0.56, 0.49)[at % 2])
        made.append("#" + "".join(f"{round(part * 255):02x}" for part in parts))
    return made


def list_styles() -> dict[str, Any]:
    """List what the layers of a map look like, as it travels with their data.

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
        "helped": list(HELPED_COLOURS),
        "unknown": UNKNOWN_COLOUR,
        "nobody": NOBODY_COLOUR,
        "hatch": HATCH_COLOUR,
        "road": ROAD_COLOUR,
        "gap": GAP_COLOUR,
        "facility": FACILITY_COLOUR,
        "site": SITE_COLOUR,
        "new": NEW_COLOUR,
        "open": OPEN_COLOUR,
        "unreached": UNREACHED_COLOUR,
    }


def list_page_styles() -> dict[str, Any]:
    """List what the canvases of the planner's page are painted with: a canvas knows no style sheet.

    Returns
    -------
    dict
        :func:`list_styles`, and what rims, borders, names and marks look like.

    Examples
    --------
    >>> list_page_styles()["paper"]
    '#fff'
    """
    return {
        **list_styles(),
        "ink": INK_COLOUR,
        "paper": PAPER_COLOUR,
        "rim": "#ffffff",
        "border": "#45525e",
        "halo": "rgba(255, 255, 255, .85)",
        "more": list(MORE_COLOURS),
        "fewer": list(FEWER_COLOURS),
        "veil": VEIL_COLOUR,
        "warn": CSS_COLOURS["warn"],
        "font": '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif',
    }


def write_css_colours() -> str:
    """Write :data:`CSS_COLOURS` as variables: the only way in which a colour comes into a style sheet.

    Returns
    -------
    str
        One CSS rule.

    Examples
    --------
    >>> write_css_colours()[:23]
    ':root { --ink: #1d2a35;'
    """
    return f":root {{ {' '.join(f'--{name}: {colour};' for name, colour in CSS_COLOURS.items())} }}\n"
