"""Messages about what a table lacks as a whole: columns, headings, a datum: English template, Chinese template."""

from typing import Final

from geo.texts._languages import Pairs

TABLE_MESSAGES: Final[Pairs] = (
    (
        "{file}: its first row seems to be data ({shown}), not headings; put a row of headings above it: {example}",
        "{file}:第一行似乎是数据({shown}),没有列名;请在其上加一行列名,例如:{example}",
    ),
    ("coordinate out of range", "坐标超出范围"),
    ("lon {lon}, lat {lat} are swapped; exchange the two", "lon {lon} 与 lat {lat} 颠倒;请对调"),
    ("fault of a whole file", "整个文件的问题"),
    (
        "{file}: which datum are lon and lat in? Add datum = one of {datums} (Amap and Tencent: gcj02; Baidu: bd09; "
        "GPS: wgs84; surveyed: cgcs2000) once under [city], where it serves all tables with lon and lat, or to "
        "single tables. A wrong one moves every point by 300 to 1,300 m",
        "{file}:lon 和 lat 属于哪种坐标基准?请在 [city] 下写一次 datum(对所有含 lon 和 lat 的表有效),或在个别表中另写"
        ",取值为 {datums} 之一(高德、腾讯:gcj02;百度:bd09;GPS:wgs84;测绘成果:cgcs2000)。写错会使各点偏移 300 至 "
        "1,300 米",
    ),
    (
        "{file}: which datum are lon and lat in? Name it with --datum (in a form: datum), one of {datums} (Amap and "
        "Tencent: gcj02; Baidu: bd09; GPS: wgs84; surveyed: cgcs2000). A wrong one moves every point by 300 to 1,300 m",
        "{file}:lon 和 lat 属于哪种坐标基准?请选择坐标系后重新提交(表单:datum;命令行:--datum),取值为 {datums} "
        "之一(高德、腾讯:gcj02;百度:bd09;GPS:wgs84;测绘成果:cgcs2000)。写错会使各点偏移 300 至 1,300 米",
    ),
    (
        "{file}: x and y without a CRS; {hint}. Name it with --datum EPSG:n (in a form: datum)",
        "{file}:有 x 和 y,但没有坐标系;{hint}。请选择坐标系后重新提交(表单:datum;命令行:--datum EPSG:n)",
    ),
    ("no datum", "没有坐标基准"),
    ("none of {choices} is above 0; {remedy}", "{choices} 均不大于 0;{remedy}"),
    (
        "write it as a text inside the outline, such as P-1 300户 or dwellings=300, or send a table or GeoPackage",
        "请在轮廓线内写文字注明,如“P-1 300户”或“dwellings=300”,或改用表格或 GeoPackage 提交",
    ),
    ("state at least one of them", "至少应填一项"),
    (
        "{file}: no column for {sizes}, and a text has no place for one; make a table of its corners, with the columns "
        "地块编号, 点号, X, Y and 户数",
        "{file}:没有 {sizes} 列,而此种文本无处可写;请将界址点做成表格,列为 地块编号、点号、X、Y、户数",
    ),
    (
        "{file}: no column for {sizes}, nor for a plot ratio (容积率) to derive them; expected at least one of them. "
        "The file has: {names}. Name it with --column dwellings=... (in a form: column), or add such a column",
        "{file}:没有 {sizes} 列,也没有可据以推算的容积率列;至少应有其一。文件中有:{names}。请用 --column "
        "dwellings=... 写明(表单中为 column),或加上该列",
    ),
    (
        "{file}: none of its categories is named in [facilities] categories; it has: {found}. Write them on the "
        'left: categories = {{ "{category}" = "..." }}',
        "{file}:其中没有一个类别列入 [facilities] 的 categories;文件中的类别:{found}。请将其写在左边:categories = {{ "
        '"{category}" = "..." }}',
    ),
    (
        "{file}: none of its {roads} roads is open to walkers; its column highway has: {words}; use the words of "
        "OpenStreetMap, such as primary, residential, footway",
        "{file}:{roads} 条道路都不允许步行;highway 列的内容为:{words};请使用 OpenStreetMap 的词,如 primary、"
        "residential、footway",
    ),
    (" (is the .prj missing?)", "(是否缺少 .prj?)"),
    (
        "{file}: has no CRS{part}; {hint}. Name it with --datum EPSG:n (in a form: datum)",
        "{file}:没有坐标系{part};{hint}。请选择坐标系后重新提交(表单:datum;命令行:--datum EPSG:n)",
    ),
    (
        '{file}: has no CRS{part}; {hint}. Name it as datum = "EPSG:..."',
        '{file}:没有坐标系{part};{hint}。请注明 datum = "EPSG:..."',
    ),
    (" (x and y instead of lon and lat, if they are metres)", "(坐标若为米,则写 x、y 而不写 lon、lat)"),
    (
        "{file}: no columns for {missing}; the file has: {headings}. Name all of them under columns, as columns = {{ "
        "{given} }}{metres}, or give the file such columns",
        "{file}:没有以下各项的列:{missing};文件中有:{headings}。请在 columns 中全部写明,如 columns = {{ {given} "
        "}}{metres},或在文件中加上这些列",
    ),
    (
        "{file}: no columns for {missing}; the file has: {headings}",
        "{file}:没有以下各项的列:{missing};文件中有:{headings}",
    ),
    (
        '{file}: no column "{source}" for {missing}; the file has: {headings}',
        "{file}:没有对应 {missing} 的列“{source}”;文件中有:{headings}",
    ),
    (
        "{message}. Name it with {options} (in a form: column), or rename the heading",
        "{message}。请用 {options} 写明(表单中为 column),或修改列名",
    ),
    (
        "{message}. Rename its headings to these names, or add such columns",
        "{message}。请将相应的列名改为上述名称,或加上这些列",
    ),
    (
        "x {x}, y {y} are degrees, not metres as {datum} has them; bring the row into {name}",
        "x {x}、y {y} 是度,而 {datum} 以米为单位;请将该行转换到 {name}",
    ),
    (
        "lon {lon}, lat {lat}; expected degrees, lon within -180..180 and lat within -90..90, as the other rows have "
        "them; correct the number",
        "lon {lon}、lat {lat} 有误;应为度,lon 在 -180 至 180 之间,lat 在 -90 至 90 之间,其他各行均是;请更正该数",
    ),
    (
        '{message}. The roads would lie where these places are as {name}: if so, name datum = "{datum}" in [roads]',
        '{message}。道路若按 {name} 读取,则与这些位置相符:若是如此,请在 [roads] 中写明 datum = "{datum}"',
    ),
    ("as {datum}", "按 {datum} 读取"),
    ("as {datum} or as {other}", "按 {datum} 或 {other} 读取"),
    ("as {datum} or as {other} or as {third}", "按 {datum}、{other} 或 {third} 读取"),
    ("with x and y exchanged", "对调 x 和 y"),
    (
        '{file}: read as {stated} it lies far from the homes, and as {name} where they are; name datum = "{datum}" '
        "in [roads]",
        '{file}:按 {stated} 读取时远离居民点,按 {name} 读取则与居民点相符;请在 [roads] 中写明 datum = "{datum}"',
    ),
    (
        "{message}. Our names stand on the left, those of the file in quotes on the right",
        "{message}。左边应为本系统的列名,右边为文件中的列名(加英文引号)",
    ),
    (
        'our names stand on the left, those of the file in quotes on the right, as in {{ population = "人口" }}',
        '左边应为本系统的列名,右边为文件中的列名(加英文引号),如 {{ population = "人口" }}',
    ),
)
