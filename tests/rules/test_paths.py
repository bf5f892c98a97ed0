"""Docs and comments name only files and modules that exist; the docs' tree has every room."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OF_OTHERS = {"data", "fonts", "vendor"}  # READMEs there name files of other projects
DOCS = [
    *(ROOT / name for name in ("CONTRIBUTING.md", "README.md", "SECURITY.md")),
    *ROOT.glob("docs/**/*.md"),
    *ROOT.glob("deploy/README.md"),
    *(path for path in ROOT.glob("pwa/**/README.md") if path.parent.name not in OF_OTHERS),
]
FOLDERS = ("bench", "deploy", "migrations", "pwa", "scripts", "tests")
KINDS = ("py", "js", "html", "css")
SCRIPTS = {
    path.relative_to(ROOT).as_posix()
    for name in FOLDERS
    for kind in KINDS
    for path in (ROOT / name).rglob(f"*.{kind}")
} | {"wsgi.py", "eslint.config.js", "stylelint.config.js"}
ALSO = ("*.py", "*.html", "*.txt", "*.js", "*.css", "README.md")  # in pwa/, for their comments
_PATH = re.compile(r"(?<![\w./-])pwa/[\w./-]*\w")
_SCRIPT = re.compile(r"(?<![\w./$<>-])(?:\w+/)*[\w.]+\.(?:py|js|html|css)\b")
_FOLDER = re.compile(r"`((?:[\w.-]+/)+)`")
_MODULE = re.compile(r"(?<![\w./-])pwa(?:\.\w+)+")


def _lines(files: list[Path]) -> Iterator[tuple[str, str]]:
    for path in files:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            yield f"{path.relative_to(ROOT)}:{number}", line


def _own_files() -> list[Path]:
    return [
        path
        for pattern in ALSO
        for path in (ROOT / "pwa").rglob(pattern)
        if "vendor" not in path.parts
    ]


def _is_module(dotted: str) -> bool:
    """Say whether a dotted name is a package, a module, or something in one."""
    parts = dotted.split(".")
    folder = ROOT.joinpath(*parts[:-1])
    exported = folder / "__init__.py"
    return (
        ROOT.joinpath(*parts).is_dir()
        or any(
            ROOT.joinpath(*parts[:n]).with_suffix(".py").is_file() for n in range(2, len(parts) + 1)
        )
        or (exported.is_file() and parts[-1] in exported.read_text("utf-8"))
    )


def test_every_path_of_the_application_is_there() -> None:
    lines = list(_lines([*DOCS, *_own_files()]))
    named = [(place, path) for place, line in lines for path in _PATH.findall(line)]

    assert len(named) > 40
    assert [(place, path) for place, path in named if not (ROOT / path).exists()] == []


def test_every_module_that_the_docs_name_is_there() -> None:
    named = [(place, path) for place, line in _lines(DOCS) for path in _SCRIPT.findall(line)]
    ends = {
        path[at:]
        for path in SCRIPTS
        for at in [0, *(i + 1 for i, c in enumerate(path) if c == "/")]
    }

    assert len(named) > 60
    assert [(place, path) for place, path in named if path not in ends] == []


def test_every_folder_that_is_named_is_there() -> None:
    """Folders are named from the root or pwa/, relative to the file, or as the end of a room."""
    lines = list(_lines([*DOCS, *_own_files()]))
    named = [(place, path) for place, line in lines for path in _FOLDER.findall(line)]
    rooms = [path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("pwa/**/__init__.py")]
    made_later = "instance/"

    def is_there(place: str, path: str) -> bool:
        beside = (ROOT / place).parent / path
        return (
            any((folder / path).is_dir() for folder in (ROOT, ROOT / "pwa"))
            or beside.is_dir()
            or any(f"/{room}/".endswith(f"/{path}") for room in rooms)
        )

    assert len(named) > 15
    assert [item for item in named if not is_there(*item) and item[1] != made_later] == []


def test_every_dotted_name_leads_somewhere() -> None:
    lines = list(_lines([*DOCS, *_own_files()]))
    named = [(place, name) for place, line in lines for name in _MODULE.findall(line)]

    assert len(named) > 500
    assert [(place, name) for place, name in named if not _is_module(name)] == []


def test_every_room_stands_in_the_tree() -> None:
    tree = (ROOT / "docs/architecture.md").read_text("utf-8").split("```")[1]
    rooms = {f"pwa/{path.parent.name}/" for path in (ROOT / "pwa").glob("*/__init__.py")}
    rooms |= {f"pwa/{path.name}" for path in (ROOT / "pwa").glob("*.py")} - {"pwa/__init__.py"}

    assert rooms <= set(tree.split())
