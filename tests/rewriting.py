"""Layers of addresses as three countries write them, and 26 ways to rewrite one; shares no code with the matcher."""

from typing import Final

import numpy as np
import pandas as pd

from tests.mangling import write_number


def _list_words(text, separator=" "):
    return text.split(separator)


_FULL: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_SIDES: Final = ("东", "南", "西", "北", "东北", "西北", "东南", "西南")
_STEMS: Final = _list_words(
    "正道 锦艺 艺君 白鸽 丹尼斯 大商 盛世 金牛 瑞达 百福 富田 康桥 永威 建业 正商 鑫苑 升龙 绿都 亚新 万科 天旺 豫发 "
    "中州 裕华 河医 二七 八一 三和 千禧 五洲 六合 九龙 华联 福元 嘉亿 美景 银基 格林 思达 世纪 阳光 蓝天 紫荆 金水"
)
_MIDDLES: Final = ("花园", "国际", "西郊", "豫中", "未来", "东方", "新城", "商贸", "香堤", "龙湖", "嵩山", "")
_KINDS: Final = _list_words(
    "百货 生活广场 华都 树脂模具有限公司 医院 中学 第三小学 大厦 家园 商场 建材市场 宾馆 大酒店 美食城 社区 "
    "小区 粮油店 家属院 幼儿园 体育馆 汽车站 加油站 村委会"
)
_TRADITIONAL: Final = str.maketrans(
    "东与号门汇处龙华园区广场邮电车站联单层楼湾桥银财经开发县乡镇亚万业绿贸国际紫荆惠济军机厂农医学线长陇卫",
    "東與號門匯處龍華園區廣場郵電車站聯單層樓灣橋銀財經開發縣鄉鎮亞萬業綠貿國際紫荊惠濟軍機廠農醫學線長隴衛",
)
_SOUNDS: Final = dict(
    zip("路街园华明海新城林金清河山阳文花正商中", "璐接圆花名悔心成临今青何三杨闻华政伤忠", strict=True)
)
_TROUBLES: Final = ("有人占道经营", "路灯坏了没人修", "垃圾没人清理", "的井盖丢了", "夜里施工太吵")


def make_chinese(city, count, seed):
    """A layer of whole texts at true places: crossings, directions, gates, compounds, names, lanes."""
    rng = np.random.default_rng(seed)
    crossings = _list_crossings(city.roads)
    known = city.addresses[(city.addresses["road"] != "") & (city.addresses["number"] != "")]
    rows = []
    for row in rng.choice(len(known), count, replace=False):
        address, place = known.iloc[row], known.geometry.iloc[row]
        xy = np.array([place.x, place.y])
        name = f"{rng.choice(_STEMS)}{rng.choice(_MIDDLES)}{rng.choice(_KINDS)}"
        metres, side = int(rng.integers(2, 30)) * 10, str(rng.choice(_SIDES[:4]))
        kind = int(rng.integers(10))
        if kind <= 3:
            (first, second), at = crossings[int(rng.integers(len(crossings)))]
            xy = np.array(at)
            text = f"{first}{rng.choice(['与', '与', '', '和'])}{second}交叉口"
            if kind:
                go = np.array([(side == "东") - (side == "西"), (side == "北") - (side == "南")])
                xy = xy + metres * go
                text += f"{rng.choice(['向', '往', ''])}{side}{metres}米" + str(rng.choice(["路东", "路北", ""]))
        elif kind <= 5:
            text = f"{address['district'] if rng.random() < 0.3 else ''}{address['road']}{address['number']}号"
        elif kind == 6:
            text = f"{name}{rng.choice(['东', '西', '北1', '南2', ''])}门{side}{metres}米"
        elif kind == 7:
            text = f"{address['street'] if rng.random() < 0.5 else ''}{name}{side}{metres}米"
        elif kind == 8:
            text = f"{address['road']}{name}{rng.choice(['西门', '', '北门'])}"
        else:
            text = f"{address['road']}{address['number']}号{name}{rng.choice(['', '3号楼', '1楼'])}"
        rows.append((text, *xy))
    return pd.DataFrame(rows, columns=["text", "x", "y"])


def _list_crossings(roads):
    ends = {}
    for name, line in zip(roads["name"], roads.geometry, strict=True):
        for at in (line.coords[0], line.coords[-1]):
            if name:
                ends.setdefault(at[:2], set()).add(name)
    return [(tuple(sorted(names)[:2]), at) for at, names in sorted(ends.items()) if len(names) > 1]


