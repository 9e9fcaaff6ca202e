"""The grid's care: findings, the proposal, its page and workbook, and what its commands print."""

from typing import Final

from geo.texts._languages import Translations

GRID: Final[Translations] = {
    # findings, each a sentence
    "grid.finding.gap": {
        "zh": "{unit} 与 {other} 旁有 {amount:,.1f} 平方米不属于任何网格",
        "en": "{amount:,.1f} m2 beside {unit} and {other} belong to no unit",
    },
    "grid.finding.overlap": {
        "zh": "{unit} 与 {other} 重叠 {amount:,.1f} 平方米",
        "en": "{unit} and {other} overlap by {amount:,.1f} m2",
    },
    "grid.finding.outside": {
        "zh": "{unit} 有 {amount:,.1f} 平方米在所属社区 {other} 之外",
        "en": "{amount:,.1f} m2 of {unit} lie outside its community {other}",
    },
    "grid.finding.code_duplicate": {
        "zh": "编码 {unit} 由多个在用网格共用",
        "en": "several units in force have the code {unit}",
    },
    "grid.finding.code_prefix": {
        "zh": "{unit} 的编码不以所属社区编码 {other} 开头",
        "en": "the code {unit} does not begin with that of its community, {other}",
    },
    "grid.finding.code_length": {
        "zh": "{unit} 的编码应为社区编码 {other} 加三位序号",
        "en": "the code {unit} should be that of its community, {other}, and three digits",
    },
    "grid.finding.code_serial": {
        "zh": "{unit} 的编码末三位不是 001 至 999 的序号",
        "en": "the code {unit} does not end in a number from 001 to 999",
    },
    "grid.finding.code_reused": {
        "zh": "编码 {unit} 曾用于另一个范围不同的网格",
        "en": "the code {unit} was that of an earlier unit with another outline",
    },
    "grid.finding.no_community": {"zh": "{unit} 未注明所属社区", "en": "{unit} states no community"},
    "grid.finding.unit_without_worker": {"zh": "{unit} 没有网格员", "en": "nobody works in {unit}"},
    "grid.finding.unit_without_lead": {"zh": "{unit} 没有网格长", "en": "nobody leads {unit}"},
    "grid.finding.worker_without_unit": {
        "zh": "{amount:.0f} 名网格员所属的 {unit} 不是在用网格",
        "en": "{amount:.0f} workers state {unit}, which is no unit in force",
    },
    "grid.finding.across_road": {
        "zh": "{unit} 跨干线道路,另一侧有 {amount:,.0f} 户",
        "en": "{unit} lies across a trunk road, with {amount:,.0f} households beyond it",
    },
    "grid.finding.across_river": {
        "zh": "{unit} 跨河流,另一侧有 {amount:,.0f} 户",
        "en": "{unit} lies across a river, with {amount:,.0f} households beyond it",
    },
    "grid.finding.across_railway": {
        "zh": "{unit} 跨铁路,另一侧有 {amount:,.0f} 户",
        "en": "{unit} lies across a railway, with {amount:,.0f} households beyond it",
    },
    "grid.finding.too_large": {
        "zh": "{unit} 有 {amount:,.0f} 户,应为 {other} 户",
        "en": "{unit} has {amount:,.0f} households; {other} are right",
    },
    "grid.finding.too_small": {
        "zh": "{unit} 只有 {amount:,.0f} 户,应为 {other} 户",
        "en": "{unit} has only {amount:,.0f} households; {other} are right",
    },
    "grid.finding.empty": {"zh": "{unit} 内无住户", "en": "nobody lives in {unit}"},
    "grid.finding.sliver": {
        "zh": "{unit} 过于狭长,最宽处 {amount:,.1f} 米",
        "en": "{unit} is a sliver, {amount:,.1f} m wide at its widest",
    },
    "grid.finding.parts": {
        "zh": "{unit} 由互不相连的部分组成,其中一部分 {amount:,.0f} 平方米",
        "en": "{unit} has a part of {amount:,.0f} m2 that lies apart",
    },
    "grid.finding.hole": {
        "zh": "{unit} 中间有 {amount:,.0f} 平方米的空洞",
        "en": "{unit} has a hole of {amount:,.0f} m2",
    },
    # kinds of finding, as headings
    "grid.kind.gap": {"zh": "空隙", "en": "Gaps"},
    "grid.kind.overlap": {"zh": "重叠", "en": "Overlaps"},
    "grid.kind.outside": {"zh": "超出所属社区", "en": "Outside the community"},
    "grid.kind.code_duplicate": {"zh": "编码重复", "en": "Codes used twice"},
    "grid.kind.code_prefix": {"zh": "编码与社区不符", "en": "Codes of another community"},
    "grid.kind.code_length": {"zh": "编码位数不符", "en": "Codes of the wrong length"},
    "grid.kind.code_serial": {"zh": "编码序号不符", "en": "Codes without a number"},
    "grid.kind.code_reused": {"zh": "沿用旧编码", "en": "Codes used again"},
    "grid.kind.no_community": {"zh": "未注明社区", "en": "Without a community"},
    "grid.kind.unit_without_worker": {"zh": "无网格员", "en": "Without a worker"},
    "grid.kind.unit_without_lead": {"zh": "无网格长", "en": "Without a lead"},
    "grid.kind.worker_without_unit": {"zh": "网格员无对应网格", "en": "Workers without a unit"},
    "grid.kind.across_road": {"zh": "跨干线道路", "en": "Across a trunk road"},
    "grid.kind.across_river": {"zh": "跨河流", "en": "Across a river"},
    "grid.kind.across_railway": {"zh": "跨铁路", "en": "Across a railway"},
    "grid.kind.too_large": {"zh": "户数过多", "en": "Too many households"},
    "grid.kind.too_small": {"zh": "户数过少", "en": "Too few households"},
    "grid.kind.empty": {"zh": "无住户", "en": "Without households"},
    "grid.kind.sliver": {"zh": "过于狭长", "en": "Slivers"},
    "grid.kind.parts": {"zh": "互不相连", "en": "In several parts"},
    "grid.kind.hole": {"zh": "中间有空洞", "en": "With a hole"},
    "grid.severity.error": {"zh": "错误", "en": "error"},
    "grid.severity.hint": {"zh": "提示", "en": "hint"},
    "grid.unit.m2": {"zh": "平方米", "en": "m2"},
    "grid.unit.m": {"zh": "米", "en": "m"},
    "grid.unit.households": {"zh": "户", "en": "households"},
    "grid.unit.workers": {"zh": "人", "en": "workers"},
    # why a community keeps units off size
    "grid.reason.few": {"zh": "社区不足一个网格的户数", "en": "fewer households than one unit should have"},
    "grid.reason.sum": {"zh": "总户数无法按规定户数整分", "en": "no number of units fits their sum"},
    "grid.reason.line": {"zh": "被干线道路、河流或铁路分隔", "en": "divided by a trunk road, a river or a railway"},
    "grid.reason.building": {"zh": "未找到合适的楼栋分界", "en": "no cut between buildings was found"},
    # what a bundle says afterwards
    "note.grid_generation": {
        "zh": "自 {day} 起,{ended:,} 个网格停用,{new:,} 个新网格启用",
        "en": "from {day}, {ended:,} grid units end and {new:,} new ones are in force",
    },
    # the commands
    "print.grid.checked": {
        "zh": "{city}:网格 {units:,} 个,错误 {errors:,} 项,提示 {hints:,} 项",
        "en": "{city}: {units:,} grid units, {errors:,} errors, {hints:,} hints",
    },
    "print.grid.kind": {"zh": "{severity} {kind}:{count:,}", "en": "{severity} {kind}: {count:,}"},
    "print.grid.error": {"zh": "错误", "en": "error"},
    "print.grid.hint": {"zh": "提示", "en": "hint"},
    "print.grid.proposed": {
        "zh": "{city}:自 {day} 起停用 {ended:,} 个网格,启用 {new:,} 个新网格",
        "en": "{city}: from {day}, {ended:,} units end and {new:,} new ones are in force",
    },
    "print.grid.sizes": {
        "zh": "300 至 500 户的网格:{before:,} / {units_before:,} 变为 {after:,} / {units_after:,};"
        "超出或不足的户数:{off_before:,.0f} 变为 {off_after:,.0f}",
        "en": "units of 300 to 500 households: {before:,} of {units_before:,}, then {after:,} of {units_after:,}; "
        "households off size: {off_before:,.0f}, then {off_after:,.0f}",
    },
    "print.grid.moved": {
        "zh": "变更归属 {homes:,} 处 {households:,.0f} 户({share:.1%})",
        "en": "moved: {homes:,} homes with {households:,.0f} households ({share:.1%})",
    },
    "print.grid.left": {
        "zh": "{count:,} 个社区仍有户数不符的网格,原因见清单",
        "en": "{count:,} communities keep units off size; the list says why",
    },
    "print.grid.applied": {"zh": "已写入 {city}", "en": "written into {city}"},
}
