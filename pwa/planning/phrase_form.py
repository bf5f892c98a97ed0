"""The form of a practice's own phrase: a sentence in each language, who does it, topics."""

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from pwa.editing import read_base
from pwa.locales import LANGUAGES
from pwa.plan.core import Performer, PlanError
from pwa.plan.own.core import DUTCH, OwnPhrase, check_sentence, read_typed, write_typed
from pwa.plan.values import MISSING, read_choice
from pwa.selfcheck.questions import TOPIC_BY_CODE


class PhraseForm:
    """The form of a phrase.

    Attributes:
        values: field name to values, as typed or from a saved phrase.
        errors: field name to a sentence in the practice's language.
        phrase: what `validate` read, with the version that the editor has seen.
    """

    def __init__(self, values: "MultiDict[str, str]", uid: str) -> None:
        self.values = values
        self.errors: dict[str, str] = {}
        self.phrase = OwnPhrase(uid, 0, {DUTCH: ""}, Performer.PATIENT.value)

    def validate(self) -> bool:
        """Read the fields into `phrase`; return False with `errors` if any is invalid."""
        dutch = self._sentence(DUTCH, "")
        texts = {DUTCH: dutch}
        for code in LANGUAGES:
            if code != DUTCH and (text := self._sentence(code, dutch)):
                texts[code] = text
        self.phrase = OwnPhrase(
            self.phrase.uid,
            read_base(self.values.get("base", "")),
            texts,
            self._who(),
            frozenset(self.values.getlist("topics")) & TOPIC_BY_CODE.keys(),
        )
        return not self.errors

    def _sentence(self, code: str, dutch: str) -> str:
        name = f"text-{code}"
        try:
            text = read_typed(self.values.get(name, ""))
            if code == DUTCH and not text:
                raise PlanError(MISSING)
            return check_sentence(text, dutch or text) if text else ""
        except PlanError as error:
            self.errors[name] = gettext(error.message, **error.values)
            return ""

    def _who(self) -> str:
        try:
            return read_choice(Performer, self.values.get("role", "")).value
        except PlanError as error:
            self.errors["role"] = gettext(error.message)
            return Performer.PATIENT.value


def write_phrase(phrase: OwnPhrase) -> "MultiDict[str, str]":
    """Write a phrase as the fields of the form."""
    texts = [(f"text-{code}", write_typed(text)) for code, text in phrase.texts.items()]
    topics = [("topics", code) for code in sorted(phrase.topics)]
    fields = [("base", str(phrase.version)), ("role", phrase.who), *texts, *topics]
    return MultiDict(fields)
