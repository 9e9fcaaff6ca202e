"""The papers on which a view is printed, and the ground that lies on one: at a scale that one can write down."""

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import shapely

from geo.arrays import Shapes

PaperName = Literal["a4", "a3", "picture"]
#: Scales are one to such numbers times a power of ten.
_SCALES: Final = (
    1.0, 1.1, 1.25, 1.4, 1.5, 1.75, 2.0, 2.25, 2.5, 2.75, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0, 7.0, 7.5, 8.0, 9.0, 10.0,
)  # fmt: skip
#: The most that is drawn of the ground is one to this.
_LARGEST_SCALE: Final = 1000.0
#: What is left free round an area, as a share of the map.
_FREE: Final = 0.04
_BARS_M: Final = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper, lying on its side, and the map on it [mm].

    Parameters
    ----------
    name
        Of its class in the style sheet.
    width_mm, height_mm
        Of the paper.
    map_width_mm, map_height_mm
        Of the map.
    rows
        Of the table beside the map; 0 for none.
    has_more
        Whether the table has room for more columns.
    """

    name: PaperName
    width_mm: int
    height_mm: int
    map_width_mm: int
    map_height_mm: int
    rows: int
    has_more: bool = False


PAPERS: Final[dict[PaperName, Paper]] = {
    "a4": Paper(name="a4", width_mm=297, height_mm=210, map_width_mm=171, map_height_mm=149, rows=20),
    "a3": Paper(name="a3", width_mm=420, height_mm=297, map_width_mm=226, map_height_mm=235, rows=20, has_more=True),
    "picture": Paper(name="picture", width_mm=300, height_mm=200, map_width_mm=232, map_height_mm=158, rows=0),
}


@dataclass(frozen=True, kw_only=True)
class PaperFrame:
    """The ground that a map shows.

    Parameters
    ----------
    west, north
        Its corner in the city's CRS [m].
    denominator
        The scale is one to this.
    width, height
        Of the map [tenths of a millimetre].
    """

    west: float
    north: float
    denominator: float
    width: int
    height: int

    @property
    def scale(self) -> float:
        """Tenths of a millimetre on paper per metre on the ground."""
        return 10_000 / self.denominator

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north in the city's CRS [m]."""
        return (
            self.west,
            self.north - self.height / self.scale,
            self.west + self.width / self.scale,
            self.north,
        )

    def place(self, shapes: Shapes) -> Shapes:
        """Place shapes of the city's CRS on the map."""
        corner, scale = [self.west, self.north], [self.scale, -self.scale]
        return np.asarray(shapely.transform(shapes, lambda xy: (xy - corner) * scale))


def frame_paper(box: tuple[float, float, float, float], paper: Paper) -> PaperFrame:
    """Lay a box of the ground into the middle of a paper's map.

    Parameters
    ----------
    box
        West, south, east, north in the city's CRS [m].
    paper
        The paper.

    Returns
    -------
    PaperFrame
        At the largest scale of round numbers at which the box fits with a little room round it.

    Examples
    --------
    >>> frame = frame_paper((0.0, 0.0, 10_000.0, 5_000.0), PAPERS["a4"])
    >>> frame.denominator, frame.box[0] < 0 and frame.box[2] > 10_000
    (70000.0, True)
    """
    west, south, east, north = box
    width, height = 10 * paper.map_width_mm, 10 * paper.map_height_mm
    free = 1 - 2 * _FREE
    least = max((east - west) / (width * free), (north - south) / (height * free)) * 10_000
    denominator = _round_scale(max(least, _LARGEST_SCALE))
    across_m, down_m = (side * denominator / 10_000 for side in (width, height))
    return PaperFrame(
        west=(west + east - across_m) / 2,
        north=(south + north + down_m) / 2,
        denominator=denominator,
        width=width,
        height=height,
    )


def _round_scale(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(nice * power for nice in _SCALES if nice * power >= least * (1 - 1e-9))


def choose_bar(frame: PaperFrame) -> int:
    """Choose the length of a scale bar.

    Parameters
    ----------
    frame
        The ground on the paper.

    Returns
    -------
    int
        A round number of metres, at most a quarter of the map wide [m].

    Examples
    --------
    >>> choose_bar(PaperFrame(west=0.0, north=0.0, denominator=75_000.0, width=1710, height=1580))
    2000
    """
    return max((bar for bar in _BARS_M if bar * frame.scale <= frame.width / 4), default=_BARS_M[0])
