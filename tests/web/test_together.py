"""A check that patient and practice fill in together."""

import random
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.conversation.models import Conversation, StoredDocument
from pwa.locales import LANGUAGES
from tests.databases.statements import statements
from tests.pages.checked import check_page, open_page
from tests.people.stories import STORY_A, STORY_C, DemoLogin, share
from tests.people.together import TogetherDesk, fields_of

pytestmark = pytest.mark.on_one_database


def change(client: FlaskClient, slug: str, **changed: str) -> None:
    """Let the patient change answers on the phone."""
    page = open_page(client, "/ar/mine/change")
    token = page.find("input[@name='reply_to']").get("value", "")
    share(client, slug, {**STORY_A, **changed, "reply_to": token}, language="ar")


def test_every_topic_stands_in_both_languages(together: TogetherDesk) -> None:
    page = together.opens()
    row = page.find("div[@data-topic-row='tired']")
    assert "Moe zijn" in "".join(row.itertext())
    assert row.find(".//span[@lang='ar'][@dir='rtl']") is not None


def test_what_the_patient_said_stays_beside_what_is_agreed(together: TogetherDesk) -> None:
    together.saves(sleep="no", worse_by=["caring", "stress", ""])

    page = together.opens()

    said = page.find("span[@data-said='sleep']")
    assert "".join(said.itertext()).strip() == "een beetje"
    assert fields_of(page)["sleep"] == ["no"]
    assert fields_of(page)["worse_by"] == ["caring", "stress", ""]


def test_the_consult_and_the_record_say_that_it_was_done_together(together: TogetherDesk) -> None:
    together.saves(lonely="much")

    assert together.reads().part("filled-by") == "samen ingevuld, Bakker"
    his = open_page(together.client, f"{together.here}/his").find("textarea[@id='his']").text or ""
    assert "Samen ingevuld, in het Arabisch" in his
    assert "alleen zijn veel" in his


def test_the_author_and_the_log_are_those_who_did_it(
    together: TogetherDesk, db_session: Session
) -> None:
    together.saves(lonely="some")
    versions = db_session.scalars(select(StoredDocument).order_by(StoredDocument.number)).all()
    assert [item.author_id is None for item in versions] == [True, False]
    actions = db_session.scalars(select(AccessEvent.action)).all()
    assert "check:change-together" in actions


def test_the_patient_sees_what_was_changed_and_by_whom(
    together: TogetherDesk, carer: FlaskClient
) -> None:
    together.saves(sleep="no", lonely="much")

    page = open_page(carer, "/nl/mine")

    assert "Bakker (huisarts)" in page.part("agreed")
    changes = page.part("changes")
    assert "Slecht slapen: nee eerst: een beetje" in changes
    assert "Alleen zijn: veel" in changes
    own = page.part("own-answers")
    assert "Slecht slapen Een beetje" in own
    assert "hoofdpijn en altijd moe" in own


def test_that_page_is_good_in_every_language(together: TogetherDesk, carer: FlaskClient) -> None:
    together.saves(sleep="no")
    for language in LANGUAGES:
        open_page(carer, f"/{language}/mine")


def test_a_later_change_by_the_patient_is_marked(
    together: TogetherDesk, carer: FlaskClient, demo: DemoLogin
) -> None:
    together.saves(lonely="much")
    change(carer, demo.slug, sleep="much")

    page = together.reads()

    assert page.find("p[@data-part='altered']").get("data-after") == "together"
    assert "Alleen zijn" in page.part("changes")
    # The form shows the answer agreed together beside the patient's changed answer.
    form = together.opens()
    assert "veel" in "".join(form.find("span[@data-agreed='lonely']").itertext())
    assert "was-agreed" in open_page(carer, "/nl/mine").response.text


def test_the_wish_to_talk_alone_is_nowhere_here(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session
) -> None:
    share(app.test_client(), demo.slug, STORY_C)
    found = TogetherDesk(staff_client, db_session.scalars(select(Conversation.id)).one())
    db_session.commit()

    page = found.opens()

    assert "talk-alone" not in page.response.text
    assert "alleen met de dokter" not in page.text
    assert "talk_alone" not in fields_of(page)


def test_a_closed_domain_opens_only_when_the_patient_says_so(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session
) -> None:
    share(app.test_client(), demo.slug, STORY_C)
    found = TogetherDesk(staff_client, db_session.scalars(select(Conversation.id)).one())
    db_session.commit()

    found.saves(conflict="much")
    assert found.reads().part("not-shared").endswith("Sociaal")
    found.saves(conflict="much", opened="social")

    assert found.reads().part("not-shared").endswith("niets")
    assert fields_of(found.opens())["conflict"] == ["much"]


def test_a_line_to_what_is_no_trouble_any_more_goes(together: TogetherDesk) -> None:
    together.saves(sleep="no")
    assert "Slecht slapen" not in together.reads().part("worse-by")


