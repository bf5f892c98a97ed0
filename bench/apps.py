"""The WSGI apps that are measured or pictured: ours, and the least that WSGI and Flask can do."""

import hashlib
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli
from flask import Flask

# The morning of the pictures, in UTC: when the lists are made, and when they are looked at.
MADE, LOOKED_AT = datetime(2026, 12, 1, 7, 31, tzinfo=UTC), datetime(2026, 12, 1, 7, 38, tzinfo=UTC)

flask_hello = Flask(__name__)


@flask_hello.get("/")
def hello() -> str:
    return "hello"


def wsgi_hello(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer without any framework."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


def gesprek() -> Flask:
    """Make the app on the installation that the benchmark set up for itself."""
    from pwa.app import create_app  # not imported where the other apps are measured

    return create_app(os.environ, Path(os.environ["BENCH_INSTANCE"]))


def example_day() -> Flask:
    """Make the app with the example patients on its list, and a clock that stands still."""
    from pwa.web import http

    moment = MADE
    # Before anything else of the app is imported: many modules import `now` itself.
    http.now = lambda: moment

    from pwa.app import create_app
    from tests.databases.homes import Sqlite, make_demo_home

    home = make_demo_home(Sqlite(), Path(os.environ["BENCH_INSTANCE"]), with_lists=True)
    moment = LOOKED_AT
    return create_app({**os.environ, **home.environ}, home.instance)


def limit() -> WSGIApplication:
    """Send the page of `bench/limit.py` from memory, packed with brotli, cacheable for an hour."""
    body = brotli.compress(Path(os.environ["BENCH_LIMIT"]).read_bytes())
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Encoding", "br"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "max-age=3600"),
        ("ETag", f'"{hashlib.sha256(body).hexdigest()[:12]}"'),
    ]

    def send(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", headers)
        return [body]

    return send
