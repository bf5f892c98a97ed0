"""Forms about colleagues, and for somebody who follows a team link."""

import email_validator
from flask_babel import gettext
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import ValidationError

from pwa.account.core import MAX_PASSWORD_CHARACTERS
from pwa.staff.core import Role
from pwa.team.core import MAX_EMAIL_CHARACTERS, MAX_NAME_CHARACTERS, read_secret
from pwa.text import N_, clean_text, one_line
from pwa.web.forms import SentForm

NO_ROLE = N_("Choose a role.")


class InviteForm(SentForm):
    """A colleague to be: name, address, role."""

    name = StringField()
    email = StringField()
    role = StringField()

    def validate_name(self, field: StringField) -> None:
        """Clean the name to one line; refuse an empty or a too long one."""
        field.data = one_line(clean_text(field.data or ""))
        if not field.data:
            raise ValidationError(gettext("Fill in a name."))
        if len(field.data) > MAX_NAME_CHARACTERS:
            raise ValidationError(gettext("This name is too long."))

    def validate_email(self, field: StringField) -> None:
        """Normalise the address to the form in which it is stored."""
        field.data = clean_text(field.data or "")
        try:
            found = email_validator.validate_email(field.data, check_deliverability=False)
        except email_validator.EmailNotValidError:
            raise ValidationError(gettext("This is no email address.")) from None
        field.data = found.normalized.lower()
        if len(field.data) > MAX_EMAIL_CHARACTERS:
            raise ValidationError(gettext("This is no email address."))

    def validate_role(self, field: StringField) -> None:
        """Take a role that exists."""
        if field.data not in set(Role):
            raise ValidationError(gettext(NO_ROLE))


class RoleForm(SentForm):
    """Another role for a colleague."""

    role = StringField()

    def validate_role(self, field: StringField) -> None:
        """Take a role that exists."""
        if field.data not in set(Role):
            raise ValidationError(gettext(NO_ROLE))


class ResetForm(SentForm):
    """The form to make a link for a new password, and with a tick for a new second factor."""

    second_factor = BooleanField()


class RecoveryForm(SentForm):
    """The printed recovery key."""

    recovery_key = StringField()


class LinkForm(SentForm):
    """The secret of a link, pasted or put there by a script."""

    link = StringField()

    @property
    def secret(self) -> str:
        """The secret, without the rest of a pasted link."""
        return read_secret(self.link.data or "")


class NewPasswordForm(LinkForm):
    """A new password, typed twice because nobody sees it."""

    password = PasswordField()
    again = PasswordField()

    def validate_again(self, field: PasswordField) -> None:
        """Require the same password in both fields."""
        if field.data != self.password.data:
            raise ValidationError(gettext("The two passwords are not the same."))


class OwnPasswordForm(LinkForm):
    """The password of an existing account."""

    own_password = PasswordField()

    def validate_own_password(self, field: PasswordField) -> None:
        """Refuse an empty or too long password, before it is hashed."""
        if not 0 < len(field.data or "") <= MAX_PASSWORD_CHARACTERS:
            raise ValidationError(gettext("Fill in your password."))
