"""Find the list that a changed check belongs to, by the token for a change (`reply_to`)."""

from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from pwa.conversation.service import Gone, KeysReplaced, find_for_patient
from pwa.sharing.core import SetAside, SharingError
from pwa.sharing.sending import Sending
from pwa.text import N_


class ReplyEnded(SharingError):
    """A changed check came with a token that is dead; it can be shared as a new list."""

    status = 422
    field = "reply_to"

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This cannot be added to your list any more: your code was renewed, or this page is too "
                "old. Share your answers as a new list."
            )
        )


class ListGone(SharingError):
    """A changed check came for a list that was withdrawn, erased or has expired."""

    status = 410
    field = "reply_to"

    def __init__(self) -> None:
        super().__init__(
            N_(
                "The practice does not have your list any more. You can share these answers as a new list."
            )
        )


def find_changed(db: Session, sending: Sending, *, waits: bool = False) -> Conversation:
    """Find the conversation that a change belongs to.

    Args:
        waits: lock the conversation's row, as `find_for_patient` does.

    Raises:
        ReplyEnded: the token is dead, or could not be read.
        SetAside: the practice put the list aside.
        ListGone: the patient took the answers back, or nothing of the list is left to open.
    """
    reply_to = sending.reply_to
    if reply_to is None:
        raise ReplyEnded
    where = sending.practice_id, reply_to.conversation_id, reply_to.generation
    try:
        conversation = find_for_patient(db, *where, waits=waits)
    except KeysReplaced:
        raise ReplyEnded from None
    except Gone as gone:
        raise (SetAside if gone.is_set_aside else ListGone) from None
    if conversation.withdrawn_at is not None:
        raise ListGone
    return conversation
