"""How often somebody may guess a password or a second factor.

Only refused requests count, or ten colleagues behind one network address could not begin their day.
Whoever logged in before in this browser is counted apart, so that neither strangers nor a colleague
who forgot a password keep anybody out.
"""

from pwa.account.login import devices
from pwa.staff import sessions
from pwa.web.extensions import client_network, limiter
from pwa.web.http import is_refused, sent_field


def _visitor() -> str:
    email = sent_field("email")
    device = devices.find_device(email) if email else None
    return f"device {device} {devices.email_fingerprint(email)}" if device else client_network()


def _person() -> str:
    email = sent_field("email")
    return f"device {devices.find_device(email)} {devices.email_fingerprint(email)}"


def _account() -> str:
    account_id = sessions.find_account_id()
    return client_network() if account_id is None else f"account {account_id}"


limit_guesses = limiter.shared_limit(
    "20 per 10 minutes",
    scope="login",
    key_func=_visitor,
    methods=["POST"],
    deduct_when=is_refused,
)
# Per person, from any network. Short: meanwhile a guesser keeps this person's new browsers out.
limit_person = limiter.shared_limit(
    "10 per 15 minutes",
    scope="login of one person",
    key_func=_person,
    methods=["POST"],
    deduct_when=is_refused,
)
# The second factor comes after the right password, so no stranger can use up this limit.
limit_codes = limiter.shared_limit(
    "20 per day",
    scope="second factor",
    key_func=_account,
    methods=["POST"],
    deduct_when=is_refused,
)