def test_what_does_not_fit_is_named_and_everything_stays(together: TogetherDesk) -> None:
    fields = together.fills_in(tired="no", reason="andere woorden")

    answer = together.sends(fields)

    assert answer.status_code == 422
    page = check_page(answer)
    assert "Kies een onderwerp" in page.text
    assert fields_of(page)["reason"] == ["andere woorden"]


# --- Begun at the practice --------------------------------------------------

START = "/practice/together"


def test_an_empty_check_begins_at_the_practice_and_gives_keys(
    app: Flask, staff_client: FlaskClient
) -> None:
    fields = fields_of(open_page(staff_client, f"{START}?language=tr"))
    fields |= {"tired": ["much"], "priority": ["tired"], "known_as": ["Mehmet"]}
    fields["reason"] = ["yorgun"]

    answer = staff_client.post(START, data=fields)

    code = re.search(r"data-code>([^<]+)<", check_page(answer).response.text)
    assert code is not None
    patient = app.test_client()
    patient.post("/tr/open", data={"code": code[1]})
    page = open_page(patient, "/tr/mine")
    assert "Bakker" in page.part("agreed")
    assert "own-answers" not in page.response.text
    assert "Mehmet" in open_page(staff_client, "/practice/").text


def test_pressing_save_twice_makes_one(staff_client: FlaskClient, db_session: Session) -> None:
    fields = fields_of(open_page(staff_client, START)) | {"pain": ["some"]}
    staff_client.post(START, data=fields)
    assert staff_client.post(START, data=fields).status_code == 303
    assert len(db_session.scalars(select(Conversation.id)).all()) == 1


def test_the_second_language_changes_and_nothing_is_lost(
    staff_client: FlaskClient, db_session: Session
) -> None:
    fields = fields_of(open_page(staff_client, START)) | {"pain": ["some"], "show": ["ar"]}
    page = check_page(staff_client.post(START, data=fields))
    assert fields_of(page)["pain"] == ["some"]
    assert page.tree.find(".//span[@lang='ar']") is not None
    assert db_session.scalars(select(Conversation.id)).all() == []


def test_an_empty_form_makes_nothing(staff_client: FlaskClient) -> None:
    answer = staff_client.post(START, data=fields_of(open_page(staff_client, START)))
    assert answer.status_code == 422
    assert "Er is nog niets ingevuld" in check_page(answer).text


# --- At the same time -------------------------------------------------------


def test_who_saves_second_sees_both_and_decides(
    together: TogetherDesk, nurse: TogetherDesk
) -> None:
    mine = together.fills_in(own_words="mijn woorden", feeling="okay")
    nurse.saves(own_words="haar woorden", lonely="much")

    answer = together.sends(mine)

    assert answer.status_code == 409
    page = check_page(answer)
    assert "haar woorden" in page.part("own_words")
    together.settles(answer)
    fields = fields_of(together.opens())
    assert fields["own_words"] == ["haar woorden\nmijn woorden"]
    assert fields["feeling"] == ["okay"]
    assert fields["lonely"] == ["much"]


def test_the_patient_shares_while_it_is_changed_here(
    together: TogetherDesk, carer: FlaskClient, demo: DemoLogin
) -> None:
    mine = together.fills_in(own_words="samen gezegd")
    change(carer, demo.slug, own_words="من الهاتف")

    answer = together.sends(mine)

    assert answer.status_code == 409
    assert "De patiënt heeft" in check_page(answer).text
    together.settles(answer)
    assert fields_of(together.opens())["own_words"] == ["من الهاتف\nsamen gezegd"]


def test_three_in_any_order_lose_no_text(
    together: TogetherDesk, nurse: TogetherDesk, carer: FlaskClient, demo: DemoLogin
) -> None:
    """Three editors open, type and save in a random order.

    A save may remove a text only if the person who saved has seen that text. The same test with 200
    orders and without pages is in tests/core/test_together.py.
    """
    dice = random.Random(7)
    people = {"gp": together, "poh": nurse}
    drafts: dict[str, dict[str, list[str]]] = {}
    for turn in range(24):
        name = dice.choice([*people, "patient"])
        if name == "patient":
            change(carer, demo.slug, own_words=f"woord{turn}")
            continue
        desk = people[name]
        if name not in drafts:
            drafts[name] = desk.fills_in()
            continue
        fields = drafts.pop(name)
        before = set(fields_of(desk.opens())["own_words"][0].split())
        seen = set(fields["own_words"][0].split())
        fields["own_words"] = [f"woord{turn}"]

        seen |= desk.settles(desk.sends(fields))

        after = set(fields_of(desk.opens())["own_words"][0].split())
        assert f"woord{turn}" in after
        assert before - after <= seen


def test_ten_more_versions_ask_no_more_of_the_database(app: Flask, together: TogetherDesk) -> None:
    counts = []
    for texts in (["een"], [f"woord{number}" for number in range(10)]):
        for text in texts:
            together.saves(own_words=text)
        with statements(app) as asked:
            together.opens()
            together.reads()
        counts.append(len(asked))
    assert counts[0] == counts[1]
