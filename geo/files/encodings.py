"""The encoding of texts: chosen by how plausible what they say is, and a stated one only where it can be right."""

import codecs
import re
from typing import Final

from geo.errors import InputError
from geo.files.encoding_scores import SCORES, UTF8
from geo.texts.notes import Note, make_note

#: Encodings -> what people call them.
_NAMES: Final = {
    UTF8: "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "gb18030": "GBK",
    "cp950": "Big5",
    "cp1252": "Windows-1252",
}


_MARKS: Final = {codecs.BOM_UTF8: UTF8, codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


#: Encodings that every byte decodes in, or nearly: they say nothing of a text that is something else.
_LATIN: Final = ("cp1252", "iso8859-1", "iso8859-15", "ascii", "cp437", "cp850")


#: How much of a text is looked at [bytes], and the share of zeros from which it is UTF-16.
_SAMPLE: Final = 50_000
_ZEROS: Final = 0.1


#: The least that a text must be plausible by to be read, from 0 to 1, and by how much more than by any other encoding.
_PLAUSIBLE: Final = 0.6
_CERTAIN: Final = 0.95
_MARGIN: Final = 0.1


_HIGH: Final = re.compile(rb"[\x80-\xff]")
#: Where no character of several bytes goes on, in any of the encodings.
_BETWEEN: Final = re.compile(rb"[\x00-\x2f]")
#: Bytes of a line that are looked at before and behind its first that is not ASCII.
_BEFORE: Final = 40
_BEHIND: Final = 4_000


def find_encoding(raw: bytes, *, file: str, stated: str | None = None) -> str:
    """Find the encoding of texts.

    Parameters
    ----------
    raw
        The texts as bytes.
    file
        Name of the file, for the message.
    stated
        Encoding that a person or the file states, in any spelling; None for none.

    Returns
    -------
    str
        Name of a codec: ``"utf-8-sig"`` (UTF-8 with or without its mark), ``"utf-16"``, ``"gb18030"`` (all of GBK),
        ``"cp950"`` (Big5), ``"cp1252"``, or what is stated where that can be right.

    Raises
    ------
    InputError
        If no encoding makes a plausible text of the bytes, or two do.

    Examples
    --------
    >>> find_encoding("网格名称".encode("gbk"), file="a.dbf")
    'gb18030'
    >>> find_encoding("Calle León y Castillo".encode("cp1252"), file="a.csv")
    'cp1252'
    """
    mark = next((encoding for begin, encoding in _MARKS.items() if raw.startswith(begin)), None)
    if mark is not None:
        return mark
    head = raw[:_SAMPLE]
    if head.count(0) > _ZEROS * len(head):
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    if raw.isascii() or _is_decodable(raw, "utf-8"):
        return UTF8
    return _choose(raw, file, _find_codec(stated))


def name_encoding(encoding: str) -> str:
    """Name an encoding as people call it.

    Examples
    --------
    >>> name_encoding("cp950"), name_encoding("shift_jis")
    ('Big5', 'shift_jis')
    """
    return _NAMES.get(encoding, encoding)


def check_stated(raw: bytes, stated: str | None, *, file: str) -> str:
    """Find the encoding of texts, where a person may have stated it.

    Parameters
    ----------
    raw
        The texts as bytes.
    stated
        What the person says, or None.
    file
        Name of the file, for the message.

    Returns
    -------
    str
        As of :func:`find_encoding`.

    Raises
    ------
    InputError
        If the stated encoding is unknown or cannot be right, or none is plausible.

    Examples
    --------
    >>> check_stated("网格".encode(), "gbk", file="a.csv")
    Traceback (most recent call last):
    geo.errors.InputError: a.csv: its texts are UTF-8, not gbk as stated; leave encoding out, or state "UTF-8"
    """
    found = find_encoding(raw, file=file, stated=stated)
    if stated is not None and not raw.isascii():
        refuse_other(found, stated, file=file)
    return found


def refuse_other(found: str, stated: str, *, file: str) -> None:
    """Raise if texts are in another encoding than a person stated.

    Parameters
    ----------
    found
        As of :func:`find_encoding`.
    stated
        What the person says.
    file
        Name of the file, for the message.

    Raises
    ------
    InputError
        With both, and what to do.

    Examples
    --------
    >>> refuse_other("gb18030", "GB2312", file="a.shp")
    """
    if _find_codec(stated) is None:
        raise InputError(f'{file}: unknown encoding "{stated}"; expected one such as "UTF-8", "GBK" or "cp1252"')
    if not _is_same(found, stated):
        raise InputError(
            f"{file}: its texts are {name_encoding(found)}, not {stated} as stated; leave encoding out, "
            f'or state "{name_encoding(found)}"'
        )


def note_encoding(file: str, found: str, stated: str | None = None) -> list[Note]:
    """Note in which encoding texts were read where it is not UTF-8, or not what the file states.

    Parameters
    ----------
    file
        Name of the file.
    found
        As of :func:`find_encoding`.
    stated
        What the file says of itself, or None.

    Returns
    -------
    list of Note
        One note, or none.

    Examples
    --------
    >>> [note.key for note in note_encoding("a.shp", "gb18030", "UTF-8")], note_encoding("a.csv", "utf-8-sig")
    (['false_encoding'], [])
    """
    name = name_encoding(found)
    if stated is not None and not _is_same(found, stated):
        return [make_note("false_encoding", file=file, stated=stated, encoding=name)]
    if found == UTF8 or stated is not None:
        return []
    return [make_note("found_encoding", file=file, encoding=name)]


def _find_codec(stated: str | None) -> str | None:
    """Find the codec of a stated name; GBK and its like are all read as GB18030, which holds them."""
    if stated is None:
        return None
    spelt = stated.strip().lower().removeprefix("ldid/")
    spelt = {"ansi 1252": "cp1252", "936": "gbk", "950": "cp950", "1252": "cp1252", "65001": "utf-8"}.get(spelt, spelt)
    spelt = spelt.replace("ansi_936", "gbk").replace("ansi_", "cp").replace("88591", "8859-1")
    try:
        codec = codecs.lookup(spelt).name
    except (LookupError, ValueError):
        return None
    return {
        "gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "big5": "cp950", "utf-8": UTF8,
        "iso8859-1": "cp1252", "ascii": "cp1252",
    }.get(codec, codec)  # fmt: skip


def _is_same(found: str, stated: str) -> bool:
    codec = _find_codec(stated)
    return codec == found or (found.startswith("utf-16") and str(codec).startswith("utf-16"))


def _is_decodable(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _choose(raw: bytes, file: str, stated: str | None) -> str:
    sample = b"\n".join(_sample_lines(raw))
    scores = {encoding: score(sample) for encoding, score in SCORES.items()}
    if stated is not None and stated not in (*scores, *_LATIN, UTF8) and _is_decodable(raw, stated):
        return stated  # an encoding that we have no measure of, and which the bytes do not contradict
    best, second = sorted(scores, key=lambda encoding: -scores[encoding])[:2]
    if stated in scores and scores[stated] >= scores[best] - _MARGIN:
        best, second = stated, best
    elif scores["gb18030"] >= max(_CERTAIN, scores[best]):
        best = "gb18030"  # of a word or two Big5 would make frequent characters too
    elif scores[best] < _PLAUSIBLE or scores[best] < scores[second] + _MARGIN:
        raise InputError(
            f"{file}: its texts are in no encoding that is known for sure; save the file as UTF-8. For a layer of a "
            'city its source file may state the encoding instead, for example encoding = "GBK" or "cp1252"'
        )
    try:
        raw.decode("utf-8" if best == UTF8 else best)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{file}, line {line}: bytes that are no text in {name_encoding(best)}, as the rest of the file is; "
            "save the file again as UTF-8"
        ) from None
    return best


def _sample_lines(raw: bytes) -> list[bytes]:
    lines: list[bytes] = []
    hit = _HIGH.search(raw)
    while hit is not None and sum(map(len, lines)) < _SAMPLE:
        at = hit.start()
        begin = max(raw.rfind(b"\n", 0, at) + 1, at - _BEFORE)
        end = raw.find(b"\n", at, at + _BEHIND)
        if end < 0:
            found = _BETWEEN.search(raw, at + _BEHIND)
            end = len(raw) if found is None else found.start()
        lines.append(raw[begin:end])
        hit = _HIGH.search(raw, end)
    return lines
