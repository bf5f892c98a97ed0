"""Commands of the operator for practices."""

import json
import os

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select

from pwa import http
from pwa.extensions import db
from pwa.practice.models import Membership, Practice
from pwa.practice.setup.service import create_link
from pwa.vault.ring import master_keys

practices = AppGroup("practice", help="Practices: set one up, and list them.")

_START = f"{http.PRACTICE_PREFIX}/setup"


@practices.command("create")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
def create(*, as_json: bool) -> None:
    """Print a link behind which somebody sets up a new practice; it works once, for seven days."""
    row, secret = create_link(db.session(), master_keys(), http.now())
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
    members = func.count(Membership.id)
    found = db.session.execute(
        select(Practice, members)
        .outerjoin(
            Membership,
            (Membership.practice_id == Practice.id) & Membership.ended_at.is_(None),
        )
        .group_by(Practice.id)
        .order_by(Practice.slug)
    )
    for row, count in found:
        click.echo(f"{row.slug:<24} {row.name:<32} {count:>3}  {row.created_at:%d-%m-%Y}")


def _site() -> str:
    """Give the address of the site, as far as the settings know it."""
    return current_app.config["BASE_URL"] or f"http://localhost:{os.environ.get('PORT', '8000')}"
