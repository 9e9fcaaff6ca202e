"""Addresses that a table holds as one text, taken apart by the words and signs that their parts end with."""

import re
from collections.abc import Collection, Iterable
from typing import Final

import pandas as pd

from geo.addresses.pieces import CROSSING_WORDS, SIDES

#: District, street, community; each ends in one of its words and is as short as it can be.
_AREAS: Final = (
    ("district", r"[^\d]{2,12}?(?:自治县|开发区|实验区|(?<![小社园校厂景院])区|县|市(?!场))"),
    ("street", r"[^\d]{2,10}?(?:街道办事处|街道|镇|乡)"),
    ("community", r"[^\d]{2,14}?(?:社区|居委会|村委会|村(?!\d*组))"),
)
_REST: Final = re.compile(
    r"(?P<road>[^号米]{1,12}?(?:大道|大街|路|街|巷|道|胡同|里弄)(?!口))?"
    r"(?:(?P<number>\d+(?:[-之]\d+)?[a-zA-Z]?)号(?!楼))?"
    r"(?:(?P<compound>\D[^#]{0,20}?)?(?P<building>(?:\d+|[a-zA-Z])(?:号楼|#楼|栋|幢|座|#|号(?!院|楼))))?"
    r"(?P<name>.*)$"
)
_PROVINCE: Final = re.compile(r"^(?:[^\d]{2,7}?(?:省|自治区))?")
#: What stands behind the part that is taken apart: a crossing, or so many metres from there.
_ASIDE: Final = re.compile(
    rf"(?:[与和跟及、])?[^与跟及、]{{0,12}}?{CROSSING_WORDS}.*$|[向往]?正?(?:{SIDES})(?:[侧面边]|方向)?约?\d+米.*$"
)
_CHINESE: Final = re.compile("[\u2e80-\u9fff]")
_LATIN: Final = re.compile(
    r"(?P<road>\D.*?\w\.?)[\s,]+(?:n[º°o]?\.?\s*|n[uú]m\.?\s*)?(?P<number>\d+\s?[a-zA-Z]?(?:\s?[-/;]\s?\d+)*)"
    r"(?:[\s,]+(?:.*?\b(?P<postcode>\d{4,5})\s+(?P<district>\D+))?.*)?$"
)


def split_elements(texts: Iterable[str], *, city_names: Collection[str] = ()) -> pd.DataFrame:
    """Take whole addresses apart.

    Parameters
    ----------
    texts
        Addresses: Chinese ones in the order from large to small, others as road, number, postcode and town.
    city_names
        Names of the city, such as ``"郑州市"``, with which addresses may begin.

    Returns
    -------
    pandas.DataFrame
        ``postcode, district, street, community, road, number, compound, building, name``, one row per text, "" for
        what is missing; no rows for no texts. This is for tables of whole addresses: elements in columns of their own
        are known better. Crossings and directions are no elements.

    Examples
    --------
    >>> split_elements(["郑州市金水区未来路街道信庄巷29号万和花园3号楼"], city_names=["郑州市"]).iloc[0, 1:].tolist()
    ['金水区', '未来路街道', '', '信庄巷', '29', '万和花园', '3号楼', '']
    >>> split_elements(["Calle Mayor, 12 B, 35015 Villa"]).iloc[0][["district", "road", "number"]].tolist()
    ['Villa', 'Calle Mayor', '12 B']
    """
    columns = ["postcode", "district", "street", "community", "road", "number", "compound", "building", "name"]
    longest = sorted(city_names, key=len, reverse=True)
    rows = [_split_text(str(text).strip(), longest) for text in texts]
    return pd.DataFrame([[row.get(name, "") for name in columns] for row in rows], columns=columns, dtype=object)


def _split_text(text: str, city_names: list[str]) -> dict[str, str]:
    if not _CHINESE.search(text):
        found = _LATIN.match(text)
        return {name: part or "" for name, part in found.groupdict().items()} if found else {"name": text}
    rest = _PROVINCE.sub("", text)
    rest = next((rest.removeprefix(name) for name in city_names if rest.startswith(name)), rest)
    row = {}
    for element, pattern in _AREAS:
        area = re.match(pattern, rest)
        row[element] = area.group() if area else ""
        rest = rest[len(row[element]) :]
    head = _ASIDE.sub("", rest)
    parts = _REST.match(head)
    row |= {name: part or "" for name, part in (parts.groupdict() if parts else {"name": head}).items()}
    if head != rest:
        row["name"] = ""  # the place is a crossing, or so far from what has the name
    return row
