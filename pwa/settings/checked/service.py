"""Record that a language was checked, and take that back."""

from pwa import audit
from pwa.practice.details import LanguageCheck
from pwa.staff.access import Staff
from pwa.vault.work import Work


def record_check(work: Work, staff: Staff, language: str, check: LanguageCheck) -> None:
    """Record who has read the texts of a language; what was recorded before is replaced."""
    _save(work, staff, {**staff.practice.checked_languages, language: check}, "language:check")


def take_back(work: Work, staff: Staff, language: str) -> None:
    """Let a language count as not checked again; nothing happens if it did not count as checked."""
    left = {**staff.practice.checked_languages}
    if left.pop(language, None) is not None:
        _save(work, staff, left, "language:uncheck")


def _save(work: Work, staff: Staff, checks: dict[str, LanguageCheck], action: str) -> None:
    staff.practice.checked_languages = checks
    staff.practice.updated_at = work.now
    audit.record_staff(work.db, staff, action=action, at=work.now)
