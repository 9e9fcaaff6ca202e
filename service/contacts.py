"""Who may see what: names and phones of workers are for planners, who send a key."""

import hmac
from typing import Annotated

import pandas as pd
from fastapi import Header, HTTPException, Request


async def is_planner(
    request: Request,
    key: Annotated[str | None, Header(alias="X-Planner-Key", description="The planner's key, where one is set")] = None,
) -> bool:
    """Tell whether a request comes from a planner.

    Parameters
    ----------
    request
        The request.
    key
        Its header ``X-Planner-Key``.

    Returns
    -------
    bool
        False without a key.

    Raises
    ------
    fastapi.HTTPException
        403 if a key is sent that is not the service's, or the service has none.
    """
    if key is None:
        return False
    known = request.app.state.settings.planner_key
    # compared in a time that does not tell how much of it was right
    if known is None or not hmac.compare_digest(key.encode(), known.get_secret_value().encode()):
        raise HTTPException(403, "the planner's key is wrong")
    return True


def hide_contacts(workers: pd.DataFrame, *, is_planner: bool) -> pd.DataFrame:
    """Hide names and phones of workers from everybody but planners.

    Parameters
    ----------
    workers
        With the columns ``name`` and ``phone``; may be empty.
    is_planner
        Whether the request comes from a planner, as :func:`is_planner` tells.

    Returns
    -------
    pandas.DataFrame
        The same rows; for others than planners ``name`` and ``phone`` are None, whatever they were.

    Examples
    --------
    >>> workers = pd.DataFrame({"name": ["Li"], "role": ["lead"], "phone": ["139"]})
    >>> hide_contacts(workers, is_planner=False).to_dict("records")
    [{'name': None, 'role': 'lead', 'phone': None}]
    >>> hide_contacts(workers, is_planner=True)["phone"].tolist()
    ['139']
    """
    return workers if is_planner else workers.assign(name=None, phone=None)
