"""Large answers are sent once: an ETag of their bytes answers the next request with 304."""

import hashlib

from fastapi import Request, Response


def send(request: Request, body: bytes, media_type: str) -> Response:
    """Send a body, or 304 where the client holds it already.

    Parameters
    ----------
    request
        The request, for its If-None-Match.
    body
        The whole answer.
    media_type
        Its type.

    Returns
    -------
    fastapi.Response
        With a weak ETag: the same bytes whatever the compression.
    """
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    held = [text.strip() for text in request.headers.get("If-None-Match", "").split(",")]
    if tag in held or "*" in held:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
