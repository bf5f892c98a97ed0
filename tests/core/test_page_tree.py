"""The parser of our pages agrees with a whole HTML parser, and tells what is not nested well."""

from xml.etree.ElementTree import Element

import pytest
import tinyhtml5

from tests.pages.tree import SVG, parse_page

WITHOUT_END_TAGS = """<!doctype html><html lang=nl><head><title>a &amp; b</title><body class="x y">
<p>one<p>two<ul><li>a<ul><li>b</ul><li hidden>c</ul><dl><dt>d<dd>e<dt>f<dd>g</dl>
<select name=s><option value=1 selected>h<option>i</select><table><tr><th>j<td>k<tr><td>l</table>
<button>m<svg viewBox="0 0 1 1"><use href="#n"/></svg></button><!-- o --><br><input disabled>q"""


def outline(element: Element) -> tuple[object, ...]:
    text, tail = (" ".join((part or "").split()) for part in (element.text, element.tail))
    attributes = sorted((name.lower(), value) for name, value in element.attrib.items())
    return element.tag, attributes, text, [outline(child) for child in element], tail


def test_end_tags_may_be_left_out_where_html_says_so() -> None:
    tree, faults = parse_page(WITHOUT_END_TAGS)

    assert faults == []
    without_comment = WITHOUT_END_TAGS.replace("<!-- o -->", "")
    whole = tinyhtml5.parse(without_comment, namespace_html_elements=False)
    assert outline(tree) == outline(whole)
    assert tree.find(f".//{SVG}use") is not None


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<div><b>a</div>", "</div> comes before </b>"),
        ("<main>a", "</body> comes before </main>"),
        ("a</section>", "</section> ends nothing"),
        ("<ul><li><div>a<li>b</ul>", "<li> in a <li> before </div>"),
    ],
)
def test_what_is_not_nested_is_told(inside: str, fault: str) -> None:
    assert parse_page(f"<html><body>{inside}</body></html>")[1] == [fault]
