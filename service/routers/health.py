"""Is the process alive, is the city ready."""

from fastapi import APIRouter, Request

from service.errors import problem
from service.languages import read_language
from service.models.health import Health
from service.models.problems import Problem
from service.parameters import StrictRoute
from service.served_city import ServedCity

router = APIRouter(tags=["health"], route_class=StrictRoute)


@router.get("/healthz")
def get_health() -> Health:
    """Answer as long as the process lives."""
    return Health(status="ok")


@router.get("/readyz", response_model=Health, responses={503: {"model": Problem}})
def get_readiness(request: Request) -> object:
    """Answer 200 when the city is open and questions about it can be answered."""
    served: ServedCity | None = getattr(request.app.state, "served", None)
    if served is None or not served.is_ready.is_set():
        reason = "the city is not open yet; ask again in a few seconds"
        return problem(503, "Not ready", reason, lang=read_language(request.scope))
    return Health(status="ready", city=served.city.name)
