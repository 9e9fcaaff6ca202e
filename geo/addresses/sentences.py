"""What people say around an address: greetings, what is wrong there, floors and rooms."""

import re
from typing import Final

#: Shortest rest that may be an address [characters].
_LEAST: Final = 3
#: No part of an address stands before these.
_BEFORE: Final = re.compile(
    r"^[^\d路街巷号]{0,20}?(?:要?反映|投诉|举报|咨询|请问|想问|位于|地址(?:是|为|在)?|住在|就在|我在|你好|您好|"
    r"(?:家在|我家|在)(?![村镇乡路街巷]))(?:一下|的是|说)?[\s,，。:：!！]*"
)
_NEAR: Final = r"楼下|楼上|门口|门前|附近|旁边|边上|对面|隔壁|后面|前面|周边|周围|\ue000?1带|里面|这里|那里|这边|那边"
_TROUBLE: Final = (
    "有人|有个|有\ue0001|有辆|有车|有很多|有许多|没有|没人|被|总是|老是|经常|常年|天天|每天|每晚|晚上|夜里|夜间|半夜|凌晨|早上|"
    "一直|长期|占道|乱停|违停|噪音|噪声|扰民|漏水|停水|停电|停气|垃圾|路灯|井盖|污水|积水|下水道|施工|坏了|破损|堵塞|堵车|"
    "摆摊|流浪|请|希望|投诉|反映|举报|要求|谢谢|麻烦|怎么|什么时候|能不能"
)
#: No part of an address stands behind these; 垃圾中转站 and 路灯管理处 are places.
_BEHIND: Final = re.compile(
    rf"(?:(?:的)?(?:{_NEAR}))?[\s,，。的]*(?:{_TROUBLE})(?!.{{0,4}}(?:站|处|所|局|厂|公司)$).*$", re.DOTALL
)
_TAIL: Final = re.compile(rf"(?:的)?(?:{_NEAR}|的?位置|那块|那儿|这儿)?[\s,，。.!！?？;；、]*$")
_ROOM: Final = re.compile(
    r"(?:[,，\s]*(?:\d+单元[-\s]*(?:\d+(?:层|楼)?)?(?:\d+[室号]?)?|(?:地下|负|[bB])?\d+[层楼](?:\d{2,4}[室号]?)?|\d{3,4}室"
    r"|(?<=[楼栋幢座#])[-\s]*\d{3,4}))$|(?<=\d)号?-\d{3,4}$"
)
#: Without one of these a text says nothing around its address.
_TELLTALE: Final = re.compile(
    rf"反映|投诉|举报|咨询|[请想]问|位于|地址|住在|[就我家]在|我家|[你您]好|^在|{_NEAR}|旁|位置|[那这][块儿]|{_TROUBLE}"
    r"|单元|\d[层楼](?:\d|$)|室$|\d-\d{3}|[楼栋幢座#-]\d{3}|[^\w#-]"
)
_BRACKETS: Final = re.compile(r"[(\[【〔<《「][^)\]】〕>》」]*[)\]】〕>》」]")
_SIGNS: Final = re.compile(r"[()\[\]【】〔〕<>《》「」\"“”'·•・*]")


def trim_sentence(text: str) -> str:
    """Cut off what people say around an address.

    Parameters
    ----------
    text
        A sentence with an address in it, simplified and in half-width signs.

    Returns
    -------
    str
        The address; the whole text where too little would be left.

    Examples
    --------
    >>> trim_sentence("您好,我要反映文化路10号楼下有人占道经营"), trim_sentence("文化路10号")
    ('文化路10号', '文化路10号')
    >>> trim_sentence("文化路10号3号楼2单元501室"), trim_sentence("(文化路10号)")
    ('文化路10号3号楼', '文化路10号')
    """
    if not _TELLTALE.search(text):
        return text
    outside = _BRACKETS.sub("", text)
    text = _SIGNS.sub("", outside if len(outside) > _LEAST else text).strip()
    for pattern in (_BEFORE, _BEFORE, _BEHIND, _TAIL, _ROOM, _ROOM):
        rest = pattern.sub("", text, count=1)
        text = rest if len(rest) >= _LEAST else text
    return text
