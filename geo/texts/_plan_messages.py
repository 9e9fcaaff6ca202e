"""Messages about plan areas: English template, Chinese template."""

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
    # corners
    (
        "{file}: the numbers of corners begin anew in row {rows}, and no column tells whether another area does; "
        "add a "
        "column plan_id",
        "{file}:界址点号在第 {rows} 行重新开始,没有列说明是否为另一地块;请增加 plan_id(地块编号)列",
    ),
)
