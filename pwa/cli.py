"""Commands: the example practice, and the key that lives outside the database."""

import base64
import json
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from pwa import retention
from pwa.accesslog.commands import commands as access_log
from pwa.backup.commands import backup, restore
from pwa.config import DEMO_FILE
from pwa.doctor import doctor
from pwa.last_runs import notes_its_run
from pwa.locales import LANGUAGES
from pwa.practice.core import Role
from pwa.practice.service import (
    create_member,
    create_practice,
    enrol_second_factor,
    find_practice,
)
from pwa.practice.setup.commands import practices
from pwa.store.database import overwrite_erased
from pwa.vault.codes import format_code
from pwa.vault.commands import keys
from pwa.vault.ring import master_keys
from pwa.web import watch
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


@click.command()
@click.option("--force", is_flag=True, help="Erase also when the clock or the amount looks wrong.")
@with_appcontext
@notes_its_run
def purge(*, force: bool) -> None:
    """Erase what nobody may keep any longer. Run it once a day, by a timer."""
    now = datetime.now(UTC)
    try:
        if not force:
            retention.refuse_when_doubtful(db.session(), now=now)
    except retention.Doubtful as doubt:
        watch.alarm("purge-refused")
        raise click.ClickException(f"Nothing was erased. {doubt}") from None
    counts = retention.purge(db.session(), now=now)
    overwrite_erased()
    watch.report("purged", **counts)
    click.echo("Erased: " + ", ".join(f"{count} {name}" for name, count in counts.items()))


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(demo)
    app.cli.add_command(purge)
    app.cli.add_command(doctor)
    app.cli.add_command(keys)
    app.cli.add_command(practices)
    app.cli.add_command(access_log)
    app.cli.add_command(backup)
    app.cli.add_command(restore)


def _create_demo() -> None:
    """Make a practice that everybody can see is an example, with one GP who can log in at once."""
    now = datetime.now(UTC)
    practice, new_keys = create_practice(
        db.session(),
        slug=DEMO_SLUG,
        name="Praktijk De Dreef",
        phone="030 000 00 00",
        out_of_hours_name="Huisartsenpost Voorbeeld",
        out_of_hours_phone="030 000 00 09",
        languages=list(LANGUAGES),
        master=master_keys(),
        now=now,
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
        db.session(),
        practice,
        name="Bakker",
        email=login["email"],
        role=Role.GP,
        password=login["password"],
        keys=new_keys.keys,
        master=master_keys(),
        now=now,
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
