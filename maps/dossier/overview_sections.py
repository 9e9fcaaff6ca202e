"""The first sections of a dossier: the verdict, the figures of the area, the maps with their legend."""

from collections.abc import Mapping

from geo.plans.cases import SCENARIOS
from geo.plans.review_tables.area_figures import DIVISIONS, FLOOR_AREAS, NEEDS, SIZES
from geo.plans.review_tables.area_report import AreaReport
from geo.plans.review_tables.cells import Figure, Row, Verdict
from geo.plans.review_tables.words import Words, phrase
from maps.dossier.bilingual import plain, render, say
from maps.dossier.map import MapPair
from maps.dossier.marks import letter
from maps.dossier.markup import show_cell, write_section, write_terms

#: Class of a sign of the legend -> the text beside it.
_LEGEND = {
    "plot": "area",
    "unit": "unit",
    "gate": "gate",
    "homes": "home",
    "planned-road": "planned_road",
    "neighbour": "neighbour",
    "mark": "existing",
    "mark new": "planned",
}


def write_faults(report: AreaReport) -> str:
    """Write what is wrong with the data of the area, before anything that was found by them."""
    if not report.faults:
        return write_section("faults", "plan.faults", f"<p>{say('plan.no_faults')}</p>")
    items = "".join(f"<li>{render(fault)}</li>" for fault in report.faults)
    return write_section("faults", "plan.faults", f"<ul>{items}</ul>", say("plan.faults_note"))


def write_verdicts(report: AreaReport) -> str:
    """Write the verdict at the stage that the area has reached, why, and how many requirements have which."""
    found = {f"plan.{name}": report.figures[name].value for name in SCENARIOS}
    alone, together = found.values()
    shown = {"plan.both": together} if alone == together else found
    badges = "".join(f"<div><span>{say(name)}</span>{show_cell(verdict)}</div>" for name, verdict in shown.items())
    rank = f"<div><span>{say('plan.rank')}</span><b>{show_cell(report.figures['rank'].value)}</b></div>"
    why = "".join(f'<p class="why">{render(words)}</p>' for words in report.explanation)
    counts = "".join(f"<li>{show_cell(Verdict(name))} {count}</li>" for name, count in report.counts.items() if count)
    title = say("plan.overall_at", stage=phrase(f"stage.{report.stage}"))
    total = say("plan.counts", total=str(sum(report.counts.values())))
    return (
        f'<section id="verdict"><h2>{title}</h2><div class="badges">{badges}{rank}</div>'
        f'{why}<ul class="counts"><li>{total}</li>{counts}</ul></section>'
    )


def write_figures(report: AreaReport) -> str:
    """Write how large the area is, what it needs, and what it lies on."""
    figures = report.figures
    sizes = [_show_figure(figures[name]) for name in (*SIZES, *FLOOR_AREAS, "area")]
    needs = [_show_figure(figures[name]) for name in NEEDS] + [_show_unit(row) for row in report.units.rows]
    # a division without a code is none
    divisions = [_show_figure(figures[name]) for name in DIVISIONS if figures[name].note]
    setting = [_show_figure(figures[name]) for name in ("units_in", "homes_inside", "other_areas", "water")]
    columns = "".join(
        f"<div><h3>{say(title)}</h3>{write_terms(pairs)}</div>"
        for title, pairs in (
            ("plan.figures", sizes),
            ("plan.needs", needs),
            ("plan.lies_over", divisions + setting),
        )
    )
    group = "" if report.group is None else f"<p>{say('plan.group')}: {render(report.group.about)}</p>"
    return f'<section id="figures"><div class="columns">{columns}</div>{group}</section>'


def _show_figure(figure: Figure) -> tuple[str, str]:
    if figure.words is not None:
        shown = render(figure.words)
    elif isinstance(figure.value, tuple):
        shown = "<br>".join(map(render, figure.value))
    else:
        shown = show_cell(figure.value)
    if isinstance(figure.note, Words):
        shown += f" <small>({render(figure.note)})</small>"
    elif figure.note is not None:
        shown += f" <small>{plain(figure.note)}</small>"
    return say(figure.label), shown


def _show_unit(row: Row) -> tuple[str, str]:
    note = f" <small>({show_cell(row.cells['note'])})</small>" if row.cells["note"] else ""
    return f'<span class="code">{show_cell(row.cells["code"])}</span>', show_cell(row.cells["size"]) + note


def write_maps(maps: MapPair, categories: Mapping[str, Words]) -> str:
    """Write the two maps and their legend."""
    names = list(categories.values())
    letters = "".join(f"<li><b>{letter(n)}</b>{render(names[n - 1])}</li>" for n in maps.numbers)
    signs = "".join(f'<li><i class="key {key}"></i>{say(f"plan.legend_{text}")}</li>' for key, text in _LEGEND.items())
    more = f'<p class="note">{say("plan.legend_more", count=str(maps.dots))}</p>' if maps.dots else ""
    return (
        f'<section id="maps"><h2>{say("plan.maps")}</h2><div class="maps">'
        f"<figure><figcaption>{say('plan.map_before')}</figcaption>{maps.before}</figure>"
        f"<figure><figcaption>{say('plan.map_after')}</figcaption>{maps.after}</figure></div>"
        f'<ul class="legend">{signs}</ul><ul class="legend letters">{letters}</ul>{more}</section>'
    )
