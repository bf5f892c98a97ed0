"""The command that makes the example practice, and tells how to log in there."""

import base64
import json
import os
import secrets
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from pwa.account.factors.service import enrol_second_factor
from pwa.account.people import create_member
from pwa.config import DEMO_FILE
from pwa.locales import LANGUAGES
from pwa.practice.service import create_practice, find_practice
from pwa.staff.core import Role
from pwa.vault.patient.codes import format_code
from pwa.vault.work import begin_work
from pwa.web.extensions import db

DEMO_SLUG = "de-dreef"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@with_appcontext
def demo(*, as_json: bool) -> None:
    """Print the login of the example practice; make the practice first if need be."""
    if not current_app.config["IS_DEMO"]:
        raise click.ClickException(
            "This installation is not a demo. Set GESPREK_DEMO=1 to make one."
        )
    if find_practice(db.session(), DEMO_SLUG) is None:
        _create_demo()
    login = json.loads(_demo_path().read_text())
    login = {"url": f"http://localhost:{os.environ.get('PORT', '8000')}", **login}
    if as_json:
        click.echo(json.dumps(login))
        return
    for name, value in login.items():
        click.echo(f"{name:<13} {value}")


def _create_demo() -> None:
    """Make a practice that everybody can see is an example, with one GP who can log in at once."""
    work = begin_work()
    practice, new_keys = create_practice(
        work,
        slug=DEMO_SLUG,
        name="Praktijk De Dreef",
        phone="030 000 00 00",
        out_of_hours_name="Huisartsenpost Voorbeeld",
        out_of_hours_phone="030 000 00 09",
        languages=list(LANGUAGES),
        neighbourhood="Overvecht",
        is_example=True,
    )
    login = {
        "slug": DEMO_SLUG,
        "email": "bakker@dedreef.example.com",
        "password": secrets.token_urlsafe(12),
        "totp_secret": base64.b32encode(secrets.token_bytes(20)).decode(),
        "recovery_key": format_code(new_keys.recovery_key),
    }
    member = create_member(
        work,
        practice,
        name="Bakker",
        email=login["email"],
        role=Role.GP,
        password=login["password"],
        keys=new_keys.keys,
    )
    enrol_second_factor(member.account, login["totp_secret"])
    # Before the commit: a practice whose login nobody knows would be of no use.
    _write_demo(login)
    db.session.commit()


def _write_demo(login: dict[str, str]) -> None:
    path = _demo_path()
    path.touch(mode=0o600)
    path.write_text(json.dumps(login, indent=2) + "\n")


def _demo_path() -> Path:
    return Path(current_app.instance_path) / DEMO_FILE
