"""Store a form sent after the session ended, and give it back to the same person and browser."""

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

# As long as a session at most, a working day; later the form is empty again.
LIFETIME = ABSOLUTE_LIFETIME


def save_unsent(work: Work, account_id: int, address: str, fields: Fields) -> str:
    """Store the fields of an unsent form, in place of an earlier one of this person and page.

    Returns:
        The value of the cookie by which this browser gets them back.
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
    """Give the fields back; None for another person or page, or when they are too old."""
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
    """Delete the unsent form of a page, because it is saved or not wanted any more."""
    db.execute(
        delete(UnsentForm).where(UnsentForm.account_id == account_id, UnsentForm.address == address)
    )
