"""Arguments and options that several commands share."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from geo.crs.uncertain import Uncertain
from service.cli.language import refuse_options

CityPath = Annotated[Path, typer.Argument(metavar="CITY", help="A city bundle, made by gridwalk build.")]
CityOutput = Annotated[Path, typer.Option("-o", "--output", metavar="CITY", help="Directory to write.")]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="OUT", help="Directory to write.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
Profile = Annotated[str, typer.Option(help="adult, elder, wheelchair or brisk.")]
Datum = Annotated[str | None, typer.Option(help="wgs84, cgcs2000, gcj02 or bd09.")]
Uncertainty = Annotated[
    Uncertain, typer.Option(help="accept: read files in a CRS known to tens of metres only (Xi'an 80, Beijing 54).")
]
Scheduler = Annotated[
    str | None, typer.Option(metavar="tcp://HOST:PORT", help="A Dask scheduler whose workers take the cities.")
]
Processes = Annotated[int | None, typer.Option(min=1, help="Cities at once; one for each processor if not given.")]


def parse_columns(texts: Sequence[str] | None, *, expected: str) -> dict[str, str]:
    """Take apart what ``--column`` says.

    Parameters
    ----------
    texts
        Each ``ours=theirs``; None where the option was not given.
    expected
        What to write, for the message.

    Returns
    -------
    dict
        Our name -> the file's; empty for no texts.

    Raises
    ------
    typer.BadParameter
        If a text is not of that form.

    Examples
    --------
    >>> parse_columns(["address=住址"], expected="address=NAME")
    {'address': '住址'}
    """
    pairs = [text.partition("=") for text in texts or ()]
    wrong = [ours for ours, sign, theirs in pairs if not sign or not theirs]
    if wrong:
        refuse_options(f"--column {wrong[0]}: expected {expected}")
    return {ours: theirs for ours, _, theirs in pairs}
