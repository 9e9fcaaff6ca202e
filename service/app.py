"""The FastAPI application."""

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.middleware.gzip import GZipMiddleware
from fastapi_offline import FastAPIOffline

from geo import __version__
from geo.city.model import City
from geo.errors import GeoError, InputError
from service.answers.planner_questions import ask_first, ask_later
from service.asking import Asking
from service.compute.host_process import Host
from service.errors import RefusedError, add_error_handlers
from service.following import follow_city
from service.http_rules import add_http_rules
from service.jobs.inflow import Inflow
from service.jobs.limits import to_limits
from service.jobs.runner import Runner
from service.routers import (
    audit,
    circles,
    coverage,
    health,
    job_posts,
    jobs,
    kept_scenarios,
    pages,
    places,
    planner,
    planner_circle,
    planner_page,
    scenarios,
    templates,
    views,
)
from service.served_city import ServedCity, open_served_city
from service.settings import Settings, read_settings

_GZIP_FROM_BYTES = 1024
_LOG = logging.getLogger("gridwalk.city")


def create_app(settings: Settings | None = None, city: City | None = None, host: Host | None = None) -> FastAPI:
    """Make the application for one city.

    Parameters
    ----------
    settings
        Settings; read from the environment where not given.
    city
        A city in memory; where not given, that of ``settings.city`` is opened when the application starts, and followed
        when its bundle is replaced.
    host
        A process that computes answers, where one was started for ``settings.city`` already.

    Returns
    -------
    fastapi.FastAPI
        The application; its documentation at ``/docs`` needs no internet either.

    Raises
    ------
    InputError
        If a setting or the planner's key is wrong; on start, if there is no city to open.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> create_app(Settings(), build_sample()).title
    'gridwalk'
    """
    chosen = settings or read_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.settings = chosen
        app.state.served = _open(chosen, host) if city is None else ServedCity(city, chosen)
        # the first address must not wait for the index, nor the start for it
        threading.Thread(target=_warm_up, args=(app.state.served, asyncio.get_running_loop()), daemon=True).start()
        following = asyncio.create_task(follow_city(app, chosen)) if city is None else None
        app.state.inflow, app.state.bodies = Inflow(), Inflow()
        app.state.streams, app.state.asking = Counter(), Asking(Counter)
        try:
            with Runner(chosen.jobs_folder, to_limits(chosen)) as app.state.runner:
                yield
        finally:
            if following is not None:
                following.cancel()
            await run_in_threadpool(app.state.served.close)

    app: FastAPI = FastAPIOffline(
        title="gridwalk",
        version=__version__,
        description="Grid units, walking and coverage of a city. Errors are application/problem+json.",
        lifespan=lifespan,
        docs_url=None,  # those of routers.pages have a policy
        redoc_url=None,
    )
    add_http_rules(app, chosen)  # within the compression: it looks into pages for their policy
    app.add_middleware(GZipMiddleware, minimum_size=_GZIP_FROM_BYTES)
    add_error_handlers(app)
    questions = (places, coverage, audit, circles, scenarios, kept_scenarios, job_posts, jobs)
    of_the_page = (planner, planner_circle, planner_page, templates, views)
    for module in (*questions, pages, *of_the_page, health):
        app.include_router(module.router)
    return app


def _warm_up(served: ServedCity, loop: asyncio.AbstractEventLoop) -> None:
    try:
        served.warm_up(ask_first(served.city))
        with suppress(RuntimeError):  # the service has been stopped meanwhile
            loop.call_soon_threadsafe(served.open_projection)
        served.answer_ahead(ask_later(served.city))
    except (GeoError, RefusedError) as error:  # it is being stopped, or cannot compute: /readyz never says otherwise
        _LOG.error("the city is not ready: %s", error)


def _open(settings: Settings, host: Host | None) -> ServedCity:
    if settings.city is None:
        raise InputError(f"no city to serve; name its bundle in {Settings.variable('city')}")
    return open_served_city(settings.city, settings, host)
