"""Health checks for monitoring and the proxy: whether the process answers, and whether it can work.

Both pages are public and do not say what is wrong; the log does.
"""

from collections.abc import Callable, Mapping
from functools import cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, make_response
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import RequestEntityTooLarge

from pwa.config import ROOT, SettingsError, read_keks
from pwa.site.errors import show_error
from pwa.vault.crypto import CannotOpen
from pwa.vault.master.master_keys import master_keys
from pwa.web import watch
from pwa.web.extensions import db, limiter
from pwa.web.http import get_language_or_404, is_practice_side

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> ResponseReturnValue:
    """See that the process answers; neither the database nor anything else is checked."""
    return Response("alive\n", mimetype="text/plain")


@bp.get("/readyz")
def ready() -> ResponseReturnValue:
    """See whether everything that sharing and reading need is available."""
    faults = [name for name, is_right in CHECKS.items() if not is_right()]
    if faults:
        watch.alarm("not-ready", faults=", ".join(faults))
        return Response("not ready\n", status=503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")


@bp.get("/<side>/too-large")
def too_large(side: str) -> ResponseReturnValue:
    """Give the page or the JSON about a body that is too large, for the proxy, which refuses it.

    The proxy sends it with its own status 413, so here the status is 200.

    Args:
        side: a language of the patient's side, or `practice`.
    """
    if not is_practice_side():
        get_language_or_404(side)
    page = make_response(show_error(RequestEntityTooLarge()))
    page.status_code = 200
    return page


def _has_database() -> bool:
    try:
        return bool(_revisions())
    except SQLAlchemyError:
        return False


def _has_schema() -> bool:
    try:
        return _revisions() == _newest()
    except SQLAlchemyError:
        return False


def _has_key() -> bool:
    """Say whether the key file is there and its master key unwraps the root key."""
    try:
        read_keks(master_keys().path)
        return bool(master_keys().root)
    except (SettingsError, OSError, CannotOpen, LookupError, SQLAlchemyError):
        return False


def _has_limits() -> bool:
    return limiter.storage.check()


CHECKS: Mapping[str, Callable[[], bool]] = {
    "database": _has_database,
    "schema": _has_schema,
    "key file": _has_key,
    "limits": _has_limits,
}


def _revisions() -> set[str]:
    return set(MigrationContext.configure(db.session.connection()).get_current_heads())


@cache
def _newest() -> set[str]:
    return set(ScriptDirectory(str(ROOT / "migrations")).get_heads())
