"""Facilities with an area: who is covered when they are reached at a point inside, and at their entrances.

``python -m tests.bench.areas SOURCE.toml ...`` prints the table of docs/decisions.md.
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from geo.city.reading.build import build_city
from geo.city.source import read_source
from geo.city.walks import measure_walks

LIMITS_M = (500.0, 1000.0)


def main() -> None:
    """Print one row per city and category in which a third of the facilities or more have an area."""
    headings = "city | category | facilities | residents within 500 m | within 1,000 m | walk too long: median | 90 %"
    sys.stdout.write(f"| {headings} |\n|---|---|---|---|---|---|---|\n")
    for source in sys.argv[1:]:
        city = build_city(read_source(Path(source)))
        derived = set() if city.gates is None else set(city.gates["place"][city.gates["is_derived"]])
        has_area = city.facilities["facility_id"].isin(derived)
        categories = [name for name in city.categories if has_area[city.facilities["category"] == name].mean() >= 1 / 3]
        at_points = measure_walks(replace(city, gates=None, snap_cache=None), categories=categories).nearest.walk_m
        at_entrances = measure_walks(city, categories=categories).nearest.walk_m
        residents = city.homes["residents"].to_numpy(float)
        for k, name in enumerate(categories):
            before, after = at_points[:, k], at_entrances[:, k]
            shares = [
                " to ".join(f"{residents[walk_m <= limit_m].sum() / residents.sum():.1%}" for walk_m in (before, after))
                for limit_m in LIMITS_M
            ]
            both = np.isfinite(before) & np.isfinite(after)
            more_m = np.quantile(before[both] - after[both], [0.5, 0.9])
            count = int((city.facilities["category"] == name).sum())
            cells = [city.name, name, str(count), *shares, *(f"{away_m:.0f} m" for away_m in more_m)]
            sys.stdout.write(f"| {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()
