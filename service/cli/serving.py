"""The command that serves a city over HTTP."""

import os
import socket
import sys
from typing import Annotated, Any, Final

import typer

from geo.errors import InputError
from service.cli.options import CityPath

#: How long answers may still take when the service is stopped [s]: a stream of events would never end by itself.
_LAST_ANSWERS_S: Final = 5


def serve(
    city_path: CityPath,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
) -> None:
    """Serve a city: API, maps and their documentation."""
    import uvicorn

    from geo.city.bundle import open_city
    from service.app import create_app
    from service.cli.protocol import PromptProtocol
    from service.settings import Settings

    city = open_city(city_path)
    _check_port(host, port)
    os.environ[Settings.variable("city")] = str(city_path.resolve())
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - what to open, not what to bind
    sys.stdout.write(f"{city.name}: open http://{shown}:{port}/ (API: http://{shown}:{port}/docs), stop with Ctrl+C\n")
    sys.stdout.flush()
    app: Any = "service.app:create_app" if workers > 1 else lambda: create_app(Settings(), city)  # open already
    uvicorn.run(
        app,
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        http=PromptProtocol,
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
    )


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError(
                f"cannot listen on {host} port {port}: {error.strerror}; choose another with --port"
            ) from None
