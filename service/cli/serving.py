"""The command that serves a city over HTTP."""

import os
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from geo.errors import InputError
from service.cli.language import say
from service.cli.options import CityPath

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

#: How long answers may still take when the service is stopped [s]: a stream of events would never end by itself.
_LAST_ANSWERS_S: Final = 5
#: How long one of several processes may take until it says that it lives [s]: it imports and opens the city before, and
#: would be replaced again and again on a machine that is busy.
_FIRST_ANSWER_S: Final = 120
#: How long a process waits for them after its parent is gone [s].
_LAST_BREATH_S: Final = _LAST_ANSWERS_S + 5.0


def serve(
    city_path: CityPath,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
) -> None:
    """Serve a city: API, maps and their documentation."""
    from service.compute.memory import FRUGAL

    os.environ.update(FRUGAL)  # before the libraries are loaded that heed it
    import uvicorn

    from geo.city.pointer import read_part, read_pointer
    from service.cli.protocol import PromptProtocol
    from service.contacts import check_planner_key
    from service.hosts import EVERY_ADDRESS, list_own_hosts
    from service.logs import LOGGING
    from service.settings import Settings, read_settings

    settings = read_settings()
    check_planner_key(settings.planner_key)
    version, about = read_pointer(city_path)
    for name in version.files:
        read_part(version, name, len)  # what is damaged is found now, not when it is asked for
    _check_port(host, port)
    os.environ[Settings.variable("city")] = str(city_path.resolve())
    os.environ.setdefault(Settings.variable("allowed_hosts"), list_own_hosts(host))
    shown = "127.0.0.1" if host in EVERY_ADDRESS else f"[{host}]" if ":" in host else host
    sys.stdout.write(say("serving", name=about["name"], address=f"http://{shown}:{port}") + "\n")
    sys.stdout.flush()
    if workers == 1:
        _end_with_terminal()
    uvicorn.run(
        "service.cli.serving:create_worker_app" if workers > 1 else _begin_host(city_path),
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_config=LOGGING,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies,
        http=PromptProtocol,
        limit_concurrency=settings.connections,
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
        timeout_worker_healthcheck=_FIRST_ANSWER_S,
    )


def _begin_host(city_path: Path) -> "Callable[[], FastAPI]":
    """Begin the process that computes answers, while this one imports; return what makes the application then."""
    from geo.city.pointer import find_version
    from service.compute.host_process import Host

    host = Host(city_path.resolve(), version=find_version(city_path))

    def create_app_with_host() -> "FastAPI":
        from service.app import create_app

        return create_app(host=host)

    return create_app_with_host


def _end_with_terminal() -> None:
    """Have a terminal that is closed stop the service as SIGTERM does; with several processes uvicorn sees to it."""
    hang_up = getattr(signal, "SIGHUP", None)  # Windows knows none
    if hang_up is not None and signal.getsignal(hang_up) == signal.SIG_DFL:  # not ignored, as under nohup
        signal.signal(hang_up, lambda *_: signal.raise_signal(signal.SIGTERM))


def create_worker_app() -> "FastAPI":
    """Make the application of one of several processes, which ends when the process that started it does.

    Returns
    -------
    fastapi.FastAPI
        As :func:`service.app.create_app` makes it from the environment.
    """
    from service.app import create_app
    from service.parent import end_with_parent

    end_with_parent(_LAST_BREATH_S)
    return create_app()


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
