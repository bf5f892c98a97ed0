"""Commands of the operator for recordings that every practice of the installation hears."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from pwa.practice.changed import practice_changed
from pwa.voice.recordings.exchange.core import ZipRefused
from pwa.voice.recordings.exchange.process import read_zip, unpack
from pwa.voice.recordings.exchange.project import (
    project_folder,
    put_into_project,
    take_out_of_project,
)

recordings = AppGroup("recordings", help="Recordings that every practice hears.")


@recordings.command("publish")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def publish(file: Path) -> None:
    """Put the zip FILE, which a practice downloaded, into the set of the project."""
    try:
        found = unpack(read_zip(file.read_bytes()))
    except ZipRefused as refused:
        raise click.ClickException(refused.message) from refused
    put = put_into_project(_folder(), found)
    practice_changed.send()
    click.echo(f"{put} recordings in {found.language} are in the set.")
    for speaker in found.speakers:
        click.echo(f"{speaker.id}  {speaker.name}, {speaker.agreed_on}: {speaker.agreed_words}")


@recordings.command("withdraw")
@click.argument("speaker")
def withdraw(speaker: str) -> None:
    """Erase every recording of SPEAKER, an id that `publish` told, from the set."""
    gone = take_out_of_project(_folder(), speaker)
    practice_changed.send()
    click.echo(f"{gone} recordings were erased.")


def _folder() -> Path:
    return project_folder(current_app.config["VOICE_FOLDER"])
