"""Why a place is not joined to a road, and why there is no circle around it."""

from typing import Final

from geo.texts._languages import Translations

REASONS: Final[Translations] = {
    # a home, a facility or a gate
    "reason.no_road": {"zh": "{snap_limit_m:,.0f} 米以内没有道路", "en": "no road within {snap_limit_m:,.0f} m"},
    "reason.behind_barrier": {
        "zh": "屏障这一侧 {snap_limit_m:,.0f} 米以内没有道路",
        "en": "no road within {snap_limit_m:,.0f} m on this side of a barrier",
    },
    "reason.short_component": {
        "zh": "{snap_limit_m:,.0f} 米以内只有总长不足 {min_component_m:,.0f} 米的孤立路段",
        "en": "only roads of a component shorter than {min_component_m:,.0f} m within {snap_limit_m:,.0f} m",
    },
    "reason.beyond_halo": {
        "zh": "接入的道路在区县外扩范围之外",
        "en": "joins a road beyond the halo of the district",
    },
    # a home that joins a road
    "reason.unreachable": {
        "zh": "步行到不了任何设施:{categories}",
        "en": "no facility can be walked to: {categories}",
    },
    "reason.unknown": {
        "zh": "离数据边界太近,无法判断:{categories}",
        "en": "too near the boundary of the data to judge: {categories}",
    },
    # a gate that somebody plans
    "reason.no_road_across": {
        "zh": "{snap_limit_m:,.0f} 米以内,围墙两侧并非都有道路",
        "en": "no road on both sides of it within {snap_limit_m:,.0f} m",
    },
    # a circle
    "reason.no_road_to_begin": {"zh": "附近没有可作为起点的道路", "en": "no road near enough to begin at"},
    "reason.limit_within_leg": {
        "zh": "此限值内没有可达范围:限值不超过到道路的距离",
        "en": "nothing within this limit: it is no longer than the way to the road",
    },
}
