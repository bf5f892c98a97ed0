"""The application, for the WSGI server and for `flask --app wsgi`."""

import click

from pwa.app import create_app
from pwa.config import SettingsError

# A server is not started without a key file, but the command that makes one has to run.
_is_command = click.get_current_context(silent=True) is not None
try:
    app = create_app(is_command=_is_command)
except SettingsError as error:
    raise SystemExit(f"Mijn Gesprek does not start. {error}") from None
