"""In which form an answer is sent: what the client accepts, among what there is."""

from collections.abc import Sequence
from typing import Final

from fastapi import Request

from service.errors import RefusedError

JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"
CSV: Final = "text/csv"
ARROW: Final = "application/vnd.apache.arrow.stream"


def choose_media_type(request: Request, offered: Sequence[str]) -> str:
    """Choose the form of an answer.

    Parameters
    ----------
    request
        The request, for its Accept.
    offered
        Media types that there are; the first is sent to who names none.

    Returns
    -------
    str
        One of them: the one that is wanted most, of equals the one that is offered first.

    Raises
    ------
    RefusedError
        406 if the client accepts none of them.
    """
    wanted = _read_accept(",".join(request.headers.getlist("Accept")))
    best = max(offered, key=lambda media_type: _weigh(media_type, wanted))
    if _weigh(best, wanted) <= 0:
        raise RefusedError(406, "Not acceptable", f"this answer comes as {', '.join(offered)}; name one in Accept")
    return best


def _read_accept(text: str) -> dict[str, float]:
    """Read media type or range -> how much it is wanted, 0 to 1."""
    wanted = {}
    for part in text.split(","):
        name, *parameters = (each.strip().lower() for each in part.split(";"))
        weights = [each.partition("=")[2] for each in parameters if each.startswith("q=")]
        if name:
            wanted[name] = _read_weight(weights[0]) if weights else 1.0
    return wanted or {"*/*": 1.0}


def _read_weight(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


def _weigh(media_type: str, wanted: dict[str, float]) -> float:
    """Tell how much a media type is wanted: what is named more closely counts first."""
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((wanted[each] for each in ranges if each in wanted), 0.0)
