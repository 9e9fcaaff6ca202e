"""Reading TOML and JSON: source files, rule sets, what a bundle says of itself."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any, Final

from geo.errors import InputError

_MOST_PARTS: Final = 10
#: What the parser needs for a key grows with the cube of its parts: 60 kB of dots took it 36 s.
_PART: Final = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+"""
#: Looked for where a key may begin: behind a backslash begins none, else each quote of a long text would be tried.
_LONG_KEY: Final = re.compile(rf"(?<![\w\\-])(?:{_PART}\.[ \t]*+){{{_MOST_PARTS}}}")


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
    if _LONG_KEY.search(text):
        raise InputError(f"{path}: a key has more than {_MOST_PARTS} parts; write it with fewer dots")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise InputError(f"{path}: not valid TOML: nested too deeply") from None
    except ValueError as error:  # what is no TOML, and numbers of thousands of digits
        raise InputError(f"{path}: not valid TOML: {str(error).partition(';')[0]}") from None


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
