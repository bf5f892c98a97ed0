"""Pages of a list redirect to the question whose it is, until the patient has confirmed it.

Only its answers may be read before, on the day of the consult that it was shared for.
"""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.conversation.models import Conversation
from pwa.conversation.opening import NotConfirmed, find_confirmed, find_for_reading
from pwa.locales import TIME_ZONE
from pwa.vault.master.master_keys import master_keys
from pwa.vault.work import Work
from pwa.web.extensions import db
from tests.inputs.invitations import invite, today, tomorrow
from tests.inputs.plans import uid
from tests.pages.checked import HtmlPage, open_page
from tests.people.logins import LIST, give, in_a_request_of
from tests.people.stories import STORY_A, DemoLogin, share
from tests.web.addresses import knock, routes

LEADING = [
    ("GET", "consult.his"),
    ("GET", "together.edit"),
    ("POST", "together.save"),
    ("GET", "plan.edit"),
    ("POST", "plan.save"),
    ("GET", "export.plan_pdf"),
    ("GET", "sheets.overview"),
    ("POST", "sheets.ask"),
    ("POST", "sheets.outcome"),
    ("POST", "sheets.remove"),
    ("GET", "export.meeting_sheet"),
    ("POST", "plan.phone"),
    ("POST", "plan.letter"),
    ("GET", "handover.step"),
    ("POST", "handover.agree"),
    ("POST", "export.handover_letter"),
    ("POST", "figures.answer"),
]
# Routes that do not redirect: the question itself, the answers, and new keys or merging, which read
# no answers.
OTHERS = {
    ("GET", "consult.overview"),
    ("GET", "consult.whose"),
    ("POST", "consult.confirm"),
    ("POST", "export.new_card_pdf"),
    ("GET", "patients.keys"),
    ("POST", "patients.renew"),
    ("GET", "patients.merge"),
    ("POST", "patients.find"),
    ("POST", "patients.merge_now"),
    ("POST", "patients.split"),
}
BAR = "Nog niet bevestigd van wie deze lijst is"
# What a confirmed list offers and another one does not: the links, and the text for the HIS.
WRITES = ("/plan", "/together", "/his", "S (4D-zelfcheck")


@pytest.fixture
def amals(staff_client: FlaskClient, client: FlaskClient, demo: DemoLogin) -> None:
    """Share a list with an invitation for today, which nobody confirmed yet."""
    made = invite(staff_client, day=today().isoformat(), label="mw. Amal")
    share(client, demo.slug, {**STORY_A, "invitation": made.token})


def id_of(session: Session) -> UUID:
    found = session.scalars(select(Conversation.id)).one()
    session.commit()
    return found


def values_of(shared: UUID) -> dict[str, object]:
    """Give a value for each part of an address of this list; no item, handover or step has it."""
    return {
        "conversation_id": shared,
        "item_id": uuid4(),
        "handover_id": uuid4(),
        "step_uid": uid(1),
    }


def actions(session: Session) -> list[str]:
    found = list(session.scalars(select(AccessEvent.action).order_by(AccessEvent.number)))
    session.commit()
    return found


def test_every_address_of_a_list_is_one_or_the_other(app: Flask) -> None:
    of_a_list = {
        (method, rule.endpoint)
        for method, endpoint in routes(app)
        for rule in app.url_map.iter_rules(endpoint)
        if "conversation_id" in rule.arguments
    }

    assert of_a_list == set(LEADING) | OTHERS


def leads_to_the_question(
    app: Flask, staff_client: FlaskClient, session: Session, row: tuple[str, str]
) -> HtmlPage:
    shared, seen = id_of(session), actions(session)

    answer = knock(app, staff_client, row, values_of(shared))

    to = (answer.status_code, answer.headers.get("Location"))
    assert to == (303, f"/practice/c/{shared}/whose"), row
    page = open_page(staff_client, answer.headers["Location"])
    assert page.heading == "Van wie is deze lijst?"
    assert actions(session) == seen, row
    assert session.scalars(select(Conversation.first_read_at)).one() is None, row
    session.rollback()  # or SQLite would make the next request wait
    return page


def test_each_leads_to_the_question_and_opens_nothing(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session
) -> None:
    share(app.test_client(), demo.slug, STORY_A)

    for row in LEADING:
        leads_to_the_question(app, staff_client, db_session, row)


