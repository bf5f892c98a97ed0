"""Load what "Then and now" shows, and keep it on the patient's yes."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from pwa import audit
from pwa.conversation.documents import OpenConversation, take_turn
from pwa.conversation.moments import (
    find_keeping,
    forget_moments,
    keep_moments,
    moment_of,
    plan_made_on,
    read_moments,
)
from pwa.conversation.versions import CheckVersion, list_versions
from pwa.then_and_now.core import Sides, find_sides, what_is_kept
from pwa.vault.work import Work


def load_sides(
    db: Session, opened: OpenConversation, versions: Sequence[CheckVersion]
) -> Sides | None:
    """Open what is compared; None without a plan, before which there is no "then".

    Args:
        versions: of the check, in any order.
    """
    made_on = plan_made_on(db, opened.row)
    if made_on is None:
        return None
    shared = [moment_of(one.check, one.saved_at) for one in versions]
    return find_sides(read_moments(db, opened), shared, made_on)


def keep(work: Work, opened: OpenConversation) -> bool:
    """Begin to keep face and amounts, because the patient said yes.

    Returns:
        False when nothing can be kept, because answers or plan are gone; also when it is kept
        already, which stays as it is.
    """
    take_turn(work.db, opened.row)
    keeping = find_keeping(work.db, opened.row)
    sides = load_sides(work.db, opened, list_versions(work.db, opened))
    if not opened.row.is_open or keeping.is_kept or not keeping.can_begin or sides is None:
        return False
    keep_moments(work, opened.row, what_is_kept(sides))
    _record(work, opened, "then:keep")
    return True


def forget(work: Work, opened: OpenConversation) -> None:
    """Destroy what is kept, with its keys, because the patient does not want it any more."""
    take_turn(work.db, opened.row)
    if forget_moments(work, opened.row):
        _record(work, opened, "then:erase")


def _record(work: Work, opened: OpenConversation, action: str) -> None:
    audit.record_patient(
        work.db,
        action=action,
        practice_id=opened.row.practice_id,
        conversation_id=opened.row.id,
        at=work.now,
    )
