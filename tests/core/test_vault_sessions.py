import base64
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from pwa.vault.crypto import CannotOpen, MasterKeys
from pwa.vault.practice.models import StaffSession
from pwa.vault.practice.sessions import (
    ABSOLUTE_LIFETIME,
    IDLE_LIFETIME,
    PENDING_LIFETIME,
    confirm_staff_session,
    end_sessions_of,
    end_staff_session,
    find_pending_session,
    holders_of_session,
    load_staff_session,
    note_use,
    start_staff_session,
)
from pwa.vault.work import Work
from tests.core.conftest import NOW, Town

MASTER = MasterKeys(b"k" * 32)
HOLDERS = {3: b"a" * 32, 7: b"b" * 32}
SECOND = timedelta(seconds=1)


class Gp:
    """A GP with an account, who logs in."""

    def __init__(self, town: Town, name: str = "gp") -> None:
        self.db = town.db
        member = town.add_member(town.add_practice(name), name)
        self.account_id, self.membership_id = member.account_id, member.id
        self.practice_id = member.practice_id

    def gives_password(self, now: datetime = NOW) -> tuple[StaffSession, str]:
        session, secret = start_staff_session(
            Work(self.db, MASTER, now),
            practice_id=self.practice_id,
            account_id=self.account_id,
            membership_id=self.membership_id,
            holders=HOLDERS,
        )
        self.db.commit()
        return session, secret

    def logs_in(self, now: datetime = NOW) -> tuple[StaffSession, str]:
        session, secret = confirm_staff_session(
            Work(self.db, MASTER, now), *self.gives_password(now)
        )
        self.db.commit()
        return session, secret


@pytest.fixture
def gp(town: Town) -> Gp:
    return Gp(town)


def test_a_login_in_two_steps_opens_the_keys(gp: Gp) -> None:
    session, secret = gp.logs_in()

    loaded = load_staff_session(Work(gp.db, MASTER, NOW), session.id)

    assert loaded is session
    assert holders_of_session(session, secret, MASTER) == HOLDERS


def test_the_password_alone_opens_nothing(gp: Gp) -> None:
    session, secret = gp.gives_password()

    assert load_staff_session(Work(gp.db, MASTER, NOW), session.id) is None
    assert find_pending_session(Work(gp.db, MASTER, NOW), session.id) is session
    with pytest.raises(CannotOpen):
        holders_of_session(session, secret, MASTER)


def test_the_second_factor_changes_id_and_secret(gp: Gp) -> None:
    pending, early_secret = gp.gives_password()
    early_id = pending.id

    session, secret = confirm_staff_session(Work(gp.db, MASTER, NOW), pending, early_secret)

    assert (session.id, secret) != (early_id, early_secret)
    assert find_pending_session(Work(gp.db, MASTER, NOW), early_id) is None
    with pytest.raises(CannotOpen):
        holders_of_session(session, early_secret, MASTER)


def test_a_session_cannot_be_confirmed_without_its_secret(gp: Gp) -> None:
    pending, _ = gp.gives_password()

    with pytest.raises(CannotOpen):
        confirm_staff_session(Work(gp.db, MASTER, NOW), pending, "A" * 43)


def test_a_confirmed_session_is_not_pending(gp: Gp) -> None:
    session, _ = gp.logs_in()

    assert find_pending_session(Work(gp.db, MASTER, NOW), session.id) is None


def test_a_pending_session_ends_by_itself(gp: Gp) -> None:
    session, _ = gp.gives_password()

    assert find_pending_session(Work(gp.db, MASTER, NOW + PENDING_LIFETIME - SECOND), session.id)
    assert find_pending_session(Work(gp.db, MASTER, NOW + PENDING_LIFETIME), session.id) is None


def test_an_unknown_session_is_not_found(gp: Gp) -> None:
    assert find_pending_session(Work(gp.db, MASTER, NOW), uuid4()) is None
    assert load_staff_session(Work(gp.db, MASTER, NOW), uuid4()) is None


