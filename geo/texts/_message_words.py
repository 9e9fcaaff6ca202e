"""What frames messages, and words that stand in their places: English template, Chinese template."""

from typing import Final

from geo.texts._languages import Pairs

#: Headings of lists of faults, and where a fault is.
FRAMES: Final[Pairs] = (
    # headings of lists of faults
    ("{count_number} problem in the data:", "数据中有 {count_number} 个问题:"),
    ("{count_number} problems in the data:", "数据中有 {count_number} 个问题:"),
    ("{kind_word} ({count_number}):", "{kind_word}({count_number}):"),
    ("… and {count_number} more", "……另有 {count_number} 个"),
    # where a fault is
    ("{file}, row {row_number}", "{file} 第 {row_number} 行"),
    ('{file}, layer "{layer}"', "{file} 的图层“{layer}”"),
)

#: What is looked up only in places whose name ends in ``_word``: elsewhere it may be a name of the reader's own.
WORDS: Final[Pairs] = (
    ("none", "无"),
    ("empty", "空"),
    ("year", "年份"),
    ("polygon", "面"),
    ("Point", "点"),
    ("MultiPoint", "多点"),
    ("LineString", "线"),
    ("LinearRing", "环线"),
    ("MultiLineString", "多部分线"),
    ("Polygon", "面"),
    ("MultiPolygon", "多部分面"),
    ("GeometryCollection", "几何集合"),
    ("Polygon or MultiPolygon", "面或多部分面"),
    ("LineString or MultiLineString", "线或多部分线"),
    ("area", "面"),
    ("line", "线"),
    ("point", "点"),
    ("view", "视图"),
    ("trigger", "触发器"),
    ("table", "表"),
    ("index", "索引"),
    ("virtual table", "虚拟表"),
    ("households", "户"),
    ("dwellings", "套"),
    ("waiting", "正在等待"),
    ("running", "正在运行"),
    ("its process", "其进程"),
    ("its worker", "其工作进程"),
    ("{time_s} s of processor time", "{time_s} 秒处理器时间"),
    ("{minutes} min", "{minutes} 分钟"),
    ("{time_s} s", "{time_s} 秒"),
    ("{size_mb} MB", "{size_mb} MB"),
    ("{size_mb} MB of disk", "{size_mb} MB 磁盘"),
    ("a finite number", "有限的数"),
    ("a number of 0 or more", " 0 或更大的数"),
    ("a number above 0", "大于 0 的数"),
    ("a number above 0, or two, the least first", " 大于 0 的数,或由小到大的两个数"),
    ("two numbers above 0, the least first", "由小到大、大于 0 的两个数"),
    ("a table of texts", "文字组成的表"),
    ("a list of texts", "文字列表"),
    ("text", "文字"),
    ("a text", "文字"),
    ("a text in zh and in en", "zh 和 en 两种文字"),
    ("true or false", "true 或 false"),
    ("one of {names}", "{names} 之一"),
    ('"hexagon:250", the edge in metres', '"hexagon:250",即以米为单位的边长'),
    ('"osm"', '"osm"'),
    ('"osm-buildings"', '"osm-buildings"'),
    ('"apart" or "join"', '"apart" 或 "join"'),
    ('{{ zh = "...", en = "..." }}', '{{ zh = "...", en = "..." }}'),
    ("[[0, m2], [from, m2], ...], rising", "[[0, m2], [from, m2], ...],由小到大"),
    ("{address} has {version}", "{address} 为 {version}"),
)
