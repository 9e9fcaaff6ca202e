"""Outlines of plots as land bureaus hand them over: a text with [地块坐标], a line per corner, as a table."""

from pathlib import Path
from typing import Final

import pandas as pd

from geo.files.encodings import check_stated
from geo.files.read_limits import ReadLimits, check_size

#: The line behind which plots stand.
_BEGINNING: Final = "[地块坐标]"
#: How the line ends that begins a plot: number of corners, area, id, name, shape, sheet, use, class of land.
_PLOT_END: Final = "@"
#: Where id, name and use stand in it.
_ABOUT: Final = {"地块编号": 2, "地块名称": 3, "用途": 6}
#: What stands in the line of a corner.
_CORNER: Final = ("点号", "圈号", "X", "Y")


def read_land_text(
    path: Path, encoding: str | None, *, file: str, limits: ReadLimits | None
) -> tuple[pd.DataFrame, str] | None:
    r"""Read the corners of plots off a text of a land bureau.

    Parameters
    ----------
    path
        The file.
    encoding
        Encoding of its texts; found out where None.
    file
        What to call it in messages.
    limits
        The most it may hold.

    Returns
    -------
    tuple or None
        A table of texts with a row per corner, numbered by the lines of the file: 地块编号, 地块名称,
        用途, 点号, 圈号, X and Y; plots without an id are numbered. And the encoding. None for any other text.

    Raises
    ------
    InputError
        If its texts are in no known encoding, or it is too large.
    OSError
        If it cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.txt"
    ...     _ = path.write_text("[地块坐标]\n3,1.8,P1,东区,面,,住宅,,@\nJ1,1,3847424.2,38469434.4\n", encoding="gbk")
    ...     read_land_text(path, None, file="a.txt", limits=None)[0].to_dict("index")[3]["地块编号"]
    'P1'
    """
    if path.suffix.lower() != ".txt":
        return None
    raw = path.read_bytes()
    if not any(_BEGINNING.encode(each) in raw for each in ("utf-8", "gb18030", "utf-16-le")):
        return None
    found = check_stated(raw, encoding, file=file)
    lines = raw.decode(found, "replace").splitlines()
    begin = next((number for number, line in enumerate(lines, 1) if line.strip("\ufeff \t") == _BEGINNING), None)
    if begin is None:
        return None
    rows: dict[int, dict[str, str]] = {}
    about: dict[str, str] = {}
    plots = 0
    for number, line in enumerate(lines[begin:], begin + 1):
        cells = [cell.strip() for cell in line.replace("，", ",").split(",")]
        if line.rstrip().endswith(_PLOT_END):
            plots += 1
            about = {name: cells[at] if at < len(cells) else "" for name, at in _ABOUT.items()}
            about["地块编号"] = about["地块编号"] or f"P{plots}"
        elif any(cells):
            rows[number] = about | dict(zip(_CORNER, [*cells, "", "", ""], strict=False))
    columns = [*_ABOUT, *_CORNER]
    check_size(limits, file=file, rows=len(rows), columns=len(columns))
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns), found
