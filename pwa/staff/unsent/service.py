"""Hold a form that met an ended session, and give it back to the same person in the same browser."""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from pwa.editing import without_choices
from pwa.staff.unsent.models import UnsentForm
from pwa.vault.crypto import CannotOpen
from pwa.vault.practice.sessions import ABSOLUTE_LIFETIME
from pwa.vault.sealed_cookie import unwrap_with_cookie, wrap_with_cookie
from pwa.vault.work import Work

Fields = Mapping[str, Sequence[str]]

# A working day: whoever comes back later begins anew.
LIFETIME = ABSOLUTE_LIFETIME


def save_unsent(work: Work, account_id: int, address: str, fields: Fields) -> str:
    """Hold the fields of a form, in place of what was held of it before.

    Returns:
        What a cookie of this browser must hold to get them back.
    """
    is_older = UnsentForm.created_at <= work.now - LIFETIME
    is_same = (UnsentForm.account_id == account_id) & (UnsentForm.address == address)
    work.db.execute(delete(UnsentForm).where(or_(is_older, is_same)))
    row = UnsentForm(id=uuid4(), account_id=account_id, address=address, created_at=work.now)
    body = json.dumps({name: list(values) for name, values in fields.items()}).encode()
    row.body, secret = wrap_with_cookie(body, row.wrap_context, work.master)
    work.db.add(row)
    return f"{row.id.hex}.{secret}"


def find_unsent(
    work: Work, cookie: str, account_id: int, address: str
) -> dict[str, list[str]] | None:
    """Give the fields back; None for somebody else, another page, or when it is too long ago."""
    row_id, _, secret = cookie.partition(".")
    try:
        row = work.db.get(UnsentForm, UUID(row_id))
    except ValueError:
        return None
    if row is None or (row.account_id, row.address) != (account_id, address):
        return None
    if work.now - row.created_at >= LIFETIME:
        return None
    try:
        body = unwrap_with_cookie(secret, row.body, row.wrap_context, work.master)
    except CannotOpen:
        return None
    return without_choices(json.loads(body))


def drop_unsent(db: Session, account_id: int, address: str) -> None:
    """Forget what was held of a form, because it is saved or not wanted any more."""
    db.execute(
        delete(UnsentForm).where(UnsentForm.account_id == account_id, UnsentForm.address == address)
    )