def _at(text, rng, *, but="0123456789东西南北中新大小号米与和"):
    spots = [i for i, char in enumerate(text[:14]) if char not in but]
    return int(rng.choice(spots)) if spots else 0


def _slip(text, rng):
    at = _at(text, rng)
    return text[:at] + str(rng.choice(list("的是在了有人这为我他时来用们生到"))) + text[at + 1 :]


def _lose(text, rng):
    at = _at(text, rng)
    return text[:at] + text[at + 1 :]


def _add(text, rng):
    at = _at(text, rng)
    return text[:at] + str(rng.choice(list("的是了这我"))) + text[at:]


def _transpose(text, rng):
    at = _at(text[:-1], rng)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _sound(text, rng):
    spots = [i for i, char in enumerate(text) if char in _SOUNDS]
    if not spots:
        return text
    at = int(rng.choice(spots))
    return text[:at] + _SOUNDS[text[at]] + text[at + 1 :]


def _count(text, _):
    out, run = "", ""
    for char in [*text, ""]:
        if char.isdigit():
            run += char
        else:
            out += (write_number(int(run), is_read_aloud=True) if run else "") + char
            run = ""
    return out


def _cross(text, _):
    """The two roads of a crossing the other way round."""
    head, found, rest = text.partition("交叉口")
    for word in ("与", "和"):
        if found and word in head:
            first, second = head.split(word, 1)
            return f"{second}{word}{first}{found}{rest}"
    return text


def _join(text, rng):
    word = str(rng.choice(["跟", "、", "和", "及", "/"]))
    text = text.replace("与", word) if "交叉口" in text else text
    return text.replace("交叉口", str(rng.choice(["交汇处", "路口", "交叉路口", "交口", "十字路口"])))


def _cut(text, _):
    """Without the metres and the side of the road."""
    cut = min((text.find(s) for s in ("向", "往") if s in text), default=-1)
    return text[:cut] if cut > 4 else text


def _turn(text, rng):
    for side in _SIDES[:4]:
        for word in (f"向{side}", f"往{side}"):
            if word in text:
                return text.replace(word, f"{side}{rng.choice(['边', '侧', '面'])}约")
    return text


CHINESE: Final = {
    "verbatim": lambda text, _: text,
    "city before": lambda text, _: "河南省郑州市" + text,
    "full width": lambda text, _: text.translate(_FULL),
    "numerals": _count,
    "traditional": lambda text, _: text.translate(_TRADITIONAL),
    "號 and #": lambda text, rng: text.replace("号", str(rng.choice(["號", "#", " 号"]))),
    "no 号": lambda text, _: text.replace("号", "", 1) if not text.split("号", 1)[-1] else text,
    "wrong character": _slip,
    "lost character": _lose,
    "added character": _add,
    "swapped characters": _transpose,
    "same sound": _sound,
    "crossing turned": _cross,
    "crossing in other words": _join,
    "nearby": lambda text, rng: text + str(rng.choice(["附近", "旁边", "对面", "门口", "一带"])),
    "trouble": lambda text, rng: text + "楼下" + str(rng.choice(_TROUBLES)),
    "hotline": lambda text, rng: f"您好，我要反映{text}{rng.choice(_TROUBLES)}，请尽快处理",
    "at": lambda text, _: f"位于{text}的位置",
    "floor": lambda text, rng: text + str(rng.choice(["3楼", "二层", "B1层", "5楼503室"])),
    "room": lambda text, rng: text + str(rng.choice(["2单元1101室", "1单元501", "-702"])),
    "shop before": lambda text, rng: str(rng.choice(["老王烟酒店", "蜜雪冰城", "菜鸟驿站"])) + " " + text,
    "shop behind": lambda text, rng: text + str(rng.choice(["老王烟酒店", "蜜雪冰城", "菜鸟驿站"])),
    "no directions": _cut,
    "directions in other words": _turn,
    "spaces": lambda text, _: " ".join(text[i : i + 4] for i in range(0, len(text), 4)),
    "brackets": lambda text, rng: f"({text})" if rng.random() < 0.5 else text + "（靠近公交站）",
    "lower case and point": lambda text, _: text.lower() + "。",
}  # fmt: skip

