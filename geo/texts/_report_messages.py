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
    (
        "{browser}: took longer than {limit_s} s to draw the page, and was ended; try again when the machine has less "
        "to do",
        "{browser}:绘制页面超过 {limit_s} 秒,已终止;请在机器空闲时重试",
    ),
)
