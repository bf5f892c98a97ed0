"""Recordings of a practice, put into the database for tests."""

import msgspec
from flask import Flask
from sqlalchemy import select

from pwa.practice.models import Practice
from pwa.staff.models import Membership
from pwa.store.tenants import use_practice
from pwa.vault.work import begin_work
from pwa.voice.recordings.core import State
from pwa.voice.recordings.exchange.core import ReadZip
from pwa.voice.recordings.models import Recording, RecordingGuest, RecordingImport, Speaker
from pwa.voice.recordings.service import file_id
from pwa.voice.sentences import sentences
from tests.inputs.voices import put_clip
from tests.people.stories import DemoLogin

MP3 = b"no sound at all"
# What no text of ours is called, so it counts as one that has changed.
OLD_SENTENCE = "0000000000000000"


def put_room(app: Flask, demo: DemoLogin) -> dict[str, object]:
    """Put a speaker, a guest, a recording, a file of others and a clip; gives their ids.

    The ids are those that addresses of the room ask for.
    """
    with app.app_context():
        work = begin_work()
        practice = work.db.scalars(select(Practice).where(Practice.slug == demo.slug)).one()
        use_practice(work.db, practice.id)
        member = work.db.scalars(select(Membership).limit(1)).one()
        own: dict[str, object] = {"practice_id": practice.id, "created_at": work.now}
        guest = RecordingGuest(
            name="Fatima", language="nl", digest=b"1", made_by_id=member.id, **own
        )
        speaker = Speaker(name="Samira", agreed_words="Ja", may_share=True, **own)
        silent = Speaker(name="Youssef", agreed_words="Ja", may_share=False, **own)
        file = RecordingImport(
            member_id=member.id, packed=msgspec.msgpack.encode(ReadZip(language="nl")), **own
        )
        work.db.add_all((guest, speaker, silent, file))
        work.db.flush()
        recording = _old(silent, member, **own)
        work.db.add(recording)
        work.db.flush()
        found: dict[str, object] = {
            "sentence_id": sentences("nl")[0].id,
            "recording_id": recording.id,
            "speaker_id": speaker.id,
            "guest_id": guest.id,
            "file_id": file.id,
            **put_clip(app),
        }
        work.db.commit()
    return found


def _old(speaker: Speaker, member: Membership, **own: object) -> Recording:
    """Make a recording of a text that has changed."""
    return Recording(
        language="nl",
        sentence_id=OLD_SENTENCE,
        text="Een oude zin",
        file=file_id(MP3),
        mp3=MP3,
        size=len(MP3),
        milliseconds=1_000,
        state=State.ACCEPTED,
        speaker_id=speaker.id,
        made_member_id=member.id,
        **own,
    )
