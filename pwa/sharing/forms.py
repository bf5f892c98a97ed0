"""What is sent around the answers: consent, the phone's id, and where they belong."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from flask import request
from flask_babel import gettext
from wtforms import StringField, validators

from pwa.patient.tokens import read_reply_token
from pwa.selfcheck.answers import FIELDS, NOT_OFFERED, AnswerError, parse_answers
from pwa.sharing.sending import Sending, UidKeys, mac_body
from pwa.text import N_
from pwa.vault.crypto import MasterKeys
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


class CodeField(StringField):
    """A code as people type it; its `data` is the code itself, or empty."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the code once; what is only blank is none."""
        typed = next(iter(valuelist), "")
        try:
            self.data = parse_code(typed) if typed.strip() else ""
        except CodeError as error:
            raise ValueError(error.message) from error


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
    entry_code = CodeField()
    reply_to = StringField(validators=[validators.Length(max=MAX_TOKEN)])

    def __init__(self) -> None:
        super().__init__()
        self.fields = sent_fields()
        self.sentences: Mapping[str, str] = {}

    def read(
        self, language: str, practice_id: int, master: MasterKeys, *, now: datetime
    ) -> Sending | None:
        """Check everything that was sent.

        Args:
            language: in which the patient read the questions.
            practice_id: whom it was sent to.

        Returns:
            None with anything wrong; `sentences` then says what, field by field.
        """
        self.validate()
        wrong = {
            name: gettext(sentence) for name, sentence in ENVELOPE.items() if self[name].errors
        }
        answers = None
        try:
            answers = parse_answers(without_envelope(self.fields), language=language)
        except AnswerError as error:
            wrong |= in_words(error)
        wrong |= {name: gettext(NOT_OFFERED) for name in request.files if _is_ours(name)}
        self.sentences = wrong
        if wrong or answers is None:
            return None
        uid, token = UUID(self.uid.data or ""), self.reply_to.data
        codes = self.entry_code.data, _trimmed(self.waiting_room)
        return Sending(
            practice_id=practice_id,
            uid=uid,
            uid_keys=UidKeys.of(uid),
            body_mac=mac_body(uid, self.fields),
            answers=answers,
            invitation=_trimmed(self.invitation),
            codes=tuple(code for code in codes if code),
            is_change=any(self.fields.get("reply_to", ())),
            reply_to=read_reply_token(token, practice_id, master, now=now) if token else None,
        )


def sent_fields() -> dict[str, list[str]]:
    """Give what the form sent in fields of ours, field name to values.

    Browser extensions add fields of their own to any form. Nobody can correct those, so they are left
    out here, and neither refused nor carried along. A page with other questions than ours names
    another `version`, and is refused for that.
    """
    return {name: values for name, values in request.form.lists() if _is_ours(name)}


def without_envelope(fields: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Leave the answers of what a form sent, without what stands around them."""
    return {name: values for name, values in fields.items() if name not in ENVELOPE}


def _is_ours(name: str) -> bool:
    return name in FIELDS or name in ENVELOPE


def in_words(error: AnswerError) -> dict[str, str]:
    """Give the errors as sentences in the patient's language."""
    return {name: gettext(message, **values) for name, (message, values) in error.errors.items()}


def _trimmed(field: StringField) -> str:
    return (field.data or "").strip()
