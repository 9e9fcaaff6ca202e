"""Reading TOML and JSON: source files, rule sets, what a bundle says of itself."""

import json
import tomllib
from pathlib import Path
from typing import Any

from geo.errors import InputError


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
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not in UTF-8; save the {what} as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
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
