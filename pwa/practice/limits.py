"""How often somebody may guess a password or a second factor.

Only what was refused counts, or ten colleagues behind one address could not begin their day.
"""

from flask.wrappers import Response

from pwa.extensions import client_network, limiter
from pwa.practice import sessions


def _is_refused(response: Response) -> bool:
    return response.status_code == 422


def _account() -> str:
    account_id = sessions.find_account_id()
    return client_network() if account_id is None else f"account {account_id}"


limit_guesses = limiter.shared_limit(
    "20 per 10 minutes", scope="login", methods=["POST"], deduct_when=_is_refused
)
# Whoever gets here knows the password, so no stranger can keep a colleague out with this.
limit_codes = limiter.shared_limit(
    "20 per day",
    scope="second factor",
    key_func=_account,
    methods=["POST"],
    deduct_when=_is_refused,
)
