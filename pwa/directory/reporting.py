"""What a patient says with "This is not right", and how often one network may say it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import force_locale, gettext
from limits import parse_many

from pwa import audit
from pwa.directory.keeping.service import NotFound
from pwa.directory.reports import report_service
from pwa.locales import PRACTICE_LANGUAGE
from pwa.practice.models import Practice
from pwa.text import N_, clean_text
from pwa.vault.work import Work
from pwa.web.counting import count
from pwa.web.extensions import client_network

MAX_LINE: Final = 200
PER_NETWORK: Final = tuple(parse_many("10 per 10 minutes; 30 per day"))
PER_PRACTICE: Final = tuple(parse_many("300 per day"))

# Code of what may be wrong, and what the patient reads; the practice reads the same in Dutch.
CHOICES: Final = (
    ("number", N_("The number is not right.")),
    ("gone", N_("It is not there any more.")),
    ("other", N_("Something else is not right.")),
)


@dataclass(frozen=True, slots=True)
class Report:
    """The fields as they were sent.

    Attributes:
        option: id of the help option.
        wrong: one of CHOICES; empty for the first press, or if nothing was chosen.
        line: own words.
        has_details: this is the form that follows the first press.
    """

    option: str
    wrong: str
    line: str
    has_details: bool

    @property
    def is_too_long(self) -> bool:
        """Tell whether the line has to become shorter."""
        return len(self.line) > MAX_LINE


def read_report(fields: Mapping[str, str]) -> Report:
    """Read the form; a choice that we do not offer is none."""
    wrong = fields.get("wrong", "")
    return Report(
        # PostgreSQL refuses to look for a text with a NUL in it.
        option=clean_text(fields.get("option", "")),
        wrong=wrong if wrong in dict(CHOICES) else "",
        line=fields.get("line", "").strip(),
        has_details="line" in fields,
    )


def may_report(practice_id: int) -> bool:
    """Count a report; return False when too many came from this network or for this practice."""
    return count(PER_NETWORK, "help reports", client_network()) and count(
        PER_PRACTICE, "help reports of a practice", str(practice_id)
    )


def send_report(work: Work, practice: Practice, report: Report, language: str) -> bool:
    """Store a report and note in the access log that there was one; the caller commits.

    Returns:
        False if nothing was stored: no details were given, or the practice has removed the option.
    """
    if report.has_details and not report.wrong and not report.line:
        return False
    try:
        report_service(work, practice, report.option, _words(report), language=language)
    except NotFound:
        return False
    audit.record(
        work.db,
        action="help:report",
        practice_id=practice.id,
        actor=audit.Actor.PATIENT,
        strength=audit.Strength.NONE,
        at=work.now,
    )
    return True


def _words(report: Report) -> str:
    """Put what was chosen before the own words, as a sentence of its own."""
    if not report.wrong:
        return report.line
    with force_locale(PRACTICE_LANGUAGE.code):
        chosen = gettext(dict(CHOICES)[report.wrong])
    return f"{chosen} {report.line}".strip()
