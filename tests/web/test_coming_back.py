"""A patient comes back with a code or a link, reads, changes, takes back."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.conversation.models import CodeLookup, Conversation, StoredDocument, Submission
from tests.pages.checked import check_page, open_page
from tests.people.stories import STORY_C, share

pytestmark = pytest.mark.on_one_database


@pytest.fixture
def phone(app: Flask) -> FlaskClient:
    """A phone that has shared nothing and holds no pass."""
    return app.test_client()


@pytest.fixture
def keys(client: FlaskClient) -> dict[str, str]:
    """The code and the link that the patient of story C got after sharing."""
    return share(client, "de-dreef", STORY_C)


def spoken(code: str) -> str:
    """Write a code as somebody may type it: small letters, spaces, o for 0 and l for 1."""
    return code.lower().replace("-", " ").replace("0", "o").replace("1", "l")


def arabic(code: str) -> str:
    return code.translate({ord("0") + value: chr(0x0660 + value) for value in range(10)})


@pytest.mark.parametrize(
    "typed", [str, spoken, arabic], ids=["as shown", "spoken", "arabic digits"]
)
def test_a_code_opens_the_own_page(
    phone: FlaskClient, keys: dict[str, str], typed: type[str]
) -> None:
    answer = phone.post("/nl/open", data={"code": typed(keys["code"])})

    assert answer.status_code == 303
    assert "Pijn" in open_page(phone, answer.location).text


def test_a_link_opens_the_own_page_and_can_be_opened_again(
    phone: FlaskClient, keys: dict[str, str]
) -> None:
    for _ in range(2):
        answer = phone.post("/nl/open", data={"link": keys["link"].split("#")[1]})
        assert answer.status_code == 303


def test_looking_at_a_link_shows_nothing(phone: FlaskClient, keys: dict[str, str]) -> None:
    page = open_page(phone, keys["link"].removeprefix("http://localhost").split("#")[0])

    assert "Pijn" not in page.text
    assert "Set-Cookie" not in page.response.headers


def test_a_typing_error_is_told_and_keeps_what_was_typed(phone: FlaskClient) -> None:
    answer = phone.post("/nl/open", data={"code": "K7QM-4T2X-9HDG"})

    assert answer.status_code == 422
    assert check_page(answer).find("input[@name='code']").get("value") == "K7QM-4T2X-9HDG"


def test_an_unknown_code_is_told_and_after_five_it_is_enough(phone: FlaskClient) -> None:
    from pwa.vault.patient.codes import format_code, new_code

    answers = [phone.post("/nl/open", data={"code": format_code(new_code())}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [404] * 5 + [429]
    check_page(answers[0])
    check_page(answers[5])


def test_typing_errors_do_not_count(phone: FlaskClient, keys: dict[str, str]) -> None:
    for _ in range(8):
        assert phone.post("/nl/open", data={"code": "123"}).status_code == 422

    assert phone.post("/nl/open", data={"code": keys["code"]}).status_code == 303


def test_the_wish_to_talk_alone_is_nowhere_on_the_patients_pages(
    client: FlaskClient, keys: dict[str, str]
) -> None:
    sentence = "alleen met de dokter"

    for path in ("/nl/done", "/nl/mine"):
        assert sentence not in open_page(client, path).text.casefold()
    box = open_page(client, "/nl/mine/change").find("input[@name='talk_alone']")
    assert box.get("checked") is None
    assert keys["code"] not in open_page(client, "/nl/mine").text


def test_the_patient_sees_that_it_was_read(
    client: FlaskClient, staff_client: FlaskClient, db_session: Session, keys: dict[str, str]
) -> None:
    conversation = db_session.scalars(select(Conversation)).one()
    before = open_page(client, "/nl/mine").find("*[@data-status]").get("data-status")
    token = open_page(staff_client, f"/practice/c/{conversation.id}").find(
        "input[@name='csrf_token']"
    )
    staff_client.post(f"/practice/c/{conversation.id}", data={"csrf_token": token.get("value")})

    after = open_page(client, "/nl/mine").find("*[@data-status]").get("data-status")

    assert (before, after) == ("received", "read")


def test_a_moment_has_the_comma_of_its_language(phone: FlaskClient, keys: dict[str, str]) -> None:
    phone.post("/nl/open", data={"code": keys["code"]})

    for language, comma in (("nl", ","), ("ar", "،")):
        page = open_page(phone, f"/{language}/mine").text
        assert re.search(rf"\d+ \w+\.?{comma} \d\d:\d\d", page), language


def test_taking_back_destroys_the_content(
    client: FlaskClient, phone: FlaskClient, db_session: Session, keys: dict[str, str]
) -> None:
    open_page(client, "/nl/mine/withdraw")

    client.post("/nl/mine/withdraw")

    assert db_session.scalar(select(func.count()).select_from(StoredDocument)) == 0
    submission = db_session.scalars(select(Submission)).one()
    assert submission.label is submission.label_key is submission.reply is None
    assert db_session.scalars(select(Conversation)).one().care_wrap is None
    assert {lookup.wrap for lookup in db_session.scalars(select(CodeLookup))} == {None}
    answer = phone.post("/nl/open", data={"code": keys["code"]})
    assert answer.status_code == 410
    assert "030 000 00 00" in check_page(answer).text
    actions = set(db_session.scalars(select(AccessEvent.action)))
    assert {"check:share", "check:withdraw"} <= actions


def test_without_a_pass_the_code_is_asked(phone: FlaskClient) -> None:
    for path in ("/nl/mine", "/nl/done", "/nl/mine/help", "/nl/mine/change", "/nl/mine/withdraw"):
        answer = phone.get(path)
        assert (answer.status_code, answer.location) == (303, "/nl/open")


def test_a_pass_ends_after_half_an_hour(
    client: FlaskClient, keys: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import UTC, datetime, timedelta

    later = datetime.now(UTC) + timedelta(minutes=31)
    monkeypatch.setattr("pwa.patient.access.now", lambda: later)

    assert client.get("/nl/mine").status_code == 303


def test_a_damaged_pass_is_no_pass(client: FlaskClient, keys: dict[str, str]) -> None:
    client.set_cookie("gesprek", "bm9uc2Vuc2U")

    assert client.get("/nl/mine").status_code == 303


def test_leaving_takes_the_pass_away(client: FlaskClient, keys: dict[str, str]) -> None:
    open_page(client, "/nl/away")

    assert client.get("/nl/mine").status_code == 303


def test_help_is_listed_by_what_the_patient_chose(
    client: FlaskClient, keys: dict[str, str]
) -> None:
    page = open_page(client, "/nl/mine/help")

    # The priority first, then in the order of the questions; the amount does not matter.
    own = page.tree.findall(".//main//ul[1]/li/button[@data-topic]")
    topics = [button.get("data-topic") for button in own][:5]
    assert topics == ["pain", "sleep", "stress", "anxious", "housing"]
    assert own[0].get("aria-current") == "true"
    ids = [element.get("data-option") for element in page.tree.iterfind(".//article")]
    assert len(ids) == len(set(ids))
    assert "?topic=" not in page.response.text
