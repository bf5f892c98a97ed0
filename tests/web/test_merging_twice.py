"""The button that merges two lists is pressed twice: the new code, shown once, is not out of reach."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.conversation.models import Conversation
from tests.pages import check_page, open_page
from tests.people import STORY_A, DemoLogin, find_token, share


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
