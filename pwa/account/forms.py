"""What somebody types about the own account."""

from flask_babel import gettext
from wtforms import PasswordField
from wtforms.validators import ValidationError

from pwa.account.passwords import find_fault
from pwa.staff.models import Account
from pwa.web.forms import SentForm


class PasswordForm(SentForm):
    """The password until now, and the new one twice: a typing error would lock its owner out."""

    current_password = PasswordField()
    new_password = PasswordField()
    new_password_again = PasswordField()

    def __init__(self, account: Account) -> None:
        super().__init__()
        self._account = account

    def validate_current_password(self, field: PasswordField) -> None:
        """Require the current password."""
        if not field.data:
            raise ValidationError(gettext("Fill in the password that you have now."))

    def validate_new_password(self, field: PasswordField) -> None:
        """Refuse a password that is easy to guess."""
        account = self._account
        about = [account.name, account.email, *(m.practice.name for m in account.memberships)]
        if fault := find_fault(field.data or "", about):
            raise ValidationError(fault)

    def validate_new_password_again(self, field: PasswordField) -> None:
        """Require the same new password in both fields."""
        if field.data != self.new_password.data:
            raise ValidationError(gettext("This is not the same password twice."))
