"""The application, for the WSGI server and for `flask --app wsgi`."""

from pwa.app import create_app

app = create_app()
