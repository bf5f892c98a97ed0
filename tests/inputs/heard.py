"""All recordings that a language of sound needs, put into the database at once."""

import math
from array import array
from collections.abc import Iterator
from functools import cache

from flask import Flask
from sqlalchemy import delete, select

from pwa.practice.changed import practice_changed
from pwa.practice.models import Practice
from pwa.staff.models import Membership
from pwa.store.tenants import use_practice
from pwa.vault.work import Work, begin_work
from pwa.voice.core import Sentence
from pwa.voice.only_heard import needed
from pwa.voice.recordings.core import State
from pwa.voice.recordings.models import Recording, Speaker
from pwa.voice.recordings.service import file_id
from pwa.voice.sound import RATE, write_mp3
from tests.inputs.recordings import encode, voice

SLUG = "de-dreef"


@cache
def a_tone() -> bytes:
    """Make a tone of half a second, as the recording room keeps it."""
    return encode(voice(0.5), "mp3", "libmp3lame")


def short_tones(seconds: float = 0.05) -> Iterator[bytes]:
    """Make tones of which each is another sound, so that each has a file of its own."""
    for hertz in range(200, 10_000, 5):
        turn = math.tau * hertz / RATE
        yield write_mp3(
            array("h", (int(8_000 * math.sin(turn * n)) for n in range(int(RATE * seconds))))
        )


def record_all(
    app: Flask, language: str, *, but: int = 0, sounds: Iterator[bytes] | None = None
) -> tuple[Sentence, ...]:
    """Put an accepted recording for each sentence; gives those without one.

    Args:
        but: how many of the last sentences are left out.
        sounds: one for each sentence; without them all have the same tone.
    """
    wanted = needed(language)
    recorded = wanted[: len(wanted) - but]
    with app.app_context():
        work, practice = _begin()
        member = work.db.scalars(select(Membership).limit(1)).one()
        speaker = Speaker(
            practice_id=practice.id,
            name="Samira",
            agreed_words="Ja",
            may_share=True,
            created_at=work.now,
        )
        work.db.add(speaker)
        work.db.flush()
        work.db.add_all(
            _recording(each, practice, member, speaker, work, next(sounds or iter([a_tone()])))
            for each in recorded
        )
        work.db.commit()
    return wanted[len(recorded) :]


def record(app: Flask, sentence: Sentence) -> None:
    """Put the recording of one more sentence, by the same speaker."""
    with app.app_context():
        work, practice = _begin()
        member = work.db.scalars(select(Membership).limit(1)).one()
        speaker = work.db.scalars(select(Speaker)).one()
        work.db.add(_recording(sentence, practice, member, speaker, work, a_tone()))
        work.db.commit()


def make_stale(app: Flask, sentence: Sentence) -> None:
    """Leave a sentence without its recording, as after a change of its text."""
    with app.app_context():
        work, _ = _begin()
        work.db.execute(delete(Recording).where(Recording.sentence_id == sentence.id))
        work.db.commit()


def choose(app: Flask, *languages: str) -> None:
    """Let the practice offer these languages."""
    with app.app_context():
        work, practice = _begin()
        practice.languages = list(languages)
        work.db.commit()
        practice_changed.send()


def _begin() -> tuple[Work, Practice]:
    work = begin_work()
    practice = work.db.scalars(select(Practice).where(Practice.slug == SLUG)).one()
    use_practice(work.db, practice.id)
    return work, practice


def _recording(
    sentence: Sentence,
    practice: Practice,
    member: Membership,
    speaker: Speaker,
    work: Work,
    mp3: bytes,
) -> Recording:
    return Recording(
        practice_id=practice.id,
        language=sentence.language,
        sentence_id=sentence.id,
        text=sentence.text,
        file=file_id(mp3),
        mp3=mp3,
        size=len(mp3),
        milliseconds=1_000,
        state=State.ACCEPTED,
        speaker_id=speaker.id,
        made_member_id=member.id,
        created_at=work.now,
    )
