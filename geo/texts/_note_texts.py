"""Notes and assumptions: what was decided, doubted or assumed while a city or a batch of plan areas was made."""

from typing import Final

from geo.texts._languages import Translations

NOTES: Final[Translations] = {
    # a sentence that the author of a source file wrote, shown as it is in both languages
    "note.stated": {"zh": "{text}", "en": "{text}"},
    # what the reference city says of itself
    "note.reference_invented": {
        "zh": "合成城市:道路、建筑、居民、地址、人员姓名与电话均为虚构。",
        "en": "A synthetic city: its roads, buildings, residents, addresses, names of people and telephone numbers "
        "are invented.",
    },
    "note.reference_published": {
        "zh": "公布数据:网格单元、网格员、社区与村、干部、办公用房、服务大厅、广场的数量。",
        "en": "Published: numbers of grid units, workers, communities, villages, cadres, offices, halls and squares.",
    },
    "note.reference_scaled": {
        "zh": "按 {scale:g} 比例缩小,数量并非公布数据。",
        "en": "Scaled to {scale:g}: no figure is a published one.",
    },
    "note.reference_assumed": {
        "zh": "假设:{residents:,} 名居民、户数、街道与网格边界、其他设施的数量与位置。",
        "en": "Assumed: {residents:,} residents, households, boundaries of streets and grid units, numbers and places "
        "of all other services.",
    },
    "note.reference_borrowed": {
        "zh": "区划名称、代码和区县边界取自公开数据,功能区边界为示意。",
        "en": "Names, codes and district boundaries are from public lists; boundaries of the functional zones are "
        "drawn for illustration.",
    },
    # roads and barriers
    "note.closed_roads": {
        "zh": "{file}:{roads:,} 条道路中有 {closed:,} 条不允许步行,未纳入步行路网。",
        "en": "{file}: {closed:,} of {roads:,} roads are closed to walkers",
    },
    "note.crossing_lines": {
        "zh": "道路:有 {pairs:,} 对线相交而无公共节点,视为互不相通:可能是立体交叉,也可能是图层未在路口打断"
        '(若为后者,请在 [roads] 中设置 crossings = "join")。',
        "en": "roads: {pairs:,} pairs of lines cross without a shared vertex and do not meet there: bridges, or a "
        'layer that was never split at its junctions (then set crossings = "join" in [roads])',
    },
    "note.components": {
        "zh": "步行路网由 {components:,} 个互不连通的部分组成,总长 {length_km:,.0f} 公里,最长的部分占 "
        "{longest_share:.1%};{usable:,} 个部分不短于 {least_m:,.0f} 米,其余 {unused:,} 个(共 {unused_km:,.1f} 公里)"
        "不供任何居民点或设施接入。",
        "en": "the walk network has {components:,} components; the longest holds {longest_share:.1%} of its "
        "{length_km:,.0f} km, {usable:,} have {least_m:,.0f} m or more, and nobody is snapped to the other {unused:,} "
        "({unused_km:,.1f} km)",
    },
    "note.crossed_barriers": {
        "zh": "有 {edges:,} 条路段穿过屏障,视为跨越屏障的通道,予以保留。",
        "en": "{edges:,} edges of the roads cross a barrier and are kept: they are ways across",
    },
    # roads by their tags: what is closed, cut or walked across
    "note.closed_kind": {
        "zh": "{file}:{length_km:,.1f} 公里 highway={kind} 没有 foot 或 sidewalk 标签,按不可步行处理;"
        "若当地行人可以通行,请在 [roads] 的 walkable 中加入该类道路。",
        "en": "{file}: {length_km:,.1f} km of highway={kind} are closed to walkers, because no foot or sidewalk tag "
        "opens them; where people walk there, add this kind to walkable in [roads]",
    },
    "note.closed_passages": {
        "zh": "道路在 {passages:,} 处上锁、私有或禁止通行的大门、围墙等节点断开。",
        "en": "gates and walls on the roads that are locked, private or closed to walkers, where the roads are cut: "
        "{passages:,}",
    },
    "note.private_roads": {
        "zh": "{length_km:,.1f} 公里道路为私有:供住在或前往该处的人使用,不供穿行。",
        "en": "{length_km:,.1f} km of roads are private: for walks that begin or end there, not for passing through",
    },
    # what is closed at some times only
    "note.timed_roads": {
        "zh": "{file}:{roads:,} 条道路仅在部分时段禁止通行(foot:conditional、access:conditional),按可步行处理。",
        "en": "{file}: {roads:,} roads are closed at some times only (foot:conditional, access:conditional), and taken "
        "as open",
    },
    "note.timed_gates": {
        "zh": "道路上有 {gates:,} 处大门等仅在部分时段关闭(foot:conditional、access:conditional),按可通行处理。",
        "en": "gates on the roads that are closed at some times only (foot:conditional, access:conditional), and taken "
        "as open: {gates:,}",
    },
    "note.crossed_areas": {
        "zh": "广场、站台等步行区域共 {areas:,} 处可直接穿越,为此增加 {ways:,} 条路线。",
        "en": "squares, platforms and other open areas that are walked across: {areas:,}, on {ways:,} ways drawn "
        "for it",
    },
    "note.roads_beyond_box": {
        "zh": "{file}:{roads:,} 条道路中有 {beyond:,} 条完全位于文件头所注范围之外"
        "(经度 {west:.4f} 至 {east:.4f},纬度 {south:.4f} 至 {north:.4f});"
        "若该范围有误,请在 [city] 中用 extent 注明数据范围。",
        "en": "{file}: {beyond:,} of {roads:,} roads lie wholly beyond the box that its header names (longitude "
        "{west:.4f} to {east:.4f}, latitude {south:.4f} to {north:.4f}); if that is not the area of the data, name it "
        "as extent in [city]",
    },
    # what a scenario counts
    "note.planned_ages_unknown": {
        "zh": "规划居住地块只知户数和人口,不知年龄构成:不推测其中的老人与儿童,只计入全部居民。",
        "en": "Of drawn housing households and residents are known, not their ages: no elders or children are assumed "
        "there, and its people count among all residents only",
    },
    # homes, facilities, grid units, addresses
    "note.numbered_homes": {
        "zh": "居民点:没有编号列,按文件中的顺序编号。",
        "en": "homes: no id column; numbered in the order of the file",
    },
    "note.missing_counts": {
        "zh": "居民点:{missing:,} 处没有 {column},按 0 计。",
        "en": "homes: {missing:,} have no {column}; counted as 0",
    },
    "note.outside_boundary": {
        "zh": "居民点:{homes:,} 处中有 {outside:,} 处位于城市边界之外,未计入。",
        "en": "homes: {outside:,} of {homes:,} lie outside the boundary and are left out",
    },
    "note.derived_households": {
        "zh": "户数按每户 {residents_per_household:g} 人由居民数推算。",
        "en": "Households are residents divided by {residents_per_household:g}.",
    },
    "note.spread_residents": {
        "zh": "居民数不是统计数,而是按每人 {m2_per_resident:g} 平方米建筑面积分摊到建筑;OpenStreetMap 未注明层数的建筑"
        "({share_without_levels:.0%})按 {default_levels:g} 层计,用途不明的建筑({share_of_unstated_use:.0%})视为住宅。",
        "en": "Residents are not counted but spread over buildings by floor area, {m2_per_resident:g} m2 each; storeys "
        "are assumed to be {default_levels:g} where OpenStreetMap has none ({share_without_levels:.0%} of the "
        "buildings), and buildings of unstated use ({share_of_unstated_use:.0%}) to be lived in.",
    },
    "note.scaled_residents": {
        "zh": "居民数已按比例调整,合计 {residents_total:,.0f} 人。",
        "en": "Residents are scaled to {residents_total:,.0f} in all.",
    },
    "note.used_categories": {
        "zh": "{file}:{places:,} 处设施中有 {used:,} 处属于所用类别;未用的类别:{unused}。",
        "en": "{file}: {used:,} of {places:,} places have a category that is used; not used: {unused}",
    },
    "note.absent_categories": {
        "zh": "{file}:没有一行属于 [facilities] categories 中的类别“{absent}”,请核对其写法;文件中未用的类别:{unused}。",
        "en": "{file}: no row has the category {absent} of [facilities] categories; check how it is written, the file "
        "has besides: {unused}",
    },
    # facilities with an area
    "note.derived_entrances": {
        "zh": "设施:{areas:,} 处为面状;{stated:,} 处有给定的出入口,{touched:,} 处由道路进入或贴近其边界处到达,"
        "{beside:,} 处由其旁道路到边界的最近点到达,{away:,} 处附近没有道路;共推定出入口 {entrances:,} 个。",
        "en": "facilities: {areas:,} are areas; {stated:,} have stated gates, {touched:,} are reached where roads "
        "enter or touch them, {beside:,} at the points of their outline nearest to the roads beside them, and "
        "{away:,} have no road near by; {entrances:,} entrances were derived",
    },
    "note.assumed_entrances": {
        "zh": "有 {facilities:,} 处面状设施没有给定出入口,也没有道路进入或贴近:假定可由其旁道路到达边界上的最近点。",
        "en": "{facilities:,} facilities with an area have no stated gate and no road that enters or touches them: "
        "they are assumed to be reached at the points of their outline nearest to the roads beside them.",
    },
    "note.repeated_facilities": {
        "zh": "设施:{repeated:,} 处与同类别设施重合(同一对象兼以点、建筑和面绘制),只计一次;余 {facilities:,} 处。",
        "en": "facilities: {repeated:,} lie in one of the same category and name (one place mapped as point, building "
        "and area) and are not counted again; {facilities:,} are left",
    },
    "note.contact_left_out": {
        "zh": "{file}:有列 {person},列 {column} 可能是个人电话,未作为网格公开电话;"
        "若确为公开电话,请在 [grid_units] 的 columns 中把它写作 contact。",
        "en": "{file}: it has a column {person}, so that {column} may hold telephones of persons; it is not taken for "
        "the public contact of the units. If it is one, name it as contact under columns of [grid_units]",
    },
    "note.contact_of_persons": {
        "zh": "{file}:列 {column} 中有 {numbers:,} 个属于个人的手机号码,未作为网格公开电话。",
        "en": "{file}: {numbers:,} mobile numbers of persons in column {column} are not taken for public contacts",
    },
    "note.generated_units": {
        "zh": "网格为自动生成的六边形,边长 {edge_m:g} 米,并非本市划定的网格。",
        "en": "Grid units are generated hexagons with an edge of {edge_m:g} m, not the city's own.",
    },
    "note.split_addresses": {
        "zh": "地址:按完整地址查找;另按各级名称的末尾用字拆分为要素,用于路口、道路和未知门牌号。",
        "en": "addresses: found by their whole texts; also taken apart by the words their parts end with, for "
        "crossings, roads and unknown numbers",
    },
    # seams, parts and codes of grid units
    "note.unit_gaps": {
        "zh": "{file}:网格之间有 {gaps:,} 处空隙,共 {area_m2:,.0f} 平方米;最大的一处 {largest_m2:,.0f} 平方米,位于 "
        "{lon:.5f}, {lat:.5f}({units})。空隙中的地点不属于任何网格。",
        "en": "{file}: {gaps:,} gaps between grid units, {area_m2:,.0f} m2 in all; the largest has {largest_m2:,.0f} "
        "m2 and lies at {lon:.5f}, {lat:.5f} ({units}). A place in a gap is in no unit",
    },
    "note.units_in_parts": {
        "zh": "{file}:{units:,} 个网格由不相连的几部分组成({codes});请核对是否有误。",
        "en": "{file}: {units:,} grid units have parts that lie apart ({codes}); check that each is meant",
    },
    "note.foreign_codes": {
        "zh": "{file}:{units:,} 个网格的编码不以所属社区的编码开头(括号内为社区编码):{codes};请核对编码与所属社区。",
        "en": "{file}: the codes of {units:,} grid units do not begin with that of their community (in brackets): "
        "{codes}; check the code and the community",
    },
    "note.mended_units": {
        "zh": "{file}:按 repair 修补了网格之间不宽于 {width} 的重叠 {overlaps:,} 处(共 {overlap_m2:,.1f} 平方米)和空隙 "
        "{gaps:,} 处(共 {gap_m2:,.1f} 平方米)。",
        "en": "{file}: as repair asks, {overlaps:,} overlaps ({overlap_m2:,.1f} m2) and {gaps:,} gaps ({gap_m2:,.1f} "
        "m2) between grid units that are no wider than {width} were mended",
    },
    # a district that was analysed alone
    "note.one_district": {
        "zh": "仅为一个区县:周边设施也计入;不提供步行时间的中位数和第 95 百分位数,步行距离最多算到 {halo_m:,.0f} 米。",
        "en": "one district: facilities around it are counted too; no median or 95th percentile of walks, and no walk "
        "longer than {halo_m:,.0f} m",
    },
    # files of plan areas
    "note.closed_outlines": {
        "zh": "{file}:{outlines:,} 条轮廓线首尾相差不到 1 厘米,已闭合。",
        "en": "{file}: {outlines:,} outlines whose ends are less than 1 cm apart were closed",
    },
    "note.kept_crs": {
        "zh": "{file}:文件自带坐标系 {crs},按其读取;若文件所注有误,请按文件指定,例如 {name}={datum}。",
        "en": "{file}: states {crs}, which counts; if that is wrong, name the datum for this file: {name}={datum}",
    },
    "note.derived_dwellings": {
        "zh": "{file}:{areas:,} 个地块未给出住宅套数、户数或人口,按用地面积×容积率(或住宅建筑面积)÷每套 "
        "{m2_per_dwelling:g} 平方米推算住宅套数。",
        "en": "{file}: {areas:,} areas state neither dwellings, households nor residents; dwellings are derived from "
        "land area x plot ratio, or the residential floor area, at {m2_per_dwelling:g} m2 per dwelling",
    },
    "note.gathered_corners": {
        "zh": "{file}:每行为一个界址点,{rows:,} 行合成 {areas:,} 个地块。",
        "en": "{file}: has a row for each corner; its {rows:,} rows are {areas:,} areas",
    },
    "note.north_first": {
        "zh": "{file}:{areas:,} 个地块的界址点坐标以 X 为北(测量习惯),已按此读取。",
        "en": "{file}: in the lists of corners of {areas:,} areas x is north, as surveyors write; read so",
    },
    "note.rival_columns": {
        "zh": "{file}:{known} 读自列 {used};列 {others} 也是这个意思,数值却不同,未读取。若不对,请在 columns 中写明。",
        "en": "{file}: {known} is read from column {used}; column {others} means the same, has other figures, and is "
        "not read. Name the right one under columns",
    },
    "note.cut_column": {
        "zh": "{file}:列 {column} 读作 {name}({known}):Shapefile 会截短列名。",
        "en": "{file}: column {column} is read as {name} ({known}): a Shapefile cuts names",
    },
    "note.numbered_rows": {
        "zh": "{file}:没有编号列,各行自 {first} 起依次编号。",
        "en": "{file}: has no column of identifiers; its rows are numbered {first} and on",
    },
    "note.flattened": {
        "zh": "{file}:{geometries:,} 个几何图形带有高程,高程已略去。",
        "en": "{file}: {geometries:,} geometries have heights, which are left out",
    },
    "note.flattened_outlines": {
        "zh": "{file}:轮廓线带有高程,高程已略去。",
        "en": "{file}: its outlines have heights, which are left out",
    },
    "note.ignored_entities": {
        "zh": "{file}:{entities:,} 个图元既非线、面,也非文字(例如图块),未读取。",
        "en": "{file}: {entities:,} entities are neither lines, areas nor texts (blocks, for example); ignored",
    },
    "note.repeated_outlines": {
        "zh": "{file}:{outlines:,} 个轮廓画了两次(边线及其填充),只计一次。",
        "en": "{file}: {outlines:,} outlines are drawn twice (a line and its hatching); counted only once",
    },
    "note.named_by_layer": {
        "zh": "{file}:{areas:,} 个地块的文字中没有地块编号,以所在图层命名。",
        "en": "{file}: {areas:,} areas have no plan_id in a text; named after their layer",
    },
    "note.orphan_rows": {
        "zh": "{file}:{rows:,} 行属于 {areas_file} 中未纳入的地块({areas}),也未纳入。",
        "en": "{file}: {rows:,} rows belong to areas of {areas_file} that are left out ({areas}), and are left out too",
    },
}
