"""The application, for the WSGI server and for `flask --app wsgi`."""

import gc

# Of what is loaded at a start nothing becomes rubbish, and looking for some takes a sixth of it.
gc.disable()

import click  # noqa: E402

from pwa.app import create_app  # noqa: E402
from pwa.config import SettingsError  # noqa: E402

# A server is not started without a key file, but the command that makes one has to run.
_is_command = click.get_current_context(silent=True) is not None
try:
    app = create_app(is_command=_is_command)
except SettingsError as error:
    raise SystemExit(f"Mijn Gesprek does not start. {error}") from None
gc.enable()
gc.freeze()  # nor later, and worker processes go on sharing the memory that nobody walks through
