"""What a tag of a template may do: show fields, ask for them, go through lists and tables."""

from typing import Final, NoReturn

import jinja2
from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment

#: Loops in each other; what three may come to, each through a whole table, is far from a second.
_MOST_LOOPS: Final = 3
#: Filters that make a text little longer than its field.
_FILTERS: Final = frozenset({"default", "escape", "first", "join", "last", "length", "lower", "trim", "upper"})
#: Everything else, sums and calls above all, can go on for ever or fill the memory.
_ALLOWED: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.If,
    nodes.CondExpr,
    nodes.For,
)


class TagError(jinja2.TemplateError):
    """A tag does what is not for templates; the message is what it does."""


class FieldEnvironment(SandboxedEnvironment):
    """Templates that show fields and go through lists and tables, and end.

    Examples
    --------
    >>> FieldEnvironment().from_string("{% for line in summary %}{{ line }} {% endfor %}").render(summary=["a", "b"])
    'a b '
    >>> FieldEnvironment().from_string("{{ 'a' * 9 }}")
    Traceback (most recent call last):
        ...
    maps.report.template_tags.TagError: mul
    """

    def __init__(self) -> None:
        super().__init__(undefined=jinja2.StrictUndefined, autoescape=True)
        self.globals.clear()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        _check(parsed, loops=0)
        return parsed


def _check(node: nodes.Node, *, loops: int) -> None:
    """Raise at the first part of a template that is not for templates."""
    if not isinstance(node, _ALLOWED):
        _refuse(type(node).__name__.lower())
    if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        _refuse(f"|{node.name}")
    if isinstance(node, nodes.For):
        loops += 1
        if node.recursive or loops > _MOST_LOOPS or not isinstance(node.iter, (nodes.Name, nodes.Getattr)):
            _refuse("for")
    for below in node.iter_child_nodes():
        _check(below, loops=loops)


def _refuse(what: str) -> NoReturn:
    raise TagError(what)
