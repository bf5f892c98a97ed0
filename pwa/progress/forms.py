"""The form of a tick: one thing that was said of a plan, the phone's id of it, and the token."""

from datetime import datetime
from uuid import UUID, uuid4

from flask import request
from flask_babel import gettext
from wtforms import StringField, validators

from pwa.locales import written_in
from pwa.plan.core import Done, FreeText, PlanError
from pwa.plan.values import limit_length, read_choice, read_uid
from pwa.progress.core import MAX_WORDS, Helped, OwnStep, Said, Tick
from pwa.progress.sending import TickSending, mark_of
from pwa.sharing.queued import QueuedForm
from pwa.text import N_, clean_text, one_line
from pwa.vault.crypto import MasterKeys
from pwa.web.http import wants_json

FIELDS = ("uid", "reply_to", "step", "how", "helped", "own", "words")

# Translators: something technical went wrong
_BAD = N_("Something went wrong. Open your plan again.")


class TickForm(QueuedForm):
    """One thing that a patient says: how a step goes, what helped, or an own step.

    Without JavaScript it has no `uid`: then it is sent once, by the browser.
    """

    uid = StringField(validators=[validators.Optional(), validators.UUID()])

    def __init__(self) -> None:
        super().__init__()
        # Browser extensions add fields of their own to any form; these are left out.
        self.fields = {name: values for name, values in request.form.lists() if name in FIELDS}
        self.sentences: dict[str, str] = {}

    def read(
        self, language: str, practice_id: int, master: MasterKeys, *, now: datetime
    ) -> TickSending | None:
        """Check what was sent.

        Args:
            language: code of the language of typed words: that of the page.

        Returns:
            None when anything is wrong; `sentences` then has an error per field.
        """
        self.validate()
        wrong = [name for name in ("uid", "reply_to") if self[name].errors]
        if not self.uid.data and wants_json():
            wrong.append("uid")
        self.sentences = {name: gettext(_BAD) for name in wrong}
        said = self._said(language)
        if self.sentences or said is None:
            return None
        uid = UUID(self.uid.data) if self.uid.data else uuid4()
        mark = mark_of(uid, practice_id, self.fields)
        reply_to = self.read_token(practice_id, master, now=now)
        return TickSending(practice_id, uid, mark, said, reply_to)

    def _said(self, language: str) -> Said | None:
        field = next((name for name in ("how", "helped", "words") if name in self.fields), "how")
        try:
            if field == "words":
                return OwnStep(read_uid(self._sent("own")), self._typed("words", language))
            step = read_uid(self._sent("step"))
            if field == "helped":
                return Helped(step, self._typed("helped", language))
            return Tick(step, read_choice(Done, self._sent("how")))
        except PlanError as error:
            self.sentences[field] = gettext(error.message, **error.values)
            return None

    def _typed(self, name: str, language: str) -> FreeText | None:
        words = one_line(clean_text(self._sent(name)))
        return FreeText(limit_length(words, MAX_WORDS), written_in(language)) if words else None

    def _sent(self, name: str) -> str:
        return next(iter(self.fields.get(name, ())), "")
