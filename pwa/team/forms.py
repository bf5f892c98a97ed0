"""What is typed about colleagues, and by somebody who follows a link."""

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
        """Keep a name that fits on a line."""
        field.data = one_line(clean_text(field.data or ""))
        if not field.data:
            raise ValidationError(gettext("Fill in a name."))
        if len(field.data) > MAX_NAME_CHARACTERS:
            raise ValidationError(gettext("This name is too long."))

    def validate_email(self, field: StringField) -> None:
        """Bring the address into the one form that it is stored in."""
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
    """A link for a new password."""

    second_factor = BooleanField()


class RecoveryForm(SentForm):
    """The printed recovery key."""

    recovery_key = StringField()


class LinkForm(SentForm):
    """The secret of a link, pasted or put there by a script."""

    link = StringField()

    @property
    def secret(self) -> str:
        """What of it is the secret."""
        return read_secret(self.link.data or "")


class NewPasswordForm(LinkForm):
    """A new password, typed twice because nobody sees it."""

    password = PasswordField()
    again = PasswordField()

    def validate_again(self, field: PasswordField) -> None:
        """Make sure that the person will know it."""
        if field.data != self.password.data:
            raise ValidationError(gettext("The two passwords are not the same."))


class OwnPasswordForm(LinkForm):
    """The password of an account that is there."""

    own_password = PasswordField()

    def validate_own_password(self, field: PasswordField) -> None:
        """Spare the hashing what no password can be."""
        if not 0 < len(field.data or "") <= MAX_PASSWORD_CHARACTERS:
            raise ValidationError(gettext("Fill in your password."))
