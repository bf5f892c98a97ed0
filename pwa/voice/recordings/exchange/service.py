"""Share recordings with other practices, and take theirs over."""

import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from pwa import audit
from pwa.locales import local_day
from pwa.staff.access import Staff
from pwa.vault.work import Work
from pwa.voice.core import Sentence, sentence_id
from pwa.voice.recordings.core import State
from pwa.voice.recordings.exchange.core import (
    FORMAT,
    MANIFEST,
    Manifest,
    ReadRecording,
    ReadZip,
    SharedRecording,
    SharedSpeaker,
)
from pwa.voice.recordings.models import Recording, RecordingImport, Speaker
from pwa.voice.recordings.service import file_id, recordings_of
from pwa.voice.sentences import sentences

# So long a file waits for somebody to take it over.
LIFETIME: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a file over would do.

    Attributes:
        fitting: sentences of ours without a recording, and the sound for them.
        had: sentences that have a recording here; it stays.
        unknown: texts that we do not have, or that have changed.
    """

    fitting: list[tuple[Sentence, ReadRecording]]
    had: int
    unknown: int


def write_zip(db: Session, practice_id: int, name: str, language: str) -> bytes:
    """Write the accepted recordings of a language whose speakers agreed to sharing.

    Args:
        name: of the practice.
    """
    found = (
        select(Recording)
        .join(Recording.speaker)
        .where(
            Recording.practice_id == practice_id,
            Recording.language == language,
            Recording.state == State.ACCEPTED,
            Speaker.may_share,
        )
        .options(undefer(Recording.mp3))
    )
    rows = db.scalars(found.order_by(Recording.created_at)).all()
    speakers = {row.speaker_id: row.speaker for row in rows}
    manifest = Manifest(
        FORMAT,
        1,
        language,
        name,
        [_share(speaker) for speaker in speakers.values()],
        [SharedRecording(row.text, row.file, str(row.speaker_id)) for row in rows],
    )
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as packed:
        packed.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
        for row in {row.file: row for row in rows}.values():
            packed.writestr(f"{row.file}.mp3", row.mp3 or b"")
    return file.getvalue()


def _share(speaker: Speaker) -> SharedSpeaker:
    day = local_day(speaker.created_at).isoformat()
    return SharedSpeaker(
        str(speaker.id), speaker.name or "", speaker.agreed_words, day, speaker.may_share
    )


def keep_import(work: Work, staff: Staff, said: bytes) -> RecordingImport:
    """Keep what was read until somebody takes it over; an earlier file that waits is thrown away."""
    earlier = select(RecordingImport).where(RecordingImport.practice_id == staff.practice.id)
    for row in work.db.scalars(earlier):
        work.db.delete(row)
    row = RecordingImport(
        practice_id=staff.practice.id,
        member_id=staff.membership_id,
        packed=said,
        created_at=work.now,
    )
    work.db.add(row)
    work.db.flush()
    return row


def find_import(db: Session, practice_id: int, import_id: UUID) -> RecordingImport | None:
    """Find a file that waits."""
    return db.scalar(
        select(RecordingImport).where(
            RecordingImport.practice_id == practice_id, RecordingImport.id == import_id
        )
    )


def preview(db: Session, practice_id: int, found: ReadZip) -> Preview:
    """Compare a file with what the practice has."""
    known = {sentence.id: sentence for sentence in sentences(found.language)}
    had = {row.sentence_id for row in recordings_of(db, practice_id, found.language)}
    fitting: dict[str, tuple[Sentence, ReadRecording]] = {}
    count_had = unknown = 0
    for row in found.recordings:
        name = sentence_id(found.language, row.text)
        if name not in known:
            unknown += 1
        elif name in had or name in fitting:
            count_had += 1
        else:
            fitting[name] = known[name], row
    return Preview(list(fitting.values()), count_had, unknown)


def read_day(text: str) -> date | None:
    """Read an ISO 8601 day of a file; None when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def take_over(
    work: Work, staff: Staff, row: RecordingImport, found: ReadZip, *, is_checked: bool
) -> int:
    """Put the recordings of a file into the room, for sentences without one.

    Args:
        is_checked: patients hear them at once, because they were checked in the other practice;
            else somebody here listens to each.

    Returns:
        How many were taken over.
    """
    speakers = {each.id: _add_speaker(work, staff, each) for each in found.speakers}
    fitting = preview(work.db, staff.practice.id, found).fitting
    for sentence, read in fitting:
        work.db.add(
            Recording(
                practice_id=staff.practice.id,
                language=sentence.language,
                sentence_id=sentence.id,
                text=sentence.text,
                file=file_id(read.mp3),
                mp3=read.mp3,
                size=len(read.mp3),
                milliseconds=read.milliseconds,
                state=State.ACCEPTED if is_checked else State.WAITING,
                speaker_id=speakers[read.speaker].id,
                checked_member_id=staff.membership_id if is_checked else None,
                created_at=work.now,
                checked_at=work.now if is_checked else None,
            )
        )
    work.db.delete(row)
    audit.record_staff(work.db, staff, action="recording:import", at=work.now)
    work.db.flush()
    return len(fitting)


def _add_speaker(work: Work, staff: Staff, shared: SharedSpeaker) -> Speaker:
    speaker = Speaker(
        practice_id=staff.practice.id,
        name=shared.name,
        agreed_words=shared.agreed_words,
        may_share=True,
        created_at=work.now,
    )
    work.db.add(speaker)
    work.db.flush()
    return speaker


def drop_old(work: Work, practice_id: int) -> None:
    """Throw files away that nobody took over within seven days."""
    old = select(RecordingImport).where(
        RecordingImport.practice_id == practice_id,
        RecordingImport.created_at <= work.now - LIFETIME,
    )
    for row in work.db.scalars(old):
        work.db.delete(row)
