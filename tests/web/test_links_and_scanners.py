"""A link that a mail filter, a preview or a prefetching browser has loaded still opens."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine

from tests.databases.homes import Home
from tests.inputs.invitations import invite as invite_patient
from tests.inputs.invitations import lines
from tests.pages.checked import open_page
from tests.people.founder import Founder, make_link
from tests.people.scanner import everything, look_at
from tests.people.stories import STORY_A, DemoLogin, share
from tests.people.team import accept, follow, invite


@pytest.fixture
def link(client: FlaskClient, demo: DemoLogin) -> str:
    """The link that the patient of story A got after sharing."""
    return share(client, demo.slug, STORY_A)["link"]


@pytest.mark.parametrize("of", ["patient", "invitation", "colleague", "new practice"])
def test_looking_changes_nothing(
    app: Flask, home: Home, staff_client: FlaskClient, link: str, of: str
) -> None:
    links = {
        "patient": link,
        "invitation": invite_patient(staff_client).link,
        "colleague": invite(staff_client, "poh"),
        "new practice": make_link(app),
    }
    engine = create_engine(home.database_url)
    before = everything(engine)

    look_at(app.test_client(), links[of])

    after = everything(engine)
    engine.dispose()
    assert before["code_lookup"]
    assert after == before


def test_a_patients_link_opens_after_all_of_them_and_as_often_as_wanted(
    app: Flask, link: str
) -> None:
    look_at(app.test_client(), link)

    for _ in range(3):
        phone = app.test_client()
        answer = phone.post("/nl/open", data={"link": link.split("#")[1]})
        assert answer.status_code == 303
        assert "Moe zijn" in open_page(phone, answer.location).text


def test_an_invitation_leads_to_its_consult_after_all_of_them(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    invited = invite_patient(staff_client, label="mw. Bakker")
    look_at(app.test_client(), invited.link)

    share(app.test_client(), demo.slug, {**STORY_A, "invitation": invited.token})

    assert "mw. Bakker" in " ".join(lines(staff_client))


def test_a_colleague_comes_in_after_all_of_them_even_one_that_runs_scripts(
    app: Flask, staff_client: FlaskClient
) -> None:
    joined = invite(staff_client, "poh")
    look_at(app.test_client(), joined)
    for _ in range(2):  # the script of the page sends this request by itself
        assert follow(app.test_client(), joined).status_code == 200

    assert accept(app.test_client(), joined).status_code == 303


def test_a_practice_begins_after_all_of_them(app: Flask) -> None:
    started = make_link(app)
    look_at(app.test_client(), started)

    Founder(app.test_client(), started).begins()
