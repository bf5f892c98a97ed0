"""Nothing moves for people whose device asks for less movement: WCAG 2.2, 2.3.3 Animation from Interactions."""

import re
from collections.abc import Iterator
from pathlib import Path

from pwa.web.assets import STATIC

MOVES = re.compile(r"(?:^|[;{\s])((?:animation|transition|scroll-behavior)[a-z-]*\s*:[^;}]*)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
ALLOWED = re.compile(r"@media \(prefers-reduced-motion: no-preference\)\s*\{")
# In scripts, and in pictures within pages.
BY_SCRIPT = re.compile(r"""behavior: ["']smooth|\.animate\(|startViewTransition""")
IN_PICTURES = re.compile(r"<animate|<set |<marquee")


def find_movement(sheet: str) -> Iterator[str]:
    """Give what moves outside the rules for people who did not ask for less of it."""
    text = COMMENT.sub("", sheet)
    while found := ALLOWED.search(text):
        depth, end = 1, found.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        text = text[: found.start()] + text[end:]
    yield from MOVES.findall(text)


def files(pattern: str, folder: Path = STATIC) -> Iterator[tuple[str, str]]:
    return (
        (str(path.relative_to(folder)), path.read_text("utf-8"))
        for path in sorted(folder.glob(pattern))
    )


def test_the_rule_finds_what_moves() -> None:
    allowed = (
        "@media (prefers-reduced-motion: no-preference) { main { animation: fade 1s } a { b: c } }"
    )
    assert list(find_movement(allowed)) == []
    assert list(find_movement(f"{allowed} p {{ transition: opacity 1s; }}"))
    assert list(find_movement("html{scroll-behavior:smooth}"))


def test_style_sheets_move_nothing_unasked() -> None:
    found = {
        name: moves for name, sheet in files("css/*/*.css") if (moves := [*find_movement(sheet)])
    }

    assert found == {}


def test_scripts_and_pictures_move_nothing() -> None:
    scripts = {name for name, script in files("js/**/*.js") if BY_SCRIPT.search(script)}
    pictures = {name for name, picture in files("img/*.svg") if IN_PICTURES.search(picture)}
    templates = STATIC.parent / "templates"
    pages = {name for name, page in files("**/*.html", templates) if IN_PICTURES.search(page)}

    assert scripts | pictures | pages == set()
