"""The names of members of staff, for what they wrote or looked at."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.staff.models import Account, Membership


def names_of(db: Session, membership_ids: Iterable[int | None]) -> Mapping[int | None, str]:
    """Find the names of members of staff by their membership ids; None is left out.

    One query for all: a check that was saved forty times would otherwise need forty.
    """
    ids = {number for number in membership_ids if number is not None}
    rows = (
        select(Membership.id, Account.name).join(Membership.account).where(Membership.id.in_(ids))
    )
    return dict(db.execute(rows).all()) if ids else {}
