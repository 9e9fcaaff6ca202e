"""What ``make bench`` measured as docs/BENCHMARKS.md, with a picture of the growth. No figure is written by hand."""

import json
import os
import platform
from pathlib import Path

from tests.bench.rewritten import list_bands, list_forms
from tests.bench.steady import LOAD_S, SHARE

BENCH, DOCS = Path("build/bench"), Path("docs")
_WIDTH, _HEIGHT, _EDGE = 640, 320, 56


def read(name):
    path = BENCH / f"{name}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def tabulate(heading, rows):
    lines = ["| " + " | ".join(heading) + " |", "|" + "---|" * len(heading)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def join_sections(old, parts):
    """The page with the sections measured now in place of those of before; what was not measured now stays."""
    sections = {}
    for text in (old, "\n\n".join(parts) + "\n"):
        for section in text.split("\n## ")[1:]:
            sections[section.split("\n", 1)[0]] = section.rstrip()
    head = "\n\n".join(parts[:2])
    return "\n\n## ".join([head, *sections.values()]) + "\n"


def write_plans(found):
    """The part of the page on plan areas."""
    rows = [
        [name, f"{found[key]['s']:.1f} s", f"{found[key]['mb']:,.0f} MB", f"{found[key]['written_mb']:.0f} MB"]
        for key, name in (("figures", "figures and layers"), ("reports", "all reports, a dossier an area"))
    ]
    return [
        "## Review of plan areas",
        f"`gridwalk plan`, the whole command on the reference city: {found['areas']:,} areas with {found['gates']:,} "
        f"gates, {found['facilities']:,} planned facilities and {found['roads']:,} roads, {found['rule_sets']} rule "
        "sets, each area alone and all together (tests/plan_areas.py).",
        tabulate(["written", "time", "peak memory", "on disk"], rows),
    ]


def write_siting(found):
    """The part of the page on siting."""
    names = {
        "as_it_stands": "existing ones kept",
        "every_home": "no existing ones, every home open",
        "every_home_30_min": "the same, 30 minutes",
        "every_home_500_sites": "the same, 15 minutes, 500 sites",
    }
    rows = [
        [
            f"{name}: {one['sites']} of {one['candidates']:,} candidates, {one['homes_open']:,} homes",
            f"{one['value']:,.0f}",
            f"{one['gap']:.2%}",
            f"{one['seconds']['choose sites']:.1f} s",
            f"{one['seconds']['all']:.1f} s",
        ]
        for key, name in names.items()
        for one in [found[key]]
    ]
    peer = found["spopt"]
    return [
        "## Siting",
        "Maximal covering of health centres in the reference city; all: from the open city to the checked answer.",
        tabulate(["instance", "people newly covered", "proven gap", "choosing", "all"], rows),
        f"Beside spopt, {peer['homes']:,} homes and {peer['candidates']:,} candidates, {peer['sites']} sites: gridwalk "
        f"{peer['ours_s']:.3f} s covers {peer['ours_covered']:,.0f}; spopt {peer['spopt_build_s']:.1f} s to build and "
        f"{peer['spopt_solve_s']:.1f} s to solve covers {peer['spopt_covered']:,.0f} ({peer['times']:.0f} x).",
    ]


def list_peers(peers):
    for name, found in peers.items():
        if not isinstance(found, dict):
            continue
        pandana = ["not run", "-"]
        if "pandana_s" in found:
            ratio = f"{found['times_pandana']:.0f} x after {found['pandana_prepare_s']:.0f} s of contraction"
            pandana = [f"{found['pandana_s']:.2f} s", ratio]
        job = f"{name}: {found['nodes']:,} nodes, {found['categories']} x {found['facilities']} facilities"
        yield [job, f"{found['ours_s']:.3f} s", f"{found['scipy_s']:.2f} s", f"{found['times_scipy']:.1f} x", *pandana]


def list_engine(engine):
    for name, found in engine.get("cities", {}).items():
        change = found["scenarios"]
        yield [
            f"{name}: {found['homes']:,} homes, {found['categories']} categories, rolled up",
            f"{found['analyze_s']:.2f} s",
        ]
        yield [f"{name}: all {found['circles']:,} facility circles", f"{found['circles_per_s']:,.0f} a second"]
        one = f"{found['one_circle_with_residents_ms']:.2f} ms"
        yield [f"{name}: one circle from coordinates, snapped, residents counted", one]
        for kind in ("add", "remove"):
            text = f"{change[f'{kind}_ms']:.1f} ms (95 %: {change[f'{kind}_p95_ms']:.1f} ms)"
            yield [f"{name}: {kind} one of {change['facilities']:,} facilities, all roll-ups", text]


def list_accuracy(found):
    for name, one in found.items():
        answers = ", ".join(f"{count} {answer}" for answer, count in sorted(one["answers"].items()))
        yield [name, f"{one['right']:.2%}", f"{one['sure']:.1%}", f"{one['sure_right']:.2%}", answers]


def list_service(service):
    for name, one in service.items():
        half = f"{one['half_load_p99_ms']:.1f} ms" if "half_load_p99_ms" in one else "-"
        yield [name, f"{one['per_s']:,.0f}", f"{one['p50_ms']:.1f} ms", half]


def write_addresses(found):
    """The part of the page on addresses."""
    named = {f"reference, {name}": one for name, one in found["reference"].items()}
    spanish = {name: one for name, one in found.items() if name not in ("reference", "batches", "service")}
    heading = ["addresses damaged by", "right unit", "sure (0.9 or more)", "of those right", "answers"]
    batches = [[name, f"{one['s']:.1f} s", f"{one['mb']:,.0f} MB"] for name, one in found["batches"].items()]
    return [
        "## Addresses",
        "2,000 addresses of the reference city's own layer each, and 1,000 house numbers of other cities, damaged by a "
        "seeded generator (tests/mangling.py). One that its damage made ambiguous is right only if it is marked so and "
        "its unit is among the candidates.",
        tabulate(heading, list_accuracy(named | spanish)),
        "## Locate over HTTP",
        "The asking process shares the two cores with the service. Half load: half of the requests a second reached.",
        tabulate(["endpoint", "requests a second", "median", "99 % at half load"], list_service(found["service"])),
        "## Locate a file",
        "The whole command, opening the city and writing the answers included; memory of its first process.",
        tabulate(["rows", "time", "peak memory"], batches),
    ]


def write_rewritten(found):
    """The part of the page on addresses of three layers, rewritten, and on stated confidence."""
    return [
        "## Addresses as citizens write them",
        "2,000 addresses each, made from the reference city's roads and names (tests/rewriting.py); asked for is the "
        "half of the rows by which nothing was set. Right: the unit, or marked ambiguous with it among the candidates.",
        tabulate(["layer", "form", "right", "wrong at 0.8 or more", "answers"], list_forms(found)),
        "## Confidence of addresses",
        "What was stated of the first unit against what was right, by band, and how often the place lay in the stated "
        "radius. Known: every form of an address of the layer. Not in it: half of it is taken out and asked for.",
        tabulate(["layer", "stated", "answers", "stated on average", "right", "in the radius"], list_bands(found)),
    ]


def write_steady(found):
    """The part of the page on the service under load."""
    load, after = found["load"], found["after"]
    rows = [
        [kind, f"{one['asked']:,}", f"{one['p50_ms']:.1f} ms", f"{one['p99_ms']:.1f} ms", f"{one['longest_ms']:.0f} ms"]
        for kind, one in load["kinds"].items()
    ]
    beside = [
        [f"`{name}` while a cold page, a cold profile and a job are computed", f"{one['asked']:,}"]
        + [f"{one[key]:.1f} ms" for key in ("p50_ms", "p99_ms", "longest_ms")]
        for name, one in found["beside_slow"].items()
    ]
    return [
        "## The service under a mixed load",
        f"`gridwalk serve`, one worker, the reference city; ready after {found['ready_s']:.1f} s. Asked at "
        f"{SHARE:.0%} of its capacity of {load['capacity_per_s']:,.0f} requests per second for {LOAD_S:.0f} s: "
        f"{load['errors']} errors. Of a map the first byte counts.",
        tabulate(["asked for", "requests", "median", "p99", "longest"], rows + beside),
        f"Memory of all processes, what they share counted once: {found['at_rest']['all_mb']:,.0f} MB when ready, "
        f"{load['memory']['all_mb']:,.0f} MB right after the load, {found['limits']['memory']['all_mb']:,.0f} MB right "
        f"after {found['limits']['limits']} different limits, {after['all_mb']:,.0f} MB a quarter of a minute later.",
    ]


def draw_growth(series):
    """A chart of seconds against nodes: an SVG, points joined by a line, and the straight line through the last."""
    most_x, most_y = max(p["nodes"] for p in series), max(p["s"] for p in series) * 1.1
    at = [
        (
            _EDGE + p["nodes"] / most_x * (_WIDTH - 2 * _EDGE),
            _HEIGHT - _EDGE - p["s"] / most_y * (_HEIGHT - 1.5 * _EDGE),
        )
        for p in series
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    base = _HEIGHT - _EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<path d="M{_EDGE} {_EDGE / 2}V{base}H{_WIDTH - _EDGE / 2}" stroke="#666" fill="none"/>',
        f'<path d="M{_EDGE} {base}L{at[-1][0]:.1f} {at[-1][1]:.1f}" stroke="#bbb" stroke-dasharray="4"/>',
        f'<polyline points="{line}" fill="none" stroke="#1f6f8b" stroke-width="2"/>',
    ]
    for (x, y), point, (next_x, _) in zip(at, series, [*at[1:], (2 * _WIDTH, 0)], strict=True):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1f6f8b"/>')
        if next_x - x < _EDGE:  # its label would lie on the next
            continue
        parts.append(f'<text x="{x - 8:.1f}" y="{y - 10:.1f}" text-anchor="end">{point["s"]:.2f} s</text>')
        parts.append(f'<text x="{x:.1f}" y="{base + 18}" text-anchor="middle">{point["nodes"] / 1000:,.0f}k</text>')
    label = "nodes; one facility of each of 20 categories to 1,000 nodes (dashed: in proportion)"
    parts.append(f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 12}" text-anchor="middle">{label}</text></svg>')
    return "\n".join(parts) + "\n"


def main():
    names = "whole_city peers engine growth valhalla addresses rewritten plans siting steady"
    whole, peers, engine, growth, valhalla, addresses, rewritten, plans, siting, steady = map(read, names.split())
    parts = [
        "# Benchmarks",
        f"Made by `make bench`, not by hand; {os.cpu_count()} cores, Python {platform.python_version()}. "
        "Times move from machine to machine, ratios less: each ratio is from one run, side by side.",
    ]
    if peers:
        heading = ["network", "gridwalk", "scipy csgraph", "ratio", "pandana", "ratio"]
        parts += [
            "## Nearest facility of each of 20 categories for every node, limit 1,200 m",
            tabulate(heading, list_peers(peers)),
        ]
    if engine:
        parts += ["## Whole cities, circles, scenarios", tabulate(["job", "time"], list_engine(engine))]
    for found, write in ((plans, write_plans), (siting, write_siting)):
        parts += write(found) if found else []
    if "valhalla_ms" in valhalla:
        parts += [
            "## One 15-minute circle beside Valhalla's isochrone",
            f"{valhalla['city']}, {valhalla['circles']} homes, the same OpenStreetMap extract: gridwalk "
            f"{valhalla['ours_ms']:.2f} ms, Valhalla {valhalla['valhalla_ms']:.2f} ms ({valhalla['times']:.1f} x).",
        ]
    for found, write in ((addresses, write_addresses), (rewritten, write_rewritten), (steady, write_steady)):
        parts += write(found) if found else []
    if growth:
        rows = [
            [f"{p['nodes']:,}", f"{p['facilities']:,}", f"{p['s']:.3f} s", f"{p['peak_mb']:,.0f} MB"]
            for p in growth["by_nodes"] + growth["by_facilities"]
        ]
        (DOCS / "growth.svg").write_text(draw_growth(growth["by_nodes"]), "utf-8")
        heading = ["nodes", "facilities a category", "20 categories", "peak memory so far"]
        parts += ["## Growth", "![seconds against nodes](growth.svg)", tabulate(heading, rows)]
    if whole:
        build, analyze = whole["build"], whole["analyze"]
        parts += [
            "## The reference city from nothing to a map",
            tabulate(
                ["command", "time", "peak memory"],
                [
                    ["`gridwalk reference`", f"{build['s']:.1f} s", f"{build['peak_mb']:,.0f} MB"],
                    ["`gridwalk serve` until ready", f"{whole['service_ready_s']:.1f} s", "-"],
                    ["`gridwalk analyze`", f"{analyze['s']:.1f} s", f"{analyze['peak_mb']:,.0f} MB"],
                ],
            ),
        ]
    page = DOCS / "BENCHMARKS.md"
    page.write_text(join_sections(page.read_text("utf-8") if page.exists() else "", parts), "utf-8")


if __name__ == "__main__":
    main()
