"""The form of a sending: the answers, and around them consent, the phone's id, codes and tokens."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from flask import request
from flask_babel import gettext
from wtforms import StringField, validators

from pwa.selfcheck.answers import FIELDS, NOT_OFFERED, AnswerError, parse_answers
from pwa.sharing.queued import MAX_TOKEN, QueuedForm
from pwa.sharing.sending import Sending, UidKeys, mac_body
from pwa.text import N_
from pwa.vault.crypto import MasterKeys
from pwa.vault.patient.codes import CodeError, parse_code

NO_CONSENT = N_("Press Share. Then you let the practice read your answers.")
# Translators: something technical went wrong
BAD_TOKEN = N_("Something went wrong. Load the page again; your answers stay.")


# The fields around the answers, each with its one sentence for every kind of error in it.
ENVELOPE = {
    "uid": BAD_TOKEN,
    "consent": NO_CONSENT,
    "invitation": BAD_TOKEN,
    "waiting_room": BAD_TOKEN,
    "entry_code": CodeError().message,
    "reply_to": BAD_TOKEN,
    "invited": BAD_TOKEN,
}


class CodeField(StringField):
    """A field for a code as people type it; its `data` is the parsed code, or an empty string."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Parse the code; blank input counts as no code."""
        typed = next(iter(valuelist), "")
        try:
            self.data = parse_code(typed) if typed.strip() else ""
        except CodeError as error:
            raise ValueError(error.message) from error


class ShareForm(QueuedForm):
    """A sending: the answers and the fields around them."""

    consent = StringField(validators=[validators.AnyOf(["1"])])
    # Copied from links by the phone: a wrong value is not the patient's mistake, so no error.
    invitation = StringField()
    waiting_room = StringField()
    # Typed by the patient from an invitation's card or from a paper in the waiting room.
    entry_code = CodeField()
    # A new list has none.
    reply_to = StringField(validators=[validators.Length(max=MAX_TOKEN)])
    # Goes along from page to page, for the sentence that says when a changed list is read.
    invited = StringField()

    def __init__(self) -> None:
        super().__init__()
        self.fields = sent_fields()
        self.sentences: Mapping[str, str] = {}

    def read(
        self, language: str, practice_id: int, master: MasterKeys, *, now: datetime
    ) -> Sending | None:
        """Check everything that was sent.

        Args:
            language: code of the language in which the patient read the questions.
            practice_id: of the practice that it was sent to.

        Returns:
            None when anything is wrong; `sentences` then has an error per field.
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
        uid = UUID(self.uid.data or "")
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
            reply_to=self.read_token(practice_id, master, now=now),
        )


def sent_fields() -> dict[str, list[str]]:
    """Give the sent fields that this form knows, field name to values.

    Browser extensions add fields of their own to any form. The patient cannot correct those, so
    unknown fields are dropped here without an error. A page of a build with other questions sends
    another `version`, and is refused for that.
    """
    return {name: values for name, values in request.form.lists() if _is_ours(name)}


def without_envelope(fields: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Give the answers alone: the sent fields without those in `ENVELOPE`."""
    return {name: values for name, values in fields.items() if name not in ENVELOPE}


def _is_ours(name: str) -> bool:
    return name in FIELDS or name in ENVELOPE


def in_words(error: AnswerError) -> dict[str, str]:
    """Give the errors as sentences in the language of the request, field name to sentence."""
    return {name: gettext(message, **values) for name, (message, values) in error.errors.items()}


def _trimmed(field: StringField) -> str:
    return (field.data or "").strip()
