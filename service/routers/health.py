"""Is the process alive, is the city ready."""

from fastapi import APIRouter, Request

from service.errors import problem
from service.models.health import Health
from service.models.problems import Problem
from service.parameters import StrictRoute

router = APIRouter(tags=["health"], route_class=StrictRoute)


@router.get("/healthz")
def get_health() -> Health:
    """Answer as long as the process lives."""
    return Health(status="ok")


@router.get("/readyz", response_model=Health, responses={503: {"model": Problem}})
def get_readiness(request: Request) -> object:
    """Answer 200 when the city is open."""
    analyses = getattr(request.app.state, "analyses", None)
    if analyses is None:
        return problem(503, "Not ready", "the city is not open yet; ask again in a few seconds")
    return Health(status="ready", city=analyses.city.name)
