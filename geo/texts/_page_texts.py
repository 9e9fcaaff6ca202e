"""What all pages say: the frame around their map or sheet, and that a city is invented."""

from typing import Final

from geo.texts._languages import Translations

PAGE: Final[Translations] = {
    "page.other_language": {"zh": "English", "en": "中文"},
    "page.noscript": {"zh": "此页面需要启用 JavaScript。", "en": "This page needs JavaScript."},
    "page.show_panel": {"zh": "显示面板", "en": "Show panel"},
    "page.hide_panel": {"zh": "隐藏面板", "en": "Hide panel"},
    "page.print": {"zh": "打印", "en": "Print"},
    "page.synthetic": {"zh": "合成城市,非真实数据", "en": "Synthetic city, not real data"},
    "page.assumptions": {"zh": "数据说明", "en": "About the data"},
    "page.sources": {"zh": "数据来源", "en": "Sources"},
}
