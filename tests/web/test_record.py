"""The patient sees who looked, and can download everything: as a page, and as JSON."""

import json
import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.accesslog.actions import actions_of
from pwa.accesslog.groups import Group
from pwa.conversation.models import Conversation
from pwa.locales import LANGUAGES
from pwa.mine.download.access_history import ACTIONS
from tests.inputs.handovers import PutHandover
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.desk import CARERS_FORM, Desk
from tests.people.receiver import LETTER, enter
from tests.people.stories import STORY_A, STORY_C, share

pytestmark = pytest.mark.on_one_database

OWN_WORDS = "Ik zorg voor <b>mijn moeder</b>"


@pytest.fixture
def talker(app: Flask) -> FlaskClient:
    """A patient who shared the wish to talk alone, own words, and a name for the desk."""
    client = app.test_client()
    share(client, "de-dreef", {**STORY_C, "own_words": OWN_WORDS, "known_as": "Anna, 9:20"})
    return client


def conversation_of(db_session: Session) -> UUID:
    found = db_session.scalars(select(Conversation.id)).one()
    db_session.commit()
    return found


def lines(page: HtmlPage) -> list[tuple[str, str]]:
    """Give name and action of each line of the access log on the page, the newest first."""
    found = []
    for item in page.tree.iterfind(".//li[@data-action]"):
        who = item.findtext(".//b") or ""
        found.append((who, item.get("data-action") or ""))
    return found


def test_the_patient_sees_who_looked_in_which_role(
    carer: FlaskClient, desk: Desk, colleague: Desk
) -> None:
    desk.saves(CARERS_FORM)
    colleague.opens()

    page = open_page(carer, "/nl/mine/log")

    assert lines(page)[0] == ("De praktijkondersteuner", "conversation:read")
    assert ("De huisarts", "plan:save") in lines(page)
    assert ("De huisarts", "conversation:read") in lines(page)
    assert lines(page)[-1] == ("U", "check:share")


def test_printing_and_copying_are_told_apart_from_reading(carer: FlaskClient, desk: Desk) -> None:
    desk.saves(CARERS_FORM)
    desk.client.get(f"/practice/c/{desk.conversation}/plan.pdf")
    desk.client.get(f"/practice/c/{desk.conversation}/his")

    actions = [action for _, action in lines(open_page(carer, "/nl/mine/log"))]

    assert actions[:2] == ["conversation:copy", "plan:print"]


def test_no_name_of_the_staff_is_on_it(carer: FlaskClient, desk: Desk) -> None:
    desk.saves(CARERS_FORM)

    assert "Bakker" not in open_page(carer, "/nl/mine/log").text


def test_own_openings_are_listed_because_somebody_else_may_hold_the_code(
    app: Flask, client: FlaskClient
) -> None:
    code = share(client, "de-dreef", STORY_A)["code"]
    app.test_client().post("/nl/open", data={"code": code})

    page = open_page(client, "/nl/mine/log")

    assert lines(page)[0] == ("U", "conversation:open")
    assert "Geopend met uw code of link" in page.text
    assert "Was u het niet?" in page.text


def test_what_is_done_several_times_in_a_row_is_one_line(carer: FlaskClient, desk: Desk) -> None:
    for _ in range(3):
        desk.opens()

    page = open_page(carer, "/nl/mine/log")

    assert [line for line in lines(page) if line[1] == "conversation:read"] == [
        ("De huisarts", "conversation:read")
    ]
    assert re.search(r"\d keer", page.text)


def test_every_language_has_the_log(carer: FlaskClient, desk: Desk) -> None:
    desk.opens()

    for language in LANGUAGES:
        page = open_page(carer, f"/{language}/mine/log")

        assert page.tree.get("lang") == language
        assert len(lines(page)) >= 2


def test_everything_is_kept_as_json(carer: FlaskClient, desk: Desk) -> None:
    desk.saves(CARERS_FORM)

    answer = carer.post("/nl/mine/keep/json")

    record = json.loads(answer.text)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mijn-gesprek.json"'
    assert (record["format"], record["version"]) == ("mijn-gesprek-record", 1)
    assert record["practice"]["name"] == "Praktijk De Dreef"
    [check] = record["checks"]
    assert (check["by"], check["content"]["reason"]) == ("patient", STORY_A["reason"])
    [plan] = record["plans"]
    assert (plan["by"], plan["content"]["goal"]["text"]) == ("gp", CARERS_FORM["goal"])
    assert {"actor": "staff", "role": "gp", "action": "plan:save"}.items() <= record["log"][
        0
    ].items()


