"""Reports of patients: "this is not right" about a help service, with an optional line of words.

People write about themselves in such a line, so it is sealed to the desk key of the practice.
Whoever reads it in the practice is written into the access log; it is destroyed when the practice
checks, mends or removes the service. A report is deleted after 90 days, answered or not.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, func, select, update

from pwa import audit
from pwa.directory.keeping.service import NotFound, row_of_national
from pwa.directory.models import KeptService, KeptState, ServiceReport
from pwa.directory.service import directory_of
from pwa.locales import PRACTICE_LANGUAGE
from pwa.practice.models import Practice
from pwa.settings.service import lock_practice
from pwa.staff.access import Staff
from pwa.text import clean_text, one_line
from pwa.vault.crypto import CannotOpen
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.practice.service import current_key
from pwa.vault.records import DocumentAddress, SealedDocument, open_document, seal_document
from pwa.vault.work import Work

# The longest line of words, in characters: 200 that somebody types, after a sentence that was chosen.
MAX_WORDS: Final = 240
# More reports about one service tell the practice nothing new; they are thanked for and dropped.
MAX_OPEN: Final = 20
LIFETIME: Final = timedelta(days=90)
READ: Final = "help:read-report"
_SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A report that nobody has answered yet.

    Attributes:
        uid: of the service.
        words: empty if the patient wrote none, or if the session lacks the key to them.
        language: code of the language of the page on which they were written.
    """

    uid: str
    words: str
    language: str
    at: datetime


def report_service(
    work: Work,
    practice: Practice,
    uid: str,
    words: str,
    *,
    language: str = PRACTICE_LANGUAGE.code,
) -> None:
    """Store a patient's report, its words sealed; the caller commits.

    Cached pages stay as they are: patients see nothing of a report.

    Args:
        uid: of a service of the practice or of a national line; an earlier id works too.
        words: a line as typed, or empty; what is longer than MAX_WORDS is cut off.
        language: code of the language of the page on which the words were written.

    Raises:
        NotFound: the practice has no such service, or removed it.
    """
    lock_practice(work.db, practice)
    row = directory_of(practice).find_kept(uid) or row_of_national(work, practice, uid)
    if row.state is KeptState.GONE:
        raise NotFound(uid)
    if row.open_reports >= MAX_OPEN:
        return
    desk = current_key(work.db, practice.id, KeyKind.DESK)
    report = ServiceReport(
        id=uuid4(), practice_id=practice.id, uid=row.uid, desk_key_id=desk.id, at=work.now
    )
    if line := one_line(clean_text(words), max_length=MAX_WORDS):
        sealed = seal_document(
            desk.public_key, _address(report), {"words": line, "language": language}
        )
        report.word_key, report.words = sealed.sealed_key, sealed.body
    work.db.add(report)
    _count_anew(work, practice.id, [row.uid])


def open_reports(work: Work, staff: Staff, uids: Collection[str]) -> dict[str, list[OpenReport]]:
    """Open the unanswered reports of some services, the newest first, by the service's id.

    If there were words, it adds that this person read them to the access log, so call it inside
    `writing` when the request is a GET.
    """
    rows = work.db.scalars(
        select(ServiceReport)
        .where(
            ServiceReport.practice_id == staff.practice.id,
            ServiceReport.uid.in_(uids),
            ServiceReport.answered_at.is_(None),
        )
        .order_by(ServiceReport.at.desc(), ServiceReport.id)
    )
    found: dict[str, list[OpenReport]] = {}
    for row in rows:
        found.setdefault(row.uid, []).append(_open(row, staff.keys))
    if any(report.words for reports in found.values() for report in reports):
        audit.record_staff(work.db, staff, action=READ, at=work.now)
    return found


def expire_reports(work: Work, practice_id: int) -> int:
    """Delete reports that are older than LIFETIME, answered or not.

    Returns:
        How many.
    """
    old = ServiceReport.practice_id == practice_id, ServiceReport.at < work.now - LIFETIME
    uids = work.db.scalars(select(ServiceReport.uid).where(*old)).all()
    work.db.execute(delete(ServiceReport).where(*old))
    _count_anew(work, practice_id, set(uids))
    return len(uids)


def _count_anew(work: Work, practice_id: int, uids: Collection[str]) -> None:
    """Count the unanswered reports of services.

    Not through the rows themselves: that would raise their edition, and somebody who is editing a
    service would hear of a colleague's change that there was not.
    """
    work.db.flush()
    count = (
        select(func.count())
        .where(
            ServiceReport.practice_id == practice_id,
            ServiceReport.uid == KeptService.uid,
            ServiceReport.answered_at.is_(None),
        )
        .scalar_subquery()
    )
    own = KeptService.practice_id == practice_id, KeptService.uid.in_(uids)
    work.db.execute(
        update(KeptService)
        .where(*own)
        .values(open_reports=count)
        .execution_options(synchronize_session="fetch")
    )


def _open(row: ServiceReport, keys: HeldKeys) -> OpenReport:
    if row.words is None or row.word_key is None:
        return OpenReport(row.uid, "", PRACTICE_LANGUAGE.code, row.at)
    sealed = SealedDocument(row.word_key, row.words)
    try:
        content = open_document(keys.private(row.desk_key_id), _address(row), sealed)
    except CannotOpen:
        return OpenReport(row.uid, "", PRACTICE_LANGUAGE.code, row.at)
    return OpenReport(row.uid, content["words"], content["language"], row.at)


def _address(row: ServiceReport) -> DocumentAddress:
    return DocumentAddress(row.practice_id, row.id, row.id, "help report", _SCHEMA)
