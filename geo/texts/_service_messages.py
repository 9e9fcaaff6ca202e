"""Messages of the service about requests: English template, Chinese template."""

from typing import Final

from geo.texts._languages import Pairs

SERVICE_MESSAGES: Final[Pairs] = (
    # titles of problems
    ("Outside the city", "位于城市之外"),
    ("Address not found", "未找到地址"),
    ("Not found", "未找到"),
    ("The request is wrong", "请求有误"),
    ("The walk network cannot answer this", "步行路网无法回答"),
    ("The request cannot be read", "请求无法读取"),
    ("Request cut off", "请求中断"),
    ("Request Timeout", "请求超时"),
    ("Bad Request", "请求有误"),
    ("Fault", "服务故障"),
    ("Busy", "服务繁忙"),
    ("Forbidden", "禁止访问"),
    ("Stopping", "服务正在停止"),
    ("Takes too long", "耗时过长"),
    ("Not computed", "未能计算"),
    ("Not printed", "未能打印"),
    ("No browser", "没有浏览器"),
    (
        "the browser of this service drew no page; ask again, or print the page /page/print yourself",
        "本服务的浏览器未能绘出页面;请重试,或自行打印页面 /page/print",
    ),
    (
        "no browser on the machine of this service, so it draws no PNG and PDF; print the page /page/print",
        "本服务所在机器没有浏览器,不能绘制 PNG 与 PDF;请自行打印页面 /page/print",
    ),
    (
        'group: the city does not count "{group}"; leave it out to count everybody',
        "group:城市没有统计“{group}”;不写则统计全体居民",
    ),
    (
        "measure: median is the walk to one category; name one in category, or choose another measure",
        "measure:median 是到某一类设施的步行时间;请在 category 中指定一类,或换一种指标",
    ),
    ('area: no division has the code "{area}"', "area:没有编码为“{area}”的区划"),
    ("Nothing can be computed", "无法计算"),
    ("Not enough memory", "内存不足"),
    ("Being computed", "正在计算"),
    ("Too many at once", "同时请求过多"),
    ("Too much at once", "一次请求过多"),
    ("Too many wrong keys", "密钥错误次数过多"),
    ("Wrong host", "主机名有误"),
    ("Not acceptable", "没有可接受的格式"),
    ("Not ready", "尚未就绪"),
    ("Not a form", "不是表单"),
    ("Too large", "过大"),
    ("The form cannot be read", "表单无法读取"),
    ("No room", "空间不足"),
    ("No result", "没有成果"),
    ("No jobs here", "此处没有任务"),
    ("Too many streams", "连接过多"),
    ("Too many jobs wait", "等待的任务过多"),
    ("State is busy", "服务状态正被占用"),
    ("State cannot be read", "服务状态无法读取"),
    ("The secret is missing", "缺少凭证"),
    ("The secret is wrong", "凭证有误"),
    ("Opened", "已打开"),
    # requests
    (
        "the lines have {points} points at a tolerance of {tolerance_m} m; at most {most} are sent: ask for a larger "
        "tolerance, fewer minutes, or shape=polygon",
        "容差 {tolerance_m} 米时线有 {points} 个点;最多返回 {most} 个:请加大容差、减小分钟数,或改用 shape=polygon",
    ),
    (
        "the first {rows} of {texts} addresses are as much as one request may ask; send so many at once, or a whole "
        "file with: gridwalk locate --file",
        "{texts} 条地址中,一次请求最多可查前 {rows} 条;请按此数量分批提交,或用以下命令处理整个文件:gridwalk locate "
        "--file",
    ),
    (
        "next: not one that this service gave; leave it out to begin with the first page",
        "next:不是本服务给出的;不写则从第一页开始",
    ),
    (
        "next: it belongs to another question, or to the city before it was changed; keep all other parameters as they "
        "were, or leave it out to begin with the first page",
        "next:属于另一查询,或属于更新前的城市数据;请保持其他参数不变,或不写 next 从第一页开始",
    ),
    (
        "the scenario touches {categories} categories, which is too much for one request; ask for at most {most} "
        "categories at once, in several requests: each category is compared on its own",
        "该情景涉及 {categories} 个类别,一次请求过多;请分几次请求,每次最多 {most} 个类别:各类别分别比较",
    ),
    (
        "more than {most} units change; ask for a coarser level such as streets, or for fewer categories at once",
        "变化的单元超过 {most} 个;请改用更粗的层级(如 streets),或减少一次查询的类别",
    ),
    (
        'sort: unknown "{text}"; valid: {names}, each with - in front too',
        "sort:未知的“{text}”;可用:{names},均可在前面加 -",
    ),
    (
        'code: no division of this level and scope has the code "{code}"',
        "code:该级别和范围内没有编码为“{code}”的区划",
    ),
    ('parent: no division has the code "{parent}"', "parent:没有编码为“{parent}”的区划"),
    ('fields: unknown "{text}"; valid: {names}', "fields:未知的“{text}”;可用:{names}"),
    (
        'bbox "{text}": expected four numbers west,south,east,north in degrees, such as 113.6,34.7,113.7,34.8',
        "bbox“{text}”:应为四个数,西、南、东、北,单位为度,如 113.6,34.7,113.7,34.8",
    ),
    (
        'bbox "{text}": west must be less than east and south less than north; expected four numbers west,south,east,'
        "north in degrees, such as 113.6,34.7,113.7,34.8",
        "bbox“{text}”:西须小于东,南须小于北;应为四个数,西、南、东、北,单位为度,如 113.6,34.7,113.7,34.8",
    ),
    (
        "{most} of your questions are being answered already; ask again when one is",
        "您已有 {most} 个查询正在处理;请在其中一个完成后再试",
    ),
    ("{questions} questions wait already; ask again in a few seconds", "已有 {questions} 个查询在等待;请几秒后再试"),
    (
        "not there within {wait_s} s, and being computed: ask again in {retry_s} s, or wait for it with the header "
        '"Prefer: wait=60"',
        '{wait_s} 秒内未算完,正在计算:请 {retry_s} 秒后再试,或用请求头 "Prefer: wait=60" 等待',
    ),
    ("its headers were not whole after {time_s} s", "{time_s} 秒后请求头仍不完整"),
    ("less than {bytes} bytes of its body in {time_s} s", "{time_s} 秒内收到的请求体不足 {bytes} 字节"),
    ("the request came too slowly: {reason}; send it again", "请求发送过慢:{reason};请重新发送"),
    (
        "more connections than this service answers at once; try again in a few seconds",
        "连接数超过本服务可同时处理的数量;请几秒后再试",
    ),
    ("{message}; expected HTTP/1.1", "{message};应为 HTTP/1.1"),
    ("there is not enough memory for this answer; ask for less", "内存不足以完成此查询;请缩小查询范围"),
    ("a fault of the service, not of the request; its log says more", "服务出现故障,与请求无关;详见服务日志"),
    (
        "a fault of the service, not of the request; its log says more, and the same request may fail again",
        "服务出现故障,与请求无关;详见服务日志,重复同一请求可能仍会失败",
    ),
    (
        "the process that computes answers has ended; the service's operator finds why in its log",
        "负责计算的进程已结束;服务管理员可在日志中查明原因",
    ),
    ("the process that computed this answer ended; ask again", "计算此查询的进程已结束;请重新查询"),
    ("not answered within {limit_s} s; ask for less", "{limit_s} 秒内未能完成;请缩小查询范围"),
    ("the service is being stopped; ask again in a few seconds", "服务正在停止;请几秒后再试"),
    ("the service is being stopped; send the request again in a few seconds", "服务正在停止;请几秒后重新发送请求"),
    (
        '{variable} is {found}; expected at least {least} characters. Make one with: python -c "import secrets; '
        'print(secrets.token_urlsafe(24))", or leave it unset for no key',
        '{variable} {found};至少应有 {least} 个字符。请用以下命令生成:python -c "import secrets; '
        'print(secrets.token_urlsafe(24))",不设置则不使用密钥',
    ),
    ("not of plain ASCII characters, as a header needs", "含有 ASCII 以外的字符,不能用于请求头"),
    ("only {length} characters long", "只有 {length} 个字符"),
    ("made of only {length} different characters", "只有 {length} 种不同的字符"),
    ("the planner's key is wrong", "规划人员密钥有误"),
    (
        "too many wrong keys from your address; try again in {wait_s} s",
        "您的地址提交错误密钥次数过多;请 {wait_s} 秒后再试",
    ),
    (
        'this service is not to be asked as "{host}"; whoever runs it allows more names with {variable}',
        "不能以“{host}”访问本服务;服务管理员可用 {variable} 增加允许的名称",
    ),
    ("{message}; the addresses that exist are listed at /docs", "{message};可用的地址见 /docs"),
    ("the request ended before its end; send it again", "请求未发送完整;请重新发送"),
    ("this answer comes as {types}; name one in Accept", "此结果的格式为 {types};请在 Accept 中写明其一"),
    ("the city is not open yet; ask again in a few seconds", "城市数据尚未打开;请几秒后再试"),
    ('the parameter "{name}" is given more than once; only one value counts', "参数“{name}”给了多次;只能有一个值"),
    (
        'unknown parameter "{name}"; did you mean {near}? valid: {names}',
        "未知参数“{name}”;是否应为 {near}?可用:{names}",
    ),
    ('unknown parameter "{name}"; valid: {names}', "未知参数“{name}”;可用:{names}"),
    ('unknown parameter "{name}"; there are none here', "未知参数“{name}”;此处没有参数"),
    ('unknown parameter "{name}"; {hint}', "未知参数“{name}”;{hint}"),
    ("did you mean {near}? ", "是否应为 {near}?"),
    ("there are none here", "此处没有参数"),
    (
        "the body has more than {most} bytes; send less at once, in several requests",
        "请求体超过 {most} 字节;请减少一次发送的内容,分几次请求",
    ),
    ("give either address, or lon and lat with their datum", "请给出 address,或 lon、lat 及其 datum"),
    (
        "{most} requests with many addresses wait already; ask again in a few seconds",
        "已有 {most} 个多地址请求在等待;请几秒后再试",
    ),
    (
        "cannot listen on {host} port {port}: {reason}; choose another with --port",
        "无法监听 {host} 的端口 {port}:{reason};请用 --port 另选端口",
    ),
    (
        'no unit of the level {level} has the code "{code}" and the scope {scope}',
        "层级 {level} 中没有代码为“{code}”、范围为 {scope} 的单元",
    ),
    (
        "no such file; the page that named it is an old one: load it again",
        "没有此文件;引用它的页面已过时,请重新加载页面",
    ),
    ("the city was replaced", "城市数据已更换"),
    ("other grid units are in force today", "今日生效的网格有变"),
    ("the settings of the service are wrong: {faults}", "服务设置有误:{faults}"),
    ("the input ended before it was whole", "输入不完整,提前结束"),
)
