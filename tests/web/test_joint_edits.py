"""The page on which a patient reads each joint edit: with whom it was made, in which role."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pwa.locales import LANGUAGES
from pwa.practice.models import Practice
from pwa.staff.core import Role
from pwa.staff.models import Membership
from pwa.store.tenants import use_practice
from pwa.web.extensions import db
from tests.pages.checked import HtmlPage, open_page
from tests.people.stories import STORY_A, DemoLogin, share
from tests.people.together import TogetherDesk

pytestmark = pytest.mark.on_one_database


def rounds_of(page: HtmlPage) -> list[str]:
    """Give the text of each joint edit, the newest first."""
    found = page.tree.findall(".//*[@data-part='round']")
    return [" ".join("".join(element.itertext()).split()) for element in found]


def give_role(app: Flask, demo: DemoLogin, name: str, role: Role) -> None:
    with app.app_context():
        practice = db.session.scalars(db.select(Practice).where(Practice.slug == demo.slug)).one()
        use_practice(db.session(), practice.id)
        for member in db.session.scalars(db.select(Membership)):
            if name in member.account.name:
                member.role = role
        db.session.commit()


def test_each_addition_stands_with_the_one_who_made_it(
    together: TogetherDesk, nurse: TogetherDesk, carer: FlaskClient
) -> None:
    together.saves(lonely="much")
    nurse.saves(housing="some")

    second, first = rounds_of(open_page(carer, "/nl/mine"))

    assert "Sanne de Wit (POH)" in second
    assert "Problemen met wonen" in second
    assert "Alleen zijn" not in second
    assert "Bakker (huisarts)" in first
    assert "Alleen zijn" in first
    assert "Problemen met wonen" not in first


def test_what_the_patient_changes_later_is_the_patients_own(
    together: TogetherDesk, nurse: TogetherDesk, carer: FlaskClient, demo: DemoLogin
) -> None:
    together.saves(lonely="much")
    token = open_page(carer, "/ar/mine/change").find("input[@name='reply_to']").get("value", "")
    share(carer, demo.slug, {**STORY_A, "lonely": "much", "sleep": "much", "reply_to": token})
    nurse.saves(housing="some", lonely="much", sleep="much")

    page = open_page(carer, "/nl/mine")
    newest, own, first = rounds_of(page)

    assert "Slecht slapen" not in newest
    assert "Slecht slapen" in own
    assert "Bakker" not in own
    assert "Wit" not in own
    assert "Slecht slapen" not in first
    # Both of the patient's own versions, the first and the changed one, can still be read.
    assert len(page.tree.findall(".//*[@data-part='own-answers']")) == 2


def test_the_role_is_the_one_of_that_moment(
    app: Flask, demo: DemoLogin, together: TogetherDesk, nurse: TogetherDesk, carer: FlaskClient
) -> None:
    nurse.saves(lonely="much")
    give_role(app, demo, "Sanne de Wit", Role.SOCIAL_WORKER)

    assert "Sanne de Wit (POH)" in open_page(carer, "/nl/mine").part("agreed")
    assert "Sanne de Wit (POH)" in together.opens().part("rounds")
    kept = carer.post("/nl/mine/keep/json").get_json()
    assert [check["by"] for check in kept["checks"]] == ["poh", "patient"]


def test_the_screen_tells_who_added_what(together: TogetherDesk, nurse: TogetherDesk) -> None:
    together.saves(lonely="much")
    nurse.saves(housing="some")

    second, first = rounds_of(together.opens())

    assert "Sanne de Wit (POH)" in second
    assert "wonen" in second
    assert "Bakker (huisarts)" in first
    assert "Alleen zijn" in first


def test_a_first_form_shows_no_rounds(together: TogetherDesk) -> None:
    assert rounds_of(together.opens()) == []


def test_what_is_kept_tells_it_too(
    together: TogetherDesk, nurse: TogetherDesk, carer: FlaskClient
) -> None:
    together.saves(lonely="much")
    nurse.saves(housing="some")

    page = carer.post("/nl/mine/keep/page").text

    second, first = (part.split("</ul>")[0] for part in page.split('data-part="changes"')[1:])
    assert "wonen" in second
    assert "Alleen zijn" not in second
    assert "Alleen zijn" in first


def test_many_times_together_do_not_push_away_what_the_patient_said(
    together: TogetherDesk, carer: FlaskClient
) -> None:
    for turn in range(13):
        together.saves(lonely=("some", "much")[turn % 2])

    page = open_page(carer, "/nl/mine")

    assert "hoofdpijn en altijd moe" in page.part("own-answers")
    assert len(rounds_of(page)) == 13


def test_the_page_is_good_in_every_language(
    together: TogetherDesk, nurse: TogetherDesk, carer: FlaskClient
) -> None:
    together.saves(lonely="much")
    nurse.saves()
    for language in LANGUAGES:
        open_page(carer, f"/{language}/mine")
