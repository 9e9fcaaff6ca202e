"""Many tasks at once: the same task in processes of this machine, or on the workers of a Dask cluster."""

import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Final
from uuid import uuid4

from geo import __version__
from geo.errors import InputError
from service.many_cities.tasks import Outcome, Task, find_done, run_task

#: How long a scheduler, and the first worker of it, may take to answer [s].
CONNECT_S: Final = 10


#: How long a cluster may be without any worker before the run gives up [s], and how often that is looked at [s].
LONE_S: Final = 120


_LOOK_S: Final = 5


#: How often a task is tried alone after its process died with several at work.
_TRIES_ALONE: Final = 2


@dataclass(frozen=True)
class State:
    """How far a run is.

    Parameters
    ----------
    total, done, running, failed
        Tasks in all, done (failed ones too), under way, and failed.
    """

    total: int
    done: int
    running: int
    failed: int


class _Ledger:
    """Keeps outcomes as they come in, and tells how far the run is."""

    def __init__(self, total: int, report: Callable[[State], None]) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self._total, self._report = total, report

    def take(self, outcome: Outcome, running: int) -> None:
        self.outcomes[outcome.name] = outcome
        self.tell(running)

    def tell(self, running: int) -> None:
        failed = sum(outcome.is_failed for outcome in self.outcomes.values())
        self._report(State(self._total, len(self.outcomes), running, failed))


def run_tasks(
    tasks: Sequence[Task],
    *,
    scheduler: str | None = None,
    processes: int | None = None,
    report: Callable[[State], None] = lambda _: None,
) -> list[Outcome]:
    """Run tasks side by side; what an earlier run finished is not done again.

    Parameters
    ----------
    tasks
        With different names.
    scheduler
        Address of a Dask scheduler, ``tcp://host:port``; None for processes of this machine. Its workers have the same
        gridwalk, and see cities and results under the same paths.
    processes
        How many tasks run at once on this machine; None for one a processor. A city needs memory.
    report
        Called whenever a task begins or ends.

    Returns
    -------
    list of Outcome
        In the order of `tasks`. A task whose process or worker dies is run again elsewhere; one that kills its process
        again and again fails.

    Raises
    ------
    InputError
        If the scheduler cannot be reached or is lost, has no workers, or differs in version.

    Examples
    --------
    >>> run_tasks([])
    []
    """
    ledger = _Ledger(len(tasks), report)
    for task in tasks:
        if (known := find_done(task)) is not None:
            ledger.take(known, 0)
    left = [task for task in tasks if task.name not in ledger.outcomes]
    if left and scheduler is not None:
        _run_cluster(left, scheduler, ledger)
    elif left:
        _run_local(left, min(processes or os.cpu_count() or 1, len(left)), ledger)
    return [ledger.outcomes[task.name] for task in tasks]


def _run_local(tasks: Sequence[Task], processes: int, ledger: _Ledger) -> None:
    waiting, suspects = deque(tasks), deque[Task]()
    while waiting:
        suspects += _run_pool(waiting, processes, ledger)
    for task in suspects:  # one of those under way took its process, and so the pool, down: which one shows alone
        for _ in range(_TRIES_ALONE):
            if not _run_pool(deque([task]), 1, ledger):
                break
        else:
            ledger.take(Outcome(task.name, _describe_death("its process", _TRIES_ALONE + 1)), 0)


def _run_pool(waiting: deque[Task], processes: int, ledger: _Ledger) -> list[Task]:
    """Run until nothing waits or a process dies; return what was under way then."""
    running: dict[Future[Outcome], Task] = {}
    # spawned, not forked: this process has threads
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        try:
            while waiting or running:
                while waiting and len(running) < processes:
                    running[pool.submit(run_task, waiting[0])] = waiting[0]
                    waiting.popleft()
                ledger.tell(len(running))
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    outcome = future.result()
                    del running[future]
                    ledger.take(outcome, len(running))
        except BrokenProcessPool:
            return list(running.values())
    return []


def _describe_death(whose: str, times: int) -> str:
    return f"{whose} was killed {times} times; it may need more memory: run fewer at once, or divide it (--by-district)"


def _run_cluster(tasks: Sequence[Task], scheduler: str, ledger: _Ledger) -> None:
    with _connect(scheduler) as client, client.as_current():
        try:
            _feed_cluster(client, deque(tasks), scheduler, ledger)
        except (CancelledError, OSError) as error:
            raise InputError(
                f"{scheduler}: the scheduler was lost ({error or 'closed'}); start it and run the same command again:"
                " what is finished is kept"
            ) from None


def _feed_cluster(client: Any, waiting: deque[Task], scheduler: str, ledger: _Ledger) -> None:
    """Keep as many tasks under way as the workers have threads.

    No more than that, for a worker that dies is held against all tasks it was given, and a task that comes to
    ``distributed.scheduler.allowed-failures`` such deaths is given up. A result is taken as soon as it is there and let
    go, so that losing its worker later does not bring the task back.
    """
    from distributed import KilledWorker  # noqa: PLC0415 - optional
    from distributed import wait as wait_cluster  # noqa: PLC0415

    run, running, lone_s = uuid4().hex, dict[Any, Task](), 0
    while waiting or running:
        room = max(1, sum(client.nthreads().values()))
        while waiting and len(running) < room:
            task = waiting.popleft()
            running[client.submit(run_task, task, key=f"{task.name}-{run}", pure=False)] = task
        ledger.tell(len(running))
        try:
            done = wait_cluster(list(running), timeout=_LOOK_S, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            lone_s = 0 if client.nthreads() else lone_s + _LOOK_S
            if lone_s >= LONE_S:
                raise InputError(f"{scheduler}: no worker is left; start some and run the same command again") from None
            continue
        for future in done:
            task = running.pop(future)
            try:
                outcome = future.result()
            except KilledWorker as error:
                outcome = Outcome(task.name, _describe_death("its worker", error.allowed_failures + 1))
            future.release()
            ledger.take(outcome, len(running))


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
        found = client.run(tell_version)
    except Exception as error:  # whatever a worker without gridwalk answers
        raise InputError(f"{scheduler}: a worker has no gridwalk {__version__} ({error}); install it there") from None
    other = {f"{address} has {version}" for address, version in found.items() if version != __version__}
    if other:
        raise InputError(
            f"{scheduler}: here is gridwalk {__version__}, but {', '.join(sorted(other))}; install the same"
        )


def tell_version() -> str:
    """Tell the version of gridwalk, wherever this is called.

    Returns
    -------
    str
        As ``gridwalk --version`` prints it.

    Examples
    --------
    >>> tell_version() == __version__
    True
    """
    return __version__
