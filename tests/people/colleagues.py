"""More members: of the example practice, and a GP of another one."""

from datetime import UTC, datetime

import pyotp
from flask import Flask
from sqlalchemy import select

from pwa.account import people
from pwa.account.factors.service import enrol_second_factor
from pwa.locales import LANGUAGES
from pwa.practice import service
from pwa.practice.models import Practice
from pwa.staff.core import Role
from pwa.staff.models import Account, Membership
from pwa.store.tenants import use_account, use_practice
from pwa.vault.master.master_keys import master_keys
from pwa.vault.practice.holders import open_holder, open_keys, wrap_for_member
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.practice.recovery import unwrap_by_recovery
from pwa.vault.work import Work, begin_work
from pwa.web.extensions import db
from tests.people.stories import DemoLogin, Login

PASSWORD = "een lang wachtwoord voor de tests"


def hire(app: Flask, demo: DemoLogin, role: Role, name: str = "") -> Login:
    """Add a member to the example practice, with the keys of the role; return the login.

    Args:
        name: tells a second member of the same role apart.
    """
    with app.app_context():
        session = db.session()
        practice = session.scalars(select(Practice).where(Practice.slug == demo.slug)).one()
        use_practice(session, practice.id)
        keys = unwrap_by_recovery(session, practice.id, demo.recovery_key, master_keys())
        login = _add_member(practice, role, keys, name)
        session.commit()
    return login


def open_other_practice(app: Flask, slug: str = "elders") -> Login:
    """Add a practice unrelated to the example; return the login of its GP."""
    with app.app_context():
        session = db.session()
        practice, keys = service.create_practice(
            begin_work(),
            slug=slug,
            name="Praktijk Elders",
            phone="030 000 00 00",
            out_of_hours_name="Huisartsenpost Elders",
            out_of_hours_phone="030 000 00 01",
            languages=list(LANGUAGES),
        )
        login = _add_member(practice, Role.GP, keys.keys)
        session.commit()
    return login


def work_elsewhere(app: Flask, login: Login, slug: str = "elders") -> None:
    """Add a membership in another practice to an account, with the same password."""
    open_other_practice(app, slug)
    with app.app_context():
        session, now = db.session(), datetime.now(UTC)
        account = session.scalars(select(Account).where(Account.email == login.email)).one()
        practice = session.scalars(select(Practice).where(Practice.slug == slug)).one()
        use_practice(session, practice.id)
        gp = session.scalars(select(Membership).where(Membership.practice == practice)).one()
        private = open_holder(session, gp.id, PASSWORD, master_keys())
        assert private
        keys = open_keys(session, gp.id, private, tuple(KeyKind), master_keys())
        member = Membership(account=account, practice=practice, role=Role.GP, created_at=now)
        session.add(member)
        session.flush()
        wrap_for_member(
            Work(session, master_keys(), now), practice.id, member.id, keys, login.password
        )
        session.commit()


def disable(app: Flask, login: Login) -> None:
    """Block a member who may be logged in now."""
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == login.email)).one()
        use_account(db.session(), account.id)
        people.disable_account(begin_work(), account)
        db.session.commit()


def _add_member(practice: Practice, role: Role, keys: HeldKeys, name: str = "") -> Login:
    address = (name or role).lower().replace(" ", ".")
    login = Login(f"{address}@{practice.slug}.example.org", PASSWORD, pyotp.random_base32())
    member = people.create_member(
        begin_work(),
        practice,
        name=name or f"{role} {practice.slug}",
        email=login.email,
        role=role,
        password=login.password,
        keys=keys,
    )
    enrol_second_factor(member.account, login.totp_secret)
    return login