def test_everything_is_kept_as_a_page_that_needs_nothing_else(
    carer: FlaskClient, desk: Desk
) -> None:
    desk.saves(CARERS_FORM)

    answer = carer.post("/nl/mine/keep/page")

    page = check_page(answer)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mijn-gesprek.html"'
    assert page.tree.find(".//script") is None
    for element in page.tree.iter():
        for name in ("src", "href", "action"):
            address = element.get(name, "#")
            assert address.startswith(("#", "tel:")), address
    for expected in (STORY_A["reason"], CARERS_FORM["goal"], "Moe zijn", "Plan opgeslagen"):
        assert str(expected) in page.text


def test_all_answers_are_in_it_with_their_questions(talker: FlaskClient) -> None:
    page = check_page(talker.post("/nl/mine/keep/page"))

    for expected in ("Waarvoor komt u bij de dokter?", "buikpijn", OWN_WORDS, "Niet gedeeld"):
        assert expected in page.text


def test_everything_is_kept_in_each_language(talker: FlaskClient) -> None:
    for language in LANGUAGES:
        assert check_page(talker.post(f"/{language}/mine/keep/page")).tree.get("lang") == language


def test_the_wish_to_talk_alone_and_the_desks_name_are_in_no_file(talker: FlaskClient) -> None:
    for path in ("page", "json"):
        text = talker.post(f"/nl/mine/keep/{path}").text.casefold()
        for secret in ("alleen met de dokter", "talk_alone", "anna, 9:20", "known_as"):
            assert secret not in text, path


def test_saving_is_in_the_log_too(talker: FlaskClient) -> None:
    talker.post("/nl/mine/keep/json")

    assert lines(open_page(talker, "/nl/mine/log"))[0] == ("U", "conversation:export")


def test_another_site_saves_nothing(talker: FlaskClient) -> None:
    answer = talker.post("/nl/mine/keep/json", headers={"Origin": "https://elsewhere.example"})

    assert answer.status_code == 403


def test_the_page_says_what_stays_and_how_long(talker: FlaskClient) -> None:
    page = open_page(talker, "/nl/mine/keep")

    assert "30 dagen" in page.text
    assert any(link.get("href", "").endswith("/mine/withdraw") for link in page.tree.iter("a"))


# What concerns a conversation and no patient reads: it happens to a list that opens for nobody.
UNREAD = {"conversation:expire-aside"}


def test_whatever_is_logged_of_a_conversation_has_words() -> None:
    assert set(actions_of(Group.CONTENTS)) - UNREAD <= set(ACTIONS)


def test_letters_about_the_patient_go_along_with_what_their_receivers_did(
    app: Flask, carer: FlaskClient, desk: Desk, put: PutHandover
) -> None:
    receiver = app.test_client()
    assert enter(receiver, put).status_code == 303
    receiver.post(LETTER, data={"state": "tried", "words": "Ik bel <maandag>", "language": "nl"})

    for language in LANGUAGES:
        page = check_page(carer.post(f"/{language}/mine/keep/page"))
        [saved] = carer.post(f"/{language}/mine/keep/json").get_json()["handovers"]
        log = lines(open_page(carer, f"/{language}/mine/log"))

        assert "Ik bel <maandag>" in page.part("handover-1")
        assert "Samira" in page.part("handover-1")
        assert saved["answer"]["words"] == {"text": "Ik bel <maandag>", "language": "nl"}
        assert [move["by"] for move in saved["moves"]] == ["gp", "receiver"]
        assert saved["consent"]["words"]["language"] == "ar"
        who = {said for said, action in log if action in {"handover:open", "handover:answer"}}
        assert len(who) == 1
        assert who.isdisjoint({said for said, action in log if not action.startswith("handover:")})


def test_the_managers_log_names_the_receiver_by_no_name(
    manager: FlaskClient, receiver: FlaskClient
) -> None:
    page = open_page(manager, "/practice/log/")

    assert "ontvanger van een overdracht" in page.text
    assert "Brief geopend" in page.text
    assert "Steunpunt" not in page.text
