"""Who may see what: names and phones of workers are for planners, who send a key."""

import hmac
from typing import Annotated, Final

import pandas as pd
from fastapi import Header, Request
from pydantic import SecretStr

from geo.errors import InputError
from service.errors import RefusedError
from service.guesses import Guesses
from service.settings import Settings

#: Where a request holds that its answer depends on the key.
PLANNER_ASKED: Final = "gridwalk.planner_asked"
#: A key of fewer characters, or of fewer different ones, can be guessed.
_LEAST_LENGTH: Final = 16
_LEAST_DIFFERENT: Final = 6


def check_planner_key(key: SecretStr | None) -> None:
    """Refuse a planner's key that anybody could guess or that no request could send.

    Parameters
    ----------
    key
        As set; None is no key, which opens nothing to nobody.

    Raises
    ------
    InputError
        If it is empty or short, has few different characters, or others than a header can hold.

    Examples
    --------
    >>> check_planner_key(SecretStr("0123456789abcdef"))
    >>> check_planner_key(SecretStr(""))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    geo.errors.InputError: GRIDWALK_PLANNER_KEY is empty; expected at least 16 characters. Make one with: ...
    """
    if key is None:
        return
    text = key.get_secret_value().strip()
    if not text:
        found = "empty"
    elif not text.isascii() or not text.isprintable():
        found = "not of plain ASCII characters, as a header needs"
    elif len(text) < _LEAST_LENGTH:
        found = f"only {len(text)} characters long"
    elif len(set(text)) < _LEAST_DIFFERENT:
        found = f"made of only {len(set(text))} different characters"
    else:
        return
    raise InputError(
        f"{Settings.variable('planner_key')} is {found}; expected at least {_LEAST_LENGTH} characters. "
        f'Make one with: python -c "import secrets; print(secrets.token_urlsafe(24))", or leave it unset for no key'
    )


async def is_planner(
    request: Request,
    key: Annotated[str | None, Header(alias="X-Planner-Key", description="The planner's key, where one is set")] = None,
) -> bool:
    """Tell whether a request comes from a planner.

    Parameters
    ----------
    request
        The request; it is marked as one whose answer depends on the key, for who keeps answers on the way.
    key
        Its header ``X-Planner-Key``.

    Returns
    -------
    bool
        False without a key.

    Raises
    ------
    RefusedError
        403 if a key is sent that is not the service's, or the service has none; 429 after too many such from one
        address, whatever the key.
    """
    request.scope[PLANNER_ASKED] = True
    if key is None:
        return False
    known: SecretStr | None = request.app.state.settings.planner_key
    guesses: Guesses = request.app.state.guesses
    address = request.client.host if request.client else ""
    guesses.check(address)
    # compared in a time that does not tell how much of it was right
    if known is None or not hmac.compare_digest(key.encode(), known.get_secret_value().strip().encode()):
        guesses.count(address)
        raise RefusedError(403, "Forbidden", "the planner's key is wrong")
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
