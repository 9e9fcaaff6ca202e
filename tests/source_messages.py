"""Every message that the source can give to a person, taken out of it by its syntax: templates with places.

What counts as a message: what an error of the tree in geo/errors.py is made with (but PromiseError, a fault of ours),
a refusal or problem of the service, a fault added to Problems, a wrong option of the command line; and all texts that
reach one of these through a name, a parameter or a function of the source: hints, lists of faults.
"""

import ast
import itertools
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: Class or function -> which of its arguments are texts for a person.
SINKS = {
    **dict.fromkeys(
        (
            "InputError", "CrsError", "MissingColumnError", "DuplicateIdError", "InvalidGeometryError", "NotFoundError",
            "OutsideCityError", "AddressNotFoundError", "NetworkError", "refuse_options", "fail",
            "expect",
        ),
        (0,),
    ),
    "report": (0, 2), "drop_shapes": (0, 2), "end_job": (3,), "_end": (2,),
    "RefusedError": (1, 2), "problem": (1, 2), "HTTPException": (1,), "PydanticCustomError": (1,),
}  # fmt: skip
#: Stands for a value in a template.
PLACE = "\0"
_MOST_ALTERNATIVES = 64
#: Functions whose whole work is to say something to a person.
_TELLS = re.compile(r"_?(describe|explain|suggest)_(?!city|notes|table|match|unit|services|error_kind)")
_WORD = re.compile(r"[A-Za-z]{2,}")


@dataclass(frozen=True)
class Message:
    """A template, and where in the source it is given."""

    parts: tuple[str, ...]
    where: str

    @property
    def words(self):
        """English words that the source itself writes."""
        return _WORD.findall(" ".join(part for part in self.parts if not part.startswith(PLACE)))

    def fill(self, value):
        """Put values into the places: ``value`` with the number of the place."""
        numbers = itertools.count(1)
        return "".join(value.format(next(numbers)) if part.startswith(PLACE) else part for part in self.parts)

    def __str__(self):
        return "".join("{" + part[1:] + "}" if part.startswith(PLACE) else part for part in self.parts)


@dataclass(frozen=True)
class Scope:
    """A function (or the whole module) in which an expression stands."""

    module: str
    function: ast.AST | None = None


