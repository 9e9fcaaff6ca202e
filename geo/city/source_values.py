"""Values of a source file that are written with a unit or a pattern."""

import re

from geo.grid.hexagons import EDGES_M


def read_hexagon_edge(pattern: str) -> float:
    """Read the edge of generated hexagons.

    Parameters
    ----------
    pattern
        Such as "hexagon:250".

    Returns
    -------
    float
        The edge [m].

    Raises
    ------
    ValueError
        If it is no such pattern, or the edge is not within :data:`geo.grid.hexagons.EDGES_M`.

    Examples
    --------
    >>> read_hexagon_edge("hexagon:250")
    250.0
    """
    shape, _, edge = pattern.partition(":")
    edge_m = float(edge)
    if shape != "hexagon" or not EDGES_M[0] <= edge_m <= EDGES_M[1]:
        raise ValueError(pattern)
    return edge_m


def read_length(text: str) -> float:
    """Read a length with its unit.

    Parameters
    ----------
    text
        Such as "20 cm" or "0.2 m".

    Returns
    -------
    float
        The length [m].

    Raises
    ------
    ValueError
        If it is no length in mm, cm or m, or not above 0 and below 10 m: what is wider is no slip of the pen.

    Examples
    --------
    >>> read_length("20 cm")
    0.2
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?) ?(mm|cm|m)", text.strip())
    length_m = float(found[1]) * {"mm": 1, "cm": 10, "m": 1000}[found[2]] / 1000 if found else 0.0
    if not 0 < length_m < 10:
        raise ValueError(text)
    return length_m
