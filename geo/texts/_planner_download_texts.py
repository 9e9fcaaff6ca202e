"""The planner's page: what is on screen as files."""

from typing import Final

from geo.texts._languages import Translations

PLANNER_DOWNLOAD: Final[Translations] = {
    "planner.download.heading": {"zh": "下载所示内容", "en": "Download what is shown"},
    "planner.download.note": {
        "zh": "每个文件的数字与地图、列表相同,并注明评价依据、日期和来源。",
        "en": "Every file has the figures of the map and the list, and says who judges, when and whose they are.",
    },
    "planner.download.scenario.kept": {
        "zh": "文件含所打开的情景:情景前、情景后与变化;地图为情景后。",
        "en": "The files hold the scenario that is open: before, after and change; the map shows after.",
    },
    "planner.download.scenario.category": {
        "zh": "情景按单一类别显示:请先在评估中选择一个类别。",
        "en": "A scenario is shown in one category: choose one in the assessment first.",
    },
    "planner.download.scenario.draft": {
        "zh": "情景尚未保存,文件为现状:请先保存。",
        "en": "The scenario is not saved, and the files show things as they are: save it first.",
    },
    "planner.download.scenario.older": {
        "zh": "情景有未保存的改动,文件为上次保存的情景:请先保存。",
        "en": "The scenario has changes that are not saved; the files hold it as it was saved last: save it first.",
    },
    "planner.download.scenario.save": {"zh": "打开情景并保存", "en": "Open it to save"},
    "planner.download.scenario.leave": {"zh": "不含情景", "en": "Without it"},
    "planner.download.shown": {"zh": "当前显示", "en": "What is shown"},
    "planner.download.category": {"zh": "设施类别", "en": "Category"},
    "planner.download.order": {"zh": "列表排序", "en": "List by"},
    "planner.download.filter": {"zh": "列表筛选", "en": "List filtered by"},
    "planner.download.unit": {"zh": "选中单元", "en": "Chosen unit"},
    "planner.download.change": {
        "zh": "要改变内容,请在“评估”中选择;这里会随之改变。",
        "en": "To change it, choose under Assessment; the files follow.",
    },
    "planner.download.to_assess": {"zh": "去评估中选择", "en": "Choose under Assessment"},
    "planner.download.map": {"zh": "图片与图纸的地图范围", "en": "Map of pictures and sheets"},
    "planner.download.map.screen": {"zh": "屏幕上的范围", "en": "as on screen"},
    "planner.download.map.area": {"zh": "所选范围全部", "en": "the whole area"},
    "planner.download.map.note": {
        "zh": "表格和图层总是包含所选范围的全部单元。",
        "en": "Tables and the layer always hold all units of the area.",
    },
    "planner.download.tables": {"zh": "表格与数据", "en": "Tables and data"},
    "planner.download.pictures": {"zh": "图片与图纸", "en": "Pictures and sheets"},
    "planner.download.csv": {"zh": "CSV 表格", "en": "CSV table"},
    "planner.download.csv.about": {"zh": "列表全部行,任何软件可读。", "en": "All rows of the list, for any program."},
    "planner.download.xlsx": {"zh": "Excel 工作簿", "en": "Excel workbook"},
    "planner.download.xlsx.about": {
        "zh": "可直接打印的列表,另有一页方法与来源。",
        "en": "The list ready to print, and a sheet of method and source.",
    },
    "planner.download.gpkg": {"zh": "GeoPackage 图层", "en": "GeoPackage layer"},
    "planner.download.gpkg.about": {
        "zh": "单元边界与数字,在 QGIS 中打开即为地图的颜色。",
        "en": "Units with their figures; QGIS opens them in the colours of the map.",
    },
    "planner.download.png": {"zh": "PNG 图片", "en": "PNG picture"},
    "planner.download.png.about": {
        "zh": "地图,带标题、图例、比例尺、指北针和来源,可放入文稿。",
        "en": "The map with title, legend, scale, north and source, for a document.",
    },
    "planner.download.pdf_a4": {"zh": "PDF 图纸 A4", "en": "PDF sheet, A4"},
    "planner.download.pdf_a4.about": {
        "zh": "横向一页:地图、图例、合计和列表前 20;另有一页说明。",
        "en": "One page on its side: map, legend, totals and the first 20 of the list; a page of notes.",
    },
    "planner.download.pdf_a3": {"zh": "PDF 图纸 A3", "en": "PDF sheet, A3"},
    "planner.download.pdf_a3.about": {
        "zh": "同上,地图更大,列表还有最近设施。",
        "en": "The same with a larger map; the list names the nearest facility too.",
    },
    "planner.download.paper_page": {"zh": "打开 {paper} 打印页", "en": "Open the {paper} page to print"},
    "planner.download.print.about": {
        "zh": "由您自己的浏览器打印或存为 PDF。",
        "en": "Your own browser prints it, or saves it as PDF.",
    },
    "planner.download.no_browser": {
        "zh": "本服务所在机器没有浏览器,无法绘制;请用下面的打印页。",
        "en": "The machine of this service has no browser to draw it; use the page to print below.",
    },
    "planner.download.making": {"zh": "正在生成", "en": "Being made"},
    "planner.download.cancel": {"zh": "取消", "en": "Cancel"},
    "planner.download.cancelled": {"zh": "已取消", "en": "Cancelled"},
    "planner.download.done": {"zh": "已下载:{size},用时 {seconds} 秒", "en": "Downloaded: {size} in {seconds} s"},
}
