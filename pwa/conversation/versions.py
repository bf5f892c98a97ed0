"""The versions of a check: what the patient shared, and what was filled in together.

A version that a member of staff saved is the one agreed on together; the patient's own versions are
kept unchanged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pwa.conversation.core import CHECK
from pwa.conversation.documents import (
    Document,
    OpenConversation,
    read_document,
    read_documents,
)
from pwa.conversation.models import Submission
from pwa.conversation.service import submissions_of
from pwa.locales import PRACTICE_LANGUAGE
from pwa.selfcheck.core import SelfCheck, load_selfcheck
from pwa.staff.core import Role
from pwa.staff.member_names import names_of
from pwa.staff.role_names import ROLE_NAMES

# How many versions are opened; older ones are not shown. A few talks may save a dozen versions
# each, and the patient's own version from before must still be among these.
_MOST = 40


@dataclass(frozen=True, slots=True)
class Author:
    """The member of staff who filled in a version together with the patient.

    Attributes:
        role: when the version was saved; the person may have another one by now.
    """

    name: str
    role: Role

    @property
    def role_name(self) -> str:
        """The role as a source text."""
        return ROLE_NAMES[self.role]


@dataclass(frozen=True, slots=True)
class CheckVersion:
    """One version of a check.

    Attributes:
        number: 1 for the first; 0 and below for versions from a merged conversation.
        read_at: when the practice first saw it; equals `saved_at` when it was filled in together.
        author: None for the patient.
        typist: name of who typed it in from paper; empty when the patient sent it.
    """

    number: int
    check: SelfCheck
    saved_at: datetime
    read_at: datetime | None
    author: Author | None
    typist: str = ""

    @property
    def is_together(self) -> bool:
        """Tell whether it was filled in together."""
        return self.author is not None


@dataclass(frozen=True, slots=True)
class SharedCheck:
    """The sendings and opened versions of a check, which a page loads once.

    Attributes:
        submissions: its sendings, the first one first.
        versions: the newest first; none when it was taken back.
    """

    submissions: Sequence[Submission]
    versions: Sequence[CheckVersion]


def load_check(db: Session, opened: OpenConversation) -> SharedCheck:
    """Load the sendings of a check and open its versions."""
    submissions = submissions_of(db, opened.row.id)
    return SharedCheck(submissions, _open_versions(db, opened, submissions))


def list_versions(db: Session, opened: OpenConversation) -> Sequence[CheckVersion]:
    """Open the versions of a check, the newest first; none when it was taken back."""
    return load_check(db, opened).versions


def find_language(db: Session, opened: OpenConversation) -> str | None:
    """Give the code of the language in which the patient answered; None when the answers are gone."""
    check = read_document(db, opened, CHECK)
    return load_selfcheck(check.content).language if check else None


def language_of(db: Session, opened: OpenConversation) -> str:
    """Give the code of that language; Dutch when the answers are gone."""
    return find_language(db, opened) or PRACTICE_LANGUAGE.code


def _open_versions(
    db: Session, opened: OpenConversation, submissions: Sequence[Submission]
) -> list[CheckVersion]:
    read_at = {item.number: item.read_at for item in submissions}
    documents = read_documents(db, opened, CHECK, most=_MOST)
    checks = [load_selfcheck(document.content) for document in documents]
    people = [document.author_id for document in documents]
    names = names_of(db, (*people, *(check.entered_by for check in checks)))
    return [
        _version(document, check, read_at.get(document.number), names)
        for document, check in zip(documents, checks, strict=True)
    ]


def _version(
    document: Document,
    check: SelfCheck,
    read_at: datetime | None,
    names: Mapping[int | None, str],
) -> CheckVersion:
    author = _author(document, names)
    return CheckVersion(
        number=document.number,
        check=check,
        saved_at=document.created_at,
        read_at=document.created_at if author else read_at,
        author=author,
        typist=names.get(check.entered_by, ""),
    )


def _author(document: Document, names: Mapping[int | None, str]) -> Author | None:
    if document.author_id is None or document.author_role is None:
        return None
    return Author(names[document.author_id], document.author_role)
