"""After a restore, keys that were replaced since the backup stay dead, and nobody is locked out."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pwa.account.factors.service import drop_second_factor, enrol_second_factor
from pwa.practice.models import Practice
from pwa.staff.core import Role
from pwa.staff.models import Account
from pwa.store.tenants import use_practice
from pwa.team.keys import go_on_resealing
from pwa.vault.crypto import CannotOpen
from pwa.vault.master.master_keys import master_keys
from pwa.vault.practice.models import KeyWrap, PracticeKey
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.practice.recovery import replace_recovery_key, unwrap_by_recovery
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from tests.databases.backups import Operator
from tests.inputs.key_life import at_screen, forget_password, logged_in, reads, share_one
from tests.people.colleagues import hire
from tests.people.logins import give, give_password
from tests.people.stories import DemoLogin
from tests.people.team import TEAM, membership_of

OPEN = "/nl/open"


def held_by_paper(key: str) -> HeldKeys:
    """Open a practice's keys by the recovery key; needs an application context."""
    practice_id = db.session.scalars(select(Practice.id)).one()
    use_practice(db.session(), practice_id)
    return unwrap_by_recovery(db.session(), practice_id, key, master_keys())


def new_paper(app: Flask, demo: DemoLogin) -> str:
    """Replace the recovery key of the example practice; gives the new one."""
    with app.app_context():
        held = held_by_paper(demo.recovery_key)
        practice_id = db.session.scalars(select(Practice.id)).one()
        key = replace_recovery_key(begin_work(), practice_id, held)
        db.session.commit()
    return key


def opens(app: Flask, code: str) -> int:
    return app.test_client().post(OPEN, data={"code": code}).status_code


def test_of_a_merge_the_codes_stay_dead_and_both_lists_can_be_read(
    app: Flask, staff_client: FlaskClient, db_session: Session, operator: Operator
) -> None:
    shared = [share_one(app, "de-dreef", db_session) for _ in range(2)]
    file = operator.backup()
    (_, one), (_, other) = shared
    page = f"{one}/merge?other={other.rpartition('/')[2]}"
    answer = give(staff_client, page, f"{one}/merge", other=other.rpartition("/")[2])
    assert answer.status_code == 200, answer.text

    home, said = operator.restore(file)

    assert "de-dreef: 2 lists need new keys" in said
    with home.app() as again:
        assert [opens(again, code) for code, _ in shared] == [404, 404]
        gp = logged_in(again, home.demo())
        assert all(reads(gp, address) for _, address in shared)


def test_a_replaced_recovery_key_opens_nothing(
    app: Flask, demo: DemoLogin, operator: Operator
) -> None:
    file = operator.backup()
    new_paper(app, demo)

    with operator.restored(file) as again, again.app_context(), pytest.raises(CannotOpen):
        held_by_paper(demo.recovery_key)


def test_a_replaced_recovery_key_stays_when_nothing_else_opens_the_answers(
    app: Flask, demo: DemoLogin, operator: Operator
) -> None:
    file = operator.backup()
    new_paper(app, demo)
    forget_password(app, demo)

    home, said = operator.restore(file)

    assert "de-dreef: only a recovery key that was replaced since opens the answers" in said
    with home.app() as again:
        assert give_password(again.test_client(), demo).status_code == 422
        with again.app_context():
            assert len(held_by_paper(demo.recovery_key).keys) == 2


def test_lists_can_be_read_after_the_keys_of_before_were_dropped(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session, operator: Operator
) -> None:
    """Resealing ends by destroying the older key, but rows of an older backup are sealed to it."""
    poh = hire(app, demo, Role.POH)
    code, address = share_one(app, "de-dreef", db_session)
    file = operator.backup()
    page = f"{TEAM}{membership_of(app, poh)}"
    assert give(staff_client, page, f"{page}/end").status_code == 303
    old = list(db_session.scalars(select(PracticeKey.id).where(PracticeKey.generation == 1)))
    db_session.execute(update(PracticeKey).values(created_at=datetime.now(UTC) - timedelta(days=1)))
    db_session.commit()
    with at_screen(staff_client) as staff:
        for _ in range(3):
            go_on_resealing(begin_work(), staff)
    assert not list(db_session.scalars(select(KeyWrap).where(KeyWrap.practice_key_id.in_(old))))
    db_session.rollback()

    home, _ = operator.restore(file)

    with home.app() as again:
        assert opens(again, code) == 303
        assert reads(logged_in(again, home.demo()), address)


def test_who_set_up_the_second_factor_anew_does_not_come_in_by_the_older_one(
    app: Flask, demo: DemoLogin, operator: Operator
) -> None:
    file = operator.backup()
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == demo.email)).one()
        drop_second_factor(account)
        enrol_second_factor(account, "JBSWY3DPEHPK3PXP" * 2)
        db.session.commit()

    with operator.restored(file) as again:
        assert give_password(again.test_client(), demo).status_code == 422


def test_a_recovery_code_that_was_used_is_not_there_again(
    app: Flask, demo: DemoLogin, operator: Operator, db_session: Session
) -> None:
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == demo.email)).one()
        account.mf_recovery_codes = ["een", "twee"]
        db.session.commit()
    file = operator.backup()
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == demo.email)).one()
        assert account.mf_recovery_codes
        account.mf_recovery_codes.pop(0)
        db.session.commit()

    with operator.restored(file) as again, again.app_context():
        account = db.session.scalars(select(Account).where(Account.email == demo.email)).one()
        assert not account.mf_recovery_codes


def test_after_a_restore_nothing_is_wrapped_by_an_older_master_key(
    app: Flask, demo: DemoLogin, db_session: Session, operator: Operator
) -> None:
    code, address = share_one(app, "de-dreef", db_session)
    file = operator.backup()
    assert operator.run("keys", "rotate").exit_code == 0

    home, _ = operator.restore(file)

    assert "Wrapped 0 keys anew" in operator.run("keys", "rewrap", home=home).output
    with home.app() as again:
        assert opens(again, code) == 303
        assert reads(logged_in(again, home.demo()), address)


def test_what_was_erased_after_a_rotation_stays_erased(
    app: Flask, db_session: Session, operator: Operator
) -> None:
    code, _ = share_one(app, "de-dreef", db_session)
    file = operator.backup()
    assert operator.run("keys", "rotate").exit_code == 0
    with operator.home.app() as rotated:
        phone = rotated.test_client()
        assert phone.post(OPEN, data={"code": code}).status_code == 303
        assert phone.post("/nl/mine/withdraw").status_code == 303

    with operator.restored(file) as again:
        assert opens(again, code) == 410


def test_a_role_that_was_taken_stays_taken(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session, operator: Operator
) -> None:
    poh = hire(app, demo, Role.POH)
    _, address = share_one(app, "de-dreef", db_session)
    file = operator.backup()
    page = f"{TEAM}{membership_of(app, poh)}"
    answer = give(staff_client, page, f"{page}/role", role="assistant")
    assert answer.status_code == 303, answer.text

    with operator.restored(file) as again:
        assert not reads(logged_in(again, poh), address)
