"""What happens to keys in the life of a practice: somebody at a screen, what is sealed, what a copy holds."""

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
    """Act as the application does for who is logged in there; what changes is committed."""
    with client:
        client.get("/practice/recovery-codes")
        staff: Staff = g.staff
        # The request is over, and with it what it said.
        use_account(db.session(), staff.account_id)
        use_practice(db.session(), staff.practice.id)
        with writing(db.session()):
            yield staff


def member_of(login: Login) -> Membership:
    """Find somebody's work, and go on for that practice; needs a context of the application."""
    account = db.session.scalars(select(Account).where(Account.email == login.email)).one()
    use_account(db.session(), account.id)
    member = account.memberships[0]
    use_practice(db.session(), member.practice_id)
    return member


def forget_password(app: Flask, login: Login) -> Login:
    """Let somebody set a new password by a link that a colleague made."""
    with app.app_context():
        account = member_of(login).account
        reset_password(begin_work(), account, NEW_PASSWORD)
        db.session.commit()
    return Login(login.email, NEW_PASSWORD, login.totp_secret)


def logged_in(app: Flask, login: Login, *, code_at: int = 0) -> FlaskClient:
    """Log in with a browser of one's own, whether the list opens or not.

    Args:
        code_at: seconds from now, because a code works once: one early and one late are taken too.
    """
    client = app.test_client()
    give_password(client, login)
    moment = datetime.now(UTC) + timedelta(seconds=code_at)
    answer = give_code(client, pyotp.TOTP(login.totp_secret).at(moment))
    assert answer.status_code == 303, answer.text
    return client


def in_a_request(client: FlaskClient, step: Callable[[], object]) -> None:
    """Do in a real request of this browser what a page does, cookies and all."""
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
    """Let a patient share; gives the code and the address of the conversation at the practice."""
    before = set(db_session.scalars(select(Conversation.id)))
    db_session.rollback()
    code = share(app.test_client(), slug, STORY_A)["code"]
    (new,) = set(db_session.scalars(select(Conversation.id))) - before
    db_session.rollback()
    return code, f"/practice/c/{new}"


def reads(client: FlaskClient, address: str) -> bool:
    """Say whether somebody of the practice gets to see what the patient answered."""
    page = client.get(address)
    if "<form" in page.text and "csrf_token" in page.text:
        client.post(address, data={"csrf_token": find_token(page.text)})
        page = client.get(address)
    return page.status_code == 200 and "hoofdpijn en altijd moe" in page.text
