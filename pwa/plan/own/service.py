"""Keep a practice's own phrases: every change is a new version, and nothing is deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pwa import audit
from pwa.editing import Conflict
from pwa.plan.own.core import DUTCH, OwnPhrase
from pwa.plan.own.models import PhraseVersion
from pwa.staff.access import Staff
from pwa.vault.work import Work


def find_phrases(db: Session, practice_id: int) -> dict[str, OwnPhrase]:
    """Give code to phrase, of every version; of each phrase the newest comes last."""
    rows = db.scalars(
        select(PhraseVersion)
        .where(PhraseVersion.practice_id == practice_id)
        .order_by(PhraseVersion.uid, PhraseVersion.version)
    )
    phrases = map(_read, rows)
    return {phrase.code: phrase for phrase in phrases}


def newest(phrases: Mapping[str, OwnPhrase]) -> tuple[OwnPhrase, ...]:
    """Give the newest version of each phrase, by its Dutch sentence."""
    found = {phrase.uid: phrase for phrase in phrases.values()}
    return tuple(sorted(found.values(), key=lambda phrase: phrase.texts[DUTCH].casefold()))


def list_versions(db: Session, practice_id: int, uid: str) -> Sequence[PhraseVersion]:
    """List the versions of a phrase, the newest first; none if the practice has no such phrase."""
    of_phrase = PhraseVersion.practice_id == practice_id, PhraseVersion.uid == uid
    query = select(PhraseVersion).where(*of_phrase).order_by(PhraseVersion.version.desc())
    return db.scalars(query).all()


def save_phrase(work: Work, staff: Staff, phrase: OwnPhrase) -> OwnPhrase:
    """Write the next version of a phrase.

    Args:
        phrase: with the version that its editor has seen; 0 for a new phrase.

    Raises:
        Conflict: somebody else changed it since.
    """
    versions = list_versions(work.db, staff.practice.id, phrase.uid)
    number, was_retired = (versions[0].version, versions[0].is_retired) if versions else (0, False)
    if number != phrase.version:
        raise Conflict(number)
    saved = replace(phrase, version=number + 1)
    row = PhraseVersion(
        practice_id=staff.practice.id,
        uid=saved.uid,
        version=saved.version,
        texts=dict(saved.texts),
        who=saved.who,
        topics=sorted(saved.topics),
        is_retired=saved.is_retired,
        member_id=staff.membership_id,
        at=work.now,
    )
    try:
        with work.db.begin_nested():
            work.db.add(row)
    except IntegrityError:  # another worker wrote the same version at the same moment
        raise Conflict(saved.version) from None
    action = "phrase:change" if number else "phrase:add"
    is_taken_out = saved.is_retired and not was_retired
    audit.record_staff(
        work.db, staff, action="phrase:retire" if is_taken_out else action, at=work.now
    )
    return saved


def _read(row: PhraseVersion) -> OwnPhrase:
    return OwnPhrase(
        row.uid, row.version, row.texts, row.who, frozenset(row.topics), row.is_retired
    )
