"""Script and server ignore form fields that a browser extension added."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from pwa.conversation.models import Submission
from pwa.selfcheck.answers import FIELDS
from pwa.selfcheck.core import LANGUAGE_FIELDS
from pwa.sharing.forms import ENVELOPE
from tests.pages.checked import check_page
from tests.web.test_sharing import count, send, sending

SCRIPT = Path(__file__).parents[2] / "pwa/static/js/draft/answers.js"
# Fields that are no answers: the button that shares sends `consent`, the script makes `uid`.
MADE_WHEN_SENT = {"consent", "uid"}
# For the pages before sharing only: the script asks the form itself, and sends it to nobody.
NOT_SENT = {"invited"}

pytestmark = pytest.mark.on_one_database


def named_in_the_script() -> set[str]:
    """Read from the script the fields whose name differs from the name of their question."""
    found = re.search(r"const OTHERS = new Set\(\[(.*?)\]\)", SCRIPT.read_text("utf-8"), re.DOTALL)
    assert found
    # It spreads the list of the fields that say in which language words were typed.
    return set(re.findall(r'"(\w+)"', found[1])) | set(LANGUAGE_FIELDS)


def controls(element: Element, step: str = "") -> Iterator[tuple[str, str]]:
    """Give each form control, also inside `<template>`: its name and the question around it."""
    step = element.get("data-step", step)
    if element.tag in {"input", "textarea", "select"} and element.get("name"):
        yield element.get("name", ""), step
    for child in element:
        yield from controls(child, step)


def test_the_script_reads_every_field_of_the_form_and_no_other(client: FlaskClient) -> None:
    page = client.get("/nl/check/de-dreef").text
    others = named_in_the_script()

    found = list(controls(tinyhtml5.parse(page, namespace_html_elements=False)))

    assert [name for name, step in found if name != step and name not in others] == []
    # A question about own topics (`data-own`) has only the controls that were chosen before;
    # check/topics.js adds the others on the phone.
    steps = {name for name, step in found if name == step} | set(
        re.findall('data-own="(.*?)"', page)
    )
    assert steps | others == (FIELDS | set(ENVELOPE)) - MADE_WHEN_SENT - NOT_SENT


def test_fields_that_an_extension_adds_are_left_out(
    client: FlaskClient, db_session: Session
) -> None:
    fields = sending()

    first = send(client, {**fields, "surprise": "1"})
    second = send(client, {**fields, "surprise": "2", "another": "3"})

    assert first.status_code == 201
    assert second.status_code == 200, "the same sending, whatever an extension adds to it"
    assert second.get_json()["receipt"] == first.get_json()["receipt"]
    assert count(db_session, Submission) == 1


def test_what_an_extension_adds_does_not_travel_without_a_script(client: FlaskClient) -> None:
    fields = {"pain": "much", "surprise": "of an extension"}

    for path in ("/nl/check/de-dreef/review", "/nl/check/de-dreef/form"):
        answer = client.post(path, data=fields)

        page = check_page(answer)
        assert answer.status_code == 200
        assert "surprise" not in answer.text
        assert page.find("input[@name='pain'][@value='much']") is not None
