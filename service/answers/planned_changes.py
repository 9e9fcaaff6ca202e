"""Paths, gates and areas of a scenario: from longitude and latitude to what is laid, and what became of each."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import shapely

from geo.arrays import Float64
from geo.changes.laying import LaidChanges, PlannedChanges
from geo.changes.wall_gates import ROAD_REACH_M
from geo.city.model import City
from geo.crs.projection import from_lonlat, to_lonlat
from geo.plans.demand import Ratios, find_ratios
from geo.plans.planned_roads import JOIN_M
from geo.texts.reasons import describe_reason
from service.datums import choose_datum
from service.errors import PlannedPartError
from service.models.notes import NoteAnswer
from service.models.scenarios import AreaAnswer, Corner, GateAnswer, NewArea, PathAnswer, ScenarioContent

#: A path is at least and at most so long [m], an area so large [m2].
_PATH_M: Final = (1.0, 20_000.0)
_AREA_M2: Final = (100.0, 25_000_000.0)


def project_changes(city: City, content: ScenarioContent) -> PlannedChanges:
    """Bring the paths, gates and areas of a scenario into the CRS of a city.

    Parameters
    ----------
    city
        The city.
    content
        What the scenario changes.

    Returns
    -------
    PlannedChanges
        Empty where there are none.

    Raises
    ------
    InputError
        If a datum is wrong, a path or area is too small or too large, an outline crosses itself, or an area says
        neither households nor residents.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> ring = [(117.0, 34.3), (117.001, 34.3), (117.001, 34.301)]
    >>> area = NewArea(ring=ring, households=100, datum="wgs84")
    >>> project_changes(build_sample(), ScenarioContent(areas=[area])).residents.tolist()  # 2.5 in a household
    [250.0]
    """
    ratios = find_ratios(city, city.rule_sets) if content.areas else None
    paths = [shapely.LineString(_project(city, path.line, path.datum)) for path in content.paths]
    for number, path in enumerate(paths, 1):
        if not _PATH_M[0] <= path.length <= _PATH_M[1]:
            least, most = _PATH_M
            message = f"path {number} is {path.length:,.0f} m long; expected {least:,.0f} to {most:,.0f} m"
            raise PlannedPartError(message, part="paths", number=number)
    rings = [shapely.Polygon(_project(city, area.ring, area.datum)) for area in content.areas]
    for number, ring in enumerate(rings, 1):
        if not ring.is_valid:
            message = f"the outline of area {number} crosses or touches itself; draw it again"
            raise PlannedPartError(message, part="areas", number=number)
        if not _AREA_M2[0] <= ring.area <= _AREA_M2[1]:
            least, most = _AREA_M2
            message = f"area {number} has {ring.area:,.0f} m2; expected {least:,.0f} to {most:,.0f} m2"
            raise PlannedPartError(message, part="areas", number=number)
    gates = [_project(city, [(gate.lon, gate.lat)], gate.datum)[0] for gate in content.gates]
    return PlannedChanges(
        paths=np.array(paths, object),
        gates=np.reshape(np.array(gates, float), (-1, 2)),
        areas=np.array(rings, object),
        residents=np.array(
            [_count_residents(area, number, ratios) for number, area in enumerate(content.areas, 1)], float
        ),
    )


def _project(city: City, corners: Sequence[Corner], datum: str | None) -> Float64:
    chosen = choose_datum(city, datum)
    return np.array([from_lonlat(lon, lat, datum=chosen, crs=city.crs) for lon, lat in corners], float)


def _count_residents(area: NewArea, number: int, ratios: Ratios | None) -> float:
    if area.residents is not None:
        return area.residents
    if area.households is None or ratios is None:
        message = f"area {number} says neither households nor residents; give one of them"
        raise PlannedPartError(message, part="areas", number=number)
    return area.households * ratios.residents_per_household


def describe_laid(city: City, changes: PlannedChanges, laid: LaidChanges | None) -> dict[str, Any]:
    """Say what became of each path, gate and area.

    Parameters
    ----------
    city
        The city as it is.
    changes
        What was planned.
    laid
        What was laid; None where nothing was planned.

    Returns
    -------
    dict
        ``paths``, ``gates``, ``areas`` as :class:`service.models.scenarios.ScenarioAnswer` has them.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> describe_laid(city, project_changes(city, ScenarioContent()), None)
    {'paths': [], 'gates': [], 'areas': []}
    """
    if laid is None:
        return {"paths": [], "gates": [], "areas": []}
    return {
        "paths": [
            PathAnswer(
                length_m=round(path.length, 1),
                crosses=_count_crossings(city, path),
                not_joined=_describe(city, reason, JOIN_M),
            )
            for path, reason in zip(changes.paths, laid.path_reason, strict=True)
        ],
        "gates": [
            GateAnswer(
                way=[] if way is None else _to_corners(city, way), not_joined=_describe(city, reason, ROAD_REACH_M)
            )
            for way, reason in zip(laid.ways, laid.gate_reason, strict=True)
        ],
        "areas": [
            AreaAnswer(residents=round(residents, 1), not_joined=_describe(city, reason, city.snap_limit_m))
            for residents, reason in zip(changes.residents.tolist(), laid.area_reason, strict=True)
        ],
    }


def _to_corners(city: City, way: shapely.LineString) -> list[Corner]:
    lon, lat = to_lonlat(shapely.get_coordinates(way), city.crs)
    return list(zip(lon.tolist(), lat.tolist(), strict=True))


def _describe(city: City, reason: str, reach_m: float) -> NoteAnswer | None:
    if not reason:
        return None
    return NoteAnswer(**describe_reason(reason, snap_limit_m=reach_m, min_component_m=city.min_component_m))


def _count_crossings(city: City, path: shapely.LineString) -> dict[str, int]:
    """Count the barriers that a path crosses by their kind."""
    if city.barriers is None or city.barrier_tree is None or "barrier_kind" not in city.barriers:
        return {}
    kinds = city.barriers["barrier_kind"].iloc[city.barrier_tree.query(path, predicate="crosses")]
    return {str(kind): int(count) for kind, count in kinds.value_counts().sort_index().items()}
