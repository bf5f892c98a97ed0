"""Rate limits for wrong codes and for papers, wide enough for a full waiting room in one network.

Wrong codes are counted by network. A right code never counts, and the same wrong one counts once a
day: somebody who tries an old card five times uses up one try of the others in the room. When very
many wrong codes come from all networks together, the networks that sent one that day are refused,
and all others are answered as always. No request sleeps to slow guessing down, because it would
hold a thread that other people's pages need.
"""

import time
from math import ceil

from flask import g
from flask.wrappers import Response
from limits import RateLimitItemPerDay
from werkzeug.exceptions import HTTPException

from pwa.errors import PersonalError
from pwa.patient.access import current_pass
from pwa.patient.typed_key import typed_key
from pwa.text import N_
from pwa.vault.master.master_keys import master_keys
from pwa.vault.patient.codes import SecretKind
from pwa.web import watch
from pwa.web.extensions import client_network, limiter
from pwa.web.http import is_refused

# Papers and files by pass (without one by network): each takes the server long to make.
PAPERS = "20 per 10 minutes"
# By network; wrong codes and links count apart, so a link still opens where somebody guesses codes.
WRONG_KEYS = "5 per 10 minutes; 20 per day"
# Of all networks together: mistakes in typing alone never make so many.
WRONG_IN_ALL = RateLimitItemPerDay(2_000)
_ALL = ("wrong in all",)
_ONCE_A_DAY = RateLimitItemPerDay(1)
WAIT_S = 600
# Translators: %(time)s is a moment
TOO_MANY_GUESSES = N_(
    "A wrong code was typed here too often. Open your link or QR code, or try again from %(time)s."
)
UNKNOWN_CODE = N_("No list found with this code. Is it the right code, of this practice?")


class Guessed(PersonalError):
    """Codes are being guessed, and this network sent a wrong one today; the answer is 429.

    Attributes:
        retry_after_seconds: after how many seconds codes of this network are checked again.
    """

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(TOO_MANY_GUESSES)
        self.retry_after_seconds = retry_after_seconds


# For all forms in which the practice types a patient's code; only refused requests count.
limit_lookups = limiter.shared_limit(
    "20 per 10 minutes",
    scope="codes at the practice",
    deduct_when=is_refused,
)


def network_and_kind() -> str:
    """Give the key of the limits on wrong codes and links: the network, and code or link."""
    try:
        kind = typed_key().kind
    except HTTPException:  # the form is too large or cannot be read; the view says so
        kind = SecretKind.CODE
    return f"{client_network()} {kind}"


def pass_or_network() -> str:
    """Give the key of the limit on papers: the conversation of the pass, else the network."""
    patient_pass = current_pass()
    return f"pass {patient_pass.conversation_id}" if patient_pass else client_network()


def is_new_wrong_key(response: Response) -> bool:
    """Say whether an answer counts: the key was wrong, and not tried from this network today."""
    if "is_new_wrong_key" not in g:  # called once per limit, but must count once per request
        g.is_new_wrong_key = response.status_code == 404 and _count_wrong_key()
    is_new: bool = g.is_new_wrong_key
    return is_new


def _count_wrong_key() -> bool:
    hit = limiter.limiter.hit
    if not hit(_ONCE_A_DAY, "tried", network_and_kind(), _key_fingerprint()):
        return False
    hit(_ONCE_A_DAY, *_guesser())
    if not hit(WRONG_IN_ALL, *_ALL):
        watch.alarm("codes-guessed", more_than=WRONG_IN_ALL.amount)
    return True


def was_wrong_today() -> bool:
    """Say whether this network sent the same wrong key today, so that it need not be looked up."""
    return not limiter.limiter.test(_ONCE_A_DAY, "tried", network_and_kind(), _key_fingerprint())


def refuse_guessers() -> None:
    """Refuse a network that sent a wrong code today, while too many wrong codes come in.

    Raises:
        Guessed: with the seconds until the network's day is over or the total is counted anew,
            whichever comes first.
    """
    store = limiter.limiter
    if store.test(WRONG_IN_ALL, *_ALL) or store.test(_ONCE_A_DAY, *_guesser()):
        return
    over = min(
        store.get_window_stats(WRONG_IN_ALL, *_ALL).reset_time,
        store.get_window_stats(_ONCE_A_DAY, *_guesser()).reset_time,
    )
    raise Guessed(_seconds_until(over))


def seconds_to_wait() -> int:
    """Give the seconds after which the limit that was just reached is open again."""
    reached = limiter.current_limit
    return _seconds_until(reached.reset_at) if reached else WAIT_S


def _seconds_until(moment: float) -> int:
    return max(1, ceil(moment - time.time()))


def _guesser() -> tuple[str, str]:
    return "guessed", network_and_kind()


def _key_fingerprint() -> str:
    """Compute a MAC in hex that stands for the tried key; the key itself is stored nowhere."""
    return master_keys().mac("tried key", typed_key().text.encode()).hex()
