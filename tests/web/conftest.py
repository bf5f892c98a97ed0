"""A patient who has shared, the people of the practice who make the plan, and how they log in."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from pwa.staff.core import Role
from tests.inputs.handovers import PutHandover, put_handover
from tests.inputs.meetings import TableDesk, make_meeting
from tests.people.authenticators import SecurityKey
from tests.people.colleagues import hire
from tests.people.desk import CARERS_FORM, Desk
from tests.people.logins import CODES, give_password
from tests.people.passkeys import enrol
from tests.people.receiver import enter
from tests.people.stories import STORY_A, DemoLogin, Login, log_in, share
from tests.people.together import TogetherDesk


@pytest.fixture
def carers_keys() -> dict[str, str]:
    """The receipt of the tired carer, with code and link; `carer` fills it in."""
    return {}


@pytest.fixture
def carer(app: Flask, demo: DemoLogin, carers_keys: dict[str, str]) -> FlaskClient:
    """The tired carer, who has shared and holds a pass."""
    client = app.test_client()
    carers_keys |= share(client, demo.slug, STORY_A, language="ar")
    return client


@pytest.fixture
def carers_conversation(carer: FlaskClient, db_session: Session) -> UUID:
    found = db_session.scalars(select(Conversation.id)).one()
    db_session.commit()  # leaves no transaction open beside those of the app
    return found


@pytest.fixture
def desk(staff_client: FlaskClient, carers_conversation: UUID) -> Desk:
    return Desk(staff_client, carers_conversation)


@pytest.fixture
def put(app: Flask, demo: DemoLogin, carers_conversation: UUID) -> PutHandover:
    """A warm handover of the tired carer, and the link of its letter."""
    return put_handover(app, demo, carers_conversation)


@pytest.fixture
def receiver(app: Flask, put: PutHandover) -> FlaskClient:
    """A browser in which the letter of that handover is open."""
    client = app.test_client()
    assert enter(client, put).status_code == 303
    return client


@pytest.fixture
def assistant(app: Flask, demo: DemoLogin) -> FlaskClient:
    """The assistant of the example practice, logged in."""
    client = app.test_client()
    log_in(client, hire(app, demo, Role.ASSISTANT))
    return client


@pytest.fixture
def manager(app: Flask, demo: DemoLogin) -> FlaskClient:
    """The manager of the example practice, logged in."""
    client = app.test_client()
    log_in(client, hire(app, demo, Role.MANAGER))
    return client


@pytest.fixture
def key(app: Flask, newcomer: Login) -> SecurityKey:
    """The newcomer's security key, with the passkey that was made at the first login."""
    client, key = app.test_client(), SecurityKey()
    give_password(client, newcomer)
    assert enrol(client, key).location == CODES
    return key


@pytest.fixture
def colleague(app: Flask, demo: DemoLogin, desk: Desk) -> Desk:
    """The nurse of the same practice, who has the same plan open."""
    client = app.test_client()
    log_in(client, hire(app, demo, Role.POH))
    return Desk(client, desk.conversation)


@pytest.fixture
def together(staff_client: FlaskClient, carers_conversation: UUID) -> TogetherDesk:
    """The GP, who fills in the carer's check on one screen with the carer."""
    return TogetherDesk(staff_client, carers_conversation)


@pytest.fixture
def nurse(app: Flask, demo: DemoLogin, together: TogetherDesk) -> TogetherDesk:
    """The practice nurse, who fills in the same check as the GP of `together`."""
    client = app.test_client()
    log_in(client, hire(app, demo, Role.POH, "Sanne de Wit"))
    return TogetherDesk(client, UUID(together.here.rpartition("/")[2]))


@pytest.fixture
def table(desk: Desk) -> TableDesk:
    """The GP, with the carer's plan saved."""
    desk.saves(CARERS_FORM)
    return TableDesk(desk.client, desk.conversation)


@pytest.fixture
def meeting(staff_client: FlaskClient) -> str:
    return make_meeting(staff_client)
