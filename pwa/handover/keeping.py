"""What becomes of handovers when a plan is erased or moved, and when nobody closes them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select

from pwa import audit
from pwa.conversation.changed import documents_erased, plans_moved
from pwa.conversation.core import PLAN
from pwa.conversation.documents import OpenConversation
from pwa.conversation.expiry import AT_ONCE
from pwa.conversation.models import Conversation
from pwa.handover.core import TOLD_CLOSED, Party, State
from pwa.handover.links import drop_link
from pwa.handover.models import Handover, HandoverLink
from pwa.handover.sealing import open_handover, seal_own
from pwa.handover.service import move
from pwa.practice.models import Practice
from pwa.vault.work import Work

EXPIRED = "handover:expire"


def connect() -> None:
    """Let handovers follow their plans from now on; called once by the application."""
    documents_erased.connect(_erase)
    plans_moved.connect(_bring)


def expire(work: Work, practice: Practice) -> int:
    """Close handovers that nobody closed in time, and delete the links of those closed long ago."""
    own = Handover.practice_id == practice.id
    over = own & Handover.closed_at.is_(None) & (Handover.expires_at <= work.now)
    rows = work.db.scalars(select(Handover).where(over).limit(AT_ONCE).with_for_update()).all()
    for row in rows:
        move(work, row, State.OVER, by=Party.SYSTEM, party=Party.SYSTEM)
        audit.record_system(
            work.db,
            action=EXPIRED,
            practice_id=practice.id,
            conversation_id=row.conversation_id,
            at=work.now,
        )
    work.db.flush()
    closed = select(Handover.id).where(own, Handover.closed_at < work.now - TOLD_CLOSED)
    work.db.execute(
        delete(HandoverLink).where(
            HandoverLink.practice_id == practice.id, HandoverLink.handover_id.in_(closed)
        )
    )
    return len(rows)


def _erase(conversation: Conversation, *, work: Work, kinds: Collection[str]) -> None:
    """Destroy the handovers of a plan together with it; their links die with them."""
    if PLAN not in kinds:
        return
    own = select(Handover.id).where(Handover.conversation_id == conversation.id)
    work.db.execute(delete(HandoverLink).where(HandoverLink.handover_id.in_(own)))
    work.db.execute(delete(Handover).where(Handover.conversation_id == conversation.id))


def _bring(
    source: OpenConversation, *, work: Work, target: Conversation, only_from: UUID | None
) -> None:
    """Move handovers with their plan to another conversation; as of every list, the links die."""
    came = [Handover.conversation_id == source.row.id]
    if only_from is not None:
        came.append(Handover.origin_id == only_from)
    for row in work.db.scalars(select(Handover).where(*came).with_for_update()).all():
        found = open_handover(source, row)
        row.origin_id = None if only_from else source.row.id
        row.conversation_id = target.id
        seal_own(row, target.public_key, found.private_key, found.consent)
        drop_link(work, row)
