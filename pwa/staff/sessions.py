"""Which login a request belongs to.

Flask's signed session cookie names a row of `staff_session`; another cookie holds the secret that
opens the keys of that session. One cookie without the other is worth nothing, and both are once the
row has ended: every request checks the row.
"""

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from uuid import UUID

from flask import Response, after_this_request, g, request, session

from pwa import audit
from pwa.staff.core import MAX_WRONG_CODES, Role, may_read_contents
from pwa.staff.models import Account, Membership
from pwa.store.database import writing
from pwa.store.tenants import use_account, use_practice
from pwa.vault.crypto import CannotOpen
from pwa.vault.master.master_keys import master_keys
from pwa.vault.practice import sessions as vault
from pwa.vault.practice.holders import open_holder, open_keys
from pwa.vault.practice.models import KeyKind, StaffSession
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

KEYS_COOKIE = "gesprek_keys"
_SESSION_ID = "staff_session"
_ACCOUNT_ID, _PRACTICE_ID = "staff_account", "staff_practice"
# Set once both factors were given; `_user_id` is its name in cookies from before December 2026.
_IS_IN, _WAS_IN = "staff_in", "_user_id"


def key_kinds(role: Role) -> tuple[KeyKind, ...]:
    """Say which keys of the practice a role holds."""
    return (KeyKind.DESK, KeyKind.CARE) if may_read_contents(role) else (KeyKind.DESK,)


def begin_login(membership: Membership, password: str) -> None:
    """Unwrap the person's private keys of all practices; they wait, sealed, for the second factor.

    Args:
        membership: of the person whose password was checked, in the practice to begin in.
        password: as typed.
    """
    row, secret = vault.start_staff_session(
        begin_work(),
        practice_id=membership.practice_id,
        account_id=membership.account_id,
        membership_id=membership.id,
        holders=_unwrap(membership.account, password),
    )
    for name in (_IS_IN, _WAS_IN):
        session.pop(name, None)
    _remember(row, secret)


def find_pending() -> StaffSession | None:
    """Find the login that waits for its second factor in this browser."""
    session_id = _session_id()
    if session_id is None or http.get_cookie(KEYS_COOKIE) is None:
        return None
    return vault.find_pending_session(begin_work(), session_id)


def lock_pending() -> StaffSession | None:
    """Find the pending login and lock its row, so that each of many guesses at once is counted."""
    lock_row()
    return find_pending()


def lock_row() -> None:
    """Lock the row of this session, so that its other requests wait for this transaction."""
    session_id = _session_id()
    if session_id is not None:
        db.session.get(StaffSession, session_id, with_for_update=True, populate_existing=True)


def find_account_id() -> int | None:
    """Find whose session this is, confirmed or not yet."""
    session_id = _session_id()
    row = db.session.get(StaffSession, session_id) if session_id else None
    return row.account_id if row and vault.is_alive(row, http.now()) else None


def count_wrong_code() -> None:
    """Count a wrong second factor; after a few the password has to be given again."""
    pending = find_pending()
    if pending is not None:
        count_wrong(pending)


def count_wrong(row: StaffSession) -> None:
    """Count a wrong password or second factor; after MAX_WRONG_CODES the session is over."""
    row.wrong_codes += 1
    if row.wrong_codes >= MAX_WRONG_CODES:
        vault.end_staff_session(row, http.now())


def renew(row: StaffSession) -> None:
    """Note that both factors were shown again just now."""
    row.confirmed_at, row.wrong_codes = http.now(), 0


def confirm_login() -> bool:
    """Turn the pending login into a session, with a new id and a new secret.

    Returns:
        Whether the session is open: the browser must be the one that gave the password.
    """
    work = begin_work()
    pending = find_pending()
    if pending is None:
        return False
    secret = http.get_cookie(KEYS_COOKIE) or ""
    try:
        row, new_secret = vault.confirm_staff_session(work, pending, secret)
    except CannotOpen:
        vault.end_staff_session(pending, work.now)
        return False
    session.pop("csrf_token", None)  # known to whoever saw the pages before the login
    g.pop("csrf_token", None)
    session[_IS_IN] = True
    _remember(row, new_secret)
    return True


def find_person() -> int | None:
    """Find who logged in by both factors in this browser, by the signed cookie alone.

    That opens nothing. The person is known after the session has ended too, until the browser is
    closed or somebody logs in or out.
    """
    if _IS_IN in session or _WAS_IN in session:
        account_id: int | None = session.get(_ACCOUNT_ID)
        return account_id
    return None


