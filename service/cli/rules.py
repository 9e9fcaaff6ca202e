"""The command that checks a rule set and shows it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from service.cli.language import reader_language
from service.cli.options import AsJson
from service.cli.output import print_json


def rules(
    file: Annotated[Path, typer.Argument(metavar="RULES.toml", help="The rule set.")],
    as_json: AsJson = False,
) -> None:
    """Check a rule set, and show it as tables."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from geo.rules.listing import count_doubtful, describe_scope, tabulate_rules
    from geo.rules.rule_set import dump_rules, read_rules
    from geo.texts import translate

    found, lang = read_rules(file), reader_language()
    if as_json:
        print_json(dump_rules(found))
        return
    # as wide as a page where nobody looks at a terminal
    console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 200)
    console.print(Text(found.name[lang], "bold"))
    for heading, text in describe_scope(found, lang):
        console.print(Text(f"{heading}: {text}"))
    for table in tabulate_rules(found, lang):
        shown = Table(title=Text(table.title, "bold"), title_justify="left", box=SIMPLE_HEAD)
        for heading in table.headings:
            shown.add_column(Text(heading), overflow="fold")
        for row in table.rows:
            shown.add_row(*map(Text, row))
        console.print(shown)
    if doubtful := count_doubtful(found):
        console.print(Text(translate("rules.doubtful", lang).format(count=doubtful)))
