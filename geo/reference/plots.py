"""Plots: the four-sided ground of each block, and those where people live."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from geo.arrays import Float64, Int64
from geo.reference.blocks import Ground
from geo.reference.layouts import LIVED_IN, place_points
from geo.reference.street_lattice import COARSE, Lattice

#: A village stands in the middle of its coarse cell and takes this share of its width.
_HAMLET_WIDTH: Final = 0.4
#: Share of the inscribed circle's square that a plot takes on a block of any shape, and its longest side [m].
_INSCRIBED: Final = 0.9
_LONGEST_M: Final = 320.0
_CIRCLE_TOLERANCE_M: Final = 2.0


@dataclass(frozen=True)
class Plots:
    """The plots of all blocks that are lived in.

    Parameters
    ----------
    block
        Block of each plot, ascending, shape (p,).
    corners
        South-west, south-east, north-east and north-west corner [m], shape (p, 4, 2).
    use
        A key of :data:`geo.reference.layouts.LAYOUTS`, shape (p,).
    """

    block: Int64
    corners: Float64
    use: Int64


def find_grounds(ground: Ground, lattice: Lattice) -> Float64:
    """Find the four-sided ground of each block that can be built on.

    Parameters
    ----------
    ground, lattice
        The blocks.

    Returns
    -------
    ndarray
        Corners from the south-west counter-clockwise [m], shape (n, 4, 2): the whole cell in town, the middle of a
        coarse cell, the square in the largest circle elsewhere.
    """
    span = ground.span
    whole, coarse = span > 0, span == COARSE
    corners = np.empty((len(span), 4, 2))
    steps = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
    at = ground.corner[whole][:, None, :] + steps[None] * span[whole][:, None, None]
    corners[whole] = lattice.xy[at[..., 0], at[..., 1]]
    middle = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) / 2
    corners[coarse] = place_points(corners[coarse], middle * _HAMLET_WIDTH + 0.5)
    circles = shapely.maximum_inscribed_circle(ground.shapes[~whole], tolerance=_CIRCLE_TOLERANCE_M)
    centre = shapely.get_coordinates(shapely.get_point(circles, 0))
    side_m = np.minimum(shapely.length(circles) * np.sqrt(2) * _INSCRIBED, _LONGEST_M)
    corners[~whole] = centre[:, None, :] + middle * side_m[:, None, None]
    return corners


def measure_grounds(corners: Float64) -> Float64:
    """Measure four-sided grounds.

    Parameters
    ----------
    corners
        Shape (n, 4, 2).

    Returns
    -------
    ndarray
        Area [m2], shape (n,).

    Examples
    --------
    >>> measure_grounds(np.array([[[0.0, 0.0], [10.0, 0.0], [10.0, 5.0], [0.0, 5.0]]])).tolist()
    [50.0]
    """
    return np.asarray(shapely.area(shapely.polygons(corners)))


def choose_plots(corners: Float64, use: Int64, residents: Int64) -> Plots:
    """Choose the grounds where people live.

    Parameters
    ----------
    corners, use, residents
        Of every block, n rows.

    Returns
    -------
    Plots
        In the order of the blocks.
    """
    block = np.flatnonzero((residents > 0) & np.isin(use, LIVED_IN))
    return Plots(block, corners[block], use[block])
