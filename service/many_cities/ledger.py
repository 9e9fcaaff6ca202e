"""How far a run is: the outcomes of its tasks as they come in."""

from collections.abc import Callable
from dataclasses import dataclass

from service.many_cities.tasks import Outcome


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


class Ledger:
    """Keeps outcomes as they come in, and reports how far the run is.

    Parameters
    ----------
    total
        Tasks in all.
    report
        Called whenever a task begins or ends.

    Attributes
    ----------
    outcomes
        Name of each task that is done -> its outcome.

    Examples
    --------
    >>> ledger = Ledger(2, print)
    >>> ledger.keep(Outcome("a"), running=1)
    State(total=2, done=1, running=1, failed=0)
    """

    def __init__(self, total: int, report: Callable[[State], None]) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self._total, self._report = total, report

    def keep(self, outcome: Outcome, *, running: int) -> None:
        """Keep the outcome of a task, and report how far the run is."""
        self.outcomes[outcome.name] = outcome
        self.show(running=running)

    def show(self, *, running: int) -> None:
        """Report how far the run is, with so many tasks under way."""
        failed = sum(outcome.is_failed for outcome in self.outcomes.values())
        self._report(State(self._total, len(self.outcomes), running, failed))
