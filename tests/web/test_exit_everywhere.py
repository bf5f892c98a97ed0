"""Every page of the patient has the quick exit; the app's own URL map gives the addresses."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.pages.checked import check_page
from tests.people.stories import STORY_A, DemoLogin, share

pytestmark = pytest.mark.on_one_database

TEMPLATES = Path("pwa/templates")
# Without a quick exit: the neutral page that it leads to, and a file that patients download.
WITHOUT = {"site/away.html", "record/everything.html"}
# Templates of the practice's and the receivers' sides, of PDFs, and shared layouts and macros.
OTHER_SIDES = (
    "practice/",
    "desk/",
    "consult/",
    "accesslog/",
    "handover/receiver/",
    "pdf/",
    "macros/",
    "base_",
)


@pytest.fixture
def visitor(client: FlaskClient, demo: DemoLogin) -> FlaskClient:
    """A patient who has shared and so holds a pass."""
    share(client, demo.slug, STORY_A)
    return client


def patient_rules(app: Flask) -> Iterator[Rule]:
    """List the URL rules of the patient's side that a language and a slug are enough for."""
    for rule in app.url_map.iter_rules():
        is_ours = not rule.rule.startswith(("/practice", "/static", "/handover"))
        if "GET" in (rule.methods or ()) and is_ours and rule.arguments <= {"lang", "slug"}:
            yield rule


def is_page(answer: TestResponse) -> bool:
    is_file = "attachment" in answer.headers.get("Content-Disposition", "")
    return answer.mimetype == "text/html" and answer.status_code // 100 != 3 and not is_file


def assert_way_out(answer: TestResponse) -> None:
    """Check that the quick exit is in the header and leads to the neutral page in this language."""
    tree = check_page(answer).tree
    link = tree.find(".//header//a[@data-exit]")
    assert link is not None, f"{answer.request.path} has no way out"
    assert link.get("href") == f"/{tree.get('lang')}/away"


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_every_address_of_the_patient_has_it(
    app: Flask, visitor: FlaskClient, demo: DemoLogin, language: str
) -> None:
    seen = set()
    for rule in patient_rules(app):
        address = rule.rule.replace("<lang>", language).replace("<slug>", demo.slug)
        if rule.endpoint == "site.away":
            continue  # this page deletes the pass, which the other pages need
        answer = visitor.get(address)
        if is_page(answer):
            assert_way_out(answer)
            seen.add(rule.endpoint)

    assert seen >= {
        "site.home",
        "own_phone.lists",
        "selfcheck.start",
        "selfcheck.check",
        "directory.options",
        "conversation.open_page",
        "conversation.receipt",
        "conversation.mine",
        "conversation.help_for_me",
        "conversation.change",
        "conversation.withdraw",
        "record.log",
        "record.download",
    }


def test_pages_that_answer_a_form_have_it(client: FlaskClient, demo: DemoLogin) -> None:
    wrong = {"code": "K7QM-4T2X-9HDF"}
    for address, fields in (
        (f"/nl/check/{demo.slug}/review", STORY_A),
        (f"/tr/check/{demo.slug}/form", STORY_A),
        ("/ar/open", wrong),
    ):
        assert_way_out(client.post(address, data=fields))


@pytest.mark.parametrize("address", ["/nl/nothing", "/ar/p/no-such-practice", "/tr/mine/nothing"])
def test_pages_that_say_what_went_wrong_have_it(client: FlaskClient, address: str) -> None:
    assert_way_out(client.get(address))


def test_every_template_of_the_patient_is_built_on_the_page_with_it() -> None:
    without = set()
    for path in TEMPLATES.rglob("*.html"):
        name = path.relative_to(TEMPLATES).as_posix()
        source = path.read_text("utf-8")
        is_part = path.name.startswith("_") or name.startswith(OTHER_SIDES)
        is_practice = 'extends "base_practice.html"' in source
        if is_part or is_practice or name in WITHOUT:
            continue
        if not re.search(r'\{% extends "base_patient\.html" %\}', source):
            without.add(name)

    assert {
        name for name in without if "<!doctype html>" in (TEMPLATES / name).read_text()
    } == set()


def test_what_was_typed_is_in_no_autofill(
    app: Flask, visitor: FlaskClient, demo: DemoLogin
) -> None:
    """Autofill would show the texts of the patient who used the same device before."""
    for rule in patient_rules(app):
        address = rule.rule.replace("<lang>", "nl").replace("<slug>", demo.slug)
        answer = visitor.get(address) if rule.endpoint != "site.away" else None
        if answer is None or not is_page(answer):
            continue
        for form in check_page(answer).tree.iter("form"):
            is_off = form.get("autocomplete") == "off"
            for field in form.iter():
                is_text = field.tag == "textarea" or (
                    field.tag == "input" and field.get("type", "text") in {"text", "search", "tel"}
                )
                if is_text:
                    assert is_off or field.get("autocomplete") == "off", (
                        f"{address}: {field.attrib}"
                    )
