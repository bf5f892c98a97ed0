"""When the daily commands last ended well, so that `flask doctor` notices a timer that has stopped.

The moments are stored in the instance folder and not in the database: the timers run on the machine
that has that folder, and a restored database must not claim that they ran.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

import click
from flask import current_app

_FOLDER: Final = "last-runs"

P = ParamSpec("P")
T = TypeVar("T")


def notes_its_run(function: Callable[P, T]) -> Callable[P, T]:
    """Let a command of `flask` write down when it ended without an error, under its full name."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        result = function(*args, **kwargs)
        path = _path(_command_name(click.get_current_context()))
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.write_text(datetime.now(UTC).isoformat(), encoding="utf-8")
        return result

    return run


def last_run(command: str) -> datetime | None:
    """Give when a command such as `audit anchor` last ended well here; None for never."""
    try:
        return datetime.fromisoformat(_path(command).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def _command_name(context: click.Context) -> str:
    """Give the name as it is typed, without the `flask` before it."""
    return context.command_path.partition(" ")[2]


def _path(command: str) -> Path:
    return Path(current_app.instance_path) / _FOLDER / command.replace(" ", "-")
