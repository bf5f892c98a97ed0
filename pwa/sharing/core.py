"""What a phone gets for its answers: a receipt, or the reason why they were not taken."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pwa.errors import PersonalError
from pwa.text import N_


class SharingError(PersonalError):
    """A sending cannot be taken; its sentence may name the practice's `number`.

    Attributes:
        status: the HTTP status.
        field: what of it is wrong.
    """

    status = 400
    field = "uid"


class OtherBody(SharingError):
    """The same UUID came with other answers."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            N_("These answers were already sent, but different. Start a new list to share them.")
        )


class Erased(SharingError):
    """What was shared has been taken back, and nothing brings it back."""

    status = 410

    def __init__(self) -> None:
        super().__init__(
            N_("You took these answers back. They are gone. You can start a new list.")
        )


class EntryRefused(SharingError):
    """The practice takes lists by code only, and there was no right one."""

    status = 422
    field = "entry_code"


class TooMany(PersonalError):
    """There were more than there may be.

    Attributes:
        again_at: when there may be one more.
    """

    def __init__(self, message: str, again_at: datetime) -> None:
        super().__init__(message)
        self.again_at = again_at


class SetAside(SharingError):
    """The practice did not know whose list this is, and put it aside."""

    # Of its own, because nothing is over yet: the practice may bring the list back.
    status = 423

    def __init__(self) -> None:
        super().__init__(
            N_("The practice did not know whose list this is. Call the practice: %(number)s.")
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """The practice's answer to a sending.

    Attributes:
        id: names the sending and carries a MAC, so that a captive portal cannot fake it.
        code: as it is shown, in groups; None when the patient has one already or a day has passed.
        link_secret: for the link's fragment; None likewise.
        private_key: of the conversation, for the pass that shows the receipt; None as above.
        generation: of the patient's keys, for the same pass.
        is_new: False when the same sending came before.
    """

    id: str
    conversation_id: UUID
    code: str | None
    link_secret: str | None
    private_key: bytes | None
    generation: int
    received_at: datetime
    is_new: bool