def find_current(*, by_itself: bool = False) -> StaffSession | None:
    """Find the session of this request and note its use, unless an open page asked by itself."""
    work = begin_work()
    session_id = _session_id()
    if session_id is None:
        return None
    row = vault.load_staff_session(work, session_id)
    if row is None or by_itself or not vault.is_long_unseen(row, work.now):
        return row
    with writing(work.db):  # at most once a minute: most pages only read
        row = vault.load_staff_session(work, session_id)
        if row is not None:
            vault.note_use(row, work.now)
    return row


def keys_of(row: StaffSession, role: Role) -> HeldKeys:
    """Open the practice's keys of a session with the secret of its cookie.

    Returns:
        Those that the role may hold; none while the person waits for the key.

    Raises:
        CannotOpen: the cookie is missing, or belongs to another session.
    """
    private = holders_of(row).get(row.membership_id)
    if private is None:
        return HeldKeys()
    return open_keys(db.session(), row.membership_id, private, key_kinds(role), master_keys())


def holders_of(row: StaffSession) -> dict[int, bytes]:
    """Open the private halves of the person's own pairs: membership to private half.

    Raises:
        CannotOpen: the cookie is missing, or belongs to another session.
    """
    secret = http.get_cookie(KEYS_COOKIE)
    if secret is None:
        raise CannotOpen
    return vault.holders_of_session(row, secret, master_keys())


def switch_membership(row: StaffSession, membership: Membership) -> StaffSession:
    """Go on in another practice of the same account, without a new login; id and secret are new.

    Args:
        membership: active, and of the account of the session.

    Raises:
        CannotOpen: the cookie is missing, or belongs to another session.
    """
    assert membership.account_id == row.account_id
    return _go_on(row, membership, holders_of(row))


def go_on_with(row: StaffSession, holders: Mapping[int, bytes]) -> StaffSession:
    """Go on with the new key pairs after a change of the password; id and secret are new."""
    return _go_on(row, db.session.get_one(Membership, row.membership_id), holders)


def _go_on(row: StaffSession, membership: Membership, holders: Mapping[int, bytes]) -> StaffSession:
    new, secret = vault.replace_session(
        begin_work(), row, membership.id, membership.practice_id, holders
    )
    new.wrong_codes = row.wrong_codes
    _remember(new, secret)
    return new


def end_login(row: StaffSession | None) -> None:
    """End a session on the server, and take its cookies away."""
    if row is not None:
        vault.end_staff_session(row, http.now())
    session.clear()
    g.pop("csrf_token", None)
    after_this_request(_forget_keys)


def _unwrap(account: Account, password: str) -> dict[int, bytes]:
    """Open the person's key pairs, membership to private half; without those that do not open."""
    holders = {}
    for membership in account.memberships:
        if not membership.is_active:
            continue
        with suppress(CannotOpen):
            private = open_holder(db.session(), membership.id, password, master_keys())
            if private is not None:
                holders[membership.id] = private
    return holders


def browser_family(user_agent: str) -> str | None:
    """Name a browser as its owner does; the rest of what it says about itself is not kept."""
    # The order counts: a browser's user agent string also has names that come later in this list.
    families = {"Edg": "Edge", "OPR/": "Opera", "Firefox": "Firefox", "FxiOS": "Firefox"}
    families |= {"CriOS": "Chrome", "Chrom": "Chrome", "Safari": "Safari"}
    return next((name for mark, name in families.items() if mark in user_agent), None)


def _session_id() -> UUID | None:
    if not {_SESSION_ID, _ACCOUNT_ID, _PRACTICE_ID} <= session.keys():
        return None  # nobody is logged in, or the cookie is of an older version
    # The ids are signed, and only choose the rows that the database shows; the row itself decides.
    use_account(db.session(), session[_ACCOUNT_ID])
    use_practice(db.session(), session[_PRACTICE_ID])
    return UUID(session[_SESSION_ID])


def _remember(row: StaffSession, secret: str) -> None:
    row.network = audit.network_of(request.remote_addr)
    row.browser = browser_family(request.user_agent.string)
    session[_SESSION_ID] = row.id.hex
    session[_ACCOUNT_ID], session[_PRACTICE_ID] = row.account_id, row.practice_id
    use_practice(db.session(), row.practice_id)
    after_this_request(partial(_set_keys, secret=secret))


def _set_keys(response: Response, secret: str) -> Response:
    http.set_cookie(response, KEYS_COOKIE, secret, lifetime=None)
    return response


def _forget_keys(response: Response) -> Response:
    http.delete_cookie(response, KEYS_COOKIE)
    return response
