"""Speakers: what they agree to, and taking it back, after which nothing of their voice is here."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.vault.work import Work
from pwa.voice.recordings.core import AGREES_TO_SHARE, AGREES_TO_USE
from pwa.voice.recordings.models import Recording, Speaker
from pwa.voice.recordings.visiting import Visitor, record


def add_speaker(work: Work, visitor: Visitor, *, name: str, may_share: bool) -> Speaker:
    """Note who speaks and what this person agreed to; without a name it is "spreker 1"."""
    sentences = [AGREES_TO_USE, *([AGREES_TO_SHARE] if may_share else [])]
    speaker = Speaker(
        practice_id=visitor.practice_id,
        name=name or _next_name(work.db, visitor.practice_id),
        agreed_words=" ".join(gettext(sentence) for sentence in sentences),
        may_share=may_share,
        member_id=visitor.member_id,
        guest_id=visitor.guest_id,
        created_at=work.now,
    )
    work.db.add(speaker)
    record(work, visitor, "recording:agree")
    work.db.flush()
    return speaker


def _next_name(db: Session, practice_id: int) -> str:
    known = select(func.count()).where(Speaker.practice_id == practice_id)
    return gettext("speaker %(number)s", number=db.scalars(known).one() + 1)


def list_speakers(db: Session, practice_id: int) -> Sequence[Speaker]:
    """List who agreed and did not take it back, the newest first."""
    found = select(Speaker).where(
        Speaker.practice_id == practice_id, Speaker.withdrawn_at.is_(None)
    )
    return db.scalars(found.order_by(Speaker.created_at.desc())).all()


def find_speaker(db: Session, practice_id: int, speaker_id: UUID) -> Speaker | None:
    """Find a speaker who did not take the consent back."""
    return db.scalar(
        select(Speaker).where(
            Speaker.practice_id == practice_id,
            Speaker.id == speaker_id,
            Speaker.withdrawn_at.is_(None),
        )
    )


def withdraw(work: Work, visitor: Visitor, speaker: Speaker) -> int:
    """Take the consent of a speaker back: every recording of this voice in the practice is erased.

    Returns:
        How many there were.
    """
    found = select(Recording).where(
        Recording.practice_id == visitor.practice_id, Recording.speaker_id == speaker.id
    )
    recordings = work.db.scalars(found).all()
    for recording in recordings:
        work.db.delete(recording)
    speaker.name, speaker.may_share, speaker.withdrawn_at = None, False, work.now
    record(work, visitor, "recording:withdraw")
    work.db.flush()
    return len(recordings)


def speaker_of_last(db: Session, visitor: Visitor) -> UUID | None:
    """Give whose voice a visitor recorded last, to be offered again."""
    mine = (
        Recording.made_guest_id == visitor.guest_id
        if visitor.guest_id
        else Recording.made_member_id == visitor.member_id
    )
    found = select(Recording.speaker_id).where(Recording.practice_id == visitor.practice_id, mine)
    return db.scalars(found.order_by(Recording.created_at.desc()).limit(1)).first()
