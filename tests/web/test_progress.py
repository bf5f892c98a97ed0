"""The patient says how the steps of the plan go, and adds own ones; each is sealed by itself."""

from collections.abc import Mapping
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits import RateLimitItemPerDay
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.audit import AccessEvent
from pwa.conversation.core import TICK
from pwa.conversation.models import StoredDocument
from pwa.locales import LANGUAGES
from pwa.sharing import budgets
from scripts.check_weight import weigh
from tests.inputs.plans import uid
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.desk import CARERS_FORM, Desk

pytestmark = pytest.mark.on_one_database

TICK_ADDRESS = "/nl/tick/de-dreef"
JSON = {"Accept": "application/json"}
OWN = "0123456789ab"


class Phone:
    """The carer's phone, with the token of the page "My plan"."""

    def __init__(self, app: Flask, browser: FlaskClient) -> None:
        self.app = app
        self.browser = browser
        page = open_page(browser, "/nl/mine/plan")
        self.token = page.find("input[@name='reply_to']").get("value", "")

    def opens(self, language: str = "nl") -> HtmlPage:
        return open_page(self.browser, f"/{language}/mine/plan")

    def sends(self, *, address: str = TICK_ADDRESS, **fields: str) -> TestResponse:
        """Send by script, without the pass."""
        sent = {"uid": str(uuid4()), "reply_to": self.token, **fields}
        return self.app.test_client().post(address, data=sent, headers=JSON)

    def says(self, **fields: str) -> Mapping[str, str]:
        answer = self.sends(**fields)
        assert answer.status_code == 201, answer.text
        said: Mapping[str, str] = answer.get_json()
        return said


@pytest.fixture
def phone(app: Flask, desk: Desk, carer: FlaskClient) -> Phone:
    desk.saves(CARERS_FORM)
    return Phone(app, carer)


def pressed(page: HtmlPage, part: str) -> list[str]:
    buttons = page.find(f"*[@data-part='{part}']").iter("button")
    return [each.get("value", "") for each in buttons if each.get("aria-pressed") == "true"]


def test_a_tick_is_on_the_page_and_can_be_changed(phone: Phone) -> None:
    assert pressed(phone.opens(), "step-1") == []

    phone.says(step=uid(1), how="yes")
    assert pressed(phone.opens(), "step-1") == ["yes"]

    phone.says(step=uid(1), how="partly")
    assert pressed(phone.opens("ar"), "step-1") == ["partly"]


def test_only_the_patients_own_steps_can_be_ticked(phone: Phone) -> None:
    page = phone.opens()

    assert page.find("*[@data-part='step-1']//fieldset") is not None
    assert page.tree.find(".//*[@data-part='step-2']//fieldset") is None


def test_what_helped_stands_beside_what_worked(phone: Phone) -> None:
    phone.says(step=uid(1), how="yes")
    phone.says(step=uid(1), helped="mijn zus belt mij", address="/tr/tick/de-dreef")

    page = phone.opens()
    assert pressed(page, "step-1") == ["yes"]
    assert (page.find("textarea[@name='helped']").text or "").strip() == "mijn zus belt mij"
    assert page.find("p[@data-helped]/bdi").get("lang") == "tr"
    assert page.tree.find(".//details[@open]") is None

    phone.says(step=uid(1), helped="")
    assert (phone.opens().find("textarea[@name='helped']").text or "").strip() == ""


def test_an_own_step_is_added_ticked_and_taken_out(phone: Phone) -> None:
    phone.says(own=OWN, words="elke dag buiten")
    phone.says(step=OWN, how="not_yet")
    page = phone.opens()
    assert "elke dag buiten" in page.part("own-1")
    assert pressed(page, "own-1") == ["not_yet"]

    phone.says(own=OWN, words="")

    page = phone.opens()
    assert page.tree.find(".//*[@data-part='own-1']") is None
    assert page.tree.find(".//*[@data-part='gone-1']") is None


def test_there_is_room_for_five_own_steps(phone: Phone) -> None:
    for number in range(5):
        assert phone.opens().tree.find(".//*[@data-add-step]") is not None
        phone.says(own=f"{number:012x}", words=f"stap {number}")

    assert phone.opens().tree.find(".//*[@data-add-step]") is None


def test_a_step_gone_meanwhile_is_kept_and_said(phone: Phone, desk: Desk) -> None:
    phone.says(step=uid(1), how="partly")
    rest = {k: v for k, v in CARERS_FORM.items() if not k.startswith("step-1")}
    desk.saves({**rest, "base": "1"})

    gone = phone.opens().part("gone-1")

    assert "mijn zus" in gone
    assert "Een beetje" in gone


def test_without_a_script_a_press_sends_and_shows_the_plan(phone: Phone) -> None:
    form = phone.opens().find("*[@data-part='step-1']//form")
    fields = {i.get("name", ""): i.get("value", "") for i in form.iter("input")}

    answer = phone.browser.post(form.get("action", ""), data={**fields, "how": "yes"})

    assert (answer.status_code, answer.location) == (303, "/nl/mine/plan")
    assert pressed(phone.opens(), "step-1") == ["yes"]


