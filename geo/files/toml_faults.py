"""What to do about a text that is no TOML: what people do who never wrote one."""

import re
from typing import Final

_PLACE: Final = re.compile(r" \(at line (\d+), column \d+\)")
#: What may stand in quotes, and what is a remark: signs in them are no fault.
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*')
#: Signs of word processors and Chinese keyboards -> those of TOML.
_SIGNS: Final = dict(zip("“”„‘’＂「」＝［］【】｛｝，、", '"""\'\'"""=[][]{},,', strict=True))
_BARE_TEXT: Final = re.compile(r"\s*([\w.-]+)\s*=\s*([^\s\"'\[{#][^\"'#]*?)\s*(?:#.*)?")
_DAY: Final = re.compile(r"\s*([\w.-]+)\s*=\s*(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?\s*(?:#.*)?")
#: How the parser writes the name of a table: the parts in a tuple.
_NAME_TUPLE: Final = re.compile(r"\('([^()]*?)',?\)")
#: Tables that a source file may have several of.
_REPEATABLE: Final = ("facilities",)
_BETWEEN: Final = "', '"


def describe_toml_fault(said: str, text: str) -> str:
    r"""Say what is wrong in a text that is no TOML, and what to do where that is known.

    Parameters
    ----------
    said
        What the parser says, with the line where it stopped.
    text
        The whole text.

    Returns
    -------
    str
        The reason, with its remedy behind it.

    Examples
    --------
    >>> describe_toml_fault("Invalid value (at line 1, column 8)", "path = homes.csv\n")
    'Invalid value (at line 1, column 8); put the text into quotes: path = "homes.csv"'
    >>> describe_toml_fault("Expected newline (at line 1, column 18)", "valid_from = 2018年12月1日\n")
    'Expected newline (at line 1, column 18); write the day as valid_from = 2018-12-01'
    """
    reason = _NAME_TUPLE.sub(lambda found: f"[{found[1].replace(_BETWEEN, '.')}]", said)
    remedy = _find_remedy(said, _find_line(said, text))
    return f"{reason}; {remedy}" if remedy else reason


def _find_line(said: str, text: str) -> str:
    found = _PLACE.search(said)
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[int(found[1]) - 1] if found and int(found[1]) <= len(lines) else ""


def _find_remedy(said: str, line: str) -> str | None:
    if "\\" in line and ("'\\'" in said or said.startswith("Invalid hex")):
        return 'write folders with / instead of \\, as in "D:/data/homes.csv"'
    bare = _QUOTED.sub("", line)
    sign = next((sign for sign in bare if sign in _SIGNS), None)
    if sign is not None:
        return f"write {_SIGNS[sign]} instead of {sign}, as an English keyboard has it"
    if said.startswith("Invalid initial character for a key part") and not line.isascii():
        return 'our names stand on the left, those of the file in quotes on the right, as in { population = "人口" }'
    if "twice" in said or said.startswith("Cannot overwrite"):
        return _say_once(said, line.strip().strip("[]"))
    day = _DAY.fullmatch(line)
    if day is not None:
        iso = f"{day[2]}-{int(day[3]):02d}-{int(day[4]):02d}"
        return f"write the day as {day[1]} = {iso}"
    found = _BARE_TEXT.fullmatch(line)
    return f'put the text into quotes: {found[1]} = "{found[2]}"' if found else None


def _say_once(said: str, name: str) -> str:
    """Say what to do about a table or a key that stands twice."""
    if "twice" not in said:
        return "delete one of the two"
    if name in _REPEATABLE:
        return f"several tables of {name} are written as [[{name}]] each, in two brackets, the first too"
    return "put all keys of the table under one heading"
