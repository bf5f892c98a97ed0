"""Keep files and functions short: what is long has more than one job."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

MAX_PYTHON_LINES = 300
MAX_FUNCTION_LINES = 40
MAX_VIEW_LINES = 25
MAX_STORY_LINES = 60  # one test follows a person from beginning to end
MAX_TEMPLATE_LINES = 120
MAX_SCRIPT_LINES = 150

LIMITS_BY_NAME = {"routes.py": MAX_VIEW_LINES, "test_stories.py": MAX_STORY_LINES}
# Content, not code: a questionnaire is as long as it is, and so is the log's list of words.
CONTENT = {
    Path("pwa/accesslog/actions.py"),
    Path("pwa/selfcheck/questions.py"),
    Path("tests/web/access_table.py"),
}
LEFT_OUT = {"vendor", "versions"}


def _too_long(path: Path, limit: int) -> Iterator[str]:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines > limit:
        yield f"{path}: {lines} lines, at most {limit}"


def _functions(path: Path) -> Iterator[str]:
    limit = LIMITS_BY_NAME.get(path.name, MAX_FUNCTION_LINES)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.end_lineno is not None:
            lines = node.end_lineno - node.lineno + 1
            if lines > limit:
                yield f"{path}:{node.lineno}: {node.name} has {lines} lines, at most {limit}"


def _files(folder: str, pattern: str) -> Iterator[Path]:
    for path in sorted(Path(folder).rglob(pattern)):
        if not LEFT_OUT.intersection(path.parts):
            yield path


def find_long_things() -> Iterator[str]:
    """Find files and functions that are longer than their limit."""
    for folder in ("pwa", "tests", "bench", "scripts", "deploy", "migrations"):
        for path in _files(folder, "*.py"):
            if path not in CONTENT:
                yield from _too_long(path, MAX_PYTHON_LINES)
            yield from _functions(path)
    for path in _files("pwa/templates", "*.*"):
        yield from _too_long(path, MAX_TEMPLATE_LINES)
    for folder in ("pwa/static/js", "pwa/static/sw"):
        for path in _files(folder, "*.js"):
            yield from _too_long(path, MAX_SCRIPT_LINES)


if __name__ == "__main__":
    found = list(find_long_things())
    print("\n".join(found))
    sys.exit(1 if found else 0)
