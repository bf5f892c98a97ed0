"""A server with production settings that is killed at a chosen moment, and started again."""

import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from gunicorn.app.wsgiapp import run as run_gunicorn
from sqlalchemy import event
from sqlalchemy.orm import Session

from pwa.app import create_app
from pwa.vault.stretching import COSTS
from tests.databases.homes import CHEAP, Home

BEFORE_COMMIT = "before the commit"
AFTER_COMMIT = "after the commit"
IN_THE_ANSWER = "in the middle of the answer"
AFTER_THE_ANSWER = "after the answer"
MOMENTS = (BEFORE_COMMIT, AFTER_COMMIT, IN_THE_ANSWER)
_FILE = "die-at"
_INSTANCE = "KILLABLE_INSTANCE"
_IS_CHEAP = "KILLABLE_IS_CHEAP"

# A fork server that has imported the app. To import it again for each restart would take longer
# than all the requests of a test.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])


def build() -> Flask:
    """Make the app that gunicorn serves, with `_Knife` as its outermost WSGI layer."""
    instance = Path(os.environ[_INSTANCE])
    app = create_app(os.environ, instance, costs=CHEAP if _IS_CHEAP in os.environ else COSTS)
    knife = _Knife(instance / _FILE, app.wsgi_app)
    app.wsgi_app = knife  # type: ignore[method-assign]  # as Flask's manual does
    event.listen(Session, "before_commit", lambda _session: knife.strike(BEFORE_COMMIT))
    event.listen(Session, "after_commit", lambda _session: knife.strike(AFTER_COMMIT))
    return app


class _Knife:
    """WSGI layer that sends SIGKILL to its process group at the moment that a file names."""

    def __init__(self, file: Path, application: WSGIApplication) -> None:
        self.file = file
        self.application = application

    def strike(self, moment: str) -> None:
        if self.file.exists() and self.file.read_text(encoding="utf-8") == moment:
            self.file.unlink()
            os.killpg(0, signal.SIGKILL)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = self.application(environ, start_response)
        return self._halve(answer) if environ["REQUEST_METHOD"] == "POST" else answer

    def _halve(self, answer: Iterable[bytes]) -> Iterator[bytes]:
        for part in answer:
            yield part[: len(part) // 2]
            self.strike(IN_THE_ANSWER)
            yield part[len(part) // 2 :]
        self.strike(AFTER_THE_ANSWER)


def _serve(arguments: list[str], environ: Mapping[str, str]) -> None:
    """Run gunicorn with these arguments, in a process group of its own."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = ["gunicorn", *arguments]
    run_gunicorn()


class KillableServer:
    """gunicorn on a port that stays the same.

    Attributes:
        kills: how often it was killed.
    """

    def __init__(self, home: Home, *, workers: int = 1) -> None:
        self.home = home
        self.workers = workers
        self.kills = 0
        self._process: ForkServerProcess | None = None
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port: int = listener.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def _environ(self) -> Mapping[str, str]:
        costs = {_IS_CHEAP: "1"} if self.home.costs == CHEAP else {}
        return {**os.environ, **self.home.environ, _INSTANCE: str(self.home.instance), **costs}

    def start(self) -> None:
        """Start the server, and wait until it listens."""
        command = ["--config", "deploy/gunicorn.conf.py"]
        command += ["--workers", str(self.workers), "--max-requests", "0"]
        command += ["--bind", f"127.0.0.1:{self.port}", "tests.databases.killable:build()"]
        self._process = _FORKS.Process(target=_serve, args=(command, self._environ))
        self._process.start()
        while self._process.is_alive():
            if self._is_listened_to():
                return
            time.sleep(0.02)
        raise RuntimeError("the server does not start")

    def _is_listened_to(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def die_at(self, moment: str) -> None:
        """Let the next request that reaches this moment kill the server."""
        (self.home.instance / _FILE).write_text(moment, encoding="utf-8")

    def wait_for_death(self) -> None:
        self._wait()
        self.kills += 1

    def _wait(self) -> None:
        assert self._process is not None
        self._process.join(timeout=60)
        assert not self._process.is_alive()
        # On a busy machine a killed worker may hold the port a moment longer than its master: a
        # connection made then is not refused, but never answered.
        until = time.monotonic() + 60
        while self._is_listened_to():
            assert time.monotonic() < until
            time.sleep(0.01)

    def kill(self) -> None:
        """Kill master and workers at once, as a power cut does."""
        self._signal(signal.SIGKILL)
        self.wait_for_death()

    def freeze(self) -> None:
        """Stop the processes (SIGSTOP): they accept connections but answer no request."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        assert self._process.pid is not None
        os.killpg(self._process.pid, number)

    def close(self) -> None:
        if self._process is not None and self._process.is_alive():
            self._signal(signal.SIGKILL)
            self._wait()
