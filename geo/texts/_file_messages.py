"""Messages about files: tables, layers, OpenStreetMap, how much is read: English template, Chinese template."""

from typing import Final

from geo.texts._languages import Pairs

FILE_MESSAGES: Final[Pairs] = (
    # tables
    (
        '{file}: no column "{source}" for {name}; the file has: {names}. Name it under columns, as columns = {{ '
        "{key} "
        '= "..." }}, or give the file a column "{own}"',
        '{file}:没有对应 {name} 的列“{source}”;文件中有:{names}。请在 columns 中写明,如 columns = {{ {key} = "..." }},'
        "或在文件中加上名为“{own}”的列",
    ),
    ('{path}: no column "{column}"; it has: {names}', "{path}:没有列“{column}”;文件中有:{names}"),
    ("empty cell", "单元格为空"),
    ("{where}, column {column}: empty; expected a text", "{where},列 {column}:为空;应为文字"),
    ("no coordinate", "没有坐标"),
    ("negative or not a number", "负数或不是数值"),
    (
        "{where}, column {column}: {value_word}; expected {expected_word}",
        "{where},列 {column}:{value_word};应为{expected_word}",
    ),
    ("{where}, column {column}: {fault}", "{where},列 {column}:{fault}"),
    ("{where}, column {column}: {value_word}; {advice}", "{where},列 {column}:{value_word};{advice}"),
    ("expected a text", "应为文字"),
    ("expected a finite number", "应为有限的数"),
    ("expected decimal degrees, such as {example}", "应为十进制的度数,如 {example}"),
    ("expected a number of 0 or more", "应为 0 或更大的数"),
    ("expected {most} or less: is a number in the wrong column?", "不应超过 {most}:是否有数填错了列?"),
    ("too large a number", "数值过大"),
    ("code that has lost digits", "编码丢失了末尾的数字"),
    (
        "the last digits are lost, a spreadsheet keeps 15; format the column as text and enter the codes again",
        "末尾的数字已丢失,电子表格只保留 15 位;请将该列设为文本格式并重新录入编码",
    ),
    ("formula without a result", "公式没有结果"),
    ("an error of a formula; mend it in the spreadsheet", "公式出错;请在电子表格中改正"),
    ("heading that stands twice", "列名重复"),
    (
        '{file}: several columns are called "{name}"; rename all but the one that counts',
        "{file}:有多列同名“{name}”;请将不用的列改名,只保留要用的一列",
    ),
    ("{file}: {value} stands in rows {rows}", "{file}:{value} 出现在第 {rows} 行"),
    (
        "{file}, row {row}: {cells} cells below {headings} headings; give each column a heading and each row a cell "
        "for it, and put texts with separators into quotes",
        "{file} 第 {row} 行:列名有 {headings} 个,而此行有 {cells} 个单元格;请给每列写上列名,给每行补齐单元格,"
        "含分隔符的文字请加引号",
    ),
    ("{file}: its cells cannot be told apart; a quote that begins does not end", "{file}:无法分辨单元格;有引号未闭合"),
    (
        "{file}, row {row}: a quote that begins does not end; delete it, or close it behind the text",
        "{file} 第 {row} 行:有引号未闭合;请删去该引号,或在文字后补上另一个引号",
    ),
    (
        "{file}: a quote that begins does not end, in the row {text}; delete it, or close it behind the text",
        "{file}:有引号未闭合,所在行为 {text};请删去该引号,或在文字后补上另一个引号",
    ),
    ("{path}: several columns are named {names}; rename them", "{path}:有多列同名 {names};请改名"),
    ('{file}: no sheet "{sheet}"; the file has: {names_word}', "{file}:没有工作表“{sheet}”;文件中有:{names_word}"),
    ("{file}: holds no rows; expected at least one", "{file}:没有任何行;至少应有一行"),
    (
        '{name}: unknown ending "{ending}"; expected one of {endings}',
        "{name}:未知的文件后缀“{ending}”;应为 {endings} 之一",
    ),
    ("{name}: unknown ending; expected one of {endings}", "{name}:未知的文件后缀;应为 {endings} 之一"),
    ("{path}: no such {what}; expected a TOML file", "{path}:没有此{what};应为 TOML 文件"),
    ("{path}: no such {what}; {near}", "{path}:没有此{what};{near}"),
    (
        "{path}: is no {what}; expected a TOML file, a text that names files such as this one",
        "{path}:不是{what};应为 TOML 文件,即写明此类文件名称的文本文件",
    ),
    ("{path}: not in UTF-8; save the {what} as UTF-8", "{path}:不是 UTF-8 编码;请将{what}存为 UTF-8"),
    (
        "{path}: a key has more than {most} parts; write it with fewer dots",
        "{path}:有键超过 {most} 段;请减少其中的点号",
    ),
    ("{path}: not valid TOML: nested too deeply", "{path}:不是有效的 TOML:嵌套过深"),
    ("{path}: not valid TOML: {reason}", "{path}:不是有效的 TOML:{reason}"),
    ("{path}: not valid TOML: {reason}; {remedy}", "{path}:不是有效的 TOML:{reason};{remedy}"),
    (
        'write folders with / instead of \\, as in "D:/data/homes.csv"',
        '文件夹之间请用 / 而不用 \\,如 "D:/data/homes.csv"',
    ),
    ("write {sign} instead of {other}, as an English keyboard has it", "请将 {other} 改为英文输入法的 {sign}"),
    (
        "several tables of {name} are written as [[{again}]] each, in two brackets, the first too",
        "多个 {name} 表须各写作 [[{again}]](双方括号),第一个也要",
    ),
    ("put all keys of the table under one heading", "请将该表的键写在同一个表名之下"),
    ("delete one of the two", "请删去其中一个"),
    ("write the day as {key} = {iso}", "请将日期写作 {key} = {iso}"),
    ('put the text into quotes: {key} = "{value}"', '请给文字加上英文引号:{key} = "{value}"'),
    ("{path}: expected a file that ends in {endings}", "{path}:应为以 {endings} 结尾的文件"),
    # layers
    ("empty geometry", "几何图形为空"),
    ("{where}: no geometry", "{where}:没有几何图形"),
    (
        "{file}: no geometry and no coordinate columns; expected lon and lat, x and y, or a column with WKT or "
        'coordinates; the file has: {headings}. Name them: columns = {{ lon = "...", lat = "..." }} or {{ shape = '
        '"..." }}',
        "{file}:没有几何图形,也没有坐标列;应有 lon 和 lat,或 x 和 y,或写有 WKT 或坐标的列;文件中有:{headings}。请写"
        '明:columns = {{ lon = "...", lat = "..." }} 或 {{ shape = "..." }}',
    ),
    ("no coordinates", "没有坐标"),
    ("no place in the city's CRS", "在本市坐标系中没有位置"),
    ("{where}: its coordinates in {datum} cannot be projected", "{where}:其 {datum} 坐标无法投影"),
    (
        "{file}: is open in another program ({log} stands beside it); close it there first",
        "{file}:正被其他程序打开(旁边有 {log});请先在该程序中关闭",
    ),
    ("{file}: is damaged, or not what .gpkg says; export it again", "{file}:已损坏,或内容与后缀 .gpkg 不符;请重新导出"),
    (
        "{file}: is damaged, or not what {ending} says; export it again",
        "{file}:已损坏,或内容与后缀 {ending} 不符;请重新导出",
    ),
    (
        '{file}: holds the {what_word} "{name}"; expected tables only: export the layer into a new GeoPackage',
        "{file}:含有{what_word}“{name}”;只应有表:请将图层导出为新的 GeoPackage",
    ),
    (
        '{file}: its column "{column}" is computed when it is read; export the layer into a new GeoPackage',
        "{file}:列“{column}”在读取时才计算;请将图层导出为新的 GeoPackage",
    ),
    (
        "{file}: its crs is a link, which is not followed; export it in WGS 84, or name its CRS in the file",
        "{file}:其 crs 是链接,不予访问;请用 WGS 84 重新导出,或在文件中写明坐标系",
    ),
    ('{file}: no layer "{layer}"; the file has: {names}', "{file}:没有图层“{layer}”;文件中有:{names}"),
    (
        '{file}: has several layers; name one as layer = "...": {names}',
        '{file}:有多个图层;请用 layer = "..." 指定其一:{names}',
    ),
    ('has several layers; name one as layer = "...": {names}', '有多个图层;请用 layer = "..." 指定其一:{names}'),
    ("has no layer", "没有图层"),
    (
        "{file}: one of its features is too large to read; simplify its shape",
        "{file}:有一个要素过大,无法读取;请简化其图形",
    ),
    (
        "{file}: the GDAL of this installation cannot be made to read {ending} and nothing else",
        "{file}:本机安装的 GDAL 无法限定为只读 {ending}",
    ),
    # OpenStreetMap
    ("{path}: holds no way with a highway tag; expected roads", "{path}:没有带 highway 标签的路;应有道路"),
    ("{path}: no object carries one of the tags {tags}", "{path}:没有带以下标签之一的对象:{tags}"),
    (
        "{path}: holds no residential building; homes need another source",
        "{path}:没有住宅建筑;居民点需要另外的数据来源",
    ),
    (
        "{path}: holds no object with addr:street and addr:housenumber, or a name beside one",
        "{path}:没有带 addr:street 和 addr:housenumber(或其旁带名称)的对象",
    ),
    (
        "{path}: cannot be read as OpenStreetMap data; the file is truncated or damaged ({reason})",
        "{path}:不能按 OpenStreetMap 数据读取;文件不完整或已损坏({reason})",
    ),
    (
        "{path}: holds objects that were deleted in an editor and not uploaded, which would be read as if they "
        "were there; upload the changes, or purge these objects, and save the file again",
        "{path}:含有在编辑器中已删除但未上传的对象,读取时会当作仍然存在;请上传改动或彻底清除这些对象,再重新保存文件",
    ),
    # how much is read
    ("{file}: more than {most} columns; leave out those that are not needed", "{file}:超过 {most} 列;请去掉不需要的列"),
    ("{file}: more than {most} rows; send it in parts", "{file}:超过 {most} 行;请分批提交"),
    (
        "{file}: more than {most} cells; leave out columns, or send it in parts",
        "{file}:超过 {most} 个单元格;请减少列,或分批提交",
    ),
    (
        "{file}: more than {most} vertices; simplify its shapes, or send it in parts",
        "{file}:超过 {most} 个节点;请简化图形,或分批提交",
    ),
    (
        "{file}: more than {most} vertices in its cells; send it as GeoPackage or GeoJSON",
        "{file}:单元格中的节点超过 {most} 个;请改用 GeoPackage 或 GeoJSON 提交",
    ),
    ("{file}: its table takes more than {most_mb} MB; send it in parts", "{file}:表超过 {most_mb} MB;请分批提交"),
    (
        "{file}: takes more than {most_mb} MB of memory to read; send it in parts, or export it again",
        "{file}:读取所需内存超过 {most_mb} MB;请分批提交,或重新导出",
    ),
    (
        "{file}: takes more than {limit_word} to read; send it in parts, or export it again",
        "{file}:读取超过 {limit_word};请分批提交,或重新导出",
    ),
    # rows that are located, lists of cities
    ("{path}, row {row}: {column} is empty", "{path} 第 {row} 行:{column} 为空"),
    (
        "{file}: {city} and {other} are both called {name}, so their results would be one folder; rename one of the "
        "bundles",
        "{file}:{city} 与 {other} 都叫 {name},成果会落入同一文件夹;请将其中一个城市数据包改名",
    ),
    ("{file}: a bundle cannot be called {name}; rename it", "{file}:城市数据包不能叫 {name};请改名"),
    (
        "column {role}={column}: expected one of address, lon, lat before the =",
        "column {role}={column}:等号前应为 address、lon、lat 之一",
    ),
    (
        '{file}: no column "{column}" for {role}; it has: {names}',
        "{file}:没有用于 {role} 的列“{column}”;文件中有:{names}",
    ),
    (
        "{file}: which columns to locate by? Name them: --column address=NAME, or --column lon=NAME --column "
        "lat=NAME; "
        "it has: {names}",
        "{file}:按哪些列查询?请写明:--column address=列名,或 --column lon=列名 --column lat=列名;文件中有:{names}",
    ),
    ("{path}: no such file", "{path}:没有此文件"),
    (
        "{path}: is the file to be located itself; choose another name with -o",
        "{path}:就是待查询的文件本身;请用 -o 另起名称",
    ),
    (
        "{path}: another process writes it; wait for it, or choose another name",
        "{path}:另一个进程正在写入;请等它结束,或另起名称",
    ),
    (
        "{path}: a sheet holds {most} rows; write .csv or .gpkg",
        "{path}:一张工作表最多 {most} 行;请改为写出 .csv 或 .gpkg",
    ),
    (
        "{file}: column {name}: a cell of a workbook holds {most} characters; write .csv or .gpkg",
        "{file}:列 {name}:工作簿的一个单元格最多 {most} 个字;请改为写出 .csv 或 .gpkg",
    ),
    ("holds no rows; expected headings, and at least one row below them", "没有任何行;应有列名,其下至少一行"),
    ("column {column}: empty; expected a text", "列 {column}:为空;应为文字"),
    ("column {column}: {value_word}; expected {expected_word}", "列 {column}:{value_word};应为{expected_word}"),
    (
        "{file}: no geometry, and no column with WKT or coordinates; the file has: {headings}. Name the column: "
        'columns = {{ shape = "..." }}',
        '{file}:没有几何图形,也没有写有 WKT 或坐标的列;文件中有:{headings}。请写明该列:columns = {{ shape = "..." }}',
    ),
)