class Source:
    """The parsed source, and the messages in it."""

    def __init__(self, packages=("geo", "maps", "service")):
        self.trees = {}
        for package in packages:
            for file in sorted((ROOT / package).rglob("*.py")):
                module = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
                self.trees[module] = ast.parse(file.read_text(encoding="utf-8"))
        self.messages = {}
        self._seen = set()

    @cached_property
    def functions(self):
        """Module -> name -> function."""
        return {
            module: {
                node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            }
            for module, tree in self.trees.items()
        }

    @cached_property
    def imports(self):
        """Module -> name -> module and name it is imported from."""
        return {
            module: {
                alias.asname or alias.name: (node.module, alias.name)
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            }
            for module, tree in self.trees.items()
        }

    @cached_property
    def constants(self):
        """Module -> name -> value."""
        found = defaultdict(dict)
        for module, tree in self.trees.items():
            for node in tree.body:
                if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
                    found[module][node.target.id] = node.value
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    found[module][node.targets[0].id] = node.value
        return found

    @cached_property
    def calls(self):
        """Name of a function -> its calls with their scopes."""
        found = defaultdict(list)
        for scope, node in self.walk():
            if isinstance(node, ast.Call):
                found[_name(node.func)].append((scope, node))
        return found

    def walk(self):
        """Every node, each with the innermost function around it."""
        for module, tree in self.trees.items():
            waiting = [(Scope(module), tree)]
            while waiting:
                scope, node = waiting.pop()
                for child in ast.iter_child_nodes(node):
                    is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
                    yield scope, child
                    waiting.append((Scope(module, child) if is_function else scope, child))

    def collect(self):
        """Take out all messages."""
        for scope, node in self.walk():
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript | ast.Name):
                self.take_reason(node, scope)
            elif isinstance(node, ast.AnnAssign) and _name(node.target) == "STATUS_AND_TITLE":
                self.take_items(ast.Tuple([pair.elts[1] for pair in node.value.values]), scope)
            elif isinstance(node, ast.FunctionDef) and _TELLS.match(node.name):
                for back in _returns(node):
                    self.take(back, Scope(scope.module, node))
                    self.take_items(back, Scope(scope.module, node))
            elif isinstance(node, ast.Call):
                self.take_call(node, scope)
        return sorted(self.messages.values(), key=lambda message: message.where)

    def take_call(self, node, scope):
        """Keep what a call tells a person."""
        name = _name(node.func)
        at = SINKS.get(name, ())
        if name == "__init__" and len(node.args) == 3:  # of a refusal of its own class
            at = (1, 2)
        elif isinstance(node.func, ast.Call) and _name(node.func.func) == "type":
            at = (0,)
        elif name == "add" and len(node.args) == 2 and isinstance(node.func, ast.Attribute):
            at = (0,)
            self.take_items(node.args[1], scope)
        elif name == "break_rules":
            self.take_items(node.args[0], scope)
        for argument in (node.args[n] for n in at if n < len(node.args)):
            if not isinstance(argument, ast.Starred):
                self.take(argument, scope)

    def take_reason(self, node, scope):
        """Keep what a column of reasons is given."""
        target = node.targets[0]
        if _name(target.value if isinstance(target, ast.Subscript) else target) not in ("reason", "detail"):
            return
        if isinstance(node.value, ast.Call) and _name(node.value.func) == "full":
            self.take(node.value.args[1], scope)
        elif not isinstance(node.value, ast.Call):
            self.take(node.value, scope)

    def take(self, node, scope):
        """Keep the messages that an expression can be."""
        for parts in self.resolve(node, scope):
            message = Message(tuple(parts), f"{scope.module.replace('.', '/')}.py:{node.lineno}")
            if message.words:
                self.messages.setdefault(tuple(p if not p.startswith(PLACE) else PLACE for p in parts), message)

    def take_items(self, node, scope):  # noqa: C901, PLR0912 - a branch for each kind of expression
        """Keep the messages that an iterable can hold."""
        if id(node) in self._seen:
            return
        self._seen.add(id(node))
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            for item in node.elts:
                self.take_items(item.value, scope) if isinstance(item, ast.Starred) else self.take(item, scope)
        elif isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp):
            self.take(node.elt, scope)
        elif isinstance(node, ast.IfExp):
            self.take_items(node.body, scope)
            self.take_items(node.orelse, scope)
        elif isinstance(node, ast.BinOp):
            self.take_items(node.left, scope)
            self.take_items(node.right, scope)
        elif isinstance(node, ast.Name):
            for value in self.find_values(node.id, scope):
                self.take_items(value, scope)
            for value in self.find_arguments(node.id, scope):
                self.take_items(value[1], value[0])
            self.take_grown(node.id, scope)
        elif isinstance(node, ast.Call):
            for inner, function in self.find_function(node, scope):
                for back in _returns(function):
                    self.take_items(back, inner)
            for argument in node.args if _name(node.func) in ("list", "tuple", "sorted", "chain", "set") else ():
                self.take_items(argument, scope)

    def take_grown(self, name, scope):
        """Keep what is appended or added to a list of messages."""
        for node in ast.walk(scope.function) if scope.function else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _name(node.func.value) == name:
                if node.func.attr == "append":
                    self.take(node.args[0], scope)
                elif node.func.attr == "extend":
                    self.take_items(node.args[0], scope)
            elif isinstance(node, ast.AugAssign) and _name(node.target) == name:
                self.take_items(node.value, scope)

    def find_values(self, name, scope):
        """What a local name is given."""
        for node in ast.walk(scope.function) if scope.function else ():
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for target in targets:
                    if isinstance(target, ast.Name) and target.id == name and node.value is not None:
                        yield node.value
                    if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                        yield from (v for t, v in zip(target.elts, node.value.elts, strict=False) if _name(t) == name)
            is_loop = isinstance(node, ast.For) and _name(node.target) == name
            if is_loop and isinstance(node.iter, ast.Tuple | ast.List):
                yield from node.iter.elts

    def find_arguments(self, name, scope):
        """What a parameter is given where its function is called."""
        function = scope.function
        if function is None:
            return
        names = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args)]
        plain = [each for each in names if each not in ("self", "cls")]
        if name not in plain and name not in [arg.arg for arg in function.args.kwonlyargs]:
            return
        for inner, call in self.calls[function.name]:
            if name in plain and plain.index(name) < len(call.args):
                yield inner, call.args[plain.index(name)]
            yield from ((inner, keyword.value) for keyword in call.keywords if keyword.arg == name)
        defaults = dict(zip(reversed(names), reversed(function.args.defaults), strict=False))
        if name in defaults:
            yield scope, defaults[name]

    def find_function(self, call, scope):
        """The function of the source that is called."""
        name = _name(call.func)
        module, name = self.imports[scope.module].get(name, (scope.module, name))
        function = self.functions.get(module, {}).get(name)
        if function is not None and isinstance(call.func, ast.Name | ast.Attribute):
            yield Scope(module, function), function

    def resolve(self, node, scope):  # noqa: PLR0911 - a branch for each kind of expression
        """All that a text can be: lists of literals and places."""
        if isinstance(node, ast.Constant):
            return [[node.value]] if isinstance(node.value, str) else [[]] if node.value is None else [[PLACE]]
        if isinstance(node, ast.JoinedStr):
            return self.combine(
                [[node.value]] if isinstance(node, ast.Constant) else self.resolve_place(node.value, scope)
                for node in node.values
            )
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and not _is_number(node.right):
            return self.combine([self.resolve(node.left, scope), self.resolve(node.right, scope)])
        if isinstance(node, ast.Lambda):
            return self.resolve(node.body, scope)
        if isinstance(node, ast.IfExp):
            return self.resolve(node.body, scope) + self.resolve(node.orelse, scope)
        if isinstance(node, ast.BoolOp):
            return [parts for value in node.values for parts in self.resolve(value, scope)]
        if isinstance(node, ast.Name):
            constant = self.find_constant(node.id, scope)
            if constant is not None:
                return self.resolve(constant[1], constant[0])
            self.take_name(node, scope)
            return [[PLACE + node.id]]
        if isinstance(node, ast.Call):
            return self.resolve_call(node, scope)
        return [[PLACE + re.sub(r"\W+", "_", ast.unparse(node))[:20]]]

    def resolve_place(self, node, scope):
        """A value in a template: constants stand in it, other texts are messages of their own."""
        if isinstance(node, ast.Name):
            return self.resolve(node, scope)
        if isinstance(node, ast.IfExp):
            whole = self.resolve(node, scope)
            if all(len(parts) <= 1 and not parts[0].startswith(PLACE) if parts else True for parts in whole):
                return whole
            self.take(node, scope)
            return [[PLACE + "choice"]]
        if isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp):
            return self.resolve(node, scope)
        if isinstance(node, ast.Call):
            return self.resolve_call(node, scope)
        return [[PLACE + re.sub(r"\W+", "_", ast.unparse(node))[:20]]]

    def resolve_call(self, node, scope):
        name = _name(node.func)
        if name == "replace" and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.JoinedStr):
            return self.resolve(node.func.value, scope)
        if name == "format" and isinstance(node.func, ast.Attribute):
            shapes = self.resolve(node.func.value, scope)
            for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                self.take(argument, scope)
            return [_split_places(parts) for parts in shapes]
        if name == "join" and isinstance(node.func, ast.Attribute) and node.args:
            self.take_items(node.args[0], scope)
        if name in ("str", "mask_personal") and node.args:
            return [[PLACE + re.sub(r"\W+", "_", ast.unparse(node.args[0]))[:20]]]
        for inner, function in self.find_function(node, scope):
            if id(function) not in self._seen:
                self._seen.add(id(function))
                for back in _returns(function):
                    self.take(back, inner)
        return [[PLACE + re.sub(r"\W+", "_", ast.unparse(node))[:20]]]

    def take_name(self, node, scope):
        """Keep the messages that a local name or a parameter can be."""
        key = (scope, node.id)
        if key in self._seen:
            return
        self._seen.add(key)
        for value in self.find_values(node.id, scope):
            self.take(value, scope)
        for inner, value in self.find_arguments(node.id, scope):
            self.take(value, inner)

    def find_constant(self, name, scope):
        """The module and value of a constant text."""
        module, name = self.imports[scope.module].get(name, (scope.module, name))
        value = self.constants.get(module, {}).get(name)
        if isinstance(value, ast.Constant | ast.JoinedStr | ast.BinOp):
            return Scope(module), value
        return None

    def combine(self, choices):
        """One list of parts for every way to choose."""
        ways = itertools.islice(itertools.product(*choices), _MOST_ALTERNATIVES)
        return [list(itertools.chain(*chosen)) for chosen in ways]


def _is_number(node):
    return isinstance(node, ast.Constant) and not isinstance(node.value, str)


def _split_places(parts):
    text = "".join("{}" if part.startswith(PLACE) else part for part in parts)
    pieces = re.split(r"\{([^{}]*)\}", text)
    return [PLACE + (piece or "value") if at % 2 else piece for at, piece in enumerate(pieces) if at % 2 or piece]


def _returns(function):
    for node in ast.walk(function):
        if isinstance(node, ast.Return | ast.Yield) and node.value is not None:
            yield node.value


def _name(node):
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
