"""Messages about programmes of projects: English template, Chinese template."""

from typing import Final

from geo.texts._languages import Pairs

PROGRAMME_MESSAGES: Final[Pairs] = (
    ("give one of: budget (yuan) and projects (a number)", "请给出 budget(元)或 projects(项目数)之一"),
    ("budget = {budget}: expected yuan above 0", "budget = {budget}:应为大于 0 的元数"),
    ("projects = {projects}: expected 1 or more", "projects = {projects}:应为 1 或更大"),
    ("years = {years}: expected 1 or more", "years = {years}:应为 1 或更大"),
    (
        "{city}: has no urban communities; a programme is made of what communities lack",
        "{city}:没有城镇社区;方案由社区的短板组成",
    ),
    (
        "budget: {city} states no unit costs; give a number of projects instead, or add [costs] to the source file "
        "with {keys}, and build the city again",
        "budget:{city}没有单价;请改用项目数(projects),或在数据说明文件的 [costs] 中写明 {keys},再重新建立城市",
    ),
)
