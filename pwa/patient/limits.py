"""How often one visitor may try a code or print a paper; a full waiting room may do all of it.

Somebody who guesses codes is stopped in each network. A right code never counts, and neither does the
same wrong one again: who tries an old card five times takes no try away from the others in the room.
When very many wrong codes come in, of all networks together, the networks that sent one that day are
refused and all others are answered as always. Nothing here waits: a request that sleeps holds a thread
that other people's pages need.
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

# Of one pass: papers and files, which take the server longer than the patient.
PAPERS = "20 per 10 minutes"
# Of one network; codes and links count apart, so that a link opens where somebody guesses codes.
WRONG_KEYS = "5 per 10 minutes; 20 per day"
# Of all networks together: so many nobody types by mistake.
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
        retry_after_seconds: when codes of this network are looked at again.
    """

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(TOO_MANY_GUESSES)
        self.retry_after_seconds = retry_after_seconds


# Where the practice types a patient's code, on whatever page; only what was refused counts.
limit_lookups = limiter.shared_limit(
    "20 per 10 minutes",
    scope="codes at the practice",
    deduct_when=is_refused,
)


def network_and_kind() -> str:
    """Give what wrong keys are counted by."""
    try:
        kind = typed_key().kind
    except HTTPException:  # the form is too large or cannot be read; the view says so
        kind = SecretKind.CODE
    return f"{client_network()} {kind}"


def pass_or_network() -> str:
    """Give what papers are counted by."""
    patient_pass = current_pass()
    return f"pass {patient_pass.conversation_id}" if patient_pass else client_network()


def is_new_wrong_key(response: Response) -> bool:
    """Say whether an answer counts: the key was wrong, and was not tried here today."""
    if "is_new_wrong_key" not in g:  # asked for each of the limits
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
    """Say whether the same key was wrong here before, so that it need not be looked at again."""
    return not limiter.limiter.test(_ONCE_A_DAY, "tried", network_and_kind(), _key_fingerprint())


def refuse_guessers() -> None:
    """Refuse a network that sent a wrong code today, while too many wrong codes come in.

    Raises:
        Guessed: with the time until its day is over, or that of the alarm.
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
    """Give the time after which the limit that was just reached counts anew."""
    reached = limiter.current_limit
    return _seconds_until(reached.reset_at) if reached else WAIT_S


def _seconds_until(moment: float) -> int:
    return max(1, ceil(moment - time.time()))


def _guesser() -> tuple[str, str]:
    return "guessed", network_and_kind()


def _key_fingerprint() -> str:
    """Stand for the key that was tried; the key itself is written down nowhere."""
    return master_keys().mac("tried key", typed_key().text.encode()).hex()
