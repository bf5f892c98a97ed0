"""Pages of a list redirect to the question whose it is, until the patient has confirmed it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.conversation.models import Conversation
from tests.people.stories import STORY_A, DemoLogin, share
from tests.web.addresses import knock, routes

LEADING = [
    ("GET", "consult.his"),
    ("GET", "together.edit"),
    ("POST", "together.save"),
    ("GET", "plan.edit"),
    ("POST", "plan.save"),
    ("GET", "export.plan_pdf"),
]
# Routes that do not redirect: the question itself, and new keys or merging, which read no answers.
OTHERS = {
    ("GET", "consult.overview"),
    ("POST", "consult.confirm"),
    ("POST", "export.new_card_pdf"),
    ("GET", "patients.keys"),
    ("POST", "patients.renew"),
    ("GET", "patients.merge"),
    ("POST", "patients.find"),
    ("POST", "patients.merge_now"),
    ("POST", "patients.split"),
}


def test_every_address_of_a_list_is_one_or_the_other(app: Flask) -> None:
    of_a_list = {
        (method, rule.endpoint)
        for method, endpoint in routes(app)
        for rule in app.url_map.iter_rules(endpoint)
        if "conversation_id" in rule.arguments
    }

    assert of_a_list == set(LEADING) | OTHERS


@pytest.mark.parametrize("row", LEADING)
def test_it_leads_to_the_question_and_opens_nothing(
    app: Flask,
    demo: DemoLogin,
    staff_client: FlaskClient,
    db_session: Session,
    row: tuple[str, str],
) -> None:
    share(app.test_client(), demo.slug, STORY_A)
    shared = db_session.scalars(select(Conversation.id)).one()
    seen = set(db_session.scalars(select(AccessEvent.number)))
    db_session.commit()

    answer = knock(app, staff_client, row, {"conversation_id": shared})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/practice/c/{shared}")
    assert set(db_session.scalars(select(AccessEvent.number))) == seen
    assert db_session.scalars(select(Conversation.first_read_at)).one() is None
