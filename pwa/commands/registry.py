"""Every command of `flask`, added to the application."""

from flask import Flask

from pwa.commands.audit import commands as access_log
from pwa.commands.backup import backup, restore
from pwa.commands.demo import demo
from pwa.commands.directory import directory
from pwa.commands.doctor import doctor
from pwa.commands.keys import keys
from pwa.commands.practices import practices
from pwa.commands.purge import purge
from pwa.commands.recordings import recordings
from pwa.commands.voices import voices


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(demo)
    app.cli.add_command(purge)
    app.cli.add_command(doctor)
    app.cli.add_command(keys)
    app.cli.add_command(practices)
    app.cli.add_command(directory)
    app.cli.add_command(recordings)
    app.cli.add_command(access_log)
    app.cli.add_command(backup)
    app.cli.add_command(restore)
    app.cli.add_command(voices)
