"""Which lists answer an invitation, and which one of them stands in its line."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from pwa.conversation.models import Conversation


def answers(
    invitation_id: UUID | InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None],
    of: type[Conversation] = Conversation,
) -> ColumnElement[bool]:
    """Say which lists answer an invitation; one that was put aside is of nobody who was invited."""
    return and_(of.invitation_id == invitation_id, of.set_aside_at.is_(None))


def is_second() -> ColumnElement[bool]:
    """Say which lists have a line of their own, because another one answered their invitation before."""
    other = aliased(Conversation)
    came = tuple_(Conversation.created_at, Conversation.id)
    return exists().where(
        answers(Conversation.invitation_id, of=other),
        other.merged_into_id.is_(None),
        tuple_(other.created_at, other.id) < came,
    )


def in_line_of_invitation(db: Session, conversation_ids: Iterable[UUID]) -> set[UUID]:
    """Tell which of these lists stand in the line of an invitation."""
    wanted = Conversation.id.in_(conversation_ids), Conversation.invitation_id.is_not(None)
    return set(db.scalars(select(Conversation.id).where(*wanted, ~is_second())))
