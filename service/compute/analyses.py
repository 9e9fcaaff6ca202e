"""What answers are computed from, for one city: walks by profile, coverage by profile and limit."""

import gc
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

from geo.circles.circles import CircleMaker, make_circles
from geo.city.model import City
from geo.city.walks import Walks, measure_walks
from geo.coverage.analysis import Coverage, evaluate_coverage
from geo.coverage.scenarios import ScenarioBaseline, prepare_changes
from geo.grid.generations import check_day, find_generation
from geo.locate.unit_index import UnitIndex, make_unit_index

T = TypeVar("T")

#: Profiles, and results that depend on a limit, kept at once: a city's answers are kept as bytes elsewhere.
_PROFILES_KEPT: Final = 4
_RESULTS_KEPT: Final = 2


class Analyses:
    """Computes each analysis once and keeps the latest; safe to ask from several threads.

    Parameters
    ----------
    city
        The city.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> Analyses(build_sample()).coverage(None, "adult").figures["clinic"].covered_population
    60.0
    """

    def __init__(self, city: City) -> None:
        self.city = city
        self._by_profile = _Latest(_PROFILES_KEPT)
        self._makers = _Latest(_PROFILES_KEPT)
        self._coverages = _Latest(_RESULTS_KEPT)
        self._baselines = _Latest(_RESULTS_KEPT)
        self._unit_indexes = _Latest(_PROFILES_KEPT)

    def unit_index(self, as_of: str | None) -> UnitIndex:
        """Return the units in force on a day, None for those that have no end."""
        day = None if as_of is None else find_generation(self.city.grid_units, check_day(as_of))
        return self._unit_indexes.find(day, lambda: make_unit_index(self.city, as_of=day))

    def warm_up(self) -> None:
        """Make ready what every question needs."""
        unit_index = self.unit_index(None)
        if unit_index.address_index is not None:
            unit_index.address_index.warm_up()
        gc.collect()
        gc.freeze()

    def walks(self, profile: str) -> Walks:
        """Return the walks of a profile over all categories."""
        return self._by_profile.find(profile, lambda: measure_walks(self.city, profile=profile))

    def circles(self, profile: str) -> CircleMaker:
        """Return what the circles of a profile are drawn with."""
        return self._makers.find(profile, lambda: make_circles(self.city, profile=profile))

    def coverage(self, minutes: float | None, profile: str) -> Coverage:
        """Return the coverage of a profile within a limit [min], None for each category's own."""
        walks = self.walks(profile)
        return self._coverages.find((minutes, profile), lambda: evaluate_coverage(self.city, walks, minutes=minutes))

    def baseline(self, minutes: float | None, profile: str, category: str) -> ScenarioBaseline:
        """Return a category ready for changes of its facilities."""
        coverage = self.coverage(minutes, profile)
        return self._baselines.find((minutes, profile, category), lambda: prepare_changes(coverage, category))


class _Latest:
    """The latest results by key: each is computed once, and nobody waits for a key that is not theirs."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        self._results: OrderedDict[Hashable, Any] = OrderedDict()
        self._at_work: dict[Hashable, threading.Lock] = {}

    def find(self, key: Hashable, compute: Callable[[], T]) -> T:
        with self._lock:
            turn = self._at_work.setdefault(key, threading.Lock())
        with turn:  # of this key only; never held together with the lock of the table while computing
            with self._lock:
                if key in self._results:
                    self._results.move_to_end(key)
                    found: T = self._results[key]
                    return found
            try:
                result = compute()
            finally:
                with self._lock:
                    self._at_work.pop(key, None)
            with self._lock:
                self._results[key] = result
                while len(self._results) > self._kept:
                    self._results.popitem(last=False)
            return result
