"""The parts of a dossier: verdicts, figures, maps, tables, sources, each a section of HTML."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo import __version__
from geo.grid.units import UNIT_HOUSEHOLDS
from geo.plans.cases import SCENARIOS
from geo.plans.read.plan_schemas import STAGES
from geo.plans.review import Review
from geo.plans.verdicts import VERDICTS
from geo.texts.notes import translate_notes
from maps.dossier.bilingual import NOTHING, Both, join, phrase, plain, render, say, show_number
from maps.dossier.map import MapPair, letter
from maps.style import VERDICT_SIGNS

Record = dict[str, Any]


_ALONE, _TOGETHER = SCENARIOS


_MET: Final = VERDICTS[0]


@dataclass(frozen=True)
class Dossier:
    """All that one dossier tells, out of the tables of a review.

    Parameters
    ----------
    review
        The review.
    names
        Category -> its name in both languages, ready for HTML.
    area
        The row of ``Review.areas``.
    requirements, departments, remedies, own_loads, units, overlaps
        Rows of the review's tables that are about this area.
    loads
        Facility and measure -> its row of the loads with all areas built.
    """

    review: Review
    names: Mapping[str, Both]
    area: Record
    requirements: Sequence[Record]
    departments: Sequence[Record]
    remedies: Sequence[Record]
    own_loads: Sequence[Record]
    units: Sequence[Record]
    overlaps: Sequence[Record]
    loads: Mapping[tuple[str, str], Record]


def show_verdict(name: str) -> str:
    """Write a verdict as a coloured badge with its sign and word.

    Parameters
    ----------
    name
        One of :data:`geo.plans.verdicts.VERDICTS`.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> show_verdict("met")
    '<span class="badge met">✓ <span lang="zh">符合</span><span lang="en">met</span></span>'
    """
    return f'<span class="badge {name}">{VERDICT_SIGNS[name]} {say(f"verdict.{name}")}</span>'


def _section(name: str, title: str, content: str, note: str = "") -> str:
    below = f'<p class="note">{note}</p>' if note else ""
    return f'<section id="{name}"><h2>{say(title)}</h2>{below}{content}</section>'


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]], name: str = "") -> str:
    head = "".join(f"<th>{heading}</th>" for heading in headings)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="{name}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def write_verdicts(dossier: Dossier) -> str:
    """Write the verdict at the plan stage, alone and with all areas built, and what stands out."""
    area = dossier.area
    badges = "".join(
        f"<div><span>{say(f'plan.{scenario}')}</span>{show_verdict(area[f'verdict_{scenario}_{STAGES[0]}'])}</div>"
        for scenario in SCENARIOS
    )
    verdict = area[f"verdict_{_TOGETHER}_{STAGES[0]}"]
    marked = [row for row in dossier.requirements if row["scenario"] == _TOGETHER and row["strictest"]]
    counts = {name: sum(row["verdict_plan"] == name for row in marked) for name in VERDICTS}
    told = "".join(f"<li>{show_verdict(name)} {count}</li>" for name, count in counts.items() if count)
    total = say("plan.counts", total=str(len(marked)))
    return (
        f'<section id="verdict"><h2>{say("plan.overall")}</h2><div class="badges">{badges}</div>'
        f'<p>{say(f"verdict.means.{verdict}")}</p><ul class="counts"><li>{total}</li>{told}</ul></section>'
    )


def write_figures(dossier: Dossier) -> str:
    """Write how large the area is, what it needs, and what it lies on."""
    size, needs, lies = _list_sizes(dossier), _list_needs(dossier), _list_setting(dossier)
    columns = "".join(
        f"<div><h3>{say(title)}</h3>{_list(rows)}</div>"
        for title, rows in (("plan.figures", size), ("plan.needs", needs), ("plan.lies_over", lies))
    )
    return f'<section id="figures"><div class="columns">{columns}</div></section>'


_Rows = list[tuple[str, str]]


def _list(rows: _Rows, name: str = "") -> str:
    return f'<dl class="{name}">{"".join(f"<dt>{term}</dt><dd>{value}</dd>" for term, value in rows)}</dl>'


def _list_sizes(dossier: Dossier) -> _Rows:
    area, ratios = dossier.area, dossier.review.ratios
    derived = area["derived"].split(",")
    how = {
        "residents": phrase(
            f"plan.derived_residents.{ratios.source}", ratio=show_number(ratios.residents_per_household, 2)
        ),
        "households": phrase("plan.derived_households", ratio=show_number(ratios.households_per_dwelling, 2)),
        "dwellings": phrase("plan.derived"),
    }
    rows = []
    for name in ("dwellings", "households", "residents"):
        mark = f" <small>({render(how[name])})</small>" if name in derived else ""
        rows.append((say(f"plan.{name}"), show_number(area[name]) + mark))
    floor = area["residential_floor_area_m2"]
    known = say("plan.square_metres", area=show_number(floor)) if math.isfinite(floor) else say("plan.not_stated")
    hectares = say("plan.hectares", area=show_number(area["area_m2"] / 1e4, 2))
    return [*rows, (say("plan.residential_floor_area"), known), (say("plan.area"), hectares)]


def _list_needs(dossier: Dossier) -> _Rows:
    area, rows = dossier.area, []
    for name in ("units_needed", "community_workers", "grid_workers"):
        number = area[name]
        rows.append((say(f"plan.{name}"), show_number(number) if math.isfinite(number) else say("plan.no_norm")))
    for unit in dossier.units:
        code = plain(unit["unit_code"]) if unit["unit_code"] else say("plan.no_code")
        few = unit["households"] < UNIT_HOUSEHOLDS[0] - 1e-6
        mark = f" <small>({say('plan.unit_small', least=show_number(UNIT_HOUSEHOLDS[0]))})</small>" if few else ""
        households = say("plan.households_value", count=show_number(unit["households"]))
        rows.append((f'<span class="code">{code}</span>', households + mark))
    return rows


def _list_setting(dossier: Dossier) -> _Rows:
    area = dossier.area
    rows = [
        (say(f"plan.{level}"), f"{plain(area[f'{level}_name'])} <small>{plain(area[level])}</small>")
        for level in ("district", "street", "community")
        if area[level]
    ]
    homes = say(
        "plan.homes_inside_value",
        homes=show_number(area["homes_inside"]),
        residents=show_number(area["residents_inside"]),
    )
    water = say("plan.water_value", area=show_number(area["water_m2"]), length=show_number(area["water_m"]))
    others = join(
        [
            phrase("plan.overlap_value", other=plain(row["other"]), area=show_number(row["overlap_m2"]))
            for row in dossier.overlaps
        ]
    )
    none = say("plan.none")
    return [
        *rows,
        (say("plan.units_in"), plain(area["unit_codes"]).replace(",", "<br>") or say("plan.outside_grid")),
        (say("plan.homes_inside"), homes if area["homes_inside"] else none),
        (say("plan.other_areas"), render(others) if dossier.overlaps else none),
        (say("plan.water"), water if area["water_m"] or area["water_m2"] else none),
    ]


def write_maps(dossier: Dossier, maps: MapPair) -> str:
    """Write the two maps and their legend."""
    names = list(dossier.names.values())
    letters = "".join(f"<li><b>{letter(n)}</b>{render(names[n - 1])}</li>" for n in maps.numbers)
    signs = "".join(
        f'<li><i class="key {key}"></i>{say(f"plan.legend_{text}")}</li>'
        for key, text in (
            ("plot", "area"),
            ("unit", "unit"),
            ("gate", "gate"),
            ("homes", "home"),
            ("planned-road", "planned_road"),
            ("neighbour", "neighbour"),
            ("mark", "existing"),
            ("mark new", "planned"),
        )
    )
    more = f'<p class="note">{say("plan.legend_more", count=str(maps.dots))}</p>' if maps.dots else ""
    return (
        f'<section id="maps"><h2>{say("plan.maps")}</h2><div class="maps">'
        f"<figure><figcaption>{say('plan.map_before')}</figcaption>{maps.before}</figure>"
        f"<figure><figcaption>{say('plan.map_after')}</figcaption>{maps.after}</figure></div>"
        f'<ul class="legend">{signs}</ul><ul class="legend letters">{letters}</ul>{more}</section>'
    )


def write_requirements(dossier: Dossier) -> str:
    """Write every requirement: what was found, by the strictest clause; the other clauses in small print."""
    review = dossier.review
    together = {row["clause"]: row for row in dossier.requirements if row["scenario"] == _TOGETHER}
    groups: dict[tuple[str, str], list[Record]] = {}
    for row in dossier.requirements:
        if row["scenario"] == _ALONE:
            groups.setdefault((row["category"], row["kind"]), []).append(row)
    rows, before = [], ""
    for (category, kind), clauses in groups.items():
        main = next(row for row in clauses if row["strictest"])
        other = together[main["clause"]]
        name = render(dossier.names[category]) if category != before else ""
        before = category
        finding = _tell_finding(main)
        if _tell_finding(other) != finding:
            finding += f"<br><small>{say('plan.together')}: {_tell_finding(other)}</small>"
        rows.append(
            [
                name,
                f"{say(f'clause.kind.{kind}')}<br><small>{_tell_demand(main)}</small>",
                finding + _tell_turns(main) + _tell_others(main, clauses),
                show_verdict(main["verdict_plan"]),
                show_verdict(other["verdict_plan"]),
                f"{plain(main['rule_set'])}{'' if main['verified'] else ' *'}",
            ]
        )
    headings = [say(f"plan.{name}") for name in ("category", "requirement", "finding", "alone", "together", "rule")]
    profile = phrase(f"profile.{review.profile.name}")
    note = say("plan.requirements_note", profile=profile, speed=f"{review.profile.speed_km_h:g}")
    table = _table(headings, rows, "requirements")
    mark = "" if all(row["verified"] for row in dossier.requirements) else say("plan.unverified_mark")
    return _section("requirements", "plan.requirements", table + f'<p class="note">{mark}</p>', note)


def _amount(value: float, unit: str) -> Both:
    return phrase("plan.amount", amount=show_number(value), unit=phrase(f"clause.unit.{unit}"))


def _tell_demand(row: Record) -> str:
    demand, unit = row["demand"], phrase(f"clause.unit.{row['unit']}")
    if row["kind"] == "distance":
        return say("plan.limit", limit=show_number(demand))
    if math.isnan(demand):
        return say("plan.wanted_unknown")
    return say("plan.wanted_size" if row["kind"] == "size" else "plan.wanted", amount=show_number(demand), unit=unit)


def _tell_finding(row: Record) -> str:
    unit = row["unit"]
    if row["kind"] == "distance":
        no_way = phrase("plan.no_way")
        nearest, farthest = (
            _amount(row[name], "m") if row[name] < float("inf") else no_way for name in ("walk_m_nearest", "walk_m")
        )
        share = f"{row['share_within']:.0%}"
        return f"{say('plan.walks', nearest=nearest, farthest=farthest)}; {say('plan.share_within', share=share)}"
    if row["kind"] == "size":
        return say("plan.smallest", amount=_amount(row["has"], unit))
    parts = [
        phrase("plan.has", amount=_amount(row["has"], unit)),
        phrase("plan.left", amount=_amount(row["left"], unit)),
    ]
    if row["shortfall"] > 0:
        parts.append(phrase("plan.short", amount=_amount(row["shortfall"], unit)))
    return render(join(parts, (";", "; ")))


def _tell_turns(row: Record) -> str:
    cases = [phrase(f"case.{case}") for case in row["turns"].split(",") if case]
    return f'<br><small class="turns">{say("plan.turns", cases=join(cases))}</small>' if cases else ""


def _tell_others(main: Record, clauses: Sequence[Record]) -> str:
    """Tell the clauses that ask for less."""
    others = [
        "{}, {}: {}, {}".format(
            plain(row["rule_set"]),
            say(f"clause.basis.{row['basis']}"),
            _tell_demand(row),
            say(f"verdict.{row['verdict_plan']}"),
        )
        for row in clauses
        if row is not main
    ]
    return f"<br><small>{say('plan.other_clauses')} {'; '.join(others)}</small>" if others else ""


def write_departments(dossier: Dossier) -> str:
    """Write the verdict of each department at each stage, with fields to sign in."""
    marked = {(row["department"], row["scenario"]): row for row in dossier.departments}
    sign = "".join(f"<small>{say(f'plan.sign_{name}')}</small>" for name in ("name", "date", "seal"))
    rows = [
        [
            say(f"department.{department}"),
            *(
                f"{show_verdict(marked[department, _TOGETHER][f'verdict_{stage}'])}<div class='sign'>{sign}</div>"
                for stage in STAGES
            ),
        ]
        for department in dict.fromkeys(row["department"] for row in dossier.departments)
    ]
    headings = [say("plan.department"), *(say(f"stage.{stage}") for stage in STAGES)]
    table = _table(headings, rows, "departments")
    return _section("departments", "plan.departments", table, say("plan.departments_note"))


def write_loads(dossier: Dossier) -> str:
    """Write what is asked of the facilities that the area uses, before and after."""
    rows = []
    for row in dossier.own_loads:
        built = dossier.loads.get((row["facility_id"], row["measure"]), {})
        after = (built.get("used_after", float("nan")), built.get("left_after", float("nan")))
        figures = [row["holds"], row["used_before"], row["added"], row["left_after"], *after]
        unit = "m2" if row["measure"] == "floor_area" else "places"
        rows.append(
            [
                f"{render(dossier.names[row['category']])}<br><small>{plain(row['facility_id'])}</small>",
                say(f"clause.unit.{unit}"),
                *(_show_figure(value) for value in figures),
            ]
        )
    if not rows:
        return _section("loads", "plan.loads", f"<p>{say('plan.no_loads')}</p>")
    names = ("holds", "used_before", "added", "left_after", "used_after", "left_after_all")
    headings = [say("plan.facility"), "", *(say(f"plan.{name}") for name in names)]
    return _section("loads", "plan.loads", _table(headings, rows, "numbers"), say("plan.loads_note"))


def _show_figure(value: float) -> str:
    return f'<span class="{"under" if value < 0 else ""}">{show_number(value)}</span>'


def write_remedies(dossier: Dossier) -> str:
    """Write what would close each shortfall, the least effort first."""
    groups: dict[tuple[str, str], list[str]] = {}
    for row in dossier.remedies:
        if row["scenario"] == _TOGETHER:
            groups.setdefault((row["category"], row["kind"]), []).append(_tell_remedy(row))
    if not groups:
        return _section("remedies", "plan.remedies", f"<p>{say('plan.no_remedies')}</p>")
    rows = [
        [
            f"{render(dossier.names[category])}<br><small>{say(f'clause.kind.{kind}')}</small>",
            f"<ol>{''.join(f'<li>{option}</li>' for option in options)}</ol>",
        ]
        for (category, kind), options in groups.items()
    ]
    table = _table([say("plan.category"), say("plan.remedies")], rows, "remedies")
    return _section("remedies", "plan.remedies", table, say("plan.remedies_note"))


def _tell_remedy(row: Record) -> str:
    key, unit = f"plan.remedy.{row['remedy']}", row["unit"]
    known = math.isfinite(row["amount"]) and unit != ""
    facility: str | Both = plain(row["facility_id"]) if row["facility_id"] else phrase("plan.a_facility")
    if row["remedy"] == "new_site" and not known:
        return say("plan.remedy.new_site_any")
    if row["remedy"] == "share" and not known:
        return say("plan.remedy.share_walk", facility=facility)
    amount = _amount(row["amount"], unit)
    return say(key, amount=amount, **({"facility": facility} if row["remedy"] in _NAMES_FACILITY else {}))


_NAMES_FACILITY: Final = ("shorten", "share", "enlarge")


def write_missing(dossier: Dossier) -> str:
    """Write what is missing, and which requirements are open for want of it."""
    found: dict[str, dict[str, None]] = {}
    for row in dossier.requirements:
        if row["missing"]:
            found.setdefault(row["missing"], {})[row["category"]] = None
    if not found:
        return _section("missing", "plan.missing", f"<p>{say('plan.no_missing')}</p>")
    items = []
    for missing, categories in found.items():
        code, _, what = missing.partition(":")
        told = say(f"missing.{code}", id=plain(what)) if what else say(f"missing.{code}")
        items.append(f"<li>{told}: {render(join([dossier.names[name] for name in categories]))}</li>")
    return _section("missing", "plan.missing", f"<ul>{''.join(items)}</ul>", say("plan.missing_note"))


def write_sources(dossier: Dossier) -> str:
    """Write the rules with their sources, what is assumed, and what a second run needs to give the same."""
    review = dossier.review
    rules = "".join(
        f"<li><b>{plain(one.id)}</b> {render((plain(one.name['zh']), plain(one.name['en'])))}: {plain(one.source)}"
        f"<ul>{_list_sources(review, one.id)}</ul></li>"
        for one in review.rule_sets
    )
    ratios = say(
        "plan.ratios_value",
        residents=show_number(review.ratios.residents_per_household, 2),
        households=show_number(review.ratios.households_per_dwelling, 2),
        source=phrase(f"plan.ratios_source.{review.ratios.source}"),
    )
    walker = phrase(f"profile.{review.profile.name}")
    about = [
        (say("plan.ratios"), ratios),
        (say("plan.profile"), say("plan.profile_value", profile=walker, speed=f"{review.profile.speed_km_h:g}")),
        (say("plan.assumptions"), say("plan.homes_assumed")),
        *(
            (say("plan.assumptions"), render((plain(text["zh"]), plain(text["en"]))))
            for text in translate_notes(review.city.assumptions)
        ),
        (say("plan.attribution"), plain(review.city.attribution) or NOTHING),
        *((say("plan.files"), f"{plain(name)}: <code>{digest}</code>") for name, digest in review.batch.hashes.items()),
        (say("plan.version"), __version__),
    ]
    return _section("sources", "plan.sources", f'<ul class="rules">{rules}</ul>{_list(about, "sources")}')


def _list_sources(review: Review, rule_set: str) -> str:
    found = {(clause.source, clause.verified) for clause in review.clauses if clause.rule_set == rule_set}
    return "".join(
        f"<li>{plain(source)} ({say('plan.verified' if verified else 'plan.unverified')})</li>"
        for source, verified in sorted(found)
    )
