"""What is wrong with a drawing or a report: the file, the browser that draws it, the template."""

from typing import Final

from geo.texts._languages import Pairs

REPORT_MESSAGES: Final[Pairs] = (
    (
        "{file}: cannot be drawn; expected a name that ends in {endings} or {last}",
        "{file}:无法绘制;文件名应以 {endings} 或 {last} 结尾",
    ),
    (
        "--lines and --tolerance are for GeoJSON; name a file that ends in .geojson",
        "--lines 和 --tolerance 只用于 GeoJSON;请给出以 .geojson 结尾的文件名",
    ),
    (
        "no browser on this machine (looked for {names}); PDF and PNG are drawn by Chromium, Chrome or Edge: install "
        "one of them, or write .html",
        "本机没有浏览器(已查找 {names});PDF 和 PNG 由 Chromium、Chrome 或 Edge 绘制:请安装其中一种,或改为输出 .html",
    ),
    (
        "{browser}: drew no page; start it once by hand to see why, and set TMPDIR to a folder that it may read (one "
        "that was installed as a snap reads only folders of your home)",
        "{browser}:未能绘制页面;请手动启动一次查看原因,并将 TMPDIR 设为其可读取的文件夹"
        "(以 snap 安装的浏览器只能读取主目录下的文件夹)",
    ),
    ("{browser}: was ended before it drew the page; try again", "{browser}:绘出页面之前已终止;请重试"),
    (
        "{browser}: took longer than {limit_s} s to draw the page, and was ended; try again when the machine has less "
        "to do",
        "{browser}:绘制页面超过 {limit_s} 秒,已终止;请在机器空闲时重试",
    ),
    (
        "{file}: no such file; expected the template of a report, a DOCX",
        "{file}:没有此文件;应为报告模板(DOCX)",
    ),
    (
        "{file}: is larger than {most} MB when unpacked; expected the template of a report: leave large pictures out",
        "{file}:解压后超过 {most} MB;应为报告模板,请去掉大图片",
    ),
    (
        "{file}: is no DOCX that can be read; open it in a word processor and save it as .docx",
        "{file}:不是可读取的 DOCX;请用文字处理软件打开并另存为 .docx",
    ),
    (
        '{file}: no field is called "{field}"; docs/report.md lists those that a template may use',
        "{file}:没有名为“{field}”的字段;模板可用的字段见 docs/report.md",
    ),
    (
        '{file}: the tag in "{text}" is broken; see the examples in docs/report.md',
        "{file}:“{text}”中的标签有误;示例见 docs/report.md",
    ),
    (
        "{file}: a tag is not closed; each for needs an endfor, each if an endif",
        "{file}:有标签未结束;每个 for 需要 endfor,每个 if 需要 endif",
    ),
    (
        '{file}: "{what}" is not for templates; write fields, if, and for over a list or a table, as the examples in '
        "docs/report.md do",
        "{file}:模板中不能使用“{what}”;请只写字段、if 以及对列表或表格的 for,示例见 docs/report.md",
    ),
    (
        "{file}: cannot be filled in: a tag does with a field what cannot be done with it; see the examples in "
        "docs/report.md",
        "{file}:无法填写:标签对字段作了不可行的运算;示例见 docs/report.md",
    ),
    (
        "--category {name}: no such category; the city has: {known}",
        "--category {name}:没有此类设施;本市有:{known}",
    ),
)
