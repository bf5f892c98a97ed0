"""A patient withdraws while somebody else writes to the same list: no document is left behind."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import sleep
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.conversation.documents import OpenConversation
from pwa.conversation.erasure import withdraw
from pwa.conversation.models import Conversation, StoredDocument
from tests.databases.work import work_on
from tests.pages.checked import open_page
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A, find_token

# Seconds that the other thread has to reach the locked row before the commit.
A_MOMENT_S = 0.5


@contextmanager
def while_being_taken_back(
    db_session: Session, conversation: UUID, act: Callable[[], TestResponse]
) -> Iterator[Future[TestResponse]]:
    """Run `act` in another thread between the erasing of a withdrawal and its commit."""
    row = db_session.get_one(Conversation, conversation)
    with ThreadPoolExecutor(1) as pool:
        withdraw(work_on(db_session), OpenConversation(row, b""), and_plan=True)
        db_session.flush()
        future = pool.submit(act)
        sleep(A_MOMENT_S)
        db_session.commit()
        yield future


def documents_left(db_session: Session) -> int:
    return db_session.scalar(select(func.count()).select_from(StoredDocument)) or 0


def test_a_change_that_meets_the_taking_back_is_refused(
    carer: FlaskClient, carers_conversation: UUID, db_session: Session
) -> None:
    token = open_page(carer, "/nl/mine/change").find("input[@name='reply_to']").get("value", "")

    def change() -> TestResponse:
        fields = {**STORY_A, "uid": str(uuid4()), "consent": "1", "reply_to": token}
        accept = {"Accept": "application/json"}
        return carer.post("/nl/check/de-dreef", data=fields, headers=accept)

    with while_being_taken_back(db_session, carers_conversation, change) as answer:
        assert answer.result().status_code == 410
    assert documents_left(db_session) == 0


def test_a_plan_that_meets_the_taking_back_is_not_saved(desk: Desk, db_session: Session) -> None:
    token = find_token(desk.client.get(desk.address).text)

    def save() -> TestResponse:
        return desk.client.post(desk.address, data={"csrf_token": token, **CARERS_FORM})

    with while_being_taken_back(db_session, desk.conversation, save) as answer:
        assert answer.result().status_code in {404, 409}
    assert documents_left(db_session) == 0
