"""Addresses that a table holds as one text, taken apart by the words that Chinese addresses end their parts with."""

import re
from collections.abc import Iterable
from typing import Final

import pandas as pd

#: District, street, community; each ends in one of its words and is as short as it can be.
_AREAS: Final = (
    ("district", r"[^\d]{2,12}?(?:自治县|开发区|实验区|区|县|市)"),
    ("street", r"[^\d]{2,10}?(?:街道办事处|街道|镇|乡)"),
    ("community", r"[^\d]{2,14}?(?:社区|居委会|村委会|村(?!\d*组))"),
)
_REST: Final = re.compile(
    r"(?P<road>[^号]{1,12}?(?:大道|大街|路|街|巷|道|胡同|里弄))?"
    r"(?:(?P<number>\d+(?:[-之]\d+)?[a-zA-Z]?)号(?!楼))?"
    r"(?:(?P<compound>\D[^#]{0,20}?)?(?P<building>(?:\d+|[a-zA-Z])(?:号楼|#楼|栋|幢|座|#|号(?!院|楼))))?"
    r"(?P<name>.*)$"
)
_PROVINCE: Final = re.compile(r"^(?:[^\d]{2,7}?(?:省|自治区))?")


def split_elements(texts: Iterable[str], *, city: str = "") -> pd.DataFrame:
    """Take whole addresses apart.

    Parameters
    ----------
    texts
        Addresses in the order from large to small.
    city
        Name of the city, such as ``"郑州市"``, with which addresses may begin.

    Returns
    -------
    pandas.DataFrame
        ``district, street, community, road, number, compound, building, name``, one row per text, "" for what is
        missing; no rows for no texts. This is for tables of whole addresses: elements in columns of their own are
        known better.

    Examples
    --------
    >>> split_elements(["郑州市金水区未来路街道信庄巷29号万和花园3号楼"], city="郑州市").iloc[0].tolist()
    ['金水区', '未来路街道', '', '信庄巷', '29', '万和花园', '3号楼', '']
    """
    rows = []
    for text in texts:
        rest = _PROVINCE.sub("", str(text).strip()).removeprefix(city)
        row = {}
        for element, pattern in _AREAS:
            found = re.match(pattern, rest)
            row[element] = found.group() if found else ""
            rest = rest[len(row[element]) :]
        found = _REST.match(rest)
        row |= {name: part or "" for name, part in (found.groupdict() if found else {"name": rest}).items()}
        rows.append(row)
    columns = ["district", "street", "community", "road", "number", "compound", "building", "name"]
    return pd.DataFrame(rows, columns=columns).fillna("")
