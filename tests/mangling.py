"""Addresses as people write them: a seeded generator that damages correct ones. Shares no code with the matcher."""

from collections.abc import Mapping
from typing import Final

import numpy as np

PARTS: Final = ("district", "street", "road", "number", "compound", "building", "name")
KINDS: Final = ("drop", "numerals", "synonyms", "typo", "shop", "directions")
_CHINESE: Final = "零一二三四五六七八九"
_FULL: Final = "０１２３４５６７８９"
#: Characters that are typed for another: same sound or look, else a common one.
_SLIPS: Final = {
    "岭": "领", "海": "悔", "州": "洲", "郑": "正", "园": "圆", "苑": "院", "清": "青", "原": "源", "华": "花",
    "路": "璐", "街": "接", "巷": "港", "区": "曲", "村": "存", "丰": "风", "林": "临", "金": "今", "城": "成",
    "新": "心", "安": "按", "明": "名", "阳": "杨", "桥": "侨", "河": "何", "山": "三", "店": "点", "镇": "真",
}  # fmt: skip
_COMMON: Final = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面"
)
_SHOPS: Final = ("老王烟酒", "蜜雪冰城", "韵达快递", "正新鸡排", "菜鸟驿站", "小李修车", "福奈特干洗", "中国移动")
_SIDES: Final = ("东", "南", "西", "北", "东北", "西北", "东南", "西南")


def write_number(number: int, *, is_read_aloud: bool) -> str:
    """Write a number in Chinese: 631 as 六百三十一 or 六三一."""
    digits = [int(d) for d in str(number)]
    if not is_read_aloud or number >= 10_000 or number == 0:
        return "".join(_CHINESE[d] for d in digits)
    units = ["", "十", "百", "千"]
    text, is_gap = "", False
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit == 0:
            is_gap = True
            continue
        text += ("零" if is_gap and text else "") + _CHINESE[digit] + units[place]
        is_gap = False
    return text.removeprefix("一") if text.startswith("一十") else text


def mangle(parts: Mapping[str, str], kinds: tuple[str, ...], roads: tuple[str, ...], rng: np.random.Generator) -> dict:
    """Damage an address.

    Parameters
    ----------
    parts
        The elements :data:`PARTS` of a correct address, "" where it has none.
    kinds
        Which damages of :data:`KINDS`.
    roads
        Roads that directions may name.
    rng
        Which of them, and where.

    Returns
    -------
    dict
        ``text``; ``parts`` that are left as they were read from the layer; ``wrong``, element -> its damaged text.
    """
    left = {name: parts[name] for name in PARTS if parts[name]}
    wrong: dict[str, str] = {}
    front = behind = ""
    if "drop" in kinds:
        _drop(left, rng)
    if "typo" in kinds:
        wrong = _slip(left, rng)
    if "shop" in kinds:
        front = left.pop("name", "") or str(rng.choice(_SHOPS))
    if "directions" in kinds:
        behind = _direct(roads, rng)
    written = {name: wrong.get(name, text) for name, text in left.items()}
    if "building" in written and "synonyms" in kinds:
        written["building"] = _rename_building(written["building"], is_in_compound="compound" in written, rng=rng)
    text = front + "".join(
        written[name] + ("号" if name == "number" else "") for name in PARTS if name in written
    ) + behind  # fmt: skip
    if "numerals" in kinds:
        text = _rewrite_digits(text, rng)
    kept = left | ({"name": front} if front and front == parts["name"] else {})
    return {"text": text, "parts": kept, "wrong": wrong}


def _drop(left: dict[str, str], rng: np.random.Generator) -> None:
    """Drop one or two elements, but not the last that names a place smaller than a street."""
    for _ in range(int(rng.integers(1, 3))):
        places = left.keys() & {"road", "compound", "name"}
        free = sorted(left.keys() - (places if len(places) == 1 else set()))
        if free:
            gone = str(rng.choice(free))
            del left[gone]
            if gone == "road":
                left.pop("number", None)


def _slip(left: Mapping[str, str], rng: np.random.Generator) -> dict[str, str]:
    wrong = {}
    named = [name for name in left if name not in ("number", "building") and left[name]]
    for name in rng.permutation(named)[: int(rng.integers(1, 3))]:
        text = left[name]
        spots = [i for i, char in enumerate(text) if not char.isdigit()]
        at = int(rng.choice(spots))
        char = _SLIPS.get(text[at]) or str(rng.choice(list(_COMMON)))
        wrong[str(name)] = text[:at] + char + text[at + 1 :]
    return wrong


def _rename_building(text: str, *, is_in_compound: bool, rng: np.random.Generator) -> str:
    digits = "".join(char for char in text if char.isdigit())
    if not is_in_compound or not digits:
        return text
    return digits + str(rng.choice(["号楼", "栋", "幢", "#楼", "#", "座"]))


def _direct(roads: tuple[str, ...], rng: np.random.Generator) -> str:
    metres = int(rng.integers(1, 10)) * 10
    side = str(rng.choice(_SIDES))
    forms = (f"与{rng.choice(roads)}交叉口{side}{metres}米", f"向{side[-1]}{metres}米路{rng.choice(list('东西南北'))}")
    return forms[int(rng.integers(2))]


def _rewrite_digits(text: str, rng: np.random.Generator) -> str:
    form = int(rng.integers(3))
    out, run = "", ""
    for char in [*text, ""]:
        if char.isdigit():
            run += char
            continue
        if run:
            out += "".join(_FULL[int(d)] for d in run) if form == 0 else write_number(int(run), is_read_aloud=form == 1)
            run = ""
        out += char
    return out


_DISTRICTS: Final = ("Vegueta", "Triana", "Schamann", "Ciudad Alta", "Guanarteme", "La Isleta", "Tamaraceite")
_SPANISH: Final = {"Calle": ("C/", "c/ ", "C. ", "calle "), "Avenida": ("Avda. ", "Av. ", "Avda "),
                   "Plaza": ("Pza. ", "Plza. "),
                   "Paseo": ("Pº ", "Pso. ", "Paseo "), "Carretera": ("Ctra. ", "Crta. ")}  # fmt: skip
_ACCENTS: Final = str.maketrans("áéíóúüñÁÉÍÓÚÜÑ", "aeiouunAEIOUUN")


def write_spanish(road: str, number: str, rng: np.random.Generator) -> str:
    """Write a Spanish house number as people there do: shortened, accents dropped, number before or after."""
    word, _, rest = road.partition(" ")
    if word in _SPANISH and rng.random() < 0.7:
        road = str(rng.choice(_SPANISH[word])).strip(" ") + (" " if rng.random() < 0.8 else "") + rest
        road = road if " " in road[:6] or "/" in road or "." in road else f"{word} {rest}"
    elif word == "Calle" and rng.random() < 0.3:
        road = rest
    if rng.random() < 0.5:
        road = road.translate(_ACCENTS)
    case = int(rng.integers(4))
    road = road.upper() if case == 0 else road.lower() if case == 1 else road
    form = int(rng.integers(5))
    text = (
        f"{road}, {number}",
        f"{road} {number}",
        f"{number} {road}",
        f"{road} nº {number}",
        f"{road} núm. {number}",
    )[form]
    if rng.random() < 0.3:
        text = f"{rng.choice(_DISTRICTS)}, {text}"
    return text + (", Las Palmas de Gran Canaria" if rng.random() < 0.3 else "")
