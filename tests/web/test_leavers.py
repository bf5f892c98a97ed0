"""Who left can log in no more; when the access log is purged, the name is erased as well."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa import retention
from pwa.audit import purging
from pwa.audit.anchors import AnchorFile, set_anchor
from pwa.directory.models import HelpImport, ImportState, ServiceChange
from pwa.staff.core import Role
from pwa.staff.models import Account, Membership, Passkey
from pwa.vault.master.master_keys import master_keys
from pwa.vault.work import Work
from pwa.web.extensions import db
from tests.databases.homes import Home
from tests.people.colleagues import hire, work_elsewhere
from tests.people.logins import give, give_password
from tests.people.stories import DemoLogin, Login
from tests.people.team import TEAM, membership_of

YEAR = timedelta(days=365.25)


@pytest.fixture
def poh(app: Flask, demo: DemoLogin) -> Login:
    """A colleague with an app for codes, recovery codes and a passkey."""
    login = hire(app, demo, Role.POH)
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == login.email)).one()
        account.passkey_handle = b"handle"
        account.passkeys.append(
            Passkey(
                credential_id=b"id",
                public_key=b"key",
                sign_count=0,
                transports=[],
                name="telefoon",
                created_at=datetime.now(UTC),
            )
        )
        db.session.commit()
    return login


def leave(app: Flask, client: FlaskClient, login: Login) -> None:
    page = f"{TEAM}{membership_of(app, login)}"
    assert give(client, page, f"{page}/end").status_code == 303


def find_account(db_session: Session, login: Login) -> Account | None:
    db_session.rollback()
    return db_session.scalar(select(Account).where(Account.email == login.email))


def keeps_a_way_in(db_session: Session, login: Login) -> bool:
    account = find_account(db_session, login)
    assert account
    left = (
        account.password,
        account.tf_primary_method,
        account.tf_totp_secret,
        account.mf_recovery_codes,
        account.passkey_handle,
        account.passkeys,
    )
    assert len(set(map(bool, left))) == 1  # all ways to log in are there, or none
    return bool(account.password)


def purge(app: Flask, *, after: timedelta) -> int:
    with app.app_context():
        return retention.purge(Work(db.session(), master_keys(), datetime.now(UTC) + after))[
            "people"
        ]


def clear_log(session: Session, home: Home, file: Path) -> None:
    """Purge the access log of the example practice, as happens when its entries are too old."""
    master, now = home.master_keys(), datetime.now(UTC)
    set_anchor(Work(session, master, now), 1, AnchorFile(file), [])
    session.commit()
    later = now + 5 * YEAR
    assert purging.purge(Work(session, master, later), 1, AnchorFile(file), before=later)
    session.commit()


def test_who_left_has_no_password_and_no_second_factor_any_more(
    app: Flask, staff_client: FlaskClient, poh: Login, db_session: Session
) -> None:
    assert keeps_a_way_in(db_session, poh)

    leave(app, staff_client, poh)

    assert not keeps_a_way_in(db_session, poh)
    refused = give_password(app.test_client(), poh)
    nobody = give_password(app.test_client(), Login("nobody@example.org", poh.password, ""))
    assert refused.status_code == nobody.status_code == 422


def test_who_works_elsewhere_keeps_the_login_until_leaving_there_too(
    app: Flask, staff_client: FlaskClient, poh: Login, db_session: Session
) -> None:
    work_elsewhere(app, poh)

    leave(app, staff_client, poh)
    purge(app, after=timedelta(days=1))
    assert keeps_a_way_in(db_session, poh)

    # Ended without `leave`: two memberships that end at the same moment each see the other one.
    rows = select(Membership).join(Account).where(Account.email == poh.email)
    for member in db_session.scalars(rows):
        member.ended_at = member.ended_at or datetime.now(UTC)
    db_session.commit()
    purge(app, after=timedelta(days=1))
    assert not keeps_a_way_in(db_session, poh)


def test_who_is_blocked_for_now_keeps_the_login(
    app: Flask, staff_client: FlaskClient, poh: Login, db_session: Session
) -> None:
    page = f"{TEAM}{membership_of(app, poh)}"
    assert give(staff_client, page, f"{page}/block").status_code == 303

    purge(app, after=6 * YEAR)

    assert keeps_a_way_in(db_session, poh)


def test_the_name_stays_as_long_as_the_log_names_it(
    app: Flask,
    staff_client: FlaskClient,
    poh: Login,
    db_session: Session,
    home: Home,
    tmp_path: Path,
) -> None:
    leave(app, staff_client, poh)

    assert purge(app, after=6 * YEAR) == 0
    assert find_account(db_session, poh)

    clear_log(db_session, home, tmp_path / "anchors")
    assert purge(app, after=4 * YEAR) == 0
    assert purge(app, after=6 * YEAR) == 1
    assert find_account(db_session, poh) is None
    assert db_session.scalar(select(func.count()).select_from(Membership)) == 1
    assert purge(app, after=6 * YEAR) == 0


def test_the_history_of_the_help_does_not_name_them_for_ever(
    app: Flask,
    staff_client: FlaskClient,
    poh: Login,
    db_session: Session,
    home: Home,
    tmp_path: Path,
) -> None:
    now = datetime.now(UTC)
    did = {"practice_id": 1, "member_id": membership_of(app, poh)}
    db_session.add(ServiceChange(**did, uid="1", kind="check", at=now))
    db_session.add(
        HelpImport(
            **did, file_name="a", state=ImportState.UNDONE, created_at=now, alive_at=now, id=uuid4()
        )
    )
    db_session.commit()
    leave(app, staff_client, poh)
    clear_log(db_session, home, tmp_path / "anchors")

    assert purge(app, after=4 * YEAR) == 0
    assert db_session.scalars(select(ServiceChange.member_id)).all() == [did["member_id"]]
    db_session.commit()
    assert purge(app, after=6 * YEAR) == 1

    assert db_session.scalars(select(ServiceChange.member_id)).all() == [None]


def test_a_name_that_another_practice_needs_stays(
    app: Flask,
    staff_client: FlaskClient,
    poh: Login,
    db_session: Session,
    home: Home,
    tmp_path: Path,
) -> None:
    work_elsewhere(app, poh)
    leave(app, staff_client, poh)
    clear_log(db_session, home, tmp_path / "anchors")

    assert purge(app, after=6 * YEAR) == 0

    assert keeps_a_way_in(db_session, poh)
    rows = select(func.count()).select_from(Membership).join(Account)
    assert db_session.scalar(rows.where(Account.email == poh.email)) == 1
