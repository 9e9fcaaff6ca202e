"""Messages about places: walks, coordinates, grid units, addresses: English template, Chinese template."""

from typing import Final

from geo.texts._languages import Pairs

PLACE_MESSAGES: Final[Pairs] = (
    # circles, routes, coverage
    ('no facility has the id "{facility_id}"', "没有编号为“{facility_id}”的设施"),
    ("minutes {minutes}: expected numbers above 0", "minutes {minutes}:应为大于 0 的数"),
    (
        "more than {most} parts of roads are within {minutes} min; ask for fewer minutes, for fewer limits at "
        "once, or "
        "for polygons",
        "{minutes} 分钟以内的路段超过 {most} 段;请减小分钟数、减少一次查询的限值个数,或改为查询面",
    ),
    ('no home has the id "{home_id}"', "没有编号为“{home_id}”的居民点"),
    (
        'home "{home_id}": no way to any facility of the category "{category}"',
        "居民点“{home_id}”:无路可达任何“{category}”类设施",
    ),
    ("tolerance {tolerance_m} m: expected 0 or more", "容差 {tolerance_m} 米:应为 0 或更大"),
    ("limits {limits_m}: expected numbers above 0, rising", "限值 {limits_m}:应为由小到大、大于 0 的数"),
    (
        "halo_m = {halo_m}: expected at least {needed_m}, or walks that count would be cut",
        "halo_m = {halo_m}:至少应为 {needed_m},否则应计入的步行会被截断",
    ),
    ("{city}: no district to add up", "{city}:没有可汇总的区县"),
    (
        "{city}: has no districts; analyse the whole city, or add [divisions] to its source file",
        "{city}:没有区县;请分析全市,或在数据说明文件中加入 [divisions]",
    ),
    (
        '{city}: nobody lives in a district "{district}"; it has: {names}',
        "{city}:没有居民住在区县“{district}”;现有区县:{names}",
    ),
    (
        'no facility of the category "{category}" has the id "{facility_id}"',
        "“{category}”类设施中没有编号“{facility_id}”",
    ),
    ('unknown category "{category}"; the city has: {names}', "未知类别“{category}”;本市有:{names}"),
    ('unknown level "{level}"; the city has: {names}', "未知层级“{level}”;本市有:{names}"),
    # walking
    ("minutes = {minutes}: expected a number above 0", "minutes = {minutes}:应为大于 0 的数"),
    ("the walk network is empty", "步行路网为空"),
    (
        "every road is a flight of steps; nothing is left for a profile that avoids steps",
        "所有道路都是台阶;对不走台阶的步行者没有可走的道路",
    ),
    (
        "the roads have {components} components and the longest has {length_m} m; expected a component of "
        "{min_component_m} m or more. Lines meet only at shared vertices: snap their ends together, or set "
        "min_component_m in [roads]",
        "道路分为 {components} 个互不连通的部分,最长的为 {length_m} 米;至少应有一个部分不短于 {min_component_m} 米。线"
        "只在公共节点处相连:请将线的端点接到一起,或在 [roads] 中设置 min_component_m",
    ),
    ('unknown profile "{profile}"; choose one of {names}', "未知步行者“{profile}”;可选:{names}"),
    (
        "{empty} of {points} points to snap are empty; leave them out",
        "{points} 个待接入道路的点中有 {empty} 个为空;请去掉这些点",
    ),
    (
        "the roads hold no line with a length; the walk network would be empty",
        "道路中没有一条有长度的线,步行路网将为空",
    ),
    # coordinates
    (
        'name a projected one in metres, for example "EPSG:4547", or leave it out for the local UTM zone',
        "请写明以米为单位的投影坐标系,例如“EPSG:4547”;不写则用当地的 UTM 带",
    ),
    ("{where}: {name} measures in degrees; {advice}", "{where}:{name} 以度为单位;{advice}"),
    ("{where}: {name} measures in {unit}; {advice}", "{where}:{name} 以 {unit} 为单位;{advice}"),
    (
        "{where}: {name} is made for {area}, but the roads ({file}) lie at {lon}, {lat}. If the city lies there, use "
        "{fitting}; else {again} is in another CRS than is stated: in a local grid, which its maker has to convert, or "
        "with x and y exchanged",
        "{where}:{name} 适用于 {area},而道路({file})位于 {lon}, {lat}。若城市确在该处,请改用 {fitting};"
        "否则 {again} 的坐标系与所注明的不同:可能是独立(地方)坐标系,须由提供单位换算;或 x 与 y 对调",
    ),
    ("one made for the place", "适用于当地的坐标系"),
    (
        "{where}: {base} m at {lon}, {lat} read {read} m in {crs}; expected {low} to {high}; use {fitting}, or "
        "leave it out for the local UTM zone",
        "{where}:{lon}, {lat} 处的 {base} 米在 {crs} 中读作 {read} 米;应为 {low} 至 {high} 米;请改用 {fitting},不写"
        "则用当地的 UTM 带",
    ),
    (
        "{file}: from {name} into {into} only a transformation {known_word} is known, and places may be tens of "
        "metres off, up to about {off_m} m; have the surveying office convert the file to CGCS2000, or accept it: "
        'uncertain = "accept" in its table of a source file, --uncertain accept of a command, uncertain=accept in a '
        "form",
        "{file}:从 {name} 到 {into} 只有{known_word}的转换方法,位置可能偏差数十米,最多约 {off_m} 米;请由测绘部门将"
        '文件转换到 CGCS2000,或予以接受:数据说明文件的相应表中写 uncertain = "accept",命令中写 --uncertain accept,'
        "表单中写 uncertain=accept",
    ),
    ("datum: expected one of {datums}, or a CRS", "datum:应为 {datums} 之一,或一个坐标系"),
    (
        "{file}: longitude and latitude are swapped: values like {typical} put latitude first; expected "
        "longitude (x) "
        "before latitude (y). Exchange the two columns",
        "{file}:经度和纬度颠倒:如 {typical},纬度在前;应为经度(x)在前、纬度(y)在后。请对调这两列",
    ),
    (
        "{file}: coordinates like {typical} are not degrees, as {name} would have them; {hint}. Name it as datum",
        "{file}:坐标(如 {typical})不是 {name} 所用的度;{hint}。请在 datum 中注明",
    ),
    (
        "{file}: coordinates like {typical} are degrees, but {name} measures in metres: the CRS is wrong; name the "
        "datum as one of {datums}",
        "{file}:坐标(如 {typical})是度,而 {name} 以米为单位:坐标系有误;请将 datum 写为 {datums} 之一",
    ),
    (
        "{file}: most of its places lie outside the area of the roads: they are near {place}, the roads near "
        "{middle}; "
        "check the CRS or datum, and that both files are of one city",
        "{file}:大部分位置在道路范围之外:它们在 {place} 附近,道路在 {middle} 附近;请核对坐标系或坐标基准,并确认两个文件"
        "属于同一城市",
    ),
    ('unknown datum "{datum}"; choose one of {datums}', "未知坐标基准“{datum}”;可选:{datums}"),
    ('unknown datum "{datum}"; choose one of {datums}, or EPSG:n', "未知坐标基准“{datum}”;可选:{datums},或 EPSG:n"),
    ("its CRS is not read; export it in a CRS with a code", "其坐标系无法读取;请用有编号的坐标系重新导出"),
    (
        "its CRS is not read, because it names other files; export it in a CRS with a code",
        "其坐标系引用了其他文件,未读取;请用有编号的坐标系重新导出",
    ),
    (
        "its CRS has no way to that of the city; export it in a CRS with a code",
        "其坐标系无法转换到本市的坐标系;请用有编号的坐标系重新导出",
    ),
    ("the layer has no CRS", "图层没有坐标系"),
    ("no numbers", "没有数值"),
    (
        '{file}: x and y without a CRS; {hint}. Name it as datum = "EPSG:..."',
        '{file}:有 x 和 y,但没有坐标系;{hint}。请注明 datum = "EPSG:..."',
    ),
    ("x and y look swapped as surveyors write them (x = north): {hint}", "x 和 y 似按测绘习惯颠倒(x 为北方向):{hint}"),
    (
        'the easting {x} begins with zone {zone}: CGCS2000 {width}-degree Gauss-Kruger, "EPSG:{epsg}"',
        "东坐标 {x} 以带号 {zone} 开头:CGCS2000 {width} 度带高斯-克吕格投影,“EPSG:{epsg}”",
    ),
    (
        "{x}, {y} are degrees: wgs84, cgcs2000, gcj02 or bd09, and only its maker knows which",
        "{x}, {y} 是度:wgs84、cgcs2000、gcj02 或 bd09,具体是哪一种只有提供者知道",
    ),
    (
        '{x}, {y} are metres of Web Mercator, as maps on the web have them: "EPSG:3857"',
        "{x}, {y} 是网络地图所用的 Web 墨卡托投影的米:“EPSG:3857”",
    ),
    (
        "{x}, {y} are metres: a Gauss-Kruger zone without prefix (EPSG:4545 to 4549) or a UTM zone",
        "{x}, {y} 是米:不带带号的高斯-克吕格投影(EPSG:4545 至 4549)或 UTM 带",
    ),
    (
        "which datum are lon and lat in? Name it: datum = one of {datums} (GPS: wgs84; Amap and Tencent: gcj02; "
        "Baidu: "
        "bd09; surveyed: cgcs2000)",
        "lon 和 lat 属于哪种坐标基准?请注明 datum,取值为 {datums} 之一(GPS:wgs84;高德、腾讯:gcj02;百度:bd09;测绘成果:"
        "cgcs2000)",
    ),
    ("which datum are the coordinates in? Name it with --datum", "坐标属于哪种坐标基准?请用 --datum 注明"),
    (
        "{file}: x and y are swapped (surveyors write x for north): its places fit the roads only with the two "
        "exchanged; {remedy}",
        "{file}:x 和 y 颠倒(测绘数据以 x 为北方向):对调后其位置才与道路相符;{remedy}",
    ),
    (
        "{file}: longitude and latitude are swapped: its places fit the roads only with the two exchanged; {remedy}",
        "{file}:经度和纬度颠倒:对调后其位置才与道路相符;{remedy}",
    ),
    ("exchange the columns", "请对调这两列"),
    ("x and y are swapped (surveyors write x for north)", "x 和 y 颠倒(测绘数据以 x 为北方向)"),
    ("{swapped}: the easting is {y}; exchange x and y", "{swapped}:东坐标为 {y};请对调 x 和 y"),
    (
        "{swapped}: the easting is {y}; exchange x and y, and name {sister} instead of {name}",
        "{swapped}:东坐标为 {y};请对调 x 和 y,并将 {name} 改为 {sister}",
    ),
    (
        "the easting {x} begins with zone {zone}, and those of {name} have {zone_word}; name {sister}",
        "东坐标 {x} 以带号 {zone} 开头,而 {name} 的东坐标{zone_word};请写 {sister}",
    ),
    (
        "its eastings have no zone in front, as those of {name} have; name {sister}",
        "东坐标前没有带号,而 {name} 的东坐标有带号;请写 {sister}",
    ),
    ("that of the same meridian without zone", "同一中央子午线、不带带号的坐标系"),
    ("{message}; longitude and latitude look swapped", "{message};经度和纬度似乎颠倒"),
    (
        "lon={lon}, lat={lat}: expected degrees, lon within -180..180 and lat within -90..90{hint}",
        "lon={lon}, lat={lat}:应为度,lon 在 -180 至 180 之间,lat 在 -90 至 90 之间{hint}",
    ),
    (
        '{where}: "{text}" is no coordinate reference system; write one as "EPSG:4547"',
        "{where}:“{text}”不是坐标系;请写成“EPSG:4547”的形式",
    ),
    # grid units and divisions
    ("unknown level", "未知层级"),
    ('{where}: level "{level}"; expected one of {levels}', "{where}:层级“{level}”有误;应为 {levels} 之一"),
    ("division above itself", "区划的上级有误"),
    (
        "{where}: parent {parent} of {code} is a {above}, which is not above a {level}",
        "{where}:{code}({level})的上级 {parent} 是 {above},层级不高于它",
    ),
    ("reference to nothing in divisions", "divisions 中引用了不存在的对象"),
    (
        "{where}: {code} lies below itself; its parent is the code of the division above it, or empty",
        "{where}:{code} 的上级是其自身;上级应为其上一级区划的代码,或留空",
    ),
    ("{where}: parent {parent} of {code} is no division", "{where}:{code} 的上级 {parent} 不是区划"),
    ('as_of = "{text}": expected a day as 2024-07-01', "as_of = “{text}”:应为日期,如 2024-07-01"),
    (
        "hexagon edge {edge_m} m: expected a length that makes at most 9,999 rows and columns",
        "六边形边长 {edge_m} 米:行数和列数不得超过 9,999,请加大边长",
    ),
    ("grid unit that is no polygon", "网格不是面"),
    ("{file}: {code} is a {geometry_word}; expected a polygon", "{file}:{code} 是{geometry_word};应为面"),
    ("invalid grid unit", "网格图形无效"),
    (
        "{file}: {code}: {reason}; redraw its outline there, or have a GIS repair its geometry",
        "{file}:{code}:{reason};请在该处重画轮廓,或用 GIS 软件修复其几何",
    ),
    ("unknown kind of grid unit", "未知的网格种类"),
    ('{file}: {code} is of kind "{kind}"; expected one of {kinds}', "{file}:{code} 的种类为“{kind}”;应为 {kinds} 之一"),
    ("duplicate grid units", "网格重复"),
    ("{file}: {code} and {other} have the same polygon", "{file}:{code} 与 {other} 的面相同"),
    ("overlapping grid units", "网格重叠"),
    (
        "hexagon edge {edge_m} m: expected {least_m} to {most_m} m",
        "六边形边长 {edge_m} 米:应为 {least_m} 至 {most_m} 米",
    ),
    (
        "{file}: {code} and {other} overlap by {shared_m2} m2, up to {width_m} m wide{advice}",
        "{file}:{code} 与 {other} 重叠 {shared_m2} 平方米,最宽处 {width_m} 米{advice}",
    ),
    (
        "{pair} overlap by {shared_m2} m2, up to {width_m} m wide{advice}",
        "{pair} 重叠 {shared_m2} 平方米,最宽处 {width_m} 米{advice}",
    ),
    ('; [grid_units] repair = "{width} cm" mends it', ';写明 [grid_units] repair = "{width} cm" 即可修复'),
    ("no grid unit is in force on {day}; name another day as as_of", "{day} 没有生效的网格;请在 as_of 中另写日期"),
    # locate
    (
        "this city holds no addresses; name a table of them under [addresses] in its source file",
        "本市数据中没有地址;请在数据说明文件的 [addresses] 中写明地址表",
    ),
    ("address: empty; expected an address such as 信庄巷29号", "地址为空;应为地址,例如 信庄巷29号"),
    ("address: {length} characters; an address has at most {most}", "地址有 {length} 个字;地址最多 {most} 个字"),
    (
        "no address of this city fits; {understood}{rest}. Give the road and number, or the compound and building",
        "本市没有相符的地址;{understood}{rest}。请给出道路和门牌号,或小区和楼栋",
    ),
    ('understood: "{matched}"', "已识别:“{matched}”"),
    ('{message}; not understood: "{unmatched}"', "{message};未识别:“{unmatched}”"),
    ("nothing in it was understood", "其中没有可识别的内容"),
    ('no grid unit in force has the code "{unit_code}"', "现行网格中没有编码“{unit_code}”"),
    ('no grid unit has the code "{unit_code}"', "没有编码为“{unit_code}”的网格"),
    (
        "no grid unit covers this place; the nearest is {code}, {distance_m} m away",
        "此处不属于任何网格;最近的是 {code},距离 {distance_m} 米",
    ),
    (
        "no grid unit covers this place; the nearest is {distance_m} m away",
        "此处不属于任何网格;最近的网格距离 {distance_m} 米",
    ),
    ("{count} grid units fit equally", "有 {count} 个网格同样相符"),
    ("its place is known to {radius_m} m: {count} grid units", "位置精确到 {radius_m} 米:涉及 {count} 个网格"),
    ('lon "{lon}", lat "{lat}": expected {expected}', "lon“{lon}”,lat“{lat}”:应为{expected}"),
    ("degrees, lon within -180..180, lat within -90..90", "度,lon 在 -180 至 180 之间,lat 在 -90 至 90 之间"),
    ("two numbers", "两个数"),
    ("{least} to {most} households", "{least} 至 {most} 户"),
    ("{file}, datum: expected one of {datums}, or a CRS", "{file} 的 datum:应为 {datums} 之一,或一个坐标系"),
)
