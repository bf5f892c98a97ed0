"""An app about to be the second factor: its secret waits in the browser for the first right code.

Until then the second factor from before stays valid, for whoever gives up half way or scanned a
wrong picture. The secret lies encrypted in the signed session cookie.
"""

from flask import session

from pwa.account.factors import app_codes
from pwa.staff.models import Account

_SECRET = "new_app"  # noqa: S105  # a name


def begin_app() -> str:
    """Make a secret, in place of one that waits already, and give it encrypted."""
    secret = session[_SECRET] = app_codes.new_secret()
    return secret


def waiting_secret() -> str | None:
    """Give the secret that waits in this browser, encrypted."""
    return session.get(_SECRET)


def forget_app() -> None:
    """Forget the secret that waits: another login begins."""
    session.pop(_SECRET, None)


def accept_app(account: Account, typed: str) -> bool:
    """Replace the account's app by the waiting one, if that one gave the right code.

    Returns:
        Whether the code was right.
    """
    secret = waiting_secret()
    step = None if secret is None else app_codes.find_step(secret, typed)
    if step is None:
        return False
    account.tf_primary_method, account.tf_totp_secret = "authenticator", secret
    account.tf_last_counter = step
    forget_app()
    return True
