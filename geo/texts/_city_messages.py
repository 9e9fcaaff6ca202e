"""Messages about bundles, source files, builds and rule sets: English template, Chinese template."""

from typing import Final

from geo.texts._languages import Pairs

CITY_MESSAGES: Final[Pairs] = (
    # the grid's care
    (
        "units come into force on {latest}, after {valid_from}; choose that day or a later one",
        "已有网格于 {latest} 启用,晚于 {valid_from};请选择该日或更晚的日期",
    ),
    ('no division has the code "{within}"', "没有编码为“{within}”的区划"),
    (
        'the city has no road or barrier of the kind "{kind}"; it has: {known}',
        "本市没有类别为“{kind}”的道路或屏障;本市有:{known}",
    ),
    ('--from "{valid_from}": expected a day as 2024-07-01', '--from "{valid_from}":应为日期,例如 2024-07-01'),
    (
        "the homes have no column households; expected one, because grid units go by households",
        "居民点没有 households(户数)列;网格按户数划分,须有此列",
    ),
    (
        "{community}: no free code for a new unit; expected at most {most} units in a community, of all generations; "
        "give it another code scheme first",
        "{community}:没有可用于新网格的编码;一个社区历次网格合计最多 {most} 个;请先调整编码规则",
    ),
    # bundles
    (
        "{path}: another process writes there; wait for it, or choose another place",
        "{path}:另一个进程正在写入;请等它结束,或另选位置",
    ),
    ("{path}: replaced while it was read; run the same command again", "{path}:读取期间被替换;请重新执行同一命令"),
    ("{path}: damaged; build the city again", "{path}:已损坏;请重新建立城市数据包"),
    ("{path}: expected a file that ends in .gpkg", "{path}:应为以 .gpkg 结尾的文件"),
    ("{path}: is a file; expected a directory to write", "{path}:是文件;应为可写入的文件夹"),
    (
        "{path}: was not made by gridwalk; move it away, or choose another place",
        "{path}:不是 gridwalk 生成的;请将其移走,或另选位置",
    ),
    ("{path}: {found}; move it away, or choose another place", "{path}:{found};请将其移走,或另选位置"),
    ("was not written by this gridwalk, or was changed since", "不是由本版 gridwalk 写出,或写出后被改动"),
    (
        "{path}: was changed after gridwalk wrote it; move it away, or choose another place",
        "{path}:在 gridwalk 写出后被改动;请将其移走,或另选位置",
    ),
    (
        "{path}: was not written by gridwalk; move it away, or choose another place",
        "{path}:不是 gridwalk 写出的;请将其移走,或另选位置",
    ),
    (
        "{path}: no city here (no city.json); make one with: gridwalk build SOURCE.toml -o {output}",
        "{path}:此处没有城市数据包(没有 city.json);请用以下命令建立:gridwalk build SOURCE.toml -o {output}",
    ),
    (
        "{path}: is a file; expected the directory of a city, as gridwalk build writes it",
        "{path}:是文件;应为城市数据包的文件夹,由 gridwalk build 建立",
    ),
    ("a city with workers can be read only by the user who built it", "含网格员信息的城市数据包只能由建立它的用户读取"),
    ("{path}: cannot be read: {reason}; {hint}", "{path}:无法读取:{reason};{hint}"),
    ("{path}: cannot be read: {reason}", "{path}:无法读取:{reason}"),
    ("{path}: cannot be read: {reason}; choose another place", "{path}:无法读取:{reason};请另选位置"),
    (
        "{path}: damaged (its content is not what was written); build the city again",
        "{path}:已损坏(内容与写出时不符);请重新建立城市数据包",
    ),
    (
        "{path}: damaged (its version is not that of its files); build the city again",
        "{path}:已损坏(版本与各文件不符);请重新建立城市数据包",
    ),
    (
        "{path}: damaged (its content is not what city.json says); build the city again",
        "{path}:已损坏(内容与 city.json 所记不符);请重新建立城市数据包",
    ),
    (
        "{path}: format {found}; this gridwalk reads {format}: build the city again",
        "{path}:数据格式为 {found};本版 gridwalk 读取格式 {format}:请重新建立城市数据包",
    ),
    ("{path}: missing; build the city again", "{path}:缺失;请重新建立城市数据包"),
    ("{path}: cannot be read ({reason}); build the city again", "{path}:无法读取({reason});请重新建立城市数据包"),
    ("{path}: has no {name}; build the city again", "{path}:没有 {name};请重新建立城市数据包"),
    (
        "{path}: exists and was not made by gridwalk (it has no .gridwalk.json); choose another place, or empty it",
        "{path}:已存在且不是 gridwalk 生成的(没有 .gridwalk.json);请另选位置,或清空该文件夹",
    ),
    (
        "{path}: holds other results of gridwalk (no {marker}); choose another place, or empty it",
        "{path}:存有 gridwalk 的其他成果(没有 {marker});请另选位置,或清空该文件夹",
    ),
    ("{path}: cannot be written: {reason}", "{path}:无法写入:{reason}"),
    (
        "{path}: is a link that leads back to itself; remove it, or choose another place",
        "{path}:是指向自身的链接;请将其删除,或另选位置",
    ),
    ("{message}; nothing was changed there", "{message};该处未作任何改动"),
    # the source file
    ("source file", "数据说明文件"),
    ("unknown or wrong key", "未知或错误的键"),
    ("missing table", "缺少表"),
    ("[{table}] is missing; a city needs {tables}", "缺少 [{table}];一个城市需要 {tables}"),
    ("[{name}] needs either path or {word}", "[{name}] 需要 path 或 {word} 二者之一"),
    ("missing key", "缺少键"),
    ("[{name}] needs path", "[{name}] 需要 path"),
    (
        'no community, village or street of this city has the code "{code}"',
        "本市没有编码为“{code}”的社区、村或街道",
    ),
    ("[audit] path", "[audit] 的 path"),
    ("[{table}] needs {key}", "[{table}] 需要 {key}"),
    ("[audit] names {name} twice; a category is one room only", "[audit] 中 {name} 写了两次;一个类别只能是一种用房"),
    ("missing file", "缺少文件"),
    ('{where} = "{text}": no such file{path}', "{where} = “{text}”:没有此文件{path}"),
    (
        '{where} = "{text}": no such file ({path}); did you mean {near}?',
        "{where} = “{text}”:没有此文件({path});是否指 {near}?",
    ),
    (
        'unknown {what}; the CRS of a file is named as datum = "EPSG:4547"',
        '未知的{what};文件的坐标系写作 datum = "EPSG:4547"',
    ),
    (
        'column {name} in [{table}]: our name stands on the left; write {ours} = "{theirs}"',
        '[{table}] 中的列 {name}:左边应为本系统的列名;请写作 {ours} = "{theirs}"',
    ),
    ("unknown {what}; did you mean {near}?", "未知的{what};是否应为 {near}?"),
    ("unknown {what}; valid: {names}", "未知的{what};可用:{names}"),
    ("key {key} in [{table}]", "[{table}] 中的键 {key}"),
    ("table [{table}]", "表 [{table}]"),
    ("column {column} in [{table}]", "[{table}] 中的列 {column}"),
    ("[categories] {key}: expected {expected_word}", "[categories] {key}:应为{expected_word}"),
    ("[{table}] {key} = {value}: expected {expected_word}", "[{table}] {key} = {value}:应为{expected_word}"),
    (
        "[[{table}]] is a list; only [[facilities]] may be given several times",
        "[[{table}]] 是列表;只有 [[facilities]] 可以写多次",
    ),
    ("{table} = {value}: expected a table [{name}]", "{table} = {value}:应为表 [{name}]"),
    ("a number of thousands of digits", "一个数千位的数"),
    (
        "columns {one} and {other} in [{table}] differ only by case; rename one",
        "[{table}] 中的列 {one} 与 {other} 只有大小写不同;请将其一改名",
    ),
    ("no city to serve; name its bundle in {variable}", "没有可提供服务的城市;请在 {variable} 中写明城市数据包"),
    # what a build finds
    (
        "{file}: neither whole addresses (text) nor their elements; name one under columns",
        "{file}:既没有完整地址(text),也没有地址要素;请在 columns 中写明其一",
    ),
    ("missing column", "缺少列"),
    (
        "[city] boundary: no home lies inside it; check its CRS, and that it is of this city",
        "[city] boundary:其中没有任何居民点;请核对坐标系,并确认是本市的边界",
    ),
    ("duplicate identifier", "编号重复"),
    (
        "facilities: {facility_id} stands in several tables, {files}; put letters in front of those of one",
        "设施:{facility_id} 出现在多个表中({files});请在其中一个表的编号前加上字母",
    ),
    ("category name", "类别名称"),
    ("facilities: category {category} cannot be used; rename it", "设施:类别 {category} 不能使用;请改名"),
    ("facilities: {categories} differ only by case; write them alike", "设施:{categories} 只有大小写不同;请统一写法"),
    (
        '[facilities] from = "osm" needs tags = {{ "amenity=clinic" = "clinic", ... }}',
        '[facilities] 的 from = "osm" 需要同时写明 tags = {{ "amenity=clinic" = "clinic", ... }}',
    ),
    ("reference to nothing in {table}", "{table} 中引用了不存在的对象"),
    (
        '{where}: {name} refers to {what} "{code}", which is left out: [facilities] categories does not name its '
        'category "{category}"',
        "{where}:{name} 引用的{what}“{code}”未被采用:[facilities] 的 categories 中没有其类别“{category}”",
    ),
    ('{where}: {name} refers to {what} "{code}", which does not exist', "{where}:{name} 引用了不存在的{what}“{code}”"),
    ("grid unit", "网格"),
    ("facility or home", "设施或居民点"),
    ("road that is no line", "道路不是线"),
    ("{file}: a {geometry_word}; expected lines", "{file}:有{geometry_word};应为线"),
    ("{path}: expected polygons with a CRS", "{path}:应为带坐标系的面"),
    ("{path}: expected polygons, found {geometry_word}", "{path}:应为面,实为{geometry_word}"),
    (
        '[{table}] from = "{source}" needs [roads] to be an OpenStreetMap file (.osm.pbf, .osm, .osm.gz or .osm.bz2)',
        '[{table}] 的 from = "{source}" 要求 [roads] 为 OpenStreetMap 文件(.osm.pbf、.osm、.osm.gz 或 .osm.bz2)',
    ),
    (
        "{path}: {beyond} of its {roads} roads lie wholly beyond the box that its header names (longitude {west} "
        "to {east}, latitude {south} to {north}); take the bounds out of the file, or name the area of the data as "
        "extent in [city]",
        "{path}:{roads} 条道路中有 {beyond} 条完全位于文件头所写的范围之外(经度 {west} 至 {east},纬度 {south} 至 "
        "{north});请从文件中去掉该范围,或在 [city] 中用 extent 写明数据范围",
    ),
    (
        "{file}: GDAL made it from OpenStreetMap, and foot, access and sidewalk stand unread in its column "
        "other_tags; name the OpenStreetMap file itself as path, without layer",
        "{file}:由 GDAL 从 OpenStreetMap 转换而来,foot、access、sidewalk 都在 other_tags 列中,不会读取;请将 path 写"
        "为 OpenStreetMap 文件本身,不写 layer",
    ),
    (
        '[roads] layer = "{layer}": an OpenStreetMap file has no layers and is read by its own tags; take the key out',
        "[roads] layer = “{layer}”:OpenStreetMap 文件没有图层,按其自身的标签读取;请去掉此键",
    ),
    (
        "{file}: no column highway, so walkable in [roads] opens nothing; take the key out, or name the column "
        "under columns",
        "{file}:没有 highway 列,[roads] 的 walkable 不起作用;请去掉此键,或在 columns 中写明该列",
    ),
    ("no day", "日期有误"),
    ('"{text}" is no day; expected one as 2024-07-01', "“{text}”不是日期;应如 2024-07-01"),
    ('"{text}" is no day of the calendar; expected one as 2024-07-01', "“{text}”在日历中没有此日;应如 2024-07-01"),
    (
        '"{text}" may be {one} or {other}; write the year first, as 2024-07-01',
        "“{text}”可能是 {one} 或 {other};请将年份写在前面,如 2024-07-01",
    ),
    ('"{text}" is in the year {year}; expected {first} to {last}', "“{text}”的年份为 {year};应为 {first} 至 {last}"),
    ("no unit in force", "没有生效的网格"),
    (
        "{file}: none of its grid units is in force today; check their days",
        "{file}:没有一个网格在今日生效;请核对其起止日期",
    ),
    ("no day in force", "没有一日生效"),
    ("ends on {end} and begins on {begin}; exchange them", "止于 {end},始于 {begin};请对调"),
    ("reference to nothing in workers", "workers 中引用了不存在的对象"),
    ('refers to grid unit "{code}", which does not exist', "引用了不存在的网格“{code}”"),
    (
        "{file}: rows {rows} have one identifier and different names; give each person an identifier",
        "{file}:第 {rows} 行编号相同而姓名不同;请给每人各编一个编号",
    ),
    ("{area} m2 at {lon}, {lat}, beside {codes}", "{area} 平方米,位于 {lon}, {lat},与 {codes} 相邻"),
    # the reference city
    ('kinds = "{kinds}": expected "grid" or "all"', 'kinds = “{kinds}”:应为 "grid" 或 "all"'),
    ("scale = {scale}: expected a number from {least} to 1", "scale = {scale}:应为 {least} 至 1 之间的数"),
    ("list of names", "名称表"),
    ("list of costs", "单价表"),
    ("definition of rooms", "用房定义"),
    ("table of titles", "职务名称表"),
    # rule sets
    ("rule set", "规则集"),
    ("{file}: {table}: expected tables", "{file}:{table}:应为若干个表"),
    ("{where}: no {key}", "{where}:没有 {key}"),
    ("{where}: no {key}; expected {expected_word}", "{where}:没有 {key};应为{expected_word}"),
    ("{where}: unknown {key}; known: {keys}", "{where}:未知的 {key};可用:{keys}"),
    ("{where}: {key} = {value}; expected {expected_word}", "{where}:{key} = {value};应为{expected_word}"),
    ("{where}: {key}: expected a table", "{where}:{key}:应为一个表"),
    ("source and verified stand together, or neither does", "source 与 verified 应同时写明,或都不写"),
    ("expected amount or steps, one of the two", "amount 与 steps 应写且只写其中之一"),
    ("no by, which steps need", "没有 by,而 steps 需要它"),
    ("no by, which from_size needs", "没有 by,而 from_size 需要它"),
    ("per stands in each step, not beside steps", "per 应写在 steps 的各档之内,不与 steps 并列"),
    ("steps begin at 0 and rise", "steps 应从 0 开始,由小到大"),
    ("facility {name}: tier = {tier}; expected one of {names}", "设施 {name}:tier = {tier};应为 {names} 之一"),
    (
        "facility {name}: supplements = {other}, which is no facility of this rule set",
        "设施 {name}:supplements = {other},而本规则集中没有这一设施",
    ),
    ("{where}: {each} has no name; give it one under [names]", "{where}:{each} 没有名称;请在 [names] 下写明"),
    (
        "composite {name}: {member} is in {other} already, and counts once",
        "合并用房 {name}:{member} 已列入 {other},只能计算一次",
    ),
    ("valid_to = {end} is before valid_from = {begin}", "valid_to = {end} 早于 valid_from = {begin}"),
    (
        "no rule set to review by: the city has none of its own; name one with --rules RULES.toml",
        "没有可用于审查的规则集:本市没有自己的规则集;请用 --rules RULES.toml 指定",
    ),
    (
        "the rule sets ask for nothing that could be judged: no facilities and no norms",
        "规则集中没有可评定的要求:既没有设施,也没有指标",
    ),
)
