"""Which script may import which, and which scripts and styles never get into a patient's page."""

import posixpath
import re
from pathlib import Path

import pytest

from pwa.web.assets import CHECK_SHEETS, PATIENT_SHEETS, STATIC

# Folders of scripts, the lowest layer first: a script imports from its own folder and lower ones.
ROOMS = ("device", "under", "leave", "draft", "send", "check", "own", "voice", "pages", "practice")
IMPORT = re.compile(r"""(?:^import|\bfrom|\bimport\()\s*["'](\.[^"']+)["']""", re.MULTILINE)
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
TEMPLATES = sorted((Path(__file__).parents[2] / "pwa/templates").rglob("*.html"))


def test_every_script_lies_in_a_room_that_is_known() -> None:
    assert {path.parent.relative_to(STATIC / "js").as_posix() for path in SCRIPTS} == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_imports_from_one_above_it(room: str) -> None:
    allowed = {*ROOMS[: ROOMS.index(room) + 1], "vendor"}
    found = [
        f"{path.name} imports {other}"
        for path in SCRIPTS
        if path.parent.name == room
        for other in IMPORT.findall(path.read_text("utf-8"))
        if posixpath.normpath(posixpath.join("js", room, other)).removeprefix("js/").split("/")[0]
        not in allowed
    ]

    assert found == []


def test_no_page_of_a_patient_names_a_script_of_the_practice() -> None:
    """ESLint allows scripts of the practice syntax that the oldest supported phones lack."""
    texts = {path: path.read_text("utf-8") for path in TEMPLATES}
    of_patients = [path for path, text in texts.items() if "base_patient.html" in text]
    names = [path.name for path in of_patients if "js/practice/" in texts[path]]

    assert len(of_patients) > 10
    assert names == []


def test_no_style_sheet_of_the_practice_comes_to_a_patient() -> None:
    """Stylelint allows the practice's styles CSS that the oldest supported phones lack."""
    assert not [name for name in (*CHECK_SHEETS, *PATIENT_SHEETS) if name.startswith("practice/")]


def test_every_file_that_a_style_sheet_names_is_there() -> None:
    """A missing font file aborts the PDF renderer, and the server process with it."""
    named = [
        sheet.parent / file
        for sheet in (STATIC / "css").rglob("*.css")
        for file in re.findall(r"url\(\"([^\"#]+)", sheet.read_text("utf-8"))
    ]

    assert named
    assert [path for path in named if not path.is_file()] == []
