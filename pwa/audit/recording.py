"""Add entries to the access log, in the transaction of what they tell about.

Entries are collected while the transaction runs, and appended to the chain as the last step before
its commit. A transaction that has locked the chain then waits for no other lock, so two
transactions that write to the same log cannot deadlock.
"""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from flask import g, has_request_context, request
from sqlalchemy import event
from sqlalchemy.orm import Session

from pwa.audit.chain import append
from pwa.audit.core import (
    Actor,
    Outcome,
    Reason,
    Strength,
    check_action,
    network_of,
    to_milliseconds,
)
from pwa.audit.models import AccessEvent
from pwa.store.tenants import in_practice
from pwa.store.waiting import Waiting
from pwa.vault.crypto import MasterKeys
from pwa.vault.master.master_keys import master_keys

_WAITING = Waiting[AccessEvent]("access log")
KEYS = "access log: master keys"


class PracticeRow(Protocol):
    """The part of a practice that an entry needs."""

    id: Any


class Member(Protocol):
    """The part of a member of staff that an entry needs."""

    @property
    def membership_id(self) -> int: ...
    @property
    def role(self) -> str: ...
    @property
    def practice(self) -> PracticeRow: ...


def record(
    db: Session,
    *,
    action: str,
    practice_id: int,
    actor: Actor,
    strength: Strength,
    at: datetime,
    conversation_id: UUID | None = None,
    membership_id: int | None = None,
    role: str | None = None,
    outcome: Outcome = Outcome.DONE,
    reason: Reason | None = None,
    about_id: int | None = None,
) -> None:
    """Add an entry to the caller's transaction; it can be read after the commit.

    Args:
        action: as `subject:verb`; the rest as in `AccessEvent`.

    Raises:
        ValueError: the action is spelled otherwise; the check keeps contents out of the log.
    """
    entry = AccessEvent(
        practice_id=practice_id,
        at=to_milliseconds(at),
        actor=actor,
        membership_id=membership_id,
        role=role,
        action=check_action(action),
        conversation_id=conversation_id,
        outcome=outcome,
        strength=strength,
        reason=reason,
        about_id=about_id,
    )
    if has_request_context():
        entry.network = network_of(request.remote_addr)
        entry.request_id = _request_id()
    _wait(db, entry)


def record_patient(
    db: Session,
    *,
    action: str,
    practice_id: int,
    conversation_id: UUID,
    at: datetime,
    strength: Strength = Strength.SECRET,
) -> None:
    """Add what a patient did.

    Args:
        strength: `NONE` for a first sharing, when there is no code or link yet.
    """
    record(
        db,
        action=action,
        practice_id=practice_id,
        actor=Actor.PATIENT,
        strength=strength,
        at=at,
        conversation_id=conversation_id,
    )


def record_receiver(
    db: Session,
    *,
    action: str,
    practice_id: int,
    conversation_id: UUID,
    at: datetime,
    strength: Strength = Strength.SECRET,
    outcome: Outcome = Outcome.DONE,
) -> None:
    """Add what the person did, or was refused, who receives a warm handover.

    Args:
        conversation_id: of the patient whose handover it is.
        strength: `NONE` for somebody who has the link and typed wrong digits.
    """
    record(
        db,
        action=action,
        practice_id=practice_id,
        actor=Actor.RECEIVER,
        strength=strength,
        at=at,
        conversation_id=conversation_id,
        outcome=outcome,
    )


def record_staff(
    db: Session,
    staff: Member,
    *,
    action: str,
    at: datetime,
    conversation_id: UUID | None = None,
    invitation_id: UUID | None = None,
    strength: Strength = Strength.TWO_FACTORS,
    outcome: Outcome = Outcome.DONE,
    reason: Reason | None = None,
    about_id: int | None = None,
) -> None:
    """Add what a member of staff did, or was refused; perhaps about a colleague's membership.

    Args:
        invitation_id: of an action `invitation:…`, which is about no conversation yet.
    """
    record(
        db,
        action=action,
        practice_id=staff.practice.id,
        actor=Actor.STAFF,
        strength=strength,
        at=at,
        conversation_id=conversation_id or invitation_id,
        membership_id=staff.membership_id,
        role=str(staff.role),
        outcome=outcome,
        reason=reason,
        about_id=about_id,
    )


def record_system(
    db: Session,
    *,
    action: str,
    practice_id: int,
    at: datetime,
    conversation_id: UUID | None = None,
    outcome: Outcome = Outcome.DONE,
    about_id: int | None = None,
) -> None:
    """Add what the application did by itself, or what a command did."""
    record(
        db,
        action=action,
        practice_id=practice_id,
        actor=Actor.SYSTEM,
        strength=Strength.NONE,
        at=at,
        conversation_id=conversation_id,
        outcome=outcome,
        about_id=about_id,
    )


def is_waiting(db: Session, conversation_id: UUID) -> bool:
    """Say whether this transaction has added an entry about a conversation."""
    return any(entry.conversation_id == conversation_id for entry in _WAITING.of(db))


def is_of_this_request(entry: AccessEvent) -> bool:
    """Say whether an entry was made by the request that is being answered."""
    return has_request_context() and entry.request_id == _request_id()


def bring_keys(db: Session, master: MasterKeys) -> None:
    """Set the master keys by which the entries of this session are written.

    Only a session that is not the application's needs this, such as one of the tables' owner.
    """
    db.info[KEYS] = master


def _wait(db: Session, entry: AccessEvent) -> None:
    if not db.in_transaction():
        db.begin()  # so that a rollback drops the entry too
    _WAITING.of(db).append(entry)


def _request_id() -> str:
    if "request_id" not in g:
        g.request_id = uuid4().hex
    request_id: str = g.request_id
    return request_id


@event.listens_for(Session, "before_commit")
def _hang_on_the_chain(db: Session) -> None:
    # SQLAlchemy calls this for a savepoint as well, whose entries may still be rolled back.
    if db.in_nested_transaction() or not _WAITING.of(db):
        return
    db.flush()  # so that all other rows are locked before the chain
    master = db.info.get(KEYS) or master_keys()
    entries = _WAITING.of(db)
    # Sorted, so that two transactions over the same practices cannot deadlock.
    for practice_id in sorted({entry.practice_id for entry in entries}):
        own = [entry for entry in entries if entry.practice_id == practice_id]
        with in_practice(db, practice_id):
            append(db, practice_id, own, master)
    entries.clear()
