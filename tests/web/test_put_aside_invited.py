"""Putting lists of an invitation aside: its first list stays, as its patient is expected.

An invitation counts as not answered when its only list is aside.
"""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa import retention
from pwa.appointments.invitations import FIRST_LISTS, UNUSED_LIFETIME
from pwa.conversation.core import ListPart
from pwa.conversation.models import Conversation, Submission
from pwa.web.http import now
from tests.databases.work import work_on
from tests.inputs.fold import ids_by_age, names_on, put_aside
from tests.inputs.invitations import Invited, invite, today
from tests.pages.checked import open_page
from tests.people.logins import LIST
from tests.people.stories import STORY_A, DemoLogin, share


@pytest.fixture
def invited(assistant: FlaskClient) -> Invited:
    """An invitation for today."""
    return invite(assistant, label="mw. Wacht", day=today().isoformat())


def share_with(app: Flask, demo: DemoLogin, invited: Invited) -> UUID:
    """Share a list with an invitation; gives the id of the invitation that it was attached to."""
    share(app.test_client(), demo.slug, {**STORY_A, "invitation": invited.token})
    return UUID(invited.address.rpartition("/")[2])


def attached_to(db_session: Session) -> list[UUID | None]:
    oldest_first = select(Conversation.invitation_id).order_by(Conversation.created_at)
    found = list(db_session.scalars(oldest_first))
    db_session.commit()
    return found


def aside(db_session: Session) -> list[bool]:
    """Say of each list, the oldest first, whether it was put aside."""
    rows = db_session.scalars(select(Conversation).order_by(Conversation.created_at)).all()
    found = [row.set_aside_at is not None for row in rows]
    db_session.commit()
    return found


def test_of_two_lists_with_one_invitation_only_the_second_is_put_aside(
    app: Flask, assistant: FlaskClient, demo: DemoLogin, invited: Invited, db_session: Session
) -> None:
    for _ in range(2):
        share_with(app, demo, invited)
    first, second = ids_by_age(db_session)
    boxes = open_page(assistant, LIST).tree.findall(".//input[@name='list']")
    assert [box.get("value") for box in boxes] == [str(second)]

    put_aside(assistant, first, second)

    assert aside(db_session) == [False, True]
    assert "mw. Wacht" in names_on(open_page(assistant, LIST))[0]


def test_a_list_that_gets_its_invitation_between_question_and_yes_stays(
    app: Flask, assistant: FlaskClient, demo: DemoLogin, invited: Invited, db_session: Session
) -> None:
    phone = app.test_client()
    share(phone, demo.slug, STORY_A)
    (ticked,) = ids_by_age(db_session)
    token = open_page(phone, "/nl/mine/change").find("input[@name='reply_to']").get("value", "")
    again = {**STORY_A, "uid": str(uuid4()), "consent": "1", "reply_to": token}
    sent = phone.post(f"/nl/check/{demo.slug}", data={**again, "invitation": invited.token})
    assert sent.status_code == 303

    put_aside(assistant, ticked)

    assert aside(db_session) == [False]
    page = open_page(assistant, LIST)
    assert "1 lijst niet: intussen geopend, ingetrokken of gedeeld met een uitnodiging" in page.text
    assert "mw. Wacht" in names_on(page)[0]


def test_an_invitation_takes_as_many_lists_as_ever_after_some_were_put_aside(
    app: Flask, assistant: FlaskClient, demo: DemoLogin, invited: Invited, db_session: Session
) -> None:
    for _ in range(FIRST_LISTS):
        invitation = share_with(app, demo, invited)
    put_aside(assistant, *ids_by_age(db_session)[1:])

    for _ in range(FIRST_LISTS):
        share_with(app, demo, invited)

    assert attached_to(db_session) == [invitation] * (2 * FIRST_LISTS - 1) + [None]


def test_an_invitation_of_which_the_only_list_is_aside_was_not_answered(
    app: Flask, assistant: FlaskClient, demo: DemoLogin, invited: Invited, db_session: Session
) -> None:
    """An older version could put the first list of an invitation aside; such rows may exist."""
    invitation = share_with(app, demo, invited)
    assert "al gedeeld" in open_page(assistant, invited.address).text
    db_session.scalars(select(Conversation)).one().set_aside_at = now()
    db_session.scalars(select(Submission)).one().list_part = ListPart.ASIDE
    db_session.commit()

    assert open_page(assistant, LIST).find("tr[@data-row]").get("data-state") == "invited"
    assert "al gedeeld" not in open_page(assistant, invited.address).text

    over = now() + UNUSED_LIFETIME + timedelta(days=1.5)
    assert attached_to(db_session) == [invitation]
    assert retention.purge(work_on(db_session, over))["invitations"] == 1
