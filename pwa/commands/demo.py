"""The command that makes the example practice and its list of today, and tells how to log in."""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from pwa.account.factors.service import enrol_second_factor
from pwa.account.people import create_member
from pwa.commands.example.help import add_example_help
from pwa.commands.example.lists import ExampleDay, find_team, make_lists
from pwa.commands.example.stories import GP, PATIENTS
from pwa.config import DEMO_FILE
from pwa.locales import LANGUAGES, local_day
from pwa.practice.service import create_practice, find_practice
from pwa.staff.core import Role, may_read_contents
from pwa.store.tenants import use_practice
from pwa.team.members import find_by_email
from pwa.vault.crypto import CannotOpen
from pwa.vault.patient.codes import format_code
from pwa.vault.practice.recovery import unwrap_by_recovery
from pwa.vault.work import begin_work
from pwa.web.extensions import db

DEMO_SLUG = "de-dreef"
# Beside the file of the login: of which day the newest example lists are, and a code of one.
_LISTS_FILE = "demo_lists.json"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.option("--lists", "with_lists", is_flag=True, help="Put example patients on today's list.")
@with_appcontext
def demo(*, as_json: bool, with_lists: bool) -> None:
    """Print the login of the example practice; make the practice first if need be."""
    if not current_app.config["IS_DEMO"]:
        raise click.ClickException(
            "This installation is not a demo. Set GESPREK_DEMO=1 to make one."
        )
    if find_practice(db.session(), DEMO_SLUG) is None:
        _create_demo()
    login = json.loads(_path(DEMO_FILE).read_text())
    if with_lists:
        _make_lists(login)
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
        computer_voices=list(LANGUAGES),
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
        name=GP,
        email=login["email"],
        role=Role.GP,
        password=login["password"],
        keys=new_keys.keys,
    )
    enrol_second_factor(member.account, login["totp_secret"])
    add_example_help(work, practice)
    # Before the commit: a practice whose login nobody knows would be of no use.
    _write(DEMO_FILE, login)
    db.session.commit()


def _make_lists(login: dict[str, str]) -> None:
    """Put the example patients on the list of today, unless they are there or the keys are new."""
    work = begin_work()
    practice = find_practice(work.db, DEMO_SLUG)
    if practice is None or not practice.is_example:
        raise click.ClickException("Only the example practice gets example patients.")
    use_practice(work.db, practice.id)
    gp = find_by_email(work.db, practice.id, login["email"])
    try:
        keys = unwrap_by_recovery(work.db, practice.id, login["recovery_key"], work.master)
    except CannotOpen:
        gp = None
    if gp is None or not may_read_contents(gp.role):
        click.echo("No example patients: the first login or recovery key was replaced.", err=True)
        return
    team = find_team(work, gp, keys)
    example = ExampleDay(local_day(work.now), practice, team, login["recovery_key"])
    is_made = example.is_made(work)
    db.session.commit()
    written = _path(_LISTS_FILE)
    if is_made and written.exists() and example.day.isoformat() in written.read_text():
        return
    code = "" if is_made else make_lists(work, example)
    said = {"day": example.day.isoformat(), "patients": len(PATIENTS), "code": code}
    _write(_LISTS_FILE, said)


def _write(name: str, content: Mapping[str, object]) -> None:
    path = _path(name)
    path.touch(mode=0o600)
    path.write_text(json.dumps(content, indent=2) + "\n")


def _path(name: str) -> Path:
    return Path(current_app.instance_path) / name
