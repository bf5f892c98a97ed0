"""Flask-Security's forms, each with the step that our keys need."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask import url_for
from flask_babel import gettext
from flask_security.forms import LoginForm as PasswordForm
from flask_security.forms import TwoFactorRescueForm, TwoFactorSetupForm
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.utils import get_message
from wtforms import HiddenField, RadioField

from pwa.account.core import MAX_PASSWORD_CHARACTERS
from pwa.staff import sessions
from pwa.staff.models import Account
from pwa.store.tenants import use_account
from pwa.web.extensions import db
from pwa.web.http import PRACTICE_PREFIX

_Validators = Mapping[str, Sequence[Any]] | None


def place_to_go(wanted: str | None) -> str:
    """Give the address to go on to: a link that somebody sends may lead to the practice's pages only."""
    is_ours = wanted is not None and wanted.startswith(f"{PRACTICE_PREFIX}/")
    # A line break cannot stand in a header.
    return wanted if wanted and is_ours and wanted.isprintable() else url_for("desk.today")


class LoginForm(PasswordForm):
    """E-mail address and password; what the password unwraps is parked for the second factor."""

    remember = None  # type: ignore[assignment]  # how WTForms takes a field away

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Without a place to go Flask-Security leads back to the login page first.
        self.next.data = place_to_go(self.next.data)

    def validate(self, extra_validators: _Validators = None, **kwargs: Any) -> bool:
        """Check the password, and unwrap the practice's keys while it is at hand."""
        if len(self.password.data or "") > MAX_PASSWORD_CHARACTERS:
            self.password.errors = [get_message("INVALID_PASSWORD")[0]]
            return False
        if not super().validate(extra_validators=extra_validators, **kwargs):
            return False
        account = cast(Account, self.user)
        use_account(db.session(), account.id)
        membership = account.current_membership
        if membership is None:
            # Translators: nl: "Dit account hoort niet meer bij een praktijk."
            self.form_errors.append(gettext("This account does not belong to a practice any more."))
            return False
        # super().validate() brought the password into the normal form that the hash was made from.
        sessions.begin_login(membership, self.password.data or "")
        return True


class RecoveryForm(MfRecoveryForm):
    """A recovery code in place of the code from the app."""

    def validate(self, extra_validators: _Validators = None, **kwargs: Any) -> bool:
        """Check the code as people copy it from paper; a wrong one counts like a wrong code."""
        db.session.refresh(self.user, with_for_update=True)  # or one code works twice at once
        if super().validate(extra_validators=extra_validators, **kwargs):
            return True
        cast(Account, self.user).track_failed_authn("recovery_code", tfa=True)
        return False


class EnrolForm(TwoFactorSetupForm):
    """The way to the second factor; there is one way, so there is nothing to choose."""

    setup = HiddenField()  # type: ignore[assignment]


class HelpForm(TwoFactorRescueForm):
    """Ways on without the app: the page links to the recovery codes instead."""

    help_setup = RadioField(choices=[])
