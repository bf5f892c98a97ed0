"""What somebody types to log in, and where the login leads."""

import re
from urllib.parse import unquote

from flask import request, url_for
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired

from pwa.web.forms import SentForm
from pwa.web.http import PRACTICE_PREFIX


def place_to_go(wanted: str | None) -> str:
    """Give the address to go on to; links from elsewhere may lead to the practice's pages only."""
    if wanted is None or not wanted.startswith(f"{PRACTICE_PREFIX}/") or not wanted.isprintable():
        return url_for("desk.today")  # a line break must not get into the Location header
    # Browsers take a backslash for "/", and resolve "..", also as "%2e%2e", to the folder above.
    leaves = ".." in re.split(r"[/\\?#]", unquote(wanted))
    return url_for("desk.today") if leaves else wanted


class LoginForm(SentForm):
    """E-mail address and password; one error for both, or a guesser would learn which is wrong."""

    email = StringField()
    password = PasswordField()
    next = HiddenField()

    @property
    def place(self) -> str:
        """Where to go on after the login."""
        return place_to_go(self.next.data or request.args.get("next"))


class CodeForm(SentForm):
    """A code from the app, or one from paper."""

    code = StringField(validators=[DataRequired()])
