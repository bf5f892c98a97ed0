"""The form in which the desk types a list on paper: one short field for each question."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID, uuid4

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import Field, StringField, validators

from pwa.desk.paper_list.core import NAMES, read_paper
from pwa.locales import find_language
from pwa.selfcheck.answers import AnswerError, Answers
from pwa.text import N_
from pwa.web.forms import SentForm

NO_CONSENT = N_(
    "Is there a cross in the box of consent? Tick it here too. Without that cross the practice may "
    "not keep this list: ask the patient."
)
NO_LANGUAGE = N_("Choose the language of the paper. It stands at its foot.")
GONE_INVITATION = N_("This invitation is not there any more. Choose another one, or none.")


class PaperForm(SentForm):
    """What stands on the paper, whose it is, and that there is a cross at the consent."""

    uid = StringField()
    consent = StringField(validators=[validators.AnyOf(["1"])])
    invitation = StringField()
    patient_language = StringField()
    filled_by = StringField()
    feeling = StringField()
    reason = StringField()
    body = StringField()
    mind = StringField()
    social = StringField()
    society = StringField()
    strengths = StringField()
    priority = StringField()
    help_wish = StringField()
    worse_by = StringField()
    helpers = StringField()
    wants = StringField()
    own_words = StringField()
    talk_alone = StringField()
    interpreter_language = StringField()
    known_as = StringField()

    def __init__(self, unsent: Mapping[str, Sequence[str]] | None = None, **offered: str) -> None:
        """Read what was sent.

        Args:
            unsent: fields that an earlier session kept, in place of what was sent.
            offered: values of a form that was not sent yet.
        """
        if unsent is not None:
            offered["formdata"] = MultiDict(unsent)  # type: ignore[assignment]  # read by the base
        super().__init__(**offered)
        self.errors_found: dict[str, str] = {}

    @property
    def form_id(self) -> UUID:
        """The form's own id, by which a second press is recognised; a new one if none was sent."""
        try:
            return UUID(self.uid.data or "")
        except ValueError:
            return uuid4()

    @property
    def invitation_id(self) -> UUID | None:
        """The chosen invitation; None without one."""
        try:
            return UUID(self.invitation.data or "")
        except ValueError:
            return None

    @property
    def typed(self) -> dict[str, str]:
        """What was typed of the answers, field name to text."""
        return {name: self._field(name).data or "" for name in NAMES}

    def read(self, invited: Mapping[UUID, str], languages: Collection[str]) -> Answers | None:
        """Read the form; None if something in it is wrong, and `errors_found` then says what.

        Args:
            invited: the invitations that may be chosen, id to the language of each.
            languages: codes that the practice offers.
        """
        self.validate()
        wrong = {"consent": gettext(NO_CONSENT)} if self.consent.errors else {}
        chosen = self.invitation_id
        if chosen is not None and chosen not in invited:
            wrong["invitation"] = gettext(GONE_INVITATION)
        language = self.patient_language.data or (invited.get(chosen) if chosen else None) or ""
        if language not in languages or find_language(language) is None:
            wrong["patient_language"] = gettext(NO_LANGUAGE)
        answers = None
        try:
            answers = read_paper(self.typed, language=language)
        except AnswerError as error:
            for name, (message, values) in error.errors.items():
                wrong[name] = gettext(message, **values)
        self.errors_found = wrong
        return None if wrong else answers

    def refuse(self, sentence: str) -> None:
        """Set an error about the form as a whole; it is shown at its first field."""
        self.errors_found["invitation"] = sentence

    def _field(self, name: str) -> Field:
        return self[name]
