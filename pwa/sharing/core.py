"""What a phone gets for its answers: a receipt, or the reason why they were not taken."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from uuid import UUID

from pwa.errors import PersonalError
from pwa.text import N_


class SharingError(PersonalError):
    """A sending is refused; its message may have a place for the practice's phone `number`.

    Attributes:
        status: the HTTP status of the answer.
        field: the name of the form field that the error belongs to.
    """

    status = 400
    field = "uid"


class OtherBody(SharingError):
    """A sending has the UUID of an earlier one, but other contents."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            N_("These answers were already sent, but different. Start a new list to share them.")
        )


class Erased(SharingError):
    """The answers of this sending were taken back or have expired; a repeat is not stored."""

    status = 410

    def __init__(self) -> None:
        super().__init__(
            N_("You took these answers back. They are gone. You can start a new list.")
        )


class EntryRefused(SharingError):
    """The practice accepts lists only with a code, and none or a wrong one was sent."""

    status = 422
    field = "entry_code"


class TooMany(PersonalError):
    """A limit of `sharing.budgets` is used up; the answer is 429.

    Attributes:
        again_at: when the limit allows one more.
    """

    def __init__(self, message: str, again_at: datetime) -> None:
        super().__init__(message)
        self.again_at = again_at

    def seconds_left(self, now: datetime) -> int:
        """Return the whole seconds to wait from now on, at least 1, as `Retry-After` says them."""
        return max(1, ceil((self.again_at - now).total_seconds()))


class SetAside(SharingError):
    """The practice did not know whose list this is, and put it aside."""

    # Not 410, because this is not final: the practice may bring the list back.
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
        code: formatted in groups; None for a change of a list, which has a code already, and for a
            repeat more than a day later.
        link_secret: for the link's fragment; None when `code` is.
        private_key: of the conversation, for the pass that shows the receipt; None when `code` is,
            or when the keys were renewed in the meantime.
        generation: of the patient's keys, for the same pass.
        received_at: when the sending first arrived.
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
