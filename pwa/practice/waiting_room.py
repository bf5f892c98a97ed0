"""The waiting-room code: whoever has it sits, or sat, in the waiting room of the practice.

It is derived from the server's root key and a number that goes up when the practice renews it, so
that no code lies in the database.
"""

from hmac import compare_digest

from flask import url_for

from pwa.practice.models import Practice
from pwa.practice.offered import offered_languages
from pwa.vault.crypto import MasterKeys
from pwa.vault.patient.codes import code_from
from pwa.web.http import base_url


def waiting_room_code(practice: Practice, master: MasterKeys) -> str:
    """Compute the present code of a practice."""
    named = f"{practice.id} {practice.waiting_room_number}"
    return code_from(master.mac("waiting room", named.encode()))


def is_waiting_room_code(code: str, practice: Practice, master: MasterKeys) -> bool:
    """Say whether a code is that of the waiting room.

    Args:
        code: anything that was sent.
    """
    right = waiting_room_code(practice, master)
    return compare_digest(code.encode("utf-8", "surrogatepass"), right.encode())


def waiting_room_link(practice: Practice, code: str, *, is_tablet: bool = False) -> str:
    """Write the link with the code in its fragment, which browsers do not send to the server.

    Args:
        is_tablet: for a device that patients use in turn; else for somebody's own phone.
    """
    lead = "tablet" if is_tablet else "w"
    start = url_for("selfcheck.start", lang=offered_languages(practice)[0], slug=practice.slug)
    return f"{base_url()}{start}#{lead}={code}"
