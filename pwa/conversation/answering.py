"""Which lists answer an invitation, and which of them stand in the invitation's line of the day."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from pwa.conversation.models import Conversation


def answers(
    invitation_id: UUID | InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None],
    of: type[Conversation] = Conversation,
) -> ColumnElement[bool]:
    """Build the SQL condition that a list answers an invitation.

    A list that was put aside answers none: the practice says that it is not its patient's.
    """
    return and_(of.invitation_id == invitation_id, of.set_aside_at.is_(None))


def is_second() -> ColumnElement[bool]:
    """Build the SQL condition that another list answered the same invitation before this one.

    The first answer stands in the invitation's line; each later one gets a line of its own.
    """
    other = aliased(Conversation)
    came = tuple_(Conversation.created_at, Conversation.id)
    return exists().where(
        answers(Conversation.invitation_id, of=other),
        other.merged_into_id.is_(None),
        tuple_(other.created_at, other.id) < came,
    )


def in_line_of_invitation(db: Session, conversation_ids: Iterable[UUID]) -> set[UUID]:
    """Give those of these lists that stand in the line of an invitation: its first answers."""
    wanted = Conversation.id.in_(conversation_ids), Conversation.invitation_id.is_not(None)
    return set(db.scalars(select(Conversation.id).where(*wanted, ~is_second())))
