"""The command line: reads arguments, calls geo, maps and runs, prints. Nothing is computed here.

A command imports what it needs when it is called, at the top of its function or below the step that shows meanwhile:
libraries for tables and geometry take seconds to import, and the version, help and a lookup should not wait for what
they do not use.
"""

import atexit
import gc
import io
import os
import sys
from typing import Annotated

import typer

from geo import __version__
from geo.errors import GeoError
from service.cli.audit import audit
from service.cli.cities import build, check, export, reference
from service.cli.commands import Command, Commands
from service.cli.coverage import analyze
from service.cli.grid import grid
from service.cli.life_circles import circles
from service.cli.locating import locate
from service.cli.output import UsageError, fail, refuse_usage
from service.cli.plans import plan
from service.cli.programme import programme
from service.cli.report import report
from service.cli.rules import rules
from service.cli.serving import serve
from service.cli.siting import site
from service.cli.walking import circle, route

app = typer.Typer(
    name="gridwalk",
    cls=Commands,
    help="Who in a city is beyond a walk of which service: grid units, walking and coverage, in people.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    build,
    reference,
    check,
    analyze,
    audit,
    report,
    circles,
    programme,
    locate,
    circle,
    route,
    plan,
    rules,
    site,
    export,
    serve,
):
    app.command(cls=Command)(command)
app.add_typer(grid)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
    _lang: Annotated[
        str | None,
        typer.Option("--lang", metavar="zh|en", help="Language of messages, before or behind COMMAND; the locale's."),
    ] = None,
) -> None:
    """Options of gridwalk itself."""
    if version:
        sys.stdout.write(f"gridwalk {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        sys.stdout.write(f"{context.get_help()}\n")


def _read_names_as_utf8() -> None:
    """Start anew where this process takes names of files for ASCII: GDAL and Arrow know them as UTF-8 only.

    Python does so where the locale is C or POSIX and its own remedies (PEP 538 and 540) are switched off, and where the
    locale has another encoding.
    """
    if sys.getfilesystemencoding() != "utf-8":
        os.environ["PYTHONUTF8"] = "1"  # for the processes that this one starts
        # the same command with the same arguments
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606


def _check_arguments() -> None:
    """Refuse names that are no UTF-8, which what writes GeoPackages and JSON cannot be told."""
    for argument in sys.argv[1:]:
        try:
            argument.encode()
        except UnicodeEncodeError:
            fail(f"{os.fsencode(argument)!r}: is not UTF-8; rename the file or its folder")


def main() -> None:
    """Run the command line; an error of the data or the request is one message and exit code 1."""
    _read_names_as_utf8()
    # one that was closed is None to Python, and what is opened next would get its number
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a name must not stop a run on a terminal that cannot show it
    _check_arguments()
    atexit.register(gc.freeze)  # the interpreter looks at all that is left before it ends: half a second, for nothing
    try:
        sys.exit(app(standalone_mode=False))
    except UsageError as error:
        refuse_usage(error)
    except typer.Abort:
        fail("the input ended before it was whole")
    except GeoError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename or 'input or output'}: {error.strerror or error}")
    except MemoryError:
        fail("not enough memory for this city; give the machine more, or analyse fewer categories")
