"""The reasons why a tick was not taken."""

from pwa.sharing.core import SharingError
from pwa.text import N_


class OtherTick(SharingError):
    """A sending has the UUID of an earlier one, but other contents."""

    status = 409

    def __init__(self) -> None:
        super().__init__(N_("This was already sent, but different. Fill it in again."))


class TokenEnded(SharingError):
    """The token is dead: the code was renewed, or the page is too old."""

    status = 422
    field = "reply_to"

    def __init__(self) -> None:
        super().__init__(N_("This page is too old. Open your plan again with your code."))


class PlanGone(SharingError):
    """The plan was erased, by the patient or because its time was over."""

    status = 410
    field = "reply_to"

    def __init__(self) -> None:
        super().__init__(N_("The practice does not have your plan any more."))
