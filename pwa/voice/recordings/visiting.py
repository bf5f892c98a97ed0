"""Who is in the recording room: a member who runs the practice, or a guest with a link."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from pwa import audit
from pwa.practice.models import Practice
from pwa.staff.access import Staff, current_staff, staff_view
from pwa.staff.core import Action
from pwa.store.tenants import use_practice
from pwa.vault.work import Work, begin_work
from pwa.voice.recordings.guests.service import find_guest, read_cookie
from pwa.voice.recordings.models import Recording, RecordingGuest, Speaker
from pwa.web import http
from pwa.web.extensions import db

COOKIE = "recording_room"

_P = ParamSpec("_P")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is in the room; a member or a guest.

    Attributes:
        language: the only one that a guest may open; None for a member, who may open all.
        staff: the member; None for a guest.
    """

    practice_id: int
    name: str
    member_id: int | None = None
    guest_id: UUID | None = None
    language: str | None = None
    staff: Staff | None = None

    def made(self, recording: Recording) -> bool:
        """Say whether this person made a recording, and so may not be the one who checks it."""
        if self.guest_id is not None:
            return recording.made_guest_id == self.guest_id
        return recording.made_member_id == self.member_id

    def noted(self, speaker: Speaker) -> bool:
        """Say whether this person may record and take back for a speaker: guests for those they wrote down."""
        return self.guest_id is None or speaker.guest_id == self.guest_id


def room_view(
    view: Callable[Concatenate[Visitor, _P], ResponseReturnValue],
) -> Callable[_P, ResponseReturnValue]:
    """Give a view the visitor; whoever is neither in the team's session nor a guest must log in.

    A guest whose link has ended comes to the page of the link, which says so.
    """

    @staff_view(Action.SETTINGS)
    def for_staff(staff: Staff, /, *args: _P.args, **kwargs: _P.kwargs) -> ResponseReturnValue:
        visitor = Visitor(staff.practice.id, staff.name, member_id=staff.membership_id, staff=staff)
        return view(visitor, *args, **kwargs)

    @wraps(view)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> ResponseReturnValue:
        if http.get_cookie(COOKIE) and current_staff() is None:
            guest = current_guest(begin_work())
            if guest is not None:
                return view(_as_visitor(guest), *args, **kwargs)
            if slug := _slug_of_link():
                return redirect(url_for("recording_guests.begin", slug=slug), code=303)
        return for_staff(*args, **kwargs)

    return guarded


def current_guest(work: Work) -> RecordingGuest | None:
    """Find the guest whose link this browser opened; None when it works no more."""
    cookie = read_cookie(http.get_cookie(COOKIE) or "")
    if cookie is None:
        return None
    use_practice(work.db, cookie.practice_id)
    return find_guest(work, cookie.practice_id, cookie.secret)


def _slug_of_link() -> str | None:
    """Name the practice whose link this browser opened; None when there is no such practice."""
    cookie = read_cookie(http.get_cookie(COOKIE) or "")
    practice = db.session.get(Practice, cookie.practice_id) if cookie else None
    return practice.slug if practice else None


def _as_visitor(guest: RecordingGuest) -> Visitor:
    return Visitor(guest.practice_id, guest.name, guest_id=guest.id, language=guest.language)


def check_language(visitor: Visitor, language: str) -> None:
    """Answer 404 for a language that a visitor may not open."""
    if visitor.language not in (None, language):
        abort(404)


def practice_of(visitor: Visitor) -> Practice:
    """Load the practice of a visitor."""
    return db.session.get_one(Practice, visitor.practice_id)


def record(work: Work, visitor: Visitor, action: str) -> None:
    """Add what a visitor did to the access log."""
    if visitor.staff is not None:
        audit.record_staff(work.db, visitor.staff, action=action, at=work.now)
        return
    audit.record(
        work.db,
        action=action,
        practice_id=visitor.practice_id,
        actor=audit.Actor.GUEST,
        strength=audit.Strength.SECRET,
        at=work.now,
    )
