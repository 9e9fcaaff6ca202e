"""Modules of the planner's page put together as one script, for a page that is a single file.

A file opened from a disk cannot load modules, so that each becomes a function that is called once, in the order in
which they need each other. Only what the page's own modules use is understood: names that are imported one by one or
all together, and exports that never change.
"""

import posixpath
import re
from collections.abc import Mapping
from itertools import starmap
from typing import Final

_IMPORT: Final = re.compile(r'^import\s+(?:\{([^}]*)\}|\* as (\w+))\s+from\s+"([^"]+)";[^\n]*\n', re.MULTILINE)
_DECLARED: Final = re.compile(r"^export ((?:async )?function\*? |const |class )(\w+)", re.MULTILINE)
_LISTED: Final = re.compile(r"^export \{([^}]*)\};[^\n]*\n", re.MULTILINE)
_LEFT: Final = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def link_modules(modules: Mapping[str, str], begin: str) -> str:
    r"""Link modules into one script.

    Parameters
    ----------
    modules
        Path -> what is written there.
    begin
        Path of the module that the others are for; those that it does not need are left out.

    Returns
    -------
    str
        A script without imports that does what the module does.

    Raises
    ------
    ValueError
        If a module is missing, needs itself in the end, lacks what another imports, or imports or exports in a way
        that is not known here.

    Examples
    --------
    >>> user = 'import { b } from "./b.js";\nuse(b);\n'
    >>> print(link_modules({"a.js": user, "b.js": "export const b = 1;\n"}, "a.js"))
    "use strict";
    (() => {
    const module0 = (() => {
    const b = 1;
    return { b };
    })();
    const module1 = (() => {
    const { b } = module0;
    use(b);
    return {  };
    })();
    })();
    """
    order = list_needed(modules, begin)
    names = {path: f"module{number}" for number, path in enumerate(order)}
    exports = {path: _list_exports(modules[path]) for path in order}
    linked = "".join(_wrap(path, modules[path], names, exports) for path in order)
    return f'"use strict";\n(() => {{\n{linked}}})();'


def list_needed(modules: Mapping[str, str], begin: str) -> list[str]:
    r"""List the modules that one needs before it begins; what it loads later is not among them.

    Parameters
    ----------
    modules
        Path -> what is written there.
    begin
        Path of the module that the others are for.

    Returns
    -------
    list of str
        Paths in an order in which each comes after those that it needs: `begin` last.

    Raises
    ------
    ValueError
        If a module is missing or needs itself in the end.

    Examples
    --------
    >>> list_needed({"a.js": 'import { b } from "./b.js";\n', "b.js": "", "c.js": ""}, "a.js")
    ['b.js', 'a.js']
    """
    order: list[str] = []
    _add_needed(modules, begin, order, ())
    return order


def _add_needed(modules: Mapping[str, str], path: str, order: list[str], waiting: tuple[str, ...]) -> None:
    if path in order:
        return
    if path in waiting:
        raise ValueError(f"{path} needs itself: {' -> '.join((*waiting, path))}")
    if path not in modules:
        raise ValueError(f"{waiting[-1]} needs {path}, which is not there")
    for found in _IMPORT.finditer(modules[path]):
        _add_needed(modules, _locate_module(path, found[3]), order, (*waiting, path))
    order.append(path)


def _locate_module(path: str, asked: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), asked))


def _list_exports(text: str) -> dict[str, str]:
    """List what a module exports: name for others -> its own name for it."""
    exports = {name: name for _, name in _DECLARED.findall(text)}
    for listed in _LISTED.findall(text):
        exports |= {other: own for own, other in _list_names(listed)}
    return exports


def _wrap(path: str, text: str, names: Mapping[str, str], exports: Mapping[str, Mapping[str, str]]) -> str:
    def take(found: re.Match[str]) -> str:
        asked = _locate_module(path, found[3])
        if found[2]:
            return f"const {found[2]} = {names[asked]};\n"
        pairs = _list_names(found[1])
        lacking = [name for name, _ in pairs if name not in exports[asked]]
        if lacking:
            raise ValueError(f"{path} imports {', '.join(lacking)}, which {asked} does not export")
        return f"const {{ {', '.join(starmap(_rename, pairs))} }} = {names[asked]};\n"

    text = _DECLARED.sub(r"\1\2", _LISTED.sub("", _IMPORT.sub(take, text)))
    left = _LEFT.search(text)
    if left:
        raise ValueError(f"{path}: cannot link {left[0]!r}")
    made = ", ".join(starmap(_rename, exports[path].items()))
    return f"const {names[path]} = (() => {{\n{text}return {{ {made} }};\n}})();\n"


def _list_names(names: str) -> list[tuple[str, str]]:
    """Split a list of names into pairs: what each is, and what it is to be called."""
    parts = [name.strip().partition(" as ") for name in names.split(",") if name.strip()]
    return [(name, other or name) for name, _, other in parts]


def _rename(name: str, other: str) -> str:
    return name if name == other else f"{name}: {other}"
