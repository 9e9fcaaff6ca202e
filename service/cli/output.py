"""What commands print: results on stdout; notes and errors on stderr."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

import typer

from service.cli.language import reader_language, say, say_word

if TYPE_CHECKING:
    from geo.city.model import City

#: What typer raises where the arguments are wrong: it has no public name for it but in the family of its public error.
UsageError: Final = cast("type[typer.BadParameter]", typer.BadParameter.__mro__[1])


def fail(message: str) -> NoReturn:
    """Print an error and leave with exit code 1.

    Parameters
    ----------
    message
        What is wrong, and what to do.

    Raises
    ------
    SystemExit
        Always.
    """
    print_notice("error", message, style="bold red")
    sys.exit(1)


def refuse_usage(error: typer.BadParameter) -> NoReturn:
    """Say what is wrong with the arguments of a command and end with exit code 2.

    Parameters
    ----------
    error
        What typer found wrong, or :func:`service.cli.language.refuse_options` refused. Without a message where the
        help was shown because nothing was asked.

    Raises
    ------
    SystemExit
        Always.
    """
    is_ours = type(error) is typer.BadParameter and error.param is None
    text = error.message if is_ours else error.format_message()
    if text:
        print_notice("error", text, style="bold red")
        sys.stderr.write(say("see_help", command=error.ctx.command_path if error.ctx else "gridwalk") + "\n")
    sys.exit(error.exit_code)


def print_notice(label: str, text: str, *, style: str = "yellow") -> None:
    """Print a line on stderr: a coloured label and a text, which is shown as it is.

    Parameters
    ----------
    label
        What kind of line it is: ``error``, ``note``, ``assumed`` or ``failed``.
    text
        The text, put into the reader's language; numbers in it that look like a person's are masked.
    style
        Colour of the label on a terminal.
    """
    from rich.console import Console
    from rich.text import Text

    from geo.personal import mask_personal
    from geo.texts.messages import translate_message

    shown = mask_personal(translate_message(text, reader_language()))
    line = Text.assemble((f"{say(label)}:", style), f" {shown}")
    Console(stderr=True, highlight=False).print(line, soft_wrap=True)


def print_notes(city: "City") -> None:
    """Print on stderr what a city assumes and notes; nothing where it has neither.

    Parameters
    ----------
    city
        The city.
    """
    from geo.texts.notes import translate_note

    for label, notes in (("assumed", city.assumptions), ("note", city.notes)):
        for note in notes:
            print_notice(label, translate_note(note, reader_language()))


def print_json(document: Any) -> None:
    """Print a document as JSON on stdout.

    Parameters
    ----------
    document
        Whatever :func:`geo.files.writers.to_plain` makes plain.
    """
    from geo.files.writers import to_plain

    sys.stdout.write(json.dumps(to_plain(document), ensure_ascii=False, indent=2) + "\n")


def print_rows(output: Path, rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """Print the row of each city; the message of each that failed goes to stderr.

    Parameters
    ----------
    output
        Folder of all results.
    rows
        One row for each city, as :func:`service.many_cities.runs.run_cities` returns them.
    as_json
        Whether stdout is JSON.

    Raises
    ------
    typer.Exit
        With code 1 if a city failed.
    """
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            status = say_word("status", row["status"])
            sys.stdout.write(say("row", name=row["name"], status=status, seconds=row["seconds"]) + "\n")
        sys.stdout.write(f"{output / 'cities.xlsx'}\n")
    failed = [row for row in rows if row["status"] == "failed"]
    for row in failed:
        print_notice("failed", f"{row['name']}: {row['message']}", style="bold red")
    if failed:
        raise typer.Exit(1)
