"""The shell of every page that is printed on A4: one file in both languages, which opens in Chinese."""

from typing import Final

from maps.dossier.bilingual import say
from maps.escape import to_html_text
from maps.policy import add_policy
from maps.shell import read_asset

_PAGE: Final = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>{title}</title>
<style>
{style}
</style></head><body class="show-zh">
{body}
<script>
{script}
</script></body></html>
"""


def render_printed_page(title: str, *, style: str, body: str) -> str:
    """Render a page that is printed.

    Parameters
    ----------
    title
        What the browser shows; escaped here.
    style
        CSS that hides the language that is not shown, as ``dossier.css`` does.
    body
        HTML with :func:`write_tools` in it, every text in it escaped.

    Returns
    -------
    str
        HTML with a policy that lets nothing load; it opens in English with ``#en``.

    Examples
    --------
    >>> page = render_printed_page("A < B", style="", body=write_tools())
    >>> page[:15], "<title>A &lt; B</title>" in page
    ('<!DOCTYPE html>', True)
    """
    script = read_asset("dossier.js")
    return add_policy(_PAGE.format(title=to_html_text(title), style=style, body=body, script=script))


def write_tools() -> str:
    """Write the buttons of the other language and of printing, which the script asks for.

    Returns
    -------
    str
        HTML that is not printed.

    Examples
    --------
    >>> write_tools().count("<button")
    2
    """
    return (
        f'<div class="tools"><button id="lang" type="button">{say("page.other_language")}</button>'
        f'<button id="print" type="button">{say("page.print")}</button></div>'
    )
