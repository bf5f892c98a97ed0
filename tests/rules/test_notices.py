"""A notice is a CSS grid with columns for icon and text: one item may stand beside the icon."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5

TEMPLATES = Path(__file__).parents[2] / "pwa/templates"
# Replace Jinja's expressions by HTML with as many grid items as their output has.
_PUTS_IN = (
    (re.compile(r"{#.*?#}|{%.*?%}", re.DOTALL), ""),
    (re.compile(r"{{ icon\(.*?}}", re.DOTALL), "<img>"),
    (re.compile(r"{{(?:(?!}}).)*_link\(.*?}}", re.DOTALL), "words <a></a>"),
    (re.compile(r"{{.*?}}", re.DOTALL), "words"),
    (re.compile(r"<(/?)template\b"), r"<\1section"),  # tinyhtml5 would drop a template's content
)
NOTICES = [
    path for path in sorted(TEMPLATES.rglob("*.html")) if 'class="notice' in path.read_text("utf-8")
]


def items_of(notice: Element) -> list[str]:
    """Name the grid items of a notice: each child element, and each text beside one."""
    texts = [notice.text, *(child.tail for child in notice)]
    words = ["words" for text in texts if text and text.strip()]
    return [str(child.tag) for child in notice] + words


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_a_notice_says_all_of_it_in_one_part(path: Path) -> None:
    source = path.read_text("utf-8")
    for pattern, words in _PUTS_IN:
        source = pattern.sub(words, source)
    tree = tinyhtml5.parse(source, namespace_html_elements=False)
    notices = [part for part in tree.iter() if "notice" in part.get("class", "").split()]

    assert notices
    for notice in notices:
        assert len([item for item in items_of(notice) if item != "img"]) <= 1, items_of(notice)
