"""The own second factor: an app with codes, and passkeys."""

from flask_babel import gettext

from pwa.account.factors import app_codes, passkeys
from pwa.account.factors.recovery_codes import make_recovery_codes
from pwa.errors import PersonalError
from pwa.staff.models import Account, Passkey
from pwa.text import N_, clean_text, one_line


class NameTooLong(PersonalError):
    """The name of a passkey does not fit."""

    def __init__(self) -> None:
        super().__init__(
            N_("This text is too long. There is room for %(most)s characters."),
            {"most": passkeys.MAX_NAME_CHARACTERS},
        )


def has_second_factor(account: Account) -> bool:
    """Say whether somebody has set up an app or a passkey."""
    return bool(account.tf_totp_secret or account.passkeys)


def enrol_second_factor(account: Account, base32: str) -> list[str]:
    """Set up the second factor with a secret that an app or a program holds already.

    Returns:
        The recovery codes, in clear for the only time.
    """
    account.tf_primary_method = "authenticator"
    account.tf_totp_secret = app_codes.encrypt_secret(base32)
    return make_recovery_codes(account)


def drop_second_factor(account: Account) -> None:
    """Take the second factor away, whatever it is: the next login sets up a new one."""
    account.tf_primary_method = account.tf_totp_secret = account.mf_recovery_codes = None
    account.passkeys.clear()


def find_passkey(account: Account, passkey_id: int) -> Passkey | None:
    """Find one of the own passkeys."""
    return next((item for item in account.passkeys if item.id == passkey_id), None)


def read_name(typed: str) -> str:
    """Clean the typed name of a passkey to one line, which may be empty.

    Raises:
        NameTooLong: the line has more than `MAX_NAME_CHARACTERS`.
    """
    name = one_line(clean_text(typed))
    if len(name) > passkeys.MAX_NAME_CHARACTERS:
        raise NameTooLong
    return name


def may_remove(account: Account) -> bool:
    """Say whether a second factor is left when a passkey goes."""
    return account.tf_totp_secret is not None or len(account.passkeys) > 1


def first_name(account: Account) -> str:
    """Suggest the name of the next passkey, by its number."""
    # Translators: name of a passkey until its owner gives another one
    return gettext("Passkey %(num)s", num=len(account.passkeys) + 1)
