"""What the planner's page shows of a run, in a file beside its results."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from geo.files.writers import to_plain


def write_view(path: Path, view: Mapping[str, Any]) -> None:
    """Write what a page shows, as short as JSON is.

    Parameters
    ----------
    path
        The file.
    view
        Plain values, arrays and figures; those that are not finite become null.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_view(Path(folder) / "view.json", {"people": float("nan")})
    ...     (Path(folder) / "view.json").read_text()
    '{"people":null}'
    """
    path.write_bytes(to_json(to_plain(dict(view))))
