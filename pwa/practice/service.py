"""Find and set up practices."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.practice.models import Practice
from pwa.store.tenants import use_practice
from pwa.vault.practice.service import NewPracticeKeys, create_practice_keys
from pwa.vault.work import Work


def find_practice(db: Session, slug: str) -> Practice | None:
    """Find a practice by its name in addresses."""
    if not slug.isprintable():  # PostgreSQL fails on NUL
        return None
    return db.scalar(select(Practice).where(Practice.slug == slug))


def create_practice(
    work: Work,
    *,
    slug: str,
    name: str,
    phone: str,
    out_of_hours_name: str,
    out_of_hours_phone: str,
    languages: Sequence[str],
    neighbourhood: str | None = None,
    if_worse_text: str | None = None,
    retention_days: int = 30,
    takes_coded_only: bool = False,
    hides_clinician: bool = False,
    computer_voices: Sequence[str] = (),
    is_example: bool = False,
) -> tuple[Practice, NewPracticeKeys]:
    """Set up a practice; gives it, and its recovery key and private halves, which nothing stores."""
    practice = Practice(
        slug=slug,
        name=name,
        phone=phone,
        out_of_hours_name=out_of_hours_name,
        out_of_hours_phone=out_of_hours_phone,
        languages=list(languages),
        computer_voices=list(computer_voices),
        neighbourhood=neighbourhood,
        if_worse_text=if_worse_text,
        retention_days=retention_days,
        takes_coded_only=takes_coded_only,
        hides_clinician=hides_clinician,
        is_example=is_example,
        created_at=work.now,
        updated_at=work.now,
    )
    work.db.add(practice)
    work.db.flush()
    use_practice(work.db, practice.id)
    return practice, create_practice_keys(work, practice.id)
