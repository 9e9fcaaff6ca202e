"""Reading TOML and JSON: source files, rule sets, what a bundle says of itself."""

import json
import tomllib
from pathlib import Path
from typing import Any, Final

from geo.errors import InputError

#: Points in a line: reading a key of so many parts (a.b.c) takes time by their square, and blocks who reads it.
_MOST_POINTS: Final = 100


def read_toml(path: Path, *, what: str) -> dict[str, Any]:
    """Read a TOML file.

    Parameters
    ----------
    path
        The file, in UTF-8.
    what
        What it is, for messages: "source file", "rule set".

    Returns
    -------
    dict
        Its tables.

    Raises
    ------
    InputError
        If it is missing, cannot be read or is no TOML.

    Examples
    --------
    >>> read_toml(Path("none.toml"), what="rule set")
    Traceback (most recent call last):
        ...
    geo.errors.InputError: none.toml: no such rule set; expected a TOML file
    """
    if not path.is_file():
        raise InputError(f"{path}: no such {what}; expected a TOML file")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not in UTF-8; save the {what} as UTF-8") from None
    if max(line.count(".") for line in text.split("\n")) > _MOST_POINTS:
        raise InputError(f"{path}: a line with more than {_MOST_POINTS} points; put its text on several lines")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise InputError(f"{path}: not valid TOML: its tables are nested too deep") from None
    except ValueError as error:  # a number of thousands of digits is no TOMLDecodeError
        raise InputError(f"{path}: not valid TOML: {error}") from None


def read_json(path: Path) -> Any:
    """Read a JSON file.

    Parameters
    ----------
    path
        The file, in UTF-8.

    Returns
    -------
    object
        What it holds.

    Raises
    ------
    OSError
        If it cannot be read.
    ValueError
        If it is no JSON.
    """
    return json.loads(path.read_text(encoding="utf-8"))
