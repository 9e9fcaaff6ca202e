"""What routes ask for: the city that is served, and its units.

They are ``async`` because they only look something up: a plain function would be handed to a thread and back, which
takes longer than most answers.
"""

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from geo.locate.unit_index import UnitIndex
from service.served_city import ServedCity


async def get_served(request: Request) -> ServedCity:
    """Return the city that the application serves, with what answers questions about it."""
    served: ServedCity = request.app.state.served
    return served


async def find_unit_index(served: ServedCity, as_of: str | None) -> UnitIndex:
    """Return the units in force on a day; where they have to be found first, in a thread: others are not held up."""
    ready = served.ready_unit_index(as_of)
    return await run_in_threadpool(served.unit_index, as_of) if ready is None else ready
