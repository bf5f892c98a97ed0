"""Decide whether a list is accepted, and whether it is folded, before anything is stored.

An invitation's first lists and those with the waiting-room code are accepted whatever else comes
in. All others are accepted too, and folded beyond the usual number; a practice may choose to refuse
those without a code.
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
    """The decision to accept a list or a change, and where it stands in the practice's list.

    Attributes:
        invitation_id: of the invitation to attach it to; None for none.
        is_folded: more came than is usual, so it stands in one line together with others.
    """

    invitation_id: UUID | None = None
    is_folded: bool = False


def find_practice(slug: str) -> Practice:
    """Find the practice that a sending is for.

    Raises:
        NotFound: no practice has this name in the address.
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
    """Decide about a new list or a change of one; a repeat of a sending was answered before this.

    Raises:
        EntryRefused: the practice accepts lists only with a code, and none or a wrong one was sent.
        ReplyEnded, SetAside, ListGone: as `find_changed`.
        TooMany: too many wrong codes came from this network, this list was changed very often, or
            the limit that protects the disk is used up.
    """
    invitation = _find_invitation(work, sending)
    is_early = invitation is not None and count_lists(work.db, invitation.id) < FIRST_LISTS
    invitation_id = invitation.id if invitation is not None and is_early else None
    if sending.is_change:
        # Check the token before counting: a dead one must not use up the list's changes.
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
    """Refuse a list without a right code, if the practice accepts only lists with one.

    `admit` checks the codes before the limit on wrong ones, so that somebody who guesses cannot
    lock out others in the same network. Each check costs one HMAC and one query, and the 55 random
    bits of a code are not found by guessing.
    """
    if not practice.takes_coded_only:
        return
    if not codes:
        raise EntryRefused(CODE_NEEDED)
    for code in codes:
        fingerprint = master.mac("tried entry code", code.encode("utf-8", "surrogatepass"))
        budgets.count_wrong_code(practice.id, fingerprint.hex())
    raise EntryRefused(UNKNOWN_CODE)
