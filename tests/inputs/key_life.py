"""Steps for tests of keys: act as a logged-in member, reset a password, share, and read a list."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pyotp
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.account.passwords_change import reset_password
from pwa.conversation.models import Conversation
from pwa.staff.access import Staff
from pwa.staff.models import Account, Membership
from pwa.store.database import writing
from pwa.store.tenants import use_account, use_practice
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from tests.people.logins import CODES, give_code, give_password
from tests.people.stories import STORY_A, Login, find_token, share

NEW_PASSWORD = "een heel ander lang wachtwoord"


@contextmanager
def at_screen(client: FlaskClient) -> Iterator[Staff]:
    """Give the Staff of a logged-in client, in its app context; changes are committed."""
    with client:
        client.get("/practice/recovery-codes")
        staff: Staff = g.staff
        # The request has ended and its account and practice are unset, so set them again.
        use_account(db.session(), staff.account_id)
        use_practice(db.session(), staff.practice.id)
        with writing(db.session()):
            yield staff


def member_of(login: Login) -> Membership:
    """Find a membership, and set its practice for the session; needs an app context."""
    account = db.session.scalars(select(Account).where(Account.email == login.email)).one()
    use_account(db.session(), account.id)
    member = account.memberships[0]
    use_practice(db.session(), member.practice_id)
    return member


def forget_password(app: Flask, login: Login) -> Login:
    """Reset a password as the link from a colleague does; return the new login."""
    with app.app_context():
        account = member_of(login).account
        reset_password(begin_work(), account, NEW_PASSWORD)
        db.session.commit()
    return Login(login.email, NEW_PASSWORD, login.totp_secret)


def logged_in(app: Flask, login: Login, *, code_at: int = 0) -> FlaskClient:
    """Log in with a new client, also if the list does not open; return the client.

    Args:
        code_at: time of the app code, in seconds from now. A code works once; the codes right
            before and after the present one are accepted too.
    """
    client = app.test_client()
    give_password(client, login)
    moment = datetime.now(UTC) + timedelta(seconds=code_at)
    answer = give_code(client, pyotp.TOTP(login.totp_secret).at(moment))
    assert answer.status_code == 303, answer.text
    return client


def in_a_request(client: FlaskClient, step: Callable[[], object]) -> None:
    """Run a function inside a real request of this client, with its cookies."""
    views = client.application.view_functions
    token = find_token(client.get(CODES).text)
    logout = views["practice.logout"]

    def instead() -> str:
        step()
        db.session.commit()
        return ""

    views["practice.logout"] = instead
    try:
        answer = client.post("/practice/logout", data={"csrf_token": token})
    finally:
        views["practice.logout"] = logout
    assert answer.status_code == 200


def share_one(app: Flask, slug: str, db_session: Session) -> tuple[str, str]:
    """Share as a patient; return the code and the address of the conversation at the practice."""
    before = set(db_session.scalars(select(Conversation.id)))
    db_session.rollback()
    code = share(app.test_client(), slug, STORY_A)["code"]
    (new,) = set(db_session.scalars(select(Conversation.id))) - before
    db_session.rollback()
    return code, f"/practice/c/{new}"


def reads(client: FlaskClient, address: str) -> bool:
    """Return whether this client's user sees the patient's answers."""
    page = client.get(address)
    if "<form" in page.text and "csrf_token" in page.text:
        client.post(address, data={"csrf_token": find_token(page.text)})
        page = client.get(address)
    return page.status_code == 200 and "hoofdpijn en altijd moe" in page.text
