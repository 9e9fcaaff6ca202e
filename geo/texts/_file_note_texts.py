"""What is noted of files while they are read."""

from typing import Final

from geo.texts._languages import Translations

FILE_NOTES: Final[Translations] = {
    "note.found_encoding": {
        "zh": "{file}:文件未注明编码,文字按 {encoding} 读取。",
        "en": "{file}: states no encoding; its texts are read as {encoding}",
    },
    "note.false_encoding": {
        "zh": "{file}:文件注明的编码为 {stated},与其文字不符,按 {encoding} 读取。",
        "en": "{file}: states the encoding {stated}, which its texts are not in; read as {encoding}",
    },
    "note.heading_row": {
        "zh": "{file}:列名位于第 {row} 行,其上各行视为标题。",
        "en": "{file}: its headings are in row {row}; what stands above is taken for titles",
    },
    "note.two_heading_rows": {
        "zh": "{file}:列名占第 {row} 和第 {next} 两行,合并读取。",
        "en": "{file}: its headings are in rows {row} and {next}, read together",
    },
    "note.filled_cells": {
        "zh": "{file}:有 {cells:,} 处合并单元格,其文字填入所跨的各行。",
        "en": "{file}: the texts of {cells:,} merged cells are read in every row that they span",
    },
    "note.total_rows": {
        "zh": "{file}:第 {rows} 行为合计或表下说明,不作为数据读取。",
        "en": "{file}: totals or remarks below the table, in row {rows}, are left out",
    },
    "note.read_numbers": {
        "zh": "{file},列 {column}:有 {cells:,} 个数按书写方式读取,例如第 {row} 行“{text}”读作 {number}。",
        "en": '{file}, column {column}: {cells:,} numbers are read as people write them, such as "{text}" in row {row} '
        "as {number}",
    },
    "note.restored_codes": {
        "zh": "{file},列 {column}:有 {cells:,} 个编码恢复为数字串,例如第 {row} 行“{text}”读作 {code}。",
        "en": '{file}, column {column}: {cells:,} codes are restored to their digits, such as "{text}" in row {row} as '
        "{code}",
    },
    "note.fitted_name": {
        "zh": "{file}:该格式不能使用列名“{column}”,写作“{fitted}”。",
        "en": '{file}: its format cannot hold the heading "{column}"; it is written as "{fitted}"',
    },
    "note.fitted_cells": {
        "zh": "{file}:有 {cells:,} 个单元格含控制字符,写作空格。",
        "en": "{file}: {cells:,} cells hold control characters, which are written as blanks",
    },
    "note.twin_coordinates": {
        "zh": "{file}:列 {column}({datum})与列 {other}({other_datum})数值相同,其中一列的坐标系标注有误,"
        "各点可能偏移 300 至 1,300 米;请向文件提供者核实。",
        "en": "{file}: columns {column} ({datum}) and {other} ({other_datum}) hold the same numbers, so one label is "
        "false and every point may be 300 to 1,300 m off; ask who made the file",
    },
    "note.doubtful_datum": {
        "zh": "{file}:点位按 {better} 读取更贴近道路(到道路距离的中位数 {better_m:.1f} 米),"
        "按注明的 {datum} 读取为 {datum_m:.1f} 米;请核对坐标系。",
        "en": "{file}: its points fit the roads better as {better} (median {better_m:.1f} m to a road) than as {datum} "
        "({datum_m:.1f} m), as stated; check the datum",
    },
    "note.doubtful_roads": {
        "zh": "{file}:若道路图层实为 {better},各点才贴近道路(到道路距离的中位数 {better_m:.1f} 米,按现在的道路为 "
        "{datum_m:.1f} 米;本文件注明为 {datum});请核对道路图层的坐标系。",
        "en": "{file}: its places, read as {datum}, fit the roads only if those are {better} (median {better_m:.1f} m "
        "to a road instead of {datum_m:.1f} m); check the datum of the roads' file",
    },
    "note.partly_doubtful_datum": {
        "zh": "{file}:至少约 {share:.0%} 的行按 {better} 读取才贴近道路(注明为 {datum};如第 {rows} 行);"
        "请按来源分开,分别注明坐标系。",
        "en": "{file}: {share:.0%} of its rows or more fit the roads as {better}, not as {datum}, as stated (rows "
        "{rows}); divide the file by where its rows come from, and state the datum of each part",
    },
    "note.constant_offset": {
        "zh": "{file}:各点整体偏离道路约 {offset_m:.0f} 米(东 {east_m:+.0f} 米,北 {north_m:+.0f} 米):"
        "移回后七成的点距道路不超过 {better_m:.1f} 米,现为 {stated_m:.1f} 米;请核对坐标系或转换参数。",
        "en": "{file}: its places lie about {offset_m:.0f} m ({east_m:+.0f} m east, {north_m:+.0f} m north) from where "
        "they fit the roads: moved back, seven in ten lie within {better_m:.1f} m of a road instead of {stated_m:.1f} "
        "m; check the CRS, or how the file was converted",
    },
    "note.shifted_units": {
        "zh": "{file}:网格按 {better} 读取更合理(注明为 {datum}):{better_share:.0%} 的居民点落在网格内,现为 "
        "{datum_share:.0%};请核对坐标系。",
        "en": "{file}: its units fit the homes better as {better} than as {datum}, as stated: {better_share:.0%} of "
        "the homes lie in a unit instead of {datum_share:.0%}; check the datum",
    },
    "note.outside_extent": {
        "zh": "{file}:{places:,} 处中有 {outside:,} 处位于数据范围之外(第 {rows} 行);请核对其坐标。",
        "en": "{file}: {outside:,} of {places:,} lie outside the area of the data (rows {rows}); check them",
    },
    "note.uncertain_crs": {
        "zh": "{file}:由 {crs} 转换到城市坐标系的方法精度不明,已按要求接受;位置偏差可达约 {off_m:g} 米。",
        "en": "{file}: the way from {crs} into the city's CRS is known badly, and accepted as asked; its places may be "
        "up to about {off_m:g} m off",
    },
}
