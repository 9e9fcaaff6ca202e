"""Commands that read ``--lang`` before all else, and show their help in the reader's language."""

from collections.abc import Iterator
from typing import Any

from typer.core import TyperCommand, TyperGroup

from geo.texts.command_help import translate_help
from service.cli.language import choose_language, find_language, move_language, reader_language, say


class Command(TyperCommand):
    """A command, with its help in the reader's language."""

    def format_help(self, ctx: Any, _: Any) -> None:
        """Print the help."""
        _print_help(self, ctx)


class Group(TyperGroup):
    """Commands of one subject, with their help in the reader's language."""

    def format_help(self, ctx: Any, _: Any) -> None:
        """Print the help."""
        _print_help(self, ctx)


class Commands(Group):
    """The commands, which take ``--lang`` before or behind their name."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments, the language first: what is wrong with the others is said in it."""
        moved = move_language(args)
        choose_language(find_language(moved))
        return super().parse_args(ctx, moved)


def _print_help(command: Any, ctx: Any) -> None:
    """Print how a command is used: typer's own page has English headings, and cuts Chinese lines off."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console, lang = Console(highlight=False), reader_language()
    usage = command.get_usage(ctx).replace("Usage:", say("usage"), 1)
    console.print(Text(f"{usage}\n\n{translate_help(command.help or '', lang)}\n"))
    sections = {
        "arguments": list(_list_parameters(command, ctx, "argument")),
        "options": list(_list_parameters(command, ctx, "option")),
        "commands": [(name, each.help or "", "") for name, each in getattr(command, "commands", {}).items()],
    }
    for name, rows in sections.items():
        if rows:
            title = Text(say(f"help.{name}"), "bold")
            table = Table(title=title, box=box.ROUNDED, show_header=False, title_justify="left", expand=True)
            table.add_column(style="bold cyan", overflow="fold", max_width=36)
            table.add_column(overflow="fold", ratio=1)
            for names, text, more in rows:
                table.add_row(Text(names), Text(" ".join(filter(None, (translate_help(text, lang), more)))))
            console.print(table)


def _list_parameters(command: Any, ctx: Any, kind: str) -> Iterator[tuple[str, str, str]]:
    """List names, help and what typer adds to it: whether it is required, its default, its range."""
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if param.param_type_name == kind and record is not None:
            text = param.help or ""
            more = record[1].removeprefix(text).strip()
            more = more.replace("default: ", say("help.default")).replace("required", say("help.required"))
            yield record[0], text, more
