"""Error pages: what went wrong and what to do, in the visitor's language, never a stack trace."""

from dataclasses import dataclass

from flask import Flask, jsonify, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from pwa.journal.file import JournalAway
from pwa.site.addresses import lead_on
from pwa.store.database import WriteLocked
from pwa.text import N_
from pwa.web import watch
from pwa.web.http import is_practice_side, wants_json

NOT_FOUND = 404
_RETRY_AFTER_S = 10
# The database or the journal cannot be used. `PendingRollbackError` comes when the connection was
# lost while another error was being answered.
_AWAY = (
    OperationalError,
    InterfaceError,
    PoolTimeoutError,
    WriteLocked,
    JournalAway,
    PendingRollbackError,
)
# Start of SQLite's error name or PostgreSQL's SQLSTATE, to the event of the alarm. On `disk-full`
# and `disk-broken` somebody has to act.
_CODES = {
    "SQLITE_FULL": "disk-full",
    "53100": "disk-full",
    "SQLITE_IOERR": "disk-broken",
    "58": "disk-broken",
    "SQLITE_BUSY": "write-lock",
    "SQLITE_LOCKED": "write-lock",
    "55P03": "write-lock",
}
_OTHERWISE = "database-away"


@dataclass(frozen=True, slots=True)
class ErrorText:
    """What happened, and what somebody can do about it."""

    title: str
    advice: str


TEXTS: dict[int, ErrorText] = {
    400: ErrorText(
        N_("This does not work"),
        N_("Go back, load the page again and try once more."),
    ),
    403: ErrorText(
        N_("You cannot open this page"),
        N_("This page is not for you, or you have been away too long."),
    ),
    404: ErrorText(
        N_("This page does not exist"),
        N_("Check the address, or ask the practice for a new one."),
    ),
    405: ErrorText(
        N_("This is not possible here"),
        N_("Go to the start and try again."),
    ),
    413: ErrorText(
        N_("This is too much text"),
        N_("Go back and make your text shorter."),
    ),
    429: ErrorText(
        N_("Please wait"),
        N_("This was tried too often. Try again in a few minutes."),
    ),
    500: ErrorText(
        N_("Something went wrong on our side"),
        N_("It is not your fault. Try again later."),
    ),
    503: ErrorText(
        N_("It does not work at the moment"),
        # The same number as `_RETRY_AFTER_S`.
        N_("Try again in 10 seconds."),
    ),
}


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(HTTPException, show_error)
    # Flask wraps other exceptions in this one, also those of error handlers and after the view.
    app.register_error_handler(InternalServerError, _show_fault)
    for error in _AWAY:
        app.register_error_handler(error, _show_database_away)


def _show_fault(error: InternalServerError) -> ResponseReturnValue:
    original = error.original_exception
    if isinstance(original, DBAPIError) and original.connection_invalidated:
        return _show_database_away(original)
    if isinstance(original, _AWAY):
        return _show_database_away(original)
    return show_error(error)


def show_error(error: HTTPException) -> ResponseReturnValue:
    """Answer an error with a page or JSON; an unknown address may be redirected (`lead_on`)."""
    code = error.code or 500
    if code == NOT_FOUND and (answer := lead_on()):
        return answer
    text = TEXTS.get(code) or TEXTS[400 if code < 500 else 500]
    if wants_json():
        response = jsonify(errors={"form": f"{gettext(text.title)}. {gettext(text.advice)}"})
    else:
        side = "practice" if is_practice_side() else "patient"
        # The header with somebody's name and pages reads the database, which may be what failed.
        header = {"staff": None} if code >= 500 else {}
        response = make_response(render_template(f"errors/{side}.html", text=text, **header))
    # `Allow` of a 405 and `Retry-After` must survive.
    response.headers.extend(
        (name, value) for name, value in error.get_headers() if name != "Content-Type"
    )
    response.status_code = code
    return response


def _show_database_away(error: Exception) -> ResponseReturnValue:
    # A database error's text can hold what somebody typed, so only its kind and code are logged.
    cause = getattr(error, "orig", None)
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
    event = next((name for start, name in _CODES.items() if code.startswith(start)), _OTHERWISE)
    event = "journal-away" if isinstance(error, JournalAway) else event
    watch.alarm(event, kind=type(error).__name__, code=code)
    return show_error(ServiceUnavailable(retry_after=_RETRY_AFTER_S))
