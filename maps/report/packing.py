"""A DOCX as bytes that are the same each time."""

import io
import zipfile
from typing import Any, Final

#: The date of every file in a DOCX.
_DATE: Final = (1980, 1, 1, 0, 0, 0)


def pack_document(document: Any) -> bytes:
    """Write a document with one date on all its files.

    Parameters
    ----------
    document
        Of python-docx or docxtpl.

    Returns
    -------
    bytes
        A DOCX; the same document gives the same bytes.

    Examples
    --------
    >>> import docx
    >>> pack_document(docx.Document()) == pack_document(docx.Document())
    True
    """
    written, out = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _DATE), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
