"""A sheet for each life circle: one page that prints to A4, with a map, its figures and its facilities."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geo.errors import InputError
from geo.life_circles.circle_tables import LifeCircles
from geo.plans.review_tables.words import Words
from geo.rules.lookups import name_facilities
from maps.dossier.bilingual import plain, render, say
from maps.dossier.printed_page import render_printed_page, write_tools
from maps.life_circle_map import CircleGround, draw_circle_map, lay_circle_ground
from maps.shell import read_styles

#: Figures beside the map, in order; those that a city does not know are left out.
_FIGURES: Final = (
    "residents", "residents_60plus", "residents_children", "households", "area_km2", "grid_units", "communities",
    "within", "within_timed", "within_straight", "beyond",
)  # fmt: skip
#: What of the method a sheet says; the page and the workbook say all of it.
_NOTES: Final = ("separators", "centre", "walk", "facilities", "unverified")
_ALL: Final = "all"
_SAFE: Final = re.compile(r"[\w-]+")


def choose_sheets(circles: LifeCircles, wanted: str) -> list[str]:
    """Choose of which circles sheets are written.

    Parameters
    ----------
    circles
        The circles.
    wanted
        "" for none, "all", or codes with commas between.

    Returns
    -------
    list of str
        Codes, in the order of the circles.

    Raises
    ------
    InputError
        If no circle has a code.

    Examples
    --------
    >>> from geo.life_circles.circle_tables import describe_life_circles
    >>> from geo.life_circles.line_city import plan_line_city
    >>> circles = describe_life_circles(plan_line_city())
    >>> choose_sheets(circles, "10-001-02, 15-001"), len(choose_sheets(circles, "all"))
    (['15-001', '10-001-02'], 16)
    """
    every = [code for table in circles.tables.values() for code in table["code"]]
    asked = {code.strip() for code in wanted.split(",")} - {""}
    if _ALL in asked:
        return every
    unknown = sorted(asked - set(every))
    if unknown:
        raise InputError(
            f"no life circle has the code {unknown[0]}; expected codes such as {every[0]}, or all for every circle"
        )
    return [code for code in every if code in asked]


def write_sheets(folder: Path, circles: LifeCircles, summary: Mapping[str, Any], codes: Iterable[str]) -> None:
    """Write the sheets of some circles.

    Parameters
    ----------
    folder
        Where; it is made.
    circles
        The circles.
    summary
        As :func:`geo.life_circles.life_summary.summarize_circles` puts it together.
    codes
        Of which circles.

    Raises
    ------
    OSError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.life_circles.circle_tables import describe_life_circles
    >>> from geo.life_circles.life_summary import summarize_circles
    >>> from geo.life_circles.line_city import plan_line_city
    >>> circles = describe_life_circles(plan_line_city())
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_sheets(Path(place) / "sheets", circles, summarize_circles(circles), ["10-001-02"])
    ...     "C4" in (Path(place) / "sheets" / "10-001-02.html").read_text("utf-8")
    True
    """
    folder.mkdir()
    ground, wanted = lay_circle_ground(circles), set(codes)
    style = read_styles("life_sheet.css")
    for key, table in circles.tables.items():
        for row in range(len(table)):
            code = str(table["code"].iloc[row])
            if code in wanted:
                title = f"{code} {table['name_zh'].iloc[row]}"
                page = render_printed_page(title, style=style, body=_write_body(circles, summary, ground, key, row))
                (folder / f"{code}.html").write_text(page, encoding="utf-8")


def _write_body(circles: LifeCircles, summary: Mapping[str, Any], ground: CircleGround, key: str, row: int) -> str:
    """Write the page of one circle: heading, map and figures, facilities, the circles in it, what it rests on."""
    tier = next(each for each in summary["tiers"] if each["tier"] == key)
    circle = circles.tables[key].iloc[row]
    city = circles.plan.ground.city
    invented = f'<p class="synthetic">{say("page.synthetic")}</p>' if city.synthetic else ""
    name = render(Words(circle["name_zh"], circle["name_en"]))
    head = (
        f'<header><p class="kind">{plain(city.name)} · {say("life.sheet_title")} · {_render_both(tier["name"])}'
        f'</p><h1>{name}</h1><p class="code">{circle["code"]}</p>{invented}'
        f"{write_tools()}</header>"
    )
    middle = (
        f'<div class="middle"><figure>{draw_circle_map(circles, ground, key, row)}{_write_legend()}</figure>'
        f"<div>{_write_figures(circle, tier)}</div></div>"
    )
    notes = "".join(f"<p>{_render_both(summary['method'][name])}</p>" for name in _NOTES if name in summary["method"])
    foot = f"<footer><p>{_render_both(tier['name'])}: {_write_source(tier)}</p>{notes}</footer>"
    return head + middle + _write_facilities(circles, circle) + _write_inner(circles, circle) + foot


def _write_figures(circle: "pd.Series[Any]", tier: Mapping[str, Any]) -> str:
    """Write the key figures: against the band first, then the rest."""
    band = say(f"life.band.{circle['band']}")
    if circle["band"] == "below" and circle["compartment_too_small"]:
        band += f" · {say('life.too_small')}"
    rows = [
        ("life.column.norm", f"{tier['low']:,.0f} – {tier['high']:,.0f}"),
        ("life.column.band", f'<b class="{circle["band"]}">{band}</b>'),
    ]
    for name in (name for name in _FIGURES if name in circle):
        digits = 2 if name == "area_km2" else 0
        rows.append((f"life.column.{name}", f"{circle[name]:,.{digits}f}"))
    share = f"<b>{circle['share_within']:.1%}</b> ({tier['limit_m']:,.0f} m)"
    rows.insert(len(rows) - 4, ("life.column.share_within", share))
    rows.append(("life.column.centre", _write_centre(circle)))
    if circle["divided_units"]:
        rows.append(("life.column.divided_units", f"{circle['divided_units']:,.0f}"))
        rows.append(("life.column.residents_across", f"{circle['residents_across']:,.0f}"))
    cells = "".join(f"<tr><th>{say(label)}</th><td>{value}</td></tr>" for label, value in rows)
    beside = ", ".join(circle["neighbours"].split()) or "–"
    return f'<table class="key">{cells}</table><p class="note">{say("life.column.neighbours")}: {beside}</p>'


def _write_centre(circle: "pd.Series[Any]") -> str:
    if pd.isna(circle["lon"]):
        return say("life.no_centre")
    if not circle["centre_facility_id"]:
        return say("life.crossing")
    return plain(circle["centre_name"] or circle["centre_facility_id"])


def _write_legend() -> str:
    names = ("circle", "inner", "centre", "facility", "separator", "within", "beyond")
    items = "".join(f'<span><i class="{name}"></i>{say(f"life.legend.{name}")}</span>' for name in names)
    return f"<figcaption>{items}</figcaption>"


def _write_facilities(circles: LifeCircles, circle: "pd.Series[Any]") -> str:
    """Write what the circle has of the facilities of its tier."""
    table = circles.facilities
    mine = table[table["code"] == circle["code"]] if len(table) else table
    if not len(mine):
        return ""
    names = name_facilities([circles.plan.ground.tiers[0].rules])
    rows = []
    for each in mine.to_dict("records"):
        as_needed = each["strength"] != "shall"
        asked = say("life.as_needed") if as_needed else f"{each['required']}"
        unknown = f" (+{each['floor_unknown']} {say('life.unknown')})" if each["floor_unknown"] else ""
        cells = (
            _render_both(names[each["category"]]),
            asked,
            f"{each['there']}",
            f'<b class="below">{each["short"]}</b>' if each["short"] else "–",
            f"{each['floor_m2']:,.0f}{unknown}" if pd.notna(each["floor_least_m2"]) else "–",
            f"{each['floor_least_m2']:,.0f}" if pd.notna(each["floor_least_m2"]) else "–",
            f"{each['floor_short_m2']:,.0f}" if pd.notna(each["floor_short_m2"]) else "–",
        )
        rows.append(cells)
    heads = ("facility", "required", "there", "short", "floor_m2", "floor_least_m2", "floor_short_m2")
    return f"<h2>{say('life.facilities')}</h2>" + _write_table(heads, rows) + _write_tier_floor(circle)


def _write_tier_floor(circle: "pd.Series[Any]") -> str:
    """Write the floor area of all facilities of the tier beside what the residents ask for."""
    names = [name for name in ("tier_floor_m2", "tier_floor_unknown", "tier_floor_least_m2") if name in circle]
    told = "; ".join(f"{say(f'life.column.{name}')}: <b>{circle[name]:,.0f}</b>" for name in names)
    return f'<p class="note">{told}</p>' if told else ""


def _write_inner(circles: LifeCircles, circle: "pd.Series[Any]") -> str:
    """Write the circles of the next tier that lie in this one; nothing for the smallest."""
    for table in circles.tables.values():
        mine = table[table["parent"] == circle["code"]]
        if len(mine):
            rows = []
            for each in mine.to_dict("records"):
                band = say(f"life.band.{each['band']}")
                rows.append(
                    (
                        each["code"],
                        render(Words(each["name_zh"], each["name_en"])),
                        f"{each['residents']:,.0f}",
                        band if each["band"] == "within" else f'<b class="below">{band}</b>',
                        f"{each['beyond']:,.0f}",
                        f"{each['share_within']:.1%}",
                    )
                )
            heads = ("code", "name", "residents", "band", "beyond", "share_within")
            return f"<h2>{say('life.contains')}</h2>" + _write_table(heads, rows)
    return ""


def _write_table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{say(f'life.column.{name}')}</th>" for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    kind = "inner-circles" if "name" in heads else "amounts"
    return f'<table class="{kind}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _write_source(tier: Mapping[str, Any]) -> str:
    walk = f"{tier['low']:,.0f} – {tier['high']:,.0f}; {tier['limit_m']:,.0f} m"
    return f"{walk}. {plain(tier['source'])}"


def _render_both(words: Mapping[str, str]) -> str:
    return render(Words(words["zh"], words["en"]))
