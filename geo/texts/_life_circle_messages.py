"""Messages about life circles: English template, Chinese template."""

from typing import Final

from geo.texts._languages import Pairs

LIFE_MESSAGES: Final[Pairs] = (
    (
        "no rule set states the residents of the tiers 15_min, 10_min and 5_min for urban areas; name one that does "
        "with --rules, such as gb50180-2018.toml",
        "没有规则集列出城镇 15_min、10_min、5_min 三个层级的人口规模;"
        "请用 --rules 指定一个列有这些规模的规则集,例如 gb50180-2018.toml",
    ),
    (
        "the city has no residents in grid units of urban communities, so there is nothing to divide into life "
        "circles; villages are not judged by them",
        "本市城镇社区的网格中没有居民,无从划定生活圈;村不按生活圈评判",
    ),
    (
        "no life circle has the code {code}; expected codes such as {example}, or all for every circle",
        "没有编码为 {code} 的生活圈;应为 {example} 之类的编码,或用 all 表示全部生活圈",
    ),
    (
        "--plan and -o OUT go together: give both to divide the city, none to see its compartments",
        "--plan 与 -o OUT 须同时使用:两者都写则划定生活圈,都不写则只列出分区",
    ),
    (
        "--sheets is for circles: give --plan and -o OUT with it",
        "--sheets 用于已划定的生活圈:请同时写 --plan 和 -o OUT",
    ),
)
