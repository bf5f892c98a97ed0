"""What foreign terms mean to a practice: asked once, and remembered for the next file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.directory.exchange.result import ForeignTerm
from pwa.directory.exchange.terms import TermMap, split_codes
from pwa.directory.hsds import HelpService
from pwa.directory.models import KnownTerm
from pwa.staff.access import Staff
from pwa.vault.work import Work

_MAX: Final = 200  # of the columns of `KnownTerm`

Key = tuple[str, str]


def key_of(term: ForeignTerm) -> Key:
    """Give the taxonomy and the term as `KnownTerm` has them."""
    return term.taxonomy[:_MAX], term.term[:_MAX]


def field_of(term: ForeignTerm) -> str:
    """Give the name of the form field in which its meaning is chosen."""
    return f"term-{sha256(repr(key_of(term)).encode()).hexdigest()[:16]}"


def load_terms(db: Session, practice_id: int) -> TermMap:
    """Load what the practice told us of foreign terms."""
    rows = db.scalars(select(KnownTerm).where(KnownTerm.practice_id == practice_id))
    return {(row.taxonomy, row.term): tuple(row.codes) for row in rows}


def save_terms(work: Work, staff: Staff, told: Mapping[Key, Sequence[str]]) -> None:
    """Remember what foreign terms mean; no codes say that a term means nothing to us."""
    db, practice_id = work.db, staff.practice.id
    audit.record_staff(db, staff, action="help:terms", at=work.now)
    rows = db.scalars(select(KnownTerm).where(KnownTerm.practice_id == practice_id))
    known = {(row.taxonomy, row.term): row for row in rows}
    for key, codes in told.items():
        if key not in known:
            known[key] = KnownTerm(practice_id=practice_id, taxonomy=key[0], term=key[1])
            db.add(known[key])
        known[key].codes = list(codes)


def apply_terms(
    service: HelpService, terms: Sequence[ForeignTerm], known: TermMap
) -> tuple[HelpService, tuple[ForeignTerm, ...]]:
    """Give a service the topics and strengths that its foreign terms stand for.

    Returns:
        The service, and the terms that nobody told us the meaning of.
    """
    if not terms:
        return service, ()
    codes = [code for term in terms for code in known.get(key_of(term), ())]
    topics, strengths = split_codes(codes)
    unknown = tuple(term for term in terms if key_of(term) not in known)
    service = replace(
        service, topics=service.topics | topics, strengths=service.strengths | strengths
    )
    return service, unknown
