"""The ceilings to compare with: the least that WSGI and Flask can answer."""

from collections.abc import Iterable
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
