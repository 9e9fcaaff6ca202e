"""Analyses of one city, kept in memory: walks by profile, coverage by profile and limit."""

import gc
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from geo.circles.circles import CircleMaker, make_circles
from geo.city.model import City
from geo.city.walks import Walks, measure_walks
from geo.coverage.analysis import Coverage, evaluate_coverage
from geo.coverage.scenarios import ScenarioBaseline, prepare_changes
from geo.coverage.summary import summarize
from geo.grid.generations import check_day, find_generation
from geo.locate.unit_index import UnitIndex, make_unit_index
from geo.texts import Lang
from maps.coverage_page import render_coverage_page
from maps.find_page import render_find_page

T = TypeVar("T")


class Analyses:
    """Computes each analysis once and keeps the latest; safe to ask from several threads.

    Parameters
    ----------
    city
        The city.
    kept
        How many results are kept.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> Analyses(build_sample(), kept=8).coverage(None, "adult").figures["clinic"].covered_population
    60.0
    """

    def __init__(self, city: City, *, kept: int) -> None:
        self.city = city
        self._kept = kept
        self._results: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.RLock()

    def unit_index(self, as_of: str | None) -> UnitIndex:
        """Return the units in force on a day, None for those that have no end."""
        day = None if as_of is None else find_generation(self.city.grid_units, check_day(as_of))
        return self._once(("directory", day), lambda: make_unit_index(self.city, as_of=day))

    def warm_up(self) -> None:
        """Make ready what every question needs."""
        unit_index = self.unit_index(None)
        if unit_index.address_index is not None:
            unit_index.address_index.warm_up()
        # a city is millions of objects that stay: collecting garbage need not look at them again and again
        gc.collect()
        gc.freeze()

    def walks(self, profile: str) -> Walks:
        """Return the walks of a profile over all categories."""
        return self._once(("walks", profile), lambda: measure_walks(self.city, profile=profile))

    def circles(self, profile: str) -> CircleMaker:
        """Return what the circles of a profile are drawn with."""
        return self._once(("circles", profile), lambda: make_circles(self.city, profile=profile))

    def coverage(self, minutes: float | None, profile: str) -> Coverage:
        """Return the coverage of a profile within a limit [min], None for each category's own."""
        return self._once(
            ("coverage", minutes, profile),
            lambda: evaluate_coverage(self.city, self.walks(profile), minutes=minutes),
        )

    def standing(self, minutes: float | None, profile: str, category: str) -> ScenarioBaseline:
        """Return a category ready for changes of its facilities."""
        return self._once(
            ("standing", minutes, profile, category),
            lambda: prepare_changes(self.coverage(minutes, profile), category),
        )

    def page(self, minutes: float | None, profile: str, level: str, lang: Lang) -> bytes:
        """Return the coverage page as UTF-8."""

        def draw() -> bytes:
            coverage = self.coverage(minutes, profile)
            summary = summarize(self.city, coverage, minutes=minutes)
            return render_coverage_page(self.city, coverage, summary, level=level, lang=lang).encode()

        return self._once(("page", minutes, profile, level, lang), draw)

    def find_page(self, lang: Lang) -> bytes:
        """Return the find page as UTF-8."""
        return self._once(("find", lang), lambda: render_find_page(self.city, lang=lang).encode())

    def _once(self, key: Hashable, compute: Callable[[], T]) -> T:
        with self._lock:
            if key not in self._results:
                self._results[key] = compute()
                while len(self._results) > self._kept:
                    self._results.popitem(last=False)
            self._results.move_to_end(key)
            result: T = self._results[key]
            return result
