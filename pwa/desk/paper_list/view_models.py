"""Data for the pages on which a list on paper is typed in and looked at before it is sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import render_template
from flask_babel import gettext
from sqlalchemy import select

from pwa.appointments.core import Appointment
from pwa.appointments.invitations import open_invitation
from pwa.appointments.lines import find_line_refs
from pwa.conversation.models import Invitation
from pwa.desk.paper_list.core import NAMES
from pwa.desk.paper_list.forms import PaperForm
from pwa.desk.view_models import days_of
from pwa.locales import PRACTICE_LANGUAGE, known_language, written_in
from pwa.selfcheck.answers import Answers
from pwa.selfcheck.changes import PART_NAMES, Reader
from pwa.selfcheck.interpreters import name_for_practice
from pwa.selfcheck.paper_list import NUMBER_OF_TOPIC, NUMBERS, Numbers, mark_of
from pwa.selfcheck.questions import (
    DOMAINS,
    FILLED_BY,
    MAX_KNOWN_AS,
    MAX_OWN_WORDS,
    MAX_REASON,
    TOPICS,
    LifeDomain,
    text_of,
    topics_of,
)
from pwa.staff.access import Staff
from pwa.text import N_
from pwa.web import http
from pwa.web.extensions import db

_READER = Reader(gettext, PRACTICE_LANGUAGE.code, is_practice=True)
# Fields in which topics are named by their numbers.
ABOUT_TOPICS = ("priority", "worse_by")
# How often an unanswered invitation is offered: more than a practice has on a day.
_MOST_INVITED = 500

# Name of a field with numbers to its label.
LABELS: Mapping[str, str] = {
    # Translators: label of a field in which the desk types a number from a paper
    "filled_by": N_("Filled in by"),
    # Translators: label of a field in which the desk types a number from a paper
    "feeling": N_("Feels"),
    # Translators: label of a field in which the desk types numbers from a paper
    "strengths": N_("Strength"),
    # Translators: label of a field in which the desk types numbers from a paper
    "priority": N_("Most important"),
    # Translators: label of a field in which the desk types numbers from a paper
    "help_wish": N_("Help with this"),
    # Translators: label of a field in which the desk types numbers from a paper
    "worse_by": N_("Made worse by"),
    # Translators: label of a field in which the desk types numbers from a paper
    "helpers": N_("Who helps already"),
    # Translators: label of a field in which the desk types numbers from a paper
    "wants": N_("Wants from this talk"),
}


@dataclass(frozen=True, slots=True)
class Legend:
    """What may be typed into a field.

    Attributes:
        kind: how signs are read: `signs` (one for each line), `digits` (they may run together) or
            `numbers` (with something between them).
        words: what each number or line stands for, in its order: the number, and its name.
    """

    kind: str
    words: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class InvitedToday:
    """An invitation of today that nobody has answered."""

    id: UUID
    appointment: Appointment


def find_invited(staff: Staff, also: UUID | None = None) -> list[InvitedToday]:
    """List the unanswered invitations of today by time, and one more that was chosen elsewhere."""
    today, session = http.today(), db.session()
    refs = find_line_refs(session, staff.practice.id, days_of(today, today))
    ids = [ref.invitation_id for ref in refs if ref.conversation_id is None][:_MOST_INVITED]
    rows = session.scalars(
        select(Invitation).where(
            Invitation.practice_id == staff.practice.id,
            Invitation.id.in_([wanted for wanted in (*ids, also) if wanted]),
        )
    )
    found = [InvitedToday(row.id, open_invitation(row, staff.keys).appointment) for row in rows]
    return sorted(found, key=lambda item: item.appointment.at)


def languages_of(invited: Sequence[InvitedToday]) -> dict[UUID, str]:
    """Give the language of each invitation's paper, by its id."""
    return {item.id: written_in(item.appointment.language) for item in invited}


def render_form(
    staff: Staff, form: PaperForm, invited: Sequence[InvitedToday], *, is_unsent: bool = False
) -> str:
    """Render the form, empty or as it was typed, with its errors."""
    return render_template(
        "desk/paper_list/form.html",
        form=form,
        errors=form.errors_found,
        invited=invited,
        offered=[known_language(code) for code in staff.practice.written_languages],
        marks={code: mark_of(code) for code in staff.practice.written_languages},
        labels=LABELS,
        legends=_legends(),
        about_topics=ABOUT_TOPICS,
        domains=DOMAINS,
        is_unsent=is_unsent,
        room={"reason": MAX_REASON, "own_words": MAX_OWN_WORDS, "known_as": MAX_KNOWN_AS},
    )


def render_review(form: PaperForm, answers: Answers, invited: Sequence[InvitedToday]) -> str:
    """Render what was typed in words, before it is sealed; nothing of it is stored yet."""
    chosen = next((item for item in invited if item.id == form.invitation_id), None)
    sent = ("consent", "invitation", "patient_language", *NAMES)
    return render_template(
        "desk/paper_list/review.html",
        carried=[(name, form[name].data) for name in sent if form[name].data],
        uid=form.form_id,
        appointment=chosen.appointment if chosen else None,
        answers=answers,
        language=known_language(answers.check.language),
        filled_by=_filled_by(answers),
        interpreter=name_for_practice(answers.check.interpreter_language),
        topics=[(_READER.name(text.domain), _topics(answers, text.domain)) for text in DOMAINS],
        parts=[(_READER.name(part), _READER.describe(answers.check, part)) for part in PART_NAMES],
    )


def _legends() -> dict[str, Legend]:
    legends = {
        str(text.domain): Legend(
            "signs",
            [
                (str(NUMBER_OF_TOPIC[topic.code]), gettext(topic.short))
                for topic in topics_of(text.domain)
            ],
        )
        for text in DOMAINS
    }
    return legends | {name: _legend(name, numbers) for name, numbers in NUMBERS.items()}


def _legend(name: str, numbers: Numbers) -> Legend:
    kind = "digits" if max(numbers) < 10 else "numbers"
    # The topics have their numbers beside the fields of the domains.
    own = numbers.items() if name not in ABOUT_TOPICS else list(numbers.items())[len(TOPICS) :]
    words = [(str(number), gettext(item.text)) for number, item in own]
    return Legend(kind, words)


def _topics(answers: Answers, domain: LifeDomain) -> list[tuple[str, str | None]]:
    codes = [topic.code for topic in topics_of(domain)]
    return [(_READER.name(code), _READER.describe(answers.check, code)) for code in codes]


def _filled_by(answers: Answers) -> str:
    code = answers.check.filled_by
    return gettext(text_of(FILLED_BY, code)) if code else ""