_DANISH_FIRST: Final = _list_words(
    "Nørrebro Vesterbro Østerbro Amagerbro Blåbær Æble Ær Kirke Møller Skov Strand Åboule Jagt Kærlund Søndermark "
    "Hørsholm Rådmands Smede Gærde Fælled Tåsinge Ærø Lærke Svane "
    "Bøge Ege Birke Pile Elme Hyld Tjørne Græs Rosen Linde Kastanje"
)
_DANISH_LAST: Final = ("gade", "vej", "allé", "stræde", "plads", "torv", "vænget", "parken")
_DANISH_MORE: Final = (
    "Gammel Kongevej", "Sankt Pauls Gade", "Sankt Hans Torv", "H.C. Andersens Boulevard", "Store Kongensgade",
    "Lille Istedgade", "Søndre Fasanvej", "Nordre Fasanvej", "Vestre Kirkevej", "Ny Carlsberg Vej", "Åboulevard",
)  # fmt: skip
_DANISH_TOWNS: Final = (
    ("1050", "København K"),
    ("2200", "København N"),
    ("2000", "Frederiksberg"),
    ("2300", "København S"),
)
_SPANISH_FIRST: Final = ("Calle", "Calle", "Calle", "Avenida", "Plaza", "Paseo", "Carretera", "Camino")
_SPANISH_NAMES: Final = _list_words(
    "León y Castillo;San José;28 de Febrero;Número 60;España;de la Constitución;del Doctor Negrín;de Canarias;"
    "Juan Rejón;Triana;Pérez Galdós;Primero de Mayo;Ángel Guimerá;Viera y Clavijo;Tomás Morales;Mesa y López;"
    "Sagasta;Albareda;General Vives;Fernando Guanarteme;de las Canteras;Nuestra Señora del Pino;Peregrina;"
    "Domingo J. Navarro;Cano;Malteses;Buenos Aires;Bravo Murillo;Rafael Cabrera;Murga;Senador Castillo Olivares;"
    "San Bernardo;San Nicolás;San Agustín;Reyes Católicos;Doctor Chil;Luis Morote;Secretario Artiles;Sargento Llagas",
    ";",
)


def make_danish(city, count, seed):
    """Streets with letters beyond a-z; road, number, district, postcode in columns, and no whole text."""
    rng = np.random.default_rng(seed)
    names = [f"{first}{last}" for first in _DANISH_FIRST for last in rng.choice(_DANISH_LAST, 3, replace=False)]
    return _number_houses(city, [*names, *_DANISH_MORE], count, rng, towns=_DANISH_TOWNS)


def make_spanish(city, count, seed):
    """Streets of Spanish towns: kinds of way before the name, one name for two kinds of way."""
    rng = np.random.default_rng(seed)
    names = [f"{rng.choice(_SPANISH_FIRST)} {name}" for name in _SPANISH_NAMES for _ in range(3)]
    return _number_houses(city, list(dict.fromkeys(names)), count, rng, towns=(("35015", "Villa"),))


