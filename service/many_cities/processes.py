"""Tasks in processes of this machine: one that dies is replaced, and the task that kills its process again fails."""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Final

from service.many_cities.ledger import Ledger
from service.many_cities.messages import describe_death
from service.many_cities.tasks import Outcome, Task, run_task
from service.parent import end_with_parent

#: How often a task is tried alone after its process died with several at work.
_TRIES_ALONE: Final = 2


def run_in_processes(tasks: Sequence[Task], processes: int, ledger: Ledger) -> None:
    """Run tasks in processes of this machine.

    Parameters
    ----------
    tasks
        With different names; none is no work.
    processes
        How many run at once.
    ledger
        Takes their outcomes. When a process dies the pool is replaced, and each task that was under way is tried alone:
        one that kills its process again and again fails.
    """
    waiting, suspects = deque(tasks), deque[Task]()
    while waiting:
        suspects += _run_pool(waiting, processes, ledger)
    for task in suspects:  # one of those under way took its process, and so the pool, down: which one shows alone
        for _ in range(_TRIES_ALONE):
            if not _run_pool(deque([task]), 1, ledger):
                break
        else:
            ledger.keep(Outcome(task.name, describe_death("its process", _TRIES_ALONE + 1)), running=0)


def _run_pool(waiting: deque[Task], processes: int, ledger: Ledger) -> list[Task]:
    """Run until nothing waits or a process dies; return what was under way then."""
    running: dict[Future[Outcome], Task] = {}
    # spawned, not forked: this process has threads
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=end_with_parent, initargs=(0.0,)) as pool:
        try:
            while waiting or running:
                while waiting and len(running) < processes:
                    running[pool.submit(run_task, waiting[0])] = waiting[0]
                    waiting.popleft()
                ledger.show(running=len(running))
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    outcome = future.result()
                    del running[future]
                    ledger.keep(outcome, running=len(running))
        except BrokenProcessPool:
            return list(running.values())
    return []
