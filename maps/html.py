"""Pages whose bytes depend on their data alone."""

from itertools import count
from typing import Any


def render_stable(root: Any) -> str:
    """Render a folium page with ids that are counted instead of drawn at random.

    Parameters
    ----------
    root
        The figure (``map.get_root()``); its elements get new ids.

    Returns
    -------
    str
        HTML; the same elements give the same bytes.

    Examples
    --------
    >>> from maps.base import make_map
    >>> bounds = (113.0, 34.0, 114.0, 35.0)
    >>> one, other = (render_stable(make_map(bounds, title="A").get_root()) for _ in range(2))
    >>> one == other
    True
    """
    numbers = count()
    pending = [root]
    while pending:
        element = pending.pop(0)
        element._id = f"{next(numbers):08d}"
        pending += [getattr(element, part) for part in ("header", "html", "script") if element is root]
        pending += element._children.values()
    return "\n".join(line.rstrip() for line in root.render().split("\n") if line.strip()) + "\n"
