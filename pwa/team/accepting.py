"""Use a team link: begin in a practice, or set a new password."""

from flask_babel import gettext
from sqlalchemy import select

from pwa.account.factors.service import drop_second_factor
from pwa.account.password_hashes import is_password_of
from pwa.account.passwords import find_fault
from pwa.account.passwords_change import reset_password
from pwa.account.people import create_member, find_account
from pwa.staff.models import Account, Membership
from pwa.store.tenants import use_account
from pwa.team.core import MAX_WRONG_TRIES
from pwa.team.links import open_link_keys
from pwa.team.models import TeamLink
from pwa.vault.practice.holders import wrap_for_member
from pwa.vault.work import Work


class PasswordFault(Exception):
    """The password is refused.

    Attributes:
        sentence: why, in the reader's language.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def join_as_new(work: Work, link: TeamLink, secret: str, password: str) -> Membership:
    """Begin in a practice with a new account.

    An older account of this address that belongs to no practice any more is reset and used again.

    Raises:
        PasswordFault: too short or easy to guess; or the address is that of somebody who works
            elsewhere.
    """
    invitee = link.invitee
    _check(password, (invitee.name, invitee.email, link.practice.name))
    account = find_account(work.db, invitee.email)
    if account is not None and _works_nowhere(account):
        _begin_anew(work, account, invitee.name, password)
        return _join(work, account, link, secret, password)
    if account is not None:
        # Only after a try the holder of this link is told that the address has an account.
        sentence = gettext(
            "It does not work with a new password. Do you work with My talk already? Then fill in below the password that you have."
        )
        raise PasswordFault(sentence)
    member = create_member(
        work,
        link.practice,
        name=invitee.name,
        email=invitee.email,
        role=invitee.role,
        password=password,
        keys=open_link_keys(link, secret, work.master),
    )
    work.db.delete(link)
    return member


def join_with_account(work: Work, link: TeamLink, secret: str, password: str) -> Membership:
    """Begin in one more practice, or again in this one, with an existing account and its password.

    Raises:
        PasswordFault: not the password of an account with this address; after MAX_WRONG_TRIES the
            link is deleted.
    """
    account = find_account(work.db, link.invitee.email)
    if not is_password_of(account, password) or account is None:
        link.wrong_tries += 1
        if link.wrong_tries >= MAX_WRONG_TRIES:
            work.db.delete(link)
        sentence = gettext(
            "This password is not right, or there is no account with this email address yet."
        )
        raise PasswordFault(sentence)
    return _join(work, account, link, secret, password)


def set_password(work: Work, link: TeamLink, _secret: str, password: str) -> Membership:
    """Set a new password with a link of a colleague; the link holds no keys, so none are opened.

    Raises:
        PasswordFault: too short or easy to guess.
    """
    member = link.membership
    assert member is not None
    account = member.account
    use_account(work.db, account.id)
    _check(password, (account.name, account.email, link.practice.name))
    if link.drops_second_factor:
        drop_second_factor(account)
    reset_password(work, account, password)
    work.db.delete(link)
    return member


def _check(password: str, about: tuple[str, ...]) -> None:
    fault = find_fault(password, about=about)
    if fault is not None:
        raise PasswordFault(fault)


def _works_nowhere(account: Account) -> bool:
    """Say whether an account belongs to no practice, and nobody disabled it."""
    return account.active and all(member.ended_at is not None for member in account.memberships)


def _begin_anew(work: Work, account: Account, name: str, password: str) -> None:
    """Reset an old account: new name and password, no second factor, no keys."""
    account.name = name
    drop_second_factor(account)
    reset_password(work, account, password)


def _join(work: Work, account: Account, link: TeamLink, secret: str, password: str) -> Membership:
    member = _find_or_add(work, account, link)
    keys = open_link_keys(link, secret, work.master)
    wrap_for_member(work, link.practice_id, member.id, keys, password)
    work.db.delete(link)
    return member


def _find_or_add(work: Work, account: Account, link: TeamLink) -> Membership:
    member = work.db.scalar(
        select(Membership).where(
            Membership.account_id == account.id, Membership.practice_id == link.practice_id
        )
    )
    if member is None:
        member = Membership(account=account, practice=link.practice, created_at=work.now)
        work.db.add(member)
    member.role, member.ended_at = link.invitee.role, None
    work.db.flush()
    return member
