"""What a browser shows while a page is computed: it asks again by itself."""

from typing import Final

from geo.texts import Lang, translate
from maps.escape import to_html_text
from maps.policy import add_policy
from maps.style import write_css_colours

_PAGE: Final = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="{again_s}"><title>{title}</title>
<style>
{colours}
body {{ display: grid; min-height: 100vh; margin: 0; place-content: center; text-align: center; color: var(--ink);
  background: var(--ground); font: 16px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }}
h1 {{ margin: 0; font-size: 1.25rem; }} p {{ margin: .5rem 1rem; }}
i {{ display: block; width: 12rem; height: 4px; margin: 1rem auto; border-radius: 2px; background: var(--line);
  overflow: hidden; }}
i::after {{ content: ""; display: block; width: 40%; height: 100%; background: var(--accent);
  animation: along 1.6s ease-in-out infinite alternate; }}
@keyframes along {{ to {{ transform: translateX(150%); }} }}
@media (prefers-reduced-motion: reduce) {{ i::after {{ animation: none; width: 100%; opacity: .5; }} }}
</style></head>
<body><main role="status"><h1>{title}</h1><i></i><p>{text}</p></main></body></html>
"""


def render_waiting_page(*, again_s: int, lang: Lang) -> str:
    """Render the page that stands for one that is being computed.

    Parameters
    ----------
    again_s
        After how long the browser asks again [s].
    lang
        Its language.

    Returns
    -------
    str
        HTML without scripts, with a policy that lets nothing load.

    Examples
    --------
    >>> 'content="2"' in render_waiting_page(again_s=2, lang="en")
    True
    """
    title, text = (to_html_text(translate(f"waiting.{name}", lang)) for name in ("title", "text"))
    return add_policy(_PAGE.format(lang=lang, again_s=again_s, title=title, text=text, colours=write_css_colours()))
