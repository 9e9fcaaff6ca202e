"""Modules in one script do what they did apart; what cannot be linked is refused by name."""

import pytest

from maps.planner.linking import link_modules
from maps.planner.page_files import BEGIN_FILE, list_page_files

MODULES = {
    "begin.js": 'import { add, ONE as one } from "./core/sums.js";\n'
    'import * as words from "./core/words.js"; // all of them\n'
    "window.found = [add(one, 2), words.say(), words.short()];\n",
    "core/sums.js": 'import { say } from "./words.js";\nconst hidden = 1;\n'
    "export const ONE = hidden;\nexport function add(a, b) { return say() ? a + b : 0; }\n",
    "core/words.js": 'function long() { return "long"; }\nexport const say = () => "said";\n'
    "export class Word {}\nexport async function wait() {}\nconst short = long;\nexport { short };\n"
    "window.run = (window.run || 0) + 1;\n",
    "other.js": "window.other = 1;\n",
}


def test_linked_modules_do_what_they_did_apart(browser):
    page = browser.new_page()
    page.evaluate(link_modules(MODULES, "begin.js"))
    assert page.evaluate("window.found") == [3, "said", "long"]
    assert page.evaluate("window.run") == 1
    assert page.evaluate("[window.other, window.hidden, window.ONE]") == [None, None, None]
    page.close()


def test_an_export_under_another_name_is_imported_by_that():
    linked = link_modules(
        {"a.js": 'import { b } from "./c.js";\nuse(b);\n', "c.js": "const a = 1;\nexport { a as b };\n"}, "a.js"
    )
    assert "return { b: a };" in linked


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        ({"a.js": 'import { b } from "./b.js";\n'}, r"a\.js needs b\.js, which is not there"),
        (
            {"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'},
            r"a\.js needs itself: a\.js -> b\.js -> a\.js",
        ),
        ({"a.js": 'import b from "./a.js";\n'}, r"a\.js: cannot link 'import b"),
        # a browser refuses it, one script would only find it undefined
        (
            {"a.js": 'import { b, c } from "./b.js";\n', "b.js": "export const b = 1, c = 2;\n"},
            r"a\.js imports c, which b\.js does not export",
        ),
        ({"a.js": "export default 1;\n"}, r"a\.js: cannot link 'export default"),
        ({"a.js": "export let a = 1;\n"}, r"a\.js: cannot link 'export let"),
        ({"a.js": 'import "./b.js";\n'}, r"a\.js: cannot link 'import"),
        ({"a.js": 'export * from "./b.js";\n'}, r"a\.js: cannot link 'export \*"),
    ],
)
def test_what_cannot_be_linked_is_refused_by_name(modules, message):
    with pytest.raises(ValueError, match=message):
        link_modules(modules, "a.js")


def test_the_page_can_be_linked():
    files = {path: file.content.decode() for path, file in list_page_files().items() if path.endswith(".js")}
    assert link_modules(files, BEGIN_FILE).count("const module") > 20
