"""Many tasks at once: what an earlier run finished is kept; the rest runs in processes or on a Dask cluster."""

import os
from collections.abc import Callable, Sequence

from service.many_cities.cluster import run_on_cluster
from service.many_cities.ledger import Ledger, State
from service.many_cities.processes import run_in_processes
from service.many_cities.tasks import Outcome, Task, find_done


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
        How many tasks run at once on this machine; None for as many as it has processors. A city needs memory.
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
    ledger = Ledger(len(tasks), report)
    for task in tasks:
        if (known := find_done(task)) is not None:
            ledger.keep(known, running=0)
    open_tasks = [task for task in tasks if task.name not in ledger.outcomes]
    if open_tasks and scheduler is not None:
        run_on_cluster(open_tasks, scheduler, ledger)
    elif open_tasks:
        run_in_processes(open_tasks, min(processes or os.cpu_count() or 1, len(open_tasks)), ledger)
    return [ledger.outcomes[task.name] for task in tasks]
