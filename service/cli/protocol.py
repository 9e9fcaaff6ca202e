"""How the service speaks HTTP: as uvicorn does, without holding short answers back."""

import asyncio
import socket

from uvicorn.protocols.http.auto import AutoHTTPProtocol


class PromptProtocol(AutoHTTPProtocol):  # type: ignore[valid-type,misc]
    """Sends at once what is written.

    With several processes asyncio does not see that the connection is TCP, and leaves Nagle's algorithm on: the end of
    a short answer would wait 40 ms for the client to acknowledge its beginning.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Take a connection."""
        connection = transport.get_extra_info("socket")
        if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)
