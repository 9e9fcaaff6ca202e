"""What is odd about tables and may still be meant."""

from typing import Final

from geo.texts._languages import Translations

ODDITY_NOTES: Final[Translations] = {
    # homes
    "note.no_residents_but": {
        "zh": "{file}:所读的人口列全部为 0,而列“{column}”中有人数;若应读后者,请在 [homes] 中写明 columns = "
        '{{ population = "{column}" }}。',
        "en": '{file}: all residents are 0, and column "{column}" holds figures of people; if that is the right one, '
        "name "
        'it in [homes]: columns = {{ population = "{column}" }}',
    },
    "note.no_residents": {
        "zh": "{file}:人口全部为 0;请核对人口列。",
        "en": "{file}: all residents are 0; check the column of residents",
    },
    "note.few_residents": {
        "zh": "{file}:{homes:,} 处居民点合计只有 {residents:,.3g} 人;人口是否以“万人”为单位?应以“人”为单位。",
        "en": "{file}: {homes:,} homes have {residents:,.3g} residents in all; are they counted in ten thousands (万)? "
        "Write the number of people",
    },
    "note.large_homes": {
        "zh": "{file}:{homes:,} 处居民点的人口远多于其他(中位数 {median:,.0f} 人),见第 {rows} 行;请核对。",
        "en": "{file}: homes with far more residents than the others (median {median:,.0f}): {homes:,}, in row {rows}; "
        "check them",
    },
    "note.more_households": {
        "zh": "{file}:{households:,.0f} 户只有 {residents:,.0f} 人;请核对户数列与人口列是否填反。",
        "en": "{file}: {households:,.0f} households have {residents:,.0f} residents; check that the two columns are "
        "not "
        "exchanged",
    },
    "note.homes_twice": {
        "zh": "{file}:没有编号列,有 {homes:,} 行与前面的某一行完全相同(位置、人口等),如第 {rows} 行,均已计入;"
        "若为重复,请删除。",
        "en": "{file}: has no column of identifiers, and {homes:,} rows are the same as one before (place, residents "
        "and "
        "all), such as rows {rows}; all are counted: delete those that stand twice",
    },
    # facilities
    "note.alike_facilities": {
        "zh": "设施:有 {again:,} 处与另一处类别、名称、位置都相同而编号不同({pairs}),均已计入;若为重复,请删除。",
        "en": "facilities: {again:,} have the category, name and place of another one under another id ({pairs}); all "
        "are "
        "counted: delete those that stand twice",
    },
    "note.category_by_name": {
        "zh": "设施:类别“{category}”({places:,} 处)是 {known} 的另一种写法,现作为另一类别;请写作 {known},或在 "
        '[facilities] 中写明 categories = {{ "{category}" = "{known}", ... }}。',
        "en": 'facilities: the category "{category}" ({places:,} places) is another word for {known}, and taken for a '
        'category of its own; write {known}, or name it in [facilities]: categories = {{ "{category}" = "{known}", '
        "... }}",
    },
    # roads
    "note.unknown_highways": {
        "zh": "{file}:highway 列中有 {roads:,} 条道路的词无法识别,按不可步行处理:{words};请使用 OpenStreetMap 的词,"
        "如 primary、residential、footway。",
        "en": "{file}: {roads:,} roads have words in highway that are not known, and are closed to walkers: {words}; "
        "use "
        "those of OpenStreetMap, such as primary, residential, footway",
    },
    "note.unread_classes": {
        "zh": "{file}:列“{column}”似为道路等级({words}),未读取,所有道路均按可步行处理;如有不可步行的道路,请加 "
        "highway 列,用 OpenStreetMap 的词填写(高速公路 motorway、主干路 primary、支路 residential、人行道 footway)。",
        "en": '{file}: column "{column}" seems to hold classes of roads ({words}) and is not read; all roads are '
        "taken as "
        "walkable. If some are not, add a column highway with the words of OpenStreetMap (motorway, primary, "
        "residential, footway)",
    },
    # plans
    "note.far_from_plan": {
        "zh": "{file}:{places:,} 处规划设施距所属地块超过 1 公里(第 {rows} 行),仍计入该地块;请核对 plan_id 或坐标。",
        "en": "{file}: {places:,} planned facilities are more than 1 km from their area (rows {rows}), and are "
        "counted for "
        "it all the same; check plan_id, or the coordinates",
    },
    "note.roads_alone": {
        "zh": "{file}:{roads:,} 条规划道路不与任何现有道路或其他规划道路相接(第 {rows} 行),步行无法使用;请接到道路上。",
        "en": "{file}: {roads:,} planned roads join neither a road nor another planned one (rows {rows}), so that "
        "nobody "
        "walks along them; draw them up to a road",
    },
    # locate
    "note.datum_of_city": {
        "zh": "{file}:未注明坐标基准,按本市数据的 {datum} 读取;若为其他坐标基准,请用 --datum 注明(写错会偏移 300 至 "
        "1,300 米)。",
        "en": "{file}: states no datum; its coordinates are read in that of the city, {datum}. If they are in another, "
        "name it with --datum (a wrong one moves every point by 300 to 1,300 m)",
    },
}
