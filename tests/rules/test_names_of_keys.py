"""An argument with master keys is called `master`, one with the keys that somebody holds `keys`."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMES = {"MasterKeys": "master", "InstalledKeys": "master", "HeldKeys": "keys"}


def _arguments() -> Iterator[tuple[str, str, str]]:
    """Give file and line, name and type of each argument whose type is in NAMES."""
    for folder in ("pwa", "tests", "bench", "scripts"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.arg) and isinstance(node.annotation, ast.Name):
                    kind = node.annotation.id
                    if kind in NAMES:
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", node.arg, kind


def test_keys_of_one_kind_have_one_name() -> None:
    found = list(_arguments())

    assert found
    assert [item for item in found if item[1] != NAMES[item[2]]] == []
