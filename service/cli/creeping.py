"""A bar of steps that moves on within a step, ever slower: nobody knows how long one takes, but it never stands."""

import time
from collections.abc import Iterable, Mapping
from typing import Any, Final

from rich.console import RenderableType
from rich.progress import Progress as ProgressBar

from geo.progress import find_starts

#: After so long a step is shown as half done [s].
_HALF_S: Final = 2.0


class CreepingBar(ProgressBar):
    """A bar of one run.

    Parameters
    ----------
    columns
        What stands in its line.
    shares
        Name of each step -> its share of the time, in their order.
    options
        As of :class:`rich.progress.Progress`.
    """

    def __init__(self, *columns: Any, shares: Mapping[str, float], **options: Any) -> None:
        self._starts, self._whole = find_starts(shares), sum(shares.values())
        self._done = self._end = 0.0
        self._since = time.monotonic()
        super().__init__(*columns, **options)

    def begin_step(self, name: str, description: str) -> None:
        """Show that a step begins; one that comes out of its order leaves the bar where it is.

        Parameters
        ----------
        name
            A key of `shares`.
        description
            What is written beside the bar.
        """
        self._done = max(self.find_done(time.monotonic()), self._starts[name])
        self._end = min([start for start in self._starts.values() if start > self._done], default=self._whole)
        self._since = time.monotonic()
        for task in self.task_ids:
            self.update(task, description=description, completed=self._done)

    def find_done(self, now: float) -> float:
        """Find how much is shown as done at a moment [s of the monotonic clock]: never all of a step."""
        taken_s = max(0.0, now - self._since)
        return self._done + (self._end - self._done) * taken_s / (taken_s + _HALF_S)

    def get_renderables(self) -> Iterable[RenderableType]:
        """Move on, and draw."""
        for task in self.task_ids:
            self.update(task, completed=self.find_done(time.monotonic()))
        return super().get_renderables()
