"""Lists from before there was a fold stand on their day."""

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from pwa.conversation.core import ListPart
from pwa.conversation.models import Conversation, Submission
from pwa.extensions import db
from tests.logins import LIST
from tests.pages import open_page
from tests.people import STORY_A, DemoLogin, share


def test_a_list_from_before_the_fold_stands_on_its_day(
    app: Flask,
    client: FlaskClient,
    staff_client: FlaskClient,
    demo: DemoLogin,
    db_session: Session,
) -> None:
    share(client, demo.slug, {**STORY_A, "known_as": "Fatima"})
    with app.app_context():
        downgrade(revision="0011")
        columns = {column["name"] for column in inspect(db.engine).get_columns("conversation")}
        upgrade()

    assert not columns & {"is_folded", "set_aside_at", "set_aside_by_id"}
    assert db_session.query(Conversation).one().list_part == ListPart.DAY
    assert db_session.query(Submission).one().list_part == ListPart.DAY
    assert "Fatima" in open_page(staff_client, LIST).text
