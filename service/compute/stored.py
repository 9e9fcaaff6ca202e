"""Answers as they are kept and sent: compressed once, with the tag of their bytes."""

import gzip
import hashlib
from dataclasses import dataclass
from typing import Final

from service.compute.questions import Body

_GZIP_FROM_BYTES: Final = 1024
#: A page of 6 MB takes 0.07 s at level 1 and 0.26 s at level 6, which makes it a tenth smaller.
_GZIP_LEVEL: Final = 4


@dataclass(frozen=True, kw_only=True)
class StoredAnswer:
    """An answer ready to be sent.

    Parameters
    ----------
    content
        The bytes, compressed where `is_compressed`.
    is_compressed
        Whether they are compressed by gzip.
    media_type, headers
        As of :class:`service.compute.questions.Body`.
    tag
        A weak ETag: the same bytes whatever the compression.
    """

    content: bytes
    is_compressed: bool
    media_type: str
    headers: tuple[tuple[str, str], ...]
    tag: str

    def unpack(self) -> bytes:
        """Return the bytes as they were before they were compressed."""
        return gzip.decompress(self.content) if self.is_compressed else self.content


def pack_answer(body: Body) -> StoredAnswer:
    """Make an answer ready to be sent.

    Parameters
    ----------
    body
        The answer.

    Returns
    -------
    StoredAnswer
        Compressed where that makes it smaller by more than it costs.

    Examples
    --------
    >>> packed = pack_answer(Body(b"a" * 5000, "text/plain"))
    >>> packed.is_compressed, len(packed.unpack())
    (True, 5000)
    """
    is_compressed = len(body.content) >= _GZIP_FROM_BYTES
    return StoredAnswer(
        content=gzip.compress(body.content, _GZIP_LEVEL, mtime=0) if is_compressed else body.content,
        is_compressed=is_compressed,
        media_type=body.media_type,
        headers=body.headers,
        tag=f'W/"{hashlib.sha256(body.content).hexdigest()[:32]}"',
    )
