"""Answers as they are kept and sent: compressed once, with the tag of their bytes."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from service.compute.questions import Body

_GZIP_FROM_BYTES: Final = 1024
#: A page of 6 MB takes 0.07 s at level 1 and 0.26 s at level 6, which makes it a tenth smaller.
_GZIP_LEVEL: Final = 4
_GZIP_FORM: Final = zlib.MAX_WBITS | 16
#: A piece of an answer on its way: about what a connection holds anyway.
PIECE_BYTES: Final = 65_536


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
        return b"".join(self.iter_unpacked())

    def iter_unpacked(self) -> Iterator[bytes]:
        """Yield the bytes as they were before they were compressed, in pieces."""
        if not self.is_compressed:
            yield from iter_pieces(self.content)
            return
        unpacker = zlib.decompressobj(_GZIP_FORM)
        yield unpacker.decompress(self.content, PIECE_BYTES)
        while unpacker.unconsumed_tail:
            yield unpacker.decompress(unpacker.unconsumed_tail, PIECE_BYTES)
        yield unpacker.flush()


def iter_pieces(content: bytes) -> Iterator[bytes]:
    """Yield bytes in pieces.

    Parameters
    ----------
    content
        The bytes.

    Yields
    ------
    bytes
        :data:`PIECE_BYTES` each, but the last; none of nothing.

    Examples
    --------
    >>> [len(piece) for piece in iter_pieces(b"a" * 150_000)]
    [65536, 65536, 18928]
    """
    for begin in range(0, len(content), PIECE_BYTES):
        yield content[begin : begin + PIECE_BYTES]


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
