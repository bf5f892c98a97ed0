"""What is sent around the answers: consent, the phone's id, and where they belong."""

from collections.abc import Mapping
from uuid import UUID

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import UUID as IsUuid
from wtforms.validators import AnyOf, InputRequired, Length

from pwa.selfcheck.answers import AnswerError, Answers, parse_answers
from pwa.text import N_

MAX_TOKEN = 500

# Translators: nl: "Kruis eerst aan dat de praktijk uw antwoorden mag lezen."
NO_CONSENT = N_("First tick that the practice may read your answers.")
# Translators: something technical went wrong; nl: "Er ging iets mis. Laad de pagina opnieuw; uw antwoorden blijven staan."
BAD_TOKEN = N_("Something went wrong. Load the page again; your answers stay.")


class ShareForm(FlaskForm):
    """A sending: the answers, and what makes it one. It has no token: it must work offline."""

    class Meta:
        csrf = False

    uid = StringField(
        validators=[InputRequired(lazy_gettext(BAD_TOKEN)), IsUuid(lazy_gettext(BAD_TOKEN))]
    )
    consent = StringField(validators=[AnyOf(["1"], lazy_gettext(NO_CONSENT))])
    # Opaque to the phone. An invitation has no effect until practices can make them.
    invitation = StringField(validators=[Length(max=MAX_TOKEN, message=lazy_gettext(BAD_TOKEN))])
    reply_to = StringField(validators=[Length(max=MAX_TOKEN, message=lazy_gettext(BAD_TOKEN))])

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.answers: Answers | None = None
        self.sentences: dict[str, str] = {}

    def validate(self, extra_validators: Mapping[str, object] | None = None) -> bool:
        """Check everything that was sent; `sentences` then says what is wrong, field by field."""
        super().validate(extra_validators)
        self.sentences = {name: str(messages[0]) for name, messages in self.errors.items() if name}
        try:
            self.answers = parse_answers(answer_fields(), language=self.language)
        except AnswerError as error:
            self.sentences |= in_words(error)
        return not self.sentences

    @property
    def submission_id(self) -> UUID:
        """The phone's id, after validation."""
        return UUID(self.uid.data)


def sent_fields() -> dict[str, list[str]]:
    """Give everything that the form sent, field name to values."""
    return dict(request.form.lists())


def answer_fields() -> dict[str, list[str]]:
    """Give the answers that the form sent, without what stands around them."""
    envelope = {"uid", "consent", "invitation", "reply_to"}
    return {name: values for name, values in sent_fields().items() if name not in envelope}


def in_words(error: AnswerError) -> dict[str, str]:
    """Give the errors as sentences in the patient's language."""
    return {name: gettext(message, **values) for name, (message, values) in error.errors.items()}
