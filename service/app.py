"""The FastAPI application."""

import threading
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi_offline import FastAPIOffline

from geo import __version__
from geo.city.bundle import open_city
from geo.city.model import City
from geo.errors import InputError
from service.cache import AnalysisCache
from service.errors import add_error_handlers
from service.jobs.inflow import Inflow
from service.jobs.limits import to_limits
from service.jobs.runner import Runner
from service.routers import circles, coverage, health, jobs, pages, places, scenarios
from service.settings import Settings

_GZIP_FROM_BYTES = 1024


def create_app(settings: Settings | None = None, city: City | None = None) -> FastAPI:
    """Make the application for one city.

    Parameters
    ----------
    settings
        Settings; read from the environment where not given.
    city
        The city; opened from ``settings.city`` when the application starts, where not given.

    Returns
    -------
    fastapi.FastAPI
        The application; its documentation at ``/docs`` needs no internet either.

    Raises
    ------
    InputError
        On start, if there is no city to open.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> create_app(Settings(), build_sample()).title
    'gridwalk'
    """
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.settings = chosen
        app.state.analyses = AnalysisCache(city or _open(chosen), kept=chosen.analyses_kept)
        # the first address must not wait for the index, nor the start for it
        threading.Thread(target=app.state.analyses.warm_up, daemon=True).start()
        app.state.inflow, app.state.streams = Inflow(), Counter()
        with Runner(chosen.jobs_folder, to_limits(chosen)) as app.state.runner:
            yield

    app: FastAPI = FastAPIOffline(
        title="gridwalk",
        version=__version__,
        description="Grid units, walking and coverage of a city. Errors are application/problem+json.",
        lifespan=lifespan,
    )
    app.add_middleware(GZipMiddleware, minimum_size=_GZIP_FROM_BYTES)
    add_error_handlers(app)
    for module in (places, coverage, circles, scenarios, jobs, pages, health):
        app.include_router(module.router)
    return app


def _open(settings: Settings) -> City:
    if settings.city is None:
        raise InputError(f"no city to serve; name its bundle in {Settings.variable('city')}")
    return open_city(settings.city)