def test_no_other_address_shows_answers_or_confirms(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session
) -> None:
    share(app.test_client(), demo.slug, STORY_A)
    shared = id_of(db_session)

    for row in sorted(OTHERS - {("POST", "consult.confirm")}):
        answer = knock(app, staff_client, row, values_of(shared))

        assert answer.status_code < 500, row
        assert "hoofdpijn" not in answer.text, row
        assert db_session.scalars(select(Conversation.first_read_at)).one() is None, row
        db_session.rollback()  # or SQLite would make the next request wait


@pytest.mark.usefixtures("amals")
def test_so_they_do_on_the_day_of_the_consult(
    app: Flask, staff_client: FlaskClient, db_session: Session
) -> None:
    for row in LEADING:
        page = leads_to_the_question(app, staff_client, db_session, row)

        assert "Tot dan kunt u alleen lezen." in page.text, row


@pytest.mark.usefixtures("amals")
def test_an_invited_list_is_read_on_the_day_of_its_consult(
    staff_client: FlaskClient, client: FlaskClient, db_session: Session
) -> None:
    shared, before = id_of(db_session), actions(db_session)
    assert f"/practice/c/{shared}" in staff_client.get(LIST).text

    page = open_page(staff_client, f"/practice/c/{shared}")

    assert "hoofdpijn en altijd moe" in page.text
    assert BAR in page.text
    assert "mw. Amal" not in page.text  # the patient may look at this screen too
    for written in WRITES:
        assert written not in page.response.text
    assert actions(db_session) == [*before, "conversation:read"]
    assert "gelezen" in staff_client.get(LIST).text
    assert db_session.scalars(select(Conversation.first_read_at)).one() is None
    assert "Antwoorden of plan gelezen" in open_page(client, "/nl/mine/log").text


@pytest.mark.usefixtures("amals")
def test_once_it_is_confirmed_everything_opens(
    staff_client: FlaskClient, db_session: Session
) -> None:
    shared = id_of(db_session)
    question = open_page(staff_client, f"/practice/c/{shared}/whose")
    assert "mw. Amal" in question.text
    assert "Vraag: “Is dit uw lijst?”" in question.text

    answer = give(staff_client, question.path, f"/practice/c/{shared}")

    page = open_page(staff_client, answer.headers["Location"])
    assert BAR not in page.text
    for written in WRITES:
        assert written in page.response.text
    again = staff_client.get(question.path)
    assert (again.status_code, again.headers["Location"]) == (303, f"/practice/c/{shared}")


@pytest.mark.parametrize("day", ["tomorrow", "none"])
def test_any_other_list_asks_first(
    staff_client: FlaskClient,
    client: FlaskClient,
    demo: DemoLogin,
    db_session: Session,
    day: str,
) -> None:
    invited = {"invitation": invite(staff_client, day=tomorrow()).token} if day != "none" else {}
    share(client, demo.slug, {**STORY_A, **invited})
    shared, before = id_of(db_session), actions(db_session)

    page = open_page(staff_client, f"/practice/c/{shared}")

    assert page.heading == "Van wie is deze lijst?"
    assert "Tot dan kunt u alleen lezen." not in page.text
    assert "hoofdpijn" not in page.text
    assert actions(db_session) == before


@pytest.mark.usefixtures("amals")
def test_a_list_whose_invitation_was_taken_back_asks_first(
    staff_client: FlaskClient, db_session: Session
) -> None:
    row = db_session.scalars(select(Conversation)).one()
    row.invitation_id = None
    db_session.commit()

    page = open_page(staff_client, f"/practice/c/{id_of(db_session)}")

    assert page.heading == "Van wie is deze lijst?"


@pytest.mark.usefixtures("amals")
def test_the_day_is_that_of_the_practice(
    app: Flask, staff_client: FlaskClient, db_session: Session
) -> None:
    shared = id_of(db_session)
    start = datetime.combine(today(), time.min, TIME_ZONE).astimezone(UTC)
    end = datetime.combine(today() + timedelta(days=1), time.min, TIME_ZONE).astimezone(UTC)
    second = timedelta(seconds=1)

    with in_a_request_of(app, staff_client) as staff:

        def is_readable(now: datetime) -> bool:
            try:
                find_for_reading(Work(db.session(), master_keys(), now), staff, shared)
            except NotConfirmed:
                return False
            return True

        moments = (start - second, start, end - second, end)
        assert [is_readable(moment) for moment in moments] == [False, True, True, False]
        with pytest.raises(NotConfirmed):
            find_confirmed(db.session(), staff, shared)
