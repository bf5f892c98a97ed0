"""A list shared with an invitation is attached to it, and nobody learns more than they knew."""

import uuid
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from tests.inputs.invitations import invite, lines, today, tomorrow
from tests.pages.checked import check_page, open_page
from tests.people.colleagues import open_other_practice
from tests.people.logins import LIST, give
from tests.people.stories import STORY_A, STORY_B, DemoLogin, log_in, share

pytestmark = pytest.mark.on_one_database


def test_what_is_shared_stands_in_the_place_of_its_invitation(
    assistant: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    made = invite(assistant, label="mw. A.")
    invite(assistant, label="mw. B.", time="0900")

    code = share(client, demo.slug, {**STORY_A, "invitation": made.token})["code"]

    first, second = lines(assistant)
    assert "mw. B." in first
    assert "uitgenodigd" in first
    assert all(part in second for part in ("10:40", "mw. A.", code[:4], "gedeeld"))
    assert "al gedeeld" in open_page(assistant, made.address).text


def test_the_consult_says_when_it_is_and_not_what_the_desk_wrote(
    staff_client: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    made = invite(staff_client, label="mw. Geheim")
    share(client, demo.slug, {**STORY_A, "invitation": made.token})
    row = open_page(staff_client, f"{LIST}?day={tomorrow()}").find("tr[@data-row]")
    address = row.find(".//a").get("href", "")  # type: ignore[union-attr]

    asked = open_page(staff_client, address)
    give(staff_client, address)
    opened = open_page(staff_client, address)

    # The patient may look at the consult's screen too, so the desk's words are not shown there. The
    # question before it has them: without them nobody could tell whose list to expect.
    for page in (asked, opened):
        assert "10:40" in page.part("appointment")
    assert "mw. Geheim" in asked.part("label")
    assert "Geheim" not in opened.text


def test_the_address_of_the_card_leads_to_the_invitation_too(
    assistant: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    made = invite(assistant, label="mw. A.")
    code = open_page(assistant, made.address).part("entry-code")

    room, start = code.replace("-", ""), f"/tr/p/{demo.slug}"

    led = [
        client.get(f"/p/{demo.slug}/{typed}", headers={"Accept-Language": "tr"}).location
        for typed in (code, room.lower(), "K7QM")
    ]

    assert led == [f"{start}#w={room}", f"{start}#w={room}", start]
    share(client, demo.slug, {**STORY_A, "waiting_room": room})
    (line,) = lines(assistant)
    assert "mw. A." in line
    assert "gedeeld" in line


def test_an_answer_says_nothing_about_the_invitation(
    assistant: FlaskClient, app: Flask, demo: DemoLogin
) -> None:
    made = invite(assistant, label="mw. Geheim")
    answers = {
        kind: share(app.test_client(), demo.slug, {**STORY_A, "invitation": token})
        for kind, token in (("valid", made.token), ("used", made.token), ("unknown", "x" * 22))
    }

    assert {tuple(answer) for answer in answers.values()} == {
        ("code", "link", "phone", "proof", "receipt", "received_at")
    }
    assert "Geheim" not in str(answers)


def test_whoever_shares_second_gets_a_line_that_says_so(
    assistant: FlaskClient, app: Flask, demo: DemoLogin
) -> None:
    made = invite(assistant, label="mw. A.")
    for fields in (STORY_A, STORY_B):
        share(app.test_client(), demo.slug, {**fields, "invitation": made.token})

    first, second = lines(assistant)

    assert "tweede lijst" not in first
    assert "tweede lijst" in second
    assert "10:40" in second


@pytest.mark.parametrize(
    "token", ["x" * 22, "x" * 5000, "i=", "\N{ARABIC LETTER BEH}", "\udcff", " "]
)
def test_a_token_that_leads_nowhere_stops_nobody(
    client: FlaskClient, demo: DemoLogin, db_session: Session, token: str
) -> None:
    sent = token.encode("utf-8", "surrogatepass").decode("utf-8", "replace")

    share(client, demo.slug, {**STORY_A, "invitation": sent})

    conversation = db_session.scalars(select(Conversation)).one()
    assert conversation.invitation_id is None
    assert conversation.consult_on is None


def test_a_token_of_another_practice_attaches_nothing(
    app: Flask, client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    other = app.test_client()
    log_in(other, open_other_practice(app))
    made = invite(other)

    share(client, demo.slug, {**STORY_A, "invitation": made.token})

    assert db_session.scalars(select(Conversation)).one().invitation_id is None


def test_a_withdrawn_invitation_leaves_the_list_and_its_link_still_shares(
    assistant: FlaskClient, client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    made = invite(assistant, label="mw. A.")

    answer = give(assistant, made.address, f"{made.address}/withdraw")

    assert answer.location == f"{LIST}?day={tomorrow()}"
    assert lines(assistant) == []
    assert assistant.get(made.address).status_code == 404
    share(client, demo.slug, {**STORY_A, "invitation": made.token})
    assert db_session.scalars(select(Conversation)).one().consult_on is None
    (line,) = lines(assistant, today().isoformat())
    assert "mw. A." not in line


def test_a_consult_of_later_stands_on_its_own_day_only(
    assistant: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    made = invite(assistant)
    share(client, demo.slug, {**STORY_A, "invitation": made.token})

    assert len(lines(assistant)) == 1
    assert lines(assistant, today().isoformat()) == []


def test_what_comes_after_the_consult_stands_on_its_day_too(
    assistant: FlaskClient, client: FlaskClient, demo: DemoLogin, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = invite(assistant)
    share(client, demo.slug, {**STORY_A, "invitation": made.token})
    change = open_page(client, client.post("/nl/open", data={}).location or "/nl/mine/change")
    token = change.find("input[@name='reply_to']").get("value", "")
    later = today() + timedelta(days=3)
    moment = datetime.now(UTC) + timedelta(days=3)
    monkeypatch.setattr("pwa.web.http.now", lambda: moment)
    monkeypatch.setattr("pwa.sharing.routes.now", lambda: moment)

    answer = client.post(
        f"/nl/check/{demo.slug}",
        data={**STORY_B, "uid": str(uuid.uuid4()), "consent": "1", "reply_to": token},
    )

    assert answer.status_code == 303
    monkeypatch.undo()
    (line,) = lines(assistant, later.isoformat())
    assert "gewijzigd" in line


def test_without_a_script_the_invitation_goes_along_if_it_is_there(
    assistant: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    made = invite(assistant)
    fields = {**STORY_A, "invitation": made.token}

    for page in ("review", "form"):
        answer = client.post(f"/nl/check/{demo.slug}/{page}", data=fields)
        shown = check_page(answer).find("input[@name='invitation']")
        assert shown.get("value") == made.token


def test_looking_at_the_link_uses_nothing_up(
    assistant: FlaskClient, app: Flask, demo: DemoLogin
) -> None:
    made = invite(assistant)
    path = urlsplit(made.link).path
    first = app.test_client().get(path)
    assert made.token not in first.text
    for _scanner in range(3):
        app.test_client().get(path)

    share(app.test_client(), demo.slug, {**STORY_A, "invitation": made.token})

    (line,) = lines(assistant)
    assert "gedeeld" in line
