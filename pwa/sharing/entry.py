"""Which lists come in, and which of them stand in the open: decided before anything is made for them.

An invitation's first lists and those with the waiting-room code are stopped by nobody else. All others
come in too; what is more than usual is folded. Only a practice that says so takes no others.
"""

from dataclasses import dataclass
from uuid import UUID

from werkzeug.exceptions import NotFound, TooManyRequests

from pwa.appointments.invitations import FIRST_LISTS, count_lists, find_by_code, find_by_token
from pwa.conversation.models import Invitation
from pwa.practice.address import get_practice_or_404
from pwa.practice.models import Practice
from pwa.practice.waiting_room import is_waiting_room_code
from pwa.sharing import budgets
from pwa.sharing.changing import find_changed
from pwa.sharing.core import EntryRefused
from pwa.sharing.sending import Sending
from pwa.text import N_
from pwa.vault.crypto import MasterKeys
from pwa.vault.work import Work

CODE_NEEDED = N_(
    "This practice takes lists only with a code. It is on your invitation. Or ask at the desk for "
    "the code of the waiting room."
)
UNKNOWN_CODE = N_(
    "This code does not work at this practice. Look at your invitation once more, or ask at the desk "
    "for the code of the waiting room."
)


@dataclass(frozen=True, slots=True)
class Admission:
    """That a list comes in, and where it stands.

    Attributes:
        invitation_id: of the consult that it is for.
        is_folded: more came than is usual, so it stands in a line together with others.
    """

    invitation_id: UUID | None = None
    is_folded: bool = False


def find_practice(slug: str) -> Practice:
    """Find the practice that a sending is for.

    Raises:
        NotFound: there is none by this name.
        TooManyRequests: this network asked very often for practices that do not exist.
    """
    try:
        return get_practice_or_404(slug)
    except NotFound:
        until = budgets.count_unknown_practice()
        if until is not None:
            raise TooManyRequests(retry_after=until) from None
        raise


def admit(work: Work, sending: Sending, practice: Practice) -> Admission:
    """Decide about a list, or about a change of one, that did not come before.

    Raises:
        EntryRefused: the practice takes lists by code only, and there was no right one.
        ReplyEnded, SetAside, ListGone: as `find_changed`.
        TooMany: wrong codes were tried, this list was changed very often, or so much came in that
            the disk is in danger.
    """
    invitation = _find_invitation(work, sending)
    is_early = invitation is not None and count_lists(work.db, invitation.id) < FIRST_LISTS
    invitation_id = invitation.id if invitation is not None and is_early else None
    if sending.is_change:
        # Before it is counted: a dead token uses up none of the changes of a list.
        changed = find_changed(work.db, sending)
        budgets.count_change(changed.id)
        if changed.invitation_id is None:
            budgets.refuse_flood(practice.id)
        return Admission(invitation_id)
    if is_early:
        return Admission(invitation_id)
    is_inside = any(is_waiting_room_code(code, practice, work.master) for code in sending.codes)
    if is_inside and budgets.has_waiting_room(practice.id):
        return Admission()
    if invitation is None and not is_inside:
        _refuse_without_code(sending.codes, practice, work.master)
    budgets.refuse_flood(practice.id)
    return Admission(is_folded=not budgets.is_usual(practice.id))


def _find_invitation(work: Work, sending: Sending) -> Invitation | None:
    found = find_by_token(work.db, sending.practice_id, sending.invitation)
    for code in sending.codes:
        found = found or find_by_code(work, sending.practice_id, code)
    return found


def _refuse_without_code(codes: tuple[str, ...], practice: Practice, master: MasterKeys) -> None:
    """Refuse what came without a right code, where the practice wants one.

    A right code is looked at first and always comes in, so that one who guesses stops nobody of the
    same network. That costs one HMAC and one row; 55 random bits are not found by trying.
    """
    if not practice.takes_coded_only:
        return
    if not codes:
        raise EntryRefused(CODE_NEEDED)
    for code in codes:
        fingerprint = master.mac("tried entry code", code.encode("utf-8", "surrogatepass"))
        budgets.count_wrong_code(practice.id, fingerprint.hex())
    raise EntryRefused(UNKNOWN_CODE)
