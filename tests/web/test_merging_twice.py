"""A merge meets a second press of its button, or a colleague who confirms the same list."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.audit import AccessEvent
from pwa.conversation.models import Conversation
from pwa.conversation.opening import Opening, confirm
from pwa.conversation.service import NotFound
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from tests.pages.checked import check_page, open_page
from tests.people.logins import in_a_request_of
from tests.people.stories import STORY_A, DemoLogin, find_token, share


@pytest.fixture
def lists(app: Flask, demo: DemoLogin, db_session: Session) -> Sequence[UUID]:
    """Two lists of one patient, the older one first."""
    for reason in ("hoofdpijn", "altijd moe"):
        share(app.test_client(), demo.slug, {**STORY_A, "reason": reason})
    found = db_session.scalars(select(Conversation.id).order_by(Conversation.created_at)).all()
    db_session.commit()
    return found


def press(client: FlaskClient, here: UUID, other: UUID) -> TestResponse:
    page = f"/practice/c/{here}/merge"
    token = find_token(client.get(page).text)
    return client.post(page, data={"csrf_token": token, "other": str(other)})


def test_the_second_press_leads_to_a_new_code(
    staff_client: FlaskClient, lists: Sequence[UUID]
) -> None:
    older, newer = lists

    first, second = (press(staff_client, older, newer) for _press in range(2))

    assert (first.status_code, second.status_code) == (200, 303)
    assert second.location == f"/practice/c/{newer}/keys?merged=1"
    page = open_page(staff_client, second.location)
    assert "al samengevoegd" in page.text
    fields = {"csrf_token": find_token(page.response.text)}
    shown = check_page(staff_client.post(second.location, data=fields))
    assert shown.tree.find(".//*[@data-code]") is not None


def test_a_list_is_not_merged_with_itself(staff_client: FlaskClient, lists: Sequence[UUID]) -> None:
    older, _newer = lists
    assert press(staff_client, older, older).status_code == 404


def test_a_list_that_is_merged_while_it_is_confirmed_gets_no_line_that_somebody_read_it(
    app: Flask, staff_client: FlaskClient, lists: Sequence[UUID], db_session: Session
) -> None:
    """The row was loaded before the merge; `confirm` locks it, reads it anew and answers 404."""
    older, newer = lists
    with in_a_request_of(app, staff_client) as staff:
        session = db.session()
        found = session.get_one(Conversation, older)
        session.rollback()  # end the transaction, so the merge need not wait for a lock
        with ThreadPoolExecutor(1) as colleague:  # own session, like another worker
            merging = colleague.submit(press, staff_client, older, newer)
            assert merging.result().status_code == 200

        with pytest.raises(NotFound):
            confirm(begin_work(), staff, found)
        session.rollback()

    logged = db_session.scalars(
        select(AccessEvent.action).where(AccessEvent.conversation_id == older)
    )
    assert Opening.READ not in set(logged)
