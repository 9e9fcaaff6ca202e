"""What a plan area owes, why it has its verdict, what is wrong with its data, and the table that is filed."""

from typing import Final

from geo.texts._languages import Translations

FILING: Final[Translations] = {
    # names
    "plan.with_note": {"zh": "{said} ({note})", "en": "{said} ({note})"},
    "plan.and_more": {"zh": "{named} 等,另有 {count} 个", "en": "{named} and {count} more"},
    # clauses
    "plan.cited": {"zh": "{source};用词“{verb}”;{checked}", "en": "{source}; “{verb}”; {checked}"},
    "plan.valid_to": {"zh": "规划期或有效期至 {day}", "en": "in force, or planned for, until {day}"},
    "plan.by_whom": {"zh": "配建主体(主管部门)", "en": "Provided by (judged by)"},
    "plan.by_whom_value": {"zh": "{provider}({departments})", "en": "{provider} ({departments})"},
    "plan.over.plot": {"zh": "本地块", "en": "this area"},
    "plan.over.group": {"zh": "{plots} 合计", "en": "{plots} together"},
    "plan.room_in": {"zh": "地块 {plot}:{facility}", "en": "area {plot}: {facility}"},
    "plan.placed": {"zh": "合并计算,设于{rooms}", "en": "counted together, planned in {rooms}"},
    "plan.placed_nowhere": {"zh": "合并计算,均未规划", "en": "counted together, none planned"},
    "plan.condition.holds": {
        "zh": "按需配建:{facility}未覆盖全部住处,须配建",
        "en": "as needed: no {facility} reaches all of the area, so it is needed",
    },
    "plan.condition.advised": {
        "zh": "按需配建:{facility}未覆盖全部住处,建议配建",
        "en": "as needed: no {facility} reaches all of the area, so it is recommended",
    },
    "plan.condition.unknown": {
        "zh": "按需配建:{facility}能否覆盖本地块未知,是否须配建无法确定",
        "en": "as needed: whether a {facility} reaches the area is not known",
    },
    "plan.condition.fails": {
        "zh": "按需配建:{facility}已覆盖本地块,无须配建",
        "en": "as needed: a {facility} reaches the area, so it is not needed",
    },
    "plan.as_needed": {"zh": "按需配建", "en": "as needed"},
    # amounts
    "plan.required": {"zh": "应配", "en": "Required"},
    "plan.planned": {"zh": "规划", "en": "Planned"},
    "plan.built": {"zh": "建成", "en": "Built"},
    "plan.surveyed": {"zh": "实测", "en": "Surveyed"},
    "plan.short_by": {"zh": "缺口", "en": "Short"},
    "plan.kind_unit": {"zh": "{kind}({unit})", "en": "{kind} ({unit})"},
    "plan.city_remedies": {"zh": "对城市主管部门的建议", "en": "What would close the city's shortfalls"},
    "plan.remarks": {"zh": "备注", "en": "Remarks"},
    "plan.recommended_title": {"zh": "其他建议及按需配建", "en": "Also recommended, or as needed"},
    "plan.nothing_owed": {"zh": "规则集未要求本地块配建设施。", "en": "The rule sets ask for nothing that it owes."},
    "plan.nothing_for_city": {"zh": "没有须提请城市主管部门的事项。", "en": "Nothing to tell the city's bureaux."},
    # walks
    "plan.walks_title": {"zh": "建议的步行距离", "en": "Recommended distances"},
    "plan.recommended_m": {"zh": "建议距离", "en": "Recommended"},
    "plan.walk_nearest": {"zh": "步行,最近住处", "en": "On foot, nearest home"},
    "plan.walk_farthest": {"zh": "步行,最远住处", "en": "On foot, farthest home"},
    "plan.share_on_foot": {"zh": "步行范围内居民", "en": "Within, on foot"},
    "plan.straight": {"zh": "直线,最远住处", "en": "Straight, farthest home"},
    "plan.share_straight": {"zh": "直线范围内居民", "en": "Within, straight"},
    "plan.nearest_facility": {"zh": "最近设施", "en": "Nearest facility"},
    "plan.no_facility": {"zh": "城市数据中没有", "en": "the city's data hold none"},
    "plan.found_alone": {"zh": "单独建设:{verdict},{found}", "en": "alone: {verdict}, {found}"},
    "plan.other_clause": {"zh": "{cited},{demand},{verdict}", "en": "{cited}, {demand}, {verdict}"},
    # what is wrong with the data
    "plan.faults": {"zh": "数据缺陷", "en": "Faults of the data"},
    "plan.faults_note": {
        "zh": "以下缺陷影响评定,补正后应重新评定。",
        "en": "These bear on what follows: mend them and review again.",
    },
    "plan.no_faults": {"zh": "没有发现数据缺陷。", "en": "No fault was found in the data."},
    "plan.fault.no_gates": {
        "zh": "未提供出入口,步行距离按道路与地块边界相接处推算",
        "en": "No gates are stated: walks begin where roads meet the outline",
    },
    "plan.fault.overlap": {
        "zh": "与地块 {other} 重叠 {area} 平方米",
        "en": "It lies over the area {other} by {area} m²",
    },
    "plan.fault.incomplete": {
        "zh": "应配建的{items}无法评定:{missing}",
        "en": "What it owes ({items}) cannot be assessed: {missing}",
    },
    "plan.fault_of": {"zh": "{areas}:{fault}", "en": "{areas}: {fault}"},
    "plan.more_lines": {"zh": "另有 {count} 条,见各地块审查表。", "en": "{count} more: see the sheets of the areas."},
    # why an area has its verdict
    "plan.why_heading": {"zh": "判定理由", "en": "Why"},
    "plan.why": {"zh": "{verdict}:{found}({cited})。", "en": "{verdict}: {found} ({cited})."},
    "plan.why_more": {
        "zh": "{verdict}:{found}({cited})。{others}。",
        "en": "{verdict}: {found} ({cited}). {others}.",
    },
    "plan.why.others": {"zh": "另有 {others}", "en": "Besides: {others}"},
    "plan.why.count": {"zh": "{count} 项{verdict}", "en": "{count} {verdict}"},
    "plan.why.counted": {"zh": "{stage}阶段计入 {amount}", "en": "of which {amount} count at the stage of {stage}"},
    "plan.why_alone": {"zh": "单独建设:{why}", "en": "Alone: {why}"},
    "plan.why.facility": {"zh": "{category}({kind})", "en": "{category} ({kind})"},
    "plan.why.wanted": {"zh": "{facility}{verb}有 {demand}", "en": "{facility} {verb} have {demand}"},
    "plan.why.wanted_size": {
        "zh": "{facility}每处{verb}不小于 {demand}",
        "en": "{facility} {verb} have {demand} at least",
    },
    "plan.why.wanted_unknown": {"zh": "{facility}应配数量无法计算", "en": "{facility}: how much is owed is not known"},
    "plan.why.over": {"zh": "按 {over}", "en": "counted over {over}"},
    "plan.why.has": {"zh": "规划 {has}", "en": "planned {has}"},
    "plan.why.has_size": {"zh": "规划最小一处 {has}", "en": "the smallest one planned has {has}"},
    "plan.why.missing": {"zh": "无法评定:{missing}", "en": "cannot be assessed: {missing}"},
    "plan.why.shared": {
        "zh": "由 {facility} 等周边设施补足,须先取得同意",
        "en": "made up by {facility} nearby, if that is agreed first",
    },
    "plan.why.shared_any": {"zh": "他方规划", "en": "what others plan"},
    "plan.why.remaining": {"zh": "周边余量 {amount},不足以补足", "en": "{amount} that remain nearby do not make it up"},
    "plan.why.all_met": {
        "zh": "符合:本地块应配建的 {count} 项均已满足。",
        "en": "met: each of the {count} requirements that this area owes is met.",
    },
    "plan.why.nothing_owed": {
        "zh": "符合:规则集没有要求本地块自行配建的项目。",
        "en": "met: the rule sets ask for nothing that this area itself owes.",
    },
    # ranks and groups
    "plan.rank": {"zh": "次序", "en": "Rank"},
    "plan.people_short": {"zh": "居民 × 缺口", "en": "People times shortfall"},
    "plan.ranked": {"zh": "地块次序", "en": "The areas by rank"},
    "plan.all_areas": {"zh": "全部地块", "en": "All areas"},
    "plan.more_areas": {
        "zh": "另有 {count} 个地块,见「全部地块」。",
        "en": "{count} more: see the sheet of all areas.",
    },
    "plan.batch_about": {
        "zh": "{city}:审查 {areas} 个地块,未审查 {rejected} 行;规则集:{rules}",
        "en": "{city}: {areas} areas reviewed, {rejected} rows left out; rule sets: {rules}",
    },
    "plan.option": {"zh": "{number}. {option}", "en": "{number}. {option}"},
    "plan.rank_note": {
        "zh": "次序按「居民 × 缺口」排列,即居住人口乘以各项应配建内容的缺口比例之和,大者在前。",
        "en": "Ranked by people times shortfall: residents times the share that is missing, added up over what each"
        " area owes.",
    },
    "plan.group": {"zh": "合并计算的地块", "en": "Areas that lie together"},
    "plan.group.stated": {"zh": "申报数据载明同属「{group}」", "en": "as the application states: {group}"},
    "plan.group.adjoining": {
        "zh": "假设:相距不超过 {metres} 米的地块相邻",
        "en": "assumed: no more than {metres} m apart",
    },
    "plan.group_about": {
        "zh": "{plots}({how}),共 {households} 户、{residents} 人",
        "en": "{plots} ({how}): {households} households, {residents} residents",
    },
    # rooms
    "plan.rooms": {"zh": "规划配建的用房和场地", "en": "Rooms and grounds that are planned"},
    "plan.rooms_note": {
        "zh": "社区服务用房应临街,设于一层或二层,有独立出入口,不得设于地下;申报数据未载明的,须补充说明。",
        "en": "Community rooms lie at the street, on the ground or second floor, with their own entrance, not"
        " underground; what the application does not state is to be shown.",
    },
    "plan.no_rooms": {"zh": "没有规划配建的用房和场地。", "en": "None are planned."},
    "plan.stage": {"zh": "阶段", "en": "Stage"},
    "plan.floor": {"zh": "楼层", "en": "Floor"},
    "plan.own_entrance": {"zh": "独立出入口", "en": "Own entrance"},
    "plan.at_street": {"zh": "临街", "en": "At the street"},
    "plan.receiver": {"zh": "接收单位", "en": "Received by"},
    "plan.location": {"zh": "位置(米)", "en": "Place (m)"},
    "plan.crs": {"zh": "坐标系", "en": "Coordinates"},
    "plan.to_be_shown": {"zh": "须补充说明", "en": "to be shown"},
    "plan.floor_underground": {
        "zh": "{floor}(社区服务用房不得设于地下,不计入)",
        "en": "{floor}: community rooms do not lie underground, it does not count",
    },
    "plan.coordinates": {"zh": "东 {x},北 {y}({crs})", "en": "E {x}, N {y} ({crs})"},
    "plan.stated_value": {"zh": "{what}:{stated}", "en": "{what}: {stated}"},
    "plan.to_be_shown_of": {"zh": "{what}须补充说明", "en": "to be shown: {what}"},
    "plan.room_about": {"zh": "{facility}:{about}", "en": "{facility}: {about}"},
    # the table that is filed
    "plan.filing": {"zh": "配建指标表", "en": "Table of facilities to be provided"},
    "plan.filing_of_group": {"zh": "配建指标表(合并计算的地块)", "en": "Table of facilities, areas that lie together"},
    "plan.filing_of": {"zh": "{city},地块 {area}", "en": "{city}, area {area}"},
    "plan.rules_about": {"zh": "规则集:{about}", "en": "Rule set: {about}"},
    "plan.item": {"zh": "序号", "en": "No."},
    "plan.floor_and_place": {"zh": "楼层和位置", "en": "Floor and place"},
    "plan.phase_share": {"zh": "建成时限", "en": "To be built by"},
    "plan.clause": {"zh": "依据条款、用词、依据状况", "en": "Clause, its verb, its standing"},
    "plan.counted_over_value": {"zh": "按 {over}", "en": "counted over {over}"},
    "plan.not_asked": {"zh": "规则集未要求本地块配建", "en": "no rule set asks this area for it"},
    "plan.nothing_filed": {"zh": "本表没有须申报的项目。", "en": "Nothing is to be filed in this table."},
    "plan.in_force": {"zh": "有效期:{days}", "en": "in force: {days}"},
    "plan.no_end": {"zh": "今", "en": "today"},
    "plan.signatures": {"zh": "会审签章", "en": "Signatures"},
    "plan.computed": {"zh": "核算结果(供参考)", "en": "As computed, for reference"},
    "plan.sign_opinion": {"zh": "审查意见", "en": "Opinion"},
    "plan.blank.developer": {"zh": "建设单位", "en": "Developer"},
    "plan.blank.case": {"zh": "案卷号", "en": "Case number"},
    "plan.blank.permit": {"zh": "规划许可证号", "en": "Planning permit"},
    "plan.blank.filled_by": {"zh": "填表人", "en": "Filled in by"},
    "plan.blank.reviewed_by": {"zh": "审查人", "en": "Reviewed by"},
    "plan.blank.date": {"zh": "日期", "en": "Date"},
    "plan.filed_with_group": {
        "zh": "合并计算的 {count} 项不在本表重复申报,见「{group}」的配建指标表",
        "en": "{count} items that are counted together are filed once, in the table of {group}",
    },
    "plan.survey.enough": {"zh": "实测不少于应配({tolerance})", "en": "as surveyed enough ({tolerance})"},
    "plan.survey.within": {
        "zh": "实测不足 {short},在 {share} 容差内",
        "en": "as surveyed short by {short}, within the tolerance of {share}",
    },
    "plan.survey.beyond": {
        "zh": "实测不足 {short},超出 {share} 容差",
        "en": "as surveyed short by {short}, beyond the tolerance of {share}",
    },
    "plan.survey.short": {"zh": "实测不足 {short}({tolerance})", "en": "as surveyed short by {short} ({tolerance})"},
    "plan.survey.partial": {"zh": "另有 {count} 处尚未实测", "en": "{count} not surveyed yet"},
    "plan.survey.tolerance": {"zh": "容差 {share}", "en": "tolerance {share}"},
    "plan.survey.none": {"zh": "规则集未规定容差", "en": "no tolerance stated"},
}
