"""An error about an answer is tied to its field, also for people who use a screen reader."""

import re
import uuid
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient

from pwa.selfcheck.answers import FIELDS
from pwa.selfcheck.core import LANGUAGE_FIELDS
from pwa.sharing.forms import ENVELOPE
from pwa.web.assets import faulty_check_style
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.stories import STORY_A

pytestmark = pytest.mark.on_one_database

CHECK = "/nl/check/de-dreef"
TEXTS = {"reason": 300, "own_words": 1_200, "known_as": 80, "interpreter_language": 60}
TEXTS |= {f"{name}_other": 80 for name in ("strengths", "helpers", "priority")}
# Names without a visible field, so an error in them has no field to link to.
NO_FIELD = {"uid", "invitation", "waiting_room", "reply_to", "version"}
# Nobody could correct these, so what is unknown in them is dropped.
FILLED_IN_BY_A_SCRIPT = {"all_no", *LANGUAGE_FIELDS}


def wrong(name: str) -> list[str]:
    """Make values that the field refuses."""
    return ["x" * TEXTS[name]] if name in TEXTS else ["no such answer", "nor this one"]


def described(page: HtmlPage, name: str) -> Iterator[tuple[Element, str]]:
    """Give each element that is or contains the field, with its `aria-describedby` text."""
    texts = {
        part.get("id"): "".join(part.itertext()) for part in page.tree.iter() if part.get("id")
    }
    groups = [*page.tree.iter("fieldset"), *page.tree.iter("input"), *page.tree.iter("textarea")]
    for part in [*groups, *page.tree.iter("select"), *page.tree.iter("button")]:
        if not any(control.get("name") == name for control in part.iter()):
            continue
        words = " ".join(texts[one] for one in (part.get("aria-describedby") or "").split())
        yield part, words


def is_marked(part: Element, name: str) -> bool:
    """Say whether a group, or a control of this name in the group, is marked as invalid."""
    return part.get("aria-invalid") == "true" or any(
        control.get("name") == name and control.get("aria-invalid") == "true"
        for control in part.iter()
    )


def links(page: HtmlPage) -> dict[str, str]:
    """Read the summary of errors: the words of each error, by the id that its link leads to."""
    summary = page.find("div[@data-errors]")
    return {(link.get("href") or "")[1:]: "".join(link.itertext()) for link in summary.iter("a")}


@pytest.mark.parametrize("path", ["/review", ""])
@pytest.mark.parametrize(
    "name",
    [
        *(
            pytest.param(name, marks=pytest.mark.changes_nothing)
            for name in sorted(FIELDS - FILLED_IN_BY_A_SCRIPT)
        ),
        # A wrong value in some of these does not stop the sharing.
        *sorted(FILLED_IN_BY_A_SCRIPT | ENVELOPE.keys()),
    ],
)
def test_an_error_is_tied_to_its_field(client: FlaskClient, name: str, path: str) -> None:
    fields = {**STORY_A, "uid": str(uuid.uuid4()), "consent": "1", name: wrong(name)}

    answer = client.post(f"{CHECK}{path}", data=fields)
    if answer.status_code in (
        200,
        303,
    ):  # some fields around the answers are not checked by this request
        assert name in ENVELOPE or name in FILLED_IN_BY_A_SCRIPT
        return

    assert answer.status_code == 422
    page = check_page(answer)
    if name in NO_FIELD:
        assert name not in links(page), "a link that leads nowhere"
        return
    sentence = links(page)[name]
    page.find(f"*[@id='{name}']")
    tied = [part for part, words in described(page, name) if sentence in words]
    assert tied, f"{name}: nothing is described by {sentence!r}"
    if name != "consent":  # a button has no value that could be invalid
        assert all(is_marked(part, name) for part in tied)
    for part in tied:
        if part.tag == "fieldset" and part.get("aria-invalid"):
            assert part.get("role") == "radiogroup"


@pytest.mark.changes_nothing
def test_what_is_asked_on_the_last_page_is_asked_there_again(client: FlaskClient) -> None:
    fields = {**STORY_A, "not_shared": "garden", "priority": "money_tree", "consent": "1"}

    page = check_page(client.post(f"{CHECK}/review", data=fields))

    assert page.response.status_code == 422
    assert {"not_shared", "priority"} <= set(links(page))
    assert page.find("input[@name='tired'][@type='hidden']").get("value") == "much"


@pytest.mark.changes_nothing
def test_nothing_is_marked_where_nothing_is_wrong(client: FlaskClient) -> None:
    for page in (
        open_page(client, CHECK),
        check_page(client.post(f"{CHECK}/review", data=STORY_A)),
    ):
        assert not [part for part in page.tree.iter() if part.get("aria-invalid")]
        assert not re.search(r'id="[\w-]+-error"', page.response.text)


def test_a_form_with_errors_has_the_style_of_the_questions_and_of_errors(
    client: FlaskClient,
) -> None:
    """Its script comes as well, and leads on to the last step."""
    answer = client.post(f"{CHECK}/review", data={**STORY_A, "reason": wrong("reason")})

    style = faulty_check_style()
    assert style.text in answer.text
    assert style.csp_source in answer.headers["Content-Security-Policy"]
    assert {".switch", ".controls", ".field--error"} <= set(re.findall(r"\.[a-z-]+", style.text))
