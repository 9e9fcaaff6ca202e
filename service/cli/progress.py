"""What shows on a terminal's stderr while a command works; nothing where stderr is no terminal."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from geo.progress import Progress
from geo.texts import translate
from service.cli.language import reader_language

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

    from service.many_cities.ledger import State


@contextmanager
def show_steps(what: str, shares: Mapping[str, float] | None = None) -> Iterator[Progress]:
    """Show the step at hand, with a bar where the steps' shares are known.

    Parameters
    ----------
    what
        What the command does, such as ``"building"``: a key of :data:`geo.texts.TEXTS` without "run." in front.
    shares
        Name of each step -> its share of the time, in their order; None where they are not known.

    Yields
    ------
    Progress
        To hand to what works.
    """
    from rich.console import Console

    console, run = Console(stderr=True), _name_run(what)
    if not console.is_terminal:
        yield Progress()
    elif shares is None:
        with console.status(run) as status:
            yield Progress(lambda name: status.update(_describe_step(run, name)))
    else:
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn

        from service.cli.creeping import CreepingBar

        columns = (TextColumn("{task.description:40}"), BarColumn(), TaskProgressColumn(), *_make_clocks())
        with CreepingBar(*columns, shares=shares, console=console, transient=True) as bar:
            bar.add_task(run, total=sum(shares.values()))
            yield Progress(lambda name: bar.begin_step(name, _describe_step(run, name)))


@contextmanager
def show_tasks(what: str) -> Iterator[Callable[["State"], None]]:
    """Show tasks done, running and failed, with the time left.

    Parameters
    ----------
    what
        The tasks: ``"cities"`` or ``"districts"``, keys as of :func:`show_steps`.

    Yields
    ------
    callable
        To be called with how far the run is.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as ProgressBar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *_make_clocks())
    with ProgressBar(*columns, console=Console(stderr=True), transient=True) as bar:
        run = _name_run(what)
        task = bar.add_task(run, total=None, visible=bar.console.is_terminal)

        def report(state: "State") -> None:
            text = _say_run("tasks", run=run, running=state.running, failed=state.failed)
            bar.update(task, total=state.total, completed=state.done, description=text)

        yield report


@contextmanager
def show_rows(total: int | None) -> Iterator[Callable[[int], None]]:
    """Show how many rows of a file are located.

    Parameters
    ----------
    total
        Rows of the file, or None where that is not known.

    Yields
    ------
    callable
        To be called with the number of rows done since the last call.
    """
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as ProgressBar

    columns = (TextColumn(_name_run("locating")), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with ProgressBar(*columns, console=Console(stderr=True), transient=True) as bar:
        task, done = bar.add_task(_say_run("rows", count=0), total=total, visible=bar.console.is_terminal), 0

        def report(rows: int) -> None:
            nonlocal done
            done += rows
            bar.update(task, completed=done, description=_say_run("rows", count=done))

        yield report


def _name_run(what: str) -> str:
    return translate(f"run.{what}", reader_language())


def _describe_step(run: str, name: str) -> str:
    return _say_run("step", run=run, step=translate(f"step.{name}", reader_language()))


def _say_run(key: str, **values: str | int) -> str:
    return translate(f"run.{key}", reader_language()).format(**values)


def _make_clocks() -> tuple["ProgressColumn", "ProgressColumn"]:
    from rich.progress import TimeElapsedColumn, TimeRemainingColumn

    return TimeElapsedColumn(), TimeRemainingColumn()
