"""What a phone sends from its queue: the fields beside the contents, and the answers to them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import StringField, validators

from pwa.patient.tokens import ReplyTo, prove_receipt, read_reply_token
from pwa.patient.waiting import say_when
from pwa.practice.address import get_practice_or_404
from pwa.sharing.core import SharingError, TooMany
from pwa.vault.crypto import MasterKeys
from pwa.web.forms import SentForm
from pwa.web.http import now

MAX_TOKEN = 500


class QueuedForm(SentForm):
    """The phone's id of a sending, and the token of the page that it came from.

    It has no CSRF token, because a phone fills it in offline and may send it days later;
    `refuse_foreign_origin` checks the origin instead.
    """

    class Meta:
        csrf = False

    uid = StringField(validators=[validators.InputRequired(), validators.UUID()])
    reply_to = StringField(
        validators=[validators.InputRequired(), validators.Length(max=MAX_TOKEN)]
    )

    def read_token(self, practice_id: int, master: MasterKeys, *, now: datetime) -> ReplyTo | None:
        """Read the token; None for none, and for one that cannot be read."""
        token = self.reply_to.data
        return read_reply_token(token, practice_id, master, now=now) if token else None


class ReceiptFields(TypedDict):
    """What every receipt says to a script, as JSON.

    Attributes:
        proof: made of both others and the phone's id of the sending, so that the phone can check it.
    """

    receipt: str
    received_at: str
    proof: str


def receipt_fields(receipt: str, received_at: datetime, uid: UUID) -> ReceiptFields:
    """Give what a receipt says to a script.

    Args:
        receipt: id of the receipt.
        uid: that the phone gave the sending.
    """
    moment = received_at.isoformat(timespec="seconds")
    proof = prove_receipt(receipt, moment, uid)
    return ReceiptFields(receipt=receipt, received_at=moment, proof=proof)


def answer_refusals(bp: Blueprint, refuse: Callable[[Mapping[str, str], int], Response]) -> None:
    """Let a blueprint say why a sending was not taken; the phone or the page still has it.

    Args:
        refuse: makes the answer of sentences (field name to sentence) and the HTTP status.
    """

    @bp.errorhandler(SharingError)
    def not_taken(error: SharingError) -> ResponseReturnValue:
        number = get_practice_or_404((request.view_args or {})["slug"]).phone
        return refuse({error.field: gettext(error.message, number=number)}, error.status)

    @bp.errorhandler(TooMany)
    def too_many(error: TooMany) -> ResponseReturnValue:
        moment = now()
        response = refuse({"uid": say_when(error.message, error.again_at, now=moment)}, 429)
        response.headers["Retry-After"] = str(error.seconds_left(moment))
        return response
