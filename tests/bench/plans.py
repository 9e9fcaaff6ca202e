"""How long a batch of 1,000 plan areas takes, with its reports and without: run by ``make bench``."""

import json
import os
import sys
import tempfile
from pathlib import Path

from geo.city.bundle import open_city
from tests.bench.whole_city import run_command
from tests.plan_areas import invent_areas, write_batch

AREAS = 1000
RULES = [Path("data/standards") / name for name in ("gb50180-2018.toml", "xixian.toml")]


def measure(city_path, folder):
    """Review the same batch with reports and without, each in a process of its own."""
    batch = invent_areas(open_city(city_path), AREAS)
    files = write_batch(batch, folder)
    found = {
        "areas": len(batch.areas),
        "gates": len(batch.gates),
        "facilities": len(batch.facilities),
        "roads": len(batch.roads),
        "rule_sets": len(RULES),
        "cores": os.cpu_count(),
    }
    rules = [part for path in RULES for part in ("--rules", path)]
    for name, more in (("figures", ["--no-reports"]), ("reports", [])):
        out = folder / name
        seconds, peak_mb = run_command("plan", city_path, *files, *rules, "-o", out, *more)
        written_mb = sum(file.stat().st_size for file in out.rglob("*") if file.is_file()) / 1e6
        found[name] = {"s": seconds, "mb": peak_mb, "written_mb": written_mb}
    return found


def main():
    """Measure, print, and keep the figures as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(sys.argv[1]), Path(folder))
    for name in ("figures", "reports"):
        one = found[name]
        line = f"{found['areas']:,} plan areas, {name}: {one['s']:.1f} s, {one['mb']:,.0f} MB peak"
        sys.stdout.write(f"{line}, {one['written_mb']:.0f} MB written\n")
    path = Path("build/bench/plans.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
