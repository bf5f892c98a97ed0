"""How much of one thing one visitor may do; a full waiting room behind one address may do all of it.

Somebody who guesses codes is stopped in each network, and slowed down when they are many. A right code
never counts, and neither does the same wrong one again: who tries an old card five times takes no try
away from the others in the room.
"""

import threading
import time
from ipaddress import ip_address

from flask import g, request
from flask.wrappers import Response
from flask_limiter import RateLimitExceeded
from limits import RateLimitItem, RateLimitItemPerDay
from limits.errors import StorageError

from pwa import watch
from pwa.conversation.access import current_pass
from pwa.extensions import client_network, limiter
from pwa.http import is_refused
from pwa.text import N_
from pwa.vault.code_pool import Busy
from pwa.vault.codes import CodeError, parse_code
from pwa.vault.ring import master_keys

# New records of one network. Forty phones of a waiting room in an hour are a third of it; a flood of
# them writes some 5 MB a day.
SHARES = "120 per hour; 600 per day"
# Of one pass: papers and files, which take the server longer than the patient.
PAPERS = "20 per 10 minutes"
# Of one network; codes and links count apart, so that a link opens where somebody guesses codes.
WRONG_KEYS = "5 per 10 minutes; 20 per day"
# Of all networks together: so many nobody types by mistake.
WRONG_IN_ALL = RateLimitItemPerDay(2_000)
_ONCE_A_DAY = RateLimitItemPerDay(1)
WAIT_S = 600
# Translators: nl: "Vanaf deze plek is net heel veel gedeeld. Uw antwoorden staan er nog. Wacht 10 minuten en druk nog een keer op Delen."
TOO_MANY_SHARES = N_(
    "Very much was shared from this place just now. Your answers are still here. "
    "Wait 10 minutes and press Share again."
)
# Translators: nl: "Er is hier te vaak een verkeerde code ingevuld. Wacht 10 minuten, of open uw link of QR-code."
TOO_MANY_GUESSES = N_(
    "A wrong code was typed here too often. Wait 10 minutes, or open your link or QR code."
)
# Translators: nl: "Er is hier vandaag te vaak een verkeerde code ingevuld. Open uw link of QR-code, of probeer het morgen opnieuw."
TOO_MANY_GUESSES_TODAY = N_(
    "A wrong code was typed here too often today. Open your link or QR code, or try again tomorrow."
)
# Translators: nl: "Geen lijst gevonden met deze code. Is het de goede code, van deze praktijk?"
UNKNOWN_CODE = N_("No list found with this code. Is it the right code, of this practice?")
# Then codes are looked at one by one with a pause: a guesser gets nowhere, a patient waits a moment.
PAUSE_S = 0.5
_PATIENCE_S = 4.0
_LANE = threading.BoundedSemaphore(1)


# Where the practice types a patient's code, on whatever page; only what was refused counts.
limit_lookups = limiter.shared_limit(
    "20 per 10 minutes",
    scope="codes at the practice",
    deduct_when=is_refused,
)


def explain(error: RateLimitExceeded, *, is_sharing: bool) -> str:
    """Give the sentence that says when it is possible again; it still has to be translated."""
    if is_sharing:
        return TOO_MANY_SHARES
    is_for_today = error.limit.limit.get_expiry() > WAIT_S
    return TOO_MANY_GUESSES_TODAY if is_for_today else TOO_MANY_GUESSES


def network_and_kind() -> str:
    """Give what wrong keys are counted by."""
    return f"{client_network()} {'link' if request.form.get('link') else 'code'}"


def is_new_record(response: Response) -> bool:
    """Say whether something was stored; what was sent twice or refused takes no room."""
    return response.status_code in (201, 303)


def is_this_machine() -> bool:
    """Say whether the server's own machine asks: a measurement, or a proxy that is not trusted.

    Behind such a proxy every patient looks like this, and a limit would lock all of them out.
    """
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:  # a unix socket has no address
        return True


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
    if not _hit(_ONCE_A_DAY, "tried", network_and_kind(), _mark()):
        return False
    if not _hit(WRONG_IN_ALL, "wrong in all"):
        watch.alarm("codes-guessed", more_than=WRONG_IN_ALL.amount)
    return True


def was_wrong_today() -> bool:
    """Say whether the same key was wrong here before, so that it need not be looked at again."""
    return not _test(_ONCE_A_DAY, "tried", network_and_kind(), _mark())


def slow_down() -> None:
    """Wait for a moment while too many wrong codes come in; nobody is ever kept out by it.

    Raises:
        Busy: too many others wait already.
    """
    if _test(WRONG_IN_ALL, "wrong in all"):
        return
    if not _LANE.acquire(timeout=_PATIENCE_S):
        raise Busy
    try:
        time.sleep(PAUSE_S)
    finally:
        _LANE.release()


def _mark() -> str:
    """Stand for the key that was tried; the key itself is written down nowhere."""
    link, code = request.form.get("link", ""), request.form.get("code", "")
    try:
        key = link or parse_code(code)
    except CodeError:
        key = ""
    return master_keys().mac("tried key", key.encode()).hex()


def _hit(item: RateLimitItem, *names: str) -> bool:
    try:
        return limiter.limiter.hit(item, *names)
    except StorageError:  # it went away this moment; the next request counts in memory
        return True


def _test(item: RateLimitItem, *names: str) -> bool:
    try:
        return limiter.limiter.test(item, *names)
    except StorageError:
        return True