def test_without_a_script_too_many_words_are_shown_again(phone: Phone) -> None:
    fields = {"reply_to": phone.token, "step": uid(1), "helped": "x" * 201}

    page = check_page(phone.browser.post(TICK_ADDRESS, data=fields))

    assert page.response.status_code == 422
    assert "x" * 201 in (page.find("textarea[@name='helped']").text or "")


def test_the_same_tick_again_has_the_same_receipt(phone: Phone, db_session: Session) -> None:
    fields = {"uid": str(uuid4()), "step": uid(1), "how": "yes"}
    first = phone.says(**fields)

    again = phone.sends(**fields)

    assert (again.status_code, again.get_json()) == (200, first)
    assert len(documents(db_session)) == 1
    other = phone.sends(**{**fields, "how": "partly"})
    assert (other.status_code, set(other.get_json()["errors"])) == (409, {"uid"})


def test_a_tick_is_sealed_and_says_nothing_outside(phone: Phone, db_session: Session) -> None:
    fields = {"uid": str(uuid4()), "step": uid(1), "helped": "merkwaardige woorden"}
    phone.says(**fields)

    [row] = documents(db_session)

    for told in (uid(1), "merkwaardige", fields["uid"].replace("-", "")):
        assert told.encode() not in row.body + row.sealed_key + (row.sent_mac or b"")
    assert UUID(fields["uid"]) != row.id
    assert row.author_id is None


def test_each_tick_is_a_line_in_the_log(phone: Phone, db_session: Session) -> None:
    phone.says(step=uid(1), how="yes")

    db_session.rollback()
    lines = db_session.execute(select(AccessEvent.actor, AccessEvent.action)).all()

    assert ("patient", "plan:tick") in [tuple(line) for line in lines]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"step": "x", "how": "yes"}, "how"),
        ({"step": uid(1), "how": "maybe"}, "how"),
        ({"step": uid(1)}, "how"),
        ({"step": uid(1), "helped": "x" * 201}, "helped"),
        ({"own": "x", "words": "stap"}, "words"),
        ({"uid": "", "step": uid(1), "how": "yes"}, "uid"),
        ({"uid": "x", "step": uid(1), "how": "yes"}, "uid"),
        ({"reply_to": "", "step": uid(1), "how": "yes"}, "reply_to"),
        ({"reply_to": "x", "step": uid(1), "how": "yes"}, "reply_to"),
    ],
)
def test_what_is_wrong_is_refused_and_stored_nowhere(
    phone: Phone, db_session: Session, fields: dict[str, str], wrong: str
) -> None:
    answer = phone.sends(**fields)

    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == {wrong}
    assert documents(db_session) == []


def test_very_many_ticks_of_one_day_have_to_wait(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budgets, "TICKS", (RateLimitItemPerDay(2),))
    fields = {"uid": str(uuid4()), "step": uid(1), "how": "yes"}
    phone.says(**fields)
    phone.says(step=uid(1), how="yes")

    refused = phone.sends(step=uid(1), how="yes")

    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert phone.sends(**fields).status_code == 200


def test_ticks_go_with_the_plan(phone: Phone, db_session: Session) -> None:
    phone.says(step=uid(1), how="yes")
    phone.browser.post("/nl/mine/withdraw")
    phone.says(step=uid(1), how="partly")
    assert pressed(phone.opens(), "step-1") == ["partly"]

    phone.browser.post("/nl/mine/withdraw", data={"plan": "1"})

    assert documents(db_session) == []
    assert phone.sends(step=uid(1), how="yes").status_code == 410


def documents(session: Session) -> list[StoredDocument]:
    session.rollback()
    found = list(session.scalars(select(StoredDocument).where(StoredDocument.kind == TICK)))
    session.expunge_all()
    session.rollback()
    return found


def test_the_practice_reads_it_beside_the_plan_and_on_the_consult_screen(
    phone: Phone, desk: Desk
) -> None:
    phone.says(step=uid(1), how="partly")
    phone.says(step=uid(1), helped="kız kardeşim", address="/tr/tick/de-dreef")
    phone.says(own=OWN, words="elke dag buiten")

    for page in (desk.opens(), open_page(desk.client, f"/practice/c/{desk.conversation}")):
        said = page.part("said-of-plan")
        assert "Lukt het: een beetje" in said
        assert "Wat hielp: kız kardeşim" in said
        assert "elke dag buiten" in said
        assert page.find("*[@data-part='said-of-plan']//bdi[@lang='tr']") is not None


def test_keep_everything_has_every_tick(phone: Phone) -> None:
    phone.says(step=uid(1), how="not_yet")
    phone.says(step=uid(1), how="yes")

    record = phone.browser.post("/nl/mine/keep/json").get_json()
    page = phone.browser.post("/nl/mine/keep/page").text

    assert [each["content"]["how"] for each in record["ticks"]] == ["yes", "not_yet"]
    assert "Lukt het: ja" in page


def test_the_first_response_fits_into_twelve_kilobytes(phone: Phone) -> None:
    """With three steps and five own ones, in brotli, headers and all."""
    phone.says(step=uid(1), helped="mijn zus belt mij elke dag op")
    for number in range(5):
        phone.says(own=f"{number:012x}", words=f"stap {number}: elke dag naar buiten gaan")

    for language in LANGUAGES:
        assert weigh(phone.browser, f"/{language}/mine/plan") <= 12_000
