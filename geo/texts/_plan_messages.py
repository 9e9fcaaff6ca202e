"""Messages about plan areas and sites: English template, Chinese template."""

from typing import Final

from geo.texts._languages import Pairs

PLAN_MESSAGES: Final[Pairs] = (
    # boundaries written in cells
    ('"{text}" is nested more than {most} deep; expected one geometry', "“{text}”嵌套超过 {most} 层;应为一个几何图形"),
    ('"{text}" is no valid {what}', "“{text}”不是有效的 {what}"),
    ('"{text}" is no valid {what}: {reason}', "“{text}”不是有效的 {what}:{reason}"),
    ("no coordinates in its text", "文字中没有坐标"),
    ('part {number}, "{text}": expected two numbers, x and y', "第 {number} 部分“{text}”:应为两个数,x 和 y"),
    (
        "{corners} different points; expected {fewest} or more ({wanted_word})",
        "只有 {corners} 个不同的点;至少应有 {fewest} 个({wanted_word})",
    ),
    (
        "its text ends at {most} characters, all that a cell of Excel holds: it is cut; simplify the boundary, "
        "or send "
        "it as GeoPackage or GeoJSON",
        "文字恰为 {most} 个字,即 Excel 单元格的上限:已被截断;请简化边界,或改用 GeoPackage 或 GeoJSON 提交",
    ),
    ('begins with "SRID="; leave that out and name the datum of the file', "以“SRID=”开头;请去掉它,并注明文件的 datum"),
    ("column {column}: {message}", "列 {column}:{message}"),
    # drawings
    (
        "{file}: a text with a word of more than {most} characters; shorten it",
        "{file}:有文字中的一个词超过 {most} 个字;请缩短",
    ),
    (
        "{file}: its texts lie in too many areas within areas; name the layer of the areas",
        "{file}:文字位于过多层层相套的面中;请指定地块所在的图层",
    ),
    ("{file}: a DWG drawing cannot be read; export as DXF", "{file}:不能读取 DWG 图;请导出为 DXF"),
    (
        "{file}: no lines or areas{where}; expected closed polylines. The drawing's layers: {names_word}",
        "{file}:{where}没有线或面;应为闭合的多段线。图中的图层:{names_word}",
    ),
    (' on layer "{layer}"', "图层“{layer}”上"),
    (" or columns lon and lat, or x and y,", "列 lon 和 lat,或 x 和 y,或"),
    # rows of plan areas
    ("no number of homes", "没有住房数量"),
    ("none of {choices} is above 0; state at least one of them", "{choices} 均不大于 0;至少应填一项"),
    (
        "one of {choices} is 0 and another is not; leave empty what is unknown",
        "{choices} 中有的为 0,有的不为 0;未知的请留空",
    ),
    ("dwellings, households or residents", "住宅套数(dwellings)、户数(households)、人口(residents)"),
    ("0 beside another number", "0 与其他数并存"),
    ("too many residents", "人口过多"),
    (
        "{people} residents in {homes} {unit_word}; expected {most} or fewer each: is a number in the wrong column?",
        "{homes} {unit_word}住 {people} 人;每{unit_word}不应超过 {most} 人:是否有数填错了列?",
    ),
    (
        "year {year}; expected a whole year from {first} to {last}, or nothing",
        "年份 {year} 有误;应为 {first} 至 {last} 的整数年份,或留空",
    ),
    ("too small or too large", "过小或过大"),
    (
        "{area_m2} m2; expected {least_m2} m2 to {most_km2} km2: are its coordinates in the units of the CRS?",
        "面积 {area_m2} 平方米;应为 {least_m2} 平方米至 {most_km2} 平方公里:坐标是否用的是坐标系的单位?",
    ),
    ("outside the city's data", "位于本市数据范围之外"),
    ("lies outside the city's data; check its coordinates", "位于本市数据范围之外;请核对坐标"),
    ("partly outside the city's data", "部分位于本市数据范围之外"),
    (
        "{share} of it lies outside the city's data; keep to the area that they cover",
        "有 {share} 位于本市数据范围之外;请保持在数据覆盖的范围内",
    ),
    (
        "{file}: its places lie outside the city's data, read as {stated}; {hint}",
        "{file}:按 {stated} 读取时,其位置在本市数据范围之外;{hint}",
    ),
    ("{message}. They would lie inside {fitting}", "{message}。按以下方式则位于范围之内:{fitting}"),
    ("with x and y exchanged, as {datum}", "对调 x 和 y 并按 {datum} 读取"),
    ("unknown plan_id", "未知的 plan_id"),
    (
        'refers to plan_id "{plan_id}", which {file} does not have; correct it',
        "引用了 plan_id“{plan_id}”,而 {file} 中没有;请更正",
    ),
    ("gate away from its area", "出入口远离所属地块"),
    (
        "{apart_m} m from the outline of {plan_id}; expected {most_m} m or less: put it on the outline, or "
        "correct its "
        "plan_id",
        "距 {plan_id} 的轮廓 {apart_m} 米;不应超过 {most_m} 米:请将其放到轮廓上,或更正其 plan_id",
    ),
    (
        'unknown {column} "{value}"; expected one of: {choices_word}',
        "未知的 {column}“{value}”;应为以下之一:{choices_word}",
    ),
    ("unknown {column}", "未知的 {column}"),
    (
        "{file}: columns names an unknown column {column}; did you mean {near}?",
        "{file}:columns 中有未知的列 {column};是否应为 {near}?",
    ),
    (
        "{file}: columns names an unknown column {column}; valid: {names}",
        "{file}:columns 中有未知的列 {column};可用:{names}",
    ),
    ("{file}: columns names an unknown column {column}; {hint}", "{file}:columns 中有未知的列 {column};{hint}"),
    ("did you mean {near}?", "是否应为 {near}?"),
    ("valid: {names}", "可用:{names}"),
    ("coordinate that is no number", "坐标不是数"),
    (
        "NaN or infinite coordinates, or such as no place on Earth has; export its geometry again",
        "坐标为 NaN 或无穷大,或地球上没有这样的位置;请重新导出其几何图形",
    ),
    ("invalid geometry", "几何图形无效"),
    ("{reason}; redraw the outline there", "{reason};请在该处重画轮廓"),
    ("coordinates of another kind", "坐标种类不同"),
    (
        "coordinates like {x}, {y} {says} as {name} has them; bring the row into {other}",
        "坐标(如 {x}, {y})与 {name} 所用的不同({says});请将该行转换到 {other}",
    ),
    ("are not degrees", "不是度"),
    ("are degrees, not metres", "是度,不是米"),
    (
        "{file}: none of its coordinates has a place in the city's CRS; {hint}",
        "{file}:其坐标在本市坐标系中都没有位置;{hint}",
    ),
    ("its coordinates cannot be brought into the city's CRS; check them", "其坐标无法转换到本市的坐标系;请核对"),
    ("wrong geometry", "几何类型有误"),
    ("its geometry is empty; draw it, or delete the row", "几何图形为空;请画出,或删除该行"),
    (
        "a {geometry_word}; expected a {expected_word}; close the line and make it a polygon",
        "是{geometry_word};应为{expected_word};请闭合该线并转为面",
    ),
    ("a {geometry_word}; expected a {expected_word}", "是{geometry_word};应为{expected_word}"),
    ("{message}; close the line and make it a polygon", "{message};请闭合该线并转为面"),
    ("no geometry", "没有几何图形"),
    ("no geometry; draw it, or delete the row", "没有几何图形;请画出,或删除该行"),
    ("broken boundary text", "边界文字有误"),
    ("{file}: cannot be read, the file is damaged: {reason}", "{file}:无法读取,文件已损坏:{reason}"),
    (
        "{file}: the content is not what {ending} says, or damaged; export the file again",
        "{file}:内容与后缀 {ending} 不符,或已损坏;请重新导出文件",
    ),
    ("{file}: none of its {areas} areas is good. {message}", "{file}:{areas} 个地块没有一个可用。{message}"),
    ("{households} households in one area; expected {most} or fewer", "一个地块有 {households} 户;不应超过 {most} 户"),
    (
        'datum: "{name}" is no file of a batch; expected one of {files}',
        "datum:一批文件中没有“{name}”;应为 {files} 之一",
    ),
    ("more than there is room for", "超出可容纳的数量"),
    (
        "{number} {name}; expected {most} or fewer, one for each m2 and {limit} at most: is a number in the wrong "
        "column?",
        "{name} 为 {number};不应超过 {most},即每平方米 1 个,且最多 {limit}:是否有数填错了列?",
    ),
    ("write {y},{x} instead of {given_x},{given_y}", "请将 {given_x},{given_y} 写成 {y},{x}"),
    (
        "lies inside the city's data only with x and y exchanged; exchange them",
        "对调 x 和 y 后才位于本市数据范围之内;请对调",
    ),
    (
        "{file}: no column for {names}, nor for a plot ratio (容积率) to derive them; expected at least one of "
        "them. The file has: {headings}. Name it under columns",
        "{file}:没有 {names} 列,也没有可供推算的容积率列;至少应有其一。文件中有:{headings}。请在 columns 中写明",
    ),
    ("plot ratio", "容积率"),
    ("plot ratio {ratio}; expected {most} or less, such as 2.5", "容积率为 {ratio};不应超过 {most},例如 2.5"),
    (
        "{file}: no geometry;{columns} expected a column with it: {names}. The file has: {headings}",
        "{file}:没有几何图形;应有{columns}存放几何图形的列:{names}。文件中有:{headings}",
    ),
    # siting
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
    # corners
    (
        "{file}: the numbers of corners begin anew in row {rows}, and no column tells whether another area does; "
        "add a "
        "column plan_id",
        "{file}:界址点号在第 {rows} 行重新开始,没有列说明是否为另一地块;请增加 plan_id(地块编号)列",
    ),
)
