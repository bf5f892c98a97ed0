"""docs/architecture.md and the READMEs of rooms match the code, and every link has a target."""

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.rules.test_script_rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/architecture.md"
# Folders with files of other projects; their READMEs say what the files are.
OF_OTHERS = {"data", "fonts", "vendor"}
READMES = [p for p in ROOT.glob("pwa/**/README.md") if p.parent.name not in OF_OTHERS]
PAGES = sorted(
    {*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*/README.md"), *READMES}
)
LONGEST_README = 60
_LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def _links(page: Path) -> Iterator[tuple[Path, str]]:
    """Give file and anchor of each link of a page that stays in the repository."""
    for target, anchor in _LINK.findall(page.read_text("utf-8")):
        if "://" not in target:
            yield (page.parent / target).resolve() if target else page, anchor


def _anchors(page: Path) -> set[str]:
    """Give the anchors of a page: its headings, as GitHub writes them in addresses."""
    headings = _HEADING.findall(page.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    lost = [
        f"{target}#{anchor}"
        for target, anchor in _links(page)
        if not target.exists() or (anchor and anchor not in _anchors(target))
    ]

    assert lost == []


def test_the_first_page_leads_to_every_readme_of_a_room() -> None:
    linked = {target for target, _ in _links(PAGE)}

    assert len(READMES) > 15
    assert set(READMES) <= linked


def test_a_readme_of_a_room_is_read_at_once() -> None:
    lengths = {page: len(page.read_text("utf-8").splitlines()) for page in READMES}

    assert {page: n for page, n in lengths.items() if n > LONGEST_README} == {}


def test_the_page_says_who_may_import_whom_as_it_is_checked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["name"].startswith("Rooms of the house"))
    # What stands in brackets is not built yet: a room beside others, or a whole layer.
    without = [re.sub(r"^\(\w+\)( [|:] )?| [|:] \(\w+\)", "", layer) for layer in layers]
    built = [layer.replace(" : ", ", ") for layer in without if layer]
    said = PAGE.read_text("utf-8").split("## Who may import whom")[1].split("```")[1]

    assert said.split("\n")[1:-1] == built


def test_the_tree_has_the_rooms_of_scripts_from_the_ground_floor_up() -> None:
    tree = PAGE.read_text("utf-8").split("```")[1].split("pwa/static/js/")[1]
    places = [tree.index(f"\n  {room}/ ") for room in ROOMS]

    assert all(first < second for first, second in pairwise(places))
