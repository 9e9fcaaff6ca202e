"""The kinds of jobs: what is sent for each, what comes out, and what its client can leave out when it is too much."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from service.jobs.job import Kind
from service.jobs.uploads import BEGINNINGS
from service.models.jobs import CirclesForm, JobForm, PlanForm, SitingForm
from service.result_files import Ending

#: What a page shows of a job: ranked, short, with its geometry packed.
VIEW: Final = "view.json"
_LAYERS: Final = tuple(BEGINNINGS)


@dataclass(frozen=True, kw_only=True)
class JobKind:
    """A kind of job.

    Parameters
    ----------
    form
        What may stand beside the files.
    files
        What a file of the form holds -> the endings it may have.
    about
        The same -> what it is, for the description of the form.
    needed
        The file that the form must have, "" for none.
    results
        How the address of a result ends -> its file.
    less
        What to ask for when a job takes more than it may.
    """

    form: type[JobForm]
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    needed: str = ""
    results: Mapping[Ending, str]
    less: str


KINDS: Final[Mapping[Kind, JobKind]] = {
    "review": JobKind(
        form=PlanForm,
        files={**dict.fromkeys(("areas", "gates", "facilities", "roads"), _LAYERS), "rules": (".toml",)},
        about={
            "areas": "Planned residential areas; of a Shapefile a .zip of all its files",
            "gates": "Their gates",
            "facilities": "Facilities planned with them",
            "roads": "Roads planned with them",
            "rules": "A rule set (.toml) instead of the city's",
        },
        needed="areas",
        results={
            "xlsx": "review.xlsx",
            "gpkg": "review.gpkg",
            "html": "review.html",
            "json": "review.json",
            "filing.xlsx": "filing.xlsx",
            VIEW: VIEW,
        },
        less="send fewer areas at once, or ask for no reports (reports=false)",
    ),
    "siting": JobKind(
        form=SitingForm,
        files={"candidates": _LAYERS, "scenario": (".json",)},
        about={
            "candidates": "Places where one may build, else crossings; of a Shapefile a .zip of all its files",
            "scenario": 'What is changed before: {"add": [...], "remove": [...], "paths": [...], ...} as POST '
            "/v1/scenarios takes it",
        },
        results={
            "xlsx": "sites.xlsx",
            "gpkg": "sites.gpkg",
            "html": "sites.html",
            "json": "site.json",
            "csv": "sites.csv",
            "gates.csv": "gates.csv",
            "svg": "curve.svg",
            VIEW: VIEW,
        },
        less="ask for fewer candidates or sites",
    ),
    "circles": JobKind(
        form=CirclesForm,
        files={"rules": (".toml",)},
        about={"rules": "A rule set (.toml) instead of the city's: residents and walks of the tiers"},
        results={
            "xlsx": "life-circles.xlsx",
            "gpkg": "life-circles.gpkg",
            "html": "life-circles.html",
            "json": "life-circles.json",
            VIEW: VIEW,
        },
        less="ask for no sheets (sheets=false), or the service's operator for more",
    ),
}
