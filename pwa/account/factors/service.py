"""The own second factor: an app with codes, and passkeys."""

from sqlalchemy.orm import Session

from pwa.account.core import CODE_WINDOW_SECONDS
from pwa.account.login import passkeys
from pwa.account.login.login import security
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


def new_app_secret() -> str:
    """Make a secret for an app, encrypted as it is stored."""
    secret: str = security.totp_factory.generate_totp_secret()
    return secret


def set_up_app(db: Session, account: Account, secret: str, code: str) -> bool:
    """Take another app in place of the one until now, once it gives the right code.

    Args:
        secret: as `new_app_secret` made it.

    Returns:
        Whether the code was right; if not, the transaction has to be dropped.
    """
    account.tf_last_counter = None  # of the app until now
    db.flush()
    if not security.totp_factory.verify_totp(code, secret, account, CODE_WINDOW_SECONDS):
        return False
    account.tf_primary_method, account.tf_totp_secret = "authenticator", secret
    return True


def find_passkey(account: Account, passkey_id: int) -> Passkey | None:
    """Find one of the own passkeys."""
    return next((item for item in account.passkeys if item.id == passkey_id), None)


def read_name(typed: str) -> str:
    """Bring the name of a passkey to a line; empty when nothing is left.

    Raises:
        NameTooLong: there is no room for it.
    """
    name = one_line(clean_text(typed))
    if len(name) > passkeys.MAX_NAME_CHARACTERS:
        raise NameTooLong
    return name


def may_remove(account: Account) -> bool:
    """Say whether a second factor is left when a passkey goes."""
    return account.tf_totp_secret is not None or len(account.passkeys) > 1
