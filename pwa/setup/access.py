"""Who sets a practice up: whoever holds the operator's link, for two hours at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.setup import paper_key
from pwa.setup.core import VISIT_LIFETIME, LinkState
from pwa.setup.models import PracticeSetup
from pwa.setup.paper_key import PaperKey
from pwa.setup.service import find_setup, state_of
from pwa.vault.work import begin_work
from pwa.web import http

COOKIE = "gesprek_setup"

_P = ParamSpec("_P")


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody who sets up a practice.

    Attributes:
        typed: what was typed about the practice so far, field name to values.
        paper: the recovery key on its way to paper; None before the second page.
    """

    row: PracticeSetup
    typed: dict[str, list[str]]
    paper: PaperKey | None

    @property
    def owner(self) -> str:
        """The owner of the paper key as long as there is no practice: the operator's link."""
        return f"setup {self.row.id}"


def remember(response: Response, secret: str) -> Response:
    """Set the cookie with the secret of the link."""
    http.set_cookie(response, COOKIE, secret, lifetime=VISIT_LIFETIME)
    return response


def forget(response: Response) -> Response:
    """Delete the cookies with the link's secret and the paper key."""
    http.delete_cookie(response, COOKIE)
    return paper_key.drop_paper_key(response)


def setup_view(
    view: Callable[Concatenate[Visit, _P], ResponseReturnValue],
) -> Callable[_P, ResponseReturnValue]:
    """Give a view the visit as its first argument; without an open link, lead to the start page."""

    @wraps(view)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> ResponseReturnValue:
        work = begin_work()
        secret = http.get_cookie(COOKIE)
        row = find_setup(work, secret) if secret else None
        if row is None or state_of(row, work.now) is not LinkState.OPEN:
            # Translators: of the operator of this site
            flash(gettext("First open the link that you got from the operator."))
            return redirect(url_for("setup.start"), code=303)
        paper = paper_key.current_paper_key(f"setup {row.id}")
        return view(Visit(row, row.draft or {}, paper), *args, **kwargs)

    return guarded
