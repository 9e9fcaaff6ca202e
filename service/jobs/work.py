"""What a job does, by its kind: from what was sent in to a folder with what came out."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from geo.changes.changed_city import change_ways_and_homes
from geo.city.model import City
from geo.city.planned_facilities import PlannedFacility, plan_facilities
from geo.crs.projection import from_lonlat
from geo.errors import InputError
from geo.files.read_limits import UPLOAD_LIMITS
from geo.life_circles.urban_units import Separators
from geo.plans.read.batch_files import PlanFiles
from geo.progress import Progress
from geo.rules.rule_set import read_rules
from geo.siting import SiteRequest, SolverBudget, read_candidates
from service.answers.planned_changes import project_changes
from service.datums import choose_datum
from service.jobs.forms import parse_columns
from service.jobs.job import JobRequest, Kind
from service.jobs.kinds import VIEW
from service.models.jobs import CirclesForm, PlanForm, SitingForm
from service.models.scenarios import ScenarioContent
from service.runs.life_circles import CIRCLES_STEPS, write_circles_of
from service.runs.review import REVIEW_STEPS, ReviewRequest, write_review
from service.runs.siting import SITING_STEPS, write_siting


@dataclass(frozen=True)
class Work:
    """What a kind of job does.

    Parameters
    ----------
    run
        Called with the city, the request, the folder of what was sent in, that of what comes out, and the progress.
    steps
        Name of each step and its share of the time.
    """

    run: Callable[[City, JobRequest, Path, Path, Progress], Any]
    steps: Mapping[str, float]


def to_review_request(request: JobRequest, upload: Path) -> ReviewRequest:
    """Make the request for a review of that for a job.

    Parameters
    ----------
    request
        What was sent.
    upload
        The folder of its files.

    Returns
    -------
    ReviewRequest
        Its files are read within the limits of uploads.

    Examples
    --------
    >>> to_review_request(JobRequest(files={"areas": "areas.csv"}), Path("upload")).files.areas.name
    'areas.csv'
    """
    form = PlanForm.model_validate(request.options)
    paths = {role: upload / name for role, name in request.files.items()}
    files = PlanFiles(
        areas=paths["areas"],
        gates=paths.get("gates"),
        facilities=paths.get("facilities"),
        roads=paths.get("roads"),
        datum=form.datum,
        uncertain=form.uncertain,
        layer=form.layer or form.sheet,
        columns=parse_columns(form.column),
    )
    rules = (paths["rules"],) if "rules" in paths else ()
    return ReviewRequest(files, rules, form.profile, form.skip_bad, form.reports, UPLOAD_LIMITS)


def to_site_request(request: JobRequest) -> SiteRequest:
    """Make the request for sites of that for a job.

    Parameters
    ----------
    request
        What was sent.

    Returns
    -------
    SiteRequest
        Not checked.

    Examples
    --------
    >>> to_site_request(JobRequest(kind="siting", options={"category": "clinic", "add": 2})).add
    2
    """
    form = SitingForm.model_validate(request.options)
    return SiteRequest(
        category=form.category,
        add=form.add,
        target=form.target,
        objective=form.objective,
        capacity=form.capacity,
        max_cost=form.max_cost,
        where=tuple(form.where),
        level=form.level,
        area=form.area,
        scope=form.scope,
        demand_column=form.demand_column,
        max_candidates=form.max_candidates,
        minutes=form.minutes,
        profile=form.profile,
        budget=SolverBudget(form.mip_gap, form.time_limit, form.bound_time),
    )


def change_city(city: City, path: Path, *, profile: str = "adult") -> City:
    """Make the city that a scenario plans: its facilities built and taken away, its paths, gates and areas laid.

    Parameters
    ----------
    city
        The city; not changed.
    path
        A file in JSON: what :class:`service.models.scenarios.ScenarioContent` holds; whatever else is in it does not
        count.
    profile
        Who walks.

    Returns
    -------
    City
        Its analysis has the figures that ``POST /v1/scenarios`` answers after the scenario.

    Raises
    ------
    InputError
        If the file is no scenario, a datum or shape is wrong, or a category is unknown.
    NotFoundError
        If a facility to remove is none.

    Examples
    --------
    >>> import tempfile
    >>> from geo.city.sample import build_sample
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "scenario.json"
    ...     _ = path.write_text('{"remove": ["c1"]}')
    ...     change_city(build_sample(), path).facilities["facility_id"].tolist()
    ['s1']
    """
    try:
        given = json.loads(path.read_bytes())
        known = ScenarioContent.model_fields
        scenario = ScenarioContent.model_validate({name: given[name] for name in known if name in given})
    except (ValueError, TypeError, ValidationError):
        raise InputError(
            f"{path.name}: is no scenario; expected a JSON object as POST /v1/scenarios takes it"
        ) from None
    add = [
        PlannedFacility(new.category, *from_lonlat(new.lon, new.lat, datum=choose_datum(city, new.datum), crs=city.crs))
        for new in scenario.add
    ]
    changed = change_ways_and_homes(city, project_changes(city, scenario), profile=profile)
    return plan_facilities(changed, add=add, remove=scenario.gone)


def _review(city: City, request: JobRequest, upload: Path, folder: Path, progress: Progress) -> None:
    write_review(city, to_review_request(request, upload), folder, view=VIEW, progress=progress)


def _choose_sites(city: City, request: JobRequest, upload: Path, folder: Path, progress: Progress) -> None:
    form, wanted = SitingForm.model_validate(request.options), to_site_request(request)
    wanted.check()
    if "scenario" in request.files:
        city = change_city(city, upload / request.files["scenario"], profile=form.profile)
    candidates, source = None, "network"
    if "candidates" in request.files:
        path, source = upload / request.files["candidates"], request.names["candidates"]
        candidates = read_candidates(path, city, datum=form.datum, uncertain=form.uncertain, limits=UPLOAD_LIMITS)
    write_siting(city, wanted, folder, candidates=candidates, source=source, view=VIEW, progress=progress)


def _divide_circles(city: City, request: JobRequest, upload: Path, folder: Path, progress: Progress) -> None:
    form = CirclesForm.model_validate(request.options)
    separators = Separators(
        highways=tuple(name for name in form.road if name != "none"),
        barrier_kinds=tuple(name for name in form.barrier if name != "none"),
        bridge_m=form.bridge_m,
    )
    write_circles_of(
        city,
        folder,
        profile=form.profile,
        separators=separators,
        rules=read_rules(upload / request.files["rules"]) if "rules" in request.files else None,
        sheets="all" if form.sheets else "",
        view=VIEW,
        progress=progress,
    )


#: Kind of a job -> what it does.
WORK: Final[Mapping[Kind, Work]] = {
    "review": Work(_review, REVIEW_STEPS),
    "siting": Work(_choose_sites, SITING_STEPS),
    "circles": Work(_divide_circles, CIRCLES_STEPS),
}
