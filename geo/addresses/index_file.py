"""The index of addresses as arrays on disk."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from geo.addresses.index import ELEMENTS, NAMED_ELEMENTS, AddressIndex
from geo.arrays import UInt8
from geo.files.npz import read_npz, write_npz

INDEX_ARRAYS: Final = ("xy", "unit", "node_road", "node_xy", "node_unit")
#: Of the index' contents; one of another is made anew from the addresses.
INDEX_FORMAT: Final = 2


def write_address_index(path: Path, address_index: AddressIndex) -> None:
    """Write an address index.

    Parameters
    ----------
    path
        An .npz file.
    address_index
        What to write.
    """
    arrays: dict[str, Any] = {name: getattr(address_index, name) for name in INDEX_ARRAYS}
    arrays |= {f"codes.{element}": codes for element, codes in address_index.codes.items()}
    arrays |= {f"words.{element}": _pack(words) for element, words in address_index.words.items()}
    arrays["aliases"] = _pack([f"{element}\t{code}\t{text}" for element, code, text in address_index.aliases])
    arrays["texts"] = _pack(address_index.texts)
    arrays["format"] = INDEX_FORMAT
    write_npz(path, arrays)


def _pack(texts: Sequence[str]) -> UInt8:
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def _unpack(packed: UInt8) -> tuple[str, ...]:
    return tuple(packed.tobytes().decode().split("\n")) if len(packed) else ()


def read_address_index(data: bytes) -> AddressIndex | None:
    """Read an address index.

    Parameters
    ----------
    data
        What a file holds that :func:`write_address_index` wrote.

    Returns
    -------
    AddressIndex or None
        The index; None where another release wrote it whose numbers and names are in another form.

    Raises
    ------
    ValueError
        If it is damaged.
    """
    return read_npz(data, _build)


def _build(arrays: Any) -> AddressIndex | None:
    if "format" not in arrays or int(arrays["format"]) != INDEX_FORMAT:
        return None
    codes = {element: arrays[f"codes.{element}"] for element in ELEMENTS}
    words = {element: _unpack(arrays[f"words.{element}"]) for element in (*NAMED_ELEMENTS, "number")}
    lines = [line.split("\t") for line in _unpack(arrays["aliases"])]
    aliases = tuple((element, int(code), text) for element, code, text in lines)
    rest = {name: arrays[name] for name in INDEX_ARRAYS}
    return AddressIndex(codes=codes, words=words, aliases=aliases, texts=_unpack(arrays["texts"]), **rest)
