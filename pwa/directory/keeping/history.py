"""The history of one service: who did what and when, and which fields changed, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date
from flask_babel import gettext
from sqlalchemy import select, update

from pwa.directory.hsds import HelpService, Texts
from pwa.directory.keeping.editing.fields import LABELS
from pwa.directory.keeping.service import NotFound, newest_change
from pwa.directory.keeping.words import ACCESS_WORDS, hours_of, strengths_of, topics_of
from pwa.directory.models import HelpImport, KeptState, ServiceChange
from pwa.directory.service import directory_of
from pwa.locales import PRACTICE_LANGUAGE, locale_of, name_in_dutch
from pwa.staff.access import Staff
from pwa.staff.member_names import names_of
from pwa.text import N_
from pwa.vault.work import Work

_MOST = 100
_LOCALE = locale_of(PRACTICE_LANGUAGE.code)
_SEPARATOR = " · "
_KINDS: Mapping[str, str] = {
    # Translators: what somebody did with a help option
    "add": N_("Added"),
    # Translators: what somebody did with a help option
    "change": N_("Changed"),
    # Translators: what somebody did with a help option: made sure that it is right
    "check": N_("Checked"),
    # Translators: what somebody did with a help option
    "hide": N_("Hidden"),
    # Translators: what somebody did with a help option
    "remove": N_("Removed"),
    # Translators: what somebody did with a help option
    "show": N_("Shown again"),
    # Translators: what somebody did with a help option
    "undo": N_("Took back the last change"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a field said before a change, and after it; empty for nothing."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Event:
    """One change.

    Attributes:
        what: done, in a word or two.
        who: empty if nobody of the practice did it, as when a set was renewed.
        file_name: of the import that it was a part of; empty for others.
    """

    what: str
    who: str
    at: datetime
    file_name: str
    is_taken_back: bool
    fields: Sequence[FieldChange]


@dataclass(frozen=True, slots=True)
class History:
    """The history of a service, the newest change first.

    Attributes:
        undo_id: of the change that can be taken back; None if there is none.
    """

    uid: str
    name: str
    state: KeptState
    events: Sequence[Event]
    undo_id: int | None

    @property
    def is_gone(self) -> bool:
        """Say whether the service was removed."""
        return self.state is KeptState.GONE


def load_history(work: Work, staff: Staff, uid: str) -> History:
    """Load the history of a service, also of one that was removed.

    Raises:
        NotFound: the practice has no such service.
    """
    directory = directory_of(staff.practice)
    service = directory.find_service(uid)
    row = directory.find_kept(uid)
    own = ServiceChange.practice_id == staff.practice.id
    changes = work.db.scalars(
        select(ServiceChange)
        .where(own, ServiceChange.uid == (row.uid if row else uid))
        .order_by(ServiceChange.id.desc())
        .limit(_MOST)
    ).all()
    is_national = any(each.id == uid for each, _kept in directory.national())
    if service is None or (row is None and not is_national):
        raise NotFound(uid)
    names = names_of(work.db, [change.member_id for change in changes])
    files = _file_names(work, changes)
    newest = newest_change(work, staff.practice.id, service.id) if changes else None
    # Each change keeps what was before it; what came of it stands in the next one, or is there now.
    after = [row.content if row else service, *(change.before for change in changes)]
    events = [
        Event(
            gettext(_KINDS.get(change.kind, change.kind)),
            names.get(change.member_id, ""),
            change.at,
            files.get(change.import_id, ""),
            change.undone_at is not None,
            find_changes(change.before, after[place]),
        )
        for place, change in enumerate(changes)
    ]
    state = row.state if row else KeptState.SHOWN
    return History(service.id, service.name, state, events, newest.id if newest else None)


def forget_who(work: Work, practice_id: int, *, after: timedelta) -> None:
    """Take who did it out of old changes and imports, which stay for as long as the practice does.

    Else the name of somebody who left would be stored for ever.

    Args:
        after: how long they are named.
    """
    for table, moment in ((ServiceChange, ServiceChange.at), (HelpImport, HelpImport.created_at)):
        work.db.execute(
            update(table)
            .where(table.practice_id == practice_id, moment < work.now - after)
            .values(member_id=None)
        )


def _file_names(work: Work, changes: Sequence[ServiceChange]) -> dict[object, str]:
    ids = {change.import_id for change in changes if change.import_id}
    rows = select(HelpImport.id, HelpImport.file_name).where(HelpImport.id.in_(ids))
    return dict(work.db.execute(rows).all()) if ids else {}


def find_changes(before: HelpService | None, after: HelpService | None) -> list[FieldChange]:
    """List the fields in which two contents of a service differ; none if one of them is missing."""
    if before is None or after is None:
        return []
    old, new = dict(_fields(before)), dict(_fields(after))
    return [
        FieldChange(label, old.get(label, ""), new.get(label, ""))
        for label in dict.fromkeys([*old, *new])
        if old.get(label, "") != new.get(label, "")
    ]


def _fields(service: HelpService) -> Iterator[tuple[str, str]]:
    """Write a service out, label of a field to its words."""
    yield _label("name"), service.name
    yield gettext("Organization"), service.organization.name
    yield from _in_languages(_label("what"), service.what)
    yield from _in_languages(_label("audiences"), service.audience)
    yield from _in_languages(_label("cost"), service.fees)
    yield gettext("Free"), _yes_or_no(service.is_free)
    yield _label("access"), _join(gettext(ACCESS_WORDS[way]) for way in service.access)
    yield _label("phone"), _join(phone.number for phone in service.phones)
    yield _label("contact"), _join(contact.name for contact in service.contacts)
    yield _label("url"), service.url
    yield _label("email"), service.email
    for place in service.locations:
        yield _label("address"), place.address.line if place.address else place.name
        yield from _in_languages(_label("directions"), place.directions)
    yield _label("open"), _join(hours_of(service))
    yield _label("spoken"), _join(name_in_dutch(code) for code in service.spoken)
    yield _label("interpreter"), _yes_or_no(service.has_interpreter)
    yield _label("area"), _join(area.name for area in service.areas)
    yield _label("topics"), _join(topics_of(service))
    yield _label("strengths"), _join(strengths_of(service))
    yield _label("sensitive"), _yes_or_no(service.is_sensitive)
    yield gettext("Checked on"), _day(service.assured_on)


def _label(part: str) -> str:
    """Name a part of a service as the editor's form does."""
    return gettext(LABELS[part])


def _in_languages(label: str, texts: Texts) -> Iterator[tuple[str, str]]:
    for code, text in texts.items():
        if code == PRACTICE_LANGUAGE.code:
            yield label, text
        else:
            # Translators: label of a field, and the language that it is in
            yield (
                gettext("%(label)s (%(language)s)", label=label, language=name_in_dutch(code)),
                text,
            )


def _yes_or_no(is_so: bool | None) -> str:
    return "" if is_so is None else gettext("Yes") if is_so else gettext("No")


def _day(day: date | None) -> str:
    return format_date(day, "d MMMM y", _LOCALE) if day else ""


def _join(words: Iterable[str]) -> str:
    return _SEPARATOR.join(filter(None, words))
