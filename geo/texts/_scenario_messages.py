"""Messages about scenarios, asked and kept: English template, Chinese template."""

from typing import Final

from geo.texts._languages import Pairs

SCENARIO_MESSAGES: Final[Pairs] = (
    # what is asked
    (
        "path {number} is {length_m} m long; expected {least} to {most} m",
        "第 {number} 条路径长 {length_m} 米;应为 {least} 至 {most} 米",
    ),
    (
        "area {number} has {found_m2} m2; expected {least} to {most} m2",
        "第 {number} 个地块面积为 {found_m2} 平方米;应为 {least} 至 {most} 平方米",
    ),
    (
        "the outline of area {number} crosses or touches itself; draw it again",
        "第 {number} 个地块的轮廓自相交或自相接;请重新绘制",
    ),
    (
        "area {number} says neither households nor residents; give one of them",
        "第 {number} 个地块既无户数也无人口;请给出其一",
    ),
    # what is kept
    ("No scenarios here", "此处不保存情景"),
    (
        "no scenario has this id; its time may have passed, or it was deleted",
        "没有此编号的情景;可能已过期,或已删除",
    ),
    (
        "the id of a scenario is its right to be read: expected 22 letters of A-Z, a-z, 0-9, - and _ drawn at random",
        "情景编号即读取凭据:应为随机抽取的 22 个字符(A-Z、a-z、0-9、- 和 _)",
    ),
    (
        "{own} scenarios of this client are kept already, and no more may; delete those that are not needed",
        "该客户端已保存 {own} 个情景,不能再增加;请删除不再需要的情景",
    ),
    (
        "{kept} scenarios are kept already, and no more may; delete those that are not needed",
        "已保存 {kept} 个情景,不能再增加;请删除不再需要的情景",
    ),
    (
        "this scenario takes {bytes} bytes; expected {most} at most: leave out corners or facilities",
        "该情景占 {bytes} 字节;最多应为 {most} 字节:请减少拐点或设施",
    ),
    (
        "this scenario is changed and deleted only with the secret that its first PUT answered: send it in the header "
        "X-Scenario-Secret, or save it under an id of your own",
        "修改和删除该情景须凭首次 PUT 所返回的凭证:请在请求头 X-Scenario-Secret 中发送,或用自己的编号另存",
    ),
    (
        "category: a scenario is shown in one category; name one in category",
        "category:情景按单一类别显示;请在 category 中指定一类",
    ),
    (
        "measure: of a scenario the share and the uncovered residents are shown; name one of them",
        "measure:情景只显示可达比例(share)与不可达人数(uncovered);请选择其一",
    ),
    ("this service keeps no scenarios; {remedy}", "此服务不保存情景;{remedy}"),
)
