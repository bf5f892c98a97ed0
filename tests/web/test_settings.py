"""The settings of a practice: changed by two at once, seen by patients, and a new recovery key."""

import json

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.account.factors.service import enrol_second_factor
from pwa.audit import AccessEvent
from pwa.practice.models import Practice
from pwa.settings.core import merge_values
from pwa.staff.core import Role
from pwa.staff.models import Account
from pwa.web.extensions import db
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.colleagues import hire
from tests.people.founder import PERSON, Founder, make_link
from tests.people.logins import Clock
from tests.people.stories import DemoLogin, Login, find_token, log_in
from tests.web.test_new_recovery_key import begin_key, type_key

pytestmark = pytest.mark.on_one_database

SETTINGS = "/practice/settings"

Fields = dict[str, str | list[str]]


class Editor:
    """A member of staff with the settings form open; it may be outdated when it is saved."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        page = open_page(client, SETTINGS)
        self.token = find_token(page.response.text)
        self.base = page.find("input[@name='base']").get("value", "")
        self.fields: Fields = json.loads(self.base)

    def saves(self, *, status: int = 303, **changes: str | list[str]) -> HtmlPage | None:
        fields = {**self.fields, **changes}
        answer = self.client.post(
            SETTINGS, data={**fields, "base": self.base, "csrf_token": self.token}
        )
        assert answer.status_code == status, answer.text
        return None if status == 303 else check_page(answer)


def stored(db_session: Session) -> Practice:
    db_session.rollback()
    db_session.expire_all()
    return db_session.scalars(select(Practice)).one()


def actions(db_session: Session) -> list[str]:
    db_session.rollback()
    return list(db_session.scalars(select(AccessEvent.action).order_by(AccessEvent.number)))


def test_patients_see_a_change_at_once(
    client: FlaskClient, staff_client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    pages = [f"/{code}/{part}/{demo.slug}" for code in ("nl", "ar") for part in ("p", "check")]
    for page in pages:
        assert "030 000 00 00" in client.get(page).text

    Editor(staff_client).saves(phone="030 765 43 21")

    for page in pages:
        assert "030 765 43 21" in client.get(page).text
    assert actions(db_session)[-1] == "settings:change"
    assert "Opgeslagen" in open_page(staff_client, SETTINGS).text


@pytest.mark.parametrize("kind", ["p", "check"])
def test_a_language_that_is_not_offered_any_more_goes_from_the_pages(
    client: FlaskClient, staff_client: FlaskClient, demo: DemoLogin, kind: str
) -> None:
    Editor(staff_client).saves(languages=["tr", "nl"])
    page = open_page(client, f"/nl/{kind}/{demo.slug}")
    assert "Türkçe" in page.text
    assert "English" not in page.text


def test_saving_what_was_there_already_changes_and_logs_nothing(
    staff_client: FlaskClient, db_session: Session
) -> None:
    before = stored(db_session).revision
    Editor(staff_client).saves()
    assert stored(db_session).revision == before
    assert "settings:change" not in actions(db_session)


def test_two_people_who_change_different_fields_both_succeed(
    staff_client: FlaskClient, manager: FlaskClient, db_session: Session
) -> None:
    gp, other = Editor(staff_client), Editor(manager)
    gp.saves(phone="030 111 11 11")
    other.saves(neighbourhood="Zuilen", languages=["ar", "nl"])

    practice = stored(db_session)
    assert (practice.phone, practice.neighbourhood) == ("030 111 11 11", "Zuilen")
    assert practice.languages == ["ar", "nl"], "in the order that was sent"


def test_two_people_who_change_one_field_see_what_the_other_wrote(
    staff_client: FlaskClient, manager: FlaskClient, db_session: Session
) -> None:
    gp, other = Editor(staff_client), Editor(manager)
    gp.saves(phone="030 111 11 11", name="Praktijk De Nieuwe Dreef")

    page = other.saves(status=409, phone="030 222 22 22", if_worse_text="Bel ons.\r\nOf kom langs.")

    assert page is not None
    assert "Uw collega schreef: 030 111 11 11" in page.text
    assert page.find("input[@id='phone']").get("value") == "030 222 22 22"
    assert page.find("input[@id='name']").get("value") == "Praktijk De Nieuwe Dreef"
    assert stored(db_session).phone == "030 111 11 11"

    other.base = page.find("input[@name='base']").get("value", "")
    other.saves(
        phone="030 222 22 22",
        name="Praktijk De Nieuwe Dreef",
        if_worse_text="Bel ons.\r\nOf kom langs.",
    )
    practice = stored(db_session)
    assert (practice.phone, practice.name) == ("030 222 22 22", "Praktijk De Nieuwe Dreef")
    assert practice.if_worse_text == "Bel ons.\nOf kom langs."


@pytest.mark.parametrize("base", ["", "[]", "nonsense", '{"phone": 3}', "null"])
def test_a_form_that_does_not_say_what_it_showed_overwrites_nothing(
    staff_client: FlaskClient, db_session: Session, base: str
) -> None:
    editor = Editor(staff_client)
    editor.base = base
    editor.saves(status=409, phone="030 222 22 22")
    assert stored(db_session).phone == "030 000 00 00"


def test_an_error_names_its_field_and_changes_nothing(
    staff_client: FlaskClient, db_session: Session
) -> None:
    page = Editor(staff_client).saves(status=422, phone="bel", name="Anders")
    assert page is not None
    assert "Telefoonnummer van de praktijk: Dit telefoonnummer klopt niet" in page.text
    assert page.find("input[@id='name']").get("value") == "Anders"
    assert stored(db_session).name != "Anders"


def test_every_interleaving_of_two_forms_keeps_what_both_wrote() -> None:
    base = {"name": ["A"], "phone": ["1"], "languages": ["nl", "ar"]}
    for mine in ("A", "B", "C"):
        for theirs in ("A", "B", "C"):
            merged = merge_values(base, {**base, "name": [theirs]}, {**base, "name": [mine]})
            is_conflict = "name" in merged.conflicts
            assert is_conflict == (len({"A", mine, theirs}) == 3)
            assert merged.values["name"] == [theirs if mine == "A" else mine]
            assert sorted(merged.values["languages"]) == ["ar", "nl"]


def test_a_change_asks_who_it_is_after_a_quarter_of_an_hour(
    staff_client: FlaskClient, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    editor = Editor(staff_client)
    clock.forward(minutes=14)
    staff_client.get(SETTINGS)
    clock.forward(minutes=2)
    fields = {**editor.fields, "phone": "030 222 22 22", "base": editor.base}
    answer = staff_client.post(SETTINGS, data={**fields, "csrf_token": editor.token})
    assert answer.status_code == 307
    assert stored(db_session).phone == "030 000 00 00"


def test_what_is_left_to_do_shrinks_as_it_is_done(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    def to_do() -> str:
        tree = open_page(staff_client, SETTINGS).tree
        return " ".join(
            "".join(link.itertext()) for link in tree.findall(".//section[@data-to-do]//a")
        )

    assert "Collega's uitnodigen" in to_do()
    hire(app, demo, Role.ASSISTANT)
    assert "Collega's uitnodigen" not in to_do()
    assert "Poster" in to_do()
    assert staff_client.get("/practice/poster/a4.pdf").status_code == 200
    assert "Poster" not in to_do()
    assert "Herstelsleutel" in to_do()
    type_key(staff_client, begin_key(staff_client))
    assert to_do() == ""


def test_a_practice_of_a_manager_is_told_that_nobody_can_read_yet(app: Flask) -> None:
    founder = Founder(app.test_client(), make_link(app)).begins().tells()
    founder.types(founder.prints()).finishes(role="manager")
    login = Login(str(PERSON["email"]), str(PERSON["password"]), pyotp.random_base32())
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == login.email)).one()
        enrol_second_factor(account, login.totp_secret)
        db.session.commit()
    client = app.test_client()
    log_in(client, login)
    assert "Nog niemand kan antwoorden openen" in open_page(client, SETTINGS).text


def test_an_address_on_a_poster_leads_to_the_language_of_the_phone(
    client: FlaskClient, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    def leads_to(languages: str) -> str:
        answer = client.get(f"/p/{demo.slug}", headers={"Accept-Language": languages})
        assert answer.headers["Vary"] == "Accept-Language"
        return answer.location

    assert leads_to("ar-MA,ar;q=0.9,nl;q=0.8") == f"/ar/p/{demo.slug}"
    assert leads_to("ar-MA,nl;q=0.8") == f"/ar/p/{demo.slug}"
    assert leads_to("sv") == f"/nl/p/{demo.slug}"
    Editor(staff_client).saves(languages=["tr"])
    assert leads_to("nl") == f"/tr/p/{demo.slug}"
    assert client.get("/p/nergens").status_code == 404
