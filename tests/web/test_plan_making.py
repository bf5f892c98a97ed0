"""The page where the plan is made: what stands beside the form, chips, and places of a sentence."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from tests.inputs.invitations import invite, today
from tests.pages.checked import HtmlPage, open_page
from tests.people.desk import CARERS_FORM, Desk, fields_of
from tests.people.stories import STORY_C, DemoLogin, share

pytestmark = pytest.mark.on_one_database

DESKS_OWN_NAME = "mw. Zonnebloem"


@pytest.fixture
def watched(app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session) -> Desk:
    """The GP with the list of story C, who was invited by a name of the desk's own."""
    made = invite(staff_client, day=today().isoformat(), label=DESKS_OWN_NAME)
    share(app.test_client(), demo.slug, {**STORY_C, "invitation": made.token})
    found: UUID = db_session.scalars(
        select(Conversation.id).where(Conversation.invitation_id.is_not(None))
    ).one()
    db_session.commit()
    return Desk(staff_client, found)


def offers_of(page: HtmlPage) -> list[tuple[str | None, list[str | None]]]:
    return [
        (section.get("data-offers"), [step.get("data-phrase") for step in section.iter("button")])
        for section in page.find("main").iter("section")
        if section.get("data-offers")
    ]


def test_the_offers_are_the_same_for_everybody(desk: Desk, watched: Desk) -> None:
    first, second = offers_of(desk.opens()), offers_of(watched.opens())

    assert first == second
    assert len(first) == 24
    assert all(3 <= len(steps) <= 5 for _, steps in first)


def test_what_the_patient_may_not_see_or_did_not_share_is_not_on_the_page(watched: Desk) -> None:
    page = watched.opens()

    assert page.find("*[@data-domain='social']//*[@data-note='not_shared']") is not None
    drawn = {each.get("data-topic") for each in page.find("main").iter() if each.get("data-topic")}
    assert "pain" in drawn
    assert drawn.isdisjoint({"support", "conflict", "lonely", "caring", "children"})
    assert DESKS_OWN_NAME not in page.text
    assert "alleen met de dokter" not in page.text


def test_a_time_is_chosen_by_a_chip_and_none_is_chosen_beforehand(desk: Desk) -> None:
    assert not {"next_talk_period", "step-1-when_period"} & fields_of(desk.opens()).keys()
    chosen = {"step-1-when_period": "two_weeks", "next_talk_period": "six_weeks", "next_talk": ""}

    desk.saves({**CARERS_FORM, **chosen})

    shown = fields_of(desk.opens())
    assert {name: shown[name] for name in chosen} == chosen
    assert shown["step-1-when"] == ""


def test_what_is_typed_behind_the_last_chip_counts_only_while_it_is_chosen(desk: Desk) -> None:
    desk.saves({**CARERS_FORM, "step-2-when": "vandaag", "step-2-when_period": "typed"})
    assert fields_of(desk.opens())["step-2-when"] == "vandaag"

    changed = {"base": "1", "step-2-when": "vandaag", "step-2-when_period": "this_week"}
    desk.saves({**CARERS_FORM, **changed})

    shown = fields_of(desk.opens())
    assert (shown["step-2-when"], shown["step-2-when_period"]) == ("", "this_week")


def test_a_chip_that_does_not_exist_is_an_error_and_nothing_is_lost(desk: Desk) -> None:
    page = desk.saves({**CARERS_FORM, "next_talk_period": "never"}, status=422)

    assert page is not None
    assert page.find("*[@id='next_talk_period-error']") is not None
    assert fields_of(page)["goal"] == CARERS_FORM["goal"]


def test_the_last_word_of_a_persons_name_is_read_in_every_language(
    desk: Desk, carer: FlaskClient
) -> None:
    desk.saves({**CARERS_FORM, "step-1-person": "Zus"})

    assert "أختي" in open_page(carer, "/ar/mine/plan").part("step-1")
    assert fields_of(desk.opens())["step-1-person"] == "mijn zus"


def test_a_sentence_has_each_place_that_its_phrase_asks_for(desk: Desk) -> None:
    options = desk.opens().find("select[@name='step-1-what']").iter("option")
    sentences = {
        each.get("value"): (each.get("data-sentence"), each.get("data-needs")) for each in options
    }

    assert sentences["sport_childcare"] == (
        "%(count)s keer per week sporten; %(person)s past op de kinderen",
        "count person",
    )
    for code, (sentence, needs) in sentences.items():
        for place in (needs or "").split():
            assert code == "own" or f"%({place})s" in (sentence or ""), code
