"""Recordings of a practice: keep one, check it, and give those that patients hear."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.practice.models import Practice
from pwa.vault.work import Work
from pwa.voice.clips import Clip
from pwa.voice.core import ID_LENGTH, Sentence
from pwa.voice.recordings.core import NOT_WAITING, OWN_RECORDING, RoomError, State
from pwa.voice.recordings.models import Recording, Speaker
from pwa.voice.recordings.sound.process import Sound
from pwa.voice.recordings.visiting import Visitor, record


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence and what there is of it.

    Attributes:
        number: its place among all, from 1.
        used: what patients hear; None without one.
        newest: what waits or was refused; None when there is nothing after `used`.
    """

    number: int
    sentence: Sentence
    used: Recording | None
    newest: Recording | None

    @property
    def is_waiting(self) -> bool:
        """Say whether somebody has to listen to it."""
        return self.newest is not None and self.newest.state is State.WAITING

    @property
    def is_open(self) -> bool:
        """Say whether it has to be recorded."""
        return self.used is None and not self.is_waiting


def lines_of(
    db: Session, practice_id: int, sentences: Sequence[Sentence], language: str
) -> list[Line]:
    """Give the sentences of a language with their recordings."""
    used: dict[str, Recording] = {}
    newest: dict[str, Recording] = {}
    for row in recordings_of(db, practice_id, language):
        (used if row.state is State.ACCEPTED else newest)[row.sentence_id] = row
    return [
        Line(number, sentence, used.get(sentence.id), newest.get(sentence.id))
        for number, sentence in enumerate(sentences, 1)
    ]


def recordings_of(db: Session, practice_id: int, language: str) -> Sequence[Recording]:
    """Give the recordings of a language without their sound, the oldest first."""
    found = select(Recording).where(
        Recording.practice_id == practice_id, Recording.language == language
    )
    return db.scalars(found.order_by(Recording.created_at, Recording.state)).all()


def stale_of(
    db: Session, practice_id: int, sentences: Sequence[Sentence], language: str
) -> list[Recording]:
    """Give the recordings whose text has changed; nobody hears them any more."""
    known = {sentence.id for sentence in sentences}
    rows = recordings_of(db, practice_id, language)
    return [row for row in rows if row.sentence_id not in known]


def save_recording(
    work: Work, visitor: Visitor, sentence: Sentence, sound: Sound, speaker: Speaker
) -> Recording:
    """Keep a recording until somebody else has listened to it; an earlier one that waits is erased."""
    _lock(work, visitor)
    _erase(work, visitor, sentence.id, sentence.language, State.WAITING, State.REFUSED)
    row = Recording(
        practice_id=visitor.practice_id,
        language=sentence.language,
        sentence_id=sentence.id,
        text=sentence.text,
        file=file_id(sound.mp3),
        mp3=sound.mp3,
        size=len(sound.mp3),
        milliseconds=sound.milliseconds,
        state=State.WAITING,
        speaker_id=speaker.id,
        made_member_id=visitor.member_id,
        made_guest_id=visitor.guest_id,
        created_at=work.now,
    )
    work.db.add(row)
    record(work, visitor, "recording:make")
    work.db.flush()
    return row


def file_id(mp3: bytes) -> str:
    """Name a sound file after what is in it, so that what has one address never changes."""
    return hashlib.sha256(mp3).hexdigest()[:ID_LENGTH]


def check_recording(work: Work, visitor: Visitor, recording_id: UUID, *, is_good: bool) -> None:
    """Accept or refuse what somebody else recorded; an accepted one takes the place of the one before.

    Raises:
        RoomError: it does not wait any more, or the visitor recorded it.
    """
    _lock(work, visitor)
    row = find_recording(work.db, visitor.practice_id, recording_id)
    if row is None or row.state is not State.WAITING:
        raise RoomError(NOT_WAITING)
    if visitor.made(row):
        raise RoomError(OWN_RECORDING)
    row.checked_member_id, row.checked_guest_id = visitor.member_id, visitor.guest_id
    row.checked_at = work.now
    if is_good:
        _erase(work, visitor, row.sentence_id, row.language, State.ACCEPTED)
        row.state = State.ACCEPTED
    else:
        row.state, row.mp3, row.file, row.size = State.REFUSED, None, "", 0
    record(work, visitor, "recording:check" if is_good else "recording:refuse")
    work.db.flush()


def remove_recording(work: Work, visitor: Visitor, recording: Recording) -> None:
    """Erase a recording that nobody needs any more."""
    work.db.delete(recording)
    record(work, visitor, "recording:remove")
    work.db.flush()


def find_recording(db: Session, practice_id: int, recording_id: UUID) -> Recording | None:
    """Find a recording of a practice."""
    return db.scalar(
        select(Recording).where(Recording.practice_id == practice_id, Recording.id == recording_id)
    )


def accepted(db: Session, practice_id: int, language: str) -> Mapping[str, Clip]:
    """Give sentence id to sound file of all recordings that patients hear."""
    found = select(Recording.sentence_id, Recording.file, Recording.size).where(
        Recording.practice_id == practice_id,
        Recording.language == language,
        Recording.state == State.ACCEPTED,
    )
    return {name: Clip(file, size) for name, file, size in db.execute(found)}


def read_file(db: Session, practice_id: int, language: str, file: str) -> bytes | None:
    """Give the MP3 of an accepted recording; None when there is none of that name.

    Args:
        file: straight from an address; nothing in it is trusted.
    """
    found = select(Recording.mp3).where(
        Recording.practice_id == practice_id,
        Recording.language == language,
        Recording.state == State.ACCEPTED,
        Recording.file == file,
    )
    return db.scalars(found.limit(1)).first()


def _lock(work: Work, visitor: Visitor) -> None:
    """Let one person at a time change the recordings of a practice."""
    found = select(Practice.id).where(Practice.id == visitor.practice_id)
    work.db.execute(found.with_for_update())


def _erase(work: Work, visitor: Visitor, sentence: str, language: str, *states: State) -> None:
    found = select(Recording).where(
        Recording.practice_id == visitor.practice_id,
        Recording.language == language,
        Recording.sentence_id == sentence,
        Recording.state.in_(states),
    )
    for row in work.db.scalars(found):
        work.db.delete(row)
    work.db.flush()  # before another one takes its place
