"""What is sent around the answers: consent, the phone's id, and where they belong."""

from collections.abc import Mapping
from uuid import UUID

from flask import request
from flask_babel import gettext
from wtforms import StringField, validators

from pwa.selfcheck.answers import FIELDS, NOT_OFFERED, AnswerError, Answers, parse_answers
from pwa.text import N_
from pwa.vault.patient.codes import CodeError, parse_code
from pwa.web.forms import SentForm

MAX_TOKEN = 500

NO_CONSENT = N_("First tick that the practice may read your answers.")
# Translators: something technical went wrong
BAD_TOKEN = N_("Something went wrong. Load the page again; your answers stay.")


# What is said of each field around the answers, whatever is wrong with it.
ENVELOPE = {
    "uid": BAD_TOKEN,
    "consent": NO_CONSENT,
    "invitation": BAD_TOKEN,
    "waiting_room": BAD_TOKEN,
    "entry_code": CodeError().message,
    "reply_to": BAD_TOKEN,
}


def _is_code(_form: object, field: StringField) -> None:
    try:
        parse_code(field.data or "")
    except CodeError as error:
        raise validators.ValidationError(error.message) from error


class ShareForm(SentForm):
    """A sending: the answers, and what makes it one. It has no token: it must work offline."""

    class Meta:
        csrf = False

    uid = StringField(validators=[validators.InputRequired(), validators.UUID()])
    consent = StringField(validators=[validators.AnyOf(["1"])])
    # Out of links, and opaque to the phone: whatever stands there is no mistake of the patient's.
    invitation = StringField()
    waiting_room = StringField()
    # Typed from an invitation's card, or from a paper in the waiting room.
    entry_code = StringField(validators=[validators.Optional(), _is_code])
    reply_to = StringField(validators=[validators.Length(max=MAX_TOKEN)])

    def __init__(self) -> None:
        super().__init__()
        self.answers: Answers | None = None
        self.sentences: Mapping[str, str] = {}

    def read(self, language: str) -> bool:
        """Check everything that was sent; `sentences` then says what is wrong, field by field.

        Args:
            language: in which the patient read the questions.
        """
        self.validate()
        wrong = {
            name: gettext(sentence) for name, sentence in ENVELOPE.items() if self[name].errors
        }
        try:
            self.answers = parse_answers(answer_fields(), language=language)
        except AnswerError as error:
            wrong |= in_words(error)
        wrong |= {name: gettext(NOT_OFFERED) for name in request.files if _is_ours(name)}
        self.sentences = wrong
        return not wrong

    @property
    def submission_id(self) -> UUID:
        """The phone's id, after validation."""
        return UUID(self.uid.data or "")


def sent_fields() -> dict[str, list[str]]:
    """Give what the form sent in fields of ours, field name to values.

    Browser extensions add fields of their own to any form. Nobody can correct those, so they are left
    out here, and neither refused nor carried along. A page with other questions than ours names
    another `version`, and is refused for that.
    """
    return {name: values for name, values in request.form.lists() if _is_ours(name)}


def answer_fields() -> dict[str, list[str]]:
    """Give the answers that the form sent, without what stands around them."""
    return {name: values for name, values in sent_fields().items() if name not in ENVELOPE}


def _is_ours(name: str) -> bool:
    return name in FIELDS or name in ENVELOPE


def in_words(error: AnswerError) -> dict[str, str]:
    """Give the errors as sentences in the patient's language."""
    return {name: gettext(message, **values) for name, (message, values) in error.errors.items()}
