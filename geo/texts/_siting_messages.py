"""Messages about siting: English template, Chinese template."""

from typing import Final

from geo.texts._languages import Pairs

SITING_MESSAGES: Final[Pairs] = (
    (
        "max candidates = {candidates}: expected at least 1 candidate",
        "max candidates = {candidates}:至少应有 1 个候选点",
    ),
    ("add = {add}: expected at least 1 site", "add = {add}:至少应为 1 处"),
    (
        "nobody gains by any of the {candidates} candidates; {figures}",
        "{candidates} 个候选点都不会使任何人受益;{figures}",
    ),
    (
        "add = {add}: there are only {candidates} candidates; give more, or add fewer. {figures}",
        "add = {add}:只有 {candidates} 个候选点;请增加候选点,或减少新建数。{figures}",
    ),
    ("covered now: {before}; with all candidates built: {best}", "现状覆盖:{before};全部候选点建成后:{best}"),
    (
        "target = {target}: expected a share above 0 up to 1, such as 0.95",
        "target = {target}:应为大于 0、不超过 1 的比例,如 0.95",
    ),
    (
        "target = {target} is met without building: {before} of {total} people ({share}) are covered already",
        "target = {target} 无需新建即已达到:{total} 人中已有 {before} 人({share})可达",
    ),
    ("target = {target} cannot be reached; {figures}", "target = {target} 无法达到;{figures}"),
    ("capacity = {capacity}: expected a number of people above 0", "capacity = {capacity}:应为大于 0 的人数"),
    ("capacity = {capacity}: expected a number of people, 1 or more", "capacity = {capacity}:应为 1 或更大的人数"),
    ("walks count up to {far_m} m; give a length above 0 m", "步行最多计到 {far_m} 米;请给出大于 0 米的长度"),
    (
        "mip gap = {gap}: expected a share from 0 to below 1, such as 0.01",
        "mip gap = {gap}:应为从 0 到小于 1 的比例,如 0.01",
    ),
    ("time limit = {time_s}: expected seconds above 0", "time limit = {time_s}:应为大于 0 的秒数"),
    (
        "give one of: add (a number of sites) and target (a share of all people, such as 0.95)",
        "请给出其一:add(新建处数)或 target(占全部人口的比例,如 0.95)",
    ),
    ('unknown objective "{objective}"; choose {names}', "未知目标“{objective}”;可选 {names}"),
    ('unknown level "{level}"; choose {names}', "未知层级“{level}”;可选 {names}"),
    ('unknown scope "{scope}"; choose {names}', "未知范围“{scope}”;可选 {names}"),
    (
        "the objective {objective} takes add alone: no target, no capacity, no max cost",
        "目标 {objective} 只能与 add 合用,不能与 target、capacity、max cost 合用",
    ),
    ("max cost goes with add alone: no target, no capacity", "max cost 只能与 add 合用,不能与 target、capacity 合用"),
    (
        "max cost = {cost}: expected a sum above 0, in the unit of the candidates",
        "max cost = {cost}:应为大于 0 的金额,单位与候选点的费用相同",
    ),
    (
        "max cost = {cost}: the cheapest of the {candidates} candidates costs {least}",
        "max cost = {cost}:{candidates} 个候选点中最便宜的费用为 {least}",
    ),
    (
        "max cost needs candidates with a column cost; give a file that has one",
        "使用 max cost 时候选点须有费用列(cost);请提供有此列的文件",
    ),
    (
        "{missing} of {candidates} candidates have no cost, such as {names}; fill it in, or leave them out",
        "{candidates} 个候选点中有 {missing} 个没有费用,如 {names};请补填,或去掉这些候选点",
    ),
    (
        "where and max cost need a file of candidates: crossings have no owner, use or cost",
        "使用 where 和 max cost 时须提供候选点文件:路口没有权属、用地和费用",
    ),
    (
        'where "{condition}": expected land_use=... or owner=..., such as owner=政府',
        "where“{condition}”:应写作 land_use=… 或 owner=…,如 owner=政府",
    ),
    (
        "the candidates have no column {column} to choose by; name it so in the file",
        "候选点没有 {column} 列,无法据此筛选;请在文件中使用这一列名",
    ),
    (
        "no candidate has {column}={values}; {other} is one of: {names}",
        "没有候选点的 {column} 为 {values};{other} 的取值有:{names}",
    ),
    ("no candidate meets all of: {conditions}; leave one out", "没有候选点同时满足:{conditions};请减少一项条件"),
    (
        "no people live in any division of the level; choose another level, or another objective",
        "该级区划内没有居民;请改选一级,或改用其他目标",
    ),
    (
        "the city has no {level} whose least covered one could count; give divisions to the city",
        "本市没有可计最低覆盖率的 {level};请为城市提供区划",
    ),
    (
        "the area has no homes of that scope; choose another scope, or another area",
        "该区域没有此范围的居民点;请另选范围,或另选区域",
    ),
    (
        'area: no district, street, community or village has the code "{area}"',
        "area:没有编码为“{area}”的区县、街道、社区或村",
    ),
    ("the city has no homes of that scope; choose another scope", "本市没有该范围的居民点;请改选范围"),
    (
        "no rule set judges homes of that scope; give minutes, or a rule set for it",
        "没有规则集可评价该范围的居民点;请给出 minutes,或提供适用的规则集",
    ),
    ("bound time = {time_s}: expected seconds, 0 for no bound", "bound time = {time_s}:应为秒数,0 为不求上界"),
    (
        "target and capacity cannot be joined: give add and capacity, or target alone",
        "target 与 capacity 不能合用:请给出 add 和 capacity,或只给 target",
    ),
    (
        'homes have no column "{column}" to count; the city has: {names}',
        "居民点没有可计数的列“{column}”;本市有:{names}",
    ),
    (
        "none of the {candidates} candidates has a road within {limit_m} m to join; check their coordinates and datum",
        "{candidates} 个候选点在 {limit_m} 米以内都没有可接入的道路;请核对其坐标和坐标基准",
    ),
    (
        "{lost} of {candidates} candidates join no road, such as {names}",
        "{candidates} 个候选点中有 {lost} 个未接入道路,如 {names}",
    ),
    (
        "homes that no candidate reaches: {homes} with {people} residents, such as {names}; all are in the layer "
        "unreached of sites.gpkg",
        "任何候选点都到不了的居民点:{homes} 处,居民 {people} 人,如 {names};全部列在 sites.gpkg 的 unreached 图层",
    ),
    (
        "greedy: each site with those before it; the choice itself is not of this sequence",
        "贪心:每处选址与其之前的各处合计;方案本身不按此顺序得出",
    ),
    (
        "{file}: {value} stands in rows {rows}; if they are phases of one plot, number them {first}-1, "
        "{second}-2 and on",
        "{file}:{value} 出现在第 {rows} 行;若为同一地块的分期,请编号为 {first}-1、{second}-2,依次类推",
    ),
)
