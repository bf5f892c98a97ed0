"""What is measured, and the ceilings to compare with: the least that WSGI and Flask can answer."""

import os
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask

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
    from pwa.app import create_app  # the ceilings must not pay for it

    return create_app(os.environ, Path(os.environ["BENCH_INSTANCE"]))
