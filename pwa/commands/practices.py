"""Commands of the operator for practices."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select

from pwa import audit
from pwa.account.people import disable_account
from pwa.practice.models import Practice
from pwa.practice.service import find_practice
from pwa.setup.service import create_link
from pwa.staff.core import Action, may
from pwa.staff.models import Account, Membership
from pwa.store.tenants import use_account, use_practice
from pwa.team.links import make_reset
from pwa.team.members import find_by_email
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

practices = AppGroup("practice", help="Practices and the people who work there.")

_START = f"{http.PRACTICE_PREFIX}/setup"


@practices.command("create")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
def create(*, as_json: bool) -> None:
    """Print a link behind which somebody sets up a new practice; it works once, for seven days."""
    row, secret = create_link(begin_work())
    db.session.commit()
    link = {"url": f"{_site()}{_START}#{secret}", "expires_at": row.expires_at.isoformat()}
    if as_json:
        click.echo(json.dumps(link))
        return
    click.echo(link["url"])
    click.echo(f"Give it to one person of the practice. It works until {row.expires_at:%d-%m-%Y}.")


@practices.command("list")
def list_practices() -> None:
    """List the practices: address, name, how many people work there, since when."""
    for row in db.session.scalars(select(Practice).order_by(Practice.slug)).all():
        use_practice(db.session(), row.id)
        here = Membership.practice_id == row.id, Membership.ended_at.is_(None)
        count = db.session.scalar(select(func.count()).select_from(Membership).where(*here))
        click.echo(f"{row.slug:<24} {row.name:<32} {count:>3}  {row.created_at:%d-%m-%Y}")


@practices.command("reset")
@click.argument("slug")
@click.argument("email")
@click.option("--lost-phone", is_flag=True, help="Set up the second factor anew, too.")
def reset(slug: str, email: str, *, lost_phone: bool) -> None:
    """Print a link for a new password, for who runs a practice alone; it opens no answers.

    Where a colleague can do it, the colleague does: the operator does not know who asks.
    """
    work = begin_work()
    member = _find_member(slug, email)
    if any(may(other.role, Action.TEAM) for other in _colleagues_of(member)):
        raise click.ClickException("A colleague of this person can do that, on the page Team.")
    _, secret = make_reset(
        work, _InTheNameOf(member.id, member.practice), member, drops_second_factor=lost_phone
    )
    audit.record_system(
        work.db,
        action="account:reset-link",
        practice_id=member.practice_id,
        about_id=member.id,
        at=work.now,
    )
    db.session.commit()
    click.echo(f"{_site()}{http.PRACTICE_PREFIX}/join/{slug}#{secret}")
    click.echo(
        "Make sure who asks. It works once, for 48 hours; the recovery key opens the answers."
    )


@practices.command("disable")
@click.argument("email")
def disable(email: str) -> None:
    """Keep somebody out of every practice from this moment on, for instance after a theft."""
    work = begin_work()
    account = db.session.scalar(select(Account).where(Account.email == email.strip().lower()))
    if account is None:
        raise click.ClickException("Nobody has an account with that address.")
    use_account(work.db, account.id)  # makes the account's sessions in every practice visible
    disable_account(work, account)
    for member in account.memberships:
        audit.record_system(
            work.db,
            action="account:disable",
            practice_id=member.practice_id,
            about_id=member.id,
            at=work.now,
        )
    db.session.commit()
    click.echo(f"{email} is out, in {len(account.memberships)} practices.")


@dataclass(frozen=True, slots=True)
class _InTheNameOf:
    membership_id: int
    practice: Practice


def _find_member(slug: str, email: str) -> Membership:
    found = None
    if practice := find_practice(db.session(), slug):
        use_practice(db.session(), practice.id)
        found = find_by_email(db.session(), practice.id, email.strip().lower())
    if found is None or not found.is_active:
        raise click.ClickException(f"Nobody with that address works at {slug}.")
    return found


def _colleagues_of(member: Membership) -> Iterator[Membership]:
    others = select(Membership).where(
        Membership.practice_id == member.practice_id, Membership.id != member.id
    )
    return (other for other in db.session.scalars(others) if other.is_active)


def _site() -> str:
    """Give the address of the site from the settings, else that of a server on this machine."""
    return current_app.config["BASE_URL"] or f"http://localhost:{os.environ.get('PORT', '8000')}"
