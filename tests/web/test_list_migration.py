"""Lists, invitations and practices from before the fold and the codes go on as they were."""

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from pwa.conversation.core import ListPart
from pwa.conversation.models import Conversation, Invitation, Submission
from pwa.web.extensions import db
from tests.entry import Sender, attached, read_code, room_of, take_coded_only
from tests.invitations import invite, today
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


def test_invitations_and_practices_from_before_the_codes_go_on(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    invited = invite(staff_client, label="mw. Eerder", day=today().isoformat())
    code, room = read_code(staff_client, invited), room_of(app, demo.slug)
    take_coded_only(db_session)
    tables = ("practice", "invitation")
    with app.app_context():
        downgrade(revision="0012")
        before = [{column["name"] for column in inspect(db.engine).get_columns(t)} for t in tables]
        upgrade()
    sender = Sender(app, db_session, demo.slug)

    assert not before[0] & {"takes_coded_only", "waiting_room_number"}
    assert "code_digest" not in before[1]
    assert db_session.query(Invitation).one().code_digest is None
    assert sender() == "open"  # the practice takes lists without a code again
    assert room_of(app, demo.slug) == room
    # Its code is the one on the card, which works again once the desk has looked at the invitation.
    assert read_code(staff_client, invited) == code
    take_coded_only(db_session)
    assert sender() == "422"
    assert sender(entry_code=code) == sender(entry_code=room) == "open"
    assert attached(db_session) == 1
