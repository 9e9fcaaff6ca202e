"""What commands and their options are for: declared in English where they are declared, and here in Chinese."""

from typing import Final

from geo.texts._languages import Lang, Pairs

#: Each help text once: English, Chinese.
COMMAND_HELP: Final[Pairs] = (
    # all commands
    (
        "Who in a city is beyond a walk of which service: grid units, walking and coverage, in people.",
        "城市中哪些居民步行到不了哪类设施:网格、步行与覆盖,以人数计。",
    ),
    ("Print the version and stop.", "显示版本后退出。"),
    (
        "Language of messages, before or behind COMMAND; the locale's.",
        "提示信息的语言,写在命令之前或之后;默认随系统语言。",
    ),
    ("Show this message and exit.", "显示本说明后退出。"),
    ("Directory to write.", "要写入的文件夹。"),
    ("Print the result as JSON on stdout.", "以 JSON 形式输出结果。"),
    ("A city bundle, made by gridwalk build.", "由 gridwalk build 建立的城市数据包。"),
    ("adult, elder, wheelchair or brisk.", "步行者:adult(成人)、elder(老年人)、wheelchair(轮椅)或 brisk(快步)。"),
    ("wgs84, cgcs2000, gcj02 or bd09.", "坐标基准:wgs84、cgcs2000、gcj02 或 bd09。"),
    ("A Dask scheduler whose workers take the cities.", "Dask 调度器,由其工作进程处理各城市。"),
    ("Cities at once; one for each processor if not given.", "同时处理的城市数;默认每个处理器一个。"),
    # build, reference, check, export
    ("Build a city bundle from what an office holds.", "由单位现有资料建立城市数据包。"),
    ("What the city is made from.", "数据说明文件。"),
    (
        "Build the reference city: synthetic, with every published figure exact.",
        "生成基准城市:合成数据,与公布数据逐项一致。",
    ),
    ("The same seed gives the same city.", "随机种子;种子相同,城市相同。"),
    (
        "1 for the published figures; less, down to 0.02, for a small city.",
        "1 为公布的规模;更小的数(不小于 0.02)生成小城市。",
    ),
    ("grid, or all for the later kinds of unit too.", "grid,或 all(同时生成后来的各类单元)。"),
    (
        "Look a city over: grid units, network, snaps, what is assumed.",
        "检查城市数据:网格、路网、接入道路情况及各项假设。",
    ),
    ("Write a city as one GeoPackage for desktop GIS.", "将城市数据写成一个 GeoPackage,供桌面 GIS 使用。"),
    ("GeoPackage to write.", "要写入的 GeoPackage。"),
    # analyze
    (
        "Find who is beyond a walk of which service; write map, tables and layers. CITY may be a .csv of cities.",
        "找出哪些居民步行到不了哪类设施,并写出地图、表格和图层。CITY 可以是城市列表(.csv)。",
    ),
    ("One limit for all; each category's own if not given.", "所有类别共用的限值(分钟);默认按各类别自己的限值。"),
    ("A category; may be repeated. All if not given.", "设施类别,可重复;默认全部。"),
    (
        "Limits for the scopes it names; else the city's own.",
        "规则文件,用于其所列范围(城镇、村);其余用城市自带的规则。",
    ),
    ("Each district of a large city alone.", "大城市逐区县分析。"),
    # circles
    (
        "Divide the urban city into life circles of 15, 10 and 5 minutes; without --plan say how many it needs.",
        "生活圈划定:将城镇区域划分为 15、10、5 分钟生活圈;不加 --plan 时只说明需要多少个。",
    ),
    ("Divide the city, and write page, tables and layers.", "划定生活圈,并写出页面、表格和图层。"),
    ("With --plan: directory to write.", "与 --plan 同用:要写入的文件夹。"),
    (
        "Residents and walks of the tiers; else of the city's own rule set.",
        "规则文件,取其各层级的人口规模与步行距离;默认用城市自带的规则。",
    ),
    (
        "Roads that separate; may be repeated. motorway and trunk; none for none.",
        "起分隔作用的道路等级,可重复;默认 motorway 和 trunk;none 表示不计。",
    ),
    (
        "Barriers that separate; may be repeated. river and railway; none for none.",
        "起分隔作用的障碍类型,可重复;默认 river 和 railway;none 表示不计。",
    ),
    (
        "Gaps of barriers up to this wide are bridges, in metres.",
        "障碍上不超过此宽度(米)的缺口视为桥梁。",
    ),
    ("With --plan: a sheet to print for these circles.", "与 --plan 同用:为这些生活圈写出可打印的图则。"),
    # audit
    (
        "Audit communities: rooms, staff, grid units, facilities and walks, and what is short by people helped.",
        "社区体检:用房、人员、网格、设施与步行,并按惠及居民列出短板。",
    ),
    (
        "Two A4 pages for each: all, or codes of communities and streets.",
        "各出两页 A4 体检表:all 为全部,或写社区、街道的编码。",
    ),
    # grid
    ("Check the grid units, or propose others.", "检查网格,或拟定网格调整方案。"),
    (
        "Check grid units: outlines, codes, sizes, workers, and what they lie across.",
        "检查网格:边界、编码、户数、网格员,以及是否跨越道路、河流和铁路。",
    ),
    (
        "A kind of road (highway) that no unit lies across; may be repeated.",
        "网格不得跨越的道路类型(highway),可重复;默认 motorway 和 trunk。",
    ),
    (
        "Propose grid units of 300 to 500 households: divided and merged within communities, fewest homes moved.",
        "拟定 300 至 500 户的网格:在社区内拆分、合并,变更归属的住户最少。",
    ),
    ("First day of the new units; the first of next month.", "新网格启用日期;默认下月 1 日。"),
    ("A division: only its communities.", "区划编码:只调整其中的社区。"),
    ("Write the new units into the city, behind today's.", "将新网格写入城市数据,现有网格届时停用。"),
    # report
    (
        "Make the yearly report of a city: DOCX from a template, and PDF: coverage, audit, gaps, maps, sources.",
        "编制城市年度报告:按模板生成 DOCX,并生成 PDF;内容为可达情况、社区体检、缺口、地图和来源。",
    ),
    ("The year that it reports on; this year if not given.", "报告年度;默认为今年。"),
    ("The office's own template; else the one that comes along.", "单位自己的模板;默认用自带的模板。"),
    (
        "A category to draw a map of, three at most; the worst of each circle.",
        "要绘制地图的设施类别,至多三类;默认为各级生活圈中不可达居民最多的一类。",
    ),
    # programme
    (
        "Choose which projects first: rooms, space, staff and sites, for a budget or a number of projects.",
        "编制补短板项目方案:在预算或项目数以内,先补哪些社区的用房、面积、人员和设施。",
    ),
    ("What all projects may cost together, in yuan.", "全部项目的费用上限(元)。"),
    ("How many projects at most; a site is one.", "项目数上限;一处选址算一个项目。"),
    (
        "A category of which sites may be built; may be repeated. Those most people are beyond if not given.",
        "可选址的设施类别,可重复;默认取步行不可达人数最多的类别。",
    ),
    ("No district may be worse off than today.", "任何区县都不得差于现状。"),
    ("Years of rents and wages that the cost holds.", "费用计入几年的租金和工资。"),
    # locate
    (
        "Answer which grid unit covers an address or a place, or those of a whole file.",
        "查询某个地址或地点属于哪个网格,也可查询整个文件。",
    ),
    ("An address as people write it.", "地址,按日常写法即可。"),
    ("Longitude in degrees.", "经度(度)。"),
    ("Latitude in degrees.", "纬度(度)。"),
    ("The nearest facility of each category too.", "同时列出每类最近的设施。"),
    ("A day, such as 2024-07-01: by the boundaries of then.", "日期,例如 2024-07-01:按当日的边界查询。"),
    ("A table (.csv, .xlsx, .gpkg) to answer row by row.", "要逐行查询的表格(.csv、.xlsx、.gpkg)。"),
    ("Where to (.csv, .xlsx, .gpkg).", "输出文件(.csv、.xlsx、.gpkg)。"),
    ("address=NAME, lon=NAME, lat=NAME: what the file calls them.", "address=列名、lon=列名、lat=列名:文件中的列名。"),
    ("Sheet of the file, where it has several.", "工作簿有多个工作表时的表名。"),
    # circle, route
    (
        "Draw what can be walked to from a place, and count who lives there.",
        "绘制从某地步行可达的范围,并统计其中的居民。",
    ),
    ("File to write: .geojson, .html or .png.", "要写入的文件:.geojson、.html 或 .png。"),
    ("A limit; may be repeated. 15 if not given.", "限值(分钟),可重复;默认 15。"),
    ("The reached part of each edge instead of polygons.", "输出每条路段可达的部分,而不是面。"),
    ("Farthest that a simplified outline may move, in metres.", "简化轮廓时允许的最大偏移(米)。"),
    (
        "Draw the walk behind a verdict: from a home to its nearest facility of a category.",
        "绘制判定所依据的步行路线:从居民点到某类最近的设施。",
    ),
    ("Id of the home.", "居民点编号。"),
    ("The category whose nearest facility is walked to.", "设施类别,步行到其中最近的设施。"),
    # plan
    (
        "Judge planned residential areas before they are built. CITY may be a .csv of cities with their areas.",
        "在建设之前审查规划居住用地。CITY 可以是列有各城市用地的列表(.csv)。",
    ),
    ("Plan areas: .gpkg, .shp, .dxf, .xlsx, ...", "规划用地:.gpkg、.shp、.dxf、.xlsx 等。"),
    ("Facilities that are planned.", "规划设施。"),
    ("Gates of the areas.", "用地的出入口。"),
    ("Roads that are planned.", "规划道路。"),
    ("Rule set; may be repeated. The city's if not given.", "规则文件,可重复;默认用城市自带的规则。"),
    (
        "wgs84, cgcs2000, gcj02, bd09 or EPSG:n; by file: gates=gcj02.",
        "坐标基准:wgs84、cgcs2000、gcj02、bd09 或 EPSG:n;可按文件指定:gates=gcj02。",
    ),
    ("Layer of the areas' file, where it has several.", "用地文件有多个图层时的图层名。"),
    ("Sheet of the areas' workbook, where it has several.", "用地工作簿有多个工作表时的表名。"),
    (
        "OURS=NAME, such as dwellings=NAME: what the areas' file calls it.",
        "OURS=列名,例如 dwellings=列名:用地文件中的列名。",
    ),
    ("Review the good rows of a bad file.", "文件有错误时只审查正确的行。"),
    ("Workbook and dossiers too.", "同时写出工作簿和审查档案。"),
    (
        "accept: read files in a CRS known to tens of metres only (Xi'an 80, Beijing 54).",
        "accept:接受只知到数十米精度的坐标系(西安 80、北京 54)。",
    ),
    # rules
    ("Check a rule set, and show it as tables.", "检查规则集,并以表格显示。"),
    ("The rule set.", "规则集。"),
    # site
    (
        "Say where to build facilities of a category, and prove how good that is.",
        "为某类设施选址,并证明方案离最优有多远。",
    ),
    ("Which facilities are built.", "要建设的设施类别。"),
    ("How many sites.", "选址数量。"),
    ("Share of all people to be covered: the fewest sites.", "要达到的覆盖比例,以最少的选址达到。"),
    (
        "cover: most people; median: least mean walk; equity: least covered first.",
        "cover:覆盖人数最多;median:平均步行距离最短;equity:覆盖率最低者优先。",
    ),
    (
        "equity: whose least covered one: districts, streets, communities.",
        "equity 以哪一级计最低覆盖率:districts 区县、streets 街道、communities 社区村。",
    ),
    ("What the sites may cost together.", "各选址费用合计的上限。"),
    (
        "Whose homes count: urban, rural, all; by default those of the rule set.",
        "计入哪些居民:urban 城镇、rural 村、all 全部;默认按规则集的适用范围。",
    ),
    ("Only homes in this division count.", "只计该区县、街道、社区或村内的居民点。"),
    ("Only candidates of this land_use or owner.", "只用符合此用地(land_use)或权属(owner)的候选点。"),
    (
        "Stop lowering the bound of sites anywhere after so many seconds; 0: none.",
        "求任意位置选址的上界至多用此秒数;0 为不求。",
    ),
    ("People that a site serves at most.", "每处选址最多服务的人数。"),
    ("Who counts: a column of the homes.", "按居民点的哪一列计数。"),
    ("Places where one may build.", "可以建设的地点。"),
    ("Datum or CRS of the candidates.", "候选点的坐标基准或坐标系。"),
    ("Without a file: crossings tried at most.", "不提供文件时最多考虑的路口数。"),
    ("A limit; the category's own if not given.", "限值(分钟);默认按该类别自己的限值。"),
    ("Stop when proven within this share of the best.", "证明与最优的差距不超过此比例时停止。"),
    ("Stop after so many seconds; the proven gap is reported.", "达到此秒数时停止,并报告已证明的差距。"),
    # serve
    ("Serve a city: API, maps and their documentation.", "提供城市服务:接口、地图及其文档。"),
    ("Address to listen on.", "监听的地址。"),
    ("Port to listen on.", "监听的端口。"),
    ("Processes.", "进程数。"),
)
_CHINESE: Final = dict(COMMAND_HELP)


def translate_help(text: str, lang: Lang) -> str:
    """Write the help of a command or an option in one language.

    Parameters
    ----------
    text
        In English, as it was declared.
    lang
        ``"zh"`` or ``"en"``.

    Returns
    -------
    str
        The text itself in English, and where it has no Chinese.

    Examples
    --------
    >>> translate_help("How many sites.", "zh")
    '选址数量。'
    """
    return _CHINESE.get(text, text) if lang == "zh" else text
