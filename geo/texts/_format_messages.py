"""Messages about formats of files: endings, contents, encodings, cells, sheets: English template, Chinese template."""

from typing import Final

from geo.texts._languages import Pairs

FORMAT_MESSAGES: Final[Pairs] = (
    # what a file is by its ending and its content, and what to do with it
    (
        "{file}: is {found_word}, not what {ending} says; {remedy}",
        "{file}:是{found_word},与后缀 {ending} 不符;{remedy}",
    ),
    ("{name}: {ending} is not read; {remedy}", "{name}:不能读取 {ending} 文件;{remedy}"),
    ("{file}: is empty, 0 bytes; copy or export it again", "{file}:是空文件(0 字节);请重新复制或导出"),
    (
        "{file}: its {part} is missing; copy all files of the Shapefile together: .shp, .shx, .dbf, .prj",
        "{file}:缺少同名的 {part};请将 Shapefile 的各文件一并复制:.shp、.shx、.dbf、.prj",
    ),
    ("rename it to end in {ending}", "请将后缀改为 {ending}"),
    ("rename it to end in .shp, with its .dbf and .shx beside it", "请将后缀改为 .shp,并附上同名的 .dbf 和 .shx"),
    ("export it as DXF", "请导出为 DXF"),
    ("a DWG drawing cannot be read; export as DXF", "不能读取 DWG 图;请导出为 DXF"),
    ("export the table or layer that it was made of", "请导出其所依据的表或图层"),
    ("send the table or layer that it was made of", "请提交其所依据的表或图层"),
    ("export the table that it holds as .xlsx or .csv", "请将其中的表导出为 .xlsx 或 .csv"),
    ("export its layers into a GeoPackage", "请将其图层导出为 GeoPackage"),
    ("export the file again", "请重新导出文件"),
    (
        "export it as OpenStreetMap XML (.osm) or PBF (.osm.pbf)",
        "请导出为 OpenStreetMap XML(.osm)或 PBF(.osm.pbf)",
    ),
    ("unpack it and send the files in it", "请解压后提交其中的文件"),
    ("unpack it and send the .kml in it", "请解压后提交其中的 .kml"),
    (
        "unpack it and send the files in it; of a Shapefile a .zip may stay packed",
        "请解压后提交其中的文件;Shapefile 的 .zip 可不解压",
    ),
    ("save it as .xlsx", "请另存为 .xlsx"),
    ("open it in a spreadsheet and save it as .xlsx", "请用电子表格打开并另存为 .xlsx"),
    ("copy its table into a spreadsheet and save it as .xlsx", "请将其中的表复制到电子表格并另存为 .xlsx"),
    # encodings
    ("{file}: cannot be read as {encoding}; save it as UTF-8", "{file}:不能按 {encoding} 读取;请另存为 UTF-8"),
    (
        '{file}: unknown encoding "{stated}"; expected one such as "UTF-8", "GBK" or "cp1252"',
        "{file}:未知的编码“{stated}”;应为“UTF-8”“GBK”“cp1252”等",
    ),
    (
        '{file}: its texts are {found}, not {stated} as stated; leave encoding out, or state "{name}"',
        "{file}:文字为 {found} 编码,而非所写的 {stated};请不写 encoding,或改写为“{name}”",
    ),
    (
        "{file}: its texts are in no encoding that is known for sure; save the file as UTF-8. For a layer of a city "
        'its source file may state the encoding instead, for example encoding = "GBK" or "cp1252"',
        "{file}:无法确定文字的编码;请将文件另存为 UTF-8。若为城市图层,也可在数据源文件中注明,"
        '例如 encoding = "GBK" 或 "cp1252"',
    ),
    (
        "{file}, line {line}: bytes that are no text in {encoding}, as the rest of the file is; save the file "
        "again as UTF-8",
        "{file} 第 {line} 行:有字节不是 {encoding} 文字,而文件其余部分是;请将文件重新存为 UTF-8",
    ),
    (
        "{file}: its texts are not {encoding}; export the file again in UTF-8",
        "{file}:文字不是 {encoding} 编码;请用 UTF-8 重新导出文件",
    ),
    ("{argument}: is not UTF-8; rename the file or its folder", "{argument}:不是 UTF-8;请将文件或其文件夹改名"),
    # cells
    (
        "{cells} cells below {headings} headings; give each column a heading, or delete what stands beside the table",
        "列名有 {headings} 个,单元格有 {cells} 个;请给每列写上列名,或删除表旁的内容",
    ),
    ("cannot be read: {reason}", "无法读取:{reason}"),
    # sheets of workbooks
    ("{file}: is protected by a password; save it as .xlsx without one", "{file}:设有密码;请取消密码后另存为 .xlsx"),
    ("{file}: is an old Excel workbook (.xls); save it as .xlsx", "{file}:是旧版 Excel 工作簿(.xls);请另存为 .xlsx"),
    (
        "{file}: is an old Excel workbook (.xls), or one with a password; save it as .xlsx without one",
        "{file}:是旧版 Excel 工作簿(.xls),或设有密码;请取消密码并另存为 .xlsx",
    ),
    (
        "{file}: not an Excel workbook (.xlsx), or damaged; save it again as .xlsx",
        "{file}:不是 Excel 工作簿(.xlsx),或已损坏;请重新存为 .xlsx",
    ),
    ("{path}: its sheet is empty; expected a row of headings", "{path}:工作表为空;应有一行列名"),
    (
        "{file}: all its sheets are hidden: {names}; show the one to be read, or name it",
        "{file}:所有工作表均已隐藏:{names};请取消隐藏要读取的工作表,或注明其名称",
    ),
    (
        "{file}: has several sheets; name one as sheet, or hide the others: {names}. Rows that lie on several sheets "
        "belong on one",
        "{file}:有多张工作表;请用 sheet 指定其一,或隐藏其余:{names}。若数据分在几张表上,请合并到一张",
    ),
    (
        "{file}: cells {cells}: a formula without its value; open the file in a spreadsheet, save it there, and "
        "send it again",
        "{file}:单元格 {cells}:公式没有存值;请用电子表格打开并保存文件,再重新提交",
    ),
)
