"""`flask voices`: the clips of the computer voice."""

from collections.abc import Sequence
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from pwa.locales import LANGUAGES
from pwa.practice.models import Practice
from pwa.store.tenants import use_practice
from pwa.vault.work import begin_work
from pwa.voice.espeak import VOICES, VoiceError
from pwa.voice.making import make_voices


@click.group()
def voices() -> None:
    """Make the sound of sentences that nobody has recorded."""


@voices.command()
@click.argument(
    "languages", nargs=-1, type=click.Choice([code for code in LANGUAGES if code in VOICES])
)
@with_appcontext
def make(languages: Sequence[str]) -> None:
    """Make the clips of the computer voice, for all languages or for those that are named.

    Only what is new or was changed is made. Practices choose in their settings whether patients hear it.
    """
    folder: Path = current_app.config["VOICE_FOLDER"]
    is_new = False
    try:
        for language, made, there in make_voices(folder, languages or LANGUAGES):
            click.echo(f"{language}: {made} clips made, {there} there")
            is_new = is_new or made > 0
    except VoiceError as error:
        raise click.ClickException(str(error)) from error
    if is_new:
        _renew_pages()


def _renew_pages() -> None:
    """Give each practice a new revision, so that cached first pages show the ears of new voices."""
    work = begin_work()
    for practice in list(work.db.scalars(select(Practice))):
        use_practice(work.db, practice.id)
        practice.updated_at = work.now
        work.db.flush()
    work.db.commit()
