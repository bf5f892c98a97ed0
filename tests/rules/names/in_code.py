"""Read names that are arguments of calls from the syntax trees of the application.

A part of a name that only the running app knows, such as the number of a row, is written as `{}`.
"""

import ast
import re
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "pwa"


class Code:
    """Calls and constants in the syntax trees of all our modules; imports every module."""

    def __init__(self) -> None:
        self._calls: list[tuple[str, ast.Call]] = []
        self._asked: list[tuple[str, ast.expr, ast.expr]] = []
        self._values: list[tuple[str, ast.expr]] = []
        self._constants: set[object] = set()
        for path in sorted(PACKAGE.rglob("*.py")):
            module = _module_of(path)
            import_module(module)
            for node in ast.walk(ast.parse(path.read_bytes())):
                self._note(module, node)

    def _note(self, module: str, node: ast.AST) -> None:
        if isinstance(node, ast.Constant):
            self._constants.add(node.value)
        elif isinstance(node, ast.Dict):
            self._values += [(module, value) for value in node.values]
        elif isinstance(node, ast.Call):
            self._calls.append((module, node))
        if (asked := _asked(node)) is not None:
            self._asked.append((module, *asked))

    def arguments(self, place: int, *functions: str) -> set[str]:
        """Give the argument at `place` (from 0) of every call of functions with these names."""
        found = {
            self._read(call.args[place], module)
            for module, call in self._calls
            if _name_of(call.func) in functions and len(call.args) > place
        }
        return {text for text in found if text and text.replace("{}", "").strip()}

    def keywords(self, function: str) -> set[str]:
        """Give the names of the arguments in every call of a function."""
        calls = [call for _, call in self._calls if _name_of(call.func) == function]
        return {keyword.arg for call in calls for keyword in call.keywords if keyword.arg}

    def asked_of(self, *places: str) -> set[str]:
        """Give the names that are looked up in these attributes of a request, e.g. `form`."""
        found = {
            self._read(name, module)
            for module, place, name in self._asked
            if getattr(place, "attr", "") in places
        }
        return {name for name in found if name}

    def values_of(self, module: str) -> set[str]:
        """Give the texts that are values in the dict displays of a module."""
        found = {self._read(value, module) for name, value in self._values if name == module}
        return {text for text in found if text}

    def texts(self) -> set[str]:
        """Give every string constant of the code, with docstrings and parts of f-strings."""
        return {value for value in self._constants if isinstance(value, str)}

    def words_in_bytes(self) -> set[str]:
        """Give the bytes constants that are words: labels of MACs and of stretched codes."""
        words = re.compile(rb"[a-z][a-z -]{3,}")
        found = {value for value in self._constants if isinstance(value, bytes)}
        return {value.decode() for value in found if words.fullmatch(value)}

    def _read(self, node: ast.expr, module: str) -> str | None:
        if isinstance(node, ast.JoinedStr):
            return "".join(self._read(part, module) or "{}" for part in node.values)
        if isinstance(node, ast.FormattedValue):
            return self._read(node.value, module)
        if isinstance(node, ast.Constant):
            value: object = node.value
        else:
            value = _value(node, module)
        return str(value) if isinstance(value, str) else None


def _value(node: ast.expr, module: str) -> object:
    """Give the value of a name in a module, or of an attribute of such a value."""
    if isinstance(node, ast.Name):
        return vars(sys.modules[module]).get(node.id)
    if isinstance(node, ast.Attribute):
        return getattr(_value(node.value, module), node.attr, None)
    return None


def _asked(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    """Split `place["name"]`, `place.get("name")` or `"name" in place` into place and name."""
    if isinstance(node, ast.Subscript):
        return node.value, node.slice
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In):
        return node.comparators[0], node.left
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        is_asked = node.func.attr in {"get", "getlist", "pop"}
        return (node.func.value, node.args[0]) if is_asked else None
    return None


def _name_of(function: ast.expr) -> str:
    return str(getattr(function, "attr", "") or getattr(function, "id", ""))


def _module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