def test_a_session_ends_after_a_quarter_of_an_hour_without_use(gp: Gp) -> None:
    session, _ = gp.logs_in()

    assert load_staff_session(Work(gp.db, MASTER, NOW + IDLE_LIFETIME), session.id) is None
    note_use(session, NOW + IDLE_LIFETIME - SECOND)
    assert load_staff_session(Work(gp.db, MASTER, NOW + 2 * IDLE_LIFETIME - 2 * SECOND), session.id)


def test_a_session_ends_after_ten_hours_however_much_it_is_used(gp: Gp) -> None:
    session, _ = gp.logs_in()
    now = NOW
    while now + IDLE_LIFETIME / 2 < NOW + ABSOLUTE_LIFETIME:
        now += IDLE_LIFETIME / 2
        assert load_staff_session(Work(gp.db, MASTER, now), session.id)
        note_use(session, now)

    assert load_staff_session(Work(gp.db, MASTER, NOW + ABSOLUTE_LIFETIME), session.id) is None


def test_a_session_is_not_written_on_every_request(gp: Gp) -> None:
    session, _ = gp.logs_in()

    note_use(session, NOW + timedelta(seconds=59))
    assert session.seen_at == NOW
    note_use(session, NOW + timedelta(seconds=60))
    assert session.seen_at == NOW + timedelta(seconds=60)


def test_after_logout_the_cookies_are_worth_nothing(gp: Gp) -> None:
    session, secret = gp.logs_in()

    end_staff_session(session, NOW)
    gp.db.commit()

    assert load_staff_session(Work(gp.db, MASTER, NOW), session.id) is None
    with pytest.raises(CannotOpen):
        holders_of_session(session, secret, MASTER)


def test_all_sessions_of_one_account_can_be_ended(gp: Gp, town: Town) -> None:
    colleague = Gp(town, "colleague")
    first, second, theirs = gp.logs_in(), gp.logs_in(), colleague.logs_in()

    end_sessions_of(Work(gp.db, MASTER, NOW), gp.account_id)

    for session, secret in (first, second):
        assert load_staff_session(Work(gp.db, MASTER, NOW), session.id) is None
        with pytest.raises(CannotOpen):
            holders_of_session(session, secret, MASTER)
    assert load_staff_session(Work(gp.db, MASTER, NOW), theirs[0].id)


def test_dead_sessions_are_swept_away_at_the_next_login(gp: Gp) -> None:
    old_id = gp.logs_in()[0].id
    alive_id = gp.logs_in(NOW + IDLE_LIFETIME - SECOND)[0].id

    new_id = gp.logs_in(NOW + IDLE_LIFETIME)[0].id

    assert old_id not in {alive_id, new_id}
    assert set(gp.db.scalars(select(StaffSession.id))) == {alive_id, new_id}


@pytest.mark.parametrize("secret", ["", "A", "A" * 43, "é" * 43, "!" * 43, "A" * 5000])
def test_another_secret_opens_nothing(gp: Gp, secret: str) -> None:
    session, _ = gp.logs_in()

    with pytest.raises(CannotOpen):
        holders_of_session(session, secret, MASTER)


def test_another_master_key_opens_nothing(gp: Gp) -> None:
    session, secret = gp.logs_in()

    with pytest.raises(CannotOpen):
        holders_of_session(session, secret, MasterKeys(b"o" * 32))


def test_keys_moved_to_another_session_do_not_open(gp: Gp, town: Town) -> None:
    session, secret = gp.logs_in()
    other, _ = Gp(town, "colleague").logs_in()

    other.wrapped_keys = session.wrapped_keys

    with pytest.raises(CannotOpen):
        holders_of_session(other, secret, MASTER)


def test_the_cookies_secret_is_not_in_the_database(gp: Gp) -> None:
    session, secret = gp.logs_in()

    assert base64.urlsafe_b64decode(secret + "=") not in session.wrapped_keys
    assert not any(key in session.wrapped_keys for key in HOLDERS.values())
