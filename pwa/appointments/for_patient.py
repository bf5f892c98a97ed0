"""The appointment for the patient's first page: time and clinician, sealed under the link's token.

The rest of an invitation is sealed to the desk key, which no patient has. This part is encrypted
under a key that is derived from the token of the link. The server stores the token nowhere in
clear, so it can open this only while somebody with the link asks.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pwa.conversation.models import Invitation
from pwa.vault.crypto import KEY_BYTES, CannotOpen, decrypt, derive, encrypt
from pwa.vault.records import DocumentAddress

_SCHEMA = 1
_NO_ID = UUID(int=0)


@dataclass(frozen=True, slots=True)
class PatientAppointment:
    """What whoever has the link may know about the consult.

    Attributes:
        at: in UTC.
        clinician: the name as the practice shows it; empty when anybody may see the patient, or
            when the practice does not want it shown.
    """

    at: datetime
    clinician: str


def seal_for_patient(row: Invitation, token: str, shown: PatientAppointment) -> None:
    """Seal time and clinician into an invitation, in the place of what it had."""
    content = json.dumps({"at": shown.at.isoformat(), "with": shown.clinician})
    row.appointment = encrypt(_key(token), content.encode(), _associated(row))


def open_for_patient(
    row: Invitation | None, token: str, *, today: date
) -> PatientAppointment | None:
    """Open what `seal_for_patient` made.

    An unknown token costs the same work as a right one: a key is derived and tried, on nothing.

    Args:
        row: of the token; None when no invitation has it.
        token: as it was sent, unchecked.
        today: in the practice's time zone.

    Returns:
        None without an invitation, after the day of the consult, and for an invitation that an
        older build made and that the desk has not opened since.
    """
    sealed = row.appointment if row is not None and row.consult_on >= today else None
    try:
        content = json.loads(decrypt(_key(token), sealed or _NOTHING, _associated(row)))
    except CannotOpen:
        return None
    return PatientAppointment(datetime.fromisoformat(content["at"]), content["with"])


def _key(token: str) -> bytes:
    return derive(token.encode("utf-8", "surrogatepass"), "invitation appointment")


def _associated(row: Invitation | None) -> bytes:
    practice_id, own_id = (row.practice_id, row.id) if row is not None else (0, _NO_ID)
    return DocumentAddress(
        practice_id, own_id, own_id, "invitation appointment", _SCHEMA
    ).associated_data()


# As long as a sealed appointment, and opened by no token.
_NOTHING = encrypt(secrets.token_bytes(KEY_BYTES), b"{}", b"")
