"""Tasks on the workers of a Dask cluster: if a worker dies its task runs on another; a lost scheduler ends the run."""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import CancelledError
from typing import Any, Final
from uuid import uuid4

from geo import __version__
from geo.errors import InputError
from service.many_cities.ledger import Ledger
from service.many_cities.messages import describe_death
from service.many_cities.tasks import Outcome, Task, run_task

#: How long a scheduler, and the first worker of it, may take to answer [s].
CONNECT_S: Final = 10
#: How long a cluster may be without any worker before the run gives up [s], and how often that is looked at [s].
LONE_S: Final = 120
_LOOK_S: Final = 5


def run_on_cluster(tasks: Sequence[Task], scheduler: str, ledger: Ledger) -> None:
    """Run tasks on the workers of a Dask cluster.

    Parameters
    ----------
    tasks
        With different names.
    scheduler
        Address of the scheduler, ``tcp://host:port``.
    ledger
        Takes their outcomes. A task whose worker dies is run again on another; one that kills several workers fails.

    Raises
    ------
    InputError
        If the scheduler cannot be reached or is lost, has no workers for long, or differs in version.
    """
    with _connect(scheduler) as client, client.as_current():
        try:
            _feed_cluster(client, deque(tasks), scheduler, ledger)
        except (CancelledError, OSError) as error:
            raise InputError(
                f"{scheduler}: the scheduler was lost ({error or 'closed'}); start it and run the same command again:"
                " what is finished is kept"
            ) from None


def _feed_cluster(client: Any, waiting: deque[Task], scheduler: str, ledger: Ledger) -> None:
    """Keep as many tasks under way as the workers have threads.

    No more than that, for a worker that dies is held against all tasks it was given, and a task that comes to
    ``distributed.scheduler.allowed-failures`` such deaths is given up. A result is taken as soon as it is there and let
    go, so that losing its worker later does not bring the task back.
    """
    from distributed import KilledWorker  # noqa: PLC0415 - optional
    from distributed import wait as wait_cluster  # noqa: PLC0415

    run_id, running, lone_s = uuid4().hex, dict[Any, Task](), 0
    while waiting or running:
        room = max(1, sum(client.nthreads().values()))
        while waiting and len(running) < room:
            task = waiting.popleft()
            running[client.submit(run_task, task, key=f"{task.name}-{run_id}", pure=False)] = task
        ledger.show(running=len(running))
        try:
            done = wait_cluster(list(running), timeout=_LOOK_S, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            lone_s = 0 if client.nthreads() else lone_s + _LOOK_S
            if lone_s >= LONE_S:
                raise InputError(f"{scheduler}: no worker is left; start some and run the same command again") from None
            continue
        lone_s = 0
        for future in done:
            task = running.pop(future)
            try:
                outcome = future.result()
            except KilledWorker as error:
                outcome = Outcome(task.name, describe_death("its worker", error.allowed_failures + 1))
            future.release()
            ledger.keep(outcome, running=len(running))


def _connect(scheduler: str) -> Any:
    """Connect to a scheduler that has workers of our versions."""
    try:
        from distributed import Client  # noqa: PLC0415 - optional
    except ImportError:
        raise InputError("--scheduler needs Dask: pip install gridwalk[cluster]") from None
    try:
        client = Client(scheduler, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise InputError(
            f"{scheduler}: no Dask scheduler answers ({error}); expected tcp://host:port of one that runs"
        ) from None
    try:
        _check_workers(client, scheduler)
    except BaseException:
        client.close()
        raise
    return client


def _check_workers(client: Any, scheduler: str) -> None:
    try:
        client.wait_for_workers(1, timeout=CONNECT_S)
    except TimeoutError:
        raise InputError(f"{scheduler}: has no workers; start some with: dask worker {scheduler}") from None
    try:
        client.get_versions(check=True)
    except ValueError as error:
        raise InputError(f"{scheduler}: versions differ; install the same everywhere: {error}") from None
    try:
        found = client.run(get_version)
    except (OSError, CancelledError, TimeoutError) as error:
        raise InputError(
            f"{scheduler}: the scheduler was lost ({error or 'closed'}); start it and run the same command again"
        ) from None
    except Exception as error:  # whatever a worker without gridwalk answers
        raise InputError(f"{scheduler}: a worker has no gridwalk {__version__} ({error}); install it there") from None
    other = {f"{address} has {version}" for address, version in found.items() if version != __version__}
    if other:
        raise InputError(
            f"{scheduler}: here is gridwalk {__version__}, but {', '.join(sorted(other))}; install the same"
        )


def get_version() -> str:
    """Return the version of gridwalk, wherever this is called.

    Returns
    -------
    str
        As ``gridwalk --version`` prints it.

    Examples
    --------
    >>> get_version() == __version__
    True
    """
    return __version__
