"""What answers are computed from, for one city: walks by profile, coverage by profile and limit."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Float64, Int32, Int64
from geo.audit.audit import Audit, audit_city
from geo.changes.laying import LaidChanges, PlannedChanges, lay_changes
from geo.circles.circles import CircleMaker, draw_circle, prepare_circles
from geo.city.model import City
from geo.city.walk_context import WalkContext, make_walk_context
from geo.city.walks import Walks, walk_from_homes
from geo.coverage.analysis import Coverage, evaluate_coverage
from geo.coverage.by_minute import find_unit_rows
from geo.coverage.scenarios import ScenarioBaseline, change_facilities, prepare_changes
from geo.grid.generations import find_generation
from geo.locate.unit_index import UnitIndex, make_unit_index
from geo.walking.profiles import PROFILES
from service.compute.latest import Latest

#: Results that depend on a limit, and indexes of former boundaries, kept at once; answers are kept as bytes elsewhere.
_KEPT: Final = 2
#: Categories ready for changes, 10 MB each in a city of ten million: somebody moves one facility after another.
_BASELINES_KEPT: Final = 8
#: Tiles of the lattice on each side of 4,000 m: circles are asked for all over a city, one at a time.
_TILES: Final = 4
#: Tables of gap areas kept at once: of one category each.
_GAPS_KEPT: Final = 4
#: The profile whose walks most questions are about.
USUAL: Final = "adult"


@dataclass(frozen=True)
class _Planned:
    """The city with planned ways and homes: what is ready on it goes when another plan comes."""

    laid: LaidChanges
    baselines: Latest[ScenarioBaseline]


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
        self._contexts: Latest[WalkContext] = Latest(len(PROFILES))
        self._makers: Latest[CircleMaker] = Latest(len(PROFILES))
        self._walks: Latest[Walks] = Latest(_KEPT)
        self._coverages: Latest[Coverage] = Latest(_KEPT)
        self._usual_walks: Latest[Walks] = Latest(1)
        self._usual_coverage: Latest[Coverage] = Latest(1)
        self._gaps: Latest[tuple[gpd.GeoDataFrame, Int64]] = Latest(_GAPS_KEPT)
        self._audits: Latest[Audit] = Latest(1)
        self._baselines: Latest[ScenarioBaseline] = Latest(_BASELINES_KEPT)
        self._planned: Latest[_Planned] = Latest(1)
        self._unit_indexes: Latest[UnitIndex] = Latest(_KEPT)

    def prepare(self) -> None:
        """Make ready what the first page is made of: coverage by the usual profile.

        What other profiles need takes much memory for what is seldom asked, and is made in half a second each.
        """
        coverage = self.coverage(None, USUAL)
        coverage.levels, self.unit_rows  # noqa: B018 - made here, for all forks

    def prepare_rest(self) -> None:
        """Make ready what scenarios and circles of the usual profile need."""
        coverage, place = self.coverage(None, USUAL), self._find_first_home()
        for category in [*coverage.limit_m][:1]:  # what scenarios of any category need
            change_facilities(prepare_changes(coverage, category, unit_rows=self.unit_rows), add=np.array([place]))
        draw_circle(self.circles(USUAL), *place, minutes=[1])  # indexes its lattice

    def _find_first_home(self) -> tuple[float, float]:
        homes = self.city.homes.geometry
        return (homes.iloc[0].x, homes.iloc[0].y) if len(homes) else (0.0, 0.0)

    @cached_property
    def road_boxes(self) -> Float64:
        """The bounds of the roads [m], shape (n, 4)."""
        return np.asarray(shapely.bounds(self.city.roads.geometry.to_numpy()), float)

    def context(self, profile: str) -> WalkContext:
        """Return who of a profile walks where."""
        return self._contexts.find(profile, lambda: make_walk_context(self.city, profile=profile))

    def walks(self, profile: str) -> Walks:
        """Return the walks of a profile over all categories."""
        latest = self._usual_walks if profile == USUAL else self._walks
        return latest.find(profile, lambda: walk_from_homes(self.context(profile)))

    def circles(self, profile: str) -> CircleMaker:
        """Return what the circles of a profile are drawn with."""
        return self._makers.find(profile, lambda: prepare_circles(self.context(profile), tiles=_TILES))

    def coverage(self, minutes: float | None, profile: str) -> Coverage:
        """Return the coverage of a profile within a limit [min], None for each category's own."""
        latest = self._usual_coverage if (minutes, profile) == (None, USUAL) else self._coverages
        return latest.find(
            (minutes, profile), lambda: evaluate_coverage(self.city, self.walks(profile), minutes=minutes)
        )

    @cached_property
    def unit_rows(self) -> dict[str, Int32]:
        """The row of each level to which each grid unit counts, whoever walks."""
        return find_unit_rows(self.coverage(None, USUAL))

    def gaps(self, minutes: float | None, profile: str, category: str) -> tuple[gpd.GeoDataFrame, Int64]:
        """Return the gap areas of a category, and which home lies in which."""
        return self._gaps.find(
            (minutes, profile, category), lambda: self.coverage(minutes, profile).find_gaps(category)
        )

    def audit(self) -> Audit:
        """Return what the communities have and lack, by the walks of the usual profile."""
        return self._audits.find(USUAL, lambda: audit_city(self.coverage(None, USUAL)))

    def laid(self, profile: str, changes: PlannedChanges) -> LaidChanges | None:
        """Return the city with planned ways and homes as a profile walks it; None where nothing is planned."""
        return None if changes.is_empty else self._plan(profile, changes).laid

    def baseline(
        self, minutes: float | None, profile: str, category: str, *, changes: PlannedChanges
    ) -> ScenarioBaseline:
        """Return a category ready for changes of its facilities, in the city with planned ways and homes."""
        planned = None if changes.is_empty else self._plan(profile, changes)
        ground = None if planned is None else planned.laid.ground
        return (self._baselines if planned is None else planned.baselines).find(
            (minutes, profile, category),
            lambda: prepare_changes(self.coverage(minutes, profile), category, ground=ground, unit_rows=self.unit_rows),
        )

    def _plan(self, profile: str, changes: PlannedChanges) -> "_Planned":
        return self._planned.find(
            (profile, changes.name),
            lambda: _Planned(lay_changes(self.walks(profile), changes), Latest(_BASELINES_KEPT)),
        )

    def unit_index(self, as_of: str | None) -> UnitIndex:
        """Return the units in force on a day, None for those of today; without addresses."""
        day = find_generation(self.city.grid_units, as_of)
        return self._unit_indexes.find(day, lambda: make_unit_index(self.city, as_of=day, with_addresses=False))
