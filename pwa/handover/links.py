"""The link of a letter: 128 bits behind the `#`, which open nothing without four spoken digits.

Link and digits together wrap the handover's private key. Neither is stored: the digits stand in the
desk's note, which only the practice opens, and the link on the letter alone. Making a letter anew
makes both anew.
"""

import secrets
from dataclasses import dataclass, field
from hmac import compare_digest
from uuid import UUID

from sqlalchemy import delete, select

from pwa.conversation.models import Conversation
from pwa.handover.core import DIGITS, MAX_WRONG_DIGITS
from pwa.handover.models import Handover, HandoverLink, link_wrap_context
from pwa.store.tenants import use_practice
from pwa.vault.crypto import CannotOpen, unwrap_by_secret, wrap_by_secret
from pwa.vault.patient.codes import CodeError, new_link_secret, parse_link_secret
from pwa.vault.work import Work


class NoSuchLink(Exception):
    """Unknown, dead by wrong digits, replaced or erased; the answer does not say which."""


class WrongDigits(Exception):
    """The link is right and the digits are not; commit, or the try is not counted.

    Attributes:
        left: how many tries are left for the lifetime of the link.
        practice_id, conversation_id: whose handover it is, for the access log.
    """

    def __init__(self, left: int, practice_id: int, conversation_id: UUID) -> None:
        super().__init__()
        self.left = left
        self.practice_id = practice_id
        self.conversation_id = conversation_id


class Closed(Exception):
    """Link and digits are right, and the handover is done, ended, taken back or over.

    Attributes:
        practice_id: whose number the receiver may call.
    """

    def __init__(self, practice_id: int) -> None:
        super().__init__()
        self.practice_id = practice_id


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link and its digits, at the only moment at which both are known."""

    secret: str = field(repr=False)
    digits: str = field(repr=False)


def make_link(work: Work, row: Handover, private: bytes) -> NewLink:
    """Give a handover a link and digits; the ones before are dead from now on."""
    drop_link(work, row)
    link = NewLink(new_link_secret(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}")
    context = link_wrap_context(row.id)
    wrap = wrap_by_secret(_both(link.secret, link.digits), private, context)
    work.db.add(
        HandoverLink(
            digest=_digest(work, link.secret),
            practice_id=row.practice_id,
            handover_id=row.id,
            proof=_proof(work, link.secret, link.digits),
            wrap=work.master.wrap(wrap, context),
            created_at=work.now,
        )
    )
    work.db.flush()
    return link


def drop_link(work: Work, row: Handover) -> None:
    """Delete the link of a handover, and end what a browser holds of it."""
    work.db.execute(delete(HandoverLink).where(HandoverLink.handover_id == row.id))
    row.generation += 1


def close_link(work: Work, row: Handover) -> None:
    """Let the link of a closed handover open nothing; whoever has it reads that it is closed."""
    link = work.db.scalar(select(HandoverLink).where(HandoverLink.handover_id == row.id))
    if link is not None:
        link.wrap = None
    row.generation += 1


def open_link(work: Work, secret: str, digits: str) -> tuple[Handover, bytes]:
    """Find a handover by link and digits, and unwrap its private key.

    The row of the link is locked first, so two tries at once count as two.

    Args:
        secret: what stands behind the `#`, as it was sent.
        digits: as typed, digits only.

    Raises:
        NoSuchLink: there is no such link, or too many wrong digits were tried on it.
        WrongDigits: the caller commits and says how many tries are left.
        Closed: nothing opens any more.
    """
    try:
        digest = _digest(work, secret)
        proof = _proof(work, secret, digits)
    except CodeError:
        raise NoSuchLink from None
    link, row = _find(work, digest)
    if not compare_digest(link.proof, proof):
        link.wrong_tries += 1
        left = MAX_WRONG_DIGITS - link.wrong_tries
        raise WrongDigits(left, row.practice_id, row.conversation_id)
    conversation = work.db.get_one(Conversation, row.conversation_id)
    if link.wrap is None or not row.is_open(work.now) or not conversation.is_readable:
        raise Closed(row.practice_id)
    context = link_wrap_context(row.id)
    try:
        return row, unwrap_by_secret(
            _both(secret, digits), work.master.unwrap(link.wrap, context), context
        )
    except CannotOpen:
        raise NoSuchLink from None


def _find(work: Work, digest: bytes) -> tuple[HandoverLink, Handover]:
    """Find and lock a link that is not dead, and find its handover.

    Raises:
        NoSuchLink: as `open_link`; also when somebody moved the row to another practice.
    """
    found = select(HandoverLink).where(HandoverLink.digest == digest).with_for_update()
    link = work.db.scalar(found)
    if link is None or link.wrong_tries >= MAX_WRONG_DIGITS:
        raise NoSuchLink
    use_practice(work.db, link.practice_id)
    row = work.db.get(Handover, link.handover_id)
    if row is None or row.practice_id != link.practice_id:
        raise NoSuchLink
    return link, row


def _digest(work: Work, secret: str) -> bytes:
    return work.master.mac("handover link", parse_link_secret(secret).secret)


def _proof(work: Work, secret: str, digits: str) -> bytes:
    return work.master.mac("handover digits", _both(secret, digits))


def _both(secret: str, digits: str) -> bytes:
    """Join link and digits; the link has 128 random bits, so the two need no stretching."""
    return parse_link_secret(secret).secret + digits.encode()
