"""Reading TOML and JSON: source files, rule sets, what a bundle says of itself."""

import difflib
import glob
import json
import re
import tomllib
from pathlib import Path
from typing import Any, Final

from geo.errors import InputError
from geo.files.endings import is_data
from geo.files.toml_faults import describe_toml_fault

_MOST_PARTS: Final = 10
#: How alike the names of two files are, from 0 to 1, of which one may be meant for the other.
_ALIKE: Final = 0.75
#: What the parser needs for a key grows with the cube of its parts: 60 kB of dots took it 36 s.
_PART: Final = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+"""
#: Looked for where a key may begin: behind a backslash begins none, else each quote of a long text would be tried.
_LONG_KEY: Final = re.compile(rf"(?<![\w\\-])(?:{_PART}\.[ \t]*+){{{_MOST_PARTS}}}")


def read_toml(path: Path, *, what: str, name: str | None = None) -> dict[str, Any]:
    """Read a TOML file.

    Parameters
    ----------
    path
        The file, in UTF-8.
    what
        What it is, for messages: "source file", "rule set".
    name
        What to call it in messages; as its path says where None.

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
    file = str(path) if name is None else name
    if not path.is_file():
        near = suggest_file(path)
        raise InputError(f"{file}: no such {what}; {near}" if near else f"{file}: no such {what}; expected a TOML file")
    if is_data(path):
        raise InputError(f"{file}: is no {what}; expected a TOML file, a text that names files such as this one")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: not in UTF-8; save the {what} as UTF-8") from None
    if _LONG_KEY.search(text):
        raise InputError(f"{file}: a key has more than {_MOST_PARTS} parts; write it with fewer dots")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise InputError(f"{file}: not valid TOML: nested too deeply") from None
    except ValueError as error:  # what is no TOML, and numbers of thousands of digits
        said = str(error).partition(";")[0]
        raise InputError(f"{file}: not valid TOML: {describe_toml_fault(said, text)}") from None


def suggest_file(path: Path) -> str | None:
    """Suggest the file that was meant where one is not there.

    Parameters
    ----------
    path
        The file that is not there.

    Returns
    -------
    str or None
        One beside it with a name like it (Windows hides endings), or of its name one folder further down; None where
        there is none.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "city.toml.txt").write_text("")
    ...     suggest_file(Path(folder) / "city.toml")
    'did you mean city.toml.txt?'
    """
    if not path.parent.is_dir():
        return None
    beside = {each.name.lower(): each.name for each in path.parent.iterdir() if each.is_file()}
    near = difflib.get_close_matches(path.name.lower(), beside, n=1, cutoff=_ALIKE)
    below = [f"{each.parent.name}/{each.name}" for each in path.parent.glob(f"*/{glob.escape(path.name)}")]
    found = [beside[each] for each in near] + sorted(below)
    return f"did you mean {found[0]}?" if found else None


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