def _number_houses(city, names, count, rng, *, towns):
    """Put houses along straight roads across the city, even and odd numbers on two sides."""
    low, high = np.array(city.base_units.total_bounds).reshape(2, 2)
    rows = []
    for name in names:
        begin = low + rng.random(2) * (high - low) * 0.8
        turn = rng.random() * np.pi / 2
        ahead = np.array([np.cos(turn), np.sin(turn)])
        postcode, town = towns[int(rng.integers(len(towns)))]
        for number in sorted(rng.choice(np.arange(1, 120), max(2, count // len(names)), replace=False)):
            aside = 12 * (1 if number % 2 else -1) * np.array([-ahead[1], ahead[0]])
            more = str(rng.choice(["", "", "", "", "A", "B"]))
            rows.append((name, f"{number}{more}", postcode, town, *(begin + ahead * number * 8 + aside)))
    return pd.DataFrame(rows, columns=["road", "number", "postcode", "town", "x", "y"])


def _misspell(text, rng, change):
    spots = [i for i in range(1, len(text) - 2) if text[i].isalpha() and text[i + 1].isalpha()]
    at = int(rng.choice(spots))
    return change(text, at)


def _strip(text):
    return text.translate(str.maketrans("áéíóúüñåÁÉÍÓÚÜÑÅ", "aeiouunaAEIOUUNA"))


def _replace(text, words):
    for word, other in words.items():
        text = text.replace(word, other)
    return text


def _swap(text, i):
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


_DANISH_SHORT: Final = {
    "Gammel ": "Gl. ", "Sankt ": "Skt. ", "Store ": "St. ", "Søndre ": "Sdr. ", "Nordre ": "Ndr. ",
    "Boulevard": "Blvd.",
}  # fmt: skip
_IN_TWO: Final = {"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "é": "e"}
_IN_ONE: Final = {"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A", "é": "e"}
DANISH: Final = {
    "verbatim": lambda r, _: f"{r.road} {r.number}",
    "postcode and town": lambda r, _: f"{r.road} {r.number}, {r.postcode} {r.town}",
    "number first": lambda r, _: f"{r.number} {r.road}",
    "ae, oe, aa": lambda r, _: f"{_replace(r.road, _IN_TWO)} {r.number}",
    "no marks": lambda r, _: f"{_replace(r.road, _IN_ONE)} {r.number}",
    "upper case": lambda r, _: f"{r.road.upper()} {r.number}",
    "lower case": lambda r, _: f"{r.road.lower()} {r.number.lower()}",
    "floor": lambda r, rng: f"{r.road} {r.number}, {rng.choice(['2. tv', '1. th', 'st. mf', 'kl.', '3. sal'])}",
    "floor and town": lambda r, _: f"{r.road} {r.number}, 2. tv., {r.postcode} {r.town}",
    "short": lambda r, _: f"{_replace(r.road, _DANISH_SHORT)} {r.number}",
    "letter apart": lambda r, _: f"{r.road} {r.number.rstrip('AB')} {r.number.lstrip('0123456789')}".strip(),
    "transposed": lambda r, rng: _misspell(r.road, rng, _swap) + f" {r.number}",
    "wrong letter": lambda r, rng: _misspell(r.road, rng, lambda t, i: t[:i] + "x" + t[i + 1 :]) + f" {r.number}",
    "lost letter": lambda r, rng: _misspell(r.road, rng, lambda t, i: t[:i] + t[i + 1 :]) + f" {r.number}",
    "doubled letter": lambda r, rng: _misspell(r.road, rng, lambda t, i: t[:i] + t[i] + t[i:]) + f" {r.number}",
}  # fmt: skip
_SPANISH_FLOORS: Final = ("2º B", "3º izq.", "bajo dcha.", "piso 4", "1º 2ª", "portal 2")
_ARTICLES: Final = {" de las ": " ", " de la ": " ", " del ": " ", " de ": " "}
_TITLES: Final = {"Doctor": "Dr.", "General": "Gral.", "Nuestra Señora": "Ntra. Sra."}
_SHORT: Final = {"Calle": ("C/", "C/ ", "c. ", "Cl. "), "Avenida": ("Avda. ", "Av. ", "Avd "),
                 "Plaza": ("Pza. ", "Plza. ", "Pl. "), "Paseo": ("Pº ", "Pso. "), "Carretera": ("Ctra. ",),
                 "Camino": ("Cno. ",)}  # fmt: skip


def _shorten(road, rng):
    kind, _, rest = road.partition(" ")
    return f"{rng.choice(_SHORT[kind])}{rest}"


SPANISH: Final = {
    "verbatim": lambda r, _: f"{r.road} {r.number}",
    "comma and nº": lambda r, _: f"{r.road}, nº {r.number}",
    "núm.": lambda r, _: f"{r.road} núm. {r.number}",
    "shortened": lambda r, rng: f"{_shorten(r.road, rng)}, {r.number}",
    "no accents": lambda r, _: f"{_strip(r.road)} {r.number}",
    "upper case": lambda r, _: f"{r.road.upper()} {r.number}",
    "number first": lambda r, _: f"{r.number} {r.road}",
    "floor": lambda r, rng: f"{r.road} {r.number}, {rng.choice(_SPANISH_FLOORS)}",
    "floor behind a dash": lambda r, _: f"{r.road}, {r.number} - 3º B",
    "postcode and town": lambda r, _: f"{r.road} {r.number}, {r.postcode} {r.town}",
    "no articles": lambda r, _: f"{_replace(r.road, _ARTICLES)} {r.number}",
    "doctor, general": lambda r, _: f"{_replace(r.road, _TITLES)} {r.number}",
    "transposed": DANISH["transposed"],
    "wrong letter": DANISH["wrong letter"],
    "lost letter": DANISH["lost letter"],
}  # fmt: skip
