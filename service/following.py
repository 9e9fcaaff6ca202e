"""A service goes over to the new city when its bundle is replaced or other units are in force, and no request fails."""

import asyncio
import logging
import threading
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from geo.city.pointer import find_version
from geo.errors import GeoError
from service.answers.planner_questions import ask_first, ask_later
from service.errors import RefusedError
from service.served_city import ServedCity, open_served_city
from service.settings import Settings

_LOOK_S: Final = 2.0
#: Requests that began with the old city may still ask it for so long.
_GRACE_S: Final = 30.0
_LOG: Final = logging.getLogger("gridwalk.city")


async def follow_city(app: FastAPI, settings: Settings) -> None:
    """Look whether the city was replaced, or a day of new boundaries has begun, and serve the new one once it is ready.

    Parameters
    ----------
    app
        The application; its state ``served`` changes.
    settings
        Its settings, with a city.
    """
    assert settings.city is not None
    while True:
        await asyncio.sleep(_LOOK_S)
        served: ServedCity = app.state.served
        try:
            await run_in_threadpool(served.keep_ready)
            is_replaced = await run_in_threadpool(find_version, settings.city) != served.version
            if not is_replaced and await run_in_threadpool(served.is_of_today):
                continue
            new = await run_in_threadpool(_open_ready, settings.city, settings)
        except (GeoError, RefusedError) as error:
            _LOG.error("a new city cannot be served, or answers cannot be computed; what is served stays: %s", error)
            continue
        except Exception:  # whatever is wrong with the new city, the next one may be right
            _LOG.exception("a new city cannot be served; what is served stays")
            continue
        new.open_projection()
        app.state.served = new
        reason = "the city was replaced" if is_replaced else "other grid units are in force today"
        _LOG.warning("%s; version %s is served", reason, new.version)
        draining = threading.Timer(_GRACE_S, served.drain)
        draining.daemon = True  # a stop does not wait for it: the processes end with this one
        draining.start()


def _open_ready(city_path: Path, settings: Settings) -> ServedCity:
    served = open_served_city(city_path, settings)
    try:
        served.warm_up(ask_first(served.city))
        served.answer_ahead(ask_later(served.city))
    except BaseException:
        served.close()
        raise
    return served
